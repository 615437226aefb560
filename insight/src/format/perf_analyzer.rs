//! Raw requests of Perf Analyzer: when each was sent and when each piece of its answer came.
//!
//! <https://github.com/triton-inference-server/perf_analyzer> (`--profile-export-file`). The file holds moments only, in nanoseconds; the
//! time to the first and to the last piece of each answer is computed from them, digit by digit. A request without an answer failed.

use super::meaning::{Meaning, column, measured, state};
use super::reshape::{at, carry_beside, numbers};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::{Cell, Column, Table};

const REQUESTS: &str = "/experiments/*/requests";
const ANSWERS: &str = "/experiments/*/requests/*/response_timestamps";
const TIMESTAMP: &str = "timestamp";
const PIECES: &str = "response_timestamps";

const MEANINGS: &[Meaning] = &[
    measured("first response", "first_response", "ns")
        .named("first piece of the answer")
        .defined("from the request to the first piece of the answer, whether or not a token is in it"),
    measured("last response", "e2e_latency", "ns"),
    column(TIMESTAMP, Role::Time).unit("ns"),
    column(PIECES, Role::Time).unit("ns"),
    column("window_boundaries", Role::Time).unit("ns"),
    column("experiment.mode", Role::Parameter),
    column("experiment.value", Role::Parameter),
    column("sequence_id", Role::Identifier),
    column("request_inputs.*", Role::Text),
    column("response", Role::Text),
    column("service_kind", Role::Parameter),
    column("endpoint", Role::Parameter),
    column("version", Role::Environment),
];

/// Requests as they were sent and answered.
pub(super) struct PerfAnalyzer;

impl Format for PerfAnalyzer {
    fn id(&self) -> &'static str {
        "perf-analyzer"
    }

    fn name(&self) -> &'static str {
        "Triton Perf Analyzer, raw requests"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let experiments = shape.table_with(&["experiment.mode", "experiment.value"]);
        match experiments.and_then(|_| {
            shape.table_with(&[TIMESTAMP, "request_inputs.payload"]).or_else(|missing| {
                let requests =
                    shape.tables.iter().find(|table| table.place == REQUESTS && table.column(TIMESTAMP).is_some());
                requests.ok_or(missing)
            })
        }) {
            Ok(table) => (
                Certainty::Sure,
                format!("`experiment.mode` above a `timestamp` of each request, requests: {}", table.rows),
            ),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        if let Some(table) = at(&content.tables, REQUESTS) {
            carry_beside(&mut content.tables, REQUESTS, |name| name == "experiment.value");
            let [first, last] = spans(&content.tables, table);
            content.tables[table].columns.extend([first, last]);
        }
        state(&mut content.tables, MEANINGS);
    }
}

/// Nanoseconds from each request to the first and to the last piece of its answer.
fn spans(tables: &[Table], requests: usize) -> [Column; 2] {
    let sent: Vec<Option<i128>> = moments(tables[requests].column(TIMESTAMP));
    let mut ends: Vec<Option<(i128, i128)>> = vec![None; sent.len()];
    if let Some(answers) = at(tables, ANSWERS).map(|at| &tables[at]) {
        let rows = answers.parent.as_ref().map(|parent| parent.rows.as_slice()).unwrap_or_default();
        for (moment, row) in moments(answers.column(PIECES)).into_iter().zip(rows) {
            if let (Some(moment), Some(ends)) = (moment, ends.get_mut(*row as usize)) {
                let (first, last) = ends.unwrap_or((moment, moment));
                *ends = Some((first.min(moment), last.max(moment)));
            }
        }
    }
    let span = |of: fn((i128, i128)) -> i128| {
        let spans = sent.iter().zip(&ends).map(move |(sent, ends)| Some((of((*ends)?) - (*sent)?) as f64));
        spans.collect::<Vec<Option<f64>>>()
    };
    let (first, last) = (span(|(first, _)| first), span(|(_, last)| last));
    [numbers("first response", first.into_iter()), numbers("last response", last.into_iter())]
}

/// Whole numbers of a column, every digit of them.
fn moments(column: Option<&Column>) -> Vec<Option<i128>> {
    let cells = column.into_iter().flat_map(|column| column.written().cells());
    cells
        .map(|cell| match cell {
            Cell::Text(text) => text.parse().ok(),
            Cell::Number(number) => Some(number as i128),
            Cell::Missing | Cell::NonFinite(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn times_are_computed_from_moments_digit_by_digit() {
        check(
            r#"{"experiments":[{"experiment":{"mode":"concurrency","value":2},"requests":[
            {"timestamp":1762551534797067827,"request_inputs":{"payload":"{}"},"response_timestamps":[1762551534807258440,1762551534827258443],"response_outputs":[{"response":"a"},{"response":"b"}]},
            {"timestamp":1762551535797067827,"request_inputs":{"payload":"{}"},"response_timestamps":[1762551535807258440],"response_outputs":[{"response":"c"}]},
            {"timestamp":1762551536797067827,"request_inputs":{"payload":"{}"},"response_timestamps":[],"response_outputs":[]}],
            "window_boundaries":[1762551534697067827,1762551538797067827]}],"version":"2.48.0","service_kind":"openai","endpoint":"v1/chat/completions"}"#,
            &expect![[r#"
                perf-analyzer Sure: `experiment.mode` above a `timestamp` of each request, requests: 3
                Note: whole numbers of `response_timestamps` have more digits than can be computed with, 16 are used
                Note: whole numbers of `timestamp` have more digits than can be computed with, 16 are used
                [] 0 of 1 rows failed
                  version: version Environment = `2.48.0`
                  service_kind: service_kind Parameter = `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`
                [/experiments] 0 of 1 rows failed
                  version: version Environment = `2.48.0`
                  service_kind: service_kind Parameter = `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`
                  experiment.mode: mode Parameter = `concurrency`
                  experiment.value: value Parameter = 2
                [/experiments/*/requests] 1 of 3 rows failed
                  experiment.value: value Parameter = 2, 2, 2
                  version: version Environment = `2.48.0`, `2.48.0`, `2.48.0`
                  service_kind: service_kind Parameter = `openai`, `openai`, `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`, `v1/chat/completions`, `v1/chat/completions`
                  experiment.mode: mode Parameter = `concurrency`, `concurrency`, `concurrency`
                  timestamp: timestamp Time s = 1762551534797067800, 1762551535797067800, 1762551536797067800
                  request_inputs.payload: payload Text = `{}`, `{}`, `{}`
                  first response: first_response Measurement s Lower = 10190613, 10190613, -
                  last response: e2e_latency Measurement s Lower = 30190616, 10190613, -
                [/experiments/*/requests/*/response_timestamps] 0 of 3 rows failed
                  version: version Environment = `2.48.0`, `2.48.0`, `2.48.0`
                  service_kind: service_kind Parameter = `openai`, `openai`, `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`, `v1/chat/completions`, `v1/chat/completions`
                  experiment.mode: mode Parameter = `concurrency`, `concurrency`, `concurrency`
                  request_inputs.payload: payload Text = `{}`, `{}`, `{}`
                  response_timestamps: response_timestamps Time s = 1762551534807258400, 1762551534827258400, 1762551535807258400
                [/experiments/*/requests/*/response_outputs] 0 of 3 rows failed
                  version: version Environment = `2.48.0`, `2.48.0`, `2.48.0`
                  service_kind: service_kind Parameter = `openai`, `openai`, `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`, `v1/chat/completions`, `v1/chat/completions`
                  experiment.mode: mode Parameter = `concurrency`, `concurrency`, `concurrency`
                  request_inputs.payload: payload Text = `{}`, `{}`, `{}`
                  response: response Text = `a`, `b`, `c`
                [/experiments/*/window_boundaries] 0 of 2 rows failed
                  version: version Environment = `2.48.0`, `2.48.0`
                  service_kind: service_kind Parameter = `openai`, `openai`
                  endpoint: endpoint Parameter = `v1/chat/completions`, `v1/chat/completions`
                  experiment.mode: mode Parameter = `concurrency`, `concurrency`
                  window_boundaries: window_boundaries Time s = `1762551534697067827`, `1762551538797067827`
            "#]],
        );
    }
}
