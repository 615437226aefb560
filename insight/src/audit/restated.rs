//! Where the numbers of small tables stand, to find what a document restates.

use super::shared::is_known;
use crate::dataset::{Dataset, Field, digits};
use crate::reading::Kind;
use crate::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// A file with more numbers than this holds any of them by chance.
const MOST_NUMBERS: usize = 3000;
/// A number that stands in more places than this says nothing.
const MOST_PLACES: usize = 64;
/// Numbers a document must share with a file, and the share of its numbers that must be explained.
const FEWEST: usize = 3;
/// Sources told of one document.
const MOST_SOURCES: usize = 8;

/// Numbers of small tables by size.
pub(super) struct Index<'a> {
    dataset: &'a Dataset,
    /// Magnitude, file, table, column.
    places: Vec<(f64, [u32; 3])>,
    /// Of each file its different magnitudes by size, and how many of them have three digits or more.
    of_file: Vec<(Vec<f64>, usize)>,
}

/// A file in which numbers of a document stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sourced {
    /// The file.
    pub(super) file: usize,
    /// Numbers of the document that stand in it.
    pub(super) hits: usize,
    /// Numbers of the file, of three digits or more, that stand in the document.
    pub(super) covered: usize,
    /// How many of these there are.
    pub(super) of: usize,
    /// Whether most stand in columns that were measured value by value.
    pub(super) is_raw: bool,
    /// One of them.
    pub(super) example: f64,
}

impl<'a> Index<'a> {
    /// The numbers of all small files but those that say again what another one says.
    pub(super) fn of(dataset: &'a Dataset) -> Self {
        let mut index = Self { dataset, places: Vec::new(), of_file: vec![(Vec::new(), 0); dataset.files.len()] };
        let mut seen = BTreeSet::new();
        for (at, file) in dataset.files.iter().enumerate() {
            let columns = || file.reading.tables.iter().flat_map(|table| &table.columns);
            let count: u64 = columns().map(|column| column.counts().numbers).sum();
            if count as usize > MOST_NUMBERS || !seen.insert((&file.reading.hash, file.reading.bytes)) {
                continue;
            }
            let mut own = BTreeMap::new();
            for (table, sheet) in file.reading.tables.iter().enumerate() {
                for (column, cells) in sheet.columns.iter().enumerate() {
                    for value in cells.numbers().map(f64::abs).filter(|value| *value >= 1e-9) {
                        index.places.push((value, [at, table, column].map(|place| place as u32)));
                        let worth = digits::worth(value, digits::power_of_ten(digits::decimals_in(value)));
                        own.insert(value.to_bits(), worth >= 3.0);
                    }
                }
            }
            let telling = own.values().filter(|telling| **telling).count();
            index.of_file[at] = (own.into_keys().map(f64::from_bits).collect(), telling);
        }
        index.places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        index
    }

    fn range(&self, value: f64, step: f64) -> &[(f64, [u32; 3])] {
        let reach = 0.505 * step + 1e-9 * value;
        let from = self.places.partition_point(|(other, _)| *other < value - reach);
        let to = self.places.partition_point(|(other, _)| *other <= value + reach);
        &self.places[from..to]
    }

    /// Where a number stands outside one file, with its meaning there.
    pub(super) fn places(&self, value: f64, step: f64, but: usize) -> Vec<(usize, &'a Field)> {
        let found = self.range(value, step);
        if found.len() > 4 * MOST_PLACES {
            return Vec::new();
        }
        let others = found.iter().map(|(_, place)| *place).filter(|place| place[0] as usize != but);
        others.filter_map(|place| Some((place[0] as usize, self.meaning(place)?))).collect()
    }

    fn meaning(&self, [file, table, column]: [u32; 3]) -> Option<&'a Field> {
        let file = self.dataset.files.get(file as usize)?;
        file.tables.get(table as usize)?.fields.get(column as usize)
    }

    /// Whether a document may restate that file: it is no copy, nothing that is known to repeat, and no longer document.
    fn is_source(&self, file: usize, document: usize, numbers: usize) -> bool {
        let (own, other) = (&self.dataset.files[document], &self.dataset.files[file]);
        let longer = || other.reading.kind == Kind::Markdown && self.of_file[file].1 >= numbers;
        file != document && own.reading.hash != other.reading.hash && !is_known(own, other) && !longer()
    }

    /// The files in which more of these numbers stand than chance puts there, the best first.
    pub(super) fn sources(&self, but: usize, numbers: &[(f64, f64)]) -> Vec<Sourced> {
        let mut hits: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
        let mut covered: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
        let mut measured: BTreeMap<usize, usize> = BTreeMap::new();
        for (value, step) in numbers {
            let found = self.range(*value, *step);
            if found.len() > MOST_PLACES {
                continue;
            }
            let mut raw: BTreeSet<usize> = BTreeSet::new();
            for (other, place) in
                found.iter().filter(|(_, place)| self.is_source(place[0] as usize, but, numbers.len()))
            {
                let file = place[0] as usize;
                if self.meaning(*place).is_some_and(|field| field.role == Role::Measurement) && raw.insert(file) {
                    *measured.entry(file).or_insert(0_usize) += 1;
                }
                let known = hits.entry(file).or_default();
                if known.last() != Some(&(*value, *step)) {
                    known.push((*value, *step));
                }
                covered.entry(file).or_default().insert(other.to_bits());
            }
        }
        let mut sources: Vec<Sourced> = hits
            .into_iter()
            .filter(|(file, hits)| hits.len() >= FEWEST && self.is_no_chance(*file, hits.len(), numbers))
            .map(|(file, hits)| {
                let telling = |bits: &&u64| {
                    let value = f64::from_bits(**bits);
                    digits::worth(value, digits::power_of_ten(digits::decimals_in(value))) >= 3.0
                };
                let covered = covered.get(&file).map_or(0, |covered| covered.iter().filter(telling).count());
                let is_raw = measured.get(&file).is_some_and(|raw| raw * 2 > hits.len());
                let example = hits.first().map_or(0.0, |(value, _)| *value);
                Sourced { file, hits: hits.len(), covered, of: self.of_file[file].1, is_raw, example }
            })
            .collect();
        sources.sort_by_key(|source| (std::cmp::Reverse(source.hits), source.of, source.file));
        sources.truncate(MOST_SOURCES);
        sources
    }

    /// Whether so many numbers would hardly stand in that file by chance: each is as likely as the file is dense around it.
    fn is_no_chance(&self, file: usize, hits: usize, numbers: &[(f64, f64)]) -> bool {
        let own = &self.of_file[file].0;
        let below = |limit: f64| own.partition_point(|other| *other < limit) as f64;
        let chance = |(value, step): &(f64, f64)| {
            let near = below(value * 1.5) - below(value / 1.5);
            (near * 1.01 * step / (value * (1.5 - 1.0 / 1.5))).min(1.0)
        };
        let expected: f64 = numbers.iter().map(chance).sum();
        hits as f64 >= 3.0 + 3.0 * expected
    }
}
