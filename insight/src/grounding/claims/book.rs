//! The facts, ordered by what they are about, with every name a text may use for it.

use super::super::written::{Dimension, Unit, unit_of_fact};
use super::dates;
use super::known::{Known, Stat, is_named_whole, is_whole, ranked, stat_of};
use super::lexicon::{COMPARED, COMPARING, CONCEPTS, COUNTED, OPENERS, STATS, Says, THAN};
use super::words::{Phrases, spelled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a phrase in a text names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    Entity(usize),
    /// Metrics that may be called so; none when it is something that was not measured.
    Metric(Vec<usize>),
}

/// A fact, its parts as numbers.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// In the base unit.
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    pub(crate) stat: Stat,
    pub(crate) metric: usize,
    pub(crate) entity: usize,
    /// Number of the set of measurements.
    pub(crate) study: usize,
    /// In the base unit.
    pub(crate) interval: Option<(f64, f64)>,
}

/// A metric.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    pub(crate) name: String,
    pub(crate) words: Vec<String>,
    /// Another name, in the words of the field.
    pub(crate) called: Vec<String>,
    pub(crate) unit: Unit,
    /// Whether more is better, where it is known.
    pub(crate) higher_is_better: Option<bool>,
    /// Whether it counts things.
    pub(crate) is_count: bool,
    /// What it counts, from its unit: `files`.
    pub(crate) counts: String,
}

/// Facts, ready to be looked up.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) entries: Vec<Entry>,
    pub(crate) metrics: Vec<Metric>,
    pub(crate) entities: Vec<String>,
    pub(crate) whole: BTreeSet<usize>,
    by_place: BTreeMap<(usize, usize), Vec<usize>>,
    by_metric: BTreeMap<usize, BTreeSet<usize>>,
    pub(crate) names: Phrases<Name>,
    pub(crate) stats: Phrases<Stat>,
    pub(crate) compared: Phrases<Says>,
    pub(crate) comparing: Phrases<Says>,
    pub(crate) than: Phrases<()>,
    /// Units that only these facts have.
    pub(crate) other_units: BTreeSet<String>,
}

/// Last words of a metric's name that only say its unit or its statistic.
const TAILS: [&str; 26] = [
    "ms", "s", "us", "ns", "sec", "secs", "seconds", "gb", "mb", "kb", "gib", "mib", "bytes", "b", "pct", "percent",
    "w", "j", "c", "usd", "mean", "avg", "value", "watts", "joules", "min",
];

impl Book {
    pub(crate) fn of(facts: &[Known]) -> Self {
        let mut book = Self {
            entries: Vec::new(),
            metrics: Vec::new(),
            entities: Vec::new(),
            whole: BTreeSet::new(),
            by_place: BTreeMap::new(),
            by_metric: BTreeMap::new(),
            names: Phrases::new(),
            stats: table(STATS),
            compared: table(COMPARED),
            comparing: table(COMPARING),
            than: Phrases::new(),
            other_units: BTreeSet::new(),
        };
        THAN.iter().for_each(|than| book.than.add(&spelled(than), ()));
        for rank in [1, 5, 10, 25, 50, 75, 80, 90, 95, 98, 99] {
            let Some(stat) = ranked(f64::from(rank)) else { continue };
            let names = [
                format!("p{rank}"),
                format!("{rank}th percentile"),
                format!("percentile {rank}"),
                format!("{rank} percentile"),
                format!("q{rank}"),
                format!("p {rank}"),
                format!("{rank}th"),
            ];
            names.iter().for_each(|name| book.stats.add(&spelled(name), stat));
        }
        for (name, tenths) in [("p99.9", 999), ("99.9th percentile", 999), ("p999", 999), ("p99.5", 995)] {
            book.stats.add(&spelled(name), Stat::Percentile(tenths));
        }
        let mut metric_ids: BTreeMap<&str, usize> = BTreeMap::new();
        let mut entity_ids: BTreeMap<&str, usize> = BTreeMap::new();
        let mut study_ids: BTreeMap<&str, usize> = BTreeMap::new();
        for fact in facts {
            let Some(value) = fact.value.filter(|_| fact.unit != dates::UNIT) else { continue };
            let unit = unit_of_fact(&fact.unit);
            let entity = *entity_ids.entry(&fact.entity).or_insert_with(|| {
                book.entities.push(fact.entity.clone());
                book.entities.len() - 1
            });
            if is_whole(&fact.entity) {
                book.whole.insert(entity);
            }
            let stat = stat_of(&fact.stat);
            let metric = *metric_ids.entry(&fact.metric).or_insert_with(|| {
                let is_count = unit.dimension == Dimension::Count && stat == Stat::Count;
                let words = spelled(&fact.metric.replace('_', " "));
                book.metrics.push(Metric {
                    name: fact.metric.clone(),
                    words,
                    called: spelled(&fact.called),
                    unit: unit.clone(),
                    higher_is_better: None,
                    is_count,
                    counts: fact.unit.clone(),
                });
                book.metrics.len() - 1
            });
            match fact.better.as_str() {
                "higher" => book.metrics[metric].higher_is_better = Some(true),
                "lower" => book.metrics[metric].higher_is_better = Some(false),
                _ => {}
            }
            if let Dimension::Unit(symbol) = &unit.dimension {
                book.other_units.insert(symbol.clone());
            }
            let at = book.entries.len();
            book.by_place.entry((metric, entity)).or_default().push(at);
            book.by_metric.entry(metric).or_default().insert(entity);
            let studies = study_ids.len();
            let study = *study_ids.entry(&fact.study).or_insert(studies);
            let interval = fact.interval.map(|(low, high)| (low * unit.factor, high * unit.factor));
            let value = value * unit.factor;
            book.entries.push(Entry { key: fact.key.clone(), value, unit, stat, metric, entity, study, interval });
        }
        book.name_metrics();
        book.name_entities();
        book
    }

    /// Facts of a metric and an entity.
    pub(crate) fn at(&self, metric: usize, entity: usize) -> impl Iterator<Item = &Entry> {
        self.by_place
            .get(&(metric, entity))
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|at| self.entries.get(*at))
    }

    /// The fact of a metric, an entity and one of these statistics, the first that there is.
    pub(crate) fn one(&self, metric: usize, entity: usize, stats: &[Stat]) -> Option<&Entry> {
        stats.iter().find_map(|stat| self.at(metric, entity).find(|entry| entry.stat == *stat))
    }

    /// Entities for which a metric is known.
    pub(crate) fn entities_of(&self, metric: usize) -> impl Iterator<Item = usize> {
        self.by_metric.get(&metric).into_iter().flatten().copied()
    }

    fn name_metrics(&mut self) {
        // Alias, and how sure it is: the name itself, a synonym of the whole, the bare concept in a longer name.
        let mut aliases: BTreeMap<Vec<String>, (u8, Vec<usize>)> = BTreeMap::new();
        let mut add = |phrase: Vec<String>, rank: u8, metric: usize| {
            if phrase.is_empty() {
                return;
            }
            let entry = aliases.entry(phrase).or_insert((rank, Vec::new()));
            if rank < entry.0 {
                *entry = (rank, vec![metric]);
            } else if rank == entry.0 && !entry.1.contains(&metric) {
                entry.1.push(metric);
            }
        };
        let concepts = &*SPELLED;
        for (id, metric) in self.metrics.iter().enumerate() {
            // What counts files is named by the words beside the number alone.
            if metric.is_count && metric.counts == "files" {
                continue;
            }
            add(metric.words.clone(), 0, id);
            let mut stem = metric.words.clone();
            let bare: Vec<Vec<String>> = std::iter::from_fn(|| {
                let tail = stem.last().is_some_and(|last| TAILS.contains(&last.as_str()));
                (tail && stem.len() > 1).then(|| {
                    stem.pop();
                    stem.clone()
                })
            })
            .collect();
            bare.iter().for_each(|stem| add(stem.clone(), 0, id));
            add(metric.called.clone(), 0, id);
            if metric.is_count {
                continue;
            }
            let forms: Vec<&[String]> = std::iter::once(&metric.words).chain(&bare).map(Vec::as_slice).collect();
            let whole: BTreeSet<usize> = forms.iter().flat_map(|form| concepts.of(form)).copied().collect();
            for phrase in whole.iter().flat_map(|concept| &concepts.phrases[*concept]) {
                add(phrase.clone(), 1, id);
            }
            // `decode_latency_warm`: the concept with the words around it, by its longest name there.
            for form in forms {
                let mut done = whole.clone();
                for (at, length) in
                    (1..form.len()).rev().flat_map(|length| (0..=form.len() - length).map(move |at| (at, length)))
                {
                    for concept in concepts.of(&form[at..at + length]) {
                        if !done.insert(*concept) {
                            continue;
                        }
                        for phrase in &concepts.phrases[*concept] {
                            add([&form[..at], phrase, &form[at + length..]].concat(), 2, id);
                            add(phrase.clone(), 3, id);
                        }
                    }
                }
            }
        }
        for phrase in concepts.phrases.iter().flatten() {
            aliases.entry(phrase.clone()).or_insert((9, Vec::new()));
        }
        for (phrase, (_, metrics)) in aliases {
            self.names.add(&phrase, Name::Metric(metrics));
        }
    }

    fn name_entities(&mut self) {
        let mut owners: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (id, entity) in self.entities.iter().enumerate().filter(|(id, _)| !self.whole.contains(id)) {
            spelled(entity).into_iter().for_each(|word| {
                owners.entry(word).or_default().insert(id);
            });
        }
        for (id, entity) in self.entities.iter().enumerate().filter(|(id, _)| !self.whole.contains(id)) {
            let words = spelled(entity);
            if words.len() > 1 {
                // A part that no other has may stand for the whole, unless it is a common word or a bare number.
                for word in &words {
                    let is_own = owners.get(word).is_some_and(|ids| ids.len() == 1);
                    let is_name =
                        word.len() > 1 && word.contains(char::is_alphabetic) && !OPENERS.contains(&word.as_str());
                    if is_own && is_name {
                        self.names.add(std::slice::from_ref(word), Name::Entity(id));
                    }
                }
            }
            self.names.add(&words, Name::Entity(id));
        }
        for (id, entity) in self.entities.iter().enumerate().filter(|(_, entity)| is_named_whole(entity)) {
            self.names.add(&spelled(entity), Name::Entity(id));
        }
    }
}

/// The names of things that are measured, as words.
struct Spelled {
    phrases: Vec<Vec<Vec<String>>>,
    by_phrase: BTreeMap<Vec<String>, Vec<usize>>,
}

static SPELLED: LazyLock<Spelled> = LazyLock::new(|| {
    let phrases: Vec<Vec<Vec<String>>> =
        CONCEPTS.iter().map(|concept| concept.iter().map(|phrase| spelled(phrase)).collect()).collect();
    let mut by_phrase: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (concept, names) in phrases.iter().enumerate() {
        names.iter().for_each(|name| by_phrase.entry(name.clone()).or_default().push(concept));
    }
    Spelled { phrases, by_phrase }
});

impl Spelled {
    /// Concepts that have this name.
    fn of(&self, words: &[String]) -> &[usize] {
        self.by_phrase.get(words).map_or(&[], Vec::as_slice)
    }
}

fn table<T: Clone>(rows: &[(&str, T)]) -> Phrases<T> {
    let mut phrases = Phrases::new();
    rows.iter().for_each(|(phrase, means)| phrases.add(&spelled(phrase), means.clone()));
    phrases
}

/// One form of a counted word: singular, and the first of those that mean the same.
pub(crate) fn counted(word: &str) -> String {
    let word = match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => word.strip_suffix('s').filter(|stem| stem.len() > 1).unwrap_or(word).to_owned(),
    };
    COUNTED
        .iter()
        .find(|same| same.contains(&word.as_str()))
        .and_then(|same| same.first())
        .map_or(word.clone(), |first| (*first).to_owned())
}
