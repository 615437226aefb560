//! Lists without items, which leave no cell behind.

use crate::container::Ledger;
use crate::quirk::QuirkKind;
use std::collections::BTreeMap;

/// Lists told one by one.
const MOST: usize = 16;

/// Lists without items, by the pointer of their key, with their number and the first line.
#[derive(Debug, Default)]
pub(super) struct Empty(BTreeMap<String, (u64, Option<u64>)>);

impl Empty {
    /// One more.
    pub(super) fn see(&mut self, pointer: String, line: Option<u64>) {
        if self.0.len() < MOST || self.0.contains_key(&pointer) {
            self.0.entry(pointer).or_insert((0, line)).0 += 1;
        }
    }

    /// Tells the ledger.
    pub(super) fn tell(&self, ledger: &mut Ledger) {
        for (pointer, (count, line)) in &self.0 {
            ledger.quirk_of_many(QuirkKind::EmptyList, *line, *count, pointer);
        }
    }
}
