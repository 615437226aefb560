//! GuideLLM: a report of several loads in one JSON document.
//!
//! <https://github.com/vllm-project/guidellm>. Each benchmark of a report is another load, none repeats another. Rates are weighted by
//! time, so their median is over time and not over requests; percentiles are nearest ranks. What errored or is incomplete
//! is no measurement. Names for percentiles: `p001` is 0.1 %, `p01` 1 %, `p999` 99.9 %. Nothing is lost.

use super::meaning::{Conventions, Meaning, OF_A_POPULATION, aggregate, column, counted, measured, state_as};
use super::reshape::{carry_beside, text};
use super::wide::{About, widen};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// What the type of each benchmark says.
const TYPE: &str = "generative_benchmark";

const METRICS: &str = "/benchmarks/*/metrics";
const REQUESTS: &str = "/benchmarks/*/requests/successful";

const CONVENTIONS: Conventions =
    Conventions { sd: OF_A_POPULATION, percentile: "percentile by nearest rank, the lower one" };

/// Percentiles that are not named by their number.
const PERCENTILES: [(&str, &str); 4] = [(".p001", "p0.1"), (".p01", "p1"), (".p05", "p5"), (".p999", "p99.9")];

const PER_REQUEST: &str =
    "time of an answer after its first token, divided by the tokens after the first; one value a request";
const WITH_FIRST: &str = "time of a whole answer with its first token, divided by its tokens";
const AFTER_THINKING: &str = "from the request to the first token of the answer that is no thinking";
const OVER_TIME: &str = "each rate weighted by the time it held";

const MEANINGS: &[Meaning] = &[
    measured("request_totals.successful", "requests", "requests"),
    measured("request_totals.errored", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    column("request_totals.*", Role::Environment),
    column("*.successful.pdf*", Role::Environment),
    // The median again.
    column("*.successful.percentiles.p50", Role::Environment),
    column("*.successful.mode", Role::Environment),
    column("*.successful.variance", Role::Environment),
    column("*.successful.total_sum", Role::Environment),
    column("*.errored*", Role::Environment),
    column("*.incomplete*", Role::Environment),
    column("*.total*", Role::Environment),
    aggregate("request_latency.successful.*", "e2e_latency", "*", "s"),
    aggregate("request_latency.successful.percentiles.*", "e2e_latency", "*", "s"),
    aggregate("time_to_first_token_ms.successful.*", "ttft", "*", "ms"),
    aggregate("time_to_first_token_ms.successful.percentiles.*", "ttft", "*", "ms"),
    aggregate("time_to_first_output_token_ms.successful.*", "ttft_output", "*", "ms")
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    aggregate("time_to_first_output_token_ms.successful.percentiles.*", "ttft_output", "*", "ms")
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    aggregate("time_per_output_token_ms.successful.*", "tpot_with_first", "*", "ms")
        .named("time per output token, first included")
        .defined(WITH_FIRST),
    aggregate("time_per_output_token_ms.successful.percentiles.*", "tpot_with_first", "*", "ms")
        .named("time per output token, first included")
        .defined(WITH_FIRST),
    aggregate("inter_token_latency_ms.successful.*", "itl_request", "*", "ms")
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    aggregate("inter_token_latency_ms.successful.percentiles.*", "itl_request", "*", "ms")
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    aggregate("requests_per_second.successful.*", "request_rate_over_time", "*", "requests/s")
        .named("requests per second over time")
        .defined(OVER_TIME),
    aggregate("requests_per_second.successful.percentiles.*", "request_rate_over_time", "*", "requests/s")
        .named("requests per second over time")
        .defined(OVER_TIME),
    aggregate("output_tokens_per_second.successful.*", "output_rate_over_time", "*", "tokens/s")
        .named("tokens out per second over time")
        .defined(OVER_TIME),
    aggregate("output_tokens_per_second.successful.percentiles.*", "output_rate_over_time", "*", "tokens/s")
        .named("tokens out per second over time")
        .defined(OVER_TIME),
    aggregate("prompt_tokens_per_second.successful.*", "prompt_rate_over_time", "*", "tokens/s")
        .named("tokens in per second over time")
        .defined(OVER_TIME),
    aggregate("prompt_tokens_per_second.successful.percentiles.*", "prompt_rate_over_time", "*", "tokens/s")
        .named("tokens in per second over time")
        .defined(OVER_TIME),
    aggregate("tokens_per_second.successful.*", "total_rate_over_time", "*", "tokens/s")
        .named("tokens in and out per second over time")
        .defined(OVER_TIME),
    aggregate("tokens_per_second.successful.percentiles.*", "total_rate_over_time", "*", "tokens/s")
        .named("tokens in and out per second over time")
        .defined(OVER_TIME),
    aggregate("request_concurrency.successful.*", "concurrency", "*", "x")
        .named("concurrency reached")
        .better(Better::None)
        .defined(OVER_TIME),
    aggregate("request_concurrency.successful.percentiles.*", "concurrency", "*", "x")
        .named("concurrency reached")
        .better(Better::None)
        .defined(OVER_TIME),
    aggregate("prompt_token_count.successful.*", "prompt_tokens", "*", "tokens"),
    aggregate("prompt_token_count.successful.percentiles.*", "prompt_tokens", "*", "tokens"),
    aggregate("output_token_count.successful.*", "output_tokens", "*", "tokens"),
    aggregate("output_token_count.successful.percentiles.*", "output_tokens", "*", "tokens"),
    aggregate("total_token_count.successful.*", "total_tokens", "*", "tokens"),
    aggregate("total_token_count.successful.percentiles.*", "total_tokens", "*", "tokens"),
    counted("*.successful.count", "values"),
    column("*.successful.*", Role::Environment),
    column("*", Role::Environment).at("/benchmarks/*/requests/errored*"),
    column("*", Role::Environment).at("/benchmarks/*/requests/incomplete*"),
    measured("request_latency", "e2e_latency", "s").at(REQUESTS),
    measured("time_to_first_token_ms", "ttft", "ms").at(REQUESTS),
    measured("time_to_first_output_token_ms", "ttft_output", "ms")
        .at(REQUESTS)
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    measured("time_per_output_token_ms", "tpot_with_first", "ms")
        .at(REQUESTS)
        .named("time per output token, first included")
        .defined(WITH_FIRST),
    measured("inter_token_latency_ms", "itl_request", "ms")
        .at(REQUESTS)
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    measured("prompt_tokens", "prompt_tokens", "tokens").at(REQUESTS),
    measured("output_tokens", "output_tokens", "tokens").at(REQUESTS),
    column("*_tokens_per_second", Role::Derived).at(REQUESTS),
    column("tokens_per_second", Role::Derived).at(REQUESTS),
    column("info.*", Role::Environment).at(REQUESTS),
    measured("duration", "benchmark_duration", "s").at("/benchmarks"),
    column("*_duration", Role::Environment).at("/benchmarks"),
    column("type_", Role::Text),
    column("config.strategy.*", Role::Parameter),
    column("args.strategy.*", Role::Parameter),
    column("config.*", Role::Environment),
    column("args.*", Role::Environment),
    column("scheduler_state.*", Role::Environment),
    column("scheduler_metrics.*", Role::Environment),
    column("run_stats.*", Role::Environment),
    column("metadata.*", Role::Environment),
    column("*", Role::Environment).at("/config*"),
    column("*", Role::Environment).at("/args*"),
    column("*", Role::Environment).at("/benchmarks/*/config*"),
    column("*", Role::Environment).at("/benchmarks/*/scheduler*"),
];

/// Report of GuideLLM.
pub(super) struct GuideLlm;

impl Format for GuideLlm {
    fn id(&self) -> &'static str {
        "guidellm"
    }

    fn name(&self) -> &'static str {
        "GuideLLM"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.tables.iter().find(|table| text(table, "type_", 0) == Some(TYPE)) {
            Some(table) => (Certainty::Sure, format!("`type_` is `{TYPE}`, benchmarks: {}", table.rows)),
            None => (Certainty::No, format!("no `type_` that is `{TYPE}`")),
        }
    }

    fn read(&self, content: &mut Content) {
        let keyed = |table: &Table, row: usize| About {
            name: text(table, "key", row).unwrap_or_default().to_owned(),
            unit: None,
        };
        widen(content, METRICS, "key", None, keyed);
        let apart: Vec<String> = content.tables.iter().map(|table| table.place.clone()).collect();
        for place in apart.iter().filter(|place| place.starts_with(METRICS)) {
            let metric = place[METRICS.len()..].trim_start_matches('/').to_owned();
            widen(content, place, "key", None, |table, row| About {
                name: format!("{metric}.{}", keyed(table, row).name),
                unit: None,
            });
        }
        carry_beside(&mut content.tables, REQUESTS, |name| {
            name.starts_with("config.strategy.") || name.starts_with("args.strategy.")
        });
        for table in &mut content.tables {
            for column in &mut table.columns {
                if let Some(name) = column.name.strip_prefix("metrics.") {
                    column.name = name.to_owned();
                }
            }
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        for table in content.tables.iter_mut().filter(|table| table.place == "/benchmarks") {
            table.sums_up = Some(REQUESTS.to_owned());
            for column in table.columns.iter_mut().filter(|column| column.name.contains(".percentiles.")) {
                let named = PERCENTILES.iter().find(|(end, _)| column.name.ends_with(end));
                if let Some((_, percentile)) = named.filter(|_| column.stated.statistic.is_some()) {
                    column.stated.statistic = Some((*percentile).to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn what_errored_is_no_measurement_and_each_name_keeps_its_meaning() {
        let of = |value: f64| {
            format!(
                "{{\"mean\": {value}, \"median\": {value}, \"std_dev\": 0.5, \"count\": 2, \"percentiles\": {{\"p01\": {value}, \"p50\": {value}, \"p999\": {value}}}, \"pdf\": null}}"
            )
        };
        let metric = |value: f64| format!("{{\"successful\": {}, \"errored\": {}}}", of(value), of(0.0));
        check(
            &format!(
                "{{\"metadata\": {{\"version\": 2}}, \"benchmarks\": [{{\"type_\": \"generative_benchmark\", \
                 \"config\": {{\"strategy\": {{\"type_\": \"constant\", \"rate\": 2.0}}}}, \"metrics\": {{\
                 \"request_totals\": {{\"successful\": 2, \"errored\": 1}}, \"request_latency\": {}, \"time_to_first_token_ms\": {}, \
                 \"time_per_output_token_ms\": {}, \"inter_token_latency_ms\": {}, \"output_tokens_per_second\": {}}}, \"duration\": 5.5}}]}}",
                metric(0.25),
                metric(11.5),
                metric(2.5),
                metric(1.5),
                metric(3.5)
            ),
            &expect![[r#"
                guidellm Sure: `type_` is `generative_benchmark`, benchmarks: 1
                [] 0 of 1 rows failed
                  metadata.version: version Environment = 2
                [/benchmarks] 0 of 1 rows failed
                  type_: type Text = `generative_benchmark`
                  config.strategy.type_: config_strategy_type Parameter = `constant`
                  config.strategy.rate: rate Parameter = 2
                  duration: benchmark_duration Measurement s = 5.5
                  request_totals.successful: requests Measurement requests = 2
                  request_totals.errored: failed_requests Measurement requests Lower = 1
                  request_latency.successful.mean: e2e_latency mean Aggregate s Lower = 0.25
                  request_latency.successful.median: e2e_latency median Aggregate s Lower = 0.25
                  request_latency.successful.std_dev: e2e_latency sd Aggregate s Lower = 0.5
                  request_latency.successful.count: request_latency_successful_values n Measurement = 2
                  request_latency.successful.percentiles.p01: e2e_latency p1 Aggregate s Lower = 0.25
                  request_latency.successful.percentiles.p50: request_latency_successful_p50 Environment = 0.25
                  request_latency.successful.percentiles.p999: e2e_latency p99.9 Aggregate s Lower = 0.25
                  request_latency.errored.mean: request_latency_errored_mean Environment = 0
                  request_latency.errored.median: request_latency_errored_median Environment = 0
                  request_latency.errored.std_dev: request_latency_errored_std_dev Environment = 0.5
                  request_latency.errored.count: request_latency_errored_count Environment = 2
                  request_latency.errored.percentiles.p01: request_latency_errored_p01 Environment = 0
                  request_latency.errored.percentiles.p50: request_latency_errored_p50 Environment = 0
                  request_latency.errored.percentiles.p999: request_latency_errored_p999 Environment = 0
                  time_to_first_token_ms.successful.mean: ttft mean Aggregate s Lower = 11.5
                  time_to_first_token_ms.successful.median: ttft median Aggregate s Lower = 11.5
                  time_to_first_token_ms.successful.std_dev: ttft sd Aggregate s Lower = 0.5
                  time_to_first_token_ms.successful.count: time_to_first_token_ms_successful_values n Measurement = 2
                  time_to_first_token_ms.successful.percentiles.p01: ttft p1 Aggregate s Lower = 11.5
                  time_to_first_token_ms.successful.percentiles.p50: time_to_first_token_ms_successful_p50 Environment = 11.5
                  time_to_first_token_ms.successful.percentiles.p999: ttft p99.9 Aggregate s Lower = 11.5
                  time_to_first_token_ms.errored.mean: time_to_first_token_ms_errored_mean Environment = 0
                  time_to_first_token_ms.errored.median: time_to_first_token_ms_errored_median Environment = 0
                  time_to_first_token_ms.errored.std_dev: time_to_first_token_ms_errored_std_dev Environment = 0.5
                  time_to_first_token_ms.errored.count: time_to_first_token_ms_errored_count Environment = 2
                  time_to_first_token_ms.errored.percentiles.p01: time_to_first_token_ms_errored_p01 Environment = 0
                  time_to_first_token_ms.errored.percentiles.p50: time_to_first_token_ms_errored_p50 Environment = 0
                  time_to_first_token_ms.errored.percentiles.p999: time_to_first_token_ms_errored_p999 Environment = 0
                  time_per_output_token_ms.successful.mean: tpot_with_first mean Aggregate s Lower = 2.5
                  time_per_output_token_ms.successful.median: tpot_with_first median Aggregate s Lower = 2.5
                  time_per_output_token_ms.successful.std_dev: tpot_with_first sd Aggregate s Lower = 0.5
                  time_per_output_token_ms.successful.count: time_per_output_token_ms_successful_values n Measurement = 2
                  time_per_output_token_ms.successful.percentiles.p01: tpot_with_first p1 Aggregate s Lower = 2.5
                  time_per_output_token_ms.successful.percentiles.p50: time_per_output_token_ms_successful_p50 Environment = 2.5
                  time_per_output_token_ms.successful.percentiles.p999: tpot_with_first p99.9 Aggregate s Lower = 2.5
                  time_per_output_token_ms.errored.mean: time_per_output_token_ms_errored_mean Environment = 0
                  time_per_output_token_ms.errored.median: time_per_output_token_ms_errored_median Environment = 0
                  time_per_output_token_ms.errored.std_dev: time_per_output_token_ms_errored_std_dev Environment = 0.5
                  time_per_output_token_ms.errored.count: time_per_output_token_ms_errored_count Environment = 2
                  time_per_output_token_ms.errored.percentiles.p01: time_per_output_token_ms_errored_p01 Environment = 0
                  time_per_output_token_ms.errored.percentiles.p50: time_per_output_token_ms_errored_p50 Environment = 0
                  time_per_output_token_ms.errored.percentiles.p999: time_per_output_token_ms_errored_p999 Environment = 0
                  inter_token_latency_ms.successful.mean: itl_request mean Aggregate s Lower = 1.5
                  inter_token_latency_ms.successful.median: itl_request median Aggregate s Lower = 1.5
                  inter_token_latency_ms.successful.std_dev: itl_request sd Aggregate s Lower = 0.5
                  inter_token_latency_ms.successful.count: inter_token_latency_ms_successful_values n Measurement = 2
                  inter_token_latency_ms.successful.percentiles.p01: itl_request p1 Aggregate s Lower = 1.5
                  inter_token_latency_ms.successful.percentiles.p50: inter_token_latency_ms_successful_p50 Environment = 1.5
                  inter_token_latency_ms.successful.percentiles.p999: itl_request p99.9 Aggregate s Lower = 1.5
                  inter_token_latency_ms.errored.mean: inter_token_latency_ms_errored_mean Environment = 0
                  inter_token_latency_ms.errored.median: inter_token_latency_ms_errored_median Environment = 0
                  inter_token_latency_ms.errored.std_dev: inter_token_latency_ms_errored_std_dev Environment = 0.5
                  inter_token_latency_ms.errored.count: inter_token_latency_ms_errored_count Environment = 2
                  inter_token_latency_ms.errored.percentiles.p01: inter_token_latency_ms_errored_p01 Environment = 0
                  inter_token_latency_ms.errored.percentiles.p50: inter_token_latency_ms_errored_p50 Environment = 0
                  inter_token_latency_ms.errored.percentiles.p999: inter_token_latency_ms_errored_p999 Environment = 0
                  output_tokens_per_second.successful.mean: output_rate_over_time mean Aggregate tokens/s Higher = 3.5
                  output_tokens_per_second.successful.median: output_rate_over_time median Aggregate tokens/s Higher = 3.5
                  output_tokens_per_second.successful.std_dev: output_rate_over_time sd Aggregate tokens/s Higher = 0.5
                  output_tokens_per_second.successful.count: output_tokens_per_second_successful_values n Measurement = 2
                  output_tokens_per_second.successful.percentiles.p01: output_rate_over_time p1 Aggregate tokens/s Higher = 3.5
                  output_tokens_per_second.successful.percentiles.p50: output_tokens_per_second_successful_p50 Environment = 3.5
                  output_tokens_per_second.successful.percentiles.p999: output_rate_over_time p99.9 Aggregate tokens/s Higher = 3.5
                  output_tokens_per_second.errored.mean: output_tokens_per_second_errored_mean Environment = 0
                  output_tokens_per_second.errored.median: output_tokens_per_second_errored_median Environment = 0
                  output_tokens_per_second.errored.std_dev: output_tokens_per_second_errored_std_dev Environment = 0.5
                  output_tokens_per_second.errored.count: output_tokens_per_second_errored_count Environment = 2
                  output_tokens_per_second.errored.percentiles.p01: output_tokens_per_second_errored_p01 Environment = 0
                  output_tokens_per_second.errored.percentiles.p50: output_tokens_per_second_errored_p50 Environment = 0
                  output_tokens_per_second.errored.percentiles.p999: output_tokens_per_second_errored_p999 Environment = 0
            "#]],
        );
    }
}
