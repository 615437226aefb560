//! Facts by what they measure and how much, so that a written number finds those it may be.

use super::singular;
use super::written::{Dimension, Unit, unit_of_fact};
use crate::fact::Fact;
use std::collections::{BTreeMap, BTreeSet};

/// Statistics that a sentence can name; two different ones are never the same number.
pub(crate) const STATISTICS: [&str; 10] = ["median", "mean", "sd", "min", "max", "p25", "p75", "p90", "p95", "p99"];

/// A fact with its key taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) fact: &'a Fact,
    /// The key before its labels.
    head: &'a str,
    /// The labels of the key.
    tail: &'a str,
    /// One of [`STATISTICS`], when the key names one.
    pub(crate) statistic: Option<&'static str>,
}

/// Facts, sorted for search.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    entries: Vec<Entry<'a>>,
    by_value: BTreeMap<Dimension, Vec<(f64, usize)>>,
    /// Values of labels by name, each once: `model` has `gemma3:270m`.
    pub(crate) labels: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What counts are called, singular: `file`, `csv`, `failed`.
    counted: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(facts: &'a [Fact]) -> Self {
        let mut index = Self {
            entries: Vec::with_capacity(facts.len()),
            by_value: BTreeMap::new(),
            labels: BTreeMap::new(),
            counted: BTreeSet::new(),
        };
        let mut units: BTreeMap<&str, Unit> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.value.is_finite()) {
            let unit = units.entry(&fact.unit).or_insert_with(|| unit_of_fact(&fact.unit));
            let at = index.entries.len();
            index.by_value.entry(unit.dimension.clone()).or_default().push((fact.value * unit.factor, at));
            let entry = Entry::of(fact);
            if unit.dimension == Dimension::Count {
                index.counted.extend(entry.counted());
            }
            for (name, value) in entry.labels() {
                index.labels.entry(name).or_default().insert(value);
            }
            index.entries.push(entry);
        }
        for values in index.by_value.values_mut() {
            values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        index
    }

    /// Facts of that dimension from `low` to `high` in base units.
    pub(crate) fn between(&self, dimension: &Dimension, low: f64, high: f64) -> impl Iterator<Item = &Entry<'a>> {
        let values = self.by_value.get(dimension).map_or(&[][..], Vec::as_slice);
        let from = values.partition_point(|(value, _)| *value < low);
        values[from..].iter().take_while(move |(value, _)| *value <= high).filter_map(|(_, at)| self.entries.get(*at))
    }

    /// Whether some count is named by that word, singular and in small letters.
    pub(crate) fn counts(&self, word: &str) -> bool {
        self.counted.contains(word)
    }

    /// Base units that only the data have, as in `64 images/s`.
    pub(crate) fn other_units(&self) -> impl Iterator<Item = &str> {
        self.by_value.keys().filter_map(|dimension| match dimension {
            Dimension::Unit(symbol) => Some(symbol.as_str()),
            Dimension::Count | Dimension::Percent | Dimension::Ratio => None,
        })
    }
}

impl<'a> Entry<'a> {
    fn of(fact: &'a Fact) -> Self {
        let (head, tail) = fact.key.split_once('@').unwrap_or((&fact.key, ""));
        let last = head.rsplit('.').next().unwrap_or(head);
        Self { fact, head, tail, statistic: STATISTICS.iter().find(|name| **name == last).copied() }
    }

    /// Words of the key before the labels; short ones say nothing.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.head.split(['.', '_', '~']).filter(|word| word.len() > 2)
    }

    /// What a count counts, singular: `csv` of `files.csv`, `record` of `records`.
    fn counted(&self) -> Option<&'a str> {
        let last = self.head.rsplit('.').next().filter(|word| word.len() > 2 && self.statistic.is_none());
        last.map(singular)
    }

    /// Words of the key before its statistic.
    pub(crate) fn metric_words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let metric = self.head.rsplit_once('.').map_or("", |(metric, _)| metric);
        metric.split(['.', '_', '~'])
    }

    /// `(name, value)` of what makes its group, as in the key.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.tail.split(',').filter_map(|label| label.split_once('='))
    }
}
