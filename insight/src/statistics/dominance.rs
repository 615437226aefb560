//! How often a value of one sample lies above a value of the other, as a size of effect.

use super::special::normal_quantile;

/// Cliff's delta: the share of pairs in which the second sample lies higher, minus the share in which it lies lower.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dominance {
    /// From -1 to 1.
    pub delta: f64,
    /// Its variance; `None` with one value on a side.
    pub variance: Option<f64>,
    /// Its interval; `None` without overlap and for equal values.
    pub ends: Option<[f64; 2]>,
}

impl Dominance {
    /// Compares all pairs; `None` when a sample is empty.
    ///
    /// Source: Cliff, *Dominance Statistics*, Psychological Bulletin 114 (1993); asymmetric interval after Feng and Cliff (2004).
    pub fn of(x: &[f64], y: &[f64], confidence: f64) -> Option<Self> {
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let (m, n) = (x.len() as f64, y.len() as f64);
        let ([x_above, x_below], [y_above, y_below]) = (against(x, y), against(y, x));
        let wins: u64 = y_above.iter().sum();
        let losses: u64 = y_below.iter().sum();
        let delta = (wins as f64 - losses as f64) / (m * n);
        if x.len() < 2 || y.len() < 2 {
            return Some(Self { delta, variance: None, ends: None });
        }
        // The mean of a value's pairs, each from the side of the second sample.
        let rows =
            spread(x_below.iter().zip(&x_above).map(|(below, above)| (*below as f64 - *above as f64) / n), delta);
        let columns =
            spread(y_above.iter().zip(&y_below).map(|(above, below)| (*above as f64 - *below as f64) / m), delta);
        let pairs = wins as f64 * (1.0 - delta) * (1.0 - delta)
            + losses as f64 * (1.0 + delta) * (1.0 + delta)
            + (m * n - wins as f64 - losses as f64) * delta * delta;
        let whole = (n - 1.0) * rows / (m - 1.0) + (m - 1.0) * columns / (n - 1.0) + pairs / ((m - 1.0) * (n - 1.0));
        let variance = if delta.abs() < 1.0 { whole / (m * n) } else { 0.0 };
        Some(Self { delta, variance: Some(variance), ends: asymmetric(delta, variance, confidence) })
    }

    /// The probability that a value of the second sample is larger, ties counting half.
    pub fn superiority(&self) -> f64 {
        (self.delta + 1.0) / 2.0
    }
}

/// For each value of `a`: how many values of `b` lie below it, and above it.
fn against(a: &[f64], b: &[f64]) -> [Vec<u64>; 2] {
    let mut sorted = b.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let below = |value: &f64| sorted.partition_point(|other| other < value) as u64;
    let above = |value: &f64| (sorted.len() - sorted.partition_point(|other| other <= value)) as u64;
    // An empty partner never comes here; equal values are in neither.
    [a.iter().map(below).collect(), a.iter().map(above).collect()]
}

fn spread(values: impl Iterator<Item = f64>, center: f64) -> f64 {
    values.map(|value| (value - center) * (value - center)).sum()
}

fn asymmetric(delta: f64, variance: f64, confidence: f64) -> Option<[f64; 2]> {
    let z = normal_quantile(0.5 + confidence / 2.0);
    let (square, rest) = (z * z * variance, 1.0 - delta * delta);
    if variance.is_nan() || variance <= 0.0 || rest + square <= 0.0 {
        return None;
    }
    let half = z * variance.sqrt() * (rest * rest + square).sqrt();
    let center = delta - delta * delta * delta;
    let ends = [(center - half) / (rest + square), (center + half) / (rest + square)];
    ends.iter().all(|end| end.is_finite()).then(|| ends.map(|end| end.clamp(-1.0, 1.0)))
}
