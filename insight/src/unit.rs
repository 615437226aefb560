//! Units: from the words of a header, or a unit stated beside it, to one base unit a quantity.

use serde::{Deserialize, Serialize};

/// The base unit of a quantity and how to get there from what the file writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Base unit: `s`, `B`, `tokens/s`, `W`, …; empty for a pure number or when no unit is known.
    pub symbol: String,
    /// What to multiply a written value by.
    pub factor: f64,
}

impl Default for Unit {
    fn default() -> Self {
        Self { symbol: String::new(), factor: 1.0 }
    }
}
