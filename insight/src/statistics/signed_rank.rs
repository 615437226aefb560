//! Pairs of values, such as the same prompt on both sides: is the second one as often larger as smaller, and by how much?

use super::hodges_lehmann::{Shift, least_reaching};
use super::rank::Ranks;
use super::special::{normal_cdf, normal_quantile, normal_upper};

/// Above this many pairs the exact distribution gives way to the normal one.
const MOST_EXACT: usize = 100;

/// The signed rank test of Wilcoxon; pairs without a difference are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRank {
    /// Sum of the ranks of the positive differences.
    pub positive: f64,
    /// Sum of the ranks of the negative differences.
    pub negative: f64,
    ranks: Ranks,
}

impl SignedRank {
    /// Ranks the sizes of the differences; `None` where every pair is equal.
    ///
    /// Source: Wilcoxon, *Individual Comparisons by Ranking Methods*, Biometrics 1 (1945).
    pub fn of(differences: &[f64]) -> Option<Self> {
        let moved: Vec<f64> = differences.iter().copied().filter(|it| it.is_finite() && *it != 0.0).collect();
        let ranks = Ranks::new(&moved.iter().map(|it| it.abs()).collect::<Vec<f64>>());
        let sum = |is_positive: bool| {
            let chosen = moved.iter().zip(&ranks.of).filter(|(it, _)| (**it > 0.0) == is_positive);
            chosen.map(|(_, rank)| rank).sum()
        };
        (!moved.is_empty()).then(|| Self { positive: sum(true), negative: sum(false), ranks: ranks.clone() })
    }

    /// The two-sided p over every way to give these very ranks, ties and all, a sign; `None` above 100 pairs.
    pub fn exact(&self) -> Option<f64> {
        if self.ranks.of.len() > MOST_EXACT {
            return None;
        }
        let doubled: Vec<usize> = self.ranks.of.iter().map(|rank| (2.0 * rank) as usize).collect();
        let ways = signed_sums(&doubled);
        let all: f64 = ways.iter().sum();
        let least = (2.0 * self.positive.min(self.negative)) as usize;
        Some((2.0 * ways[..=least].iter().sum::<f64>() / all).min(1.0))
    }

    /// The two-sided p from the normal distribution, corrected for ties and continuity.
    pub fn normal(&self) -> f64 {
        let n = self.ranks.of.len() as f64;
        let ties = self.ranks.over_ties(|t| t * t * t - t) / 48.0;
        let deviation = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties).max(0.0).sqrt();
        let away = ((self.positive - self.negative).abs() / 2.0 - 0.5).max(0.0);
        if deviation > 0.0 { (2.0 * normal_upper(away / deviation)).min(1.0) } else { 1.0 }
    }

    /// The p value that is shown: exact up to 100 pairs, else normal.
    pub fn p_value(&self) -> f64 {
        self.exact().unwrap_or_else(|| self.normal())
    }
}

/// In how many of the ways to choose some of these numbers each sum comes out; index is the sum.
fn signed_sums(numbers: &[usize]) -> Vec<f64> {
    let mut ways = vec![0.0_f64; numbers.iter().sum::<usize>() + 1];
    ways[0] = 1.0;
    let mut most = 0;
    for number in numbers {
        for sum in (0..=most).rev() {
            ways[sum + number] += ways[sum];
        }
        most += number;
    }
    ways
}

/// The middle of differences and its interval: the median of the means of all pairs of them, each with itself too.
///
/// `None` for no differences. Source: Hodges, Lehmann (1963); interval by the distribution of the signed ranks, exact up to 100.
pub fn shift_of_pairs(differences: &[f64], confidence: f64) -> Option<Shift> {
    let is_finite = differences.iter().all(|it| it.is_finite());
    if differences.is_empty() || !is_finite || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let mut sorted = differences.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len();
    let means = n * (n + 1) / 2;
    let (rank, outside) = rank_of_tail(n, (1.0 - confidence) / 2.0);
    let nth = |rank: usize| least_reaching(rank, [sorted[0], sorted[n - 1]], |limit| means_up_to(&sorted, limit));
    let (lower, upper) = (nth(means.div_ceil(2)), nth(means / 2 + 1));
    let estimate = if lower == upper { lower } else { lower / 2.0 + upper / 2.0 };
    let ends = [nth(rank), nth(means + 1 - rank)];
    let is_finite = [estimate, ends[0], ends[1]].iter().all(|value| value.is_finite());
    is_finite.then_some(Shift { estimate, ends, rank: rank as u64, coverage: 1.0 - 2.0 * outside })
}

/// How many means of two ordered values, each with itself too, are at most `limit`.
fn means_up_to(sorted: &[f64], limit: f64) -> usize {
    let (mut count, mut end) = (0, sorted.len());
    for (at, first) in sorted.iter().enumerate() {
        while end > at && first / 2.0 + sorted[end - 1] / 2.0 > limit {
            end -= 1;
        }
        if end <= at {
            break;
        }
        count += end - at;
    }
    count
}

/// The smallest rank whose lower tail reaches `tail`, at least 1, and the tail below it; as for two samples.
fn rank_of_tail(n: usize, tail: f64) -> (usize, f64) {
    let most = n * (n + 1) / 2;
    if n <= MOST_EXACT {
        let ways = signed_sums(&(1..=n).collect::<Vec<usize>>());
        let all: f64 = ways.iter().sum();
        let mut below = 0.0;
        for (sum, ways) in ways.iter().enumerate() {
            let reached = below + ways / all;
            if reached >= tail {
                return if sum == 0 { (1, reached) } else { (sum, below) };
            }
            below = reached;
        }
    }
    let size = n as f64;
    let deviation = (size * (size + 1.0) * (2.0 * size + 1.0) / 24.0).sqrt();
    let middle = most as f64 / 2.0;
    let rank = (middle + normal_quantile(tail) * deviation).floor().clamp(1.0, most as f64);
    (rank as usize, normal_cdf((rank - 0.5 - middle) / deviation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Darwin's maize (Fisher, *The Design of Experiments*, 1935): cross- minus self-fertilized, in eighths of an inch.
    const MAIZE: [f64; 15] = [49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0];

    #[test]
    fn the_maize_of_darwin_has_the_p_that_is_published() {
        let ranks = SignedRank::of(&MAIZE).unwrap();
        assert_eq!((ranks.positive, ranks.negative), (96.0, 24.0));
        // 676 of the 2^15 ways to give signs make 24 or less.
        assert_eq!(ranks.exact(), Some(2.0 * 676.0 / 32768.0));
    }

    /// Every way to give the ranks a sign, counted one by one.
    fn counted(differences: &[f64]) -> f64 {
        let ranks = SignedRank::of(differences).unwrap();
        let n = ranks.ranks.of.len();
        let least = ranks.positive.min(ranks.negative);
        let sum = |signs: u32| (0..n).filter(|at| signs >> at & 1 == 1).map(|at| ranks.ranks.of[at]).sum::<f64>();
        let as_far = (0..1_u32 << n).filter(|signs| sum(*signs) <= least).count();
        (2.0 * as_far as f64 / f64::from(1_u32 << n)).min(1.0)
    }

    proptest! {
        #[test]
        fn the_exact_p_is_that_of_counting(values in prop::collection::vec(-6_i8..7, 1..11)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            prop_assume!(values.iter().any(|value| *value != 0.0));
            prop_assert!((SignedRank::of(&values).unwrap().exact().unwrap() - counted(&values)).abs() < 1e-12);
        }

        #[test]
        fn the_shift_is_the_median_of_all_means_and_turns_with_the_sides(values in prop::collection::vec(-99_i8..99, 1..20)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let found = shift_of_pairs(&values, 0.9).unwrap();
            let mut means: Vec<f64> = (0..values.len())
                .flat_map(|a| (a..values.len()).map(move |b| (a, b)))
                .map(|(a, b)| values[a] / 2.0 + values[b] / 2.0)
                .collect();
            means.sort_by(f64::total_cmp);
            prop_assert_eq!(found.estimate, super::super::median(&mut means.clone()).unwrap());
            prop_assert_eq!(found.ends, [means[found.rank as usize - 1], means[means.len() - found.rank as usize]]);
            let turned: Vec<f64> = values.iter().map(|value| -value).collect();
            let back = shift_of_pairs(&turned, 0.9).unwrap();
            prop_assert_eq!((found.estimate, found.ends), (-back.estimate, [-back.ends[1], -back.ends[0]]));
        }
    }

    #[test]
    fn six_pairs_are_the_least_for_an_interval_of_95_percent() {
        let coverage = |n: u32| shift_of_pairs(&(0..n).map(f64::from).collect::<Vec<f64>>(), 0.95).unwrap().coverage;
        assert!(coverage(5) < 0.95 && coverage(6) >= 0.95);
        assert_eq!(coverage(6), 0.96875);
        assert!((coverage(MOST_EXACT as u32) - coverage(MOST_EXACT as u32 + 1)).abs() < 2e-3);
    }
}
