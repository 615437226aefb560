//! The last message of Ollama's `/api/generate` and `/api/chat`, one document or one per line.
//!
//! <https://github.com/ollama/ollama/blob/main/docs/api.md>. Durations are nanoseconds. Nothing is lost.

use super::{Format, Shape, state_units};
use crate::reading::Certainty;
use crate::table::Table;

/// Keys that stand together in no other tool's output.
const KEYS: [&str; 6] =
    ["done", "total_duration", "load_duration", "prompt_eval_duration", "eval_count", "eval_duration"];

const UNITS: [(&str, &str); 6] = [
    ("total_duration", "ns"),
    ("load_duration", "ns"),
    ("prompt_eval_duration", "ns"),
    ("eval_duration", "ns"),
    ("prompt_eval_count", "tokens"),
    ("eval_count", "tokens"),
];

/// Answers of Ollama with their timing.
pub(super) struct Ollama;

impl Format for Ollama {
    fn id(&self) -> &'static str {
        "ollama"
    }

    fn name(&self) -> &'static str {
        "Ollama API answers"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Some(table) => (Certainty::Sure, format!("`done` beside Ollama's durations, answers: {}", table.rows)),
            None => (Certainty::No, "no `eval_duration` beside `done`".to_owned()),
        }
    }

    fn read(&self, tables: &mut Vec<Table>) {
        state_units(tables, &UNITS);
    }
}
