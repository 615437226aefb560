//! Is a value of one sample as often above as below a value of the other?

use super::rank::{Ranks, subset_sums};
use super::special::{normal_cdf, normal_upper};

/// Above this many pairs the exact distribution gives way to the normal one: 50 values a side.
pub const MOST_EXACT_PAIRS: usize = 2500;

/// A p value for each alternative, about the first sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// The first sample lies lower.
    pub less: f64,
    /// The first sample lies higher.
    pub greater: f64,
    /// Either.
    pub two_sided: f64,
}

/// The rank sum test of Mann and Whitney.
#[derive(Clone, Debug, PartialEq)]
pub struct MannWhitney {
    /// Pairs in which the first sample's value is larger, ties counting half.
    pub u: f64,
    sizes: [usize; 2],
    ranks: Ranks,
}

impl MannWhitney {
    /// Ranks both samples together; `None` when one is empty.
    ///
    /// Source: Mann, Whitney, *On a Test of Whether One of Two Random Variables Is Stochastically Larger*, Ann. Math. Stat. 18 (1947).
    pub fn of(x: &[f64], y: &[f64]) -> Option<Self> {
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let ranks = Ranks::new(&[x, y].concat());
        let m = x.len() as f64;
        let u = ranks.of[..x.len()].iter().sum::<f64>() - m * (m + 1.0) / 2.0;
        Some(Self { u, sizes: [x.len(), y.len()], ranks })
    }

    /// Pairs in which the second sample's value is larger, ties counting half.
    pub fn u_of_second(&self) -> f64 {
        self.pairs() - self.u
    }

    fn pairs(&self) -> f64 {
        self.sizes[0] as f64 * self.sizes[1] as f64
    }

    /// Whether a value occurs twice.
    pub fn has_ties(&self) -> bool {
        self.ranks.has_ties()
    }

    /// P values from the normal distribution, corrected for ties; `None` when all values are equal.
    pub fn normal(&self, is_continuity_corrected: bool) -> Option<Tails> {
        let n = (self.sizes[0] + self.sizes[1]) as f64;
        let ties = self.ranks.over_ties(|t| t * t * t - t) / (n * (n - 1.0));
        let deviation = (self.pairs() / 12.0 * ((n + 1.0) - ties)).sqrt();
        if deviation.is_nan() || deviation <= 0.0 {
            return None;
        }
        let correction = if is_continuity_corrected { 0.5 } else { 0.0 };
        let upper = |u: f64| normal_upper((u - self.pairs() / 2.0 - correction) / deviation);
        let two_sided = (2.0 * upper(self.u.max(self.u_of_second()))).min(1.0);
        Some(Tails { less: upper(self.u_of_second()), greater: upper(self.u), two_sided })
    }

    /// P values over every way to deal these very values, ties and all, to the two sides; `None` above 2,500 pairs.
    pub fn exact(&self) -> Option<Tails> {
        let [m, n] = self.sizes;
        if m * n > MOST_EXACT_PAIRS {
            return None;
        }
        // Doubled midranks are whole; the smaller side is cheaper to deal.
        let doubled: Vec<usize> = self.ranks.of.iter().map(|rank| (2.0 * rank) as usize).collect();
        let small = m.min(n);
        let ways = subset_sums(&doubled, small);
        let dealt = if m <= n { &doubled[..m] } else { &doubled[m..] };
        let observed: usize = dealt.iter().sum();
        let all: f64 = ways.iter().sum();
        let low = ways[..=observed].iter().sum::<f64>() / all;
        let high = ways[observed..].iter().sum::<f64>() / all;
        let (less, greater) = if m <= n { (low, high) } else { (high, low) };
        Some(Tails { less: less.min(1.0), greater: greater.min(1.0), two_sided: (2.0 * less.min(greater)).min(1.0) })
    }

    /// The p value that is shown: exact for small samples, else normal with ties and continuity corrected; 1 when all are equal.
    pub fn p_value(&self) -> f64 {
        self.exact().or_else(|| self.normal(true)).map_or(1.0, |tails| tails.two_sided)
    }
}

/// The smallest rank whose lower tail reaches `tail` among the pairs of two samples without ties, at least 1, and that tail below it.
///
/// Gives the rank `k` and `P(U <= k - 1)`: exact up to 2,500 pairs, normal above.
pub(super) fn rank_of_tail(m: usize, n: usize, tail: f64) -> (usize, f64) {
    let pairs = m * n;
    if pairs <= MOST_EXACT_PAIRS {
        let ranks: Vec<usize> = (0..m + n).collect();
        let small = m.min(n);
        let ways = subset_sums(&ranks, small);
        let all: f64 = ways.iter().sum();
        let least = small * small.saturating_sub(1) / 2;
        let mut below = 0.0;
        for (u, ways) in ways[least..].iter().enumerate() {
            let reached = below + ways / all;
            if reached >= tail {
                return if u == 0 { (1, reached) } else { (u, below) };
            }
            below = reached;
        }
    }
    let middle = pairs as f64 / 2.0;
    let deviation = (pairs as f64 * (m + n + 1) as f64 / 12.0).sqrt();
    let rank = (middle + super::special::normal_quantile(tail) * deviation).floor().clamp(1.0, pairs as f64);
    (rank as usize, normal_cdf((rank - 0.5 - middle) / deviation))
}
