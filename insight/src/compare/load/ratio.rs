//! Values of both sides at one load: those that were measured alike stand beside each other, the others are named.

use super::AtLoad;
use crate::compare::definition::{FAMILIES, is_open};
use crate::serving::{Curve, Offered, Point, Value};
use crate::statistics::median;
use serde::{Deserialize, Serialize};

/// Times that are compared.
const TIMES: &[&str] =
    &["ttft", "ttft_output", "tpot", "tpot_with_first", "itl", "itl_request", "inter_chunk_latency", "e2e_latency"];
/// Of each list the first that both sides have: a middle, and what few requests exceed.
const STATISTICS: [&[&str]; 2] = [&["median", "mean"], &["p99", "p95", "p90"]];

/// One value of both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Canonical key: `ttft`.
    pub metric: String,
    /// Words to show: `first token p99`.
    pub name: String,
    /// Base unit.
    pub unit: String,
    /// The value of the baseline; of several runs the median.
    pub baseline: f64,
    /// The value of the candidate.
    pub candidate: f64,
    /// Ends of what both intervals leave open, candidate over baseline; `None` where a side has no single requests.
    pub interval: Option<[f64; 2]>,
    /// Whether a side was computed from its single requests because the files define it otherwise.
    pub computed: bool,
}

/// Both sides at a load, and why times are not among it.
pub(super) fn at(old: &Curve, new: &Curve, offered: Offered, gpus: Option<(f64, f64)>) -> (AtLoad, Option<String>) {
    let of = |curve: &'_ Curve| -> Vec<usize> {
        (0..curve.points.len()).filter(|at| curve.points[*at].offered == offered).collect()
    };
    let pick = |curve: &'_ Curve| -> Vec<Point> { of(curve).into_iter().map(|at| curve.points[at].clone()).collect() };
    let (a, b) = (pick(old), pick(new));
    let queued = |points: &[Point]| points.iter().any(|point| point.saturated && point.offered.is_open());
    let unsent = |points: &[Point]| points.iter().any(|point| point.unsent);
    let mut ratios = Vec::new();
    let why = match () {
        () if unsent(&a) || unsent(&b) => Some("the load was not sent"),
        () if queued(&a) || queued(&b) => Some("the queue grew"),
        () => None,
    };
    if why.is_none() {
        let first = |metric, names: &[&str]| names.iter().find_map(|name| time(&a, &b, metric, name));
        ratios.extend(TIMES.iter().flat_map(|metric| STATISTICS.iter().filter_map(move |names| first(metric, names))));
    }
    if !(unsent(&a) || unsent(&b)) {
        ratios.extend(rates(&a, &b, gpus));
    }
    let side = match (queued(&a) || unsent(&a), queued(&b) || unsent(&b)) {
        (true, true) => "on both sides",
        (true, false) => "in the baseline",
        (false, _) => "in the candidate",
    };
    let why = why.map(|why| format!("times at {}: {why} {side}", offered.shown()));
    (AtLoad { offered, runs: [a.len(), b.len()], ratios }, why)
}

/// The same statistic of the same time.
fn time(old: &[Point], new: &[Point], metric: &str, statistic: &str) -> Option<Ratio> {
    let (a, b) = (values(old, metric, statistic), values(new, metric, statistic));
    let (first, second) = (a.first()?, b.first()?);
    if !is_alike(first, second) {
        return None;
    }
    let interval = match (a.as_slice(), b.as_slice()) {
        ([a], [b]) => a.interval.zip(b.interval).map(|([al, ah], [bl, bh])| [bl / ah, bh / al]),
        _ => None,
    };
    Some(Ratio {
        metric: metric.to_owned(),
        name: format!("{} {statistic}", first.name),
        unit: first.unit.clone(),
        baseline: middle(&a)?,
        candidate: middle(&b)?,
        interval: interval.filter(|ends| ends.iter().all(|end| end.is_finite() && *end > 0.0)),
        computed: a.iter().chain(&b).any(|value| value.computed),
    })
}

fn values<'a>(points: &'a [Point], metric: &str, statistic: &str) -> Vec<&'a Value> {
    points.iter().filter_map(|point| point.value(metric, statistic)).collect()
}

fn middle(values: &[&Value]) -> Option<f64> {
    let mut all: Vec<f64> = values.iter().map(|value| value.value).collect();
    median(&mut all).filter(|middle| *middle > 0.0)
}

/// Whether two values mean the same: from the same start to the same end, in the same unit.
fn is_alike(a: &Value, b: &Value) -> bool {
    let same = a.definition == b.definition || is_open(&a.definition) || is_open(&b.definition);
    same && a.unit == b.unit
}

/// Answers and tokens a second; by GPU where both sides say how many there are.
fn rates(old: &[Point], new: &[Point], gpus: Option<(f64, f64)>) -> Vec<Ratio> {
    let mut all = Vec::new();
    let achieved: fn(&Point) -> Option<f64> = |point| point.achieved;
    let output: fn(&Point) -> Option<f64> = |point| point.output_rate;
    let kinds = [
        ("request_throughput", "requests answered", "requests/s", achieved),
        ("output_throughput", "output throughput", "tokens/s", output),
    ];
    for (metric, name, unit, of) in kinds {
        let side = |points: &[Point]| {
            let mut all: Vec<f64> = points.iter().filter_map(of).collect();
            median(&mut all).filter(|rate| *rate > 0.0)
        };
        let Some((baseline, candidate)) = side(old).zip(side(new)) else { continue };
        let ratio = Ratio {
            metric: metric.to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            baseline,
            candidate,
            interval: None,
            computed: false,
        };
        let of_gpus = gpus.map(|(a, b)| Ratio {
            name: format!("{name}, a GPU"),
            baseline: baseline / a,
            candidate: candidate / b,
            ..ratio.clone()
        });
        all.push(ratio);
        all.extend(of_gpus);
    }
    all
}

/// Times that go by one name and were not measured alike, a sentence each.
pub(super) fn unlike(old: &Curve, new: &Curve) -> Vec<String> {
    let mut said = Vec::new();
    for (family, keys) in FAMILIES {
        let of = |curve: &Curve| -> Vec<Value> {
            let mut found: Vec<Value> = Vec::new();
            for value in curve.points.iter().flat_map(|point| &point.values) {
                let is_known = || found.iter().any(|it| it.metric == value.metric && it.definition == value.definition);
                if keys.contains(&value.metric.as_str()) && !is_known() {
                    found.push(value.clone());
                }
            }
            found
        };
        let (a, b) = (of(old), of(new));
        let (Some(first), Some(second)) = (a.first(), b.first()) else { continue };
        let alike = a.iter().any(|a| b.iter().any(|b| a.metric == b.metric && is_alike(a, b)));
        if alike {
            continue;
        }
        let words = |value: &Value| {
            if value.definition.is_empty() {
                value.name.clone()
            } else {
                format!("{} ({})", value.name, value.definition)
            }
        };
        let has_requests = |curve: &Curve| curve.points.iter().any(|point| point.requests > 0);
        let why = match (has_requests(old), has_requests(new)) {
            (false, false) => "neither side holds single requests to compute it from",
            (false, true) => "the baseline holds no single requests to compute it from",
            (true, false) => "the candidate holds no single requests to compute it from",
            (true, true) => "the single requests do not hold what it is computed from",
        };
        said.push(format!("{family}: {} in the baseline, {} in the candidate; {why}", words(first), words(second)));
    }
    said
}
