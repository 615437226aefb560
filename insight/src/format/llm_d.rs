//! The benchmark report of llm-d, which brings the results of several load generators into one YAML.
//!
//! <https://github.com/llm-d/llm-d-benchmark>. Each value states its `units`; versions before 0.2 have `metrics`, later ones
//! `results.request_performance`. What is said about the machine is read and not measured.

use super::meaning::{Meaning, aggregate, column, measured, state};
use super::reshape::{at, text};
use super::wide::{About, widen};
use super::{Format, Shape};
use crate::container::{Content, yaml};
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Cell, Table};

const PIECES: &str = "time between two pieces of one answer, the gaps of all requests together";
const WHOLE: &str = "time of a whole answer divided by its tokens";

const MEANINGS: &[Meaning] = &[
    column("*", Role::Environment).at("/scenario*"),
    column("*", Role::Environment).at("/metrics/resources*"),
    column("*", Role::Environment).at("/metrics/service*"),
    column("*", Role::Environment).at("/results/observability*"),
    column("*", Role::Environment).at("/results/resources*"),
    column("*.units", Role::Text),
    column("*.multimodal.*", Role::Environment),
    column("*.service.*", Role::Environment),
    column("*.resources.*", Role::Environment),
    aggregate("*.request_latency.*", "e2e_latency", "*", "s"),
    aggregate("*.time_to_first_token.*", "ttft", "*", "s"),
    aggregate("*.time_per_output_token.*", "tpot", "*", "s"),
    aggregate("*.normalized_time_per_output_token.*", "e2e_per_token", "*", "s")
        .named("full answer per token")
        .defined(WHOLE),
    aggregate("*.inter_token_latency.*", "itl", "*", "s").defined(PIECES),
    aggregate("*.input_length.*", "prompt_tokens", "*", "tokens"),
    aggregate("*.output_length.*", "output_tokens", "*", "tokens"),
    measured("*.requests.total", "requests", "requests"),
    measured("*.requests.failures", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("*.requests.incomplete", "incomplete_requests", "requests")
        .named("incomplete requests")
        .better(Better::Lower),
    measured("*.output_tokens_per_sec", "output_throughput", "tokens/s"),
    measured("*.input_tokens_per_sec", "input_throughput", "tokens/s").named("input throughput"),
    measured("*.total_tokens_per_sec", "total_throughput", "tokens/s"),
    measured("*.requests_per_sec", "request_throughput", "requests/s"),
    aggregate("*.output_token_rate.*", "output_throughput", "*", "tokens/s"),
    aggregate("*.input_token_rate.*", "input_throughput", "*", "tokens/s").named("input throughput"),
    aggregate("*.total_token_rate.*", "total_throughput", "*", "tokens/s"),
    aggregate("*.request_rate.*", "request_throughput", "*", "requests/s"),
    measured("*.time.duration", "benchmark_duration", "s"),
    column("*.time.*", Role::Time),
    column("scenario.*", Role::Parameter),
    column("run.*", Role::Environment),
    column("version", Role::Environment),
];

/// Report of llm-d.
pub(super) struct LlmD;

impl Format for LlmD {
    fn id(&self) -> &'static str {
        "llm-d-benchmark-report"
    }

    fn name(&self) -> &'static str {
        "llm-d benchmark report"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let begins = |begin: &str| shape.text.lines().any(|(_, line)| line.starts_with(begin));
        let older = begins("metrics:") && begins("  latency:");
        let newer = begins("results:") && begins("  request_performance:");
        match (begins("version:") && begins("scenario:"), older || newer) {
            (false, _) => (Certainty::No, "no line `scenario:` beside `version:`".to_owned()),
            (true, false) => (Certainty::No, "no line `request_performance:` below `results:`".to_owned()),
            (true, true) => {
                (Certainty::Sure, "`scenario:` beside the latencies of `metrics:` or `results:`".to_owned())
            }
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, ledger| {
            let (text, cut) = without_series(text.as_str());
            if cut {
                let hint = "the figures of the whole run beside it are read";
                ledger.say(Spot::Whole, Severity::Note, "`time_series` is not read", Some(hint));
            }
            yaml::tables(&text, ledger)
        });
        let keyed: Vec<String> = content
            .tables
            .iter()
            .filter(|table| table.column("key").is_some() && table.column("units").is_some())
            .filter(|table| !table.place.contains("/resources") && !table.place.contains("/service"))
            .map(|table| table.place.clone())
            .collect();
        for place in keyed {
            let begin = place.trim_start_matches('/').replace('/', ".");
            widen(content, &place, "key", None, |table, row| About {
                name: format!("{begin}.{}", text(table, "key", row).unwrap_or_default()),
                unit: text(table, "units", row).filter(|unit| *unit != "count").map(unit_of),
            });
        }
        if let Some(root) = at(&content.tables, "") {
            units(&mut content.tables[root]);
        }
        state(&mut content.tables, MEANINGS);
    }
}

/// What is measured a token is a time, as other tools write it.
fn unit_of(unit: &str) -> String {
    unit.strip_suffix("/token").unwrap_or(unit).to_owned()
}

/// The text without the blocks that hold figures minute by minute, every line in its place; and whether there were any.
fn without_series(text: &str) -> (String, bool) {
    let mut inside = None;
    let (mut kept, mut cut) = (String::with_capacity(text.len()), false);
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if inside.is_some_and(|begin| indent <= begin && !line.trim().is_empty()) {
            inside = None;
        }
        if inside.is_none() && line.trim() == "time_series:" {
            (inside, cut) = (Some(indent), true);
        }
        if inside.is_none() {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    (kept, cut)
}

/// Gives columns the unit that stands beside them.
fn units(table: &mut Table) {
    let told: Vec<(String, String)> = table
        .columns
        .iter()
        .filter_map(|column| match (column.name.strip_suffix("units"), column.cell(0)) {
            (Some(begin), Cell::Text(unit)) if begin.ends_with('.') && unit != "count" => {
                Some((begin.to_owned(), unit.to_owned()))
            }
            _ => None,
        })
        .collect();
    for column in table.columns.iter_mut().filter(|column| !column.name.ends_with(".units")) {
        if let Some((_, unit)) = told.iter().find(|(begin, _)| column.name.starts_with(begin.as_str())) {
            column.unit_written = Some(unit_of(unit));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn values_have_the_units_that_stand_beside_them() {
        check(
            "version: '0.1' # comment\nscenario:\n  model:\n    name: m\nmetrics:\n  time:\n    duration: 16.5\n  requests:\n    total: 32\n    failures: 1\n\
             \x20   input_length:\n      units: count\n      mean: 628.5\n  latency:\n    request_latency:\n      units: ms\n      mean: 3.5\n      stddev: 0.5\n\
             \x20   time_to_first_token:\n      units: ms\n      mean: 0.5\n      p90: 2.5\n  throughput:\n    output_tokens_per_sec: 32.5\n",
            &expect![[r#"
                llm-d-benchmark-report Sure: `scenario:` beside the latencies of `metrics:` or `results:`
                [] 0 of 1 rows failed
                  version: version Environment = 0.1
                  scenario.model.name: name Parameter = `m`
                  metrics.time.duration: benchmark_duration Measurement s = 16.5
                  metrics.requests.total: requests Measurement requests = 32
                  metrics.requests.failures: failed_requests Measurement requests Lower = 1
                  metrics.requests.input_length.units: units Text = `count`
                  metrics.requests.input_length.mean: prompt_tokens mean Aggregate tokens = 628.5
                  metrics.throughput.output_tokens_per_sec: output_throughput Measurement tokens/s Higher = 32.5
                  metrics.latency.request_latency.mean: e2e_latency mean Aggregate s Lower = 3.5
                  metrics.latency.request_latency.stddev: e2e_latency sd Aggregate s Lower = 0.5
                  metrics.latency.time_to_first_token.mean: ttft mean Aggregate s Lower = 0.5
                  metrics.latency.time_to_first_token.p90: ttft p90 Aggregate s Lower = 2.5
            "#]],
        );
    }

    #[test]
    fn figures_of_the_whole_run_are_read_and_those_of_each_minute_are_not() {
        check(
            "version: '0.2'\nscenario:\n  load:\n    rate_qps: 8\nresults:\n  request_performance:\n    aggregate:\n      latency:\n        \
             time_per_output_token:\n          units: ms/token\n          mean: 5.5\n          p0p1: 2.5\n          p99p9: 8.5\n      throughput:\n        \
             output_token_rate:\n          units: tokens/s\n          mean: 32.5\n    time_series:\n      throughput:\n        output_token_rate:\n          \
             units: tokens/s\n          series:\n          - ts: 2025-11-05T18:01:00Z\n            value: 20.5\n",
            &expect![[r#"
                llm-d-benchmark-report Sure: `scenario:` beside the latencies of `metrics:` or `results:`
                Note: `time_series` is not read; hint: the figures of the whole run beside it are read
                [] 0 of 1 rows failed
                  version: version Environment = 0.2
                  scenario.load.rate_qps: rate_qps Parameter queries/s = 8
                  results.request_performance.aggregate.latency.time_per_output_token.units: results_request_performance_aggregate_latency_time_per_output_token_units Text = `ms/token`
                  results.request_performance.aggregate.latency.time_per_output_token.mean: tpot mean Aggregate s Lower = 5.5
                  results.request_performance.aggregate.latency.time_per_output_token.p0p1: tpot p0.1 Aggregate s Lower = 2.5
                  results.request_performance.aggregate.latency.time_per_output_token.p99p9: tpot p99.9 Aggregate s Lower = 8.5
                  results.request_performance.aggregate.throughput.output_token_rate.units: results_request_performance_aggregate_throughput_output_token_rate_units Text = `tokens/s`
                  results.request_performance.aggregate.throughput.output_token_rate.mean: output_throughput mean Aggregate tokens/s Higher = 32.5
            "#]],
        );
    }
}
