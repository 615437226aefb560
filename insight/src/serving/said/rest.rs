//! FALSE TRAIL, LEFT OUT, RUN NEXT and NOTE: what a load seems to show, what of it does not count, what to run.

use super::{Of, Saying, unit_of};
use crate::fact::Fact;
use crate::serving::curve::{Point, Value};
use crate::serving::judge::between;
use crate::serving::run::{Offered, as_asked};
use crate::shown::{format_count, format_value, listed};
use crate::summary::{Finding, Tag};

/// A full answer that takes so many times as long is another one.
const MUCH_LONGER: f64 = 2.0;
/// First tokens that grow by less than this share of what the full answer grows by hide it.
const HIDES: f64 = 0.1;
/// Saturated loads that are named.
const NAMED: usize = 3;

/// A first token that looks fine at a load that is not kept up.
pub(super) fn false_trail(of: &Of<'_>) -> Option<Finding> {
    let [last, first] = of.curve.knee.filter(|_| of.curve.is_open())?;
    let at = |offered: Offered| of.curve.points.iter().find(|point| point.offered == offered);
    let (before, after) = (at(last)?, at(first)?);
    let pair = |metric: &str| {
        let (a, b) = (before.middle(metric)?, after.middle(metric)?);
        (a.statistic == b.statistic).then_some((a, b))
    };
    let ((ttft, later_ttft), (full, later_full)) = (pair("ttft")?, pair("e2e_latency")?);
    let grows = later_full.value - full.value;
    let hides = later_ttft.value - ttft.value < HIDES * grows && later_full.value >= MUCH_LONGER * full.value;
    if !hides {
        return None;
    }
    let mut saying = Saying::new(of, Tag::FalseTrail);
    let (low, high) = (saying.bare(last), saying.bare(first));
    let (a, b) = (saying.value(ttft), saying.value(later_ttft));
    let (c, d) = (saying.value(full), saying.value(later_full));
    let per = if matches!(first, Offered::Rate(_)) { "/s" } else { "" };
    saying.finding.evidence.extend([before, after].map(|point| point.place.clone()));
    let statistic = &ttft.statistic;
    let text = format!(
        "“First token is fine at {high}{per}” ({statistic} {b}, {a} at {low}{per}): the full answer goes from {c} to {d}."
    );
    Some(saying.say(&text))
}

/// The highest statistic of a metric that all of these points have.
fn highest<'a>(points: &[&'a Point], metric: &str) -> Option<Vec<&'a Value>> {
    const ORDER: &[&str] = &["p99", "p95", "p90", "median", "mean"];
    ORDER.iter().find_map(|statistic| points.iter().map(|point| point.value(metric, statistic)).collect())
}

/// Times of loads that were not kept up.
pub(super) fn left_out(of: &Of<'_>) -> Option<Finding> {
    let saturated: Vec<&Point> = of.curve.points.iter().filter(|it| it.saturated && it.offered.is_open()).collect();
    if saturated.is_empty() {
        return None;
    }
    let mut saying = Saying::new(of, Tag::LeftOut);
    let mut loads: Vec<String> = Vec::new();
    for point in &saturated {
        let load = saying.bare(point.offered);
        if !loads.contains(&load) {
            loads.push(load);
        }
    }
    let more = loads.len().saturating_sub(NAMED + 1);
    if more > 0 {
        loads.truncate(NAMED);
        let more = saying.number("left_out.more", (more + 1) as f64, "", None, "further loads that were not kept up");
        loads.push(format!("{more} more"));
    }
    // What grows most says it best: first tokens where the queue is before the server, else the full answer.
    let mut times: Vec<(f64, Vec<&Value>)> = ["ttft", "e2e_latency", "tpot", "itl"]
        .into_iter()
        .filter_map(|metric| highest(&saturated, metric))
        .map(|values| (values.iter().map(|value| value.value).fold(0.0, f64::max), values))
        .collect();
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut said = Vec::new();
    for (_, values) in times.iter().take(1) {
        let mut shown: Vec<String> = Vec::new();
        for value in values.iter().take(NAMED) {
            shown.push(saying.value(value));
        }
        said.push(format!("{} {} {}", values[0].name, values[0].statistic, shown.join(", ")));
    }
    let times = if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) };
    saying.finding.evidence.extend(saturated.iter().take(20).map(|point| {
        let achieved =
            point.achieved.map_or_else(String::new, |rate| format!(", {} achieved", format_value(rate, "requests/s")));
        format!("{} offered{achieved}; {}", point.offered.shown(), point.place)
    }));
    let word = if loads.len() == 1 { "Load" } else { "Loads" };
    let figures = if loads.len() == 1 { "a latency figure" } else { "latency figures" };
    Some(saying.say(&format!("{word} {} as {figures}: the queue grew{times}.", listed(&loads))))
}

/// Requests that failed, which no time counts.
pub(super) fn failed(of: &Of<'_>) -> Option<Finding> {
    let points = || of.curve.points.iter().filter(|point| point.failed.is_some_and(|failed| failed > 0.0));
    let sum = |number: &dyn Fn(&Point) -> Option<f64>| of.curve.points.iter().filter_map(number).sum::<f64>();
    let (failed, sent) = (sum(&|point| point.failed), sum(&Point::sent));
    if points().next().is_none() || sent < failed {
        return None;
    }
    let mut saying = Saying::new(of, Tag::LeftOut);
    let count = |value: f64| Some(format_count(value as u64));
    let failed_shown = saying.number("failed", failed, "", count(failed), "requests that were not answered");
    let sent_shown = saying.number("sent", sent, "", count(sent), "requests sent");
    saying.finding.evidence.extend(points().take(20).map(|point| {
        let count = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| format_count(value as u64));
        format!("{}: {} of {} failed; {}", point.offered.shown(), count(point.failed), count(point.sent()), point.place)
    }));
    let which = if failed == sent { format!("All {sent_shown}") } else { format!("{failed_shown} of {sent_shown}") };
    Some(saying.say(&format!("{which} requests failed; no time counts them.")))
}

/// Loads that decide the target, or narrow the knee.
pub(super) fn run_next(of: &Of<'_>) -> Option<Finding> {
    let curve = of.curve;
    let mut saying = Saying::new(of, Tag::RunNext);
    let (loads, why) = match &curve.judged {
        Some(judged) => (judged.test.clone(), ""),
        None => {
            let [low, high] = curve.knee.map(|knee| knee.map(|offered| offered.number().unwrap_or(f64::INFINITY)))?;
            let capacity = curve.capacity.as_ref().filter(|_| curve.is_open()).map(|capacity| capacity.rate);
            let high = capacity.filter(|rate| *rate > low).map_or(high, |rate| high.min(rate));
            (
                between(low, high, curve.is_open()),
                ": they lie between the last load that is kept up and the first that is not",
            )
        }
    };
    let mut sentences = Vec::new();
    if !loads.is_empty() {
        let mut words = Vec::new();
        for load in &loads {
            let shown = Some(as_asked(*load));
            let unit = if curve.is_open() { "requests/s" } else { "" };
            words.push(saying.number("next", *load, unit, shown, "between what holds and what does not"));
        }
        let name = if curve.is_open() { unit_of(curve) } else { " requests at once" };
        sentences.push(format!("{}{name}{why}.", listed(&words)));
    }
    if let Some(judged) = &curve.judged {
        sentences.extend(judged.no_goodput.as_ref().map(|why| format!("Goodput is not computable: {why}.")));
    }
    (!sentences.is_empty()).then(|| saying.say(&sentences.join(" ")))
}

/// What is odd about the runs.
pub(super) fn note(of: &Of<'_>) -> Option<Finding> {
    let notes = &of.curve.notes;
    let mut saying = Saying::new(of, Tag::Note);
    for fact in notes.iter().flat_map(|note| &note.figures) {
        let key = format!("{}.{}", of.id, fact.key);
        saying.finding.figure(Fact { key, ..fact.clone() });
    }
    let text: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    (!text.is_empty()).then(|| saying.say(&text.join(" ")))
}
