//! The plain statistics of columns, as people quote them: of one file that the text names, and of all files with such a column.

use super::super::claims::Known;
use super::super::claims::known::percentile;
use super::super::claims::lexicon::CONCEPTS;
use super::super::claims::words::{Phrases, spelled};
use super::super::written::spelling_of;
use super::counts::Asked;
use super::fact;
use crate::dataset::{Dataset, Field, File};
use crate::role::Role;
use crate::statistics;
use crate::summary::{Better, Use};
use std::collections::{BTreeMap, BTreeSet};

/// Values of columns of one name and unit.
#[derive(Default)]
struct Pool {
    all: Vec<f64>,
    /// Of files that are no repeats of others; empty when these are all.
    first: Vec<f64>,
    better: &'static str,
    files: usize,
}

/// Name, unit as written and what to divide by to get from the base unit to it.
type Name = (String, String);

pub(super) fn known(dataset: &Dataset, asked: &Asked) -> Vec<Known> {
    let concepts = Concepts::of(asked);
    let named = named_files(dataset, asked);
    let mut pools: BTreeMap<Name, Pool> = BTreeMap::new();
    let mut known = Vec::new();
    for (at, file) in dataset.files.iter().enumerate() {
        for (table, sheet) in file.tables.iter().enumerate() {
            for (column, field) in sheet.fields.iter().enumerate().filter(|(_, field)| is_quoted(field)) {
                let (unit, factor) = unit(field);
                let values = || file.values(table, column).map(|(_, value)| value / factor);
                if let Some(name) = column_name(field).filter(|name| concepts.touch(name, asked)) {
                    let own: Vec<f64> = values().collect();
                    for entity in names_of(&file.reading.path).filter(|_| named.contains(&at)) {
                        known.extend(statistics_of(&name, &unit, entity, better(field), own.clone()));
                    }
                    let pool = pools.entry((name, unit.clone())).or_default();
                    pool.files += 1;
                    pool.better = better(field);
                    if !matches!(file.used, Use::Repeat { .. }) {
                        pool.first.extend(&own);
                    }
                    pool.all.extend(own);
                }
                known.extend(stated(file, field, &unit, &values().take(2).collect::<Vec<_>>(), &concepts, asked));
            }
        }
    }
    for ((name, unit), pool) in pools {
        if pool.first.len() != pool.all.len() {
            known.extend(statistics_of(&name, &unit, "", pool.better, pool.first));
        }
        known.extend(statistics_of(&name, &unit, "", pool.better, pool.all));
    }
    known
}

/// Whether a text quotes numbers of such a column.
fn is_quoted(field: &Field) -> bool {
    matches!(
        field.role,
        Role::Measurement | Role::Aggregate | Role::Derived | Role::Fit | Role::Parameter | Role::Environment
    )
}

fn better(field: &Field) -> &'static str {
    match field.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::None => "",
    }
}

/// The unit as a person writes it, and its factor over the base unit; the base unit where the file's own has no name.
fn unit(field: &Field) -> (String, f64) {
    match spelling_of(&field.unit.symbol, field.unit.factor) {
        Some(spelling) => (spelling.to_owned(), field.unit.factor),
        None => (field.unit.symbol.clone(), 1.0),
    }
}

/// The last name of a nested header; none where it only names a statistic.
fn column_name(field: &Field) -> Option<String> {
    let last = field.written.rsplit(['.', '/']).next().unwrap_or(&field.written);
    let words = spelled(last);
    // `p95` and `p95_ms` alone name no metric.
    let is_percentile = words.first().is_some_and(|word| percentile(word).is_some()) && words.len() < 3;
    let is_statistic = is_percentile || (field.statistic.is_some() && words.len() == 1);
    (!words.is_empty() && !is_statistic).then(|| words.join("_"))
}

/// Last words of a name that say that statistics of it follow.
const TAILS: [&str; 5] = ["_percentiles", "_percentile", "_quantiles", "_stats", "_statistics"];

/// A statistic that the file states: of the file, and of everything where it is a percentile whose scope nobody says.
fn stated(file: &File, field: &Field, unit: &str, values: &[f64], concepts: &Concepts, asked: &Asked) -> Vec<Known> {
    let (Some(stat), [value]) = (&field.statistic, values) else { return Vec::new() };
    if !concepts.touch(&field.metric, asked) {
        return Vec::new();
    }
    let key = format!("{}:{}", file.reading.path, field.written);
    // `latency_percentiles` is the latency.
    let metric = TAILS.iter().find_map(|tail| field.metric.strip_suffix(tail)).unwrap_or(&field.metric);
    let one = fact(key, *value, unit, metric, stat, "");
    let one = Known { better: better(field).to_owned(), ..one };
    // What a statistic alone is of, as the file calls it.
    let parent = field.written.rsplit('.').nth(1).map(|parent| spelled(parent).join("_")).unwrap_or_default();
    let parent = TAILS.iter().find_map(|tail| parent.strip_suffix(tail)).filter(|parent| *parent != metric);
    let parent = parent.map(|parent| Known { metric: parent.to_owned(), ..one.clone() });
    let is_percentile = stat.strip_prefix('p').is_some_and(|rank| rank.parse::<f64>().is_ok());
    let entities: Vec<&str> = names_of(&file.reading.path).chain(is_percentile.then_some("")).collect();
    let of = |one: &Known| -> Vec<Known> {
        entities.iter().map(|entity| Known { entity: (*entity).to_owned(), ..one.clone() }).collect()
    };
    of(&one).into_iter().chain(parent.iter().flat_map(of)).collect()
}

fn statistics_of(name: &str, unit: &str, entity: &str, better: &str, mut values: Vec<f64>) -> Vec<Known> {
    let Some(mean) = statistics::mean(&values) else { return Vec::new() };
    let place = if entity.is_empty() { "all files" } else { entity };
    let mut known = Vec::new();
    let mut add = |stat: &str, value: f64| {
        let one = fact(format!("{place}:{name}.{stat}"), value, unit, name, stat, entity);
        known.push(Known { better: better.to_owned(), ..one });
    };
    if values.len() == 1 {
        add("value", mean);
    }
    add("mean", mean);
    add("sum", values.iter().sum());
    if let Some(sd) = statistics::sd(&values) {
        add("sd", sd);
    }
    let ranks = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0];
    let names = ["min", "p5", "p10", "p25", "median", "p75", "p90", "p95", "p99", "max"];
    for (stat, value) in names.iter().zip(statistics::quantiles(&mut values, &ranks)) {
        add(stat, value);
    }
    known
}

/// Which concepts of the lexicon a text names.
struct Concepts {
    /// Phrases, and the concepts they belong to.
    phrases: Phrases<BTreeSet<usize>>,
    named: BTreeSet<usize>,
}

impl Concepts {
    fn of(asked: &Asked) -> Self {
        let mut phrases: Phrases<BTreeSet<usize>> = Phrases::new();
        for (at, concept) in CONCEPTS.iter().enumerate() {
            for phrase in *concept {
                let words = spelled(phrase);
                match phrases.get_mut(&words) {
                    Some(concepts) => {
                        concepts.insert(at);
                    }
                    None => phrases.add(&words, BTreeSet::from([at])),
                }
            }
        }
        let named = phrases.find(&asked.words).into_iter().flat_map(|hit| hit.means).collect();
        Self { phrases, named }
    }

    /// Whether the text can be about a column of that name: it has one of its words, or a name of the same thing.
    fn touch(&self, name: &str, asked: &Asked) -> bool {
        let words = super::super::claims::words::words(&name.replace('_', " "));
        words.iter().any(|word| word.text.len() > 2 && asked.has(&word.text))
            || self.phrases.find(&words).iter().any(|hit| hit.means.iter().any(|concept| self.named.contains(concept)))
    }
}

/// What a text calls a file: its name with and without the ending.
fn names_of(path: &str) -> impl Iterator<Item = &str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    [name, stem].into_iter().take(if stem == name { 1 } else { 2 })
}

/// Files whose name, without its ending, stands in the text.
fn named_files(dataset: &Dataset, asked: &Asked) -> BTreeSet<usize> {
    let mut names: Phrases<Vec<usize>> = Phrases::new();
    for (at, file) in dataset.files.iter().enumerate() {
        let words = spelled(names_of(&file.reading.path).last().unwrap_or_default());
        match names.get_mut(&words) {
            Some(files) => files.push(at),
            None => names.add(&words, vec![at]),
        }
    }
    names.find(&asked.words).into_iter().flat_map(|hit| hit.means).collect()
}
