//! Facts in structured parts, from anywhere: what was measured, which statistic, of what, in which unit.

use serde::{Deserialize, Deserializer, Serialize};

/// A value that a text may state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Opaque name, given back as the link.
    pub key: String,
    /// The value in `unit`; a fact whose value is no number is left out.
    #[serde(default, deserialize_with = "number")]
    pub value: Option<f64>,
    /// Unit, empty for a count or a pure number.
    #[serde(default, deserialize_with = "text")]
    pub unit: String,
    /// What was measured: `ttft_ms`.
    #[serde(default, deserialize_with = "text")]
    pub metric: String,
    /// Which statistic: `mean`, `p95`, `ci_lo`.
    #[serde(default, deserialize_with = "text")]
    pub stat: String,
    /// Of what: a model, a configuration, or the whole.
    #[serde(default, deserialize_with = "text")]
    pub entity: String,
    /// `higher` or `lower`, when one of them is better.
    #[serde(default, deserialize_with = "text")]
    pub better: String,
}

/// A text; null or anything else is empty.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(value.as_str().unwrap_or("").to_owned())
}

/// A finite number; anything else is none.
fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(value.as_f64().filter(|value| value.is_finite()))
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

/// Whether an entity is the whole.
pub(crate) fn is_whole(entity: &str) -> bool {
    WHOLES.contains(&entity.trim().to_ascii_lowercase().as_str())
}
