//! The last message of Ollama's `/api/generate` and `/api/chat`, one document or one per line.
//!
//! <https://github.com/ollama/ollama/blob/main/docs/api.md>. Durations are nanoseconds. Nothing is lost.

use super::meaning::{Meaning, measured, state};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::summary::Better;

/// Keys that stand together in no other tool's output.
const KEYS: [&str; 6] =
    ["done", "total_duration", "load_duration", "prompt_eval_duration", "eval_count", "eval_duration"];

const MEANINGS: &[Meaning] = &[
    measured("total_duration", "total_duration", "ns"),
    measured("load_duration", "load_duration", "ns"),
    measured("prompt_eval_duration", "prompt_eval_duration", "ns"),
    measured("eval_duration", "eval_duration", "ns"),
    measured("prompt_eval_count", "prompt_tokens", "tokens"),
    measured("prompt_eval_cached_count", "cached_tokens", "tokens")
        .named("tokens in, cached")
        .better(Better::None)
        .defined("tokens of the prompt that were in the cache, part of the tokens in"),
    measured("eval_count", "output_tokens", "tokens"),
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
            Ok(table) => (Certainty::Sure, format!("`done` beside Ollama's durations, answers: {}", table.rows)),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        state(&mut content.tables, MEANINGS);
    }
}
