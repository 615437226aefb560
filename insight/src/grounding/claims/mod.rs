//! The check of claims: a number is right only if it is the value of the metric, statistic and entity that the words around it name.
//!
//! Takes a text and facts in structured parts, from anywhere; gives a verdict for every number and every comparison of two entities.
//! Rules of language and units are in tables (`lexicon`); what is not named is carried over from the number, sentence or heading before.

mod attach;
mod book;
mod cause;
mod compare;
mod counts;
pub(crate) mod dates;
mod judge;
pub(crate) mod known;
pub(crate) mod lexicon;
mod mention;
mod nouns;
mod own;
mod percentile;
mod pieces;
mod rows;
mod scene;
mod sentences;
mod significance;
mod superlative;
mod told;
mod wording;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub use counts::{Counts, accepted};
pub use known::Known;
pub use own::known;

use super::scanner::{Found, scan};
use crate::fact::Fact;
use crate::report;
use crate::summary::Summary;
use attach::Tied;
use book::Book;
use dates::Days;
use judge::Judged;
use pieces::{Piece, pieces};
use serde::Serialize;
use std::ops::Range;
use told::Told;

/// What the check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// A fact, or what follows from two, says so.
    Supported,
    /// The facts name it and say something else.
    Contradicted,
    /// No fact is about it.
    Unsupported,
    /// It states nothing about the data.
    NotAClaim,
}

/// Whether an item is a number or a comparison in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A number.
    Number,
    /// Words that compare.
    Wording,
}

/// A number or a comparison of a text, with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// Number or wording.
    pub kind: Sort,
    /// First character, counted in Unicode scalar values.
    pub start: usize,
    /// Character behind the last.
    pub end: usize,
    /// As written.
    pub surface: String,
    /// The verdict.
    pub verdict: Stand,
    /// Keys of the facts that it is about.
    pub fact_keys: Vec<String>,
    /// How it follows from them, when it is none of them.
    pub derivation: Option<&'static str>,
    /// Why, a few words.
    pub reason: String,
    /// What a comparison compares.
    #[serde(flatten)]
    pub compared: Option<Comparison>,
    /// The same place in bytes.
    #[serde(skip)]
    pub bytes: Range<usize>,
}

/// What a comparison says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The metric, by its name in the facts.
    pub metric: String,
    /// Of which something is said.
    pub subject: String,
    /// With which it is compared.
    pub object: String,
    /// `higher`, `lower`, `better` or `worse`.
    pub claimed: &'static str,
}

/// Facts prepared for checking one text after another.
#[derive(Debug)]
pub struct Verifier {
    book: Book,
    days: Days,
    told: Told,
}

impl Verifier {
    /// A check against these facts.
    pub fn new(facts: &[Known]) -> Self {
        Self { book: Book::of(facts), days: Days::of(facts), told: Told::default() }
    }

    /// A check against the facts of a summary, which knows what is said of it without a model.
    pub fn of(facts: &[Fact], summary: &Summary) -> Self {
        Self::beside(facts, summary, &report::deterministic(summary))
    }

    /// The same, where the report that needs no model is written already.
    pub fn beside(facts: &[Fact], summary: &Summary, report: &str) -> Self {
        let known = known(facts);
        let (book, days) = (Book::of(&known), Days::of(&known));
        let told = Told::of(facts, summary, report, &book);
        Self { book, days, told }
    }

    /// Every number and comparison of the text, in order.
    pub fn check(&self, text: &str) -> Vec<Item> {
        let mut progress = Progress::default();
        self.go_on(text, text.len(), &mut progress);
        let mut items = progress.items;
        items.sort_by_key(|item| (item.start, item.end));
        self.days.judge(text, &mut items);
        in_characters(text, &mut items);
        items
    }

    /// What stands in the text in our own words, or nearly so, each such piece with its bytes; and the verdicts there.
    pub(crate) fn ours(&self, text: &str) -> (Vec<Range<usize>>, Vec<Item>) {
        let mut progress = Progress::default();
        self.go_on(text, text.len(), &mut progress);
        let Progress { ours, mut items, .. } = progress;
        items.retain(|item| ours.iter().any(|piece| piece.contains(&item.start)));
        items.sort_by_key(|item| (item.start, item.end));
        in_characters(text, &mut items);
        (ours, items)
    }

    /// Checks a text that grows up to `end`, the end of a line: what was checked before is not looked at again.
    pub fn go_on(&self, text: &str, end: usize, progress: &mut Progress) {
        let Some(new) = text.get(progress.at..end).filter(|new| !new.is_empty()) else { return };
        let shift = progress.at;
        let mut found = scan(new);
        found.iter_mut().for_each(|it| (it.start, it.end) = (it.start + shift, it.end + shift));
        let mut next = 0;
        let pieces = pieces(&text[..end], shift, &mut progress.header);
        let Progress { at, heading, before, introduces, items, ours, .. } = progress;
        *at = end;
        for piece in pieces {
            let range = match &piece {
                Piece::Sentence { at, .. } | Piece::Row { at, .. } => at.clone(),
            };
            let first = next;
            while found.get(next).is_some_and(|it| it.start < range.end) {
                next += 1;
            }
            let inside: Vec<&Found> = found[first..next].iter().filter(|it| it.start >= range.start).collect();
            let said = &text[range.clone()];
            if let Some(known) = self.told.check(&self.book, text, &piece, &inside) {
                items.extend(known);
                ours.push(range);
                continue;
            }
            let before_this = items.len();
            let above = match &piece {
                Piece::Row { header, .. } => Some(&text[header.clone()]),
                Piece::Sentence { .. } => None,
            };
            match piece {
                Piece::Sentence { at, is_heading, begins } => {
                    if begins && !*introduces {
                        *before = heading.clone();
                    }
                    let about = sentences::check(&self.book, said, at.start, &inside, before, items);
                    *introduces = said.trim_end().trim_end_matches('*').ends_with(':');
                    *before = about;
                    if is_heading {
                        *heading = before.clone();
                    }
                }
                Piece::Row { at, header } => {
                    rows::check(&self.book, text, &at, &header, &inside, heading, items);
                    *before = heading.clone();
                }
            }
            self.told.forgive(said, range.start, &mut items[before_this..]);
            if self.told.settle(&self.book, (said, range.start, above), &inside, items, before_this) {
                ours.push(range);
            }
        }
        items.iter_mut().for_each(|item| item.bytes = item.start..item.end);
    }
}

/// How far a text that grows was checked, and what its next line may go on about.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Bytes that were checked.
    at: usize,
    header: Option<Range<usize>>,
    heading: Tied,
    before: Tied,
    introduces: bool,
    items: Vec<Item>,
    /// Pieces that are in our own words or nearly so.
    ours: Vec<Range<usize>>,
}

impl Progress {
    /// What was found so far; `start` and `end` are in bytes here.
    pub fn items(&self) -> &[Item] {
        &self.items
    }
}

/// Turns offsets in bytes, in order, into offsets in characters.
fn in_characters(text: &str, items: &mut [Item]) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for item in items {
        item.start = starts.partition_point(|at| *at < item.start);
        item.end = starts.partition_point(|at| *at < item.end);
    }
}

fn number(start: usize, end: usize, surface: &str, judged: Option<Judged>, reason: &str) -> Item {
    let (verdict, judged) = match judged {
        None => (Stand::NotAClaim, Judged { reason: reason.to_owned(), ..Judged::default() }),
        Some(judged) => {
            let verdict = match judged.verdict {
                Some(true) => Stand::Supported,
                Some(false) => Stand::Contradicted,
                None => Stand::Unsupported,
            };
            (verdict, judged)
        }
    };
    Item {
        kind: Sort::Number,
        start,
        end,
        surface: surface.to_owned(),
        verdict,
        fact_keys: judged.keys,
        derivation: judged.derivation,
        reason: judged.reason,
        compared: None,
        bytes: 0..0,
    }
}
