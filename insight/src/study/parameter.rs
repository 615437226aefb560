//! What was chosen before a record was measured: one code a record, its levels in an order that no file decides.

use super::frame::Source;
use crate::role::{Role, names_setting};
use crate::table::Cell;
use std::collections::HashMap;
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

/// A parameter with more levels than this is no parameter but a name of single records.
const MOST_LEVELS: usize = 1000;

/// The code of a record that has no level.
pub(crate) const NO_LEVEL: u32 = u32::MAX;

/// What was chosen before a record was measured.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Canonical key: `model`, `num_ctx`.
    pub key: String,
    /// The words to show.
    pub name: String,
    /// Role of the column; a label of the file counts as a parameter.
    pub role: Role,
    /// Levels: numbers ascending, then words in order.
    pub levels: Vec<String>,
    /// The level of each record, [`NO_LEVEL`] where it has none.
    pub codes: Vec<u32>,
    /// Whether every level is a number.
    pub numeric: bool,
    /// The levels of the records that failed, in an order of their own.
    pub failed: Failed,
}

/// What was chosen for the records that failed: they are counted and never averaged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failed {
    /// Levels in order of appearance.
    pub levels: Vec<String>,
    /// The level of each record, [`NO_LEVEL`] where it has none.
    pub codes: Vec<u32>,
}

/// The levels of a column in order of appearance and the level of each record; `None` when there are too many or none.
pub(super) fn levels(source: Source<'_>, column: usize, records: &[(u32, u32)]) -> Option<(Vec<String>, Vec<u32>)> {
    let column = source.file.reading.tables.get(source.table)?.columns.get(column)?;
    let mut numbers: HashMap<u64, u32, Xxh3DefaultBuilder> = HashMap::default();
    let mut words: HashMap<&str, u32, Xxh3DefaultBuilder> = HashMap::default();
    let mut levels: Vec<String> = Vec::new();
    let mut codes = Vec::with_capacity(records.len());
    let (mut recent_numbers, mut recent_words) = (Recent::new(), Recent::new());
    for (_, row) in records {
        let code = match column.cell(*row as usize) {
            Cell::Missing => NO_LEVEL,
            Cell::NonFinite(number) if number.is_nan() => NO_LEVEL,
            // `inf` is a level: a load without a limit.
            Cell::Number(number) | Cell::NonFinite(number) => recent_numbers.code(number.to_bits(), |bits| {
                *numbers.entry(bits).or_insert_with(|| {
                    levels.push(format!("{number}"));
                    levels.len() as u32 - 1
                })
            }),
            // Equal words of one block are one word in memory.
            Cell::Text(word) => recent_words.code(word.as_ptr() as u64, |_| {
                *words.entry(word).or_insert_with(|| {
                    levels.push(word.to_owned());
                    levels.len() as u32 - 1
                })
            }),
        };
        if levels.len() > MOST_LEVELS {
            return None;
        }
        codes.push(code);
    }
    (!levels.is_empty()).then_some((levels, codes))
}

/// Codes found last, each at the place its key falls on: most columns have few levels, and looking here costs less than a
/// search by content.
struct Recent([(u64, u32); 64]);

impl Recent {
    fn new() -> Self {
        // No number and no word has this key.
        Self([(u64::MAX, NO_LEVEL); 64])
    }

    fn code(&mut self, key: u64, find: impl FnOnce(u64) -> u32) -> u32 {
        let place = &mut self.0[(key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize];
        if place.0 != key {
            *place = (key, find(key));
        }
        place.1
    }
}

fn append(known: &mut Vec<String>, all: &mut Vec<u32>, first: usize, (levels, codes): (&[String], &[u32])) {
    all.resize(first, NO_LEVEL);
    let mut translated = Vec::with_capacity(levels.len());
    for level in levels {
        let at = known.iter().position(|known| known == level);
        translated.push(at.unwrap_or_else(|| {
            known.push(level.clone());
            known.len() - 1
        }) as u32);
    }
    all.extend(codes.iter().map(|code| translated.get(*code as usize).copied().unwrap_or(NO_LEVEL)));
}

impl Parameter {
    pub(super) fn append(&mut self, first: usize, levels: &[String], codes: &[u32]) {
        append(&mut self.levels, &mut self.codes, first, (levels, codes));
    }

    pub(super) fn append_failed(&mut self, first: usize, levels: &[String], codes: &[u32]) {
        append(&mut self.failed.levels, &mut self.failed.codes, first, (levels, codes));
    }

    /// The level of each record that failed as one of [`Self::levels`]; a level that no answered record has is none of them.
    pub(crate) fn failed_codes(&self, count: usize) -> impl Iterator<Item = u32> + '_ {
        let known = |level: &String| self.levels.iter().position(|known| known == level).map(|at| at as u32);
        let translated: Vec<u32> =
            self.failed.levels.iter().map(|level| known(level).unwrap_or(NO_LEVEL - 1)).collect();
        let codes = self.failed.codes.iter().copied().chain(std::iter::repeat(NO_LEVEL)).take(count);
        codes.map(move |code| translated.get(code as usize).copied().unwrap_or(NO_LEVEL))
    }

    /// Numbers ascending, words in order, so that the order of files does not show.
    pub(super) fn order_levels(&mut self) {
        let number = |level: &String| level.parse::<f64>().ok().filter(|number| !number.is_nan());
        self.numeric = !self.levels.is_empty() && self.levels.iter().all(|level| number(level).is_some());
        let mut order: Vec<usize> = (0..self.levels.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&self.levels[*a], &self.levels[*b]);
            match (number(a), number(b)) {
                (Some(x), Some(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => a.cmp(b),
            }
        });
        let mut rank = vec![0_u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            rank[*old] = new as u32;
        }
        self.levels = order.iter().map(|old| self.levels[*old].clone()).collect();
        for code in &mut self.codes {
            *code = rank.get(*code as usize).copied().unwrap_or(NO_LEVEL);
        }
    }

    /// Whether a number was chosen and not counted: it is known as a setting, or every level has as many records.
    pub(crate) fn is_chosen(&self) -> bool {
        let mut counts = vec![0_usize; self.levels.len()];
        for code in &self.codes {
            if let Some(count) = counts.get_mut(*code as usize) {
                *count += 1;
            }
        }
        let mut used = counts.into_iter().filter(|count| *count > 0);
        let first = used.next();
        !self.numeric || names_setting(&self.key) || used.all(|count| Some(count) == first)
    }

    /// Levels that some of these records have.
    pub(crate) fn used(&self) -> Vec<u32> {
        let mut used = vec![false; self.levels.len()];
        for code in &self.codes {
            if let Some(used) = used.get_mut(*code as usize) {
                *used = true;
            }
        }
        (0..self.levels.len() as u32).filter(|code| used[*code as usize]).collect()
    }
}
