//! One sample in a handful of numbers, with the doubts that travel with them.

use super::{Definition, closer, doubt, interval, moment, quantile, quantile_by};
use crate::summary::{MedianInterval, Statistics};

/// What the interval of the median is asked to cover.
const CONFIDENCE: f64 = 0.95;

/// Describes a sample; reorders `values` and leaves out what is not finite.
///
/// Unit: that of the values. `missing` and `failed` are counted by the caller and passed through.
/// One value has no spread: no deviation and no percentile, and a note that says so.
pub fn describe(values: &mut [f64], missing: u64, failed: u64) -> Statistics {
    let values = finite_first(values);
    let n = values.len();
    let mut statistics = Statistics { n: n as u64, missing, failed, ..Statistics::default() };
    if n == 0 {
        return statistics;
    }
    // The order of summing is that of the values, before selection reorders them.
    let (low, high) = moment::range(values);
    let mean = moment::mean_between(values, (low, high));
    (statistics.min, statistics.max, statistics.mean) = (Some(low), Some(high), Some(mean));
    if n == 1 {
        statistics.median = values.first().copied();
        statistics.notes.push("one value: no spread".to_owned());
        return statistics;
    }
    statistics.sd = moment::sd_around(values, mean, (low, high));
    let later = if low < high { doubt::doubts(values) } else { Vec::new() };
    let ranks = interval::interval_ranks(n as u64, 0.5, CONFIDENCE);
    // Without both ends the interval has none.
    let ranks = ranks.filter(|([low, high], _)| *low > 0 && *high <= n as u64);
    let orders = ranks.map_or_else(Vec::new, |(ranks, _)| ranks.map(|rank| rank as usize - 1).to_vec());
    let (places, ends) = quantile::quantiles_and_orders(values, &[0.5, 0.25, 0.75, 0.9, 0.95, 0.99], &orders);
    if let ([low, high], Some((_, coverage))) = (&ends[..], ranks) {
        statistics.median_interval = Some(MedianInterval { low: *low, high: *high, coverage });
    }
    if let [median, p25, p75, p90, p95, p99] = places[..] {
        statistics.median = Some(median);
        statistics.p25 = Some(p25);
        statistics.p75 = Some(p75);
        let carried = |value: f64, least: u64| Some(value).filter(|_| n as u64 >= least);
        statistics.p90 = carried(p90, LEAST_OF_PERCENTILES[0].1);
        statistics.p95 = carried(p95, LEAST_OF_PERCENTILES[1].1);
        statistics.p99 = carried(p99, LEAST_OF_PERCENTILES[2].1);
    }
    closer::look(values, &mut statistics);
    statistics.notes.extend(doubts(&statistics));
    statistics.notes.extend(later);
    statistics
}

/// Percentiles and how many values they need: of fewer, less than one lies above.
pub const LEAST_OF_PERCENTILES: [(u8, u64); 3] = [(90, 10), (95, 20), (99, 100)];

/// Describes a sample with quantiles by another definition than the usual one; else as [`describe`].
pub fn describe_by(values: &mut [f64], missing: u64, failed: u64, definition: Definition) -> Statistics {
    let mut statistics = describe(values, missing, failed);
    let values = finite_first(values);
    if definition == Definition::default() || values.len() < 2 {
        return statistics;
    }
    values.sort_unstable_by(f64::total_cmp);
    let places = [
        (0.25, &mut statistics.p25),
        (0.5, &mut statistics.median),
        (0.75, &mut statistics.p75),
        (0.9, &mut statistics.p90),
        (0.95, &mut statistics.p95),
        (0.99, &mut statistics.p99),
    ];
    for (q, place) in places {
        *place = place.and_then(|_| quantile_by(definition, values, q));
    }
    statistics
}

/// What weakens the numbers of a sample of two values or more.
fn doubts(statistics: &Statistics) -> Option<String> {
    let n = statistics.n;
    if statistics.min == statistics.max {
        return Some(format!("all {n} values are equal"));
    }
    let unsaid = LEAST_OF_PERCENTILES.iter().filter(|(_, least)| n < *least).enumerate();
    let unsaid = unsaid.map(|(at, (percentile, least))| match at {
        0 => format!("p{percentile} needs {least} values"),
        _ => format!("p{percentile} {least}"),
    });
    Some(unsaid.collect::<Vec<String>>().join(", ")).filter(|note| !note.is_empty())
}

/// Moves what is not finite to the end and gives the rest, in order; a negative zero becomes zero.
fn finite_first(values: &mut [f64]) -> &mut [f64] {
    let mut kept = 0;
    for at in 0..values.len() {
        if values[at].is_finite() {
            values[kept] = values[at] + 0.0;
            kept += 1;
        }
    }
    &mut values[..kept]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_value_has_no_spread_and_no_value_has_nothing() {
        let one = describe(&mut [4.5], 2, 1);
        assert_eq!((one.n, one.missing, one.failed), (1, 2, 1));
        assert_eq!((one.min, one.mean, one.median, one.max), (Some(4.5), Some(4.5), Some(4.5), Some(4.5)));
        assert_eq!((one.sd, one.p25, one.p95), (None, None, None));
        assert_eq!(one.notes, ["one value: no spread"]);
        let none = describe(&mut [f64::NAN, f64::INFINITY], 0, 0);
        assert_eq!(none, Statistics::default());
    }

    #[test]
    fn the_interval_of_the_median_lies_between_two_values_from_six_on() {
        let of = |n: u32| describe(&mut (1..=n).map(f64::from).collect::<Vec<_>>(), 0, 0).median_interval;
        assert_eq!(of(5), None);
        // 1 - 2 / 2^6.
        assert_eq!(of(6), Some(MedianInterval { low: 1.0, high: 6.0, coverage: 0.968_75 }));
        let ten = of(10).unwrap();
        // 1 - 2 (1 + 10) / 2^10.
        assert_eq!((ten.low, ten.high), (2.0, 9.0));
        assert!((ten.coverage - 0.978_515_625).abs() < 1e-12);
        let many = of(20_000).unwrap();
        assert!(many.low < 10_000.5 && many.high > 10_000.5 && many.high - many.low < 300.0, "{many:?}");
    }

    #[test]
    fn what_is_not_finite_never_enters() {
        let clean = describe(&mut [1.0, 2.0, 4.0], 0, 0);
        let noisy = describe(&mut [f64::NAN, 1.0, f64::INFINITY, 2.0, f64::NEG_INFINITY, 4.0], 0, 0);
        assert_eq!(clean, noisy);
    }

    #[test]
    fn a_doubt_travels_with_a_small_sample() {
        let notes = |n: u32| describe(&mut (0..n).map(f64::from).collect::<Vec<_>>(), 0, 0).notes.join("; ");
        assert_eq!(notes(9), "p90 needs 10 values, p95 20, p99 100");
        assert_eq!(notes(19), "p95 needs 20 values, p99 100");
        assert_eq!(notes(99), "p99 needs 100 values");
        assert_eq!(notes(100), "");
        assert_eq!(describe(&mut [2.0; 5], 0, 0).notes, ["all 5 values are equal"]);
    }

    #[test]
    fn another_definition_changes_the_quantiles_and_nothing_else() {
        let values = [4.0, 1.0, 9.0, 2.0, 7.0];
        let usual = describe(&mut values.clone(), 0, 0);
        let of = |number| describe_by(&mut values.clone(), 0, 0, Definition::numbered(number).unwrap());
        assert_eq!(of(7), usual);
        // By hand: places 0.25 (5 + 1) = 1.5 and 0.75 (5 + 1) = 4.5 among 1, 2, 4, 7, 9.
        let weibull = of(6);
        assert_eq!((weibull.p25, weibull.median, weibull.p75, weibull.p95), (Some(1.5), Some(4.0), Some(8.0), None));
        assert_eq!((weibull.mean, weibull.sd), (usual.mean, usual.sd));
        assert_eq!((Definition::numbered(0), Definition::numbered(10)), (None, None));
    }

    fn parts(statistics: &Statistics) -> Vec<f64> {
        let Statistics { min, max, mean, median, p25, p75, p90, p95, p99, .. } = statistics;
        [min, max, mean, median, p25, p75, p90, p95, p99].into_iter().flatten().copied().collect()
    }

    fn near(a: f64, b: f64, size: f64) -> bool {
        (a - b).abs() <= 1e-12 * size.max(1e-300)
    }

    fn sample() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec(-1e6_f64..1e6, 2..300)
    }

    proptest! {
        #[test]
        fn order_does_not_matter(mut values in sample(), turn in 0_usize..300) {
            let before = describe(&mut values.clone(), 0, 0);
            let by = turn % values.len();
            values.rotate_left(by);
            values.reverse();
            let after = describe(&mut values, 0, 0);
            for (a, b) in parts(&before).into_iter().zip(parts(&after)) {
                prop_assert!(near(a, b, 1e6));
            }
            prop_assert!(near(before.sd.unwrap(), after.sd.unwrap(), 1e6));
        }

        #[test]
        fn a_shift_moves_every_place_and_no_spread(values in sample(), shift in -1e6_f64..1e6) {
            let before = describe(&mut values.clone(), 0, 0);
            let after = describe(&mut values.iter().map(|value| value + shift).collect::<Vec<_>>(), 0, 0);
            for (a, b) in parts(&before).into_iter().zip(parts(&after)) {
                prop_assert!(near(a + shift, b, 4e6));
            }
            prop_assert!(near(before.sd.unwrap(), after.sd.unwrap(), 4e6));
        }

        #[test]
        fn a_scale_scales_everything(values in sample(), scale in 1e-3_f64..1e3) {
            let before = describe(&mut values.clone(), 0, 0);
            let after = describe(&mut values.iter().map(|value| value * scale).collect::<Vec<_>>(), 0, 0);
            for (a, b) in parts(&before).into_iter().zip(parts(&after)) {
                prop_assert!(near(a * scale, b, 1e6 * scale));
            }
            prop_assert!(near(before.sd.unwrap() * scale, after.sd.unwrap(), 1e6 * scale));
        }

        #[test]
        fn places_stand_in_order(mut values in sample()) {
            let it = describe(&mut values, 0, 0);
            let order = [it.min, it.p25, it.median, it.p75, it.p90, it.p95, it.p99, it.max].into_iter().flatten();
            prop_assert!(order.is_sorted());
            prop_assert!(it.min <= it.mean && it.mean <= it.max);
        }
    }
}
