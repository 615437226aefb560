//! Numbers in the words of the data (names, notes, definitions) claim nothing, whoever repeats them.

use super::super::{Item, Stand};
use crate::report::{self, block::escape_markdown};
use crate::summary::Summary;
use std::collections::{BTreeMap, BTreeSet};

/// Labels beyond these are not looked for, so that time stays bounded.
const LABELS: usize = 2000;
/// A shorter label stands in other words by chance.
const SHORTEST: usize = 4;

/// Words of the data with a number in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    labels: Vec<String>,
    /// By the digits that stand in them, so that a number is looked for in few.
    by_digits: BTreeMap<String, Vec<usize>>,
}

impl Labels {
    pub(super) fn of(summary: &Summary) -> Self {
        let mut labels = Self::default();
        for (at, label) in words_of(summary).into_iter().enumerate() {
            for digits in runs(&label).map(str::to_owned).collect::<BTreeSet<String>>() {
                labels.by_digits.entry(digits).or_default().push(at);
            }
            labels.labels.push(label);
        }
        labels
    }

    /// Takes back what is said of numbers that only stand in words of the data; `said` begins at `offset`.
    pub(super) fn forgive(&self, said: &str, offset: usize, items: &mut [Item]) {
        let is_open = |item: &&mut Item| matches!(item.verdict, Stand::Contradicted | Stand::Unsupported);
        for item in items.iter_mut().filter(is_open) {
            let Some(digits) = runs(&item.surface).next() else { continue };
            let (start, end) = (item.start - offset, item.end - offset);
            let covers = |label: &String| {
                said.match_indices(label.as_str()).any(|(at, _)| at <= start && end <= at + label.len())
            };
            let with_digits = self.by_digits.get(digits).into_iter().flatten();
            if with_digits.filter_map(|at| self.labels.get(*at)).any(covers) {
                item.verdict = Stand::NotAClaim;
                item.fact_keys = Vec::new();
                "in the words of the data".clone_into(&mut item.reason);
            }
        }
    }
}

/// Runs of digits.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

/// Names, extents, definitions and notes with a number in them.
fn words_of(summary: &Summary) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    let mut add_one = |text: &str| {
        let telling = text.len() >= SHORTEST && text.contains(|c: char| c.is_ascii_digit());
        if telling && labels.len() < LABELS {
            labels.insert(text.trim_end_matches('.').to_owned());
            // What a sentence is parted at parts a note as well.
            let parts = text.split_inclusive("; ").map(|part| part.trim_end_matches([';', '.', ' ']));
            let parts = parts.filter(|part| part.len() >= SHORTEST && part.contains(|c: char| c.is_ascii_digit()));
            labels.extend(parts.map(str::to_owned));
        }
    };
    // As it is said, and as it is written down in Markdown.
    let mut add = |text: &str| [text, &escape_markdown(text)].into_iter().for_each(&mut add_one);
    for warned in report::warned(summary) {
        warned.texts().iter().for_each(|text| add(text));
    }
    add(&summary.title);
    if let Some((from, to)) = &summary.totals.measured {
        [from, to].into_iter().for_each(|moment| add(moment));
    }
    for study in &summary.studies {
        [&study.name, &study.workload].into_iter().for_each(|text| add(text));
        study.group_by.iter().for_each(|name| add(name));
        for metric in &study.metrics {
            [&metric.name, &metric.definition].into_iter().for_each(|text| add(text));
            for group in &metric.groups {
                add(&group.name);
                group.statistics.notes.iter().for_each(|note| add(note));
            }
        }
    }
    for factor in summary.sweeps.iter().flat_map(|sweep| &sweep.design.factors).filter(|factor| factor.numeric) {
        for level in &factor.levels {
            add(&format!("{} {level}", factor.name));
            add(&format!("{} {level}", factor.name.replace('_', " ")));
            add(&format!("at {level}"));
        }
    }
    for statement in &summary.documents {
        // What a document says is quoted, not said.
        [&statement.says, &statement.data].into_iter().for_each(|text| add(text));
    }
    for file in &summary.files {
        add(&file.path);
        add(file.path.rsplit('/').next().unwrap_or_default());
    }
    labels
}
