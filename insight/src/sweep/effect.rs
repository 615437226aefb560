//! What each setting does to one metric: means of its levels over all other settings, and what chance allows to say of them.

use super::cells::{Cells, Measured};
use super::trend::{Trend, trend};
use crate::statistics::special::{f_upper, t_quantile};
use crate::statistics::{Adjustment, KruskalWallis, adjusted, factorial, mean, median};
use crate::study::{Frame, Parameter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows above this are not fitted with every level as a column.
const MOST_ROWS: usize = 2000;
/// The same for the levels of two settings together.
const MOST_LEVELS: usize = 40;

/// One level of a setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The level as written.
    pub level: String,
    /// Settings with a value.
    pub settings: u64,
    /// Values.
    pub runs: u64,
    /// Mean over its settings, each counting the same.
    pub mean: Option<f64>,
    /// The 95 % interval of that mean, where settings were repeated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interval: Option<[f64; 2]>,
    /// Median of its values.
    pub median: Option<f64>,
}

/// Two levels of words held against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Both levels.
    pub levels: [String; 2],
    /// Dunn's two-sided p, adjusted by Holm for all pairs.
    pub p_value: f64,
}

/// The ranks of a setting whose levels are words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Kruskal and Wallis' p.
    pub p_value: f64,
    /// Epsilon squared: 0 for no effect, 1 for levels without overlap.
    pub effect: f64,
    /// Pairs that are apart at 5 %.
    pub apart: Vec<Pair>,
}

/// What is known of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Larger than what repeats of one setting differ by.
    Shown,
    /// Not larger than that.
    NotShown,
    /// One run each: it may be chance.
    OneRun,
    /// Another setting, a model load or an incident moved with it.
    Confounded,
    /// Fewer than two levels have a value.
    NotMeasured,
}

/// What one setting does to one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Name of the setting.
    pub setting: String,
    /// Its levels, in their order.
    pub levels: Vec<Level>,
    /// Largest mean of a level over the smallest, less one.
    pub size: Option<f64>,
    /// The same over the combinations of the other settings that hold every level, where some hold not all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub size_matched: Option<f64>,
    /// The p of its main effect against the noise within settings, adjusted among the settings; none without repeats.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub p_value: Option<f64>,
    /// For words, without any order: the ranks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ranked: Option<Ranked>,
    /// For numbers: the trend.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub trend: Option<Trend>,
    /// What is known of it.
    pub status: Status,
    /// Why no more is known.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
}

/// Whether what one setting does depends on another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interaction {
    /// Both settings.
    pub settings: [String; 2],
    /// The p of F against what is left, adjusted among the pairs.
    pub p_value: f64,
}

/// The effect of every setting on one metric.
pub(super) fn effects(frame: &Frame<'_>, parameters: &[usize], cells: &Cells, measured: &Measured<'_>) -> Vec<Effect> {
    let of = |factor: usize| effect(&frame.parameters[parameters[factor]], factor, cells, measured);
    let mut effects: Vec<Effect> = (0..parameters.len()).map(of).collect();
    let p_values: Vec<f64> = effects.iter().map(|effect| effect.p_value.unwrap_or(f64::NAN)).collect();
    for (effect, p) in effects.iter_mut().zip(adjusted(&p_values, Adjustment::BenjaminiHochberg)) {
        if effect.p_value.is_some() {
            effect.p_value = Some(p);
            effect.status = if p <= 0.05 { Status::Shown } else { Status::NotShown };
        }
    }
    effects
}

fn effect(parameter: &Parameter, factor: usize, cells: &Cells, measured: &Measured<'_>) -> Effect {
    let noise = measured.noise().filter(|_| measured.repeats());
    let count = cells.levels[factor].len();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, cell) in cells.all.iter().enumerate().filter(|(at, _)| measured.means[*at].is_some()) {
        members[cell.at[factor]].push(at);
    }
    let name = |level: usize| parameter.levels.get(cells.levels[factor][level] as usize).cloned().unwrap_or_default();
    let levels: Vec<Level> =
        members.iter().enumerate().map(|(level, members)| level_of(name(level), members, measured, noise)).collect();
    let spread = |means: &[f64]| {
        let (low, high) = means.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), it| (l.min(*it), h.max(*it)));
        (means.len() > 1 && low > 0.0).then(|| high / low - 1.0)
    };
    let means: Vec<f64> = levels.iter().filter_map(|level| level.mean).collect();
    let (matched, centers) = matched(factor, cells, measured);
    let uneven = members.iter().any(|of| of.len() != members[0].len());
    let numbers: Option<Vec<f64>> = (0..count).map(|level| name(level).parse::<f64>().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.iter().all(|number| number.is_finite()));
    let trend = numbers.and_then(|numbers| {
        let place = |at: usize| numbers[cells.all[at].at[factor]];
        // What the other settings do is taken out, where they hold every level.
        let points = |at: usize, value: f64| (place(at), value - centers.get(&at).copied().unwrap_or(0.0));
        let told: Vec<usize> = members.concat();
        let told: Vec<usize> =
            told.iter().copied().filter(|at| centers.is_empty() || centers.contains_key(at)).collect();
        let means: Vec<(f64, f64)> =
            told.iter().filter_map(|at| measured.means[*at].map(|mean| points(*at, mean))).collect();
        let values: Vec<(f64, f64)> =
            told.iter().flat_map(|at| measured.values[*at].iter().map(move |value| points(*at, *value))).collect();
        trend(&means, noise.map(|_| values.as_slice()))
    });
    let p_value = noise.and_then(|noise| p_of_main_effect(&members, measured, noise));
    let few = means.len() < 2;
    Effect {
        setting: parameter.name.clone(),
        size: spread(&means),
        size_matched: if uneven { spread(&matched) } else { None },
        p_value,
        ranked: if noise.is_some() && !parameter.numeric { ranked(&members, &levels, measured) } else { None },
        trend,
        status: if few { Status::NotMeasured } else { Status::OneRun },
        levels,
        notes: Vec::new(),
    }
}

fn level_of(level: String, members: &[usize], measured: &Measured<'_>, noise: Option<(f64, f64)>) -> Level {
    let means: Vec<f64> = members.iter().filter_map(|at| measured.means[*at]).collect();
    let mut values: Vec<f64> = members.iter().flat_map(|at| measured.values[*at].iter().copied()).collect();
    let center = mean(&means);
    let interval = noise.zip(center).map(|((variance, df), center)| {
        let weights: f64 = members.iter().map(|at| 1.0 / measured.values[*at].len() as f64).sum();
        let half = t_quantile(0.975, df) * (variance * weights).sqrt() / members.len() as f64;
        [center - half, center + half]
    });
    Level {
        level,
        settings: members.len() as u64,
        runs: values.len() as u64,
        mean: center,
        interval: interval.filter(|ends| ends.iter().all(|end| end.is_finite())),
        median: median(&mut values),
    }
}

/// Means of the levels over combinations of the other settings that hold every level, and the center of each of these settings.
fn matched(factor: usize, cells: &Cells, measured: &Measured<'_>) -> (Vec<f64>, BTreeMap<usize, f64>) {
    let count = cells.levels[factor].len();
    let mut blocks: BTreeMap<Vec<usize>, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, cell) in cells.all.iter().enumerate() {
        if let Some(mean) = measured.means[at] {
            let others = cell.at.iter().enumerate().filter(|(other, _)| *other != factor).map(|(_, at)| *at);
            blocks.entry(others.collect()).or_default().push((at, mean));
        }
    }
    let whole: Vec<&Vec<(usize, f64)>> = blocks.values().filter(|block| block.len() == count && count > 1).collect();
    let mut sums = vec![0.0; count];
    let mut centers = BTreeMap::new();
    let all: f64 =
        whole.iter().flat_map(|block| block.iter()).map(|it| it.1).sum::<f64>() / (whole.len() * count) as f64;
    for block in &whole {
        let center = block.iter().map(|it| it.1).sum::<f64>() / count as f64;
        for (at, mean) in *block {
            sums[cells.all[*at].at[factor]] += mean;
            centers.insert(*at, center - all);
        }
    }
    let means = sums.into_iter().map(|sum| sum / whole.len() as f64).filter(|mean| mean.is_finite()).collect();
    (means, centers)
}

/// The p of a main effect: squares between unweighted means of levels over the variance within settings.
///
/// Source: Yates, *The Analysis of Multiple Classifications with Unequal Numbers*, JASA 29 (1934): unweighted means, with the harmonic
/// mean of the numbers of values.
fn p_of_main_effect(members: &[Vec<usize>], measured: &Measured<'_>, (variance, df): (f64, f64)) -> Option<f64> {
    let told: Vec<&Vec<usize>> = members.iter().filter(|members| !members.is_empty()).collect();
    let cells: f64 = told.iter().map(|members| members.len() as f64).sum();
    let inverse: f64 = told.iter().flat_map(|of| of.iter()).map(|at| 1.0 / measured.values[*at].len() as f64).sum();
    let means: Vec<f64> = told
        .iter()
        .filter_map(|of| mean(&of.iter().filter_map(|at| measured.means[*at]).collect::<Vec<f64>>()))
        .collect();
    let weights: Vec<f64> = told.iter().map(|of| of.len() as f64).collect();
    let center = means.iter().zip(&weights).map(|(mean, weight)| mean * weight).sum::<f64>() / cells;
    let squares: f64 =
        means.iter().zip(&weights).map(|(mean, weight)| weight * (mean - center) * (mean - center)).sum();
    let between = means.len() as f64 - 1.0;
    let f = squares * (cells / inverse) / between / variance;
    // Without noise, any difference is one.
    let f = if variance == 0.0 && squares > 0.0 { f64::INFINITY } else { f };
    (between > 0.0 && !f.is_nan()).then(|| if f.is_infinite() { 0.0 } else { f_upper(f, between, df) })
}

fn ranked(members: &[Vec<usize>], levels: &[Level], measured: &Measured<'_>) -> Option<Ranked> {
    let told: Vec<usize> = (0..members.len()).filter(|level| !members[*level].is_empty()).collect();
    let values = |level: &usize| members[*level].iter().flat_map(|at| measured.values[*at].iter().copied()).collect();
    let test = KruskalWallis::of(&told.iter().map(values).collect::<Vec<Vec<f64>>>())?;
    let pairs: Vec<(usize, usize)> = (0..told.len()).flat_map(|a| (a + 1..told.len()).map(move |b| (a, b))).collect();
    let p_values: Vec<f64> = pairs.iter().map(|(a, b)| test.pair(*a, *b).map_or(f64::NAN, |pair| pair.1)).collect();
    let name = |at: usize| levels[told[at]].level.clone();
    let apart = pairs.iter().zip(adjusted(&p_values, Adjustment::Holm)).filter(|(_, p)| *p <= 0.05);
    let apart = apart.map(|((a, b), p_value)| Pair { levels: [name(*a), name(*b)], p_value }).collect();
    Some(Ranked { p_value: test.p_value, effect: test.effect, apart })
}

/// Pairs of settings of which one changes what the other does; asked only where every setting has two runs or more.
pub(super) fn interactions(
    frame: &Frame<'_>,
    parameters: &[usize],
    cells: &Cells,
    measured: &Measured<'_>,
) -> Vec<Interaction> {
    let repeated = measured.with(2) == cells.all.len() && cells.all.len() > 3;
    if !repeated || measured.all().len() > MOST_ROWS {
        return Vec::new();
    }
    let pairs = (0..parameters.len()).flat_map(|a| (a + 1..parameters.len()).map(move |b| (a, b)));
    let tested = pairs.filter(|(a, b)| cells.levels[*a].len() + cells.levels[*b].len() <= MOST_LEVELS);
    let found: Vec<([String; 2], f64)> = tested
        .filter_map(|(a, b)| {
            let rows: Vec<(usize, usize, f64)> = cells
                .all
                .iter()
                .zip(&measured.values)
                .flat_map(|(cell, values)| values.iter().map(|value| (cell.at[a], cell.at[b], *value)))
                .collect();
            let p = factorial(&rows)?.effects[2].p_value?;
            Some(([a, b].map(|at| frame.parameters[parameters[at]].name.clone()), p))
        })
        .collect();
    let p_values = adjusted(&found.iter().map(|it| it.1).collect::<Vec<f64>>(), Adjustment::BenjaminiHochberg);
    let all = found.into_iter().zip(p_values);
    all.map(|((settings, _), p_value)| Interaction { settings, p_value }).collect()
}
