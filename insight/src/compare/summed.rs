//! Sides of which only means are left: how many values stand behind each, and their deviation.

use super::effect::{CONFIDENCE, Effect, Interval, ONE_RUN, Side};
use super::side::Cell;
use crate::statistics::{Moments, Summarized, Summed, pool, welch_of};
use crate::study::Means;

/// From this many runs a side on their means are compared as they are.
const ENOUGH_RUNS: usize = 4;

/// What stands behind the means of these records; empty where the file does not say it of each, or they are enough alone.
pub(super) fn all(means: Option<&Means<'_>>, records: &[(usize, f64)]) -> Vec<Summarized> {
    let Some(means) = means.filter(|_| records.len() < MOST_MEANS) else { return Vec::new() };
    records.iter().map(|(record, mean)| means.behind(*record, *mean)).collect::<Option<_>>().unwrap_or_default()
}

/// More means than this say more as they are.
const MOST_MEANS: usize = 1000;

/// Both sides in three numbers each; `None` where a deviation is unknown, or where enough runs are there to compare them.
fn sums(old: &Cell, new: &Cell) -> Option<(Summed, Summed, bool)> {
    let (a, b) = (&old.means, &new.means);
    if a.is_empty() || b.is_empty() || (a.len() >= ENOUGH_RUNS && b.len() >= ENOUGH_RUNS) {
        return None;
    }
    // Of several runs the run is what counts, with the deviation between runs.
    if a.len() > 1 && b.len() > 1 {
        let of_runs = |all: &[Summarized]| {
            let means: Vec<f64> = all.iter().map(|it| it.mean).collect();
            let it = Moments::of(&means);
            Some(Summed { n: means.len() as f64, mean: it.mean?, sd: it.sd? })
        };
        return Some((of_runs(a)?, of_runs(b)?, true));
    }
    let of_values = |all: &[Summarized]| pool(all).and_then(|it| Some(Summed { n: it.n, mean: it.mean, sd: it.sd? }));
    Some((of_values(a)?, of_values(b)?, false))
}

/// Welch's comparison of two sides of which only means are left; `None` where more is known, or less.
pub(super) fn effect(old: &Cell, new: &Cell, least_n: u64) -> Option<Effect> {
    let (a, b, by_run) = sums(old, new)?;
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
    let side = |it: Summed, cell: &Cell| Side {
        n: it.n as u64,
        runs: cell.means.len() as u64,
        values: cell.means.iter().map(|it| it.n as u64).sum(),
        median: None,
        mean: Some(it.mean),
    };
    let (u, v) = (on_scale(a), on_scale(b));
    let pooled = ((u.n - 1.0) * u.sd * u.sd + (v.n - 1.0) * v.sd * v.sd) / (u.n + v.n - 2.0);
    Some(Effect {
        baseline: side(a, old),
        candidate: side(b, new),
        shift: interval(a, b),
        relative: interval(u, v),
        is_logarithm,
        dominance: None,
        test: if plain.is_some() { "Welch, from summaries".to_owned() } else { String::new() },
        p_value: plain.map(|it| it.p_value),
        by_run,
        paired_by: Vec::new(),
        is_identical: old.means == new.means,
        spread: Some(pooled.sqrt()).filter(|spread| spread.is_finite()),
        least_n,
        notes: std::iter::once("only n, mean and deviation are known: nothing is said of the shape".to_owned())
            .chain((!by_run).then(|| ONE_RUN.to_owned()))
            .collect(),
    })
}
