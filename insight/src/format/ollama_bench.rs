//! `ollama-bench` (`cmd/bench` of Ollama) as CSV.
//!
//! <https://github.com/ollama/ollama/tree/main/cmd/bench>. A line a step of a run: for `prefill` and `generate` the time is that of a
//! token, for `ttft`, `load` and `total` that of the step, and the rate 0 says that there is none. Comments state the model.

use super::meaning::{Meaning, column, measured, state};
use super::rows::Rows;
use super::{Format, Shape};
use crate::container::{Content, Ledger, Text};
use crate::problem::Spot;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const HEADER: [&str; 5] = ["NAME", "STEP", "COUNT", "NS_PER_COUNT", "TOKEN_PER_SEC"];

/// Steps that are measured by the token.
const BY_TOKEN: [&str; 2] = ["prefill", "generate"];

const MEANINGS: &[Meaning] = &[
    measured("NS_PER_COUNT [prefill]", "prompt_time_per_token", "ns/token")
        .named("time per token in")
        .better(Better::Lower),
    measured("NS_PER_COUNT [generate]", "decode_time_per_token", "ns/token")
        .named("time per token out")
        .better(Better::Lower)
        .defined("time spent writing the answer divided by its tokens, on the server"),
    measured("NS_PER_COUNT [ttft]", "ttft", "ns"),
    measured("NS_PER_COUNT [load]", "load_duration", "ns"),
    measured("NS_PER_COUNT [total]", "total_duration", "ns"),
    measured("TOKEN_PER_SEC [prefill]", "prompt_rate", "tokens/s"),
    measured("TOKEN_PER_SEC [generate]", "decode_rate", "tokens/s"),
    measured("COUNT [prefill]", "prompt_tokens", "tokens"),
    measured("COUNT [generate]", "output_tokens", "tokens"),
    column("NAME", Role::Parameter),
    column("Model", Role::Parameter),
    column("Quant", Role::Parameter),
    column("NumCtx", Role::Parameter),
    column("line", Role::Identifier),
    column("*", Role::Environment),
];

/// Steps of answers, as `ollama-bench` times them.
pub(super) struct OllamaBench;

impl Format for OllamaBench {
    fn id(&self) -> &'static str {
        "ollama-bench"
    }

    fn name(&self) -> &'static str {
        "ollama-bench"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.text.lines().find(|(_, line)| line.trim_end() == HEADER.join(",")) {
            Some((line, _)) => (Certainty::Sure, format!("`NS_PER_COUNT` beside `STEP` in line {line}")),
            None => (Certainty::No, format!("no line `{}`", HEADER.join(","))),
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, ledger| vec![steps(text, ledger)]);
        state(&mut content.tables, MEANINGS);
    }
}

/// One row a run: a step that was there already begins the next one.
fn steps(text: &Text, ledger: &mut Ledger) -> Table {
    let mut rows = Rows::default();
    let mut model: Vec<(String, String)> = Vec::new();
    let mut run: Option<(String, Vec<String>)> = None;
    for (line, text) in text.lines().skip_while(|(_, line)| !line.starts_with(HEADER[0])).skip(1) {
        if let Some(comment) = text.strip_prefix('#') {
            let parts = comment.split('|').filter_map(|part| part.split_once(':'));
            model = parts.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
            run = None;
            continue;
        }
        let cells: Vec<&str> = text.trim().split(',').collect();
        let [name, step, count, time, rate] = cells.as_slice() else {
            if !text.trim().is_empty() {
                ledger.drop_row(Spot::Line(line), "row is not as wide as its header", None);
            }
            continue;
        };
        let again = run.as_ref().is_none_or(|(known, steps)| known != name || steps.iter().any(|known| known == step));
        if again {
            rows.begin();
            rows.number("line", line as f64);
            rows.written("NAME", name);
            model.iter().filter(|(known, _)| known != "Model").for_each(|(name, value)| rows.written(name, value));
            run = Some(((*name).to_owned(), Vec::new()));
        }
        if let Some((_, steps)) = &mut run {
            steps.push((*step).to_owned());
        }
        rows.written(&format!("NS_PER_COUNT [{step}]"), time);
        if BY_TOKEN.contains(step) {
            rows.written(&format!("COUNT [{step}]"), count);
            rows.written(&format!("TOKEN_PER_SEC [{step}]"), rate);
        }
    }
    rows.finish("")
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_17_comments_state_the_model_and_a_rate_of_zero_is_none() {
        check(
            "NAME,STEP,COUNT,NS_PER_COUNT,TOKEN_PER_SEC\n# Model: m | Params: 4.3B | Quant: Q4_K_M | NumCtx: 4096\n\
             m,prefill,128,78125.00,12800.00\nm,generate,512,19531.25,51200.00\nm,ttft,1,45123000,0\nm,load,1,1500000000,0\n\
             m,prefill,128,78126.00,12799.00\nm,generate,512\n",
            &expect![[r#"
                ollama-bench Sure: `NS_PER_COUNT` beside `STEP` in line 1
                Lost: row is not as wide as its header (line 8)
                [] 0 of 2 rows failed
                  line: line Identifier = 3, 7
                  NAME: name Parameter = `m`, `m`
                  Params: params Environment B = 4.3, 4.3
                  Quant: quant Parameter = `Q4_K_M`, `Q4_K_M`
                  NumCtx: num_ctx Parameter tokens = 4096, 4096
                  NS_PER_COUNT [prefill]: prompt_time_per_token Measurement s/token Lower = 78125, 78126
                  COUNT [prefill]: prompt_tokens Measurement tokens = 128, 128
                  TOKEN_PER_SEC [prefill]: prompt_rate Measurement tokens/s Higher = 12800, 12799
                  NS_PER_COUNT [generate]: decode_time_per_token Measurement s/token Lower = 19531.25, -
                  COUNT [generate]: output_tokens Measurement tokens = 512, -
                  TOKEN_PER_SEC [generate]: decode_rate Measurement tokens/s Higher = 51200, -
                  NS_PER_COUNT [ttft]: ttft Measurement s Lower = 45123000, -
                  NS_PER_COUNT [load]: load_duration Measurement s Lower = 1500000000, -
            "#]],
        );
    }
}
