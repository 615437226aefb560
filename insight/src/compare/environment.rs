//! What else is not the same on both sides: a comparison never passes over it.

use super::side::Cell;
use crate::dataset::Dataset;
use crate::role::Role;
use crate::table::Cell as Written;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// More values than this are no description of a machine.
const MOST_VALUES: usize = 8;

/// One thing that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// What it is: `gpu`, `driver`, `model`.
    pub what: String,
    /// What the baseline says; empty when it does not say.
    pub baseline: String,
    /// What the candidate says; empty when it does not say.
    pub candidate: String,
}

type Stated = BTreeMap<String, BTreeSet<String>>;

/// Labels of files and columns about the environment that differ, by name.
pub(super) fn changes(baseline: &Dataset, candidate: &Dataset) -> Vec<Change> {
    let (old, new) = (stated(baseline), stated(candidate));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let shown = |side: &Stated, name: &str| {
        side.get(name).map_or_else(String::new, |values| values.iter().cloned().collect::<Vec<_>>().join(", "))
    };
    let all = names.into_iter().map(|name| Change {
        what: name.clone(),
        baseline: shown(&old, name),
        candidate: shown(&new, name),
    });
    all.filter(|change| change.baseline != change.candidate).collect()
}

/// Conditions that were compared though they are not the same.
pub(super) fn add_labels(changes: &mut Vec<Change>, old: &Cell, new: &Cell) {
    let value = |cell: &Cell, name: &str| {
        cell.labels.iter().find(|(label, _)| label == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    for (what, _) in old.labels.iter().chain(&new.labels) {
        let change = Change { what: what.clone(), baseline: value(old, what), candidate: value(new, what) };
        if change.baseline != change.candidate && !changes.iter().any(|known| known.what == change.what) {
            changes.push(change);
        }
    }
}

fn stated(dataset: &Dataset) -> Stated {
    let mut stated = Stated::new();
    for file in &dataset.files {
        for label in &file.labels {
            stated.entry(label.name.clone()).or_default().insert(label.value.clone());
        }
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            for (column, field) in table.columns.iter().zip(&sheet.fields) {
                if field.role != Role::Environment {
                    continue;
                }
                let mut values = BTreeSet::new();
                for cell in column.cells() {
                    if let Written::Text(text) = cell {
                        values.insert(text.to_owned());
                    }
                    if values.len() > MOST_VALUES {
                        break;
                    }
                }
                if !values.is_empty() && values.len() <= MOST_VALUES {
                    stated.entry(field.name.clone()).or_default().extend(values);
                }
            }
        }
    }
    stated
}
