//! How far the number shown may lie from the one meant: intervals that say what they cover.

use super::special::{binomial_cdf, chi_square_quantile, t_quantile};
use super::{Moments, moment::mean, moment::sd};

/// An interval between two order statistics, valid for any distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankInterval {
    /// Ranks of the two ends, counted from 1; 0 and `n + 1` mean unbounded.
    pub ranks: [u64; 2],
    /// Values at the ranks; infinite where unbounded.
    pub ends: [f64; 2],
    /// The probability that it holds the quantile, at least the one asked for.
    pub coverage: f64,
}

/// The interval of a quantile with equal tails; `None` for no values or a share outside 0 to 1.
///
/// Takes ordered values. Method: with `B ~ Bin(n, q)`, `l` is the largest rank with `P(B <= l - 1) <= a/2`, `u` the smallest with
/// `P(B >= u) <= a/2`. Source: David, Nagaraja, *Order Statistics*, 7.1 (2003).
pub fn rank_interval(sorted: &[f64], q: f64, confidence: f64) -> Option<RankInterval> {
    let n = sorted.len() as u64;
    let (ranks, coverage) = interval_ranks(n, q, confidence)?;
    let value = |rank: u64| match rank {
        0 => f64::NEG_INFINITY,
        rank if rank > n => f64::INFINITY,
        rank => sorted[rank as usize - 1],
    };
    Some(RankInterval { ranks, ends: ranks.map(value), coverage })
}

/// The ranks of the interval of a quantile of `n` values, and the probability that it holds the quantile.
pub(super) fn interval_ranks(n: u64, q: f64, confidence: f64) -> Option<([u64; 2], f64)> {
    if n == 0 || !(q > 0.0 && q < 1.0) || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let below = |rank: u64| binomial_cdf(rank as f64 - 1.0, n as f64, q);
    // Counted as failures, so that the upper tail keeps its digits.
    let above = |rank: u64| binomial_cdf((n - rank) as f64, n as f64, 1.0 - q);
    let low = last(0, n, |rank| below(rank) <= tail);
    let high = n + 1 - last(0, n, |back| back == 0 || above(n + 1 - back) <= tail);
    let outside = below(low) + if high > n { 0.0 } else { above(high) };
    Some(([low, high], 1.0 - outside))
}

/// The last number from `low` to `high` that holds; what holds holds up to it, and `low` holds.
fn last(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// How many values the interval of a quantile needs before both of its ends are values; `None` for a share outside 0 to 1.
pub fn least_n_two_sided(q: f64, confidence: f64) -> Option<u64> {
    least_n(q.max(1.0 - q), (1.0 - confidence) / 2.0)
}

/// How many values are needed before the largest of them is an upper bound of a quantile.
pub fn least_n_one_sided(q: f64, confidence: f64) -> Option<u64> {
    least_n(q, 1.0 - confidence)
}

/// The smallest `n` with `share^n <= tail`.
fn least_n(share: f64, tail: f64) -> Option<u64> {
    if !(share > 0.0 && share < 1.0 && tail > 0.0 && tail < 1.0) {
        return None;
    }
    let guess = (libm::log(tail) / libm::log(share)).floor().max(1.0);
    let reaches = |n: f64| libm::pow(share, n) <= tail;
    let found = [guess - 1.0, guess, guess + 1.0].into_iter().find(|n| *n >= 1.0 && reaches(*n));
    Some(found.unwrap_or(guess + 2.0) as u64)
}

/// Student's interval of the mean; `None` below two values.
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<[f64; 2]> {
    mean_interval_of(values.len() as f64, mean(values)?, sd(values)?, confidence)
}

/// The same from a count, a mean and a standard deviation (n - 1).
pub fn mean_interval_of(n: f64, mean: f64, sd: f64, confidence: f64) -> Option<[f64; 2]> {
    if n < 2.0 || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let half = t_quantile(0.5 + confidence / 2.0, n - 1.0) * sd / n.sqrt();
    let ends = [mean - half, mean + half];
    ends.iter().all(|end| end.is_finite()).then_some(ends)
}

/// The interval of the standard deviation, for normal samples only; `None` below two values.
pub fn sd_interval(values: &[f64], confidence: f64) -> Option<[f64; 2]> {
    let sd = Moments::of(values).sd?;
    let df = values.len() as f64 - 1.0;
    let end = |p: f64| sd * (df / chi_square_quantile(p, df)).sqrt();
    let tail = (1.0 - confidence) / 2.0;
    let ends = [end(1.0 - tail), end(tail)];
    ends.iter().all(|end| end.is_finite()).then_some(ends)
}

/// An upper estimate of a tail that holds with confidence 0.99, as MLPerf stops early.
///
/// Takes ordered values; gives how many values may lie above (-1 for none, too few values) and the estimate.
/// Source: MLPerf inference policies, "Early stopping", with `d = 0`, `c = 0.99`.
pub fn early_stopping(sorted: &[f64], p: f64) -> (i64, Option<f64>) {
    let n = sorted.len();
    let holds = |t: u64| binomial_cdf(t as f64, n as f64, 1.0 - p) <= 0.01;
    if n == 0 || !holds(0) {
        return (-1, None);
    }
    let t = last(0, n as u64, holds);
    (t as i64, if t < 1 { None } else { sorted.get(n - t as usize).copied() })
}
