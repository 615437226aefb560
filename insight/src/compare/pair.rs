//! The same prompts or settings on both sides: values that belong together are compared with each other.

use super::side::Cell;
use crate::role::Role;
use crate::statistics::median;
use crate::study::Analysis;
use std::collections::{BTreeMap, BTreeSet};

/// Above this many values what they were measured on is not written down.
const MOST_RECORDS: usize = 20_000;
/// Fewer pairs than this carry no interval, so that the values say more as they are.
const LEAST_PAIRS: usize = 6;
/// One in this many keys may be on one side only.
const MOST_LEFT: usize = 5;
/// Words of a label that only counts: the third run of one side has nothing to do with the third of the other.
const COUNTERS: &[&str] = &[
    "run",
    "runs",
    "iteration",
    "iter",
    "repetition",
    "repeat",
    "rep",
    "trial",
    "round",
    "index",
    "id",
    "seq",
    "attempt",
];

/// What the values of a cell were measured on: names of what differs between them, and the values by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    names: Vec<String>,
    values: Vec<(Vec<String>, f64)>,
}

/// Values of both sides that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pairs {
    /// What they share: `prompt`.
    pub by: Vec<String>,
    /// One value a key; the median where there are several.
    pub baseline: Vec<f64>,
    /// The value of the same key.
    pub candidate: Vec<f64>,
    /// Keys that only one side has.
    pub left: usize,
}

impl Pairs {
    /// What is said of keys without a partner.
    pub(super) fn left_out(&self) -> Option<String> {
        let by = self.by.join(", ");
        (self.left > 0).then(|| format!("{} only on one side were left out: {by}", self.left))
    }
}

impl Keys {
    /// The keys of these records of a study.
    pub(super) fn of(analysis: &Analysis<'_>, records: &[(usize, f64)]) -> Self {
        if records.len() > MOST_RECORDS {
            return Self::default();
        }
        let is_counter = |key: &str| key.split('_').any(|word| COUNTERS.contains(&word));
        let differs = |codes: &[u32]| records.iter().any(|(record, _)| codes[*record] != codes[records[0].0]);
        let parameters = analysis.frame.parameters.iter().filter(|it| it.role != Role::Environment);
        let chosen: Vec<_> = parameters.filter(|it| !is_counter(&it.key) && differs(&it.codes)).collect();
        let key = |record: usize| {
            let level = |codes: &[u32], levels: &[String]| levels.get(codes[record] as usize).cloned();
            chosen.iter().map(|it| level(&it.codes, &it.levels).unwrap_or_default()).collect()
        };
        Self {
            names: chosen.iter().map(|it| it.key.clone()).collect(),
            values: records.iter().map(|(record, value)| (key(*record), *value)).collect(),
        }
    }

    /// The median of each key made of these names only.
    fn by(&self, names: &[String]) -> BTreeMap<Vec<&str>, f64> {
        let places: Vec<usize> =
            names.iter().filter_map(|name| self.names.iter().position(|known| known == name)).collect();
        let mut all: BTreeMap<Vec<&str>, Vec<f64>> = BTreeMap::new();
        for (key, value) in &self.values {
            all.entry(places.iter().map(|at| key[*at].as_str()).collect()).or_default().push(*value);
        }
        all.into_iter().filter_map(|(key, mut values)| median(&mut values).map(|median| (key, median))).collect()
    }
}

/// `None` where both sides have too few keys in common.
pub(super) fn pairs(old: &Cell, new: &Cell) -> Option<Pairs> {
    let by: Vec<String> = old.keys.names.iter().filter(|name| new.keys.names.contains(name)).cloned().collect();
    if by.is_empty() {
        return None;
    }
    let (old, new) = (old.keys.by(&by), new.keys.by(&by));
    let all: BTreeSet<&Vec<&str>> = old.keys().chain(new.keys()).collect();
    let both: Vec<(f64, f64)> =
        all.iter().filter_map(|key| old.get(*key).copied().zip(new.get(*key).copied())).collect();
    let left = all.len() - both.len();
    if both.len() < LEAST_PAIRS || left * MOST_LEFT > all.len() {
        return None;
    }
    let (baseline, candidate) = both.into_iter().unzip();
    Some(Pairs { by, baseline, candidate, left })
}
