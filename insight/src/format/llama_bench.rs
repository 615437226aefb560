//! `llama-bench` of llama.cpp: JSON, JSON lines or CSV (`-o json|jsonl|csv`).
//!
//! <https://github.com/ggml-org/llama.cpp/tree/master/tools/llama-bench>. Speeds are tokens per second, `_ns` nanoseconds; in
//! JSON the samples of each test hang below it in tables of their own. Nothing is lost.

use super::meaning::{Conventions, Meaning, OF_A_SAMPLE, aggregate, column, measured, state_as};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;

const KEYS: [&str; 5] = ["build_commit", "n_prompt", "n_gen", "avg_ts", "stddev_ts"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: "" };

const MEANINGS: &[Meaning] = &[
    aggregate("avg_ts", "token_rate", "mean", "tokens/s"),
    aggregate("stddev_ts", "token_rate", "sd", "tokens/s"),
    measured("samples_ts", "token_rate", "tokens/s"),
    aggregate("avg_ns", "duration", "mean", "ns"),
    aggregate("stddev_ns", "duration", "sd", "ns"),
    measured("samples_ns", "duration", "ns"),
    column("model_size", Role::Environment).unit("B"),
    column("n_prompt", Role::Parameter).unit("tokens"),
    column("n_gen", Role::Parameter).unit("tokens"),
];

/// Speed of a model on a machine, test by test.
pub(super) struct LlamaBench;

impl Format for LlamaBench {
    fn id(&self) -> &'static str {
        "llama-bench"
    }

    fn name(&self) -> &'static str {
        "llama-bench"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Ok(table) => (Certainty::Sure, format!("`avg_ts` beside `build_commit`, tests: {}", table.rows)),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}
