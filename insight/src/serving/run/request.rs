//! The single requests of a run: below its row, in the file that it sums up, or alone in a table that states the load.

use super::layout::Layout;
use super::offered::{Columns, Offered};
use super::{Run, TIMES, tool};
use crate::dataset::{Field, File};
use crate::header::Header;
use crate::role::Role;
use crate::table::Cell;
use std::collections::BTreeMap;

/// One request; what is not known is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::serving) struct Request {
    /// First token, in seconds.
    pub ttft: f64,
    /// Full answer, in seconds.
    pub full: f64,
    /// Time per output token as the file gives it, in seconds.
    pub tpot: f64,
    /// Mean time between two tokens of the request, in seconds.
    pub itl: f64,
    /// Tokens of its answer.
    pub tokens: f64,
    /// Tokens of its prompt.
    pub prompt: f64,
    /// Whether it failed; none of its times counts.
    pub failed: bool,
}

/// The requests of one run.
#[derive(Clone, Debug, Default)]
pub(in crate::serving) struct Requests {
    /// In file order.
    pub all: Vec<Request>,
    /// Whether the time per output token was computed from the full answer, the first token and the tokens.
    pub is_recomputed: bool,
}

impl Request {
    /// Time of the answer after its first token, divided by the tokens after the first; NaN where that is not known.
    pub(in crate::serving) fn time_per_token(&self) -> f64 {
        if !self.tpot.is_nan() {
            return self.tpot;
        }
        if self.tokens >= 2.0 { (self.full - self.ttft) / (self.tokens - 1.0) } else { f64::NAN }
    }

    /// The time of that metric.
    pub(in crate::serving) fn time(&self, metric: &str) -> f64 {
        match metric {
            "ttft" => self.ttft,
            "tpot" => self.time_per_token(),
            "itl_request" => self.itl,
            "e2e_latency" => self.full,
            _ => f64::NAN,
        }
    }
}

impl Requests {
    /// The known times of the requests that were answered, in order of size.
    pub(in crate::serving) fn times(&self, metric: &str) -> Vec<f64> {
        let answered = self.all.iter().filter(|request| !request.failed);
        let mut times: Vec<f64> = answered.map(|request| request.time(metric)).filter(|it| it.is_finite()).collect();
        times.sort_by(f64::total_cmp);
        times
    }

    /// How many were answered, and how many failed.
    pub(in crate::serving) fn counts(&self) -> (u64, u64) {
        let failed = self.all.iter().filter(|request| request.failed).count() as u64;
        (self.all.len() as u64 - failed, failed)
    }

    /// The mean of what is known of the requests that were answered.
    fn mean(&self, of: fn(&Request) -> f64) -> Option<f64> {
        let known: Vec<f64> = self.all.iter().filter(|it| !it.failed).map(of).filter(|it| it.is_finite()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

/// The columns of a table of requests.
struct Shape {
    ttft: Option<usize>,
    full: Option<usize>,
    tpot: Option<usize>,
    itl: Option<usize>,
    tokens: Option<usize>,
    prompt: Option<usize>,
}

impl Shape {
    /// `None` where a row says nothing of what its user waited for.
    fn of(file: &File, table: usize) -> Option<Self> {
        let fields = &file.tables[table].fields;
        let is_single = |field: &Field| field.statistic.is_none() && field.role == Role::Measurement;
        let column = |metric: &str| fields.iter().position(|field| field.metric == metric && is_single(field));
        // A latency that no request answers before its first token is that of the whole answer.
        let is_whole = |ttft: usize, latency: usize| {
            let cell = |column: usize, row: usize| match file.reading.tables[table].columns[column].cell(row) {
                Cell::Number(value) => Some(value * fields[column].unit.factor),
                Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
            };
            let mut both = (0..file.reading.tables[table].rows)
                .filter(|row| file.tables[table].answered(*row))
                .filter_map(|row| cell(ttft, row).zip(cell(latency, row)));
            both.all(|(first, whole)| first <= whole)
        };
        let latency = || {
            let both = column("ttft").zip(column("latency"));
            both.filter(|(ttft, latency)| is_whole(*ttft, *latency)).map(|(_, latency)| latency)
        };
        let shape = Self {
            ttft: column("ttft"),
            full: column("e2e_latency").or_else(latency),
            tpot: column("tpot"),
            itl: column("itl_request"),
            tokens: column("output_tokens"),
            prompt: column("prompt_tokens"),
        };
        (shape.ttft.is_some() || shape.full.is_some()).then_some(shape)
    }

    /// The request of a row; `None` for a warm-up.
    fn request(&self, file: &File, table: usize, row: usize) -> Option<Request> {
        let (cells, sheet) = (&file.reading.tables[table], &file.tables[table]);
        let failed = sheet.failed(row);
        if !failed && !sheet.answered(row) {
            return None;
        }
        let number = |column: Option<usize>| match column.map(|at| (at, cells.columns[at].cell(row))) {
            Some((at, Cell::Number(value))) => value * sheet.fields[at].unit.factor,
            _ => f64::NAN,
        };
        Some(Request {
            ttft: number(self.ttft),
            full: number(self.full),
            tpot: number(self.tpot),
            itl: number(self.itl),
            tokens: number(self.tokens),
            prompt: number(self.prompt),
            failed,
        })
    }

    fn requests(&self) -> Requests {
        Requests { all: Vec::new(), is_recomputed: self.tpot.is_none() }
    }
}

/// The requests that hang below each row of a table of runs.
pub(super) fn below(file: &File, runs: usize) -> BTreeMap<u32, Requests> {
    let place = file.reading.tables[runs].place.as_str();
    let mut found: BTreeMap<u32, Requests> = BTreeMap::new();
    for (table, cells) in file.reading.tables.iter().enumerate() {
        let Some(parent) = cells.parent.as_ref().filter(|parent| parent.place == place) else { continue };
        let Some(shape) = Shape::of(file, table) else { continue };
        for row in 0..cells.rows {
            let (Some(run), Some(request)) = (parent.rows.get(row), shape.request(file, table, row)) else { continue };
            found.entry(*run).or_insert_with(|| shape.requests()).all.push(request);
        }
    }
    add_gaps(file, place, &mut found);
    found
}

/// The full answer of requests of which only the gaps between tokens are known, all in one list: they are told apart by the tokens
/// of each answer, where every token after a first one has its gap.
fn add_gaps(file: &File, runs: &str, found: &mut BTreeMap<u32, Requests>) {
    let is_gap = |field: &Field| field.metric == "itl" && field.role == Role::Measurement && field.statistic.is_none();
    let of = |table: usize| {
        let parent = file.reading.tables[table].parent.as_ref().filter(|parent| parent.place == runs)?;
        Some((table, parent, file.tables[table].fields.iter().position(is_gap)?))
    };
    let Some((table, parent, column)) = (0..file.tables.len()).find_map(of) else { return };
    let (cells, factor) = (&file.reading.tables[table], file.tables[table].fields[column].unit.factor);
    let mut gaps: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for (row, run) in parent.rows.iter().enumerate().take(cells.rows) {
        if let Cell::Number(gap) = cells.columns[column].cell(row) {
            gaps.entry(*run).or_default().push(gap * factor);
        }
    }
    for (run, requests) in found {
        let Some(gaps) = gaps.get(run) else { continue };
        let after_first = |request: &Request| (request.tokens - 1.0).max(0.0);
        let is_known = requests.all.iter().all(|request| request.tokens.is_finite() && request.full.is_nan());
        if !is_known || requests.all.iter().map(after_first).sum::<f64>() != gaps.len() as f64 {
            continue;
        }
        let mut left = gaps.iter();
        for request in &mut requests.all {
            let whole: f64 = left.by_ref().take(after_first(request) as usize).sum();
            request.full = request.ttft + whole;
        }
    }
}

/// The requests of a file that holds those of one run.
pub(super) fn of_file(file: &File) -> Option<Requests> {
    let (table, shape) = (0..file.tables.len()).find_map(|table| Some((table, Shape::of(file, table)?)))?;
    let mut requests = shape.requests();
    let rows = file.reading.tables[table].rows;
    requests.all.extend((0..rows).filter_map(|row| shape.request(file, table, row)));
    (!requests.all.is_empty()).then_some(requests)
}

/// Where requests stand that were sent alike: the load as text, the settings.
type Alike = (String, Vec<(String, String)>);

/// Runs that nothing sums up: the requests of a table by the load that it states, and by what else was chosen.
pub(super) fn runs(file: &File) -> Vec<Run<'_>> {
    let is_aggregate = |field: &Field| field.role == Role::Aggregate && TIMES.contains(&field.metric.as_str());
    let stated = |table: &usize| {
        let fields = &file.tables[*table].fields;
        Columns::of(fields).is_stated() && !fields.iter().any(is_aggregate)
    };
    let mut tables = (0..file.tables.len()).filter(stated);
    let Some((table, shape)) = tables.find_map(|table| Some((table, Shape::of(file, table)?))) else {
        return Vec::new();
    };
    let (cells, sheet) = (&file.reading.tables[table], &file.tables[table]);
    let columns = Columns::of(&sheet.fields);
    let layout = Layout::of(&sheet.fields, &columns);
    let mut by_load: BTreeMap<Alike, (Offered, Requests, usize)> = BTreeMap::new();
    for row in 0..cells.rows {
        let Some(request) = shape.request(file, table, row) else { continue };
        let offered = columns.offered(cells, row);
        let key = (format!("{offered:?}"), layout.labels(file, table, row));
        by_load.entry(key).or_insert_with(|| (offered, shape.requests(), row)).1.all.push(request);
    }
    let run = |((_, labels), (offered, requests, row)): (Alike, (Offered, Requests, usize))| {
        let (answered, failed) = requests.counts();
        let path = &file.reading.path;
        Run {
            file,
            place: cells.line(row).map_or_else(|| path.clone(), |line| format!("{path} from line {line}")),
            tool: tool(file),
            offered,
            completed: Some(answered as f64),
            sent: None,
            failed: Some(failed as f64),
            duration: None,
            request_rate: None,
            in_flight: None,
            tokens: [requests.mean(|it| it.prompt), requests.mean(|it| it.tokens)],
            stated: Vec::new(),
            labels,
            requests: Some(requests),
        }
    };
    by_load.into_iter().map(run).collect()
}

/// When requests began and ended, by a clock: first and last moment of a table of them, in seconds.
fn span(file: &File, table: usize) -> Option<f64> {
    let (cells, fields) = (&file.reading.tables[table], &file.tables[table].fields);
    let moments = |words: &[&str]| {
        let says = |field: &Field| {
            field.role == Role::Time
                && Header::of(&field.written).words.iter().any(|word| words.contains(&word.as_str()))
        };
        let column = fields.iter().position(says)?;
        let factor = fields[column].unit.factor;
        Some(cells.columns[column].numbers().map(|value| value * factor).collect::<Vec<f64>>())
    };
    let (begun, ended) =
        (moments(&["start", "begin", "started", "sent"])?, moments(&["end", "ended", "finish", "finished"])?);
    let (first, last) = (begun.into_iter().reduce(f64::min)?, ended.into_iter().reduce(f64::max)?);
    (last > first).then_some(last - first)
}

/// The requests of a file as one run of which nothing says the load, where a clock says how long it took.
pub(super) fn timed(file: &File) -> Option<Run<'_>> {
    let of = |table| Some((table, Shape::of(file, table)?, span(file, table)?));
    let (table, shape, duration) = (0..file.tables.len()).find_map(of)?;
    let mut requests = shape.requests();
    requests.all.extend((0..file.reading.tables[table].rows).filter_map(|row| shape.request(file, table, row)));
    let (answered, failed) = requests.counts();
    let columns = Columns::of(&file.tables[table].fields);
    let run = Run {
        file,
        place: file.reading.path.clone(),
        tool: tool(file),
        offered: Offered::NotStated,
        completed: Some(answered as f64),
        sent: None,
        failed: Some(failed as f64),
        duration: Some(duration),
        request_rate: None,
        in_flight: None,
        tokens: [requests.mean(|it| it.prompt), requests.mean(|it| it.tokens)],
        stated: Vec::new(),
        labels: Layout::of(&file.tables[table].fields, &columns).labels(file, table, 0),
        requests: Some(requests),
    };
    (answered > 0).then_some(run)
}
