//! Levels of one setting that are written in several ways, so that their rows stand apart.

use super::place::within;
use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// More different words than this are no levels.
const MOST: usize = 1000;

/// Warns of settings with such levels.
pub(super) fn spelling(dataset: &Dataset) -> Vec<Warning> {
    let tables = dataset.files.iter().flat_map(|file| (0..file.tables.len()).map(move |table| (file, table)));
    let mut found: Vec<Warning> = tables.flat_map(|(file, table)| of_table(file, table)).collect();
    found.extend(dataset.files.iter().flat_map(of_list));
    found
}

/// Names that begin the items of a list: "- `baseline` -> 97 %".
fn of_list(file: &File) -> Vec<Warning> {
    let items = file
        .reading
        .prose
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix(['-', '*'])?.trim_start().strip_prefix('`'));
    let names: BTreeSet<&str> = items.filter_map(|item| Some(item.split_once('`')?.0)).take(MOST).collect();
    several(names.into_iter())
        .map(|evidence| Warning::new(&file.reading.path, Trap::LevelSpelling, "items of lists", evidence, SPLIT))
        .collect()
}

const SPLIT: &str = "counts and means of that level are split over several groups";

/// Words that are spellings of one level, said.
fn several<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let mut spellings: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    words.for_each(|word| spellings.entry(folded(word)).or_default().push(word));
    let several = spellings.into_iter().filter(|(folded, words)| words.len() > 1 && folded.len() > 2);
    several.map(|(_, mut words)| {
        words.sort_unstable();
        let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
        format!("{} are spellings of one level", words.join(" and "))
    })
}

fn of_table(file: &File, at: usize) -> Vec<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let mut found = Vec::new();
    for (column, field) in table.columns.iter().zip(&sheet.fields) {
        if !matches!(field.role, Role::Parameter | Role::Environment) {
            continue;
        }
        let Some(words) = column.words(MOST) else { continue };
        let place = || within(table, &format!("`{}`", field.written));
        let told = several(words.into_iter());
        found.extend(
            told.map(|evidence| Warning::new(&file.reading.path, Trap::LevelSpelling, place(), evidence, SPLIT)),
        );
    }
    found.truncate(3);
    found
}

/// A word without what spellings differ in: case, and marks that do not part two numbers.
fn folded(word: &str) -> String {
    let letters: Vec<char> = word.trim().chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let mut folded = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if !matches!(letter, '-' | '_' | ' ') {
            folded.extend(letter.to_lowercase());
        } else if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) {
            folded.push('-');
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spellings_of_one_word_fold_to_the_same() {
        let same = |a: &str, b: &str| assert_eq!(folded(a), folded(b));
        let apart = |a: &str, b: &str| assert_ne!(folded(a), folded(b));
        same("chimera-homo", "chimera_homo");
        same("GPT 4", "gpt-4");
        same(" CUDA", "cuda ");
        apart("v1-2", "v12");
        apart("q4_0", "q4_1");
        apart("1.5", "15");
    }
}
