//! Tables of runs beside the records of these runs: what the records tell stands there, the rest is measured at the run only.

use super::{File, Place, has_answer};
use crate::dataset::Field;
use crate::role::Role;
use crate::summary::Use;
use std::collections::{BTreeMap, BTreeSet};

/// Tables of runs that count beside their records, with the columns that the records tell already.
pub(super) fn find(files: &[File], uses: &[Use]) -> BTreeMap<Place, Vec<usize>> {
    let mut found = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(at, _)| uses[*at] == Use::Measured) {
        for (table, runs) in file.reading.tables.iter().enumerate().filter(|(_, table)| table.of_runs) {
            let place = Place { file: at, table };
            let records = runs.sums_up.as_deref().unwrap_or_default();
            let metrics = told(file, &runs.place);
            let fields = &file.tables[table].fields;
            let is_told = |field: &Field| field.measured && metrics.contains(field.metric.as_str());
            let (told, own): (Vec<usize>, Vec<usize>) =
                (0..fields.len()).filter(|field| fields[*field].measured).partition(|field| is_told(&fields[*field]));
            let answered = |table: usize| file.reading.tables[table].place == records && has_answer(file, table);
            if !own.is_empty() && (0..file.tables.len()).any(answered) {
                found.insert(place, told);
            }
        }
    }
    found
}

/// What was measured a record at a time below the rows of that place.
fn told<'a>(file: &'a File, runs: &str) -> BTreeSet<&'a str> {
    let below = |place: &str| place.len() > runs.len() && place.starts_with(runs);
    let tables = file.reading.tables.iter().zip(&file.tables).filter(|(table, _)| below(&table.place));
    let fields = tables.flat_map(|(_, sheet)| &sheet.fields);
    let measured =
        fields.filter(|field| field.measured && field.role == Role::Measurement && field.statistic.is_none());
    measured.map(|field| field.metric.as_str()).collect()
}
