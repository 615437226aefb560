//! The check of a text against data that were dropped: what the data hold becomes facts, as far as the text can be about it.
//!
//! Takes a dataset, the record of the run that wrote the text where there is one, and the text. Beside what `claims` tells, it knows
//! the settings and figures of that run, the days of the data, and counts of files by the words of their paths.

mod cells;
mod columns;
mod counts;
mod parts;
mod run;
mod settings;
mod shares;

#[cfg(test)]
mod tests;

pub use run::Run;

use super::claims::{Item, Known, Stand, Verifier, dates};
use crate::dataset::Dataset;
use counts::Asked;
use parts::Parts;
use serde::Serialize;
use settings::Settings;

/// An item, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Placed {
    /// Line, counted from 1.
    pub line: usize,
    /// Character in the line, counted from 1 in Unicode scalar values.
    pub column: usize,
    /// The item.
    #[serde(flatten)]
    pub item: Item,
}

/// Checks a text against data, and against the record of the run that wrote it; `ours` knows what we say of the data ourselves.
pub fn check(text: &str, dataset: &Dataset, run: Option<&Run>, ours: Option<&Verifier>) -> Vec<Placed> {
    let asked = Asked::of(text);
    let mut known = counts::known(dataset, &asked);
    known.extend(columns::known(dataset, &asked));
    known.extend(cells::known(dataset, &asked));
    known.extend(run.into_iter().flat_map(Run::counts));
    known.extend(days(dataset, run));
    let mut items = Verifier::new(&known).check(text);
    let parts = Parts::of(text);
    shares::settle(text, &parts, dataset.files.len() as f64, &mut items);
    let settings = Settings::of(text, dataset);
    for item in &mut items {
        if parts.is_instruction(parts.place(item).line) {
            set(item, Stand::NotAClaim, "part of an instruction".to_owned(), Vec::new());
            continue;
        }
        if let Some(run) = run {
            run.settle(text, &parts, item);
        }
        if !parts.is_of_run(parts.place(item).line) {
            settings.settle(parts.before(text, item), item);
        }
    }
    if let Some(ours) = ours {
        in_our_words(text, ours, &mut items);
    }
    parts.placed(items)
}

/// Sentences of ours are held against what they were made of, whatever columns and files say in the same words.
fn in_our_words(text: &str, ours: &Verifier, items: &mut Vec<Item>) {
    let (pieces, judged) = ours.ours(text);
    let is_ours = |item: &Item| {
        let next = pieces.partition_point(|piece| piece.end <= item.bytes.start);
        pieces.get(next).is_some_and(|piece| piece.contains(&item.bytes.start))
    };
    items.retain(|item| !is_ours(item));
    items.extend(judged);
    items.sort_by_key(|item| (item.start, item.end));
}

/// The days of the data, and that of the run.
fn days(dataset: &Dataset, run: Option<&Run>) -> Vec<Known> {
    let moments = || dataset.files.iter().filter_map(|file| file.reading.moments.as_ref());
    let oldest = moments().map(|(oldest, _)| &oldest.shown).min();
    let latest = moments().map(|(_, latest)| &latest.shown).max();
    let ran = run.into_iter().flat_map(|run| &run.times).map(|time| ("report", time));
    let ends = [("oldest", oldest), ("latest", latest)].into_iter().filter_map(|(name, time)| Some((name, time?)));
    let day = |(name, time): (&str, &String)| {
        Some(fact(format!("date.{name}"), dates::day_number(time)?, dates::UNIT, name, "value", ""))
    };
    ends.chain(ran).filter_map(day).collect()
}

fn set(item: &mut Item, verdict: Stand, reason: String, fact_keys: Vec<String>) {
    item.verdict = verdict;
    item.reason = reason;
    item.fact_keys = fact_keys;
    item.derivation = None;
}

fn fact(key: String, value: f64, unit: &str, metric: &str, stat: &str, entity: &str) -> Known {
    Known {
        key,
        value: Some(value),
        unit: unit.to_owned(),
        metric: metric.to_owned(),
        stat: stat.to_owned(),
        entity: entity.to_owned(),
        ..Known::default()
    }
}
