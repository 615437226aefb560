//! The check of claims: a number is right only if it is the value of the metric, statistic and entity that the words around it name.
//!
//! Takes a text and facts in structured parts, from anywhere; gives a verdict for every number and every comparison of two entities.
//! Rules of language and units are in tables (`lexicon`); what is not named is carried over from the number, sentence or heading before.

mod attach;
mod book;
mod compare;
pub(crate) mod dates;
mod judge;
pub(crate) mod known;
pub(crate) mod lexicon;
mod mention;
mod nouns;
mod pieces;
mod rows;
mod scene;
mod sentences;
mod wording;
pub(crate) mod words;

#[cfg(test)]
mod tests;

pub use known::Known;

use super::scanner::{Found, scan};
use attach::Tied;
use book::Book;
use dates::Days;
use judge::Judged;
use pieces::{Piece, pieces};
use serde::Serialize;

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
}

impl Verifier {
    /// A check against these facts.
    pub fn new(facts: &[Known]) -> Self {
        Self { book: Book::of(facts), days: Days::of(facts) }
    }

    /// Every number and comparison of the text, in order.
    pub fn check(&self, text: &str) -> Vec<Item> {
        let found = scan(text);
        let mut items = Vec::new();
        let mut heading = Tied::default();
        let mut before = Tied::default();
        let mut next = 0;
        let mut introduces = false;
        for piece in pieces(text) {
            let range = match &piece {
                Piece::Sentence { at, .. } | Piece::Row { at, .. } => at.clone(),
            };
            let first = next;
            while found.get(next).is_some_and(|it| it.start < range.end) {
                next += 1;
            }
            let inside: Vec<&Found> = found[first..next].iter().filter(|it| it.start >= range.start).collect();
            match piece {
                Piece::Sentence { at, is_heading, begins } => {
                    if begins && !introduces {
                        before = heading.clone();
                    }
                    let said = &text[at.clone()];
                    let about = sentences::check(&self.book, said, at.start, &inside, &before, &mut items);
                    introduces = said.trim_end().trim_end_matches('*').ends_with(':');
                    before = about;
                    if is_heading {
                        heading = before.clone();
                    }
                }
                Piece::Row { at, header } => {
                    rows::check(&self.book, text, &at, &header, &inside, &heading, &mut items);
                    before = heading.clone();
                }
            }
        }
        items.sort_by_key(|item| (item.start, item.end));
        self.days.judge(text, &mut items);
        in_characters(text, &mut items);
        items
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
    }
}
