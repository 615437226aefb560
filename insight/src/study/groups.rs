//! What separates the conditions of a study: the model first, then the backend, then whatever else few words tell apart.

use super::frame::Frame;
use super::parameter::{NO_LEVEL, Parameter};
use crate::role::Role;
use std::collections::BTreeMap;

/// More levels than this make a list, not a comparison.
const MOST_LEVELS: usize = 24;
/// More groups than this are not told apart.
const MOST_GROUPS: usize = 48;
/// Share of records that must state a factor.
const COVERAGE: f64 = 0.9;
/// A further factor leaves this many records a group, or is left to the sweeps.
const LEAST_RECORDS: f64 = 3.0;

/// Factors in the order in which people compare by them; a key that holds the word counts.
const FACTORS: &[&str] = &[
    "model",
    "backend",
    "engine",
    "runtime",
    "provider",
    "quant",
    "dtype",
    "precision",
    "device",
    "gpu",
    "scenario",
    "mode",
    "test",
    "benchmark",
    "kernel",
    "dataset",
    "task",
    "name",
];

/// Numbers that make another workload of it, so that records of different levels are never pooled.
const LOADS: &[&str] = &[
    "concurrency",
    "request_rate",
    "rate",
    "qps",
    "users",
    "clients",
    "batch",
    "n_prompt",
    "n_gen",
    "n_depth",
    "depth",
    "input_len",
    "output_len",
    "input_tokens",
    "output_tokens",
    "prompt_tokens",
    "isl",
    "osl",
    "threads",
    "parallel",
    "size",
];

/// Of those, how long prompts and answers were asked to be: of few records as well, another length is other work.
const LENGTHS: &[&str] = &["n_prompt", "n_gen", "n_depth", "depth", "input_len", "output_len", "isl", "osl"];

/// What the same program is in another state: results of two of them are never pooled.
const STATES: &[&str] = &["version", "commit", "branch", "build", "revision", "release", "config"];
/// The same of what it stands on, which is told beside the results.
const PLATFORM: &[&str] = &[
    "python", "os", "driver", "cuda", "kernel", "schema", "format", "platform", "torch", "pytorch", "numpy", "rust",
    "java", "gpu", "cpu",
];

/// So few levels of a number are compared; more are a sweep.
const FEW_LEVELS: usize = 3;

/// The groups of a study.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    /// Words for what the groups are made by.
    pub by: Vec<String>,
    /// Keys of the parameters that make them.
    pub keys: Vec<String>,
    /// Labels of each group.
    pub labels: Vec<Vec<(String, String)>>,
    /// The group of each record.
    pub of: Vec<u32>,
    /// Whether a number is among what makes them, so that they stand in its order.
    pub numeric: bool,
}

impl Groups {
    /// What the group is called in a table: its values, or `all`.
    pub(crate) fn name(&self, group: usize) -> String {
        let labels = self.labels.get(group).map_or(&[][..], Vec::as_slice);
        let values: Vec<&str> = labels.iter().map(|(_, value)| value.as_str()).collect();
        if values.is_empty() { "all".to_owned() } else { values.join(" · ") }
    }

    /// Puts groups into that order: `order[new] = old`.
    pub(crate) fn reorder(&mut self, order: &[usize]) {
        let mut rank = vec![0_u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            rank[*old] = new as u32;
        }
        self.labels = order.iter().map(|old| self.labels[*old].clone()).collect();
        self.of.iter_mut().for_each(|group| *group = rank[*group as usize]);
    }
}

/// Groups the records of a study.
pub(crate) fn groups(frame: &Frame<'_>) -> Groups {
    let one_row_a_run = frame.one_row_a_run();
    let alone = varied(frame);
    // A key of an object says where its values stand, and not yet that it was chosen.
    let is_alone = |parameter: &Parameter| alone.len() == 1 && alone[0].key == parameter.key && parameter.key != "key";
    let mut chosen: Vec<&Parameter> = Vec::new();
    let mut of = vec![0_u32; frame.records.len()];
    let mut count = 1;
    for parameter in candidates(frame, one_row_a_run) {
        let (next, next_count) = cross(&of, count, parameter, parameter.codes.iter().copied());
        let first_factor = chosen.is_empty() && parameter.key == "model";
        let enough = one_row_a_run
            || first_factor
            || is_subject(parameter)
            || is_alone(parameter)
            || LENGTHS.contains(&parameter.key.as_str())
            || frame.records.len() as f64 >= LEAST_RECORDS * next_count as f64;
        if next_count > count && (next_count <= MOST_GROUPS || is_subject(parameter)) && enough {
            (of, count) = (next, next_count);
            chosen.push(parameter);
        }
    }
    if chosen.is_empty() {
        chosen.extend(frame.parameter_of("model").filter(|model| model.used().len() == 1));
    }
    labelled(frame, &chosen)
}

/// Parameters that may separate conditions, most telling first.
fn candidates<'a>(frame: &'a Frame<'_>, one_row_a_run: bool) -> Vec<&'a Parameter> {
    let records = frame.records.len() as f64;
    let mut all: Vec<(usize, &Parameter)> = frame
        .parameters
        .iter()
        .filter(|parameter| parameter.key != "prompt" && separates(parameter))
        .filter(|parameter| (2..=MOST_LEVELS).contains(&parameter.used().len()) || is_subject(parameter))
        .filter(|parameter| {
            let stated = parameter.codes.iter().filter(|code| **code != NO_LEVEL).count() as f64;
            // Runs that do not say their load are a group of their own, never pooled with those that do.
            let apart = parameter.key == "model" || (one_row_a_run && is_load(&parameter.key));
            apart || stated >= COVERAGE * records
        })
        .filter(|parameter| {
            !parameter.numeric
                || one_row_a_run
                || is_load(&parameter.key)
                || is_subject(parameter)
                || is_few(frame, parameter)
        })
        .map(|parameter| (importance(parameter, one_row_a_run), parameter))
        .collect();
    all.sort_by(|(x, a), (y, b)| (x, &a.key).cmp(&(y, &b.key)));
    all.into_iter().map(|(_, parameter)| parameter).collect()
}

/// What was not the same for all records, with what numbers them left out.
fn varied<'a>(frame: &'a Frame<'_>) -> Vec<&'a Parameter> {
    let all = frame.parameters.iter().filter(|parameter| parameter.key != "prompt" && separates(parameter));
    all.filter(|parameter| parameter.used().len() > 1).collect()
}

/// Whether a number is compared as a word is: a state of the program, or the only number that was varied, at too few levels or
/// with too few records for a sweep.
fn is_few(frame: &Frame<'_>, parameter: &Parameter) -> bool {
    let is_other = |other: &&&Parameter| other.numeric && other.key != parameter.key && !is_load(&other.key);
    let numbers = varied(frame).iter().filter(is_other).count();
    let levels = parameter.used().len();
    is_state(parameter)
        || (numbers == 0 && parameter.is_chosen() && (levels <= FEW_LEVELS || levels == frame.records.len()))
}

fn is_state(parameter: &Parameter) -> bool {
    let says = |words: &[&str]| parameter.key.split('_').any(|word| words.contains(&word));
    says(STATES) && !says(PLATFORM)
}

/// What was chosen, the machine it ran on, or the state of the program: results of two machines are never pooled.
fn separates(parameter: &Parameter) -> bool {
    const MACHINE: &[&str] = &["gpu", "device", "cpu", "host", "machine", "hardware", "engine"];
    let machine = || MACHINE.iter().any(|word| parameter.key.split('_').any(|part| part == *word));
    match parameter.role {
        Role::Parameter => true,
        Role::Environment => (!parameter.numeric && machine()) || is_state(parameter),
        _ => false,
    }
}

fn importance(parameter: &Parameter, one_row_a_run: bool) -> usize {
    let word = |words: &[&str]| words.iter().position(|word| parameter.key == *word || parameter.key.contains(word));
    match (parameter.numeric, word(FACTORS), word(LOADS)) {
        (false, Some(at), _) => at,
        (false, None, _) => FACTORS.len(),
        (true, _, Some(at)) if one_row_a_run => FACTORS.len() + 1 + at,
        (true, _, Some(at)) => FACTORS.len() + 1 + at,
        (true, _, None) => FACTORS.len() + LOADS.len() + 1,
    }
}

/// Whether it says what was run, as a format knows: a mean over different benchmarks says nothing.
fn is_subject(parameter: &Parameter) -> bool {
    parameter.key == "benchmark" || parameter.key.starts_with("benchmark_")
}

fn is_load(key: &str) -> bool {
    LOADS.iter().any(|load| key == *load || key.split('_').any(|word| word == *load))
}

/// The groups of records after one more factor, given its level of each record: dense codes in the order of first appearance, and their number.
pub(crate) fn cross(
    of: &[u32],
    count: usize,
    parameter: &Parameter,
    codes: impl Iterator<Item = u32>,
) -> (Vec<u32>, usize) {
    // One place for every pair of a group and a level, the last level being none.
    let width = parameter.levels.len() + 1;
    let mut dense = vec![NO_LEVEL; count * width];
    let mut known = 0;
    let next = of
        .iter()
        .zip(codes)
        .map(|(group, code)| {
            let code = (code as usize).min(width - 1);
            let place = &mut dense[*group as usize * width + code];
            if *place == NO_LEVEL {
                *place = known;
                known += 1;
            }
            *place
        })
        .collect();
    (next, known as usize)
}

/// Groups in the order of their factors' levels.
fn labelled(frame: &Frame<'_>, chosen: &[&Parameter]) -> Groups {
    let (mut of, mut count) = (vec![0_u32; frame.records.len()], 1);
    for parameter in chosen {
        (of, count) = cross(&of, count, parameter, parameter.codes.iter().copied());
    }
    let mut first: Vec<Option<usize>> = vec![None; count];
    for (record, group) in of.iter().enumerate() {
        first[*group as usize].get_or_insert(record);
    }
    let codes = |record: usize| chosen.iter().map(|parameter| parameter.codes[record]).collect::<Vec<u32>>();
    let dense: BTreeMap<Vec<u32>, u32> =
        first.iter().enumerate().filter_map(|(group, record)| Some((codes((*record)?), group as u32))).collect();
    let label = |parameter: &Parameter, code: u32| {
        let value = parameter.levels.get(code as usize).map_or("not stated", String::as_str);
        (parameter.name.clone(), value.to_owned())
    };
    let mut rank = vec![0_u32; dense.len()];
    let mut labels = Vec::with_capacity(dense.len());
    for (new, (key, old)) in dense.iter().enumerate() {
        rank[*old as usize] = new as u32;
        labels.push(chosen.iter().zip(key).map(|(parameter, code)| label(parameter, *code)).collect());
    }
    of.iter_mut().for_each(|group| *group = rank[*group as usize]);
    if labels.is_empty() {
        labels.push(Vec::new());
    }
    Groups {
        by: chosen.iter().map(|parameter| parameter.name.clone()).collect(),
        keys: chosen.iter().map(|parameter| parameter.key.clone()).collect(),
        labels,
        of,
        numeric: chosen.iter().any(|parameter| parameter.numeric),
    }
}
