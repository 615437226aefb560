//! Where more is asked of a server than it answers, and how much it does then.
//!
//! A run at a rate lasts as long as its requests come in plus one answer; where it lasts longer, a queue grew, and its times say how
//! long the run was, not how long a user waits. Requests that come by chance make a run longer or shorter by chance as well, and
//! then nobody waits. A run with so many requests at once has no such queue: it is beyond the knee
//! where more of them bring no more answers.

use super::curve::{Note, Point};
use super::run::Offered;
use crate::fact::Fact;
use serde::{Deserialize, Serialize};

/// A run that answers less than this share of what was asked does not keep up.
const KEEPS_UP: f64 = 0.9;
/// So does one that answers less than this share while its answers take many times as long as those of the lowest load.
const NEARLY: f64 = 0.95;
const MANY_TIMES: f64 = 5.0;
/// Answers that take less than this share of the time by which the run is too long did not wait for it.
const WAITS: f64 = 0.1;
/// What waits in a queue takes so many times as long as at a load that is kept up.
const GROWS: f64 = 2.0;
/// Deviations by which the length of a run of requests that come by chance may be off.
const CHANCE: f64 = 3.0;
/// First tokens that take this share of that time waited for it, whatever other loads say.
const HALF: f64 = 0.4;
/// Twice the requests at once that bring less than this share of twice the answers bring no more.
const FLAT: f64 = 0.25;
/// Saturated runs this far apart do not show one capacity.
const AGREE: f64 = 0.05;
/// Fewer requests than this show no capacity.
const ENOUGH: f64 = 30.0;

/// The most that a server does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Requests answered a second: the mean where runs agree, else the most.
    pub rate: f64,
    /// Tokens of all answers a second, likewise.
    pub output_rate: Option<f64>,
    /// Saturated runs behind it.
    pub runs: usize,
    /// Share by which the largest is above the smallest.
    pub apart: f64,
    /// Whether they agree, so that more load brings no more.
    pub agreed: bool,
}

/// Marks the points that do not keep up, and those whose load was never sent.
pub(super) fn mark(points: &mut [Point]) {
    let least = points.iter().filter_map(unloaded).min_by(f64::total_cmp).unwrap_or(0.0);
    let at_least_load = points.iter().find(|it| matches!(it.offered, Offered::Rate(_))).and_then(answer_time);
    // The times of the first load that is kept up.
    let mut kept_up: Option<[Option<f64>; 2]> = None;
    for point in points.iter_mut() {
        point.saturated = point.offered == Offered::Unlimited;
        let (Offered::Rate(rate), Some(achieved)) = (point.offered, point.achieved) else { continue };
        let sent = point.sent().filter(|sent| *sent > 0.0);
        // Before the last answer comes the time in which it is written.
        let expected = sent.map_or(rate, |sent| sent / (sent / rate + least));
        let answered = 1.0 - point.failed_share().unwrap_or(0.0);
        let share = if answered > 0.0 { achieved / (expected * answered) } else { 1.0 };
        let slower = answer_time(point).zip(at_least_load).is_some_and(|(own, first)| own > MANY_TIMES * first);
        if share < KEEPS_UP || (share < NEARLY && slower) {
            let beyond = point.duration.zip(sent).map(|(duration, sent)| duration - sent / rate);
            let waited = waited(point, beyond, kept_up);
            let by_chance = is_chance(point, rate, share);
            point.unsent = beyond.is_some() && waited == Some(false) && !by_chance;
            let [first, whole] = times(point);
            let queued = || match (kept_up, first.or(whole), beyond) {
                (Some(_), ..) => waited == Some(true),
                (None, Some(first), Some(beyond)) => first >= HALF * beyond,
                (None, ..) => false,
            };
            point.saturated = !point.unsent && (!by_chance || queued());
        }
        if !point.saturated && !point.unsent {
            kept_up = kept_up.or_else(|| Some(times(point)));
        }
    }
    mark_closed(points);
}

/// Whether requests that come by chance make a run that long: the sum of n gaps is off by one part in the root of n, and the answer
/// that comes last may be the longest.
fn is_chance(point: &Point, rate: f64, share: f64) -> bool {
    let Some(sent) = point.sent().filter(|sent| *sent > 0.0) else { return false };
    let off = CHANCE / sent.sqrt();
    match (point.duration, longest(point)) {
        (Some(duration), Some(longest)) => duration <= sent / rate * (1.0 + off) + longest,
        _ => 1.0 - share <= off,
    }
}

/// The longest answer that is known of.
fn longest(point: &Point) -> Option<f64> {
    let known = ["max", "p99", "p95", "p90"].into_iter().find_map(|statistic| point.value("e2e_latency", statistic));
    known.map(|value| value.value).or_else(|| answer_time(point))
}

/// The times of the first token and of the whole answer.
fn times(point: &Point) -> [Option<f64>; 2] {
    [point.middle("ttft").map(|value| value.value), answer_time(point)]
}

/// Whether its requests waited as in a queue: in the middle half as long as the run lasted beyond its sending, and much longer than
/// at a load that is kept up; `None` where no time is known.
fn waited(point: &Point, beyond: Option<f64>, kept_up: Option<[Option<f64>; 2]>) -> Option<bool> {
    let before = kept_up.unwrap_or_default();
    let own = times(point);
    let known = || own.iter().zip(before).filter_map(|(own, before)| Some(((*own)?, before)));
    let is_long = |(own, before): (f64, Option<f64>)| {
        let before = before.unwrap_or(0.0);
        own >= GROWS * before && own - before >= WAITS * beyond.unwrap_or(0.0)
    };
    known().next().is_some().then(|| known().any(is_long))
}

/// From the first load on from which more requests at once bring no more answers.
fn mark_closed(points: &mut [Point]) {
    let rate = |point: &Point| point.achieved.or(point.output_rate);
    let mut loads: Vec<(f64, Vec<f64>)> = Vec::new();
    for point in points.iter() {
        let (Offered::Concurrency(count), Some(rate)) = (point.offered, rate(point)) else { continue };
        match loads.last_mut().filter(|(known, _)| *known == count) {
            Some((_, rates)) => rates.push(rate),
            None => loads.push((count, vec![rate])),
        }
    }
    let means: Vec<(f64, f64)> =
        loads.iter().map(|(count, rates)| (*count, rates.iter().sum::<f64>() / rates.len() as f64)).collect();
    let flat = |pair: &[(f64, f64)]| {
        let ((a, x), (b, y)) = (pair[0], pair[1]);
        y <= 0.0 || x <= 0.0 || libm::log(y / x) < FLAT * libm::log(b / a)
    };
    let rising = means.windows(2).rposition(|pair| !flat(pair)).map_or(0, |last| last + 1);
    let Some((from, _)) = means.get(rising + 1) else { return };
    for point in points {
        point.saturated |= matches!(point.offered, Offered::Concurrency(count) if count >= *from);
    }
}

/// The time of a whole answer.
fn answer_time(point: &Point) -> Option<f64> {
    let middle = |metric: &str| point.value(metric, "mean").or_else(|| point.middle(metric)).map(|value| value.value);
    let built = || {
        let after_first = middle("tpot").zip(point.tokens[1]).map(|(tpot, tokens)| tpot * (tokens - 1.0).max(0.0));
        Some(middle("ttft")? + after_first?)
    };
    middle("e2e_latency").or_else(built)
}

/// The time in which an answer is written once it has begun: what is left of it without any queue.
fn unloaded(point: &Point) -> Option<f64> {
    let first = point.value("ttft", "mean").or_else(|| point.middle("ttft")).map_or(0.0, |value| value.value);
    answer_time(point).map(|whole| (whole - first).max(0.0))
}

/// What saturated runs answer; `None` where none is saturated or they are too short.
pub(super) fn capacity(points: &[Point]) -> Option<Capacity> {
    let is_long = |point: &&Point| point.sent().is_none_or(|sent| sent >= ENOUGH);
    let saturated: Vec<&Point> =
        points.iter().filter(|it| it.saturated && it.achieved.is_some()).filter(is_long).collect();
    let rates: Vec<f64> = saturated.iter().filter_map(|point| point.achieved).collect();
    let (least, most) = (rates.iter().copied().reduce(f64::min)?, rates.iter().copied().reduce(f64::max)?);
    let apart = if least > 0.0 { most / least - 1.0 } else { return None };
    let agreed = rates.len() > 1 && apart <= AGREE;
    let middle = |values: &[f64]| {
        let most = values.iter().copied().reduce(f64::max)?;
        Some(if agreed { values.iter().sum::<f64>() / values.len() as f64 } else { most })
    };
    let output: Vec<f64> = saturated.iter().filter_map(|point| point.output_rate).collect();
    Some(Capacity { rate: middle(&rates)?, output_rate: middle(&output), runs: rates.len(), apart, agreed })
}

/// Between which loads answers stop keeping up; `None` where they do not, or where a higher load keeps up again.
pub(super) fn knee(points: &[Point]) -> Option<[Offered; 2]> {
    let stated: Vec<&Point> = points.iter().filter(|point| point.offered != Offered::NotStated).collect();
    let first = stated.iter().position(|point| point.saturated)?;
    let (before, after) = stated.split_at(first);
    let last = before.last().filter(|last| last.offered != after[0].offered)?;
    after.iter().all(|point| point.saturated).then(|| [last.offered, after[0].offered])
}

/// Loads that were never sent, in one sentence.
pub(super) fn unsent(points: &[Point]) -> Option<Note> {
    let unsent: Vec<&Point> = points.iter().filter(|point| point.unsent).collect();
    let first = unsent.first()?;
    let fact = |key: &str, value: f64, unit: &str| Fact::new(format!("unsent.{key}"), value, unit, first.place.clone());
    let waited = answer_time(first).or_else(|| first.middle("ttft").map(|value| value.value))?;
    let asked = first.offered.number()?;
    let figures = vec![
        fact("offered", asked, "requests/s"),
        fact("achieved", first.achieved?, "requests/s"),
        fact("answer", waited, "s"),
    ];
    let more = if unsent.len() > 1 { " So it is at other loads." } else { "" };
    let text = format!(
        "At {} only {} came, and their answers took {}: the load was not sent.{more}",
        first.offered.shown(),
        figures[1].shown,
        figures[2].shown
    );
    Some(Note { text, figures })
}
