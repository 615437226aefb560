//! What stands in a report beside the statistics of its metrics.

use super::REQUESTS;
use crate::format::meaning::{Meaning, column, measured};
use crate::role::Role;
use crate::summary::Better;

pub(super) const FROM_PLAN: &str = "from the planned start of the request to the last token of the answer";

pub(super) const MEANINGS: &[Meaning] = &[
    // Counts of requests: JSON, CSV, CSV before 0.4.
    measured("request_totals.successful", "requests", "requests"),
    measured("Request Counts Successful", "requests", "requests"),
    measured("Successful Requests", "requests", "requests"),
    measured("request_totals.errored", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("Request Counts Errored", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("Errored Requests", "failed_requests", "requests").named("failed requests").better(Better::Lower),
    measured("request_totals.incomplete", "incomplete_requests", "requests").named("incomplete requests"),
    measured("Request Counts Incomplete", "incomplete_requests", "requests").named("incomplete requests"),
    measured("Incomplete Requests", "incomplete_requests", "requests").named("incomplete requests"),
    // Single requests; those that failed are measured too and do not count.
    measured("request_latency", "e2e_latency", "s").at("/benchmarks/*/requests*"),
    measured("time_to_first_token_ms", "ttft", "ms").at("/benchmarks/*/requests*"),
    measured("time_to_first_output_token_ms", "ttft_output", "ms")
        .at(REQUESTS)
        .named("first token after thinking")
        .defined(AFTER_THINKING),
    measured("time_per_output_token_ms", "tpot_with_first", "ms")
        .at(REQUESTS)
        .named("time per output token, first included")
        .defined(WITH_FIRST),
    measured("inter_token_latency_ms", "itl_request", "ms")
        .at(REQUESTS)
        .named("inter-token latency of a request")
        .defined(PER_REQUEST),
    measured("prompt_tokens", "prompt_tokens", "tokens").at(REQUESTS),
    measured("output_tokens", "output_tokens", "tokens").at(REQUESTS),
    measured("total_tokens", "total_tokens", "tokens").at(REQUESTS),
    measured("output_tokens_per_second", "request_output_rate", "tokens/s")
        .at(REQUESTS)
        .named("tokens out per second of one request")
        .better(Better::Higher)
        .defined("tokens of an answer divided by its full time"),
    measured("tokens_per_second", "request_total_rate", "tokens/s")
        .at(REQUESTS)
        .named("tokens in and out per second of one request")
        .better(Better::Higher)
        .defined("tokens of prompt and answer divided by the full time of the answer"),
    measured("request_dispatch_delay", "dispatch_delay", "s")
        .at(REQUESTS)
        .named("dispatch delay")
        .better(Better::Lower),
    measured("turn_scheduling_delay", "turn_scheduling_delay", "s").at(REQUESTS).better(Better::Lower),
    measured("request_scheduled_latency", "scheduled_latency", "s")
        .at(REQUESTS)
        .named("full answer from its planned start")
        .better(Better::Lower)
        .defined(FROM_PLAN),
    column("config.strategy.*", Role::Parameter).at(REQUESTS),
    column("args.strategy.*", Role::Parameter).at(REQUESTS),
    column("status", Role::Validity),
    column("*", Role::Environment).at("/benchmarks/*/requests*"),
    // One benchmark.
    measured("duration", "benchmark_duration", "s").at("/benchmarks"),
    measured("Timings Duration Sec", "benchmark_duration", "s"),
    measured("Duration", "benchmark_duration", "s"),
    column("*_duration", Role::Environment).at("/benchmarks").unit("s"),
    column("Timings * Sec", Role::Environment).unit("s"),
    column("Timings *", Role::Time),
    column("Start Time", Role::Time),
    column("End Time", Role::Time),
    column("*_time", Role::Time).at("/benchmarks"),
    column("type_", Role::Text),
    column("Benchmark Type", Role::Text),
    column("Type", Role::Text),
    column("Benchmark Strategy", Role::Parameter),
    column("Name", Role::Parameter),
    column("* ID", Role::Identifier),
    column("Run Id", Role::Identifier),
    column("Id", Role::Identifier),
    column("config.strategy.*", Role::Parameter),
    column("args.strategy.*", Role::Parameter),
    column("metadata.*", Role::Environment),
    column("*", Role::Environment).at(""),
    column("*", Role::Environment).at("/config*"),
    column("*", Role::Environment).at("/args*"),
    column("*", Role::Environment).at("/conclusions*"),
    column("*", Role::Environment).at("/benchmarks/*/config*"),
    column("*", Role::Environment).at("/benchmarks/*/args*"),
    column("*", Role::Environment).at("/benchmarks/*/scheduler*"),
    column("*", Role::Environment).at("/benchmarks/*/warnings*"),
    // Whatever metrics did not become cells of their benchmark.
    column("*", Role::Environment).at("/benchmarks/*/metrics*"),
];

pub(super) const PER_REQUEST: &str =
    "time of an answer after its first token, divided by the tokens after the first; one value a request";
pub(super) const WITH_FIRST: &str = "time of a whole answer with its first token, divided by its tokens";
pub(super) const AFTER_THINKING: &str = "from the request to the first token of the answer that is no thinking";
