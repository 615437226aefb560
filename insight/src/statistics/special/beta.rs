//! Student's t, Fisher's F, the binomial and the beta distribution, all by the incomplete beta function.

use super::gamma::nonzero;
use super::inverse::rising_root;
use super::{deviance, stirling_rest};
use std::f64::consts::PI;

/// Probability of a beta value below `x`.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    incomplete(a, b, x, 1.0 - x)
}

/// The value below which a beta value falls with probability `p`.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    // On the odds, which know no upper end.
    let odds = rising_root(a / b, |odds| incomplete(a, b, odds / (1.0 + odds), 1.0 / (1.0 + odds)) - p);
    odds / (1.0 + odds)
}

/// Probability that at most `k` of `n` trials succeed, each with probability `p`.
pub fn binomial_cdf(k: f64, n: f64, p: f64) -> f64 {
    if k < 0.0 {
        0.0
    } else if k >= n {
        1.0
    } else {
        incomplete(n - k, k + 1.0, 1.0 - p, p)
    }
}

/// Probability of a value of Student's t as far from zero as `t`, on either side.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    incomplete(df / 2.0, 0.5, df / (df + square), square / (df + square))
}

/// The value below which a value of Student's t falls with probability `p`.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    if p == 0.5 {
        return 0.0;
    }
    let tail = 2.0 * p.min(1.0 - p);
    // In logarithms, because the tail falls over many orders of magnitude.
    let t = rising_root(1.0, |t| libm::log(tail) - libm::log(t_two_sided(t, df)));
    if p < 0.5 { -t } else { t }
}

/// Probability of a value of Fisher's F above `x`.
pub fn f_upper(x: f64, df1: f64, df2: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let whole = df2 + df1 * x;
    incomplete(df2 / 2.0, df1 / 2.0, df2 / whole, df1 * x / whole)
}

/// The regularized incomplete beta function at `x`, with `y = 1 - x` given apart so that neither end loses its digits.
///
/// Method: continued fraction (Didonato and Morris 1992); the common factor after Loader (2000).
fn incomplete(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) || x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 || y <= 0.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return (1.0 - fraction(b, a, y, x)).clamp(0.0, 1.0);
    }
    fraction(a, b, x, y).clamp(0.0, 1.0)
}

/// Terms that are close to each other are joined before they are subtracted (Didonato and Morris, *Algorithm 708*, 1992).
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) - deviance(b, n * y);
    // x^a y^b / B(a, b)
    let factor = libm::exp(exponent) * (a * b / (2.0 * PI * n)).sqrt();
    // a - (a + b) x, from the side that loses nothing.
    let ahead = if a > b { n * y - b } else { a - n * x };
    let c = 1.0 + ahead;
    let (ratio, first) = (b / a, 1.0 + 1.0 / a);
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut above, mut above_next) = (0.0, 1.0);
    let (mut below, mut below_next) = (1.0, nonzero(c / first));
    let mut result = above_next / below_next;
    for m in 1..100_000 {
        let m = f64::from(m);
        let w = m * (b - m) * x;
        let alpha = p * (p + ratio) * (a / s) * (a / s) * w * x;
        let t = m / a;
        let beta = m + w / s + (t + 1.0) / (first + t + t) * (c + m * (y + 1.0));
        p = t + 1.0;
        s += 2.0;
        (above, above_next) = (above_next, alpha * above + beta * above_next);
        (below, below_next) = (below_next, nonzero(alpha * below + beta * below_next));
        let before = result;
        result = above_next / below_next;
        if (result - before).abs() <= 1e-16 * result.abs() {
            break;
        }
        (above, below, above_next, below_next) = (above / below_next, below / below_next, result, 1.0);
    }
    factor * result
}
