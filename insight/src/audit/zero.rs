//! Zeros that no measurement gave: in failed rows, in rates beside a time that passed, inside a mean.

use super::place::{names, rows, within};
use super::{Trap, Warning};
use crate::dataset::few::counted_by;
use crate::dataset::{Dataset, Field, File, zero};
use crate::role::Role;
use crate::shown::{format_count, format_value};
use crate::statistics;
use crate::summary::Better;
use crate::table::Cell;

/// How near the values of one mean must be told, as a share.
const NEAR: f64 = 0.01;

/// Warns of failures that are written as zero.
pub(super) fn zero(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        for table in 0..file.tables.len() {
            found.extend(in_failed_rows(file, table));
            found.extend(in_rates(file, table));
            found.extend(in_means(file, table));
        }
    }
    found
}

fn number(file: &File, at: usize, column: usize, row: usize) -> f64 {
    match file.reading.tables[at].columns[column].cell(row) {
        Cell::Number(value) => value,
        Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => f64::NAN,
    }
}

/// Columns of times and rates, raw or summed up.
fn times_and_rates(file: &File, at: usize) -> Vec<usize> {
    let fields = &file.tables[at].fields;
    let is = |field: &Field| {
        let told = matches!(field.role, Role::Measurement | Role::Aggregate);
        told && (field.unit.symbol == "s" || field.unit.symbol.ends_with("/s") || field.better == Better::Higher)
    };
    (0..fields.len()).filter(|column| is(&fields[*column])).collect()
}

fn in_failed_rows(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    if sheet.failed_rows == 0 {
        return None;
    }
    let columns = times_and_rates(file, at);
    let zeros = |row: usize| columns.iter().filter(|column| number(file, at, **column, row) == 0.0).count();
    let filled = |row: usize| columns.iter().filter(|column| number(file, at, **column, row).is_finite()).count();
    let found: Vec<usize> = (0..table.rows)
        .filter(|row| sheet.failed(*row) && zeros(*row) > 0 && zeros(*row) * 2 >= filled(*row))
        .collect();
    let first = *found.first()?;
    let written = columns.iter().filter(|column| number(file, at, **column, first) == 0.0);
    let written = names(written.map(|column| sheet.fields[*column].written.as_str()));
    let count = format_count(found.len() as u64);
    let evidence = format!("{count} of {} failed rows hold 0 in {written}", format_count(sheet.failed_rows));
    let consequence = "a zero of a failure lowers every mean and wins every ranking of times";
    let place = within(table, &rows(table, &found));
    Some(Warning::new(&file.reading.path, Trap::FailedAsZero, place, evidence, consequence))
}

/// Rates of exactly zero beside a time that passed, in rows that did not fail.
fn in_rates(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let is_rate = |field: &Field| {
        let of_work = matches!(field.unit.symbol.as_str(), "tokens/s" | "requests/s");
        field.measured
            && of_work
            && field.better == Better::Higher
            && matches!(field.role, Role::Measurement | Role::Aggregate)
            && field.statistic.as_deref().is_none_or(|statistic| statistic == "mean")
    };
    let is_time = |field: &Field| field.measured && field.unit.symbol == "s" && zero::may_not_be_nothing(field);
    let fields = &sheet.fields;
    let rates: Vec<usize> = (0..fields.len()).filter(|column| is_rate(&fields[*column])).collect();
    let times: Vec<usize> = (0..fields.len()).filter(|column| is_time(&fields[*column])).collect();
    if rates.is_empty() || times.is_empty() {
        return None;
    }
    let stopped = |row: usize, columns: &[usize]| columns.iter().any(|column| number(file, at, *column, row) == 0.0);
    let passed = |row: usize| times.iter().any(|column| number(file, at, *column, row) > 0.0);
    let found: Vec<usize> =
        (0..table.rows).filter(|row| sheet.answered(*row) && stopped(*row, &rates) && passed(*row)).collect();
    let first = *found.first()?;
    let named = |columns: &[usize], is: &dyn Fn(f64) -> bool| {
        let columns = columns.iter().filter(|column| is(number(file, at, **column, first)));
        names(columns.map(|column| fields[*column].written.as_str()))
    };
    let (rate, time) = (named(&rates, &|value| value == 0.0), named(&times, &|value| value > 0.0));
    let count = format_count(found.len() as u64);
    let evidence = format!(
        "{rate} is exactly 0 in {count} of {} rows in which time passed ({time})",
        format_count(table.rows as u64)
    );
    let consequence = "it was not captured: no mean and no change in percent may be computed from it";
    let place = within(table, &rows(table, &found));
    Some(Warning::new(&file.reading.path, Trap::FailedAsZero, place, evidence, consequence))
}

/// Means of a few runs of which one was counted as zero: mean, deviation and the other rows give it away.
fn in_means(file: &File, at: usize) -> Vec<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let mut found = Vec::new();
    for (column, field) in sheet.fields.iter().enumerate() {
        let is_mean = field.measured && field.role == Role::Aggregate && field.statistic.as_deref() == Some("mean");
        if !is_mean || table.rows < 4 {
            continue;
        }
        let sd = sheet
            .fields
            .iter()
            .position(|other| other.metric == field.metric && other.statistic.as_deref() == Some("sd"));
        let (Some(sd), Some(n)) = (sd, counted_by(field, &sheet.fields)) else { continue };
        let mut means: Vec<f64> = table.columns[column].numbers().collect();
        let Some(usual) = statistics::median(&mut means) else { continue };
        for row in 0..table.rows {
            let [mean, sd, n] = [column, sd, n].map(|column| number(file, at, column, row));
            if !(3.0..=100.0).contains(&n) || mean <= 0.0 {
                continue;
            }
            // Of n values n - 1 are the same and one is 0.
            let others = mean * n / (n - 1.0);
            let (population, sample) = (mean / (n - 1.0).sqrt(), mean * n.sqrt() / (n - 1.0));
            let near = |a: f64, b: f64| (a - b).abs() <= NEAR * b.abs();
            if (near(sd, population) || near(sd, sample))
                && (others - usual).abs() < 0.05 * usual
                && mean < 0.95 * usual
            {
                let unit = &field.unit;
                let [mean, sd, others] =
                    [mean, sd, others].map(|value| format_value(value * unit.factor, &unit.symbol));
                let evidence = format!(
                    "mean {mean} and deviation {sd} of {n} runs are those of {} runs at {others} and one at 0",
                    n - 1.0
                );
                let consequence = "the difference to the other rows is one failed run counted as 0";
                let place = within(table, &format!("{}: `{}`", rows(table, &[row]), field.written));
                found.push(Warning::new(&file.reading.path, Trap::FailedAsZero, place, evidence, consequence));
            }
        }
    }
    found.truncate(5);
    found
}
