//! Claimed effects of a setting, held against what its levels differ by.

use super::{Given, Judgement, Statement, lines, names};
use crate::dataset::File;
use crate::grounding::numbers;
use crate::shown::format_share;
use crate::summary::Better;
use crate::sweep::Objective;

/// Words that make a share an effect.
const CHANGES: [&str; 18] = [
    "yield", "improv", "increas", "gain", "boost", "faster", "slower", "reduc", "higher", "lower", "speedup",
    "speed-up", "better", "worse", "optimi", "decreas", "degrad", "impact",
];
/// Words that make no statement about what was measured.
const GUESSES: [&str; 10] =
    ["expect", "could", "should", "would", "may ", "might", "target", "goal", "hypothes", "if "];
/// A claimed effect is refuted when it is so many times what was measured.
const BEYOND: f64 = 1.5;

/// An effect that a document claims and the data refute.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refuted {
    pub(crate) path: String,
    pub(crate) line: u64,
    pub(crate) says: String,
    pub(crate) setting: String,
    pub(crate) metric: String,
    /// The least and the most that is claimed, as fractions.
    pub(crate) claimed: (f64, f64),
    /// By how much the medians of its levels differ at most, as a fraction.
    pub(crate) measured: f64,
    pub(crate) files: Vec<String>,
}

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    judged(given, file).into_iter().map(|(statement, _)| statement).collect()
}

pub(super) fn refuted(given: &Given<'_>, file: &File) -> Vec<Refuted> {
    let is_wrong = |(statement, _): &(Statement, Refuted)| statement.verdict == Judgement::Contradicted;
    judged(given, file).into_iter().filter(is_wrong).map(|(_, refuted)| refuted).collect()
}

fn judged(given: &Given<'_>, file: &File) -> Vec<(Statement, Refuted)> {
    let mut settings: Vec<&str> =
        given.sweeps.iter().flat_map(|sweep| &sweep.design.factors).map(|factor| factor.name.as_str()).collect();
    settings.sort_unstable();
    settings.dedup();
    if settings.is_empty() {
        return Vec::new();
    }
    lines(file).filter_map(|(line, text)| of_line(given, file, &settings, line, text)).collect()
}

fn of_line(given: &Given<'_>, file: &File, settings: &[&str], line: u64, text: &str) -> Option<(Statement, Refuted)> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if !lower.contains(['%']) || !says(&CHANGES) || says(&GUESSES) {
        return None;
    }
    let is_named = |name: &&&str| {
        let name = name.to_lowercase();
        names(&lower, &name) || names(&lower, &name.replace(' ', "_"))
    };
    // With two settings in one line nobody can tell whose effect it is.
    let mut named = settings.iter().filter(is_named);
    let (setting, None) = (named.next()?, named.next()) else { return None };
    let shares: Vec<f64> = numbers(text)
        .into_iter()
        .filter_map(|number| number.worth)
        .filter(|worth| worth.unit == "%")
        .map(|worth| worth.value.abs() / 100.0)
        .collect();
    let least = shares.iter().copied().min_by(f64::total_cmp).filter(|least| *least > 0.0)?;
    let most = shares.iter().copied().max_by(f64::total_cmp)?;
    if shares.len() > 2 || says(&["up to", "at most", "less than", "below", "under", "<"]) {
        return None;
    }
    let sweeps = given.sweeps.iter().filter(|sweep| sweep.design.factors.iter().any(|factor| factor.name == **setting));
    let mut measured: Vec<(f64, &str, &str)> = Vec::new();
    for sweep in sweeps {
        for objective in sweep.objectives.iter().filter(|objective| is_meant(objective, &lower)) {
            let effect = objective.effects.iter().find(|effect| effect.setting == **setting);
            let medians = effect.into_iter().flat_map(|effect| &effect.levels).filter_map(|level| level.median);
            let medians: Vec<f64> = medians.filter(|median| *median > 0.0).collect();
            let low = medians.iter().copied().min_by(f64::total_cmp);
            let high = medians.iter().copied().max_by(f64::total_cmp);
            if let (Some(low), Some(high), Some(path)) = (low, high, sweep.files.first()) {
                measured.push((high / low - 1.0, path, &objective.name));
            }
        }
    }
    let (largest, _, metric) = *measured.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let verdict = if least > BEYOND * largest {
        Judgement::Contradicted
    } else if measured.iter().any(|(size, ..)| (least * 0.95..=most * 1.05).contains(size)) {
        Judgement::Supported
    } else {
        return None;
    };
    let data = format!(
        "the levels of {setting} differ by at most {} in the median of {metric}, in {} sweeps",
        format_share(largest),
        measured.len()
    );
    let data = if measured.len() == 1 { data.replace(", in 1 sweeps", "") } else { data };
    let mut files: Vec<String> = measured.iter().map(|(_, path, _)| (*path).to_owned()).collect();
    files.dedup();
    let refuted = Refuted {
        path: file.reading.path.clone(),
        line,
        says: text.trim().chars().take(super::QUOTED).collect(),
        setting: (*setting).to_owned(),
        metric: metric.to_owned(),
        claimed: (least, most),
        measured: largest,
        files: files.clone(),
    };
    Some((Given::statement(file, line, text, verdict, data, files), refuted))
}

/// Whether a line speaks of that metric; one that names none speaks of the first.
fn is_meant(objective: &Objective, line: &str) -> bool {
    let is_rate = objective.unit.ends_with("/s") && objective.better == Better::Higher;
    let is_time = objective.unit == "s";
    let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let of_rate = says(&["throughput", "speed", "tokens/s", "tok/s", "faster", "slower", "tps"]);
    let of_time = says(&["latency", "ttft", "first token", "delay"]);
    match (of_rate, of_time) {
        (true, false) => is_rate,
        (false, true) => is_time,
        _ => is_rate || is_time,
    }
}
