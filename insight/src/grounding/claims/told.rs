//! What we say of the data ourselves: a sentence said again word for word is held against the facts it was made of, and numbers in
//! the words of the data (names, notes, definitions) claim nothing.

use super::super::scanner::{Found, What};
use super::book::Book;
use super::judge::{Judged, Limit, Written};
use super::mention::Mentions;
use super::pieces::{Piece, pieces};
use super::{Item, Stand, number};
use crate::fact::Fact;
use crate::report::{self, block::escape_markdown};
use crate::summary::Summary;
use std::collections::{BTreeMap, BTreeSet};

/// Labels beyond these are not looked for, so that time stays bounded.
const LABELS: usize = 2000;
/// A shorter label stands in other words by chance.
const SHORTEST: usize = 4;

/// Our own sentences and the labels of the data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Sentences and rows without marks, each with the entries of the book it was made of; none where any may be meant.
    sentences: BTreeMap<String, BTreeSet<usize>>,
    labels: BTreeSet<String>,
}

impl Told {
    pub(crate) fn of(facts: &[Fact], summary: &Summary) -> Self {
        // A key that was given twice has a number behind it.
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            places.entry(fact.key.split('~').next().unwrap_or_default()).or_default().push(at);
        }
        let of = |key: &str| places.get(key).into_iter().flatten().copied();
        let mut told = Self { labels: labels(summary), ..Self::default() };
        for text in [report::deterministic(summary), report::unabridged(summary)] {
            told.add(&text, &BTreeSet::new());
        }
        let tellings = summary.studies.iter().flat_map(|study| study.telling.iter().chain(&study.misleading));
        let findings = summary.findings.iter().chain(tellings).map(|finding| (&finding.text, &finding.facts));
        for (text, keys) in findings {
            told.add(text, &keys.iter().flat_map(|key| of(key)).collect());
        }
        for sweep in &summary.sweeps {
            told.add(&sweep.advice, &sweep.figures.iter().flat_map(|fact| of(&fact.key)).collect());
        }
        told
    }

    fn add(&mut self, text: &str, facts: &BTreeSet<usize>) {
        for piece in pieces(text, 0, &mut None) {
            let at = match piece {
                Piece::Sentence { is_heading: true, .. } => continue,
                Piece::Sentence { at, .. } | Piece::Row { at, .. } => at,
            };
            let key = plain(&text[at]);
            if key.contains(|c: char| c.is_ascii_digit()) {
                self.sentences.entry(key).or_default().extend(facts);
            }
        }
    }

    /// The verdicts on a piece that is said again word for word; none for any other.
    pub(crate) fn check(&self, book: &Book, said: &str, offset: usize, found: &[&Found]) -> Option<Vec<Item>> {
        if self.sentences.is_empty() || found.is_empty() {
            return None;
        }
        let own = self.sentences.get(&plain(said))?;
        let named = Mentions::of(book, said);
        let covers = |start: usize, end: usize, at: usize| start <= at && at < end;
        let items = found.iter().map(|it| {
            let at = it.start - offset;
            let surface = &said[at..(it.end - offset).min(said.len())];
            let in_name = named.entities.iter().any(|name| name.of.is_some() && covers(name.start, name.end, at))
                || named.stats.iter().any(|name| covers(name.start, name.end, at));
            match &it.what {
                What::Label(why) => number(it.start, it.end, surface, None, why),
                What::Quantity(_) if in_name => number(it.start, it.end, surface, None, "part of a name"),
                What::Quantity(quantity) if quantity.spelled && quantity.unit.is_none() => {
                    number(it.start, it.end, surface, None, "counts nothing of the data")
                }
                What::Quantity(quantity) => {
                    let written = Written { quantity, limit: Limit::Exact };
                    let unit = quantity.unit.as_ref().or(quantity.shared_unit.as_ref());
                    let is = |at: &&usize| {
                        let entry = &book.entries[**at];
                        let factors = match unit {
                            Some(unit) if unit.dimension == entry.unit.dimension => [unit.factor, unit.factor],
                            Some(_) => return false,
                            None => [1.0, entry.unit.factor],
                        };
                        factors.iter().any(|factor| written.is(entry.value, *factor))
                    };
                    let any: Vec<usize>;
                    let mut candidates: Vec<&usize> = own.iter().collect();
                    if own.is_empty() {
                        any = (0..book.entries.len()).collect();
                        candidates = any.iter().collect();
                    }
                    let judged = match candidates.into_iter().find(is) {
                        Some(at) => {
                            let key = book.entries[*at].key.clone();
                            let reason = format!("`{key}`");
                            Judged { verdict: Some(true), keys: vec![key], derivation: None, reason }
                        }
                        None => Judged { reason: "no fact of this sentence".to_owned(), ..Judged::default() },
                    };
                    number(it.start, it.end, surface, Some(judged), "")
                }
            }
        });
        let mut items: Vec<Item> = items.collect();
        self.forgive(said, offset, &mut items);
        Some(items)
    }

    /// Numbers in the words of the data claim nothing, whoever repeats them.
    pub(crate) fn forgive(&self, said: &str, offset: usize, items: &mut [Item]) {
        let is_open = |item: &Item| matches!(item.verdict, Stand::Contradicted | Stand::Unsupported);
        if self.labels.is_empty() || !items.iter().any(is_open) {
            return;
        }
        let covered: Vec<(usize, usize)> = self
            .labels
            .iter()
            .flat_map(|label| {
                said.match_indices(label.as_str()).map(|(at, _)| (offset + at, offset + at + label.len()))
            })
            .collect();
        for item in items.iter_mut().filter(|item| is_open(item)) {
            if covered.iter().any(|(start, end)| *start <= item.start && item.end <= *end) {
                item.verdict = Stand::NotAClaim;
                item.fact_keys = Vec::new();
                "in the words of the data".clone_into(&mut item.reason);
            }
        }
    }
}

/// Text without its marks, as far as they say nothing.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !matches!(c, '*' | '`' | '\\')) {
        if !c.is_whitespace() {
            plain.push(c);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    let begun = plain.trim().trim_start_matches(['-', ' ']);
    let number = begun.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let begun = begun[number..].strip_prefix(". ").filter(|_| number > 0).unwrap_or(begun);
    begun.trim_end_matches(['.', ' ']).to_owned()
}

/// Names, extents, definitions and notes with a number in them.
fn labels(summary: &Summary) -> BTreeSet<String> {
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
