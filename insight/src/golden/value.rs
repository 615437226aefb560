//! Numbers in and out of JSON, which has no infinity.

use serde_json::{Value, json};

/// A number, `"Infinity"`, `"-Infinity"` or `"NaN"`.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => value.as_f64(),
    }
}

/// The numbers of a list; what is no number is left out.
pub(super) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().filter_map(number).collect()
}

/// The lists of numbers of a list.
pub(super) fn lists(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().map(numbers).collect()
}

/// What a number is in JSON.
pub(super) fn json(value: f64) -> Value {
    if value.is_finite() {
        json!(value)
    } else if value.is_nan() {
        Value::Null
    } else {
        json!(if value > 0.0 { "Infinity" } else { "-Infinity" })
    }
}

/// The same for a number that may be missing.
pub(super) fn maybe(value: Option<f64>) -> Value {
    value.map_or(Value::Null, json)
}

/// Two ends that may be missing.
pub(super) fn pair(ends: Option<[f64; 2]>) -> Value {
    ends.map_or(Value::Null, |ends| Value::Array(ends.map(json).to_vec()))
}

/// A list of numbers.
pub(super) fn list(values: &[f64]) -> Value {
    Value::Array(values.iter().copied().map(json).collect())
}
