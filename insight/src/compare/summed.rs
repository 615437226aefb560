//! Sides of which only a summary is left: how many values, their mean, their deviation.

use super::effect::{CONFIDENCE, Effect, Interval, Side};
use super::side::Cell;
use crate::dataset::few::counted_by;
use crate::statistics::{Summed, welch_of};
use crate::study::{Column, Frame, column_key};
use crate::table::Cell as Written;

/// What stands behind a mean when it is the only value there is; `None` where the file does not say all of it.
pub(super) fn behind(frame: &Frame<'_>, column: &Column, records: &[(usize, f64)]) -> Option<Summed> {
    let ([(record, mean)], Some("mean")) = (records, column.statistic.as_deref()) else { return None };
    let is_spread = |other: &&Column| {
        other.metric == column.metric
            && other.unit == column.unit
            && matches!(other.statistic.as_deref(), Some("sd" | "std"))
    };
    let sd = frame.columns.iter().find(is_spread).map(|other| other.values[*record])?;
    let (source, row) = frame.records[*record];
    let source = frame.sources.get(source as usize)?;
    let fields = &source.sheet()?.fields;
    let field = fields.iter().find(|field| column_key(field) == column.key)?;
    let counts = source.file.reading.tables.get(source.table)?.columns.get(counted_by(field, fields)?)?;
    let Written::Number(n) = counts.cell(row as usize) else { return None };
    // The deviation of one value is unknown, whatever is written.
    (sd.is_finite() && sd >= 0.0 && n >= 2.0).then_some(Summed { n, mean: *mean, sd })
}

/// Welch's comparison of two summaries; `None` unless both sides are one.
pub(super) fn effect(old: &Cell, new: &Cell, least_n: u64) -> Option<Effect> {
    let (a, b) = (old.summed?, new.summed?);
    let plain = welch_of(a, b, CONFIDENCE);
    let is_logarithm = a.mean > 0.0 && b.mean > 0.0;
    let size = (a.mean.abs() + b.mean.abs()) / 2.0;
    let on_scale = |it: Summed| match is_logarithm {
        // The deviation of a logarithm is that of the value over its size.
        true => Summed { mean: libm::log(it.mean), sd: it.sd / it.mean, ..it },
        false => Summed { mean: it.mean / size, sd: it.sd / size, ..it },
    };
    let interval = |a: Summed, b: Summed| {
        let difference = b.mean - a.mean;
        let [low, high] = welch_of(a, b, CONFIDENCE).map(|it| it.ends)?;
        let found = Interval { estimate: difference, low, high, coverage: CONFIDENCE };
        [difference, low, high].iter().all(|value| value.is_finite()).then_some(found)
    };
    let side = |it: Summed| Side { n: it.n as u64, runs: 1, values: it.n as u64, median: None, mean: Some(it.mean) };
    let (u, v) = (on_scale(a), on_scale(b));
    let pooled = ((u.n - 1.0) * u.sd * u.sd + (v.n - 1.0) * v.sd * v.sd) / (u.n + v.n - 2.0);
    Some(Effect {
        baseline: side(a),
        candidate: side(b),
        shift: interval(a, b),
        relative: interval(u, v),
        is_logarithm,
        dominance: None,
        test: if plain.is_some() { "Welch, from summaries".to_owned() } else { String::new() },
        p_value: plain.map(|it| it.p_value),
        by_run: false,
        paired_by: Vec::new(),
        is_identical: a == b,
        spread: Some(pooled.sqrt()).filter(|spread| spread.is_finite()),
        least_n,
        notes: vec![
            "only n, mean and deviation are known: nothing is said of the shape".to_owned(),
            super::effect::ONE_RUN.to_owned(),
        ],
    })
}
