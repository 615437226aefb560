//! Columns that hold what another one means: settings where times should stand.

use super::place::within;
use super::{Trap, Warning};
use crate::dataset::{Dataset, Field, File};
use crate::role::Role;
use crate::shown::format_count;
use crate::table::{Cell, Table};
use std::collections::BTreeSet;

/// The least power of two that is a setting and no time.
const LEAST: f64 = 128.0;
/// Fewer rows prove nothing.
const FEWEST: usize = 3;

/// Warns of columns of times and rates that are settings.
pub(super) fn misread(dataset: &Dataset) -> Vec<Warning> {
    let tables = dataset.files.iter().flat_map(|file| (0..file.tables.len()).map(move |table| (file, table)));
    tables.flat_map(|(file, table)| of_table(file, table)).collect()
}

fn is_time_or_rate(field: &Field) -> bool {
    let told = matches!(field.role, Role::Measurement | Role::Aggregate);
    told && (field.unit.symbol == "s" || field.unit.symbol.ends_with("/s"))
}

fn of_table(file: &File, at: usize) -> Vec<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let consequence = "no time is known here, and no ranking or change computed from it means anything";
    let mut found = Vec::new();
    for (column, field) in table.columns.iter().zip(&sheet.fields).filter(|(_, field)| is_time_or_rate(field)) {
        let count = column.counts().numbers as usize;
        if count < FEWEST {
            continue;
        }
        let evidence = if column.numbers().all(is_power_of_two) {
            let values: BTreeSet<u64> = column.numbers().map(|value| value as u64).collect();
            let values: Vec<String> = values.iter().take(4).map(u64::to_string).collect();
            format!(
                "`{}` is a power of two in all {} rows: {}",
                field.written,
                format_count(count as u64),
                values.join(", ")
            )
        } else if let Some(other) = same_setting(table, &sheet.fields, column) {
            format!("`{}` is `{other}` in all {} rows", field.written, format_count(count as u64))
        } else {
            continue;
        };
        let place = within(table, &format!("`{}`", field.written));
        found.push(Warning::new(&file.reading.path, Trap::MisreadColumn, place, evidence, consequence));
    }
    found
}

fn is_power_of_two(value: f64) -> bool {
    (LEAST..1e9).contains(&value) && value.fract() == 0.0 && (value as u64).is_power_of_two()
}

/// A setting with the same numbers, row by row, of two levels at least.
fn same_setting<'a>(table: &Table, fields: &'a [Field], column: &crate::table::Column) -> Option<&'a str> {
    let mut levels = column.numbers();
    let first = levels.next()?;
    if levels.all(|value| value == first) {
        return None;
    }
    let settings = table.columns.iter().zip(fields).filter(|(_, field)| field.role == Role::Parameter);
    for (other, field) in settings {
        let same = |row: usize| match (column.cell(row), other.cell(row)) {
            (Cell::Number(a), Cell::Number(b)) => a == b,
            (a, b) => matches!((a, b), (Cell::Missing, Cell::Missing)),
        };
        if other.counts().numbers >= FEWEST as u64 && (0..table.rows).all(same) {
            return Some(&field.written);
        }
    }
    None
}
