//! What two workloads have in common: model, lengths, settings, GPUs, loads.

use crate::serving::{Curve, Offered};
use crate::shown::{format_value, listed};
use serde::{Deserialize, Serialize};

/// Prompts or answers that differ by more than this factor are not of the same length.
const OTHER_LENGTH: f64 = 1.1;
/// Settings that say how many GPUs serve one model; parts of one setup multiply.
const COUNTS: &[&str] = &["num_gpus", "n_gpus", "gpus", "gpu_count", "gpu_num", "number_of_gpus"];
const PARTS: &[&str] = &[
    "tensor_parallel_size",
    "pipeline_parallel_size",
    "data_parallel_size",
    "tp",
    "pp",
    "dp",
    "tp_size",
    "pp_size",
    "dp_size",
];
/// Loads that are named one by one.
const NAMED: usize = 6;

/// Whether one property is the same on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// It is.
    Same,
    /// It is not.
    Differs,
    /// A side does not say.
    NotStated,
}

/// One property on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// What it is: `model`, `tokens in`.
    pub what: String,
    /// What the baseline says; empty where it does not.
    pub baseline: String,
    /// What the candidate says.
    pub candidate: String,
    /// Whether they agree.
    pub fit: Fit,
}

impl Matched {
    fn of(what: &str, old: Option<String>, new: Option<String>, same: impl Fn(&str, &str) -> bool) -> Self {
        let fit = match (&old, &new) {
            (Some(old), Some(new)) if same(old, new) => Fit::Same,
            (Some(_), Some(_)) => Fit::Differs,
            _ => Fit::NotStated,
        };
        Self { what: what.to_owned(), baseline: old.unwrap_or_default(), candidate: new.unwrap_or_default(), fit }
    }
}

/// Tool and name of a workload.
pub(super) fn named(curve: &Curve) -> String {
    if curve.tool.is_empty() { curve.name.clone() } else { format!("{}: {}", curve.tool, curve.name) }
}

fn setting<'a>(curve: &'a Curve, name: &str) -> Option<&'a str> {
    curve.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The model, whoever publishes it: `meta-llama/Llama-3-8B` is `llama-3-8b`.
pub(super) fn model(old: &Curve, new: &Curve) -> Matched {
    let of = |curve: &Curve| setting(curve, "model").map(str::to_owned);
    let plain = |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase();
    Matched::of("model", of(old), of(new), |a, b| plain(a) == plain(b))
}

/// Whether two lengths are the same for a comparison.
pub(super) fn lengths_fit(old: Option<f64>, new: Option<f64>) -> Fit {
    match old.zip(new) {
        None => Fit::NotStated,
        Some((a, b)) if a.max(b) <= OTHER_LENGTH * a.min(b) => Fit::Same,
        Some(_) => Fit::Differs,
    }
}

/// How many GPUs serve the model, where the settings say it.
pub(super) fn gpus(curve: &Curve) -> Option<f64> {
    let number = |name: &&str| setting(curve, name).and_then(|value| value.parse::<f64>().ok()).filter(|it| *it >= 1.0);
    let parts: Vec<f64> = PARTS.iter().filter_map(number).collect();
    let product = (!parts.is_empty()).then(|| parts.iter().product());
    COUNTS.iter().find_map(number).or(product)
}

/// Every property that a side states.
pub(super) fn all(old: &Curve, new: &Curve) -> Vec<Matched> {
    let exact = |a: &str, b: &str| a == b;
    let tool = |curve: &Curve| (!curve.tool.is_empty()).then(|| curve.tool.clone());
    let mut all = vec![Matched::of("tool", tool(old), tool(new), exact), model(old, new)];
    for (at, what) in ["tokens in", "tokens out"].into_iter().enumerate() {
        let shown = |curve: &Curve| curve.tokens[at].map(|tokens| format_value(tokens, ""));
        let fit = lengths_fit(old.tokens[at], new.tokens[at]);
        all.push(Matched { fit, ..Matched::of(what, shown(old), shown(new), exact) });
    }
    let count = |curve: &Curve| gpus(curve).map(|count| format!("{count}"));
    all.push(Matched::of("GPUs", count(old), count(new), exact));
    let is_told = |name: &str| name == "model" || COUNTS.contains(&name) || PARTS.contains(&name);
    let mut names: Vec<&String> = old.settings.iter().chain(&new.settings).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names.into_iter().filter(|name| !is_told(name)) {
        let of = |curve: &Curve| setting(curve, name).map(str::to_owned);
        // What only one tool writes down says nothing of the other.
        if of(old).is_some() && of(new).is_some() {
            all.push(Matched::of(name, of(old), of(new), exact));
        }
    }
    all
}

/// Why no ratio of these workloads means anything.
pub(super) fn refused(old: &Curve, new: &Curve) -> Option<String> {
    if let (Some(a), Some(b), Fit::Differs) = (old.tokens[0], new.tokens[0], lengths_fit(old.tokens[0], new.tokens[0]))
    {
        let (a, b) = (format_value(a, "tokens"), format_value(b, "tokens"));
        return Some(format!("prompts of {a} in the baseline, of {b} in the candidate: another workload"));
    }
    if old.is_open() != new.is_open() {
        let word = |curve: &Curve| if curve.is_open() { "at a rate" } else { "so many at once" };
        return Some(format!(
            "requests come {} in the baseline, {} in the candidate: no load is the same",
            word(old),
            word(new)
        ));
    }
    None
}

/// Loads that only one side ran.
pub(super) fn other_loads(old: &Curve, new: &Curve, common: &[Offered]) -> Vec<String> {
    let alone = |curve: &Curve, side: &str| {
        let mut loads: Vec<Offered> = curve.points.iter().map(|point| point.offered).collect();
        loads.dedup();
        let mut words: Vec<String> =
            loads.iter().filter(|load| !common.contains(load)).map(|load| load.shown()).collect();
        let more = words.len().saturating_sub(NAMED);
        words.truncate(NAMED);
        words.extend((more > 0).then(|| format!("{more} more loads")));
        (!words.is_empty()).then(|| format!("{}: only in the {side}", listed(&words)))
    };
    [alone(old, "baseline"), alone(new, "candidate")].into_iter().flatten().collect()
}
