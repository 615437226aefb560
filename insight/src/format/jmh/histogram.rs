//! Histograms of sampled times: `[[50.0, 3], [60.0, 1]]` is four calls.

use crate::container::Content;
use crate::format::reshape::{at, numbers};
use crate::problem::{Severity, Spot};
use crate::table::{Parent, Table};

/// Values and how often each was seen, fork by fork and iteration by iteration.
const HISTOGRAM: &str = "/*/primaryMetric/rawDataHistogram/*/*/*";
/// Where the calls stand afterwards, and the name of their column.
pub(super) const CALLS: &str = "/*/primaryMetric/calls";
pub(super) const VALUES: &str = "calls";

/// More calls than this are not written out one by one.
const MOST: f64 = 1e6;

/// Puts a table of calls in the place of that of pairs; they are values of a list, so no row comes or goes.
pub(super) fn count_out(content: &mut Content) {
    let Some(from) = at(&content.tables, HISTOGRAM) else { return };
    let table = &content.tables[from];
    let Some(column) = table.column("rawDataHistogram") else { return };
    let figures: Vec<f64> = column.placed_slices().flat_map(|(_, values)| values.to_vec()).collect();
    let Some(parent) = &table.parent else { return };
    let pairs = || figures.chunks_exact(2).zip(parent.rows.chunks_exact(2));
    let whole = |count: f64| count >= 0.0 && count.fract() == 0.0;
    let all: f64 = pairs().map(|(pair, _)| pair[1]).sum();
    let right = figures.len() == table.rows && table.rows.is_multiple_of(2);
    if !right || !pairs().all(|(pair, rows)| whole(pair[1]) && rows[0] == rows[1]) || all > MOST {
        let what = "a histogram of sampled times is not counted out: its scores and percentiles are read";
        content.ledger.say(Spot::Whole, Severity::Note, what, None);
        return;
    }
    let (mut calls, mut rows) = (Vec::new(), Vec::new());
    for (pair, row) in pairs() {
        calls.extend(std::iter::repeat_n(Some(pair[0]), pair[1] as usize));
        rows.resize(calls.len(), row[0]);
    }
    let parent = Some(Parent { place: parent.place.clone(), rows, samples: parent.samples });
    let count = calls.len();
    let columns = vec![numbers(VALUES, calls.into_iter())];
    content.tables[from] = Table { place: CALLS.to_owned(), columns, rows: count, parent, ..Table::default() };
}
