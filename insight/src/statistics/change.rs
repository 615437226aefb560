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
        add_distances(&mut within[..until - 1], &values[..until - 1], newest);
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
        if super::moment::range(halves).1 < limit {
            continue;
        }
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

/// Adds to each sum the distances of a new value from all values from that place on.
///
/// Four at a time, from the last: one after another each sum would wait for the one before.
fn add_distances(sums: &mut [f64], values: &[f64], newest: f64) {
    let mut row = 0.0;
    let mut places = sums.rchunks_exact_mut(4);
    let mut blocks = values.rchunks_exact(4);
    for (sums, block) in (&mut places).zip(&mut blocks) {
        let ([s0, s1, s2, s3], [v0, v1, v2, v3]) = (sums, block) else { break };
        let [d0, d1, d2, d3] = [v0, v1, v2, v3].map(|value| (newest - value).abs());
        let (two, three) = (d3 + d2, d3 + d2 + d1);
        *s3 += row + d3;
        *s2 += row + two;
        *s1 += row + three;
        row += three + d0;
        *s0 += row;
    }
    for (sum, value) in places.into_remainder().iter_mut().zip(blocks.remainder()).rev() {
        row += (newest - value).abs();
        *sum += row;
    }
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
