//! Tables whose rows are statistics of another table's rows, joined on what they share.

use super::digits::{Numbers, equal, worth};
use super::{File, Place, Repeat};
use crate::dataset::Field;
use crate::role::Role;
use crate::statistics;
use crate::table::Cell;
use std::collections::BTreeMap;

/// Digits that must agree before a table is taken for a summary.
const ENOUGH: f64 = 8.0;
/// Share of checked values that must agree, in percent.
const AGREEING: usize = 95;

/// Finds summaries of raw tables, each with the table that it sums up; a table that is a twin already is left alone.
pub(super) fn find(files: &[File], places: &[Place], parts: &mut BTreeMap<Place, Repeat>) -> Vec<(Place, Place)> {
    let mut found = Vec::new();
    let sums_up =
        |place: &&Place| sheet(files, **place).iter().any(|field| field.measured && field.role == Role::Aggregate);
    let is_raw =
        |place: &&Place| sheet(files, **place).iter().any(|field| field.measured && field.role == Role::Measurement);
    let raw: Vec<Place> = places.iter().filter(is_raw).copied().collect();
    for summary in places.iter().filter(sums_up) {
        if parts.contains_key(summary) {
            continue;
        }
        let source =
            raw.iter().find(|raw| *raw != summary && !parts.contains_key(raw) && restates(files, *summary, **raw));
        if let Some(raw) = source {
            parts.insert(*summary, Repeat { of: raw.file, how: "summary" });
            found.push((*summary, *raw));
        }
    }
    found
}

fn sheet(files: &[File], place: Place) -> &[Field] {
    &files[place.file].tables[place.table].fields
}

/// Whether the aggregates of one table are statistics of the other's rows.
fn restates(files: &[File], summary: Place, raw: Place) -> bool {
    let pairs = pairs(files, summary, raw);
    if pairs.is_empty() {
        return false;
    }
    let aggregates = sheet(files, summary).iter().filter(|field| is_checked(field)).count();
    if pairs.len() * 2 < aggregates {
        return false;
    }
    let keys = shared_keys(files, summary, raw);
    let rows = |place: Place| files[place.file].reading.tables[place.table].rows;
    if keys.is_empty() && rows(summary) > 1 || rows(raw) < rows(summary) {
        return false;
    }
    let groups = groups(files, raw, &keys);
    [true, false].into_iter().any(|answered| agrees(files, (summary, raw), &pairs, &keys, &groups, answered))
}

/// Whether a statistic can be computed again; an interval or a slope proves nothing.
fn is_checked(field: &Field) -> bool {
    let known = field.statistic.as_deref().is_none_or(|statistic| value_of(statistic, &mut [1.0, 2.0]).is_some());
    field.measured && field.role == Role::Aggregate && known
}

/// Columns of the same metric: `(summary, raw, statistic)`.
pub(super) fn pairs(files: &[File], summary: Place, raw: Place) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    for (at, field) in sheet(files, summary).iter().enumerate() {
        if !is_checked(field) {
            continue;
        }
        let alike = |other: &Field| other.measured && other.role == Role::Measurement && other.metric == field.metric;
        if let Some(other) = sheet(files, raw).iter().position(alike) {
            found.push((at, other, field.statistic.clone().unwrap_or_else(|| "mean".to_owned())));
        }
    }
    found
}

/// Columns that tell rows apart and stand in both tables: `(summary, raw)`.
fn shared_keys(files: &[File], summary: Place, raw: Place) -> Vec<(usize, usize)> {
    let is_key = |field: &Field| matches!(field.role, Role::Parameter | Role::Identifier | Role::Environment);
    let mut found = Vec::new();
    for (at, field) in sheet(files, summary).iter().enumerate().filter(|(_, field)| is_key(field)) {
        let other = sheet(files, raw).iter().position(|other| is_key(other) && other.metric == field.metric);
        if let Some(other) = other {
            found.push((at, other));
        }
    }
    found
}

type Key = Vec<String>;

fn key(files: &[File], place: Place, columns: impl Iterator<Item = usize>, row: usize) -> Key {
    let table = &files[place.file].reading.tables[place.table];
    columns
        .map(|column| match table.columns[column].cell(row) {
            Cell::Missing | Cell::NonFinite(_) => String::new(),
            Cell::Number(number) => format!("{number}"),
            Cell::Text(text) => text.trim().to_owned(),
        })
        .collect()
}

fn groups(files: &[File], raw: Place, keys: &[(usize, usize)]) -> BTreeMap<Key, Vec<usize>> {
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for row in 0..files[raw.file].reading.tables[raw.table].rows {
        groups.entry(key(files, raw, keys.iter().map(|(_, raw)| *raw), row)).or_default().push(row);
    }
    groups
}

fn agrees(
    files: &[File],
    (summary, raw): (Place, Place),
    pairs: &[(usize, usize, String)],
    keys: &[(usize, usize)],
    groups: &BTreeMap<Key, Vec<usize>>,
    answered: bool,
) -> bool {
    let rows = files[summary.file].reading.tables[summary.table].rows;
    let raw_sheet = &files[raw.file].tables[raw.table];
    let (mut checked, mut agreeing, mut digits) = (0_usize, 0_usize, 0.0);
    let members: Vec<&[usize]> = (0..rows)
        .map(|row| {
            groups.get(&key(files, summary, keys.iter().map(|(own, _)| *own), row)).map_or(&[][..], Vec::as_slice)
        })
        .collect();
    if members.iter().filter(|members| !members.is_empty()).count() * 2 < rows {
        return false;
    }
    for (own, other, statistic) in pairs {
        let (stated, values) = (Numbers::of(files, summary, *own), Numbers::of(files, raw, *other));
        // A mean of rounded values is known to their last digit only.
        let step = stated.step.max(values.step);
        for (row, members) in members.iter().enumerate() {
            let said = stated.values[row];
            if !said.is_finite() || members.is_empty() {
                continue;
            }
            let mut sample: Vec<f64> = members
                .iter()
                .filter(|row| !answered || raw_sheet.answered(**row))
                .map(|row| values.values[*row])
                .filter(|value| value.is_finite())
                .collect();
            checked += 1;
            let Some(found) = value_of(statistic, &mut sample) else { continue };
            if follows(statistic, said, found, sample.len(), step) {
                agreeing += 1;
                digits += worth(said, step);
            }
        }
    }
    checked > 0 && agreeing * 100 >= checked * AGREEING && digits >= ENOUGH
}

/// Whether a stated statistic is the one found; a deviation may be that of a sample or of a population.
pub(super) fn follows(statistic: &str, said: f64, found: f64, n: usize, step: f64) -> bool {
    let of_population = || found * ((n as f64 - 1.0) / n as f64).sqrt();
    equal(said, found, step) || (statistic == "sd" && n > 1 && equal(said, of_population(), step))
}

/// A statistic of a sample, by name.
pub(super) fn value_of(statistic: &str, sample: &mut [f64]) -> Option<f64> {
    match statistic {
        "mean" => statistics::mean(sample),
        "median" => statistics::median(sample),
        "sd" => statistics::sd(sample),
        "min" => sample.iter().copied().reduce(f64::min),
        "max" => sample.iter().copied().reduce(f64::max),
        "first" => sample.first().copied(),
        _ => {
            let percent: f64 = statistic.strip_prefix('p')?.parse().ok()?;
            statistics::quantile(sample, percent / 100.0)
        }
    }
}
