//! What makes runs one workload: the same tool and settings and prompts of the same length, whatever the load.

use crate::fact::Fact;
use crate::serving::curve::Note;
use crate::serving::run::{Labels, Offered, Run};
use crate::shown::format_value;
use std::collections::{BTreeMap, BTreeSet};

/// Settings that say which system was measured: they are never a mere name of the load.
const SYSTEM: &[&str] = &[
    "model",
    "engine",
    "backend",
    "gpu",
    "device",
    "dtype",
    "precision",
    "quantization",
    "quant",
    "dataset",
    "dataset_name",
    "tp",
    "framework",
    "version",
];
/// Prompts that differ by more than this factor are another workload.
const OTHER_PROMPTS: f64 = 1.25;
/// A length that differs from what was asked for by more than this share is told.
const OFF: f64 = 0.1;
/// Words of settings that say how long prompts and answers were asked to be.
const ASKED: [&[&str]; 2] =
    [&["input_len", "isl", "prompt_len", "input_tokens", "prompt_tokens"], &["output_len", "osl", "output_tokens"]];

/// Runs by workload, the one with most loads first.
pub(in crate::serving) fn groups(runs: Vec<Run<'_>>) -> Vec<Vec<Run<'_>>> {
    let names = names_of_loads(&runs);
    let mut by_settings: BTreeMap<(Option<&str>, Labels, bool), Vec<Run<'_>>> = BTreeMap::new();
    for mut run in runs {
        run.labels.retain(|(name, _)| !names.contains(name));
        let key = (run.tool, run.labels.clone(), run.offered.is_open());
        by_settings.entry(key).or_default().push(run);
    }
    one_at_a_time(&mut by_settings);
    let mut all: Vec<Vec<Run<'_>>> = by_settings.into_values().flat_map(by_prompts).collect();
    let loads = |runs: &Vec<Run<'_>>| runs.iter().filter(|run| run.offered != Offered::NotStated).count();
    all.sort_by_key(|runs| std::cmp::Reverse(loads(runs)));
    all
}

/// Settings whose levels only follow the load: as many requests more as the rate is higher, the name of a run.
fn names_of_loads(runs: &[Run<'_>]) -> BTreeSet<String> {
    let mut levels: BTreeMap<(&str, &str), BTreeSet<u64>> = BTreeMap::new();
    for run in runs {
        for (name, value) in &run.labels {
            let load = run.offered.number().unwrap_or(-1.0).to_bits();
            levels.entry((name, value)).or_default().insert(load);
        }
    }
    let mut by_name: BTreeMap<&str, Vec<&BTreeSet<u64>>> = BTreeMap::new();
    for ((name, _), loads) in &levels {
        by_name.entry(name).or_default().push(loads);
    }
    let follows = |loads: &Vec<&BTreeSet<u64>>| {
        let different: BTreeSet<&u64> = loads.iter().flat_map(|loads| loads.iter()).collect();
        loads.len() > 1 && different.len() == loads.len() && loads.iter().all(|loads| loads.len() == 1)
    };
    let is_system = |name: &str| SYSTEM.contains(&name);
    let named = by_name.into_iter().filter(|(name, loads)| !is_system(name) && follows(loads));
    named.map(|(name, _)| name.to_owned()).collect()
}

/// One request at a time is the lowest load of a workload whose other loads are rates.
fn one_at_a_time<'a>(groups: &mut BTreeMap<(Option<&'a str>, Labels, bool), Vec<Run<'a>>>) {
    let is_alone = |runs: &Vec<Run<'_>>| runs.iter().all(|run| run.offered == Offered::Concurrency(1.0));
    let keys: Vec<_> =
        groups.iter().filter(|((_, _, open), runs)| !open && is_alone(runs)).map(|(key, _)| key.clone()).collect();
    for (tool, labels, _) in keys {
        let open = (tool, labels.clone(), true);
        if groups.contains_key(&open)
            && let Some(runs) = groups.remove(&(tool, labels, false))
            && let Some(into) = groups.get_mut(&open)
        {
            into.extend(runs);
        }
    }
}

/// Apart where prompts are of another length.
fn by_prompts(runs: Vec<Run<'_>>) -> Vec<Vec<Run<'_>>> {
    // What was not answered does not say how long its prompts were.
    let (silent, mut runs): (Vec<Run<'_>>, Vec<Run<'_>>) =
        runs.into_iter().partition(|run| run.completed == Some(0.0) && run.tokens[0].is_none());
    let length = |run: &Run<'_>| run.tokens[0].unwrap_or(f64::NAN);
    runs.sort_by(|a, b| length(a).total_cmp(&length(b)));
    let mut all: Vec<Vec<Run<'_>>> = Vec::new();
    let mut before = f64::NAN;
    for run in runs {
        let own = length(&run);
        let differs = own > before * OTHER_PROMPTS || (own.is_nan() && !before.is_nan());
        match all.last_mut().filter(|_| !differs) {
            Some(group) => group.push(run),
            None => all.push(vec![run]),
        }
        before = own;
    }
    match all.as_mut_slice() {
        [only] => only.extend(silent),
        _ if silent.is_empty() => {}
        _ => all.push(silent),
    }
    all
}

/// Name, settings that all runs share, tokens in and out.
pub(super) fn described(runs: &[Run<'_>]) -> (String, Labels, [Option<f64>; 2]) {
    let settings = runs.first().map_or_else(Vec::new, |run| run.labels.clone());
    let tokens = [0, 1].map(|at| mean(runs, |run| run.tokens[at]));
    let mut words: Vec<String> =
        settings.iter().filter(|(name, _)| name == "model").map(|(_, value)| value.clone()).collect();
    let lengths = tokens.map(|tokens| tokens.map(|tokens| format_value(tokens, "tokens")));
    match lengths {
        [Some(input), Some(output)] => words.push(format!("{input} in, {} out", output.trim_end_matches(" tokens"))),
        [Some(input), None] => words.push(format!("{input} in")),
        [None, Some(output)] => words.push(format!("{output} out")),
        [None, None] => {}
    }
    if words.is_empty() {
        words.extend(runs.first().map(|run| run.file.reading.path.clone()));
    }
    (words.join(", "), settings, tokens)
}

/// The mean over requests: a run of many counts for many.
fn mean(runs: &[Run<'_>], of: impl Fn(&Run<'_>) -> Option<f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for (tokens, requests) in runs.iter().filter_map(|run| Some((of(run)?, run.completed.unwrap_or(1.0)))) {
        (sum, count) = (sum + tokens * requests, count + requests);
    }
    (count > 0.0).then(|| sum / count)
}

/// Lengths that are not those that were asked for, and runs that state no load.
pub(super) fn notes(runs: &[Run<'_>], settings: &Labels, tokens: [Option<f64>; 2]) -> Vec<Note> {
    let mut notes = Vec::new();
    let source = "tokens counted, mean of a request, and the length that was configured";
    let off = |at: usize, unit: &str| {
        let (asked, counted) = asked(settings, at).zip(tokens[at])?;
        let fact = |key: &str, value: f64, unit: &str| Fact::new(format!("tokens.{at}.{key}"), value, unit, source);
        let facts = [fact("counted", counted, unit), fact("asked", asked, "")];
        (asked > 0.0 && (counted / asked - 1.0).abs() > OFF).then_some(facts)
    };
    let figures: Vec<Fact> = match (off(0, "tokens"), off(1, "tokens")) {
        (Some(input), Some(_)) => input.into_iter().chain(off(1, "").into_iter().flatten()).collect(),
        (input, output) => input.into_iter().chain(output).flatten().collect(),
    };
    let what = if off(0, "").is_some() { "Input" } else { "Output" };
    let said = match figures.as_slice() {
        [counted, asked] => Some(format!("{what} is {}, not the configured {}.", counted.shown, asked.shown)),
        [input, asked, output, length] => Some(format!(
            "Input is {}, not the configured {}; output is {}, not {}.",
            input.shown, asked.shown, output.shown, length.shown
        )),
        _ => None,
    };
    notes.extend(said.map(|text| Note { text, figures }));
    let silent = runs.iter().filter(|run| run.offered == Offered::NotStated).count() as u64;
    if silent > 0 && runs.len() > 1 {
        let count = |key: &str, count: u64| Fact::count(format!("load.{key}"), count, "runs of this workload");
        let figures = vec![count("silent", silent), count("runs", runs.len() as u64)];
        notes.push(Note {
            text: format!("{} of {} runs do not state their load.", figures[0].shown, figures[1].shown),
            figures,
        });
    }
    notes
}

/// The length of prompts or of answers that was asked for.
fn asked(settings: &Labels, at: usize) -> Option<f64> {
    let named = |name: &str| ASKED[at].iter().any(|known| name == *known || name.ends_with(&format!("_{known}")));
    let lengths: Vec<f64> =
        settings.iter().filter(|(name, _)| named(name)).filter_map(|(_, value)| value.parse().ok()).collect();
    // A file that echoes the settings of several kinds of prompts does not say which one was used.
    <[f64; 1]>::try_from(lengths).ok().map(|[length]| length)
}
