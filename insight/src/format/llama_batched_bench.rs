//! `llama-batched-bench` of llama.cpp: JSON lines or Markdown (`--output-format jsonl|md`).
//!
//! <https://github.com/ggml-org/llama.cpp/tree/master/tools/batched-bench>. One run a row: no spread. The speed of prompts is
//! counted over all sequences unless they share their prompt. Nothing is lost.

use super::meaning::{Meaning, column, measured, state};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;

const KEYS: [&str; 4] = ["pl", "n_kv", "speed_pp", "speed_tg"];
const HEADINGS: [&str; 5] = ["PP", "TG", "B", "S_PP t/s", "S_TG t/s"];

const MEANINGS: &[Meaning] = &[
    measured("speed_pp", "prompt_throughput", "tokens/s").named("prompt throughput").defined(PROMPTS),
    measured("S_PP t/s", "prompt_throughput", "tokens/s").named("prompt throughput").defined(PROMPTS),
    measured("speed_tg", "decode_throughput", "tokens/s").named("decode throughput").defined(ANSWERS),
    measured("S_TG t/s", "decode_throughput", "tokens/s").named("decode throughput").defined(ANSWERS),
    measured("speed", "total_throughput", "tokens/s"),
    measured("S t/s", "total_throughput", "tokens/s"),
    measured("t_pp", "prompt_eval_duration", "s"),
    measured("T_PP s", "prompt_eval_duration", "s"),
    measured("t_tg", "eval_duration", "s"),
    measured("T_TG s", "eval_duration", "s"),
    measured("t", "total_duration", "s"),
    measured("T s", "total_duration", "s"),
    column("pp", Role::Parameter).unit("tokens"),
    column("PP", Role::Parameter).unit("tokens"),
    column("tg", Role::Parameter).unit("tokens"),
    column("TG", Role::Parameter).unit("tokens"),
    column("pl", Role::Parameter),
    column("B", Role::Parameter).unit("x"),
    column("n_*", Role::Parameter),
    column("N_KV", Role::Parameter),
    column("flash_attn", Role::Parameter),
    column("is_pp_shared", Role::Parameter),
];

const PROMPTS: &str = "tokens of all prompts divided by the time spent reading them together";
const ANSWERS: &str = "tokens of all sequences divided by the time spent writing them together";

/// Speed of a model with several sequences at once.
pub(super) struct LlamaBatchedBench;

impl Format for LlamaBatchedBench {
    fn id(&self) -> &'static str {
        "llama-batched-bench"
    }

    fn name(&self) -> &'static str {
        "llama-batched-bench"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match (shape.table_with(&KEYS), shape.table_with(&HEADINGS)) {
            (Ok(table), _) => (Certainty::Sure, format!("`speed_pp` beside `pl`, runs: {}", table.rows)),
            (_, Ok(table)) => (Certainty::Sure, format!("`S_PP t/s` beside `B`, runs: {}", table.rows)),
            (Err(missing), Err(_)) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        state(&mut content.tables, MEANINGS);
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn json_lines_and_markdown_mean_the_same() {
        check(
            "{\"n_kv_max\": 2048, \"flash_attn\": 0, \"is_pp_shared\": 0, \"pp\": 128, \"tg\": 128, \"pl\": 1, \"n_kv\": 256, \
             \"t_pp\": 0.25, \"speed_pp\": 547.5, \"t_tg\": 3.5, \"speed_tg\": 36.5, \"t\": 3.75, \"speed\": 68.5}\n",
            &expect![[r#"
                llama-batched-bench Sure: `speed_pp` beside `pl`, runs: 1
                [] 0 of 1 rows failed
                  n_kv_max: n_kv_max Parameter = 2048
                  flash_attn: flash_attn Parameter = 0
                  is_pp_shared: is_pp_shared Parameter = 0
                  pp: pp Parameter tokens = 128
                  tg: tg Parameter tokens = 128
                  pl: pl Parameter = 1
                  n_kv: n_kv Parameter = 256
                  t_pp: prompt_eval_duration Measurement s Lower = 0.25
                  speed_pp: prompt_throughput Measurement tokens/s Higher = 547.5
                  t_tg: eval_duration Measurement s Lower = 3.5
                  speed_tg: decode_throughput Measurement tokens/s Higher = 36.5
                  t: total_duration Measurement s Lower = 3.75
                  speed: total_throughput Measurement tokens/s Higher = 68.5
            "#]],
        );
        check(
            "main: n_kv_max = 2048\n\n|    PP |     TG |    B |   N_KV |   T_PP s | S_PP t/s |   T_TG s | S_TG t/s |      T s |    S t/s |\n\
             |-------|--------|------|--------|----------|----------|----------|----------|----------|----------|\n\
             |   128 |    128 |    1 |    256 |    0.108 |  1186.64 |    3.079 |    41.57 |    3.187 |    80.32 |\n\
             |   128 |    128 |    2 |    512 |    0.198 |  1295.19 |    5.029 |    50.90 |    5.227 |    97.95 |\n",
            &expect![[r#"
                llama-batched-bench Sure: `S_PP t/s` beside `B`, runs: 2
                [] 0 of 2 rows failed
                  PP: pp Parameter tokens = 128, 128
                  TG: tg Parameter tokens = 128, 128
                  B: b Parameter = 1, 2
                  N_KV: n_kv Parameter = 256, 512
                  T_PP s: prompt_eval_duration Measurement s Lower = 0.108, 0.198
                  S_PP t/s: prompt_throughput Measurement tokens/s Higher = 1186.64, 1295.19
                  T_TG s: eval_duration Measurement s Lower = 3.079, 5.029
                  S_TG t/s: decode_throughput Measurement tokens/s Higher = 41.57, 50.9
                  T s: total_duration Measurement s Lower = 3.187, 5.227
                  S t/s: total_throughput Measurement tokens/s Higher = 80.32, 97.95
            "#]],
        );
    }
}
