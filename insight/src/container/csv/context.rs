//! What lines beside a table say of its rows: `# Model: gemma3`, `threads=8, batch=4`, `GPU,RTX 4090`.
//!
//! Takes a line, gives keys and values; keeps them as columns over the rows that stand after the line.

use super::record::Marks;
use crate::container::Ledger;
use crate::problem::{Severity, Spot};
use crate::table::ColumnBuilder;

/// Longest key and longest value, in bytes.
const LONGEST: [usize; 2] = [48, 200];

/// Different keys that are kept.
const MOST: usize = 64;

/// Marks that begin a comment.
const COMMENTS: [&str; 5] = ["#", "//", "--", "%", ";"];

/// What is written behind the mark of a comment.
fn inside(line: &str) -> &str {
    let line = line.trim();
    let mark = COMMENTS.iter().find(|mark| line.starts_with(**mark));
    mark.map_or(line, |mark| line.trim_start_matches(mark).trim())
}

/// Keys and values of a line; empty where it is prose.
pub(super) fn stated(line: &str, marks: Marks) -> Vec<(String, String)> {
    let text = inside(line).trim_end_matches([marks.delimiter as char, ' ', '\t', '\r']);
    let parts: Vec<&str> = text.split([',', ';']).flat_map(str::split_whitespace).collect();
    if parts.len() > 1 && parts.iter().all(|part| part.contains('=')) {
        return parts.iter().filter_map(|part| pair(part.split_once('=')?)).collect();
    }
    let one = text.split_once(": ").or_else(|| text.split_once('=')).or_else(|| text.split_once(':'));
    if let Some(pair) = one.and_then(pair) {
        return vec![pair];
    }
    match marks.split(text).as_slice() {
        [key, value] => pair((key, value)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn pair((key, value): (&str, &str)) -> Option<(String, String)> {
    let (key, value) = (key.trim().trim_matches('"'), value.trim().trim_matches('"'));
    let named = key.starts_with(char::is_alphabetic)
        && key.len() <= LONGEST[0]
        && key.split_whitespace().count() <= 4
        && !key.contains(['.', '"', '{']);
    let told = !value.is_empty() && value.len() <= LONGEST[1] && !value.starts_with("//");
    (named && told).then(|| (key.to_owned(), value.to_owned()))
}

/// A line that is no row: what it says of the rows is kept.
pub(super) fn beside(ledger: &mut Ledger, context: &mut Context, marks: Marks, (line, text): (u64, &str), row: usize) {
    let pairs = stated(text, marks);
    // A line of several fields may have been meant as a row, or as the header.
    let severity = match pairs.is_empty() && !text.starts_with('#') && marks.split(text).len() > 1 {
        true => Severity::Doubt,
        false => Severity::Note,
    };
    let what = match pairs.is_empty() {
        true => "line beside the table, not read as a row",
        false => "line beside the table, read as what its rows have in common",
    };
    ledger.say(Spot::Line(line), severity, what, None);
    context.add(row, pairs);
}

/// What lines said so far, and from which row on.
#[derive(Debug, Default)]
pub(super) struct Context {
    stated: Vec<(usize, String, String)>,
}

impl Context {
    /// Keeps what a line says of the rows from this one on.
    pub(super) fn add(&mut self, row: usize, pairs: Vec<(String, String)>) {
        self.stated.extend(pairs.into_iter().map(|(key, value)| (row, key, value)));
    }

    /// A column for each key over that many rows; for the next table the last values hold.
    pub(super) fn columns(&mut self, names: &[&str], rows: usize) -> Vec<ColumnBuilder> {
        let mut keys: Vec<&str> = Vec::new();
        for (_, key, _) in &self.stated {
            if !keys.contains(&key.as_str()) && keys.len() < MOST {
                keys.push(key);
            }
        }
        let columns = keys.iter().map(|key| {
            let taken = names.iter().any(|name| name.eq_ignore_ascii_case(key));
            let mut column = ColumnBuilder::new(if taken { format!("{key} (comment)") } else { (*key).to_owned() });
            let mut values = self.stated.iter().filter(|(_, known, _)| known == key).peekable();
            while let Some((first, _, value)) = values.next() {
                let end = values.peek().map_or(rows, |(next, ..)| *next);
                column.fill_to(*first);
                (*first..end).for_each(|_| column.push_written(value));
            }
            column.fill_to(rows);
            column
        });
        let columns = columns.collect();
        self.keep_last();
        columns
    }

    fn keep_last(&mut self) {
        let mut last: Vec<(usize, String, String)> = Vec::new();
        for (_, key, value) in std::mem::take(&mut self.stated) {
            match last.iter_mut().find(|(_, known, _)| *known == key) {
                Some(known) => known.2 = value,
                None => last.push((0, key, value)),
            }
        }
        self.stated = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_states_a_key_and_its_value_or_is_prose() {
        let check = |line: &str, expected: &str| {
            let shown: Vec<String> = stated(line, Marks { delimiter: b',', line_end: b'\n' })
                .into_iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            assert_eq!(shown.join("|"), expected, "{line}");
        };
        check("# Model: gemma3:1b", "Model=gemma3:1b");
        check("// threads = 8", "threads=8");
        check("# model=x threads=8", "model=x|threads=8");
        check("# model=x, threads=8", "model=x|threads=8");
        check("GPU,RTX 4090,,", "GPU=RTX 4090");
        check("Benchmark report", "");
        check("# see https://example.org/x", "");
        check("# 2025-10-08 12:00:00", "");
        check("# It ended early. Then: nothing", "");
        check("#", "");
    }
}
