//! How large a difference is and how sure: shift and ratio with intervals, dominance, p value.

use super::pair::{Pairs, pairs};
use super::side::Cell;
use super::summed;
use crate::statistics::{
    Dominance, MannWhitney, Moments, SignedRank, brown_forsythe, brunner_munzel, hodges_lehmann, median,
    permutation_of_means, shift_of_pairs,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What every interval is asked to cover.
pub(super) const CONFIDENCE: f64 = 0.95;
/// Below this p the samples spread differently.
const SPREAD_DIFFERS: f64 = 0.05;
/// Above this ratio of sizes the rank test would lean on equal spreads.
const UNEVEN: usize = 2;
/// Brunner and Munzel's test is too eager below this many values a side.
const LEAST_FOR_MUNZEL: usize = 10;

/// Said where runs cannot be told from each other.
pub(super) const ONE_RUN: &str = "one file on a side: what varies from run to run is not in the interval";

/// One side in a few numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Values that were compared: medians of runs where `by_run`, one a pair where `paired_by`, else single values.
    pub n: u64,
    /// Files that hold them.
    pub runs: u64,
    /// Single values behind them.
    pub values: u64,
    /// Their median, in the metric's unit; `None` where only a summary is left.
    pub median: Option<f64>,
    /// Their mean, where only a summary is left.
    pub mean: Option<f64>,
}

/// A number with the interval that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The probability that the interval holds it.
    pub coverage: f64,
}

/// The difference of two samples, candidate minus baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The baseline.
    pub baseline: Side,
    /// The candidate.
    pub candidate: Side,
    /// Hodges and Lehmann's shift, in the metric's unit.
    pub shift: Option<Interval>,
    /// The shift of the logarithms for positive values, else the shift over the middle of both medians: what is judged.
    pub relative: Option<Interval>,
    /// Whether `relative` is a logarithm, so that `exp` of it is a ratio.
    pub is_logarithm: bool,
    /// Cliff's delta.
    pub dominance: Option<Interval>,
    /// The test that gave the p value.
    pub test: String,
    /// Two-sided, before any adjustment.
    pub p_value: Option<f64>,
    /// Whether medians of runs were compared.
    pub by_run: bool,
    /// What values of both sides have in common that were compared pair by pair: `prompt`; empty for unpaired ones.
    pub paired_by: Vec<String>,
    /// Whether both sides hold the very same values.
    pub is_identical: bool,
    /// Standard deviation on the scale of `relative`, pooled over both sides.
    pub spread: Option<f64>,
    /// Fewer values on a side than this say nothing.
    pub least_n: u64,
    /// Doubts that travel with the numbers.
    pub notes: Vec<String>,
}

impl Effect {
    /// `None` where a side has no value.
    pub(super) fn of(old: &Cell, new: &Cell, least_n: u64) -> Option<Self> {
        if let Some(effect) = summed::effect(old, new, least_n) {
            return Some(effect);
        }
        // Several runs a side: iterations of one run resemble each other, so that the run is what counts.
        let repeats = |cell: &Cell| cell.runs.iter().any(|run| run.len() > 1);
        let by_run = old.runs.len() > 1 && new.runs.len() > 1 && (repeats(old) || repeats(new));
        let sample = |cell: &Cell| match by_run {
            true => cell.runs.iter().filter_map(|run| median(&mut run.clone())).collect(),
            false => cell.runs.concat(),
        };
        let paired = if by_run { None } else { pairs(old, new) };
        let (x, y): (Vec<f64>, Vec<f64>) = match &paired {
            Some(pairs) => (pairs.baseline.clone(), pairs.candidate.clone()),
            None => (sample(old), sample(new)),
        };
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let is_logarithm = x.iter().chain(&y).all(|value| *value > 0.0);
        let (u, v) = if is_logarithm { (logarithms(&x), logarithms(&y)) } else { (x.clone(), y.clone()) };
        let scale = if is_logarithm { Some(1.0) } else { middle(&x, &y) };
        let interval = |x: &[f64], y: &[f64]| {
            let shift = match paired {
                Some(_) => shift_of_pairs(&differences(x, y), CONFIDENCE),
                None => hodges_lehmann(x, y, CONFIDENCE),
            };
            shift.map(|it| Interval { estimate: it.estimate, low: it.ends[0], high: it.ends[1], coverage: it.coverage })
        };
        let relative = interval(&u, &v).zip(scale).and_then(|(it, scale)| it.over(scale));
        let (dominance, (test, p_value)) = match &paired {
            Some(_) => (dominance_of_pairs(&x, &y), test_of_pairs(&x, &y)),
            None => (dominance(&x, &y), test(&x, &y)),
        };
        let side = |cell: &Cell, sample: &[f64]| Side {
            n: sample.len() as u64,
            runs: cell.runs.len() as u64,
            values: cell.runs.iter().map(Vec::len).sum::<usize>() as u64,
            median: median(&mut sample.to_vec()).filter(|median| median.is_finite()),
            mean: None,
        };
        // Of pairs half as many settle a question: their differences take the place of two samples.
        let spread = match &paired {
            Some(_) => Moments::of(&differences(&u, &v)).sd.map(|sd| sd / std::f64::consts::SQRT_2),
            None => pooled(&u, &v),
        };
        let spread = spread.zip(scale).map(|(spread, scale)| spread / scale).filter(|spread| spread.is_finite());
        let mut notes = Vec::new();
        if !by_run && (old.runs.len() == 1 || new.runs.len() == 1) && (repeats(old) || repeats(new)) {
            notes.push(ONE_RUN.to_owned());
        }
        notes.extend(paired.as_ref().and_then(Pairs::left_out));
        for (side, cell) in [("baseline", old), ("candidate", new)] {
            notes.extend(cell.notes.iter().map(|note| format!("{side}: {note}")));
        }
        Some(Self {
            baseline: side(old, &x),
            candidate: side(new, &y),
            shift: interval(&x, &y),
            relative,
            is_logarithm,
            dominance,
            test,
            p_value,
            by_run,
            is_identical: old.sorted() == new.sorted() && (paired.is_none() || x == y),
            paired_by: paired.map_or_else(Vec::new, |pairs| pairs.by),
            spread,
            least_n,
            notes,
        })
    }
}

impl Effect {
    /// Whether the values carry the interval that was asked for.
    pub(super) fn is_covered(&self) -> bool {
        self.relative.is_some_and(|it| it.coverage >= CONFIDENCE)
    }

    /// What `n` counts on each side.
    pub(super) fn unit_of_n(&self) -> &'static str {
        match self.by_run {
            true => "runs",
            false if self.paired_by.is_empty() => "values",
            false => "pairs",
        }
    }
}

impl Interval {
    fn over(self, scale: f64) -> Option<Self> {
        let found = Self { estimate: self.estimate / scale, low: self.low / scale, high: self.high / scale, ..self };
        [found.estimate, found.low, found.high].iter().all(|value| value.is_finite()).then_some(found)
    }
}

fn logarithms(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| libm::log(*value)).collect()
}

/// What a shift is compared with where values may be zero or less: the middle of both medians, the same from either side.
fn middle(x: &[f64], y: &[f64]) -> Option<f64> {
    let size = |values: &[f64]| median(&mut values.to_vec()).map(f64::abs);
    Some((size(x)? + size(y)?) / 2.0).filter(|middle| *middle > 0.0 && middle.is_finite())
}

/// Standard deviation within both sides; `None` where neither repeats.
fn pooled(x: &[f64], y: &[f64]) -> Option<f64> {
    let squares =
        |values: &[f64]| Moments::of(values).variance.map_or(0.0, |variance| variance * (values.len() as f64 - 1.0));
    let df = x.len() as f64 + y.len() as f64 - 2.0;
    (df > 0.0).then(|| ((squares(x) + squares(y)) / df).sqrt())
}

/// Second minus first, pair by pair.
fn differences(x: &[f64], y: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| y - x).collect()
}

fn dominance(x: &[f64], y: &[f64]) -> Option<Interval> {
    Dominance::of(x, y, CONFIDENCE).map(|it| {
        let [low, high] = it.ends.unwrap_or([it.delta, it.delta]);
        let coverage = if it.ends.is_some() { CONFIDENCE } else { 0.0 };
        Interval { estimate: it.delta, low, high, coverage }
    })
}

/// The share of pairs that rise less the share of those that fall, without an interval.
fn dominance_of_pairs(x: &[f64], y: &[f64]) -> Option<Interval> {
    let signs = x.iter().zip(y).map(|(x, y)| f64::from(i8::from(y > x) - i8::from(y < x)));
    let estimate = signs.sum::<f64>() / x.len() as f64;
    Some(Interval { estimate, low: estimate, high: estimate, coverage: 0.0 }).filter(|_| !x.is_empty())
}

fn test_of_pairs(x: &[f64], y: &[f64]) -> (String, Option<f64>) {
    let Some(ranks) = SignedRank::of(&differences(x, y)) else { return (String::new(), Some(1.0)) };
    let test = if ranks.exact().is_some() { "Wilcoxon signed rank, exact" } else { "Wilcoxon signed rank" };
    (test.to_owned(), Some(ranks.p_value()))
}

/// Mann and Whitney's test, unless the samples spread differently or are of very different sizes.
fn test(x: &[f64], y: &[f64]) -> (String, Option<f64>) {
    // One value beside one value is no test, and the others need not pay for it.
    let Some(ranks) = MannWhitney::of(x, y).filter(|_| x.len().max(y.len()) > 1) else { return (String::new(), None) };
    let uneven = x.len().max(y.len()) > UNEVEN * x.len().min(y.len());
    // In one order whichever side is which, so that rounding cannot tell the sides apart.
    let (first, second) = if x.iter().partial_cmp(y) == Some(Ordering::Greater) { (y, x) } else { (x, y) };
    let differs = brown_forsythe(&[first.to_vec(), second.to_vec()]).is_some_and(|it| it.p_value < SPREAD_DIFFERS);
    if uneven || differs {
        if x.len().min(y.len()) >= LEAST_FOR_MUNZEL {
            if let Some(p) = brunner_munzel(x, y).and_then(|it| it.p_value) {
                return ("Brunner-Munzel".to_owned(), Some(p));
            }
        } else if let Some(permutation) = permutation_of_means(x, y) {
            return ("permutation of means".to_owned(), Some(permutation.p_value()));
        }
    }
    let test = if ranks.exact().is_some() { "Mann-Whitney, exact" } else { "Mann-Whitney" };
    (test.to_owned(), Some(ranks.p_value()))
}
