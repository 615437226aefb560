//! Two conditions that differ in one factor only, where there are too few like pairs for a rule.

use super::{WORTH_TELLING, is_apart, median, ranked, told, uses};
use crate::finding::apart::told_apart;
use crate::finding::ratio;
use crate::summary::{Finding, Group, Metric, Study};

/// More conditions than this are looked at no pair by pair.
const MOST: usize = 48;
/// Factors told.
const TOLD: usize = 2;

/// The pair that lies furthest apart for each of the first factors, where its records tell it from chance.
pub(super) fn stepped(study: &Study, metric: &Metric, finding: &mut Finding) -> Option<String> {
    let groups: Vec<&Group> = ranked(metric).into_iter().filter(|group| group.statistics.n > 1).collect();
    if groups.len() > MOST {
        return None;
    }
    let is_work = |factor: &usize| study.group_by.get(*factor).is_none_or(|by| super::is_work(by));
    let mut pairs: Vec<(usize, f64, &Group, &Group)> = Vec::new();
    for (at, better) in groups.iter().enumerate() {
        for worse in &groups[at + 1..] {
            let Some(factor) = differs(better, worse).filter(|factor| !is_work(factor)) else { continue };
            let (Some(x), Some(y)) = (median(better), median(worse)) else { continue };
            pairs.extend(ratio(x.max(y), x.min(y)).map(|times| (factor, times, *better, *worse)));
        }
    }
    let count = pairs.len();
    let by_files = |a: &Group, b: &Group| a.by_file.is_some() && b.by_file.is_some();
    let is_told = |a: &Group, b: &Group| {
        if by_files(a, b) { is_apart(a, b) } else { told_apart(a, b, count) == Some(true) }
    };
    pairs.retain(|(_, times, better, worse)| *times >= WORTH_TELLING && is_told(better, worse));
    pairs.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut said: Vec<(usize, String)> = Vec::new();
    for (factor, _, better, worse) in pairs {
        if said.len() == TOLD || said.iter().any(|(known, _)| *known == factor) {
            continue;
        }
        let (first, second) = (uses(finding, study, metric, better), uses(finding, study, metric, worse));
        let (name, level) = &better.labels[factor];
        let others: Vec<&str> = better
            .labels
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != factor)
            .map(|(_, (_, value))| value.as_str())
            .collect();
        let text = format!(
            "With {} the {name} sets {}: {first} ({level}) to {second} ({}).",
            others.join(" · "),
            told(metric),
            worse.labels[factor].1
        );
        said.push((factor, text));
    }
    finding.evidence.extend(groups.iter().filter(|_| !said.is_empty()).filter_map(|it| super::evidence(metric, it)));
    let texts: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The one factor in which two groups differ.
fn differs(a: &Group, b: &Group) -> Option<usize> {
    let mut all = a.labels.iter().zip(&b.labels).enumerate().filter(|(_, (a, b))| a.1 != b.1).map(|(at, _)| at);
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
