//! Whether two groups can be told apart, by nothing but the statistics that are told of them.

use crate::statistics::special::t_two_sided;
use crate::summary::Group;

/// The level of a test, for all comparisons together.
const ALPHA: f64 = 0.05;

/// Whether the means of two groups differ by more than chance, looked at beside so many comparisons; one value each cannot tell, and
/// is `None`.
///
/// Welch's t; where one group holds a single value, it is held against the deviation of the other. Divided by the number of
/// comparisons (Bonferroni).
pub(super) fn told_apart(a: &Group, b: &Group, comparisons: usize) -> Option<bool> {
    let of = |group: &Group| {
        let s = &group.statistics;
        Some((s.n as f64, s.mean?, s.sd))
    };
    let ((n, x, s), (m, y, t)) = (of(a)?, of(b)?);
    let (s, t) = (s.filter(|_| n > 1.0), t.filter(|_| m > 1.0));
    let (first, second) = (s.or(t)?, t.or(s)?);
    let (u, v) = (first * first / n, second * second / m);
    let part = |known: Option<f64>, error: f64, n: f64| if known.is_some() { error * error / (n - 1.0) } else { 0.0 };
    let df = match (s, t) {
        (Some(_), Some(_)) => (u + v) * (u + v) / (part(s, u, n) + part(t, v, m)),
        _ => n.max(m) - 1.0,
    };
    if u + v == 0.0 {
        return Some(x != y);
    }
    let p = t_two_sided((x - y) / (u + v).sqrt(), df);
    Some(p <= ALPHA / comparisons.max(1) as f64)
}
