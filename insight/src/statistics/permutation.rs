//! What the difference would be if the labels meant nothing.

use super::moment::sum;
use super::philox::{Purpose, Stream};

/// Splits above this many are drawn instead of counted.
pub const MOST_SPLITS: u64 = 20_000;

/// The share of splits of the values whose means lie at least as far apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permutation {
    /// Splits at least as far apart.
    pub as_far: u64,
    /// Splits counted, the one observed among them.
    pub splits: u64,
}

impl Permutation {
    /// Two-sided.
    pub fn p_value(&self) -> f64 {
        self.as_far as f64 / self.splits as f64
    }
}

/// Every split there is, up to 20,000 of them; `None` above and when a sample is empty.
///
/// Source: Pitman, *Significance Tests Which May Be Applied to Samples from Any Populations*, Suppl. J. R. Stat. Soc. 4 (1937).
pub fn permutation_of_means(x: &[f64], y: &[f64]) -> Option<Permutation> {
    let splits = splits(x.len() + y.len(), x.len()).filter(|splits| *splits <= MOST_SPLITS)?;
    let means = Means::of(x, y)?;
    let mut chosen: Vec<usize> = (0..x.len()).collect();
    let mut as_far = 0;
    loop {
        as_far += u64::from(means.is_as_far(chosen.iter().map(|at| means.all[*at]).sum()));
        // The next choice in the order of the dictionary.
        let Some(last) = (0..chosen.len()).rev().find(|at| chosen[*at] < means.all.len() - chosen.len() + at) else {
            break;
        };
        chosen[last] += 1;
        for at in last + 1..chosen.len() {
            chosen[at] = chosen[at - 1] + 1;
        }
    }
    Some(Permutation { as_far, splits })
}

/// Splits drawn at random with a seed, the one observed counted in; `None` when a sample is empty.
pub fn drawn_permutation_of_means(x: &[f64], y: &[f64], draws: u64, seed: u64) -> Option<Permutation> {
    let mut means = Means::of(x, y)?;
    let mut stream = Stream::new(seed, 0, Purpose::Permutation);
    let mut as_far = 1;
    for _ in 0..draws {
        stream.shuffle(&mut means.all);
        as_far += u64::from(means.is_as_far(means.all[..x.len()].iter().sum()));
    }
    Some(Permutation { as_far, splits: draws + 1 })
}

/// Both samples together, shifted to their middle, and how far apart they were.
struct Means {
    all: Vec<f64>,
    m: f64,
    n: f64,
    total: f64,
    observed: f64,
    near: f64,
}

impl Means {
    fn of(x: &[f64], y: &[f64]) -> Option<Self> {
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let largest = x.iter().chain(y).fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let pivot = x[0];
        let all: Vec<f64> = x.iter().chain(y).map(|value| value - pivot).collect();
        let total = sum(all.iter().copied());
        let (m, n) = (x.len() as f64, y.len() as f64);
        let mut means = Self { all, m, n, total, observed: 0.0, near: 1e-10 * largest };
        means.observed = means.distance(means.all[..x.len()].iter().sum());
        means.observed.is_finite().then_some(means)
    }

    fn distance(&self, first: f64) -> f64 {
        ((self.total - first) / self.n - first / self.m).abs()
    }

    fn is_as_far(&self, first: f64) -> bool {
        self.distance(first) >= self.observed - self.near
    }
}

/// How many ways there are to choose `k` of `n`, while they can be counted.
fn splits(n: usize, k: usize) -> Option<u64> {
    let mut ways: u64 = 1;
    for i in 0..k.min(n.checked_sub(k)?) {
        ways = ways.checked_mul((n - i) as u64)? / (i as u64 + 1);
        if ways > 1 << 40 {
            return None;
        }
    }
    Some(ways)
}
