//! What is wrong with JSON text, and how it is said.

use crate::container::Ledger;
use crate::problem::{Severity, Spot};

/// Levels of nesting that are read.
pub(super) const DEEPEST: usize = 128;

/// What is said of a cut file, and what to do.
const CUT: (&str, &str) = ("the file is cut, its end is lost", "copy the file again");

/// What is wrong with JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text ends inside a value.
    Cut,
    /// The text ends inside a row, which was left out.
    CutRow,
    /// Something that is not JSON.
    Garbage,
    /// A comma, colon, quote or bracket is missing or wrong.
    Punctuation,
    /// A comma before a closing bracket.
    TrailingComma,
    /// More than [`DEEPEST`] levels.
    TooDeep,
    /// A comment.
    Comment,
    /// A value as Python writes it: `'a'`, `True`, `(1, 2)`; or a key without quotes.
    Loose,
}

impl Fault {
    /// Whether what was read may not be what was written.
    pub(crate) fn is_damage(self) -> bool {
        !matches!(self, Self::TrailingComma | Self::Comment | Self::Loose)
    }

    pub(crate) fn say(self, spot: Spot, ledger: &mut Ledger) {
        if self == Self::CutRow {
            return ledger.drop_row(spot, CUT.0, Some(CUT.1));
        }
        let (severity, what, hint) = match self {
            Self::Cut | Self::CutRow => (Severity::Lost, CUT.0, Some(CUT.1)),
            Self::Garbage => (Severity::Lost, "something that is not JSON was left out", Some("write the file again")),
            Self::Punctuation => (Severity::Doubt, "a comma, colon, quote or bracket is missing or wrong", None),
            Self::TrailingComma => {
                (Severity::Note, "a comma before a closing bracket, read as if it were not there", None)
            }
            Self::Comment => (Severity::Note, "comments in JSON, read as if they were not there", None),
            Self::Loose => (Severity::Note, "values as Python or JavaScript write them, read as JSON", None),
            Self::TooDeep => (Severity::Lost, "values nested deeper than 128 levels were left out", None),
        };
        ledger.say(spot, severity, what, hint);
    }
}
