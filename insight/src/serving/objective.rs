//! What a person asks of a server: `TTFT p99 <= 500 ms`, typed as one line.
//!
//! Takes text, gives objectives, or says what cannot be read, where, and what to write instead. Does not know any file.

mod parse;

pub use parse::parse;

use crate::metric;
use crate::shown::format_value;
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// One bound on one statistic of one metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// Canonical key: `ttft`.
    pub metric: String,
    /// `p99`, `median`, `mean`, `max`; `None` for what a run has one value of: a throughput, an error rate.
    pub statistic: Option<String>,
    /// Whether the value must not be above the limit; else it must not be below it.
    pub at_most: bool,
    /// Whether the limit itself misses.
    pub strict: bool,
    /// The limit in the base unit; a share is a fraction.
    pub limit: f64,
}

/// Why a text is no objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What cannot be read, with the part of the text it is about.
    pub what: String,
    /// What to write instead.
    pub hint: String,
}

/// A metric that can be bounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    /// Canonical key.
    pub key: &'static str,
    /// What a person calls it in short.
    pub short: &'static str,
    /// Words, lower case, that name it.
    pub words: &'static [&'static str],
    /// Base unit; `%` for a share.
    pub unit: &'static str,
    /// Whether each request has one, so that a statistic of them must be named.
    pub of_requests: bool,
}

const fn bounded(
    key: &'static str,
    short: &'static str,
    words: &'static [&'static str],
    unit: &'static str,
    of_requests: bool,
) -> Bounded {
    Bounded { key, short, words, unit, of_requests }
}

/// Every metric that can be bounded. Of two with the same words the unit decides.
pub(super) const BOUNDED: &[Bounded] = &[
    bounded("ttft", "TTFT", &["ttft", "first token", "time to first token", "first token latency"], "s", true),
    bounded("tpot", "TPOT", &["tpot", "time per output token", "time per token"], "s", true),
    bounded("itl", "ITL", &["itl", "inter token latency", "intertoken latency"], "s", true),
    bounded(
        "e2e_latency",
        "full answer",
        &[
            "e2e",
            "e2el",
            "e2e latency",
            "end to end",
            "end to end latency",
            "full answer",
            "latency",
            "request latency",
            "response time",
        ],
        "s",
        true,
    ),
    bounded(
        "error_rate",
        "error rate",
        &["error rate", "errors", "error", "failures", "failure rate", "failed requests", "failed"],
        "%",
        false,
    ),
    bounded(
        "request_throughput",
        "requests per second",
        &["throughput", "request throughput", "requests per second", "rps", "qps", "request rate"],
        "requests/s",
        false,
    ),
    bounded(
        "output_throughput",
        "output throughput",
        &[
            "throughput",
            "output throughput",
            "token throughput",
            "output token throughput",
            "tokens per second",
            "output",
        ],
        "tokens/s",
        false,
    ),
    bounded("total_throughput", "total throughput", &["total throughput", "total token throughput"], "tokens/s", false),
];

/// The metric of that key.
pub(super) fn known(key: &str) -> Option<&'static Bounded> {
    BOUNDED.iter().find(|bounded| bounded.key == key)
}

impl Objective {
    /// As a person would write it: `TTFT p99 <= 500 ms`.
    pub fn shown(&self) -> String {
        let sign = match (self.at_most, self.strict) {
            (true, false) => "<=",
            (true, true) => "<",
            (false, false) => ">=",
            (false, true) => ">",
        };
        format!("{} {sign} {}", self.named(), self.value(self.limit))
    }

    /// What is bounded: `TTFT p99`.
    pub fn named(&self) -> String {
        let short = known(&self.metric).map_or(self.metric.as_str(), |bounded| bounded.short);
        match &self.statistic {
            Some(statistic) => format!("{short} {statistic}"),
            None => short.to_owned(),
        }
    }

    /// The metric that is bounded: `TTFT`.
    pub fn named_metric(&self) -> &str {
        known(&self.metric).map_or(self.metric.as_str(), |bounded| bounded.short)
    }

    /// A value of its metric as shown.
    pub fn value(&self, value: f64) -> String {
        match self.unit() {
            "%" => format_value(value * 100.0, "%"),
            unit => format_value(value, unit),
        }
    }

    /// The unit in which its values are shown; a share is kept as a fraction.
    pub fn unit(&self) -> &'static str {
        known(&self.metric).map_or("", |bounded| bounded.unit)
    }

    /// Whether that value holds.
    pub fn holds(&self, value: f64) -> bool {
        match (self.at_most, self.strict) {
            (true, false) => value <= self.limit,
            (true, true) => value < self.limit,
            (false, false) => value >= self.limit,
            (false, true) => value > self.limit,
        }
    }

    /// By which share of the limit a value misses it; zero where it holds.
    pub fn miss(&self, value: f64) -> f64 {
        if self.holds(value) {
            return 0.0;
        }
        let by = if self.at_most { value / self.limit - 1.0 } else { 1.0 - value / self.limit };
        by.max(0.0)
    }

    /// Whether single requests hold it or not.
    pub fn is_of_requests(&self) -> bool {
        known(&self.metric).is_some_and(|bounded| bounded.of_requests)
    }

    /// Whether it bounds its metric from the side that matters.
    pub(super) fn is_from_the_right_side(&self) -> bool {
        let better = metric::known(&self.metric).map_or(Better::None, |known| known.better);
        better == Better::None || self.at_most == (better == Better::Lower)
    }
}
