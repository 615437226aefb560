//! Means that stand beside their statistics: a deviation above the mean, one largest value that makes it up, ranks that the median
//! turns around.

use super::look::{Look, parent};
use super::outlier::{ABOVE_MEDIAN, MOVED, warning};
use super::{Warning, place};
use crate::dataset::Field;
use crate::role::Role;
use crate::shown::{format_count, format_value};

/// Means looked at in one table.
const MOST_MEANS: usize = 64;
/// One of thirty values lies at most so many deviations from their mean.
const MOST_DEVIATIONS: f64 = 5.3;
/// Means of more values are made up by none, by a far one in a long tail.
const MANY: f64 = 200.0;
/// Means of more values are not made up by one.
const FEW: f64 = 30.0;
/// Ranks turn around where means and medians differ by this part, and one largest value is this many times the other.
const TURNED: f64 = 0.01;
const FARTHER: f64 = 3.0;

/// The statistics that stand beside a mean, by their columns.
struct Beside {
    mean: usize,
    median: Option<usize>,
    sd: Option<usize>,
    min: Option<usize>,
    max: Option<usize>,
    p95: Option<usize>,
    n: Option<usize>,
}

/// Every mean of a time with what stands beside it.
fn means(look: Look<'_>) -> Vec<Beside> {
    let timed = |field: &Field| field.unit.symbol == "s" || field.unit.symbol.is_empty();
    let is_mean =
        |field: &Field| field.role == Role::Aggregate && field.statistic.as_deref() == Some("mean") && timed(field);
    let bursts = |field: &Field| ["itl", "gap", "inter"].iter().any(|word| field.metric.contains(word));
    let means = look.fields().filter(|(_, field)| is_mean(field) && !bursts(field));
    let of = |mean: usize, field: &Field| {
        let beside = |statistic: &str| {
            let same = |other: &Field| {
                other.metric == field.metric
                    && other.statistic.as_deref() == Some(statistic)
                    && parent(&other.written) == parent(&field.written)
            };
            look.fields().find(|(_, other)| same(other)).map(|(at, _)| at)
        };
        let n = crate::dataset::few::counted_by(field, &look.sheet.fields);
        Beside {
            mean,
            median: beside("median"),
            sd: beside("sd"),
            min: beside("min"),
            max: beside("max"),
            p95: beside("p95"),
            n,
        }
    };
    means.take(MOST_MEANS).map(|(at, field)| of(at, field)).collect()
}

/// A mean whose deviation or largest value says that one value makes it up.
pub(super) fn summed_up(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    for beside in means(look) {
        let field = look.field(beside.mean);
        if field.unit.symbol != "s" {
            continue;
        }
        let at = |column: Option<usize>, row: usize| column.map_or(f64::NAN, |column| look.number(column, row));
        let told = |row: &usize| {
            let (mean, sd) = (look.number(beside.mean, *row), at(beside.sd, *row));
            let (min, max, n) = (at(beside.min, *row), at(beside.max, *row), at(beside.n, *row));
            let (few, several) = (n.is_nan() || n <= FEW, n > 2.0);
            // Without its largest value, where `n` is known; else it stands far from the mean and the least does not.
            let alone = (max - (n * mean - max) / (n - 1.0)) / (n * mean) >= MOVED && max >= 2.0 * mean;
            // How many deviations one far value lies above the mean tells of how many values: `(n - 1) / √n`.
            let lies = (max - mean) / sd;
            let far = max >= 2.0 * mean && max - mean >= 6.0 * (mean - min) && (1.0..MOST_DEVIATIONS).contains(&lies);
            let (median, p95) = (at(beside.median, *row), at(beside.p95, *row));
            let beyond = n <= MANY && mean >= ABOVE_MEDIAN * median && max >= FARTHER * p95;
            mean > 0.0 && (beyond || few && (several && (sd >= mean || alone) || n.is_nan() && (sd >= mean || far)))
        };
        let told: Vec<usize> = rows.iter().copied().filter(told).collect();
        let Some(first) = told.first() else { continue };
        let shown = |column: Option<usize>, name: &str| {
            let value = at(column, *first);
            if value.is_finite() { format!(", {name} {}", format_value(value, "s")) } else { String::new() }
        };
        let evidence = format!(
            "`{}` {}{}{}{}; so in {} of {} rows",
            field.written,
            format_value(look.number(beside.mean, *first), "s"),
            shown(beside.sd, "deviation"),
            shown(beside.min, "least"),
            shown(beside.max, "largest"),
            format_count(told.len() as u64),
            format_count(rows.len() as u64)
        );
        let place = format!("{}; {}", place::names([field.written.as_str()]), place::rows(look.table, &told));
        return Some(warning(look, &place, evidence));
    }
    None
}

/// A mean of few calls that one far call makes up.
pub(super) struct FarCall {
    pub(super) place: String,
    /// The mean and what it is without its largest value, in seconds.
    pub(super) mean: f64,
    pub(super) without: f64,
}

/// How far a number of calls that is computed may lie from a whole one, as a part of it.
const WHOLE: f64 = 2e-3;

/// The means whose largest value alone explains their deviation; the number of calls follows from it where none is stated.
pub(super) fn far_calls(look: Look<'_>) -> Vec<FarCall> {
    let mut found = Vec::new();
    for beside in means(look).into_iter().filter(|beside| look.field(beside.mean).unit.symbol == "s") {
        let (Some(max), Some(min)) = (beside.max, beside.min) else { continue };
        for row in look.rows().into_iter().take(64) {
            let (mean, max, min) = (look.number(beside.mean, row), look.number(max, row), look.number(min, row));
            let stated = beside.n.map(|at| look.number(at, row)).filter(|n| *n > 2.0);
            let computed = beside.sd.and_then(|sd| calls((max - mean) / look.number(sd, row)));
            let Some(n) = stated.or(computed).filter(|n| (3.0..=FEW).contains(n)) else { continue };
            let without = (n * mean - max) / (n - 1.0);
            // Without it the others agree: what is left lies near the least.
            if without >= min && mean >= 2.0 * without && max >= n * without && without <= 3.0 * min {
                let place = format!("{} `{}`", look.path(), look.field(beside.mean).written);
                found.push(FarCall { place, mean, without });
            }
        }
    }
    found
}

/// The number of calls of which one lies so many deviations above the mean and the others near each other: `√(n - 1)` deviations
/// of a population, `(n - 1) / √n` of a sample.
fn calls(lies: f64) -> Option<f64> {
    let squared = lies * lies;
    let of_a_sample = (2.0 + squared + (squared * squared + 4.0 * squared).sqrt()) / 2.0;
    [1.0 + squared, of_a_sample].into_iter().find_map(|n| {
        let whole = libm::round(n);
        (whole >= 3.0 && (n - whole).abs() <= WHOLE * whole).then_some(whole)
    })
}

/// Two rows that the mean ranks one way and the median the other, because one of them holds a far larger value.
pub(super) fn turned(look: Look<'_>) -> Option<Warning> {
    let rows: Vec<usize> = look.rows().into_iter().take(64).collect();
    for Beside { mean, median, max, .. } in means(look) {
        let (Some(median), Some(max)) = (median, max) else { continue };
        if look.field(mean).unit.symbol != "s" {
            continue;
        }
        let value = |column: usize, row: usize| look.number(column, row);
        for (a, b) in rows.iter().flat_map(|a| rows.iter().map(move |b| (*a, *b))) {
            let (by_mean, by_median) = (value(mean, a) / value(mean, b), value(median, b) / value(median, a));
            let farther = value(max, a) >= FARTHER * value(max, b) && value(mean, a) >= 1.2 * value(median, a);
            if by_mean > 1.0 + TURNED && by_median > 1.0 + TURNED && farther {
                let name = look.field(mean).written.as_str();
                let shown = |column: usize, row: usize| format_value(value(column, row), &look.field(mean).unit.symbol);
                let evidence = format!(
                    "by `{name}` {} is above {}, by the median {} is below {}; the largest values are {} and {}",
                    shown(mean, a),
                    shown(mean, b),
                    shown(median, a),
                    shown(median, b),
                    shown(max, a),
                    shown(max, b)
                );
                let place = format!("{}; {}", place::names([name]), place::rows(look.table, &[a.min(b), a.max(b)]));
                return Some(warning(look, &place, evidence));
            }
        }
    }
    None
}
