//! Documents whose numbers stand in other files: what they restate, and what they call by the wrong name.

use super::restated::{Index, Sourced};
use super::{Trap, Warning};
use crate::dataset::{Dataset, Field, File, digits, fields_of};
use crate::reading::Kind;
use crate::shown::format_count;
use crate::table::{ColumnBuilder, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Sources named.
const MOST: usize = 3;
/// Numbers looked at in one document.
const MOST_NUMBERS: usize = 500;
/// A document restates a file when so many of its numbers stand there, in percent.
const LEAST: usize = 15;
/// Numbers of a long document.
const REPORT: usize = 40;
/// Values that must stand under another meaning before a name is taken for wrong, and what their digits must be worth.
const MISNAMED: (usize, f64) = (2, 8.0);

/// Warns of documents that restate files, of the files that stand in them whole, and of columns they misread.
pub(super) fn document(dataset: &Dataset) -> Vec<Warning> {
    let documents: Vec<usize> =
        (0..dataset.files.len()).filter(|at| dataset.files[*at].reading.kind == Kind::Markdown).collect();
    if documents.is_empty() {
        return Vec::new();
    }
    let index = Index::of(dataset);
    let mut found = Vec::new();
    for at in documents {
        let file = &dataset.files[at];
        let numbers = numbers(file);
        let sources = index.sources(at, &numbers);
        found.extend(restated(dataset, at, numbers.len(), &sources));
        found.extend(misread(dataset, at, &index));
    }
    found
}

/// Numbers of a document that have three digits or more, each once, with the step of their last digit.
fn numbers(file: &File) -> Vec<(f64, f64)> {
    let columns = file.reading.tables.iter().flat_map(|table| &table.columns);
    let cells = columns.flat_map(|column| {
        column.numbers().take(MOST_NUMBERS).map(|value| (value.abs(), digits::power_of_ten(digits::decimals_in(value))))
    });
    let all = digits::decimals(&file.reading.prose).into_iter().chain(cells);
    let mut known = BTreeSet::new();
    all.filter(|(value, step)| digits::worth(*value, *step) >= 3.0 && value.fract() != 0.0)
        .filter(|(value, _)| known.insert(value.to_bits()))
        .take(MOST_NUMBERS)
        .collect()
}

fn restated(dataset: &Dataset, at: usize, numbers: usize, sources: &[Sourced]) -> Vec<Warning> {
    let file = &dataset.files[at];
    let Some(first) = sources.first() else { return Vec::new() };
    let mut found = Vec::new();
    let path = |source: &Sourced| dataset.files[source.file].reading.path.as_str();
    let is_data = |source: &Sourced| dataset.files[source.file].reading.kind != Kind::Markdown;
    let all = format_count(numbers as u64);
    // A long document that holds nothing but the numbers of one file is its report, which misleads nobody.
    let is_report = is_data(first) && numbers >= REPORT && first.hits * 100 >= numbers * 97;
    if is_report || first.hits * 100 < numbers * LEAST {
        return found;
    }
    let evidence =
        format!("{} of its {all} numbers stand there, to the digits written, such as {}", first.hits, first.example);
    let covers = |source: &&Sourced| is_data(source) && source.of >= 4 && source.covered * 10 >= source.of * 6;
    // The records of one file and nothing else are the same in another container.
    if first.is_raw && covers(&first) && first.hits * 10 >= numbers * 8 {
        let consequence = "one measurement, not two";
        for (own, other) in [(file.reading.path.as_str(), path(first)), (path(first), file.reading.path.as_str())] {
            found.push(Warning::new(own, Trap::TwinFormat, "all records", &evidence, consequence).with([other]));
        }
        return found;
    }
    for source in sources.iter().filter(covers) {
        let evidence = format!("{} of its {} numbers stand again in the document", source.covered, source.of);
        let warning = Warning::new(path(source), Trap::TwinFormat, "all records", evidence, "one result, not two");
        found.push(warning.with([file.reading.path.as_str()]));
    }
    let consequence = "it restates what is there already and is no new measurement";
    let warning = Warning::new(&file.reading.path, Trap::SummaryOfRaw, "its numbers", evidence, consequence);
    found.push(warning.with(sources.iter().take(MOST).map(path)));
    found
}

/// A column of a document under a wrong name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Misnamed {
    pub(crate) path: String,
    pub(crate) column: String,
    /// What shows it.
    pub(crate) evidence: String,
    /// The file in which the values stand under their own name.
    pub(crate) source: String,
}

/// Columns of all documents that stand under a wrong name.
pub(crate) fn misnamed(dataset: &Dataset) -> Vec<Misnamed> {
    let documents: Vec<usize> = (0..dataset.files.len())
        .filter(|at| dataset.files[*at].reading.kind == Kind::Markdown)
        .filter(|at| !pairs(&dataset.files[*at].reading.prose).columns.is_empty())
        .collect();
    if documents.is_empty() {
        return Vec::new();
    }
    let index = Index::of(dataset);
    documents.into_iter().flat_map(|at| misnamed_in(dataset, at, &index)).collect()
}

fn misread(dataset: &Dataset, at: usize, index: &Index) -> Vec<Warning> {
    let consequence = "no ranking and no change computed from it means anything";
    let warning = |wrong: Misnamed| {
        let place = format!("`{}`", wrong.column);
        Warning::new(&wrong.path, Trap::MisreadColumn, place, wrong.evidence, consequence).with([wrong.source.as_str()])
    };
    misnamed_in(dataset, at, index).into_iter().map(warning).collect()
}

/// Lists like `latency_ms=46.57 tokens_per_s=2.0` whose values stand elsewhere under another unit.
fn misnamed_in(dataset: &Dataset, at: usize, index: &Index) -> Vec<Misnamed> {
    let file = &dataset.files[at];
    let table = pairs(&file.reading.prose);
    let fields: Vec<Field> = fields_of(&table);
    let mut found = Vec::new();
    for (column, field) in table.columns.iter().zip(&fields) {
        if field.unit.symbol.is_empty() {
            continue;
        }
        let mut other: BTreeMap<usize, Vec<(f64, &str, f64)>> = BTreeMap::new();
        for value in column.numbers() {
            let step = digits::power_of_ten(digits::decimals_in(value));
            let places = index.places(value.abs(), step, at);
            let same = |place: &(usize, &Field)| place.1.unit.symbol == field.unit.symbol;
            if places.iter().any(same) {
                continue;
            }
            for (source, meaning) in places.into_iter().filter(|(_, meaning)| meaning.unit.symbol != field.unit.symbol)
            {
                other.entry(source).or_default().push((value, &meaning.written, digits::worth(value, step)));
            }
        }
        let worth = |values: &Vec<(f64, &str, f64)>| -> f64 {
            let distinct: BTreeMap<u64, f64> =
                values.iter().map(|(value, _, worth)| (value.to_bits(), *worth)).collect();
            if distinct.len() < MISNAMED.0 { 0.0 } else { distinct.values().sum() }
        };
        let best = other.iter().max_by(|a, b| worth(a.1).total_cmp(&worth(b.1)).then(b.0.cmp(a.0)));
        let Some((source, values)) = best.filter(|(_, values)| worth(values) >= MISNAMED.1) else { continue };
        let mut said = BTreeSet::new();
        let examples: Vec<String> = values
            .iter()
            .filter(|(value, ..)| said.insert(value.to_bits()))
            .take(MOST)
            .map(|(value, name, _)| format!("{value} is `{name}`"))
            .collect();
        let evidence = format!("`{}` holds values of other columns: {}", field.written, examples.join(", "));
        found.push(Misnamed {
            path: file.reading.path.clone(),
            column: field.written.clone(),
            evidence,
            source: dataset.files[*source].reading.path.clone(),
        });
    }
    found
}

/// The pairs of a text, `name=value`, as a table with a column a name.
fn pairs(prose: &str) -> Table {
    let mut columns: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for word in prose.split_whitespace() {
        let Some((name, value)) = word.split_once('=') else { continue };
        let is_name =
            name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte));
        if let (true, Ok(value)) = (is_name && !name.is_empty(), value.trim_end_matches([',', ';', '.']).parse::<f64>())
        {
            columns.entry(name).or_default().push(value);
        }
    }
    let rows = columns.values().map(Vec::len).max().unwrap_or(0);
    let columns = columns.into_iter().filter(|(_, values)| values.len() >= 3).map(|(name, values)| {
        let mut column = ColumnBuilder::new(name);
        values.into_iter().for_each(|value| column.push_number(value));
        column.fill_to(rows);
        column.finish()
    });
    Table { columns: columns.collect(), rows, ..Table::default() }
}
