//! Which files say again what another file says, so that every record counts once.
//!
//! Takes files with the meaning of their columns, settles what each is used for. A copy has the same bytes; a twin holds the
//! same records in another container; an excerpt is a run beside the list of all runs; a summary's rows are statistics of other
//! rows. All of it is checked against the numbers, to the digits written; names alone prove nothing.

mod average;
mod check;
pub(crate) mod digits;
mod excerpt;
mod part;
mod partial;
mod runs;
mod sized;
mod spanned;
mod summary;
mod twin;

pub(super) use part::{alike, home};

use super::File;
use crate::reading::Kind;
use crate::summary::Use;
use std::collections::{BTreeMap, BTreeSet};

/// One table of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: usize,
    table: usize,
}

/// What a table repeats, and how.
#[derive(Clone, Copy, Debug)]
struct Repeat {
    of: usize,
    how: &'static str,
}

/// Settles the use of every file and which tables count; files are ordered by path.
pub(super) fn settle(files: &mut [File]) {
    check::say(files);
    let mut whole = copies(files);
    let mut parts: BTreeMap<Place, Repeat> = BTreeMap::new();
    sums_of_their_own(files);
    let places: Vec<Place> =
        measured_places(files).into_iter().filter(|place| !whole.contains_key(&place.file)).collect();
    twin::find(files, &places, &mut parts);
    excerpt::find(files, &places, &mut parts);
    average::find(files, &places, &mut parts);
    let mut pairs = summary::find(files, &places, &mut parts);
    pairs.extend(partial::find(files, &places, &parts));
    for (summary, raw) in pairs {
        partial::tell(files, summary, raw);
    }
    for (file, repeat) in restatements(files) {
        whole.entry(file).or_insert(repeat);
    }
    let mut measured: Vec<Vec<Place>> = vec![Vec::new(); files.len()];
    measured_places(files).into_iter().for_each(|place| measured[place.file].push(place));
    let mut uses: Vec<Use> = (0..files.len()).map(|at| use_of(files, at, &measured, &whole, &parts)).collect();
    part::settle(files, &mut uses);
    let runs = runs::find(files, &uses);
    for (at, file) in files.iter_mut().enumerate() {
        let measured = uses.get(at) == Some(&Use::Measured);
        for (table, sheet) in file.tables.iter_mut().enumerate() {
            let place = Place { file: at, table };
            sheet.counts &= measured && !parts.contains_key(&place);
            if let Some(told) = runs.get(&place).filter(|_| measured && !parts.contains_key(&place)) {
                sheet.counts = true;
                told.iter().for_each(|column| sheet.fields[*column].told = true);
            }
        }
        if let Some(used) = uses.get(at) {
            file.used = used.clone();
        }
    }
}

/// Files with the bytes of an earlier one.
fn copies(files: &[File]) -> BTreeMap<usize, Repeat> {
    let mut first: BTreeMap<(&str, u64), usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(_, file)| !file.reading.hash.is_empty()) {
        match first.get(&(file.reading.hash.as_str(), file.reading.bytes)) {
            Some(&of) => {
                found.insert(at, Repeat { of, how: "copy" });
            }
            None => {
                first.insert((&file.reading.hash, file.reading.bytes), at);
            }
        }
    }
    found
}

/// Tables with at least one measured value, failed rows included; one that sums up another of its file may be repeated too.
fn measured_places(files: &[File]) -> Vec<Place> {
    let mut places = Vec::new();
    for (at, file) in files.iter().enumerate() {
        for (table, sheet) in file.tables.iter().enumerate() {
            let sums_up = file.reading.tables.get(table).is_some_and(|table| table.sums_up.is_some());
            if (sheet.counts || sums_up) && sheet.fields.iter().any(|field| field.measured) {
                places.push(Place { file: at, table });
            }
        }
    }
    places
}

/// A table that its format knows to sum up another one, and the single row above a list of records: totals and means at the
/// head of a file. Neither is a record.
fn sums_of_their_own(files: &mut [File]) {
    const SUMMING: &[&str] = &[
        "summary",
        "aggregate",
        "aggregated",
        "overall",
        "total",
        "totals",
        "stats",
        "statistics",
        "timing",
        "metrics",
        "results",
        "performance",
        "latency",
        "percentiles",
        "percentile",
    ];
    for file in files {
        let places: Vec<(String, bool)> = file
            .reading
            .tables
            .iter()
            .zip(&file.tables)
            .map(|(table, sheet)| (table.place.clone(), sheet.fields.iter().any(|field| field.measured)))
            .collect();
        let answers: Vec<bool> = (0..file.tables.len()).map(|table| has_answer(file, table)).collect();
        let is_told = |place: &str| places.iter().zip(&answers).any(|((own, _), answers)| own == place && *answers);
        for (table, sheet) in file.reading.tables.iter().zip(&mut file.tables) {
            // What a format states is not guessed.
            if let Some(place) = table.sums_up.as_deref() {
                sheet.counts &= !is_told(place);
                continue;
            }
            // Only places of JSON stand below each other; headings and lines do not.
            let below = |place: &str| {
                place.starts_with('/') && place.len() > table.place.len() && place.starts_with(&table.place)
            };
            let heads = table.rows == 1 && places.iter().any(|(place, measured)| *measured && below(place));
            let sums = |field: &&super::Field| {
                let header = crate::header::Header::of(&field.written);
                header.context.iter().all(|word| SUMMING.contains(&word.as_str()))
            };
            if heads && sheet.fields.iter().filter(|field| field.measured).all(|field| sums(&field)) {
                sheet.counts = false;
            }
        }
    }
}

/// Documents whose every number with decimals stands in one other file, to the digits written.
fn restatements(files: &[File]) -> Vec<(usize, Repeat)> {
    let mut found = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if file.reading.kind != Kind::Markdown || !file.reading.tables.is_empty() {
            continue;
        }
        let numbers = digits::decimals(&file.reading.prose);
        let is_word = |word: &&str| word.contains(|letter: char| letter.is_alphabetic());
        let words = file.reading.prose.split_whitespace().filter(is_word).count();
        if numbers.len() < 5 || words > 4 * numbers.len() {
            continue;
        }
        let repeats = |other: &File| other.reading.kind != Kind::Markdown && digits::all_stand_in(&numbers, other);
        if let Some(of) = files.iter().position(repeats) {
            found.push((at, Repeat { of, how: "twin" }));
        }
    }
    found
}

fn use_of(
    files: &[File],
    at: usize,
    measured: &[Vec<Place>],
    whole: &BTreeMap<usize, Repeat>,
    parts: &BTreeMap<Place, Repeat>,
) -> Use {
    let file = &files[at];
    let repeat = |repeat: Repeat| {
        let (of, how) = origin(files, repeat, whole, parts);
        Use::Repeat { of, how: how.to_owned() }
    };
    if let Some(copy) = whole.get(&at) {
        // A copy of what holds nothing usable holds nothing usable either.
        return match use_of(files, copy.of, measured, whole, parts) {
            Use::Measured | Use::Repeat { .. } => repeat(*copy),
            other => other,
        };
    }
    let answered: Vec<Place> = measured[at].iter().copied().filter(|place| has_answer(file, place.table)).collect();
    let is_document = file.reading.kind == Kind::Markdown;
    if is_document && (answered.is_empty() || is_prose(file)) {
        return Use::Document;
    }
    if answered.is_empty() {
        return Use::Unusable { why: why(file).to_owned() };
    }
    let repeats: Vec<Repeat> = answered.iter().filter_map(|place| parts.get(place)).copied().collect();
    match repeats.first() {
        Some(first) if repeats.len() == answered.len() => repeat(*first),
        _ => Use::Measured,
    }
}

/// The path at the end of a chain of repeats, and how the first file repeats the last: a copy of a summary is a summary.
fn origin<'a>(
    files: &[File],
    first: Repeat,
    whole: &BTreeMap<usize, Repeat>,
    parts: &'a BTreeMap<Place, Repeat>,
) -> (String, &'a str) {
    const WEAKER: &[&str] = &["copy", "twin", "excerpt", "summary"];
    let strength = |how: &str| WEAKER.iter().position(|known| *known == how);
    let (mut seen, mut last, mut how) = (BTreeSet::new(), first.of, first.how);
    while seen.insert(last) {
        let next = whole.get(&last).or_else(|| {
            let mut tables = parts.range(Place { file: last, table: 0 }..Place { file: last + 1, table: 0 });
            tables.next().map(|(_, repeat)| repeat)
        });
        let Some(repeat) = next else { break };
        last = repeat.of;
        how = if strength(repeat.how) > strength(how) { repeat.how } else { how };
    }
    (files.get(last).map(|file| file.reading.path.clone()).unwrap_or_default(), how)
}

/// Whether a row that counts holds a measured value.
fn has_answer(file: &File, table: usize) -> bool {
    let Some(sheet) = file.tables.get(table) else { return false };
    (0..sheet.fields.len())
        .filter(|column| sheet.fields[*column].measured)
        .any(|column| file.values(table, column).next().is_some())
}

/// A document says more beside its tables than in them.
fn is_prose(file: &File) -> bool {
    let cells = |table: &crate::table::Table| table.rows * table.columns.len();
    let in_tables: usize = file.reading.tables.iter().map(cells).sum();
    file.reading.prose.split_whitespace().count() > 3 * in_tables
}

fn why(file: &File) -> &'static str {
    let rows: usize = file.reading.tables.iter().map(|table| table.rows).sum();
    let failed = |sheet: &super::Sheet| sheet.failed_rows > 0 && sheet.fields.iter().any(|field| field.measured);
    if rows == 0 {
        "no table"
    } else if file.tables.iter().any(failed) {
        "every record failed"
    } else {
        "nothing measured in it"
    }
}
