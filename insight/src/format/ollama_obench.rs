//! Scripts that print the `eval rate` of each answer of `ollama run --verbose`, and their average below.
//!
//! <https://github.com/geerlingguy/ollama-benchmark> (text and Markdown) and
//! <https://github.com/aidatatools/ollama-benchmark> (text). The average is the mean of the rates above it and no further answer.

use super::meaning::{Meaning, aggregate, column, measured, state};
use super::rows::Rows;
use super::terminal::plain;
use super::{Format, Shape};
use crate::container::{Content, Text};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::Table;

/// The header of the Markdown.
const HEADER: [&str; 2] = ["Run", "Eval Rate (Tokens/Second)"];
/// How the line of an average begins.
const AVERAGES: [&str; 3] = ["Average Eval Rate:", "|**Average Eval Rate**|", "Average of eval rate:"];
/// How the line begins that names the model of what follows.
const MODELS: [&str; 2] = ["model_name =", "Running benchmark "];
/// Where the averages stand.
const AVERAGE: &str = "average";

const MEANINGS: &[Meaning] = &[
    aggregate("eval rate", "decode_rate", "mean", "tokens/s").at(AVERAGE),
    measured("eval rate", "decode_rate", "tokens/s"),
    column("model", Role::Parameter),
    column("prompt", Role::Parameter),
    column("run", Role::Identifier),
];

/// Rates of answers, as scripts around `ollama run` print them.
pub(super) struct OllamaObench;

impl Format for OllamaObench {
    fn id(&self) -> &'static str {
        "ollama-obench"
    }

    fn name(&self) -> &'static str {
        "Ollama, obench.sh and `llm_benchmark`"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let averages = |line: &str| AVERAGES.iter().any(|begin| line.starts_with(begin));
        let shows = |line: &str| averages(line) || cells(line) == HEADER;
        match shape.text.lines().find(|(_, line)| shows(line.trim())) {
            Some((number, line)) if averages(line.trim()) => {
                (Certainty::Sure, format!("the average of eval rates in line {number}"))
            }
            Some((number, _)) => {
                (Certainty::Sure, format!("`Eval Rate (Tokens/Second)` of each `Run` in line {number}"))
            }
            None => (Certainty::No, format!("no line `{}`", AVERAGES[0])),
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, _| rates(text));
        state(&mut content.tables, MEANINGS);
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// One row an answer, and one an average.
fn rates(text: &Text) -> Vec<Table> {
    let (mut answers, mut averages) = (Rows::default(), Rows::default());
    let (mut model, mut prompt) = (None, None);
    for (number, line) in text.lines() {
        let line = plain(line);
        let line = line.trim();
        if MODELS.iter().any(|begin| line.starts_with(begin)) {
            let named = line.strip_prefix(MODELS[0]).or_else(|| Some(line.split_once("using model:")?.1));
            (model, prompt) = (named.map(|model| model.trim().to_owned()), None);
        } else if let Some(written) = line.strip_prefix("prompt =") {
            prompt = Some(written.trim().to_owned());
        } else if let Some(rate) = AVERAGES.iter().find_map(|begin| rate(line.strip_prefix(begin)?)) {
            averages.begin_at(number);
            model.iter().for_each(|model| averages.text("model", model));
            averages.number("eval rate", rate);
        } else if let Some((run, rate)) = answer(line) {
            answers.begin_at(number);
            model.iter().for_each(|model| answers.text("model", model));
            prompt.iter().for_each(|prompt| answers.text("prompt", prompt));
            run.iter().for_each(|run| answers.number("run", *run));
            answers.number("eval rate", rate);
        }
    }
    let averages = Table { sums_up: Some(String::new()), ..averages.finish(AVERAGE) };
    [answers.finish(""), averages].into_iter().filter(|table| table.rows > 0).collect()
}

/// `eval rate:  7.97 tokens/s` or `| 1 | 7.97 tokens/s |`
fn answer(line: &str) -> Option<(Option<f64>, f64)> {
    if let Some(written) = line.strip_prefix("eval rate:") {
        return Some((None, rate(written)?));
    }
    let [run, written] = *cells(line.strip_prefix('|')?).as_slice() else { return None };
    Some((Some(run.parse().ok()?), rate(written)?))
}

/// `7.97 tokens/s`
fn rate(written: &str) -> Option<f64> {
    let (number, unit) = written.trim_matches(['|', ' ']).split_once(' ')?;
    unit.trim().starts_with("tokens/s").then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn the_average_below_the_answers_is_no_answer() {
        check(
            "Running benchmark 2 times using model: llama3.2:3b\n\n| Run | Eval Rate (Tokens/Second) |\n|-----|-----------------------------|\n\
             | 1 | 1.51 tokens/s |\n| 2 | 2.21 tokens/s |\n|**Average Eval Rate**| 1.86 tokens/second |\n",
            &expect![[r#"
                ollama-obench Sure: `Eval Rate (Tokens/Second)` of each `Run` in line 3
                [] 0 of 2 rows failed
                  model: model Parameter = `llama3.2:3b`, `llama3.2:3b`
                  run: run Identifier = 1, 2
                  eval rate: decode_rate Measurement tokens/s Higher = 1.51, 2.21
                [average] 0 of 1 rows failed
                  model: model Parameter = `llama3.2:3b`
                  eval rate: decode_rate mean Aggregate tokens/s Higher = 1.86
            "#]],
        );
        check(
            "Running benchmark 2 times using model: m\n\neval rate:            7.97 tokens/s\neval rate:            3.43 tokens/s\n\
             Average Eval Rate: 5.70 tokens/second\n",
            &expect![[r#"
                ollama-obench Sure: the average of eval rates in line 5
                [] 0 of 2 rows failed
                  model: model Parameter = `m`, `m`
                  eval rate: decode_rate Measurement tokens/s Higher = 7.97, 3.43
                [average] 0 of 1 rows failed
                  model: model Parameter = `m`
                  eval rate: decode_rate mean Aggregate tokens/s Higher = 5.7
            "#]],
        );
    }

    #[test]
    fn rates_belong_to_the_model_and_the_prompt_above_them() {
        check(
            "Total memory size : 15.51 GB\nmodel_name =    gemma2:9b\nprompt = Why is the sky blue?\neval rate:            13.35 tokens/s\n\
             prompt = Write a poem: now\neval rate:            13.61 tokens/s\n--------------------\nAverage of eval rate:  13.48  tokens/s\n\
             ----------------------------------------\nmodel_name =    mistral:7b\nprompt = Why is the sky blue?\neval rate:            17.1 tokens/s\n",
            &expect![[r#"
                ollama-obench Sure: the average of eval rates in line 8
                [] 0 of 3 rows failed
                  model: model Parameter = `gemma2:9b`, `gemma2:9b`, `mistral:7b`
                  prompt: prompt Parameter = `Why is the sky blue?`, `Write a poem: now`, `Why is the sky blue?`
                  eval rate: decode_rate Measurement tokens/s Higher = 13.35, 13.61, 17.1
                [average] 0 of 1 rows failed
                  model: model Parameter = `gemma2:9b`
                  eval rate: decode_rate mean Aggregate tokens/s Higher = 13.48
            "#]],
        );
    }
}
