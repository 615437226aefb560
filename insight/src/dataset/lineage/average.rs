//! One run among others that is no run: each of its values is the median, or the mean, of those of the others.

use super::digits::{Numbers, equal, worth};
use super::excerpt::written;
use super::{File, Place, Repeat};
use crate::dataset::Field;
use crate::role::Role;
use crate::statistics;
use std::collections::BTreeMap;

/// Digits that must agree before a run is taken for an average.
const ENOUGH: f64 = 16.0;
/// Fewer runs than this have no average.
const FEWEST: usize = 2;
/// More runs of one condition than this are not searched for an average.
const MOST: usize = 64;

/// What was measured, and under which settings.
type Kind = (Vec<(String, Option<String>)>, Vec<(String, String)>);

/// A table of one row, and its numbers by what they mean.
struct Run {
    place: Place,
    numbers: Vec<(f64, f64)>,
}

/// Finds averages among tables of one row; the runs count.
pub(super) fn find(files: &[File], places: &[Place], parts: &mut BTreeMap<Place, Repeat>) {
    let mut kinds: BTreeMap<Kind, Vec<Run>> = BTreeMap::new();
    for place in places {
        let rows = files[place.file].reading.tables[place.table].rows;
        if rows == 1 && !parts.contains_key(place) {
            let (kind, run) = run(files, *place);
            kinds.entry(kind).or_default().push(run);
        }
    }
    for runs in kinds.values().filter(|runs| (FEWEST + 1..=MOST).contains(&runs.len())) {
        let average = (0..runs.len()).find(|at| is_average(runs, *at));
        let others = average.map(|at| (at, usize::from(at == 0)));
        if let Some((at, first)) = others {
            parts.insert(runs[at].place, Repeat { of: runs[first].place.file, how: "summary" });
        }
    }
}

fn run(files: &[File], place: Place) -> (Kind, Run) {
    let fields = &files[place.file].tables[place.table].fields;
    let columns = &files[place.file].reading.tables[place.table].columns;
    let mut measured: Vec<(usize, &Field)> = fields.iter().enumerate().filter(|(_, field)| field.measured).collect();
    measured.sort_by(|(_, a), (_, b)| (&a.metric, &a.statistic).cmp(&(&b.metric, &b.statistic)));
    let numbers = measured.iter().map(|(at, _)| {
        let numbers = Numbers::of(files, place, *at);
        (numbers.values[0], numbers.step)
    });
    let numbers = numbers.collect();
    let names = measured.iter().map(|(_, field)| (field.metric.clone(), field.statistic.clone())).collect();
    let settings = fields.iter().zip(columns).filter(|(field, _)| field.role == Role::Parameter);
    let mut settings: Vec<(String, String)> =
        settings.map(|(field, column)| (field.metric.clone(), written(column.cell(0)))).collect();
    settings.sort();
    ((names, settings), Run { place, numbers })
}

/// Whether each number of this run is the median of those of the others, or each the mean.
fn is_average(runs: &[Run], own: usize) -> bool {
    type Average = fn(&mut [f64]) -> Option<f64>;
    let averages: [Average; 2] = [|sample| statistics::median(sample), |sample| statistics::mean(sample)];
    averages.iter().any(|average| {
        let mut digits = 0.0;
        let all = (0..runs[own].numbers.len()).all(|at| {
            let (said, step) = runs[own].numbers[at];
            let others = runs.iter().enumerate().filter(|(other, _)| *other != own);
            let mut sample: Vec<f64> =
                others.map(|(_, run)| run.numbers[at].0).filter(|value| value.is_finite()).collect();
            let spread = sample.iter().any(|value| *value != said);
            match average(&mut sample) {
                Some(found) if said.is_finite() => {
                    digits += if spread { worth(said, step) } else { 0.0 };
                    equal(said, found, step)
                }
                Some(_) => false,
                None => !said.is_finite(),
            }
        });
        all && digits >= ENOUGH
    })
}
