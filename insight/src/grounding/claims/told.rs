//! What we say of the data ourselves: a sentence said again word for word is held against the facts it was made of, and one in
//! which a single thing was changed against our own.

mod label;
mod near;
mod token;
mod value;

use super::super::scanner::{Found, What};
use super::book::Book;
use super::judge::{Judged, Limit, Written};
use super::mention::Mentions;
use super::pieces::{Piece, pieces};
use super::{Item, number};
use crate::fact::Fact;
use crate::report;
use crate::summary::Summary;
use label::Labels;
use near::Ends;
use std::collections::{BTreeMap, BTreeSet};
use value::Values;

/// Our own sentences and the labels of the data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    sentences: Vec<Own>,
    /// Places of sentences by their text without marks.
    whole: BTreeMap<String, usize>,
    /// Places of sentences by how they begin and end.
    ends: Ends,
    values: Values,
    labels: Labels,
}

/// A sentence of ours, or a row of a table.
#[derive(Clone, Debug)]
struct Own {
    text: String,
    /// The header of the table, without marks.
    above: Option<String>,
    /// The entries of the book it was made of; none where any may be meant.
    facts: BTreeSet<usize>,
}

impl Told {
    /// What is said of a summary in findings and advice, and in the report that no model wrote; `book` is of the same facts.
    pub(crate) fn of(facts: &[Fact], summary: &Summary, report: &str, book: &Book) -> Self {
        // A key that was given twice has a number behind it.
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            places.entry(fact.key.split('~').next().unwrap_or_default()).or_default().push(at);
        }
        let of = |key: &str| places.get(key).into_iter().flatten().copied();
        let mut told = Self { labels: Labels::of(summary), values: Values::of(book), ..Self::default() };
        for text in [report, &report::unabridged(summary)] {
            told.add(text, &BTreeSet::new());
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
            let (at, above) = match &piece {
                Piece::Sentence { is_heading: true, .. } => continue,
                Piece::Sentence { at, .. } => (at, None),
                Piece::Row { at, header } => (at, Some(header)),
            };
            let said = &text[at.clone()];
            let key = key(text, said, above);
            if !said.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            if let Some(known) = self.whole.get(&key) {
                self.sentences[*known].facts.extend(facts);
                continue;
            }
            self.ends.add(said, self.sentences.len());
            self.whole.insert(key, self.sentences.len());
            let above = above.map(|header| plain(&text[header.clone()]));
            self.sentences.push(Own { text: said.to_owned(), above, facts: facts.clone() });
        }
    }

    /// The verdicts on a piece that is said again word for word, a row below the same header; none for any other.
    pub(crate) fn check(&self, book: &Book, text: &str, piece: &Piece, found: &[&Found]) -> Option<Vec<Item>> {
        if self.sentences.is_empty() || found.is_empty() {
            return None;
        }
        let (at, above) = match piece {
            Piece::Sentence { at, .. } => (at, None),
            Piece::Row { at, header } => (at, Some(header)),
        };
        let said = &text[at.clone()];
        let own = &self.sentences[*self.whole.get(&key(text, said, above))?];
        let named = Mentions::of(book, said);
        let items = found.iter().map(|it| self.of_number(book, said, at.start, &named, it, &own.facts));
        let mut items: Vec<Item> = items.collect();
        self.labels.forgive(said, at.start, &mut items);
        Some(items)
    }

    /// The verdict on one number of a sentence of ours.
    fn of_number(
        &self,
        book: &Book,
        said: &str,
        offset: usize,
        named: &Mentions,
        it: &Found,
        own: &BTreeSet<usize>,
    ) -> Item {
        let at = it.start - offset;
        let surface = &said[at..(it.end - offset).min(said.len())];
        let covers = |start: usize, end: usize| start <= at && at < end;
        let in_name = named.entities.iter().any(|name| name.of.is_some() && covers(name.start, name.end))
            || named.stats.iter().any(|name| covers(name.start, name.end));
        match &it.what {
            What::Label(why) => number(it.start, it.end, surface, None, why),
            What::Quantity(_) if in_name => number(it.start, it.end, surface, None, "part of a name"),
            What::Quantity(quantity) if quantity.spelled && quantity.unit.is_none() => {
                number(it.start, it.end, surface, None, "counts nothing of the data")
            }
            What::Quantity(quantity) => {
                let written = Written { quantity, limit: Limit::Exact };
                let judged = match self.values.find(book, &written, own) {
                    Some(at) => {
                        let key = book.entries[at].key.clone();
                        let reason = format!("`{key}`");
                        Judged { verdict: Some(true), keys: vec![key], derivation: None, reason }
                    }
                    None => Judged { reason: "no fact of this sentence".to_owned(), ..Judged::default() },
                };
                number(it.start, it.end, surface, Some(judged), "")
            }
        }
    }

    /// Numbers in the words of the data claim nothing, whoever repeats them.
    pub(crate) fn forgive(&self, said: &str, offset: usize, items: &mut [Item]) {
        self.labels.forgive(said, offset, items);
    }
}

/// What a sentence is found by; a row of a table by its header as well, which says what its numbers are.
fn key(text: &str, said: &str, above: Option<&std::ops::Range<usize>>) -> String {
    match above {
        None => plain(said),
        Some(header) => format!("{}\n{}", plain(&text[header.clone()]), plain(said)),
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
