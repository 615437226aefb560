//! Percentiles of few values: how many values stand behind each, and which are but the largest of them.
//!
//! Takes a file with the meaning of its columns; a percentile that needs more values than there are says so in its definition, and one
//! that was drawn from the few values of another table of its file takes their unit and their number.

use super::lineage::digits::{equal, worth};
use super::{Field, File};
use crate::problem::{Problem, Severity, Spot};
use crate::role::Role;
use crate::table::Cell;

/// More values than this are not few.
const MOST: usize = 64;
/// Digits in which a percentile must agree with the value that it is.
const ENOUGH: f64 = 6.0;

/// The column that says of how many values an aggregate is: the count beside it under the same parent, else that of its row.
pub(crate) fn counted_by(field: &Field, all: &[Field]) -> Option<usize> {
    let parent = |field: &Field| field.written.rsplit_once('.').map_or("", |(parent, _)| parent).to_owned();
    let counts = |other: &Field| other.statistic.as_deref() == Some("n");
    let above = parent(field);
    let requests = |other: &Field| other.metric == "requests" && other.role == Role::Measurement;
    let whole_row = |other: &Field| counts(other) && above.is_empty() && parent(other).is_empty();
    let place = |is: &dyn Fn(&Field) -> bool| all.iter().position(is);
    let beside = |other: &Field| counts(other) && !parent(other).is_empty() && above == parent(other);
    let within = |parent: &str| above.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'));
    let nearest = |other: &Field| counts(other) && !parent(other).is_empty() && within(&parent(other));
    place(&beside).or_else(|| place(&nearest)).or_else(|| place(&requests)).or_else(|| place(&whole_row))
}

/// Marks the percentiles of a file that few values stand behind.
pub(super) fn mark(file: &mut File) {
    drawn(file);
    for (table, sheet) in file.reading.tables.iter().zip(&mut file.tables) {
        let marks: Vec<Option<&str>> = sheet
            .fields
            .iter()
            .map(|field| {
                let counted =
                    counted_by(field, &sheet.fields).and_then(|at| table.columns[at].numbers().reduce(f64::max));
                mark_of(field, field.drawn_from.map(|n| n as f64).or(counted)?)
            })
            .collect();
        for (field, mark) in sheet.fields.iter_mut().zip(marks) {
            let parts = [field.definition.as_str(), mark.unwrap_or_default()];
            field.definition = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        }
    }
}

/// The share of values below a percentile.
fn share(field: &Field) -> Option<f64> {
    let statistic = field.statistic.as_deref().filter(|_| field.role == Role::Aggregate)?;
    if statistic == "median" {
        return Some(0.5);
    }
    let percent: f64 = statistic.strip_prefix('p')?.parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

/// What is said of a percentile of that many values.
fn mark_of(field: &Field, n: f64) -> Option<&'static str> {
    let share = share(field).filter(|share| (0.0..1.0).contains(share) && *share > 0.0)?;
    // A hundred values are enough for p99, whatever is lost in computing 0.99.
    let (above, below) = ((1.0 / (1.0 - share)).round(), (1.0 / share).round());
    if n < above && share > 0.5 {
        Some("= max: fewer values than the percentile needs")
    } else if n < below && share < 0.5 {
        Some("= min: fewer values than the percentile needs")
    } else {
        None
    }
}

/// Finds percentiles in a row of their own that are, digit by digit, values of one column of another table of the file.
fn drawn(file: &mut File) {
    let mut found = Vec::new();
    for (at, table) in file.reading.tables.iter().enumerate().filter(|(_, table)| table.rows == 1) {
        for (parent, group) in groups(&file.tables[at].fields) {
            let values: Vec<f64> = group
                .iter()
                .filter_map(|column| match table.columns[*column].cell(0) {
                    Cell::Number(value) => Some(value),
                    Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
                })
                .collect();
            let all = values.len() == group.len() && values.iter().all(|value| worth(*value, 1e-6) >= ENOUGH);
            if let Some(source) = source(file, at, &values).filter(|_| all) {
                found.push((at, parent, group, source));
            }
        }
    }
    for (table, parent, group, (other, column)) in found {
        let (n, unit) = (file.reading.tables[other].rows, file.tables[other].fields[column].unit.clone());
        let name = file.tables[other].fields[column].written.clone();
        for at in group {
            let field = &mut file.tables[table].fields[at];
            field.drawn_from = Some(n as u64);
            if field.unit.symbol.is_empty() {
                field.unit = unit.clone();
            }
        }
        let what = format!("the percentiles of `{parent}` are drawn from {n} values of `{name}`");
        let problem = Problem::new(&file.reading.path, Spot::Whole, Severity::Doubt, what);
        file.reading.problems.push(problem.hint("each of these values sums up several; nothing is known of a tail"));
    }
}

/// Percentiles without a count, by the name that stands before them.
fn groups(fields: &[Field]) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, field) in fields.iter().enumerate().filter(|(_, field)| share(field).is_some()) {
        let Some((parent, _)) = field.written.rsplit_once('.') else { continue };
        if counted_by(field, fields).is_some_and(|at| fields[at].written.starts_with(parent)) {
            continue;
        }
        match groups.iter_mut().find(|(known, _)| known == parent) {
            Some((_, group)) => group.push(at),
            None => groups.push((parent.to_owned(), vec![at])),
        }
    }
    groups.retain(|(_, group)| group.len() > 1);
    groups
}

/// The column of another table that holds every one of these values.
fn source(file: &File, own: usize, values: &[f64]) -> Option<(usize, usize)> {
    let tables = file.reading.tables.iter().enumerate();
    let few = tables.filter(|(at, table)| *at != own && (2..=MOST).contains(&table.rows));
    few.flat_map(|(at, table)| (0..table.columns.len()).map(move |column| (at, column))).find(|(at, column)| {
        let cells: Vec<f64> = file.reading.tables[*at].columns[*column].numbers().collect();
        file.tables[*at].fields[*column].measured
            && values.iter().all(|value| cells.iter().any(|cell| equal(*value, *cell, 0.0)))
    })
}
