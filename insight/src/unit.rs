//! Units: from the words of a header, or a unit stated beside it, to one base unit a quantity.
//!
//! Takes words, gives the base unit, the factor to it, and the words that are left. A bare `s` after something that is
//! counted means "per second" (`tokens_s`), after anything else seconds (`load_s`).

use crate::header::words;
use serde::{Deserialize, Serialize};

/// The base unit of a quantity and how to get there from what the file writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Base unit: `s`, `B`, `tokens/s`, `W`, …; empty for a pure number or when no unit is known.
    pub symbol: String,
    /// What to multiply a written value by.
    pub factor: f64,
}

impl Default for Unit {
    fn default() -> Self {
        Self { symbol: String::new(), factor: 1.0 }
    }
}

/// Spellings, base unit, factor.
type Spelling = (&'static [&'static str], &'static str, f64);

const TIMES: &[Spelling] = &[
    (&["s", "sec", "secs", "second", "seconds"], "s", 1.0),
    (&["ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds"], "s", 1e-3),
    (&["us", "usec", "usecs", "micro", "micros", "microsecond", "microseconds"], "s", 1e-6),
    (&["ns", "nsec", "nsecs", "nano", "nanos", "nanosecond", "nanoseconds"], "s", 1e-9),
    (&["mins", "minute", "minutes"], "s", 60.0),
    (&["h", "hr", "hrs", "hour", "hours"], "s", 3600.0),
];

const SIZES: &[Spelling] = &[
    (&["b", "byte", "bytes"], "B", 1.0),
    (&["kb", "kilobyte", "kilobytes"], "B", 1e3),
    (&["mb", "megabyte", "megabytes"], "B", 1e6),
    (&["gb", "gigabyte", "gigabytes"], "B", 1e9),
    (&["tb", "terabyte", "terabytes"], "B", 1e12),
    (&["kib"], "B", 1024.0),
    (&["mib"], "B", 1_048_576.0),
    (&["gib"], "B", 1_073_741_824.0),
];

const OTHERS: &[Spelling] = &[
    (&["w", "watt", "watts"], "W", 1.0),
    (&["mw", "milliwatt", "milliwatts"], "W", 1e-3),
    (&["kw"], "W", 1e3),
    (&["j", "joule", "joules"], "J", 1.0),
    (&["mj", "millijoules"], "J", 1e-3),
    (&["kj"], "J", 1e3),
    (&["wh"], "J", 3600.0),
    (&["kwh"], "J", 3.6e6),
    (&["hz"], "Hz", 1.0),
    (&["khz"], "Hz", 1e3),
    (&["mhz"], "Hz", 1e6),
    (&["ghz"], "Hz", 1e9),
    (&["degc", "celsius"], "degC", 1.0),
    (&["pct", "percent", "percentage"], "%", 1.0),
    (&["v", "volt", "volts"], "V", 1.0),
    (&["a", "amp", "amps"], "A", 1.0),
    (&["rpm"], "rpm", 1.0),
    (&["usd"], "USD", 1.0),
    (&["eur"], "EUR", 1.0),
    (&["gbp"], "GBP", 1.0),
    (&["flop", "flops"], "FLOP/s", 1.0),
    (&["gflops"], "FLOP/s", 1e9),
    (&["tflops"], "FLOP/s", 1e12),
    (&["tps"], "tokens/s", 1.0),
    (&["rps", "qps"], "requests/s", 1.0),
    (&["fps"], "frames/s", 1.0),
];

/// What can be counted: spellings and the plural that stands in a unit.
const COUNTED: &[(&[&str], &str)] = &[
    (&["token", "tokens", "tok", "toks"], "tokens"),
    (&["request", "requests", "req", "reqs"], "requests"),
    (&["query", "queries"], "queries"),
    (&["sample", "samples"], "samples"),
    (&["image", "images", "img", "imgs"], "images"),
    (&["frame", "frames"], "frames"),
    (&["item", "items"], "items"),
    (&["step", "steps"], "steps"),
    (&["iteration", "iterations", "it", "its", "iter", "iters"], "iterations"),
    (&["op", "ops", "operation", "operations"], "operations"),
    (&["char", "chars", "character", "characters"], "characters"),
    (&["word", "words"], "words"),
    (&["row", "rows"], "rows"),
    (&["call", "calls"], "calls"),
    (&["run", "runs"], "runs"),
];

/// Words that mean a unit only at the end of a header or in brackets.
const AT_THE_END: &[&str] = &["s", "micro", "milli", "nano", "second", "byte", "percent"];

/// Letters that mean a unit only at the end, after a word of their quantity, or in brackets.
const LETTERS: &[(&str, &[&str])] = &[
    ("w", &["power", "draw", "tdp"]),
    ("j", &["energy"]),
    ("v", &["voltage"]),
    ("a", &["current"]),
    ("b", &["memory", "size"]),
    ("h", &["elapsed", "duration", "time", "uptime"]),
];

fn lookup(table: &'static [Spelling], word: &str) -> Option<(&'static str, f64)> {
    table.iter().find(|(spellings, ..)| spellings.contains(&word)).map(|(_, symbol, factor)| (*symbol, *factor))
}

/// The plural of what a word counts: `tok` gives `tokens`.
pub(crate) fn counted(word: &str) -> Option<&'static str> {
    COUNTED.iter().find(|(spellings, _)| spellings.contains(&word)).map(|(_, plural)| *plural)
}

/// A unit and where its words stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// The unit.
    pub unit: Unit,
    /// The words it is made of.
    pub at: std::ops::Range<usize>,
}

/// Finds the unit in the words of a header; `is_tail` says which words may follow it (statistics).
pub(crate) fn find(words: &[String], is_tail: impl Fn(&str) -> bool) -> Option<Found> {
    let at_end = |at: usize| words[at..].iter().all(|word| is_tail(word));
    (0..words.len()).rev().find_map(|at| rate(words, at, &at_end)).or_else(|| {
        (0..words.len()).rev().find_map(|at| {
            let word = words[at].as_str();
            let letter = LETTERS.iter().find(|(letter, _)| *letter == word);
            let alone =
                letter.is_some_and(|(_, before)| !words[..at].iter().any(|word| before.contains(&word.as_str())));
            let bound = AT_THE_END.contains(&word) || letter.is_some();
            if (bound && !at_end(at + 1)) || alone {
                return None;
            }
            let (symbol, factor) = simple(word).or_else(|| {
                (word == "c" && at_end(at + 1) && words.iter().any(|word| word.starts_with("temp")))
                    .then_some(("degC", 1.0))
            })?;
            Some(Found { unit: Unit { symbol: symbol.to_owned(), factor }, at: at..at + 1 })
        })
    })
}

/// Whether a word alone is a unit.
pub(crate) fn is_unit(word: &str) -> bool {
    simple(word).is_some()
}

fn simple(word: &str) -> Option<(&'static str, f64)> {
    lookup(TIMES, word).or_else(|| lookup(SIZES, word)).or_else(|| lookup(OTHERS, word))
}

/// `tokens per second`, `tok s`, `mb per s`, `ms per token` that begins at a word.
fn rate(words: &[String], at: usize, at_end: &impl Fn(usize) -> bool) -> Option<Found> {
    let above = words.get(at)?.as_str();
    let per = words.get(at + 1).is_some_and(|word| word == "per");
    let below_at = if per { at + 2 } else { at + 1 };
    let below = words.get(below_at)?.as_str();
    let found = |symbol: String, factor: f64| Some(Found { unit: Unit { symbol, factor }, at: at..below_at + 1 });
    if let Some((_, seconds)) = lookup(TIMES, below) {
        // `t/s` is no tonne: who measures models counts tokens.
        let tokens = (above == "t" && per).then_some("tokens");
        if let Some(noun) = counted(above).or(tokens)
            && (per || ((below == "s" || below == "sec") && at_end(below_at + 1)))
        {
            return found(format!("{noun}/s"), 1.0 / seconds);
        }
        if per && let Some((symbol, factor)) = lookup(SIZES, above) {
            return found(format!("{symbol}/s"), factor / seconds);
        }
    }
    let noun = counted(below).filter(|_| per)?;
    let one = noun.strip_suffix('s').map_or(noun, |one| if noun == "queries" { "query" } else { one });
    let (symbol, factor) = simple(above)?;
    found(format!("{symbol}/{one}"), factor)
}

impl Unit {
    /// The unit of a file as it is usually written: `ms` for a thousandth of `s`.
    pub(crate) fn written(&self) -> String {
        const WRITTEN: &[(&str, f64, &str)] = &[
            ("s", 1e-3, "ms"),
            ("s", 1e-6, "us"),
            ("s", 1e-9, "ns"),
            ("s", 60.0, "min"),
            ("s", 3600.0, "h"),
            ("B", 1e3, "kB"),
            ("B", 1e6, "MB"),
            ("B", 1e9, "GB"),
            ("B", 1e12, "TB"),
            ("B", 1024.0, "KiB"),
            ("B", 1_048_576.0, "MiB"),
            ("B", 1_073_741_824.0, "GiB"),
        ];
        let (above, below) = self.symbol.split_once('/').map_or((self.symbol.as_str(), None), |(a, b)| (a, Some(b)));
        let known = WRITTEN.iter().find(|(symbol, factor, _)| *symbol == above && *factor == self.factor);
        match (known, below) {
            (Some((_, _, word)), None) => (*word).to_owned(),
            (Some((_, _, word)), Some(below)) => format!("{word}/{below}"),
            (None, _) if self.factor == 1.0 => self.symbol.clone(),
            (None, _) => format!("{} {}", self.factor, self.symbol),
        }
    }

    /// The unit that is stated apart from a header: in brackets, in a row of units, in every cell.
    pub(crate) fn stated(written: &str) -> Option<Self> {
        let words = words(written);
        if let Some(found) = find(&words, |_| false).filter(|found| found.at == (0..words.len())) {
            return Some(found.unit);
        }
        match words.as_slice() {
            [one] if LETTERS.iter().any(|(letter, _)| letter == one) => {
                simple(one).map(|(symbol, factor)| Self { symbol: symbol.to_owned(), factor })
            }
            [one] if one == "c" => Some(Self { symbol: "degC".to_owned(), factor: 1.0 }),
            [one] if one == "x" => Some(Self::default()),
            [one] if one == "min" => Some(Self { symbol: "s".to_owned(), factor: 60.0 }),
            [one] => counted(one).map(|noun| Self { symbol: noun.to_owned(), factor: 1.0 }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::Header;

    #[test]
    fn the_unit_of_a_header_is_found_wherever_it_stands() {
        let check = |written: &str, expected: &str| {
            let header = Header::of(written);
            let stated = header.bracket.as_deref().and_then(Unit::stated);
            let tail = |word: &str| ["mean", "median", "p95"].contains(&word);
            let unit = stated.or_else(|| find(&header.words, tail).map(|found| found.unit)).unwrap_or_default();
            assert_eq!(format!("{} {}", unit.symbol, unit.factor).trim(), expected, "{written}");
        };
        check("ttft_ms", "s 0.001");
        check("ttft_s", "s 1");
        check("eval_s_mean", "s 1");
        check("latency_ms_p95", "s 0.001");
        check("gpu__time_duration_us", "s 0.000001");
        check("eval_duration_ns", "s 0.000000001");
        check("tokens_s", "tokens/s 1");
        check("mean_tokens_s", "tokens/s 1");
        check("tok_s", "tokens/s 1");
        check("tok/s", "tokens/s 1");
        check("Tokens per Second", "tokens/s 1");
        check("throughput_tokens_per_sec", "tokens/s 1");
        check("tokens_per_s_geomean", "tokens/s 1");
        check("tokens_per_minute", &format!("tokens/s {}", 1.0 / 60.0));
        check("kv_decode_ms_per_token", "s/token 0.001");
        check("Mean (ms)", "s 0.001");
        check("power.draw [W]", "W 1");
        check("memory.used [MiB]", "B 1048576");
        check("memory_used_gb", "B 1000000000");
        check("model_size_bytes", "B 1");
        check("network (MB/s)", "B/s 1000000");
        check("cpu_percent", "% 1");
        check("utilization.gpu [%]", "% 1");
        check("gpu_temperature_mean_c", "degC 1");
        check("clock (MHz)", "Hz 1000000");
        check("energy_kwh", "J 3600000");
        check("requests_per_sec", "requests/s 1");
        check("s_per_request", "s/request 1");
        check("decode (ms/token)", "s/token 0.001");
        check("min", "1");
        check("a_config", "1");
        check("type_v", "1");
        check("cpu_power_w", "W 1");
        check("class", "1");
        check("", "1");
    }
}
