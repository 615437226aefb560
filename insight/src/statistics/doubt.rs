//! What weakens the numbers of a sample: notes that travel with them.

use super::{
    Moments, Outliers, bimodality_coefficient, closer::MOST_AT_ONCE, dip, large_hills, least_n_two_sided, mean,
    p_of_dip,
};
use crate::shown::{format_ratio, format_share};

/// What an interval is asked to cover.
const CONFIDENCE: f64 = 0.95;
/// Samples from this size on are looked at for how they are made; below, anything looks like anything.
const LEAST_TO_LOOK_AT: usize = 20;

/// Heaps that lie nearer to each other, as a share of their places, are one heap to whoever reads.
const LEAST_APART: f64 = 0.05;

/// Notes about two finite values or more, the same in any order: whether a file keeps that of measuring is not known.
pub(super) fn doubts(values: &[f64]) -> Vec<String> {
    let mut notes = Vec::new();
    let n = values.len() as u64;
    if let Some(least) = least_n_two_sided(0.5, CONFIDENCE).filter(|least| n < *least) {
        notes.push(format!("needs {least} values for an interval of the median"));
    }
    if (LEAST_TO_LOOK_AT..=MOST_AT_ONCE).contains(&values.len()) {
        notes.extend(of_shape(values));
    }
    notes
}

/// Values far from the rest, a coarse clock, more than one heap.
pub(super) fn of_shape(values: &[f64]) -> impl Iterator<Item = String> {
    // Values of a coarse clock stand in heaps by themselves.
    far(values).into_iter().chain(quantized(values).or_else(|| modes(values)))
}

/// Values far from the rest are labelled, never dropped, and what they do to the mean is said.
fn far(values: &[f64]) -> Option<String> {
    let outliers = Outliers::of(values)?;
    let severe = outliers.counts[0] + outliers.counts[3];
    if severe == 0 {
        return None;
    }
    let [low, _, _, high] = outliers.fences;
    let near: Vec<f64> = values.iter().copied().filter(|value| (low..=high).contains(value)).collect();
    let (with, without) = (mean(values)?, mean(&near)?);
    let change = without / with - 1.0;
    let effect = if change.is_finite() && change != 0.0 {
        let way = if change < 0.0 { "lower" } else { "higher" };
        format!("; without them the mean is {} {way}", format_share(change.abs()))
    } else {
        String::new()
    };
    Some(format!("{severe} of {} values lie far from the rest{effect}", values.len()))
}

/// A clock or a rounding so coarse that it shows in the spread.
fn quantized(values: &[f64]) -> Option<String> {
    let sd = Moments::of(values).sd.filter(|sd| *sd > 0.0)?;
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let gaps = sorted.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0);
    let (least, distinct) = gaps.fold((f64::INFINITY, 1_u64), |(least, count), gap| (least.min(gap), count + 1));
    (least > sd / 5.0)
        .then(|| format!("quantized: {distinct} distinct values, no two nearer than a fifth of the deviation"))
}

/// More than one hill: a coefficient that hints at it, two hills of a size, and a dip that chance rarely makes.
fn modes(values: &[f64]) -> Option<String> {
    if bimodality_coefficient(values)? <= 5.0 / 9.0 {
        return None;
    }
    let hills = large_hills(values)?;
    let (lowest, highest) = (hills.first()?, hills.last()?);
    if highest.place - lowest.place < LEAST_APART * lowest.place.abs().max(highest.place.abs()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    if p_of_dip(dip(&sorted), n, n as u64) >= 0.05 {
        return None;
    }
    let (low, high, share) = (lowest.place, highest.place, highest.values as f64 / n as f64);
    let far = if low > 0.0 {
        format!(", around {} those of the lowest heap", format_ratio(high / low))
    } else {
        String::new()
    };
    let heaps = hills.len();
    Some(format!(
        "{heaps} heaps of values: {} lie in the highest{far}; the mean describes none of them",
        format_share(share)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_doubt_is_said_where_it_holds() {
        let check = |values: &[f64], expected: &str| assert_eq!(doubts(values).join("; "), expected);
        let scattered = |i: u32| f64::from((i * 7919) % 1009) / 100.0;
        let even: Vec<f64> = (0..40).map(scattered).collect();
        check(&even, "");
        check(&even[..5], "needs 6 values for an interval of the median");
        let spiked: Vec<f64> = (0..40).map(|i| if i == 20 { 900.0 } else { scattered(i) }).collect();
        check(&spiked, "1 of 40 values lie far from the rest; without them the mean is 82 % lower");
        let coarse: Vec<f64> = (0..40).map(|i| f64::from((i * 7919) % 3)).collect();
        let heaps: Vec<f64> = (0..60).map(|i| scattered(i) + if i % 3 == 0 { 40.0 } else { 15.0 }).collect();
        check(
            &heaps,
            "2 heaps of values: 33 % lie in the highest, around 2.2× those of the lowest heap; the mean describes none of them",
        );
        check(&coarse, "quantized: 3 distinct values, no two nearer than a fifth of the deviation");
    }
}
