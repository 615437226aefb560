//! `llama-bench` of llama.cpp: JSON, JSON lines or CSV (`-o json|jsonl|csv`).
//!
//! <https://github.com/ggml-org/llama.cpp/tree/master/tools/llama-bench>. Speeds are tokens per second, `_ns` nanoseconds; in
//! JSON the samples of each test hang below it in tables of their own. Nothing is lost.

use super::{Format, Shape, state_units};
use crate::reading::Certainty;
use crate::table::Table;

const KEYS: [&str; 5] = ["build_commit", "n_prompt", "n_gen", "avg_ts", "stddev_ts"];

const UNITS: [(&str, &str); 9] = [
    ("avg_ts", "tokens/s"),
    ("stddev_ts", "tokens/s"),
    ("samples_ts", "tokens/s"),
    ("avg_ns", "ns"),
    ("stddev_ns", "ns"),
    ("samples_ns", "ns"),
    ("model_size", "B"),
    ("n_prompt", "tokens"),
    ("n_gen", "tokens"),
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
            Some(table) => (Certainty::Sure, format!("`avg_ts` beside `build_commit`, tests: {}", table.rows)),
            None => (Certainty::No, "no `avg_ts` beside `build_commit`".to_owned()),
        }
    }

    fn read(&self, tables: &mut Vec<Table>) {
        state_units(tables, &UNITS);
    }
}
