//! The check of texts: what a text says of the data, and whether they say it too.
//!
//! [`claims`] gives the verdicts. Here is how numbers are read: where each stands, what it is worth and how far it was rounded.

pub mod claims;
pub mod evidence;
mod label;
mod numeral;
mod scanner;
mod written;

#[cfg(test)]
mod tests;

use scanner::{What, scan};
use written::Dimension;

/// A number as it is read in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// First byte.
    pub start: usize,
    /// Byte behind the last, with its unit.
    pub end: usize,
    /// What it is worth; none for a label, which states nothing.
    pub worth: Option<Worth>,
    /// Why it is a label; empty otherwise.
    pub reason: &'static str,
}

/// What a number states.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// In the base unit.
    pub value: f64,
    /// How far rounding may have moved it.
    pub half: f64,
    /// Base unit; empty for a plain number, `%` for a share, `×` for a ratio.
    pub unit: String,
}

/// Every number of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let number = |found: scanner::Found| match found.what {
        What::Label(reason) => Number { start: found.start, end: found.end, worth: None, reason },
        What::Quantity(quantity) => {
            let unit = quantity.unit.as_ref().or(quantity.shared_unit.as_ref());
            let factor = unit.map_or(1.0, |unit| unit.factor);
            let symbol = match unit.map(|unit| &unit.dimension) {
                None | Some(Dimension::Count) => "",
                Some(Dimension::Percent) => "%",
                Some(Dimension::Ratio) => "×",
                Some(Dimension::Unit(symbol)) => symbol,
            };
            let (value, half) = (quantity.value * factor, quantity.half * factor);
            let worth = Some(Worth { value, half, unit: symbol.to_owned() });
            Number { start: found.start, end: found.end, worth, reason: "" }
        }
    };
    scan(text).into_iter().map(number).collect()
}
