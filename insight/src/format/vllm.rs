//! `vllm bench serve` and its sweeps: one JSON object a run, or several (`--append-result`).
//!
//! <https://github.com/vllm-project/vllm/blob/main/vllm/benchmarks/serve.py>. Aggregates are milliseconds where their name ends in
//! `_ms`, else (InferenceX) seconds; lists of single requests (`--save-detailed`) are seconds always. Deviations are those of a
//! population. Names that `--metadata` adds are read like any other. The records for the database of PyTorch (`*.pytorch.json`) say
//! a run again. Nothing is lost.

use super::meaning::{Meaning, aggregate, column, counted, measured};
use super::serving::{self, EVERY_GAP};
use super::{Format, Shape, pytorch_records};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// Keys of every run, whatever percentiles were asked for and whether the model writes or embeds.
const KEYS: [&str; 3] = ["model_id", "num_prompts", "request_throughput"];

/// What the tool says and those that descend from it do not.
const MEANINGS: &[Meaning] = &[
    aggregate("probe_*_e2el_ms", "probe_latency", "*", "ms")
        .named("full answer of a probe")
        .better(Better::Lower)
        .defined("requests sent beside the load"),
    measured("probe_completed", "probe_requests", "requests").better(Better::None),
    measured("probe_failed", "failed_probe_requests", "requests").better(Better::Lower),
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
    measured("queue_times", "client_queue_time", "s").named("queue time in the client"),
    measured("server_ttfts", "server_ttft", "s")
        .named("first token at the server")
        .better(Better::Lower)
        .defined("from the arrival of the request at the server to the first token"),
    measured("server_queue_times", "queue_time", "s"),
    column("start_times", Role::Time),
    measured("request_goodput", "goodput", "requests/s"),
    measured("request_goodput:", "goodput", "requests/s"),
    measured("total_token_throughput", "total_throughput", "tokens/s"),
    measured("input_sequence_throughput", "input_sequence_rate", "items/s")
        .named("inputs per second")
        .better(Better::Higher),
    measured("total_input_sequences", "input_sequences", "items").named("inputs").better(Better::None),
    measured("failed", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("good_completed", "good_requests", "requests").named("requests that held the target").better(Better::None),
    measured("spec_decode_acceptance_rate", "draft_acceptance", "%")
        .named("draft tokens accepted")
        .better(Better::Higher),
    measured("spec_decode_acceptance_length", "accept_length", "tokens")
        .named("tokens accepted at once")
        .better(Better::Higher),
    measured("spec_decode_per_position_acceptance_rates", "draft_acceptance_by_position", "x")
        .named("draft tokens accepted, by position")
        .better(Better::Higher),
    column("spec_decode_*tokens", Role::Derived).unit("tokens").better(Better::None),
    column("spec_decode_num_drafts", Role::Derived).better(Better::None),
    measured("diffusion_committed_throughput", "committed_throughput", "tokens/s").better(Better::Higher),
    column("diffusion_*tokens", Role::Derived).unit("tokens").better(Better::None),
    column("diffusion_*", Role::Derived).better(Better::None),
    column("rps", Role::Parameter).at("/rps_change_events").unit("requests/s"),
    column("timestamp", Role::Time).at("/rps_change_events"),
    column("num_prompts", Role::Parameter).unit("requests"),
    column("burstiness", Role::Parameter),
    column("ramp_up_*", Role::Parameter),
    column("model_id", Role::Parameter),
    column("tokenizer_id", Role::Environment),
    column("endpoint_type", Role::Parameter),
    column("label", Role::Parameter),
    column("date", Role::Time),
    column("run_number", Role::Identifier),
    column("rtfx", Role::Environment),
    // What a sweep sets stands beside what was measured.
    column("max_num_*", Role::Parameter),
    column("max_model_len", Role::Parameter).unit("tokens"),
    column("*_len", Role::Parameter).unit("tokens"),
    column("*_parallel_size", Role::Parameter),
    column("*_utilization", Role::Parameter),
    column("aggregation_method", Role::Environment),
    counted("aggregated_repetitions", "runs"),
    column("individual_result_files", Role::Text),
];

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
        if pytorch_records::has(shape, is_latency) {
            return (Certainty::Sure, "a record a metric, `benchmark.name` is `vLLM benchmark`".to_owned());
        }
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
        pytorch_records::to_runs(content);
        serving::read(content, MEANINGS);
    }
}

/// The first aggregate of a latency.
fn latency(table: &Table) -> Option<&str> {
    let names = table.columns.iter().map(|column| column.name.as_str());
    let mut latencies = names.filter(|name| is_latency(name));
    latencies.next()
}

fn is_latency(name: &str) -> bool {
    let name = name.trim_end_matches("_ms");
    ["_ttft", "_tpot", "_itl", "_e2el"].iter().any(|end| name.ends_with(end))
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
                Doubt: 2 of 3 requests were answered, the others stand behind no statistic (line 1)
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
                Doubt: the load was not reached: 0.700 requests a second of 1 (line 1); hint: the file does not say whether the server was too slow or the client sent too few
                Doubt: the load was not reached: 0.700 requests a second of 2 (line 2); hint: the file does not say whether the server was too slow or the client sent too few
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

    #[test]
    fn requests_without_an_answer_are_told_where_no_error_was_written_down() {
        check(
            "{\"model_id\": \"m\", \"num_prompts\": 3, \"completed\": 2, \"failed\": 1, \"request_throughput\": 1.0, \"mean_e2el_ms\": 250.0, \
             \"median_e2el_ms\": 250.0, \"p50_e2el_ms\": 250.0, \"latencies\": [0.2, 0.0, 0.3], \"queue_times\": [0.01, 0.02, 0.03]}",
            &expect![[r#"
                vllm Sure: `mean_e2el_ms` beside `num_prompts`, runs: 1
                Doubt: 2 of 3 requests were answered, the others stand behind no statistic (line 1)
                [] 0 of 1 rows failed
                  model_id: model_id Parameter = `m`
                  num_prompts: num_prompts Parameter requests = 3
                  completed: requests Measurement requests = 2
                  failed: failed_requests Measurement requests Lower = 1
                  request_throughput: request_throughput Measurement requests/s Higher = 1
                  mean_e2el_ms: e2e_latency mean Aggregate s Lower = 250
                  median_e2el_ms: e2e_latency median Aggregate s Lower = 250
                  p50_e2el_ms: e2e_latency p50 Aggregate s Lower = 250
                [/latencies] 1 of 3 rows failed
                  model_id: model_id Parameter = `m`, `m`, `m`
                  latencies: e2e_latency Measurement s Lower = 0.2, 0, 0.3
                  queue_times: client_queue_time Measurement s Lower = 0.01, 0.02, 0.03
                  error: error Validity = -, `no answer`, -
            "#]],
        );
    }

    #[test]
    fn runs_of_embeddings_write_no_tokens() {
        check(
            "{\"model_id\": \"m\", \"num_prompts\": 3, \"completed\": 3, \"request_throughput\": 1.5, \"input_sequence_throughput\": 3.0, \
             \"total_token_throughput\": 30.5, \"mean_e2el_ms\": 250.5, \"max_num_seqs\": 64, \"probe_median_e2el_ms\": 10.5, \
             \"spec_decode_acceptance_rate\": 75.5}",
            &expect![[r#"
                vllm Sure: `mean_e2el_ms` beside `num_prompts`, runs: 1
                [] 0 of 1 rows failed
                  model_id: model_id Parameter = `m`
                  num_prompts: num_prompts Parameter requests = 3
                  completed: requests Measurement requests = 3
                  request_throughput: request_throughput Measurement requests/s Higher = 1.5
                  input_sequence_throughput: input_sequence_rate Measurement items/s Higher = 3
                  total_token_throughput: total_throughput Measurement tokens/s Higher = 30.5
                  mean_e2el_ms: e2e_latency mean Aggregate s Lower = 250.5
                  max_num_seqs: max_num_seqs Parameter = 64
                  probe_median_e2el_ms: probe_latency median Aggregate s Lower = 10.5
                  spec_decode_acceptance_rate: draft_acceptance Measurement % Higher = 75.5
            "#]],
        );
    }

    #[test]
    fn records_for_a_database_are_the_run_that_they_are_of() {
        let record = |name: &str, value: f64| {
            format!(
                "{{\"benchmark\": {{\"name\": \"vLLM benchmark\", \"extra_info\": {{\"args\": {{\"seed\": 0}}}}}}, \"model\": {{\"name\": \"m\"}}, \
                 \"metric\": {{\"name\": \"{name}\", \"benchmark_values\": [{value}], \"extra_info\": {{\"num_prompts\": 3, \"request_throughput\": 1.5}}}}}}"
            )
        };
        check(
            &format!("[{}, {}]", record("mean_ttft_ms", 150.5), record("p99_ttft_ms", 180.5)),
            &expect![[r#"
            vllm Sure: a record a metric, `benchmark.name` is `vLLM benchmark`
            [] 0 of 1 rows failed
              num_prompts: num_prompts Parameter requests = 3
              request_throughput: request_throughput Measurement requests/s Higher = 1.5
              model_id: model_id Parameter = `m`
              mean_ttft_ms: ttft mean Aggregate s Lower = 150.5
              p99_ttft_ms: ttft p99 Aggregate s Lower = 180.5
        "#]],
        );
    }
}
