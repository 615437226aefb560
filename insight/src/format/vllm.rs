//! `vllm bench serve` and its sweeps: one JSON object a run, or several (`--append-result`).
//!
//! <https://github.com/vllm-project/vllm/blob/main/vllm/benchmarks/serve.py>. Aggregates are milliseconds where their name ends in
//! `_ms`, else (InferenceX) seconds; lists of single requests (`--save-detailed`) are seconds always. Deviations are those of a
//! population. Names that `--metadata` adds are read like any other. Nothing is lost.

use super::meaning::{Conventions, LINEAR, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::{Format, Shape, request_lists};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// Keys of every run, whatever percentiles were asked for.
const KEYS: [&str; 4] = ["model_id", "num_prompts", "request_throughput", "output_throughput"];

/// Lists with one value a request; the first is there whenever requests were written down.
const LISTS: [&str; 6] = ["ttfts", "input_lens", "output_lens", "latencies", "start_times", "queue_times"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };

const MEANINGS: &[Meaning] = &[
    aggregate("*_ttft_ms", "ttft", "*", "ms"),
    aggregate("*_tpot_ms", "tpot", "*", "ms"),
    aggregate("*_itl_ms", "itl", "*", "ms").defined(EVERY_GAP),
    aggregate("*_e2el_ms", "e2e_latency", "*", "ms"),
    aggregate("*_e2el_including_client_queue_ms", "e2e_latency_queued", "*", "ms")
        .named("full answer and queue")
        .defined("from the wish to send the request to the last token of the answer"),
    aggregate("*_client_queue_time_ms", "client_queue_time", "*", "ms")
        .named("queue time in the client")
        .defined("from the wish to send the request to sending it"),
    aggregate("*_ttft", "ttft", "*", "s"),
    aggregate("*_tpot", "tpot", "*", "s"),
    aggregate("*_itl", "itl", "*", "s").defined(EVERY_GAP),
    aggregate("*_e2el", "e2e_latency", "*", "s"),
    aggregate("*_intvty", "interactivity", "*", "tokens/s")
        .named("tokens per second a user sees")
        .better(Better::Higher)
        .defined("1 / time per output token"),
    measured("ttfts", "ttft", "s"),
    measured("itls", "itl", "s").defined(EVERY_GAP),
    measured("latencies", "e2e_latency", "s"),
    measured("queue_times", "client_queue_time", "s").named("queue time in the client"),
    measured("input_lens", "prompt_tokens", "tokens"),
    measured("output_lens", "output_tokens", "tokens"),
    column("start_times", Role::Time),
    column("error", Role::Validity),
    column("errors", Role::Text),
    column("generated_texts", Role::Text),
    measured("request_throughput", "request_throughput", "requests/s"),
    measured("request_goodput", "goodput", "requests/s"),
    measured("request_goodput:", "goodput", "requests/s"),
    measured("input_throughput", "input_throughput", "tokens/s")
        .named("input throughput")
        .defined("tokens of all prompts divided by the time of the whole run"),
    measured("output_throughput", "output_throughput", "tokens/s"),
    measured("total_token_throughput", "total_throughput", "tokens/s"),
    aggregate("max_output_tokens_per_s", "output_throughput", "max", "tokens/s")
        .defined("most tokens within one second"),
    measured("max_concurrent_requests", "concurrent_requests", "x")
        .named("concurrent requests, most")
        .better(Better::None),
    measured("duration", "benchmark_duration", "s"),
    measured("completed", "requests", "requests"),
    measured("failed", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("good_completed", "good_requests", "requests").named("requests that held the target").better(Better::None),
    measured("total_input_tokens", "prompt_tokens_total", "tokens")
        .named("tokens in, all requests")
        .better(Better::None),
    measured("total_output_tokens", "output_tokens_total", "tokens")
        .named("tokens out, all requests")
        .better(Better::None),
    column("num_prompts", Role::Parameter).unit("requests"),
    column("request_rate", Role::Parameter).unit("requests/s"),
    column("max_concurrency", Role::Parameter),
    column("burstiness", Role::Parameter),
    column("ramp_up_*", Role::Parameter),
    column("model_id", Role::Parameter),
    column("tokenizer_id", Role::Environment),
    column("endpoint_type", Role::Parameter),
    column("backend", Role::Parameter),
    column("label", Role::Parameter),
    column("date", Role::Time),
    column("run_number", Role::Identifier),
    column("rtfx", Role::Environment),
];

/// One gap can hold several tokens where they are drafted ahead.
const EVERY_GAP: &str = "time between two pieces of one answer, the gaps of all requests together";

/// Serving benchmark of vLLM.
pub(super) struct Vllm;

impl Format for Vllm {
    fn id(&self) -> &'static str {
        "vllm"
    }

    fn name(&self) -> &'static str {
        "vLLM, `bench serve`"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let table = match shape.table_with(&KEYS) {
            Ok(table) => table,
            Err(missing) => return (Certainty::No, missing),
        };
        match latency(table) {
            Some(name) => (Certainty::Sure, format!("`{name}` beside `num_prompts`, runs: {}", table.rows)),
            None => (Certainty::No, "key `mean_ttft_ms` missing".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        if let Some(requests) = request_lists::join(content, &LISTS) {
            let is_first = requests.ends_with(LISTS[0]);
            request_lists::sum_up(&mut content.tables, if is_first { &requests } else { "/ttfts" });
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

/// The first aggregate of a latency.
fn latency(table: &Table) -> Option<&str> {
    let names = table.columns.iter().map(|column| column.name.as_str());
    let mut latencies = names.filter(|name| {
        let name = name.trim_end_matches("_ms");
        ["_ttft", "_tpot", "_itl", "_e2el"].iter().any(|end| name.ends_with(end))
    });
    latencies.next()
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_5_aggregates_are_milliseconds_and_lists_seconds() {
        check(
            "{\"date\": \"20260427-110601\", \"model_id\": \"m\", \"num_prompts\": 3, \"request_rate\": \"inf\", \"duration\": 2.0, \
             \"completed\": 2, \"failed\": 1, \"request_throughput\": 1.0, \"request_goodput:\": null, \"output_throughput\": 4.0, \
             \"mean_ttft_ms\": 150.0, \"std_ttft_ms\": 50.0, \"p99.9_ttft_ms\": 199.0, \"median_itl_ms\": 20.0, \
             \"input_lens\": [8, 8, 8], \"output_lens\": [4, 4, 0], \"ttfts\": [0.1, 0.2, 0.0], \"itls\": [[0.02, 0.02, 0.02], [0.02, 0.02, 0.02], []], \
             \"errors\": [\"\", \"\", \"timeout\"]}",
            &expect![[r#"
                vllm Sure: `mean_ttft_ms` beside `num_prompts`, runs: 1
                [] 0 of 1 rows failed
                  date: date Time = `20260427-110601`
                  model_id: model_id Parameter = `m`
                  num_prompts: num_prompts Parameter requests = 3
                  request_rate: request_rate Parameter requests/s = inf
                  duration: benchmark_duration Measurement s = 2
                  completed: requests Measurement requests = 2
                  failed: failed_requests Measurement requests Lower = 1
                  request_throughput: request_throughput Measurement requests/s Higher = 1
                  request_goodput:: goodput Measurement requests/s Higher = -
                  output_throughput: output_throughput Measurement tokens/s Higher = 4
                  mean_ttft_ms: ttft mean Aggregate s Lower = 150
                  std_ttft_ms: ttft sd Aggregate s Lower = 50
                  p99.9_ttft_ms: ttft p99.9 Aggregate s Lower = 199
                  median_itl_ms: itl median Aggregate s Lower = 20
                  errors: errors Text = `["", "", "timeout"]`
                [/ttfts] 1 of 3 rows failed
                  date: date Time = `20260427-110601`, `20260427-110601`, `20260427-110601`
                  model_id: model_id Parameter = `m`, `m`, `m`
                  request_rate: request_rate Parameter requests/s = `inf`, `inf`, `inf`
                  ttfts: ttft Measurement s Lower = 0.1, 0.2, 0
                  input_lens: prompt_tokens Measurement tokens = 8, 8, 8
                  output_lens: output_tokens Measurement tokens = 4, 4, 0
                  error: error Validity = -, -, `timeout`
                [/itls/*] 0 of 6 rows failed
                  date: date Time = `20260427-110601`, `20260427-110601`, `20260427-110601`
                  model_id: model_id Parameter = `m`, `m`, `m`
                  request_rate: request_rate Parameter requests/s = `inf`, `inf`, `inf`
                  itls: itl Measurement s Lower = 0.02, 0.02, 0.02
            "#]],
        );
    }

    #[test]
    fn names_without_ms_are_seconds() {
        check(
            "{\"model_id\": \"m\", \"num_prompts\": 16, \"request_throughput\": 0.7, \"output_throughput\": 95.4, \
             \"median_ttft\": 3.1, \"p99_tpot\": 0.19}",
            &expect![[r#"
                vllm Sure: `median_ttft` beside `num_prompts`, runs: 1
                [] 0 of 1 rows failed
                  model_id: model_id Parameter = `m`
                  num_prompts: num_prompts Parameter requests = 16
                  request_throughput: request_throughput Measurement requests/s Higher = 0.7
                  output_throughput: output_throughput Measurement tokens/s Higher = 95.4
                  median_ttft: ttft median Aggregate s Lower = 3.1
                  p99_tpot: tpot p99 Aggregate s Lower = 0.19
            "#]],
        );
    }

    #[test]
    fn trap_2_runs_appended_to_one_file_are_rows() {
        let run = |rate: u32| {
            format!(
                "{{\"model_id\": \"m\", \"num_prompts\": 16, \"request_rate\": {rate}, \"request_throughput\": 0.7, \
                 \"output_throughput\": 95.4, \"mean_ttft_ms\": 3.1}}\n"
            )
        };
        check(
            &(run(1) + &run(2)),
            &expect![[r#"
                vllm Sure: `mean_ttft_ms` beside `num_prompts`, runs: 2
                [] 0 of 2 rows failed
                  model_id: model_id Parameter = `m`, `m`
                  num_prompts: num_prompts Parameter requests = 16, 16
                  request_rate: request_rate Parameter requests/s = 1, 2
                  request_throughput: request_throughput Measurement requests/s Higher = 0.7, 0.7
                  output_throughput: output_throughput Measurement tokens/s Higher = 95.4, 95.4
                  mean_ttft_ms: ttft mean Aggregate s Lower = 3.1, 3.1
            "#]],
        );
    }
}
