//! What the metrics of AIPerf and GenAI-Perf are; the unit is the one that the file states.

use crate::format::meaning::{Meaning, aggregate, column, counted, measured, tagged as other};
use crate::role::Role;
use crate::summary::Better;

const SECOND: &str = "from the first to the second piece of the answer";
const AFTER_THINKING: &str = "from the request to the first token of the answer that is no thinking";
const PER_REQUEST: &str =
    "time of an answer after its first token, divided by the tokens after the first; one value a request";
const PIECES: &str = "time between two pieces of one answer, the gaps of all requests together";
const USER: &str = "1 / inter-token latency of a request";
const BY_FIRST: &str = "tokens of the prompt divided by the time to first token";

/// The metric of a tag: `ttft` of `time_to_first_token`.
pub(super) fn metric_of(tag: &str) -> Option<&'static str> {
    let name = format!("{tag}.avg");
    MEANINGS.iter().find(|meaning| meaning.is_of(&name))?.metric()
}

/// In the order in which a name is looked up.
pub(super) const MEANINGS: &[Meaning] = &[
    column("*.unit", Role::Text),
    column("*.tag", Role::Text),
    column("*.header", Role::Text),
    column("warmup_metrics.*", Role::Environment),
    counted("*.count", "values"),
    measured("time_to_first_token.value", "ttft", "ms"),
    aggregate("time_to_first_token.*", "ttft", "*", "ms"),
    measured("time_to_second_token.value", "ttst", "ms").named("second token").defined(SECOND),
    aggregate("time_to_second_token.*", "ttst", "*", "ms").named("second token").defined(SECOND),
    measured("time_to_first_output_token.value", "ttft_output", "ms")
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    aggregate("time_to_first_output_token.*", "ttft_output", "*", "ms")
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    measured("request_latency.value", "e2e_latency", "ms"),
    aggregate("request_latency.*", "e2e_latency", "*", "ms"),
    measured("inter_token_latency.value", "itl_request", "ms")
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    aggregate("inter_token_latency.*", "itl_request", "*", "ms")
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    measured("inter_chunk_latency.value", "inter_chunk_latency", "ms").named("inter-chunk latency").defined(PIECES),
    aggregate("inter_chunk_latency.*", "inter_chunk_latency", "*", "ms").named("inter-chunk latency").defined(PIECES),
    measured("output_token_throughput_per_user.value", "output_rate_user", "tokens/s")
        .named("tokens per second a user sees")
        .defined(USER),
    aggregate("output_token_throughput_per_user.*", "output_rate_user", "*", "tokens/s")
        .named("tokens per second a user sees")
        .defined(USER),
    measured("prefill_throughput.value", "prompt_rate_first", "tokens/s")
        .named("prompt, by first token")
        .defined(BY_FIRST),
    aggregate("prefill_throughput.*", "prompt_rate_first", "*", "tokens/s")
        .named("prompt, by first token")
        .defined(BY_FIRST),
    measured("output_sequence_length.value", "output_tokens", "tokens"),
    aggregate("output_sequence_length.*", "output_tokens", "*", "tokens"),
    measured("output_token_count.value", "output_tokens_shown", "tokens")
        .named("tokens out without thinking")
        .better(Better::None),
    aggregate("output_token_count.*", "output_tokens_shown", "*", "tokens")
        .named("tokens out without thinking")
        .better(Better::None),
    measured("reasoning_token_count.value", "reasoning_tokens", "tokens")
        .named("tokens of thinking")
        .better(Better::None),
    aggregate("reasoning_token_count.*", "reasoning_tokens", "*", "tokens")
        .named("tokens of thinking")
        .better(Better::None),
    measured("input_sequence_length.value", "prompt_tokens", "tokens"),
    aggregate("input_sequence_length.*", "prompt_tokens", "*", "tokens"),
    measured("output_token_throughput.*", "output_throughput", "tokens/s"),
    measured("total_token_throughput.*", "total_throughput", "tokens/s"),
    measured("request_throughput.*", "request_throughput", "requests/s"),
    measured("goodput.*", "goodput", "requests/s"),
    measured("request_count.*", "requests", "requests"),
    measured("good_request_count.*", "good_requests", "requests")
        .named("requests that held the target")
        .better(Better::None),
    measured("error_request_count.*", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("benchmark_duration.*", "benchmark_duration", "s"),
    measured("total_isl.*", "prompt_tokens_total", "tokens").named("tokens in, all requests").better(Better::None),
    measured("total_osl.*", "output_tokens_total", "tokens").named("tokens out, all requests").better(Better::None),
    measured("total_output_tokens.*", "output_tokens_shown_total", "tokens")
        .named("tokens out without thinking, all requests")
        .better(Better::None),
    measured("total_reasoning_tokens.*", "reasoning_tokens_total", "tokens")
        .named("tokens of thinking, all requests")
        .better(Better::None),
    column("*.sum", Role::Environment),
    column("is_complete", Role::Environment),
    column("Timeslice", Role::Parameter),
    column("timeslice_index", Role::Parameter),
    column("start_ns", Role::Time).unit("ns"),
    column("end_ns", Role::Time).unit("ns"),
    column("Start_NS", Role::Time).unit("ns"),
    column("End_NS", Role::Time).unit("ns"),
    column("min_request_timestamp.*", Role::Time),
    column("max_response_timestamp.*", Role::Time),
    column("input_config.cli_command", Role::Text),
    column("input_config.*", Role::Parameter),
    column("*", Role::Parameter).at("/input_config*"),
    column("*", Role::Environment).at("/telemetry_data*"),
    column("*", Role::Environment).at("/error_summary*"),
    column("telemetry_data.*", Role::Environment),
    column("run_info.*", Role::Environment),
    column("metadata.session_num", Role::Identifier),
    column("metadata.benchmark_phase", Role::Validity),
    column("metadata.credit_phase", Role::Validity),
    column("metadata.was_cancelled", Role::Validity),
    column("metadata.*_ns", Role::Time),
    column("metadata.*", Role::Identifier),
    column("error message", Role::Validity),
    column("error", Role::Validity),
    column("error code", Role::Environment),
    column("error type", Role::Environment),
    // What no line above names is called as its tag.
    other("*.value", Role::Measurement, None),
    other("*.avg", Role::Aggregate, Some("mean")),
    other("*.min", Role::Aggregate, Some("min")),
    other("*.max", Role::Aggregate, Some("max")),
    other("*.std", Role::Aggregate, Some("sd")),
    other("*.p1", Role::Aggregate, Some("p1")),
    other("*.p5", Role::Aggregate, Some("p5")),
    other("*.p10", Role::Aggregate, Some("p10")),
    other("*.p25", Role::Aggregate, Some("p25")),
    other("*.p50", Role::Aggregate, Some("median")),
    other("*.p75", Role::Aggregate, Some("p75")),
    other("*.p90", Role::Aggregate, Some("p90")),
    other("*.p95", Role::Aggregate, Some("p95")),
    other("*.p99", Role::Aggregate, Some("p99")),
];
