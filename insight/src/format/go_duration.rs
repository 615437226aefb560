//! Durations as Go writes them: `1h2m3.4s`, `512.3ms`, `45.1µs`.

/// The nanoseconds of a unit; Go writes either of two signs for a millionth.
const UNITS: [(&str, f64); 8] =
    [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 36e11)];

/// The nanoseconds of such a duration, which Go keeps as a whole number.
pub(super) fn nanoseconds(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut sum = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (_, factor) = UNITS.iter().find(|(unit, _)| *unit == &rest[..end])?;
        sum += value * factor;
        rest = &rest[end..];
    }
    (!text.is_empty()).then_some(sum.round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_read_as_go_writes_it() {
        let check = |text: &str, expected: Option<f64>| assert_eq!(nanoseconds(text), expected, "{text}");
        check("1m2.5s", Some(62_500_000_000.0));
        check("1h0m1s", Some(3_601_000_000_000.0));
        check("512.5ms", Some(512_500_000.0));
        check("45µs", Some(45_000.0));
        check("121.674208ms", Some(121_674_208.0));
        check("0s", Some(0.0));
        check("", None);
        check("26 token(s)", None);
        check("s", None);
    }
}
