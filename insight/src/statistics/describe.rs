//! One sample in a handful of numbers, with the doubts that travel with them.

use crate::summary::Statistics;

/// Describes a sample; reorders `values` and leaves out what is not finite.
///
/// Unit: that of the values. `missing` and `failed` are counted by the caller and passed through.
pub fn describe(values: &mut [f64], missing: u64, failed: u64) -> Statistics {
    let values = finite_first(values);
    let n = values.len();
    if n == 0 {
        return Statistics { missing, failed, ..Statistics::default() };
    }
    let (mean, sd) = (mean(values), sd(values));
    values.sort_unstable_by(f64::total_cmp);
    let at = |q: f64| quantile_sorted(values, q);
    Statistics {
        n: n as u64,
        missing,
        failed,
        min: values.first().copied(),
        max: values.last().copied(),
        mean,
        sd,
        median: at(0.5),
        p25: at(0.25),
        p75: at(0.75),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
        notes: Vec::new(),
    }
}

/// Moves what is not finite to the end and gives the rest.
fn finite_first(values: &mut [f64]) -> &mut [f64] {
    let mut kept = 0;
    for at in 0..values.len() {
        if values[at].is_finite() {
            values.swap(kept, at);
            kept += 1;
        }
    }
    &mut values[..kept]
}

/// Arithmetic mean; `None` for no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Sample standard deviation (n - 1); `None` below two values.
pub fn sd(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    if values.len() < 2 {
        return None;
    }
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// Median; reorders the values.
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Quantile by linear interpolation (type 7); reorders the values.
pub fn quantile(values: &mut [f64], q: f64) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile_sorted(values, q)
}

fn quantile_sorted(values: &[f64], q: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = q * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(values[below] + (place - below as f64) * (values[above] - values[below]))
}
