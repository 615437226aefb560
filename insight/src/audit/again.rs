//! Files that say again what others say: copies, twins in another container, summaries of rows that are there.

use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::shown::format_count;
use crate::summary::Use;
use crate::table::Cell;
use std::collections::BTreeMap;

/// Fewer words than this are the same in many documents.
const FEWEST_WORDS: usize = 20;
/// Copies named beside each other.
const MOST: usize = 5;

const TWICE: &str = "pooled with the other file every record counts twice";

/// Warns of both sides of a pair, so that whichever is opened says it.
pub(super) fn again(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut by_bytes: BTreeMap<(&str, u64), Vec<&File>> = BTreeMap::new();
    let mut by_words: BTreeMap<String, Vec<&File>> = BTreeMap::new();
    for file in &dataset.files {
        let reading = &file.reading;
        if !reading.hash.is_empty() && reading.bytes > 0 {
            by_bytes.entry((&reading.hash, reading.bytes)).or_default().push(file);
        }
        if let Some(words) = words(file) {
            by_words.entry(words).or_default().push(file);
        }
    }
    for ((_, bytes), files) in by_bytes {
        copies(&files, "whole file", &format!("the same {} bytes as the other file", format_count(bytes)), &mut found);
    }
    for files in by_words.into_values() {
        let mut different: Vec<&File> = Vec::new();
        for file in files {
            if !different.iter().any(|other| other.reading.hash == file.reading.hash) {
                different.push(file);
            }
        }
        copies(
            &different,
            "all but the times in it",
            "the same words and numbers as the other file, but for times",
            &mut found,
        );
    }
    found.extend(dataset.files.iter().flat_map(repeat));
    found
}

fn copies(files: &[&File], place: &str, evidence: &str, found: &mut Vec<Warning>) {
    if files.len() < 2 {
        return;
    }
    for (at, file) in files.iter().enumerate() {
        let others = files.iter().enumerate().filter(|(other, _)| *other != at).take(MOST);
        let consequence = "counted twice it looks like an independent repetition, and is none";
        found.push(
            Warning::new(&file.reading.path, Trap::DuplicateFile, place, evidence, consequence)
                .with(others.map(|(_, other)| other.reading.path.as_str())),
        );
    }
}

/// The words of a document without the moments among them; `None` where there are few or where it holds tables.
fn words(file: &File) -> Option<String> {
    let is_moment = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits >= 6
            && word.bytes().all(|byte| byte.is_ascii_digit() || b"-:.,TZ+/_".contains(&byte))
            && word.contains(['-', ':', '/'])
    };
    let words: Vec<&str> = file.reading.prose.split_whitespace().filter(|word| !is_moment(word)).collect();
    let numbers = words.iter().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).count();
    if words.len() < FEWEST_WORDS || numbers < 5 {
        return None;
    }
    let mut text = words.join(" ");
    for column in file.reading.tables.iter().flat_map(|table| &table.columns) {
        for cell in column.cells().take(1000) {
            match cell {
                Cell::Text(word) => text.extend([" ", word]),
                Cell::Number(value) | Cell::NonFinite(value) => text += &format!(" {value}"),
                Cell::Missing => text.push('|'),
            }
        }
    }
    Some(text)
}

/// What the lineage of a file says.
fn repeat(file: &File) -> Vec<Warning> {
    let Use::Repeat { of, how } = &file.used else { return Vec::new() };
    let path = &file.reading.path;
    match how.as_str() {
        "copy" => Vec::new(),
        "twin" => {
            let evidence = "the same records, number for number, to the digits written";
            let sides = [(path, of), (of, path)];
            sides
                .map(|(path, other)| {
                    Warning::new(path, Trap::TwinFormat, "all records", evidence, TWICE).with([other.as_str()])
                })
                .into()
        }
        "excerpt" => {
            let evidence = "one of its runs is the whole of the other file, number for number";
            vec![Warning::new(of, Trap::SummaryOfRaw, "one run", evidence, TWICE).with([path.as_str()])]
        }
        _ => {
            let evidence = "its rows are statistics of the rows of the other file, recomputed to the digits written";
            vec![Warning::new(path, Trap::SummaryOfRaw, "all rows", evidence, TWICE).with([of.as_str()])]
        }
    }
}
