//! The chi-square distribution, by the incomplete gamma function.

use super::inverse::rising_root;
use super::{deviance, stirling_rest};
use std::f64::consts::PI;

/// Probability of a chi-square value above `x`.
pub fn chi_square_upper(x: f64, df: f64) -> f64 {
    incomplete(df / 2.0, x / 2.0).1
}

/// Probability of a chi-square value below `x`.
pub fn chi_square_lower(x: f64, df: f64) -> f64 {
    incomplete(df / 2.0, x / 2.0).0
}

/// The value below which a chi-square value falls with probability `p`.
pub fn chi_square_quantile(p: f64, df: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p == 0.0 { 0.0 } else { f64::INFINITY };
    }
    if p <= 0.5 {
        rising_root(df, |x| chi_square_lower(x, df) - p)
    } else {
        rising_root(df, |x| (1.0 - p) - chi_square_upper(x, df))
    }
}

/// The regularized incomplete gamma function, lower and upper part.
///
/// Method: series below `a + 1`, continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31); the common factor after Loader (2000).
fn incomplete(a: f64, x: f64) -> (f64, f64) {
    if a.is_nan() || x.is_nan() || a <= 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    // x^a e^-x / Gamma(a + 1)
    let factor = libm::exp(-stirling_rest(a) - deviance(a, x)) / (2.0 * PI * a).sqrt();
    if x < a + 1.0 {
        let (mut term, mut total) = (1.0, 1.0);
        for k in 1..100_000 {
            term *= x / (a + f64::from(k));
            total += term;
            if term <= total * 1e-17 {
                break;
            }
        }
        let lower = (factor * total).clamp(0.0, 1.0);
        return (lower, 1.0 - lower);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for k in 1..100_000 {
        let k = f64::from(k);
        let numerator = -k * (k - a);
        b += 2.0;
        d = 1.0 / nonzero(numerator * d + b);
        c = nonzero(b + numerator / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    let upper = (factor * a * fraction).clamp(0.0, 1.0);
    (1.0 - upper, upper)
}

/// A divisor of a continued fraction may touch zero on its way.
pub(super) fn nonzero(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}
