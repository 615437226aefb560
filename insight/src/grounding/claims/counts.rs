//! How many statements of a text hold, and what an export says that a reader accepted all the same.

use super::{Item, Stand};
use std::fmt;

/// Statements of a text by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that the data support.
    pub supported: usize,
    /// Those that the data contradict.
    pub contradicted: usize,
    /// Those that the data say nothing about.
    pub unsupported: usize,
}

impl Counts {
    /// Counts the verdicts.
    pub fn of(items: &[Item]) -> Self {
        let count = |stand| items.iter().filter(|item| item.verdict == stand).count();
        Self {
            supported: count(Stand::Supported),
            contradicted: count(Stand::Contradicted),
            unsupported: count(Stand::Unsupported),
        }
    }

    /// All that state something.
    pub fn all(self) -> usize {
        self.supported + self.contradicted + self.unsupported
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} supported, {} contradicted, {} unsupported", self.supported, self.contradicted, self.unsupported)
    }
}

/// A text that is exported although the data contradict it, with who took it so.
pub fn accepted(text: &str, contradicted: usize, reader: &str) -> String {
    let reader: String =
        reader.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'')).collect();
    let statements =
        if contradicted == 1 { "statement that the data contradict" } else { "statements that the data contradict" };
    format!("{}\n\n---\n\n**Accepted by {reader} with {contradicted} {statements}.**\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::accepted;

    #[test]
    fn who_accepts_is_named_in_the_export_and_cannot_write_into_it() {
        assert_eq!(
            accepted("Text.\n", 2, " A. O'Neil\n# <b>x</b>"),
            "Text.\n\n---\n\n**Accepted by A. O'Neil bxb with 2 statements that the data contradict.**\n"
        );
    }
}
