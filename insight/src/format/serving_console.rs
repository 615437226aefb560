//! The block that serving benchmarks print at their end, wherever it stands in a log: vLLM, and SGLang, which descends from it.
//!
//! <https://github.com/vllm-project/vllm/blob/main/vllm/benchmarks/serve.py>,
//! <https://github.com/sgl-project/sglang/blob/main/python/sglang/benchmark/serving.py>. Two decimals; what the run was asked to do
//! stands in free text above and is not read.

use super::meaning::{Meaning, aggregate, column, measured, state_as};
use super::rows::Rows;
use super::serving::{CONVENTIONS, EVERY_GAP};
use super::{Format, Shape};
use crate::container::{Content, Text};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// The block of vLLM.
pub(super) const VLLM: Console =
    Console { id: "vllm-console", name: "vLLM, console of `bench serve`", retokenized: false };
/// The block of SGLang.
pub(super) const SGLANG: Console =
    Console { id: "sglang-console", name: "SGLang, console of `bench_serving`", retokenized: true };

/// The block of one tool.
pub(super) struct Console {
    id: &'static str,
    name: &'static str,
    /// Whether it counts the tokens of answers a second time.
    retokenized: bool,
}

const BANNER: &str = " Serving Benchmark Result ";

/// A line that only SGLang prints.
const RETOKENIZED: &str = "Total generated tokens (retokenized):";

const MEANINGS: &[Meaning] = &[
    aggregate("* TTFT (ms)", "ttft", "*", "ms"),
    aggregate("* TPOT (ms)", "tpot", "*", "ms"),
    aggregate("* ITL (ms)", "itl", "*", "ms").defined(EVERY_GAP),
    aggregate("* E2EL (ms)", "e2e_latency", "*", "ms"),
    aggregate("* E2E Latency (ms)", "e2e_latency", "*", "ms"),
    measured("Request throughput (req/s)", "request_throughput", "requests/s"),
    measured("Request goodput (req/s)", "goodput", "requests/s"),
    measured("Input token throughput (tok/s)", "input_throughput", "tokens/s")
        .named("input throughput")
        .defined("tokens of all prompts divided by the time of the whole run"),
    measured("Output token throughput (tok/s)", "output_throughput", "tokens/s"),
    aggregate("Peak output token throughput (tok/s)", "output_throughput", "max", "tokens/s")
        .defined("most tokens within one second"),
    measured("Total token throughput (tok/s)", "total_throughput", "tokens/s"),
    measured("Benchmark duration (s)", "benchmark_duration", "s"),
    measured("Successful requests", "requests", "requests"),
    measured("Failed requests", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("Peak concurrent requests", "concurrent_requests", "x")
        .named("concurrent requests, most")
        .better(Better::None),
    measured("Concurrency", "concurrency", "x")
        .named("concurrency reached")
        .better(Better::None)
        .defined("sum of all latencies divided by the time of the whole run"),
    measured("Total input tokens", "prompt_tokens_total", "tokens")
        .named("tokens in, all requests")
        .better(Better::None),
    measured("Total generated tokens", "output_tokens_total", "tokens")
        .named("tokens out, all requests")
        .better(Better::None),
    measured("Total generated tokens (retokenized)", "output_tokens_retokenized", "tokens")
        .named("tokens out, counted again")
        .better(Better::None),
    column("Max request concurrency", Role::Parameter),
    column("Max* request concurrency", Role::Parameter),
    column("Traffic request rate", Role::Parameter).unit("requests/s"),
    column("Request rate configured (RPS)", Role::Parameter).unit("requests/s"),
    column("Backend", Role::Parameter),
];

impl Format for Console {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let line = match shape.line_with(BANNER) {
            Ok(line) => line,
            Err(missing) => return (Certainty::No, missing),
        };
        match (shape.line_with(RETOKENIZED), self.retokenized) {
            (Ok(_), true) | (Err(_), false) => (Certainty::Sure, format!("`{}` in line {line}", BANNER.trim())),
            (Err(missing), true) => (Certainty::No, missing),
            (Ok(line), false) => (Certainty::No, format!("`{RETOKENIZED}` in line {line}")),
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(|text, _| vec![blocks(text)]);
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

/// One row a block; its line is that of its banner.
fn blocks(text: &Text) -> Table {
    let mut rows = Rows::default();
    let mut inside = false;
    for (line, text) in text.lines() {
        if text.contains(BANNER) {
            rows.begin_at(line);
            inside = true;
        } else if text.starts_with("=====") {
            inside = false;
        } else if let Some((name, value)) = text.rsplit_once(':').filter(|_| inside) {
            rows.written(name.trim(), value.trim());
        }
    }
    rows.finish("")
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_4_the_block_is_found_in_the_noise_of_a_log() {
        check(
            "INFO 04-27 11:38:43 starting\n 50%|#####     | 1/2 [00:28<7:47:56, 28.10s/it]\n\
             ============ Serving Benchmark Result ============\n\
             Successful requests:                     1000      \nFailed requests:                         0         \n\
             Request throughput (req/s):              2.88      \nPeak output token throughput (tok/s):    1530.00   \n\
             ---------------Time to First Token----------------\nMean TTFT (ms):                          164146.09 \n\
             P99 TTFT (ms):                           336548.52 \n\
             -----Time per Output Token (excl. 1st token)------\nMedian TPOT (ms):                        114.77    \n\
             ==================================================\nafter: 1\n",
            &expect![[r#"
                vllm-console Sure: `Serving Benchmark Result` in line 3
                [] 0 of 1 rows failed
                  Successful requests: requests Measurement requests = 1000
                  Failed requests: failed_requests Measurement requests Lower = 0
                  Request throughput (req/s): request_throughput Measurement requests/s Higher = 2.88
                  Peak output token throughput (tok/s): output_throughput max Aggregate tokens/s Higher = 1530
                  Mean TTFT (ms): ttft mean Aggregate s Lower = 164146.09
                  P99 TTFT (ms): ttft p99 Aggregate s Lower = 336548.52
                  Median TPOT (ms): tpot median Aggregate s Lower = 114.77
            "#]],
        );
    }

    #[test]
    fn a_block_with_tokens_counted_twice_is_of_sglang() {
        check(
            "============ Serving Benchmark Result ============\nBackend:                                 sglang    \n\
             Traffic request rate:                    inf       \nSuccessful requests:                     300       \n\
             Total generated tokens:                  160347    \nTotal generated tokens (retokenized):    160192    \n\
             Concurrency:                             7.88      \n\
             ----------------End-to-End Latency----------------\nMean E2E Latency (ms):                   7840.62   \n\
             ==================================================\n",
            &expect![[r#"
                sglang-console Sure: `Serving Benchmark Result` in line 1
                [] 0 of 1 rows failed
                  Backend: backend Parameter = `sglang`
                  Traffic request rate: traffic_request_rate Parameter requests/s = inf
                  Successful requests: requests Measurement requests = 300
                  Total generated tokens: output_tokens_total Measurement tokens = 160347
                  Total generated tokens (retokenized): output_tokens_retokenized Measurement tokens = 160192
                  Concurrency: concurrency Measurement = 7.88
                  Mean E2E Latency (ms): e2e_latency mean Aggregate s Lower = 7840.62
            "#]],
        );
    }
}
