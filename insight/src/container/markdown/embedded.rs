//! Data that stands in a document as a file of its own: between fences, in tags.

use super::MarkdownReader;
use super::block::Block;
use super::tags;
use crate::container::{Ledger, grid};
use crate::table::Table;

impl MarkdownReader {
    /// A line of the file; lines of a block are kept until it ends.
    pub(super) fn take(&mut self, line: &str) {
        self.line += 1;
        if let Some(mut block) = self.block.take() {
            block.push(line);
            if block.is_whole() {
                self.end_block(&block);
            } else if block.is_endless() {
                self.replay(&block);
            } else {
                self.block = Some(block);
            }
        } else if Block::on_one_line(line) && self.tagged(line, self.line) {
            // Its records are read.
        } else {
            self.block = Block::begin(line, self.line);
            if self.block.is_none() {
                self.physical(line);
            }
        }
    }

    fn end_block(&mut self, block: &Block) {
        let read = match block.is_tagged() {
            true => self.tagged(&block.lines.join("\n"), block.first),
            false => self.fenced(block),
        };
        if !read {
            self.replay(block);
        }
    }

    /// The lines of a block that is none, one by one.
    pub(super) fn replay(&mut self, block: &Block) {
        let last = self.line;
        self.line = block.first - 1;
        for line in &block.lines {
            self.line += 1;
            self.physical(line);
        }
        self.line = last;
    }

    /// A table in tags; whether it was one.
    fn tagged(&mut self, text: &str, first: u64) -> bool {
        let mut ledger = self.ledger.fresh();
        let Some(table) = grid::table("", tags::records(text, first), &mut ledger) else { return false };
        self.end_text();
        self.add(vec![table], ledger, 0);
        true
    }

    /// What stands between fences, where it is data; whether it was.
    fn fenced(&mut self, block: &Block) -> bool {
        let Some(kind) = block.kind else { return false };
        let Some(content) = super::super::inside(self.ledger.file(), kind, &block.inside()) else { return false };
        self.end_text();
        self.add(content.tables, content.ledger, block.first);
        true
    }

    /// Ends what stands before a block.
    fn end_text(&mut self) {
        self.close();
        self.flush();
    }

    /// Adds tables of a block, whose lines are counted from that line on.
    fn add(&mut self, tables: Vec<Table>, ledger: Ledger, after: u64) {
        for mut table in tables {
            table.shift(after);
            let place = self.place();
            table.place = match table.place.as_str() {
                "" => place,
                inner if inner.starts_with('/') => format!("{place}{inner}"),
                inner => format!("{place} {inner}").trim_start().to_owned(),
            };
            self.tables.push(table);
        }
        self.ledger.take(ledger, after);
    }
}
