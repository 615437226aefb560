//! The dictionary of the field's words: what a measured column is called, wherever it comes from.

use crate::summary::Better;

/// One metric that the field has a name for.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Canonical ASCII name, the first part of a fact's key.
    pub key: &'static str,
    /// The field's words.
    pub name: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// What is measured from where to where.
    pub definition: &'static str,
}

/// Every metric that has a name.
pub const METRICS: &[Known] = &[Known {
    key: "ttft",
    name: "first token",
    unit: "s",
    better: Better::Lower,
    definition: "from the request to the first token of the answer",
}];

/// The metric of that key.
pub fn known(key: &str) -> Option<&'static Known> {
    METRICS.iter().find(|known| known.key == key)
}
