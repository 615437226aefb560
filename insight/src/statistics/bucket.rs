//! Order statistics of many values: counted into buckets of equal width, so that only a few of them are put in order.

use super::moment::range;
use super::quantile::select;

const BUCKETS: usize = 4096;
const LAST: u16 = BUCKETS as u16 - 1;

/// The order statistics `needed` (ascending, counted from 0); `None` where buckets do not part the values.
pub(super) fn ordered(values: &[f64], needed: &[usize]) -> Option<Vec<f64>> {
    let (low, high) = range(values);
    let scale = BUCKETS as f64 / (high - low);
    if !(high - low).is_finite() || !scale.is_finite() {
        return None;
    }
    // Rounding keeps the order, so that no value of a bucket is larger than one of the next.
    let bucket = |value: f64| (((value - low) * scale) as u16).min(LAST);
    let buckets: Vec<u16> = values.iter().map(|value| bucket(*value)).collect();
    let mut counts = vec![0_usize; BUCKETS];
    // The remainder never changes a bucket; it lets the compiler leave out the check of the place.
    buckets.iter().for_each(|bucket| counts[usize::from(*bucket) % BUCKETS] += 1);
    let mut held: Vec<Held> = Vec::new();
    let (mut first, mut wanted) = (0, needed);
    for (bucket, count) in counts.iter().enumerate() {
        let here = wanted.partition_point(|order| *order < first + count);
        if here > 0 {
            held.push(Held { bucket, first, needed: &wanted[..here], values: Vec::with_capacity(*count) });
            wanted = &wanted[here..];
        }
        first += count;
    }
    let mut holder = vec![usize::MAX; BUCKETS];
    held.iter().enumerate().for_each(|(at, held)| holder[held.bucket] = at);
    for (value, bucket) in values.iter().zip(&buckets) {
        if let Some(held) = held.get_mut(holder[usize::from(*bucket) % BUCKETS]) {
            held.values.push(*value);
        }
    }
    let mut found = Vec::with_capacity(needed.len());
    for Held { first, needed, mut values, .. } in held {
        select(&mut values, needed, first);
        found.extend(needed.iter().map(|order| values[order - first]));
    }
    Some(found)
}

/// A bucket that holds order statistics which are asked for.
struct Held<'a> {
    bucket: usize,
    /// How many values lie in the buckets before.
    first: usize,
    needed: &'a [usize],
    values: Vec<f64>,
}
