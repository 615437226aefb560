//! The last message of Ollama's `/api/generate` and `/api/chat`, one document or one per line.
//!
//! <https://github.com/ollama/ollama/blob/main/docs/api.md>. Durations are nanoseconds. Nothing is lost.

use super::meaning::{Meaning, column, measured, state};
use super::reshape::{rows, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Cell, Table};

/// Keys that stand together in no other tool's output.
const KEYS: [&str; 6] =
    ["done", "total_duration", "load_duration", "prompt_eval_duration", "eval_count", "eval_duration"];

/// Where the pieces of a stream stand.
const PIECES: &str = "/pieces";

const MEANINGS: &[Meaning] = &[
    column("done", Role::Validity),
    column("done_reason", Role::Environment),
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
        let Some(at) = content.tables.iter().position(|table| KEYS.iter().all(|key| table.column(key).is_some()))
        else {
            return;
        };
        let table = &content.tables[at];
        let (pieces, answers): (Vec<usize>, Vec<usize>) = (0..table.rows).partition(|row| is_piece(table, *row));
        if !pieces.is_empty() && !answers.is_empty() && table.parent.is_none() {
            let place = format!("{}{PIECES}", table.place);
            let made = [rows(table, &table.place, &answers), rows(table, &place, &pieces)];
            content.tables.splice(at..=at, made);
        }
        state(&mut content.tables, MEANINGS);
    }
}

/// Whether a row is a piece of an answer that is still being written.
fn is_piece(table: &Table, row: usize) -> bool {
    let durations = ["total_duration", "eval_duration", "eval_count"];
    let is_missing = |name: &&str| table.column(name).is_none_or(|column| column.cell(row) == Cell::Missing);
    text(table, "done", row) == Some("false") && text(table, "error", row).is_none() && durations.iter().all(is_missing)
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn pieces_of_a_stream_are_no_failed_answers() {
        check(
            "{\"model\":\"m\",\"created_at\":\"2026-01-02T03:04:05Z\",\"response\":\"V\",\"done\":false}\n\
             {\"model\":\"m\",\"created_at\":\"2026-01-02T03:04:06Z\",\"response\":\"\",\"done\":true,\"done_reason\":\"length\",\"total_duration\":8176192980,\
             \"load_duration\":10072692,\"prompt_eval_count\":9,\"prompt_eval_cached_count\":4,\"prompt_eval_duration\":75204845,\"eval_count\":12,\"eval_duration\":8088806077}\n",
            &expect![[r#"
                ollama Sure: `done` beside Ollama's durations, answers: 2
                [] 0 of 1 rows failed
                  model: model Parameter = `m`
                  created_at: created_at Time = `2026-01-02T03:04:06Z`
                  done: done Validity = `true`
                  done_reason: done_reason Environment = `length`
                  total_duration: total_duration Measurement s Lower = 8176192980
                  load_duration: load_duration Measurement s Lower = 10072692
                  prompt_eval_count: prompt_tokens Measurement tokens = 9
                  prompt_eval_cached_count: cached_tokens Measurement tokens = 4
                  prompt_eval_duration: prompt_eval_duration Measurement s Lower = 75204845
                  eval_count: output_tokens Measurement tokens = 12
                  eval_duration: eval_duration Measurement s Lower = 8088806077
                [/pieces] 0 of 1 rows failed
                  model: model Parameter = `m`
                  created_at: created_at Time = `2026-01-02T03:04:05Z`
                  response: response Text = `V`
                  done: done Validity = `false`
            "#]],
        );
    }
}
