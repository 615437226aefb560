//! Tables that stand, row by row, inside a longer table of another file: one run beside the list of all runs.

use super::digits::{Numbers, equal, worth};
use super::{File, Place, Repeat};
use crate::dataset::Field;
use crate::role::Role;
use crate::table::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Digits that must agree before a table is taken for an excerpt of another; more than for twins, as there are more places to fit.
const ENOUGH: f64 = 16.0;

/// Numbers of columns, made once.
#[derive(Default)]
struct Known(BTreeMap<(Place, usize), Numbers>);

impl Known {
    fn of(&mut self, files: &[File], place: Place, column: usize) -> &Numbers {
        self.0.entry((place, column)).or_insert_with(|| Numbers::of(files, place, column))
    }
}

/// Finds excerpts; the longer table counts.
pub(super) fn find(files: &[File], places: &[Place], parts: &mut BTreeMap<Place, Repeat>) {
    let rows = |place: &Place| files[place.file].reading.tables[place.table].rows;
    let mut shortest_last = places.to_vec();
    shortest_last.sort_by_key(|place| (std::cmp::Reverse(rows(place)), *place));
    let mut known = Known::default();
    for (at, part) in shortest_last.iter().enumerate() {
        let whole = shortest_last[..at].iter().find(|whole| {
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
    let columns: Vec<(Numbers, Numbers)> =
        shared.iter().map(|(a, b)| (known.of(files, whole, *a).clone(), known.of(files, part, *b).clone())).collect();
    if digits(&columns) < ENOUGH {
        return false;
    }
    let Some((lead, of)) = columns.iter().max_by(|a, b| first(a).total_cmp(&first(b))) else { return false };
    let step = lead.step.max(of.step);
    let last = lead.values.len().saturating_sub(rows);
    let begins = (0..=last).filter(|begin| equal(lead.values[*begin], of.values[0], step));
    begins.into_iter().any(|begin| {
        let same = |(lead, of): &(Numbers, Numbers)| (0..rows).all(|row| agrees(lead, begin + row, of, row));
        columns.iter().all(same) && (0..rows).all(|row| settings_agree(files, (whole, begin + row), (part, row)))
    })
}

/// What an agreement in the first row is worth.
fn first((lead, of): &(Numbers, Numbers)) -> f64 {
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
fn digits(columns: &[(Numbers, Numbers)]) -> f64 {
    let of = |(lead, of): &(Numbers, Numbers)| {
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
