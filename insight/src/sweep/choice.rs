//! Which settings can be recommended: those that cannot be told from the best, or none.

use super::cells::Measured;
use super::chance::Chance;
use crate::statistics::special::{normal_quantile, t_two_sided};
use crate::statistics::{Adjustment, Anova, Bootstrap, Purpose, Statistic, Stream, adjusted, brown_forsythe, welch};
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// Resamples of the medians.
const RESAMPLES: usize = 2000;
/// Above this many values of a setting, the place of a resample's median is drawn, not the resample.
const MOST_RESAMPLED: usize = 400;
/// Settings that the resamples are drawn for, best first.
const MOST_DRAWN: usize = 64;
/// The seed of all draws, so that the same files say the same.
const SEED: u64 = 0x5eed_0f5e_77e5;
/// The level of all tests.
const ALPHA: f64 = 0.05;

/// What can be recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// The settings that cannot be told from the best; others can.
    Recommended,
    /// No setting can be told from another.
    NoDifference,
    /// One run each: a ranking without uncertainty.
    OneRun,
    /// What differs cannot be told from what moved with it.
    Confounded,
    /// No setting has a value.
    NoValue,
}

/// The settings beside each other, by places among all settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub advice: Advice,
    /// Best first, by median; settings without a value are missing.
    pub ranked: Vec<usize>,
    /// Those that cannot be told from the best.
    pub best: Vec<usize>,
    /// How often each of the first is the best of resampled medians.
    pub p_best: Vec<(usize, f64)>,
    pub chance: Option<Chance>,
}

/// Chooses by one metric; `chance` is asked only where no setting was repeated.
pub(super) fn choose(measured: &Measured<'_>, chance: impl FnOnce() -> Option<Chance>) -> Chosen {
    let sign = if measured.column.better == Better::Lower { -1.0 } else { 1.0 };
    let worth = |cell: &usize| measured.medians[*cell].map_or(f64::NAN, |median| sign * median);
    let mut ranked: Vec<usize> = (0..measured.medians.len()).filter(|cell| measured.medians[*cell].is_some()).collect();
    ranked.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.cmp(b)));
    let nothing = |advice, ranked| Chosen { advice, ranked, best: Vec::new(), p_best: Vec::new(), chance: None };
    if ranked.is_empty() {
        return nothing(Advice::NoValue, ranked);
    }
    if !measured.repeats() {
        return Chosen { chance: chance(), ..nothing(Advice::OneRun, ranked) };
    }
    // What was run once is ranked and never chosen.
    let candidates: Vec<usize> = ranked.iter().copied().filter(|cell| measured.values[*cell].len() > 1).collect();
    let groups: Vec<Vec<f64>> = candidates.iter().map(|cell| measured.values[*cell].clone()).collect();
    let p_values = against_best(&groups);
    let told = some_differ(&groups) && p_values.iter().skip(1).any(|p| *p <= ALPHA);
    let kept = candidates.iter().zip(&p_values).filter(|(_, p)| **p > ALPHA).map(|(cell, _)| *cell);
    let best: Vec<usize> = candidates.first().copied().into_iter().chain(kept).collect();
    Chosen {
        advice: if told { Advice::Recommended } else { Advice::NoDifference },
        p_best: p_best(&candidates, &groups, sign),
        best: if told { best } else { candidates },
        ..nothing(Advice::NoDifference, ranked)
    }
}

/// Whether the settings differ at all; equal runs of different settings do.
fn some_differ(groups: &[Vec<f64>]) -> bool {
    Anova::of(groups).is_some_and(|anova| anova.p_value().map_or(anova.between > 0.0, |p| p <= ALPHA))
}

/// The p of each setting against the first, adjusted by Holm; 1 for the first, which is left to the caller.
///
/// By the variance of all settings together where they vary alike (Brown, Forsythe), else by Welch.
fn against_best(groups: &[Vec<f64>]) -> Vec<f64> {
    let Some((best, others)) = groups.split_first() else { return Vec::new() };
    let anova = Anova::of(groups).filter(|anova| anova.within > 0.0);
    let alike = brown_forsythe(groups).is_none_or(|test| test.p_value > ALPHA);
    let mean = |values: &[f64]| crate::statistics::mean(values).unwrap_or(f64::NAN);
    let p = |other: &Vec<f64>| {
        let apart = mean(best) - mean(other);
        let pooled = anova.filter(|_| alike).map(|anova| {
            let error = anova.mean_squares()[1] * (1.0 / best.len() as f64 + 1.0 / other.len() as f64);
            t_two_sided(apart / error.sqrt(), anova.df[1])
        });
        let separate = || welch(best, other, 0.95).map(|welch| welch.p_value);
        pooled.or_else(separate).unwrap_or(if apart == 0.0 { 1.0 } else { 0.0 })
    };
    let p_values = adjusted(&others.iter().map(p).collect::<Vec<f64>>(), Adjustment::Holm);
    // The first is in the set whatever its neighbors say; 0 keeps it from being counted twice.
    [0.0].into_iter().chain(p_values).collect()
}

/// The median of each of many resamples; `None` for no values.
///
/// Of many values the share of them below the median of a resample is near to normal, with the deviation of the middle of `n`
/// uniform values (David, Nagaraja, *Order Statistics*, 2003, §2.5 and §10.2), so that nothing need be drawn value by value.
fn medians_drawn(values: &[f64], seed: u64) -> Option<Vec<f64>> {
    if values.len() <= MOST_RESAMPLED {
        return Some(Bootstrap::of(values, Statistic::Median, RESAMPLES, seed)?.drawn);
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let mut stream = Stream::new(seed, 0, Purpose::Resample);
    let draw = |_| {
        let uniform = (f64::from(stream.word()) + 0.5) / (f64::from(u32::MAX) + 1.0);
        let share = 0.5 + normal_quantile(uniform) / (2.0 * (n + 2.0).sqrt());
        sorted[((share * n) as usize).min(sorted.len() - 1)]
    };
    Some((0..RESAMPLES).map(draw).collect())
}

/// How often each setting has the best median when the runs of every setting are drawn again.
fn p_best(candidates: &[usize], groups: &[Vec<f64>], sign: f64) -> Vec<(usize, f64)> {
    let drawn: Vec<Vec<f64>> = groups
        .iter()
        .take(MOST_DRAWN)
        .enumerate()
        .filter_map(|(at, values)| medians_drawn(values, SEED + at as u64))
        .collect();
    let mut shares = vec![0.0; drawn.len()];
    for draw in 0..RESAMPLES {
        let best = drawn.iter().map(|medians| sign * medians[draw]).fold(f64::NEG_INFINITY, f64::max);
        let winners: Vec<usize> = (0..drawn.len()).filter(|at| sign * drawn[*at][draw] == best).collect();
        winners.iter().for_each(|at| shares[*at] += 1.0 / winners.len() as f64);
    }
    candidates.iter().copied().zip(shares.into_iter().map(|share| share / RESAMPLES as f64)).collect()
}
