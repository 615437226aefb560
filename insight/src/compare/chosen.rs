//! Two sides chosen among what was read together: files, folders, or conditions such as a model.

use super::side::{Cell, cells};
use super::{Comparison, Policy, environment};
use crate::dataset::Dataset;
use crate::summary::{Summary, Use};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// More choices than this make no list to choose from.
const MOST: usize = 500;

/// One side of a comparison, chosen among what was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Chosen {
    /// The records under a condition: those of one model.
    Label {
        /// What it is: `model`.
        name: String,
        /// Which one.
        value: String,
    },
    /// The files below a folder.
    Folder {
        /// Its path, with a slash at the end.
        path: String,
    },
    /// One file.
    File {
        /// Its path.
        path: String,
    },
}

impl Chosen {
    /// What it is called in a list.
    pub fn shown(&self) -> String {
        match self {
            Self::Label { name, value } => format!("{name}: {value}"),
            Self::Folder { path } | Self::File { path } => path.clone(),
        }
    }

    fn holds(&self, file: &str) -> bool {
        match self {
            Self::Label { .. } => true,
            Self::Folder { path } => file.starts_with(path.as_str()),
            Self::File { path } => file == path,
        }
    }

    /// The files of it alone, as if nothing else had been read.
    fn dataset(&self, whole: &Dataset) -> Dataset {
        let readings = whole.files.iter().map(|file| &file.reading).filter(|reading| self.holds(&reading.path));
        Dataset::of(readings.cloned().collect())
    }

    /// The cells of it; a label that all of them share no longer tells them apart.
    fn cells(&self, dataset: &Dataset) -> Vec<Cell> {
        let mut all = cells(dataset);
        if let Self::Label { name, value } = self {
            all.retain_mut(|cell| {
                let before = cell.labels.len();
                cell.labels.retain(|(label, stated)| label != name || stated != value);
                let values: Vec<&str> = cell.labels.iter().map(|(_, value)| value.as_str()).collect();
                cell.group = if values.is_empty() { "all".to_owned() } else { values.join(" · ") };
                cell.labels.len() < before
            });
        }
        all
    }
}

/// What can be chosen as a side: conditions, folders, files, each in order.
pub fn choices(summary: &Summary) -> Vec<Chosen> {
    let mut all = BTreeSet::new();
    let groups = summary.studies.iter().flat_map(|study| &study.metrics).flat_map(|metric| &metric.groups);
    for (name, value) in groups.flat_map(|group| &group.labels) {
        all.insert(Chosen::Label { name: name.clone(), value: value.clone() });
    }
    for file in summary.files.iter().filter(|file| file.used == Use::Measured) {
        for (at, _) in file.path.match_indices('/') {
            all.insert(Chosen::Folder { path: file.path[..=at].to_owned() });
        }
        all.insert(Chosen::File { path: file.path.clone() });
    }
    all.into_iter().take(MOST).collect()
}

impl Comparison {
    /// Compares two sides of what was read together.
    pub fn chosen(whole: &Dataset, baseline: &Chosen, candidate: &Chosen, policy: &Policy) -> Self {
        if let (Chosen::Label { .. }, Chosen::Label { .. }) = (baseline, candidate) {
            return Self::of_cells(&baseline.cells(whole), &candidate.cells(whole), Vec::new(), policy);
        }
        let (old, new) = (baseline.dataset(whole), candidate.dataset(whole));
        if let (Chosen::Folder { .. } | Chosen::File { .. }, Chosen::Folder { .. } | Chosen::File { .. }) =
            (baseline, candidate)
        {
            return Self::of(&old, &new, policy);
        }
        let changed = environment::changes(&old, &new);
        Self::of_cells(&baseline.cells(&old), &candidate.cells(&new), changed, policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Verdict, intervals};
    use crate::reading::FileReader;

    fn dataset(files: &[(&str, f64)]) -> Dataset {
        let read = |(name, center): &(&str, f64)| {
            let row = |model: &str, at: u32, factor: f64| {
                format!("{model},question {at},{:.5}\n", center * factor * (1.0 + 0.1 * f64::from(at * 7 % 20)))
            };
            let rows = (0..20).map(|at| row("small", at, 1.0) + &row("large", at, 3.0)).collect::<String>();
            let mut reader = FileReader::new(name);
            reader.push(format!("model,prompt,ttft_s\n{rows}").as_bytes());
            reader.finish()
        };
        Dataset::of(files.iter().map(read).collect())
    }

    #[test]
    fn conditions_folders_and_files_can_be_chosen() {
        let whole = dataset(&[("old/a.csv", 0.5), ("new/a.csv", 0.6)]);
        let shown: Vec<String> = choices(&Summary::of(&whole)).iter().map(Chosen::shown).collect();
        assert_eq!(shown, ["model: large", "model: small", "new/", "old/", "new/a.csv", "old/a.csv"]);
    }

    #[test]
    fn chosen_sides_are_compared_as_if_they_had_been_read_apart() {
        let whole = dataset(&[("old/a.csv", 0.5), ("new/a.csv", 0.6)]);
        let folder = |path: &str| Chosen::Folder { path: path.to_owned() };
        let policy = Policy::default();
        let found = Comparison::chosen(&whole, &folder("old/"), &folder("new/"), &policy);
        let apart = Comparison::of(&dataset(&[("old/a.csv", 0.5)]), &dataset(&[("new/a.csv", 0.6)]), &policy);
        assert_eq!(found, apart);
        assert_eq!((found.metrics.len(), found.count(Verdict::Worse)), (2, 2));
        let label = |value: &str| Chosen::Label { name: "model".to_owned(), value: value.to_owned() };
        let one = dataset(&[("a.csv", 0.5)]);
        let found = Comparison::chosen(&one, &label("large"), &label("small"), &policy);
        let effect = found.metrics[0].effect.as_ref().unwrap();
        assert_eq!((found.metrics.len(), found.metrics[0].verdict), (1, Verdict::Better));
        assert_eq!(effect.paired_by, ["prompt"]);
        assert_eq!(intervals(&found), intervals(&found));
    }
}
