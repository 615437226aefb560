//! Cold starts: calls that wait for a load or a first use, beside calls that do not.

use super::cold::cold;
use super::look::{Look, all, median, parent, words};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field};
use crate::shown::{format_count, format_ratio, format_value};

/// A warm-up or a first call this many times as long as the rest tells a cold start.
const APART: f64 = 2.0;
const APART_OF_FIRST: f64 = 3.0;
/// A mean that changes by this part without the first call holds it.
const MOVED: f64 = 0.03;
const CONSEQUENCE: &str =
    "a mean over cold and warm calls describes neither; compare warm calls, and say the cold ones apart";

/// Warns of tables with cold rows, of warm-ups that took longer, and of first values beside the others.
pub(super) fn cold_start(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        found.extend(cold_rows(look));
        found.extend(marked(look));
        found.extend(beside(look));
        found.extend(lists(look));
    }
    found
}

fn warning(look: Look<'_>, place: &str, evidence: String) -> Warning {
    Warning::new(look.path(), Trap::ColdStart, place::within(look.table, place), evidence, CONSEQUENCE)
}

fn cold_rows(look: Look<'_>) -> Option<Warning> {
    let cold = cold(look)?;
    let field = look.field(cold.column);
    let shown = |value: f64| format_value(value, &field.unit.symbol);
    let (of, rows) = (format_count(cold.of.len() as u64), format_count(cold.rows.len() as u64));
    let (told, names) = match cold.load {
        Some(load) => {
            let load = look.field(load).written.as_str();
            (format!("{rows} of {of} rows waited for a load, by `{load}`"), vec![field.written.as_str(), load])
        }
        None => (format!("{rows} of {of} rows are the first of their kind"), vec![field.written.as_str()]),
    };
    let evidence = format!(
        "{told}; `{}` is {} there and {} in the others, {}",
        field.written,
        shown(cold.cold),
        shown(cold.warm),
        format_ratio(cold.times())
    );
    let place = format!("{}; {}", place::names(names), place::rows(look.table, &cold.rows));
    Some(warning(look, &place, evidence))
}

/// Rows that the file marks as warm-ups and that took longer than the others.
fn marked(look: Look<'_>) -> Option<Warning> {
    if look.sheet.warmup_rows == 0 {
        return None;
    }
    let rows = look.rows();
    let is_warmup = |row: &usize| look.sheet.warmup.get(*row).is_some_and(|mark| *mark) && !look.sheet.failed(*row);
    let warmups: Vec<usize> = (0..look.table.rows).filter(is_warmup).collect();
    let times = look.fields().filter(|(_, field)| field.unit.symbol == "s" && field.measured);
    let ratio = |column: usize| {
        let most = look.numbers(column, &warmups).into_iter().fold(0.0, f64::max);
        (column, most, median(look.numbers(column, &rows)))
    };
    let times =
        times.map(|(at, _)| ratio(at)).filter(|(_, most, median)| *median > 0.0 && *most >= APART_OF_FIRST * median);
    let (column, most, median) = times.max_by(|a, b| (a.1 / a.2).total_cmp(&(b.1 / b.2)))?;
    let field = look.field(column);
    let evidence = format!(
        "{} of {} rows are marked warm-ups; their `{}` goes up to {}, the middle of the others is {}",
        format_count(warmups.len() as u64),
        format_count((rows.len() + warmups.len()) as u64),
        field.written,
        format_value(most, "s"),
        format_value(median, "s")
    );
    Some(warning(look, &place::names([field.written.as_str()]), evidence))
}

/// What a column says of its records, when it stands beside the same of the others.
fn told(field: &Field) -> Option<&'static str> {
    let words = words(&field.written);
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    if field.unit.symbol != "s" && !field.unit.symbol.is_empty() {
        return None;
    }
    if has(&["warmup", "warm", "coldstart", "cold"]) {
        return Some("warm-up");
    }
    if field.statistic.as_deref() == Some("first")
        || has(&["first"]) && !has(&["token", "excl", "excluding", "without", "byte"])
    {
        return Some("first call");
    }
    has(&["excl", "excluding", "without"]).then_some("without the first").filter(|_| has(&["first", "warmup", "cold"]))
}

/// The columns of a mean and of the same mean without the first call.
pub(super) fn without_first(look: Look<'_>) -> Option<(usize, usize)> {
    let is_mean = |field: &Field| field.statistic.as_deref() == Some("mean") && field.unit.symbol == "s";
    let (without, field) =
        look.fields().find(|(_, field)| is_mean(field) && told(field) == Some("without the first"))?;
    let same =
        |other: &Field| is_mean(other) && told(other).is_none() && parent(&other.written) == parent(&field.written);
    let with = look.fields().find(|(_, other)| same(other))?.0;
    Some((with, without))
}

/// Warm-ups and first calls in columns of their own, beside those of the other calls.
fn beside(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    let kinds: Vec<Option<&str>> = look.fields().map(|(_, field)| told(field).filter(|_| field.measured)).collect();
    let plain = |(at, field): &(usize, &Field)| kinds[*at].is_none() && field.measured && field.unit.symbol == "s";
    let plain: Vec<(usize, &Field)> = look.fields().filter(plain).collect();
    for (at, field) in look.fields() {
        let Some(kind) = kinds[at] else { continue };
        let same = |(_, other): &&(usize, &Field)| parent(&other.written) == parent(&field.written);
        let others: Vec<usize> = plain.iter().filter(same).map(|(other, _)| *other).collect();
        let fits = |wanted: &[&str]| {
            others.iter().copied().find(|other| wanted.contains(&look.field(*other).statistic.as_deref().unwrap_or("")))
        };
        let statistic = field.statistic.as_deref().unwrap_or("");
        let other = match kind {
            "first call" => fits(&["median", "mean", ""]),
            _ => fits(&[statistic]),
        };
        let Some(other) = other else { continue };
        let ratios = rows.iter().map(|row| (*row, look.number(at, *row), look.number(other, *row)));
        let ratios = ratios.filter(|(_, a, b)| *a > 0.0 && *b > 0.0);
        let far = |a: f64, b: f64| match kind {
            "without the first" => b / a >= 1.0 + MOVED && statistic == "mean",
            "first call" => a / b >= APART_OF_FIRST,
            _ => a / b >= APART,
        };
        let told: Vec<_> = ratios.filter(|(_, a, b)| far(*a, *b)).collect();
        let Some((_, a, b)) = told.iter().copied().max_by(|x, y| (x.1 / x.2).total_cmp(&(y.1 / y.2))) else { continue };
        let evidence = format!(
            "{kind}: `{}` is {} where `{}` is {}; so in {} of {} rows",
            field.written,
            format_value(a, "s"),
            look.field(other).written,
            format_value(b, "s"),
            format_count(told.len() as u64),
            format_count(rows.len() as u64)
        );
        return Some(warning(
            look,
            &place::names([field.written.as_str(), look.field(other).written.as_str()]),
            evidence,
        ));
    }
    None
}

/// Lists of warm-ups beside lists of the calls that count, in the same records.
fn lists(look: Look<'_>) -> Option<Warning> {
    let above = look.table.parent.as_ref().filter(|parent| parent.samples)?;
    let own = |look: Look<'_>| look.fields().filter(|(_, field)| field.unit.symbol == "s").map(|(at, _)| at).last();
    let column = own(look).filter(|at| told(look.field(*at)) == Some("warm-up"))?;
    let metric = look.field(column).metric.trim_start_matches("warmup_").to_owned();
    let warm = super::look::tables(look.file).find_map(|other| {
        let beside = other.table.parent.as_ref().is_some_and(|parent| parent.samples && parent.place == above.place);
        let at =
            own(other).filter(|at| beside && told(other.field(*at)).is_none() && other.field(*at).metric == metric)?;
        Some((other, at))
    })?;
    let first = look.numbers(column, &look.rows()).into_iter().fold(0.0, f64::max);
    let rest = median(warm.0.numbers(warm.1, &warm.0.rows()));
    let evidence = format!(
        "`{}` goes up to {}, the middle of `{}` is {}",
        look.field(column).written,
        format_value(first, "s"),
        warm.0.field(warm.1).written,
        format_value(rest, "s")
    );
    (first >= APART_OF_FIRST * rest)
        .then(|| warning(look, &place::names([look.field(column).written.as_str()]), evidence))
}
