//! Records and the figures that sum them up, where not all of the records are there or a figure does not follow from them.
//!
//! A row of figures and records of another file are of one run where the records stand inside the times and inside the ranges that the
//! row states. Both count then: the figures say more than the records do.

use super::digits::Numbers;
use super::summary::{follows, pairs, value_of};
use super::{File, Place, Repeat};
use crate::problem::{Problem, Severity, Spot};
use crate::role::Role;
use std::collections::BTreeMap;

/// Numbers of at least this size are moments in nanoseconds; smaller ones may be anything.
const MOMENT: f64 = 1e17;
/// Ranges that must hold before a row and records are of one run.
const RANGES: usize = 3;
/// How far a figure may be off before it is said, relative; tools round.
const TOLERANCE: f64 = 1e-3;
/// More figures than this are only counted.
const MOST: usize = 3;

/// Rows of figures and the records of their run, as far as they are no repeats of anything.
pub(super) fn find(files: &[File], places: &[Place], parts: &BTreeMap<Place, Repeat>) -> Vec<(Place, Place)> {
    let rows = |place: &Place| files[place.file].reading.tables[place.table].rows;
    let free = |place: &&Place| !parts.contains_key(place);
    let mut found = Vec::new();
    for summary in places.iter().filter(free).filter(|place| rows(place) == 1) {
        let Some(times) = moments(files, *summary) else { continue };
        let inside = |raw: &&Place| {
            let moments = moments(files, **raw);
            raw.file != summary.file
                && rows(raw) > 1
                && moments.is_some_and(|(begin, end)| times.0 <= begin && end <= times.1)
                && ranges_hold(files, *summary, **raw)
        };
        found.extend(places.iter().filter(free).find(inside).map(|raw| (*summary, *raw)));
    }
    found
}

/// The first and the last moment that a table states.
fn moments(files: &[File], place: Place) -> Option<(f64, f64)> {
    let fields = &files[place.file].tables[place.table].fields;
    let mut range: Option<(f64, f64)> = None;
    for at in (0..fields.len()).filter(|at| fields[*at].role == Role::Time) {
        let column = &files[place.file].reading.tables[place.table].columns[at];
        for value in column.numbers().filter(|value| *value >= MOMENT) {
            range = Some(range.map_or((value, value), |(begin, end)| (begin.min(value), end.max(value))));
        }
    }
    range
}

/// The values of a column over the records that count, and the step of their last digit.
fn values(files: &[File], place: Place, column: usize) -> (Vec<f64>, f64) {
    let Numbers { values, step } = Numbers::of(files, place, column);
    let sheet = &files[place.file].tables[place.table];
    let kept = values.into_iter().enumerate().filter(|(row, value)| sheet.answered(*row) && value.is_finite());
    (kept.map(|(_, value)| value).collect(), step)
}

/// Whether the records stand between the least and the largest values that the row states.
fn ranges_hold(files: &[File], summary: Place, raw: Place) -> bool {
    let mut held = 0;
    for (own, other, statistic) in pairs(files, summary, raw) {
        let (stated, (values, _)) = (Numbers::of(files, summary, own), values(files, raw, other));
        let Some(bound) = stated.values.first().copied().filter(|bound| bound.is_finite()) else { continue };
        let slack = stated.step + 1e-9 * bound.abs();
        let holds = match statistic.as_str() {
            "min" => values.iter().all(|value| *value >= bound - slack),
            "max" => values.iter().all(|value| *value <= bound + slack),
            _ => continue,
        };
        if !holds || values.is_empty() {
            return false;
        }
        held += 1;
    }
    held >= RANGES
}

/// How many records the row says that it sums up.
fn stated(files: &[File], summary: Place) -> Option<u64> {
    let fields = &files[summary.file].tables[summary.table].fields;
    let at = fields.iter().position(|field| field.metric == "requests" && field.role == Role::Measurement)?;
    let count = files[summary.file].reading.tables[summary.table].columns[at].numbers().next()?;
    (count >= 1.0).then_some(count as u64)
}

/// Says how many of the records are there, or which figures do not follow from all of them.
pub(super) fn tell(files: &mut [File], summary: Place, raw: Place) {
    let sheet = &files[raw.file].tables[raw.table];
    let rows = files[raw.file].reading.tables[raw.table].rows;
    let here = (0..rows).filter(|row| sheet.answered(*row)).count() as u64;
    let path = |place: Place| files[place.file].reading.path.clone();
    match stated(files, summary) {
        Some(all) if here < all => {
            let what = format!("{here} of {all} records that `{}` sums up are in this file", path(summary));
            let problem = Problem::new(&path(raw), Spot::Whole, Severity::Doubt, what);
            files[raw.file]
                .reading
                .problems
                .push(problem.hint("drop the whole file of records; its figures are those of all"));
        }
        Some(all) if here > all => {}
        _ => {
            let differing = differing(files, summary, raw);
            let named = |(at, what): (usize, String)| match at {
                ..MOST => what,
                _ => format!("a figure does not follow from the records in `{}`", path(raw)),
            };
            let told: Vec<Problem> = differing
                .into_iter()
                .enumerate()
                .map(|figure| Problem::new(&path(summary), Spot::Whole, Severity::Doubt, named(figure)))
                .collect();
            files[summary.file].reading.problems.extend(told);
        }
    }
}

/// Figures of the first row that its records do not give.
fn differing(files: &[File], summary: Place, raw: Place) -> Vec<String> {
    if files[summary.file].reading.tables[summary.table].rows != 1 {
        return Vec::new();
    }
    let fields = &files[summary.file].tables[summary.table].fields;
    let mut found = Vec::new();
    for (own, other, statistic) in pairs(files, summary, raw) {
        let (figure, (mut values, step)) = (Numbers::of(files, summary, own), values(files, raw, other));
        let Some(said) = figure.values.first().copied().filter(|said| said.is_finite()) else { continue };
        let Some(is) = value_of(&statistic, &mut values) else { continue };
        if !follows(&statistic, said, is, values.len(), figure.step.max(step))
            && (said - is).abs() > TOLERANCE * said.abs().max(is.abs())
        {
            let factor = fields[own].unit.factor;
            let path = &files[raw.file].reading.path;
            let (said, is) = (said / factor, is / factor);
            found.push(format!("`{}` is {said}, the records in `{path}` give {is:.6}", fields[own].written));
        }
    }
    found
}
