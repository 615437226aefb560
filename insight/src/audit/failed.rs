//! Rows that failed: how many, what they say, and whether they call themselves a success.

use super::place::{rows, within};
use super::{Trap, Warning};
use crate::dataset::{Dataset, Failure, File};
use crate::header::Header;
use crate::role::Role;
use crate::role::profile::answer;
use crate::shown::format_count;
use crate::table::Cell;

/// More letters of a message say nothing more.
const MESSAGE: usize = 60;

/// What a run calls those of its parts that ended well.
const DONE: &[&str] = &["completed", "succeeded", "successful", "successes", "answered", "passed", "ok"];
/// What it calls all of them.
const ALL: &[&str] = &["total", "count", "requests", "n", "runs", "attempted", "submitted", "expected", "num"];

/// Warns of tables in which rows failed, and of counts that say so.
pub(super) fn failed(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        for table in 0..file.tables.len() {
            let rows = rows_of(file, table);
            let counted = if rows.is_empty() { none_completed(file, table) } else { Vec::new() };
            found.extend(rows.into_iter().chain(counted));
        }
    }
    found
}

fn rows_of(file: &File, at: usize) -> Vec<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let because = |why: Failure| -> Vec<usize> {
        sheet.failed.iter().enumerate().filter(|(_, failed)| **failed == Some(why)).map(|(row, _)| row).collect()
    };
    let (said, messages) = (because(Failure::Said), because(Failure::Message));
    let mut failed: Vec<usize> = said.iter().chain(&messages).copied().collect();
    failed.sort_unstable();
    let Some(first) = failed.first() else { return Vec::new() };
    let words = message(file, at, *first).map_or(String::new(), |message| format!("; the first says “{message}”"));
    let (count, all) = (format_count(failed.len() as u64), format_count(table.rows as u64));
    let praised = messages.iter().filter(|row| calls_itself_good(file, at, **row)).count();
    let praise = match praised {
        0 => String::new(),
        _ => format!("; {} of them are marked as a success", format_count(praised as u64)),
    };
    let evidence = format!("{count} of {all} rows failed{words}{praise}");
    let consequence = if failed.len() == table.rows {
        "there is no result here, whatever the numbers say"
    } else {
        "a mean, a rank or a count over all rows holds failures; report them beside what was measured"
    };
    let place = within(table, &rows(table, &failed));
    let mut found = vec![Warning::new(&file.reading.path, Trap::FailedRows, place, evidence, consequence)];
    if !messages.is_empty() && sheet.fields.iter().any(|field| field.measured) {
        let evidence =
            format!("the answer of {} of {all} rows is an error message", format_count(messages.len() as u64));
        let consequence = "times and lengths beside it are those of the error, not of an answer";
        let place = within(table, &rows(table, &messages));
        found.push(Warning::new(&file.reading.path, Trap::NotMeasurements, place, evidence, consequence));
    }
    found
}

/// The first words that a failed row says of itself.
fn message(file: &File, at: usize, row: usize) -> Option<String> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let judging = sheet.fields.iter().zip(&table.columns).filter(|(field, _)| field.role == Role::Validity);
    let texts = judging.filter_map(|(_, column)| match column.cell(row) {
        Cell::Text(text) if answer(text.trim()).is_none() => Some(text.trim()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) | Cell::Text(_) => None,
    });
    let longest = texts.max_by_key(|text| text.len())?;
    let line = longest.lines().next()?;
    let cut: String = line.chars().take(MESSAGE).collect();
    Some(if cut.len() < line.len() { format!("{cut}…") } else { cut })
}

/// Whether a column for success says yes in that row.
fn calls_itself_good(file: &File, at: usize, row: usize) -> bool {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let mut judging = sheet.fields.iter().zip(&table.columns).filter(|(field, _)| field.role == Role::Validity);
    judging.any(|(field, column)| {
        let words = Header::of(&field.written).words;
        let praises =
            words.iter().any(|word| matches!(word.as_str(), "success" | "successful" | "ok" | "passed" | "valid"));
        praises && matches!(column.cell(row), Cell::Text(text) if answer(text.trim()) == Some(true))
    })
}

/// Rows that count nothing completed of something attempted.
fn none_completed(file: &File, at: usize) -> Vec<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let named = |words: &[&str]| {
        let is = |written: &str| Header::of(written).words.iter().any(|word| words.contains(&word.as_str()));
        sheet.fields.iter().position(|field| is(&field.written) && field.unit.symbol != "%" && field.unit.symbol != "s")
    };
    let (Some(done), Some(all)) = (named(DONE), named(ALL)) else { return Vec::new() };
    let number = |column: usize, row: usize| match table.columns[column].cell(row) {
        Cell::Number(value) => value,
        Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => f64::NAN,
    };
    let none: Vec<usize> = (0..table.rows).filter(|row| number(done, *row) == 0.0 && number(all, *row) > 0.0).collect();
    if none.is_empty() || done == all {
        return Vec::new();
    }
    let (count, rows_in_all) = (format_count(none.len() as u64), format_count(table.rows as u64));
    let (done, all) = (&sheet.fields[done].written, &sheet.fields[all].written);
    let place = within(table, &rows(table, &none));
    let evidence = format!("`{done}` is 0 in {count} of {rows_in_all} rows whose `{all}` is not");
    let consequence = "nothing was answered there: what has no result may not be ranked or averaged";
    let failed = Warning::new(&file.reading.path, Trap::FailedRows, &place, evidence, consequence);
    let measured: Vec<usize> = (0..sheet.fields.len()).filter(|at| sheet.fields[*at].measured).collect();
    let is_empty = |row: &usize| {
        measured.iter().all(|column| !number(*column, *row).is_finite() || sheet.fields[*column].written == *done)
    };
    let empty = none.iter().filter(|row| is_empty(row)).count();
    let mut found = vec![failed];
    if empty > 0 {
        let evidence = format!("{} of {rows_in_all} rows hold no measured value", format_count(empty as u64));
        let consequence = "absent is not 0";
        found.push(Warning::new(&file.reading.path, Trap::MissingCells, &place, evidence, consequence));
    }
    found
}
