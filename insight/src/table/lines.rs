//! The lines at which the rows of a table begin, a number for each run of equal steps.

/// Where the rows of a table stand that do not follow each other line by line: after a comment, a blank line, a record of
/// several lines, or several in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    runs: Vec<Run>,
}

/// Rows that are equally far from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The first row.
    row: usize,
    /// Its line.
    line: u64,
    /// Lines from a row to the next one.
    step: u64,
}

impl Run {
    fn of(&self, row: usize) -> u64 {
        self.line + (row - self.row) as u64 * self.step
    }
}

impl Lines {
    /// Rows line by line from this one on.
    pub(crate) fn from(line: u64) -> Self {
        Self { runs: vec![Run { row: 0, line, step: 1 }] }
    }

    /// That row stands at that line.
    pub(crate) fn row(&mut self, row: usize, line: u64) {
        if self.of(row) == Some(line) {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.row == row => last.line = line,
            // The second row of a run tells how far its rows are from each other.
            Some(last) if last.row + 1 == row && line >= last.line => last.step = line - last.line,
            _ => self.runs.push(Run { row, line, step: 1 }),
        }
    }

    /// Line of the first row.
    pub(crate) fn first(&self) -> Option<u64> {
        self.runs.first().map(|run| run.line)
    }

    pub(super) fn of(&self, row: usize) -> Option<u64> {
        let at = self.runs.partition_point(|run| run.row <= row).checked_sub(1)?;
        self.runs.get(at).map(|run| run.of(row))
    }

    /// Counts from that line on.
    pub(super) fn shift(&mut self, after: u64) {
        self.runs.iter_mut().for_each(|run| run.line += after);
    }
}
