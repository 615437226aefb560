//! Statistics of one sample that cannot stand in this order: `p50` above `p95`, a mean outside least and largest, a part above its
//! whole.

use super::super::look::{Look, parent};
use super::super::{Warning, place};
use super::warning;
use crate::role::Role;
use crate::shown::{format_count, format_value};
use std::collections::BTreeMap;

/// Columns looked at.
const MOST: usize = 400;
/// How far above its whole a part may lie, as a part of it.
const ABOVE: f64 = 1e-3;

/// Rows whose statistics are out of order, told by the first pair that shows it.
pub(super) fn rank(look: Look<'_>) -> Option<Warning> {
    let mut families: BTreeMap<(&str, &str), Vec<(f64, usize)>> = BTreeMap::new();
    for (at, field) in look.fields().take(MOST) {
        let Some(level) = level(field.statistic.as_deref()).filter(|_| field.role == Role::Aggregate && field.measured)
        else {
            continue;
        };
        families.entry((&field.metric, parent(&field.written))).or_default().push((level, at));
    }
    let rows = look.rows();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for family in families.values_mut() {
        family.sort_by(|a, b| a.0.total_cmp(&b.0));
        let of = |wanted: f64| family.iter().find(|(level, _)| *level == wanted).map(|(_, at)| *at);
        // Tools that rank rates from the best down turn percentiles around; least and largest stay.
        let ranked = family.iter().filter(|(level, at)| *level != MEAN && !look.field(*at).unit.symbol.contains('/'));
        let ranked: Vec<usize> = ranked.map(|(_, at)| *at).collect();
        pairs.extend(ranked.windows(2).map(|pair| (pair[0], pair[1])));
        for (low, high) in [(of(0.0), of(MEAN)), (of(MEAN), of(100.0)), (of(0.0), of(100.0))] {
            pairs.extend(low.zip(high));
        }
    }
    pairs.extend(parts(look));
    pairs.into_iter().find_map(|(low, high)| {
        let slack = 1.01 * (look.step(low) + look.step(high));
        let out = |row: &usize| {
            let (a, b) = (look.number(low, *row), look.number(high, *row));
            a - b > slack + ABOVE * b.abs()
        };
        let told: Vec<usize> = rows.iter().copied().filter(out).collect();
        let first = *told.first()?;
        let name = |at: usize| look.field(at).written.as_str();
        let shown = |at: usize| format_value(look.number(at, first), &look.field(at).unit.symbol);
        let evidence = format!(
            "`{}` {} lies above `{}` {}; so in {} of {} rows",
            name(low),
            shown(low),
            name(high),
            shown(high),
            format_count(told.len() as u64),
            format_count(rows.len() as u64)
        );
        let place = format!("{}; {}", place::names([name(low), name(high)]), place::rows(look.table, &told));
        Some(warning(look, &place, evidence, "one of the two is wrong or means something else; neither may be quoted"))
    })
}

/// A mean has no place among the percentiles.
const MEAN: f64 = -1.0;

/// Where a statistic stands in its sample, from the least to the largest.
fn level(statistic: Option<&str>) -> Option<f64> {
    match statistic? {
        "min" => Some(0.0),
        "max" => Some(100.0),
        "median" => Some(50.0),
        "mean" => Some(MEAN),
        other => other.strip_prefix('p')?.parse().ok().filter(|percent| (0.0..=100.0).contains(percent)),
    }
}

/// Parts and their wholes: the first token and the full answer, what succeeded and all there was.
fn parts(look: Look<'_>) -> Option<(usize, usize)> {
    let single = |metric: &str| {
        let fits = |field: &crate::dataset::Field| field.metric == metric && field.role == Role::Measurement;
        let mut all = look.fields().filter(|(_, field)| fits(field)).map(|(at, _)| at);
        all.next().filter(|_| all.next().is_none())
    };
    Some((single("ttft")?, single("e2e_latency").or_else(|| single("latency"))?))
}
