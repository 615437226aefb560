//! The facts by their values, so that the fact of a number of ours is found without looking at all of them.

use super::super::super::written::Dimension;
use super::super::book::Book;
use super::super::judge::Written;
use std::collections::BTreeSet;

/// Entries of the book in the order of their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// Value in the base unit.
    base: Vec<(f64, usize)>,
    /// Value in the fact's own unit.
    own: Vec<(f64, usize)>,
}

impl Values {
    pub(super) fn of(book: &Book) -> Self {
        let sorted = |value: &dyn Fn(usize) -> f64| {
            let mut all: Vec<(f64, usize)> = (0..book.entries.len()).map(|at| (value(at), at)).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            all
        };
        let base = sorted(&|at| book.entries[at].value);
        let own = sorted(&|at| book.entries[at].value / book.entries[at].unit.factor);
        Self { base, own }
    }

    /// The first of these entries that a number states, of all where none is named.
    pub(super) fn find(&self, book: &Book, written: &Written<'_>, among: &BTreeSet<usize>) -> Option<usize> {
        let unit = written.quantity.unit.as_ref().or(written.quantity.shared_unit.as_ref());
        let is = |at: usize| {
            let entry = &book.entries[at];
            match unit {
                Some(unit) => unit.dimension == entry.unit.dimension && written.is(entry.value, unit.factor),
                None => written.is(entry.value, 1.0) || written.is(entry.value, entry.unit.factor),
            }
        };
        if !among.is_empty() {
            return among.iter().copied().find(|at| is(*at));
        }
        let factor = unit.map_or(1.0, |unit| unit.factor);
        let near = |sorted: &[(f64, usize)], value: f64, half: f64| {
            let room = half.abs() * (1.0 + 1e-9) + value.abs() * 1e-9;
            let from = sorted.partition_point(|(it, _)| *it < value - room);
            let until = sorted.partition_point(|(it, _)| *it <= value + room);
            sorted[from..until.max(from)].iter().map(|(_, at)| *at).filter(|at| is(*at)).min()
        };
        let (value, half) = (written.quantity.value, written.quantity.half);
        let base = near(&self.base, value * factor, half * factor);
        let is_plain = unit.is_none_or(|unit| unit.dimension == Dimension::Count);
        let own = if is_plain { near(&self.own, value, half) } else { None };
        base.into_iter().chain(own).min()
    }
}
