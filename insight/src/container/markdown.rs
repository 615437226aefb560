//! Markdown to tables and prose, line by line as the text comes in.
//!
//! Takes pieces of text, gives a table for every pipe table, placed by its nearest heading, and the prose between them. A header
//! row at the end of a sentence, text after the last cell of a row and a heading inside a line are read as what they were
//! before something took the line breaks away.

use super::{Container, Content, Head, Ledger, Reader};
use crate::problem::{Severity, Spot};
use crate::reading::Kind;
use crate::table::{ColumnBuilder, Table};
use std::collections::HashMap;

/// Prose that is kept.
const MOST_PROSE: usize = 1 << 20;

/// Bytes of a heading that name a place.
const LONGEST_HEADING: usize = 200;

/// Whether a text is Markdown: by its name, or by the row of dashes below the header of a table.
pub(super) fn is_markdown(head: &Head<'_>) -> bool {
    head.kind == Kind::Markdown
        || head.text.lines().zip(head.text.lines().skip(1)).any(|(header, dashes)| {
            separator(dashes).is_some_and(|width| width > 1 && dashes.contains('|') && cells(header).len() >= width)
        })
}

/// Number of columns of a row of dashes, `| --- | :-: |`; `None` for any other line.
fn separator(line: &str) -> Option<usize> {
    let line = line.trim();
    let known = line.contains('|') && line.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'));
    if !known {
        return None;
    }
    let cells = cells(line);
    cells.iter().all(|cell| cell.contains('-')).then_some(cells.len())
}

/// The cells of a row, without the empty ends outside the outer pipes; an escaped pipe belongs to its cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match (c, escaped) {
            ('|', false) => cells.push(String::new()),
            ('|', true) => {
                if let Some(cell) = cells.last_mut() {
                    cell.pop();
                    cell.push('|');
                }
            }
            _ => cells.extend_last(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if line.starts_with('|') {
        cells.remove(0);
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) && line.ends_with('|') {
        cells.pop();
    }
    cells
}

trait ExtendLast {
    fn extend_last(&mut self, c: char);
}

impl ExtendLast for Vec<String> {
    fn extend_last(&mut self, c: char) {
        if let Some(last) = self.last_mut() {
            last.push(c);
        }
    }
}

/// A cell without the marks of emphasis and code.
fn plain(cell: &str) -> String {
    cell.trim().trim_matches('`').replace("**", "").trim().to_owned()
}

/// Collects the tables and the prose of one file.
pub(super) struct MarkdownReader {
    ledger: Ledger,
    tables: Vec<Table>,
    prose: String,
    heading: String,
    /// Tables under each heading so far.
    placed: HashMap<String, u32>,
    fenced: bool,
    carry: String,
    line: u64,
    /// The line before: the header row of a table, if dashes follow.
    pending: Option<String>,
    open: Option<Open>,
}

/// The table that is being filled.
struct Open {
    columns: Vec<ColumnBuilder>,
    rows: usize,
    first_line: u64,
}

impl MarkdownReader {
    pub(super) fn open(head: &Head<'_>) -> Self {
        let mut reader = Self {
            ledger: Ledger::new(head.file),
            tables: Vec::new(),
            prose: String::new(),
            heading: String::new(),
            placed: HashMap::new(),
            fenced: false,
            carry: String::new(),
            line: 0,
            pending: None,
            open: None,
        };
        reader.push(head.text);
        reader
    }

    fn take(&mut self, line: &str) {
        self.line += 1;
        if self.open.is_some() {
            if line.contains('|') {
                return self.row(line);
            }
            self.close();
        }
        let header = separator(line).and_then(|width| self.header(width));
        if let Some(names) = header {
            let columns = super::names(&names).into_iter().map(ColumnBuilder::new).collect();
            self.open = Some(Open { columns, rows: 0, first_line: self.line + 1 });
            return;
        }
        self.flush();
        self.pending = Some(line.to_owned());
    }

    /// The names in the line before, when it has that many cells; what stands before them is prose.
    fn header(&mut self, width: usize) -> Option<Vec<String>> {
        let line = self.pending.as_ref()?;
        let mut names = cells(line);
        if names.len() < width {
            return None;
        }
        let header = names.split_off(names.len() - width);
        self.pending = Some(names.join(" | "));
        self.flush();
        Some(header.iter().map(|name| plain(name)).collect())
    }

    fn row(&mut self, line: &str) {
        let Some(open) = &mut self.open else { return };
        let mut row = cells(line);
        let width = open.columns.len();
        if row.len() < width {
            self.ledger.say(
                Spot::Line(self.line),
                Severity::Doubt,
                "row has fewer cells than the header, the others are empty",
                None,
            );
        }
        let after = row.split_off(width.min(row.len()));
        for (at, column) in open.columns.iter_mut().enumerate() {
            column.push_written(&row.get(at).map_or_else(String::new, |cell| plain(cell)));
        }
        open.rows += 1;
        if after.iter().any(|cell| !cell.trim().is_empty()) {
            self.ledger.say(
                Spot::Line(self.line),
                Severity::Note,
                "text after the last cell of a row, read as prose",
                None,
            );
            self.close();
            self.pending = Some(after.join(" | "));
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.ledger.keep(open.rows as u64);
        let times = self.placed.entry(self.heading.clone()).or_insert(0_u32);
        *times += 1;
        let place = if *times == 1 { self.heading.clone() } else { format!("{} ({times})", self.heading) };
        let columns = super::finish(open.columns, &mut self.ledger);
        let first_line = Some(open.first_line);
        self.tables.push(Table { place, columns, rows: open.rows, first_line, ..Table::default() });
    }

    /// The line before is prose.
    fn flush(&mut self) {
        let Some(line) = self.pending.take() else { return };
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
        self.prose.push_str(&line);
        self.prose.push('\n');
    }
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
        self.close();
        self.flush();
        Content { prose: self.prose, ..Content::of_tables(Container::Markdown, self.tables, self.ledger) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: &Expect) {
        let head = Head { file: "f.md", kind: Kind::Markdown, text, whole: true };
        let content = Box::new(MarkdownReader::open(&head)).finish();
        let mut shown = String::new();
        for table in &content.tables {
            shown += &format!("[{}] line {}\n", table.place, table.first_line.unwrap());
            for column in &table.columns {
                shown += &format!("  {}: {:?}\n", column.name, column.cells().collect::<Vec<_>>());
            }
        }
        shown += &format!("prose: {:?}\n", content.prose);
        for problem in &content.ledger.problems {
            shown += &format!("{problem}\n");
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn tables_stand_under_their_heading() {
        check(
            "# Run\ntext\n\n| a | **b** |\n|---|:-:|\n| 1 | `x` |\n| **2** | y\\|z |\n\nmore\n## Two\n\na | b\n-- | --\n3 |\n",
            &expect![[r##"
                [Run] line 6
                  a: [Number(1.0), Number(2.0)]
                  b: [Text("x"), Text("y|z")]
                [Two] line 14
                  a: [Number(3.0)]
                  b: [Missing]
                prose: "# Run\ntext\n\n\n\nmore\n## Two\n\n\n\n"
                row has fewer cells than the header, the others are empty (line 14)
            "##]],
        );
    }

    #[test]
    fn a_table_that_lost_its_line_breaks_is_still_a_table() {
        check(
            "Sweep ## Speed\nBest was 0.1 s. | tag | s |\n| --- | --- |\n| q4 | 1.5 |\n| q8 | 2.5 | See plots. ## Next | n | v |\n| --- | --- |\n| 1 | 2 |\n",
            &expect![[r#"
                [Speed] line 4
                  tag: [Text("q4"), Text("q8")]
                  s: [Number(1.5), Number(2.5)]
                [Next] line 7
                  n: [Number(1.0)]
                  v: [Number(2.0)]
                prose: "Sweep ## Speed\nBest was 0.1 s. \nSee plots. ## Next  \n\n"
                text after the last cell of a row, read as prose (line 5)
            "#]],
        );
    }

    #[test]
    fn lines_with_bars_and_no_dashes_below_are_prose() {
        check(
            "a | b\nc | d\n\n---\n\nx\n",
            &expect![[r#"
            prose: "a | b\nc | d\n\n---\n\nx\n\n"
        "#]],
        );
    }
}
