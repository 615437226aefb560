//! Several groups beside each other: does the group matter?

use super::moment::{mean, sum};
use super::rank::Ranks;
use super::special::{chi_square_upper, f_upper, normal_upper, studentized_range_upper};
use super::{median, sd};

/// Sums of squares between and within groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anova {
    /// Between the groups.
    pub between: f64,
    /// Within the groups.
    pub within: f64,
    /// Groups - 1, values - groups.
    pub df: [f64; 2],
}

impl Anova {
    /// `None` below two groups with values, or when no group repeats.
    ///
    /// Method: values shifted together first, so that common leading digits cost nothing. Source: Fisher (1925).
    pub fn of(groups: &[Vec<f64>]) -> Option<Self> {
        let groups = shifted(groups);
        let n = groups.iter().map(Vec::len).sum::<usize>() as f64;
        let df = [groups.len() as f64 - 1.0, n - groups.len() as f64];
        if groups.len() < 2 || df[1] < 1.0 {
            return None;
        }
        let means: Vec<f64> = groups.iter().filter_map(|group| mean(group)).collect();
        let grand = sum(groups.iter().flatten().copied()) / n;
        let square = |value: f64| value * value;
        let between = sum(groups.iter().zip(&means).map(|(group, mean)| group.len() as f64 * square(mean - grand)));
        let within = sum(groups
            .iter()
            .zip(&means)
            .flat_map(|(group, mean)| group.iter().map(move |value| square(value - mean))));
        (between.is_finite() && within.is_finite()).then_some(Self { between, within, df })
    }

    /// Mean squares between and within.
    pub fn mean_squares(&self) -> [f64; 2] {
        [self.between / self.df[0], self.within / self.df[1]]
    }

    /// Fisher's F; `None` when nothing differs within the groups.
    pub fn f(&self) -> Option<f64> {
        let [between, within] = self.mean_squares();
        (within > 0.0).then(|| between / within).filter(|f| f.is_finite())
    }

    /// The probability of an F as large when the group does not matter.
    pub fn p_value(&self) -> Option<f64> {
        self.f().map(|f| f_upper(f, self.df[0], self.df[1]))
    }

    /// Eta squared: the share of all squares that lies between the groups; `None` when all values are equal.
    pub fn share_between(&self) -> Option<f64> {
        let all = self.between + self.within;
        (all > 0.0).then(|| self.between / all)
    }

    /// Omega squared: the same, less what chance puts there.
    pub fn share_beyond_chance(&self) -> Option<f64> {
        let within = self.mean_squares()[1];
        let all = self.between + self.within + within;
        (all > 0.0).then(|| (self.between - self.df[0] * within) / all)
    }
}

/// Groups with values, all shifted by the first value of the first.
fn shifted(groups: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let pivot = groups.iter().flatten().next().copied().unwrap_or(0.0);
    let groups = groups.iter().filter(|group| !group.is_empty());
    groups.map(|group| group.iter().map(|value| value - pivot).collect()).collect()
}

/// A statistic with two degrees of freedom and its p value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FTest {
    /// The statistic.
    pub f: f64,
    /// Its degrees of freedom.
    pub df: [f64; 2],
    /// The probability of one as large.
    pub p_value: f64,
}

/// Equality of means without equal spreads; `None` where a group has one value or no spread.
///
/// Source: Welch, *On the Comparison of Several Mean Values*, Biometrika 38 (1951).
pub fn welch_anova(groups: &[Vec<f64>]) -> Option<FTest> {
    let groups = shifted(groups);
    let k = groups.len() as f64;
    let weight =
        |group: &Vec<f64>| sd(group).map(|sd| group.len() as f64 / (sd * sd)).filter(|weight| weight.is_finite());
    let weights: Vec<f64> = groups.iter().map(weight).collect::<Option<_>>()?;
    let means: Vec<f64> = groups.iter().filter_map(|group| mean(group)).collect();
    let all = sum(weights.iter().copied());
    let grand = sum(weights.iter().zip(&means).map(|(weight, mean)| weight * mean)) / all;
    let between =
        sum(weights.iter().zip(&means).map(|(weight, mean)| weight * (mean - grand) * (mean - grand))) / (k - 1.0);
    let rest =
        |(weight, group): (&f64, &Vec<f64>)| (1.0 - weight / all) * (1.0 - weight / all) / (group.len() as f64 - 1.0);
    let rest = sum(weights.iter().zip(&groups).map(rest));
    let f = between / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * rest);
    let df = [k - 1.0, (k * k - 1.0) / (3.0 * rest)];
    (k >= 2.0 && f.is_finite() && df[1].is_finite()).then(|| FTest { f, df, p_value: f_upper(f, df[0], df[1]) })
}

/// Equality of spreads: the analysis of variance of distances from the group's median; `None` when all distances are equal.
///
/// Source: Brown, Forsythe, *Robust Tests for the Equality of Variances*, JASA 69 (1974).
pub fn brown_forsythe(groups: &[Vec<f64>]) -> Option<FTest> {
    let distances = |group: &Vec<f64>| {
        let center = median(&mut group.clone()).unwrap_or(0.0);
        group.iter().map(|value| (value - center).abs()).collect::<Vec<f64>>()
    };
    let anova = Anova::of(&groups.iter().map(distances).collect::<Vec<_>>())?;
    let f = anova.f()?;
    Some(FTest { f, df: anova.df, p_value: f_upper(f, anova.df[0], anova.df[1]) })
}

/// The ranks of all groups together.
#[derive(Clone, Debug, PartialEq)]
pub struct KruskalWallis {
    /// The statistic H, corrected for ties.
    pub h: f64,
    /// By the chi-square distribution.
    pub p_value: f64,
    /// Epsilon squared, `H / (n - 1)`: 0 for no effect, 1 for groups without overlap.
    pub effect: f64,
    means: Vec<f64>,
    sizes: Vec<f64>,
    spread: f64,
}

impl KruskalWallis {
    /// `None` below two groups with values and when all values are equal.
    ///
    /// Source: Kruskal, Wallis, *Use of Ranks in One-Criterion Variance Analysis*, JASA 47 (1952).
    pub fn of(groups: &[Vec<f64>]) -> Option<Self> {
        let ranks = Ranks::new(&groups.concat());
        let n = ranks.of.len() as f64;
        let mut from = 0;
        let (mut means, mut sizes) = (Vec::new(), Vec::new());
        for group in groups.iter().filter(|group| !group.is_empty()) {
            means.push(ranks.of[from..from + group.len()].iter().sum::<f64>() / group.len() as f64);
            sizes.push(group.len() as f64);
            from += group.len();
        }
        let middle = (n + 1.0) / 2.0;
        let between = sum(means.iter().zip(&sizes).map(|(mean, size)| size * (mean - middle) * (mean - middle)));
        let spread = n * (n + 1.0) / 12.0 - ranks.over_ties(|t| t * t * t - t) / (12.0 * (n - 1.0));
        if means.len() < 2 || spread.is_nan() || spread <= 0.0 {
            return None;
        }
        let h = between / spread;
        let p_value = chi_square_upper(h, means.len() as f64 - 1.0);
        Some(Self { h, p_value, effect: h / (n - 1.0), means, sizes, spread })
    }

    /// Two groups of them: a normal value, negative when the first lies lower, and its two-sided p (Dunn 1964), not adjusted.
    pub fn pair(&self, a: usize, b: usize) -> Option<(f64, f64)> {
        let error = (self.spread * (1.0 / self.sizes.get(a)? + 1.0 / self.sizes.get(b)?)).sqrt();
        let z = (self.means.get(a)? - self.means.get(b)?) / error;
        Some((z, (2.0 * normal_upper(z.abs())).min(1.0)))
    }
}

/// Two groups among several by the studentized range: the p value of the pair, adjusted for all pairs (Tukey 1953, Kramer 1956).
pub fn tukey_pair(groups: &[Vec<f64>], a: usize, b: usize) -> Option<f64> {
    let anova = Anova::of(groups)?;
    let groups = shifted(groups);
    let (first, second) = (groups.get(a)?, groups.get(b)?);
    let error = (anova.mean_squares()[1] / 2.0 * (1.0 / first.len() as f64 + 1.0 / second.len() as f64)).sqrt();
    let q = (mean(first)? - mean(second)?).abs() / error;
    q.is_finite().then(|| studentized_range_upper(q, groups.len(), anova.df[1]))
}
