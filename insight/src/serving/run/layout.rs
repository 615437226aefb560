//! Which columns of a table of runs say what: counts, rates, lengths, and the settings that make it another workload.

use super::offered::Columns;
use crate::dataset::few::counted_by;
use crate::dataset::{Field, File};
use crate::header::Header;
use crate::role::Role;
use crate::table::Cell;

/// Words of settings that number or name runs and change nothing.
const BESIDE: &[&str] = &[
    "run",
    "runs",
    "iteration",
    "repetition",
    "repeat",
    "trial",
    "index",
    "id",
    "uuid",
    "seed",
    "label",
    "date",
    "time",
    "timestamp",
    "count",
    "prompts",
    "burstiness",
    "worker",
    "workers",
    "file",
    "files",
    "path",
    "port",
    "url",
    "host",
];

/// Words of a rate that was reached.
const REACHED: &[&str] = &["achieved", "actual", "completed", "measured", "reached", "throughput"];

/// Columns of one table, each list in the order in which it is asked.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub completed: Vec<usize>,
    pub failed: Vec<usize>,
    pub sent: Vec<usize>,
    pub duration: Vec<usize>,
    pub request_rate: Vec<usize>,
    pub in_flight: Vec<usize>,
    /// Totals of tokens in and out.
    pub totals: [Vec<usize>; 2],
    /// Means of tokens in and out.
    pub means: [Vec<usize>; 2],
    /// Columns with statistics and rates, each with the column that counts its values.
    pub stated: Vec<(usize, Option<usize>)>,
    /// Settings, by name.
    settings: Vec<(usize, String)>,
}

impl Layout {
    pub(super) fn of(fields: &[Field], load: &Columns) -> Self {
        let words: Vec<Header> = fields.iter().map(|field| Header::of(&field.written)).collect();
        let all = |is: &dyn Fn(&Field, &Header) -> bool| -> Vec<usize> {
            (0..fields.len()).filter(|at| is(&fields[*at], &words[*at])).collect()
        };
        let plain = |field: &Field, metric: &str| {
            field.metric == metric && matches!(field.statistic.as_deref(), None | Some("mean"))
        };
        let mean = |field: &Field, metric: &str| field.metric == metric && field.statistic.as_deref() == Some("mean");
        let first = |mut exact: Vec<usize>, others: Vec<usize>| {
            exact.extend(others);
            exact
        };
        Self {
            completed: first(
                all(&|field, _| field.metric == "requests" && field.role == Role::Measurement),
                all(&|field, header| counts(field, header, &["success", "successes", "successful", "completed"])),
            ),
            failed: first(
                all(&|field, _| field.metric == "failed_requests"),
                all(&|field, header| counts(field, header, &["failure", "failures", "failed", "errors", "errored"])),
            ),
            sent: all(&|field, header| is_count(field) && is_sent(&header.words.join(" "))),
            duration: all(&|field, _| field.metric == "benchmark_duration"),
            // What a tool counts as answered comes before what may have been counted as sent.
            request_rate: first(
                all(&|field, _| is_reached(field) && field.metric == "request_throughput"),
                first(
                    all(&|field, header| {
                        is_reached(field) && header.words.iter().any(|word| REACHED.contains(&word.as_str()))
                    }),
                    all(&|field, _| is_reached(field)),
                ),
            )
            .into_iter()
            .filter(|at| !load.holds(*at))
            .collect(),
            in_flight: all(&is_in_flight),
            totals: ["prompt_tokens_total", "output_tokens_total"].map(|metric| all(&|field, _| plain(field, metric))),
            means: ["prompt_tokens", "output_tokens"].map(|metric| all(&|field, _| mean(field, metric))),
            stated: all(&|field, _| is_stated(field))
                .into_iter()
                .map(|at| (at, counted_by(&fields[at], fields)))
                .collect(),
            settings: settings(fields, &words, load),
        }
    }

    /// The settings of a row by name, with what holds for its whole file.
    pub(super) fn labels(&self, file: &File, table: usize, row: usize) -> Vec<(String, String)> {
        let cells = &file.reading.tables[table];
        let mut labels: Vec<(String, String)> = Vec::new();
        for (at, name) in &self.settings {
            let value = match cells.columns[*at].cell(row) {
                Cell::Missing => continue,
                Cell::Number(value) | Cell::NonFinite(value) => value.to_string(),
                Cell::Text(text) => text.to_owned(),
            };
            if !labels.iter().any(|(known, _)| known == name) {
                labels.push((name.clone(), value));
            }
        }
        for label in &file.labels {
            if !labels.iter().any(|(known, _)| *known == label.name) {
                labels.push((label.name.clone(), label.value.clone()));
            }
        }
        labels.sort();
        labels
    }
}

fn settings(fields: &[Field], words: &[Header], load: &Columns) -> Vec<(usize, String)> {
    let chosen = fields.iter().zip(words).enumerate().filter(|(at, (field, header))| {
        let beside = header.words.iter().any(|word| BESIDE.contains(&word.as_str()));
        // How requests are sent is the load.
        let sends = header.context.iter().any(|word| word == "strategy" || word == "profile");
        field.role == Role::Parameter && !load.holds(*at) && !beside && !sends
    });
    let named = chosen.map(|(at, (field, header))| {
        let is_model = matches!(header.words.join(" ").as_str(), "model" | "model id" | "model name" | "modelname");
        (at, if is_model { "model".to_owned() } else { field.metric.clone() })
    });
    named.collect()
}

fn is_stated(field: &Field) -> bool {
    match field.role {
        Role::Aggregate | Role::Measurement | Role::Derived => {
            super::TIMES.contains(&field.metric.as_str())
                || field.unit.symbol.ends_with("/s")
                || field.metric == "error_rate"
        }
        _ => false,
    }
}

/// A rate of requests that came of the run.
fn is_reached(field: &Field) -> bool {
    let of_requests = matches!(field.unit.symbol.as_str(), "requests/s" | "queries/s");
    let observed = matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived);
    let is_mean = matches!(field.statistic.as_deref(), None | Some("mean"));
    observed && of_requests && is_mean && field.metric != "goodput"
}

fn is_count(field: &Field) -> bool {
    let counted = matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived | Role::Parameter);
    counted && matches!(field.unit.symbol.as_str(), "" | "requests")
}

/// `successes.count`, `num_completed_requests`: a count of the whole run, not of the values of one metric.
fn counts(field: &Field, header: &Header, words: &[&str]) -> bool {
    const NO_COUNT: &[&str] = &["rate", "percent", "pct", "ratio", "good", "code", "per", "len", "length", "latency"];
    let mut all = header.context.iter().chain(&header.words);
    let has = |known: &[&str]| header.context.iter().chain(&header.words).any(|word| known.contains(&word.as_str()));
    is_count(field)
        && header.context.len() <= 1
        && all.any(|word| words.contains(&word.as_str()))
        && !has(NO_COUNT)
        && field.statistic.as_deref().is_none_or(|it| it == "n")
}

fn is_sent(words: &str) -> bool {
    ["num prompts", "num requests", "requests sent", "requests total", "total requests", "requests"].contains(&words)
}

/// The mean number of requests in flight, as it came, not as it was asked for.
fn is_in_flight(field: &Field, header: &Header) -> bool {
    let observed = matches!(field.role, Role::Measurement | Role::Aggregate);
    let is_mean = matches!(field.statistic.as_deref(), None | Some("mean"));
    let said = field.metric == "concurrency" || field.written.contains("request_concurrency.successful");
    observed && is_mean && said && !header.words.iter().any(|word| word == "max")
}
