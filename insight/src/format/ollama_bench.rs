//! `ollama-bench` (`cmd/bench` of Ollama): CSV, the lines that `benchstat` reads, and the Markdown of its first versions.
//!
//! <https://github.com/ollama/ollama/tree/main/cmd/bench>. A line a step of a run: for `prefill` and `generate` the time is that of a
//! token, for `ttft`, `load` and `total` that of the step, and the rate 0 says that there is none. Comments state the model.

mod steps;

use super::meaning::{Meaning, column, measured, state};
use super::rows::Rows;
use super::{Format, Shape};
use crate::container::{Content, Ledger, Text};
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;
use steps::{Dialect, Line};

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
    column("Size", Role::Environment).unit("B"),
    column("VRAM", Role::Environment).unit("B"),
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
        let shown = |line, what| (Certainty::Sure, format!("{what} in line {line}"));
        match steps::dialect(shape.text) {
            Some((line, Dialect::Csv)) => shown(line, "`NS_PER_COUNT` beside `STEP`"),
            Some((line, Dialect::Benchstat { .. })) => shown(line, "a step of `BenchmarkModel/name=`"),
            Some((line, Dialect::Table)) => shown(line, "`nsPerToken` beside `Step`"),
            None => (Certainty::No, format!("no line `{}`", steps::CSV)),
        }
    }

    fn read(&self, content: &mut Content) {
        if let Some((_, dialect)) = steps::dialect(&content.text) {
            content.read_text(|text, ledger| vec![runs(text, dialect, ledger)]);
        }
        state(&mut content.tables, MEANINGS);
    }
}

/// One row a run: a step that was there already begins the next one.
fn runs(text: &Text, dialect: Dialect, ledger: &mut Ledger) -> Table {
    let mut rows = Rows::default();
    let mut machine: Vec<(String, String)> = Vec::new();
    let mut model: Vec<(String, String)> = Vec::new();
    let mut run: Option<(String, Vec<String>)> = None;
    for (line, text) in text.lines() {
        let step = match steps::read(dialect, text) {
            Line::Step(step) => step,
            Line::Model(told) => {
                (model, run) = (told, None);
                continue;
            }
            Line::Machine(name, value) => {
                machine.push((name, value));
                continue;
            }
            Line::Broken => {
                ledger.drop_row(Spot::Line(line), "a step of a run is not as the tool writes it", None);
                continue;
            }
            Line::Noise => continue,
        };
        let again = run.as_ref().is_none_or(|(name, steps)| *name != step.name || steps.contains(&step.step));
        if again {
            rows.begin_at(line);
            rows.written("NAME", &step.name);
            for (name, value) in machine.iter().chain(&model) {
                // The `B` of `4.3B` stands for billions of parameters.
                match value.parse() {
                    Ok(number) => rows.number(name, number),
                    Err(_) => rows.text(name, value),
                }
            }
            run = Some((step.name.clone(), Vec::new()));
        }
        let cells = [("NS_PER_COUNT", step.time), ("COUNT", step.count), ("TOKEN_PER_SEC", step.rate)];
        let cells = cells.iter().filter_map(|(name, cell)| Some((name, (*cell)?)));
        cells.for_each(|(name, cell)| rows.number(&format!("{name} [{}]", step.step), cell));
        if step.time.is_none() {
            let what = format!("a step `{}` without tokens has neither a time of a token nor a rate", step.step);
            ledger.say(Spot::Line(line), Severity::Note, &what, None);
        }
        if let Some((_, steps)) = &mut run {
            steps.push(step.step);
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
             Warmup 1/1 for m complete\nm,prefill,128,78126.00,12799.00\nm,generate,512\nm,prefill,0,0.00,0.00\n",
            &expect![[r#"
                ollama-bench Sure: `NS_PER_COUNT` beside `STEP` in line 1
                Lost: a step of a run is not as the tool writes it (line 9)
                Note: a step `prefill` without tokens has neither a time of a token nor a rate (line 10)
                [] 0 of 3 rows failed
                  NAME: name Parameter = `m`, `m`, `m`
                  Params: params Environment = 4300000000, 4300000000, 4300000000
                  Quant: quant Parameter = `Q4_K_M`, `Q4_K_M`, `Q4_K_M`
                  NumCtx: num_ctx Parameter tokens = 4096, 4096, 4096
                  NS_PER_COUNT [prefill]: prompt_time_per_token Measurement s/token Lower = 78125, 78126, -
                  COUNT [prefill]: prompt_tokens Measurement tokens = 128, 128, 0
                  TOKEN_PER_SEC [prefill]: prompt_rate Measurement tokens/s Higher = 12800, 12799, -
                  NS_PER_COUNT [generate]: decode_time_per_token Measurement s/token Lower = 19531.25, -, -
                  COUNT [generate]: output_tokens Measurement tokens = 512, -, -
                  TOKEN_PER_SEC [generate]: decode_rate Measurement tokens/s Higher = 51200, -, -
                  NS_PER_COUNT [ttft]: ttft Measurement s Lower = 45123000, -, -
                  NS_PER_COUNT [load]: load_duration Measurement s Lower = 1500000000, -, -
            "#]],
        );
    }

    #[test]
    fn lines_for_benchstat_are_runs_of_models() {
        check(
            "goos: linux\ngoarch: amd64\n# Model: hf.co/a/m:Q4 | Params: 4.3B | Quant: Q4_K_M | Size: 4080218931\n\
             BenchmarkModel/name=hf.co/a/m:Q4/step=prefill 1 78125.00 ns/token 12800.00 token/sec\n\
             BenchmarkModel/name=hf.co/a/m:Q4/step=generate 1 19531.25 ns/token 51200.00 token/sec\n\
             BenchmarkModel/name=hf.co/a/m:Q4/step=ttft 1 45123000 ns/op\n\
             BenchmarkModel/name=hf.co/a/m:Q4/step=prefill 1 0 ns/token 0 token/sec\n\
             BenchmarkModel/name=hf.co/a/m:Q4/step=generate 1 195\n",
            &expect![[r#"
                ollama-bench Sure: a step of `BenchmarkModel/name=` in line 4
                Note: a step `prefill` without tokens has neither a time of a token nor a rate (line 7)
                Lost: a step of a run is not as the tool writes it (line 8)
                [] 1 of 2 rows failed
                  NAME: name Parameter = `hf.co/a/m:Q4`, `hf.co/a/m:Q4`
                  goos: goos Environment = `linux`, `linux`
                  goarch: goarch Environment = `amd64`, `amd64`
                  Params: params Environment = 4300000000, 4300000000
                  Quant: quant Parameter = `Q4_K_M`, `Q4_K_M`
                  Size: size Environment B = 4080218931, 4080218931
                  NS_PER_COUNT [prefill]: prompt_time_per_token Measurement s/token Lower = 78125, -
                  TOKEN_PER_SEC [prefill]: prompt_rate Measurement tokens/s Higher = 12800, -
                  NS_PER_COUNT [generate]: decode_time_per_token Measurement s/token Lower = 19531.25, -
                  TOKEN_PER_SEC [generate]: decode_rate Measurement tokens/s Higher = 51200, -
                  NS_PER_COUNT [ttft]: ttft Measurement s Lower = 45123000, -
            "#]],
        );
    }

    #[test]
    fn the_first_versions_counted_tokens_where_others_count_runs() {
        check(
            "sysname: darwin\nmachine: arm64\n\
             BenchmarkModel/name=m/step=prefill 128 78125.00 ns/token 12800.00 token/sec\n\
             BenchmarkModel/name=m/step=load 1 1500000000 ns/request\n\
             BenchmarkModel/name=m 1 2861047625 ns/request\n\
             BenchmarkModel/name=m/step=prefill 128 78126.00 ns/token 12799.00 token/sec\n",
            &expect![[r#"
                ollama-bench Sure: a step of `BenchmarkModel/name=` in line 3
                [] 0 of 2 rows failed
                  NAME: name Parameter = `m`, `m`
                  sysname: sysname Environment = `darwin`, `darwin`
                  machine: machine Environment = `arm64`, `arm64`
                  NS_PER_COUNT [prefill]: prompt_time_per_token Measurement s/token Lower = 78125, 78126
                  COUNT [prefill]: prompt_tokens Measurement tokens = 128, 128
                  TOKEN_PER_SEC [prefill]: prompt_rate Measurement tokens/s Higher = 12800, 12799
                  NS_PER_COUNT [load]: load_duration Measurement s Lower = 1500000000, -
                  NS_PER_COUNT [total]: total_duration Measurement s Lower = 2861047625, -
            "#]],
        );
    }

    #[test]
    fn the_table_of_the_first_versions_has_durations_as_go_writes_them() {
        check(
            "| Model | Step | Count | Duration | nsPerToken | tokensPerSec |\n\
             |-------|------|-------|----------|------------|--------------|\n\
             | gpt-oss:20b | prefill | 124 | 30.006458ms | 241987.56 | 4132.44 |\n\
             | gpt-oss:20b | generate | 200 | 2.646843954s | 13234219.77 | 75.56 |\n\
             | gpt-oss:20b | load | 1 | 121.674208ms | - | - |\n\
             | gpt-oss:20b | total | 1 | 2.861047625s | - | - |\n",
            &expect![[r#"
                ollama-bench Sure: `nsPerToken` beside `Step` in line 1
                [] 0 of 1 rows failed
                  NAME: name Parameter = `gpt-oss:20b`
                  NS_PER_COUNT [prefill]: prompt_time_per_token Measurement s/token Lower = 241987.56
                  COUNT [prefill]: prompt_tokens Measurement tokens = 124
                  TOKEN_PER_SEC [prefill]: prompt_rate Measurement tokens/s Higher = 4132.44
                  NS_PER_COUNT [generate]: decode_time_per_token Measurement s/token Lower = 13234219.77
                  COUNT [generate]: output_tokens Measurement tokens = 200
                  TOKEN_PER_SEC [generate]: decode_rate Measurement tokens/s Higher = 75.56
                  NS_PER_COUNT [load]: load_duration Measurement s Lower = 121674208
                  NS_PER_COUNT [total]: total_duration Measurement s Lower = 2861047625
            "#]],
        );
    }
}
