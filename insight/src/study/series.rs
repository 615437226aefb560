//! Runs of one condition in the order of time: where they change, and whether they drift.

use super::frame::Frame;
use crate::reading::Moment;
use crate::shown::{format_count, format_share, format_value};
use crate::statistics::{LEAST_RUNS, describe, series};
use std::collections::BTreeMap;

/// Notes about the medians of files, by path; nothing where a file does not say when it was measured.
pub(super) fn notes(frame: &Frame<'_>, medians: &BTreeMap<&str, f64>, unit: &str) -> Vec<String> {
    if medians.len() < LEAST_RUNS {
        return Vec::new();
    }
    let mut times: BTreeMap<&str, &Moment> = BTreeMap::new();
    for source in &frame.sources {
        if let Some((oldest, _)) = &source.file.reading.moments {
            times.insert(&source.file.reading.path, oldest);
        }
    }
    let mut runs: Vec<(&Moment, f64)> =
        medians.iter().filter_map(|(path, median)| Some((*times.get(path)?, *median))).collect();
    runs.sort_by(|a, b| a.0.epoch_secs.cmp(&b.0.epoch_secs).then(a.1.total_cmp(&b.1)));
    let is_ordered =
        runs.windows(2).all(|pair| pair[0].0.epoch_secs < pair[1].0.epoch_secs && pair[0].0.zoned == pair[1].0.zoned);
    if runs.len() < medians.len() || !is_ordered {
        return Vec::new();
    }
    let values: Vec<f64> = runs.iter().map(|run| run.1).collect();
    let Some(found) = series(&values) else { return Vec::new() };
    let n = format_count(runs.len() as u64);
    let way = |by: f64| format!("{} {}", format_share(by.abs()), if by > 0.0 { "higher" } else { "lower" });
    let change = found.change.map(|(before, by)| {
        let (at, since) = (format_count(before as u64 + 1), &runs[before].0.shown);
        let [old, new] = [&values[..before], &values[before..]].map(|side| middle(side, unit));
        format!("a series of {n} runs changes: from run {at} on, {since}, the median is {}, {new} after {old}", way(by))
    });
    let drift = found.drift.filter(|_| change.is_none());
    let drift = drift.map(|by| format!("a series of {n} runs drifts: the last is {} than the first", way(by)));
    change.into_iter().chain(drift).collect()
}

/// The median of some runs, with its interval where they carry one: `10.4 s (10.1 s to 10.6 s)`.
fn middle(values: &[f64], unit: &str) -> String {
    let it = describe(&mut values.to_vec(), 0, 0);
    let shown = |value: f64| format_value(value, unit);
    let interval = it.median_interval.map(|it| format!(" ({} to {})", shown(it.low), shown(it.high)));
    it.median.map_or_else(String::new, shown) + &interval.unwrap_or_default()
}
