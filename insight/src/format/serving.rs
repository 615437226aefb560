//! What vLLM's serving benchmark and those that descend from it write alike: aggregates of a run, lists with one value a request,
//! and a load that was asked for beside the one that came of it.

use super::load::{self, Asked};
use super::meaning::{Conventions, LINEAR, Meaning, OF_A_POPULATION, aggregate, column, measured, state_as};
use super::request_lists;
use super::reshape::{number, text};
use crate::container::{Content, Ledger};
use crate::problem::{Severity, Spot};
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// How they compute, all with numpy.
pub(super) const CONVENTIONS: Conventions = Conventions { sd: OF_A_POPULATION, percentile: LINEAR };

/// One gap can hold several tokens where they are drafted ahead.
pub(super) const EVERY_GAP: &str = "time between two pieces of one answer, the gaps of all requests together";

/// Lists with one value a request; the first is there whenever requests were written down.
const LISTS: [&str; 8] = [
    "ttfts",
    "input_lens",
    "output_lens",
    "latencies",
    "start_times",
    "queue_times",
    "server_ttfts",
    "server_queue_times",
];

const MEANINGS: &[Meaning] = &[
    aggregate("*_ttft_ms", "ttft", "*", "ms"),
    aggregate("*_tpot_ms", "tpot", "*", "ms"),
    aggregate("*_itl_ms", "itl", "*", "ms").defined(EVERY_GAP),
    measured("ttfts", "ttft", "s"),
    measured("itls", "itl", "s").defined(EVERY_GAP),
    measured("latencies", "e2e_latency", "s"),
    measured("input_lens", "prompt_tokens", "tokens"),
    measured("output_lens", "output_tokens", "tokens"),
    column("error", Role::Validity),
    column("errors", Role::Text),
    column("generated_texts", Role::Text),
    measured("request_throughput", "request_throughput", "requests/s"),
    measured("input_throughput", "input_throughput", "tokens/s")
        .named("input throughput")
        .defined("tokens of all prompts divided by the time of the whole run"),
    measured("output_throughput", "output_throughput", "tokens/s"),
    aggregate("max_output_tokens_per_s", "output_throughput", "max", "tokens/s")
        .defined("most tokens within one second"),
    measured("max_concurrent_requests", "concurrent_requests", "x")
        .named("concurrent requests, most")
        .better(Better::None),
    measured("duration", "benchmark_duration", "s"),
    measured("completed", "requests", "requests"),
    measured("total_input_tokens", "prompt_tokens_total", "tokens")
        .named("tokens in, all requests")
        .better(Better::None),
    measured("total_output_tokens", "output_tokens_total", "tokens")
        .named("tokens out, all requests")
        .better(Better::None),
    column("backend", Role::Parameter),
    column("request_rate", Role::Parameter).unit("requests/s"),
    column("max_concurrency", Role::Parameter),
];

/// Reads runs and their requests; what the tool says alone comes first.
pub(super) fn read(content: &mut Content, own: &[Meaning]) {
    if let Some(requests) = request_lists::join(content, &LISTS) {
        request_lists::sum_up(&mut content.tables, &requests);
    }
    state_as(&mut content.tables, &[own, MEANINGS].concat(), &CONVENTIONS);
    let Content { tables, ledger, .. } = content;
    for table in tables.iter().filter(|table| table.column("request_throughput").is_some()) {
        (0..table.rows).for_each(|row| say_what_came(table, row, ledger));
    }
}

/// The settings of a run are what was asked for; says where something else came of them.
fn say_what_came(table: &Table, row: usize, ledger: &mut Ledger) {
    let spot = match table.line(row) {
        Some(line) => Spot::Line(line),
        None if table.rows > 1 => Spot::Pointer(format!("{}/{row}", table.place)),
        None => Spot::Whole,
    };
    let of = |name: &str| number(table, name, row);
    if let (Some(rate), Some(reached)) = (of("request_rate"), of("request_throughput")) {
        let failed = of("failed").unwrap_or(0.0);
        let count = of("completed").map(|completed| completed + failed).or_else(|| of("num_prompts"));
        let asked = Asked { rate, reached, is_sent: false, count, duration: of("duration"), ..times(table, row) };
        load::say(ledger, spot.clone(), asked);
    }
    let answered = of("completed");
    if let (Some(sent), Some(answered)) = (of("num_prompts"), answered.filter(|_| of("failed") != Some(0.0)))
        && answered < sent
    {
        let what = format!("{answered} of {sent} requests were answered, the others stand behind no statistic");
        ledger.say(spot.clone(), Severity::Doubt, &what, None);
    }
    let random = text(table, "dataset_name", row).is_some_and(|name| name.contains("random"));
    for (asked, total, words) in [
        ("random_input_len", "total_input_tokens", "a prompt had"),
        ("random_output_len", "total_output_tokens", "an answer had"),
    ] {
        let (Some(length), Some(total), Some(answered)) = (of(asked), of(total), answered) else { continue };
        let mean = total / answered;
        if mean.is_finite() && (mean - length).abs() > 0.1 * length {
            let severity = if random { Severity::Doubt } else { Severity::Note };
            let what = format!("{words} {mean:.1} tokens on average, `{asked}` is {length}");
            ledger.say(spot.clone(), severity, &what, Some("compare runs by the tokens that were counted"));
        }
    }
}

/// How long a first token and the rest of an answer took, as far as the run says it.
fn times(table: &Table, row: usize) -> Asked {
    let of = |name: &str| {
        let middle = |of: &str| {
            let millis = number(table, &format!("{of}_{name}_ms"), row).map(|value| value / 1e3);
            millis.or_else(|| number(table, &format!("{of}_{name}"), row))
        };
        middle("mean").or_else(|| middle("median"))
    };
    let first = of("ttft");
    let whole = of("e2el").or_else(|| of("e2e_latency"));
    let tokens = number(table, "total_output_tokens", row).zip(number(table, "completed", row));
    let written = || Some(of("tpot")? * tokens.map(|(all, count)| (all / count - 1.0).max(0.0))?);
    let rest = whole.map(|whole| whole - first.unwrap_or(0.0)).or_else(written).filter(|rest| rest.is_finite());
    Asked { first, rest, ..Asked::default() }
}
