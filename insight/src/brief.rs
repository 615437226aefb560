//! The compact summary that fits a model's context: facts ranked, cut to a budget, with what was left out said.

use crate::fact::Fact;
use serde::{Deserialize, Serialize};

/// What is sent to the model, and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// Title of the summary.
    pub title: String,
    /// Sentences the data support: workflow and data summary, then findings, one a line.
    pub lines: Vec<String>,
    /// Facts, most important first.
    pub facts: Vec<Fact>,
    /// How many facts did not fit.
    pub left_out: u64,
    /// Estimated tokens of the prompt made of this.
    pub tokens: u64,
}
