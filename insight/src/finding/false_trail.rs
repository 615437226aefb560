//! FALSE TRAIL: a setting that looks slow only because its records waited for a model load.

use super::sweep::Sweep;
use crate::dataset::Dataset;
use crate::document::Trail;
use crate::fact::Fact;
use crate::shown::format_value;
use crate::statistics::{mean, median};
use crate::study::{Analysis, Frame};
use crate::summary::{Finding, Tag};
use crate::sweep::{Found, find};
use std::collections::BTreeMap;

/// A level looks slow when its mean is this many times that of the others.
const LOOKS_SLOW: f64 = 3.0;
/// It is not slow when its warm median is less than this many times that of the others.
const IS_NOT: f64 = 1.5;
/// Share of the loads that must fall on the level.
const CONFOUNDED: f64 = 0.9;
/// Counterexample rows named.
const NAMED: usize = 4;

/// One level of one setting in one sweep that looks slow.
struct Suspect {
    parameter: String,
    level: String,
    /// Its mean over that of another level: over the slowest and over the fastest of them.
    ratios: (f64, f64),
    loaded: usize,
    warm: Vec<usize>,
    path: String,
}

/// The suspect level that misleads most sweeps of a study.
pub(super) fn false_trail(studies: &[Analysis<'_>], sweeps: &[Sweep], dataset: &Dataset) -> Option<Finding> {
    let mut suspects: BTreeMap<(usize, String, String), Vec<Suspect>> = BTreeMap::new();
    for (study, suspect) in all_suspects(studies, sweeps) {
        suspects.entry((study, suspect.parameter.clone(), suspect.level.clone())).or_default().push(suspect);
    }
    let ((study, parameter, level), all) =
        suspects.into_iter().max_by_key(|((study, ..), all)| (std::cmp::Reverse(*study), all.len()))?;
    let analysis = &studies[study];
    let id = &analysis.study.id;
    let mut finding = super::empty(Tag::FalseTrail);
    let least = all.iter().map(|suspect| suspect.ratios.0).min_by(f64::total_cmp)?;
    let most = all.iter().map(|suspect| suspect.ratios.1).max_by(f64::total_cmp)?;
    let source = format!("mean first token at {parameter} {level} over the mean at another of its levels");
    let least = finding.figure(Fact::ratio(format!("{id}.false_trail.ratio_least"), least, source.clone()));
    let most = finding.figure(Fact::ratio(format!("{id}.false_trail.ratio_most"), most, source));
    let range = if least == most { most } else { format!("{least} to {most}") };
    let loaded = all.iter().map(|suspect| suspect.loaded as u64).sum();
    let loaded =
        finding.figure(Fact::count(format!("{id}.false_trail.loaded"), loaded, "records that waited for a load"));
    let mut text = format!(
        "“{parameter} {level} is {range} slower to the first token”: all {loaded} slow records at it follow a model load"
    );
    let counterexamples: Vec<usize> = all.iter().flat_map(|suspect| suspect.warm.iter().copied()).collect();
    if let Some(typical) = first_tokens(&analysis.frame).and_then(|values| {
        median(
            &mut counterexamples
                .iter()
                .map(|record| values[*record])
                .filter(|value| !value.is_nan())
                .collect::<Vec<f64>>(),
        )
    }) {
        let places = places(&analysis.frame, &counterexamples);
        let count =
            finding.figure(Fact::count(format!("{id}.false_trail.warm"), counterexamples.len() as u64, places.clone()));
        let typical = finding.figure(Fact::new(format!("{id}.false_trail.warm_median"), typical, "s", places.clone()));
        let records = if counterexamples.len() == 1 { "record" } else { "records" };
        text.push_str(&format!("; the {count} {records} at {level} without one took {typical}"));
        finding.evidence.push(format!("without a load: {places}"));
    }
    text.push('.');
    let (documents, lines) = super::rests_on::documents(dataset, &parameter, &level);
    if let Some(first) = documents.first() {
        let name = first.rsplit('/').next().unwrap_or(first);
        let (others, rest) = match documents.len() - 1 {
            0 => (String::new(), "rests"),
            more => {
                let key = format!("{id}.false_trail.documents");
                let more = finding.figure(Fact::count(key, more as u64, "further documents that call it slow"));
                (format!(" and {more} more"), "rest")
            }
        };
        text.push_str(&format!(" {name}{others} {rest} on it."));
        finding.evidence.extend(lines);
    }
    finding.text = text;
    let line = |suspect: &Suspect| {
        format!("{}: {} records at {} {} follow a load", suspect.path, suspect.loaded, suspect.parameter, suspect.level)
    };
    finding.evidence.extend(all.iter().map(line));
    Some(finding)
}

/// Every level that looks slow, with what its records are.
pub(super) fn trails(studies: &[Analysis<'_>], sweeps: &[Sweep]) -> Vec<Trail> {
    let mut all: BTreeMap<(String, String), (usize, usize, Vec<String>)> = BTreeMap::new();
    for (_, suspect) in all_suspects(studies, sweeps) {
        let known = all.entry((suspect.parameter, suspect.level)).or_default();
        known.0 += suspect.loaded;
        known.1 += suspect.warm.len();
        known.2.push(suspect.path);
    }
    let trail = |((parameter, level), (loaded, warm, files)): ((String, String), (usize, usize, Vec<String>))| {
        let others = if warm == 0 { String::new() } else { format!("; {warm} at {level} without one are not slow") };
        Trail { parameter, level, data: format!("all {loaded} slow records at it follow a model load{others}"), files }
    };
    all.into_iter().map(trail).collect()
}

/// First tokens of all records, warm and after a load.
fn first_tokens(frame: &Frame<'_>) -> Option<Vec<f64>> {
    let warm = frame.column_of("ttft_warm")?;
    let loaded = frame.column_of("ttft_loaded")?;
    Some(
        warm.values
            .iter()
            .zip(&loaded.values)
            .map(|(warm, loaded)| if warm.is_nan() { *loaded } else { *warm })
            .collect(),
    )
}

/// The suspects of all sweeps; where none has one, of those that vary what separates the groups as well.
fn all_suspects(studies: &[Analysis<'_>], sweeps: &[Sweep]) -> Vec<(usize, Suspect)> {
    let of = |study: usize, parameters: &[usize], records: &[usize], path: &str| {
        let suspects = suspects_of(&studies[study], parameters, records, path);
        suspects.into_iter().map(|suspect| (study, suspect)).collect::<Vec<_>>()
    };
    let all: Vec<(usize, Suspect)> =
        sweeps.iter().flat_map(|it| of(it.study, &it.parameters, &it.records, &it.path)).collect();
    if !all.is_empty() {
        return all;
    }
    let path = |found: &Found| found.records.first().map_or("", |record| studies[found.study].frame.path(*record));
    find(studies, true).iter().flat_map(|it| of(it.study, &it.parameters, &it.records, path(it))).collect()
}

fn suspects_of(analysis: &Analysis<'_>, parameters: &[usize], records: &[usize], path: &str) -> Vec<Suspect> {
    let frame = &analysis.frame;
    let (Some(loads), Some(values)) = (&analysis.loads, first_tokens(frame)) else { return Vec::new() };
    let slow = records.iter().filter(|record| loads.loaded[**record]).count();
    let mut suspects = Vec::new();
    for parameter in parameters.iter().map(|at| &frame.parameters[*at]) {
        for (code, level) in parameter.levels.iter().enumerate() {
            let (at, others): (Vec<usize>, Vec<usize>) =
                records.iter().partition(|record| parameter.codes[**record] as usize == code);
            let of = |records: &[usize], warm_only: bool| -> Vec<f64> {
                let told = records.iter().filter(|record| !warm_only || !loads.loaded[**record]);
                told.map(|record| values[*record]).filter(|value| !value.is_nan()).collect()
            };
            let (Some(here), Some(there)) = (mean(&of(&at, false)), mean(&of(&others, false))) else { continue };
            let loaded = at.iter().filter(|record| loads.loaded[**record]).count();
            let confounded = slow > 0 && loaded as f64 >= CONFOUNDED * slow as f64;
            let warm_alike = match (median(&mut of(&at, true)), median(&mut of(&others, true))) {
                (Some(here), Some(there)) => here < IS_NOT * there,
                (None, Some(_)) => true,
                (_, None) => false,
            };
            let beside = (0..parameter.levels.len()).filter(|other| *other != code).filter_map(|other| {
                let at = |record: &&usize| parameter.codes[**record] as usize == other;
                mean(&of(&others.iter().filter(at).copied().collect::<Vec<usize>>(), false))
            });
            let (fastest, slowest) = span(beside);
            if here >= LOOKS_SLOW * there && fastest > 0.0 && confounded && warm_alike {
                suspects.push(Suspect {
                    parameter: parameter.name.clone(),
                    level: level.clone(),
                    ratios: (here / slowest, here / fastest),
                    loaded,
                    warm: at.iter().copied().filter(|record| !loads.loaded[*record]).collect(),
                    path: path.to_owned(),
                });
            }
        }
    }
    suspects
}

/// Smallest and largest of some numbers.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
}

/// Records with their values, by file and line.
fn places(frame: &Frame<'_>, records: &[usize]) -> String {
    let values = first_tokens(frame).unwrap_or_default();
    let shown = |record: &usize| {
        let value = values.get(*record).copied().unwrap_or(f64::NAN);
        format!("{}: {}", frame.place(*record), format_value(value, "s"))
    };
    let named: Vec<String> = records.iter().take(NAMED).map(shown).collect();
    let more = records.len().saturating_sub(NAMED);
    if more == 0 { named.join(", ") } else { format!("{}, and {more} more", named.join(", ")) }
}
