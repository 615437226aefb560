//! GuideLLM: a report of several loads, in JSON, YAML or CSV.
//!
//! <https://github.com/vllm-project/guidellm>. Each benchmark of a report is another load, none repeats another. Rates are weighted by
//! time, so their median is over time and not over requests; percentiles are nearest ranks. What errored or is incomplete
//! is no measurement. CSV has three header rows (one before 0.4) and keeps its percentiles in one cell, without the requests. Nothing
//! is lost.

mod meanings;
mod percentiles;
mod quantity;

use super::meaning::{Conventions, OF_A_POPULATION, state_as};
use super::reshape::{carry_beside, text, words};
use super::wide::{About, widen};
use super::{Format, Shape};
use crate::container::{Content, yaml};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::Table;

/// What the type of each benchmark says.
const TYPE: &str = "generative_benchmark";

/// Where that type stands: in JSON and YAML, in CSV, in CSV before 0.4.
const TYPES: [&str; 3] = ["type_", "Benchmark Type", "Type"];

const METRICS: &str = "/benchmarks/*/metrics";
const REQUESTS: &str = "/benchmarks/*/requests/successful";
const FAILED: [(&str, &str); 2] =
    [("/benchmarks/*/requests/errored", "error"), ("/benchmarks/*/requests/incomplete", "aborted, incomplete")];

/// Metrics that say tokens again, for each kind of input and output.
const KINDS: [&str; 5] = ["/text", "/image", "/video", "/audio", "/tool_call"];

const CONVENTIONS: Conventions =
    Conventions { sd: OF_A_POPULATION, percentile: "percentile by nearest rank, the lower one" };

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
        let typed = |table: &Table| TYPES.into_iter().find(|name| text(table, name, 0) == Some(TYPE));
        if let Some((table, name)) = shape.tables.iter().find_map(|table| Some((table, typed(table)?))) {
            return (Certainty::Sure, format!("`{name}` is `{TYPE}`, benchmarks: {}", table.rows));
        }
        match yaml_line(shape) {
            Some(line) => (Certainty::Sure, format!("`type_` is `{TYPE}` in line {line}, below `benchmarks:`")),
            None => (Certainty::No, format!("no `type_` that is `{TYPE}`")),
        }
    }

    fn read(&self, content: &mut Content) {
        if yaml_line(&Shape::of(content)).is_some() {
            content.read_text(|text, ledger| yaml::tables(text.as_str(), ledger));
        }
        content.tables.iter_mut().for_each(percentiles::split);
        to_cells(content);
        carry_beside(&mut content.tables, REQUESTS, |name| {
            name.starts_with("config.strategy.") || name.starts_with("args.strategy.")
        });
        for (place, verdict) in FAILED {
            for table in content.tables.iter_mut().filter(|table| table.place == place) {
                let verdicts = words("status", (0..table.rows).map(|_| Some(verdict.to_owned())));
                table.columns.push(verdicts);
            }
        }
        state_as(&mut content.tables, meanings::MEANINGS, &CONVENTIONS);
        for table in &mut content.tables {
            let is_run = table.place == "/benchmarks" || TYPES.iter().any(|name| table.column(name).is_some());
            if !is_run {
                continue;
            }
            for column in &mut table.columns {
                if let Some((meaning, statistic)) = quantity::meaning(&column.name) {
                    meaning.state(statistic, &CONVENTIONS, column);
                } else if column.stated.role.is_none() {
                    column.stated.role = Some(Role::Environment);
                }
            }
            if table.place == "/benchmarks" {
                table.sums_up = Some(REQUESTS.to_owned());
                table.of_runs = true;
            }
        }
    }
}

/// The line of YAML that says the type.
fn yaml_line(shape: &Shape<'_>) -> Option<u64> {
    let mut lines = shape.text.lines().skip_while(|(_, line)| *line != "benchmarks:");
    let typed = |line: &str| line.trim_start_matches(['-', ' ']).strip_prefix("type_: ") == Some(TYPE);
    lines.find(|(_, line)| typed(line)).map(|(line, _)| line)
}

/// Makes the statistics of each metric cells of their benchmark.
fn to_cells(content: &mut Content) {
    let keyed =
        |table: &Table, row: usize| About { name: text(table, "key", row).unwrap_or_default().to_owned(), unit: None };
    widen(content, METRICS, "key", None, keyed);
    let apart: Vec<String> = content.tables.iter().map(|table| table.place.clone()).collect();
    for place in apart.iter().filter_map(|place| place.strip_prefix(METRICS)) {
        if KINDS.iter().any(|kind| place.starts_with(kind)) {
            continue;
        }
        let metric = place.trim_start_matches('/').to_owned();
        widen(content, &format!("{METRICS}{place}"), "key", None, |table, row| About {
            name: format!("{metric}.{}", keyed(table, row).name),
            unit: None,
        });
    }
    for column in content.tables.iter_mut().flat_map(|table| &mut table.columns) {
        if let Some(name) = column.name.strip_prefix("metrics.") {
            column.name = name.to_owned();
        }
    }
}

#[cfg(test)]
mod tests;
