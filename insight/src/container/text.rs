//! The text of a file as it stands, for formats that are read line by line: logs, console blocks, YAML, SQL.

use super::{Content, Ledger};
use crate::table::Table;

/// The longest text that is kept.
const MOST_TEXT: usize = 4 << 20;

/// The first text of a file.
#[derive(Debug, Default)]
pub struct Text {
    kept: String,
    cut: bool,
}

/// No text.
pub(crate) static NO_TEXT: Text = Text { kept: String::new(), cut: false };

impl Text {
    /// Whether the file goes on after it.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut
    }

    pub(super) fn push(&mut self, text: &str) {
        if self.cut {
            return;
        }
        let end = text.floor_char_boundary(MOST_TEXT - self.kept.len());
        self.kept.push_str(&text[..end]);
        self.cut = end < text.len();
    }

    /// Whole lines, each with its number, counted from 1, without its end.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        (1..).zip(self.as_str().lines())
    }

    /// All lines together.
    pub fn as_str(&self) -> &str {
        match self.kept.rfind('\n') {
            Some(end) if self.cut => &self.kept[..end],
            _ => &self.kept,
        }
    }
}

impl Content {
    /// Puts the tables that `read` finds in the text in the place of what the container gave: rows of these tables are kept,
    /// rows that `read` drops stand in the ledger, other lines are no rows.
    pub(crate) fn read_text(&mut self, read: impl FnOnce(&Text, &mut Ledger) -> Vec<Table>) {
        let mut ledger = self.ledger.fresh();
        let tables = read(&self.text, &mut ledger);
        ledger.keep(tables.iter().map(|table| table.records() as u64).sum());
        if self.text.cut {
            ledger.lost_whole("only the first 4 MiB of this text were read", "drop the tool's JSON or CSV instead");
        }
        self.tables = tables;
        self.ledger = ledger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_kept_up_to_its_last_whole_line_however_it_comes() {
        let line = "é".repeat(50) + "\n";
        let long = line.repeat(MOST_TEXT / line.len() + 2);
        let mut whole = Text::default();
        whole.push(&long);
        assert!(whole.cut && whole.as_str().ends_with('é') && whole.as_str().len() > MOST_TEXT - 2 * line.len());
        let mut pieces = Text::default();
        let mut rest = long.as_str();
        while !rest.is_empty() {
            let end = rest.floor_char_boundary(70_001.min(rest.len()));
            pieces.push(&rest[..end]);
            rest = &rest[end..];
        }
        assert_eq!(pieces.as_str(), whole.as_str());
    }
}
