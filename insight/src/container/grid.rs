//! Records of texts to a table: its heading, its columns, its lines.
//!
//! Takes records as they stand below each other, each with its line; gives a table where there is a heading and a row.

use super::Ledger;
use super::csv::Heading;
use crate::quantity::Quantity;
use crate::table::{ColumnBuilder, Lines, Table};

/// A record and its line.
pub(super) type Record = (u64, Vec<String>);

/// The table that records are; short records are filled up with empty cells.
pub(super) fn table(place: &str, mut records: Vec<Record>, ledger: &mut Ledger) -> Option<Table> {
    let width = records.iter().map(|(_, fields)| fields.len()).max().filter(|width| *width >= 2)?;
    records.iter_mut().for_each(|(_, fields)| fields.resize(width, String::new()));
    let fields: Vec<&[String]> = records.iter().map(|(_, fields)| fields.as_slice()).collect();
    let Heading { names: Some(names), units, rows: above } = Heading::of(&fields) else { return None };
    let rows = &records[above..];
    if rows.is_empty() {
        return None;
    }
    let mut columns: Vec<ColumnBuilder> = names.into_iter().map(ColumnBuilder::new).collect();
    for (column, unit) in columns.iter_mut().zip(units.iter().flatten()).filter(|(_, unit)| !unit.is_empty()) {
        column.set_unit(unit);
    }
    let mut lines = Lines::default();
    for (at, (line, fields)) in rows.iter().enumerate() {
        columns.iter_mut().zip(fields).for_each(|(column, field)| column.push_written(field));
        lines.row(at, *line);
    }
    ledger.keep(rows.len() as u64);
    let columns = super::finish_outline(columns, ledger);
    let first_line = lines.first();
    Some(Table { place: place.to_owned(), columns, rows: rows.len(), first_line, lines, ..Table::default() })
}

/// Whether a field holds a number, with a unit or without.
pub(super) fn is_figure(field: &str) -> bool {
    Quantity::of(field).is_some()
}
