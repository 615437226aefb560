//! Fills one column, cell after cell.

use super::settle::settle;
use super::{BLOCK_ROWS, Block, Column, MISSING, MISSING_NUMBER, is_missing};
use crate::number;
use std::collections::HashMap;
use std::mem::take;

/// With fewer than this many cells per different word a block keeps plain text instead of a dictionary.
const DICTIONARY_SHARE: usize = 2;

/// Cells after which a block is judged to be mostly unique.
const DICTIONARY_TRIAL: usize = 1024;

/// Words that are found again without a look-up.
const RECENT: usize = 16;

/// Where a word stands among the recent ones: by its length and its last bytes, in which names of one family differ.
#[inline]
fn slot(word: &str) -> usize {
    let ends = word.bytes().rev().take(4);
    ends.fold(word.len(), |slot, byte| slot.wrapping_mul(31) + usize::from(byte)) % RECENT
}

/// Fills one column, cell after cell.
#[derive(Debug, Default)]
pub struct ColumnBuilder {
    column: Column,
    values: Vec<f64>,
    texts: Vec<(u32, Box<str>)>,
    codes: Vec<u32>,
    words: Vec<Box<str>>,
    index: HashMap<Box<str>, u32, xxhash_rust::xxh3::Xxh3DefaultBuilder>,
    /// Codes of words seen lately, by a few of their bytes.
    recent: [u32; RECENT],
    ends: Vec<u32>,
    text: String,
    mode: Mode,
    /// Rows of the closed blocks.
    closed: usize,
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

    /// States that the file writes the numbers of this column in quotes.
    pub(crate) fn set_quoted(&mut self) {
        self.column.quoted = true;
    }

    /// Cells pushed so far.
    pub fn len(&self) -> usize {
        self.closed + self.filled()
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

    /// Appends a cell as the file writes it: a number where it reads as one, else text; an empty cell is a missing one.
    #[inline]
    pub fn push_written(&mut self, cell: &str) {
        if self.mode == Mode::Words {
            let code = self.recent[slot(cell)];
            if self.words.get(code as usize).is_some_and(|word| **word == *cell) {
                self.column.counts.text += 1;
                self.codes.push(code);
                return self.close_if_full();
            }
        }
        match cell.as_bytes().first() {
            None => self.push_missing(),
            Some(b'0'..=b'9' | b'.' | b'+' | b'-' | b'n' | b'N' | b'i' | b'I' | b' ') => {
                match number::plain(cell.as_bytes()) {
                    // The last digits of an id are not rounded away.
                    Some(value) if value.abs() >= number::EXACT && number::is_inexact(cell, value) => {
                        self.push_text(cell.trim_ascii());
                    }
                    Some(value) => self.push_number(value),
                    None => self.push_text(cell),
                }
            }
            Some(_) => self.push_text(cell),
        }
    }

    /// Appends a cell that the file writes in quotes.
    pub(crate) fn push_quoted(&mut self, cell: &str) {
        self.push_written(cell);
        let is_number = self.mode == Mode::Numbers && self.values.last().is_some_and(|value| value.is_finite());
        self.column.quoted |= is_number;
    }

    /// Appends a number; NaN and infinities count as spelled out by the file.
    #[inline]
    pub fn push_number(&mut self, value: f64) {
        if self.mode != Mode::Numbers {
            self.turn_to_numbers();
        }
        if value.is_finite() {
            self.values.push(value);
        } else {
            self.column.counts.nonfinite += 1;
            // One NaN only, so that it is told from the mark of a missing cell.
            self.values.push(if value.is_nan() { f64::NAN } else { value });
        }
        self.close_if_full();
    }

    /// Whether the cells of this block have been numbers so far.
    #[inline]
    pub(crate) fn expects_numbers(&self) -> bool {
        self.mode == Mode::Numbers
    }

    /// Whether numbers stand in the block that is being filled, or in any before.
    pub(crate) fn holds_numbers(&self) -> bool {
        let filled = self.mode == Mode::Numbers && self.values.iter().any(|value| value.is_finite());
        filled || self.column.blocks.iter().any(|block| matches!(block, Block::Numbers { .. }))
    }

    /// Whether every cell so far is empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.column.counts.missing == self.len() as u64
    }

    /// Appends a finite number to a column that [expects numbers](Self::expects_numbers).
    #[inline]
    pub(crate) fn push_finite(&mut self, value: f64) {
        self.values.push(value);
        if self.values.len() == BLOCK_ROWS {
            self.close_block();
        }
    }

    /// Keeps the words of this block as exceptions among numbers, because a number arrived after them.
    fn turn_to_numbers(&mut self) {
        let block = self.take_block();
        for row in 0..block.len() {
            match block.text(row) {
                Some(text) => {
                    self.texts.push((row as u32, text.into()));
                    self.values.push(f64::NAN);
                }
                None => self.values.push(MISSING_NUMBER),
            }
        }
        self.mode = Mode::Numbers;
    }

    /// Appends an empty cell.
    pub fn push_missing(&mut self) {
        self.column.counts.missing += 1;
        match self.mode {
            Mode::Numbers => self.values.push(MISSING_NUMBER),
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
                if self.texts.is_empty() && self.values.iter().all(|value| is_missing(*value)) {
                    self.codes = vec![MISSING; self.values.len()];
                    self.values.clear();
                    self.mode = Mode::Words;
                    self.push_word(text);
                } else {
                    self.texts.push((self.values.len() as u32, text.into()));
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
        self.recent[slot(word)] = code;
        self.codes.push(code);
        if self.codes.len() >= DICTIONARY_TRIAL && self.words.len() * DICTIONARY_SHARE > self.codes.len() {
            self.turn_to_text();
        }
    }

    fn turn_to_text(&mut self) {
        let block = self.take_block();
        self.mode = Mode::Text;
        for row in 0..block.len() {
            self.push_plain(block.text(row).unwrap_or_default());
        }
    }

    fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    #[inline]
    fn close_if_full(&mut self) {
        if self.filled() == BLOCK_ROWS {
            self.close_block();
        }
    }

    fn close_block(&mut self) {
        let filled = self.filled();
        if filled > 0 {
            let mode = self.mode;
            let text = self.text.len();
            let block = self.take_block();
            self.column.blocks.push(block);
            self.closed += filled;
            // The next block is expected to be like this one.
            match mode {
                Mode::Numbers => self.values.reserve(filled),
                Mode::Words => self.mode = Mode::Numbers,
                Mode::Text => {
                    self.mode = Mode::Numbers;
                    self.ends.reserve(filled);
                    self.text.reserve(text + text / 16);
                }
            }
        }
    }

    fn take_block(&mut self) -> Block {
        match self.mode {
            Mode::Numbers => Block::Numbers { values: take(&mut self.values), texts: take(&mut self.texts) },
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

    /// The finished column; a unit that every cell states becomes the column's. Cells with errors (`1.5 ± 0.1`) give the values.
    pub fn finish(self) -> Column {
        self.settled().0
    }

    /// Appends the finished column, and beside it the errors of its values where its cells state them.
    pub(crate) fn finish_into(self, columns: &mut Vec<Column>) {
        let (column, errors) = self.settled();
        columns.push(column);
        columns.extend(errors);
    }

    fn settled(self) -> (Column, Option<Column>) {
        let column = self.close();
        if column.counts.text == 0 { (column, None) } else { settle(column) }
    }

    /// The column as it was pushed.
    pub(super) fn close(mut self) -> Column {
        self.close_block();
        let counts = &mut self.column.counts;
        counts.numbers = self.closed as u64 - counts.missing - counts.text - counts.nonfinite;
        self.column
    }
}
