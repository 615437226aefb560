//! inference-perf (kubernetes-sigs): `stage_N_lifecycle_metrics.json` and `summary_lifecycle_metrics.json`.
//!
//! <https://github.com/kubernetes-sigs/inference-perf>. Seconds, at the client. The file of a stage holds the requested rate, the
//! summary of all stages holds none: they are conditions of their own and never pooled. Percentiles are linear (numpy).

use super::load::{self, Asked};
use super::meaning::{Conventions, LINEAR, Meaning, aggregate, column, counted, state_as, subject};
use super::reshape::{number, unkey};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::Spot;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

const KEYS: [&str; 4] =
    ["load_summary.count", "successes.count", "failures.count", "successes.throughput.requests_per_sec"];
const LATENCY: &str = "/successes/latency";

const MEANINGS: &[Meaning] = &[
    aggregate("successes.latency.request_latency.*", "e2e_latency", "*", "s"),
    aggregate("successes.latency.time_to_first_token.*", "ttft", "*", "s"),
    aggregate("successes.latency.time_per_output_token.*", "tpot", "*", "s"),
    aggregate("successes.latency.normalized_time_per_output_token.*", "normalized_tpot", "*", "s")
        .named("full answer per output token")
        .better(Better::Lower)
        .defined("full time of an answer divided by its tokens"),
    aggregate("successes.latency.inter_token_latency.*", "itl", "*", "s").defined(
        "time between two pieces of one answer, the gaps of all requests together; a piece may hold several tokens",
    ),
    aggregate("successes.prompt_len.*", "prompt_tokens", "*", "tokens"),
    aggregate("successes.output_len.*", "output_tokens", "*", "tokens"),
    aggregate("successes.throughput.input_tokens_per_sec", "input_throughput", "", "tokens/s")
        .named("input throughput")
        .better(Better::Higher),
    aggregate("successes.throughput.output_tokens_per_sec", "output_throughput", "", "tokens/s"),
    aggregate("successes.throughput.total_tokens_per_sec", "total_throughput", "", "tokens/s"),
    aggregate("successes.throughput.requests_per_sec", "request_throughput", "", "requests/s"),
    aggregate("load_summary.schedule_delay.*", "schedule_delay", "*", "s")
        .named("schedule delay")
        .defined("from the planned to the real start of a request")
        .better(Better::Lower),
    column("load_summary.send_duration", Role::Environment).unit("s"),
    subject("load_summary.requested_rate", "benchmark_rate").named("requested rate").unit("requests/s"),
    column("load_summary.achieved_rate", Role::Derived).unit("requests/s").defined("requests that were sent, a second"),
    counted("load_summary.count", "sent_requests"),
    counted("successes.count", "requests"),
    counted("failures.count", "failed_requests"),
    column("failures.*", Role::Derived),
];

const CONVENTIONS: Conventions = Conventions { sd: "", percentile: LINEAR };

/// Requests to a model, stage by stage.
pub(super) struct InferencePerf;

impl Format for InferencePerf {
    fn id(&self) -> &'static str {
        "inference-perf"
    }

    fn name(&self) -> &'static str {
        "inference-perf"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Ok(_) => (Certainty::Sure, "`load_summary` beside `successes` and `failures`".to_owned()),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        unkey(content, LATENCY);
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        let rates = content.tables.iter().find_map(|table| {
            let rate = |name: &str| number(table, &format!("load_summary.{name}_rate"), 0);
            Some((rate("requested")?, rate("achieved")?))
        });
        // Requests are counted as they are sent here.
        if let Some((rate, reached)) = rates {
            let asked = Asked { rate, reached, is_sent: true, ..Asked::default() };
            load::say(&mut content.ledger, Spot::Whole, asked);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_22_a_stage_says_when_its_load_was_not_reached() {
        let statistics =
            "{\"mean\": 0.5, \"min\": 0.25, \"p0.1\": 0.25, \"p99.9\": 0.75, \"median\": 0.5, \"max\": 0.75}";
        check(
            &format!(
                "{{\"load_summary\": {{\"count\": 60, \"schedule_delay\": {statistics}, \"send_duration\": 59.5, \"requested_rate\": 8.0, \
                 \"achieved_rate\": 4.0}}, \"successes\": {{\"count\": 59, \"latency\": {{\"request_latency\": {statistics}, \
                 \"time_to_first_token\": {statistics}, \"inter_token_latency\": {statistics}}}, \"throughput\": {{\
                 \"input_tokens_per_sec\": 200.0, \"output_tokens_per_sec\": 62.5, \"requests_per_sec\": 1.0}}, \"prompt_len\": {statistics}}}, \
                 \"failures\": {{\"count\": 1, \"request_latency\": null}}}}"
            ),
            &expect![[r#"
                inference-perf Sure: `load_summary` beside `successes` and `failures`
                Doubt: the load was not sent: 4.000 requests a second of 8; hint: give the client more processes or connections, or read it as a run at the rate that came
                [] 0 of 1 rows failed
                  load_summary.count: sent_requests n Measurement = 60
                  load_summary.schedule_delay.mean: schedule_delay mean Aggregate s Lower = 0.5
                  load_summary.schedule_delay.min: schedule_delay min Aggregate s Lower = 0.25
                  load_summary.schedule_delay.p0.1: schedule_delay p0.1 Aggregate s Lower = 0.25
                  load_summary.schedule_delay.p99.9: schedule_delay p99.9 Aggregate s Lower = 0.75
                  load_summary.schedule_delay.median: schedule_delay median Aggregate s Lower = 0.5
                  load_summary.schedule_delay.max: schedule_delay max Aggregate s Lower = 0.75
                  load_summary.send_duration: send_duration Environment s = 59.5
                  load_summary.requested_rate: benchmark_rate Parameter requests/s = 8
                  load_summary.achieved_rate: achieved_rate_request_throughput Derived requests/s Higher = 4
                  successes.count: requests n Measurement = 59
                  successes.throughput.input_tokens_per_sec: input_throughput Aggregate tokens/s Higher = 200
                  successes.throughput.output_tokens_per_sec: output_throughput Aggregate tokens/s Higher = 62.5
                  successes.throughput.requests_per_sec: request_throughput Aggregate requests/s Higher = 1
                  successes.prompt_len.mean: prompt_tokens mean Aggregate tokens = 0.5
                  successes.prompt_len.min: prompt_tokens min Aggregate tokens = 0.25
                  successes.prompt_len.p0.1: prompt_tokens p0.1 Aggregate tokens = 0.25
                  successes.prompt_len.p99.9: prompt_tokens p99.9 Aggregate tokens = 0.75
                  successes.prompt_len.median: prompt_tokens median Aggregate tokens = 0.5
                  successes.prompt_len.max: prompt_tokens max Aggregate tokens = 0.75
                  failures.count: failed_requests n Measurement = 1
                  failures.request_latency: e2e_latency Derived Lower = -
                  successes.latency.inter_token_latency.mean: itl mean Aggregate s Lower = 0.5
                  successes.latency.inter_token_latency.min: itl min Aggregate s Lower = 0.25
                  successes.latency.inter_token_latency.p0.1: itl p0.1 Aggregate s Lower = 0.25
                  successes.latency.inter_token_latency.p99.9: itl p99.9 Aggregate s Lower = 0.75
                  successes.latency.inter_token_latency.median: itl median Aggregate s Lower = 0.5
                  successes.latency.inter_token_latency.max: itl max Aggregate s Lower = 0.75
                  successes.latency.request_latency.mean: e2e_latency mean Aggregate s Lower = 0.5
                  successes.latency.request_latency.min: e2e_latency min Aggregate s Lower = 0.25
                  successes.latency.request_latency.p0.1: e2e_latency p0.1 Aggregate s Lower = 0.25
                  successes.latency.request_latency.p99.9: e2e_latency p99.9 Aggregate s Lower = 0.75
                  successes.latency.request_latency.median: e2e_latency median Aggregate s Lower = 0.5
                  successes.latency.request_latency.max: e2e_latency max Aggregate s Lower = 0.75
                  successes.latency.time_to_first_token.mean: ttft mean Aggregate s Lower = 0.5
                  successes.latency.time_to_first_token.min: ttft min Aggregate s Lower = 0.25
                  successes.latency.time_to_first_token.p0.1: ttft p0.1 Aggregate s Lower = 0.25
                  successes.latency.time_to_first_token.p99.9: ttft p99.9 Aggregate s Lower = 0.75
                  successes.latency.time_to_first_token.median: ttft median Aggregate s Lower = 0.5
                  successes.latency.time_to_first_token.max: ttft max Aggregate s Lower = 0.75
            "#]],
        );
    }
}
