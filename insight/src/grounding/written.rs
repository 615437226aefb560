//! Units as people write them behind a number, and what they measure.

/// What a number measures; numbers of different dimensions are never compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dimension {
    /// How many, or a pure number.
    Count,
    /// A share, kept in percent.
    Percent,
    /// How many times as large.
    Ratio,
    /// Anything else, by its base unit: `s`, `B`, `tokens/s`.
    Unit(String),
}

/// A unit: what it measures, and what to multiply a written number by to get the base unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unit {
    pub(crate) dimension: Dimension,
    pub(crate) factor: f64,
}

/// Base unit, factor, spellings. A name in angle brackets stands for a dimension without a base unit.
const UNITS: &[(&str, f64, &[&str])] = &[
    ("s", 1e-9, &["ns", "nanosecond", "nanoseconds"]),
    ("s", 1e-6, &["µs", "μs", "us", "microsecond", "microseconds"]),
    ("s", 1e-3, &["ms", "msec", "millisecond", "milliseconds"]),
    ("s", 1.0, &["s", "sec", "secs", "second", "seconds"]),
    ("s", 60.0, &["min", "mins", "minute", "minutes"]),
    ("s", 3600.0, &["h", "hr", "hrs", "hour", "hours"]),
    ("s", 86400.0, &["day", "days"]),
    ("s", 604_800.0, &["week", "weeks"]),
    ("s/token", 1.0, &["s/token", "s/tok", "s per token", "seconds per token"]),
    ("s/token", 1e-3, &["ms/token", "ms/tok", "ms per token", "milliseconds per token"]),
    (
        "tokens/s",
        1.0,
        &[
            "tokens/s",
            "token/s",
            "tok/s",
            "toks/s",
            "t/s",
            "tps",
            "tokens/sec",
            "tok/sec",
            "tokens/second",
            "tokens per second",
            "tokens per sec",
        ],
    ),
    (
        "requests/s",
        1.0,
        &[
            "requests/s",
            "request/s",
            "req/s",
            "reqs/s",
            "rps",
            "qps",
            "requests/sec",
            "req/sec",
            "requests/second",
            "requests per second",
        ],
    ),
    ("words/s", 1.0, &["words/s", "words per second"]),
    ("B", 1.0, &["B", "byte", "bytes"]),
    ("B", 1e3, &["kB", "kilobytes"]),
    ("B", 1e6, &["MB", "megabytes"]),
    ("B", 1e9, &["GB", "gigabytes"]),
    ("B", 1e12, &["TB", "terabytes"]),
    ("B", 1024.0, &["KiB"]),
    ("B", 1_048_576.0, &["MiB"]),
    ("B", 1_073_741_824.0, &["GiB"]),
    ("B", 1_099_511_627_776.0, &["TiB"]),
    ("B/s", 1.0, &["B/s", "bytes/s", "bytes per second"]),
    ("B/s", 1e3, &["kB/s"]),
    ("B/s", 1e6, &["MB/s"]),
    ("B/s", 1e9, &["GB/s"]),
    ("B/s", 1e12, &["TB/s"]),
    ("W", 1e-3, &["mW"]),
    ("W", 1.0, &["W", "watt", "watts"]),
    ("W", 1e3, &["kW"]),
    ("W", 1e6, &["MW"]),
    ("J", 1e-3, &["mJ"]),
    ("J", 1.0, &["J", "joule", "joules"]),
    ("J", 1e3, &["kJ"]),
    ("Wh", 1.0, &["Wh"]),
    ("Wh", 1e3, &["kWh"]),
    ("°C", 1.0, &["°C", "degrees Celsius"]),
    ("Hz", 1.0, &["Hz"]),
    ("Hz", 1e6, &["MHz"]),
    ("Hz", 1e9, &["GHz"]),
    ("<percent>", 1.0, &["%", "percent", "per cent", "pct", "percentage points", "percentage point", "pp"]),
    ("<percent>", 100.0, &["ratio", "fraction", "share"]),
    ("<ratio>", 1.0, &["×", "x", "times", "fold"]),
    (
        "<count>",
        1.0,
        &[
            "tokens",
            "token",
            "characters",
            "words",
            "requests",
            "request",
            "runs",
            "run",
            "files",
            "file",
            "rows",
            "row",
            "records",
            "record",
            "samples",
            "errors",
        ],
    ),
];

/// The unit that a text begins with, and its length in bytes; the longest spelling counts.
pub(crate) fn unit_at(text: &str) -> Option<(usize, Unit)> {
    let exact = |spelling: &str| text.starts_with(spelling);
    // Case tells `B` from `b` and `mW` from `MW`, so the exact spelling is tried first; long words may be capitalized.
    let loose = |spelling: &str| {
        spelling.len() > 1 && text.get(..spelling.len()).is_some_and(|head| head.eq_ignore_ascii_case(spelling))
    };
    longest(text, exact).or_else(|| longest(text, loose)).or_else(|| compound(text))
}

/// A known unit per something that is not known, as in `ms/step`: a unit of its own.
fn compound(text: &str) -> Option<(usize, Unit)> {
    // Looked for nearby alone: a text may be long and without any.
    let over = text.char_indices().take(24).find(|(_, c)| *c == '/').map(|(at, _)| at);
    let over = over.filter(|over| text[over + 1..].starts_with(char::is_alphabetic))?;
    let below = &text[over + 1..];
    let end = over + 1 + below.find(|c: char| !c.is_alphanumeric()).unwrap_or(below.len());
    let (length, above) = unit_at(&text[..over])?;
    let is_whole = length == over && matches!(above.dimension, Dimension::Unit(_));
    is_whole.then(|| (end, Unit { dimension: Dimension::Unit(text[..end].to_owned()), factor: 1.0 }))
}

fn longest(text: &str, fits: impl Fn(&str) -> bool) -> Option<(usize, Unit)> {
    let spellings =
        UNITS.iter().flat_map(|(base, factor, spellings)| spellings.iter().map(move |s| (*base, *factor, *s)));
    spellings
        .filter(|(_, _, spelling)| fits(spelling) && ends_there(text, spelling))
        .max_by_key(|(_, _, spelling)| spelling.len())
        .map(|(base, factor, spelling)| (spelling.len(), unit(base, factor)))
}

fn ends_there(text: &str, spelling: &str) -> bool {
    let mut rest = text[spelling.len()..].chars();
    match rest.next() {
        // A sign needs no border behind it: `2.3×faster`, `5%/run`.
        _ if !spelling.ends_with(|c: char| c.is_alphabetic()) => true,
        Some('/') => !rest.next().is_some_and(char::is_alphabetic),
        Some(c) => !c.is_alphanumeric() && c != '_',
        None => true,
    }
}

fn unit(base: &str, factor: f64) -> Unit {
    let dimension = match base {
        "<percent>" => Dimension::Percent,
        "<ratio>" => Dimension::Ratio,
        "<count>" => Dimension::Count,
        base => Dimension::Unit(base.to_owned()),
    };
    Unit { dimension, factor }
}

/// How a unit is written, given its base unit and factor.
pub(crate) fn spelling_of(base: &str, factor: f64) -> Option<&'static str> {
    let base = unit_of_fact(base);
    let wanted = base.factor * factor;
    let fits = |name: &str, own: f64| unit(name, own).dimension == base.dimension && (own - wanted).abs() <= 1e-9 * own;
    if base.dimension == Dimension::Count {
        return Some("");
    }
    UNITS.iter().find(|(name, own, _)| fits(name, *own)).and_then(|(_, _, spellings)| spellings.first()).copied()
}

/// The unit of a fact.
pub(crate) fn unit_of_fact(symbol: &str) -> Unit {
    match unit_at(symbol) {
        Some((length, unit)) if length == symbol.len() => unit,
        _ if symbol.is_empty() => Unit { dimension: Dimension::Count, factor: 1.0 },
        _ => Unit { dimension: Dimension::Unit(symbol.to_owned()), factor: 1.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_longest_spelling_that_ends_there_is_the_unit() {
        let texts = [
            "ms",
            "ms/token",
            "s.",
            "seconds",
            "Tokens per second,",
            "tok/s",
            "tokens",
            "token/s",
            "MB",
            "mb",
            "mW",
            "MW",
            "GiB of",
            "% of",
            "percentage points",
            "× as",
            "x faster",
            "x4",
            "sx",
            "B",
            "b",
            "min",
            "minimum",
            "ms/foo",
            "files",
            "qps",
            "",
        ];
        let shown: Vec<String> = texts
            .iter()
            .map(|text| match unit_at(text) {
                Some((length, unit)) => {
                    format!("{text:?}: {:?} {:?} × {}", &text[..length], unit.dimension, unit.factor)
                }
                None => format!("{text:?}: none"),
            })
            .collect();
        expect![[r#"
            "ms": "ms" Unit("s") × 0.001
            "ms/token": "ms/token" Unit("s/token") × 0.001
            "s.": "s" Unit("s") × 1
            "seconds": "seconds" Unit("s") × 1
            "Tokens per second,": "Tokens per second" Unit("tokens/s") × 1
            "tok/s": "tok/s" Unit("tokens/s") × 1
            "tokens": "tokens" Count × 1
            "token/s": "token/s" Unit("tokens/s") × 1
            "MB": "MB" Unit("B") × 1000000
            "mb": "mb" Unit("B") × 1000000
            "mW": "mW" Unit("W") × 0.001
            "MW": "MW" Unit("W") × 1000000
            "GiB of": "GiB" Unit("B") × 1073741824
            "% of": "%" Percent × 1
            "percentage points": "percentage points" Percent × 1
            "× as": "×" Ratio × 1
            "x faster": "x" Ratio × 1
            "x4": none
            "sx": none
            "B": "B" Unit("B") × 1
            "b": none
            "min": "min" Unit("s") × 60
            "minimum": none
            "ms/foo": "ms/foo" Unit("ms/foo") × 1
            "files": "files" Count × 1
            "qps": "qps" Unit("requests/s") × 1
            "": none"#]]
        .assert_eq(&shown.join("\n"));
    }
}
