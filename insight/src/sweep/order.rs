//! Settings whose levels ran one after another: nobody can tell them from a drift over time.

use super::cells::Cells;
use super::find::Found;
use crate::study::{Frame, places_of};

/// For each setting, whether each of its levels ran in one piece, where one file says the order of measuring.
pub(super) fn in_blocks(frame: &Frame<'_>, found: &Found, cells: &Cells) -> Vec<bool> {
    let none = vec![false; found.parameters.len()];
    let source = |record: usize| frame.records[record].0;
    let Some(first) = found.records.first() else { return none };
    if found.records.iter().any(|record| source(*record) != source(*first)) {
        return none;
    }
    let Some(places) = places_of(frame, &found.records) else { return none };
    let mut rows: Vec<(u32, &[usize])> = Vec::with_capacity(found.records.len());
    for cell in &cells.all {
        for record in &cell.records {
            let Ok(at) = found.records.binary_search(record) else { return none };
            rows.push((places[at], &cell.at));
        }
    }
    rows.sort_unstable_by_key(|(place, _)| *place);
    let blocks = |factor: usize| rows.chunk_by(|a, b| a.1[factor] == b.1[factor]).count();
    (0..found.parameters.len()).map(|factor| blocks(factor) == cells.levels[factor].len()).collect()
}
