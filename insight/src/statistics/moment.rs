//! Sums, mean and standard deviation that keep their digits.

/// Sum with the lost low digits carried along (Neumaier 1974).
pub(crate) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut carry) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        carry += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + carry
}

/// The smallest and the largest of finite values, infinities for none.
///
/// Compared by hand: `f64::min` is a call of its own in WebAssembly, once a value.
pub(crate) fn range(values: &[f64]) -> (f64, f64) {
    let mut range = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        if *value < range.0 {
            range.0 = *value;
        }
        if *value > range.1 {
            range.1 = *value;
        }
    }
    range
}

/// Arithmetic mean; `None` for no values.
///
/// Unit: that of the values. Method: summed after Neumaier; values whose sum would overflow are divided first.
pub fn mean(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let total = sum(values.iter().copied());
    let mean = if total.is_finite() { total / n } else { sum(values.iter().map(|value| value / n)) };
    // Rounding must not lead past the values: the mean of equal values is that value.
    let (low, high) = range(values);
    (!values.is_empty()).then(|| mean.max(low).min(high))
}

/// Sample standard deviation (n - 1); `None` below two values.
///
/// Unit: that of the values. Method: two passes, the second corrected for the rounding of the mean (Chan, Golub, LeVeque 1983).
pub fn sd(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let center = mean(values)?;
    let (low, high) = range(values);
    if low.is_infinite() || high.is_infinite() {
        return None;
    }
    let scale = (high - center).max(center - low);
    if scale == 0.0 {
        return Some(0.0);
    }
    if !scale.is_finite() {
        let halves: Vec<f64> = values.iter().map(|value| value / 4.0).collect();
        return sd(&halves).map(|sd| sd * 4.0);
    }
    // Squares of very large or very small deviations leave the range of a double.
    let unit = if (1e-140..1e140).contains(&scale) { 1.0 } else { scale };
    let n = values.len() as f64;
    let deviations = || values.iter().map(|value| (value - center) / unit);
    let squares = sum(deviations().map(|deviation| deviation * deviation));
    let rest = sum(deviations());
    Some((((squares - rest * rest / n) / (n - 1.0)).max(0.0)).sqrt() * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_deviation_keep_their_digits() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sd(&[1.0]), None);
        assert_eq!(sd(&[3.0, 3.0, 3.0]), Some(0.0));
        assert_eq!(mean(&[1e16, 1.0, -1e16]), Some(1.0 / 3.0));
        assert_eq!(sd(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]), Some(1.0));
        assert_eq!(mean(&[f64::MAX, f64::MAX]), Some(f64::MAX));
        assert_eq!(mean(&[f64::MAX, -f64::MAX]), Some(0.0));
        assert!(sd(&[f64::MAX, -f64::MAX]).is_some_and(|sd| sd.is_infinite() || sd > 1e308));
        assert!(sd(&[1e-200, 3e-200]).is_some_and(|sd| (sd / 1e-200 - std::f64::consts::SQRT_2).abs() < 1e-15));
    }
}
