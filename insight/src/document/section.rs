//! Passages whose numbers stand in one file: what they say of its other columns is held against it too.

use super::sheet::View;
use super::{Given, Judgement, Statement, lines};
use crate::dataset::File;
use crate::grounding::{Worth, numbers};
use crate::header::Header;
use crate::shown::format_value;
use crate::statistics;
use std::collections::{BTreeMap, BTreeSet};

/// Different numbers of a passage that must be statistics of one file.
const ENOUGH: usize = 5;
/// Columns whose statistics are known, all files together.
const COLUMNS: usize = 20_000;
/// A claim is refuted when it lies so far outside of all values, as a share of them.
const OUTSIDE: f64 = 0.05;
/// Words of a header that name no quantity.
const COMMON: [&str; 14] = [
    "mean", "avg", "average", "max", "min", "value", "values", "gpu", "cpu", "system", "metrics", "total", "the", "of",
];

/// A column with its plain statistics.
struct Known<'a> {
    view: View<'a>,
    /// Words of the header that say what was measured.
    words: BTreeSet<String>,
    unit: String,
    range: (f64, f64),
}

/// Statistics of columns by value.
pub(super) struct Index<'a> {
    columns: Vec<Known<'a>>,
    /// Value, step 0, column.
    values: Vec<(f64, usize)>,
}

impl<'a> Index<'a> {
    pub(super) fn of(given: &Given<'a>) -> Self {
        let mut index = Self { columns: Vec::new(), values: Vec::new() };
        for view in &given.tables {
            for column in view.measured() {
                let mut values: Vec<f64> = (0..view.table.rows)
                    .filter_map(|row| Some(view.number(column, row)?.0))
                    .filter(|it| it.is_finite())
                    .collect();
                if values.len() < 2 || index.columns.len() >= COLUMNS {
                    continue;
                }
                let range = (
                    values.iter().copied().fold(f64::INFINITY, f64::min),
                    values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                );
                let at = index.columns.len();
                let of = [statistics::mean(&values), statistics::median(&mut values), Some(range.0), Some(range.1)];
                index.values.extend(of.into_iter().flatten().map(|value| (value, at)));
                let field = view.field(column);
                let header = Header::of(&field.written);
                let words = header.words.into_iter().filter(|word| !COMMON.contains(&word.as_str())).collect();
                index.columns.push(Known { view: *view, words, unit: field.unit.symbol.clone(), range });
            }
        }
        index.values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        index
    }

    /// Files of which a statistic is that number.
    fn files(&self, worth: &Worth) -> BTreeSet<&'a str> {
        let room = worth.half + 1e-9 * worth.value.abs();
        let from = self.values.partition_point(|(value, _)| *value < worth.value - room);
        let near = self.values[from..].iter().take_while(|(value, _)| *value <= worth.value + room).take(64);
        let fits = |known: &&Known<'_>| known.unit.is_empty() || known.unit == worth.unit;
        near.map(|(_, at)| &self.columns[*at]).filter(fits).map(|known| known.view.path()).collect()
    }
}

/// A number with its line.
type Said = (u64, Worth, usize);

pub(super) fn found(index: &Index<'_>, file: &File) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut passage: Vec<(u64, &str)> = Vec::new();
    for (line, text) in lines(file).chain([(0, "# ")]) {
        if text.trim_start().starts_with('#') || line == 0 {
            found.extend(of_passage(index, file, &passage));
            passage.clear();
        } else {
            passage.push((line, text));
        }
    }
    found
}

fn of_passage(index: &Index<'_>, file: &File, passage: &[(u64, &str)]) -> Vec<Statement> {
    let said: Vec<Said> = passage
        .iter()
        .flat_map(|(line, text)| {
            let worths = numbers(text).into_iter().filter_map(|number| Some((number.worth?, number.start)));
            worths.map(|(worth, at)| (*line, worth, at)).collect::<Vec<Said>>()
        })
        .filter(|(_, worth, _)| {
            !worth.unit.is_empty() && worth.unit != "×" && worth.value.is_finite() && worth.value > 0.0
        })
        .take(200)
        .collect();
    let mut hits: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for (_, worth, _) in said.iter().filter(|(_, worth, _)| worth.half > 0.0 && worth.value / worth.half >= 20.0) {
        for path in index.files(worth) {
            hits.entry(path).or_default().insert(worth.value.to_bits());
        }
    }
    let best = hits.iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)));
    let Some((path, right)) = best.filter(|(_, right)| right.len() >= ENOUGH && 2 * right.len() > said.len()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut told: BTreeSet<u64> = BTreeSet::new();
    for (line, worth, _) in said.iter().filter(|(_, worth, _)| right.contains(&worth.value.to_bits())) {
        if told.insert(*line) {
            let text = text_of(passage, *line);
            let count =
                said.iter().filter(|(of, worth, _)| of == line && right.contains(&worth.value.to_bits())).count();
            let data = if count == 1 {
                format!("{} stands there", format_value(worth.value, &worth.unit))
            } else {
                format!("{count} numbers stand there")
            };
            found.push(Given::statement(file, *line, text, Judgement::Supported, data, vec![(*path).to_owned()]));
        }
    }
    for (line, text) in passage {
        let here: Vec<&Worth> = said.iter().filter(|(of, ..)| of == line).map(|(_, worth, _)| worth).collect();
        if let Some(data) = outside(index, path, text, &here).filter(|_| !told.contains(line)) {
            found.push(Given::statement(file, *line, text, Judgement::Contradicted, data, vec![(*path).to_owned()]));
        }
    }
    found
}

fn text_of<'a>(passage: &[(u64, &'a str)], line: u64) -> &'a str {
    passage.iter().find(|(of, _)| *of == line).map_or("", |(_, text)| text)
}

/// What the file holds, where a line names columns of it and all its numbers lie outside of all their values.
fn outside(index: &Index<'_>, path: &str, text: &str, here: &[&Worth]) -> Option<String> {
    let (first, rest) = here.split_first()?;
    let lower = text.to_lowercase();
    let words: BTreeSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = |known: &&Known<'_>| {
        known.view.path() == path
            && known.unit == first.unit
            && known.words.len() >= 2
            && known.words.iter().all(|word| words.contains(word.as_str()))
    };
    let columns: Vec<&Known<'_>> = index.columns.iter().filter(named).collect();
    if columns.is_empty() || rest.iter().any(|worth| worth.unit != first.unit) {
        return None;
    }
    let low = here.iter().map(|worth| worth.value - worth.half).fold(f64::INFINITY, f64::min);
    let high = here.iter().map(|worth| worth.value + worth.half).fold(0.0, f64::max);
    let lies_outside =
        |known: &&Known<'_>| high < known.range.0 * (1.0 - OUTSIDE) || low * (1.0 - OUTSIDE) > known.range.1;
    // A range that holds the values between two columns is outside of both.
    columns.iter().all(lies_outside).then(|| {
        let shown = |known: &&Known<'_>| {
            format!("{} to {}", format_value(known.range.0, &known.unit), format_value(known.range.1, &known.unit))
        };
        let nearest = columns.iter().min_by(|a, b| {
            let far = |known: &Known<'_>| (known.range.1 - high).abs().min((known.range.0 - low).abs());
            far(a).total_cmp(&far(b))
        });
        format!("the values there go from {}", nearest.map(shown).unwrap_or_default())
    })
}
