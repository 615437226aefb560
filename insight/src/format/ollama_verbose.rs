//! What `ollama run --verbose` prints after each answer.
//!
//! <https://github.com/ollama/ollama/blob/main/api/types.go> (`Metrics.Summary`). Durations as Go writes them: `1m2.3s`. The
//! answers themselves are not read.

use super::meaning::{Meaning, column, measured, state};
use super::rows::Rows;
use super::terminal::plain;
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
    column("model", Role::Parameter),
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
        let lines: Vec<String> = shape.text.lines().map(|(_, line)| plain(line).trim().to_owned()).collect();
        for line in LINES {
            if !lines.iter().any(|text| text.starts_with(line)) {
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
    let mut model = None;
    for (number, line) in text.lines() {
        let line = plain(line);
        let line = line.trim();
        model = named(line).or(model);
        let Some((name, value)) = line.split_once(':') else { continue };
        if name == "total duration" {
            rows.begin_at(number);
            model.iter().for_each(|model| rows.text("model", model));
        }
        if MEANINGS.iter().any(|meaning| meaning.is_of(name)) {
            let value = value.trim();
            let seconds = go_duration::nanoseconds(value).map(|time| time / 1e9);
            match seconds.or_else(|| value.split(' ').next()?.parse().ok()) {
                Some(number) => rows.number(name, number),
                None => rows.written(name, value),
            }
        }
    }
    rows.finish("")
}

/// The model that a line names: the command itself, or what a script says before it runs it.
fn named(line: &str) -> Option<String> {
    let rest = match line.trim().strip_prefix("model_name =") {
        Some(rest) => rest,
        None => line.split_once("ollama run ")?.1,
    };
    let word = rest.split_whitespace().find(|word| !word.starts_with('-'))?;
    Some(word.trim_matches(['"', '\'', '`']).to_owned())
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

    #[test]
    fn what_a_terminal_drew_before_a_figure_is_no_part_of_it_and_the_command_names_the_model() {
        crate::format::check::check(
            "$ ollama run --verbose \"gemma3:1b\" hello\n\u{1b}[?25l⠙ \u{1b}[?25htotal duration:       1m0.25s\nload duration:        111.914829ms\n\
             prompt eval duration: 4.463353ms\neval count:           60 token(s)\neval rate:            1.99 tokens/s\n\
             model_name =    mistral:7b\ntotal duration:       45µs\neval rate:            2.90 tokens/s\n",
            &expect_test::expect![[r#"
                ollama-verbose Sure: `total duration:` above `eval rate:`
                [] 0 of 2 rows failed
                  model: model Parameter = `gemma3:1b`, `mistral:7b`
                  total duration: total_duration Measurement s Lower = 60.25, 0.000045
                  load duration: load_duration Measurement s Lower = 0.111914829, -
                  prompt eval duration: prompt_eval_duration Measurement s Lower = 0.004463353, -
                  eval count: output_tokens Measurement tokens = 60, -
                  eval rate: decode_rate Measurement tokens/s Higher = 1.99, 2.9
            "#]],
        );
    }
}
