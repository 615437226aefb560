//! Two levels of one factor, compared only where everything else is the same.

use super::{median, told};
use crate::fact::Fact;
use crate::shown::{format_value, listed};
use crate::summary::{Better, Finding, Group, Metric, Study};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer like conditions than this show no rule.
const LEAST_PAIRS: usize = 3;

/// One level of another factor that all compared groups have.
type Within<'a> = Option<(usize, &'a str)>;

/// One level against another of the same factor.
struct Pair<'a> {
    factor: usize,
    within: Within<'a>,
    better: &'a str,
    worse: &'a str,
    /// Ratio, and the two groups, of each condition that holds both.
    ratios: Vec<(f64, &'a Group, &'a Group)>,
}

impl Pair<'_> {
    fn least(&self) -> f64 {
        self.ratios.iter().map(|(ratio, ..)| *ratio).fold(f64::INFINITY, f64::min)
    }

    fn most(&self) -> f64 {
        self.ratios.iter().map(|(ratio, ..)| *ratio).fold(0.0, f64::max)
    }
}

/// The pair of levels that differs the same way in most like conditions.
pub(super) fn paired(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    let choice = |factor: &usize| study.group_by.get(*factor).is_some_and(|by| can_be_chosen(by));
    let factors = (0..study.group_by.len()).filter(choice);
    let all = factors
        .flat_map(|factor| within(metric, factor).into_iter().flat_map(move |within| pairs(metric, factor, within)));
    let told_pairs = all.filter(|pair| pair.ratios.len() >= LEAST_PAIRS && pair.least() >= super::WORTH_TELLING);
    let pair = told_pairs.reduce(|best, pair| if pair.least() > best.least() { pair } else { best })?;
    let id = &study.id;
    let source = format!("{} over {} where all else is the same", pair.better, pair.worse);
    let key = |which: &str| format!("{id}.{}.{which}", metric.key);
    let times = |which: &str, value: f64| {
        let fact = Fact::ratio(key(which), value, source.clone()).of(pair.better).against(pair.worse, Vec::new());
        fact.measuring(&metric.key, &metric.name, metric.better)
    };
    let least = finding.figure(times("ratio_least", pair.least()));
    let most = finding.figure(times("ratio_most", pair.most()));
    let count = finding.figure(Fact::count(key("pairs"), pair.ratios.len() as u64, source));
    let held = |at: &usize| *at != pair.factor && pair.within.is_none_or(|(other, _)| *at != other);
    let others: Vec<String> = (0..study.group_by.len()).filter(held).map(|at| study.group_by[at].clone()).collect();
    finding.evidence.extend(pair.ratios.iter().map(|(_, better, worse)| {
        let value = |group: &Group| median(group).map_or_else(String::new, |value| format_value(value, &metric.unit));
        format!("{}: {}, {}: {}", better.name, value(better), worse.name, value(worse))
    }));
    let range = if least == most { most } else { format!("{least} to {most}") };
    let how = if metric.unit == "s" || metric.unit.ends_with("/s") { "as fast" } else { "as good" };
    let place = pair.within.map_or_else(String::new, |(_, level)| format!("With {level}, "));
    let same = if others.is_empty() {
        String::new()
    } else {
        format!(" that hold both, each with its own {}", listed(&others))
    };
    Some(format!(
        "{place}{} is {range} {how} as {} in {}, in all {count} conditions{same}.",
        pair.better,
        pair.worse,
        told(metric)
    ))
}

/// What can be chosen for the same work; another model, scenario or device does other work or is another machine.
fn can_be_chosen(factor: &str) -> bool {
    const CHOICES: &[&str] = &[
        "backend",
        "engine",
        "runtime",
        "provider",
        "quant",
        "quantization",
        "dtype",
        "precision",
        "library",
        "compiler",
    ];
    factor.split(' ').any(|word| CHOICES.contains(&word))
}

/// All groups, and the groups of each level of each other factor.
fn within(metric: &Metric, factor: usize) -> Vec<Within<'_>> {
    let labels = metric.groups.iter().flat_map(|group| group.labels.iter().enumerate());
    let levels: BTreeSet<(usize, &str)> =
        labels.filter(|(at, _)| *at != factor).map(|(at, (_, level))| (at, level.as_str())).collect();
    std::iter::once(None).chain(levels.into_iter().map(Some)).collect()
}

/// All pairs of levels of one factor, each the way round in which it is better somewhere.
fn pairs<'a>(metric: &'a Metric, factor: usize, within: Within<'a>) -> Vec<Pair<'a>> {
    let mut strata: BTreeMap<Vec<&str>, Vec<(&str, &Group)>> = BTreeMap::new();
    let inside =
        |group: &&Group| within.is_none_or(|(at, level)| group.labels.get(at).is_some_and(|(_, of)| of == level));
    let measured = |group: &&Group| median(group).is_some_and(|median| median > 0.0);
    for group in metric.groups.iter().filter(inside).filter(measured) {
        let others =
            group.labels.iter().enumerate().filter(|(at, _)| *at != factor).map(|(_, (_, value))| value.as_str());
        if let Some((_, level)) = group.labels.get(factor).filter(|(_, level)| level != "not stated") {
            strata.entry(others.collect()).or_default().push((level, group));
        }
    }
    let mut pairs: BTreeMap<(&str, &str), Pair<'_>> = BTreeMap::new();
    for groups in strata.values() {
        for (a, better) in groups {
            for (b, worse) in groups.iter().filter(|(b, _)| b != a) {
                let (Some(x), Some(y)) = (median(better), median(worse)) else { continue };
                let ratio = if metric.better == Better::Higher { x / y } else { y / x };
                let pair = pairs.entry((a, b)).or_insert_with(|| Pair {
                    factor,
                    within,
                    better: a,
                    worse: b,
                    ratios: Vec::new(),
                });
                pair.ratios.push((ratio, better, worse));
            }
        }
    }
    pairs.into_values().collect()
}
