//! Every number said anywhere is a fact: a stable key, a value, a unit, the text as shown, and where it comes from.

use serde::{Deserialize, Serialize};

/// One number that was computed from the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `metric.statistic[@name=value,…]`, ASCII, independent of the order of files: `s1.ttft.median@model=gemma3:270m`.
    pub key: String,
    /// The value in `unit`.
    pub value: f64,
    /// Base unit; empty for a pure number or a count.
    pub unit: String,
    /// As shown to a reader, with its unit: `64 ms`.
    pub shown: String,
    /// Where it comes from: files, rows, formula.
    pub source: String,
}
