//! From what a person types to objectives.

use super::{BOUNDED, Bounded, Fault, Objective};
use crate::number::{grouped, plain};
use crate::unit::Unit;

/// Longer texts are no objectives.
const MOST_LETTERS: usize = 2000;
/// More objectives than this nobody holds.
const MOST: usize = 20;
/// What an example looks like.
const EXAMPLE: &str = "write it like `TTFT p99 <= 500 ms`";
/// Comparisons, longest first: text, whether the value must not be above, whether the limit itself misses.
const SIGNS: &[(&str, bool, bool)] = &[
    ("<=", true, false),
    ("=<", true, false),
    ("≤", true, false),
    (">=", false, false),
    ("=>", false, false),
    ("≥", false, false),
    ("<", true, true),
    (">", false, true),
    (" at most ", true, false),
    (" at least ", false, false),
    (" less than ", true, true),
    (" more than ", false, true),
    (" below ", true, true),
    (" under ", true, true),
    (" above ", false, true),
    (" over ", false, true),
];

/// Objectives separated by a comma, a semicolon, `and` or a new line; an empty text has none.
///
/// # Errors
///
/// - no comparison, no number, or a number that cannot be read
/// - a metric that has no name here, with the nearest ones
/// - a metric of requests without a statistic
/// - a unit that is missing, not known, or of another dimension
/// - a bound from the side that nobody needs
pub fn parse(text: &str) -> Result<Vec<Objective>, Fault> {
    if text.chars().count() > MOST_LETTERS {
        return fault(format!("the objectives have more than {MOST_LETTERS} letters"), "give fewer of them");
    }
    let parts = parts(text);
    if parts.len() > MOST {
        return fault(format!("there are more than {MOST} objectives"), "give fewer of them");
    }
    let mut all: Vec<Objective> = Vec::new();
    for part in parts {
        let objective = objective(&part)?;
        if !all.contains(&objective) {
            all.push(objective);
        }
    }
    Ok(all)
}

fn fault<T>(what: impl Into<String>, hint: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { what: what.into(), hint: hint.into() })
}

/// A comma between two digits is part of a number.
fn parts(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.replace(" and ", ";").replace("&&", ";").chars().collect();
    let mut parts = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
        let in_number = *letter == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if matches!(letter, ';' | '\n' | '\r') || (*letter == ',' && !in_number) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(if letter.is_whitespace() || letter.is_control() { ' ' } else { *letter });
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn objective(part: &str) -> Result<Objective, Fault> {
    let found = SIGNS
        .iter()
        .filter_map(|(sign, ..)| Some((part.find(sign)?, *sign)))
        .min_by_key(|(at, sign)| (*at, std::cmp::Reverse(sign.len())));
    let Some((at, sign)) = found else {
        return fault(format!("`{part}` compares nothing: it has no `<=` and no `>=`"), EXAMPLE);
    };
    let (at_most, strict) =
        SIGNS.iter().find(|known| known.0 == sign).map_or((true, false), |known| (known.1, known.2));
    let (left, right) = (&part[..at], part[at + sign.len()..].trim());
    let (statistic, words) = statistic_of(left, part)?;
    let candidates: Vec<&Bounded> = BOUNDED.iter().filter(|bounded| bounded.words.contains(&words.as_str())).collect();
    let Some(first) = candidates.first() else { return unknown(left.trim(), &words) };
    let (number, unit) = quantity(right, part)?;
    let Some(unit) = unit else {
        // A share may be written as one.
        if first.unit == "%" && (0.0..=1.0).contains(&number) {
            return finished(first, statistic, (at_most, strict), number, part);
        }
        let example = match first.unit {
            "s" => "ms",
            unit => unit,
        };
        return fault(format!("`{part}` has no unit"), format!("write one after the number, like `{right} {example}`"));
    };
    let Some((bounded, factor)) = candidates.iter().find_map(|bounded| Some((*bounded, factor(unit, bounded)?))) else {
        let units: Vec<&str> = candidates.iter().map(|bounded| bounded.unit).collect();
        let hint =
            if first.unit == "s" { "use `ms` or `s`".to_owned() } else { format!("use `{}`", units.join("` or `")) };
        return fault(format!("`{unit}` is no unit of {} in `{part}`", first.short), hint);
    };
    finished(bounded, statistic, (at_most, strict), number * factor, part)
}

fn finished(
    bounded: &Bounded,
    statistic: Option<String>,
    (at_most, strict): (bool, bool),
    limit: f64,
    part: &str,
) -> Result<Objective, Fault> {
    if bounded.of_requests && statistic.is_none() {
        let short = bounded.short;
        return fault(
            format!("`{part}` does not say which statistic of {short} it bounds"),
            format!("name one, like `{short} p99` or `{short} median`"),
        );
    }
    if let Some(statistic) = statistic.as_ref().filter(|_| !bounded.of_requests) {
        return fault(
            format!("a run has one {}, no {statistic} of it: `{part}`", bounded.short),
            format!("leave out `{statistic}`"),
        );
    }
    let is_possible = limit > 0.0 || (limit == 0.0 && bounded.unit == "%" && at_most && !strict);
    if !limit.is_finite() || !is_possible {
        return fault(format!("nothing can hold the limit of `{part}`"), "give a limit above zero");
    }
    if bounded.unit == "%" && limit > 1.0 {
        return fault(format!("`{part}` allows more than all requests"), "give a share up to `100 %`");
    }
    let objective = Objective { metric: bounded.key.to_owned(), statistic, at_most, strict, limit };
    if !objective.is_from_the_right_side() {
        let (is, sign) = if at_most { ("higher", ">=") } else { ("lower", "<=") };
        return fault(
            format!("`{part}` bounds {} from the wrong side: {is} is better", bounded.short),
            format!("turn it round: `{sign}`"),
        );
    }
    Ok(objective)
}

/// The statistic that is named and the words that are left.
fn statistic_of(left: &str, part: &str) -> Result<(Option<String>, String), Fault> {
    let lower =
        left.to_lowercase().replace("99.9", "99\u{1}9").replace("99.5", "99\u{1}5").replace("99.99", "99\u{1}99");
    let spaced: String = lower.chars().map(|c| if c.is_alphanumeric() || c == '\u{1}' { c } else { ' ' }).collect();
    let (mut statistic, mut words) = (None, Vec::new());
    for word in spaced.split_whitespace() {
        match named_statistic(word) {
            Some(Ok(name)) => statistic = Some(name),
            Some(Err(())) => {
                return fault(
                    format!("`{word}` is no percentile between 0 and 100 in `{part}`"),
                    "write `p99` or `p99.9`",
                );
            }
            None => words.push(word),
        }
    }
    // A unit that stands in the name, as in `p99_ttft_ms`, and words that only lead to it.
    let beside = ["ms", "the", "of", "percentile", "is"];
    words.retain(|word| !beside.contains(word));
    Ok((statistic, words.join(" ")))
}

/// `p99`, `99th`, `median`; `Err` for a percentile that is none.
fn named_statistic(word: &str) -> Option<Result<String, ()>> {
    match word {
        "median" | "p50" => return Some(Ok("median".to_owned())),
        "mean" | "average" | "avg" => return Some(Ok("mean".to_owned())),
        "max" | "maximum" | "p100" => return Some(Ok("max".to_owned())),
        _ => {}
    }
    let number = word.strip_prefix('p').or_else(|| word.strip_suffix("th"))?;
    let number = number.replace('\u{1}', ".");
    let starts = number.starts_with(|first: char| first.is_ascii_digit());
    let percent = starts.then(|| number.parse::<f64>().ok()).flatten()?;
    Some(if percent > 0.0 && percent < 100.0 { Ok(format!("p{number}")) } else { Err(()) })
}

/// The number and the unit after it.
fn quantity<'a>(right: &'a str, part: &str) -> Result<(f64, Option<&'a str>), Fault> {
    let end = right.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'))).unwrap_or(right.len());
    // `1e3` is a number, `1 e` is not.
    let (number, unit) = (right[..end].trim(), right[end..].trim());
    let value = plain(number.as_bytes()).or_else(|| grouped(number));
    let Some(value) = value.filter(|value| value.is_finite()) else {
        let said = if right.is_empty() { "nothing" } else { right };
        return fault(
            format!("a number was expected in `{part}`, but there is `{said}`"),
            "write it like `500 ms` or `1.5 s`",
        );
    };
    Ok((value, (!unit.is_empty()).then_some(unit)))
}

/// From a written unit to the base unit of a metric; `None` where it measures something else.
fn factor(unit: &str, bounded: &Bounded) -> Option<f64> {
    let stated = |symbol: &str| Unit::stated(unit).filter(|stated| stated.symbol == symbol).map(|stated| stated.factor);
    match (bounded.unit, unit.to_lowercase().as_str()) {
        ("%", "%") => Some(0.01),
        ("%", _) => stated("%").map(|factor| 0.01 * factor),
        ("requests/s", "rps" | "qps" | "/s" | "1/s") | ("tokens/s", "tps" | "t/s") => Some(1.0),
        (base, _) => stated(base),
    }
}

/// A name that is none, with those that are written most alike.
fn unknown<T>(written: &str, words: &str) -> Result<T, Fault> {
    let mut near: Vec<(usize, &str)> = BOUNDED
        .iter()
        .map(|bounded| {
            (bounded.words.iter().map(|known| distance(words, known)).min().unwrap_or(usize::MAX), bounded.short)
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    let names: Vec<String> = near.iter().take(3).map(|(_, short)| format!("`{short}`")).collect();
    let what = if written.is_empty() {
        "no metric is named before the comparison".to_owned()
    } else {
        format!("`{written}` names no metric that is known here")
    };
    let hint = format!("the nearest are {}", crate::shown::listed(&names));
    fault(what, if written.is_empty() { EXAMPLE.to_owned() } else { hint })
}

/// How many letters must be added, left out or changed to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().take(60).enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (to, other) in b.iter().enumerate() {
            let changed = before + usize::from(letter != *other);
            before = row[to + 1];
            row[to + 1] = changed.min(row[to] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(texts: &[&str], expected: &Expect) {
        let read = |text: &&str| match parse(text) {
            Ok(all) => all.iter().map(|it| format!("{} [{}]", it.shown(), it.limit)).collect::<Vec<_>>().join(" | "),
            Err(fault) => format!("{}\n    {}", fault.what, fault.hint),
        };
        expected.assert_eq(&texts.iter().map(read).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn what_people_type_is_understood() {
        check(
            &[
                "TTFT p99 <= 500 ms",
                "tpot p99 < 50ms, e2e p95 ≤ 2 s; error rate <= 1 % and throughput >= 10 tok/s",
                "p99_ttft_ms <= 1,000 ms",
                "99th percentile of time to first token under 0.5 s",
                "throughput >= 4 rps",
                "median full answer at most 3 s\nITL p99.9 < 90 ms",
                "errors <= 0.01",
                "ttft P50 =< 0.2s, TTFT median <= 200 ms",
                "",
            ],
            &expect![[r#"
                TTFT p99 <= 500 ms [0.5]
                TPOT p99 < 50 ms [0.05] | full answer p95 <= 2.0 s [2] | error rate <= 1 % [0.01] | output throughput >= 10 tokens/s [10]
                TTFT p99 <= 1.0 s [1]
                TTFT p99 < 500 ms [0.5]
                requests per second >= 4 requests/s [4]
                full answer median <= 3.0 s [3] | ITL p99.9 < 90 ms [0.09]
                error rate <= 1 % [0.01]
                TTFT median <= 200 ms [0.2]
            "#]],
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_with_what_to_write_instead() {
        check(
            &[
                "TTFT p99 500 ms",
                "TTTF p99 <= 500 ms",
                "<= 500 ms",
                "TTFT p99 <= 500",
                "TTFT p99 <= 500 tokens",
                "TTFT p99 <= fast",
                "TTFT p99 <= 1,5 s",
                "TTFT <= 500 ms",
                "TTFT p150 <= 500 ms",
                "TTFT p99 >= 500 ms",
                "throughput p99 >= 5 rps",
                "error rate <= 150 %",
                "TTFT p99 <= 0 ms",
                "TTFT p99 <=",
                "<script>alert(1)</script>",
            ],
            &expect![[r#"
                `TTFT p99 500 ms` compares nothing: it has no `<=` and no `>=`
                    write it like `TTFT p99 <= 500 ms`
                `TTTF p99` names no metric that is known here
                    the nearest are `TTFT`, `TPOT` and `ITL`
                no metric is named before the comparison
                    write it like `TTFT p99 <= 500 ms`
                `TTFT p99 <= 500` has no unit
                    write one after the number, like `500 ms`
                `tokens` is no unit of TTFT in `TTFT p99 <= 500 tokens`
                    use `ms` or `s`
                a number was expected in `TTFT p99 <= fast`, but there is `fast`
                    write it like `500 ms` or `1.5 s`
                a number was expected in `TTFT p99 <= 1,5 s`, but there is `1,5 s`
                    write it like `500 ms` or `1.5 s`
                `TTFT <= 500 ms` does not say which statistic of TTFT it bounds
                    name one, like `TTFT p99` or `TTFT median`
                `p150` is no percentile between 0 and 100 in `TTFT p150 <= 500 ms`
                    write `p99` or `p99.9`
                `TTFT p99 >= 500 ms` bounds TTFT from the wrong side: lower is better
                    turn it round: `<=`
                a run has one requests per second, no p99 of it: `throughput p99 >= 5 rps`
                    leave out `p99`
                `error rate <= 150 %` allows more than all requests
                    give a share up to `100 %`
                nothing can hold the limit of `TTFT p99 <= 0 ms`
                    give a limit above zero
                a number was expected in `TTFT p99 <=`, but there is `nothing`
                    write it like `500 ms` or `1.5 s`
                no metric is named before the comparison
                    write it like `TTFT p99 <= 500 ms`"#]],
        );
        assert!(parse(&"x".repeat(3000)).is_err() && parse(&"TTFT p99 < 1 s;".repeat(30)).is_err());
    }
}
