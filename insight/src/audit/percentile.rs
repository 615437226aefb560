//! Percentiles of fewer values than they need: the largest value under another name.

use super::look::{Look, all, parent};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field};
use crate::role::Role;
use crate::shown::{format_count, format_value};

/// Values this many of which lie above the percentile leave nothing to estimate it from.
const ABOVE: f64 = 1.0;
const ABOVE_AT_ALL: f64 = 0.5;
/// Equal percentiles say something when this many steps of their last digit stand in them.
const STEPS: f64 = 1e4;

/// Warns of tables with percentiles of few values, one warning a table and a reason.
pub(super) fn percentile(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        let told: Vec<(usize, String)> =
            look.fields().filter_map(|(at, field)| Some((at, of_few(look, at, field)?))).collect();
        let Some((_, evidence)) = told.first() else { continue };
        let names = place::names(told.iter().map(|(at, _)| look.field(*at).written.as_str()));
        found.push(Warning::new(
            look.path(),
            Trap::PercentileOfFew,
            place::within(look.table, &names),
            evidence,
            "it is the largest value, or lies between the largest two; it may not be quoted as a tail",
        ));
    }
    found
}

/// The part of values above a percentile.
fn above(field: &Field) -> Option<f64> {
    let statistic = field.statistic.as_deref().filter(|_| field.role == Role::Aggregate)?;
    let percent: f64 = statistic.strip_prefix('p')?.parse().ok()?;
    (50.0 < percent && percent < 100.0).then_some(1.0 - percent / 100.0)
}

/// Columns of the same metric under the same parent that lie above this percentile or are the largest value.
fn higher(look: Look<'_>, own: &Field, share: f64) -> Vec<usize> {
    let same = |other: &Field| other.metric == own.metric && parent(&other.written) == parent(&own.written);
    let lies_above =
        |other: &Field| other.statistic.as_deref() == Some("max") || above(other).is_some_and(|it| it < share);
    look.fields().filter(|(_, other)| same(other) && lies_above(other)).map(|(at, _)| at).collect()
}

/// The column that says of how many values: what stands beside it, else a count of requests beside it.
fn count(look: Look<'_>, field: &Field) -> Option<usize> {
    let requests = |other: &Field| other.unit.symbol == "requests" && parent(&other.written) == parent(&field.written);
    let counted = crate::dataset::few::counted_by(field, &look.sheet.fields);
    counted.or_else(|| look.fields().find(|(_, other)| requests(other)).map(|(at, _)| at))
}

/// The first percentile of a table that is the largest of a known, small number of values, and of how many.
pub(super) fn largest_of(look: Look<'_>) -> Option<(String, u64)> {
    let is_largest = |(at, field): (usize, &Field)| {
        let n = field.drawn_from.filter(|n| above(field).is_some_and(|share| *n as f64 * share < ABOVE_AT_ALL))?;
        of_few(look, at, field).map(|_| (field.written.clone(), n))
    };
    look.fields().find_map(is_largest)
}

fn of_few(look: Look<'_>, column: usize, field: &Field) -> Option<String> {
    let share = above(field)?;
    let rows: Vec<usize> = look.rows().into_iter().filter(|row| look.number(column, *row).is_finite()).collect();
    let higher = higher(look, field, share);
    // Counts are equal by chance.
    let step = Some(look.step(column)).filter(|step| *step > 0.0).unwrap_or(f64::INFINITY);
    let equal = |row: usize| {
        let own = look.number(column, row);
        let is_same = |other: &usize| (look.number(*other, row) - own).abs() <= 1e-9 * own.abs();
        higher.iter().copied().find(|other| is_same(other) && own.abs() / step >= STEPS)
    };
    let n = |row: usize| match (field.drawn_from, count(look, field)) {
        (Some(n), _) => n as f64,
        (None, Some(count)) => look.number(count, row),
        (None, None) => f64::NAN,
    };
    let is_few = |row: &usize| {
        // A single value is no sample.
        let left = if n(*row) > 1.0 { n(*row) * share } else { f64::NAN };
        left < ABOVE_AT_ALL - 1e-9 || left < ABOVE - 1e-9 && equal(*row).is_some()
    };
    let few: Vec<usize> = rows.iter().copied().filter(is_few).collect();
    let of = |count: usize| format!("in {} of {} rows", format_count(count as u64), format_count(rows.len() as u64));
    let shown = |row: usize| format_value(look.number(column, row), &field.unit.symbol);
    if let Some(first) = few.first() {
        let n = n(*first);
        let same =
            equal(*first).map(|other| format!(" and equals `{}`", look.field(other).written)).unwrap_or_default();
        return Some(format!(
            "`{}` {} is drawn from {n} values{same}; so {}",
            field.written,
            shown(*first),
            of(few.len())
        ));
    }
    // Of how many is not said: equal to the last digit in every row.
    let unsaid = !rows.is_empty() && rows.iter().all(|row| n(*row).is_nan() && equal(*row).is_some());
    let first = *rows.first().filter(|_| unsaid)?;
    let other = equal(first)?;
    Some(format!(
        "`{}` = `{}` = {} to the last digit; so {}",
        field.written,
        look.field(other).written,
        shown(first),
        of(rows.len())
    ))
}
