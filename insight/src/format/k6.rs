//! k6: the summary of a run (`--summary-export`, `handleSummary`, `--new-machine-readable-summary`), and the points of `--out json`
//! and `--out csv`.
//!
//! <https://grafana.com/docs/k6/latest/results-output/>. Times are milliseconds, percentiles are linear over all samples. A rate
//! counts samples that are true: the `passes` of `http_req_failed` are requests that failed. A metric with tags in braces is a
//! part of the one without. A threshold in the flat summary is true where it was crossed; thresholds are kept and not measured.

#[cfg(test)]
mod tests;

use super::meaning::{Conventions, LINEAR, Meaning, aggregate, column, counted, slug, state_as};
use super::reshape::{at, one_row, rows, spread, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated, Table};

/// A point of `--out json`.
const POINT: [&str; 4] = ["type", "metric", "data.time", "data.value"];
/// The same in CSV.
const CSV: [&str; 4] = ["metric_name", "timestamp", "metric_value", "extra_tags"];

/// Where version 2 has its metrics, one a row, and those of its checks.
const METRICS: &str = "/results/metrics";
const CHECKS: &str = "/results/checks/metrics";

/// Where `handleSummary` has the thresholds.
const THRESHOLDS: &str = "/metrics/*/thresholds";

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
    column("metrics.*thresholds.*", Role::Text),
    aggregate("metrics.data_received.values.count", "received", "total", "B").better(Better::None),
    aggregate("metrics.data_received.count", "received", "total", "B").better(Better::None),
    aggregate("metrics.data_sent.values.count", "sent", "total", "B").better(Better::None),
    aggregate("metrics.data_sent.count", "sent", "total", "B").better(Better::None),
    aggregate("metrics.http_reqs.values.count", "requests", "total", "requests"),
    aggregate("metrics.http_reqs.count", "requests", "total", "requests"),
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
    aggregate("metrics.checks_failed.values.rate", "check_failure_rate", "", "x")
        .named("share of checks that failed")
        .better(Better::Lower),
    aggregate("metrics.checks_succeeded.values.rate", "check_rate", "", "x")
        .named("share of checks that passed")
        .better(Better::Higher),
    counted("metrics.*.values.total", "*"),
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
    column("metric_name", Role::Identifier),
    column("timestamp", Role::Time),
    column("extra_tags", Role::Parameter),
    column("metadata", Role::Text),
    column("error", Role::Text),
    column("error_code", Role::Text),
    column("tls_version", Role::Environment),
    column("metric_value*", Role::Measurement),
    column("*", Role::Parameter).at("points"),
    column("*", Role::Text).at(THRESHOLDS),
    column("config.duration", Role::Environment).unit("s"),
    column("config.*", Role::Environment),
    column("metadata.generated_at", Role::Time),
    column("metadata.generatedAt", Role::Time),
    column("metadata.*", Role::Environment),
    column("version", Role::Environment),
    column("*", Role::Text).at("/results/checks/results"),
];

const CONVENTIONS: Conventions = Conventions { sd: "", percentile: LINEAR };

/// Load on a web service.
pub(super) struct K6;

impl Format for K6 {
    fn id(&self) -> &'static str {
        "k6"
    }

    fn name(&self) -> &'static str {
        "k6"
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
        if shape.table_with(&CSV).is_ok() {
            return (Certainty::Sure, "a `metric_value` of a `metric_name` beside `extra_tags`".to_owned());
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
        for place in [METRICS, CHECKS] {
            if let Some(at) = at(&content.tables, place).filter(|at| is_typed(&content.tables[*at])) {
                let columns = content.tables[at].columns.iter_mut();
                columns.filter(|column| column.name == "name").for_each(|column| "key".clone_into(&mut column.name));
            }
        }
        while let Some(at) = content.tables.iter().position(|table| is_typed(table) && table.column("key").is_some()) {
            // What holds for the whole file stands in its own table.
            let own = |name: &str| ["key", "type", "contains"].contains(&name) || name.starts_with("values.");
            content.tables[at].columns.retain(|column| own(&column.name) || column.name.starts_with("thresholds."));
            one_row(content, at, "metrics.");
        }
        let mut typed: Vec<String> = Vec::new();
        if let Some(at) = content.tables.iter().position(|table| POINT.iter().all(|name| table.column(name).is_some()))
        {
            typed.extend(declared(&content.tables[at]));
            content.tables.splice(at..=at, apart(&content.tables[at]));
        }
        for table in &mut content.tables {
            if POINT.iter().all(|name| table.column(name).is_some()) {
                spread(table, "data.value", |table, row| text(table, "metric", row).map(str::to_owned));
            }
            if CSV.iter().all(|name| table.column(name).is_some()) {
                "points".clone_into(&mut table.place);
                spread(table, "metric_value", |table, row| text(table, "metric_name", row).map(str::to_owned));
            }
        }
        crossed(content);
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        typed.extend(content.tables.iter().flat_map(times_by_type));
        for table in &mut content.tables {
            let trends = trends(table);
            table.columns.iter_mut().for_each(|column| meant(column, &typed, &trends));
        }
    }
}

/// Thresholds that a run did not hold: not `ok`, or, in the flat summary, true where they were crossed.
fn crossed(content: &mut Content) {
    let mut found = Vec::new();
    for table in &content.tables {
        let columns =
            table.columns.iter().filter_map(|column| column.name.strip_prefix("metrics.")?.split_once(".thresholds."));
        let flat = columns.filter(|(metric, threshold)| {
            let crossed = if threshold.ends_with(".ok") { "false" } else { "true" };
            text(table, &format!("metrics.{metric}.thresholds.{threshold}"), 0) == Some(crossed)
        });
        let plain = |threshold: &str| threshold.strip_suffix(".ok").unwrap_or(threshold).to_owned();
        found.extend(flat.map(|(metric, threshold)| (metric.to_owned(), plain(threshold))));
        if table.place == THRESHOLDS {
            let rows = (0..table.rows).filter(|row| text(table, "ok", *row) == Some("false"));
            let part = |name: &str, row: usize| text(table, name, row).unwrap_or_default().to_owned();
            found.extend(rows.map(|row| (part("key", row), part("key (2)", row))));
        }
    }
    for (metric, threshold) in found {
        let what = format!("the threshold `{threshold}` of `{metric}` was not held");
        content.ledger.say(Spot::Whole, Severity::Doubt, &what, None);
    }
}

/// Metrics that the stream declares to contain times.
fn declared(table: &Table) -> Vec<String> {
    let of =
        |row: usize| (text(table, "data.contains", row) == Some("time")).then(|| text(table, "metric", row)).flatten();
    (0..table.rows).filter_map(of).map(str::to_owned).collect()
}

/// Points, and the declarations of metrics among them, which measure nothing.
fn apart(table: &Table) -> Vec<Table> {
    let (points, others): (Vec<usize>, Vec<usize>) =
        (0..table.rows).partition(|row| text(table, "type", *row) != Some("Metric"));
    let mut declared = rows(table, "metrics", &others);
    declared.columns.iter_mut().for_each(|column| column.stated.role = Some(Role::Text));
    let all = [rows(table, &table.place, &points), declared];
    all.into_iter().filter(|table| table.rows > 0).collect()
}

/// Metrics of a summary that are trends, and rates, of which some samples are true.
fn trends(table: &Table) -> Vec<(String, bool)> {
    let of = |column: &Column| {
        let (metric, statistic) = column.name.strip_prefix("metrics.")?.rsplit_once('.')?;
        let metric = metric.strip_suffix(".values").unwrap_or(metric).to_owned();
        match statistic {
            "avg" | "med" => Some((metric, true)),
            "passes" | "matches" => Some((metric, false)),
            _ => None,
        }
    };
    table.columns.iter().filter_map(of).collect()
}

/// Metrics as `handleSummary` gets them, one a row.
fn is_typed(table: &Table) -> bool {
    let has_values = table.columns.iter().any(|column| column.name.starts_with("values."));
    let (listed, keyed) = ([METRICS, CHECKS].contains(&table.place.as_str()), table.place == "/metrics");
    let key = if listed && table.column("key").is_none() { "name" } else { "key" };
    (listed || keyed) && has_values && [key, "type", "contains"].iter().all(|name| table.column(name).is_some())
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

/// What a column is of: a point of a metric, or a statistic of it by its own word.
fn of_metric(name: &str) -> Option<(&str, Option<&str>)> {
    for begin in ["data.value [", "metric_value ["] {
        if let Some(metric) = name.strip_prefix(begin).and_then(|name| name.strip_suffix(']')) {
            return Some((metric, None));
        }
    }
    let (metric, statistic) = name.strip_prefix("metrics.")?.rsplit_once('.')?;
    Some((metric.strip_suffix(".values").unwrap_or(metric), Some(statistic)))
}

fn statistic_of(word: &str) -> Option<String> {
    let percent =
        word.strip_prefix("p(").and_then(|percent| percent.strip_suffix(')')).or_else(|| word.strip_prefix('p'));
    match word {
        "avg" => Some("mean".to_owned()),
        "med" => Some("median".to_owned()),
        "min" | "max" => Some(word.to_owned()),
        _ => percent.filter(|percent| percent.parse::<f64>().is_ok()).map(|percent| format!("p{percent}")),
    }
}

/// What stands in a column of a metric, where the constants do not say it.
fn meant(column: &mut Column, typed: &[String], trends: &[(String, bool)]) {
    let Some((metric, word)) = of_metric(&column.name) else { return };
    let metric = metric.to_owned();
    let trend = trends.iter().find(|(known, _)| *known == metric).map(|(_, trend)| *trend);
    let is_set = column.stated.role == Some(Role::Parameter);
    let own =
        |role: Role, end: &str| Stated { role: Some(role), metric: Some(slug(&metric) + end), ..Stated::default() };
    let statistic = word.and_then(statistic_of);
    let plain = metric.split('{').next().unwrap_or(&metric);
    match (word, &statistic, trend) {
        (Some("count"), ..) if trend == Some(true) => {
            column.unit_written = Some("x".to_owned());
            column.stated = Stated { statistic: Some("n".to_owned()), ..own(Role::Measurement, "_count") };
        }
        (Some("count"), ..) if column.stated.role == Some(Role::Derived) => {
            column.unit_written = Some("x".to_owned());
            column.stated = Stated { statistic: Some("total".to_owned()), ..own(Role::Aggregate, "_count") };
        }
        (Some("rate" | "value"), None, Some(false)) if column.stated.role == Some(Role::Derived) => {
            column.unit_written = Some("x".to_owned());
            let definition = Some("share of samples that are true".to_owned());
            column.stated = Stated { definition, ..own(Role::Aggregate, "") };
        }
        (Some("rate"), None, None) if column.stated.role == Some(Role::Derived) => {
            // So many a second; what is counted is the script's.
            column.unit_written = Some("x".to_owned());
            let definition = Some("count divided by the seconds of the run".to_owned());
            column.stated = Stated { definition, ..own(Role::Derived, "_rate") };
        }
        (Some("value"), None, None) if column.stated.role == Some(Role::Derived) => {
            column.unit_written = Some("x".to_owned());
            column.stated = Stated { statistic: Some("last".to_owned()), ..own(Role::Aggregate, "") };
        }
        (Some(word @ ("passes" | "matches" | "fails")), ..) => {
            column.stated = own(Role::Derived, if word == "fails" { "_false" } else { "_true" });
        }
        (Some(_), None, _) => {}
        _ if TIMES.contains(&plain) || typed.contains(&metric) => {
            column.unit_written = Some("ms".to_owned());
            let whole = metric == "http_req_duration";
            column.stated = Stated {
                name: (!whole).then(|| metric.replace('_', " ")),
                better: Some(Better::Lower),
                definition: (plain == "http_req_duration")
                    .then(|| "sending, waiting and receiving; without connecting".to_owned()),
                ..own(if statistic.is_some() { Role::Aggregate } else { Role::Measurement }, "")
            };
            if whole {
                column.stated.metric = Some("e2e_latency".to_owned());
            }
            column.stated.statistic = statistic;
        }
        // A gauge of users is a setting; what a script measures itself may be anything.
        _ if !is_set => {
            let failed = plain == "http_req_failed";
            column.unit_written = Some(if plain.starts_with("data_") { "B" } else { "x" }.to_owned());
            let role = if statistic.is_some() { Role::Aggregate } else { Role::Measurement };
            let better = failed.then_some(Better::Lower);
            column.stated = Stated { better, statistic, ..own(role, "") };
        }
        _ => {}
    }
}
