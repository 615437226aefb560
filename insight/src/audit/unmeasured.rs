//! Numbers and texts that no measurement gave: error messages in place of data, constants, sensors that were not read.

use super::place::{names, within};
use super::shared::is_short_by_rounding;
use super::{Trap, Warning};
use crate::dataset::{Dataset, Failure, Field, File};
use crate::header::Header;
use crate::quirk::QuirkKind;
use crate::role::Role;
use crate::role::profile::answer;
use crate::shown::format_count;
use crate::summary::Use;
use crate::table::{Cell, Column};
use std::collections::BTreeMap;

/// Words by which a program says that it only pretended.
const PRETENDED: &[&str] = &[
    "simulated",
    "simulation",
    "mock",
    "mocked",
    "fake",
    "faked",
    "placeholder",
    "stub",
    "stubbed",
    "dry run",
    "dry-run",
    "dry_run",
    "dryrun",
];
/// Sensors that are never at zero while the machine runs.
const SENSORS: &[&str] = &["power", "voltage", "freq", "frequency"];
/// Files in which a constant stands.
const CONSTANT_IN: usize = 3;

/// Warns of what is no measurement.
pub(super) fn unmeasured(dataset: &Dataset) -> Vec<Warning> {
    let mut found = constants(dataset);
    for file in &dataset.files {
        found.extend(error_text(file));
        found.extend(only_an_error(file));
        for table in 0..file.tables.len() {
            found.extend(pretended(file, table));
            found.extend(not_read(file, table));
        }
    }
    found
}

fn warning(file: &File, place: impl Into<String>, evidence: impl Into<String>, consequence: &str) -> Warning {
    Warning::new(&file.reading.path, Trap::NotMeasurements, place, evidence, consequence)
}

fn error_text(file: &File) -> Option<Warning> {
    let quirk = file.reading.quirks.iter().find(|quirk| quirk.kind == QuirkKind::ErrorText)?;
    let evidence = format!("it holds a message and no data: “{}”", quirk.sample);
    Some(warning(file, "whole file", evidence, "the run that should have written it gave no result"))
}

/// A document that says that it failed and holds no measured number.
fn only_an_error(file: &File) -> Option<Warning> {
    let said = file
        .tables
        .iter()
        .zip(&file.reading.tables)
        .find(|(sheet, table)| table.rows == 1 && sheet.failed.first() == Some(&Some(Failure::Said)));
    let (sheet, table) = said?;
    let measured = |at: usize| {
        let columns = (0..file.tables[at].fields.len()).filter(|column| file.tables[at].fields[*column].measured);
        columns
            .flat_map(|column| file.reading.tables[at].columns[column].numbers().collect::<Vec<f64>>())
            .any(|value| value != 0.0)
    };
    if (0..file.tables.len()).any(measured) || matches!(file.used, Use::Document) {
        return None;
    }
    let mut texts = table.columns.iter().zip(&sheet.fields).filter(|(_, field)| field.role == Role::Validity);
    let message = texts.find_map(|(column, _)| match column.cell(0) {
        Cell::Text(text) if answer(text).is_none() => Some(text),
        Cell::Text(_) | Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    })?;
    let evidence = format!("an error and no measured number: “{}”", message.lines().next().unwrap_or_default());
    Some(warning(file, within(table, "whole file"), evidence, "nothing is known of what was to be measured"))
}

/// Whether a file says of all that stands in one of its tables that nothing was run.
pub(crate) fn is_pretended(file: &File) -> bool {
    file.reading.tables.iter().zip(&file.tables).any(|(table, sheet)| {
        let columns = table.columns.iter().zip(&sheet.fields);
        table.rows > 0 && columns.into_iter().any(|(column, field)| rows_pretended(column, field) == table.rows)
    })
}

/// Rows in which a column says that the program only pretended.
fn rows_pretended(column: &Column, field: &Field) -> usize {
    let is_one = |text: &str| PRETENDED.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    let header = Header::of(&field.written);
    let named = is_one(&header.words.join("_")) && !header.words.is_empty();
    let says = |cell: Cell<'_>| match cell {
        Cell::Text(text) => is_one(text) || named && answer(text.trim()) == Some(true),
        Cell::Number(value) => named && value == 1.0,
        Cell::Missing | Cell::NonFinite(_) => false,
    };
    column.cells().filter(|cell| says(*cell)).count()
}

/// A program that says that it only pretended.
fn pretended(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    for (column, field) in table.columns.iter().zip(&sheet.fields) {
        let rows = rows_pretended(column, field);
        if rows > 0 {
            let evidence = format!(
                "`{}` says so in {} of {} rows",
                field.written,
                format_count(rows as u64),
                format_count(table.rows as u64)
            );
            let place = within(table, &format!("`{}`", field.written));
            return Some(warning(file, place, evidence, "what was not run has no time and no rate"));
        }
    }
    None
}

/// Sensors at exactly zero in every row.
fn not_read(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let at_zero = |column: &Column| column.counts().numbers >= 3 && column.numbers().all(|value| value == 0.0);
    let named = |written: &str, words: &[&str]| {
        let header = Header::of(written);
        header.context.iter().chain(&header.words).any(|word| words.contains(&word.as_str()))
    };
    let works = table.columns.iter().zip(&sheet.fields).any(|(column, field)| {
        let hot = named(&field.written, &["power", "watts"]) && column.numbers().any(|value| value > 50.0)
            || named(&field.written, &["temperature", "temp"]) && column.numbers().any(|value| value > 60.0);
        hot && column.counts().numbers >= 3
    });
    let zero = |(column, field): &(&Column, &crate::dataset::Field)| {
        let sensor = named(&field.written, SENSORS) && !matches!(field.role, Role::Parameter | Role::Derived);
        at_zero(column) && (sensor || works && named(&field.written, &["fan"]))
    };
    let found: Vec<&str> =
        table.columns.iter().zip(&sheet.fields).filter(zero).map(|(_, field)| field.written.as_str()).collect();
    if found.is_empty() {
        return None;
    }
    let evidence = format!("exactly 0 in all {} rows, which no running machine shows", format_count(table.rows as u64));
    Some(warning(file, within(table, &names(found)), evidence, "the sensor was not read: 0 stands for unknown"))
}

/// Numbers that were added up from short constants, bit for bit the same in several files.
fn constants(dataset: &Dataset) -> Vec<Warning> {
    let mut places: BTreeMap<(&str, u64), Vec<usize>> = BTreeMap::new();
    for (at, file) in dataset.files.iter().enumerate() {
        if matches!(file.used, Use::Repeat { .. }) {
            continue;
        }
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables).filter(|(table, _)| table.rows <= 16) {
            for (column, field) in table.columns.iter().zip(&sheet.fields) {
                let asked = matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived);
                let odd = |value: &f64| asked && format!("{value}").len() > 16 && is_short_by_rounding(*value);
                for value in column.numbers().filter(odd) {
                    let files = places.entry((&field.written, value.to_bits())).or_default();
                    if files.last() != Some(&at) {
                        files.push(at);
                    }
                }
            }
        }
    }
    let mut by_file: BTreeMap<usize, Vec<Constant<'_>>> = BTreeMap::new();
    for ((name, bits), files) in places.into_iter().filter(|(_, files)| files.len() >= CONSTANT_IN) {
        for at in &files {
            let others = files.iter().copied().filter(|other| other != at).take(CONSTANT_IN).collect();
            by_file.entry(*at).or_default().push(Constant { name, value: f64::from_bits(bits), others });
        }
    }
    by_file.into_iter().map(|(at, constants)| constant(dataset, at, &constants)).collect()
}

/// A value that stands in several files.
struct Constant<'a> {
    name: &'a str,
    value: f64,
    others: Vec<usize>,
}

fn constant(dataset: &Dataset, at: usize, constants: &[Constant<'_>]) -> Warning {
    let values: Vec<String> =
        constants.iter().take(3).map(|constant| format!("`{}` {}", constant.name, constant.value)).collect();
    let others = constants.first().map(|constant| constant.others.as_slice()).unwrap_or_default();
    let evidence = format!("bit for bit the same in {} files: {}", others.len() + 1, values.join(", "));
    let consequence = "constants of a program that were added up, not what a system did";
    warning(&dataset.files[at], names(constants.iter().map(|constant| constant.name)), evidence, consequence)
        .with(others.iter().map(|other| dataset.files[*other].reading.path.as_str()))
}
