//! Documents that lie beside data: what they state that the data hold, and what the data contradict.
//!
//! Takes a dataset with its studies, gives statements with their line. Each rule is one file; it judges only what it can name a source
//! for, so that prose about something else stays unjudged.

mod blamed;
mod effect;
mod order;
mod quoted;
mod section;
mod setting;
mod sheet;
mod swapped;
mod text;
pub(crate) mod told;

pub(crate) use effect::Refuted;

pub use text::{Line, Part, Passage, Text, TextReader, passages};

use crate::audit::{Misnamed, misnamed};
use crate::dataset::{Dataset, File};
use crate::reading::Kind;
use crate::summary::Use;
use crate::sweep::Sweep;
use serde::{Deserialize, Serialize};

/// Documents looked at, and letters of each; the time for more would be felt.
const DOCUMENTS: usize = 1000;
const LETTERS: usize = 200_000;
/// Statements kept of one document, and of all.
const OF_ONE: usize = 40;
const OF_ALL: usize = 400;
/// Letters quoted of a line.
const QUOTED: usize = 160;

/// What the data say of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The data say something else.
    Contradicted,
    /// The data say it too.
    Supported,
}

/// Something a document states, held against the data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Statement {
    /// The document.
    pub path: String,
    /// Line of it.
    pub line: u64,
    /// What the data say of it.
    pub verdict: Judgement,
    /// The words of the document, at most a line.
    pub says: String,
    /// What stands in the data.
    pub data: String,
    /// Where that stands.
    pub files: Vec<String>,
}

/// A setting that only looks slow, because its records waited for a load.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trail {
    pub(crate) parameter: String,
    pub(crate) level: String,
    /// What the data say.
    pub(crate) data: String,
    pub(crate) files: Vec<String>,
}

/// What every rule may look at.
struct Given<'a> {
    sweeps: &'a [Sweep],
    trails: &'a [Trail],
    /// Tables of data that are small enough to be quoted.
    tables: Vec<sheet::View<'a>>,
    misnamed: Vec<Misnamed>,
}

/// The statements of all documents, by path and line; the same for any order of files.
pub(crate) fn statements(dataset: &Dataset, sweeps: &[Sweep], trails: &[Trail]) -> Vec<Statement> {
    let documents: Vec<&File> = dataset.files.iter().filter(|file| is_document(file)).take(DOCUMENTS).collect();
    if documents.is_empty() {
        return Vec::new();
    }
    let given = Given { sweeps, trails, tables: sheet::views(dataset), misnamed: misnamed(dataset) };
    let index = section::Index::of(&given);
    let mut all = Vec::new();
    for file in documents.into_iter().filter(|file| file.reading.prose.len() <= LETTERS) {
        let mut found = effect::found(&given, file);
        found.extend(blamed::found(&given, file));
        found.extend(order::found(&given, file));
        found.extend(setting::found(&given, file));
        found.extend(quoted::found(&given, file));
        found.extend(swapped::found(&given, file));
        found.extend(section::found(&index, file));
        found.sort();
        found.dedup_by(|next, kept| next.line == kept.line && next.says == kept.says && next.verdict == kept.verdict);
        found.sort_by_key(|statement| statement.verdict);
        found.truncate(OF_ONE);
        all.extend(found);
    }
    all.sort_by(|a, b| (a.verdict, &a.path, a.line, &a.says).cmp(&(b.verdict, &b.path, b.line, &b.says)));
    all.truncate(OF_ALL);
    all.sort_by(|a, b| (&a.path, a.line, &a.says).cmp(&(&b.path, b.line, &b.says)));
    all
}

/// Effects that documents claim and the data refute, by path and line.
pub(crate) fn refuted(dataset: &Dataset, sweeps: &[Sweep]) -> Vec<Refuted> {
    if sweeps.is_empty() {
        return Vec::new();
    }
    let given = Given { sweeps, trails: &[], tables: Vec::new(), misnamed: Vec::new() };
    let documents = dataset.files.iter().filter(|file| is_document(file)).take(DOCUMENTS);
    let short = documents.filter(|file| file.reading.prose.len() <= LETTERS);
    let mut all: Vec<Refuted> = short.flat_map(|file| effect::refuted(&given, file)).collect();
    all.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    all
}

/// Whether a file says something in sentences; one that is nothing but a table is data.
pub(crate) fn is_document(file: &File) -> bool {
    let is_sentence = |line: &&str| line.split_whitespace().count() >= 3 && !line.starts_with('#');
    let is_told = || file.reading.prose.lines().any(|line| is_sentence(&line));
    let is_again = matches!(file.used, Use::Repeat { .. });
    file.reading.kind == Kind::Markdown && !is_again && (file.used == Use::Document || is_told())
}

impl Given<'_> {
    /// A statement about a line of the document.
    fn statement(
        file: &File,
        line: u64,
        says: &str,
        verdict: Judgement,
        data: String,
        files: Vec<String>,
    ) -> Statement {
        let says: String = says.trim().chars().take(QUOTED).collect();
        Statement { path: file.reading.path.clone(), line, verdict, says, data, files }
    }
}

/// Lines of the prose with their number in the file.
fn lines(file: &File) -> impl Iterator<Item = (u64, &str)> {
    let mut anchors = file.reading.anchors.iter().copied().peekable();
    let mut known = (1, 1);
    (1..).zip(file.reading.prose.lines()).map(move |(at, text)| {
        while let Some(anchor) = anchors.next_if(|(prose, _)| *prose <= at) {
            known = anchor;
        }
        (known.1 + (at - known.0), text)
    })
}

/// Whether a name stands in a text as words of its own; both in small letters.
fn names(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    !name.is_empty()
        && text
            .match_indices(name)
            .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests;
