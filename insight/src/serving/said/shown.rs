//! SHOWN: whether the target holds, what the server can do, and from which load on it does not keep up.

use super::{Of, Saying, unit_of};
use crate::fact::Fact;
use crate::serving::curve::Point;
use crate::serving::judge::{Judged, Outcome};
use crate::serving::run::Offered;
use crate::shown::{format_value, listed};
use crate::summary::{Finding, Tag};

/// Saturated loads that are named one by one.
const NAMED: usize = 3;

/// At most two: the target, then capacity or knee.
pub(super) fn shown(of: &Of<'_>) -> Vec<Finding> {
    let judged = of.curve.judged.as_ref().map(|judged| target(of, judged));
    [judged, capacity(of), knee(of)].into_iter().flatten().take(2).collect()
}

fn target(of: &Of<'_>, judged: &Judged) -> Finding {
    let mut saying = Saying::new(of, Tag::Shown);
    let mut text = match (judged.holds, &judged.misses) {
        (None, None) if judged.undecided.is_empty() => {
            "The target cannot be judged: no run states its load.".to_owned()
        }
        (None, None) => format!("The target cannot be judged: {}.", judged.undecided.join("; ")),
        (None, Some(miss)) if judged.undecided.is_empty() => {
            format!("No tested load holds the target. {}.", missed(&mut saying, miss.offered, true))
        }
        (None, Some(miss)) => {
            format!("No tested load is shown to hold the target. {}.", missed(&mut saying, miss.offered, true))
        }
        (Some(load), None) => {
            let load_shown = saying.load(load);
            let values = values_at(&mut saying, load);
            format!("Every tested load up to {load_shown} holds the target ({values}).")
        }
        (Some(load), Some(miss)) => {
            let load_shown = saying.load(load);
            let values = values_at(&mut saying, load);
            let missed = missed(&mut saying, miss.offered, false);
            format!("{load_shown} is the highest tested load that holds the target ({values}); {missed}.")
        }
    };
    if (judged.misses.is_some() || judged.holds.is_some()) && !judged.undecided.is_empty() {
        text.push_str(&format!(" Not decided: {}.", judged.undecided.join("; ")));
    }
    for point in &of.curve.points {
        saying.finding.evidence.push(evidence(of, point));
    }
    saying.finding.evidence.truncate(20);
    saying.say(&text)
}

fn evidence(of: &Of<'_>, point: &Point) -> String {
    let verdicts = of.objectives.iter().zip(&point.verdicts).map(|(objective, verdict)| {
        let value = verdict.value.map_or_else(|| "not known".to_owned(), |value| objective.value(value));
        let n = verdict.n.map_or_else(String::new, |n| format!(", n = {n}"));
        let note = if verdict.note.is_empty() { String::new() } else { format!(" ({})", verdict.note) };
        format!("{} {value}{n}{note}", objective.named())
    });
    format!("{}: {}; {}", point.offered.shown(), verdicts.collect::<Vec<_>>().join(", "), point.place)
}

/// The first run of that load.
fn point_at<'a>(of: &Of<'a>, offered: Offered) -> Option<&'a Point> {
    of.curve.points.iter().find(|point| point.offered == offered)
}

/// `TTFT p99 300 ms, TPOT p99 40 ms`.
fn values_at(saying: &mut Saying<'_>, offered: Offered) -> String {
    let of = saying.of;
    let Some(point) = of.curve.points.iter().rev().find(|point| point.offered == offered) else { return String::new() };
    let mut words = Vec::new();
    for (objective, verdict) in of.objectives.iter().zip(&point.verdicts) {
        if let Some(value) = verdict.value {
            words.push(format!("{} {}", objective.named(), saying.bounded(objective, value)));
        }
    }
    words.join(", ")
}

/// `1 request/s misses TTFT p99 by 11 % (555 ms; TPOT p99 44.3 ms holds)`.
fn missed(saying: &mut Saying<'_>, offered: Offered, with_others: bool) -> String {
    let of = saying.of;
    let load = saying.load(offered);
    let Some(point) = of
        .curve
        .points
        .iter()
        .find(|it| it.offered == offered && it.verdicts.iter().any(|v| v.outcome == Outcome::Misses))
    else {
        let achieved = point_at(of, offered).and_then(|point| point.achieved);
        let answered = achieved.map_or_else(String::new, |rate| format!(" ({} answered)", saying.achieved(rate, 2)));
        return format!("{load} is more than the server answers{answered}");
    };
    let worst = point.verdicts.iter().enumerate().filter(|(_, verdict)| verdict.outcome == Outcome::Misses);
    let Some((at, verdict)) = worst.max_by(|(_, a), (_, b)| a.miss.total_cmp(&b.miss)) else { return load };
    let Some(objective) = of.objectives.get(at) else { return load };
    if let (None, Some(failed), Some(sent)) = (verdict.value, point.failed, point.sent()) {
        let failed = saying.number("failed", failed, "", None, "requests that were not answered");
        let sent = saying.number("sent", sent, "", None, "requests sent");
        return format!("{load} misses {}: {failed} of {sent} requests failed", objective.named());
    }
    let by = if verdict.miss >= 1.0 && objective.at_most {
        let source = "value over limit";
        let times = Fact::ratio(format!("{}.{}.times", of.id, objective.metric), verdict.miss + 1.0, source);
        format!(", {} the limit", saying.finding.figure(times))
    } else if verdict.miss > 0.0 {
        let by = saying.share(&format!("{}.miss", objective.metric), verdict.miss, "value over limit, less one");
        format!(" by {by}")
    } else {
        String::new()
    };
    let mut inside = vec![verdict.value.map_or_else(String::new, |value| saying.bounded(objective, value))];
    for (_, (objective, verdict)) in
        of.objectives.iter().zip(&point.verdicts).enumerate().filter(|(other, _)| *other != at)
    {
        let (Some(value), true) = (verdict.value, with_others) else { continue };
        let value = saying.bounded(objective, value);
        let outcome = if verdict.outcome == Outcome::Holds { "holds" } else { "misses" };
        inside.push(format!("{} {value} {outcome}", objective.named()));
    }
    format!("{load} misses {}{by} ({})", objective.named(), inside.join("; "))
}

fn capacity(of: &Of<'_>) -> Option<Finding> {
    let capacity = of.curve.capacity.as_ref().filter(|capacity| capacity.agreed && of.curve.is_open())?;
    let mut saying = Saying::new(of, Tag::Shown);
    let source = "requests answered / length of the run, mean of the saturated loads";
    let rate = saying.number("capacity", capacity.rate, "requests/s", None, source);
    let output = capacity.output_rate.map_or_else(String::new, |output| {
        let shown = format!("{} tokens/s", crate::shown::format_count(output.round() as u64));
        let shown = if output >= 99.5 { Some(shown) } else { None };
        format!(" ({} out)", saying.number("capacity.output", output, "tokens/s", shown, "output throughput, likewise"))
    });
    let saturated: Vec<&Point> =
        of.curve.points.iter().filter(|point| point.saturated && point.achieved.is_some()).collect();
    let mut achieved = Vec::new();
    for rate in saturated.iter().take(NAMED).filter_map(|point| point.achieved) {
        achieved.push(saying.achieved(rate, 3));
    }
    let count = match capacity.runs {
        2 => "two saturated loads agree".to_owned(),
        runs => format!(
            "{} saturated loads agree",
            saying.number("capacity.runs", runs as f64, "", None, "saturated loads")
        ),
    };
    saying.finding.evidence.extend(saturated.iter().map(|point| reached(point)));
    saying.finding.evidence.push(format!("{} apart", crate::shown::format_share(capacity.apart)));
    Some(saying.say(&format!("Capacity is {rate}{output}: {count} ({} achieved).", achieved.join(", "))))
}

fn reached(point: &Point) -> String {
    let achieved = point.achieved.map_or_else(|| "not known".to_owned(), |rate| format_value(rate, "requests/s"));
    let failed =
        point.failed.filter(|failed| *failed > 0.0).map_or_else(String::new, |failed| format!(", {failed} failed"));
    format!("{} offered: {achieved} achieved{failed}; {}", point.offered.shown(), point.place)
}

fn knee(of: &Of<'_>) -> Option<Finding> {
    let [last, first] = of.curve.knee?;
    let mut saying = Saying::new(of, Tag::Shown);
    // Where nobody counted requests, the tokens of their answers tell.
    let counted = of.curve.points.iter().any(|point| point.achieved.is_some());
    let rate = |point: &Point| if counted { point.achieved } else { point.output_rate };
    let (low, high) = (saying.bare(last), saying.bare(first));
    let (a, b) = (rate(point_at(of, last)?)?, rate(point_at(of, first)?)?);
    let (a, b) = (saying.achieved(a, 2), saying.achieved(b, 2));
    let mut beyond: Vec<(Offered, f64)> = Vec::new();
    for point in of.curve.points.iter().filter(|point| point.saturated && point.offered != first) {
        beyond.extend(
            rate(point)
                .filter(|_| !beyond.iter().any(|(known, _)| *known == point.offered))
                .map(|it| (point.offered, it)),
        );
    }
    let mut words = Vec::new();
    for (offered, rate) in beyond.into_iter().take(NAMED) {
        words.push(format!("{}: {}", saying.bare(offered), saying.achieved(rate, 2)));
    }
    let beyond = if words.is_empty() { String::new() } else { format!("; {}", listed(&words)) };
    let what = match (of.curve.is_open(), counted) {
        (true, _) => "achieved, drain included",
        (false, true) => "answered a second",
        (false, false) => "tokens/s out",
    };
    saying.finding.evidence.extend(of.curve.points.iter().map(reached).take(20));
    let offered = if of.curve.is_open() { " offered" } else { "" };
    let unit = unit_of(of.curve);
    Some(saying.say(&format!("The knee lies between {low} and {high}{unit}{offered} ({a} and {b} {what}{beyond}).")))
}
