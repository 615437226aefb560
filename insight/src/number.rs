//! Text to number: what a person would read as a number, and nothing else.
//!
//! Takes the text of one cell, gives its value. Knows no unit's meaning; see `unit`.

/// Powers of ten that a double holds exactly.
const EXACT_TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Largest mantissa that a double holds exactly.
const EXACT_MANTISSA: u64 = 1 << 53;

/// Units that may follow a number without a space; `8b` or `4k` alone is a label.
const CLOSE_UNITS: [&str; 33] = [
    "%", "s", "ms", "us", "µs", "μs", "ns", "min", "h", "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB",
    "W", "mW", "kW", "J", "kJ", "V", "A", "Hz", "kHz", "MHz", "GHz", "°C", "C", "x",
];

/// A decimal number as programs write it: `-12`, `.5`, `1e-3`; spaces around it do not matter. `nan`, `inf` and `infinity`
/// in any case give the value that is not finite.
pub fn plain(text: &[u8]) -> Option<f64> {
    match short(text) {
        Some(value) => Some(value),
        None => long(text.trim_ascii()),
    }
}

/// Up to 15 digits with at most one point: one exact division gives the correctly rounded value.
#[inline]
fn short(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // A point takes one more byte than the 15 digits.
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    if mantissa >= EXACT_MANTISSA {
        return None;
    }
    let value = match point {
        None => mantissa as f64,
        Some(_) if digits.len() == 1 => return None,
        Some(at) => mantissa as f64 / EXACT_TENS[digits.len() - at - 1],
    };
    Some(if negative { -value } else { value })
}

/// The number in the field that begins here and its length, where it is as short as [`short`] reads; the field ends at the
/// delimiter or at the end of the line.
#[inline]
pub(crate) fn leading(line: &[u8], delimiter: u8) -> Option<(f64, usize)> {
    let sign = usize::from(line.first() == Some(&b'-'));
    let mut mantissa = 0_u64;
    let mut point = None;
    let mut length = line.len();
    for (at, &byte) in line.iter().enumerate().skip(sign) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if byte == delimiter {
            length = at;
            break;
        } else if byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    // 15 digits and a point at most, so nothing above has wrapped; at least one digit.
    let digits = length - sign;
    if digits > 16 || mantissa >= EXACT_MANTISSA || digits == usize::from(point.is_some()) {
        return None;
    }
    let value = match point {
        None => mantissa as f64,
        Some(at) => mantissa as f64 / EXACT_TENS[length - at - 1],
    };
    Some((if sign == 1 { -value } else { value }, length))
}

/// Everything `short` leaves: signs, exponents, many digits, the words for values that are not finite.
fn long(text: &[u8]) -> Option<f64> {
    let unsigned = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let allowed = match unsigned.first()? {
        // The last byte first: a time or a name that begins with a digit is told at once.
        b'0'..=b'9' | b'.' => {
            unsigned.last().is_some_and(|last| matches!(last, b'0'..=b'9' | b'.'))
                && unsigned.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+'))
        }
        b'n' | b'N' | b'i' | b'I' => {
            ["nan", "inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word.as_bytes()))
        }
        _ => false,
    };
    if !allowed {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The first whole number that a double may not hold exactly.
pub(crate) const EXACT: f64 = EXACT_MANTISSA as f64;

/// Whether a text is a whole number, digits only.
pub(crate) fn is_whole(text: &str) -> bool {
    let text = text.trim_ascii();
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a whole number was rounded when it became this value.
pub(crate) fn is_inexact(text: &str, value: f64) -> bool {
    is_whole(text) && format!("{value:.0}") != text.trim_ascii()
}

/// A number whose digits are grouped by commas: `1,024`, `1,234,567.5`, `22,80,000`; the last group has three digits.
pub fn grouped(text: &str) -> Option<f64> {
    let text = text.trim_ascii();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let mut groups = whole.split(',').rev();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let last = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let (first, middle) = rest.split_last()?;
    let fits = last.len() == 3
        && middle.iter().all(|group| (2..=3).contains(&group.len()))
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && [last, fraction].into_iter().chain(rest.iter().copied()).all(digits);
    if !fits {
        return None;
    }
    plain(text.replace(',', "").as_bytes()).filter(|value| value.is_finite())
}

/// A number with a decimal comma: `1,5`.
pub fn decimal_comma(text: &str) -> Option<f64> {
    let text = text.trim_ascii();
    let (whole, fraction) = text.split_once(',')?;
    if fraction.contains([',', '.']) || whole.contains('.') {
        return None;
    }
    plain(text.replace(',', ".").as_bytes()).filter(|value| value.is_finite())
}

/// A number and the unit written after it: `53.51 W`, `12 %`, `398,232.31 ns`, `5ms`.
pub fn with_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_ascii();
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-' | '+')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let spaced = unit.starts_with(' ');
    let unit = unit.trim_ascii();
    let word = unit.len() <= 16
        && unit.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '°' | 'µ'))
        && unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '°' | 'µ' | '/' | '·' | '²' | '.'));
    if !word || !(spaced || CLOSE_UNITS.contains(&unit)) {
        return None;
    }
    let value = plain(number.as_bytes()).or_else(|| grouped(number))?;
    Some((value, unit))
}

const ABSENT: [&str; 13] = [
    "na",
    "n/a",
    "#n/a",
    "<na>",
    "null",
    "nil",
    "none",
    "undefined",
    "not supported",
    "not available",
    "not applicable",
    "#value!",
    "#div/0!",
];

/// Words that programs write where a number is absent.
pub fn is_absence(text: &str) -> bool {
    let word = text.trim_ascii().trim_start_matches('[').trim_end_matches(']');
    matches!(word, "-" | "--" | "?" | "—") || ABSENT.iter().any(|absent| word.eq_ignore_ascii_case(absent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(read: impl Fn(&str) -> String, inputs: &[&str], expected: &Expect) {
        let shown: Vec<String> = inputs.iter().map(|input| format!("{input:?} {}", read(input))).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn plain_numbers_are_what_programs_write() {
        check(
            |text| format!("{:?}", plain(text.as_bytes())),
            &[
                "0",
                "-0",
                "12",
                " 12 ",
                "+3",
                ".5",
                "5.",
                ".",
                "-",
                "",
                "1e3",
                "1E-3",
                "1e",
                "1-2",
                "1.2.3",
                "0.1",
                "123456789012345",
                "9007199254740993",
                "0.30000000000000004",
                "1e400",
                "NaN",
                "-inf",
                "Infinity",
                "nano",
                "0x10",
                "1_000",
                "1,024",
                "2025-10-08",
                "TRUE",
            ],
            &expect![[r#"
                "0" Some(0.0)
                "-0" Some(-0.0)
                "12" Some(12.0)
                " 12 " Some(12.0)
                "+3" Some(3.0)
                ".5" Some(0.5)
                "5." Some(5.0)
                "." None
                "-" None
                "" None
                "1e3" Some(1000.0)
                "1E-3" Some(0.001)
                "1e" None
                "1-2" None
                "1.2.3" None
                "0.1" Some(0.1)
                "123456789012345" Some(123456789012345.0)
                "9007199254740993" Some(9007199254740992.0)
                "0.30000000000000004" Some(0.30000000000000004)
                "1e400" Some(inf)
                "NaN" Some(NaN)
                "-inf" Some(-inf)
                "Infinity" Some(inf)
                "nano" None
                "0x10" None
                "1_000" None
                "1,024" None
                "2025-10-08" None
                "TRUE" None"#]],
        );
    }

    #[test]
    fn groups_of_digits_fit_a_pattern_or_are_text() {
        check(
            |text| format!("{:?} {:?}", grouped(text), decimal_comma(text)),
            &[
                "1,024",
                "22,80,000",
                "-1,234,567.5",
                "1,02",
                "1024,000",
                "1,,024",
                "12",
                "1,5",
                "0,125",
                "a,bcd",
                "1.5,2",
            ],
            &expect![[r#"
                "1,024" Some(1024.0) Some(1.024)
                "22,80,000" Some(2280000.0) None
                "-1,234,567.5" Some(-1234567.5) None
                "1,02" None Some(1.02)
                "1024,000" None Some(1024.0)
                "1,,024" None None
                "12" None None
                "1,5" None Some(1.5)
                "0,125" None Some(0.125)
                "a,bcd" None None
                "1.5,2" None None"#]],
        );
    }

    #[test]
    fn a_unit_after_the_number_is_split_off_and_a_label_is_not() {
        check(
            |text| format!("{:?}", with_unit(text)),
            &[
                " 53.51 W",
                "12 %",
                "12%",
                "398,232.31 ns",
                "9723 MiB",
                "5ms",
                "8b",
                "4k",
                "3 tok/s",
                "12",
                "1 of 5",
                "W",
            ],
            &expect![[r#"
                " 53.51 W" Some((53.51, "W"))
                "12 %" Some((12.0, "%"))
                "12%" Some((12.0, "%"))
                "398,232.31 ns" Some((398232.31, "ns"))
                "9723 MiB" Some((9723.0, "MiB"))
                "5ms" Some((5.0, "ms"))
                "8b" None
                "4k" None
                "3 tok/s" Some((3.0, "tok/s"))
                "12" None
                "1 of 5" None
                "W" None"#]],
        );
    }

    proptest::proptest! {
        #[test]
        fn every_number_is_rounded_as_the_standard_library_rounds_it(
            text in "-?[0-9]{1,17}(\\.[0-9]{0,17})?(e-?[0-9]{1,2})?"
        ) {
            let expected: f64 = text.parse().unwrap();
            proptest::prop_assert_eq!(plain(text.as_bytes()).map(f64::to_bits), Some(expected.to_bits()));
            if let Some((value, length)) = leading((text.clone() + ",1").as_bytes(), b',') {
                proptest::prop_assert_eq!((value.to_bits(), length), (expected.to_bits(), text.len()));
            }
        }
    }
}
