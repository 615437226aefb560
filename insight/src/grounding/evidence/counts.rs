//! How many files there are: all, by kind, and by the words of their paths, as far as the text speaks of them.

use super::super::claims::Known;
use super::super::claims::words::{Word, words};
use super::fact;
use crate::dataset::Dataset;
use crate::reading::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The words of a text, which say what of the data it can be about.
pub(super) struct Asked {
    pub(super) words: Vec<Word>,
    distinct: BTreeSet<String>,
    /// What stands in quotes or as code: only such a word names files by their paths, as any other may be a common one.
    quoted: BTreeSet<String>,
}

/// No name of a group of files has more words.
const LONGEST: usize = 12;

impl Asked {
    pub(super) fn of(text: &str) -> Self {
        let words = words(text);
        let distinct = words.iter().map(|word| word.text.clone()).collect();
        Self { words, distinct, quoted: text.lines().flat_map(quoted).collect() }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.distinct.contains(word)
    }
}

/// What a line quotes, as words.
fn quoted(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let closes = match open {
            Some((_, '“')) => c == '”',
            Some((_, '‘')) => c == '’',
            Some((_, mark)) => c == mark,
            None => false,
        };
        match open {
            Some((from, _)) if closes => {
                let spelled = words(&line[from..at]);
                if !spelled.is_empty() && spelled.len() <= LONGEST {
                    found.push(joined(&spelled));
                }
                open = None;
            }
            None if matches!(c, '“' | '‘' | '"' | '`') || (c == '\'' && !before.is_alphanumeric()) => {
                open = Some((at + c.len_utf8(), c));
            }
            _ => {}
        }
        before = c;
    }
    found
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The name of a kind of file as texts write it.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Csv => "csv",
        Kind::Json => "json",
        Kind::Jsonl => "jsonl",
        Kind::Markdown => "md",
        Kind::Other => "other",
    }
}

/// Counts of files.
pub(super) fn known(dataset: &Dataset, asked: &Asked) -> Vec<Known> {
    let mut by_kind: BTreeMap<Kind, u64> = [Kind::Csv, Kind::Json, Kind::Markdown].map(|kind| (kind, 0)).into();
    let mut by_words: BTreeMap<(String, Option<Kind>), u64> = BTreeMap::new();
    for file in &dataset.files {
        *by_kind.entry(file.reading.kind).or_default() += 1;
        let spelled = words(&file.reading.path);
        let mut named: BTreeSet<String> = BTreeSet::new();
        for at in 0..spelled.len() {
            for behind in at + 1..=(at + LONGEST).min(spelled.len()) {
                let phrase = joined(&spelled[at..behind]);
                if asked.quoted.contains(&phrase) && phrase.contains(char::is_alphabetic) {
                    named.insert(phrase);
                }
            }
        }
        for phrase in named {
            *by_words.entry((phrase.clone(), None)).or_default() += 1;
            *by_words.entry((phrase, Some(file.reading.kind))).or_default() += 1;
        }
    }
    let count = |key: String, metric: &str, value: u64| fact(key, value as f64, "files", metric, "count", "");
    let mut known = vec![count("files".to_owned(), "total", dataset.files.len() as u64)];
    let bytes: u64 = dataset.files.iter().map(|file| file.reading.bytes).sum();
    known.push(fact("bytes".to_owned(), bytes as f64, "B", "total_file_size", "sum", ""));
    for (kind, files) in &by_kind {
        known.push(count(format!("files.{}", kind_name(*kind)), kind_name(*kind), *files));
    }
    for ((phrase, kind), files) in &by_words {
        let kind = kind.map(kind_name);
        if ["csv", "json", "jsonl", "md", "markdown"].contains(&phrase.as_str()) || Some(phrase.as_str()) == kind {
            continue;
        }
        let metric = kind.map_or(phrase.clone(), |kind| format!("{phrase} {kind}"));
        known.push(count(format!("files@path={}", metric.replace(' ', "_")), &metric, *files));
    }
    known
}
