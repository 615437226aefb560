//! What belongs together across studies: the tables of the same files are one set, and requests are counted over all studies.

use super::{Study, Summary};
use std::collections::BTreeSet;

impl Summary {
    /// One study a set, most important first; further tables of the same files stand beside them.
    pub fn sets(&self) -> impl Iterator<Item = &Study> {
        self.studies.iter().filter(|study| study.beside.is_none())
    }

    /// How many files a set has: those that count, those that repeat them and those of their shape.
    pub fn files_of(&self, study: &Study) -> u64 {
        let tables =
            self.studies.iter().filter(|other| other.id == study.id || other.beside.as_ref() == Some(&study.id));
        let files: BTreeSet<&String> =
            tables.flat_map(|table| table.files.iter().chain(&table.repeats).chain(&table.others)).collect();
        files.len() as u64
    }

    /// Requests that were answered and that failed, over all studies whose records are requests.
    pub fn requests(&self) -> (u64, u64) {
        let requests = self.studies.iter().filter(|study| study.requests);
        requests.fold((0, 0), |(answered, failed), study| (answered + study.answered, failed + study.failed))
    }
}
