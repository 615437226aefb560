//! All readings together: what each column means, which rows failed, which files say the same again.
//!
//! Takes readings in any order, gives files by path and then hash. Does not group them; see `study`.

mod cold;
mod correction;
mod failed;
pub(crate) mod few;
mod field;
mod identity;
mod label;
mod lineage;
pub(crate) mod zero;

pub use correction::Correction;
pub use failed::Failure;
pub use field::Field;
pub(crate) use lineage::digits;

use crate::reading::Reading;
use crate::statistics::Definition;
use crate::summary::Use;
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// Everything that was read, understood.
#[derive(Debug, Default)]
pub struct Dataset {
    /// Files by path, then hash.
    pub files: Vec<File>,
    /// How quantiles are defined; a person may need those of another tool.
    pub quantiles: Definition,
}

/// One file with the meaning of its tables.
#[derive(Debug)]
pub struct File {
    /// What was read.
    pub reading: Reading,
    /// What the file is used for.
    pub used: Use,
    /// Meaning of each table, parallel to `reading.tables`.
    pub tables: Vec<Sheet>,
    /// What holds for the whole file: its model, its engine.
    pub labels: Vec<Label>,
}

/// One thing that holds for a whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// `model`, `engine`, `gpu`, …
    pub name: String,
    /// As written.
    pub value: String,
    /// Why it is believed, when the file itself does not state it.
    pub inferred: Option<String>,
}

/// The meaning of one table.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Meaning of each column, parallel to `Table::columns`.
    pub fields: Vec<Field>,
    /// Whether and why a row failed, row by row; empty when no row did.
    pub failed: Vec<Option<Failure>>,
    /// How many rows failed.
    pub failed_rows: u64,
    /// Whether a row is a warm-up that the file marks as one, row by row; empty when no row is. Left out, not failed.
    pub warmup: Vec<bool>,
    /// How many rows are marked warm-ups and did not fail.
    pub warmup_rows: u64,
    /// Whether its records count: measured here, and no other table says them already.
    pub counts: bool,
}

/// What the columns of a table mean by themselves.
pub(crate) fn fields_of(table: &Table) -> Vec<Field> {
    field::fields(table)
}

impl Dataset {
    /// Understands what was read.
    pub fn of(readings: Vec<Reading>) -> Self {
        Self::corrected(readings, &[])
    }

    /// Understands what was read, as a person corrects it.
    pub fn corrected(mut readings: Vec<Reading>, corrections: &[Correction]) -> Self {
        readings.iter_mut().for_each(|reading| correction::put(reading, corrections));
        readings.sort_by(|a, b| (&a.path, &a.hash).cmp(&(&b.path, &b.hash)));
        let mut files: Vec<File> = readings.into_iter().map(File::of).collect();
        lineage::settle(&mut files);
        label::settle(&mut files);
        for file in &mut files {
            identity::settle(file);
            few::mark(file);
            cold::tell(file);
            zero::tell(file);
            file.reading.problems = crate::problem::fold(std::mem::take(&mut file.reading.problems));
        }
        Self { files, quantiles: Definition::default() }
    }
}

impl File {
    fn of(reading: Reading) -> Self {
        let tables = reading.tables.iter().map(Sheet::of).collect();
        Self { reading, used: Use::Measured, tables, labels: Vec::new() }
    }

    /// The label of that name.
    pub fn label(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == name)
    }

    /// Runs of numbers of one column as `(first row, values as written)`; anything that is no number is NaN.
    pub fn slices(&self, table: usize, column: usize) -> impl Iterator<Item = (usize, &[f64])> {
        self.reading
            .tables
            .get(table)
            .and_then(|table| table.columns.get(column))
            .into_iter()
            .flat_map(crate::table::Column::placed_slices)
    }

    /// Finite values of one column over the rows that count, in the base unit, with their row.
    pub fn values(&self, table: usize, column: usize) -> impl Iterator<Item = (usize, f64)> {
        let sheet = self.tables.get(table);
        let factor = sheet.and_then(|sheet| sheet.fields.get(column)).map_or(1.0, |field| field.unit.factor);
        self.slices(table, column).flat_map(move |(first, values)| {
            values
                .iter()
                .enumerate()
                .map(move |(offset, value)| (first + offset, value * factor))
                .filter(move |(row, value)| value.is_finite() && sheet.is_none_or(|sheet| sheet.answered(*row)))
        })
    }
}

impl Sheet {
    fn of(table: &Table) -> Self {
        let fields = field::fields(table);
        let failed::Judged { failed, warmup } = failed::judge(table, &fields);
        let warmup_rows = warmup.iter().zip(failed.iter().chain(std::iter::repeat(&None)));
        let warmup_rows = warmup_rows.filter(|(warmup, failed)| **warmup && failed.is_none()).count() as u64;
        Self { failed_rows: failed.iter().flatten().count() as u64, fields, failed, warmup, warmup_rows, counts: true }
    }

    /// Whether that row did not fail and is no warm-up.
    pub fn answered(&self, row: usize) -> bool {
        !self.failed(row) && !self.warmup.get(row).is_some_and(|warmup| *warmup)
    }

    /// Whether that row sums up requests of which none was answered.
    pub(crate) fn unanswered(&self, row: usize) -> bool {
        matches!(self.failed.get(row), Some(Some(Failure::Unanswered)))
    }

    /// Whether that row failed.
    pub fn failed(&self, row: usize) -> bool {
        self.failed.get(row).is_some_and(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::ColumnBuilder;

    /// A table from plain comma-separated text.
    pub(super) fn table(text: &str) -> Table {
        let mut lines = text.lines();
        let mut columns: Vec<ColumnBuilder> = lines.next().unwrap().split(',').map(ColumnBuilder::new).collect();
        let mut rows = 0;
        for line in lines {
            rows += 1;
            for (column, cell) in columns.iter_mut().zip(line.split(',')) {
                match cell.parse() {
                    Ok(number) => column.push_number(number),
                    Err(_) => column.push_text(cell),
                }
            }
        }
        let columns = columns.into_iter().map(ColumnBuilder::finish).collect();
        Table { columns, rows, ..Table::default() }
    }

    /// A file that holds one table.
    pub(super) fn file(table: Table) -> File {
        let mut reading = crate::reading::FileReader::new("a.csv").finish();
        reading.tables.push(table);
        File::of(reading)
    }

    pub(super) fn sheet(table: &Table) -> Sheet {
        Sheet::of(table)
    }
}
