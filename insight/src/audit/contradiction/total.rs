//! Totals, means and extremes at the head of a file that its own rows do not give.

use super::super::look::{Look, mean, tables, words};
use super::super::{Warning, place};
use super::warning;
use crate::dataset::Field;
use crate::role::Role;
use crate::shown::{format_count, format_value};

/// How far a figure may lie from what its rows give, as a part of it.
const APART: f64 = 1e-3;
/// Words of a sum.
const SUM: &[&str] = &["total", "sum", "overall"];

/// The first figure of a row that the rows below it do not give.
pub(super) fn total(look: Look<'_>) -> Option<Warning> {
    if look.table.parent.as_ref().is_some_and(|parent| parent.samples) || look.table.sums_up.is_some() {
        return None;
    }
    let below = tables(look.file).filter(|below| {
        let hangs =
            below.table.parent.as_ref().is_some_and(|parent| !parent.samples && parent.place == look.table.place);
        hangs && below.table.place.starts_with('/')
    });
    below.filter(|below| is_whole(look, *below)).find_map(|below| differing(look, below))
}

/// Whether no count says that there were more rows than stand below.
fn is_whole(look: Look<'_>, below: Look<'_>) -> bool {
    let rows = below.table.rows as f64;
    let counts =
        look.fields().filter(|(_, field)| field.statistic.as_deref() == Some("n") || field.unit.symbol == "requests");
    let counts: Vec<f64> = counts.flat_map(|(at, _)| look.numbers(at, &look.rows())).collect();
    look.table.rows == 1 && (counts.contains(&rows) || counts.iter().all(|count| *count <= rows))
}

fn differing(look: Look<'_>, below: Look<'_>) -> Option<Warning> {
    let row = *look.rows().first()?;
    let every: Vec<usize> = (0..below.table.rows).collect();
    // Where all failed the figure was drawn from failed rows.
    let rows = Some(below.rows()).filter(|rows| !rows.is_empty()).unwrap_or_else(|| every.clone());
    for (at, field) in look.fields() {
        let said = look.number(at, row);
        let Some((statistic, other)) = same(field, below).filter(|_| said.is_finite()) else { continue };
        let of = |rows: &[usize]| {
            let values = below.numbers(other, rows);
            match statistic {
                _ if values.is_empty() => f64::NAN,
                "mean" => mean(&values),
                "min" => values.iter().copied().fold(f64::INFINITY, f64::min),
                "max" => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                _ => values.iter().sum(),
            }
        };
        let slack = 0.51 * look.step(at) + rows.len() as f64 * 0.51 * below.step(other);
        let agrees = |is: f64| (said - is).abs() <= slack + APART * is.abs();
        let is = of(&rows);
        if !is.is_finite() || agrees(is) || agrees(of(&every)) || every.len() < 2 {
            continue;
        }
        let unit = &field.unit.symbol;
        let evidence = format!(
            "`{}` is {}, the {} of `{}` over its {} rows is {}",
            field.written,
            format_value(said, unit),
            if statistic == "min" {
                "least"
            } else if statistic == "max" {
                "largest"
            } else {
                statistic
            },
            below.field(other).written,
            format_count(rows.len() as u64),
            format_value(is, unit)
        );
        let place = place::names([field.written.as_str()]);
        return Some(warning(look, &place, evidence, "the stored figure may not be quoted"));
    }
    None
}

/// The statistic that a field is of a column below, and that column.
fn same<'a>(field: &'a Field, below: Look<'_>) -> Option<(&'a str, usize)> {
    let single = |other: &Field| other.role == Role::Measurement && other.measured && other.unit == field.unit;
    let find =
        |is: &dyn Fn(&Field) -> bool| below.fields().find(|(_, other)| single(other) && is(other)).map(|(at, _)| at);
    match field.statistic.as_deref() {
        Some(statistic @ ("mean" | "min" | "max")) if field.role == Role::Aggregate => {
            find(&|other| other.metric == field.metric).map(|at| (statistic, at))
        }
        None if !field.unit.symbol.contains('/') => {
            let own = words(&field.written);
            let left: Vec<&String> = own.iter().filter(|word| !SUM.contains(&word.as_str())).collect();
            let sums = own.len() == left.len() + 1 && !left.is_empty();
            find(&|other| sums && words(&other.written).iter().eq(left.iter().copied())).map(|at| ("sum", at))
        }
        _ => None,
    }
}
