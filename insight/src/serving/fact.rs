//! Every number that a table of loads shows, as a fact.

use super::Load;
use super::curve::{Curve, Point};
use super::run::Offered;
use crate::fact::Fact;

/// Workloads and runs of each whose numbers are facts.
const CURVES: usize = 12;
const POINTS: usize = 60;

/// The numbers of the runs, workload by workload.
pub(crate) fn facts(load: &Load) -> Vec<Fact> {
    let mut all = Vec::new();
    for (at, curve) in load.curves.iter().enumerate().take(CURVES) {
        let id = format!("load{}", at + 1);
        all.push(Fact::count(format!("{id}.runs"), curve.points.len() as u64, "runs of one workload"));
        for point in curve.points.iter().take(POINTS) {
            of_point(&id, load, curve, point, &mut all);
        }
        for (at, (key, unit)) in [("in", "tokens"), ("out", "")].into_iter().enumerate() {
            let source = "tokens counted, mean of a request";
            all.extend(curve.tokens[at].map(|tokens| {
                let mut fact = Fact::new(format!("{id}.tokens.{key}"), tokens, "tokens", source);
                if unit.is_empty() {
                    fact = Fact { unit: String::new(), shown: fact.shown.replace(" tokens", ""), ..fact };
                }
                fact
            }));
        }
        all.push(Fact::count(format!("{id}.runs"), curve.points.len() as u64, "loads at which this workload was run"));
        if let Some(capacity) = &curve.capacity {
            all.push(Fact::new(format!("{id}.most"), capacity.rate, "requests/s", "saturated loads"));
        }
    }
    all
}

fn of_point(id: &str, load: &Load, curve: &Curve, point: &Point, all: &mut Vec<Fact>) {
    let by = if curve.is_open() { "rate" } else { "concurrency" };
    let at = |what: &str| format!("{id}.{what}@{by}={}", point.offered.short().replace('–', "none"));
    let entity = match point.offered {
        Offered::Rate(_) | Offered::Unlimited | Offered::NotStated => point.offered.shown(),
        Offered::Concurrency(_) => format!("concurrency {}", point.offered.short()),
    };
    let mut push = |what: &str, value: Option<f64>, unit: &str| {
        let fact = |value| Fact::new(at(what), value, unit, point.place.clone()).of(entity.clone());
        all.extend(value.map(|value| fact(value).found_in(&[], &point.place)));
    };
    match point.offered {
        Offered::Rate(value) => push("offered", Some(value), "requests/s"),
        Offered::Concurrency(value) => push("offered", Some(value), ""),
        Offered::Unlimited | Offered::NotStated => {}
    }
    push("achieved", point.achieved, "requests/s");
    push("output_throughput", point.output_rate, "tokens/s");
    push("failed", point.failed.filter(|failed| *failed > 0.0), "");
    for value in &point.values {
        push(&format!("{}.{}", value.metric, value.statistic), Some(value.value), &value.unit);
    }
    for (objective, verdict) in load.objectives.iter().zip(&point.verdicts) {
        let (scale, unit) = if objective.unit() == "%" { (100.0, "%") } else { (1.0, objective.unit()) };
        push(&format!("{}.limit", objective.metric), Some(objective.limit * scale), unit);
        push(&format!("{}.judged", objective.metric), verdict.value.map(|value| value * scale), unit);
        push(&format!("{}.miss", objective.metric), Some(verdict.miss * 100.0).filter(|miss| *miss > 0.0), "%");
        push(&format!("{}.times", objective.metric), Some(verdict.miss + 1.0).filter(|times| *times >= 2.0), "×");
    }
    if let Some(goodput) = &point.goodput {
        push("goodput", goodput.rate, "requests/s");
        push("goodput.share", Some(100.0 * goodput.good as f64 / (goodput.all as f64).max(1.0)), "%");
    }
}
