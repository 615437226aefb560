//! Markdown to tables and prose, line by line as the text comes in.
//!
//! Takes pieces of text, gives a table for every pipe table, placed by its nearest heading, and the prose between them. A header
//! row at the end of a sentence, text after the last cell of a row and a heading inside a line are read as what they were
//! before something took the line breaks away.

mod block;
mod embedded;
mod glued;
mod row;
mod tags;
#[cfg(test)]
mod tests;

use super::{Container, Content, Head, Ledger, Reader, grid};
use crate::problem::{Severity, Spot};
use crate::quirk::QuirkKind;
use crate::reading::Kind;
use crate::table::{ColumnBuilder, Lines, Table};
use block::Block;
use glued::heading_after_text;
use row::{cells, drawn, plain, separator, unjoined};
use std::collections::HashMap;

/// Prose that is kept.
const MOST_PROSE: usize = 1 << 20;

/// Bytes of a heading that name a place.
const LONGEST_HEADING: usize = 200;

/// Whether a text is Markdown: by its name, or by the row of dashes below the header of a table.
pub(super) fn is_markdown(head: &Head<'_>) -> bool {
    head.kind == Kind::Markdown
        || head.text.lines().zip(head.text.lines().skip(1)).any(|(header, dashes)| {
            let (header, dashes) = (drawn(header).0, drawn(dashes).0);
            separator(&dashes).is_some_and(|width| width > 1 && cells(&header).len() >= width)
        })
}

/// Whether data may stand in a text between fences or in tags.
pub(super) fn has_blocks(text: &str) -> bool {
    text.lines().any(|line| {
        Block::on_one_line(line) || Block::begin(line, 1).is_some_and(|block| block.is_tagged() || block.kind.is_some())
    })
}

/// Collects the tables and the prose of one file.
pub(super) struct MarkdownReader {
    ledger: Ledger,
    tables: Vec<Table>,
    prose: String,
    /// Lines of prose so far, and where they part from counting: a line of prose with its line in the file.
    prose_lines: u64,
    anchors: Vec<(u64, u64)>,
    heading: String,
    /// Tables under each heading so far.
    placed: HashMap<String, u32>,
    fenced: bool,
    carry: String,
    line: u64,
    /// A block that has not ended yet.
    block: Option<Block>,
    /// The line before: the header row of a table, if dashes follow.
    pending: Option<String>,
    /// The line of the file that it is.
    pending_at: u64,
    open: Option<Open>,
    /// Blank lines since the last row, or since the line that may be a header.
    gap: usize,
    /// Whether the line before is one of several between pipes of which none is a header for certain.
    bare: bool,
    /// A line after a gap in a table and its number: one more row, or the header of the next table when dashes follow.
    held: Option<(u64, String)>,
}

/// The table that is being filled.
struct Open {
    columns: Vec<ColumnBuilder>,
    rows: usize,
    lines: Lines,
}

impl MarkdownReader {
    pub(super) fn open(head: &Head<'_>) -> Self {
        let mut reader = Self {
            ledger: Ledger::new(head.file),
            tables: Vec::new(),
            prose: String::new(),
            prose_lines: 0,
            anchors: Vec::new(),
            heading: String::new(),
            placed: HashMap::new(),
            fenced: false,
            carry: String::new(),
            line: 0,
            block: None,
            pending: None,
            pending_at: 0,
            open: None,
            gap: 0,
            bare: false,
            held: None,
        };
        reader.push(head.text);
        reader
    }

    /// The heading above, numbered from its second table on.
    fn place(&mut self) -> String {
        let times = self.placed.entry(self.heading.clone()).or_insert(0_u32);
        *times += 1;
        if *times == 1 { self.heading.clone() } else { format!("{} ({times})", self.heading) }
    }

    /// A line of text, which may hold several lines of a table.
    fn physical(&mut self, line: &str) {
        let at_fence = self.pending.as_ref().is_some_and(|line| line.trim_start().starts_with("```"));
        if let Some(heading) = heading_after_text(line).filter(|_| self.fenced == at_fence) {
            self.ledger.quirk(QuirkKind::GluedHeading, self.line, heading);
        }
        match unjoined(line) {
            Some(lines) => {
                let what = "lines of a table were joined into one and were parted again";
                self.ledger.say(Spot::Line(self.line), Severity::Note, what, None);
                self.ledger.quirk(QuirkKind::GluedTable, self.line, line);
                lines.iter().for_each(|line| self.logical(line));
            }
            None => self.logical(line),
        }
    }

    /// A line as it should stand in a file.
    fn logical(&mut self, line: &str) {
        let (line, border) = drawn(line);
        let Some(width) = self.open.as_ref().map(|open| open.columns.len()) else { return self.outside(&line, border) };
        if line.trim().is_empty() {
            self.gap += 1;
            return;
        }
        if border && !line.starts_with("||") {
            return;
        }
        if !line.contains('|') {
            self.close();
            return self.outside(&line, border);
        }
        if let Some((at, held)) = self.held.take() {
            if separator(&line).is_some_and(|width| cells(&held).len() >= width) {
                self.close();
                (self.pending, self.pending_at) = (Some(held), at);
                return self.outside(&line, border);
            }
            self.row(&held, at);
        }
        if self.gap == 0 && self.open.is_some() {
            self.row(&line, self.line);
        } else if cells(&line).len() == width && self.open.is_some() {
            self.gap = 0;
            self.held = Some((self.line, line.into_owned()));
        } else {
            self.close();
            self.outside(&line, border);
        }
    }

    /// A line where no table is open.
    fn outside(&mut self, line: &str, border: bool) {
        self.bare &= piped(line).is_some();
        let waits = self.pending.as_ref().is_some_and(|line| line.contains('|'));
        if line.trim().is_empty() && waits {
            self.gap += 1;
        } else if !self.begins(line) && !self.begins_bare(line) {
            self.flush();
            if !border {
                (self.pending, self.pending_at) = (Some(line.to_owned()), self.line);
            }
        }
    }

    /// Begins a table where a line is the dashes below a header.
    fn begins(&mut self, line: &str) -> bool {
        let Some(names) = separator(line).and_then(|width| self.header(width)) else { return false };
        let columns = super::names(&names).into_iter().map(ColumnBuilder::new).collect();
        self.open = Some(Open { columns, rows: 0, lines: Lines::default() });
        self.gap = 0;
        true
    }

    /// Begins a table without a row of dashes: a row with a number below names, both between pipes and of one width.
    fn begins_bare(&mut self, line: &str) -> bool {
        let Some(names) = self.pending.as_deref().filter(|_| self.gap == 0).and_then(piped) else { return false };
        let Some(row) = piped(line).filter(|row| row.len() == names.len()) else { return false };
        let is_name = |cell: &String| !cell.is_empty() && !grid::is_figure(cell);
        if self.bare || !names.iter().all(is_name) || !row.iter().any(|cell| grid::is_figure(cell)) {
            self.bare = true;
            return false;
        }
        self.pending = None;
        let what = "a table without a row of dashes below its header";
        self.ledger.say(Spot::Line(self.line), Severity::Note, what, None);
        self.flush();
        let columns = super::names(&names).into_iter().map(ColumnBuilder::new).collect();
        self.open = Some(Open { columns, rows: 0, lines: Lines::default() });
        self.gap = 0;
        self.row(line, self.line);
        true
    }

    /// The names in the line before, when it has that many cells; what stands before them is prose.
    fn header(&mut self, width: usize) -> Option<Vec<String>> {
        let line = self.pending.take()?;
        let mut names = cells(&line);
        if names.len() < width {
            self.pending = Some(line);
            return None;
        }
        let header: Vec<String> = names.split_off(names.len() - width).iter().map(|name| plain(name)).collect();
        let before = names.join(" | ");
        if !before.trim().is_empty() && !line.trim_start().starts_with('|') {
            self.ledger.quirk(QuirkKind::GluedTable, self.line.saturating_sub(1 + self.gap as u64), &before);
        }
        self.pending = Some(before);
        self.flush();
        Some(header)
    }

    fn row(&mut self, line: &str, at: u64) {
        let Some(open) = &mut self.open else { return };
        let width = open.columns.len();
        let row = cells(line);
        if row.len() < width {
            let what = "row has fewer cells than the header, the others are empty";
            self.ledger.say(Spot::Line(at), Severity::Doubt, what, None);
        }
        let mut rest = row.as_slice();
        loop {
            let (cells, after) = rest.split_at(width.min(rest.len()));
            for (at, column) in open.columns.iter_mut().enumerate() {
                column.push_written(&cells.get(at).map_or_else(String::new, |cell| plain(cell)));
            }
            open.lines.row(open.rows, at);
            open.rows += 1;
            rest = after;
            // Between two rows that were joined stands the nothing between their pipes.
            match rest {
                [first, others @ ..] if first.trim().is_empty() && others.len() >= width => rest = others,
                _ => break,
            }
        }
        if rest.iter().any(|cell| !cell.trim().is_empty()) {
            let what = "text after the last cell of a row, read as prose";
            self.ledger.say(Spot::Line(at), Severity::Note, what, None);
            let rest = rest.join(" | ");
            self.ledger.quirk(QuirkKind::GluedTable, at, rest.trim());
            self.close();
            (self.pending, self.pending_at) = (Some(rest), at);
        }
    }

    fn close(&mut self) {
        if let Some((at, held)) = self.held.take() {
            self.row(&held, at);
        }
        let Some(open) = self.open.take() else { return };
        self.ledger.keep(open.rows as u64);
        let place = self.place();
        let columns = super::finish_outline(open.columns, &mut self.ledger);
        let first_line = open.lines.first().or(Some(self.line));
        self.tables.push(Table { place, columns, rows: open.rows, first_line, lines: open.lines, ..Table::default() });
    }

    /// The line before is prose.
    fn flush(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        let Some(line) = self.pending.take() else { return self.say_blank(gap) };
        if line.trim_start().starts_with("```") {
            self.fenced = !self.fenced;
        } else if !self.fenced
            && let Some(heading) = heading(&line)
        {
            heading[..heading.floor_char_boundary(LONGEST_HEADING)].clone_into(&mut self.heading);
        }
        let room = MOST_PROSE.saturating_sub(self.prose.len());
        if line.len() + 1 > room {
            self.ledger.say(Spot::Whole, Severity::Note, "prose beyond 1 MiB is not checked", None);
            return;
        }
        self.prose_lines += 1;
        let counted = self.anchors.last().map_or(self.prose_lines, |(prose, file)| file + (self.prose_lines - prose));
        if counted != self.pending_at {
            self.anchors.push((self.prose_lines, self.pending_at));
        }
        self.prose.push_str(&line);
        self.prose.push('\n');
        self.say_blank(gap);
    }

    fn say_blank(&mut self, lines: usize) {
        let room = MOST_PROSE.saturating_sub(self.prose.len());
        self.prose.extend(std::iter::repeat_n('\n', lines.min(room)));
        self.prose_lines += lines.min(room) as u64;
    }
}

/// The cells of a line that stands between pipes, two at least.
fn piped(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let between = line.len() > 2 && line.starts_with('|') && line.ends_with('|') && separator(line).is_none();
    between.then(|| cells(line).iter().map(|cell| plain(cell)).collect::<Vec<_>>()).filter(|cells| cells.len() >= 2)
}

/// The last heading in a line: `# Title`, also after other text.
fn heading(line: &str) -> Option<&str> {
    let mut found = None;
    let mut start = 0;
    while let Some(at) = line[start..].find('#') {
        let at = start + at;
        let marks = line[at..].bytes().take_while(|byte| *byte == b'#').count();
        let text = &line[at + marks..];
        let begins = at == 0 || line[..at].ends_with(' ');
        // One mark inside a line is a number sign.
        if begins && marks <= 6 && (marks > 1 || line[..at].trim().is_empty()) && text.starts_with(' ') {
            found = Some(text.trim());
        }
        start = at + marks;
    }
    let last = found?;
    Some(last.trim_end_matches('#').trim())
}

impl Reader for MarkdownReader {
    fn push(&mut self, mut text: &str) {
        while let Some(end) = memchr::memchr(b'\n', text.as_bytes()) {
            let mut line = std::mem::take(&mut self.carry);
            line.push_str(&text[..end]);
            self.take(line.strip_suffix('\r').unwrap_or(&line));
            text = &text[end + 1..];
        }
        self.carry.push_str(text);
    }

    fn finish(mut self: Box<Self>) -> Content {
        let last = std::mem::take(&mut self.carry);
        self.take(&last);
        // A block that is never closed is none.
        if let Some(block) = self.block.take() {
            self.replay(&block);
        }
        self.close();
        self.flush();
        Content {
            prose: self.prose,
            anchors: self.anchors,
            ..Content::of_tables(Container::Markdown, self.tables, self.ledger)
        }
    }
}
