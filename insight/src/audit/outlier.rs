//! Means that one value makes up: cold calls among warm ones, one repeat far from the others.

use super::cold::cold;
use super::look::{Look, all, mean, median};
use super::{Trap, Warning, outlier_summed, place};
use crate::dataset::{Dataset, Field};
use crate::role::Role;
use crate::shown::{format_count, format_ratio, format_value};

/// A mean this many times the median describes no value.
pub(super) const ABOVE_MEDIAN: f64 = 1.3;
/// A mean that loses this part without its largest value is made up by it.
pub(super) const MOVED: f64 = 0.1;
/// Values that a largest one stands out from, as a ratio, when the others agree to the second ratio.
const APART: f64 = 1.5;
const ALIKE: f64 = 1.25;
/// Repeats of more are not made up by one.
const FEW: usize = 30;
const CONSEQUENCE: &str =
    "the plain mean describes no value in the file; use the median, or leave the outlier out and say so";

/// Warns of means that one value, or the few cold ones, make up.
pub(super) fn outlier(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        found.extend(of_cold_rows(look));
        found.extend(of_repeats(look));
        found.extend(outlier_summed::summed_up(look));
        found.extend(outlier_summed::turned(look));
    }
    found
}

pub(super) fn warning(look: Look<'_>, place: &str, evidence: String) -> Warning {
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
    if !(3..=FEW).contains(&rows.len()) || several(&set) || several(&names) {
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
