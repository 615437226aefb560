//! Incidents: failed runs in a row with the far values beside them, which happened to a setting and are no effect of it.

use super::cells::Cells;
use crate::statistics::{FAR_SCORE, MAD_TO_SD, mad, median};
use crate::study::Frame;
use serde::{Deserialize, Serialize};

/// More rows of failures than this are no incident but how the sweep is.
const MOST: usize = 3;

/// Failed runs in a row, and what stands right beside them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Failed runs.
    pub failed: u64,
    /// Where they stand, the far values beside them included: `a.csv lines 20 to 22`.
    pub place: String,
    /// Values right before or after them that lie far from all others.
    pub far: Vec<f64>,
    /// The settings whose one level ran as a block around it: `(setting, level)`.
    pub levels: Vec<(String, String)>,
}

/// A row of the sweep in the order of its file.
struct Row {
    place: (u32, u32),
    record: Option<usize>,
    at: Vec<Option<usize>>,
}

/// An incident with what the numbers of its levels are.
pub(super) struct Happened {
    pub told: Incident,
    /// Setting and level, by place.
    pub levels: Vec<(usize, usize)>,
    /// Records right beside the failed ones that lie far from all others.
    pub records: Vec<usize>,
}

/// The incidents of a sweep by one column, in the order of rows.
pub(super) fn incidents(frame: &Frame<'_>, parameters: &[usize], cells: &Cells, values: &[f64]) -> Vec<Happened> {
    if cells.failed.is_empty() {
        return Vec::new();
    }
    let rows = rows(frame, cells);
    let failed = |at: usize| rows[at].record.is_none();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in (0..rows.len()).filter(|at| failed(*at)) {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == at && rows[*to].place.0 == rows[at].place.0 => *to = at,
            _ => runs.push((at, at)),
        }
    }
    let count: usize = runs.iter().map(|(from, to)| to - from + 1).sum();
    if runs.len() > MOST || count * 2 > rows.len() {
        return Vec::new();
    }
    let is_far = far(&rows, values);
    runs.into_iter().filter_map(|run| happened(frame, parameters, cells, &rows, run, values, &is_far)).collect()
}

fn rows(frame: &Frame<'_>, cells: &Cells) -> Vec<Row> {
    let answered = cells.all.iter().flat_map(|cell| {
        let at: Vec<Option<usize>> = cell.at.iter().copied().map(Some).collect();
        cell.records.iter().map(move |record| (*record, at.clone()))
    });
    let answered = answered.map(|(record, at)| Row { place: frame.records[record], record: Some(record), at });
    let failed = cells.failed.iter().map(|(place, at)| Row { place: *place, record: None, at: at.clone() });
    let mut rows: Vec<Row> = answered.chain(failed).collect();
    rows.sort_by_key(|row| row.place);
    rows
}

/// Whether a value lies far from the others, by its distance from their median.
fn far(rows: &[Row], values: &[f64]) -> impl Fn(f64) -> bool + use<> {
    let all: Vec<f64> =
        rows.iter().filter_map(|row| values.get(row.record?).copied()).filter(|value| value.is_finite()).collect();
    let (center, spread) = (median(&mut all.clone()), mad(&all).map(|mad| mad * MAD_TO_SD));
    move |value| match (center, spread) {
        (Some(center), Some(spread)) if spread > 0.0 => (value - center).abs() / spread > FAR_SCORE,
        _ => false,
    }
}

fn happened(
    frame: &Frame<'_>,
    parameters: &[usize],
    cells: &Cells,
    rows: &[Row],
    (from, to): (usize, usize),
    values: &[f64],
    is_far: &impl Fn(f64) -> bool,
) -> Option<Happened> {
    let value =
        |at: usize| rows.get(at).and_then(|row| values.get(row.record?)).copied().filter(|value| is_far(*value));
    let same_table = |at: usize| rows[at].place.0 == rows[from].place.0;
    let before = (0..from).rev().take_while(|at| same_table(*at) && value(*at).is_some()).count();
    let after = (to + 1..rows.len()).take_while(|at| same_table(*at) && value(*at).is_some()).count();
    let (first, last) = (from - before, to + after);
    let levels: Vec<(usize, usize)> =
        (0..parameters.len()).filter_map(|factor| block(rows, from, to, factor).map(|level| (factor, level))).collect();
    let name = |(factor, level): &(usize, usize)| {
        let parameter = &frame.parameters[parameters[*factor]];
        let code = cells.levels[*factor][*level] as usize;
        (parameter.name.clone(), parameter.levels.get(code).cloned().unwrap_or_default())
    };
    let far: Vec<f64> = (first..=last).filter_map(value).collect();
    let told = Incident {
        failed: (to - from + 1) as u64,
        place: place(frame, rows[first].place, rows[last].place),
        far,
        levels: levels.iter().map(name).collect(),
    };
    let records = (first..=last).filter(|at| value(*at).is_some()).filter_map(|at| rows[at].record).collect();
    (!levels.is_empty()).then_some(Happened { told, levels, records })
}

/// The level that these rows share, where all rows of it follow each other and less than half of them failed.
fn block(rows: &[Row], from: usize, to: usize, factor: usize) -> Option<usize> {
    let level = rows[from].at.get(factor).copied().flatten()?;
    let here = |row: &Row| row.at.get(factor).copied().flatten() == Some(level);
    if !rows[from..=to].iter().all(here) {
        return None;
    }
    let of: Vec<usize> = (0..rows.len()).filter(|at| here(&rows[*at])).collect();
    let whole = of.last()? - of.first()? + 1 == of.len() && of.len() < rows.len();
    let failed = of.iter().filter(|at| rows[**at].record.is_none()).count();
    (whole && failed * 2 < of.len()).then_some(level)
}

fn place(frame: &Frame<'_>, first: (u32, u32), last: (u32, u32)) -> String {
    let source = frame.sources[first.0 as usize];
    let path = &source.file.reading.path;
    match (source.line(first.1), source.line(last.1)) {
        (Some(from), Some(to)) if from != to => format!("{path} lines {from} to {to}"),
        (Some(line), _) => format!("{path} line {line}"),
        (None, _) => format!("{path} record {}", first.1 + 1),
    }
}
