//! What is known after reading, small enough to show at once and to send: counts, files, studies, findings.
//!
//! Plain data; [`Summary::of`] assembles it from a dataset: the same value is shown by the page, printed by the command line, written into
//! the report and cut down to a brief. Every number in it is a statistic of the data or a count.

mod assemble;
pub mod outcome;
mod sample;
mod set;
mod title;

pub use sample::{MeanInterval, MedianInterval, Pooled, Statistics, Tail};

use crate::audit::Warning;
use crate::document::Statement;
use crate::fact::Fact;
use crate::problem::Problem;
use crate::reading::{Kind, Recognized, Rows};
use crate::serving::Load;
use crate::sweep::Sweep;
use serde::{Deserialize, Serialize};

/// Everything the reader is told about what was dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// One line: what this is, when it was measured.
    pub title: String,
    /// Counts over everything; they add up.
    pub totals: Totals,
    /// One line a file, by path.
    pub files: Vec<FileLine>,
    /// Sets of measurements, most important first.
    pub studies: Vec<Study>,
    /// At most five, most important first.
    pub findings: Vec<Finding>,
    /// What runs of a server at several loads show.
    #[serde(default)]
    pub load: Load,
    /// Settings that were varied on purpose, in the order of studies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sweeps: Vec<Sweep>,
    /// What documents state that the data hold or contradict, by path and line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Statement>,
}

/// Counts over everything that was dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// Per kind of file, in the order of [`Kind`]; kinds with no file are left out.
    pub kinds: Vec<KindTotal>,
    /// Files by use; the four add up to `files`.
    pub uses: Uses,
    /// Rows; `kept + reported == in_file`.
    pub rows: Rows,
    /// Records (one request, run or call each) that gave a measurement, repeats counted once.
    pub answered: u64,
    /// Records that failed, repeats counted once; never averaged.
    pub failed: u64,
    /// Oldest and newest moment found inside the files, as shown.
    pub measured: Option<(String, String)>,
}

/// Files of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindTotal {
    /// The kind.
    pub kind: Kind,
    /// How many.
    pub files: u64,
    /// The first five paths.
    pub paths: Vec<String>,
    /// How many more there are.
    pub more: u64,
    /// Newest moment found inside them, as shown.
    pub newest: Option<String>,
}

/// Files by use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    /// Hold measurements that count, or belong to a file that does.
    pub measured: u64,
    /// Hold the same again: copies, twins in another container, summaries of raw files.
    pub repeats: u64,
    /// Hold nothing usable: no table, every record failed, not a benchmark.
    pub unusable: u64,
    /// Are documents.
    pub documents: u64,
}

/// What a file is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "use")]
pub enum Use {
    /// Its records count.
    Measured,
    /// It says again what another file says.
    Repeat {
        /// The path of that file.
        of: String,
        /// How: `copy`, `twin`, `excerpt` or `summary`.
        how: String,
    },
    /// It belongs to what another file measured: says its name, its fences, its change.
    Part {
        /// The path of that file.
        of: String,
    },
    /// Nothing in it can be measured.
    Unusable {
        /// Why, in words.
        why: String,
    },
    /// It is prose about measurements.
    Document,
}

/// One file in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileLine {
    /// Relative path.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What the name says.
    pub kind: Kind,
    /// What it was read as.
    pub recognized: Option<Recognized>,
    /// What it is used for.
    #[serde(rename = "role")]
    pub used: Use,
    /// Rows that add up.
    pub rows: Rows,
    /// Kept rows that did not fail.
    pub read: u64,
    /// Rows, and values inside rows, that failed.
    pub failed: u64,
    /// What became of its rows: `36 rows: 34 read, 2 timed out`.
    pub outcome: String,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What in it misleads; what changes a figure first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl FileLine {
    /// Whether anything in it misleads that reading did not take care of.
    pub fn misleads(&self) -> bool {
        self.warnings.iter().any(|warning| !warning.trap.is_handled())
    }
}

/// A set of measurements that belong together: "the measurements of …".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// Stable within one summary: `s1`, `s2`, …
    pub id: String,
    /// What a person would call it.
    pub name: String,
    /// Tokens in and out, concurrency, engine; what is not known is named.
    pub workload: String,
    /// Paths of the files whose records count.
    pub files: Vec<String>,
    /// Paths of the files that repeat them.
    pub repeats: Vec<String>,
    /// Paths of further files of the set: every record in them failed, or they have its shape and no value.
    #[serde(default)]
    pub others: Vec<String>,
    /// The study in whose files this one stands as a further table.
    #[serde(default)]
    pub beside: Option<String>,
    /// Whether a record is one request to a model, and no run of many.
    #[serde(default)]
    pub requests: bool,
    /// What a smaller set shows, in one sentence.
    #[serde(default)]
    pub telling: Option<Finding>,
    /// What misleads most in the files of a smaller set, in half a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misleading: Option<Finding>,
    /// Records that gave a measurement.
    pub answered: u64,
    /// Records that failed.
    pub failed: u64,
    /// What the groups are made by: `model`.
    pub group_by: Vec<String>,
    /// Metrics, headlines first.
    pub metrics: Vec<Metric>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither, or not known.
    #[default]
    None,
}

/// One metric of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Canonical ASCII name, the first part of a fact's key: `ttft`, `decode_rate`, `eval_duration`.
    pub key: String,
    /// The field's words: `first token, warm`.
    pub name: String,
    /// Base unit: `s`, `tokens/s`, `B`, …; empty for a pure number.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Whether it is shown first.
    pub headline: bool,
    /// Which statistic stands for a group.
    #[serde(default)]
    pub typical: Typical,
    /// Headers as the files write them.
    pub written: Vec<String>,
    /// What was measured from where to where, as far as known; for a derived metric its formula.
    pub definition: String,
    /// One entry a group, in the order of the study.
    pub groups: Vec<Group>,
}

impl Metric {
    /// Whether it tells how good answers are, not how fast they come.
    pub fn is_quality(&self) -> bool {
        const QUALITY: &[&str] = &["accuracy", "f1", "score", "perplexity", "loss"];
        QUALITY.iter().any(|quality| self.key.starts_with(quality))
    }
}

/// The statistic that stands for a group where only one is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Typical {
    /// The median: most records.
    #[default]
    Median,
    /// The mean: every group did the same work, so that each part of it counts once.
    Mean,
}

impl Typical {
    /// `median` or `mean`, as in the key of a fact.
    pub fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::Mean => "mean",
        }
    }

    /// That statistic.
    pub fn of(self, statistics: &Statistics) -> Option<f64> {
        match self {
            Self::Median => statistics.median,
            Self::Mean => statistics.mean,
        }
    }
}

/// The values of one metric in one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Label as shown: `gemma3:270m`; `all` when there is one group.
    pub name: String,
    /// `(name, value)` of what makes the group.
    pub labels: Vec<(String, String)>,
    /// Files that contribute.
    pub files: Vec<String>,
    /// The statistics.
    pub statistics: Statistics,
    /// Smallest and largest value that stands for one file (its median or mean, as for the group), when two or more contribute.
    pub by_file: Option<(f64, f64)>,
}

/// What kind of sentence a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// The data show it.
    Shown,
    /// The data do not show it, though they seem to.
    NotShown,
    /// It looks like an effect and is none.
    FalseTrail,
    /// What was not counted, and why.
    LeftOut,
    /// What to measure next.
    RunNext,
    /// What must be known to read the rest.
    Note,
}

/// One sentence about the data, with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The kind of sentence.
    pub tag: Tag,
    /// One or two full sentences.
    pub text: String,
    /// What it rests on, a line each: values with their files, counterexample rows.
    pub evidence: Vec<String>,
    /// Keys of the facts it uses.
    pub facts: Vec<String>,
    /// Numbers computed for this sentence that are no statistic of a study: ratios, differences, counts of rows.
    #[serde(default)]
    pub figures: Vec<Fact>,
}
