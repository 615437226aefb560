//! One table with its meaning: numbers in base units, labels as they stand.

use crate::dataset::{Dataset, Field, File, Sheet, digits};
use crate::reading::Kind;
use crate::role::Role;
use crate::table::{Cell, Table};

/// Rows of a table that a document may quote.
const ROWS: usize = 5000;
/// A longer text is no label.
const LABEL: usize = 48;

/// One table of a file.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) file: &'a File,
    pub(super) table: &'a Table,
    pub(super) sheet: &'a Sheet,
}

/// Tables of data, no documents.
pub(super) fn views(dataset: &Dataset) -> Vec<View<'_>> {
    let data = dataset.files.iter().filter(|file| file.reading.kind != Kind::Markdown);
    data.flat_map(of).filter(|view| (1..=ROWS).contains(&view.table.rows)).collect()
}

/// Every table of a file.
pub(super) fn of(file: &File) -> impl Iterator<Item = View<'_>> {
    file.reading.tables.iter().zip(&file.tables).map(move |(table, sheet)| View { file, table, sheet })
}

impl<'a> View<'a> {
    pub(super) fn path(&self) -> &'a str {
        &self.file.reading.path
    }

    pub(super) fn field(&self, column: usize) -> &'a Field {
        &self.sheet.fields[column]
    }

    /// Columns that are such.
    pub(super) fn columns(&self, is: impl Fn(&Field) -> bool) -> Vec<usize> {
        self.sheet.fields.iter().enumerate().filter(|(_, field)| is(field)).map(|(at, _)| at).collect()
    }

    /// Columns of what was measured, summaries and counts of tokens included.
    pub(super) fn measured(&self) -> Vec<usize> {
        self.columns(|field| {
            matches!(field.role, Role::Measurement | Role::Aggregate) && field.statistic.as_deref() != Some("n")
        })
    }

    pub(super) fn text(&self, column: usize, row: usize) -> String {
        match self.table.columns[column].cell(row) {
            Cell::Missing | Cell::NonFinite(_) => String::new(),
            Cell::Number(number) => format!("{number}"),
            Cell::Text(text) => text.trim().to_owned(),
        }
    }

    /// The number of a cell in the base unit, and the step of its last digit.
    pub(super) fn number(&self, column: usize, row: usize) -> Option<(f64, f64)> {
        match self.table.columns[column].cell(row) {
            Cell::Number(value) => {
                let factor = self.field(column).unit.factor;
                Some((value * factor, digits::power_of_ten(digits::decimals_in(value)) * factor))
            }
            Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
        }
    }

    /// The labels of a row in small letters: short texts of settings and names.
    pub(super) fn labels(&self, row: usize) -> Vec<String> {
        let is_label =
            |field: &Field| matches!(field.role, Role::Parameter | Role::Identifier | Role::Environment | Role::Text);
        let texts = self.columns(is_label).into_iter().map(|column| match self.table.columns[column].cell(row) {
            Cell::Text(text) if text.len() <= LABEL => text.trim_matches(['`', '*', ' ']).to_lowercase(),
            _ => String::new(),
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Where a row stands: its line, else its number.
    pub(super) fn place(&self, row: usize) -> String {
        let whole_file = self.table.rows > 1 && self.table.line(0) == self.table.line(self.table.rows - 1);
        match self.table.line(row).filter(|_| !whole_file) {
            Some(line) => format!("{} line {line}", self.path()),
            None => self.path().to_owned(),
        }
    }
}

/// Whether a written number is that value, to the digits written and with either rule of rounding.
pub(super) fn is(written: (f64, f64), truth: f64) -> bool {
    (written.0 - truth).abs() <= 0.505 * written.1 + 1e-9 * truth.abs()
}

/// Digits that a written number agrees to.
pub(super) fn worth(written: (f64, f64)) -> f64 {
    digits::worth(written.0, written.1)
}
