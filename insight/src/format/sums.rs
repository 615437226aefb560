//! Rows at the end of a table that sum up the rows above them (`Mean`, `Total`) become a table of their own, so that no
//! statistic is averaged with what it was made from.
//!
//! Takes the tables of a file that no tool's format knows; every row stays a row.

use super::reshape;
use crate::container::{Container, Content};
use crate::problem::{Severity, Spot};
use crate::table::{Cell, Table};

/// What stands in the first cell of such a row.
const SUMS: [&str; 20] = [
    "mean",
    "average",
    "avg",
    "median",
    "total",
    "totals",
    "sum",
    "overall",
    "aggregate",
    "aggregated",
    "std",
    "stdev",
    "stddev",
    "std dev",
    "sd",
    "min",
    "max",
    "geomean",
    "geometric mean",
    "grand total",
];

/// Parts such rows from those they sum up.
pub(super) fn part(content: &mut Content) {
    if !matches!(content.container, Container::Csv | Container::Markdown) {
        return;
    }
    let mut sums = Vec::new();
    for table in &mut content.tables {
        let Some(first) = first_sum(table) else { continue };
        let place = if table.place.is_empty() { "sums".to_owned() } else { format!("{} (sums)", table.place) };
        let rows: Vec<usize> = (0..table.rows).collect();
        let mut part = reshape::rows(table, &place, &rows[first..]);
        part.sums_up = Some(table.place.clone());
        let place = table.place.clone();
        *table = reshape::rows(table, &place, &rows[..first]);
        sums.push(part);
    }
    if !sums.is_empty() {
        let what = "rows at the end of a table that sum it up are no measurements of their own";
        content.ledger.say(Spot::Whole, Severity::Note, what, None);
    }
    content.tables.extend(sums);
}

/// The first of the rows at the end that sum up the others; at least two stand above it.
fn first_sum(table: &Table) -> Option<usize> {
    // What kind a row is stands before its name, and a sum is of no kind.
    let named = |row: usize| {
        let mut cells = table.columns.iter().take(2).map(|column| column.written().cell(row));
        let name = cells.find(|cell| !matches!(cell, Cell::Missing));
        let Some(Cell::Text(text)) = name else { return false };
        SUMS.iter().any(|sum| sum.eq_ignore_ascii_case(text.trim_matches(['*', ':', ' '])))
    };
    let first = (0..table.rows).rev().take_while(|row| named(*row)).last()?;
    (first >= 2 && !(0..first).any(named)).then_some(first)
}
