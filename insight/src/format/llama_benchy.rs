//! `llama-benchy`: JSON, one entry a load, with the values of its runs; Markdown and CSV, one row a test.
//!
//! <https://github.com/eugr/llama-benchy>. Times are milliseconds; what it calls pp and tg it measures at an API, so they are not
//! those of llama-bench. Its deviations are those of a population. Nothing is lost.

use super::meaning::{Conventions, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::reshape::{carry, spread, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// Columns of its Markdown.
const HEADINGS: [&str; 5] = ["model", "test", "ttfr (ms)", "est_ppt (ms)", "e2e_ttft (ms)"];
/// Columns of its CSV.
const NAMES: [&str; 4] = ["test_name", "t_s_mean", "est_ppt_mean", "e2e_ttft_mean"];
/// What is told apart by the kind of its test.
const BY_TEST: [&str; 10] = [
    "t/s",
    "t/s ±",
    "t/s (total)",
    "t/s (total) ±",
    "t/s (req)",
    "t/s (req) ±",
    "t_s_mean",
    "t_s_std",
    "t_s_req_mean",
    "t_s_req_std",
];
/// What says under which load a run was.
const LOAD: [&str; 5] = ["concurrency", "context_size", "prompt_size", "response_size", "is_context_prefill_phase"];

const KEYS: [&str; 4] = ["pp_throughput.mean", "tg_throughput.mean", "ttfr.mean", "prompt_size"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: "" };

const PROMPTS: &str = "tokens of all prompts divided by the time to the first token, less the latency of the API";
const ANSWERS: &str = "tokens of all answers divided by the time from first to last token";
const RESPONSE: &str = "from the request to the first piece of the response, a token or not";
const ESTIMATE: &str = "time to the first piece of the response less the latency of the API";

/// Tokens per second: of all requests, then of one.
const fn prompts(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "prompt_throughput_api", statistic, "tokens/s").named("prompt throughput").defined(PROMPTS)
}

const fn prompts_of_one(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "prompt_rate_request", statistic, "tokens/s").named("prompt, one request").defined(PROMPTS)
}

const fn answers(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "decode_throughput_api", statistic, "tokens/s").named("decode throughput").defined(ANSWERS)
}

const fn answers_of_one(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "decode_rate_request", statistic, "tokens/s").named("decode, one request").defined(ANSWERS)
}

const fn peak(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "peak_throughput", statistic, "tokens/s").named("most tokens in one second")
}

const fn peak_of_one(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "peak_throughput_request", statistic, "tokens/s").named("most tokens in one second, one request")
}

const fn response(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "ttfr", statistic, "ms").named("first response").better(Better::Lower).defined(RESPONSE)
}

const fn estimate(column: &'static str, statistic: &'static str) -> Meaning {
    aggregate(column, "prompt_time_estimate", statistic, "ms")
        .named("prompt, estimated")
        .better(Better::Lower)
        .defined(ESTIMATE)
}

/// The same, one value a run.
const fn values(metric: &'static str, unit: &'static str, place: &'static str) -> Meaning {
    measured("values", metric, unit).at(place)
}

const MEANINGS: &[Meaning] = &[
    prompts("pp_throughput.*", "*"),
    prompts("t/s (total) [pp]", "mean"),
    prompts("t/s (total) ± [pp]", "sd"),
    prompts("t/s [pp]", "mean"),
    prompts("t/s ± [pp]", "sd"),
    prompts("t_s_mean [pp]", "mean"),
    prompts("t_s_std [pp]", "sd"),
    prompts_of_one("pp_req_throughput.*", "*"),
    prompts_of_one("t/s (req) [pp]", "mean"),
    prompts_of_one("t/s (req) ± [pp]", "sd"),
    prompts_of_one("t_s_req_mean [pp]", "mean"),
    prompts_of_one("t_s_req_std [pp]", "sd"),
    answers("tg_throughput.*", "*"),
    answers("t/s (total) [tg]", "mean"),
    answers("t/s (total) ± [tg]", "sd"),
    answers("t/s [tg]", "mean"),
    answers("t/s ± [tg]", "sd"),
    answers("t_s_mean [tg]", "mean"),
    answers("t_s_std [tg]", "sd"),
    answers_of_one("tg_req_throughput.*", "*"),
    answers_of_one("t/s (req) [tg]", "mean"),
    answers_of_one("t/s (req) ± [tg]", "sd"),
    answers_of_one("t_s_req_mean [tg]", "mean"),
    answers_of_one("t_s_req_std [tg]", "sd"),
    peak("peak_throughput.*", "*"),
    peak("peak t/s", "mean"),
    peak("peak t/s ±", "sd"),
    peak("peak_ts_mean", "mean"),
    peak("peak_ts_std", "sd"),
    peak_of_one("peak_req_throughput.*", "*"),
    peak_of_one("peak t/s (req)", "mean"),
    peak_of_one("peak t/s (req) ±", "sd"),
    peak_of_one("peak_ts_req_mean", "mean"),
    peak_of_one("peak_ts_req_std", "sd"),
    response("ttfr.*", "*"),
    response("ttfr (ms)", "mean"),
    response("ttfr (ms) ±", "sd"),
    response("ttfr_mean", "mean"),
    response("ttfr_std", "sd"),
    estimate("est_ppt.*", "*"),
    estimate("est_ppt (ms)", "mean"),
    estimate("est_ppt (ms) ±", "sd"),
    estimate("est_ppt_mean", "mean"),
    estimate("est_ppt_std", "sd"),
    aggregate("e2e_ttft.*", "ttft", "*", "ms"),
    aggregate("e2e_ttft (ms)", "ttft", "mean", "ms"),
    aggregate("e2e_ttft (ms) ±", "ttft", "sd", "ms"),
    aggregate("e2e_ttft_mean", "ttft", "mean", "ms"),
    aggregate("e2e_ttft_std", "ttft", "sd", "ms"),
    values("prompt_throughput_api", "tokens/s", "/benchmarks/*/pp_throughput/values")
        .named("prompt throughput")
        .defined(PROMPTS),
    values("prompt_rate_request", "tokens/s", "/benchmarks/*/pp_req_throughput/values")
        .named("prompt, one request")
        .defined(PROMPTS),
    values("decode_throughput_api", "tokens/s", "/benchmarks/*/tg_throughput/values")
        .named("decode throughput")
        .defined(ANSWERS),
    values("decode_rate_request", "tokens/s", "/benchmarks/*/tg_req_throughput/values")
        .named("decode, one request")
        .defined(ANSWERS),
    values("peak_throughput", "tokens/s", "/benchmarks/*/peak_throughput/values").named("most tokens in one second"),
    values("peak_throughput_request", "tokens/s", "/benchmarks/*/peak_req_throughput/values")
        .named("most tokens in one second, one request"),
    values("ttfr", "ms", "/benchmarks/*/ttfr/values").named("first response").better(Better::Lower).defined(RESPONSE),
    values("prompt_time_estimate", "ms", "/benchmarks/*/est_ppt/values")
        .named("prompt, estimated")
        .better(Better::Lower)
        .defined(ESTIMATE),
    values("ttft", "ms", "/benchmarks/*/e2e_ttft/values"),
    measured("pp_throughput", "prompt_throughput_api", "tokens/s").named("prompt throughput").defined(PROMPTS),
    measured("tg_throughput", "decode_throughput_api", "tokens/s").named("decode throughput").defined(ANSWERS),
    column("test", Role::Parameter),
    column("test_name", Role::Parameter),
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
        let missing = match shape.table_with(&KEYS) {
            Ok(table) => return (Certainty::Sure, format!("`ttfr` beside `pp_throughput`, loads: {}", table.rows)),
            Err(missing) => missing,
        };
        match shape.table_with(&HEADINGS).or_else(|_| shape.table_with(&NAMES)) {
            Ok(table) => (Certainty::Sure, format!("`est_ppt` of a test beside its `e2e_ttft`, tests: {}", table.rows)),
            Err(_) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        let lists: Vec<String> = content.tables.iter().map(|table| table.place.clone()).collect();
        let lists: Vec<&String> = lists.iter().filter(|place| place.ends_with("/values")).collect();
        for list in &lists {
            carry(&mut content.tables, list, |name| name == "model" || LOAD.contains(&name));
        }
        for table in &mut content.tables {
            // What stands in brackets is whose rate it is and no unit.
            for column in table.columns.iter_mut().filter(|column| column.name.contains("t/s (req)")) {
                column.unit_written = Some("tokens/s".to_owned());
            }
            BY_TEST.iter().for_each(|name| spread(table, name, kind));
            if table.place == "/benchmarks" {
                // Every metric has its own list, so that any of them tells whether the values are there.
                table.sums_up = lists.first().map(|list| (*list).clone());
            }
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

/// `pp64 @ d32 (c2)` reads a prompt, `tg8` and `ctx_tg` write an answer.
fn kind(table: &Table, row: usize) -> Option<String> {
    let test = text(table, "test", row).or_else(|| text(table, "test_name", row))?;
    Some(if test.trim_start_matches("ctx_").starts_with("tg") { "tg" } else { "pp" }.to_owned())
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
                  model: model Parameter = `m`, `m`
                  concurrency: concurrency Parameter = 1, 1
                  context_size: context_size Parameter tokens = 0, 0
                  prompt_size: prompt_size Parameter tokens = 2048, 2048
                  response_size: response_size Parameter tokens = 32, 32
                  values: prompt_throughput_api Measurement tokens/s Higher = 986, 989
                [/benchmarks/*/tg_throughput/values] 0 of 2 rows failed
                  model: model Parameter = `m`, `m`
                  concurrency: concurrency Parameter = 1, 1
                  context_size: context_size Parameter tokens = 0, 0
                  prompt_size: prompt_size Parameter tokens = 2048, 2048
                  response_size: response_size Parameter tokens = 32, 32
                  values: decode_throughput_api Measurement tokens/s Higher = 50.5, 49.5
                [/benchmarks/*/ttfr/values] 0 of 1 rows failed
                  model: model Parameter = `m`
                  concurrency: concurrency Parameter = 1
                  context_size: context_size Parameter tokens = 0
                  prompt_size: prompt_size Parameter tokens = 2048
                  response_size: response_size Parameter tokens = 32
                  values: ttfr Measurement s Lower = 2078.5
            "#]],
        );
    }

    #[test]
    fn a_test_reads_a_prompt_or_writes_an_answer() {
        check(
            "| model   |            test |       t/s (total) |           t/s (req) |          peak t/s |     peak t/s (req) |      ttfr (ms) |   est_ppt (ms) |   e2e_ttft (ms) |\n\
             |:--------|----------------:|------------------:|--------------------:|------------------:|-------------------:|---------------:|---------------:|----------------:|\n\
             | m       |  pp64 @ d32 (c2) |   531.94 ± 104.25 |     366.28 ± 117.36 |                   |                    | 136.75 ± 46.09 | 134.12 ± 46.09 |  136.75 ± 46.09 |\n\
             | m       |   ctx_tg @ d32 (c2) |    139.54 ± 67.69 | 13062.86 ± 16622.34 |    233.52 ± 55.27 | 7468.49 ± 15365.58 |                |                |                 |\n",
            &expect![[r#"
                llama-benchy Sure: `est_ppt` of a test beside its `e2e_ttft`, tests: 2
                [] 0 of 2 rows failed
                  model: model Parameter = `m`, `m`
                  test: test Parameter = `pp64 @ d32 (c2)`, `ctx_tg @ d32 (c2)`
                  t/s (total) [pp]: prompt_throughput_api mean Aggregate tokens/s Higher = 531.94, -
                  t/s (total) [tg]: decode_throughput_api mean Aggregate tokens/s Higher = -, 139.54
                  t/s (total) ± [pp]: prompt_throughput_api sd Aggregate tokens/s Higher = 104.25, -
                  t/s (total) ± [tg]: decode_throughput_api sd Aggregate tokens/s Higher = -, 67.69
                  t/s (req) [pp]: prompt_rate_request mean Aggregate tokens/s Higher = 366.28, -
                  t/s (req) [tg]: decode_rate_request mean Aggregate tokens/s Higher = -, 13062.86
                  t/s (req) ± [pp]: prompt_rate_request sd Aggregate tokens/s Higher = 117.36, -
                  t/s (req) ± [tg]: decode_rate_request sd Aggregate tokens/s Higher = -, 16622.34
                  peak t/s: peak_throughput mean Aggregate tokens/s Higher = -, 233.52
                  peak t/s ±: peak_throughput sd Aggregate tokens/s Higher = -, 55.27
                  peak t/s (req): peak_throughput_request mean Aggregate tokens/s Higher = -, 7468.49
                  peak t/s (req) ±: peak_throughput_request sd Aggregate tokens/s Higher = -, 15365.58
                  ttfr (ms): ttfr mean Aggregate s Lower = 136.75, -
                  ttfr (ms) ±: ttfr sd Aggregate s Lower = 46.09, -
                  est_ppt (ms): prompt_time_estimate mean Aggregate s Lower = 134.12, -
                  est_ppt (ms) ±: prompt_time_estimate sd Aggregate s Lower = 46.09, -
                  e2e_ttft (ms): ttft mean Aggregate s Lower = 136.75, -
                  e2e_ttft (ms) ±: ttft sd Aggregate s Lower = 46.09, -
            "#]],
        );
        check(
            "model,test_name,t_s_mean,t_s_std,t_s_req_mean,t_s_req_std,peak_ts_mean,peak_ts_std,ttfr_mean,ttfr_std,est_ppt_mean,est_ppt_std,e2e_ttft_mean,e2e_ttft_std\n\
             m,pp64 (c1),589.5,321.5,589.5,321.5,,,104.5,37.5,95.5,37.5,104.5,37.5\nm,tg8 (c1),1739.5,342.25,1739.5,342.25,1328.5,986.5,,,,,,\n",
            &expect![[r#"
                llama-benchy Sure: `est_ppt` of a test beside its `e2e_ttft`, tests: 2
                [] 0 of 2 rows failed
                  model: model Parameter = `m`, `m`
                  test_name: test_name Parameter = `pp64 (c1)`, `tg8 (c1)`
                  t_s_mean [pp]: prompt_throughput_api mean Aggregate tokens/s Higher = 589.5, -
                  t_s_mean [tg]: decode_throughput_api mean Aggregate tokens/s Higher = -, 1739.5
                  t_s_std [pp]: prompt_throughput_api sd Aggregate tokens/s Higher = 321.5, -
                  t_s_std [tg]: decode_throughput_api sd Aggregate tokens/s Higher = -, 342.25
                  t_s_req_mean [pp]: prompt_rate_request mean Aggregate tokens/s Higher = 589.5, -
                  t_s_req_mean [tg]: decode_rate_request mean Aggregate tokens/s Higher = -, 1739.5
                  t_s_req_std [pp]: prompt_rate_request sd Aggregate tokens/s Higher = 321.5, -
                  t_s_req_std [tg]: decode_rate_request sd Aggregate tokens/s Higher = -, 342.25
                  peak_ts_mean: peak_throughput mean Aggregate tokens/s Higher = -, 1328.5
                  peak_ts_std: peak_throughput sd Aggregate tokens/s Higher = -, 986.5
                  ttfr_mean: ttfr mean Aggregate s Lower = 104.5, -
                  ttfr_std: ttfr sd Aggregate s Lower = 37.5, -
                  est_ppt_mean: prompt_time_estimate mean Aggregate s Lower = 95.5, -
                  est_ppt_std: prompt_time_estimate sd Aggregate s Lower = 37.5, -
                  e2e_ttft_mean: ttft mean Aggregate s Lower = 104.5, -
                  e2e_ttft_std: ttft sd Aggregate s Lower = 37.5, -
            "#]],
        );
    }
}
