//! Means that one value makes up: a cold call among few, a deviation above its mean, ranks that the median turns around.

use super::cold::cold;
use super::look::{Look, all, mean, median, parent};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field};
use crate::role::Role;
use crate::shown::{format_count, format_ratio, format_value};

/// A mean this many times the median describes no value.
const ABOVE_MEDIAN: f64 = 1.3;
/// A mean that loses this part without its largest value is made up by it.
const MOVED: f64 = 0.1;
/// Values that a largest one stands out from, as a ratio, when the others agree to the second ratio.
const APART: f64 = 1.5;
const ALIKE: f64 = 1.25;
/// Means of more values are not made up by one.
const FEW: f64 = 30.0;
/// Ranks turn around where means and medians differ by this part, and one largest value is this many times the other.
const TURNED: f64 = 0.01;
const FARTHER: f64 = 3.0;
const CONSEQUENCE: &str =
    "the plain mean describes no value in the file; use the median, or leave the outlier out and say so";

/// Warns of means that one value, or the few cold ones, make up.
pub(super) fn outlier(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        found.extend(of_cold_rows(look));
        found.extend(of_repeats(look));
        found.extend(summed_up(look));
        found.extend(turned(look));
    }
    found
}

fn warning(look: Look<'_>, place: &str, evidence: String) -> Warning {
    Warning::new(look.path(), Trap::OutlierDominatedMean, place::within(look.table, place), evidence, CONSEQUENCE)
}

/// A column whose mean holds cold and warm calls.
fn of_cold_rows(look: Look<'_>) -> Option<Warning> {
    let cold = cold(look)?;
    let field = look.field(cold.column);
    let values = look.numbers(cold.column, &cold.of);
    let (mean, median) = (mean(&values), median(values.clone()));
    let most = values.into_iter().fold(0.0, f64::max);
    let shown = |value: f64| format_value(value, "s");
    let evidence = format!(
        "mean `{}` {} against median {}, {}, largest {}; {} of {} rows are cold",
        field.written,
        shown(mean),
        shown(median),
        format_ratio(mean / median),
        shown(most),
        format_count(cold.rows.len() as u64),
        format_count(cold.of.len() as u64)
    );
    (mean >= ABOVE_MEDIAN * median).then(|| warning(look, &place::names([field.written.as_str()]), evidence))
}

/// Repeats of one condition of which one stands far out.
fn of_repeats(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    let set = look.fields().filter(|(_, field)| matches!(field.role, Role::Parameter | Role::Environment));
    let set: Vec<usize> = set.map(|(at, _)| at).collect();
    // A name of its own for every row may be a condition of its own.
    let named = |at: usize| look.column(at).counts().text > 0;
    let is_name = |field: &Field| field.role == Role::Identifier && !field.metric.ends_with("path");
    let names: Vec<usize> =
        look.fields().filter(|(at, field)| is_name(field) && named(*at)).map(|(at, _)| at).collect();
    let several = |columns: &[usize]| look.groups(columns, &rows).len() > 1;
    if !(3..=FEW as usize).contains(&rows.len()) || several(&set) || several(&names) {
        return None;
    }
    let timed = look.fields().filter(|(_, field)| field.measured && field.unit.symbol == "s");
    let single = |field: &Field| field.role == Role::Measurement || field.statistic.as_deref() == Some("mean");
    for (at, field) in timed.filter(|(_, field)| single(field)) {
        let mut values = look.numbers(at, &rows);
        values.sort_by(f64::total_cmp);
        let [least, .., second, most] = values[..] else { continue };
        let (all, without) = (mean(&values), mean(&values[..values.len() - 1]));
        let stands_out = most >= APART * second && second <= ALIKE * least && least > 0.0;
        if stands_out && all - without >= MOVED * all {
            let shown = |value: f64| format_value(value, "s");
            let evidence = format!(
                "one of {} repeats of `{}` is {}, the others are {} to {}; mean {} with it and {} without",
                format_count(values.len() as u64),
                field.written,
                shown(most),
                shown(least),
                shown(second),
                shown(all),
                shown(without)
            );
            return Some(warning(look, &place::names([field.written.as_str()]), evidence));
        }
    }
    None
}

/// The statistics that stand beside a mean, by their columns.
struct Beside {
    mean: usize,
    median: Option<usize>,
    sd: Option<usize>,
    min: Option<usize>,
    max: Option<usize>,
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
        Beside { mean, median: beside("median"), sd: beside("sd"), min: beside("min"), max: beside("max"), n }
    };
    means.take(MOST_MEANS).map(|(at, field)| of(at, field)).collect()
}

/// Means looked at in one table.
const MOST_MEANS: usize = 64;

/// A mean whose deviation or largest value says that one value makes it up.
fn summed_up(look: Look<'_>) -> Option<Warning> {
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
            let far = max >= 2.0 * mean && max - mean >= 6.0 * (mean - min);
            mean > 0.0 && few && (several && (sd >= mean || alone) || n.is_nan() && (sd >= mean || far))
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

/// Two rows that the mean ranks one way and the median the other, because one of them holds a far larger value.
fn turned(look: Look<'_>) -> Option<Warning> {
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
