//! Two means beside each other, without assuming that the samples spread alike.

use super::moment::{mean, sd};
use super::special::{t_quantile, t_two_sided};

/// What is known of a sample when only its summary is: count, mean, standard deviation (n - 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summed {
    /// Number of values.
    pub n: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation.
    pub sd: f64,
}

impl Summed {
    fn of(values: &[f64], pivot: f64) -> Option<Self> {
        let shifted: Vec<f64> = values.iter().map(|value| value - pivot).collect();
        Some(Self { n: values.len() as f64, mean: mean(&shifted)?, sd: sd(&shifted)? })
    }

    fn squared_error(self) -> f64 {
        self.sd * self.sd / self.n
    }
}

/// Welch's comparison of two means, second minus first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// The statistic.
    pub t: f64,
    /// Degrees of freedom after Satterthwaite.
    pub df: f64,
    /// Two-sided.
    pub p_value: f64,
    /// The interval of the difference.
    pub ends: [f64; 2],
}

/// `None` where a count is below two or both spreads are zero.
///
/// Source: Welch, *The Generalization of Student's Problem*, Biometrika 34 (1947).
pub fn welch_of(a: Summed, b: Summed, confidence: f64) -> Option<Welch> {
    let (va, vb) = (a.squared_error(), b.squared_error());
    let error = (va + vb).sqrt();
    if a.n < 2.0 || b.n < 2.0 || error.is_nan() || error <= 0.0 {
        return None;
    }
    // As shares, so that squares of tiny variances do not vanish.
    let (share_a, share_b) = (va / (va + vb), vb / (va + vb));
    let df = 1.0 / (share_a * share_a / (a.n - 1.0) + share_b * share_b / (b.n - 1.0));
    let difference = b.mean - a.mean;
    let t = difference / error;
    let half = t_quantile(0.5 + confidence / 2.0, df) * error;
    let found = Welch { t, df, p_value: t_two_sided(t, df), ends: [difference - half, difference + half] };
    [found.t, found.df, found.ends[0], found.ends[1]].iter().all(|value| value.is_finite()).then_some(found)
}

/// The same from the values, shifted together first, so that a large offset costs no digits.
pub fn welch(x: &[f64], y: &[f64], confidence: f64) -> Option<Welch> {
    let pivot = *x.first()?;
    welch_of(Summed::of(x, pivot)?, Summed::of(y, pivot)?, confidence)
}

/// Difference of the means, second minus first, shifted together first.
pub fn difference_of_means(x: &[f64], y: &[f64]) -> Option<f64> {
    let pivot = *x.first()?;
    let center = |values: &[f64]| mean(&values.iter().map(|value| value - pivot).collect::<Vec<f64>>());
    Some(center(y)? - center(x)?).filter(|difference| difference.is_finite())
}

/// Hedges' g: the difference of the means in pooled standard deviations, corrected for small samples.
///
/// Source: Hedges, *Distribution Theory for Glass's Estimator*, J. Educational Statistics 6 (1981), with the exact gamma factor.
pub fn hedges_g(x: &[f64], y: &[f64]) -> Option<f64> {
    let pivot = *x.first()?;
    let (a, b) = (Summed::of(x, pivot)?, Summed::of(y, pivot)?);
    let df = a.n + b.n - 2.0;
    let pooled = (((a.n - 1.0) * a.sd * a.sd + (b.n - 1.0) * b.sd * b.sd) / df).sqrt();
    let correction = libm::exp(libm::lgamma(df / 2.0) - libm::lgamma((df - 1.0) / 2.0)) / (df / 2.0).sqrt();
    Some((b.mean - a.mean) / pooled * correction).filter(|g| g.is_finite())
}

/// Fieller's interval of the ratio of two means, second over first; `None` where the first mean may be zero.
///
/// Source: Fieller, *Some Problems in Interval Estimation*, J. Royal Statistical Society B 16 (1954).
pub fn fieller_interval(x: &[f64], y: &[f64], confidence: f64) -> Option<[f64; 2]> {
    let (a, b) = (Summed::of(x, 0.0)?, Summed::of(y, 0.0)?);
    let t = t_quantile(0.5 + confidence / 2.0, welch(x, y, confidence)?.df);
    let (va, vb) = (a.squared_error(), b.squared_error());
    let g = t * t * va / (a.mean * a.mean);
    if g.is_nan() || g >= 1.0 {
        return None;
    }
    let ratio = b.mean / a.mean;
    let half = t / a.mean.abs() * (vb * (1.0 - g) + ratio * ratio * va).sqrt();
    let ends = [(ratio - half) / (1.0 - g), (ratio + half) / (1.0 - g)];
    ends.iter().all(|end| end.is_finite()).then_some(ends)
}
