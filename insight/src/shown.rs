//! How a number is shown: one rule for the page, the report, the brief and the command line.
//!
//! As many digits as a reader compares by, and no more; the full value stands in the fact.

/// Scales of a quantity, largest first: factor to the base unit, symbol, and the value below which one decimal is kept.
struct Scales {
    steps: &'static [(f64, &'static str)],
    one_decimal_below: f64,
}

const TIME: Scales = Scales {
    steps: &[(3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
    one_decimal_below: 20.0,
};

const BYTES: Scales =
    Scales { steps: &[(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")], one_decimal_below: 10.0 };

const BYTE_RATES: Scales = Scales {
    steps: &[(1e12, "TB/s"), (1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s"), (1.0, "B/s")],
    one_decimal_below: 100.0,
};

/// Seconds are kept up to here, because loads and timeouts are compared in seconds.
const SECONDS_BELOW: f64 = 1000.0;
/// Minutes are kept up to here.
const MINUTES_BELOW: f64 = 180.0;

/// From here on a number is told by its power of ten: nobody counts twenty digits.
const HUGE: f64 = 1e18;
/// Below this as well: no clock and no scale goes there.
const TINY: f64 = 1e-15;

/// A value in its base unit as a reader sees it, with its unit: `64 ms`, `292.8 tokens/s`, `3,191`.
pub fn format_value(value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    if value < 0.0 {
        let shown = format_value(-value, unit);
        let is_zero = !shown.contains(|c: char| ('1'..='9').contains(&c));
        return if is_zero { shown } else { format!("-{shown}") };
    }
    if value >= HUGE || (value > 0.0 && value < TINY) {
        let power = format!("{value:.2e}");
        return if unit.is_empty() { power } else { format!("{power} {unit}") };
    }
    match unit {
        "s" => format_time(value),
        "B" => format_scaled(value, &BYTES, 0),
        "B/s" => format_scaled(value, &BYTE_RATES, 0),
        "%" => format!("{} %", format_percent_number(value)),
        "" => format_number(value),
        "tokens" | "characters" | "words" | "requests" => format!("{} {unit}", format_count_like(value)),
        _ => format!("{} {unit}", format_rate(value)),
    }
}

/// A measured value: rounded where its interval leaves two digits, else to four digits; whole counts stay whole.
pub fn format_measured(value: f64, unit: &str, interval: Option<(f64, f64)>) -> String {
    let is_plain = value.is_finite() && value != 0.0 && value.abs() < 1e15;
    if !is_plain || (value.fract() == 0.0 && matches!(unit, "" | "tokens" | "characters" | "words" | "requests")) {
        return format_value(value, unit);
    }
    let (factor, symbol) = match unit {
        "s" => *scale(value, &TIME.steps[if value.abs() < SECONDS_BELOW { 2 } else { 1 }..]),
        "B" => *scale(value, BYTES.steps),
        "B/s" => *scale(value, BYTE_RATES.steps),
        other => (1.0, other),
    };
    let half = interval.map(|(low, high)| (high - low).abs() / 2.0).filter(|half| *half > 0.0 && half.is_finite());
    let digits = match half {
        Some(half) => 2 + magnitude(value / factor) - magnitude(half / factor),
        None => 4,
    };
    let number = significant(value.abs() / factor, usize::try_from(digits.clamp(2, 6)).unwrap_or(4));
    // Zeros say something only where an interval says that they were measured.
    let number = match number.split_once('.') {
        Some((whole, rest)) if half.is_none() && rest.bytes().all(|digit| digit.is_ascii_digit()) => {
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
        }
        _ => number,
    };
    let sign = if value < 0.0 { "-" } else { "" };
    if symbol.is_empty() { format!("{sign}{number}") } else { format!("{sign}{number} {symbol}") }
}

/// The largest scale in which a value is at least one.
fn scale<'a>(value: f64, steps: &'a [(f64, &'static str)]) -> &'a (f64, &'static str) {
    steps.iter().find(|(factor, _)| value.abs() / factor >= 0.99995).unwrap_or(&steps[steps.len() - 1])
}

/// The power of ten of the first digit.
fn magnitude(value: f64) -> i32 {
    let text = format!("{value:.1e}");
    text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0)
}

/// A count with thousands separators: `3,191`.
pub fn format_count(count: u64) -> String {
    group_thousands(&count.to_string())
}

/// How many times as large: `1.31×`, `13×`.
pub fn format_ratio(ratio: f64) -> String {
    let digits = match ratio {
        r if r < 1.995 => 2,
        r if r < 9.95 => 1,
        _ => 0,
    };
    format!("{}×", group_thousands(&format!("{ratio:.digits$}")))
}

/// A share given as a fraction: `0.80 %`, `3.3 %`, `82 %`.
pub fn format_share(fraction: f64) -> String {
    format_value(fraction * 100.0, "%")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn format_time(seconds: f64) -> String {
    let first = match seconds {
        s if s < SECONDS_BELOW => 2,
        s if s < MINUTES_BELOW * 60.0 => 1,
        _ => 0,
    };
    format_scaled(seconds, &TIME, first)
}

/// Takes the largest scale, from `first` on, in which the value is at least one after rounding.
fn format_scaled(value: f64, scales: &Scales, first: usize) -> String {
    let steps = scales.steps.get(first..).unwrap_or(scales.steps);
    let last = steps.len().saturating_sub(1);
    for (at, (factor, symbol)) in steps.iter().enumerate() {
        let scaled = value / factor;
        // 0.9996 s is shown as 1.0 s, never as 1,000 ms.
        if scaled >= 0.9995 || (at == last && value > 0.0) {
            let whole_unit = matches!(*symbol, "B" | "B/s");
            let number = match scaled {
                s if whole_unit || s >= scales.one_decimal_below - 0.05 => format!("{s:.0}"),
                s if s >= 0.05 => format!("{s:.1}"),
                s => significant(s, 1),
            };
            return format!("{} {symbol}", group_thousands(&number));
        }
    }
    match scales.steps.iter().find(|(factor, _)| *factor == 1.0) {
        Some((_, symbol)) => format!("0 {symbol}"),
        None => "0".to_owned(),
    }
}

/// Rates, watts, degrees: one decimal, two below ten.
fn format_rate(value: f64) -> String {
    match value {
        v if v == v.trunc() && v < 1e15 => group_thousands(&format!("{v:.0}")),
        v if v >= 999.95 => group_thousands(&format!("{v:.0}")),
        v if v >= 9.995 => format!("{v:.1}"),
        v if v >= 0.9995 => format!("{v:.2}"),
        v => significant(v, 3),
    }
}

/// A pure number: three significant digits, whole numbers whole.
fn format_number(value: f64) -> String {
    match value {
        v if v == v.trunc() && v < 1e15 => group_thousands(&format!("{v:.0}")),
        v if (999.5..1e15).contains(&v) => group_thousands(&format!("{v:.0}")),
        v => significant(v, 3),
    }
}

/// A mean or median of counts: whole from one hundred on.
fn format_count_like(value: f64) -> String {
    match value {
        v if v == v.trunc() || v >= 99.95 => group_thousands(&format!("{v:.0}")),
        v => format!("{v:.1}"),
    }
}

fn format_percent_number(value: f64) -> String {
    match value {
        v if v == v.trunc() => group_thousands(&format!("{v:.0}")),
        v if v >= 9.95 => group_thousands(&format!("{v:.0}")),
        v if v >= 0.995 => format!("{v:.1}"),
        v if v >= 0.005 => format!("{v:.2}"),
        v => significant(v, 1),
    }
}

/// That many significant digits; very large and very small values as a power of ten.
fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // Rust rounds the exact binary value, so the exponent comes from the rounded text, never from a logarithm.
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let Some((_, exponent)) = scientific.split_once('e') else { return scientific };
    let Ok(exponent) = exponent.parse::<i32>() else { return scientific };
    if (-4..15).contains(&exponent) {
        let decimals = usize::try_from(digits as i32 - 1 - exponent).unwrap_or(0);
        group_thousands(&format!("{value:.decimals$}"))
    } else {
        scientific
    }
}

/// Puts commas between thousands of the whole part.
fn group_thousands(number: &str) -> String {
    let (whole, rest) = match number.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => number.split_at(at),
        None => (number, ""),
    };
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(rest);
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(values: &[(f64, &str)], expected: &Expect) {
        let lines: Vec<String> =
            values.iter().map(|(value, unit)| format!("{value} {unit} = {}", format_value(*value, unit))).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn an_interval_says_how_many_digits_a_value_has() {
        type Case = (f64, &'static str, Option<(f64, f64)>);
        let values: [Case; 10] = [
            (292.806, "tokens/s", Some((291.6, 295.5))),
            (292.806, "tokens/s", Some((292.7, 292.9))),
            (292.806, "tokens/s", None),
            (0.064_132, "s", Some((0.0631, 0.0652))),
            (0.064_132, "s", None),
            (1.2, "s", Some((0.2, 2.2))),
            (436_259.0, "B", None),
            (48_553_800_000.0, "B/s", None),
            (218.0, "tokens", Some((210.0, 220.0))),
            (-0.832_575, "%", None),
        ];
        let lines = values.map(|(value, unit, interval)| format_measured(value, unit, interval));
        expect![[r#"
            292.8 tokens/s
            292.81 tokens/s
            292.8 tokens/s
            64.1 ms
            64.13 ms
            1.2 s
            436.3 kB
            48.55 GB/s
            218 tokens
            -0.8326 %"#]]
        .assert_eq(&lines.join("\n"));
    }

    #[test]
    fn times_are_shown_in_the_unit_that_reads_best() {
        check(
            &[
                (0.0641, "s"),
                (1.17, "s"),
                (0.131, "s"),
                (29.9871, "s"),
                (336.548, "s"),
                (1650.0, "s"),
                (86400.0, "s"),
                (0.0155, "s"),
                (0.0000704, "s"),
                (0.9996, "s"),
                (0.000_000_007_6, "s"),
                (0.000_000_000_02, "s"),
                (0.0, "s"),
                (-0.25, "s"),
            ],
            &expect![[r#"
                0.0641 s = 64 ms
                1.17 s = 1.2 s
                0.131 s = 131 ms
                29.9871 s = 30 s
                336.548 s = 337 s
                1650 s = 28 min
                86400 s = 24 h
                0.0155 s = 15.5 ms
                0.0000704 s = 70 µs
                0.9996 s = 1.0 s
                0.0000000076 s = 7.6 ns
                0.00000000002 s = 0.02 ns
                0 s = 0 s
                -0.25 s = -250 ms"#]],
        );
    }

    #[test]
    fn other_units_keep_the_digits_a_reader_compares_by() {
        check(
            &[
                (292.806, "tokens/s"),
                (46.715, "tokens/s"),
                (4703.28, "tokens/s"),
                (2.8825, "requests/s"),
                (60.0, "tokens/s"),
                (0.0123, "requests/s"),
                (436_259.0, "B"),
                (12_282_000_000.0, "B"),
                (999.0, "B"),
                (83_500_000.0, "B"),
                (5_490_000_000.0, "B"),
                (48_553_800_000.0, "B/s"),
                (766_300_000.0, "B/s"),
                (12.0, "B/s"),
                (3191.0, ""),
                (1.31374, ""),
                (0.000_000_12, ""),
                (123_456.7, ""),
                (218.167, "tokens"),
                (20.5, "tokens"),
                (0.79956, "%"),
                (3.33637, "%"),
                (81.8063, "%"),
                (100.0, "%"),
                (142.6, "W"),
                (f64::NAN, "s"),
            ],
            &expect![[r#"
                292.806 tokens/s = 292.8 tokens/s
                46.715 tokens/s = 46.7 tokens/s
                4703.28 tokens/s = 4,703 tokens/s
                2.8825 requests/s = 2.88 requests/s
                60 tokens/s = 60 tokens/s
                0.0123 requests/s = 0.0123 requests/s
                436259 B = 436 kB
                12282000000 B = 12 GB
                999 B = 999 B
                83500000 B = 84 MB
                5490000000 B = 5.5 GB
                48553800000 B/s = 48.6 GB/s
                766300000 B/s = 766 MB/s
                12 B/s = 12 B/s
                3191  = 3,191
                1.31374  = 1.31
                0.00000012  = 1.20e-7
                123456.7  = 123,457
                218.167 tokens = 218 tokens
                20.5 tokens = 20.5 tokens
                0.79956 % = 0.80 %
                3.33637 % = 3.3 %
                81.8063 % = 82 %
                100 % = 100 %
                142.6 W = 142.6 W
                NaN s = not a number"#]],
        );
    }

    #[test]
    fn ratios_and_shares_have_their_own_form() {
        let shown: Vec<String> = [1.0, 1.31374, 1.996, 2.34, 9.62732, 13.0465, 71.9, 1234.5].map(format_ratio).to_vec();
        expect!["1.00× 1.31× 2.0× 2.3× 9.6× 13× 72× 1,234×"].assert_eq(&shown.join(" "));
        let shown: Vec<String> = [0.0, 0.0079956, 0.0333, 0.82].map(format_share).to_vec();
        expect!["0 % | 0.80 % | 3.3 % | 82 %"].assert_eq(&shown.join(" | "));
        assert_eq!(format_count(1_234_567), "1,234,567");
    }
}
