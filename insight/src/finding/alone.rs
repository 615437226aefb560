//! SHOWN and RUN NEXT of a single condition: its headlines with their tails, and that one file shows no noise.

use super::shown::{evidence, told};
use super::sweep::ENOUGH;
use crate::fact::{Fact, statistic_key};
use crate::role::Role;
use crate::shown::format_value;
use crate::study::Analysis;
use crate::summary::{Better, Finding, Metric, Study, Tag, Typical};

/// A number with more levels than this was counted, not chosen.
const MOST_LEVELS: usize = 12;
/// Headlines told.
const TOLD: usize = 2;

/// The most important study, where it has one condition and records of its own.
fn alone<'a>(studies: &'a [Analysis<'_>]) -> Option<&'a Study> {
    let analysis = studies.first()?;
    let metric = analysis.study.metrics.first().filter(|metric| metric.headline && metric.better != Better::None)?;
    let [group] = metric.groups.as_slice() else { return None };
    if mixes(analysis) {
        return None;
    }
    let is_measured = analysis.frame.columns.first().is_some_and(|column| column.statistic.is_none());
    (is_measured && group.statistics.n >= ENOUGH as u64).then_some(&analysis.study)
}

/// Whether records of several settings stand in its one group: their middle is that of none.
fn mixes(analysis: &Analysis<'_>) -> bool {
    let records = analysis.frame.records.len();
    analysis.frame.parameters.iter().filter(|it| it.role == Role::Parameter && it.key != "prompt").any(|parameter| {
        let levels = parameter.used().len();
        !analysis.groups.keys.contains(&parameter.key)
            && parameter.is_chosen()
            && (2..=MOST_LEVELS).contains(&levels)
            && records >= 2 * levels
    })
}

/// What was measured, in its middle and its tail.
pub(super) fn shown(studies: &[Analysis<'_>]) -> Option<Finding> {
    let study = alone(studies)?;
    let mut finding = super::empty(Tag::Shown);
    let headlines = study.metrics.iter().filter(|metric| metric.headline && metric.typical == Typical::Median);
    let said: Vec<String> =
        headlines.take(TOLD).filter_map(|metric| middle_and_tail(study, metric, &mut finding)).collect();
    if said.is_empty() {
        return None;
    }
    finding.text = format!("{}.", capitalized(&said.join("; ")));
    finding.evidence =
        study.metrics.first()?.groups.iter().filter_map(|group| evidence(study.metrics.first()?, group)).collect();
    Some(finding)
}

/// `first token is 202 ms at the median, 310 ms at p95 and 1.2 s at p99`; of a rate the low tail is not known here.
fn middle_and_tail(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    let [group] = metric.groups.as_slice() else { return None };
    let s = &group.statistics;
    let mut say = |name: &str, value: Option<f64>| {
        let value = value?;
        finding.facts.push(statistic_key(&study.id, &metric.key, name, group));
        Some(format_value(value, &metric.unit))
    };
    let median = say("median", s.median)?;
    let is_tail = |_: &f64| metric.better == Better::Lower;
    let p95 = say("p95", s.p95.filter(is_tail)).map(|value| format!(", {value} at p95"));
    let p99 = say("p99", s.p99.filter(is_tail)).map(|value| format!(", {value} at p99"));
    Some(format!("{} is {median} at the median{}{}", told(metric), p95.unwrap_or_default(), p99.unwrap_or_default()))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// More files, where one is all there is.
pub(super) fn run_next(studies: &[Analysis<'_>]) -> Option<Finding> {
    let study = alone(studies)?;
    let metric = study.metrics.first()?;
    let group = metric.groups.first()?;
    if group.by_file.is_some() {
        return None;
    }
    let mut finding = super::empty(Tag::RunNext);
    finding.facts.push(statistic_key(&study.id, &metric.key, "median", group));
    let source = "least n for a 95 % interval of a median, less the run that is there";
    let more = finding.figure(Fact::count(format!("{}.next.each", study.id), ENOUGH as u64 - 1, source));
    finding.text =
        format!("The same run {more} more times, a file each: one file does not show how much the next would differ.");
    Some(finding)
}
