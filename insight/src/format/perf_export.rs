//! AIPerf and GenAI-Perf of NVIDIA: JSON, CSV with several tables, JSON lines of requests, and the box in a terminal.
//!
//! <https://github.com/ai-dynamo/aiperf>, <https://github.com/triton-inference-server/perf_analyzer>. The unit beside a metric is what
//! counts; deviations are those of a population, over several runs of AIPerf that of a sample. Requests that failed or were cancelled
//! and those that warm up are no measurements. Nothing is lost; CSV and box have two decimals.

mod boxed;
mod lists;
mod meanings;
mod runs;
#[cfg(test)]
mod tests;

use super::meaning::{Conventions, LINEAR, OF_A_POPULATION, slug, state_as};
use super::reshape::{at, carry, text};
use super::wide::{About, widen};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::{Cell, Table};

/// AIPerf.
pub(super) const AIPERF: Export = Export { id: "aiperf", name: "NVIDIA AIPerf", new: true };
/// GenAI-Perf, which AIPerf follows.
pub(super) const GENAI_PERF: Export = Export { id: "genai-perf", name: "NVIDIA GenAI-Perf", new: false };

/// One of the two tools.
pub(super) struct Export {
    id: &'static str,
    name: &'static str,
    /// Whether it is the one that is still written.
    new: bool,
}

/// Below these columns the settings of a run stand in one tool only.
const OWN_SETTINGS: [&str; 2] = ["input_config.endpoint.", "input_config.loadgen."];

impl Format for Export {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match told(shape) {
            Err(missing) => (Certainty::No, missing),
            Ok((new, reason)) if new == self.new => (Certainty::Sure, reason),
            Ok((_, reason)) => (Certainty::No, format!("{reason}, as the other of AIPerf and GenAI-Perf writes it")),
        }
    }

    fn read(&self, content: &mut Content) {
        if boxed::header(&content.text).is_some() {
            content.read_text(boxed::read);
        } else if runs::header(&content.text).is_some() {
            content.read_text(runs::read);
        } else if lists::header(&content.text).is_some() && !content.tables.iter().any(is_list) {
            content.read_text(lists::read);
        }
        let named =
            |key: &'static str| move |table: &Table, row: usize| about(text(table, key, row).unwrap_or_default());
        if content.tables.first().is_some_and(is_list) {
            let further: Vec<String> = content
                .tables
                .iter()
                .skip(1)
                .filter(|table| is_totals(table))
                .map(|table| table.place.clone())
                .collect();
            let first = content.tables[0].place.clone();
            widen(content, &first, "Metric", None, named("Metric"));
            further.iter().for_each(|place| widen(content, place, "Metric", Some(&first), named("Metric")));
        }
        if runs::over_runs(content) {
            return;
        }
        let beside = |table: &Table, row: usize| About {
            name: tag(text(table, "key", row).unwrap_or_default()),
            unit: text(table, "unit", row).and_then(unit),
        };
        for place in ["/records", "/metrics", "/*/metrics"] {
            widen(content, place, "key", None, beside);
        }
        for list in ["/metrics/*/value", "/*/metrics/*/value"] {
            pieces(content, list);
        }
        content.tables.iter_mut().for_each(settle);
        invalid(content);
        // The same in every version from 0.1 to 0.13, as its source and its own requests show.
        let conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };
        state_as(&mut content.tables, meanings::MEANINGS, &conventions);
        content.tables.iter_mut().for_each(singles);
    }
}

/// Whether the newer tool wrote the file, and why.
fn told(shape: &Shape<'_>) -> Result<(bool, String), String> {
    if let Some((line, new)) = boxed::header(shape.text) {
        return Ok((new, format!("the name of the tool above a box in line {line}")));
    }
    if let Some(reason) = runs::header(shape.text) {
        return Ok((true, reason.to_owned()));
    }
    if shape.tables.iter().any(runs::is_over_runs) {
        return Ok((true, "`t_critical` beside `ci_low` and `ci_high`".to_owned()));
    }
    if let Some(ascending) = lists::header(shape.text) {
        let order = if ascending { "p1 before p99" } else { "p99 before p1" };
        return Ok((ascending, format!("`Metric` beside `avg`, `min` and `max`, {order}")));
    }
    if let Ok(table) = shape.table_with(&["metadata.x_request_id", "metadata.worker_id"]) {
        return Ok((true, format!("`x_request_id` beside `worker_id`, requests: {}", table.rows)));
    }
    let starts = |table: &Table, begin: &str| table.columns.iter().any(|column| column.name.starts_with(begin));
    let root = shape.tables.iter().find(|table| starts(table, "input_config.")).ok_or("key `input_config` missing")?;
    let metrics = shape.table_with(&["request_latency.unit"]).is_ok()
        || shape.table_with(&["tag", "unit", "header", "avg"]).is_ok();
    if !metrics {
        return Err("key `request_latency` with a `unit` missing".to_owned());
    }
    let new = OWN_SETTINGS.iter().any(|begin| starts(root, begin)) || root.column("aiperf_version").is_some();
    let settings = if new { "`input_config.endpoint`" } else { "`input_config`" };
    Ok((new, format!("`request_latency` with a `unit` beside {settings}")))
}

/// `Metric,avg,min,max,…`
fn is_list(table: &Table) -> bool {
    let names = table.columns.iter().map(|column| column.name.as_str());
    names.take(4).eq(["Metric", "avg", "min", "max"])
}

/// `Metric,Value`
fn is_totals(table: &Table) -> bool {
    table.columns.iter().map(|column| column.name.as_str()).eq(["Metric", "Value"])
}

/// `Time To First Token (ms)` is `time_to_first_token` in `ms`.
fn about(written: &str) -> About {
    match written.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((name, written)) => About { name: tag(name), unit: unit(written) },
        None => About { name: tag(written), unit: None },
    }
}

/// The name of a metric as the newer tool writes it.
fn tag(written: &str) -> String {
    let words: Vec<String> = written.split([' ', '_']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    match words.join("_").as_str() {
        "ttft" => "time_to_first_token".to_owned(),
        "ttst" => "time_to_second_token".to_owned(),
        "minimum_request_timestamp" => "min_request_timestamp".to_owned(),
        "maximum_response_timestamp" => "max_response_timestamp".to_owned(),
        "total_input_sequence_length" => "total_isl".to_owned(),
        "total_output_sequence_length" => "total_osl".to_owned(),
        tag => tag.to_owned(),
    }
}

/// A unit as it is read elsewhere; what is counted has none.
fn unit(written: &str) -> Option<String> {
    match written {
        "count" => None,
        "per sec" => Some("requests/s".to_owned()),
        unit => Some(unit.strip_suffix("/user").unwrap_or(unit).to_owned()),
    }
}

/// Gaps between the pieces of each answer, where they are of one metric: told together with what says whether the request counts.
fn pieces(content: &mut Content, list: &str) {
    let Some(own) = at(&content.tables, list) else { return };
    let table = &content.tables[own];
    let Some(key) = text(table, "key", 0).map(tag) else { return };
    let alike = (0..table.rows).all(|row| text(table, "key", row).is_some_and(|other| tag(other) == key));
    let unit = text(table, "unit", 0).and_then(unit);
    if !alike {
        return;
    }
    carry(&mut content.tables, list, |name| name.starts_with("error") || name.ends_with("_phase"));
    for column in content.tables[own].columns.iter_mut().filter(|column| column.name == "value") {
        column.name = format!("{key}.value");
        column.unit_written.clone_from(&unit);
    }
}

/// A metric of its own with nothing but an average is one value of the whole run.
fn singles(table: &mut Table) {
    const BESIDE: [&str; 5] = ["avg", "unit", "count", "tag", "header"];
    let names: Vec<(String, String)> = table
        .columns
        .iter()
        .filter_map(|column| column.name.rsplit_once('.'))
        .map(|(tag, statistic)| (tag.to_owned(), statistic.to_owned()))
        .collect();
    for column in table.columns.iter_mut().filter(|column| column.stated.role == Some(Role::Aggregate)) {
        let Some(tag) = column.name.strip_suffix(".avg") else { continue };
        let is_known = column.stated.metric.as_deref() != Some(slug(tag).as_str());
        if !is_known && !names.iter().any(|(own, statistic)| own == tag && !BESIDE.contains(&statistic.as_str())) {
            (column.stated.role, column.stated.statistic) = (Some(Role::Measurement), None);
        }
    }
}

/// Gives columns the unit that stands beside them, and names of their own to what tells failures.
fn settle(table: &mut Table) {
    let units: Vec<(String, Option<String>)> = table
        .columns
        .iter()
        .filter_map(|column| Some((column.name.strip_suffix("unit")?.to_owned(), first_text(column).and_then(unit))))
        .filter(|(begin, _)| begin.ends_with('.'))
        .collect();
    let is_value = |name: &str| !name.ends_with(".count") && !name.ends_with(".unit");
    let has_error = table.column("error.message").is_some();
    table
        .columns
        .retain(|column| !(has_error && column.name == "error" && column.counts().missing == column.len() as u64));
    for column in &mut table.columns {
        let own = units.iter().find(|(begin, _)| column.name.starts_with(begin.as_str()));
        if let Some((_, unit)) = own.filter(|_| is_value(&column.name)) {
            column.unit_written.clone_from(unit);
        }
        if let Some(rest) = column.name.strip_prefix("metrics.") {
            column.name = rest.to_owned();
        }
        if let Some(rest) = column.name.strip_prefix("error.") {
            column.name = format!("error {rest}");
        }
    }
}

fn first_text(column: &crate::table::Column) -> Option<&str> {
    column.cells().find_map(|cell| match cell {
        Cell::Text(text) => Some(text),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    })
}

/// A goodput of -1 says that none could be computed.
fn invalid(content: &mut Content) {
    let invalid = content.tables.iter_mut().find_map(|table| {
        let at = table
            .columns
            .iter()
            .position(|column| column.name.starts_with("goodput.") && column.numbers().any(|value| value < 0.0))?;
        Some(table.columns.remove(at))
    });
    if invalid.is_some() {
        content.ledger.say(
            Spot::Whole,
            Severity::Note,
            "a goodput below zero says that none was computed, it is left out",
            None,
        );
    }
}
