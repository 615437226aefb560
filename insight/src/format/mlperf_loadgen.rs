//! MLPerf LoadGen: `mlperf_log_summary.txt` and the `:::MLLOG` lines of `mlperf_log_detail.txt`.
//!
//! <https://github.com/mlcommons/inference/tree/master/loadgen>. Times are nanoseconds, percentiles are those of the nearest rank. A
//! run whose result is not `VALID` failed. Latencies of the offline scenario count from the start of the run, so they are a metric
//! of their own. Accuracy logs are not read.

use super::meaning::{Conventions, Meaning, aggregate, column, counted, state_as};
use super::rows::Rows;
use super::{Format, Shape};
use crate::container::{Content, Ledger, Text};
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;
use serde_json::Value;

const BANNER: &str = "MLPerf Results Summary";
const MARK: &str = ":::MLLOG ";

const MEANINGS: &[Meaning] = &[
    column("Result is", Role::Validity),
    column("result_validity", Role::Validity),
    column("Scenario", Role::Parameter),
    column("Mode", Role::Parameter),
    column("SUT name", Role::Environment),
    aggregate("Samples per second", "sample_rate", "", "samples/s"),
    aggregate("Completed samples per second", "sample_rate", "", "samples/s"),
    aggregate("Tokens per second", "output_throughput", "", "tokens/s"),
    aggregate("Completed tokens per second", "output_throughput", "", "tokens/s"),
    aggregate("result_samples_per_second", "sample_rate", "", "samples/s"),
    aggregate("result_completed_samples_per_sec", "sample_rate", "", "samples/s"),
    aggregate("result_tokens_per_second", "output_throughput", "", "tokens/s"),
    aggregate("Scheduled samples per second", "scheduled_sample_rate", "", "samples/s")
        .named("scheduled samples per second"),
    aggregate("QPS w/ loadgen overhead", "request_throughput", "", "queries/s"),
    column("QPS w/o loadgen overhead", Role::Derived).unit("queries/s"),
    // The primary metric of a single stream says a percentile again.
    column("*th percentile latency (ns)", Role::Derived).unit("ns").better(Better::Lower),
    aggregate("* percentile latency (ns)", "e2e_latency", "* percentile", "ns"),
    aggregate("* percentile first token latency (ns)", "ttft", "* percentile", "ns"),
    aggregate("* percentile time to output token (ns)", "tpot", "* percentile", "ns"),
    aggregate("* First Token latency (ns)", "ttft", "*", "ns"),
    aggregate("* Time to Output Token (ns)", "tpot", "*", "ns"),
    aggregate("* Time per Output Token (ns)", "tpot", "*", "ns"),
    aggregate("* latency (ns)", "e2e_latency", "*", "ns"),
    aggregate("result_first_token_*_percentile_latency_ns", "ttft", "* percentile", "ns"),
    aggregate("result_first_token_*_latency_ns", "ttft", "*", "ns"),
    aggregate("result_time_per_output_token_*_percentile_ns", "tpot", "* percentile", "ns"),
    aggregate("result_time_to_output_token_*", "tpot", "*", "ns"),
    aggregate("result_*_percentile_latency_ns", "e2e_latency", "* percentile", "ns"),
    aggregate("result_*_latency_ns", "e2e_latency", "*", "ns"),
    column("Early stopping * estimate", Role::Derived).unit("ns").better(Better::Lower),
    aggregate("result_qps_with_loadgen_overhead", "request_throughput", "", "queries/s"),
    column("result_qps_without_loadgen_overhead", Role::Derived).unit("queries/s"),
    aggregate("result_scheduled_samples_per_sec", "scheduled_sample_rate", "", "samples/s")
        .named("scheduled samples per second"),
    aggregate("result_completed_tokens_per_second", "output_throughput", "", "tokens/s"),
    column("result_token_throughput*", Role::Derived),
    column("result_overlatency_query_count", Role::Derived).unit("queries"),
    counted("result_query_count", "queries"),
    column("*_seed", Role::Identifier),
    column("* satisfied", Role::Text),
    column("result_*", Role::Text),
    column("loadgen_version", Role::Environment),
    column("*", Role::Parameter),
];

const CONVENTIONS: Conventions = Conventions { sd: "", percentile: "percentile of the nearest rank" };

/// Runs of a model by the rules of MLPerf.
pub(super) struct MlperfLoadgen;

impl Format for MlperfLoadgen {
    fn id(&self) -> &'static str {
        "mlperf-loadgen"
    }

    fn name(&self) -> &'static str {
        "MLPerf LoadGen"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match (shape.line_with(BANNER), shape.line_with(MARK)) {
            (Ok(line), _) => (Certainty::Sure, format!("`{BANNER}` in line {line}")),
            (_, Ok(line)) => (Certainty::Sure, format!("`{}` in line {line}", MARK.trim_end())),
            (Err(missing), _) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, ledger| {
            vec![if is_summary(text) { summary(text, ledger) } else { detail(text, ledger) }]
        });
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        content.tables.iter_mut().for_each(|table| {
            expected(table);
            offline(table);
        });
    }
}

fn is_summary(text: &Text) -> bool {
    text.lines().any(|(_, line)| line.contains(BANNER))
}

/// One row: `key : value` of every section.
fn summary(text: &Text, ledger: &mut Ledger) -> Table {
    let mut rows = Rows::default();
    rows.begin_at(1);
    for (line, text) in text.lines() {
        if let Some((key, value)) = text.rsplit_once(':').filter(|(_, value)| !value.trim().is_empty()) {
            rows.written(key.trim().trim_start_matches("* ").trim(), value.trim());
        } else if text.to_ascii_lowercase().contains(" encountered") && !text.starts_with("No ") {
            ledger.say(Spot::Line(line), Severity::Doubt, text.trim(), Some("look into `mlperf_log_detail.txt`"));
        }
    }
    rows.finish("")
}

/// One row: results and effective settings, by their keys.
fn detail(text: &Text, ledger: &mut Ledger) -> Table {
    let mut rows = Rows::default();
    rows.begin_at(1);
    for (line, text) in text.lines() {
        let Some(json) = text.split_once(MARK).map(|(_, json)| json) else { continue };
        let Ok(entry) = serde_json::from_str::<Value>(json) else {
            ledger.say(
                Spot::Line(line),
                Severity::Lost,
                "a line is not whole and was left out",
                Some("copy the file again"),
            );
            continue;
        };
        let flag = |name: &str| entry["metadata"][name] == Value::Bool(true);
        if flag("is_error") || flag("is_warning") {
            let kind = if flag("is_error") { "error" } else { "warning" };
            ledger.say(
                Spot::Line(line),
                Severity::Doubt,
                &format!("LoadGen logged an {kind}").replace("an warning", "a warning"),
                None,
            );
        }
        let Some(key) = entry["key"].as_str() else { continue };
        if let Some(setting) = key.strip_prefix("effective_") {
            written(&mut rows, setting, &entry["value"]);
        } else if key.starts_with("result_") || key == "loadgen_version" {
            written(&mut rows, key, &entry["value"]);
        }
    }
    rows.finish("")
}

fn written(rows: &mut Rows, name: &str, value: &Value) {
    match value {
        Value::String(text) if name == "scenario" => rows.written("Scenario", text),
        Value::String(text) => rows.written(name, text),
        Value::Number(number) => rows.written(name, &number.to_string()),
        Value::Bool(flag) => rows.written(name, if *flag { "true" } else { "false" }),
        Value::Null | Value::Array(_) | Value::Object(_) => {}
    }
}

/// Only as a server are so many queries a second asked for; elsewhere it is what the run was expected to reach.
fn expected(table: &mut Table) {
    if super::reshape::text(table, "Scenario", 0) == Some("Server") {
        return;
    }
    if let Some(column) = table.columns.iter_mut().find(|column| column.name == "target_qps") {
        column.stated.role = Some(Role::Environment);
    }
}

/// Offline, all samples are sent at once: a latency says when a sample was done, not how long a user waits.
fn offline(table: &mut Table) {
    let scenario = super::reshape::text(table, "Scenario", 0);
    if scenario != Some("Offline") {
        return;
    }
    for column in table.columns.iter_mut().filter(|column| column.stated.metric.as_deref() == Some("e2e_latency")) {
        column.stated.metric = Some("batch_latency".to_owned());
        column.stated.name = Some("time until a sample of the batch is done".to_owned());
        column.stated.better = Some(Better::None);
        column.stated.definition = Some("from the start of the run; all samples are sent at once".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_18_seeds_keep_their_digits_and_an_invalid_run_failed() {
        let summary = |scenario: &str, result: &str| {
            format!(
                "================================================\nMLPerf Results Summary\n================================================\n\
                 SUT name : s\nScenario : {scenario}\nMode     : PerformanceOnly\nSamples per second: 10.5\nResult is : {result}\n  \
                 Min duration satisfied : Yes\nMean latency (ns)               : 2500\n50.00 percentile latency (ns)   : 2000\n\
                 99.90 percentile latency (ns)   : 3000\n\n================================================\nTest Parameters Used\n\
                 target_qps : 10\nsample_index_rng_seed : 10688027786191513374\n\n3 warnings encountered. See detailed log.\n"
            )
        };
        check(
            &summary("Server", "INVALID"),
            &expect![[r#"
            mlperf-loadgen Sure: `MLPerf Results Summary` in line 2
            Doubt: 3 warnings encountered. See detailed log. (line 19); hint: look into `mlperf_log_detail.txt`
            [] 1 of 1 rows failed
              SUT name: sut_name Environment = `s`
              Scenario: scenario Parameter = `Server`
              Mode: mode Parameter = `PerformanceOnly`
              Samples per second: sample_rate Aggregate samples/s Higher = 10.5
              Result is: result_is Validity = `INVALID`
              Min duration satisfied: min_duration_satisfied Text = `Yes`
              Mean latency (ns): e2e_latency mean Aggregate s Lower = 2500
              50.00 percentile latency (ns): e2e_latency p50 Aggregate s Lower = 2000
              99.90 percentile latency (ns): e2e_latency p99.9 Aggregate s Lower = 3000
              target_qps: target_qps Parameter queries/s = 10
              sample_index_rng_seed: sample_index_rng_seed Identifier = `10688027786191513374`
        "#]],
        );
        check(
            &summary("Offline", "VALID"),
            &expect![[r#"
                mlperf-loadgen Sure: `MLPerf Results Summary` in line 2
                Doubt: 3 warnings encountered. See detailed log. (line 19); hint: look into `mlperf_log_detail.txt`
                [] 0 of 1 rows failed
                  SUT name: sut_name Environment = `s`
                  Scenario: scenario Parameter = `Offline`
                  Mode: mode Parameter = `PerformanceOnly`
                  Samples per second: sample_rate Aggregate samples/s Higher = 10.5
                  Result is: result_is Validity = `VALID`
                  Min duration satisfied: min_duration_satisfied Text = `Yes`
                  Mean latency (ns): batch_latency mean Aggregate s = 2500
                  50.00 percentile latency (ns): batch_latency p50 Aggregate s = 2000
                  99.90 percentile latency (ns): batch_latency p99.9 Aggregate s = 3000
                  target_qps: target_qps Environment queries/s = 10
                  sample_index_rng_seed: sample_index_rng_seed Identifier = `10688027786191513374`
            "#]],
        );
    }

    #[test]
    fn the_detail_log_holds_results_and_effective_settings() {
        let line = |key: &str, value: &str, warning: bool| {
            format!(
                ":::MLLOG {{\"key\": \"{key}\", \"value\": {value}, \"time_ms\": 0.5, \"metadata\": {{\"is_error\": false, \"is_warning\": {warning}}}}}\n"
            )
        };
        check(
            &[
                line("loadgen_version", "\"4.1\"", false),
                line("effective_scenario", "\"Server\"", false),
                line("effective_target_qps", "10", false),
                line("generic_message", "\"m\"", true),
                line("result_validity", "\"VALID\"", false),
                line("result_90.00_percentile_latency_ns", "2500", false),
                line("result_mean_latency_ns", "2000", false),
            ]
            .concat(),
            &expect![[r#"
                mlperf-loadgen Sure: `:::MLLOG` in line 1
                Doubt: LoadGen logged a warning (line 4)
                [] 0 of 1 rows failed
                  loadgen_version: loadgen_version Environment = 4.1
                  Scenario: scenario Parameter = `Server`
                  target_qps: target_qps Parameter queries/s = 10
                  result_validity: result_validity Validity = `VALID`
                  result_90.00_percentile_latency_ns: e2e_latency p90 Aggregate s Lower = 2500
                  result_mean_latency_ns: e2e_latency mean Aggregate s Lower = 2000
            "#]],
        );
    }
}
