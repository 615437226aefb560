//! A number as it is written: digits, separators, exponent, scale; its value and how far rounding may have moved it.

/// A numeral.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// Length in bytes.
    pub(crate) length: usize,
    /// Value.
    pub(crate) value: f64,
    /// Half a unit of the last written place.
    pub(crate) half: f64,
    /// Digits before the decimal point, separators not counted.
    pub(crate) whole_digits: usize,
    /// Whether it has neither sign, separator, point, exponent nor scale.
    pub(crate) plain: bool,
}

/// Characters between thousands: comma, no-break, thin and narrow no-break space.
const SEPARATORS: [char; 4] = [',', '\u{a0}', '\u{2009}', '\u{202f}'];

/// The numeral that a text begins with.
pub(crate) fn numeral_at(text: &str) -> Option<Numeral> {
    let sign = ["-", "−", "+"].into_iter().find(|sign| text.starts_with(sign)).unwrap_or("");
    let mut at = sign.len();
    let mut digits = String::new();
    let first = digits_at(&text[at..]);
    digits.push_str(&text[at..at + first]);
    at += first;
    let mut separated = false;
    if (1..=3).contains(&first) {
        while let Some(length) = thousands_at(&text[at..], text[at..].chars().next()) {
            digits.push_str(&text[at + length - 3..at + length]);
            at += length;
            separated = true;
        }
    }
    let whole_digits = digits.len();
    let mut decimals = 0;
    if text[at..].starts_with('.') {
        decimals = digits_at(&text[at + 1..]);
        if decimals > 0 {
            digits.push('.');
            digits.push_str(&text[at + 1..at + 1 + decimals]);
            at += 1 + decimals;
        }
    }
    if whole_digits + decimals == 0 {
        return None;
    }
    let mut value: f64 = digits.parse().ok()?;
    if sign == "-" || sign == "−" {
        value = -value;
    }
    let mut half = 0.5 / libm::pow(10.0, decimals as f64);
    let plain = sign.is_empty() && !separated && decimals == 0;
    let numeral = |length, value, half, plain| Some(Numeral { length, value, half, whole_digits, plain });
    if let Some((length, exponent)) = exponent_at(&text[at..]) {
        // The text is read again, because multiplying by a power of ten can miss the nearest value by a bit.
        let spelled = format!("{digits}e{exponent}");
        let size: f64 = spelled.parse().ok()?;
        value = if value.is_sign_negative() { -size } else { size };
        half *= libm::pow(10.0, f64::from(exponent));
        return value.is_finite().then_some(()).and_then(|()| numeral(at + length, value, half, false));
    }
    if let Some((length, scale)) = scale_at(&text[at..]) {
        return numeral(at + length, value * scale, half * scale, false);
    }
    numeral(at, value, half, plain)
}

pub(crate) fn digits_at(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Length of a separator with exactly three digits behind it.
fn thousands_at(text: &str, first: Option<char>) -> Option<usize> {
    let separator = first.filter(|c| SEPARATORS.contains(c))?;
    let start = separator.len_utf8();
    (digits_at(&text[start..]) == 3).then_some(start + 3)
}

/// `e-3`, `×10^8`, `× 10⁻³`.
fn exponent_at(text: &str) -> Option<(usize, i32)> {
    let in_range = |exponent: i32| (-330..=308).contains(&exponent);
    if let Some(rest) = text.strip_prefix(['e', 'E']) {
        let sign = ["-", "−", "+"].into_iter().find(|sign| rest.starts_with(sign)).unwrap_or("");
        let digits = digits_at(&rest[sign.len()..]);
        let end = sign.len() + digits;
        let size: i32 = rest[sign.len()..end].parse().ok()?;
        let exponent = if sign == "-" || sign == "−" { -size } else { size };
        return in_range(exponent).then_some((1 + end, exponent));
    }
    let rest = text.trim_start_matches([' ', '\u{a0}', '\u{2009}']);
    let rest =
        rest.strip_prefix(['×', '·', '*', 'x'])?.trim_start_matches([' ', '\u{a0}', '\u{2009}']).strip_prefix("10")?;
    let (length, spelled) = match rest.strip_prefix('^') {
        Some(power) => {
            let end = power
                .char_indices()
                .take_while(|(at, c)| c.is_ascii_digit() || (*at == 0 && matches!(c, '-' | '−')))
                .last()?;
            let end = end.0 + end.1.len_utf8();
            (1 + end, power[..end].replace('−', "-"))
        }
        None => {
            let spelled: String = rest.chars().map_while(superscript).collect();
            (rest.chars().take(spelled.chars().count()).map(char::len_utf8).sum(), spelled)
        }
    };
    let exponent: i32 = spelled.parse().ok()?;
    in_range(exponent).then_some((text.len() - rest.len() + length, exponent))
}

fn superscript(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".chars().zip("0123456789-".chars()).find_map(|(raised, plain)| (raised == c).then_some(plain))
}

/// `k`, `M`, ` million`: a scale, not the beginning of a unit.
///
/// A glued `M` or `B` counts only before a word that can be counted: `1.2M tokens`, but `270M` and `8B` name models.
fn scale_at(text: &str) -> Option<(usize, f64)> {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    for (letters, scale) in [("k", 1e3), ("K", 1e3), ("M", 1e6), ("B", 1e9)] {
        if let Some(rest) = text.strip_prefix(letters).filter(|rest| ends(rest)) {
            let counted = rest.strip_prefix([' ', '\u{a0}']).is_some_and(|word| {
                ["token", "row", "request", "record", "word", "char", "sample", "run", "param"]
                    .iter()
                    .any(|noun| word.starts_with(noun))
            });
            return (counted || scale < 1e6).then_some((1, scale));
        }
    }
    let words = [(" thousand", 1e3), (" million", 1e6), (" billion", 1e9)];
    words
        .into_iter()
        .find_map(|(word, scale)| text.strip_prefix(word).filter(|rest| ends(rest)).map(|_| (word.len(), scale)))
}

/// Number words from two on; `one` is mostly no number.
const WORDS: [(&str, f64); 28] = [
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("thousand", 1000.0),
];

/// The value of a number word, and its length: `seven`, `eighty-six`.
pub(crate) fn number_word(text: &str) -> Option<(usize, f64)> {
    let word_at = |text: &str| {
        let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let known = WORDS.iter().find(|(spelled, _)| spelled.eq_ignore_ascii_case(&text[..length]));
        known.map(|(_, value)| (length, *value))
    };
    let (length, value) = word_at(text)?;
    let ones = text[length..].strip_prefix('-').and_then(word_at).filter(|(_, ones)| *ones < 10.0 && value >= 20.0);
    Some(ones.map_or((length, value), |(more, ones)| (length + 1 + more, value + ones)))
}

/// Words that state a multiple without a digit.
pub(crate) fn multiple_word(word: &str) -> Option<f64> {
    let multiples: [(&[&str], f64); 4] = [
        (&["double", "doubles", "doubled", "twice", "twofold"], 2.0),
        (&["triple", "triples", "tripled", "threefold"], 3.0),
        (&["quadruple", "quadruples", "quadrupled", "fourfold"], 4.0),
        (&["halve", "halves", "halved"], 0.5),
    ];
    multiples.iter().find_map(|(words, value)| words.iter().any(|w| w.eq_ignore_ascii_case(word)).then_some(*value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_numeral_has_a_value_and_a_rounding() {
        let texts = [
            "661.71 ms",
            "1,234,567",
            "1,23",
            "12,345,67",
            "1\u{202f}234.5",
            "-3.4",
            "−3.4",
            "+2",
            ".5",
            "5.",
            "1.38e-1 s",
            "2e3",
            "2em",
            "1.2×10^8",
            "3 × 10⁻³",
            "1.2k tokens",
            "5K",
            "1.2M tokens",
            "270M",
            "8B",
            "2 million rows",
            "64ms",
            "x",
            "1e999",
            "1.20e-7",
        ];
        let shown: Vec<String> = texts
            .iter()
            .map(|text| match numeral_at(text) {
                Some(n) => format!("{text:?}: {:?} = {} ± {}", &text[..n.length], n.value, n.half),
                None => format!("{text:?}: none"),
            })
            .collect();
        expect![[r#"
            "661.71 ms": "661.71" = 661.71 ± 0.005
            "1,234,567": "1,234,567" = 1234567 ± 0.5
            "1,23": "1" = 1 ± 0.5
            "12,345,67": "12,345" = 12345 ± 0.5
            "1\u{202f}234.5": "1\u{202f}234.5" = 1234.5 ± 0.05
            "-3.4": "-3.4" = -3.4 ± 0.05
            "−3.4": "−3.4" = -3.4 ± 0.05
            "+2": "+2" = 2 ± 0.5
            ".5": ".5" = 0.5 ± 0.05
            "5.": "5" = 5 ± 0.5
            "1.38e-1 s": "1.38e-1" = 0.138 ± 0.0005
            "2e3": "2e3" = 2000 ± 500
            "2em": "2" = 2 ± 0.5
            "1.2×10^8": "1.2×10^8" = 120000000 ± 5000000
            "3 × 10⁻³": "3 × 10⁻³" = 0.003 ± 0.0005
            "1.2k tokens": "1.2k" = 1200 ± 50
            "5K": "5K" = 5000 ± 500
            "1.2M tokens": "1.2M" = 1200000 ± 50000
            "270M": "270" = 270 ± 0.5
            "8B": "8" = 8 ± 0.5
            "2 million rows": "2 million" = 2000000 ± 500000
            "64ms": "64" = 64 ± 0.5
            "x": none
            "1e999": "1" = 1 ± 0.5
            "1.20e-7": "1.20e-7" = 0.00000012 ± 0.0000000005"#]]
        .assert_eq(&shown.join("\n"));
    }
}
