//! What tools call by one name and measure differently never lands in one series.

use expect_test::expect;
use insight::dataset::Dataset;
use insight::reading::{FileReader, Reading};
use insight::summary::Summary;
use std::collections::BTreeMap;

fn read(name: &str, text: &str) -> Reading {
    let mut reader = FileReader::new(name);
    reader.push(text.as_bytes());
    reader.finish()
}

/// One run of each tool, with the same numbers under the names that look alike.
fn runs() -> Vec<Reading> {
    let of = "{\"mean\": 8.0, \"median\": 8.0, \"count\": 2, \"percentiles\": {\"p99\": 8.0}}";
    let both = format!("{{\"successful\": {of}, \"errored\": {of}}}");
    let latency = "{\"mean\": 0.008, \"median\": 0.008, \"p99\": 0.008}";
    vec![
        read(
            "vllm.json",
            "{\"model_id\": \"m\", \"num_prompts\": 2, \"request_throughput\": 8.0, \"output_throughput\": 8.0, \"mean_ttft_ms\": 8.0, \
             \"mean_tpot_ms\": 8.0, \"mean_itl_ms\": 8.0}",
        ),
        read(
            "guidellm.json",
            &format!(
                "{{\"benchmarks\": [{{\"type_\": \"generative_benchmark\", \"metrics\": {{\"time_to_first_token_ms\": {both}, \
                 \"time_per_output_token_ms\": {both}, \"inter_token_latency_ms\": {both}, \"output_tokens_per_second\": {both}, \
                 \"tokens_per_second\": {both}}}}}]}}"
            ),
        ),
        read(
            "aiperf.json",
            "{\"request_latency\": {\"unit\": \"ms\", \"avg\": 8.0}, \"inter_token_latency\": {\"unit\": \"ms\", \"avg\": 8.0}, \
             \"inter_chunk_latency\": {\"unit\": \"ms\", \"avg\": 8.0}, \"output_token_throughput\": {\"unit\": \"tokens/sec\", \"avg\": 8.0}, \
             \"output_token_throughput_per_user\": {\"unit\": \"tokens/sec/user\", \"avg\": 8.0}, \"input_config\": {\"endpoint\": {\"type\": \"chat\"}}}",
        ),
        read(
            "llmperf.json",
            "[{\"inter_token_latency_s\": 0.008, \"ttft_s\": 0.008, \"end_to_end_latency_s\": 0.008, \
             \"request_output_throughput_token_per_s\": 8.0}]",
        ),
        read(
            "stage_0.json",
            &format!(
                "{{\"load_summary\": {{\"count\": 2}}, \"successes\": {{\"count\": 2, \"latency\": {{\"time_per_output_token\": {latency}, \
                 \"normalized_time_per_output_token\": {latency}, \"inter_token_latency\": {latency}}}, \
                 \"throughput\": {{\"output_tokens_per_sec\": 8.0}}}}}}"
            ),
        ),
        read(
            "llama-bench.jsonl",
            "{\"build_commit\": \"a\", \"n_prompt\": 512, \"n_gen\": 0, \"avg_ts\": 8.0}\n{\"build_commit\": \"a\", \"n_prompt\": 0, \"n_gen\": 128, \"avg_ts\": 8.0}\n\
             {\"build_commit\": \"a\", \"n_prompt\": 512, \"n_gen\": 128, \"avg_ts\": 8.0}\n",
        ),
        read(
            "ollama.json",
            "{\"model\": \"m\", \"done\": true, \"total_duration\": 8000000000, \"load_duration\": 8000000000, \"prompt_eval_count\": 8, \
             \"prompt_eval_duration\": 8000000000, \"eval_count\": 8, \"eval_duration\": 1000000000}",
        ),
    ]
}

#[test]
fn a_metric_means_one_thing_whichever_tool_measured_it() {
    let mut meanings: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for file in &Dataset::of(runs()).files {
        for field in file.tables.iter().flat_map(|table| &table.fields).filter(|field| field.measured) {
            let speaks = ["s", "tokens/s"].contains(&field.unit.symbol.as_str());
            if !speaks {
                continue;
            }
            // How a statistic is computed stands behind what it is a statistic of.
            let definition = field.definition.split("; ").next().unwrap().to_owned();
            let tools = meanings.entry(field.metric.clone()).or_default().entry(definition).or_default();
            let tool = file.reading.path.split('.').next().unwrap().to_owned();
            if !tools.contains(&tool) {
                tools.push(tool);
            }
        }
    }
    let mut shown = String::new();
    for (metric, definitions) in &meanings {
        assert_eq!(definitions.len(), 1, "{metric}: {definitions:?}");
        for (definition, tools) in definitions {
            shown += &format!("{metric} ({definition}): {}\n", tools.join(", "));
        }
    }
    expect![[r#"
        decode_rate (tokens of the answer divided by the time spent writing them): llama-bench
        e2e_latency (from the request to the last token of the answer): aiperf, llmperf
        eval_duration (writing the answer): ollama
        inter_chunk_latency (time between two pieces of one answer, the gaps of all requests together): aiperf
        itl (time between two pieces of one answer, the gaps of all requests together): vllm
        itl_request (time of an answer after its first token, divided by the tokens after the first): aiperf, guidellm
        itl_with_first (sum of the gaps of an answer, that before its first token included, divided by its tokens): llmperf
        load_duration (loading the model): ollama
        output_rate_over_time (each rate weighted by the time it held): guidellm
        output_rate_user (1 / inter-token latency of a request): aiperf
        output_throughput (tokens of all answers divided by the time of the whole run): aiperf, stage_0, vllm
        prompt_and_decode_rate (tokens of prompt and answer divided by the time of both): llama-bench
        prompt_eval_duration (reading the prompt): ollama
        prompt_rate (tokens of the prompt divided by the time spent reading them): llama-bench
        request_output_rate (tokens of an answer divided by its full time): llmperf
        total_duration (the whole request or run, as the engine or tool reports it): ollama
        total_rate_over_time (each rate weighted by the time it held): guidellm
        tpot (time of the answer after its first token, divided by the tokens after the first): vllm
        tpot_with_first (time of a whole answer with its first token, divided by its tokens): guidellm
        ttft (from the request to the first token of the answer): guidellm, llmperf, vllm
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_series_is_of_one_meaning() {
    let summary = Summary::of(&Dataset::of(runs()));
    for study in &summary.studies {
        for metric in
            study.metrics.iter().filter(|metric| metric.key.starts_with("itl") || metric.key.starts_with("tpot"))
        {
            assert_eq!(study.files.len(), 1, "{} of {:?}", metric.key, study.files);
        }
    }
    assert!(summary.studies.len() >= 4, "{}", summary.studies.len());
}
