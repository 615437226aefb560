//! Places in order, with equal values sharing theirs.

/// The ranks of values counted from 1, equal values at the middle of theirs, and how many values each set of equals has.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// The midrank of each value, in the order given.
    pub of: Vec<f64>,
    /// Sizes of the sets of equal values, ordered by value; a lone value is a set of one.
    pub ties: Vec<u64>,
}

impl Ranks {
    /// Ranks finite values; equality is that of the values.
    pub fn new(values: &[f64]) -> Self {
        // Sorted beside their places, so that comparing does not jump through memory.
        let mut order: Vec<(i64, usize)> =
            values.iter().enumerate().map(|(at, value)| (in_total_order(*value), at)).collect();
        order.sort_unstable_by_key(|(key, _)| *key);
        let mut of = vec![0.0; values.len()];
        let mut ties = Vec::new();
        let mut from = 0;
        while from < order.len() {
            let first = values[order[from].1];
            let same = order[from..].iter().take_while(|(_, at)| values[*at] == first).count().max(1);
            for (_, at) in &order[from..from + same] {
                of[*at] = from as f64 + (same as f64 + 1.0) / 2.0;
            }
            ties.push(same as u64);
            from += same;
        }
        Self { of, ties }
    }

    /// A sum over the sets of equal values.
    pub fn over_ties(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.ties.iter().map(|size| f(*size as f64)).sum()
    }

    /// Whether any value occurs twice.
    pub fn has_ties(&self) -> bool {
        self.ties.iter().any(|size| *size > 1)
    }
}

/// A whole number that orders as [`f64::total_cmp`] does: the bits, those of negative numbers turned around.
fn in_total_order(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

/// How many ways there are to choose `m` of the whole numbers for each sum; index is the sum. Exact in relative terms.
pub(super) fn subset_sums(numbers: &[usize], m: usize) -> Vec<f64> {
    let mut largest = numbers.to_vec();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    let most: usize = largest.iter().take(m).sum();
    let width = most + 1;
    // Row k holds the ways to choose k numbers.
    let mut ways = vec![0.0_f64; (m + 1) * width];
    ways[0] = 1.0;
    for (seen, number) in numbers.iter().enumerate() {
        for k in (1..=m.min(seen + 1)).rev() {
            let (below, row) = ways.split_at_mut(k * width);
            let below = &below[(k - 1) * width..];
            if *number < width {
                row[*number..width].iter_mut().zip(below).for_each(|(to, from)| *to += from);
            }
        }
    }
    ways.split_off(m * width)
}
