//! `sglang.bench_serving`: JSON lines, one run each, appended.
//!
//! <https://github.com/sgl-project/sglang/blob/main/python/sglang/benchmark/serving.py>. Aggregates are milliseconds, lists of single
//! requests (`--output-details`) seconds. What was asked for (`random_input_len`) is not what was sent: tokens per request are
//! those counted. Deviations are those of a population. Nothing is lost.

use super::meaning::{Meaning, aggregate, column, measured};
use super::{Format, Shape, serving};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

/// Keys that stand together in no other tool's output.
const KEYS: [&str; 3] = ["total_output_tokens_retokenized", "random_range_ratio", "output_throughput"];

const MEANINGS: &[Meaning] = &[
    aggregate("*_e2e_latency_ms", "e2e_latency", "*", "ms"),
    measured("total_throughput", "total_throughput", "tokens/s"),
    measured("concurrency", "concurrency", "x")
        .named("concurrency reached")
        .better(Better::None)
        .defined("sum of all latencies divided by the time of the whole run"),
    measured("accept_length", "accept_length", "tokens")
        .named("tokens accepted at once")
        .better(Better::Higher)
        .defined("tokens of a draft that were kept, mean"),
    measured("total_input_*_tokens", "prompt_tokens_total_*", "tokens")
        .named("tokens in, all requests, *")
        .better(Better::None),
    measured("total_output_tokens_retokenized", "output_tokens_retokenized", "tokens")
        .named("tokens out, counted again")
        .better(Better::None),
    column("tag", Role::Parameter),
    column("dataset_name", Role::Parameter),
    column("sharegpt_output_len", Role::Parameter).unit("tokens"),
    column("random_input_len", Role::Parameter).unit("tokens"),
    column("random_output_len", Role::Parameter).unit("tokens"),
    column("random_range_ratio", Role::Parameter),
    column("server_info.*", Role::Environment),
    column("*", Role::Environment).at("/server_info*"),
];

/// Serving benchmark of SGLang.
pub(super) struct Sglang;

impl Format for Sglang {
    fn id(&self) -> &'static str {
        "sglang"
    }

    fn name(&self) -> &'static str {
        "SGLang, `bench_serving`"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Ok(table) => {
                let reason =
                    format!("`total_output_tokens_retokenized` beside `random_range_ratio`, runs: {}", table.rows);
                (Certainty::Sure, reason)
            }
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        serving::read(content, MEANINGS);
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_1_an_infinite_rate_is_a_parameter_and_costs_no_run() {
        let run = |rate: &str| {
            format!(
                "{{\"backend\": \"sglang\", \"request_rate\": {rate}, \"total_output_tokens\": 160347, \
                 \"total_output_tokens_retokenized\": 160192, \"median_ttft_ms\": 85.7, \"median_itl_ms\": 13.6, \
                 \"output_throughput\": 537.4, \"random_input_len\": 1024, \"random_range_ratio\": 0.0, \"duration\": 298.3, \
                 \"completed\": 300}}\n"
            )
        };
        check(
            &(run("1.0") + &run("Infinity")),
            &expect![[r#"
                sglang Sure: `total_output_tokens_retokenized` beside `random_range_ratio`, runs: 2
                [] 0 of 2 rows failed
                  backend: backend Parameter = `sglang`, `sglang`
                  request_rate: request_rate Parameter requests/s = 1, inf
                  total_output_tokens: output_tokens_total Measurement tokens = 160347, 160347
                  total_output_tokens_retokenized: output_tokens_retokenized Measurement tokens = 160192, 160192
                  median_ttft_ms: ttft median Aggregate s Lower = 85.7, 85.7
                  median_itl_ms: itl median Aggregate s Lower = 13.6, 13.6
                  output_throughput: output_throughput Measurement tokens/s Higher = 537.4, 537.4
                  random_input_len: random_input_len Parameter tokens = 1024, 1024
                  random_range_ratio: random_range_ratio Parameter = 0, 0
                  duration: benchmark_duration Measurement s = 298.3, 298.3
                  completed: requests Measurement requests = 300, 300
            "#]],
        );
    }
}
