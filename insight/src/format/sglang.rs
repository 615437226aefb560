//! `sglang.bench_serving`: JSON lines, one run each, appended.
//!
//! <https://github.com/sgl-project/sglang/blob/main/python/sglang/benchmark/serving.py>. Aggregates are milliseconds, lists of single
//! requests (`--output-details`) seconds. What was asked for (`random_input_len`) is not what was sent: tokens per request are
//! those counted. Deviations are those of a population. Nothing is lost.

use super::meaning::{Conventions, LINEAR, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::{Format, Shape, request_lists};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

/// Keys that stand together in no other tool's output.
const KEYS: [&str; 3] = ["total_output_tokens_retokenized", "random_range_ratio", "output_throughput"];

/// Lists with one value a request; the first is there whenever requests were written down.
const LISTS: [&str; 4] = ["ttfts", "input_lens", "output_lens", "latencies"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };

const MEANINGS: &[Meaning] = &[
    aggregate("*_ttft_ms", "ttft", "*", "ms"),
    aggregate("*_tpot_ms", "tpot", "*", "ms"),
    aggregate("*_itl_ms", "itl", "*", "ms").defined(EVERY_GAP),
    aggregate("*_e2e_latency_ms", "e2e_latency", "*", "ms"),
    measured("ttfts", "ttft", "s"),
    measured("itls", "itl", "s").defined(EVERY_GAP),
    measured("latencies", "e2e_latency", "s"),
    measured("input_lens", "prompt_tokens", "tokens"),
    measured("output_lens", "output_tokens", "tokens"),
    column("error", Role::Validity),
    column("errors", Role::Text),
    column("generated_texts", Role::Text),
    measured("request_throughput", "request_throughput", "requests/s"),
    measured("input_throughput", "input_throughput", "tokens/s")
        .named("input throughput")
        .defined("tokens of all prompts divided by the time of the whole run"),
    measured("output_throughput", "output_throughput", "tokens/s"),
    measured("total_throughput", "total_throughput", "tokens/s"),
    aggregate("max_output_tokens_per_s", "output_throughput", "max", "tokens/s")
        .defined("most tokens within one second"),
    measured("max_concurrent_requests", "concurrent_requests", "x")
        .named("concurrent requests, most")
        .better(Better::None),
    measured("concurrency", "concurrency", "x")
        .named("concurrency reached")
        .better(Better::None)
        .defined("sum of all latencies divided by the time of the whole run"),
    measured("accept_length", "accept_length", "tokens")
        .named("tokens accepted at once")
        .better(Better::Higher)
        .defined("tokens of a draft that were kept, mean"),
    measured("duration", "benchmark_duration", "s"),
    measured("completed", "requests", "requests"),
    measured("total_input_tokens*", "prompt_tokens_total", "tokens")
        .named("tokens in, all requests")
        .better(Better::None),
    measured("total_input_tokens", "prompt_tokens_total", "tokens")
        .named("tokens in, all requests")
        .better(Better::None),
    measured("total_output_tokens", "output_tokens_total", "tokens")
        .named("tokens out, all requests")
        .better(Better::None),
    measured("total_output_tokens_retokenized", "output_tokens_retokenized", "tokens")
        .named("tokens out, counted again")
        .better(Better::None),
    column("tag", Role::Parameter),
    column("backend", Role::Parameter),
    column("dataset_name", Role::Parameter),
    column("request_rate", Role::Parameter).unit("requests/s"),
    column("max_concurrency", Role::Parameter),
    column("sharegpt_output_len", Role::Parameter).unit("tokens"),
    column("random_input_len", Role::Parameter).unit("tokens"),
    column("random_output_len", Role::Parameter).unit("tokens"),
    column("random_range_ratio", Role::Parameter),
    column("server_info.*", Role::Environment),
    column("*", Role::Environment).at("/server_info*"),
    column("*", Role::Environment).at("/*/server_info*"),
];

/// One gap can hold several tokens where they are drafted ahead.
const EVERY_GAP: &str = "time between two pieces of one answer, the gaps of all requests together";

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
        if let Some(requests) = request_lists::join(content, &LISTS) {
            request_lists::sum_up(&mut content.tables, &requests);
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
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
