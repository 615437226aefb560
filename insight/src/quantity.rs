//! A cell that is more than a number: grouped digits, a unit, a currency, an error, a duration in parts.
//!
//! Takes the text of one cell, gives its value with what stands beside it. Knows how people and programs write, no column.

mod comma;
mod interval;

use crate::number::{grouped, plain, with_unit};

pub(crate) use comma::{pointed, with_comma};
pub(crate) use interval::interval;

/// A number with what stands beside it in its cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity<'a> {
    /// The number.
    pub value: f64,
    /// What follows `±`, in the unit of the value; a relative error is turned into an absolute one.
    pub error: Option<f64>,
    /// The unit as written; empty where the cell states none.
    pub unit: &'a str,
}

/// Spellings of plus-minus, the longer first.
const ERROR_MARKS: [&str; 3] = ["+/-", "±", "+-"];

/// Signs of money and what they are called.
const MONEY: [(&str, &str); 6] = [("US$", "USD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR")];

/// Units of a duration that is written in parts, the largest first.
const PARTS: [(&str, f64); 8] =
    [("d", 86_400.0), ("h", 3600.0), ("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9), ("m", 60.0), ("s", 1.0)];

impl<'a> Quantity<'a> {
    fn bare(value: f64) -> Self {
        Self { value, error: None, unit: "" }
    }

    /// The quantity that a text is, from its first to its last character.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let text = undecorated(text);
        if let Some((value, error)) = ERROR_MARKS.iter().find_map(|mark| text.split_once(mark)) {
            return with_error(value, error);
        }
        one(text)
    }
}

/// A number with its unit, if any, and no error.
fn one(text: &str) -> Option<Quantity<'_>> {
    let text = undecorated(text);
    if let Some(value) = plain(text.as_bytes()).filter(|value| value.is_finite()) {
        return Some(Quantity::bare(value));
    }
    if let Some((value, unit)) = grouped(text).map(|value| (value, "")).or_else(|| with_unit(text)) {
        return Some(Quantity { value, error: None, unit });
    }
    let written = foreign(text);
    money(text)
        .or_else(|| parts(text).map(|value| Quantity { value, error: None, unit: "s" }))
        .or_else(|| Some(Quantity::bare(written.and_then(|text| simple(&text))?)))
}

/// A number with grouped digits or without.
fn simple(text: &str) -> Option<f64> {
    plain(text.as_bytes()).filter(|value| value.is_finite()).or_else(|| grouped(text))
}

/// A text without the marks of emphasis, a footnote or the name of a number type around it.
fn undecorated(text: &str) -> &str {
    let text = text.trim().trim_matches(['*', '`', '†', '‡']).trim();
    let text = text.strip_prefix('_').and_then(|text| text.strip_suffix('_')).unwrap_or(text);
    unwrapped(text).unwrap_or(text)
}

/// The inside of `np.float64(0.1146)`, `Decimal('1.5')`, `tensor(3)`.
fn unwrapped(text: &str) -> Option<&str> {
    let (name, inside) = text.strip_suffix(')')?.split_once('(')?;
    let name = name.rsplit('.').next()?.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = ["float", "int", "uint", "Decimal", "tensor", "double"].contains(&name);
    known.then(|| inside.trim_matches(['\'', '"']).trim())
}

/// `2368.80 ± 93.24`, `1.5 ± 0.1 ms`, `12.3 ms ± 0.4 ms`, `10.5 (± 0.1) ms`, `1.23 µs ± 2%`.
fn with_error<'a>(value: &'a str, error: &'a str) -> Option<Quantity<'a>> {
    let (value, closed) = match value.trim_end().strip_suffix('(') {
        Some(value) => (value, true),
        None => (value, false),
    };
    let value = one(value)?;
    let (error, after) = match error.split_once(')').filter(|_| closed) {
        Some((error, after)) => (error, after.trim()),
        None => (error, ""),
    };
    let spaced = error.contains(' ');
    let error = one(error)?;
    let unit = [value.unit, error.unit, after].into_iter().find(|unit| !unit.is_empty()).unwrap_or_default();
    let relative = error.unit == "%" && value.unit != "%" && (!value.unit.is_empty() || !spaced);
    let agree = relative || error.unit.is_empty() || error.unit == unit;
    if !agree || error.value < 0.0 {
        return None;
    }
    match relative {
        true => Some(Quantity { error: Some(value.value.abs() * error.value / 100.0), ..value }),
        false => Some(Quantity { value: value.value, error: Some(error.value), unit }),
    }
}

/// `$1,200.50`, `€ 0.25`, `0.25 €`, `-$3`.
fn money(text: &str) -> Option<Quantity<'_>> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (amount, unit) = MONEY
        .iter()
        .find_map(|(sign, unit)| Some((text.strip_prefix(sign).or_else(|| text.strip_suffix(sign))?, *unit)))?;
    let value = simple(amount.trim())?;
    Some(Quantity { value: if negative { -value } else { value }, error: None, unit })
}

/// A number with a minus sign that is no hyphen, or groups set apart by a space or an apostrophe, as a plain one.
fn foreign(text: &str) -> Option<String> {
    const MARKS: [char; 5] = ['\'', '’', ' ', '\u{a0}', '\u{202f}'];
    if !text.contains(MARKS) && !text.contains('−') {
        return None;
    }
    let text = text.replace('−', "-");
    let mark = text.chars().find(|c| MARKS.contains(c));
    // Groups of one kind only, in threes; `grouped` says whether they fit.
    match mark {
        Some(mark) if !text.contains(',') => {
            let commas = text.replace(mark, ",");
            (!commas.contains(MARKS) && grouped(&commas).is_some()).then_some(commas)
        }
        Some(_) => None,
        None => Some(text),
    }
}

/// Seconds of `1m30s`, `2h5m1.5s`; at least two parts, the larger first.
fn parts(text: &str) -> Option<f64> {
    let mut rest = text;
    let (mut seconds, mut count, mut last) = (0.0, 0, f64::INFINITY);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let letters = after.find(|c: char| c.is_ascii_digit() || c == ' ').unwrap_or(after.len());
        let (_, scale) = PARTS.iter().find(|(unit, _)| *unit == &after[..letters])?;
        if *scale >= last {
            return None;
        }
        seconds += plain(number.as_bytes())? * scale;
        (last, count, rest) = (*scale, count + 1, after[letters..].trim_start());
    }
    (count >= 2).then_some(seconds)
}

/// Seconds of `0:01:30`, `1:02:03.5` or, where `short`, `2:15.5`.
pub(crate) fn clocked(text: &str, short: bool) -> Option<f64> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (hours, minutes, seconds, most) = match parts.as_slice() {
        [hours, minutes, seconds] => (*hours, *minutes, *seconds, 60.0),
        [minutes, seconds] if short => ("0", *minutes, *seconds, f64::INFINITY),
        _ => return None,
    };
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| plain(text.as_bytes())).flatten();
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    let two = seconds.split('.').next().is_some_and(|whole| whole.len() == 2);
    let seconds = plain(seconds.as_bytes()).filter(|seconds| two && (0.0..60.0).contains(seconds))?;
    (minutes < most).then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// A number with the letter of a thousand, a million or a milliard behind it: `1.2k`, `3M`.
pub(crate) fn scaled(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, scale) = [("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9)]
        .iter()
        .find_map(|(letter, scale)| Some((text.strip_suffix(*letter)?, *scale)))?;
    simple(number.trim_end()).map(|value| (value * scale * 1e3).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(inputs: &[&str], expected: &Expect) {
        let shown = inputs.iter().map(|input| match Quantity::of(input) {
            Some(Quantity { value, error: None, unit }) => format!("{input:?} {value} {unit}"),
            Some(Quantity { value, error: Some(error), unit }) => format!("{input:?} {value} ± {error} {unit}"),
            None => format!("{input:?} -"),
        });
        expected.assert_eq(&shown.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_value_keeps_its_error_and_its_unit() {
        check(
            &[
                "2368.80 ± 93.24",
                "1.5 ± 0.1 ms",
                "12.3 ms ± 0.4 ms",
                "10.5 (± 0.1) ms",
                "1,234.5 +/- 0.5",
                "3 +- 1",
                "1.25 µs ± 2%",
                "45 ± 3%",
                "45 ± 3 %",
                "1.5 s ± 2 ms",
                "± 3",
                "a ± b",
            ],
            &expect![[r#"
                "2368.80 ± 93.24" 2368.8 ± 93.24 
                "1.5 ± 0.1 ms" 1.5 ± 0.1 ms
                "12.3 ms ± 0.4 ms" 12.3 ± 0.4 ms
                "10.5 (± 0.1) ms" 10.5 ± 0.1 ms
                "1,234.5 +/- 0.5" 1234.5 ± 0.5 
                "3 +- 1" 3 ± 1 
                "1.25 µs ± 2%" 1.25 ± 0.025 µs
                "45 ± 3%" 45 ± 3 %
                "45 ± 3 %" 45 ± 3 %
                "1.5 s ± 2 ms" -
                "± 3" -
                "a ± b" -"#]],
        );
    }

    #[test]
    fn numbers_are_told_from_what_stands_around_them() {
        check(
            &[
                "np.float64(0.1146)",
                "Decimal('1.50')",
                "**1.5**",
                "_2.5_",
                "2.5*",
                "$1,200.00",
                "€0.25",
                "0.25 €",
                "-$3",
                "−1.5",
                "1'234.5",
                "1 234",
                "1\u{202f}234,5",
                "12 34",
                "1m30s",
                "2h5m1.5s",
                "30s1m",
                "8b",
                "q4_k_m",
                "3/4",
                "<0.01",
                "f(1)",
                "NaN",
            ],
            &expect![[r#"
                "np.float64(0.1146)" 0.1146 
                "Decimal('1.50')" 1.5 
                "**1.5**" 1.5 
                "_2.5_" 2.5 
                "2.5*" 2.5 
                "$1,200.00" 1200 USD
                "€0.25" 0.25 EUR
                "0.25 €" 0.25 EUR
                "-$3" -3 USD
                "−1.5" -1.5 
                "1'234.5" 1234.5 
                "1 234" 1234 
                "1\u{202f}234,5" -
                "12 34" -
                "1m30s" 90 s
                "2h5m1.5s" 7501.5 s
                "30s1m" -
                "8b" -
                "q4_k_m" -
                "3/4" -
                "<0.01" -
                "f(1)" -
                "NaN" -"#]],
        );
    }

    #[test]
    fn durations_by_the_clock_and_decimal_commas() {
        let shown = [
            "0:01:30",
            "1:02:03.5",
            "2:15.5",
            "90:00",
            "16:29",
            "1:2:3",
            "1:60:00",
            "1.234,5",
            "1.234",
            "0,25",
            "12",
            "1,2,3",
        ]
        .map(|input| {
            format!("{input:?} {:?} {:?} {:?}", clocked(input, false), clocked(input, true), with_comma(input))
        });
        expect![[r#"
            "0:01:30" Some(90.0) Some(90.0) None
            "1:02:03.5" Some(3723.5) Some(3723.5) None
            "2:15.5" None Some(135.5) None
            "90:00" None Some(5400.0) None
            "16:29" None Some(989.0) None
            "1:2:3" None None None
            "1:60:00" None None None
            "1.234,5" None None Some(1234.5)
            "1.234" None None Some(1234.0)
            "0,25" None None Some(0.25)
            "12" None None Some(12.0)
            "1,2,3" None None None"#]]
        .assert_eq(&shown.join("\n"));
    }
}
