//! What is wrong with the data a person gave us, said beside the place it concerns.
//!
//! A problem is a value, never an `Err`: reading goes on and everything else is kept.

use serde::{Deserialize, Serialize};

/// How much a problem costs the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Data was dropped.
    Lost,
    /// Data was kept, but may not mean what it seems to.
    Doubt,
    /// Nothing is wrong; worth knowing.
    Note,
}

/// Where in a file a problem stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spot {
    /// The file as a whole.
    Whole,
    /// A line, counted from 1.
    Line(u64),
    /// A JSON pointer (RFC 6901).
    Pointer(String),
}

/// One thing that is wrong with one file: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// Path of the file, relative to the common root of what was dropped.
    pub file: String,
    /// Place in the file; of several equal problems, the first place.
    pub spot: Spot,
    /// What it costs.
    pub severity: Severity,
    /// What happened, one sentence without a full stop.
    pub what: String,
    /// What the reader can do, if anything.
    pub hint: Option<String>,
    /// How many times it happened in this file.
    pub count: u64,
}

impl Problem {
    /// A problem that happened once.
    pub fn new(file: &str, spot: Spot, severity: Severity, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), spot, severity, what: what.into(), hint: None, count: 1 }
    }

    /// The same problem with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Sorts problems by file and place and folds equal ones of a file into one with a count.
pub fn fold(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    let mut folded: Vec<Problem> = Vec::new();
    for problem in problems {
        let twin = folded
            .iter_mut()
            .rev()
            .take_while(|p| p.file == problem.file)
            .find(|p| p.severity == problem.severity && p.what == problem.what && p.hint == problem.hint);
        match twin {
            Some(first) => first.count += problem.count,
            None => folded.push(problem),
        }
    }
    folded
}

impl std::fmt::Display for Problem {
    /// Writes `what (line 41, 3 times): path`, then the hint on its own line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.what)?;
        match &self.spot {
            Spot::Whole if self.count > 1 => write!(f, " ({} times)", self.count)?,
            Spot::Whole => {}
            Spot::Line(line) if self.count > 1 => write!(f, " (first at line {line}, {} times)", self.count)?,
            Spot::Line(line) => write!(f, " (line {line})")?,
            Spot::Pointer(pointer) if self.count > 1 => {
                write!(f, " (first at `{pointer}`, {} times)", self.count)?;
            }
            Spot::Pointer(pointer) => write!(f, " (at `{pointer}`)")?,
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_problems_of_a_file_fold_into_one_with_a_count_and_the_first_place() {
        let ragged = |file, line| Problem::new(file, Spot::Line(line), Severity::Lost, "too few fields");
        let folded = fold(vec![ragged("b", 9), ragged("a", 7), ragged("b", 3)]);
        let shown: Vec<String> = folded.iter().map(|p| format!("{}: {p}", p.file)).collect();
        assert_eq!(shown, ["a: too few fields (line 7)", "b: too few fields (first at line 3, 2 times)"]);
    }
}
