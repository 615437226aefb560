//! Units: from the words of a header, or a unit stated beside it, to one base unit a quantity.
//!
//! Takes words, gives the base unit, the factor to it, and the words that are left. A bare `s` after something that is
//! counted means "per second" (`tokens_s`), after anything else seconds (`load_s`).

mod spelling;

use crate::header::words;
use serde::{Deserialize, Serialize};
use spelling::{BITS, COUNTED, OTHERS, SIZES, Spelling, TIMES};

pub(crate) use spelling::exact;

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

/// Words that mean a unit only at the end of a header or in brackets.
const AT_THE_END: &[&str] = &["s", "micro", "milli", "nano", "second", "byte", "percent"];

/// Letters that mean a unit only at the end, after a word of their quantity, or in brackets.
const LETTERS: &[(&str, &[&str])] = &[
    ("w", &["power", "draw", "tdp"]),
    ("j", &["energy"]),
    ("v", &["voltage"]),
    ("a", &["current"]),
    ("b", &["memory", "size"]),
    ("h", &["elapsed", "duration", "time", "uptime", "runtime", "life"]),
];

fn lookup(table: &'static [Spelling], word: &str) -> Option<(&'static str, f64)> {
    table.iter().find(|(spellings, ..)| spellings.contains(&word)).map(|(_, symbol, factor)| (*symbol, *factor))
}

/// Singular words and short ones that stand before `_s` in a rate: `tok_s`; `request_s` lasts seconds.
const SHORT: &[&str] = &["tok", "token", "req", "img", "char", "it", "iter", "op", "msg", "txn", "rec", "doc"];

/// Words before `token_s` that say that it lasts and is no rate.
const LASTING: &[&str] = &["time", "latency", "duration", "first", "per", "delay", "gap"];

/// Seconds of a span of time; `min` is one only where nothing else can be meant.
fn span(word: &str) -> Option<f64> {
    match word {
        "min" => Some(60.0),
        "day" => Some(86_400.0),
        _ => lookup(TIMES, word).map(|(_, seconds)| seconds),
    }
}

/// Whether a word can stand below a fraction bar: `s`, `token`, `GPU`.
pub(crate) fn is_below(word: &str) -> bool {
    span(word).is_some() || counted(word).is_some() || many(word).is_some() || simple(word).is_some()
}

/// How many of what follows: `1m`, `million`, `1k`.
fn many(word: &str) -> Option<f64> {
    match word {
        "1k" | "1000" | "thousand" | "kilo" => Some(1e3),
        "1m" | "1000000" | "million" | "mega" => Some(1e6),
        _ => None,
    }
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
            // `speedup_x` is a multiple.
            let multiple = (word == "x" && at > 0 && at + 1 == words.len()).then_some(("", 1.0));
            let (symbol, factor) = simple(word).or(multiple).or_else(|| {
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
    [TIMES, SIZES, BITS, OTHERS].into_iter().find_map(|table| lookup(table, word))
}

/// `tokens per second`, `tok s`, `mb per s`, `ms per token` that begins at a word.
fn rate(words: &[String], at: usize, at_end: &impl Fn(usize) -> bool) -> Option<Found> {
    let above = words.get(at)?.as_str();
    let per = words.get(at + 1).is_some_and(|word| word == "per");
    let mut below_at = if per { at + 2 } else { at + 1 };
    let below = words.get(below_at)?.as_str();
    let found =
        |symbol: String, factor: f64, last: usize| Some(Found { unit: Unit { symbol, factor }, at: at..last + 1 });
    if let Some(seconds) = span(below) {
        // `t/s` is no tonne: who measures models counts tokens.
        let tokens = (above == "t" && per).then_some("tokens");
        let ends = (below == "s" || below == "sec") && at_end(below_at + 1);
        let many = ends && (above.ends_with('s') || SHORT.contains(&above));
        let lasts = || words[..at].iter().any(|word| LASTING.contains(&word.as_str()));
        if let Some(noun) = counted(above).or(tokens)
            && (per || many && !lasts())
        {
            return found(format!("{noun}/s"), 1.0 / seconds, below_at);
        }
        if let Some((symbol, factor)) = lookup(SIZES, above).or_else(|| lookup(BITS, above))
            && (per || ends && symbol_is_long(above))
        {
            return found(format!("{symbol}/s"), factor / seconds, below_at);
        }
        let (Some((symbol, factor)), true) = (simple(above), per) else {
            return if per && is_plural(above) { found(format!("{above}/s"), 1.0 / seconds, below_at) } else { None };
        };
        return match symbol {
            "USD" | "EUR" | "GBP" => found(format!("{symbol}/h"), factor * 3600.0 / seconds, below_at),
            "FLOP" | "J" => found(format!("{symbol}/s"), factor / seconds, below_at),
            _ => None,
        };
    }
    let each = many(below).unwrap_or(1.0);
    if each > 1.0 {
        below_at += 1;
    }
    let noun = counted(words.get(below_at)?).filter(|_| per)?;
    let (symbol, factor) = simple(above)?;
    found(format!("{symbol}/{}", singular(noun)), factor / each, below_at)
}

/// What stands below the fraction bar where the words before it name no unit: `cost per 1M tokens`.
pub(crate) fn below(words: &[String]) -> Option<(String, f64)> {
    let at = words.iter().position(|word| word == "per")? + 1;
    let each = many(words.get(at)?).unwrap_or(1.0);
    let noun = counted(words.get(if each > 1.0 { at + 1 } else { at })?)?;
    Some((singular(noun).to_owned(), each))
}

fn singular(noun: &str) -> &str {
    if noun == "queries" { "query" } else { noun.strip_suffix('s').unwrap_or(noun) }
}

/// A word of many things that no table here knows: `cycles`, `games`.
fn is_plural(word: &str) -> bool {
    word.len() >= 4
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `b_s` may be anything, `mb_s` is a rate.
fn symbol_is_long(word: &str) -> bool {
    word.len() > 1
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
            ("bit", 1e3, "kbit"),
            ("bit", 1e6, "Mbit"),
            ("bit", 1e9, "Gbit"),
            ("W", 1e-3, "mW"),
            ("W", 1e3, "kW"),
            ("W", 1e6, "MW"),
            ("J", 1e-3, "mJ"),
            ("J", 1e3, "kJ"),
            ("J", 3.6e6, "kWh"),
            ("A", 1e-3, "mA"),
            ("V", 1e-3, "mV"),
            ("Hz", 1e6, "MHz"),
            ("Hz", 1e9, "GHz"),
            ("FLOP", 1e9, "GFLOP"),
            ("FLOP", 1e12, "TFLOP"),
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
        let money = [("€", "EUR"), ("$", "USD"), ("US$", "USD"), ("£", "GBP"), ("¥", "JPY")];
        if let Some((_, symbol)) = money.iter().find(|(sign, _)| *sign == written.trim()) {
            return Some(Self { symbol: (*symbol).to_owned(), factor: 1.0 });
        }
        // Tools for programs write `ns/op`: that it is of one operation is said by the metric.
        if let Some(above) = written.strip_suffix("/op") {
            return Some(Self::stated(above).unwrap_or_default());
        }
        let words = words(written);
        if let Some(found) = find(&words, |_| false).filter(|found| found.at == (0..words.len())) {
            return Some(found.unit);
        }
        match words.as_slice() {
            [one] if LETTERS.iter().any(|(letter, _)| letter == one) => {
                simple(one).map(|(symbol, factor)| Self { symbol: symbol.to_owned(), factor })
            }
            [one] if one == "c" => Some(Self { symbol: "degC".to_owned(), factor: 1.0 }),
            [_] if written.trim() == "g" => Some(Self { symbol: "kg".to_owned(), factor: 1e-3 }),
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
        check("rx_Gbps", "bit/s 1000000000");
        check("rx (Gb/s)", "bit/s 1000000000");
        check("rx (GB/s)", "B/s 1000000000");
        check("rx_GBps", "B/s 1000000000");
        check("read_bw_kib_s", "B/s 1024");
        check("MB.sec", "B/s 1000000");
        check("power [MW]", "W 1000000");
        check("power [mW]", "W 0.001");
        check("POWER_MW", "W 0.001");
        check("size (Mb)", "bit 1000000");
        check("size (MB)", "B 1000000");
        check("failures/s", "failures/s 1");
        check("train/loss", "1");
        check("tokens/s/GPU", "tokens/s 1");
        check("time_to_first_token_s", "s 1");
        check("request_s", "s 1");
        check("usd_per_million_tokens", "USD/token 0.000001");
        check("speedup_x", "1");
        check("read_iops", "operations/s 1");
        check("min", "1");
        check("a_config", "1");
        check("type_v", "1");
        check("cpu_power_w", "W 1");
        check("class", "1");
        check("", "1");
    }
}
