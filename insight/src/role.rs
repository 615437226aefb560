//! What a column is to its table: measured, computed, chosen, or a name.

use serde::{Deserialize, Serialize};

/// What a column is to its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Observed in one run.
    Measurement,
    /// A statistic of several runs: a mean, a percentile, a standard deviation.
    Aggregate,
    /// Computed from other columns: a difference, a ratio, a share.
    Derived,
    /// Result of a regression or a test.
    Fit,
    /// Chosen before the run, number or word: a setting, a model, a scenario.
    Parameter,
    /// Names a run or numbers it.
    Identifier,
    /// About the machine or the software, not chosen to compare.
    Environment,
    /// Says whether the record counts: status, error, warm-up flag.
    Validity,
    /// A moment.
    Time,
    /// Prose: a prompt, an answer.
    Text,
}
