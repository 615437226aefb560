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

/// Sums computed side by side: one after another each would wait for the one before.
const LANES: usize = 8;

/// The sum of a part of each value, with the lost low digits carried along (Neumaier 1974; Knuth's two-sum in each lane).
pub(super) fn sum_of(values: &[f64], part: impl Fn(f64) -> f64) -> f64 {
    let [sum] = sums_of(values, |value| [part(value)]);
    sum
}

/// Sums of several parts of each value in one go, each as [`sum_of`].
fn sums_of<const N: usize>(values: &[f64], parts: impl Fn(f64) -> [f64; N]) -> [f64; N] {
    let (mut sums, mut carries) = ([[0.0_f64; LANES]; N], [[0.0_f64; LANES]; N]);
    let (blocks, rest) = values.as_chunks::<LANES>();
    for block in blocks {
        let parts = block.map(&parts);
        for at in 0..N {
            for lane in 0..LANES {
                let (sum, value) = (sums[at][lane], parts[lane][at]);
                let next = sum + value;
                let back = next - sum;
                carries[at][lane] += (sum - (next - back)) + (value - back);
                sums[at][lane] = next;
            }
        }
    }
    let rest: Vec<[f64; N]> = rest.iter().map(|value| parts(*value)).collect();
    std::array::from_fn(|at| sum(sums[at].into_iter().chain(rest.iter().map(|parts| parts[at])).chain(carries[at])))
}

/// The smallest and the largest of finite values, infinities for none.
///
/// Compared by hand: `f64::min` is a call of its own in WebAssembly, once a value.
pub(crate) fn range(values: &[f64]) -> (f64, f64) {
    let (mut lows, mut highs) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let (blocks, rest) = values.as_chunks::<LANES>();
    for block in blocks {
        for ((low, high), value) in lows.iter_mut().zip(&mut highs).zip(block) {
            *low = if *value < *low { *value } else { *low };
            *high = if *value > *high { *value } else { *high };
        }
    }
    let low = lows.iter().chain(rest).fold(f64::INFINITY, |low, value| if *value < low { *value } else { low });
    let high =
        highs.iter().chain(rest).fold(f64::NEG_INFINITY, |high, value| if *value > high { *value } else { high });
    (low, high)
}

/// Arithmetic mean; `None` for no values.
///
/// Unit: that of the values. Method: summed after Neumaier; values whose sum would overflow are divided first.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| mean_between(values, range(values)))
}

/// The mean of values whose range is known.
pub(super) fn mean_between(values: &[f64], (low, high): (f64, f64)) -> f64 {
    let n = values.len() as f64;
    let total = sum_of(values, |value| value);
    let mean = if total.is_finite() { total / n } else { sum_of(values, |value| value / n) };
    // Rounding must not lead past the values: the mean of equal values is that value.
    mean.max(low).min(high)
}

/// Sample standard deviation (n - 1); `None` below two values.
///
/// Unit: that of the values. Method: two passes, the second corrected for the rounding of the mean (Chan, Golub, LeVeque 1983).
pub fn sd(values: &[f64]) -> Option<f64> {
    let between = range(values);
    if values.len() < 2 { None } else { sd_around(values, mean_between(values, between), between) }
}

/// The standard deviation of two values or more whose mean and range are known; `None` where one is infinite.
pub(super) fn sd_around(values: &[f64], center: f64, (low, high): (f64, f64)) -> Option<f64> {
    if low.is_infinite() || high.is_infinite() {
        return None;
    }
    let scale = (high - center).max(center - low);
    if scale == 0.0 {
        return Some(0.0);
    }
    if !scale.is_finite() {
        let quarters: Vec<f64> = values.iter().map(|value| value / 4.0).collect();
        return sd(&quarters).map(|sd| sd * 4.0).filter(|sd| sd.is_finite());
    }
    // Squares of very large or very small deviations leave the range of a double.
    if !(1e-140..1e140).contains(&scale) {
        let shares: Vec<f64> = values.iter().map(|value| (value - center) / scale).collect();
        return sd(&shares).map(|sd| sd * scale).filter(|sd| sd.is_finite());
    }
    let n = values.len() as f64;
    let [squares, rest] = sums_of(values, |value| [(value - center) * (value - center), value - center]);
    Some((((squares - rest * rest / n) / (n - 1.0)).max(0.0)).sqrt())
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
        assert_eq!(sd(&[f64::MAX, -f64::MAX]), None);
        assert_eq!(sd(&[0.0, 5e-324]), Some(5e-324));
        assert!(sd(&[1e-200, 3e-200]).is_some_and(|sd| (sd / 1e-200 - std::f64::consts::SQRT_2).abs() < 1e-15));
    }
}
