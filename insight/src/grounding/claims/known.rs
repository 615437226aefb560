//! Facts in structured parts, from anywhere: what was measured, which statistic, of what, in which unit.

use super::dates;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value that a text may state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Known {
    /// Opaque name, given back as the link.
    pub key: String,
    /// The value in `unit`, of a day its number since 1970-01-01; a fact whose value is neither a number nor a day is left out.
    pub value: Option<f64>,
    /// Unit, empty for a count or a pure number, `date` for a day.
    pub unit: String,
    /// What was measured: `ttft_ms`.
    pub metric: String,
    /// Which statistic: `mean`, `p95`, `ci_lo`.
    pub stat: String,
    /// Of what: a model, a configuration, or the whole.
    pub entity: String,
    /// `higher` or `lower`, when one of them is better.
    pub better: String,
    /// Another name of the metric, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub called: String,
    /// Set of measurements it belongs to; only within one is anything the best or the most.
    #[serde(skip_serializing)]
    pub study: String,
    /// Between which values the true one lies with 95 %, in `unit`, where that is known.
    #[serde(skip_serializing)]
    pub interval: Option<(f64, f64)>,
}

/// A fact as files hold it, in which only the key must be there.
#[derive(Deserialize)]
struct Written {
    key: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    unit: Value,
    #[serde(default)]
    metric: Value,
    #[serde(default)]
    stat: Value,
    #[serde(default)]
    entity: Value,
    #[serde(default)]
    better: Value,
    #[serde(default)]
    called: Value,
}

impl From<Written> for Known {
    fn from(written: Written) -> Self {
        // A text; null or anything else is empty.
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let day = written.value.as_str().and_then(dates::day_number);
        Self {
            key: written.key,
            value: written.value.as_f64().filter(|value| value.is_finite()).or(day),
            unit: if day.is_some() { dates::UNIT.to_owned() } else { text(&written.unit) },
            metric: text(&written.metric),
            stat: text(&written.stat),
            entity: text(&written.entity),
            better: text(&written.better),
            called: text(&written.called),
            study: String::new(),
            interval: None,
        }
    }
}

/// Statistics that can be told apart by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stat {
    Mean,
    Median,
    Sd,
    Min,
    Max,
    /// In tenths of a percent: `p99.9` is 999.
    Percentile(u16),
    Low,
    High,
    Total,
    Count,
    /// A single value, a rate, or what has no name.
    Value,
    /// The coefficient of variation, and other spreads relative to the middle.
    Cv,
    Iqr,
    Variance,
    Error,
}

/// The statistic that a fact's `stat` names.
pub(crate) fn stat_of(name: &str) -> Stat {
    let name = name.trim().to_ascii_lowercase();
    if let Some(stat) = percentile(&name) {
        return stat;
    }
    match name.as_str() {
        "mean" | "avg" | "average" => Stat::Mean,
        "median" => Stat::Median,
        "sd" | "std" | "stdev" | "stddev" | "std_dev" => Stat::Sd,
        "min" | "minimum" | "best" => Stat::Min,
        "max" | "maximum" | "peak" => Stat::Max,
        "ci_lo" | "ci_low" | "ci_lower" | "lo" | "low" | "lower" | "mean_low" => Stat::Low,
        "ci_hi" | "ci_high" | "ci_upper" | "hi" | "high" | "upper" | "mean_high" => Stat::High,
        "sum" | "total" => Stat::Total,
        "n" | "count" => Stat::Count,
        "cv" | "rsd" => Stat::Cv,
        "iqr" => Stat::Iqr,
        "var" | "variance" => Stat::Variance,
        "se" | "sem" => Stat::Error,
        _ => Stat::Value,
    }
}

/// `p95`, `p99.9`, `q25`; the fiftieth is the median.
pub(crate) fn percentile(name: &str) -> Option<Stat> {
    let digits = name.strip_prefix(['p', 'q'])?;
    let rank: f64 = digits.parse().ok().filter(|rank| (0.0..=100.0).contains(rank))?;
    ranked(rank)
}

/// The percentile of that rank in percent.
pub(crate) fn ranked(rank: f64) -> Option<Stat> {
    let tenths = libm::round(rank * 10.0);
    if !(0.0..=1000.0).contains(&tenths) {
        return None;
    }
    Some(if tenths == 500.0 { Stat::Median } else { Stat::Percentile(tenths as u16) })
}

/// Names for the whole of the data; a text need not say them.
#[rustfmt::skip]
const WHOLES: [&str; 14] = [
    "", "dataset", "data set", "all", "overall", "total", "run", "workflow", "configuration", "summary", "corpus", "data", "global",
    "date",
];

/// Names of the whole that a text uses as the name of a thing: what is said of it is not said of its parts.
#[rustfmt::skip]
const NAMED: [&str; 6] = ["dataset", "data set", "datasets", "data sets", "corpus", "whole dataset"];

/// Whether the name of a whole is one that a text uses as the name of a thing.
pub(crate) fn is_named_whole(entity: &str) -> bool {
    NAMED.contains(&entity.trim().to_ascii_lowercase().as_str())
}

/// Whether an entity is the whole.
pub(crate) fn is_whole(entity: &str) -> bool {
    WHOLES.contains(&entity.trim().to_ascii_lowercase().as_str())
}
