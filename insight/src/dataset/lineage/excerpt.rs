//! Tables that stand, row by row, inside a longer table of another file: one run beside the list of all runs.

use super::digits::{Numbers, equal, worth};
use super::spanned::Spanned;
use super::{File, Place, Repeat};
use crate::dataset::Field;
use crate::role::Role;
use crate::table::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Digits that must agree before a table is taken for an excerpt of another; more than for twins, as there are more places to fit.
const ENOUGH: f64 = 16.0;

/// Numbers of columns, made once, and in the order of their size where they were looked up.
#[derive(Default)]
struct Known {
    numbers: BTreeMap<(Place, usize), Numbers>,
    sorted: BTreeMap<(Place, usize), Vec<f64>>,
}

impl Known {
    fn add(&mut self, files: &[File], place: Place, column: usize) {
        self.numbers.entry((place, column)).or_insert_with(|| Numbers::of(files, place, column));
    }

    /// Whether the first value of a column stands anywhere in the column of a longer table.
    fn begins(&mut self, (whole, lead): (Place, usize), (part, of): (Place, usize)) -> bool {
        let (Some(lead_numbers), Some(of)) = (self.numbers.get(&(whole, lead)), self.numbers.get(&(part, of))) else {
            return false;
        };
        let Some(first) = of.values.first().filter(|value| value.is_finite() && **value != 0.0) else {
            return true;
        };
        let sorted = self.sorted.entry((whole, lead)).or_insert_with(|| {
            let mut sorted: Vec<f64> = lead_numbers.values.iter().copied().filter(|value| value.is_finite()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted
        });
        let step = lead_numbers.step.max(of.step);
        let slack = 0.51 * step + 2e-9 * first.abs();
        let from = sorted.partition_point(|value| *value < first - slack);
        sorted.get(from).is_some_and(|value| *value <= first + slack)
    }
}

/// Finds excerpts; the longer table counts.
pub(super) fn find(files: &[File], places: &[Place], parts: &mut BTreeMap<Place, Repeat>) {
    let rows = |place: &Place| files[place.file].reading.tables[place.table].rows;
    let mut shortest_last = places.to_vec();
    shortest_last.sort_by_key(|place| (std::cmp::Reverse(rows(place)), *place));
    if shortest_last.first().map(rows) == shortest_last.last().map(rows) {
        return;
    }
    let mut known = Known::default();
    let spanned = Spanned::of(files, &shortest_last);
    for (at, part) in shortest_last.iter().enumerate().filter(|(_, part)| rows(part) < rows(&shortest_last[0])) {
        let whole = spanned.before(at).into_iter().map(|whole| &shortest_last[whole]).find(|whole| {
            let free = !parts.contains_key(whole) && !parts.contains_key(part);
            free && whole.file != part.file && rows(whole) > rows(part) && holds(files, **whole, *part, &mut known)
        });
        if let Some(whole) = whole {
            parts.insert(*part, Repeat { of: whole.file, how: "excerpt" });
        }
    }
}

fn sheet(files: &[File], place: Place) -> &[Field] {
    &files[place.file].tables[place.table].fields
}

/// Whether the rows of one table stand in the other, one after the other.
fn holds(files: &[File], whole: Place, part: Place, known: &mut Known) -> bool {
    let (shared, measured) = (shared(files, whole, part), measured(files, whole).min(measured(files, part)));
    if shared.is_empty() || shared.len() * 2 < measured {
        return false;
    }
    let rows = files[part.file].reading.tables[part.table].rows;
    for (a, b) in &shared {
        known.add(files, whole, *a);
        known.add(files, part, *b);
        if !known.begins((whole, *a), (part, *b)) {
            return false;
        }
    }
    let of = |place: Place, column: usize| known.numbers.get(&(place, column));
    let columns: Vec<(&Numbers, &Numbers)> =
        shared.iter().filter_map(|(a, b)| Some((of(whole, *a)?, of(part, *b)?))).collect();
    if digits(&columns) < ENOUGH {
        return false;
    }
    let Some((lead, of)) = columns.iter().max_by(|a, b| first(a).total_cmp(&first(b))) else { return false };
    let step = lead.step.max(of.step);
    let last = lead.values.len().saturating_sub(rows);
    let begins = (0..=last).filter(|begin| equal(lead.values[*begin], of.values[0], step));
    begins.into_iter().any(|begin| {
        let same = |(lead, of): &(&Numbers, &Numbers)| (0..rows).all(|row| agrees(lead, begin + row, of, row));
        columns.iter().all(same) && (0..rows).all(|row| settings_agree(files, (whole, begin + row), (part, row)))
    })
}

/// What an agreement in the first row is worth.
fn first((lead, of): &(&Numbers, &Numbers)) -> f64 {
    of.values.first().filter(|value| value.is_finite()).map_or(0.0, |value| worth(*value, lead.step.max(of.step)))
}

fn agrees(lead: &Numbers, there: usize, of: &Numbers, here: usize) -> bool {
    let (there, here) = (lead.values[there], of.values[here]);
    match (there.is_finite(), here.is_finite()) {
        (true, true) => equal(there, here, lead.step.max(of.step)),
        (false, false) => true,
        (true, false) => there == 0.0,
        (false, true) => here == 0.0,
    }
}

/// Digits in which all rows would agree; a value that stands again and again counts once.
fn digits(columns: &[(&Numbers, &Numbers)]) -> f64 {
    let of = |(lead, of): &(&Numbers, &Numbers)| {
        let different: BTreeSet<u64> =
            of.values.iter().filter(|value| value.is_finite()).map(|value| value.to_bits()).collect();
        different.into_iter().map(|bits| worth(f64::from_bits(bits), lead.step.max(of.step))).sum::<f64>()
    };
    columns.iter().map(of).sum()
}

fn measured(files: &[File], place: Place) -> usize {
    sheet(files, place).iter().filter(|field| field.measured).count()
}

/// Measured columns of the same meaning: `(whole, part)`.
fn shared(files: &[File], whole: Place, part: Place) -> Vec<(usize, usize)> {
    pairs(files, whole, part, |field| field.measured)
}

fn pairs(files: &[File], whole: Place, part: Place, wanted: impl Fn(&Field) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, field) in sheet(files, part).iter().enumerate().filter(|(_, field)| wanted(field)) {
        let alike = |other: &Field| wanted(other) && other.metric == field.metric && other.statistic == field.statistic;
        if let Some(other) = sheet(files, whole).iter().position(alike) {
            found.push((other, at));
        }
    }
    found
}

/// Whether no setting of one row contradicts the other.
fn settings_agree(files: &[File], (whole, there): (Place, usize), (part, here): (Place, usize)) -> bool {
    let column = |place: Place, at: usize| &files[place.file].reading.tables[place.table].columns[at];
    pairs(files, whole, part, |field| field.role == Role::Parameter).into_iter().all(|(a, b)| {
        let (there, here) = (written(column(whole, a).cell(there)), written(column(part, b).cell(here)));
        there.is_empty() || here.is_empty() || there.eq_ignore_ascii_case(&here)
    })
}

pub(super) fn written(cell: Cell<'_>) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Number(number) | Cell::NonFinite(number) => number.to_string(),
        Cell::Text(text) => text.trim().to_owned(),
    }
}
