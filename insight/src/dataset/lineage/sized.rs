//! Tables by the size of their numbers, so that of thousands only those that may hold the same records are compared.
//!
//! Two columns that are equal row by row, to the digits written, have equal largest values; a cell left out counts as zero, as it
//! does where records are compared.

use super::digits::{Numbers, worth};
use super::{File, Place};
use crate::dataset::Field;
use std::collections::BTreeMap;

/// What a column measures: metric and statistic.
type Kind<'a> = (&'a str, Option<&'a str>);
/// The size of one column and the step of its last digit.
type Size = (f64, f64);

/// Tables of one shape: those that measure the same, in the order in which they were given.
#[derive(Default)]
struct Shape {
    /// Per step of a column: size and table, by size.
    sizes: Vec<BTreeMap<u64, Vec<(f64, usize)>>>,
}

/// Some tables, ready to be searched.
pub(super) struct Sized<'a> {
    /// The columns of each table, those of one kind once, by kind.
    columns: Vec<BTreeMap<Kind<'a>, Size>>,
    /// Digits in which a table could agree with another one at most.
    digits: Vec<f64>,
    shapes: BTreeMap<Vec<Kind<'a>>, Shape>,
}

impl<'a> Sized<'a> {
    pub(super) fn of(files: &'a [File], places: &[Place]) -> Self {
        let mut sized = Self { columns: Vec::new(), digits: Vec::new(), shapes: BTreeMap::new() };
        for (at, place) in places.iter().enumerate() {
            let (mut columns, mut digits) = (BTreeMap::new(), 0.0);
            for (column, field) in measured(files, *place) {
                let kind = (field.metric.as_str(), field.statistic.as_deref());
                let numbers = Numbers::of(files, *place, column);
                let finite = numbers.values.iter().copied().filter(|value| value.is_finite());
                let size = finite.clone().fold(0.0, |most: f64, value| most.max(value.abs()));
                digits += finite.map(|value| worth(value, numbers.step)).sum::<f64>();
                columns.entry(kind).or_insert((size, numbers.step));
            }
            let shape = sized.shapes.entry(columns.keys().copied().collect()).or_default();
            shape.sizes.resize_with(columns.len(), BTreeMap::new);
            for (sizes, (size, step)) in shape.sizes.iter_mut().zip(columns.values()) {
                sizes.entry(step.to_bits()).or_default().push((*size, at));
            }
            sized.columns.push(columns);
            sized.digits.push(digits);
        }
        for sizes in sized.shapes.values_mut().flat_map(|shape| &mut shape.sizes).flat_map(BTreeMap::values_mut) {
            sizes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        sized
    }

    /// Digits in which a table could agree with another one at most.
    pub(super) fn digits(&self, at: usize) -> f64 {
        self.digits[at]
    }

    /// The tables before this one whose shared columns may all be of the same size, in order.
    pub(super) fn before(&self, at: usize) -> Vec<usize> {
        let own = &self.columns[at];
        let mut found: Vec<usize> = Vec::new();
        for (kinds, shape) in &self.shapes {
            // Of the columns both have, the one that leaves fewest tables.
            let shared = kinds.iter().zip(&shape.sizes).filter_map(|(kind, sizes)| Some((own.get(kind)?, sizes)));
            let ranges = shared.map(|(size, sizes)| ranges(*size, sizes));
            let Some(fewest) = ranges.min_by_key(|ranges| ranges.iter().map(|range| range.len()).sum::<usize>()) else {
                continue;
            };
            found.extend(fewest.into_iter().flatten().map(|(_, table)| *table).filter(|table| *table < at));
        }
        found.sort_unstable();
        found
    }
}

/// Columns of a size that equals one, for each step that they are written with.
fn ranges(own: Size, sizes: &BTreeMap<u64, Vec<(f64, usize)>>) -> Vec<&[(f64, usize)]> {
    let of = |(step, sizes): (&u64, &'_ Vec<(f64, usize)>)| {
        // A little more than what counts as equal: the sizes compared may stand in different rows.
        let slack = 0.51 * own.1.max(f64::from_bits(*step)) + 2e-9 * own.0;
        let from = sizes.partition_point(|(size, _)| *size < own.0 - slack);
        let to = sizes.partition_point(|(size, _)| *size <= own.0 + slack);
        (from, to)
    };
    sizes.iter().map(|entry| (entry.1, of(entry))).map(|(sizes, (from, to))| &sizes[from..to]).collect()
}

pub(super) fn measured(files: &[File], place: Place) -> impl Iterator<Item = (usize, &Field)> {
    let fields = &files[place.file].tables[place.table].fields;
    fields.iter().enumerate().filter(|(_, field)| field.measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_of_the_same_size_are_candidates() {
        let text = |rate: f64| format!("model,tokens_s,load_s\na,{rate},0.05\na,{},0.05\n", rate + 1.0);
        let texts: Vec<String> = [71.25, 80.5, 71.25, 90.125].into_iter().map(text).collect();
        let readings = texts.iter().enumerate().map(|(at, text)| {
            let mut reader = crate::reading::FileReader::new(&format!("{at}.csv"));
            reader.push(text.as_bytes());
            reader.finish()
        });
        let files: Vec<File> = readings.map(File::of).collect();
        let places: Vec<Place> = (0..files.len()).map(|file| Place { file, table: 0 }).collect();
        let sized = Sized::of(&files, &places);
        let before: Vec<Vec<usize>> = (0..4).map(|at| sized.before(at)).collect();
        assert_eq!(before, [vec![], vec![], vec![0], vec![]]);
        assert!(sized.digits(0) > 8.0, "{}", sized.digits(0));
    }
}
