//! What Google Benchmark prints: one line a benchmark below a header between two rules, counters named in the line or in the header
//! (`--benchmark_counters_tabular`).

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::table::Table;

/// What a row of an error begins with, behind the name.
const ERRORS: [&str; 2] = ["ERROR OCCURRED:", "SKIPPED:"];

/// The words of the header behind the name, the last of them the names of counters where there are columns of them.
fn heading(line: &str) -> Option<Vec<&str>> {
    let mut words = line.split_whitespace();
    let begins = ["Benchmark", "Time", "CPU", "Iterations"].into_iter().all(|word| words.next() == Some(word));
    begins.then(|| words.filter(|word| *word != "UserCounters...").collect())
}

/// The line of the header, counted from 1.
pub(super) fn header(text: &Text) -> Option<u64> {
    text.lines().find(|(_, line)| heading(line).is_some()).map(|(line, _)| line)
}

/// One row a benchmark; the columns are called what JSON calls them.
pub(super) fn read(text: &Text, _: &mut Ledger) -> Vec<Table> {
    let mut rows = Rows::default();
    let mut counters: Option<Vec<&str>> = None;
    for (line, text) in text.lines() {
        if let Some(found) = heading(text) {
            counters = Some(found);
            continue;
        }
        let Some(counters) = &counters else { continue };
        if let Some((name, message)) = ERRORS.iter().find_map(|error| text.split_once(error)) {
            rows.begin_at(line);
            rows.written("name", name.trim());
            rows.written("error_occurred", "true");
            rows.written("error_message", message.trim().trim_matches('\''));
        } else if let Some((name, figures)) = times(text) {
            let [real, unit, cpu, _, rest @ ..] = figures.as_slice() else { continue };
            rows.begin_at(line);
            rows.written("name", name);
            rows.written("real_time", real);
            rows.written("cpu_time", cpu);
            rows.written("time_unit", unit);
            let rest = match rest.split_first() {
                Some((iterations, rest)) if iterations.parse::<u64>().is_ok() => {
                    rows.written("iterations", iterations);
                    rest
                }
                _ => rest,
            };
            beside(&mut rows, rest, counters);
        }
    }
    let mut table = rows.finish("");
    for name in ["iterations", "real_time", "cpu_time", "time_unit"] {
        if table.column(name).is_none() {
            table.columns.push(crate::format::reshape::words(name, (0..table.rows).map(|_| None)));
        }
    }
    vec![table]
}

/// The name, which may hold blanks, and the words from its two times in one unit on: `2.50 us 2.25 us 10`.
fn times(line: &str) -> Option<(&str, Vec<&str>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| word.parse::<f64>().is_ok();
    let at = (1..words.len()).find(|at| match words[*at..] {
        [real, unit, cpu, other, ..] => is_number(real) && !is_number(unit) && is_number(cpu) && unit == other,
        _ => false,
    })?;
    let mut name = 0;
    for word in &words[..at] {
        name += line[name..].find(word)? + word.len();
    }
    Some((line[..name].trim(), words[at..].to_vec()))
}

/// Counters, by their own name or by that of their column, then a label of any words.
fn beside(rows: &mut Rows, rest: &[&str], columns: &[&str]) {
    let named = |at: usize| match columns.get(at) {
        Some(name) => Some((*name, rest[at])),
        None => rest[at].split_once('=').filter(|_| columns.is_empty()),
    };
    let mut label = rest.len();
    for at in 0..rest.len() {
        let Some((name, value)) = named(at).and_then(|(name, written)| Some((name, counted(name, written)?))) else {
            label = at;
            break;
        };
        rows.number(name, value);
    }
    if label < rest.len() {
        rows.written("label", &rest[label..].join(" "));
    }
}

/// A counter as the console writes it: `2.36G/s`, `64`, `15.4ns`, `0.60%`.
fn counted(counter: &str, written: &str) -> Option<f64> {
    const SMALL: &str = "munpfazy";
    const BIG: &str = "kMGTPEZY";
    let figure = written.strip_suffix("/s").or_else(|| written.strip_suffix('s')).unwrap_or(written);
    if let Some(percent) = figure.strip_suffix('%') {
        return percent.parse().ok();
    }
    let (digits, binary) = figure.strip_suffix('i').map_or((figure, false), |figure| (figure, true));
    // Versions up to 1.7 count bytes in powers of 1024 and write the letters of powers of 1000.
    let thousand = if binary || counter == "bytes_per_second" { 1024.0 } else { 1000.0 };
    let letter = digits.chars().last()?;
    let power = |letters: &str| letters.find(letter).map(|at| at as f64 + 1.0);
    let (power, small) = match (power(BIG), power(SMALL)) {
        (Some(power), _) => (power, false),
        (None, Some(power)) => (power, true),
        (None, None) if binary => (letter.eq(&'K').then_some(1.0)?, false),
        (None, None) => return digits.parse().ok(),
    };
    let value: f64 = digits[..digits.len() - 1].parse().ok()?;
    let factor = libm::pow(thousand, power);
    Some(if small { value / factor } else { value * factor })
}
