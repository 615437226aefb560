//! Runs of one workload in the order of their load: what was asked, what came of it, and where answers stop keeping up.

mod workload;

use super::goodput::Goodput;
use super::identity;
use super::judge::{Judged, Verdict};
use super::run::{Offered, Run, TIMES};
use super::saturation::{self, Capacity};
use crate::fact::Fact;
use crate::statistics::{quantile, rank_interval};
use serde::{Deserialize, Serialize};
pub(super) use workload::groups;

/// Statistics that are computed from single requests where the file does not give them.
const COMPUTED: &[(&str, f64)] = &[("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

/// What a server does at several loads of one workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// What a person would call it: model, tokens in and out.
    pub name: String,
    /// The format of its files; empty where any program may have written them.
    pub tool: String,
    /// Settings that all of its runs share.
    pub settings: Vec<(String, String)>,
    /// Tokens of a prompt and of an answer, mean over its runs.
    pub tokens: [Option<f64>; 2],
    /// Paths of its files, in order.
    pub files: Vec<String>,
    /// From the lowest load to the highest.
    pub points: Vec<Point>,
    /// The most that the server does, where runs show it.
    pub capacity: Option<Capacity>,
    /// The highest load that keeps up and the lowest that does not.
    pub knee: Option<[Offered; 2]>,
    /// What is odd about it, a sentence each.
    pub notes: Vec<Note>,
    /// What follows for the objectives; `None` where there are none.
    pub judged: Option<Judged>,
}

/// A sentence with the numbers in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The sentence.
    pub text: String,
    /// Every number of it.
    pub figures: Vec<Fact>,
}

/// One run at one load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// What was asked of the server.
    pub offered: Offered,
    /// Where it stands in the files.
    pub place: String,
    /// Requests answered a second, drain included.
    pub achieved: Option<f64>,
    /// Requests answered.
    pub completed: Option<f64>,
    /// Requests that failed; never part of a time.
    pub failed: Option<f64>,
    /// Length of the run in seconds.
    pub duration: Option<f64>,
    /// Tokens of all answers a second.
    pub output_rate: Option<f64>,
    /// Tokens of a prompt and of an answer, mean.
    pub tokens: [Option<f64>; 2],
    /// Statistics of times.
    pub values: Vec<Value>,
    /// Whether more was asked than the server answers, so that its times depend on the length of the run.
    pub saturated: bool,
    /// Whether the load was never sent: too few requests came, and none of them waited.
    pub unsent: bool,
    /// Single requests that the files hold.
    pub requests: u64,
    /// What holds each objective, in their order.
    pub verdicts: Vec<Verdict>,
    /// Requests that hold every objective.
    pub goodput: Option<Goodput>,
}

/// One statistic of one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Canonical key: `ttft`.
    pub metric: String,
    /// The field's words.
    pub name: String,
    /// `mean`, `p99`; empty where the file does not say which.
    pub statistic: String,
    /// In the base unit.
    pub value: f64,
    /// Base unit.
    pub unit: String,
    /// Values behind it.
    pub n: Option<u64>,
    /// Where the quantile lies with at least 95 %, from single requests.
    pub interval: Option<[f64; 2]>,
    /// Whether it was computed from single requests.
    pub computed: bool,
    /// From where to where it was measured.
    pub definition: String,
}

impl Curve {
    /// The curve of these runs of one workload.
    pub(super) fn of(mut runs: Vec<Run<'_>>) -> (Self, Vec<Run<'_>>) {
        runs.sort_by(|a, b| a.offered.order(b.offered).then_with(|| a.place.cmp(&b.place)));
        let mut points: Vec<Point> = runs.iter().map(Point::of).collect();
        saturation::mark(&mut points);
        let (name, settings, tokens) = workload::described(&runs);
        let mut notes = workload::notes(&runs, &settings, tokens);
        notes.extend(saturation::unsent(&points));
        notes.extend(identity::notes(&runs));
        let mut files: Vec<String> = runs.iter().map(|run| run.file.reading.path.clone()).collect();
        files.sort_unstable();
        files.dedup();
        let curve = Self {
            name,
            files,
            tool: runs.first().and_then(|run| run.tool).unwrap_or_default().to_owned(),
            settings,
            tokens,
            capacity: saturation::capacity(&points),
            knee: saturation::knee(&points),
            points,
            notes,
            judged: None,
        };
        (curve, runs)
    }

    /// How many different loads were run.
    pub fn loads(&self) -> usize {
        let mut stated: Vec<u64> = self.points.iter().filter_map(|it| it.offered.number()).map(f64::to_bits).collect();
        stated.dedup();
        stated.len()
    }

    /// Whether it says more than one run does.
    pub fn tells(&self) -> bool {
        self.loads() > 1 || (self.judged.is_some() && self.loads() > 0)
    }

    /// Whether requests came at a rate.
    pub fn is_open(&self) -> bool {
        self.points.iter().any(|point| point.offered.is_open())
    }
}

impl Point {
    fn of(run: &Run<'_>) -> Self {
        let (answered, failed) = run.requests.as_ref().map_or((0, 0), |requests| requests.counts());
        let known = run.requests.is_some();
        let missing = run.sent.zip(run.completed).map(|(sent, completed)| sent - completed).filter(|it| *it >= 0.0);
        let mut point = Self {
            offered: run.offered,
            place: run.place.clone(),
            achieved: run.achieved(),
            completed: run.completed.or(known.then_some(answered as f64)),
            failed: run.failed.or(known.then_some(failed as f64)).or(missing),
            duration: run.duration,
            output_rate: run.rate("output_throughput"),
            tokens: run.tokens,
            values: values(run),
            saturated: false,
            unsent: false,
            requests: answered + failed,
            verdicts: Vec::new(),
            goodput: None,
        };
        if point.is_unanswered() {
            // What the file holds for the times of no answer was not measured.
            (point.values, point.tokens, point.output_rate) = (Vec::new(), [None, None], None);
        }
        point
    }

    /// Whether requests were sent of which none was answered.
    pub fn is_unanswered(&self) -> bool {
        self.completed == Some(0.0) && self.failed.is_some_and(|failed| failed > 0.0)
    }

    /// The statistic of that metric.
    pub fn value(&self, metric: &str, statistic: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.metric == metric && value.statistic == statistic)
    }

    /// A middle of that metric: its median, else its mean.
    pub fn middle(&self, metric: &str) -> Option<&Value> {
        self.value(metric, "median").or_else(|| self.value(metric, "mean"))
    }

    /// The share of requests that failed.
    pub fn failed_share(&self) -> Option<f64> {
        let (completed, failed) = (self.completed?, self.failed?);
        (completed + failed > 0.0).then(|| failed / (completed + failed))
    }

    /// The share of requests that failed, and of how many.
    pub fn sent(&self) -> Option<f64> {
        Some(self.completed? + self.failed.unwrap_or(0.0))
    }
}

/// What the file gives, then what its single requests give besides.
fn values(run: &Run<'_>) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for stated in run.stated.iter().filter(|stated| TIMES.contains(&stated.metric.as_str())) {
        all.push(Value {
            metric: stated.metric.clone(),
            name: stated.name.clone(),
            statistic: stated.statistic.clone().unwrap_or_default(),
            value: stated.value,
            unit: stated.unit.clone(),
            n: stated.n,
            interval: None,
            computed: false,
            definition: stated.definition.clone(),
        });
    }
    let Some(requests) = &run.requests else { return all };
    for metric in ["ttft", "tpot", "e2e_latency"] {
        let times = requests.times(metric);
        for (statistic, q) in COMPUTED {
            let known = all.iter().position(|value| value.metric == metric && value.statistic == *statistic);
            let interval =
                rank_interval(&times, *q, 0.95).map(|it| it.ends).filter(|ends| ends.iter().all(|it| it.is_finite()));
            match known {
                Some(at) => {
                    all[at].interval = interval;
                    all[at].n = all[at].n.or(Some(times.len() as u64));
                }
                None => all.extend(computed(metric, statistic, &mut times.clone(), *q, interval)),
            }
        }
    }
    all
}

/// A statistic of single requests.
fn computed(metric: &str, statistic: &str, times: &mut [f64], q: f64, interval: Option<[f64; 2]>) -> Option<Value> {
    let known = crate::metric::known(metric)?;
    Some(Value {
        metric: metric.to_owned(),
        name: known.name.to_owned(),
        statistic: statistic.to_owned(),
        value: quantile(times, q)?,
        unit: known.unit.to_owned(),
        n: Some(times.len() as u64),
        interval,
        computed: true,
        definition: known.definition.to_owned(),
    })
}
