//! Blocks of a document that hold a file of their own: what stands between fences, and tables written in tags.
//!
//! Takes lines, gives the block when it ends; a block that is never closed is no block.

use crate::reading::Kind;

/// Bytes of a block that is read.
const MOST_BYTES: usize = 4 << 20;

/// How a block ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    /// At a line of these marks.
    Fence(String),
    /// After `</table>`.
    Tags,
}

/// Lines between a begin and an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    end: End,
    /// What the text is by the word at the fence; `None` where it is nothing that holds data.
    pub(super) kind: Option<Kind>,
    /// The line it begins at.
    pub(super) first: u64,
    /// Its lines, with those of its begin and end.
    pub(super) lines: Vec<String>,
    bytes: usize,
    is_whole: bool,
}

impl Block {
    /// The block that begins in a line.
    pub(super) fn begin(line: &str, first: u64) -> Option<Self> {
        let text = line.trim_start();
        let lines = vec![line.to_owned()];
        let block = |end, kind| Some(Self { end, kind, first, lines, bytes: 0, is_whole: false });
        let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        if let Some(mark) = mark {
            let marks = text.chars().take_while(|c| *c == mark).count();
            let info = text[marks..].trim();
            return if marks < 3 || info.contains('`') {
                None
            } else {
                block(End::Fence(text[..marks].to_owned()), kind(info))
            };
        }
        let begins = text.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
        if begins && !has_end(text) { block(End::Tags, None) } else { None }
    }

    /// A table in tags that stands on one line.
    pub(super) fn on_one_line(line: &str) -> bool {
        line.trim_start().get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table")) && has_end(line)
    }

    /// Takes the next line.
    pub(super) fn push(&mut self, line: &str) {
        self.is_whole = match &self.end {
            End::Fence(marks) => {
                line.trim().starts_with(marks.as_str()) && line.trim().trim_start_matches(&marks[..1]).is_empty()
            }
            End::Tags => has_end(line),
        };
        self.bytes += line.len() + 1;
        self.lines.push(line.to_owned());
    }

    /// Whether it has ended.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether it is too long to be read.
    pub(super) fn is_endless(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    /// Whether it is a table in tags.
    pub(super) fn is_tagged(&self) -> bool {
        self.end == End::Tags
    }

    /// The text between the fences.
    pub(super) fn inside(&self) -> String {
        let lines = self.lines.get(1..self.lines.len().saturating_sub(1)).unwrap_or_default();
        let mut text = lines.join("\n");
        text.push('\n');
        text
    }
}

fn has_end(line: &str) -> bool {
    line.to_ascii_lowercase().contains("</table")
}

/// What the word at a fence says of the text; code of a program holds no data.
fn kind(info: &str) -> Option<Kind> {
    let word = info.split([' ', ',', '{']).next().unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "csv" | "tsv" => Some(Kind::Csv),
        "json" | "json5" | "jsonc" => Some(Kind::Json),
        "jsonl" | "ndjson" => Some(Kind::Jsonl),
        "" | "text" | "txt" | "plain" | "plaintext" | "console" | "output" | "log" | "table" | "results" => {
            Some(Kind::Other)
        }
        _ => None,
    }
}
