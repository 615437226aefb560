//! Files that contradict themselves: statistics out of order, totals that their rows do not give, a device that another cell denies,
//! a path that says another setting, a best that is none.

mod claim;
pub(super) mod device;
mod path;
mod rank;
mod total;

use super::look::{Look, all};
use super::{Trap, Warning, place};
use crate::dataset::Dataset;

/// Warns of files that contradict themselves or the files they speak of.
pub(super) fn contradiction(dataset: &Dataset) -> Vec<Warning> {
    let mut found: Vec<Warning> = Vec::new();
    for look in all(dataset) {
        found.extend(rank::rank(look));
        found.extend(total::total(look));
        found.extend(device::device(look));
    }
    found.extend(dataset.files.iter().filter_map(path::path));
    found.extend(claim::claims(dataset));
    found
}

/// A warning about one table.
fn warning(look: Look<'_>, place: &str, evidence: String, consequence: &str) -> Warning {
    Warning::new(look.path(), Trap::SelfContradiction, place::within(look.table, place), evidence, consequence)
}
