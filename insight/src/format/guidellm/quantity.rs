//! Statistics of a metric over the requests of one benchmark, as each version and container names them.

use super::meanings::{AFTER_THINKING, FROM_PLAN};
use crate::format::meaning::{Meaning, aggregate, column, counted};
use crate::role::Role;
use crate::summary::Better;

const OVER_TIME: &str = "each rate weighted by the time it held";
const WITH_FIRST: &str =
    "time of a whole answer with its first token, divided by its tokens; a request weighs as much as it has tokens";
const PER_REQUEST: &str = "time of an answer after its first token, divided by the tokens after the first; a request weighs as much as it has such tokens";

/// A metric: its key in JSON, its two headers in CSV, what it means.
struct Quantity {
    json: &'static str,
    csv: [&'static str; 2],
    meaning: Meaning,
}

const fn of(json: &'static str, csv: [&'static str; 2], metric: &'static str, unit: &'static str) -> Quantity {
    Quantity { json, csv, meaning: aggregate("", metric, "", unit) }
}

impl Quantity {
    const fn named(self, name: &'static str, better: Better, definition: &'static str) -> Self {
        Self { meaning: self.meaning.named(name).better(better).defined(definition), ..self }
    }
}

const ALL: &[Quantity] = &[
    of("request_latency", ["Request Latency", "Sec"], "e2e_latency", "s"),
    of("time_to_first_token_ms", ["Time to First Token", "ms"], "ttft", "ms"),
    of("time_to_first_output_token_ms", ["Time to First Output Token", "ms"], "ttft_output", "ms").named(
        "first token after thinking",
        Better::Lower,
        AFTER_THINKING,
    ),
    of("time_per_output_token_ms", ["Time per Output Token", "ms"], "tpot_with_first", "ms").named(
        "time per output token, first included",
        Better::Lower,
        WITH_FIRST,
    ),
    of("inter_token_latency_ms", ["Inter Token Latency", "ms"], "itl_request", "ms").named(
        "inter-token latency of a request",
        Better::Lower,
        PER_REQUEST,
    ),
    of("requests_per_second", ["Server Throughput", "Requests/Sec"], "request_rate_over_time", "requests/s").named(
        "requests per second over time",
        Better::Higher,
        OVER_TIME,
    ),
    of("request_concurrency", ["Server Throughput", "Concurrency"], "concurrency", "x").named(
        "concurrency reached",
        Better::None,
        OVER_TIME,
    ),
    of("output_tokens_per_second", ["Token Throughput", "Output Tokens/Sec"], "output_rate_over_time", "tokens/s")
        .named("tokens out per second over time", Better::Higher, OVER_TIME),
    of("prompt_tokens_per_second", ["Token Throughput", "Input Tokens/Sec"], "prompt_rate_over_time", "tokens/s")
        .named("tokens in per second over time", Better::Higher, OVER_TIME),
    of("tokens_per_second", ["Token Throughput", "Total Tokens/Sec"], "total_rate_over_time", "tokens/s").named(
        "tokens in and out per second over time",
        Better::Higher,
        OVER_TIME,
    ),
    of("prompt_token_count", ["Token Metrics", "Input Tokens"], "prompt_tokens", "tokens"),
    of("output_token_count", ["Token Metrics", "Output Tokens"], "output_tokens", "tokens"),
    of("total_token_count", ["Token Metrics", "Total Tokens"], "total_tokens", "tokens"),
    of("request_dispatch_delay", ["Dispatch Delay", "Sec"], "dispatch_delay", "s").named(
        "dispatch delay",
        Better::Lower,
        "",
    ),
    of("turn_scheduling_delay", ["Turn Scheduling Delay", "Sec"], "turn_scheduling_delay", "s").named(
        "turn scheduling delay",
        Better::Lower,
        "",
    ),
    of("request_scheduled_latency", ["Scheduled Latency", "Sec"], "scheduled_latency", "s").named(
        "full answer from its planned start",
        Better::Lower,
        FROM_PLAN,
    ),
];

/// What a column is, and its statistic: `request_latency.successful.percentiles.p01`, `Request Latency Successful Sec Mean`,
/// `Successful Request latency std dev`.
pub(super) fn meaning(name: &str) -> Option<(Meaning, String)> {
    let (quantity, rest) = ALL.iter().find_map(|quantity| Some((quantity, answered(quantity, name)?)))?;
    if rest == "count" {
        return Some((counted("", "values"), "n".to_owned()));
    }
    Some(match statistic(rest) {
        Some(statistic) => (quantity.meaning, statistic.to_owned()),
        None => (column("", Role::Environment), String::new()),
    })
}

/// What follows the name of a metric of requests that were answered.
fn answered<'a>(quantity: &Quantity, name: &'a str) -> Option<&'a str> {
    let [group, unit] = quantity.csv;
    let json = || name.strip_prefix(quantity.json)?.strip_prefix(".successful.");
    let csv = || name.strip_prefix(group)?.strip_prefix(" Successful ")?.strip_prefix(unit)?.strip_prefix(' ');
    let older = || {
        let name = name.strip_prefix("Successful ")?;
        let own = quantity.json.len();
        let same = |(own, written): (char, char)| own == written.to_ascii_lowercase() || (own == '_' && written == ' ');
        let begins = name.is_char_boundary(own) && quantity.json.chars().zip(name.chars()).all(same);
        name.get(own..).filter(|_| begins)?.strip_prefix(' ')
    };
    json().or_else(csv).or_else(older)
}

/// The statistic of a word; the median stands a second time among the percentiles of JSON.
fn statistic(word: &str) -> Option<&'static str> {
    Some(match word {
        "mean" | "Mean" => "mean",
        "median" | "Median" => "median",
        "std_dev" | "Std Dev" | "std dev" => "sd",
        "min" | "Min" => "min",
        "max" | "Max" => "max",
        "percentiles.p001" | "p0.1" => "p0.1",
        "percentiles.p01" | "p1" => "p1",
        "percentiles.p05" | "p5" => "p5",
        "percentiles.p10" | "p10" => "p10",
        "percentiles.p25" | "p25" => "p25",
        "percentiles.p75" | "p75" => "p75",
        "percentiles.p90" | "p90" => "p90",
        "percentiles.p95" | "p95" => "p95",
        "percentiles.p99" | "p99" => "p99",
        "percentiles.p999" => "p99.9",
        _ => return None,
    })
}
