//! SHOWN: what separates the conditions, and where a second headline reverses the first.

mod paired;
mod reversal;
mod stepped;

use super::apart::told_apart;
use super::ratio;
use super::sweep::Sweep;
use crate::fact::{Fact, statistic_key};
use crate::shown::{format_value, listed};
use crate::study::Analysis;
use crate::summary::{Better, Finding, Group, Metric, Study, Tag};
use std::collections::BTreeMap;

/// A difference smaller than this is not worth the first line.
const WORTH_TELLING: f64 = 1.1;
/// The same where several files of each condition lie apart.
const WORTH_TELLING_OF_FILES: f64 = 1.02;
/// What a person does not choose between: each of its levels is other work.
const WORK: &[&str] = &[
    "scenario",
    "test",
    "benchmark",
    "dataset",
    "task",
    "case",
    "op",
    "operation",
    "query",
    "function",
    "workload",
    "name",
    "phase",
    "stage",
    "step",
    "endpoint",
    "route",
    "suite",
    "kernel",
    "layer",
    "shape",
];
/// Headlines told of one trend.
const TRENDS: usize = 3;

/// At most one finding a study, in the order of studies.
pub(super) fn shown(studies: &[Analysis<'_>], sweeps: &[Sweep]) -> Vec<Finding> {
    let named = |(at, analysis)| separation(analysis).map(|finding| name_study(at, analysis, finding));
    let mut all: Vec<Finding> = studies.iter().enumerate().filter_map(named).collect();
    if all.is_empty() {
        all.extend(sweeps.iter().find_map(|sweep| setting(studies, sweep)));
    }
    all
}

/// What a smaller set shows, where it shows anything.
pub(super) fn telling(analysis: &Analysis<'_>) -> Option<Finding> {
    // What has a name of its own is no choice: another test or process does other work.
    let is_choice =
        analysis.groups.numeric || analysis.study.group_by.len() > 1 || analysis.study.group_by == ["model"];
    separation(analysis).filter(|_| is_choice)
}

/// A finding of another study than the first says which.
fn name_study(at: usize, analysis: &Analysis<'_>, mut finding: Finding) -> Finding {
    if at > 0 {
        finding.text = format!("{}: {}", analysis.study.name, finding.text);
    }
    finding
}

/// Whether the levels of a factor are other work, by the last of its words.
pub(super) fn is_work(factor: &str) -> bool {
    factor.rsplit(' ').next().is_some_and(|last| WORK.contains(&last))
}

/// The factor that separates the first headline, and a reversal in what a user waits for.
fn separation(analysis: &Analysis<'_>) -> Option<Finding> {
    let study = &analysis.study;
    let metric = study.metrics.first().filter(|metric| metric.headline && metric.better != Better::None)?;
    let mut finding = super::empty(Tag::Shown);
    let text = match study.group_by.len() {
        _ if analysis.groups.numeric => trend(study, metric, &mut finding),
        0 | 1 => contrast(study, metric, &mut finding),
        _ => paired::paired(study, metric, &mut finding).or_else(|| stepped::stepped(study, metric, &mut finding)),
    }?;
    finding.text = text;
    if let Some(reversal) = reversal::reversal(study, metric, &mut finding) {
        finding.text.push(' ');
        finding.text.push_str(&reversal);
    }
    Some(finding)
}

fn median(group: &Group) -> Option<f64> {
    group.statistics.median
}

/// Groups with a median, best first.
pub(super) fn ranked(metric: &Metric) -> Vec<&Group> {
    // Records that do not say which they are belong to none.
    let is_stated = |group: &&Group| group.labels.iter().all(|(_, level)| level != "not stated");
    let measured = metric.groups.iter().filter(|group| median(group).is_some());
    let mut groups: Vec<&Group> = measured.filter(is_stated).collect();
    groups.sort_by(|a, b| {
        let (a, b) = (median(a).unwrap_or(f64::NAN), median(b).unwrap_or(f64::NAN));
        if metric.better == Better::Higher { b.total_cmp(&a) } else { a.total_cmp(&b) }
    });
    groups
}

/// The range that a median must leave to be another: over files, else over values.
fn range(group: &Group) -> Option<(f64, f64)> {
    let s = &group.statistics;
    group.by_file.or_else(|| s.min.zip(s.max))
}

pub(super) fn is_apart(a: &Group, b: &Group) -> bool {
    match (range(a), range(b)) {
        (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
        _ => false,
    }
}

fn uses(finding: &mut Finding, study: &Study, metric: &Metric, group: &Group) -> String {
    finding.facts.push(statistic_key(&study.id, &metric.key, metric.typical.name(), group));
    metric.typical.of(&group.statistics).map_or_else(String::new, |value| format_value(value, &metric.unit))
}

/// Best against last of a factor without an order.
fn contrast(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    // Other work takes another time: that is no finding.
    if study.group_by.iter().any(|by| is_work(by)) {
        return None;
    }
    let groups = ranked(metric);
    let (best, last) = (*groups.first()?, *groups.last()?);
    let (high, low) = (median(best)?.max(median(last)?), median(best)?.min(median(last)?));
    let times = ratio(high, low)?;
    let is_replicated = best.by_file.is_some() && last.by_file.is_some();
    let worth = if is_replicated { WORTH_TELLING_OF_FILES } else { WORTH_TELLING };
    // The ends of many groups lie apart by chance alone.
    let pairs = groups.len() * groups.len().saturating_sub(1) / 2;
    let by_chance = !is_replicated && told_apart(best, last, pairs) == Some(false);
    if groups.len() < 2 || !is_apart(best, last) || times < worth || by_chance {
        return None;
    }
    let by = listed(&study.group_by);
    let sets = if study.group_by.len() == 1 { "sets" } else { "set" };
    let (first, second) = (uses(finding, study, metric, best), uses(finding, study, metric, last));
    let condition = if metric.definition.ends_with("warm records") { ", warm" } else { "" };
    let once = if best.statistics.n == 1 && last.statistics.n == 1 { ", one value each" } else { "" };
    finding.evidence.extend(groups.iter().filter_map(|group| evidence(metric, group)));
    Some(format!(
        "The {by} {sets} {}: {first} ({}) to {second} ({}){condition}{once}.",
        told(metric),
        best.name,
        last.name
    ))
}

/// First against last level of a number, where all else is the same; what else is not the same for every headline stands beside it.
fn trend(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    // A headline that stays where it is hides none that moves; of several that are looked at one moves by chance.
    let headlines = || study.metrics.iter().filter(|metric| metric.headline);
    let looked_at = |groups: &[&Group]| (groups.len() - 1) * headlines().count();
    let leads =
        |metric: &&Metric| longest_series(metric, None).is_some_and(|(_, groups)| moves(&groups, looked_at(&groups)));
    let metric = headlines().find(leads).unwrap_or(metric);
    let (factor, groups) = longest_series(metric, None)?;
    let looks = looked_at(&groups);
    let (first, last) = (*groups.first()?, *groups.last()?);
    let mut told_of: Vec<(&Metric, Vec<&Group>)> = Vec::new();
    for other in headlines() {
        let of = |name: &str| other.groups.iter().find(|group| group.name == name && median(group).is_some());
        let own = match of(&first.name).zip(of(&last.name)) {
            Some((first, last)) => vec![first, last],
            // The same levels under another condition: prompts of 512 tokens beside answers of 128.
            None => longest_series(other, Some(factor)).map_or_else(Vec::new, |(_, groups)| groups),
        };
        let level = |group: Option<&&Group>| group.map(|group| group.labels[factor].1.clone());
        let is_same = level(own.first()) == Some(first.labels[factor].1.clone())
            && level(own.last()) == Some(last.labels[factor].1.clone());
        if is_same && moves(&own, looks) && told_of.len() < TRENDS {
            told_of.push((other, own));
        }
    }
    let alike = told_of.iter().all(|(_, own)| own.first().is_some_and(|group| group.name == first.name));
    let mut said = Vec::new();
    for (other, own) in &told_of {
        let (from, to) = (uses(finding, study, other, own.first()?), uses(finding, study, other, own.last()?));
        let others = if alike { String::new() } else { beside(own.first()?, factor) };
        said.push(format!("{} {from} to {to}{others}", told(other)));
    }
    if said.is_empty() {
        return None;
    }
    let all = told_of.iter().flat_map(|(_, own)| own).chain(&groups);
    let single: Vec<&&Group> = [&first, &last].into_iter().filter(|group| group.statistics.n == 1).collect();
    let once = match single.as_slice() {
        _ if all.clone().all(|group| group.statistics.n == 1) => "; one run each".to_owned(),
        [group] => format!("; one run of {}", words(group)),
        _ => String::new(),
    };
    finding.evidence.extend(groups.iter().filter_map(|group| evidence(metric, group)));
    for (other, own) in told_of.iter().filter(|(other, _)| other.key != metric.key && !alike) {
        finding.evidence.extend(own.iter().filter_map(|group| evidence(other, group)));
    }
    let (from, to) = if alike {
        (words(first), words(last))
    } else {
        let (name, level) = &first.labels[factor];
        (format!("{name} {level}"), last.labels[factor].1.clone())
    };
    Some(format!("From {from} to {to}: {}{once}.", said.join(", ")))
}

/// Whether the last of these groups is worth telling beside the first, and no chance among so many looks.
fn moves(groups: &[&Group], looks: usize) -> bool {
    let ends = groups.first().zip(groups.last()).and_then(|(a, b)| median(a).zip(median(b)));
    let times = ends.and_then(|(a, b)| ratio(a.max(b), a.min(b)));
    let by_chance = groups.first().zip(groups.last()).and_then(|(a, b)| told_apart(a, b, looks));
    times.is_some_and(|times| times >= WORTH_TELLING) && by_chance != Some(false)
}

/// What else holds for a group, in brackets; nothing of that kind is not told.
fn beside(group: &Group, factor: usize) -> String {
    let others = group.labels.iter().enumerate().filter(|(at, (_, value))| *at != factor && value != "0");
    let words: Vec<String> = others.map(|(_, (name, value))| word(name, value)).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

/// Groups by the number in which they differ.
type Series<'a> = Vec<(f64, &'a Group)>;

/// Groups that differ in one number only, in its order, with the place of that number among their labels; of several such series
/// the longest.
fn longest_series(metric: &Metric, by: Option<usize>) -> Option<(usize, Vec<&Group>)> {
    let number = |value: &str| value.parse::<f64>().ok().filter(|number| !number.is_nan());
    let mut series: BTreeMap<(usize, Vec<&str>), Series<'_>> = BTreeMap::new();
    for group in metric.groups.iter().filter(|group| median(group).is_some()) {
        for (factor, (_, value)) in group.labels.iter().enumerate().filter(|(at, _)| by.is_none_or(|by| by == *at)) {
            let others =
                group.labels.iter().enumerate().filter(|(at, _)| *at != factor).map(|(_, (_, value))| value.as_str());
            if let Some(number) = number(value) {
                series.entry((factor, others.collect())).or_default().push((number, group));
            }
        }
    }
    let all = series.into_iter().map(|((factor, _), groups)| (factor, groups));
    let (factor, mut longest) = all.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })?;
    longest.sort_by(|a, b| a.0.total_cmp(&b.0));
    (longest.len() > 1).then(|| (factor, longest.into_iter().map(|(_, group)| group).collect()))
}

/// A group in a sentence: numbers with what they count.
fn words(group: &Group) -> String {
    let words: Vec<String> = group.labels.iter().map(|(name, value)| word(name, value)).collect();
    if words.is_empty() { group.name.clone() } else { words.join(", ") }
}

fn word(name: &str, value: &str) -> String {
    if value.parse::<f64>().is_ok() { format!("{name} {value}") } else { value.to_owned() }
}

/// The metric in a sentence: `decode speed`.
pub(super) fn told(metric: &Metric) -> String {
    match metric.key.as_str() {
        "decode_rate" | "prompt_rate" => format!("{} speed", metric.name),
        _ => metric.name.clone(),
    }
}

pub(super) fn evidence(metric: &Metric, group: &Group) -> Option<String> {
    let value = format_value(median(group)?, &metric.unit);
    let spread = group.by_file.map_or_else(String::new, |(least, most)| {
        format!(", files {} to {}", format_value(least, &metric.unit), format_value(most, &metric.unit))
    });
    let files = match group.files.as_slice() {
        [] => String::new(),
        [one] => format!(", {one}"),
        [first, rest @ ..] => format!(", {first} and {} more", rest.len()),
    };
    Some(format!("{}: {value}, n = {}{spread}{files}", group.name, group.statistics.n))
}

/// A setting whose levels are apart with enough records each.
fn setting(studies: &[Analysis<'_>], sweep: &Sweep) -> Option<Finding> {
    let effect = sweep.effect.as_ref().filter(|effect| effect.apart)?;
    let analysis = &studies[sweep.study];
    let column = analysis.frame.columns.first()?;
    let metric = analysis.study.metrics.first()?;
    let mut finding = super::empty(Tag::Shown);
    let id = &analysis.study.id;
    let parameter = &analysis.frame.parameters[effect.parameter].name;
    let size = Fact::share(format!("{id}.{}.setting", metric.key), effect.size, sweep.path.clone());
    let size = finding.figure(size.measuring(&metric.key, &metric.name, metric.better));
    let mut value = |name: &str, (level, value): (&str, f64)| {
        let key = format!("{id}.{}.setting_{name}", metric.key);
        let fact = Fact::new(key, value, &column.unit, sweep.path.clone()).of(format!("{parameter} {level}"));
        finding.figure(fact.measuring(&metric.key, &metric.name, metric.better))
    };
    let (most, least) =
        (value("most", (&effect.most.0, effect.most.1)), value("least", (&effect.least.0, effect.least.1)));
    finding.text = format!(
        "{parameter} moves {} by {size}: {most} at {}, {least} at {}; no value of one lies within the other.",
        told(metric),
        effect.most.0,
        effect.least.0
    );
    Some(finding)
}
