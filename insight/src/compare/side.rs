//! The values of each metric under each condition on one side, run by run.

use super::definition::Measured;
use super::pair::Keys;
use super::summed;
use crate::dataset::Dataset;
use crate::statistics::Summarized;
use crate::study;
use crate::summary::Better;
use std::collections::BTreeMap;

/// Statistics that say how sure a metric is and are no metric of their own.
const BESIDE: &[&str] = &["n", "sd", "std", "cv", "sem", "se", "error", "variance", "mad", "iqr"];

/// The values of one metric under one condition.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Canonical key.
    pub metric: String,
    /// Words to show.
    pub name: String,
    /// Base unit.
    pub unit: String,
    /// The condition as shown.
    pub group: String,
    /// The condition as labels.
    pub labels: Vec<(String, String)>,
    /// Which way is better.
    pub better: Better,
    /// Whether it is told first.
    pub headline: bool,
    /// The values of each file, in the order of their paths.
    pub runs: Vec<Vec<f64>>,
    /// What each value was measured on, where the file says so.
    pub keys: Keys,
    /// The statistic that each value is: `mean`, `p95`; `None` for observations.
    pub statistic: Option<String>,
    /// What was measured from where to where.
    pub measured: Measured,
    /// Doubts about the order in which the values were measured.
    pub notes: Vec<String>,
    /// What stands behind the means that are all there is; empty where a file does not say it.
    pub means: Vec<Summarized>,
}

impl Cell {
    /// What it is called in a list.
    pub(super) fn shown(&self) -> String {
        if self.group == "all" { self.name.clone() } else { format!("{} ({})", self.name, self.group) }
    }

    fn is_same_metric(&self, other: &Self) -> bool {
        self.metric == other.metric && self.unit == other.unit
    }

    /// All values in the order of size.
    pub(super) fn sorted(&self) -> Vec<f64> {
        let mut values = self.runs.concat();
        values.sort_unstable_by(f64::total_cmp);
        values
    }
}

/// Every metric under every condition, most important first.
pub(super) fn cells(dataset: &Dataset) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for analysis in study::studies(dataset) {
        let ranks = study::ranks(&analysis.frame, &analysis.groups);
        let columns = analysis.frame.columns.iter().filter(|column| column.filled() > 0);
        let is_beside = |statistic: Option<&str>| statistic.is_some_and(|it| BESIDE.contains(&it));
        let told = columns.zip(&analysis.study.metrics).filter(|(column, _)| !is_beside(column.statistic.as_deref()));
        for (column, metric) in told {
            let conditions = analysis.groups.labels.len();
            let means = study::Means::of(&analysis.frame, column);
            let ordered = study::ordered(&analysis.frame, &analysis.groups, column, &ranks);
            let mut runs: Vec<BTreeMap<&str, Vec<f64>>> = vec![BTreeMap::new(); conditions];
            let mut records = vec![Vec::new(); conditions];
            for (record, value) in column.values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
                let group = analysis.groups.of[record] as usize;
                runs[group].entry(analysis.frame.path(record)).or_default().push(*value);
                records[group].push((record, *value));
            }
            for (group, runs) in runs.into_iter().enumerate().filter(|(_, runs)| !runs.is_empty()) {
                let records = &records[group];
                let cell = Cell {
                    metric: metric.key.clone(),
                    name: metric.name.clone(),
                    unit: metric.unit.clone(),
                    group: analysis.groups.name(group),
                    labels: analysis.groups.labels[group].clone(),
                    better: metric.better,
                    headline: metric.headline,
                    runs: runs.into_values().collect(),
                    keys: Keys::of(&analysis, records),
                    statistic: column.statistic.clone(),
                    measured: Measured::of(&analysis, &column.metric, column.statistic.as_deref()),
                    notes: ordered[group].notes.clone(),
                    means: summed::all(means.as_ref(), records),
                };
                // A metric of a lesser study under the same condition would be another measurement: the first one stands.
                let is_known = cells.iter().any(|known| known.is_same_metric(&cell) && known.labels == cell.labels);
                if !is_known {
                    cells.push(cell);
                }
            }
        }
    }
    cells
}

/// The same metric under the same condition on the other side, or its only condition where both sides have one.
pub(super) fn partner(cell: &Cell, own: &[Cell], others: &[Cell]) -> Option<usize> {
    let same: Vec<usize> = (0..others.len()).filter(|at| others[*at].is_same_metric(cell)).collect();
    let exact = same.iter().copied().find(|at| others[*at].labels == cell.labels);
    let is_lone = same.len() == 1 && own.iter().filter(|other| other.is_same_metric(cell)).count() == 1;
    exact.or_else(|| same.first().copied().filter(|_| is_lone))
}

/// Names of what makes another load of a run.
const LOADS: &[&str] = &[
    "request rate",
    "rate",
    "qps",
    "rps",
    "target rps",
    "target qps",
    "concurrency",
    "max concurrency",
    "concurrent requests",
    "num concurrent requests",
    "users",
    "clients",
];

/// Why a pair of conditions is not the same work: another load was asked for.
pub(super) fn other_work(old: &Cell, new: &Cell) -> Option<String> {
    let of =
        |cell: &Cell, name: &str| cell.labels.iter().find(|(label, _)| label == name).map(|(_, value)| value.clone());
    LOADS.iter().find_map(|name| {
        let (a, b) = (of(old, name)?, of(new, name)?);
        (a != b).then(|| format!("another load, {name} {a} in the baseline and {b} in the candidate"))
    })
}
