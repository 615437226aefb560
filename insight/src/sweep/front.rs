//! Settings that no other beats in every objective, and those that may be.

use super::cells::Measured;
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// A front larger than this chooses nothing.
const MOST: usize = 1024;
/// Settings above this are not held against each other by their intervals.
const MOST_BOUNDED: usize = 2000;

/// Which settings are on the front.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Front {
    /// Keys of the objectives.
    pub objectives: Vec<String>,
    /// Settings that no other beats; settings alike are all counted.
    pub size: u64,
    /// Settings on the front or inside the reach of it by what their runs differ.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub possible: Option<u64>,
    /// Settings left out, because a value of an objective is missing.
    pub incomplete: u64,
}

/// What is known of each setting.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub front: Front,
    pub is_on: Vec<bool>,
    pub may_be: Vec<bool>,
}

/// The front over columns that all have a direction; `None` below two of them, or where it chooses nothing.
pub(super) fn front(columns: &[Measured<'_>]) -> Option<Places> {
    if columns.len() < 2 {
        return None;
    }
    let count = columns[0].medians.len();
    let sign = |at: usize| if columns[at].column.better == Better::Higher { 1.0 } else { -1.0 };
    // More is better from here on.
    let point = |cell: usize| -> Option<Vec<f64>> {
        (0..columns.len()).map(|at| columns[at].medians[cell].map(|value| value * sign(at))).collect()
    };
    let mut points: Vec<(usize, Vec<f64>)> = (0..count).filter_map(|cell| point(cell).map(|it| (cell, it))).collect();
    let incomplete = (count - points.len()) as u64;
    points.sort_by(|a, b| {
        let order = a.1.iter().zip(&b.1).map(|(x, y)| y.total_cmp(x)).find(|order| order.is_ne());
        order.unwrap_or_else(|| a.0.cmp(&b.0))
    });
    // In this order a setting is only beaten by an earlier one, and then by one of the front.
    let mut kept: Vec<&(usize, Vec<f64>)> = Vec::new();
    for point in &points {
        if !kept.iter().any(|known| beats(&known.1, &point.1)) {
            kept.push(point);
        }
        if kept.len() > MOST {
            return None;
        }
    }
    let mut is_on = vec![false; count];
    kept.iter().for_each(|(cell, _)| is_on[*cell] = true);
    let bounds = (points.len() <= MOST_BOUNDED).then(|| bounded(columns, &points, sign)).flatten();
    let may_be = bounds.map(|bounds| possible(count, &points, &bounds));
    let front = Front {
        objectives: columns.iter().map(|measured| measured.column.key.clone()).collect(),
        size: kept.len() as u64,
        possible: may_be.as_ref().map(|may| may.iter().filter(|may| **may).count() as u64),
        incomplete,
    };
    (!kept.is_empty()).then(|| Places { front, may_be: may_be.unwrap_or_else(|| is_on.clone()), is_on })
}

/// At least as good everywhere, and better somewhere.
fn beats(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
}

/// Worst and best of every setting in every objective; `None` where settings were not repeated.
fn bounded(
    columns: &[Measured<'_>],
    points: &[(usize, Vec<f64>)],
    sign: impl Fn(usize) -> f64,
) -> Option<Vec<(Vec<f64>, Vec<f64>)>> {
    let of = |cell: usize| -> Option<(Vec<f64>, Vec<f64>)> {
        let ends = (0..columns.len()).map(|at| {
            let [low, high] = columns[at].bounds(cell)?;
            let (a, b) = (low * sign(at), high * sign(at));
            Some((a.min(b), a.max(b)))
        });
        ends.collect()
    };
    points.iter().map(|(cell, _)| of(*cell)).collect()
}

/// Settings that no other beats with its worst against their best.
fn possible(count: usize, points: &[(usize, Vec<f64>)], bounds: &[(Vec<f64>, Vec<f64>)]) -> Vec<bool> {
    let mut may = vec![false; count];
    for ((cell, _), (_, best)) in points.iter().zip(bounds) {
        may[*cell] = !bounds.iter().any(|(worst, _)| beats(worst, best));
    }
    may
}
