//! Two ends in one cell: `[1.2, 3.4]`, `1.2..3.4`, `1.2-3.4 ms`.

use super::Quantity;

/// The two ends and their unit; the lower one comes first.
pub(crate) fn interval(text: &str) -> Option<(f64, f64, &str)> {
    let text = text.trim();
    let inside =
        [('[', ']'), ('(', ')')].iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    let parts = match inside {
        Some(inside) => inside.split_once([',', ';']).or_else(|| inside.split_once("..")),
        None => text
            .split_once("..")
            .or_else(|| text.split_once('–'))
            .or_else(|| text.split_once(" to "))
            .or_else(|| dashed(text)),
    };
    let (low, high) = parts?;
    let (low, high) = (Quantity::of(low)?, Quantity::of(high)?);
    let agree = low.unit.is_empty() || low.unit == high.unit;
    let whole = low.error.is_none() && high.error.is_none();
    (agree && whole && low.value <= high.value).then_some((low.value, high.value, high.unit))
}

/// The ends around a hyphen; two whole numbers around one may be anything.
fn dashed(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_at_checked(1 + text.get(1..)?.find('-')?)?;
    let high = high.strip_prefix('-')?;
    (low.contains('.') && high.contains('.')).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ends_are_an_interval_and_labels_are_none() {
        let check = |text: &str, expected: &str| {
            let shown = interval(text).map(|(low, high, unit)| format!("{low} {high} {unit}"));
            assert_eq!(shown.as_deref().map_or("", str::trim), expected, "{text}");
        };
        check("[1.2, 3.4]", "1.2 3.4");
        check("(1.2; 3.4)", "1.2 3.4");
        check("1.2..3.4 ms", "1.2 3.4 ms");
        check("1.2-3.4", "1.2 3.4");
        check("-1.2-3.4", "-1.2 3.4");
        check("1.2 ms – 3.4 ms", "1.2 3.4 ms");
        check("3.4-1.2", "");
        check("1-2", "");
        check("2025-10-08", "");
        check("[1, 2, 3]", "");
        check("1.2", "");
        check("", "");
        check("-", "");
    }
}
