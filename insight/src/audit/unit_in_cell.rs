//! Units that stand in the cells beside the numbers, so that a reader of plain tables sees text.

use super::place::{names, within};
use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::reading::Kind;
use crate::shown::format_count;
use crate::table::{Cell, Column, Table};

/// More spellings of units than this are none.
const MOST_UNITS: usize = 8;

/// A longer cell is a sentence.
const LONGEST: usize = 40;

/// Warns of tables with such columns, once a table. A document is written for people: there only cells with several numbers
/// mislead.
pub(super) fn unit_in_cell(dataset: &Dataset) -> Vec<Warning> {
    let tables = dataset.files.iter().flat_map(|file| file.reading.tables.iter().map(move |table| (file, table)));
    tables.filter_map(|(file, table)| of_table(file, table)).collect()
}

fn of_table(file: &File, table: &Table) -> Option<Warning> {
    let several = file.reading.kind == Kind::Markdown;
    let sample = |column| if several { texts(column).find(|text| has_several(text)) } else { with_unit(column) };
    let found: Vec<(&Column, &str)> =
        table.columns.iter().filter_map(|column| Some((column, sample(column)?))).collect();
    let (first, sample) = found.first()?;
    let cells = first.written().counts().text;
    let (cells, noun) = (format_count(cells), if cells == 1 { "cell" } else { "cells" });
    let evidence = format!("{cells} {noun} of `{}` are written like `{}`", first.name, sample.trim());
    let place = within(table, &names(found.iter().map(|(column, _)| column.name.as_str())));
    let consequence = "a program that reads plain numbers finds text here, and may drop the values";
    Some(Warning::new(&file.reading.path, Trap::UnitInCell, place, evidence, consequence))
}

/// The texts of a column as the file writes them.
fn texts(column: &Column) -> impl Iterator<Item = &str> {
    column.written().cells().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    })
}

/// The first text with a unit: of a column that was read as quantities, or whose texts are all numbers with one of several
/// units that are no numbers together (`268.10M`, `7.6B`).
fn with_unit(column: &Column) -> Option<&str> {
    let is_read = !std::ptr::eq(column.written(), column);
    if !is_read && !are_mixed(column) {
        return None;
    }
    texts(column).find(|text| {
        let has = |is: fn(char) -> bool| text.contains(is);
        has(|letter| letter.is_ascii_digit()) && has(|letter| letter.is_alphabetic() || matches!(letter, '%' | '±'))
    })
}

/// Whether every text is a number with letters right behind it, some with decimals, in two spellings of the letters at least.
fn are_mixed(column: &Column) -> bool {
    let counts = column.counts();
    if counts.numbers > 0 || counts.text < 3 {
        return false;
    }
    let mut units: Vec<&str> = Vec::new();
    let mut decimals = false;
    for text in texts(column) {
        let text = text.trim();
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
        let (number, unit) = (&text[..end], text[end..].trim_start());
        let is_unit = (1..=4).contains(&unit.len()) && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
        if number.parse::<f64>().is_err() || !is_unit {
            return false;
        }
        decimals |= number.contains('.');
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    decimals && (2..=MOST_UNITS).contains(&units.len())
}

/// Whether a cell holds several numbers, each with its own decimals: `4907.91 ± 0.00`, `-8.2% (-404.25)`.
fn has_several(text: &str) -> bool {
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '±'));
    let is_number = |word: &&str| {
        let word = word.trim_end_matches(|letter: char| letter == '%' || letter.is_alphabetic());
        word.contains('.') && word.parse::<f64>().is_ok_and(f64::is_finite)
    };
    let marked = text.contains('±') || text.contains('(') && text.ends_with(')');
    marked && text.len() <= LONGEST && words.filter(is_number).count() == 2
}
