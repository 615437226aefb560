//! Runs of two servers side by side: which workloads and loads are the same on both sides, and what those say.
//!
//! A ratio stands only between runs of the same load, of prompts of the same length and of times that were measured alike. What
//! cannot be compared is named with the reason. One run a side has no interval, so nothing is called better here.

mod matched;
mod ratio;
mod told;

use crate::serving::{Curve, Load, Offered};
use matched::lengths_fit;
pub use matched::{Fit, Matched};
pub use ratio::Ratio;
use serde::{Deserialize, Serialize};
pub use told::{Told, told};

/// Workloads of the baseline that are told.
const MOST: usize = 12;

/// One workload of the baseline beside one of the candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workloads {
    /// Tool, model and tokens of the baseline.
    pub baseline: String,
    /// Those of the candidate.
    pub candidate: String,
    /// What is the same on both sides, and what is not.
    pub matched: Vec<Matched>,
    /// Loads that both sides ran, from low to high; none where the workloads are not the same.
    pub loads: Vec<AtLoad>,
    /// What is not compared, each with the reason.
    pub not_compared: Vec<String>,
    /// What must be known with the ratios.
    pub notes: Vec<String>,
}

/// Both sides at one load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AtLoad {
    /// What was asked of both servers.
    pub offered: Offered,
    /// Runs of each side.
    pub runs: [usize; 2],
    /// Values of both sides that mean the same.
    pub ratios: Vec<Ratio>,
}

/// Every workload of the baseline that states its load, beside the one of the candidate that is most like it.
pub(super) fn workloads(old: &Load, new: &Load) -> Vec<Workloads> {
    let stated = |load: &Load| {
        let curves = load.curves.iter().filter(|curve| curve.loads() > 0);
        curves.take(MOST).cloned().collect::<Vec<Curve>>()
    };
    let (old, new) = (stated(old), stated(new));
    let mut taken = vec![false; new.len()];
    let mut all = Vec::new();
    for curve in &old {
        let likeness = |at: &usize| likeness(curve, &new[*at]);
        let Some(at) = (0..new.len()).filter(|at| !taken[*at]).max_by_key(|at| (likeness(at), std::cmp::Reverse(*at)))
        else {
            continue;
        };
        // A workload that is not the same is named once, so that it is not silently left out.
        taken[at] = likeness(&at).fits;
        if taken[at] || all.len() < new.len() {
            all.push(of(curve, &new[at]));
        }
    }
    all
}

/// How like two workloads are, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    fits: bool,
    same_model: bool,
    common: usize,
}

fn likeness(old: &Curve, new: &Curve) -> Likeness {
    Likeness {
        fits: lengths_fit(old.tokens[0], new.tokens[0]) != Fit::Differs && old.is_open() == new.is_open(),
        same_model: matched::model(old, new).fit == Fit::Same,
        common: common(old, new).len(),
    }
}

fn of(old: &Curve, new: &Curve) -> Workloads {
    let mut found = Workloads {
        baseline: matched::named(old),
        candidate: matched::named(new),
        matched: matched::all(old, new),
        loads: Vec::new(),
        not_compared: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(why) = matched::refused(old, new) {
        found.not_compared.push(why);
        return found;
    }
    let common = common(old, new);
    found.not_compared.extend(matched::other_loads(old, new, &common));
    found.not_compared.extend(ratio::unlike(old, new));
    let gpus = matched::gpus(old).zip(matched::gpus(new));
    for offered in common {
        let (at, queue) = ratio::at(old, new, offered, gpus);
        found.not_compared.extend(queue);
        found.loads.push(at);
    }
    found.notes = told::notes(old, new, &found.loads);
    found
}

/// Loads that both ran, from low to high.
fn common(old: &Curve, new: &Curve) -> Vec<Offered> {
    let known: std::collections::BTreeSet<u64> =
        new.points.iter().filter_map(|point| point.offered.number()).map(f64::to_bits).collect();
    let mut all: Vec<Offered> = Vec::new();
    for point in &old.points {
        let is_common = point.offered.number().is_some_and(|load| known.contains(&load.to_bits()));
        if is_common && all.last() != Some(&point.offered) {
            all.push(point.offered);
        }
    }
    all
}
