//! A value as a cell of a table: the number alone where its unit stands in the header.

use insight::shown::format_value;

/// Units whose scale changes with the value (`64 ms`, `1.2 s`), so that it stands beside the value.
pub(crate) fn is_scaled(unit: &str) -> bool {
    matches!(unit, "s" | "B")
}

/// A value as shown in a column whose header says the unit.
pub(crate) fn cell(value: f64, unit: &str) -> String {
    let shown = format_value(value, unit);
    if is_scaled(unit) || unit.is_empty() {
        return shown;
    }
    shown.strip_suffix(unit).map_or_else(|| shown.clone(), |number| number.trim_end().to_owned())
}

/// The same, or a dash where the sample cannot carry the statistic.
pub(crate) fn cell_or_dash(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "–".to_owned(), |value| cell(value, unit))
}
