//! Cells of a culture that writes a decimal comma; its CSV has `;` between the cells.

use crate::container::Content;
use crate::table::{Cell, Column, ColumnBuilder};
use crate::unit::Unit;

/// Reads `1.250,50 μs` as numbers, in every column of results.
pub(super) fn settle(content: &mut Content) {
    let has_semicolons = content.text.lines().next().is_some_and(|(_, header)| header.contains(';'));
    if !has_semicolons {
        return;
    }
    for table in &mut content.tables {
        let mean = table.columns.iter().position(|column| column.name == "Mean").unwrap_or(table.columns.len());
        for column in &mut table.columns[mean..] {
            if let Some(settled) = numbers(column) {
                *column = settled;
            }
        }
    }
}

/// The column in the finest unit of its cells; nothing where a cell is neither a number nor a word without a digit.
fn numbers(column: &Column) -> Option<Column> {
    let cells: Vec<Option<(f64, &str)>> = column
        .written()
        .cells()
        .map(|cell| match cell {
            Cell::Missing => Some(None),
            Cell::Number(number) | Cell::NonFinite(number) => Some(Some((number, ""))),
            Cell::Text(text) if !text.contains(|c: char| c.is_ascii_digit()) => Some(None),
            Cell::Text(text) => number(text).map(Some),
        })
        .collect::<Option<_>>()?;
    let factor = |unit: &str| Unit::stated(unit).map_or(1.0, |unit| unit.factor);
    let finest = cells.iter().flatten().map(|(_, unit)| *unit).min_by(|a, b| factor(a).total_cmp(&factor(b)))?;
    let mut builder = ColumnBuilder::new(column.name.clone());
    for cell in &cells {
        match cell {
            Some((number, unit)) => builder.push_number(number * (factor(unit) / factor(finest)).round()),
            None => builder.push_missing(),
        }
    }
    let mut settled = builder.finish();
    settled.unit_written = Some(finest.to_owned()).filter(|unit| !unit.is_empty());
    Some(settled)
}

/// `1.250,50 μs`: grouped by points or spaces, a comma before the decimals.
fn number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits: String = text[..end]
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2019}'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    Some((digits.parse().ok()?, text[end..].trim()))
}
