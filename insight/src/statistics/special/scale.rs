//! What depends on an estimated spread: the studentized range and the power of a t test.

use super::{normal_cdf, stirling_rest, t_quantile};
use std::f64::consts::PI;

/// The mean of `f(s)` over `s = sqrt(chi-square / df)`.
///
/// Method: trapezoids on the logarithm of `s`, where the density dies out fast at both ends.
fn over_scale(df: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = df / 2.0;
    // 2 (df/2)^(df/2) / Gamma(df/2), with e^(-df/2) taken out.
    let factor = 2.0 * libm::exp(-stirling_rest(half)) * (half / (2.0 * PI)).sqrt();
    let step = 1.0 / (3.0 * (2.0 * df).sqrt());
    let weight = |u: f64| factor * libm::exp(half * (2.0 * u + 1.0 - libm::exp(2.0 * u)));
    let mut total = weight(0.0) * f(1.0);
    for direction in [step, -step] {
        let mut u = direction;
        while weight(u) > 1e-18 && u > -60.0 {
            total += weight(u) * f(libm::exp(u));
            u += direction;
        }
    }
    total * step
}

/// Probability that the range of `groups` normal means, over their estimated standard error, exceeds `q` (Tukey 1953).
pub fn studentized_range_upper(q: f64, groups: usize, df: f64) -> f64 {
    if groups < 2 || df.is_nan() || df <= 0.0 || q.is_nan() || q <= 0.0 {
        return 1.0;
    }
    let step = 0.1;
    let beyond = |w: f64| {
        let mut inside = 0.0;
        for at in -90..=90 {
            let z = f64::from(at) * step;
            let share = normal_cdf(z) - normal_cdf(z - w);
            let power = (1..groups).fold(1.0, |power, _| power * share);
            inside += libm::exp(-z * z / 2.0) * power;
        }
        (1.0 - groups as f64 * inside * step / (2.0 * PI).sqrt()).max(0.0)
    };
    over_scale(df, |s| beyond(q * s)).clamp(0.0, 1.0)
}

/// Probability that a two-sided t test of two groups of `n` finds a difference of `effect` standard deviations.
pub fn power_of_t_test(n: f64, effect: f64, alpha: f64) -> f64 {
    let df = 2.0 * n - 2.0;
    let shift = effect.abs() * (n / 2.0).sqrt();
    let critical = t_quantile(1.0 - alpha / 2.0, df);
    over_scale(df, |s| normal_cdf(shift - critical * s) + normal_cdf(-shift - critical * s)).clamp(0.0, 1.0)
}
