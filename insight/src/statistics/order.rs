//! What the order of measuring says about a sample: a warm-up, a step, neighbors that resemble each other.

use super::philox::{Purpose, Stream};
use super::special::normal_upper;
use super::{Outliers, autocorrelations, best_split, effective_n, ljung_box, mean, von_neumann_ratio};
use crate::shown::{format_count, format_share};

/// Below this many values any order looks like some other.
const LEAST: usize = 10;
/// More values than this are looked at in blocks of neighbors.
const MOST: usize = 1000;
/// Ljung and Box's test needs this many.
const LEAST_FOR_LJUNG_BOX: usize = 20;
/// A step or a likeness of neighbors is said below this p: many samples are looked at.
const ALPHA: f64 = 0.01;
/// Orders drawn to know what chance makes; the smallest p is half of [`ALPHA`].
const DRAWN: u32 = 199;
/// A smaller step is not worth a word.
const LEAST_STEP: f64 = 0.02;
/// A step in the first third of the values is a warm-up, a later one means that there is no steady state.
const WARM_UP: usize = 3;
/// So few slow values at the beginning are a warm-up by their distance alone: chance makes a step of them too often.
const MOST_FAR_AT_FIRST: usize = 5;

/// What the order of measuring says about a sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct InOrder {
    /// The doubt, in words.
    pub note: Option<String>,
    /// How many independent values they are worth, where neighbors resemble each other.
    pub worth: Option<f64>,
}

/// Looks at values in the order in which they were measured.
pub(crate) fn in_order(values: &[f64]) -> InOrder {
    // Values in the order of size were put into it by whoever wrote them.
    if values.len() < LEAST || values.is_sorted() || values.iter().rev().is_sorted() {
        return InOrder::default();
    }
    // A step makes neighbors alike, and alike neighbors make steps: whoever is alike on one side of a step as well is no step.
    let before = significant_split(values).filter(|before| {
        let (first, rest) = values.split_at(*before);
        likeness(if first.len() > rest.len() { first } else { rest }).is_none()
    });
    let before = before.or_else(|| far_at_first(values));
    if let Some(note) = before.and_then(|before| step(values, before)) {
        return InOrder { note: Some(note), worth: None };
    }
    likeness(values).map_or_else(InOrder::default, |(note, worth)| InOrder { note: Some(note), worth: Some(worth) })
}

/// How far the values step up or down after the first ones; nothing for a small step.
fn step(values: &[f64], before: usize) -> Option<String> {
    let n = values.len();
    let (first, rest) = values.split_at(before);
    let change = mean(first)? / mean(rest)? - 1.0;
    if !change.is_finite() || change.abs() < LEAST_STEP {
        return None;
    }
    let way = |change: f64| format!("{} {}", format_share(change.abs()), if change > 0.0 { "higher" } else { "lower" });
    let (k, n_shown) = (format_count(before as u64), format_count(n as u64));
    if before * WARM_UP <= n {
        let without = mean(values)? / mean(rest)? - 1.0;
        let first = if before == 1 {
            format!("the first of {n_shown} values lies")
        } else {
            format!("the first {k} of {n_shown} values lie")
        };
        return Some(format!(
            "{first} {} than the rest, as in a warm-up; with them the mean is {}",
            way(change),
            way(without)
        ));
    }
    let after = mean(rest)? / mean(first)? - 1.0;
    let next = format_count(before as u64 + 1);
    Some(format!("no steady state: from value {next} of {n_shown} on they are {}", way(after)))
}

/// How many of the first values lie, all on one side, beyond three interquartile ranges of the values after them.
fn far_at_first(values: &[f64]) -> Option<usize> {
    let most = MOST_FAR_AT_FIRST.min(values.len() / WARM_UP);
    (1..=most).rev().find(|before| {
        let (first, rest) = values.split_at(*before);
        let Some([low, _, _, high]) = Outliers::of(rest).map(|outliers| outliers.fences) else { return false };
        // Where most of the others are equal, the fences are no fences.
        low < high && (first.iter().all(|value| *value < low) || first.iter().all(|value| *value > high))
    })
}

/// The best place for a step, unless another order often has one as good.
fn significant_split(values: &[f64]) -> Option<usize> {
    let block = values.len().div_ceil(MOST);
    let blocks: Vec<f64> = values.chunks(block).filter_map(mean).collect();
    let center = mean(&blocks)?;
    let mut order: Vec<f64> = blocks.iter().map(|value| value - center).collect();
    let observed = gain(&order);
    let near = observed * (1.0 - 1e-9);
    let mut stream = Stream::new(blocks.len() as u64, 0, Purpose::Permutation);
    let mut as_good = 1;
    for _ in 0..DRAWN {
        stream.shuffle(&mut order);
        as_good += u32::from(gain(&order) >= near);
    }
    let is_rare = f64::from(as_good) < ALPHA * f64::from(DRAWN + 1);
    let split = best_split(&blocks).filter(|_| is_rare && observed.is_finite())?;
    Some(split.before * block)
}

/// The squares that the best step explains.
fn gain(centered: &[f64]) -> f64 {
    let n = centered.len() as f64;
    let (mut before, mut best) = (0.0, 0.0_f64);
    for (at, value) in centered.iter().enumerate().take(centered.len() - 1) {
        before += value;
        let m = (at + 1) as f64;
        best = best.max(before * before / (m * (n - m)));
    }
    best
}

/// The note and how many independent values the sample is worth, where each resembles the one before.
fn likeness(values: &[f64]) -> Option<(String, f64)> {
    let n = values.len();
    let r = *autocorrelations(values, 1).first()?;
    let p = if n >= LEAST_FOR_LJUNG_BOX { ljung_box(values)?[1] } else { p_of_ratio(von_neumann_ratio(values)?, n) };
    let worth = effective_n(values)?;
    let is_first = normal_upper(r * (n as f64).sqrt()) < ALPHA;
    (is_first && p < ALPHA).then(|| {
        let (n, shown) = (format_count(n as u64), format_count(worth.max(1.0) as u64));
        (format!("neighbors resemble each other (autocorrelation {r:.2}): {n} values are worth about {shown}"), worth)
    })
}

/// How often independent values have a ratio as small, by its normal distribution for large n.
fn p_of_ratio(ratio: f64, n: usize) -> f64 {
    let n = n as f64;
    let deviation = 2.0 * n / (n - 1.0) * ((n - 2.0) / (n * n - 1.0)).sqrt();
    normal_upper((2.0 * n / (n - 1.0) - ratio) / deviation)
}

/// A series of runs in the order of time: where it changes, and whether it drifts.
pub(crate) struct Series {
    /// Runs before the change, and by what share the mean is higher after it.
    pub change: Option<(usize, f64)>,
    /// By what share the series rises from first to last, where it drifts.
    pub drift: Option<f64>,
}

/// Fewer runs than this say nothing about a series.
pub(crate) const LEAST_RUNS: usize = 8;
/// Runs on each side of a change: fewer are outliers.
const LEAST_BESIDE: usize = 3;
/// Longer series would take seconds.
const MOST_RUNS: usize = 1000;
const PERMUTATIONS: u32 = 499;

/// Change and drift of the runs of a series, given in the order of time; `None` for few runs.
pub(crate) fn series(values: &[f64]) -> Option<Series> {
    let n = values.len();
    if !(LEAST_RUNS..=MOST_RUNS).contains(&n) {
        return None;
    }
    let middle = |values: &[f64]| super::median(&mut values.to_vec());
    let share = |from: f64, to: f64| Some(to / from - 1.0).filter(|it| it.is_finite() && it.abs() >= LEAST_STEP);
    let p = super::p_of_change(values, LEAST_BESIDE, PERMUTATIONS, n as u64)?;
    let change = super::strongest_change(values, LEAST_BESIDE).filter(|_| p < ALPHA);
    let change = change.and_then(|it| {
        let by = share(middle(&values[..it.before])?, middle(&values[it.before..it.until])?)?;
        Some((it.before, by))
    });
    let places: Vec<f64> = (0..n).map(|at| at as f64).collect();
    let drift = super::theil_sen(&places, values, 0.95)
        .filter(|_| super::mann_kendall(values).p_value < ALPHA)
        .and_then(|it| share(it.intercept, it.intercept + it.slope * (n - 1) as f64));
    Some(Series { change, drift })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn scattered(n: u32) -> Vec<f64> {
        let mut stream = Stream::new(11, 0, Purpose::Resample);
        (0..n).map(|_| 10.0 + stream.below(1000) as f64 / 1000.0).collect()
    }

    #[test]
    fn order_is_told_where_it_matters() {
        let check = |values: &[f64], expected: Expect| expected.assert_eq(&in_order(values).note.unwrap_or_default());
        let even = scattered(60);
        check(&even, expect![[r#""#]]);
        check(&[5.0; 30], expect![[r#""#]]);
        let with = |change: &dyn Fn(usize, f64) -> f64| {
            even.iter().enumerate().map(|(at, value)| change(at, *value)).collect::<Vec<f64>>()
        };
        check(
            &with(&|at, value| if at == 0 { 30.0 } else { value }),
            expect![
                "the first of 60 values lies 185 % higher than the rest, as in a warm-up; with them the mean is 3.1 % higher"
            ],
        );
        check(
            &with(&|at, value| if at < 2 { 30.0 } else { value }),
            expect![
                "the first 2 of 60 values lie 185 % higher than the rest, as in a warm-up; with them the mean is 6.2 % higher"
            ],
        );
        check(&with(&|at, value| if at == 3 { 30.0 } else { value }), expect![""]);
        check(
            &with(&|at, value| if at < 6 { value + 4.0 } else { value }),
            expect![
                "the first 6 of 60 values lie 36 % higher than the rest, as in a warm-up; with them the mean is 3.6 % higher"
            ],
        );
        check(
            &with(&|at, value| if at < 40 { value } else { value * 1.2 }),
            expect!["no steady state: from value 41 of 60 on they are 20 % higher"],
        );
        let mut walk = 0.0;
        let alike: Vec<f64> = even
            .iter()
            .map(|value| {
                walk = 0.7 * walk + value - 10.5;
                20.0 + walk
            })
            .collect();
        check(&alike, expect!["neighbors resemble each other (autocorrelation 0.74): 60 values are worth about 8"]);
        check(&alike[..15], expect!["no steady state: from value 11 of 15 on they are 4.2 % higher"]);
    }

    #[test]
    fn a_series_of_runs_changes_or_drifts() {
        let runs = scattered(24);
        let quiet = series(&runs).unwrap();
        assert!(quiet.change.is_none() && quiet.drift.is_none());
        let stepped: Vec<f64> =
            runs.iter().enumerate().map(|(at, run)| run + if at < 14 { 0.0 } else { 3.0 }).collect();
        assert_eq!(series(&stepped).unwrap().change.map(|(before, _)| before), Some(14));
        let drifting: Vec<f64> = runs.iter().enumerate().map(|(at, run)| run + 0.1 * at as f64).collect();
        assert!((series(&drifting).unwrap().drift.unwrap() - 0.2).abs() < 0.05);
        assert!(series(&runs[..7]).is_none());
    }
}
