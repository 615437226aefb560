//! `llama-benchy`: JSON, one entry a load, with the values of its runs.
//!
//! <https://github.com/eugr/llama-benchy>. Times are milliseconds; what it calls pp and tg it measures at an API, so they are not
//! those of llama-bench. Its deviations are those of a population. Nothing is lost.

use super::meaning::{Conventions, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;

const KEYS: [&str; 4] = ["pp_throughput.mean", "tg_throughput.mean", "ttfr.mean", "prompt_size"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: "" };

const PROMPTS: &str = "tokens of all prompts divided by the time to the first token, less the latency of the API";
const ANSWERS: &str = "tokens of all answers divided by the time from first to last token";
const RESPONSE: &str = "from the request to the first piece of the response, a token or not";
const ESTIMATE: &str = "time to the first piece of the response less the latency of the API";

const MEANINGS: &[Meaning] = &[
    aggregate("pp_throughput.*", "prompt_throughput_api", "*", "tokens/s").named("prompt throughput").defined(PROMPTS),
    aggregate("tg_throughput.*", "decode_throughput_api", "*", "tokens/s").named("decode throughput").defined(ANSWERS),
    aggregate("pp_req_throughput.*", "prompt_rate_request", "*", "tokens/s")
        .named("prompt, one request")
        .defined(PROMPTS),
    aggregate("tg_req_throughput.*", "decode_rate_request", "*", "tokens/s")
        .named("decode, one request")
        .defined(ANSWERS),
    aggregate("peak_throughput.*", "peak_throughput", "*", "tokens/s").named("most tokens in one second"),
    aggregate("peak_req_throughput.*", "peak_throughput_request", "*", "tokens/s")
        .named("most tokens in one second, one request"),
    aggregate("ttfr.*", "ttfr", "*", "ms").named("first response").better(Better::Lower).defined(RESPONSE),
    aggregate("est_ppt.*", "prompt_time_estimate", "*", "ms")
        .named("prompt, estimated")
        .better(Better::Lower)
        .defined(ESTIMATE),
    aggregate("e2e_ttft.*", "ttft", "*", "ms"),
    measured("pp_throughput", "prompt_throughput_api", "tokens/s").named("prompt throughput").defined(PROMPTS),
    measured("tg_throughput", "decode_throughput_api", "tokens/s").named("decode throughput").defined(ANSWERS),
    column("concurrency", Role::Parameter),
    column("context_size", Role::Parameter).unit("tokens"),
    column("prompt_size", Role::Parameter).unit("tokens"),
    column("response_size", Role::Parameter).unit("tokens"),
    column("is_context_prefill_phase", Role::Parameter),
    column("prefix_caching_enabled", Role::Parameter),
    column("model", Role::Parameter),
    column("latency_mode", Role::Environment),
    column("latency_ms", Role::Environment),
    column("max_concurrency", Role::Environment),
    column("version", Role::Environment),
    column("*", Role::Environment).at("/benchmarks/*/throughput_over_time*"),
    column("*", Role::Environment).at("/benchmarks/*/requests_throughput_over_time*"),
    column("values", Role::Environment),
];

/// Load test in the manner of llama-bench.
pub(super) struct LlamaBenchy;

impl Format for LlamaBenchy {
    fn id(&self) -> &'static str {
        "llama-benchy"
    }

    fn name(&self) -> &'static str {
        "llama-benchy"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match shape.table_with(&KEYS) {
            Ok(table) => (Certainty::Sure, format!("`ttfr` beside `pp_throughput`, loads: {}", table.rows)),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        for table in content.tables.iter_mut().filter(|table| table.place == "/benchmarks") {
            // Every metric has its own list of values: one of them would not stand for the others.
            table.sums_up = Some(String::new());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn a_load_is_a_row_and_is_not_taken_for_llama_bench() {
        check(
            "{\"version\": \"0.2\", \"model\": \"m\", \"latency_ms\": 1.5, \"benchmarks\": [{\"concurrency\": 1, \"context_size\": 0, \"prompt_size\": 2048, \
             \"response_size\": 32, \"pp_throughput\": {\"mean\": 987.5, \"std\": 1.5, \"values\": [986.0, 989.0]}, \
             \"tg_throughput\": {\"mean\": 50.0, \"std\": 0.5, \"values\": [50.5, 49.5]}, \"ttfr\": {\"mean\": 2076.5, \"std\": 2.5, \"values\": [2078.5]}, \
             \"e2e_ttft\": {\"mean\": 2076.5, \"std\": 2.5}}]}",
            &expect![[r#"
                llama-benchy Sure: `ttfr` beside `pp_throughput`, loads: 1
                [] 0 of 1 rows failed
                  version: version Environment = 0.2
                  model: model Parameter = `m`
                  latency_ms: latency_ms Environment s = 1.5
                [/benchmarks] 0 of 1 rows failed
                  version: version Environment = 0.2
                  model: model Parameter = `m`
                  concurrency: concurrency Parameter = 1
                  context_size: context_size Parameter tokens = 0
                  prompt_size: prompt_size Parameter tokens = 2048
                  response_size: response_size Parameter tokens = 32
                  pp_throughput.mean: prompt_throughput_api mean Aggregate tokens/s Higher = 987.5
                  pp_throughput.std: prompt_throughput_api sd Aggregate tokens/s Higher = 1.5
                  tg_throughput.mean: decode_throughput_api mean Aggregate tokens/s Higher = 50
                  tg_throughput.std: decode_throughput_api sd Aggregate tokens/s Higher = 0.5
                  ttfr.mean: ttfr mean Aggregate s Lower = 2076.5
                  ttfr.std: ttfr sd Aggregate s Lower = 2.5
                  e2e_ttft.mean: ttft mean Aggregate s Lower = 2076.5
                  e2e_ttft.std: ttft sd Aggregate s Lower = 2.5
                [/benchmarks/*/pp_throughput/values] 0 of 2 rows failed
                  version: version Environment = 0.2, 0.2
                  model: model Parameter = `m`, `m`
                  values: values Environment = 986, 989
                [/benchmarks/*/tg_throughput/values] 0 of 2 rows failed
                  version: version Environment = 0.2, 0.2
                  model: model Parameter = `m`, `m`
                  values: values Environment = 50.5, 49.5
                [/benchmarks/*/ttfr/values] 0 of 1 rows failed
                  version: version Environment = 0.2
                  model: model Parameter = `m`
                  values: values Environment = 2078.5
            "#]],
        );
    }
}
