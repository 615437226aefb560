//! Tables that hold the same records: same rows, and every number they share equal to the digits written.

use super::digits::{Numbers, equal, worth};
use super::sized::Sized;
use super::{File, Place, Repeat};
use crate::reading::Kind;
use std::collections::BTreeMap;

/// Digits that must agree before two tables are taken for the same records.
const ENOUGH: f64 = 12.0;

/// Finds twins among tables of different files; of two, the coarser or later repeats the other.
pub(super) fn find(files: &[File], places: &[Place], parts: &mut BTreeMap<Place, Repeat>) {
    let mut by_rows: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for place in places {
        by_rows.entry(files[place.file].reading.tables[place.table].rows).or_default().push(*place);
    }
    for group in by_rows.values() {
        let sized = Sized::of(files, group);
        for (at, second) in group.iter().enumerate().filter(|(at, _)| sized.digits(*at) >= ENOUGH) {
            for first in sized.before(at) {
                let first = &group[first];
                if first.file == second.file || parts.contains_key(first) || parts.contains_key(second) {
                    continue;
                }
                match same(files, *first, *second) {
                    Some(Original::First) => parts.insert(*second, Repeat { of: first.file, how: "twin" }),
                    Some(Original::Second) => parts.insert(*first, Repeat { of: second.file, how: "twin" }),
                    None => continue,
                };
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Original {
    First,
    Second,
}

/// Whether two tables hold the same records, and which of them says more.
fn same(files: &[File], first: Place, second: Place) -> Option<Original> {
    let fields = |place: Place| &files[place.file].tables[place.table].fields;
    let mut shared = Vec::new();
    for (at, field) in fields(first).iter().enumerate().filter(|(_, field)| field.measured) {
        let alike = |other: &super::super::Field| {
            other.measured && other.metric == field.metric && other.statistic == field.statistic
        };
        if let Some(other) = fields(second).iter().position(alike) {
            shared.push((at, other));
        }
    }
    let measured = |place: Place| fields(place).iter().filter(|field| field.measured).count();
    if shared.is_empty() || shared.len() * 2 < measured(first).min(measured(second)) {
        return None;
    }
    let (mut digits, mut finer) = (0.0, 0_i32);
    for (a, b) in shared {
        let (a, b) = (Numbers::of(files, first, a), Numbers::of(files, second, b));
        let step = a.step.max(b.step);
        for (left, right) in a.values.iter().zip(&b.values) {
            match (left.is_finite(), right.is_finite()) {
                (true, true) if equal(*left, *right, step) => digits += worth(*left, step),
                (false, false) => {}
                // One container leaves out what the other writes as zero.
                (true, false) if *left == 0.0 => {}
                (false, true) if *right == 0.0 => {}
                _ => return None,
            }
        }
        finer += i32::from(a.step < b.step * 0.5) - i32::from(b.step < a.step * 0.5);
    }
    if digits < ENOUGH {
        return None;
    }
    let rank = |place: Place| match files[place.file].reading.kind {
        Kind::Csv => 0,
        Kind::Jsonl => 1,
        Kind::Json => 2,
        Kind::Other => 3,
        Kind::Markdown => 4,
    };
    // Runs beside their records say more than the same runs alone.
    let has_records = |place: Place| {
        let tables = &files[place.file].reading.tables;
        let own = &tables[place.table];
        own.of_runs && tables.iter().any(|table| Some(&table.place) == own.sums_up.as_ref())
    };
    let first_says_more = match (has_records(first), has_records(second)) {
        (true, false) => true,
        (false, true) => false,
        _ => finer > 0 || (finer == 0 && rank(first) <= rank(second)),
    };
    Some(if first_says_more { Original::First } else { Original::Second })
}
