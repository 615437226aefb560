//! What `benchmark.py` of llm-benchmark prints of models on Ollama: a block an answer, and a block for all answers of a model.
//!
//! <https://github.com/MinhNgyuen/llm-benchmark>. The rates of a block `Average stats` are all tokens divided by all time, its times
//! and counts are sums and no means. A prompt that was in the cache has no tokens and no rate.

use super::meaning::{Meaning, aggregate, column, measured, state};
use super::rows::Rows;
use super::terminal::plain;
use super::{Format, Shape};
use crate::container::{Content, Text};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// Where the blocks for all answers of a model stand.
const AVERAGE: &str = "average";
const ALL: &str = "all tokens of the model's answers divided by all their time";
const BOTH: &str = "prompt_and_decode_rate";
const BOTH_NAME: &str = "prompt and decode";
const BOTH_IS: &str = "tokens of prompt and answer divided by the time of both";

const MEANINGS: &[Meaning] = &[
    aggregate("Prompt eval", "prompt_rate", "mean", "tokens/s").at(AVERAGE).defined(ALL),
    aggregate("Response", "decode_rate", "mean", "tokens/s").at(AVERAGE).defined(ALL),
    aggregate("Total", BOTH, "mean", "tokens/s").at(AVERAGE).named(BOTH_NAME).defined(ALL),
    measured("Prompt tokens", "prompt_tokens_sum", "tokens")
        .at(AVERAGE)
        .named("tokens in, all answers")
        .better(Better::None),
    measured("Response tokens", "output_tokens_sum", "tokens")
        .at(AVERAGE)
        .named("tokens out, all answers")
        .better(Better::None),
    measured("Model load time", "load_duration_sum", "s").at(AVERAGE).named("load, all answers").better(Better::Lower),
    measured("Prompt eval time", "prompt_eval_duration_sum", "s")
        .at(AVERAGE)
        .named("prompt evaluation, all answers")
        .better(Better::Lower),
    measured("Response time", "eval_duration_sum", "s")
        .at(AVERAGE)
        .named("evaluation, all answers")
        .better(Better::Lower),
    measured("Total time", "total_duration_sum", "s").at(AVERAGE).named("total, all answers").better(Better::Lower),
    measured("Prompt eval", "prompt_rate", "tokens/s"),
    measured("Response", "decode_rate", "tokens/s"),
    measured("Total", BOTH, "tokens/s").named(BOTH_NAME).better(Better::Higher).defined(BOTH_IS),
    measured("Prompt tokens", "prompt_tokens", "tokens"),
    measured("Response tokens", "output_tokens", "tokens"),
    measured("Model load time", "load_duration", "s"),
    measured("Prompt eval time", "prompt_eval_duration", "s"),
    measured("Response time", "eval_duration", "s"),
    measured("Total time", "total_duration", "s"),
    column("model", Role::Parameter),
];

/// The figures of a block and what stands behind each number.
const FIGURES: [(&str, &str); 9] = [
    ("Prompt eval", " t/s"),
    ("Response", " t/s"),
    ("Total", " t/s"),
    ("Prompt tokens", ""),
    ("Response tokens", ""),
    ("Model load time", "s"),
    ("Prompt eval time", "s"),
    ("Response time", "s"),
    ("Total time", "s"),
];

/// Timing of answers of models on Ollama.
pub(super) struct OllamaLlmBenchmark;

impl Format for OllamaLlmBenchmark {
    fn id(&self) -> &'static str {
        "ollama-llm-benchmark"
    }

    fn name(&self) -> &'static str {
        "Ollama, llm-benchmark"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        for wanted in &FIGURES[..2] {
            let stands = |line: &str| figure(line.trim()).is_some_and(|(name, _)| name == wanted.0);
            if !shape.text.lines().any(|(_, line)| stands(line)) {
                return (Certainty::No, format!("no line `{}: … t/s`", wanted.0));
            }
        }
        (Certainty::Sure, "`Prompt eval` above `Response` in t/s".to_owned())
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, _| blocks(text));
        state(&mut content.tables, MEANINGS);
    }
}

/// `Prompt eval: 12.31 t/s`
fn figure(line: &str) -> Option<(&'static str, f64)> {
    let (name, value) = line.split_once(": ")?;
    let (name, unit) = FIGURES.iter().find(|(known, _)| *known == name)?;
    Some((name, value.trim().strip_suffix(unit)?.parse().ok()?))
}

/// One row a block.
fn blocks(text: &Text) -> Vec<Table> {
    let (mut answers, mut averages) = (Rows::default(), Rows::default());
    let (mut is_average, mut last, mut block) = (false, String::new(), Vec::new());
    let mut begun = 0;
    for (number, line) in text.lines() {
        let line = plain(line);
        let line = line.trim();
        match figure(line) {
            Some(figure) => {
                if block.is_empty() {
                    begun = number;
                    block.push(("model", Err(std::mem::take(&mut last))));
                }
                block.push((figure.0, Ok(figure.1)));
            }
            None if line == "Average stats:" => is_average = true,
            None if line.starts_with("----") && !block.is_empty() => {
                row(if is_average { &mut averages } else { &mut answers }, begun, &mut block);
                is_average = false;
            }
            None if block.is_empty() && !line.is_empty() => line.clone_into(&mut last),
            None => {}
        }
    }
    if !block.is_empty() {
        row(if is_average { &mut averages } else { &mut answers }, begun, &mut block);
    }
    let averages = Table { sums_up: Some(String::new()), ..averages.finish(AVERAGE) };
    [answers.finish(""), averages].into_iter().filter(|table| table.rows > 0).collect()
}

type Block = Vec<(&'static str, Result<f64, String>)>;

/// The figures of a block, without the rate of a prompt of no tokens.
fn row(rows: &mut Rows, begun: u64, block: &mut Block) {
    let cached = block.contains(&("Prompt tokens", Ok(0.0)));
    rows.begin_at(begun);
    for (name, value) in block.drain(..) {
        match value {
            Ok(_) if cached && name == "Prompt eval" => {}
            Ok(number) => rows.number(name, number),
            Err(text) => rows.text(name, &text),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn a_block_is_an_answer_and_the_average_sums_up_its_answers() {
        let line = "-".repeat(52);
        let block = |model: &str, tokens: &str, rate: &str, prompt: &str| {
            format!(
                "\n{line}\n        {model}\n        \tPrompt eval: {prompt} t/s\n        \tResponse: {rate} t/s\n        \tTotal: 7.43 t/s\n\n        \
                 Stats:\n        \tPrompt tokens: {tokens}\n        \tResponse tokens: 60\n        \tModel load time: 0.11s\n        \
                 \tPrompt eval time: 0.10s\n        \tResponse time: 10.00s\n        \tTotal time: 10.25s\n{line}\n        \n"
            )
        };
        let text = format!(
            "Verbose: True\nBenchmarking: m:1b\nPrompt: Why: is it?\nResponse: Because: so\n{}{}Average stats:\n{}",
            block("m:1b", "20", "6.00", "200.00"),
            block("m:1b", "0", "6.25", "0.00"),
            block("m:1b", "20", "6.12", "100.00"),
        );
        check(
            &text,
            &expect![[r#"
                ollama-llm-benchmark Sure: `Prompt eval` above `Response` in t/s
                [] 0 of 2 rows failed
                  model: model Parameter = `m:1b`, `m:1b`
                  Prompt eval: prompt_rate Measurement tokens/s Higher = 200, -
                  Response: decode_rate Measurement tokens/s Higher = 6, 6.25
                  Total: prompt_and_decode_rate Measurement tokens/s Higher = 7.43, 7.43
                  Prompt tokens: prompt_tokens Measurement tokens = 20, 0
                  Response tokens: output_tokens Measurement tokens = 60, 60
                  Model load time: load_duration Measurement s Lower = 0.11, 0.11
                  Prompt eval time: prompt_eval_duration Measurement s Lower = 0.1, 0.1
                  Response time: eval_duration Measurement s Lower = 10, 10
                  Total time: total_duration Measurement s Lower = 10.25, 10.25
                [average] 0 of 1 rows failed
                  model: model Parameter = `m:1b`
                  Prompt eval: prompt_rate mean Aggregate tokens/s Higher = 100
                  Response: decode_rate mean Aggregate tokens/s Higher = 6.12
                  Total: prompt_and_decode_rate mean Aggregate tokens/s Higher = 7.43
                  Prompt tokens: prompt_tokens_sum Measurement tokens = 20
                  Response tokens: output_tokens_sum Measurement tokens = 60
                  Model load time: load_duration_sum Measurement s Lower = 0.11
                  Prompt eval time: prompt_eval_duration_sum Measurement s Lower = 0.1
                  Response time: eval_duration_sum Measurement s Lower = 10
                  Total time: total_duration_sum Measurement s Lower = 10.25
            "#]],
        );
    }
}
