//! JSON documents to tables: one document, or several in a row.
//!
//! Takes pieces of text, buffered up to a limit because telling keys may stand at the end; gives tables.

mod empty;
mod fault;
mod parse;
mod rows;
mod shape;
mod tabulate;
#[cfg(test)]
mod tests;
mod text;
mod tree;

pub(super) use fault::Fault;
pub(super) use parse::parse;
pub(super) use tabulate::{Origin, Tabulator};
pub(super) use tree::{Inside, Tree};

use super::{Container, Content, Head, Ledger, Reader};
use crate::problem::{Severity, Spot};

/// Longest text of one JSON file.
const MOST_TEXT: usize = 256 << 20;

/// Whether the text begins like JSON and not like prose or a log line in brackets.
pub(super) fn is_json(head: &Head<'_>) -> bool {
    let mut text = head.text.trim_start();
    while let Some(length) = text::comment(text).filter(|_| text.starts_with('/') || named(head)) {
        text = text[length..].trim_start();
    }
    let named = named(head);
    let mut rest = text.chars();
    let first = rest.next();
    let inside = rest.as_str().trim_start();
    match (first, inside.chars().next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('{'), Some('\'')) => inside.get(1..).is_some_and(|key| key.find("':").is_some_and(|end| end < 200)),
        (Some('{'), Some('/' | '#')) => named && text::comment(inside).is_some(),
        (Some('{'), Some(_)) => named && text::bare_key(inside).is_some(),
        (Some('{' | '['), None) => named,
        (Some('['), Some('{' | '[' | '"' | ']')) => true,
        (Some('['), Some('-' | '0'..='9' | 't' | 'f' | 'n' | 'N' | 'I')) => {
            let value = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'));
            named || value.trim_start().starts_with([',', ']'])
        }
        _ => false,
    }
}

fn named(head: &Head<'_>) -> bool {
    matches!(head.kind, crate::reading::Kind::Json | crate::reading::Kind::Jsonl)
}

/// Buffers a file and reads it at its end.
pub(super) struct JsonReader {
    text: String,
    ledger: Ledger,
}

impl JsonReader {
    pub(super) fn open(head: &Head<'_>) -> Self {
        Self { text: head.text.to_owned(), ledger: Ledger::new(head.file) }
    }
}

impl Reader for JsonReader {
    fn push(&mut self, text: &str) {
        let room = MOST_TEXT.saturating_sub(self.text.len());
        if text.len() > room {
            self.ledger.say(
                Spot::Whole,
                Severity::Lost,
                "JSON is read up to 256 MiB, the rest is lost",
                Some("write JSON lines, which are read without a limit"),
            );
        }
        self.text.push_str(&text[..text.floor_char_boundary(room)]);
    }

    fn finish(self: Box<Self>) -> Content {
        let Self { text, mut ledger } = *self;
        let mut tables = Tabulator::default();
        tables.stand(Origin::of(&text));
        let mut documents = 0;
        let faults = parse(&text, |tree| {
            documents += 1;
            tables.document(&tree);
        });
        for (fault, at) in faults {
            let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count() as u64;
            fault.say(Spot::Line(line), &mut ledger);
        }
        let tables = tables.finish(&mut ledger);
        Content { documents, ..Content::of_tables(Container::Json, tables, ledger) }
    }
}
