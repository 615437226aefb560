//! k6: the summary of a run (`--summary-export`, `handleSummary`), and the points of `--out json`; known from the tool's source only.
//!
//! <https://grafana.com/docs/k6/latest/results-output/>. Times are milliseconds, percentiles are linear over all samples. A rate
//! counts samples that are true: the `passes` of `http_req_failed` are requests that failed. A metric with tags in braces is a
//! part of the one without.

use super::meaning::{Conventions, LINEAR, Meaning, aggregate, column, counted, slug, state_as};
use super::reshape::{one_row, spread, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated, Table};

/// A point of `--out json`.
const POINT: [&str; 4] = ["type", "metric", "data.time", "data.value"];

/// Times that every script measures.
const TIMES: [&str; 9] = [
    "http_req_duration",
    "http_req_waiting",
    "http_req_blocked",
    "http_req_connecting",
    "http_req_tls_handshaking",
    "http_req_sending",
    "http_req_receiving",
    "iteration_duration",
    "group_duration",
];

const MEANINGS: &[Meaning] = &[
    counted("metrics.*.values.count", "*_count"),
    counted("metrics.*.count", "*_count"),
    counted("metrics.*.values.passes", "*_true"),
    counted("metrics.*.passes", "*_true"),
    counted("metrics.*.values.fails", "*_false"),
    counted("metrics.*.fails", "*_false"),
    aggregate("metrics.http_reqs.rate", "request_throughput", "", "requests/s"),
    aggregate("metrics.http_reqs.values.rate", "request_throughput", "", "requests/s"),
    aggregate("metrics.http_req_failed.value", "error_rate", "", "x"),
    aggregate("metrics.http_req_failed.values.rate", "error_rate", "", "x"),
    aggregate("metrics.checks.value", "check_rate", "", "x")
        .named("share of checks that passed")
        .better(Better::Higher),
    aggregate("metrics.checks.values.rate", "check_rate", "", "x")
        .named("share of checks that passed")
        .better(Better::Higher),
    aggregate("metrics.iterations.rate", "iteration_rate", "", "iterations/s").better(Better::Higher),
    aggregate("metrics.iterations.values.rate", "iteration_rate", "", "iterations/s").better(Better::Higher),
    aggregate("metrics.data_received.rate", "received_rate", "", "B/s"),
    aggregate("metrics.data_sent.rate", "sent_rate", "", "B/s"),
    column("metrics.vus*", Role::Parameter),
    column("metrics.*.type", Role::Text),
    column("metrics.*.contains", Role::Text),
    column("metrics.*", Role::Derived),
    column("root_group*", Role::Text),
    column("options*", Role::Environment),
    column("state*", Role::Environment),
    column("data.time", Role::Time),
    column("data.tags.*", Role::Parameter),
    column("metric", Role::Identifier),
    column("type", Role::Text),
    column("data.*", Role::Text),
];

const CONVENTIONS: Conventions = Conventions { sd: "", percentile: LINEAR };

/// Load on a web service.
pub(super) struct K6;

impl Format for K6 {
    fn id(&self) -> &'static str {
        "k6"
    }

    fn name(&self) -> &'static str {
        "k6 (from the tool's source only)"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let percentile = |table: &Table| table.columns.iter().any(|column| is_percentile(&column.name));
        let counts = |table: &Table| {
            ["metrics.iterations.count", "metrics.iterations.values.count"]
                .iter()
                .any(|name| table.column(name).is_some())
        };
        if shape.tables.iter().any(|table| percentile(table) && counts(table)) {
            return (Certainty::Sure, "`p(95)` of a metric beside the count of `iterations`".to_owned());
        }
        if shape.tables.iter().any(is_typed) {
            return (Certainty::Sure, "`type`, `contains` and `values` of `metrics`".to_owned());
        }
        match shape.table_with(&POINT) {
            Ok(table) if (0..table.rows).any(|row| text(table, "type", row) == Some("Point")) => {
                (Certainty::Sure, "a `Point` of a `metric`".to_owned())
            }
            Ok(_) => (Certainty::No, "no `Point` of a `metric`".to_owned()),
            Err(_) => (Certainty::No, "no `p(95)` of a metric beside the count of `iterations`".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        if let Some(at) = content.tables.iter().position(is_typed) {
            one_row(content, at, "metrics.");
        }
        for table in &mut content.tables {
            if POINT.iter().all(|name| table.column(name).is_some()) {
                spread(table, "data.value", |table, row| text(table, "metric", row).map(str::to_owned));
            }
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        let typed: Vec<String> = content.tables.iter().flat_map(times_by_type).collect();
        content.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(|column| time(column, &typed));
    }
}

/// Metrics as `handleSummary` gets them, one a row.
fn is_typed(table: &Table) -> bool {
    let has_values = table.columns.iter().any(|column| column.name.starts_with("values."));
    table.place == "/metrics"
        && has_values
        && ["key", "type", "contains"].iter().all(|name| table.column(name).is_some())
}

fn is_percentile(name: &str) -> bool {
    name.starts_with("metrics.") && (name.ends_with(".p(95)") || name.ends_with(".p(90)") || name.ends_with(".p(99)"))
}

/// Metrics of which `handleSummary` says that they contain times.
fn times_by_type(table: &Table) -> Vec<String> {
    let of = |column: &Column| {
        let metric = column.name.strip_prefix("metrics.")?.strip_suffix(".contains")?.to_owned();
        (text(table, &column.name, 0) == Some("time")).then_some(metric)
    };
    table.columns.iter().filter_map(of).collect()
}

/// Statistics of a time, and its points.
fn time(column: &mut Column, typed: &[String]) {
    let (metric, statistic) =
        if let Some(metric) = column.name.strip_prefix("data.value [").and_then(|name| name.strip_suffix(']')) {
            (metric.to_owned(), None)
        } else {
            let Some((metric, statistic)) = column.name.strip_prefix("metrics.").and_then(|name| name.rsplit_once('.'))
            else {
                return;
            };
            let metric = metric.strip_suffix(".values").unwrap_or(metric);
            let statistic = match statistic {
                "avg" => "mean".to_owned(),
                "med" => "median".to_owned(),
                "min" | "max" => statistic.to_owned(),
                other => match other.strip_prefix("p(").and_then(|percent| percent.strip_suffix(')')) {
                    Some(percent) => format!("p{percent}"),
                    None => return,
                },
            };
            (metric.to_owned(), Some(statistic))
        };
    let plain = metric.split('{').next().unwrap_or(&metric);
    let part = metric.len() > plain.len();
    let is_time = TIMES.contains(&plain) || typed.contains(&metric);
    if !is_time {
        // A gauge of users is a setting; what a script measures itself may be anything.
        if column.stated.role != Some(Role::Parameter) {
            let role = if statistic.is_some() { Role::Aggregate } else { Role::Measurement };
            column.stated = Stated { role: Some(role), metric: Some(slug(&metric)), statistic, ..Stated::default() };
        }
        return;
    }
    column.unit_written = Some("ms".to_owned());
    column.stated = Stated {
        role: Some(if statistic.is_some() { Role::Aggregate } else { Role::Measurement }),
        metric: Some(match (plain, part) {
            ("http_req_duration", false) => "e2e_latency".to_owned(),
            _ => slug(&metric),
        }),
        name: (plain != "http_req_duration" || part).then(|| metric.replace('_', " ")),
        better: Some(Better::Lower),
        definition: (plain == "http_req_duration")
            .then(|| "sending, waiting and receiving; without connecting".to_owned()),
        statistic,
    };
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_28_passes_of_a_failure_rate_are_failures() {
        check(
            "{\"metrics\": {\"http_req_duration\": {\"avg\": 12.5, \"min\": 1.5, \"med\": 10.5, \"max\": 99.5, \"p(90)\": 20.5, \"p(95)\": 30.5}, \
             \"http_req_duration{expected_response:true}\": {\"avg\": 11.5, \"min\": 1.5, \"med\": 10.5, \"max\": 99.5, \"p(90)\": 20.5, \"p(95)\": 30.5}, \
             \"http_req_failed\": {\"passes\": 0, \"fails\": 2890, \"value\": 0}, \"http_reqs\": {\"count\": 2890, \"rate\": 96.5}, \
             \"iterations\": {\"count\": 2890, \"rate\": 96.5}, \"vus\": {\"value\": 10, \"min\": 10, \"max\": 10}}, \"root_group\": {\"name\": \"\"}}",
            &expect![[r#"
                k6 Sure: `p(95)` of a metric beside the count of `iterations`
                [] 0 of 1 rows failed
                  metrics.http_req_duration.avg: e2e_latency mean Aggregate s Lower = 12.5
                  metrics.http_req_duration.min: e2e_latency min Aggregate s Lower = 1.5
                  metrics.http_req_duration.med: e2e_latency median Aggregate s Lower = 10.5
                  metrics.http_req_duration.max: e2e_latency max Aggregate s Lower = 99.5
                  metrics.http_req_duration.p(90): e2e_latency p90 Aggregate s Lower = 20.5
                  metrics.http_req_duration.p(95): e2e_latency p95 Aggregate s Lower = 30.5
                  metrics.http_req_duration{expected_response:true}.avg: http_req_duration_expected_response_true mean Aggregate s Lower = 11.5
                  metrics.http_req_duration{expected_response:true}.min: http_req_duration_expected_response_true min Aggregate s Lower = 1.5
                  metrics.http_req_duration{expected_response:true}.med: http_req_duration_expected_response_true median Aggregate s Lower = 10.5
                  metrics.http_req_duration{expected_response:true}.max: http_req_duration_expected_response_true max Aggregate s Lower = 99.5
                  metrics.http_req_duration{expected_response:true}.p(90): http_req_duration_expected_response_true p90 Aggregate s Lower = 20.5
                  metrics.http_req_duration{expected_response:true}.p(95): http_req_duration_expected_response_true p95 Aggregate s Lower = 30.5
                  metrics.http_req_failed.passes: http_req_failed_true n Measurement = 0
                  metrics.http_req_failed.fails: http_req_failed_false n Measurement = 2890
                  metrics.http_req_failed.value: error_rate Aggregate Lower = 0
                  metrics.http_reqs.count: http_reqs_count n Measurement = 2890
                  metrics.http_reqs.rate: request_throughput Aggregate requests/s Higher = 96.5
                  metrics.iterations.count: iterations_count n Measurement = 2890
                  metrics.iterations.rate: iteration_rate Aggregate iterations/s Higher = 96.5
                  metrics.vus.value: value Parameter = 10
                  metrics.vus.min: min Parameter = 10
                  metrics.vus.max: max Parameter = 10
                  root_group.name: name Text = -
            "#]],
        );
    }

    #[test]
    fn handle_summary_says_which_metrics_are_times() {
        check(
            "{\"metrics\": {\"mine\": {\"type\": \"trend\", \"contains\": \"time\", \"values\": {\"avg\": 12.5, \"med\": 10.5, \"p(95)\": 30.5}}, \
             \"size\": {\"type\": \"trend\", \"contains\": \"default\", \"values\": {\"avg\": 12.5, \"med\": 10.5, \"p(95)\": 30.5}}, \
             \"iterations\": {\"type\": \"counter\", \"contains\": \"default\", \"values\": {\"count\": 2890, \"rate\": 96.5}}}, \"state\": {\"isStdOutTTY\": true}}",
            &expect![[r#"
                k6 Sure: `type`, `contains` and `values` of `metrics`
                [] 0 of 1 rows failed
                  state.isStdOutTTY: is_std_out_tty Environment = `true`
                [/metrics] 0 of 1 rows failed
                  metrics.mine.type: metrics_mine_type Text = `trend`
                  metrics.mine.contains: metrics_mine_contains Text = `time`
                  metrics.mine.values.avg: mine mean Aggregate s Lower = 12.5
                  metrics.mine.values.med: mine median Aggregate s Lower = 10.5
                  metrics.mine.values.p(95): mine p95 Aggregate s Lower = 30.5
                  metrics.size.type: metrics_size_type Text = `trend`
                  metrics.size.contains: metrics_size_contains Text = `default`
                  metrics.size.values.avg: size mean Aggregate = 12.5
                  metrics.size.values.med: size median Aggregate = 10.5
                  metrics.size.values.p(95): size p95 Aggregate = 30.5
                  metrics.iterations.type: metrics_iterations_type Text = `counter`
                  metrics.iterations.contains: metrics_iterations_contains Text = `default`
                  metrics.iterations.values.count: iterations_count n Measurement = 2890
                  metrics.iterations.values.rate: iteration_rate Aggregate iterations/s Higher = 96.5
            "#]],
        );
    }

    #[test]
    fn points_are_samples_of_their_metric() {
        let point = |metric: &str, value: f64| {
            format!(
                "{{\"type\":\"Point\",\"metric\":\"{metric}\",\"data\":{{\"time\":\"2026-01-02T03:04:05Z\",\"value\":{value},\"tags\":{{\"status\":\"200\"}}}}}}\n"
            )
        };
        check(
            &[point("http_req_duration", 12.5), point("http_reqs", 1.0), point("http_req_duration", 13.5)].concat(),
            &expect![[r#"
                k6 Sure: a `Point` of a `metric`
                [] 0 of 3 rows failed
                  type: type Text = `Point`, `Point`, `Point`
                  metric: metric Identifier = `http_req_duration`, `http_reqs`, `http_req_duration`
                  data.time: time Time = `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05Z`
                  data.value [http_req_duration]: e2e_latency Measurement s Lower = 12.5, -, 13.5
                  data.value [http_reqs]: http_reqs Measurement = -, 1, -
                  data.tags.status: status Parameter = 200, 200, 200
            "#]],
        );
    }
}
