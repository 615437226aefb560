//! One table with its meaning, as the detectors look at it: numbers in base units, rows in groups.

use crate::dataset::{Dataset, Field, File, Sheet};
use crate::header::Header;
use crate::role::Role;
use crate::table::{Cell, Column, Table};
use std::collections::BTreeMap;

/// Rows looked at one by one; of a longer table the first ones.
const MOST_ROWS: usize = 100_000;

/// One table of a file.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) file: &'a File,
    pub(super) table: &'a Table,
    pub(super) sheet: &'a Sheet,
}

/// Every table of a file.
pub(super) fn tables(file: &File) -> impl Iterator<Item = Look<'_>> {
    file.reading.tables.iter().zip(&file.tables).map(move |(table, sheet)| Look { file, table, sheet })
}

/// Every table of every file.
pub(super) fn all(dataset: &Dataset) -> impl Iterator<Item = Look<'_>> {
    dataset.files.iter().flat_map(tables)
}

impl<'a> Look<'a> {
    /// The path of the file.
    pub(super) fn path(self) -> &'a str {
        &self.file.reading.path
    }

    /// Rows that neither failed nor are warm-ups.
    pub(super) fn rows(self) -> Vec<usize> {
        (0..self.table.rows.min(MOST_ROWS)).filter(|row| self.sheet.answered(*row)).collect()
    }

    /// Columns with their place.
    pub(super) fn fields(self) -> impl Iterator<Item = (usize, &'a Field)> {
        self.sheet.fields.iter().enumerate()
    }

    /// The meaning of a column.
    pub(super) fn field(self, column: usize) -> &'a Field {
        &self.sheet.fields[column]
    }

    /// The column as the file writes it, with its numbers.
    pub(super) fn column(self, column: usize) -> &'a Column {
        &self.table.columns[column]
    }

    /// The number of a cell in the base unit; NaN where there is none.
    pub(super) fn number(self, column: usize, row: usize) -> f64 {
        match self.column(column).cell(row) {
            Cell::Number(value) => value * self.field(column).unit.factor,
            Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => f64::NAN,
        }
    }

    /// The finite numbers of these rows.
    pub(super) fn numbers(self, column: usize, rows: &[usize]) -> Vec<f64> {
        rows.iter().map(|row| self.number(column, *row)).filter(|value| value.is_finite()).collect()
    }

    /// What a cell says, for telling rows apart.
    pub(super) fn text(self, column: usize, row: usize) -> String {
        match self.column(column).cell(row) {
            Cell::Missing | Cell::NonFinite(_) => String::new(),
            Cell::Number(number) => format!("{number}"),
            Cell::Text(text) => text.trim().to_owned(),
        }
    }

    /// Columns that were set, with words in them or with numbers.
    pub(super) fn settings(self, worded: bool) -> Vec<usize> {
        let is_worded = |column: usize| {
            let counts = self.column(column).counts();
            counts.text > counts.numbers
        };
        let settings = self.fields().filter(|(_, field)| field.role == Role::Parameter);
        settings.map(|(at, _)| at).filter(|at| is_worded(*at) == worded).collect()
    }

    /// These rows by what stands in these columns, in the order of their first row.
    pub(super) fn groups(self, columns: &[usize], rows: &[usize]) -> Vec<(Vec<String>, Vec<usize>)> {
        let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut groups: Vec<(Vec<String>, Vec<usize>)> = Vec::new();
        for row in rows {
            let key: Vec<String> = columns.iter().map(|column| self.text(*column, *row)).collect();
            let at = *places.entry(key.clone()).or_insert(groups.len());
            if at == groups.len() {
                groups.push((key, Vec::new()));
            }
            groups[at].1.push(*row);
        }
        groups
    }

    /// One unit of the last digit that a column is written with, in the base unit; 0 where its numbers are counted.
    pub(super) fn step(self, column: usize) -> f64 {
        let decimals = self.column(column).numbers().take(64).map(decimals).max().unwrap_or(0);
        let unit = &self.field(column).unit;
        let is_count = decimals == 0 && !(unit.symbol == "s" || unit.symbol.contains('/'));
        if is_count { 0.0 } else { libm::pow(10.0, -f64::from(decimals)) * unit.factor }
    }
}

/// The words of a header, parents first.
pub(super) fn words(written: &str) -> Vec<String> {
    let header = Header::of(written);
    header.context.into_iter().chain(header.words).collect()
}

/// The words of a header without its parents.
pub(super) fn own_words(written: &str) -> Vec<String> {
    Header::of(written).words
}

/// What stands before the last point of a nested key.
pub(super) fn parent(written: &str) -> &str {
    written.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// Whether a word stands in a header.
pub(super) fn says(written: &str, any: &[&str]) -> bool {
    words(written).iter().any(|word| any.contains(&word.as_str()))
}

/// Decimals of a number as it was written.
fn decimals(value: f64) -> i32 {
    let text = format!("{value}");
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32)
}

/// The middle of some numbers; NaN of none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    crate::statistics::median(&mut values).unwrap_or(f64::NAN)
}

/// The mean of some numbers; NaN of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    crate::statistics::mean(values).unwrap_or(f64::NAN)
}
