//! Whether loads hold what a person asked for, which one is the highest that does, and which to run next.

use super::curve::{Curve, Point};
use super::goodput::goodput;
use super::objective::Objective;
use super::run::{Offered, Requests, Run};
use crate::shown::format_count;
use crate::statistics::{least_n_one_sided, quantile, rank_interval};
use serde::{Deserialize, Serialize};

/// Shares that differ by less are the same.
const ROUNDING: f64 = 1e-9;
/// The share of unanswered requests that a maximum is held against: it allows none.
const LEAST_ALLOWED: f64 = 1e-3;

/// What a run says about one objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It misses.
    Misses,
    /// The run does not say.
    Unknown,
}

/// One objective at one load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What the run says.
    pub outcome: Outcome,
    /// The value that is bounded, in the base unit; a share is a fraction.
    pub value: Option<f64>,
    /// Values behind it.
    pub n: Option<u64>,
    /// Where the quantile lies with at least 95 %, from single requests.
    pub interval: Option<[f64; 2]>,
    /// By which share of the limit it misses.
    pub miss: f64,
    /// What must be known with it; empty where nothing must.
    pub note: String,
}

/// What follows for the objectives together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The highest load up to which every run holds every objective.
    pub holds: Option<Offered>,
    /// The lowest load that misses one, and where it misses most.
    pub misses: Option<Miss>,
    /// Loads that no run decides: what is missing.
    pub undecided: Vec<String>,
    /// Loads to run next.
    pub test: Vec<f64>,
    /// Why no goodput can be counted; `None` where one is.
    pub no_goodput: Option<String>,
}

/// A load that misses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Miss {
    /// The load.
    pub offered: Offered,
    /// Which objective, by its place.
    pub objective: usize,
    /// The value that misses; `None` where the load is not kept up.
    pub value: Option<f64>,
    /// By which share of the limit.
    pub by: f64,
}

/// Judges every point of a curve; `runs` stand in the order of its points.
pub(super) fn judge(curve: &mut Curve, runs: &[Run<'_>], objectives: &[Objective]) {
    if objectives.is_empty() {
        return;
    }
    let mut no_goodput = None;
    for (point, run) in curve.points.iter_mut().zip(runs) {
        point.verdicts = objectives.iter().map(|objective| verdict(point, run, objective)).collect();
        match goodput(run, objectives) {
            Ok(goodput) => point.goodput = Some(goodput),
            Err(why) => no_goodput = no_goodput.or(Some(why)),
        }
    }
    let counted = curve.points.iter().any(|point| point.goodput.is_some());
    let mut judged = found(curve, objectives);
    judged.no_goodput = no_goodput.filter(|_| !counted);
    curve.judged = Some(judged);
}

fn unknown(note: String) -> Verdict {
    Verdict { outcome: Outcome::Unknown, value: None, n: None, interval: None, miss: 0.0, note }
}

fn verdict(point: &Point, run: &Run<'_>, objective: &Objective) -> Verdict {
    let Some(statistic) = &objective.statistic else {
        let value = match objective.metric.as_str() {
            "error_rate" => point.failed_share().or_else(|| run.rate("error_rate")),
            "request_throughput" => point.achieved,
            metric => run.rate(metric),
        };
        let n = point.sent().map(|sent| sent as u64).filter(|_| objective.metric == "error_rate");
        return value.map_or_else(|| unknown(missing(point, objective)), |value| told(objective, value, n, None));
    };
    if point.is_unanswered() {
        return unknown("no request was answered".to_owned());
    }
    // An unanswered request took longer than any that was answered.
    let unanswered = point.failed_share().filter(|share| *share > 0.0 && objective.at_most);
    let asked = share_below(statistic).or((statistic == "max").then_some(1.0));
    let Some((share, q)) = unanswered.zip(asked) else { return of_answers(point, run, objective, statistic) };
    let is_beyond = share > 1.0 - q + ROUNDING;
    let shifted = run.requests.as_ref().filter(|_| !is_beyond);
    let verdict = shifted
        .and_then(|it| of_requests(it, objective, q / (1.0 - share)))
        .unwrap_or_else(|| of_answers(point, run, objective, statistic));
    if is_beyond && verdict.outcome != Outcome::Misses {
        return unanswered_miss(point, share / (1.0 - q).max(LEAST_ALLOWED) - 1.0);
    }
    verdict
}

/// The verdict by what was answered.
fn of_answers(point: &Point, run: &Run<'_>, objective: &Objective, statistic: &str) -> Verdict {
    let is_whole = objective.metric == "e2e_latency" && !point.values.iter().any(|it| it.metric == objective.metric);
    let metric = if is_whole { "latency" } else { objective.metric.as_str() };
    if let Some(value) = point.value(metric, statistic) {
        if value.unit != objective.unit() {
            return unknown(format!("{} has no unit in the file", objective.named_metric()));
        }
        let mut verdict = told(objective, value.value, value.n, value.interval);
        if is_whole && verdict.note.is_empty() {
            verdict.note = "the file says latency, and not of which part".to_owned();
        }
        if point.failed.is_some_and(|failed| failed > 0.0) && verdict.note.is_empty() {
            verdict.note = "of the requests that were answered".to_owned();
        }
        return verdict;
    }
    let computed = run.requests.as_ref().zip(share_below(statistic)).and_then(|(it, q)| of_requests(it, objective, q));
    if let Some(verdict) = computed {
        return verdict;
    }
    bounded(point, objective, statistic).unwrap_or_else(|| unknown(missing(point, objective)))
}

/// The quantile of single requests that were answered.
fn of_requests(requests: &Requests, objective: &Objective, q: f64) -> Option<Verdict> {
    let mut times = requests.times(&objective.metric);
    let q = q.min(1.0);
    let value = quantile(&mut times, q)?;
    times.sort_by(f64::total_cmp);
    let ends = rank_interval(&times, q, 0.95).map(|it| it.ends).filter(|it| it.iter().all(|end| end.is_finite()));
    Some(told(objective, value, Some(times.len() as u64), ends))
}

/// More requests went unanswered than the percentile leaves above it.
fn unanswered_miss(point: &Point, miss: f64) -> Verdict {
    let (failed, sent) = (point.failed.unwrap_or(0.0) as u64, point.sent().unwrap_or(0.0) as u64);
    let note = format!("{} of {} requests failed", format_count(failed), format_count(sent));
    Verdict { outcome: Outcome::Misses, value: None, n: Some(sent), interval: None, miss, note }
}

fn told(objective: &Objective, value: f64, n: Option<u64>, interval: Option<[f64; 2]>) -> Verdict {
    let outcome = if objective.holds(value) { Outcome::Holds } else { Outcome::Misses };
    let q = objective.statistic.as_deref().and_then(share_below);
    let needed = q.and_then(|q| least_n_one_sided(q, 0.95));
    let is_open = interval.is_some_and(|[low, high]| objective.holds(low) != objective.holds(high));
    let note = match (n, needed, interval) {
        (_, _, Some([low, high])) if is_open => {
            format!(
                "95 % interval {} to {}: not decided by these requests",
                objective.value(low),
                objective.value(high)
            )
        }
        (Some(n), Some(needed), None) if n < needed => {
            format!("n = {n}; to bound it with 95 % takes n = {needed}")
        }
        _ => String::new(),
    };
    Verdict { outcome, value: Some(value), n, interval, miss: objective.miss(value), note }
}

/// `p99` is above 99 % of the values.
fn share_below(statistic: &str) -> Option<f64> {
    match statistic {
        "median" => Some(0.5),
        _ => statistic.strip_prefix('p')?.parse::<f64>().ok().map(|percent| percent / 100.0),
    }
}

/// A higher percentile that holds and a lower one that misses decide as well.
fn bounded(point: &Point, objective: &Objective, statistic: &str) -> Option<Verdict> {
    let share = |statistic: &str| if statistic == "max" { Some(1.0) } else { share_below(statistic) };
    let asked = share(statistic)?;
    let same = point.values.iter().filter(|it| it.metric == objective.metric && it.unit == objective.unit());
    for value in same {
        let Some(own) = share(&value.statistic) else { continue };
        let holds = objective.holds(value.value);
        let (is_above, is_below) =
            if objective.at_most { (own > asked, own < asked) } else { (own < asked, own > asked) };
        if (holds && is_above) || (!holds && is_below) {
            let mut verdict = told(objective, value.value, value.n, None);
            verdict.note = format!("from {}, {statistic} is not in the file", value.statistic);
            return Some(verdict);
        }
    }
    None
}

/// What the file holds instead.
fn missing(point: &Point, objective: &Objective) -> String {
    let of_metric: Vec<&str> = point
        .values
        .iter()
        .filter(|it| it.metric == objective.metric && !it.statistic.is_empty())
        .map(|it| it.statistic.as_str())
        .collect();
    if !of_metric.is_empty() {
        let words: Vec<String> = of_metric.iter().map(|word| (*word).to_owned()).collect();
        return format!("{} is not in the file, which holds its {}", objective.named(), crate::shown::listed(&words));
    }
    let mut names: Vec<String> = Vec::new();
    for value in &point.values {
        if !names.contains(&value.name) {
            names.push(value.name.clone());
        }
    }
    let held = if names.is_empty() { String::new() } else { format!(", which holds {}", crate::shown::listed(&names)) };
    format!("{} is not in the file{held}", objective.named_metric())
}

/// The highest load that holds, the lowest that misses, the loads to run next.
fn found(curve: &Curve, objectives: &[Objective]) -> Judged {
    let mut judged = Judged { holds: None, misses: None, undecided: Vec::new(), test: Vec::new(), no_goodput: None };
    for point in curve.points.iter().filter(|point| point.offered != Offered::NotStated) {
        if point.unsent {
            judged.undecided.push(format!("{} was not sent", point.offered.shown()));
            continue;
        }
        if let Some(miss) = miss_of(point) {
            judged.misses = Some(miss);
            break;
        }
        match point.verdicts.iter().find(|verdict| verdict.outcome == Outcome::Unknown) {
            Some(verdict) if !judged.undecided.contains(&verdict.note) => judged.undecided.push(verdict.note.clone()),
            Some(_) => {}
            None if judged.undecided.is_empty() => judged.holds = Some(point.offered),
            None => {}
        }
    }
    // A run of the same load that misses takes it back.
    let missed = judged.misses.as_ref().map(|miss| miss.offered);
    if judged.holds.is_some() && judged.holds == missed {
        let decided = |point: &&Point| miss_of(point).is_none() && Some(point.offered) != missed;
        judged.holds = curve.points.iter().take_while(|point| decided(point)).last().map(|point| point.offered);
    }
    if objectives.iter().any(|objective| objective.at_most) {
        judged.test = next(curve, &judged);
    }
    judged
}

/// Where a point misses most; a queue that grows misses whatever the times of the run are.
fn miss_of(point: &Point) -> Option<Miss> {
    let misses = point.verdicts.iter().enumerate().filter(|(_, verdict)| verdict.outcome == Outcome::Misses);
    let most = misses.max_by(|(_, a), (_, b)| a.miss.total_cmp(&b.miss));
    match most {
        Some((objective, verdict)) => {
            Some(Miss { offered: point.offered, objective, value: verdict.value, by: verdict.miss })
        }
        None if point.saturated && point.offered.is_open() => {
            Some(Miss { offered: point.offered, objective: 0, value: None, by: 0.0 })
        }
        None => None,
    }
}

/// Two loads between the highest that holds and the lowest that misses, or above all that hold.
fn next(curve: &Curve, judged: &Judged) -> Vec<f64> {
    let low = judged.holds.and_then(Offered::number).unwrap_or(0.0);
    let miss = judged.misses.as_ref().and_then(|miss| miss.offered.number());
    if miss.is_none() && (judged.holds.is_none() || !low.is_finite()) {
        return Vec::new();
    }
    let capacity = curve.capacity.as_ref().filter(|_| curve.is_open()).map(|capacity| capacity.rate);
    let high = match (miss, capacity) {
        (Some(miss), Some(capacity)) if capacity > low => miss.min(capacity),
        (Some(miss), _) => miss,
        (None, Some(capacity)) if capacity > low => capacity,
        (None, _) => low * 3.0,
    };
    between(low, high, curve.is_open())
}

/// Half and three quarters of the way, as round numbers; requests at once are whole.
pub(super) fn between(low: f64, high: f64, open: bool) -> Vec<f64> {
    if !high.is_finite() || high <= low {
        return Vec::new();
    }
    let mut all: Vec<f64> = Vec::new();
    for share in [0.5, 0.75] {
        let exact = low + share * (high - low);
        let round = if open { two_digits(exact) } else { exact.round() };
        if round > low && round < high && !all.contains(&round) {
            all.push(round);
        }
    }
    all
}

fn two_digits(value: f64) -> f64 {
    let step = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0);
    // A power of ten below one is no double; its inverse is.
    if step < 1.0 {
        (value * (1.0 / step).round()).round() / (1.0 / step).round()
    } else {
        (value / step).round() * step
    }
}
