//! What `ollama run --verbose` prints after each answer.
//!
//! <https://github.com/ollama/ollama/blob/main/api/types.go> (`Metrics.Summary`). Durations as Go writes them: `1m2.3s`. The
//! answers themselves are not read.

use super::meaning::{Meaning, column, measured, state};
use super::rows::Rows;
use super::{Format, Shape, go_duration};
use crate::container::{Content, Text};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::Table;

/// Lines that stand together in no other tool's output, in the order in which they are printed.
const LINES: [&str; 3] = ["total duration:", "load duration:", "eval rate:"];

const MEANINGS: &[Meaning] = &[
    measured("total duration", "total_duration", "s"),
    measured("load duration", "load_duration", "s"),
    measured("prompt eval count", "prompt_tokens", "tokens"),
    measured("prompt eval duration", "prompt_eval_duration", "s"),
    measured("prompt eval rate", "prompt_rate", "tokens/s"),
    measured("eval count", "output_tokens", "tokens"),
    measured("eval duration", "eval_duration", "s"),
    measured("eval rate", "decode_rate", "tokens/s"),
    column("line", Role::Identifier),
];

/// Timing of answers in a terminal.
pub(super) struct OllamaVerbose;

impl Format for OllamaVerbose {
    fn id(&self) -> &'static str {
        "ollama-verbose"
    }

    fn name(&self) -> &'static str {
        "Ollama, `run --verbose`"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        for line in LINES {
            if !shape.text.lines().any(|(_, text)| text.starts_with(line)) {
                return (Certainty::No, format!("no line `{line}`"));
            }
        }
        (Certainty::Sure, "`total duration:` above `eval rate:`".to_owned())
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, _| vec![answers(text)]);
        state(&mut content.tables, MEANINGS);
    }
}

/// One row an answer; its line is that of its first figure.
fn answers(text: &Text) -> Table {
    let mut rows = Rows::default();
    for (line, text) in text.lines() {
        let Some((name, value)) = text.split_once(':') else { continue };
        if name == "total duration" {
            rows.begin();
            rows.number("line", line as f64);
        }
        if MEANINGS.iter().any(|meaning| meaning.is_of(name)) {
            let value = value.trim();
            match go_duration::nanoseconds(value)
                .map(|time| time / 1e9)
                .or_else(|| value.split(' ').next()?.parse().ok())
            {
                Some(number) => rows.number(name, number),
                None => rows.written(name, value),
            }
        }
    }
    rows.finish("")
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_answer_of_a_terminal_is_a_row() {
        let mut reader = crate::reading::FileReader::new("session.txt");
        let answer = |rate: &str| {
            format!(
                "Hello, world: a greeting.\n\ntotal duration:       1.5s\nload duration:        12ms\neval count:           20 token(s)\neval rate:            {rate} tokens/s\n"
            )
        };
        reader.push((answer("40") + &answer("50.5")).as_bytes());
        let reading = reader.finish();
        let known = reading.recognized.map(|known| known.format);
        assert_eq!(known.as_deref(), Some("ollama-verbose"));
        assert_eq!((reading.rows.in_file, reading.rows.kept), (2, 2));
        let rates: Vec<f64> =
            reading.tables[0].column("eval rate").into_iter().flat_map(|column| column.numbers()).collect();
        assert_eq!(rates, [40.0, 50.5]);
        assert_eq!(reading.problems, []);
    }
}
