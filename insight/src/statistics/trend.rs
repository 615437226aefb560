//! Values in the order of measuring: drift, dependence, one step.

use super::autocorrelations;
use super::moment::{mean, sum};
use super::rank::Ranks;
use super::special::{chi_square_upper, normal_upper};

/// Do later values lie above earlier ones?
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise minus pairs that fall.
    pub score: i64,
    /// Variance of the score without drift, corrected for ties.
    pub variance: f64,
    /// The score as a normal value, continuity corrected.
    pub z: f64,
    /// Two-sided.
    pub p_value: f64,
}

/// Source: Mann, *Nonparametric Tests Against Trend*, Econometrica 13 (1945); Kendall (1975).
pub fn mann_kendall(values: &[f64]) -> MannKendall {
    let mut score = 0;
    for (at, value) in values.iter().enumerate() {
        for earlier in &values[..at] {
            score += i64::from(value > earlier) - i64::from(value < earlier);
        }
    }
    let n = values.len() as f64;
    let ties = Ranks::new(values).over_ties(|t| t * (t - 1.0) * (2.0 * t + 5.0));
    let variance = ((n * (n - 1.0) * (2.0 * n + 5.0) - ties) / 18.0).max(0.0);
    let z = if score == 0 || variance <= 0.0 { 0.0 } else { (score - score.signum()) as f64 / variance.sqrt() };
    MannKendall { score, variance, z, p_value: (2.0 * normal_upper(z.abs())).min(1.0) }
}

/// Squared steps over squared deviations: near 2 for independent values, small when neighbors are alike; `None` for equal values.
///
/// Source: von Neumann, *Distribution of the Ratio of the Mean Square Successive Difference to the Variance* (1941).
pub fn von_neumann_ratio(values: &[f64]) -> Option<f64> {
    let center = mean(values)?;
    let n = values.len() as f64;
    let steps = sum(values.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])));
    let squares = sum(values.iter().map(|value| (value - center) * (value - center)));
    let ratio = steps / squares * n / (n - 1.0);
    (squares > 0.0 && ratio.is_finite()).then_some(ratio)
}

/// Are the first five autocorrelations together larger than chance makes them? The statistic and its p; `None` up to five values.
///
/// Source: Ljung, Box, *On a Measure of Lack of Fit in Time Series Models*, Biometrika 65 (1978).
pub fn ljung_box(values: &[f64]) -> Option<[f64; 2]> {
    let lags = autocorrelations(values, 5);
    if lags.len() < 5 {
        return None;
    }
    let n = values.len() as f64;
    let terms = lags.iter().enumerate().map(|(at, r)| r * r / (n - (at + 1) as f64));
    let statistic = n * (n + 2.0) * sum(terms);
    Some([statistic, chi_square_upper(statistic, 5.0)])
}

/// How many independent values the sample is worth when each resembles the one before: `n (1 - r) / (1 + r)`, at most `n`.
pub fn effective_n(values: &[f64]) -> Option<f64> {
    let r = *autocorrelations(values, 1).first()?;
    let n = values.len() as f64;
    Some((n * (1.0 - r) / (1.0 + r)).min(n)).filter(|n| n.is_finite())
}

/// The one step that leaves the least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Values before the step.
    pub before: usize,
    /// Squares left with the step.
    pub squares: f64,
    /// Squares without it.
    pub squares_without: f64,
}

/// `None` below two values. Of equally good splits the first.
pub fn best_split(values: &[f64]) -> Option<Split> {
    let center = mean(values).filter(|_| values.len() > 1)?;
    let n = values.len();
    let shifted: Vec<f64> = values.iter().map(|value| value - center).collect();
    let total = sum(shifted.iter().copied());
    let squares_without = sum(shifted.iter().map(|value| value * value)) - total * total / n as f64;
    let (mut before, mut best, mut first) = (1, f64::NEG_INFINITY, 0.0);
    for (at, value) in shifted[..n - 1].iter().enumerate() {
        first += value;
        let (m, rest) = ((at + 1) as f64, total - first);
        let gained = first * first / m + rest * rest / (n as f64 - m) - total * total / n as f64;
        if gained > best + 1e-12 * squares_without {
            (before, best) = (at + 1, gained);
        }
    }
    let squares = |part: &[f64]| {
        let center = mean(part).unwrap_or(0.0);
        sum(part.iter().map(|value| (value - center) * (value - center)))
    };
    let left = squares(&shifted[..before]) + squares(&shifted[before..]);
    let without = squares_without.max(0.0);
    (left.is_finite() && without.is_finite()).then_some(Split { before, squares: left, squares_without: without })
}
