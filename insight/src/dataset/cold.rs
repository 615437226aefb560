//! Cold starts inside a mean: a first record that stands far above all that follow it, a mean that one value makes up.
//!
//! Takes a file with the meaning of its columns, says what it finds as a doubt; nothing is left out of a mean for it.

use super::{File, Sheet};
use crate::problem::{Problem, Severity, Spot};
use crate::role::Role;
use crate::shown::format_value;
use crate::summary::Better;
use crate::table::{Cell, Table};
use std::ops::Range;

/// The first is cold when it is this many times the largest of the others.
const COLD: f64 = 3.0;
/// Fewer others say nothing about the first.
const FEWEST: usize = 3;
/// A mean is made up by its largest value when its deviation is this many times the mean, and its least value this small a part.
const MADE_UP: (f64, f64) = (2.0, 0.2);
/// More than this are only counted.
const MOST: usize = 3;

/// Says where a cold start is part of what is summed up.
pub(super) fn tell(file: &mut File) {
    let mut found = Vec::new();
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables).filter(|(_, sheet)| sheet.counts) {
        found.extend(first_of_all(table, sheet));
        found.extend(made_up(table, sheet));
    }
    let hint = "compare what is warm, or warm up before measuring";
    for (spot, what) in found {
        let problem = Problem::new(&file.reading.path, spot, Severity::Doubt, what);
        file.reading.problems.push(problem.hint(hint));
    }
}

/// Rows that count, and where among them rows of one model follow each other; all where no column names a model. A series too
/// short to say anything is left out.
fn series(table: &Table, sheet: &Sheet) -> (Vec<usize>, Vec<Range<usize>>) {
    let names = |written: &str| crate::header::Header::of(written).words.iter().any(|word| word == "model");
    let model = sheet.fields.iter().position(|field| field.role == Role::Parameter && names(&field.written));
    let cell = |row: usize| model.map(|at| table.columns[at].cell(row));
    let rows: Vec<usize> = (0..table.rows).filter(|row| sheet.answered(*row)).collect();
    let mut series = Vec::new();
    let (mut from, mut before) = (0, rows.first().and_then(|row| cell(*row)));
    for at in 1..=rows.len() {
        let now = rows.get(at).and_then(|row| cell(*row));
        if at == rows.len() || now != before {
            series.extend((at - from > FEWEST).then_some(from..at));
            from = at;
        }
        before = now;
    }
    (rows, series)
}

/// The first record of each series whose time is far above that of all others, told by the first column that shows it.
fn first_of_all(table: &Table, sheet: &Sheet) -> Vec<(Spot, String)> {
    let timed = |field: &&super::Field| {
        let is_load = field.metric.starts_with("load_duration");
        field.measured && field.role == Role::Measurement && field.unit.symbol == "s" && !is_load
    };
    if !sheet.fields.iter().any(|field| timed(&field) && field.better == Better::Lower) {
        return Vec::new();
    }
    let (rows, series) = series(table, sheet);
    for (at, field) in
        sheet.fields.iter().enumerate().filter(|(_, field)| timed(field) && field.better == Better::Lower)
    {
        let number = |row: usize| match table.columns[at].cell(row) {
            Cell::Number(value) => Some(value * field.unit.factor),
            Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
        };
        let mut found = Vec::new();
        for series in &series {
            let Some((&first, others)) = rows[series.clone()].split_first() else { continue };
            let Some(cold) = number(first) else { continue };
            let (mut count, mut most) = (0, 0.0_f64);
            for value in others.iter().filter_map(|row| number(*row)) {
                (count, most) = (count + 1, most.max(value));
                // One value near the first settles it.
                if cold <= COLD * most {
                    break;
                }
            }
            if count >= FEWEST && cold > COLD * most && most > 0.0 {
                let spot = table.line(first).map_or(Spot::Whole, Spot::Line);
                let what = format!(
                    "the first of {} values of `{}` is {}, the others are at most {}: a cold start is part of their mean",
                    count + 1,
                    field.written,
                    format_value(cold, "s"),
                    format_value(most, "s"),
                );
                found.push((spot, what));
            }
        }
        if !found.is_empty() {
            return few(found, "a first value stands far above the others of its model");
        }
    }
    Vec::new()
}

/// Means that one value makes up.
fn made_up(table: &Table, sheet: &Sheet) -> Vec<(Spot, String)> {
    let mut found = Vec::new();
    for (at, field) in sheet.fields.iter().enumerate() {
        let is_mean = field.role == Role::Aggregate && field.statistic.as_deref() == Some("mean");
        if !is_mean || field.unit.symbol != "s" {
            continue;
        }
        let parent = |written: &str| written.rsplit_once('.').map(|(parent, _)| parent.to_owned());
        let beside = |statistic: &str| {
            sheet.fields.iter().position(|other| {
                other.metric == field.metric
                    && other.statistic.as_deref() == Some(statistic)
                    && parent(&other.written) == parent(&field.written)
            })
        };
        let (Some(sd), Some(min), Some(max)) = (beside("sd"), beside("min"), beside("max")) else { continue };
        for row in 0..table.rows {
            let number = |at: usize| match table.columns[at].cell(row) {
                Cell::Number(value) => value * sheet.fields[at].unit.factor,
                Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => f64::NAN,
            };
            let (mean, sd, min, max) = (number(at), number(sd), number(min), number(max));
            // Pieces of one answer come in bursts: gaps of nothing say nothing of a start.
            if sd > MADE_UP.0 * mean && min > 0.0 && min < MADE_UP.1 * mean {
                let spot = table.line(row).map_or(Spot::Whole, Spot::Line);
                let [mean, min, max] = [mean, min, max].map(|value| format_value(value, "s"));
                let what = format!(
                    "the mean `{}` is {mean} between {min} and {max}: its largest value, which may be a cold start, makes it up",
                    field.written
                );
                found.push((spot, what));
            }
        }
    }
    few(found, "a mean is made up by its largest value")
}

/// The first of them; the others are only counted.
fn few(found: Vec<(Spot, String)>, other: &str) -> Vec<(Spot, String)> {
    let named = |(at, (spot, what))| if at < MOST { (spot, what) } else { (spot, other.to_owned()) };
    found.into_iter().enumerate().map(named).collect()
}
