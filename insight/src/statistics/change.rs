//! Where a series of runs changes: E-divisive means, with a p value that knows the place was searched for.

use super::philox::{Purpose, Stream};

/// The place where a series differs most before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// How much both sides differ, weighted by their sizes.
    pub strength: f64,
    /// Values before the change.
    pub before: usize,
    /// Where the values after it end.
    pub until: usize,
}

/// Searches every place and every end; of equally strong ones the first. `None` below two values.
///
/// Source: Matteson, James, *A Nonparametric Approach for Multiple Change Point Analysis*, JASA 109 (2014), with alpha 1.
pub fn strongest_change(values: &[f64], least: usize) -> Option<Change> {
    let n = values.len();
    let least = least.max(1);
    if n < 2 * least {
        return None;
    }
    let (low, high) = super::moment::range(values);
    let near = 1e-12 * (high - low) * n as f64;
    // Sums of distances within the values from each place to the current end; that from place 0 is also the sum of all before.
    let mut within = vec![0.0_f64; n];
    let mut all_up_to = vec![0.0_f64; n + 1];
    let mut mean_up_to = vec![0.0_f64; n + 1];
    let counts: Vec<f64> = (0..=n).map(|k| k as f64).collect();
    let inverse: Vec<f64> = (0..=n).map(|k| if k > 1 { 1.0 / (k as f64 - 1.0) } else { 0.0 }).collect();
    let mut halves = vec![0.0_f64; n];
    let mut best = Change { strength: f64::NEG_INFINITY, before: 1, until: 2 };
    for until in 1..=n {
        let newest = values[until - 1];
        let mut row = 0.0;
        for (sum, value) in within[..until - 1].iter_mut().zip(&values[..until - 1]).rev() {
            row += (newest - value).abs();
            *sum += row;
        }
        let (all, end) = (within[0], counts[until]);
        (all_up_to[until], mean_up_to[until]) = (all, all * inverse[until]);
        if until < 2 * least {
            continue;
        }
        // Half of the strength times the end, for every place: without a branch, so that several are computed at once.
        let places = least..=until - least;
        let parts = all_up_to[places.clone()].iter().zip(&mean_up_to[places.clone()]).zip(&within[places.clone()]);
        let sizes = counts[places.clone()].iter().zip(inverse[places].iter().rev());
        let halves = &mut halves[..=until - 2 * least];
        for (half, (((first, mean), second), (before, inverse))) in halves.iter_mut().zip(parts.zip(sizes)) {
            *half = all - first - second - mean * (end - before) - second * before * inverse;
        }
        let factor = 2.0 / end;
        let limit = (best.strength - near) / factor;
        for (at, half) in halves.iter().enumerate().filter(|(_, half)| **half >= limit) {
            let (strength, before) = (half * factor, at + least);
            let is_first = strength >= best.strength - near && (before, until) < (best.before, best.until);
            if strength > best.strength + near || is_first {
                best = Change { strength, before, until };
            }
        }
    }
    best.strength.is_finite().then_some(best)
}

/// The share of orders of the values whose strongest change is at least as strong, the one observed counted in.
///
/// The whole search is repeated for each order, so that having searched is paid for.
pub fn p_of_change(values: &[f64], least: usize, permutations: u32, seed: u64) -> Option<f64> {
    let observed = strongest_change(values, least)?.strength;
    let (low, high) = super::moment::range(values);
    let near = 1e-12 * (high - low) * values.len() as f64;
    let mut order = values.to_vec();
    let mut stream = Stream::new(seed, 0, Purpose::Permutation);
    let mut as_strong = 1;
    for _ in 0..permutations {
        stream.shuffle(&mut order);
        as_strong += u32::from(strongest_change(&order, least).is_some_and(|it| it.strength >= observed - near));
    }
    Some(f64::from(as_strong) / f64::from(permutations + 1))
}
