//! The statistics of every metric in every group, and the order in which groups stand.

use super::frame::{Column, Frame, Source};
use super::groups::Groups;
use super::parameter::Parameter;
use super::{behind, order, series};
use crate::statistics::{
    self, RESAMPLES, describe_by, in_order, mean, mean_interval_of_alike, median, resampled_mean_interval, total_rate,
};
use crate::summary::{Better, Group, Metric, Typical};
use std::collections::BTreeMap;

/// Paths of the files whose records count.
pub(crate) fn files(frame: &Frame<'_>) -> Vec<String> {
    let mut counted = vec![false; frame.sources.len()];
    frame.records.iter().for_each(|(source, _)| counted[*source as usize] = true);
    let sources = frame.sources.iter().zip(counted).filter(|(_, counted)| *counted);
    let mut files: Vec<String> = sources.map(|(source, _)| source.file.reading.path.clone()).collect();
    files.sort();
    files.dedup();
    files
}

/// Groups in the order of the first headline, best first; a numbered factor keeps its own order.
pub(crate) fn order_groups(frame: &Frame<'_>, groups: &mut Groups) {
    let Some(column) = frame.columns.first() else { return };
    if groups.numeric || column.better == Better::None {
        return;
    }
    let medians: Vec<Option<f64>> = buckets(column, groups).iter_mut().map(|values| median(values)).collect();
    let mut order: Vec<usize> = (0..groups.labels.len()).collect();
    order.sort_by(|a, b| match (medians[*a], medians[*b]) {
        (Some(a), Some(b)) if column.better == Better::Higher => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    groups.reorder(&order);
}

/// Every metric with its groups; the first `headlines` are told first.
pub(crate) fn metrics(frame: &Frame<'_>, groups: &Groups, headlines: usize) -> Vec<Metric> {
    let mut metrics: Vec<Metric> = Vec::new();
    let failed = failures(frame, groups);
    let ranks = order::ranks(frame, groups);
    for (at, column) in frame.columns.iter().enumerate() {
        if column.filled() == 0 {
            continue;
        }
        let same = metrics.iter().filter(|metric| metric.key == column.key).count();
        metrics.push(Metric {
            key: if same == 0 { column.key.clone() } else { format!("{}_{}", column.key, same + 1) },
            name: column.name.clone(),
            unit: column.unit.clone(),
            better: column.better,
            headline: at < headlines,
            typical: column.typical,
            written: column.written.clone(),
            definition: column.definition.clone(),
            groups: group_statistics(frame, groups, column, &failed),
        });
        if let Some(metric) = metrics.last_mut().filter(|metric| metric.headline && column.statistic.is_none()) {
            resample(&mut metric.groups, groups, column);
            let ordered = ordered(frame, groups, column, &ranks);
            for group in &mut metric.groups {
                let at = groups.labels.iter().position(|labels| *labels == group.labels);
                let Some(ordered) = at.and_then(|at| ordered.get(at)) else { continue };
                group.statistics.notes.extend(ordered.notes.iter().cloned());
                if let Some(worth) = ordered.worth {
                    group.statistics.mean_interval = mean_interval_of_alike(&group.statistics, worth);
                }
            }
        }
    }
    metrics
}

/// Values drawn behind the intervals of the means of one metric; more would be felt.
const MOST_DRAWN: usize = 2_000_000;

/// Intervals of the means that allow for lopsided samples, where that is quick.
fn resample(told: &mut [Group], groups: &Groups, column: &Column) {
    let drawn = told.iter().map(|group| group.statistics.n as usize).sum::<usize>().saturating_mul(RESAMPLES);
    if drawn > MOST_DRAWN {
        return;
    }
    // Groups without a value are told nowhere.
    let samples = buckets(column, groups).into_iter().filter(|values| !values.is_empty());
    for (group, values) in told.iter_mut().zip(samples) {
        if let Some(interval) = resampled_mean_interval(&values) {
            group.statistics.mean_interval = Some(interval);
        }
    }
}

/// What the order of measuring says of a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ordered {
    /// Doubts.
    pub notes: Vec<String>,
    /// How many independent values it is worth, where neighbors resemble each other.
    pub worth: Option<f64>,
}

/// What the order of measuring says, of values within a file and of files, for each group.
pub(crate) fn ordered(
    frame: &Frame<'_>,
    groups: &Groups,
    column: &Column,
    ranks: &[Option<order::Rank>],
) -> Vec<Ordered> {
    let mut members: Vec<Vec<(usize, f64)>> = vec![Vec::new(); groups.labels.len()];
    for (record, value) in column.values.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        members[groups.of[record] as usize].push((record, *value));
    }
    let medians =
        if only_path(frame).is_some() { Vec::new() } else { by_files(frame, groups, column, Typical::Median) };
    let look = |(group, members): (usize, &Vec<(usize, f64)>)| {
        let values = in_order(&order::in_order(frame, ranks, members).unwrap_or_default());
        let runs = medians.get(group).map(|medians| series::notes(frame, medians, &column.unit)).unwrap_or_default();
        Ordered { notes: values.note.into_iter().chain(runs).collect(), worth: values.worth }
    };
    members.iter().enumerate().map(look).collect()
}

/// The values of one metric, counted as in [`metrics`], group by group.
pub(crate) fn samples(frame: &Frame<'_>, groups: &Groups, metric: usize) -> Vec<(String, Vec<f64>)> {
    let Some(column) = frame.columns.iter().filter(|column| column.filled() > 0).nth(metric) else { return Vec::new() };
    let values = buckets(column, groups).into_iter().enumerate().filter(|(_, values)| !values.is_empty());
    values.map(|(group, values)| (groups.name(group), values)).collect()
}

/// Completes the statistics of large samples, which take a while.
pub(crate) fn look_closer(frame: &Frame<'_>, groups: &Groups, metrics: &mut [Metric]) {
    let columns = frame.columns.iter().filter(|column| column.filled() > 0);
    for (column, metric) in columns.zip(metrics).filter(|(column, _)| column.statistic.is_none()) {
        let samples = buckets(column, groups).into_iter().filter(|values| !values.is_empty());
        for (values, group) in samples.zip(&mut metric.groups) {
            statistics::look_closer(&values, &mut group.statistics);
        }
    }
}

fn buckets(column: &Column, groups: &Groups) -> Vec<Vec<f64>> {
    let mut sizes = vec![0; groups.labels.len()];
    groups.of.iter().for_each(|group| sizes[*group as usize] += 1);
    let mut buckets: Vec<Vec<f64>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (group, value) in groups.of.iter().zip(&column.values) {
        if !value.is_nan() {
            buckets[*group as usize].push(*value);
        }
    }
    buckets
}

/// How many records of each group failed: those whose parameters are the group's.
fn failures(frame: &Frame<'_>, groups: &Groups) -> Vec<u64> {
    let mut failed = vec![0; groups.labels.len()];
    let chosen: Vec<&Parameter> = groups.keys.iter().filter_map(|key| frame.parameter_of(key)).collect();
    let mut group_of: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let mut known = vec![false; failed.len()];
    for (record, group) in groups.of.iter().enumerate() {
        if !std::mem::replace(&mut known[*group as usize], true) {
            let codes = chosen.iter().map(|parameter| parameter.codes[record]);
            group_of.insert(codes.collect(), *group as usize);
        }
    }
    let count = frame.failures.len();
    let mut codes = vec![Vec::with_capacity(chosen.len()); count];
    for parameter in &chosen {
        codes.iter_mut().zip(parameter.failed_codes(count)).for_each(|(codes, code)| codes.push(code));
    }
    for group in codes.iter().filter_map(|codes| group_of.get(codes)) {
        failed[*group] += 1;
    }
    failed
}

fn group_statistics(frame: &Frame<'_>, groups: &Groups, column: &Column, failed: &[u64]) -> Vec<Group> {
    let mut members = vec![0_u64; groups.labels.len()];
    groups.of.iter().for_each(|group| members[*group as usize] += 1);
    // The median of the only file is the median of the group.
    let only = only_path(frame);
    let by_file = if only.is_some() { Vec::new() } else { by_files(frame, groups, column, column.typical) };
    let none = BTreeMap::new();
    let mut non_finite = vec![0_u64; groups.labels.len()];
    column.non_finite.iter().for_each(|at| non_finite[groups.of[*at as usize] as usize] += 1);
    let totals = totals(frame, groups, column);
    let behind = behind::Behind::of(frame, column, groups);
    let mut all = Vec::new();
    for (group, mut values) in buckets(column, groups).into_iter().enumerate() {
        if values.is_empty() {
            continue;
        }
        let missing = if column.selected { 0 } else { members[group] - values.len() as u64 };
        let medians = by_file.get(group).unwrap_or(&none);
        let range =
            medians.values().copied().min_by(f64::total_cmp).zip(medians.values().copied().max_by(f64::total_cmp));
        let mut statistics = describe_by(&mut values, missing, failed[group], frame.quantiles);
        statistics.non_finite = non_finite[group];
        statistics.total_rate = totals.get(group).copied().flatten();
        behind.tell(group, &mut statistics);
        all.push(Group {
            name: groups.name(group),
            labels: groups.labels[group].clone(),
            files: only.iter().chain(medians.keys()).map(|path| (*path).to_owned()).collect(),
            statistics,
            by_file: range.filter(|_| medians.len() > 1),
        });
    }
    all
}

/// Of a rate, all that was done over all the time it took, group by group.
fn totals(frame: &Frame<'_>, groups: &Groups, column: &Column) -> Vec<Option<f64>> {
    let parts = column.divides.as_ref().and_then(|[done, took]| frame.column_of(done).zip(frame.column_of(took)));
    let Some((done, took)) = parts else { return Vec::new() };
    let mut all: Vec<[Vec<f64>; 2]> = vec![Default::default(); groups.labels.len()];
    for (at, group) in groups.of.iter().enumerate().filter(|(at, _)| !column.values[*at].is_nan()) {
        let parts = [done.values[at], took.values[at]];
        if parts.iter().all(|part| part.is_finite()) {
            all[*group as usize].iter_mut().zip(parts).for_each(|(all, part)| all.push(part));
        }
    }
    all.iter().map(|[done, took]| (!done.is_empty()).then(|| total_rate(done, took)).flatten()).collect()
}

/// The path that all records stand in, when it is one.
fn only_path<'a>(frame: &Frame<'a>) -> Option<&'a str> {
    let path = |source: &Source<'a>| source.file.reading.path.as_str();
    let first = frame.sources.first().map(path)?;
    frame.sources.iter().all(|source| path(source) == first).then_some(first)
}

/// What stands for each file in each group, by path.
fn by_files<'a>(frame: &Frame<'a>, groups: &Groups, column: &Column, typical: Typical) -> Vec<BTreeMap<&'a str, f64>> {
    let mut values: Vec<BTreeMap<&str, Vec<f64>>> = vec![BTreeMap::new(); groups.labels.len()];
    // Records stand file after file, so that a path is looked up once a source, not once a record.
    let mut first = 0;
    for source in frame.records.chunk_by(|a, b| a.0 == b.0) {
        let of = &groups.of[first..first + source.len()];
        let mut found: Vec<Vec<f64>> = vec![Vec::new(); groups.labels.len()];
        for (group, value) in of.iter().zip(&column.values[first..]) {
            if !value.is_nan() {
                found[*group as usize].push(*value);
            }
        }
        for (group, mut found) in found.into_iter().enumerate().filter(|(_, found)| !found.is_empty()) {
            values[group].entry(frame.path(first)).or_default().append(&mut found);
        }
        first += source.len();
    }
    let middle = |values: &mut Vec<f64>| match typical {
        Typical::Median => median(values),
        Typical::Mean => mean(values),
    };
    let middles = |files: BTreeMap<&'a str, Vec<f64>>| {
        files.into_iter().filter_map(|(path, mut values)| middle(&mut values).map(|middle| (path, middle))).collect()
    };
    values.into_iter().map(middles).collect()
}
