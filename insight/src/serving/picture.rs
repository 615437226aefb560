//! The curve of a workload: a time that a user waits for, over what the server answers, with the limit that was asked for.

use super::curve::Curve;
use super::objective::Objective;
use crate::chart::{Axes, Joint, curve as draw};

/// Points in one picture.
const POINTS: usize = 60;
/// Statistics that are drawn where nothing is asked for, first that is there.
const STATISTICS: [&str; 5] = ["p99", "p95", "p90", "median", "mean"];

/// One picture an objective that bounds a time, else one of the first token or the full answer; SVG text.
pub fn pictures(curve: &Curve, objectives: &[Objective]) -> Vec<String> {
    let bounds = objectives.iter().filter(|it| it.is_of_requests());
    let asked = bounds.filter_map(|it| picture(curve, &it.metric, it.statistic.as_deref()?, Some(it.limit)));
    let all: Vec<String> = asked.collect();
    if !all.is_empty() {
        return all;
    }
    let usual = ["ttft", "e2e_latency", "latency"].into_iter();
    usual
        .flat_map(|metric| STATISTICS.map(|it| (metric, it)))
        .find_map(|(metric, it)| picture(curve, metric, it, None))
        .into_iter()
        .collect()
}

/// `None` where fewer than two points have it.
fn picture(curve: &Curve, metric: &str, statistic: &str, limit: Option<f64>) -> Option<String> {
    let reached = curve.points.iter().filter(|it| it.achieved.is_some()).count();
    let by_answers = curve.is_open() && reached > 1;
    let mut name = String::new();
    let mut marks = Vec::new();
    for point in curve.points.iter().take(POINTS) {
        let Some(value) = point.value(metric, statistic).filter(|value| value.unit == "s") else { continue };
        let x = if by_answers { point.achieved } else { point.offered.number().filter(|it| it.is_finite()) };
        let Some(x) = x else { continue };
        name = format!("{} {statistic}", value.name);
        let apart = point.saturated && point.offered.is_open();
        marks.push(Joint { name: point.offered.short(), x, y: value.value, apart });
    }
    let x = match (by_answers, curve.is_open()) {
        (true, _) => ("answered", "requests/s"),
        (false, true) => ("offered", "requests/s"),
        (false, false) => ("at once", "requests at once"),
    };
    let over = if by_answers { "requests answered a second; numbers are the load offered" } else { "the load" };
    let title = format!("{name} over {over}");
    (marks.len() > 1).then(|| draw(&title, &Axes { x, y: (&name, "s") }, &marks, limit))
}
