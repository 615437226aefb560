//! Sweeps: settings varied on purpose. What was run, what each setting does, which is best, and whether any can be recommended.
//!
//! Takes studies with their records, gives one small value a sweep that is shown and sent like the rest of a summary.

mod cells;
mod chance;
mod choice;
mod doubt;
mod effect;
mod export;
mod find;
mod front;
mod incident;
mod order;
mod picture;
mod told;
mod trend;
mod words;
mod written;

pub use chance::{Chance, expected_largest};
pub use choice::Advice;
pub use effect::{Effect, Interaction, Level, Pair, Ranked, Status};
pub(crate) use export::html;
pub(crate) use find::{Found, find, levels};
pub use front::Front;
pub use incident::Incident;
pub use picture::{effects_of, front_of, heat_of};
pub(crate) use told::{happened_to, sweeps};
pub use trend::{Scale, Trend};
pub(crate) use words::no_advice;
pub use written::{Table, design, effects, head, markdown, settings, text};

use crate::fact::Fact;
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// Settings varied on purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Stable within one summary: `s1.w1`.
    pub id: String,
    /// Id of its study.
    pub study: String,
    /// What was measured under all settings: the model; `all` where nothing tells it.
    pub name: String,
    /// Paths of its files.
    pub files: Vec<String>,
    /// What was run.
    pub design: Design,
    /// What was measured, most important first.
    pub objectives: Vec<Objective>,
    /// Settings that no other beats in every objective.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub front: Option<Front>,
    /// Failed runs in a row with what stands beside them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub incidents: Vec<Incident>,
    /// Settings, best first by the first objective; [`Design::settings`] counts all.
    pub settings: Vec<Setting>,
    /// What to set by the first objective: levels of the settings that matter, as `(setting, level)`, each line a choice.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub recommended: Vec<Vec<(String, String)>>,
    /// Every number said of it in a sentence.
    pub figures: Vec<Fact>,
    /// One sentence or two: the settings to use, or why none can be named.
    pub advice: String,
}

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Settings that were varied, with their levels in order.
    pub factors: Vec<Factor>,
    /// Combinations of these levels.
    pub possible: u64,
    /// Combinations that were run, those included of which every run failed.
    pub settings: u64,
    /// Combinations that were not run.
    pub missing: u64,
    /// The first of them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing_settings: Vec<Vec<String>>,
    /// Answered runs.
    pub runs: u64,
    /// Failed runs.
    pub failed: u64,
    /// Fewest and most answered runs of a setting.
    pub replicates: [u64; 2],
    /// Settings with one level only, as `name level`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fixed: Vec<String>,
    /// Pairs that always moved together, so that nobody can tell them apart.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub confounded: Vec<[String; 2]>,
}

/// One setting that was varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// The words to show.
    pub name: String,
    /// Levels: numbers ascending, then words.
    pub levels: Vec<String>,
    /// Whether every level is a number.
    pub numeric: bool,
}

/// One metric that has a better and a worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// `Metric::key`.
    pub key: String,
    /// The field's words.
    pub name: String,
    /// Base unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Values.
    pub n: u64,
    /// Median of all of them.
    pub median: Option<f64>,
    /// Smallest and largest median of a setting.
    pub range: Option<[f64; 2]>,
    /// What can be recommended by it.
    pub advice: Advice,
    /// Settings that cannot be told from the best.
    pub alike: u64,
    /// The best of single runs, held against chance.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chance: Option<Chance>,
    /// What each setting does.
    pub effects: Vec<Effect>,
    /// Settings of which one changes what the other does.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub interactions: Vec<Interaction>,
}

/// One combination of levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// A level of every factor.
    pub levels: Vec<String>,
    /// Answered runs.
    pub runs: u64,
    /// Failed runs.
    pub failed: u64,
    /// Median of each objective.
    pub medians: Vec<Option<f64>>,
    /// How often it is the best by the first objective when its runs are drawn again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub p_best: Option<f64>,
    /// Whether it cannot be told from the best by the first objective; false where nothing can be recommended.
    pub alike: bool,
    /// Whether no other beats it in every objective.
    pub front: bool,
    /// Whether it may be, by what its runs differ.
    pub may_be_front: bool,
}
