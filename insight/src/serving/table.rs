//! A curve as a table: a row a run, in the words and units of a reader.

use super::curve::{Curve, Point};
use super::judge::{Outcome, Verdict};
use super::objective::Objective;
use super::run::{Offered, TIMES};
use crate::shown::{format_count, format_ratio, format_share, format_value};

/// Statistics of one metric that have a column, the first that is there of each.
const SHOWN: [&[&str]; 2] = [&["median", "mean"], &["p99", "p95", "p90"]];
/// Metrics that have columns.
const METRICS: usize = 3;

/// A larger share of requests that fail is no load kept up.
const MANY_FAIL: f64 = 0.1;

/// Heads and cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands in each column.
    pub heads: Vec<String>,
    /// A row a run.
    pub rows: Vec<Vec<String>>,
    /// Whether times stand in brackets because the queue grew.
    pub in_brackets: bool,
    /// Runs beyond those.
    pub more: usize,
}

/// The table of a curve with at most that many rows, and that many columns of times.
pub fn table(curve: &Curve, objectives: &[Objective], most: usize, columns: usize) -> Table {
    let mut times = times(curve);
    times.truncate(columns);
    let judged = curve.judged.is_some();
    let has = |is: &dyn Fn(&Point) -> bool| curve.points.iter().any(is);
    let (failed, output) = (has(&|it| it.failed.is_some_and(|it| it > 0.0)), has(&|it| it.output_rate.is_some()));
    let goodput = has(&|it| it.goodput.is_some());
    let by = match curve.points.first().map(|point| point.offered) {
        _ if curve.is_open() => "offered, requests/s",
        Some(Offered::NotStated) => "load",
        _ => "requests at once",
    };
    let mut heads = vec![by.to_owned(), "answered".to_owned()];
    heads.extend(failed.then(|| "failed".to_owned()));
    heads.extend(objectives.iter().filter(|_| judged).map(Objective::shown));
    heads.extend(goodput.then(|| "goodput".to_owned()));
    heads.extend(times.iter().map(|(_, name, statistic)| format!("{name} {statistic}")));
    heads.extend(output.then(|| "output throughput".to_owned()));
    heads.push("keeps up".to_owned());
    let row = |point: &Point| {
        let queue = point.saturated && point.offered.is_open();
        let rate = |value: Option<f64>, unit: &str| value.map_or_else(dash, |value| format_value(value, unit));
        let mut cells = vec![point.offered.short(), rate(point.achieved, "requests/s")];
        if failed {
            cells.push(point.failed.map_or_else(dash, |failed| format_count(failed as u64)));
        }
        cells.extend(
            objectives.iter().zip(&point.verdicts).map(|(objective, verdict)| verdict_cell(objective, verdict)),
        );
        if goodput {
            cells.push(point.goodput.as_ref().map_or_else(dash, |goodput| {
                let share = format_share(goodput.good as f64 / (goodput.all as f64).max(1.0));
                goodput.rate.map_or(share.clone(), |rate| format!("{} ({share})", format_value(rate, "requests/s")))
            }));
        }
        for (metric, _, statistic) in &times {
            let shown =
                point.value(metric, statistic).map_or_else(dash, |value| format_value(value.value, &value.unit));
            cells.push(if queue && shown != dash() { format!("({shown})") } else { shown });
        }
        if output {
            cells.push(rate(point.output_rate, "tokens/s"));
        }
        let keeps_up = match point.offered {
            _ if queue => "no, the queue grew",
            _ if point.unsent => "not sent",
            _ if point.is_unanswered() => "nothing answered",
            _ if point.failed_share().is_some_and(|share| share > MANY_FAIL) => "no, requests failed",
            _ if point.saturated => "no more answers",
            Offered::NotStated => "not known",
            Offered::Concurrency(_) if point.achieved.or(point.output_rate).is_some() => "yes",
            // Tokens alone do not say how many of the requests that were asked for were answered.
            _ if point.achieved.is_none() => "not known",
            _ => "yes",
        };
        cells.push(keeps_up.to_owned());
        cells
    };
    let rows: Vec<Vec<String>> = curve.points.iter().take(most).map(row).collect();
    let in_brackets = curve.points.iter().any(|it| it.saturated && it.offered.is_open() && !it.values.is_empty());
    Table { heads, rows, in_brackets: in_brackets && !times.is_empty(), more: curve.points.len().saturating_sub(most) }
}

fn dash() -> String {
    "–".to_owned()
}

/// Metric, its words and its statistic of each column of times.
fn times(curve: &Curve) -> Vec<(String, String, String)> {
    let mut columns = Vec::new();
    let mut metrics = 0;
    for metric in TIMES {
        let mut found = false;
        for statistics in SHOWN {
            let held = |statistic: &&&str| curve.points.iter().any(|point| point.value(metric, statistic).is_some());
            let Some(statistic) = statistics.iter().find(held) else { continue };
            let name =
                curve.points.iter().find_map(|point| point.value(metric, statistic)).map(|value| value.name.clone());
            columns.push(((*metric).to_owned(), name.unwrap_or_default(), (*statistic).to_owned()));
            found = true;
        }
        metrics += usize::from(found);
        if metrics == METRICS {
            break;
        }
    }
    columns
}

fn verdict_cell(objective: &Objective, verdict: &Verdict) -> String {
    let Some(value) = verdict.value else {
        let missed = verdict.outcome == Outcome::Misses;
        return if missed { "misses, requests failed" } else { "not known" }.to_owned();
    };
    let value = objective.value(value);
    match verdict.outcome {
        Outcome::Holds => format!("{value} holds"),
        Outcome::Misses if verdict.miss >= 1.0 && objective.at_most => {
            format!("{value} misses, {} the limit", format_ratio(verdict.miss + 1.0))
        }
        Outcome::Misses if verdict.miss > 0.0 => format!("{value} misses by {}", format_share(verdict.miss)),
        Outcome::Misses => format!("{value} misses"),
        Outcome::Unknown => format!("{value}, not decided"),
    }
}
