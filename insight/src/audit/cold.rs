//! Cold rows: calls that waited for a load, or the first call after a change, far above all that follow.
//!
//! Finds them for the detectors of cold starts, of confounded factors and of means that one call makes up.

use super::look::{Look, median};
use crate::dataset::Field;
use crate::role::Role;
use crate::summary::Better;

/// The least gap between warm and cold, as a ratio; the gap where the first is twice the others and they agree.
const APART: f64 = 3.0;
const APART_FROM_ALIKE: f64 = 2.0;
/// How far values may lie from each other that agree, as a ratio.
const ALIKE: f64 = 1.6;
/// A load below this is none, in seconds.
const LEAST_LOAD: f64 = 0.2;
/// Fewer others say nothing about the first.
const FEWEST: usize = 3;

/// Cold rows of one table.
pub(super) struct Cold {
    /// The column that shows them best.
    pub(super) column: usize,
    /// The rows that are cold, and all rows that have a value.
    pub(super) rows: Vec<usize>,
    pub(super) of: Vec<usize>,
    /// Middle of the cold and of the warm ones, in the base unit.
    pub(super) cold: f64,
    pub(super) warm: f64,
    /// The column of load times that tells them; `None` where they are the first of their kind.
    pub(super) load: Option<usize>,
}

impl Cold {
    /// How many times as long a cold row takes.
    pub(super) fn times(&self) -> f64 {
        self.cold / self.warm
    }
}

/// The cold rows of a table, if it has any.
pub(super) fn cold(look: Look<'_>) -> Option<Cold> {
    by_load(look).or_else(|| firsts(look))
}

/// Times that one waits for, one value a row.
fn waits(field: &Field) -> bool {
    let single = matches!(field.role, Role::Measurement) || field.statistic.as_deref() == Some("mean");
    field.unit.symbol == "s" && single && field.better == Better::Lower && !is_load(field)
}

fn is_load(field: &Field) -> bool {
    field.metric.contains("load_duration")
}

/// The column of waits in which a start shows first: the first token, else the first of all.
fn shows(look: Look<'_>) -> Option<usize> {
    let waits: Vec<usize> = look.fields().filter(|(_, field)| waits(field)).map(|(at, _)| at).collect();
    waits.iter().find(|at| look.field(**at).metric.contains("ttft")).or(waits.first()).copied()
}

/// Rows whose load time stands far above that of the others.
fn by_load(look: Look<'_>) -> Option<Cold> {
    let mut columns = look.fields().filter(|(_, field)| is_load(field) && field.unit.symbol == "s");
    let load =
        columns.find(|(_, field)| field.role == Role::Measurement || field.statistic.as_deref() == Some("mean"))?.0;
    let of: Vec<usize> = look.rows().into_iter().filter(|row| look.number(load, *row).is_finite()).collect();
    let mut sorted = look.numbers(load, &of);
    sorted.sort_by(f64::total_cmp);
    let ratio = |pair: &[f64]| pair[1] / pair[0].max(1e-6);
    let at =
        (0..sorted.len().saturating_sub(1)).max_by(|a, b| ratio(&sorted[*a..]).total_cmp(&ratio(&sorted[*b..])))?;
    let least = sorted[at + 1];
    let (rows, warm): (Vec<usize>, Vec<usize>) = of.iter().partition(|row| look.number(load, **row) >= least);
    if ratio(&sorted[at..]) < APART || least < LEAST_LOAD || rows.len() > warm.len() {
        return None;
    }
    let column = shows(look).unwrap_or(load);
    let (cold, warm) = (median(look.numbers(column, &rows)), median(look.numbers(column, &warm)));
    (cold >= APART_FROM_ALIKE * warm).then_some(Cold { column, rows, of, cold, warm, load: Some(load) })
}

/// First rows of their kind that stand far above all others of it.
fn firsts(look: Look<'_>) -> Option<Cold> {
    let all = look.rows();
    let kinds = look.settings(true);
    let series = runs(look, &kinds, &all);
    let columns = look.fields().filter(|(_, field)| field.measured && waits(field) && field.role == Role::Measurement);
    columns.map(|(at, _)| at).find_map(|column| {
        let size = |row: &usize| look.number(column, *row);
        let mut cold = Vec::new();
        let mut warm = Vec::new();
        for rows in &series {
            let rows: Vec<usize> = rows.iter().copied().filter(|row| size(row).is_finite()).collect();
            let Some((first, others)) = rows.split_first().filter(|(_, others)| others.len() >= FEWEST) else {
                continue;
            };
            let most = others.iter().map(size).fold(0.0, f64::max);
            let least = others.iter().map(size).fold(f64::INFINITY, f64::min);
            let far = size(first) > APART * most || size(first) > APART_FROM_ALIKE * most && most < ALIKE * least;
            if far && most > 0.0 && !is_extreme(look, &rows) {
                cold.push(*first);
            }
            warm.extend_from_slice(others);
        }
        let of: Vec<usize> = all.iter().copied().filter(|row| size(row).is_finite()).collect();
        let (of, value) = (of, |rows: &[usize]| median(rows.iter().map(size).collect()));
        let (cold_value, warm_value) = (value(&cold), value(&warm));
        (!cold.is_empty()).then_some(Cold { column, of, cold: cold_value, warm: warm_value, rows: cold, load: None })
    })
}

/// Rows of one kind that follow each other.
fn runs(look: Look<'_>, kinds: &[usize], all: &[usize]) -> Vec<Vec<usize>> {
    let kind = |row: usize| kinds.iter().map(|column| look.text(*column, row)).collect::<Vec<_>>();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for row in all {
        let now = Some(kind(*row));
        match runs.last_mut().filter(|_| now == last) {
            Some(run) => run.push(*row),
            None => runs.push(vec![*row]),
        }
        last = now;
    }
    runs
}

/// Whether a number that was set is at its largest or smallest in the first row and nowhere else: then it may be the cause.
fn is_extreme(look: Look<'_>, rows: &[usize]) -> bool {
    look.settings(false).into_iter().any(|column| {
        let values = look.numbers(column, rows);
        let Some((first, others)) = values.split_first() else { return false };
        // What counts the rows was not set.
        if others.len() > 1 && values.windows(2).all(|pair| pair[1] == pair[0] + 1.0) {
            return false;
        }
        others.iter().all(|other| other < first) || others.iter().all(|other| other > first)
    })
}
