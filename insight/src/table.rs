//! Columns of values, as one reader found them in one file.
//!
//! Takes cells in file order, gives typed columns. A table is a list of columns, a column a list of blocks of
//! [`BLOCK_ROWS`] rows counted from the start of the file, so that tables read from slices of one file merge by appending.
//! Neither a record nor a value is a struct per cell: a number costs eight bytes, a repeated word four.

use std::collections::HashMap;

/// Rows of one block.
pub const BLOCK_ROWS: usize = 65_536;

/// Above this share of distinct words a block keeps plain text instead of a dictionary.
const DICTIONARY_SHARE: usize = 2;

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
    /// Mostly numbers; the rows that are not stand beside them, in row order.
    Numbers { values: Vec<f64>, others: Vec<(u32, Option<Box<str>>)> },
    /// Text that repeats; `MISSING` marks an empty cell.
    Words { codes: Vec<u32>, words: Vec<Box<str>> },
    /// Text that is mostly unique: `ends[i]` is where cell `i` ends in `text`; an empty cell is a missing one.
    Text { ends: Vec<u32>, text: String },
}

const MISSING: u32 = u32::MAX;

impl Block {
    fn len(&self) -> usize {
        match self {
            Self::Numbers { values, .. } => values.len(),
            Self::Words { codes, .. } => codes.len(),
            Self::Text { ends, .. } => ends.len(),
        }
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Numbers { values, others } => {
                let value = values[row];
                if value.is_finite() {
                    return Cell::Number(value);
                }
                match others.binary_search_by_key(&(row as u32), |(at, _)| *at) {
                    Ok(found) => others[found].1.as_deref().map_or(Cell::Missing, Cell::Text),
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

/// A named column of one table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The header as the file writes it; a nested key is dotted.
    pub name: String,
    /// The unit the file states apart from the header (a units row, a unit in every cell), as written.
    pub unit_written: Option<String>,
    blocks: Vec<Block>,
    counts: CellCounts,
}

impl Column {
    /// The cell at a row, counted from 0; [`Cell::Missing`] past the end.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self.blocks.get(row / BLOCK_ROWS) {
            Some(block) if row % BLOCK_ROWS < block.len() => block.cell(row % BLOCK_ROWS),
            _ => Cell::Missing,
        }
    }

    /// How many cells of each kind there are.
    pub fn counts(&self) -> CellCounts {
        self.counts
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

    /// The different texts in order of first appearance, at most `most` of them; `None` when there are more.
    pub fn words(&self, most: usize) -> Option<Vec<&str>> {
        let mut seen: Vec<&str> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for block in &self.blocks {
            let mut add = |word: &'_ str| -> bool { known.insert(word.to_owned()) };
            match block {
                Block::Words { words, .. } => {
                    for word in words {
                        if add(word) {
                            seen.push(word);
                        }
                    }
                }
                Block::Numbers { .. } | Block::Text { .. } => {
                    for row in 0..block.len() {
                        if let Cell::Text(word) = block.cell(row)
                            && add(word)
                        {
                            seen.push(word);
                        }
                        if seen.len() > most {
                            return None;
                        }
                    }
                }
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
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Fills one column, cell after cell.
#[derive(Debug, Default)]
pub struct ColumnBuilder {
    column: Column,
    values: Vec<f64>,
    others: Vec<(u32, Option<Box<str>>)>,
    codes: Vec<u32>,
    words: Vec<Box<str>>,
    index: HashMap<Box<str>, u32, xxhash_rust::xxh3::Xxh3DefaultBuilder>,
    ends: Vec<u32>,
    text: String,
    mode: Mode,
}

/// What the cells of the block that is being filled have been so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Numbers,
    Words,
    Text,
}

impl ColumnBuilder {
    /// An empty column of that name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { column: Column { name: name.into(), ..Column::default() }, ..Self::default() }
    }

    /// Renames the column.
    pub fn rename(&mut self, name: impl Into<String>) {
        self.column.name = name.into();
    }

    /// Name of the column.
    pub fn name(&self) -> &str {
        &self.column.name
    }

    /// States the unit found apart from the header.
    pub fn set_unit(&mut self, unit: impl Into<String>) {
        self.column.unit_written = Some(unit.into());
    }

    /// Cells pushed so far.
    pub fn len(&self) -> usize {
        self.column.blocks.len() * BLOCK_ROWS + self.filled()
    }

    /// Whether nothing was pushed yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn filled(&self) -> usize {
        match self.mode {
            Mode::Numbers => self.values.len(),
            Mode::Words => self.codes.len(),
            Mode::Text => self.ends.len(),
        }
    }

    /// Appends a number; NaN and infinities count as spelled out by the file.
    pub fn push_number(&mut self, value: f64) {
        if self.mode != Mode::Numbers {
            self.turn_to_numbers();
        }
        if value.is_finite() {
            self.column.counts.numbers += 1;
        } else {
            self.column.counts.nonfinite += 1;
        }
        self.values.push(value);
        self.close_if_full();
    }

    /// Keeps the words of this block as exceptions among numbers, because a number arrived after them.
    fn turn_to_numbers(&mut self) {
        let block = self.take_block();
        for row in 0..block.len() {
            let other = match block.cell(row) {
                Cell::Text(text) => Some(text.into()),
                Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
            };
            self.others.push((row as u32, other));
            self.values.push(f64::NAN);
        }
        self.mode = Mode::Numbers;
    }

    /// Appends an empty cell.
    pub fn push_missing(&mut self) {
        self.column.counts.missing += 1;
        match self.mode {
            Mode::Numbers => {
                self.others.push((self.values.len() as u32, None));
                self.values.push(f64::NAN);
            }
            Mode::Words => self.codes.push(MISSING),
            Mode::Text => self.ends.push(self.text.len() as u32),
        }
        self.close_if_full();
    }

    /// Appends text; an empty text is a missing cell.
    pub fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return self.push_missing();
        }
        self.column.counts.text += 1;
        match self.mode {
            Mode::Numbers => {
                // A block without a single number becomes words at its first text; numbers with a few words stay numbers.
                if self.others.len() == self.values.len() && self.others.iter().all(|(_, text)| text.is_none()) {
                    self.codes = vec![MISSING; self.values.len()];
                    self.values.clear();
                    self.others.clear();
                    self.mode = Mode::Words;
                    self.push_word(text);
                } else {
                    self.others.push((self.values.len() as u32, Some(text.into())));
                    self.values.push(f64::NAN);
                }
            }
            Mode::Words => self.push_word(text),
            Mode::Text => self.push_plain(text),
        }
        self.close_if_full();
    }

    fn push_word(&mut self, word: &str) {
        let code = match self.index.get(word) {
            Some(&code) => code,
            None => {
                let code = self.words.len() as u32;
                self.words.push(word.into());
                self.index.insert(word.into(), code);
                code
            }
        };
        self.codes.push(code);
        let mostly_unique = self.codes.len() >= 1024 && self.words.len() * DICTIONARY_SHARE > self.codes.len();
        if mostly_unique {
            let codes = std::mem::take(&mut self.codes);
            let words = std::mem::take(&mut self.words);
            self.index.clear();
            self.mode = Mode::Text;
            for code in codes {
                match words.get(code as usize) {
                    Some(word) => self.push_plain(word),
                    None => self.ends.push(self.text.len() as u32),
                }
            }
        }
    }

    fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    fn close_if_full(&mut self) {
        if self.filled() == BLOCK_ROWS {
            self.close_block();
        }
    }

    fn close_block(&mut self) {
        if self.filled() > 0 {
            let block = self.take_block();
            self.column.blocks.push(block);
            self.mode = Mode::Numbers;
        }
    }

    fn take_block(&mut self) -> Block {
        use std::mem::take;
        match self.mode {
            Mode::Numbers => Block::Numbers { values: take(&mut self.values), others: take(&mut self.others) },
            Mode::Words => {
                self.index.clear();
                Block::Words { codes: take(&mut self.codes), words: take(&mut self.words) }
            }
            Mode::Text => Block::Text { ends: take(&mut self.ends), text: take(&mut self.text) },
        }
    }

    /// Appends missing cells up to `rows`.
    pub fn fill_to(&mut self, rows: usize) {
        while self.len() < rows {
            self.push_missing();
        }
    }

    /// The finished column.
    pub fn finish(mut self) -> Column {
        self.close_block();
        self.column
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
        check(&["1", "n/a", "", "NaN", "-inf"], "1 'n/a' - !NaN !-inf");
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
