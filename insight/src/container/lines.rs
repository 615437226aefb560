//! JSON lines to tables, line by line as the text comes in.
//!
//! Takes pieces of text, gives tables; a line that is not JSON costs that line only.

use super::json::{Fault, Origin, Tabulator, Tree, parse};
use super::{Container, Content, Head, Ledger, Reader};
use crate::problem::{Severity, Spot};
use crate::reading::Kind;

/// Lines of the head that are looked at.
const SAMPLE_LINES: usize = 20;

/// Whether a text that begins like JSON has one document per line.
pub(super) fn is_lines(head: &Head<'_>) -> bool {
    let mut lines = head.text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    let (mut sampled, mut whole) = (0, 0);
    for line in lines.by_ref().take(SAMPLE_LINES) {
        if !line.ends_with('\n') && !head.whole {
            break;
        }
        sampled += 1;
        whole += usize::from(is_map(line));
    }
    match whole {
        // The first line is longer than the head.
        0 => head.kind == Kind::Jsonl && sampled == 0,
        1 => head.kind == Kind::Jsonl || sampled == 2 && head.text.trim_end().contains("\n{"),
        _ => whole * 2 >= sampled,
    }
}

/// Whether lines of JSON stand among other lines, in a file whose name promises JSON.
pub(super) fn is_noisy(head: &Head<'_>) -> bool {
    let named = matches!(head.kind, Kind::Json | Kind::Jsonl);
    named && head.text.lines().filter(|line| line.trim_start().starts_with('{')).take(SAMPLE_LINES).any(is_map)
}

/// Whether a line is one map and nothing else.
fn is_map(line: &str) -> bool {
    let mut documents = 0;
    let mut maps = 0;
    let faults = parse(line, |tree| {
        documents += 1;
        maps += usize::from(matches!(tree, Tree::Map(_)));
    });
    documents == 1 && maps == 1 && !faults.iter().any(|(fault, _)| fault.is_damage())
}

/// Fills tables with the lines of one file.
pub(super) struct LinesReader {
    tables: Tabulator,
    ledger: Ledger,
    carry: String,
    line: u64,
    documents: u64,
}

impl LinesReader {
    pub(super) fn open(head: &Head<'_>) -> Self {
        let mut reader = Self {
            tables: Tabulator::default(),
            ledger: Ledger::new(head.file),
            carry: String::new(),
            line: 0,
            documents: 0,
        };
        reader.push(head.text);
        reader
    }

    fn take(&mut self, line: &str, is_last: bool) {
        self.line += 1;
        if line.trim_ascii().is_empty() {
            return;
        }
        let mut documents = Vec::new();
        let faults = parse(line, |tree| documents.push(tree));
        let damaged = faults.iter().any(|(fault, _)| fault.is_damage());
        let cut = faults.iter().any(|(fault, _)| matches!(fault, Fault::Cut | Fault::CutRow));
        let spot = Spot::Line(self.line);
        if documents.is_empty() || damaged {
            let (what, hint) = match is_last && cut {
                true => ("the file is cut in its last line, which is lost", "copy the file again"),
                false => ("line is not JSON and was left out", "write one JSON object per line"),
            };
            return self.ledger.drop_row(spot, what, Some(hint));
        }
        for (fault, _) in faults {
            fault.say(spot.clone(), &mut self.ledger);
        }
        self.documents += documents.len() as u64;
        self.tables.stand(Origin::Line(self.line));
        for tree in documents {
            self.tables.document(&tree);
        }
    }
}

impl Reader for LinesReader {
    fn push(&mut self, mut text: &str) {
        while let Some(end) = memchr::memchr(b'\n', text.as_bytes()) {
            if self.carry.is_empty() {
                self.take(&text[..end], false);
            } else {
                let mut line = std::mem::take(&mut self.carry);
                line.push_str(&text[..end]);
                self.take(&line, false);
                line.clear();
                self.carry = line;
            }
            text = &text[end + 1..];
        }
        self.carry.push_str(text);
    }

    fn finish(mut self: Box<Self>) -> Content {
        let last = std::mem::take(&mut self.carry);
        self.take(&last, true);
        if self.ledger.rows.reported > 0 && self.documents == 0 {
            self.ledger.say(Spot::Whole, Severity::Lost, "no line holds JSON", None);
        }
        let tables = self.tables.finish(&mut self.ledger);
        Content { documents: self.documents, ..Content::of_tables(Container::Lines, tables, self.ledger) }
    }
}
