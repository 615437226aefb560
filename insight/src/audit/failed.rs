//! Rows that failed: how many, and what they say.

use super::place::{rows, within};
use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::role::Role;
use crate::shown::format_count;
use crate::table::Cell;

/// More letters of a message say nothing more.
const MESSAGE: usize = 60;

/// Warns of tables in which rows failed.
pub(super) fn failed(dataset: &Dataset) -> Vec<Warning> {
    dataset.files.iter().flat_map(|file| (0..file.tables.len()).filter_map(|table| rows_of(file, table))).collect()
}

fn rows_of(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let failed: Vec<usize> = (0..table.rows).filter(|row| sheet.failed(*row)).collect();
    let first = *failed.first()?;
    let said = message(file, at, first).map_or(String::new(), |message| format!("; the first says “{message}”"));
    let (count, all) = (format_count(failed.len() as u64), format_count(table.rows as u64));
    let evidence = format!("{count} of {all} rows failed{said}");
    let consequence = if failed.len() == table.rows {
        "there is no result here, whatever the numbers say"
    } else {
        "a mean, a rank or a count over all rows holds failures; report them beside what was measured"
    };
    let place = within(table, &rows(table, &failed));
    Some(Warning::new(&file.reading.path, Trap::FailedRows, place, evidence, consequence))
}

/// The first words that a failed row says of itself.
fn message(file: &File, at: usize, row: usize) -> Option<String> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let judging = sheet.fields.iter().zip(&table.columns).filter(|(field, _)| field.role == Role::Validity);
    let texts = judging.filter_map(|(_, column)| match column.cell(row) {
        Cell::Text(text) => Some(text.trim()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    });
    let longest = texts.max_by_key(|text| text.len())?;
    let line = longest.lines().next()?;
    let cut: String = line.chars().take(MESSAGE).collect();
    Some(if cut.len() < line.len() { format!("{cut}…") } else { cut })
}
