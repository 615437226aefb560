//! What a number stands in: its sentence, or its row and column; and what is named there.

use super::index::Index;
use super::written::{Unit, unit_at};

/// Words around a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Context {
    /// Where it lies in the text, to tell one context from another.
    pub(crate) at: (usize, usize),
    /// The words, in small letters.
    pub(crate) words: String,
    /// Unit that the header of a table's column states.
    pub(crate) column_unit: Option<Unit>,
}

/// What a context names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mentions<'a> {
    /// Statistics, by their name in keys.
    pub(crate) statistics: Vec<&'static str>,
    /// Labels by name and value.
    pub(crate) labels: Vec<(&'a str, &'a str)>,
}

/// The context of the number at that byte.
pub(crate) fn context_of(text: &str, at: usize) -> Context {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let line = &text[start..end];
    if line.trim_start().starts_with('|') {
        return cell_context(text, start, line, at - start);
    }
    let (from, to) = sentence_around(line, at - start);
    Context { at: (start + from, start + to), words: line[from..to].to_lowercase(), column_unit: None }
}

/// Words whose full stop ends no sentence.
const SHORT: [&str; 9] = ["vs.", "e.g.", "i.e.", "approx.", "etc.", "fig.", "no.", "avg.", "cf."];

/// A sentence ends at a mark with a space behind it; names may begin the next one with a small letter.
fn sentence_around(line: &str, at: usize) -> (usize, usize) {
    let ends_sentence = |mark: &usize| {
        let said = line.as_bytes().get(..=*mark).unwrap_or_default();
        let is_short = |short: &&str| {
            said.len() >= short.len() && said[said.len() - short.len()..].eq_ignore_ascii_case(short.as_bytes())
        };
        line[mark + 1..].starts_with([' ', '*']) && !SHORT.iter().any(is_short)
    };
    let marks: Vec<usize> =
        line.match_indices(['.', '!', '?', ';']).map(|(mark, _)| mark).filter(ends_sentence).collect();
    let from = marks.iter().rev().find(|mark| **mark < at).map_or(0, |mark| mark + 1);
    let to = marks.iter().find(|mark| **mark >= at).map_or(line.len(), |mark| mark + 1);
    (from, to)
}

/// A cell of a Markdown table is named by the first cell of its row and the header of its column.
fn cell_context(text: &str, line_start: usize, line: &str, at: usize) -> Context {
    let column = line[..at].matches('|').count();
    let cell_of = |line: &str, column: usize| line.split('|').nth(column).unwrap_or("").trim().to_lowercase();
    let above = text[..line_start].lines().rev().take_while(|line| line.trim_start().starts_with('|'));
    let header = above.last().unwrap_or("");
    let title = header.split('|').nth(column).unwrap_or("").trim();
    let mut words = cell_of(line, column);
    if column > 1 {
        words = format!("{} | {} | {words}", cell_of(line, 1), title.to_lowercase());
    } else if header != line {
        words = format!("{} | {words}", title.to_lowercase());
    }
    // A row may be a metric, with its unit in the first cell: `| memory (GB) | mean |`.
    let row_unit = || unit_of_title(line.split('|').nth(1).unwrap_or("").trim());
    let row_before = || unit_of_title(line.split('|').nth(2).unwrap_or("").trim()).filter(|_| column > 2);
    let column_unit = unit_of_title(title).or_else(row_unit).or_else(row_before);
    Context { at: (line_start + at, line_start + at), words, column_unit }
}

/// The unit in `Decode, tokens/s (n)`, `Mean (ms)` or `latency [s]`.
fn unit_of_title(title: &str) -> Option<Unit> {
    let starts = title.match_indices(['(', '[', ',']).map(|(at, mark)| at + mark.len());
    starts.map(|at| title[at..].trim_start()).find_map(|rest| {
        let (length, unit) = unit_at(rest)?;
        let ends = rest[length..].trim_start().starts_with([')', ']', '(', ',']) || rest.len() == length;
        ends.then_some(unit)
    })
}

/// Words that name a statistic; in a sentence with a space or mark around them.
const STATISTIC_WORDS: [(&str, &str); 22] = [
    ("median", "median"),
    ("p50", "median"),
    ("50th percentile", "median"),
    ("mean", "mean"),
    ("average", "mean"),
    ("averaged", "mean"),
    ("averages", "mean"),
    ("avg", "mean"),
    ("standard deviation", "sd"),
    ("std dev", "sd"),
    ("stddev", "sd"),
    ("sd", "sd"),
    ("p25", "p25"),
    ("p75", "p75"),
    ("p90", "p90"),
    ("90th percentile", "p90"),
    ("p95", "p95"),
    ("95th percentile", "p95"),
    ("95th-percentile", "p95"),
    ("p99", "p99"),
    ("99th percentile", "p99"),
    ("99th-percentile", "p99"),
];

impl<'a> Mentions<'a> {
    /// What the words name, of what the facts know.
    pub(crate) fn of(words: &str, index: &Index<'a>) -> Self {
        let mut statistics: Vec<&'static str> = STATISTIC_WORDS
            .iter()
            .filter(|(word, _)| occurs(words, word).next().is_some())
            .map(|(_, statistic)| *statistic)
            .collect();
        statistics.dedup();
        // Keys spell a space, and whatever else could end a value, as `_`.
        let keyed: String = words.chars().map(as_in_key).collect();
        let mut found: Vec<(usize, usize, &'a str, &'a str)> = Vec::new();
        for (name, values) in &index.labels {
            for value in values {
                // A number names a group only with the name of its setting: `num_gpu=60`, `num_gpu 60`.
                let is_word = value.len() > 1 && value.contains(|c: char| c.is_ascii_alphabetic());
                let spelled =
                    if is_word { value.to_ascii_lowercase() } else { format!("{name}_{value}").to_lowercase() };
                found.extend(occurs(&keyed, &spelled).map(|at| (at, at + spelled.len(), *name, *value)));
            }
        }
        // `gemma3:1b-it` names that model and not `gemma3:1b`.
        let is_inside = |a: &(usize, usize, &str, &str), b: &(usize, usize, &str, &str)| {
            b.0 <= a.0 && a.1 <= b.1 && (b.1 - b.0) > (a.1 - a.0)
        };
        let labels = found
            .iter()
            .filter(|a| !found.iter().any(|b| is_inside(a, b)))
            .map(|(_, _, name, value)| (*name, *value))
            .collect();
        Self { statistics, labels }
    }
}

fn as_in_key(c: char) -> char {
    if c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '/' | '+') { c } else { '_' }
}

/// Places where a word stands by itself.
fn occurs<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let mut after = text[at + word.len()..].chars();
        let joined = match after.next() {
            Some('-' | ':' | '.' | '/') => after.next().is_some_and(char::is_alphanumeric),
            Some(c) => c.is_alphanumeric(),
            None => false,
        };
        !joined && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | ':' | '/'))
    })
}
