//! How many runs would settle a question.

use super::special::{normal_quantile, power_of_t_test};
use std::f64::consts::PI;

/// Values per side, as a real number, so that a two-sided t test finds `effect` standard deviations with probability `power`.
///
/// `None` for no effect or probabilities outside 0 to 1. Source: Cohen, *Statistical Power Analysis* (1988), with the noncentral t.
pub fn runs_for_t_test(effect: f64, alpha: f64, power: f64) -> Option<f64> {
    let is_share = |share: f64| share > 0.0 && share < 1.0;
    if !(effect.abs() > 0.0 && effect.is_finite() && is_share(alpha) && is_share(power)) {
        return None;
    }
    let z = (normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power)) / effect;
    let normal = 2.0 * z * z;
    if normal > 1e4 {
        return Some(normal);
    }
    // Half a dozen more than the normal guess is always enough.
    let (mut low, mut high) = (2.0, normal + 20.0);
    if power_of_t_test(low, effect, alpha) >= power {
        return Some(low);
    }
    for _ in 0..60 {
        let middle = low + (high - low) / 2.0;
        if power_of_t_test(middle, effect, alpha) < power { low = middle } else { high = middle }
    }
    Some(high)
}

/// The same for a rank test: the real number of values times `pi / 3`, its efficiency for normal samples, rounded up.
pub fn runs_for_rank_test(effect: f64, alpha: f64, power: f64) -> Option<u64> {
    runs_for_t_test(effect, alpha, power).map(|n| (n * PI / 3.0).ceil() as u64)
}
