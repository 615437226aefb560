//! The data doctor: what in these files misleads who reads them, where it stands, and what one would get wrong.
//!
//! Takes a dataset, gives warnings by path. Each detector is one file and one line of `DETECTORS`; it knows the dataset and no
//! other detector, and it says what it saw with its figures. What reading and lineage found out already is taken from there.

mod again;
mod cold;
mod cold_start;
mod contradiction;
mod definition;
mod derived;
mod document;
mod failed;
mod gap;
mod identity;
mod inert;
mod look;
mod misread;
mod missing;
mod order;
mod order_prose;
mod outlier;
mod outlier_summed;
mod percentile;
mod place;
mod restated;
mod sample;
mod saying;
mod shared;
mod sign;
mod sign_rows;
mod single;
mod spelling;
mod told;
mod twin;
mod unit_in_cell;
mod unmeasured;
mod warning;
mod written;
mod zero;

pub(crate) use document::{Misnamed, misnamed};
pub(crate) use saying::saying;
pub(crate) use unmeasured::is_pretended;
pub use warning::{Trap, Warning};

use crate::dataset::Dataset;

/// What looks for traps; the order has no meaning.
const DETECTORS: &[fn(&Dataset) -> Vec<Warning>] = &[
    again::again,
    cold_start::cold_start,
    contradiction::contradiction,
    definition::definition,
    derived::derived,
    document::document,
    failed::failed,
    gap::gap,
    inert::inert,
    misread::misread,
    missing::missing,
    order::order,
    order_prose::order_prose,
    outlier::outlier,
    percentile::percentile,
    shared::shared,
    sign::sign,
    single::single,
    spelling::spelling,
    told::told,
    twin::twin,
    unit_in_cell::unit_in_cell,
    unmeasured::unmeasured,
    written::written,
    zero::zero,
];

/// Everything that misleads in these files, by path, trap and place; the same for any order of files.
pub fn audit(dataset: &Dataset) -> Vec<Warning> {
    let mut found: Vec<Warning> = DETECTORS.iter().flat_map(|detector| detector(dataset)).collect();
    found.sort();
    found.dedup();
    found
}
