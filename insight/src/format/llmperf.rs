//! LLMPerf (ray-project): `…_summary.json` and `…_individual_responses.json`.
//!
//! <https://github.com/ray-project/llmperf>. Seconds, at the client. Its time between tokens includes the first one. The standard
//! deviation is that of a sample (n − 1), percentiles are linear (pandas). Nothing is lost.

use super::meaning::{Conventions, LINEAR, Meaning, OF_A_SAMPLE, aggregate, column, counted, measured, state_as};
use super::reshape::number;
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const SUMMARY: [&str; 3] = ["results_ttft_s_mean", "results_inter_token_latency_s_mean", "num_concurrent_requests"];
const ANSWERS: [&str; 4] =
    ["inter_token_latency_s", "ttft_s", "end_to_end_latency_s", "request_output_throughput_token_per_s"];

/// Keys of another author's summary, one record a number of users at once.
const BY_USERS: [&str; 3] = ["first-time-to-token_mean_in_ms", "throughput_token_per_s", "latency_ms_per_token"];

const WITH_FIRST: &str = "sum of the gaps of an answer, that before its first token included, divided by its tokens";
const OF_A_REQUEST: &str = "tokens of an answer divided by its full time";

/// Statistics of one time of a request, written in two ways.
const fn gap(name: &'static str) -> Meaning {
    aggregate(name, "itl_with_first", "*", "s")
        .named("inter-token latency with the first token")
        .better(Better::Lower)
        .defined(WITH_FIRST)
}

const fn rate(name: &'static str) -> Meaning {
    aggregate(name, "request_output_rate", "*", "tokens/s")
        .named("tokens per second of a request")
        .defined(OF_A_REQUEST)
}

const MEANINGS: &[Meaning] = &[
    aggregate("results_ttft_s_quantiles_*", "ttft", "*", "s"),
    aggregate("results_ttft_s_*", "ttft", "*", "s"),
    gap("results_inter_token_latency_s_quantiles_*"),
    gap("results_inter_token_latency_s_*"),
    aggregate("results_end_to_end_latency_s_quantiles_*", "e2e_latency", "*", "s"),
    aggregate("results_end_to_end_latency_s_*", "e2e_latency", "*", "s"),
    rate("results_request_output_throughput_token_per_s_quantiles_*"),
    rate("results_request_output_throughput_token_per_s_*"),
    aggregate("results_number_input_tokens_quantiles_*", "prompt_tokens", "*", "tokens"),
    aggregate("results_number_input_tokens_*", "prompt_tokens", "*", "tokens"),
    aggregate("results_number_output_tokens_quantiles_*", "output_tokens", "*", "tokens"),
    aggregate("results_number_output_tokens_*", "output_tokens", "*", "tokens"),
    aggregate("results_mean_output_throughput_token_per_s", "output_throughput", "", "tokens/s"),
    aggregate("results_num_completed_requests_per_min", "request_throughput", "", "requests per minute"),
    counted("results_num_completed_requests", "requests"),
    counted("results_number_errors", "failed_requests"),
    aggregate("results_error_rate", "error_rate", "", "x"),
    aggregate("first-time-to-token_mean_in_ms", "ttft", "mean", "ms"),
    measured("throughput_token_per_s", "output_throughput", "tokens/s"),
    measured("latency_ms_per_token", "time_per_token", "ms/token"),
    column("concurrency", Role::Parameter),
    column("key", Role::Identifier),
    column("results_error_code_frequency", Role::Text),
    column("mean_*_tokens", Role::Parameter).unit("tokens"),
    column("stddev_*_tokens", Role::Parameter).unit("tokens"),
    column("num_concurrent_requests", Role::Parameter),
    column("model", Role::Parameter),
    column("name", Role::Identifier),
    column("version", Role::Environment),
    column("timestamp", Role::Time),
    measured("ttft_s", "ttft", "s"),
    measured("end_to_end_latency_s", "e2e_latency", "s"),
    measured("inter_token_latency_s", "itl_with_first", "s")
        .named("inter-token latency with the first token")
        .better(Better::Lower)
        .defined(WITH_FIRST),
    measured("request_output_throughput_token_per_s", "request_output_rate", "tokens/s")
        .named("tokens per second of a request")
        .defined(OF_A_REQUEST),
    measured("number_input_tokens", "prompt_tokens", "tokens"),
    measured("number_output_tokens", "output_tokens", "tokens"),
    measured("number_total_tokens", "total_tokens", "tokens"),
    column("error_code", Role::Validity),
    column("error_msg", Role::Validity),
];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: LINEAR };

/// Requests to a model, many at a time.
pub(super) struct Llmperf;

impl Format for Llmperf {
    fn id(&self) -> &'static str {
        "llmperf"
    }

    fn name(&self) -> &'static str {
        "LLMPerf"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match (shape.table_with(&SUMMARY), shape.table_with(&ANSWERS)) {
            (Ok(_), _) => (Certainty::Sure, "`results_ttft_s_mean` beside `num_concurrent_requests`".to_owned()),
            (_, Ok(table)) => (
                Certainty::Sure,
                format!("`inter_token_latency_s` beside `end_to_end_latency_s`, answers: {}", table.rows),
            ),
            (Err(missing), _) => match shape.table_with(&BY_USERS) {
                Ok(table) => {
                    (Certainty::Sure, format!("`latency_ms_per_token` by users at once, loads: {}", table.rows))
                }
                Err(_) => (Certainty::No, missing),
            },
        }
    }

    fn read(&self, content: &mut Content) {
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        let broken: usize = content.tables.iter().map(broken_rates).sum();
        if broken > 0 {
            let what = format!("tokens per second are not tokens divided by the full time: {broken} answers");
            let hint = "the tokens of the rate were counted in another way: do not compare it with other tools";
            content.ledger.say(Spot::Whole, Severity::Doubt, &what, Some(hint));
        }
    }
}

/// Answers whose rate does not follow from their tokens and time.
fn broken_rates(table: &Table) -> usize {
    let is_broken = |row: &usize| {
        let value = |name: &str| number(table, name, *row);
        let (Some(rate), Some(time), Some(tokens)) = (
            value("request_output_throughput_token_per_s"),
            value("end_to_end_latency_s"),
            value("number_output_tokens"),
        ) else {
            return false;
        };
        (rate * time - tokens).abs() > 0.05 * tokens
    };
    (0..table.rows).filter(is_broken).count()
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_29_a_rate_that_does_not_follow_from_its_tokens_is_told() {
        let answer = |tokens: u32, rate: u32, error: &str| {
            format!(
                "{{\"error_code\": {error}, \"error_msg\": \"\", \"inter_token_latency_s\": 0.25, \"ttft_s\": 0.5, \
                 \"end_to_end_latency_s\": 2.0, \"request_output_throughput_token_per_s\": {rate}, \"number_total_tokens\": 40, \
                 \"number_output_tokens\": {tokens}, \"number_input_tokens\": 20}}"
            )
        };
        check(
            &format!("[{}, {}, {}]", answer(20, 10, "null"), answer(20, 30, "null"), answer(0, 0, "429")),
            &expect![[r#"
                llmperf Sure: `inter_token_latency_s` beside `end_to_end_latency_s`, answers: 3
                Doubt: tokens per second are not tokens divided by the full time: 1 answers; hint: the tokens of the rate were counted in another way: do not compare it with other tools
                [] 1 of 3 rows failed
                  error_code: error_code Validity = -, -, 429
                  error_msg: error_msg Validity = -, -, -
                  inter_token_latency_s: itl_with_first Measurement s Lower = 0.25, 0.25, 0.25
                  ttft_s: ttft Measurement s Lower = 0.5, 0.5, 0.5
                  end_to_end_latency_s: e2e_latency Measurement s Lower = 2, 2, 2
                  request_output_throughput_token_per_s: request_output_rate Measurement tokens/s Higher = 10, 30, 0
                  number_total_tokens: total_tokens Measurement tokens = 40, 40, 40
                  number_output_tokens: output_tokens Measurement tokens = 20, 20, 0
                  number_input_tokens: prompt_tokens Measurement tokens = 20, 20, 20
            "#]],
        );
    }

    #[test]
    fn a_summary_is_statistics_beside_its_settings() {
        check(
            "{\"version\": \"2023-08-31\", \"name\": \"n\", \"model\": \"m\", \"mean_input_tokens\": 550, \"num_concurrent_requests\": 5, \
             \"results_ttft_s_quantiles_p25\": 0.25, \"results_ttft_s_quantiles_p50\": 0.5, \"results_ttft_s_mean\": 0.75, \"results_ttft_s_stddev\": 0.125, \
             \"results_inter_token_latency_s_mean\": 0.0625, \"results_error_rate\": 0.0, \"results_number_errors\": 0, \
             \"results_mean_output_throughput_token_per_s\": 338.5, \"results_num_completed_requests\": 150, \
             \"results_num_completed_requests_per_min\": 120.0, \"timestamp\": 1702000000}",
            &expect![[r#"
                llmperf Sure: `results_ttft_s_mean` beside `num_concurrent_requests`
                [] 0 of 1 rows failed
                  version: version Environment = `2023-08-31`
                  name: name Identifier = `n`
                  model: model Parameter = `m`
                  mean_input_tokens: mean_input_tokens Parameter tokens = 550
                  num_concurrent_requests: num_concurrent_requests Parameter = 5
                  results_ttft_s_quantiles_p25: ttft p25 Aggregate s Lower = 0.25
                  results_ttft_s_quantiles_p50: ttft median Aggregate s Lower = 0.5
                  results_ttft_s_mean: ttft mean Aggregate s Lower = 0.75
                  results_ttft_s_stddev: ttft sd Aggregate s Lower = 0.125
                  results_inter_token_latency_s_mean: itl_with_first mean Aggregate s Lower = 0.0625
                  results_error_rate: error_rate Aggregate Lower = 0
                  results_number_errors: failed_requests n Measurement = 0
                  results_mean_output_throughput_token_per_s: output_throughput Aggregate tokens/s Higher = 338.5
                  results_num_completed_requests: requests n Measurement requests = 150
                  results_num_completed_requests_per_min: request_throughput Aggregate requests/s Higher = 120
                  timestamp: timestamp Time = 1702000000
            "#]],
        );
    }

    #[test]
    fn a_summary_by_users_at_once_is_read() {
        check(
            r#"{"1": {"concurrency": 1, "first-time-to-token_mean_in_ms": 51.25, "throughput_token_per_s": 39.5, "latency_ms_per_token": 25.5},
                "8": {"concurrency": 8, "first-time-to-token_mean_in_ms": 151.25, "throughput_token_per_s": 239.75, "latency_ms_per_token": 33.5}}"#,
            &expect![[r#"
                llmperf Sure: `latency_ms_per_token` by users at once, loads: 2
                [] 0 of 2 rows failed
                  key: key Identifier = `1`, `8`
                  concurrency: concurrency Parameter = 1, 8
                  first-time-to-token_mean_in_ms: ttft mean Aggregate s Lower = 51.25, 151.25
                  throughput_token_per_s: output_throughput Measurement tokens/s Higher = 39.5, 239.75
                  latency_ms_per_token: time_per_token Measurement s/token Lower = 25.5, 33.5
            "#]],
        );
    }
}
