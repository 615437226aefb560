//! What the columns of a table say of each other.

use super::{Draft, direction};
use crate::metric;
use crate::role::Role;
use crate::summary::Better;
use crate::unit::Unit;
use std::collections::BTreeSet;

/// Settles what a column alone leaves open.
pub(super) fn settle(drafts: &mut [Draft], rows: usize) {
    transactions(drafts);
    rates_of_no_tokens(drafts);
    bare_rates(drafts);
    counters_of_a_grid(drafts);
    minutes(drafts);
    sizes_of_a_product(drafts);
    percent_of_answers(drafts);
    share_units(drafts);
    peaks_beside_means(drafts);
    tables_of_means(drafts);
    letters_of_a_fit(drafts);
    failures_counted(drafts);
    comparisons_alone(drafts, rows);
}

/// Words of tables that speak of language models.
const MODELS: &[&str] = &[
    "token",
    "tokens",
    "tok",
    "ttft",
    "prompt",
    "tpot",
    "itl",
    "model",
    "models",
    "decode",
    "prefill",
    "gen",
    "llm",
    "quant",
    "generation",
    "inference",
    "ctx",
    "context",
];

/// Whether a column's name, or one of those above it, has one of these words.
fn says(drafts: &[Draft], terms: &[&str]) -> bool {
    let mut words = drafts.iter().flat_map(|draft| draft.header.iter().chain(&draft.context));
    words.any(|word| terms.contains(&word.as_str()))
}

/// A throughput without a unit, where no column speaks of models, is one of nobody knows what.
fn rates_of_no_tokens(drafts: &mut [Draft]) {
    if says(drafts, MODELS) {
        return;
    }
    let counts = |draft: &Draft| matches!(draft.field.role, Role::Measurement | Role::Aggregate);
    for draft in drafts.iter_mut().filter(|draft| !draft.stated && draft.assumed && counts(draft)) {
        if draft.field.metric.ends_with("token_rate") && draft.rest.iter().any(|word| word == "throughput") {
            draft.field.metric = draft.field.metric.replace("token_rate", "throughput");
            draft.field.name = draft.field.name.replace("tokens per second", "throughput");
            draft.field.unit = Unit::default();
            draft.field.definition = String::new();
        }
    }
}

/// What counts the rows is a setting all the same where its brothers are: `p_a`, `p_b` and `p_c`.
fn counters_of_a_grid(drafts: &mut [Draft]) {
    let family = |draft: &Draft| draft.header.split_last().map(|(_, parents)| parents.to_vec()).unwrap_or_default();
    let is_set = |draft: &Draft| draft.field.role == Role::Parameter && draft.whole;
    let families: BTreeSet<Vec<String>> = drafts.iter().filter(|draft| is_set(draft)).map(family).collect();
    for draft in drafts.iter_mut().filter(|draft| draft.counts_again && !draft.stated) {
        let own = family(draft);
        if draft.field.role == Role::Identifier && !own.is_empty() && families.contains(&own) {
            draft.field.role = Role::Parameter;
        }
    }
}

/// A `rate` alone, at a few whole numbers beside what was measured, or whole beside a rate of tokens that says so, is the one that
/// was asked for.
fn bare_rates(drafts: &mut [Draft]) {
    let is_bare = |draft: &Draft| draft.assumed && draft.whole && draft.header == ["rate"];
    let says_so = |draft: &Draft| draft.field.unit.symbol == "tokens/s" && !draft.assumed;
    let (beside_tokens, beside_any) =
        (drafts.iter().any(says_so), drafts.iter().any(|draft| draft.field.measured && !is_bare(draft)));
    let is_asked = |draft: &Draft| is_bare(draft) && (beside_tokens || (beside_any && draft.levels));
    for draft in drafts.iter_mut().filter(|draft| !draft.stated && is_asked(draft)) {
        draft.field.role = Role::Parameter;
        (draft.field.metric, draft.field.name) = ("rate".to_owned(), "rate".to_owned());
        (draft.field.unit, draft.field.definition) = (Unit::default(), String::new());
        (draft.field.better, draft.field.measured) = (Better::None, false);
    }
}

/// `tps` beside clients and queries, where no column speaks of tokens, counts transactions.
fn transactions(drafts: &mut [Draft]) {
    const DATABASE: &[&str] =
        &["transactions", "transaction", "queries", "qps", "clients", "oltp", "reads", "writes", "scale"];
    if !says(drafts, DATABASE) || says(drafts, MODELS) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| !draft.stated && draft.header.iter().any(|word| word == "tps")) {
        draft.field.unit.symbol = "transactions/s".to_owned();
        draft.field.metric = draft.field.metric.replace("token_rate", "transaction_rate");
        draft.field.name = draft.field.name.replace("tokens", "transactions");
        draft.field.definition = String::new();
        draft.field.better = Better::Higher;
    }
}

/// A lone `time_min` is in minutes; beside a mean or a largest one it is the smallest.
fn minutes(drafts: &mut [Draft]) {
    const SPANS: &[&str] = &["time", "duration", "runtime", "elapsed", "walltime"];
    let is_alone = |draft: &Draft| {
        let others = drafts.iter().filter(|other| other.rest == draft.rest && other.context == draft.context);
        others.count() == 1 && draft.rest.last().is_some_and(|word| SPANS.contains(&word.as_str()))
    };
    let alone: Vec<bool> = drafts.iter().map(is_alone).collect();
    for (draft, _) in drafts.iter_mut().zip(alone).filter(|(_, alone)| *alone) {
        let minimum =
            draft.field.statistic.as_deref() == Some("min") && draft.header.last().is_some_and(|word| word == "min");
        if minimum && !draft.stated && draft.field.unit == Unit::default() {
            draft.field.unit = Unit { symbol: "s".to_owned(), factor: 60.0 };
            draft.field.role = Role::Measurement;
            draft.field.statistic = None;
        }
    }
}

/// `M`, `N` and `K` side by side are the sizes of a matrix product.
fn sizes_of_a_product(drafts: &mut [Draft]) {
    let is_one = |draft: &Draft, name: &str| draft.numeric && matches!(draft.header.as_slice(), [one] if one == name);
    if !["m", "n", "k"].iter().all(|name| drafts.iter().any(|draft| is_one(draft, name))) {
        return;
    }
    for draft in
        drafts.iter_mut().filter(|draft| !draft.stated && ["m", "n", "k"].iter().any(|name| is_one(draft, name)))
    {
        draft.field.role = Role::Parameter;
        draft.field.statistic = None;
        draft.field.better = Better::None;
        draft.field.measured = false;
    }
}

/// `50%`, `95%`, `99.9%` side by side are percentiles, of what the median beside them is of.
fn percent_of_answers(drafts: &mut [Draft]) {
    let share = |draft: &Draft| {
        let number = draft.field.written.trim().strip_suffix('%')?.trim();
        number.parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share)).map(|_| number.to_owned())
    };
    if drafts.iter().filter(|draft| share(draft).is_some()).count() < 3 {
        return;
    }
    let middle =
        drafts.iter().find(|draft| draft.field.statistic.as_deref() == Some("median") && share(draft).is_none());
    let middle = middle.map(|draft| draft.field.clone());
    for draft in drafts.iter_mut().filter(|draft| draft.numeric && !draft.stated) {
        let Some(number) = share(draft) else { continue };
        let statistic = match number.as_str() {
            "0" => "min".to_owned(),
            "50" => "median".to_owned(),
            "100" => "max".to_owned(),
            number => format!("p{number}"),
        };
        let field = &mut draft.field;
        field.role = Role::Aggregate;
        field.statistic = Some(statistic);
        field.unit = middle.as_ref().map_or_else(Unit::default, |middle| middle.unit.clone());
        if let Some(middle) = &middle {
            field.metric.clone_from(&middle.metric);
            field.name.clone_from(&middle.name);
            field.definition.clone_from(&middle.definition);
            field.better = middle.better;
        }
    }
}

/// Statistics of one thing share its unit: `p90` beside `mean_ms`.
fn share_units(drafts: &mut [Draft]) {
    let known: Vec<(Vec<String>, Vec<String>, Unit)> = drafts
        .iter()
        .filter(|draft| draft.field.role == Role::Aggregate && !draft.field.unit.symbol.is_empty())
        .map(|draft| (draft.context.clone(), draft.rest.clone(), draft.field.unit.clone()))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Aggregate && !draft.stated) {
        if !draft.field.unit.symbol.is_empty() {
            continue;
        }
        let same = known.iter().find(|(context, rest, _)| *context == draft.context && *rest == draft.rest);
        let Some((_, _, unit)) = same else { continue };
        draft.field.unit = unit.clone();
        draft.field.better = direction(&unit.symbol);
        let rest: Vec<&str> = draft.rest.iter().map(String::as_str).collect();
        if let Some(found) = metric::find(&rest, &unit.symbol).filter(|found| found.qualifiers.is_empty()) {
            draft.field.metric = found.known.key.to_owned();
            draft.field.name = found.known.name.to_owned();
            draft.field.definition = found.known.definition.to_owned();
            draft.field.better = found.known.better;
        }
    }
}

/// `peak` is the largest of several values where a mean of the same thing stands beside it.
fn peaks_beside_means(drafts: &mut [Draft]) {
    let sorted = |words: &[String]| {
        let mut words: Vec<String> = words.iter().filter(|word| *word != "peak").cloned().collect();
        words.sort();
        words
    };
    let means: Vec<(Vec<String>, Vec<String>)> = drafts
        .iter()
        .filter(|draft| draft.field.role == Role::Aggregate)
        .map(|draft| (draft.context.clone(), sorted(&draft.rest)))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| !draft.stated) {
        let peak = draft.rest.iter().any(|word| word == "peak") && draft.field.role == Role::Measurement;
        if peak && means.contains(&(draft.context.clone(), sorted(&draft.rest))) {
            draft.field.role = Role::Aggregate;
            draft.field.statistic = Some("max".to_owned());
        }
    }
}

/// Where three different things are given by their mean, a lone number among them is one too.
fn tables_of_means(drafts: &mut [Draft]) {
    let is_lone = |draft: &Draft| {
        let field = &draft.field;
        !draft.stated && field.role == Role::Measurement && field.statistic.is_none() && field.metric != "duration"
    };
    let mut contexts: Vec<Vec<String>> = drafts.iter().map(|draft| draft.context.clone()).collect();
    contexts.sort();
    contexts.dedup();
    for context in contexts {
        let here = || drafts.iter().filter(|draft| draft.context == context);
        let means: BTreeSet<&[String]> = here()
            .filter(|draft| draft.field.statistic.as_deref() == Some("mean") && draft.field.role == Role::Aggregate)
            .map(|draft| draft.rest.as_slice())
            .collect();
        let (means, lone) = (means.len(), here().filter(|draft| is_lone(draft)).count());
        if means < 3 || lone * 3 > means {
            continue;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.context == context && is_lone(draft)) {
            draft.field.role = Role::Aggregate;
        }
    }
}

/// `a` and `b` beside a slope or an r² are coefficients.
fn letters_of_a_fit(drafts: &mut [Draft]) {
    if drafts.iter().all(|draft| draft.field.role != Role::Fit) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| !draft.stated && draft.field.statistic.is_none()).filter(|draft| {
        !(draft.whole && draft.field.unit.symbol.is_empty()) && matches!(draft.rest.as_slice(), [one] if one.len() == 1)
    }) {
        draft.field.role = Role::Fit;
        draft.field.better = Better::None;
        draft.field.measured = false;
    }
}

/// `failed` beside the number of requests answered counts requests.
fn failures_counted(drafts: &mut [Draft]) {
    if drafts.iter().all(|draft| draft.field.unit.symbol != "requests") {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Validity && draft.numeric && !draft.stated)
    {
        draft.field.role = Role::Measurement;
        draft.field.statistic = Some("n".to_owned());
    }
}

/// Where nothing but comparisons is told, as speed-ups of several conditions, they are what the table is about.
fn comparisons_alone(drafts: &mut [Draft], rows: usize) {
    if rows < 2 || drafts.iter().any(|draft| draft.field.measured) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.field.role == Role::Derived && draft.numeric) {
        draft.field.measured = draft.field.better != Better::None;
    }
}
