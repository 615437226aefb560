//! Rows and problems of one file, counted while it is read.

use crate::problem::{Problem, Severity, Spot};
use crate::quirk::{self, Quirk, QuirkKind};
use crate::reading::Rows;

/// Counts rows and folds equal problems as they come, so that a million bad rows cost one entry.
#[derive(Debug)]
pub(crate) struct Ledger {
    file: String,
    pub(crate) rows: Rows,
    pub(crate) problems: Vec<Problem>,
    pub(crate) quirks: Vec<Quirk>,
}

impl Ledger {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), rows: Rows::default(), problems: Vec::new(), quirks: Vec::new() }
    }

    /// An empty one for the same file.
    pub(crate) fn fresh(&self) -> Self {
        Self::new(&self.file)
    }

    /// The file it is of.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Takes over what was found in a part of the file that begins after that line.
    pub(super) fn take(&mut self, part: Self, after: u64) {
        self.rows.in_file += part.rows.in_file;
        self.rows.kept += part.rows.kept;
        self.rows.reported += part.rows.reported;
        for mut problem in part.problems {
            if let Spot::Line(line) = &mut problem.spot {
                *line += after;
            }
            self.problems.push(problem);
        }
        for mut quirk in part.quirks {
            quirk.lines.iter_mut().for_each(|line| *line += after);
            quirk::see(&mut self.quirks, quirk);
        }
    }

    /// Rows that stand in a table.
    pub(crate) fn keep(&mut self, rows: u64) {
        self.rows.in_file += rows;
        self.rows.kept += rows;
    }

    /// A row that was dropped, and why.
    pub(crate) fn drop_row(&mut self, spot: Spot, what: &str, hint: Option<&str>) {
        self.rows.in_file += 1;
        self.rows.reported += 1;
        self.say(spot, Severity::Lost, what, hint);
    }

    /// Something that concerns the file as a whole and costs data.
    pub(crate) fn lost_whole(&mut self, what: &str, hint: &str) {
        self.say(Spot::Whole, Severity::Lost, what, Some(hint));
    }

    /// How the file is written at that line, with what shows it.
    pub(crate) fn quirk(&mut self, kind: QuirkKind, line: u64, sample: &str) {
        quirk::see(&mut self.quirks, Quirk::new(kind, Some(line), sample));
    }

    /// The same, seen so many times.
    pub(crate) fn quirk_of_many(&mut self, kind: QuirkKind, line: Option<u64>, count: u64, sample: &str) {
        quirk::see(&mut self.quirks, Quirk { count, ..Quirk::new(kind, line, sample) });
    }

    /// Adds a problem, or counts it where the same one is known.
    pub(crate) fn say(&mut self, spot: Spot, severity: Severity, what: &str, hint: Option<&str>) {
        let known =
            self.problems.iter_mut().find(|p| p.severity == severity && p.what == what && p.hint.as_deref() == hint);
        match known {
            Some(problem) => problem.count += 1,
            None => {
                let problem = Problem::new(&self.file, spot, severity, what);
                self.problems.push(match hint {
                    Some(hint) => problem.hint(hint),
                    None => problem,
                });
            }
        }
    }
}
