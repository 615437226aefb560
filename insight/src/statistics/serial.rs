//! Values in the order of measuring: does one depend on the one before it?

use super::moment::{mean, sum};

/// Autocorrelations at lags 1 to `lags`; empty for equal values or fewer than two.
///
/// Method: lagged products over the sum of squares (NIST/SEMATECH e-Handbook, 1.3.5.12).
pub fn autocorrelations(values: &[f64], lags: usize) -> Vec<f64> {
    let deviations = deviations(values);
    let squares = sum(deviations.iter().map(|deviation| deviation * deviation));
    if !(squares > 0.0 && squares.is_finite()) {
        return Vec::new();
    }
    let lags = lags.min(values.len().saturating_sub(1));
    let products = |lag: usize| sum(deviations.iter().zip(&deviations[lag..]).map(|(a, b)| a * b));
    (1..=lags).map(|lag| products(lag) / squares).collect()
}

/// Deviations from the mean, corrected for its rounding and divided by the largest.
fn deviations(values: &[f64]) -> Vec<f64> {
    let Some(center) = mean(values) else { return Vec::new() };
    let rest = sum(values.iter().map(|value| value - center)) / values.len() as f64;
    let mut deviations: Vec<f64> = values.iter().map(|value| (value - center) - rest).collect();
    let largest = deviations.iter().fold(0.0_f64, |largest, deviation| largest.max(deviation.abs()));
    if largest > 0.0 {
        deviations.iter_mut().for_each(|deviation| *deviation /= largest);
    }
    deviations
}
