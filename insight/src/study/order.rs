//! The order in which the records of a file were measured, where the file says it: by their moments, or by their numbers.
//!
//! The order of the rows says nothing: a file may be sorted by anything.

use super::frame::{Frame, Source};
use crate::dataset::Field;
use crate::role::Role;
use crate::table::{Cell, Column};

/// Words of a column that numbers the records of a run in the order of measuring.
const NUMBERS: &[&str] = &[
    "iteration",
    "iter",
    "run",
    "repetition",
    "rep",
    "trial",
    "round",
    "index",
    "step",
    "seq",
    "sequence",
    "request",
    "id",
];
/// Words of the moment at which a record began.
const BEGINS: &[&str] = &["start", "started", "begin", "timestamp", "time", "created", "at", "ts", "date"];

/// For each record of the frame its rank in time within its file; `None` where the file does not say.
pub(super) fn ranks(frame: &Frame<'_>) -> Vec<Option<u32>> {
    let mut ranks = Vec::with_capacity(frame.records.len());
    for records in frame.records.chunk_by(|a, b| a.0 == b.0) {
        let source = frame.sources[records[0].0 as usize];
        match ordered(source, records) {
            Some(places) => ranks.extend(places.into_iter().map(Some)),
            None => ranks.extend(records.iter().map(|_| None)),
        }
    }
    ranks
}

/// The values of a group in the order of measuring; `None` unless one file holds all of them and says it.
pub(super) fn in_order(frame: &Frame<'_>, ranks: &[Option<u32>], members: &[(usize, f64)]) -> Option<Vec<f64>> {
    let source = frame.records.get(members.first()?.0)?.0;
    let mut placed: Vec<(u32, f64)> = Vec::with_capacity(members.len());
    for (record, value) in members {
        if frame.records[*record].0 != source {
            return None;
        }
        placed.push((ranks[*record]?, *value));
    }
    placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    Some(placed.into_iter().map(|(_, value)| value).collect())
}

/// The rank of each record by the column that says when it was measured.
fn ordered(source: Source<'_>, records: &[(u32, u32)]) -> Option<Vec<u32>> {
    let fields = &source.sheet()?.fields;
    let columns = &source.file.reading.tables.get(source.table)?.columns;
    let of = |is: &dyn Fn(&Field) -> bool| {
        let mut chosen = fields.iter().zip(columns).filter(|(field, _)| is(field));
        chosen.find_map(|(_, column)| by(column, records))
    };
    let has = |field: &Field, words: &[&str]| {
        let written = field.written.to_ascii_lowercase();
        written.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
    };
    let begins = |field: &Field| field.role == Role::Time && has(field, BEGINS);
    of(&begins).or_else(|| of(&|field| field.role == Role::Identifier && has(field, NUMBERS)))
}

/// Ranks by one column, the same for equal cells; `None` where a cell is missing or most are equal.
fn by(column: &Column, records: &[(u32, u32)]) -> Option<Vec<u32>> {
    let cells: Vec<Cell<'_>> = records.iter().map(|(_, row)| column.cell(*row as usize)).collect();
    let mut order: Vec<usize> = (0..cells.len()).collect();
    if cells.iter().all(|cell| matches!(cell, Cell::Number(_))) {
        let number = |at: usize| if let Cell::Number(number) = cells[at] { number } else { 0.0 };
        order.sort_by(|a, b| number(*a).total_cmp(&number(*b)));
        return spread(&order, |a, b| number(a) == number(b));
    }
    // Moments written from the year down and alike are in the order of their letters.
    let text = |at: usize| if let Cell::Text(text) = cells[at] { text } else { "" };
    let is_moment =
        |text: &str| text.len() >= 19 && text.as_bytes()[4] == b'-' && text.len() == self::text_length(&cells);
    if !(0..cells.len()).all(|at| is_moment(text(at))) {
        return None;
    }
    order.sort_by(|a, b| text(*a).cmp(text(*b)));
    spread(&order, |a, b| text(a) == text(b))
}

fn text_length(cells: &[Cell<'_>]) -> usize {
    if let Some(Cell::Text(text)) = cells.first() { text.len() } else { 0 }
}

/// The rank of each place, given the order of places; `None` where fewer than nine in ten differ from the one before.
fn spread(order: &[usize], is_same: impl Fn(usize, usize) -> bool) -> Option<Vec<u32>> {
    let mut ranks = vec![0; order.len()];
    let mut rank = 0;
    for pair in order.windows(2) {
        rank += u32::from(!is_same(pair[0], pair[1]));
        ranks[pair[1]] = rank;
    }
    (order.len() > 1 && u64::from(rank + 1) * 10 >= order.len() as u64 * 9).then_some(ranks)
}
