//! Numbers with a decimal comma, alone or with something beside them: `1.234,5`, `12 345,67`, `0,5 %`, `1,5 ± 0,2`.

use super::Quantity;
use super::simple;

/// Marks that part groups of digits where the comma is the decimal mark.
const GROUPS: [char; 6] = ['.', ' ', '\'', '’', '\u{a0}', '\u{202f}'];

/// A number whose decimal mark is a comma and whose groups, if any, are set apart by one mark: `1.234,5`, `0,25`, `12`.
pub(crate) fn with_comma(text: &str) -> Option<f64> {
    let text = text.trim();
    let mark = text.chars().find(|c| GROUPS.contains(c));
    let known = |c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '+' | 'e' | 'E') || Some(c) == mark;
    if !text.chars().all(known) {
        return None;
    }
    if let Some(value) = crate::number::decimal_comma(text) {
        return Some(value);
    }
    // Marks group threes only: `10.12.33.212` is an address.
    let whole = text.split(',').next().unwrap_or_default();
    if whole.split(|c| Some(c) == mark).skip(1).any(|group| group.chars().count() != 3) {
        return None;
    }
    let swapped: String = text
        .chars()
        .map(|c| match c {
            ',' => '.',
            c if Some(c) == mark => ',',
            c => c,
        })
        .collect();
    simple(&swapped)
}

/// The same cell with decimal points and without groups, where every number in it has a decimal comma or none: `0.5 %`.
pub(crate) fn pointed(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(begin);
        let end = from.find(|c: char| !c.is_ascii_digit() && c != ',' && !GROUPS.contains(&c)).unwrap_or(from.len());
        let number = from[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        plain.push_str(before);
        plain.push_str(&with_comma(number)?.to_string());
        rest = &from[number.len()..];
    }
    plain.push_str(rest);
    if Quantity::of(&plain).is_some() { Some(plain) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_comma_is_read_with_groups_units_and_errors() {
        let check = |text: &str, expected: &str| {
            let value = with_comma(text).map_or_else(|| "-".to_owned(), |value| value.to_string());
            assert_eq!(format!("{value} {}", pointed(text).unwrap_or_default()), expected, "{text}");
        };
        check("1.234,5", "1234.5 1234.5");
        check("12 345,67", "12345.67 12345.67");
        check("1\u{202f}234,5", "1234.5 1234.5");
        check("12'345,5", "12345.5 12345.5");
        check("0,5 %", "- 0.5 %");
        check("1.234,5 ms", "- 1234.5 ms");
        check("1,5 ± 0,2", "- 1.5 ± 0.2");
        check("-0,5", "-0.5 -0.5");
        check("1.23,5", "- ");
        check("1,2,3", "- ");
        check("v1,5", "- ");
        check("12 34", "- ");
    }
}
