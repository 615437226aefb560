//! Columns of values, as one reader found them in one file.
//!
//! Takes cells in file order, gives typed columns. A table is a list of columns, a column a list of blocks of
//! [`BLOCK_ROWS`] rows counted from the start of the file, so that tables read from slices of one file merge by appending.
//! Neither a record nor a value is a struct per cell: a number costs eight bytes, a repeated word four.

mod builder;
mod carry;
mod lines;
mod settle;

pub use builder::ColumnBuilder;
pub(crate) use carry::carry_down;
pub use lines::Lines;

use crate::number;
use crate::role::Role;
use crate::summary::Better;

/// Rows of one block.
pub const BLOCK_ROWS: usize = 65_536;

/// One value as a reader of the table sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// An empty cell or an absent key.
    Missing,
    /// A finite number.
    Number(f64),
    /// NaN or an infinity that the file spells out.
    NonFinite(f64),
    /// Anything else.
    Text(&'a str),
}

/// What a column holds, cell by cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellCounts {
    /// Finite numbers.
    pub numbers: u64,
    /// Empty cells or absent keys.
    pub missing: u64,
    /// Text.
    pub text: u64,
    /// NaN and infinities.
    pub nonfinite: u64,
}

/// Up to [`BLOCK_ROWS`] cells of one column.
#[derive(Clone, Debug)]
enum Block {
    /// Mostly numbers; texts stand beside them, in row order, and a missing cell is [`MISSING_NUMBER`].
    Numbers { values: Vec<f64>, texts: Vec<(u32, Box<str>)> },
    /// Text that repeats; `MISSING` marks an empty cell.
    Words { codes: Vec<u32>, words: Vec<Box<str>> },
    /// Text that is mostly unique: `ends[i]` is where cell `i` ends in `text`; an empty cell is a missing one.
    Text { ends: Vec<u32>, text: String },
}

const MISSING: u32 = u32::MAX;

/// A NaN that no file spells out: an empty cell among numbers.
const MISSING_NUMBER: f64 = f64::from_bits(0x7ff8_0000_0000_0001);

fn is_missing(value: f64) -> bool {
    value.to_bits() == MISSING_NUMBER.to_bits()
}

impl Block {
    fn len(&self) -> usize {
        match self {
            Self::Numbers { values, .. } => values.len(),
            Self::Words { codes, .. } => codes.len(),
            Self::Text { ends, .. } => ends.len(),
        }
    }

    fn text(&self, row: usize) -> Option<&str> {
        match self.cell(row) {
            Cell::Text(text) => Some(text),
            Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
        }
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Numbers { values, texts } => {
                let value = values[row];
                if value.is_finite() {
                    return Cell::Number(value);
                }
                if is_missing(value) {
                    return Cell::Missing;
                }
                match texts.binary_search_by_key(&(row as u32), |(at, _)| *at) {
                    Ok(found) => Cell::Text(&texts[found].1),
                    Err(_) => Cell::NonFinite(value),
                }
            }
            Self::Words { codes, words } => match codes[row] {
                MISSING => Cell::Missing,
                code => Cell::Text(&words[code as usize]),
            },
            Self::Text { ends, text } => {
                let start = if row == 0 { 0 } else { ends[row - 1] as usize };
                match &text[start..ends[row] as usize] {
                    "" => Cell::Missing,
                    cell => Cell::Text(cell),
                }
            }
        }
    }
}

/// What the format of a file states of a column; what it leaves open is told by words and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// What the column is to its table.
    pub role: Option<Role>,
    /// Canonical key of the metric, one of `metric::METRICS` or of the format's own.
    pub metric: Option<String>,
    /// The field's words for a metric of the format's own.
    pub name: Option<String>,
    /// Which way is better.
    pub better: Option<Better>,
    /// Which statistic an aggregate is: `mean`, `p95`, `sd`, …
    pub statistic: Option<String>,
    /// What was measured from where to where.
    pub definition: Option<String>,
}

/// What a person says of a column; the metric and its words stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrected {
    /// Role and direction.
    pub stated: Stated,
    /// The unit of its values, as a file would write it.
    pub unit: Option<String>,
}

/// A named column of one table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The header as the file writes it; a nested key is dotted.
    pub name: String,
    /// The unit the file states apart from the header (a units row, a unit in every cell), as written.
    pub unit_written: Option<String>,
    /// Whether the file writes its numbers in quotes.
    pub quoted: bool,
    /// What the format states of it.
    pub stated: Stated,
    /// What a person says of it.
    pub corrected: Corrected,
    blocks: Vec<Block>,
    counts: CellCounts,
    written: Option<Box<Self>>,
}

impl Column {
    /// The cell at a row, counted from 0; [`Cell::Missing`] past the end.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self.blocks.get(row / BLOCK_ROWS) {
            Some(block) if row % BLOCK_ROWS < block.len() => block.cell(row % BLOCK_ROWS),
            _ => Cell::Missing,
        }
    }

    /// The column as the file writes it, where a unit in every cell (`53.51 W`) or grouped digits (`1,024`) were read as
    /// numbers; else the column itself.
    pub fn written(&self) -> &Self {
        self.written.as_deref().unwrap_or(self)
    }

    /// Whether whole numbers were rounded, because a double does not hold all their digits.
    pub(crate) fn is_rounded(&self) -> bool {
        let mut rounded = false;
        if let Some(written) = &self.written {
            written.each_text(&mut |text| {
                let value = number::plain(text.as_bytes());
                rounded = value.is_some_and(|value| number::is_inexact(text, value));
                !rounded
            });
        }
        rounded
    }

    /// How many cells of each kind there are.
    pub fn counts(&self) -> CellCounts {
        self.counts
    }

    /// At most so many different cells: a word that repeats in a block counts once there.
    pub(crate) fn most_distinct(&self) -> usize {
        let of = |block: &Block| match block {
            Block::Words { words, .. } => words.len() + 1,
            Block::Numbers { .. } | Block::Text { .. } => block.len(),
        };
        self.blocks.iter().map(of).sum()
    }

    /// Cells of the column, all kinds.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(Block::len).sum()
    }

    /// Whether the column has no cells.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Every cell in row order.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.blocks.iter().flat_map(|block| (0..block.len()).map(move |row| block.cell(row)))
    }

    /// The finite numbers in row order.
    pub fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.number_slices().flatten().copied().filter(|value| value.is_finite())
    }

    /// Runs of consecutive cells as numbers (anything else is NaN), for loops over many rows; blocks of words are skipped.
    pub fn number_slices(&self) -> impl Iterator<Item = &[f64]> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Numbers { values, .. } => Some(values.as_slice()),
            Block::Words { .. } | Block::Text { .. } => None,
        })
    }

    /// Runs of consecutive cells as numbers with the row each run begins at; blocks of words are skipped.
    pub fn placed_slices(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Numbers { values, .. } => Some((at * BLOCK_ROWS, values.as_slice())),
            Block::Words { .. } | Block::Text { .. } => None,
        })
    }

    /// Calls `visit` with the texts of the column, a repeated word of a block once, until it says `false`.
    pub(crate) fn each_text(&self, visit: &mut dyn FnMut(&str) -> bool) {
        for block in &self.blocks {
            let goes_on = match block {
                Block::Numbers { texts, .. } => texts.iter().all(|(_, text)| visit(text)),
                Block::Words { words, .. } => words.iter().all(|word| visit(word)),
                Block::Text { .. } => (0..block.len()).filter_map(|row| block.text(row)).all(&mut *visit),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// The different texts in order of first appearance; `None` when there are more than `most`.
    pub fn words(&self, most: usize) -> Option<Vec<&str>> {
        let mut seen = Vec::new();
        let mut known = std::collections::HashSet::new();
        let texts = self.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &str>> {
            match block {
                Block::Numbers { texts, .. } => Box::new(texts.iter().map(|(_, text)| &**text)),
                Block::Words { words, .. } => Box::new(words.iter().map(|word| &**word)),
                Block::Text { .. } => Box::new((0..block.len()).filter_map(|row| block.text(row))),
            }
        });
        for text in texts {
            if known.insert(text) {
                seen.push(text);
            }
            if seen.len() > most {
                return None;
            }
        }
        Some(seen)
    }
}

/// Rows and columns, as one reader found them at one place of one file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Where in the file the table stands: a JSON pointer, a heading, or empty for a file that is one table.
    pub place: String,
    /// Columns in file order; every column has [`Table::rows`] cells.
    pub columns: Vec<Column>,
    /// Number of rows.
    pub rows: usize,
    /// Line of the first row, counted from 1, where the file has lines.
    pub first_line: Option<u64>,
    /// Where rows do not follow each other line by line.
    pub lines: Lines,
    /// For a table that stands inside the rows of another one (the samples of each run): where it hangs.
    pub parent: Option<Parent>,
    /// Place of the table whose rows this one sums up, where the format knows it; in this file, or in one that the tool writes beside
    /// it.
    pub sums_up: Option<String>,
    /// Whether its rows, runs of what that table holds, also measure what no record of it tells: the throughput of a run.
    pub of_runs: bool,
}

/// The table whose rows hold the rows of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parent {
    /// `Table::place` of the table above, in the same reading.
    pub place: String,
    /// For each row the row above that holds it, counted from 0.
    pub rows: Vec<u32>,
    /// Whether its rows are the values of a list in that row (`[1.5, 2.5]`) and no records of their own.
    pub samples: bool,
}

impl Table {
    /// Counts the lines of the table from that line on: it stands in a part of a file.
    pub(crate) fn shift(&mut self, after: u64) {
        self.first_line = self.first_line.map(|line| line + after);
        self.lines.shift(after);
    }

    /// The line at which a row begins, counted from 1, where the file has lines.
    pub fn line(&self, row: usize) -> Option<u64> {
        self.lines.of(row).or_else(|| self.first_line.map(|first| first + row as u64))
    }

    /// Says anew at which line each row begins.
    pub(crate) fn stand(&mut self, lines: impl IntoIterator<Item = Option<u64>>) {
        self.lines = Lines::default();
        for (row, line) in lines.into_iter().enumerate() {
            line.into_iter().for_each(|line| self.lines.row(row, line));
        }
        self.first_line = self.lines.first();
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Rows of the file that stand here: every row, but none where the rows are values of one row above.
    pub fn records(&self) -> usize {
        match &self.parent {
            Some(parent) if parent.samples => 0,
            _ => self.rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let mut builder = ColumnBuilder::new("c");
        for cell in cells {
            match cell.parse::<f64>() {
                Ok(number) => builder.push_number(number),
                Err(_) => builder.push_text(cell),
            }
        }
        builder.finish()
    }

    fn shown(column: &Column) -> String {
        let cells: Vec<String> = column
            .cells()
            .map(|cell| match cell {
                Cell::Missing => "-".to_owned(),
                Cell::Number(number) => format!("{number}"),
                Cell::NonFinite(number) => format!("!{number}"),
                Cell::Text(text) => format!("'{text}'"),
            })
            .collect();
        cells.join(" ")
    }

    #[test]
    fn cells_come_back_as_they_were_pushed() {
        let check = |cells: &[&str], expected: &str| assert_eq!(shown(&column(cells)), expected);
        check(&["1", "", "2.5"], "1 - 2.5");
        check(&["", "a", "b", "a", ""], "- 'a' 'b' 'a' -");
        check(&["1", "x", "", "NaN", "-inf"], "1 'x' - !NaN !-inf");
        check(&["n/a", "", "1", "x", "2"], "'n/a' - 1 'x' 2");
    }

    #[test]
    fn unique_texts_and_block_borders_lose_no_cell() {
        let cells: Vec<String> = (0..BLOCK_ROWS * 2 + 5).map(|row| format!("row {row}")).collect();
        let column = column(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(column.len(), cells.len());
        for row in [0, 1023, 1024, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS * 2 + 4] {
            assert_eq!(column.cell(row), Cell::Text(&cells[row]));
        }
        assert_eq!(column.counts(), CellCounts { text: cells.len() as u64, ..CellCounts::default() });
    }
}
