//! How much load a server takes: runs of one workload by their load, what they show of its capacity, and whether they hold what a
//! person asks for.
//!
//! Takes a dataset and objectives, gives curves that are small enough to show and to send. No time of a run whose queue grew is
//! ever told as the time at that load. Does not say it in sentences; see `written` and `finding`.

mod curve;
mod fact;
mod goodput;
mod identity;
mod judge;
mod objective;
mod picture;
mod run;
mod said;
mod saturation;
mod table;
mod written;

pub use curve::{Curve, Note, Point, Value};
pub(crate) use fact::facts;
pub use goodput::Goodput;
pub use judge::{Judged, Miss, Outcome, Verdict};
pub use objective::{Fault, Objective, parse};
pub use picture::pictures;
pub use run::Offered;
pub(crate) use said::{failed, findings};
pub use saturation::Capacity;
pub use table::{Table, table};
pub use written::{below, head, markdown, text, title};

use crate::dataset::Dataset;
use serde::{Deserialize, Serialize};

/// Curves that are told; of more only the number.
const MOST_CURVES: usize = 50;

/// What runs at several loads show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// What a person asks for.
    pub objectives: Vec<Objective>,
    /// Runs by workload, the workload with most loads first.
    pub curves: Vec<Curve>,
    /// Workloads beyond those.
    pub more: usize,
}

impl Load {
    /// What the runs of a dataset show; no curve where it holds no run of a server.
    pub fn of(dataset: &Dataset, objectives: &[Objective]) -> Self {
        let mut runs = run::runs(dataset);
        // Single requests hold a bound or miss it, whatever the load was.
        if runs.is_empty() && !objectives.is_empty() {
            runs = run::timed(dataset);
        }
        let groups = curve::groups(runs);
        let more = groups.len().saturating_sub(MOST_CURVES);
        let curves = groups.into_iter().take(MOST_CURVES).map(|runs| {
            let (mut curve, runs) = Curve::of(runs);
            judge::judge(&mut curve, &runs, objectives);
            curve
        });
        Self { objectives: objectives.to_vec(), curves: curves.collect(), more }
    }

    /// The first curve that says more than one run does, with its place.
    pub(crate) fn first(&self) -> Option<(usize, &Curve)> {
        self.curves.iter().enumerate().find(|(_, curve)| curve.tells())
    }

    /// The first such curve of these files, where all of them hold runs at several loads.
    pub(crate) fn of_files(&self, files: &[String]) -> Option<(usize, &Curve)> {
        let of = |curve: &Curve| files.iter().any(|file| curve.files.binary_search(file).is_ok());
        let mut curves = self.curves.iter().enumerate().filter(|_| self.holds(files));
        curves.find(|(_, curve)| curve.tells() && of(curve))
    }

    /// Whether all of these files hold runs at several loads.
    pub fn holds(&self, files: &[String]) -> bool {
        let told = || self.curves.iter().filter(|curve| curve.tells());
        !files.is_empty() && files.iter().all(|file| told().any(|curve| curve.files.binary_search(file).is_ok()))
    }
}
