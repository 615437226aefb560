//! Units that stand in the cells beside the numbers, so that a reader of plain tables sees text.

use super::place::{names, within};
use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::reading::Kind;
use crate::shown::format_count;
use crate::table::{Cell, Column, Table};

/// Warns of tables with such columns, once a table; a document is written for people.
pub(super) fn unit_in_cell(dataset: &Dataset) -> Vec<Warning> {
    let data = dataset.files.iter().filter(|file| file.reading.kind != Kind::Markdown);
    let tables = data.flat_map(|file| file.reading.tables.iter().map(move |table| (file, table)));
    tables.filter_map(|(file, table)| of_table(file, table)).collect()
}

fn of_table(file: &File, table: &Table) -> Option<Warning> {
    let found: Vec<(&Column, &str)> =
        table.columns.iter().filter_map(|column| Some((column, with_letters(column)?))).collect();
    let (first, sample) = found.first()?;
    let cells = format_count(first.written().counts().text);
    let evidence = format!("{cells} cells of `{}` are written like `{}`", first.name, sample.trim());
    let place = within(table, &names(found.iter().map(|(column, _)| column.name.as_str())));
    let consequence = "a program that reads plain numbers finds text here, and may drop the values";
    Some(Warning::new(&file.reading.path, Trap::UnitInCell, place, evidence, consequence))
}

/// The first text of a column that was read as a quantity and has letters in it.
fn with_letters(column: &Column) -> Option<&str> {
    let written = column.written();
    if std::ptr::eq(written, column) {
        return None;
    }
    let mut texts = written.cells().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    });
    texts.find(|text| {
        let has = |is: fn(char) -> bool| text.contains(is);
        has(|letter| letter.is_ascii_digit()) && has(|letter| letter.is_alphabetic() || matches!(letter, '%' | '±'))
    })
}
