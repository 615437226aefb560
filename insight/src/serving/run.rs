//! The runs of a drop: one row a load, as a serving benchmark writes it, or the requests of one load where nothing sums them up.
//!
//! Takes a dataset, gives runs in the order of files. A copy, a twin and a summary of runs are no further run; a summary of
//! requests is their run.

mod layout;
mod offered;
mod request;

pub use offered::Offered;
pub(super) use offered::as_asked;
pub(super) use request::Requests;

use crate::dataset::{Dataset, Field, File, Sheet};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Use;
use crate::table::{Cell, Table};
use layout::Layout;
use offered::Columns;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Times of which a run gives statistics, in the order in which they are told.
pub(super) const TIMES: &[&str] = &[
    "ttft",
    "ttft_output",
    "tpot",
    "tpot_with_first",
    "itl",
    "itl_request",
    "inter_chunk_latency",
    "e2e_latency",
    "latency",
];

/// Settings by name.
pub(super) type Labels = Vec<(String, String)>;

/// One statistic of one metric of a run.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// Canonical key.
    pub metric: String,
    /// The field's words.
    pub name: String,
    /// `mean`, `p99`; `None` for a rate of the whole run, and where the file does not say which.
    pub statistic: Option<String>,
    /// In the base unit.
    pub value: f64,
    /// Base unit.
    pub unit: String,
    /// From where to where it was measured, without how it was computed.
    pub definition: String,
    /// Values behind it, where that is known.
    pub n: Option<u64>,
}

/// One run at one load.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    /// The file it stands in.
    pub file: &'a File,
    /// Where: `a.json`, `runs.csv line 3`.
    pub place: String,
    /// The format of its file, where the file is surely of one.
    pub tool: Option<&'a str>,
    /// What was asked of the server.
    pub offered: Offered,
    /// Requests answered.
    pub completed: Option<f64>,
    /// Requests sent.
    pub sent: Option<f64>,
    /// Requests that failed.
    pub failed: Option<f64>,
    /// From the first request to the last answer, in seconds.
    pub duration: Option<f64>,
    /// Requests answered a second, as the file says it.
    pub request_rate: Option<f64>,
    /// Mean number of requests in flight, as the file says it.
    pub in_flight: Option<f64>,
    /// Tokens of a prompt and of an answer, mean.
    pub tokens: [Option<f64>; 2],
    /// Every statistic of times, and every rate.
    pub stated: Vec<Stated>,
    /// What was chosen besides the load.
    pub labels: Labels,
    /// Its single requests.
    pub requests: Option<Requests>,
}

impl Run<'_> {
    /// Requests answered a second over the whole run, its drain included.
    pub(super) fn achieved(&self) -> Option<f64> {
        let known = self.completed.zip(self.duration).filter(|(_, duration)| *duration > 0.0);
        known.map(|(completed, duration)| completed / duration).or(self.request_rate)
    }

    /// The statistic of that metric, as the file gives it.
    pub(super) fn statistic(&self, metric: &str, statistic: &str) -> Option<&Stated> {
        self.stated.iter().find(|it| it.metric == metric && it.statistic.as_deref() == Some(statistic))
    }

    /// The rate of that metric over the whole run.
    pub(super) fn rate(&self, metric: &str) -> Option<f64> {
        let is_plain = |it: &&Stated| it.metric == metric && matches!(it.statistic.as_deref(), None | Some("mean"));
        self.stated.iter().find(is_plain).map(|it| it.value)
    }
}

/// Every run, each once.
pub(super) fn runs(dataset: &Dataset) -> Vec<Run<'_>> {
    let mut all: Vec<Run<'_>> = Vec::new();
    let (mut summed, mut told) = (HashSet::new(), HashSet::new());
    let by_path: BTreeMap<&str, &File> = dataset.files.iter().map(|file| (file.reading.path.as_str(), file)).collect();
    for file in &dataset.files {
        let of = match &file.used {
            Use::Measured => None,
            // A run of which no request was answered was run all the same.
            Use::Unusable { .. } if file.tables.iter().any(has_unanswered) => None,
            Use::Repeat { of, how } if how == "summary" => Some(of.as_str()),
            Use::Repeat { .. } | Use::Part { .. } | Use::Unusable { .. } | Use::Document => continue,
        };
        // Several summaries of the same requests are one run.
        if of.is_some_and(|of| summed.contains(of)) {
            continue;
        }
        let found = of_file(file, of.and_then(|of| by_path.get(of).copied()));
        if !found.is_empty() {
            summed.extend(of);
            told.insert(file.reading.path.as_str());
            all.extend(found);
        }
    }
    for file in dataset.files.iter().filter(|file| file.used == Use::Measured) {
        let path = file.reading.path.as_str();
        if !summed.contains(path) && !told.contains(path) {
            all.extend(request::runs(file));
        }
    }
    once(all)
}

/// Requests of which nothing says the load: a run a file, where a clock says how long it took.
pub(super) fn timed(dataset: &Dataset) -> Vec<Run<'_>> {
    dataset.files.iter().filter(|file| file.used == Use::Measured).filter_map(request::timed).collect()
}

/// The same numbers a second time are no second run: no clock gives the same digits twice.
fn once(all: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let mut seen: BTreeSet<Vec<u64>> = BTreeSet::new();
    let mut is_new = |run: &Run<'_>| {
        let numbers: Vec<f64> = run.duration.into_iter().chain(run.stated.iter().map(|stated| stated.value)).collect();
        let is_telling = numbers.iter().filter(|value| value.fract() != 0.0).count() >= 3;
        !is_telling || seen.insert(numbers.iter().map(|value| value.to_bits()).collect())
    };
    all.into_iter().filter(|run| is_new(run)).collect()
}

fn tool(file: &File) -> Option<&str> {
    let recognized = file.reading.recognized.as_ref().filter(|known| known.certainty == Certainty::Sure);
    recognized.map(|known| known.format.as_str())
}

/// The rows of a file that are runs; the requests of a run may stand in a file of their own.
fn of_file<'a>(file: &'a File, requests: Option<&'a File>) -> Vec<Run<'a>> {
    let tables = (0..file.tables.len()).filter(|table| is_of_runs(file, *table));
    let mut all: Vec<Run<'a>> = tables.flat_map(|table| of_table(file, table)).collect();
    if let ([run], Some(requests)) = (all.as_mut_slice(), requests) {
        run.requests = run.requests.take().or_else(|| request::of_file(requests));
    }
    all
}

fn has_unanswered(sheet: &Sheet) -> bool {
    (0..sheet.failed.len()).any(|row| sheet.unanswered(row))
}

/// Whether its rows are runs: statistics of what a user waits for, beside a rate of the whole run, its length or its load.
fn is_of_runs(file: &File, table: usize) -> bool {
    const OF_A_RUN: &[&str] = &["request_throughput", "output_throughput", "total_throughput", "benchmark_duration"];
    let fields = &file.tables[table].fields;
    let is_summed = |field: &Field| field.role == Role::Aggregate && TIMES.contains(&field.metric.as_str());
    let beside =
        fields.iter().any(|field| OF_A_RUN.contains(&field.metric.as_str())) || Columns::of(fields).is_stated();
    fields.iter().any(is_summed) && beside
}

fn of_table(file: &File, table: usize) -> Vec<Run<'_>> {
    let (cells, sheet) = (&file.reading.tables[table], &file.tables[table]);
    let columns = Columns::of(&sheet.fields);
    let layout = Layout::of(&sheet.fields, &columns);
    let mut below = request::below(file, table);
    let sent = (0..cells.rows).filter(|row| sheet.answered(*row) || sheet.unanswered(*row));
    let runs = sent.map(|row| {
        let number = |column: usize| match cells.columns[column].cell(row) {
            Cell::Number(value) => Some(value * sheet.fields[column].unit.factor),
            Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
        };
        let first = |columns: &[usize]| columns.iter().find_map(|column| number(*column));
        let completed = first(&layout.completed);
        let mean = |at: usize| {
            let whole = first(&layout.totals[at]).zip(completed).filter(|(_, completed)| *completed > 0.0);
            whole.map(|(total, completed)| total / completed).or_else(|| first(&layout.means[at]))
        };
        Run {
            file,
            place: place(file, table, row),
            tool: tool(file),
            offered: columns.offered(cells, row),
            completed,
            sent: first(&layout.sent),
            failed: first(&layout.failed),
            duration: first(&layout.duration),
            request_rate: first(&layout.request_rate),
            in_flight: first(&layout.in_flight),
            tokens: [mean(0), mean(1)],
            stated: stated(&sheet.fields, &layout, &number),
            labels: with_cap(layout.labels(file, table, row), &columns, cells, row),
            requests: below.remove(&(row as u32)),
        }
    });
    runs.filter(|run| !run.stated.is_empty()).collect()
}

/// Where requests come at a rate, how many may be under way is a setting.
fn with_cap(mut labels: Labels, columns: &Columns, cells: &Table, row: usize) -> Labels {
    if let (Offered::Rate(_), Some(cap)) = (columns.offered(cells, row), columns.cap(cells, row)) {
        labels.push(("max_concurrency".to_owned(), cap.to_string()));
    }
    labels
}

/// The statistics and rates of one row.
fn stated(fields: &[Field], layout: &Layout, number: &dyn Fn(usize) -> Option<f64>) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for (at, counted) in &layout.stated {
        let (field, Some(value)) = (&fields[*at], number(*at)) else { continue };
        // `median` and `p50` are one statistic; the first that is told stands.
        let statistic = field.statistic.clone().map(|name| if name == "p50" { "median".to_owned() } else { name });
        if all.iter().any(|known| known.metric == field.metric && known.statistic == statistic) {
            continue;
        }
        let n = counted.and_then(number).filter(|n| *n >= 0.0).map(|n| n as u64);
        all.push(Stated {
            metric: field.metric.clone(),
            name: field.name.clone(),
            statistic,
            value,
            unit: field.unit.symbol.clone(),
            definition: field.definition.split("; ").next().unwrap_or_default().to_owned(),
            n: field.drawn_from.or(n),
        });
    }
    all
}

/// Where a row stands: the file where it is alone there.
fn place(file: &File, table: usize, row: usize) -> String {
    let (path, cells) = (&file.reading.path, &file.reading.tables[table]);
    match cells.line(row) {
        _ if cells.rows == 1 => path.clone(),
        Some(line) => format!("{path} line {line}"),
        None => format!("{path} record {}", row + 1),
    }
}
