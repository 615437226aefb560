//! NOT SHOWN and RUN NEXT of conditions that lie near each other: how far apart they are, and what would tell them apart.

use super::shown::{is_apart, is_work, ranked, told};
use super::sweep::ENOUGH;
use crate::fact::{Fact, file_spread, statistic_key};
use crate::shown::format_value;
use crate::study::Analysis;
use crate::summary::{Better, Finding, Group, Metric, Study, Tag};

/// Closer medians are not worth a word.
const LEAST: f64 = 0.001;
/// Conditions whose runs are listed one by one.
const MOST_LISTED: usize = 8;

/// The two ends of a choice that the data leave open.
struct Open<'a> {
    study: &'a Study,
    metric: &'a Metric,
    factor: &'a str,
    best: &'a Group,
    last: &'a Group,
}

/// The choice of the most important study, where it has one whose ends are not told apart.
fn open<'a>(studies: &'a [Analysis<'_>]) -> Option<Open<'a>> {
    let analysis = studies.first()?;
    let study = &analysis.study;
    let metric = study.metrics.first().filter(|metric| metric.headline && metric.better != Better::None)?;
    let [factor] = study.group_by.as_slice() else { return None };
    if analysis.groups.numeric || is_work(factor) {
        return None;
    }
    let groups = ranked(metric);
    let (best, last) = (*groups.first()?, *groups.last()?);
    let is_replicated = best.by_file.is_some() && last.by_file.is_some();
    (groups.len() > 1 && !(is_replicated && is_apart(best, last))).then_some(Open { study, metric, factor, best, last })
}

/// That one of several conditions is better.
pub(super) fn not_shown(studies: &[Analysis<'_>]) -> Option<Finding> {
    let Open { study, metric, factor, best, last } = open(studies)?;
    let (a, b) = (best.statistics.median?, last.statistics.median?);
    let apart = a.max(b) / a.min(b) - 1.0;
    if !(LEAST..f64::INFINITY).contains(&apart) {
        return None;
    }
    let mut finding = super::empty(Tag::NotShown);
    let id = &study.id;
    let source = format!("larger over smaller median, {} and {}, less one", best.name, last.name);
    let fact = Fact::share(format!("{id}.{}.apart", metric.key), apart, source);
    let apart = finding.figure(fact.measuring(&metric.key, &metric.name, metric.better));
    let mut of = |group: &Group| {
        finding.facts.push(statistic_key(id, &metric.key, "median", group));
        group.statistics.median.map_or_else(String::new, |value| format_value(value, &metric.unit))
    };
    let (first, second) = (of(best), of(last));
    let noise = match file_spread(metric) {
        Some((_, noise)) => {
            let source = "largest over smallest median of the files of one condition, less one";
            let noise = finding.figure(Fact::share(format!("{id}.{}.by_file", metric.key), noise, source));
            format!("files of one {factor} by up to {noise}")
        }
        None if best.statistics.n == 1 && last.statistics.n == 1 => {
            "measured once each; how much a second file would differ is not known".to_owned()
        }
        None if best.files == last.files => "all in one file; how much another would differ is not known".to_owned(),
        None => "in one file each; how much a second one would differ is not known".to_owned(),
    };
    finding.text = format!(
        "That one {factor} has the better {}: the medians of {} ({first}) and {} ({second}) differ by {apart}, {noise}.",
        told(metric),
        best.name,
        last.name
    );
    finding.evidence = metric.groups.iter().filter_map(|group| super::shown::evidence(metric, group)).collect();
    Some(finding)
}

/// Runs of each condition in files of their own, where one run of each is all there is.
pub(super) fn run_next(studies: &[Analysis<'_>]) -> Option<Finding> {
    let Open { study, metric, factor, .. } = open(studies)?;
    let few = |group: &Group| group.statistics.n >= ENOUGH as u64 && group.by_file.is_none();
    if !metric.groups.iter().all(few) {
        return None;
    }
    let mut finding = super::empty(Tag::RunNext);
    finding.facts.extend(metric.groups.iter().map(|group| statistic_key(&study.id, &metric.key, "median", group)));
    let id = &study.id;
    let count = metric.groups.len();
    let conditions =
        finding.figure(Fact::count(format!("{id}.next.conditions"), count as u64, "conditions of one run"));
    let source = "least n for a 95 % interval of a median, less the run that is there";
    let each = finding.figure(Fact::count(format!("{id}.next.each"), ENOUGH as u64 - 1, source));
    finding.text = format!(
        "Measure each of the {conditions} {factor} sets {each} more times, shuffled, a file each: how much files of one differ \
         is the noise that a difference must exceed."
    );
    if count <= MOST_LISTED {
        let seed = metric.groups.iter().filter_map(|group| group.statistics.median).map(f64::to_bits);
        let order = super::shuffle::rounds(count, ENOUGH - 1, seed);
        let run = |(at, which): (usize, usize)| format!("run {}: {factor} {}", at + 1, metric.groups[which].name);
        finding.evidence = order.into_iter().enumerate().map(run).collect();
    }
    Some(finding)
}
