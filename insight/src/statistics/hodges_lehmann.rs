//! By how much one sample lies above the other: the median of all differences.

use super::mann_whitney::rank_of_tail;

/// A shift between two samples with an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The median of all differences, second sample minus first.
    pub estimate: f64,
    /// Differences at `rank` from either end.
    pub ends: [f64; 2],
    /// The rank of the ends among the ordered differences, counted from 1.
    pub rank: u64,
    /// The probability that the interval holds the shift.
    pub coverage: f64,
}

/// The shift from the first to the second sample; `None` when one is empty.
///
/// Source: Hodges, Lehmann, *Estimates of Location Based on Rank Tests*, Ann. Math. Stat. 34 (1963); interval after Moses, by the
/// distribution of Mann and Whitney's U: exact up to 2,500 pairs.
pub fn hodges_lehmann(x: &[f64], y: &[f64], confidence: f64) -> Option<Shift> {
    if x.is_empty() || y.is_empty() || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let differences = Differences { x: sorted(x), y: sorted(y) };
    let pairs = x.len() * y.len();
    let (rank, outside) = rank_of_tail(x.len(), y.len(), (1.0 - confidence) / 2.0);
    let (lower, upper) = (differences.nth(pairs.div_ceil(2)), differences.nth(pairs / 2 + 1));
    let estimate = lower / 2.0 + upper / 2.0;
    let ends = [differences.nth(rank), differences.nth(pairs + 1 - rank)];
    let is_finite = [estimate, ends[0], ends[1]].iter().all(|value| value.is_finite());
    let estimate = if lower == upper { lower } else { estimate };
    is_finite.then_some(Shift { estimate, ends, rank: rank as u64, coverage: 1.0 - 2.0 * outside })
}

/// The factor from the first to the second sample, from the shift of their logarithms; `None` unless all values are positive.
pub fn ratio_of(x: &[f64], y: &[f64], confidence: f64) -> Option<Shift> {
    let is_positive = |values: &[f64]| values.iter().all(|value| *value > 0.0);
    if !is_positive(x) || !is_positive(y) {
        return None;
    }
    let logs = |values: &[f64]| values.iter().map(|value| libm::log(*value)).collect::<Vec<f64>>();
    let shift = hodges_lehmann(&logs(x), &logs(y), confidence)?;
    let back = Shift { estimate: libm::exp(shift.estimate), ends: shift.ends.map(libm::exp), ..shift };
    (back.estimate.is_finite() && back.ends.iter().all(|end| end.is_finite())).then_some(back)
}

/// All differences of two ordered samples, never written out: the n-th is found by counting how many lie below.
struct Differences {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Differences {
    /// The `rank`-th smallest difference, counted from 1.
    fn nth(&self, rank: usize) -> f64 {
        let (Some(x_low), Some(x_high)) = (self.x.first(), self.x.last()) else { return f64::NAN };
        let (Some(y_low), Some(y_high)) = (self.y.first(), self.y.last()) else { return f64::NAN };
        least_reaching(rank, [y_low - x_high, y_high - x_low], |limit| self.up_to(limit))
    }

    /// How many differences are at most `limit`.
    fn up_to(&self, limit: f64) -> usize {
        let mut count = 0;
        let mut from = 0;
        for y in &self.y {
            // The larger y is, the larger x must be.
            while from < self.x.len() && y - self.x[from] > limit {
                from += 1;
            }
            if from == self.x.len() {
                break;
            }
            count += self.x.len() - from;
        }
        count
    }
}

/// The least value between two up to which `rank` of them lie: halving over the bits of doubles, so that it is one of them exactly.
pub(super) fn least_reaching(rank: usize, between: [f64; 2], up_to: impl Fn(f64) -> usize) -> f64 {
    let [mut low, mut high] = between.map(ordinal);
    while low < high {
        let middle = low + (high.abs_diff(low) / 2).cast_signed();
        if up_to(value_at(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    value_at(low) + 0.0
}

/// A whole number in the order of the doubles.
fn ordinal(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn value_at(ordinal: i64) -> f64 {
    let bits = if ordinal < 0 { i64::MIN - ordinal } else { ordinal };
    f64::from_bits(bits.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn swapped_samples_give_the_opposite_shift(x in prop::collection::vec(-1e3_f64..1e3, 1..30), y in prop::collection::vec(-1e3_f64..1e3, 1..30)) {
            let (there, back) = (hodges_lehmann(&x, &y, 0.95).unwrap(), hodges_lehmann(&y, &x, 0.95).unwrap());
            prop_assert_eq!(there.estimate, -back.estimate);
            prop_assert_eq!(there.ends, [-back.ends[1], -back.ends[0]]);
        }

        #[test]
        fn it_is_the_median_of_all_differences(x in prop::collection::vec(-9_i8..9, 1..12), y in prop::collection::vec(-9_i8..9, 1..12)) {
            let [x, y] = [x, y].map(|values| values.into_iter().map(f64::from).collect::<Vec<f64>>());
            let mut all: Vec<f64> = y.iter().flat_map(|y| x.iter().map(move |x| y - x)).collect();
            prop_assert_eq!(hodges_lehmann(&x, &y, 0.9).unwrap().estimate, super::super::median(&mut all).unwrap());
        }
    }
}
