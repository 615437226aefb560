//! Text to tables, by the shape of the text: CSV, JSON, JSON lines, Markdown.
//!
//! Takes text piece by piece, gives [`Content`]. Knows the grammar of each container and no tool that writes it; see `format`.

mod aligned;
mod csv;
mod grid;
mod json;
mod ledger;
mod lines;
mod markdown;
mod text;
pub(crate) mod yaml;

pub(crate) use ledger::Ledger;
pub(crate) use text::NO_TEXT;
pub use text::Text;

use crate::problem::{Severity, Spot};
use crate::quirk::QuirkKind;
use crate::reading::Kind;
use crate::table::{Column, ColumnBuilder, Table, carry_down};

/// The shape of a file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Rows of fields between delimiters.
    Csv,
    /// One JSON document, or several in a row.
    Json,
    /// One JSON object per line.
    Lines,
    /// Prose with pipe tables.
    Markdown,
    /// No shape that is known here.
    Nothing,
}

/// What a file's text holds.
pub struct Content {
    /// The shape of the text.
    pub container: Container,
    /// JSON documents or lines of JSON that were read.
    pub documents: u64,
    /// Tables in file order.
    pub tables: Vec<Table>,
    /// The first lines as they stand; empty for JSON.
    pub text: Text,
    /// Prose beside the tables.
    pub(crate) prose: String,
    /// Lines of the prose whose number is not one more than that of the line before, each with its line in the file.
    pub(crate) anchors: Vec<(u64, u64)>,
    /// Rows and problems.
    pub(crate) ledger: Ledger,
}

impl Container {
    /// The container as a reader of the page knows it: `JSON lines`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Lines => "JSON lines",
            Self::Markdown => "Markdown",
            Self::Nothing => "no table",
        }
    }

    /// Whether the ending of a name promises something else.
    pub(crate) fn disagrees_with(self, kind: Kind) -> bool {
        match kind {
            Kind::Csv => self != Self::Csv,
            Kind::Json => self != Self::Json,
            Kind::Jsonl => self != Self::Lines,
            Kind::Markdown => self != Self::Markdown,
            Kind::Other => false,
        }
    }
}

impl Content {
    fn of_tables(container: Container, tables: Vec<Table>, ledger: Ledger) -> Self {
        let (text, prose) = (Text::default(), String::new());
        Self { container, documents: 0, tables, text, prose, anchors: Vec::new(), ledger }
    }
}

/// Reads one container, fed with pieces of text.
pub(crate) trait Reader {
    fn push(&mut self, text: &str);
    fn finish(self: Box<Self>) -> Content;
}

/// Text by which the container is told.
pub(crate) const HEAD_BYTES: usize = 64 * 1024;

/// The first text of a file.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) file: &'a str,
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// Whether the file ends with this text.
    pub(crate) whole: bool,
}

/// Reads a file's text as the container that its head shows.
pub(crate) enum Opener {
    Head(String),
    Reading(Box<dyn Reader>, Option<Text>),
}

impl Opener {
    pub(crate) fn push(&mut self, file: &str, kind: Kind, text: &str) {
        match self {
            Self::Reading(reader, kept) => {
                reader.push(text);
                kept.iter_mut().for_each(|kept| kept.push(text));
            }
            Self::Head(head) => {
                let cut = text.floor_char_boundary(HEAD_BYTES.saturating_sub(head.len()));
                let (now, later) = text.split_at(cut);
                head.push_str(now);
                // A character across the border leaves the head up to three bytes short.
                if head.len() + 3 >= HEAD_BYTES || !later.is_empty() {
                    let (reader, kept) = open(&Head { file, kind, text: head, whole: false });
                    *self = Self::Reading(reader, kept);
                    self.push(file, kind, later);
                }
            }
        }
    }

    pub(crate) fn finish(self, file: &str, kind: Kind) -> Content {
        let (reader, kept) = match self {
            Self::Reading(reader, kept) => (reader, kept),
            Self::Head(head) => open(&Head { file, kind, text: &head, whole: true }),
        };
        let mut content = Content { text: kept.unwrap_or_default(), ..reader.finish() };
        if content.container == Container::Nothing {
            aligned::read(&mut content);
            error_text(&mut content);
        }
        content
    }
}

/// Says so where a text without a table begins with an error message or is a page of the web.
fn error_text(content: &mut Content) {
    const BEGINS: &[&str] = &["error", "fatal", "traceback", "usage:", "exception", "panic", "<!doctype html", "<html"];
    let first = content.text.lines().find(|(_, line)| !line.trim().is_empty());
    let Some((at, line)) = first.filter(|_| content.container == Container::Nothing) else { return };
    let text = line.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '<').to_ascii_lowercase();
    let named = text
        .split_once(": ")
        .is_some_and(|(_, message)| message.starts_with("error") || message.contains("command not found"));
    if BEGINS.iter().any(|begin| text.starts_with(begin)) || named {
        content.ledger.quirk_of_many(QuirkKind::ErrorText, Some(at), 1, line.trim());
    }
}

/// What a text inside a document holds, where it is data and no document itself.
fn inside(file: &str, kind: Kind, text: &str) -> Option<Content> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES.min(text.len()))];
    let head = Head { file, kind, text: head, whole: head.len() == text.len() };
    // A document in a document is prose.
    if markdown::is_markdown(&head) || markdown::has_blocks(text) {
        return None;
    }
    let mut opener = Opener::Head(String::new());
    opener.push(file, kind, text);
    let content = opener.finish(file, kind);
    let holds = |table: &Table| table.columns.iter().any(|column| column.counts().numbers > 0);
    let is_data = content.container != Container::Markdown && content.tables.iter().any(holds);
    is_data.then_some(content)
}

/// A reader that has taken the head already, and the text itself where a format may read it line by line.
fn open(head: &Head<'_>) -> (Box<dyn Reader>, Option<Text>) {
    if json::is_json(head) {
        let reader: Box<dyn Reader> = match lines::is_lines(head) {
            true => Box::new(lines::LinesReader::open(head)),
            false => Box::new(json::JsonReader::open(head)),
        };
        return (reader, None);
    }
    if lines::is_noisy(head) {
        return (Box::new(lines::LinesReader::open(head)), None);
    }
    let mut text = Text::default();
    text.push(head.text);
    let reader: Box<dyn Reader> = if markdown::is_markdown(head) {
        Box::new(markdown::MarkdownReader::open(head))
    } else {
        match csv::open(head) {
            Some(reader) => Box::new(reader),
            None if markdown::has_blocks(head.text) => Box::new(markdown::MarkdownReader::open(head)),
            None => Box::new(Nothing(Ledger::new(head.file))),
        }
    };
    (reader, Some(text))
}

/// A file without a table.
struct Nothing(Ledger);

impl Reader for Nothing {
    fn push(&mut self, _text: &str) {}

    fn finish(self: Box<Self>) -> Content {
        let mut ledger = self.0;
        ledger.lost_whole("no table found", "drop CSV, JSON, JSON lines or Markdown with tables");
        Content::of_tables(Container::Nothing, Vec::new(), ledger)
    }
}

/// The finished columns of one table.
fn finish(builders: Vec<ColumnBuilder>, ledger: &mut Ledger) -> Vec<Column> {
    let mut columns = Vec::with_capacity(builders.len());
    builders.into_iter().for_each(|column| column.finish_into(&mut columns));
    for column in columns.iter().filter(|column| column.is_rounded()) {
        let what =
            format!("whole numbers of `{}` have more digits than can be computed with, 16 are used", column.name);
        ledger.say(Spot::Whole, Severity::Note, &what, None);
    }
    columns
}

/// The finished columns of a table that people read: a name that stands once holds for the rows below it.
fn finish_outline(builders: Vec<ColumnBuilder>, ledger: &mut Ledger) -> Vec<Column> {
    let mut columns = finish(builders, ledger);
    for name in carry_down(&mut columns) {
        let what = format!("a name in `{name}` holds for the rows below it that have none, or are parts of it");
        ledger.say(Spot::Whole, Severity::Note, &what, None);
    }
    columns
}

/// Names of columns: trimmed, an empty one named by its place, a repeated one numbered.
pub(crate) fn names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut known = std::collections::HashSet::new();
    for (at, field) in header.iter().enumerate() {
        let field = field.trim();
        let base = if field.is_empty() { format!("column {}", at + 1) } else { field.to_owned() };
        let mut name = base.clone();
        let mut times = 1;
        while !known.insert(name.clone()) {
            times += 1;
            name = format!("{base} ({times})");
        }
        names.push(name);
    }
    names
}
