//! The table at the end of what JMH prints: `Benchmark  (n)  Mode  Cnt  Score   Error  Units`.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::problem::Spot;
use crate::table::Table;

const MODES: [&str; 4] = ["thrpt", "avgt", "sample", "ss"];

/// The names of the parameters in a header.
fn parameters(line: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mode = words.iter().position(|word| *word == "Mode")?;
    let is_header = words[0] == "Benchmark" && words[mode..].contains(&"Score") && words.last() == Some(&"Units");
    let names: Option<Vec<&str>> =
        words.get(1..mode)?.iter().map(|word| word.strip_prefix('(')?.strip_suffix(')')).collect();
    names.filter(|_| is_header)
}

/// The line of the header, counted from 1.
pub(super) fn header(text: &Text) -> Option<u64> {
    text.lines().find(|(_, line)| parameters(line).is_some()).map(|(line, _)| line)
}

/// One row a score; the columns are called what CSV calls them.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut rows = Rows::default();
    let mut names: Option<Vec<&str>> = None;
    for (line, text) in text.lines() {
        if let Some(found) = parameters(text) {
            names = Some(found);
        } else if text.trim().is_empty() {
            names = None;
        } else if let Some(names) = &names {
            let Some(score) = Score::of(text, names.len()) else {
                ledger.drop_row(Spot::Line(line), "no score in a mode of JMH in this row", None);
                continue;
            };
            rows.begin_at(line);
            rows.written("Benchmark", score.name);
            rows.written("Mode", score.mode);
            score.count.iter().for_each(|count| rows.written("Samples", count));
            rows.written("Score", &score.score);
            score.error.iter().for_each(|error| rows.written("Score Error (99.9%)", error));
            rows.written("Unit", score.unit);
            for (name, value) in names.iter().zip(score.parameters).filter(|(_, value)| *value != "N/A") {
                rows.written(&format!("Param: {name}"), value);
            }
        }
    }
    vec![rows.finish("")]
}

/// One row, taken apart.
struct Score<'a> {
    name: &'a str,
    parameters: Vec<&'a str>,
    mode: &'a str,
    count: Option<&'a str>,
    score: String,
    error: Option<&'a str>,
    unit: &'a str,
}

impl<'a> Score<'a> {
    fn of(line: &'a str, parameters: usize) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mode = 1 + parameters;
        if !MODES.contains(words.get(mode)?) {
            return None;
        }
        let (unit, figures) = words[mode + 1..].split_last()?;
        let sign = figures.iter().position(|word| *word == "±");
        let (before, error) = figures.split_at(sign.unwrap_or(figures.len()));
        let (count, score) = match before {
            ["≈", score] => (None, format!("≈ {score}")),
            [count, "≈", score] => (Some(*count), format!("≈ {score}")),
            [score] => (None, (*score).to_owned()),
            [count, score] => (Some(*count), (*score).to_owned()),
            _ => return None,
        };
        // Nothing at all is printed as about nothing.
        let score = if score == "≈ 0" { "0".to_owned() } else { score };
        let error = error.get(1).copied();
        Some(Self { name: words[0], parameters: words[1..mode].to_vec(), mode: words[mode], count, score, error, unit })
    }
}
