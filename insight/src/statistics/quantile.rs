//! Quantiles by linear interpolation between order statistics (type 7), by selection instead of sorting.

use super::bucket;

/// Median; reorders the values.
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// One quantile, `q` from 0 to 1; reorders the values.
pub fn quantile(values: &mut [f64], q: f64) -> Option<f64> {
    quantiles(values, &[q]).first().copied()
}

/// Several quantiles in one go, in the order of `qs`; empty for no values. Reorders the values.
///
/// Method: type 7 of Hyndman and Fan (1996). Values must be finite.
pub fn quantiles(values: &mut [f64], qs: &[f64]) -> Vec<f64> {
    quantiles_and_orders(values, qs, &[]).0
}

/// Quantiles, and values by their place in the order of size, counted from 0; places beyond the last are the last.
pub(super) fn quantiles_and_orders(values: &mut [f64], qs: &[f64], orders: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let Some(last) = values.len().checked_sub(1) else { return (Vec::new(), Vec::new()) };
    let places: Vec<Place> = qs.iter().map(|q| Place::of(*q, last)).collect();
    let orders = orders.iter().map(|order| *order.min(&last));
    let between = places.iter().flat_map(|place| [place.below, place.above]);
    let mut needed: Vec<usize> = between.chain(orders.clone()).collect();
    needed.sort_unstable();
    needed.dedup();
    let found = if values.len() >= MANY { bucket::ordered(values, &needed) } else { None };
    let found = found.unwrap_or_else(|| {
        select(values, &needed, 0);
        needed.iter().map(|order| values[*order]).collect()
    });
    let at = |order: usize| needed.binary_search(&order).map_or(f64::NAN, |at| found[at]);
    (places.iter().map(|place| place.between(at)).collect(), orders.map(at).collect())
}

/// From this many values on counting them into buckets first is faster.
const MANY: usize = 1 << 14;

/// Where a quantile lies between two order statistics.
struct Place {
    below: usize,
    above: usize,
    share: f64,
}

impl Place {
    fn of(q: f64, last: usize) -> Self {
        let at = q.clamp(0.0, 1.0) * last as f64;
        let below = (at.floor() as usize).min(last);
        Self { below, above: (below + 1).min(last), share: at - below as f64 }
    }

    /// Counted from the nearer end, so that no rounding leads past either.
    fn between(&self, at: impl Fn(usize) -> f64) -> f64 {
        let (low, high) = (at(self.below), at(self.above));
        let gap = high - low;
        if !gap.is_finite() {
            return low * (1.0 - self.share) + high * self.share;
        }
        if self.share < 0.5 { low + gap * self.share } else { high - gap * (1.0 - self.share) }
    }
}

/// Puts the order statistics `needed` (ascending) in their place; `values` begins at order `first`.
pub(super) fn select(values: &mut [f64], needed: &[usize], first: usize) {
    if needed.is_empty() {
        return;
    }
    let middle = needed.len() / 2;
    let at = needed[middle] - first;
    let (left, _, right) = values.select_nth_unstable_by(at, f64::total_cmp);
    select(left, &needed[..middle], first);
    select(right, &needed[middle + 1..], needed[middle] + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_its_neighbors() {
        let check = |values: &[f64], q: f64, expected: Option<f64>| {
            assert_eq!(quantile(&mut values.to_vec(), q), expected, "{values:?} {q}");
        };
        check(&[], 0.5, None);
        check(&[7.0], 0.99, Some(7.0));
        check(&[4.0, 1.0, 3.0, 2.0], 0.5, Some(2.5));
        check(&[4.0, 1.0, 3.0, 2.0], 0.25, Some(1.75));
        check(&[4.0, 1.0, 3.0, 2.0], 1.0, Some(4.0));
        check(&[4.0, 1.0, 3.0, 2.0], 0.0, Some(1.0));
        check(&[f64::MAX, -f64::MAX], 0.5, Some(0.0));
    }

    #[test]
    fn many_values_have_the_quantiles_that_sorting_gives() {
        let qs = [0.0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999, 1.0];
        let check = |value: &dyn Fn(f64) -> f64| {
            let values: Vec<f64> = (0..MANY + 5).map(|i| value(((i * 7919) % 100_003) as f64)).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let last = sorted.len() - 1;
            let expected = qs.map(|q| Place::of(q, last).between(|order| sorted[order]));
            assert_eq!(quantiles(&mut values.clone(), &qs), expected);
        };
        check(&|i| i);
        check(&|i| if i < 3.0 { 1e300 } else { i * 1e-9 });
        check(&|i| (i % 3.0) - 1.0);
        check(&|i| if i < 50_000.0 { -f64::MAX } else { f64::MAX });
        check(&|_| 4.5);
        check(&|i| f64::from_bits(i as u64));
    }
}
