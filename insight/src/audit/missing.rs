//! Cells that are empty: in what was measured and in what was set; what failed is told elsewhere.

use super::place::within;
use super::{Trap, Warning};
use crate::dataset::{Dataset, Field, File, Sheet};
use crate::metric;
use crate::quirk::QuirkKind;
use crate::reading::Kind;
use crate::role::Role;
use crate::shown::format_count;
use crate::table::{Cell, Column, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Columns said one by one; of more, the first ones.
const MOST: usize = 3;
/// Neighbors of a nested key that are asked whether their map is there.
const MOST_NEIGHBORS: usize = 32;
/// A grid of settings has so many levels of one at most.
const MOST_LEVELS: usize = 64;

/// Warns of tables with empty cells, of lists without items, and of grids with holes.
pub(super) fn missing(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in dataset.files.iter().filter(|file| file.reading.kind != Kind::Markdown) {
        for table in 0..file.tables.len() {
            found.extend(cells(file, table));
            found.extend(grid(file, table));
            found.extend(lists(file, table));
        }
        found.extend(empty_lists(file));
    }
    found
}

/// What a reader would compute with.
fn is_asked(field: &Field) -> bool {
    field.measured
        || matches!(
            field.role,
            Role::Measurement | Role::Aggregate | Role::Derived | Role::Parameter | Role::Environment
        )
}

fn cells(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let is_json = matches!(file.reading.kind, Kind::Json | Kind::Jsonl);
    if table.rows == 0 {
        return None;
    }
    let mut by_share: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for (column, field) in table.columns.iter().zip(&sheet.fields).filter(|(_, field)| is_asked(field)) {
        let empty = empty_cells((table, sheet), column, field, is_json);
        if empty > 0 {
            by_share.entry(empty).or_default().push(&field.written);
        }
    }
    let columns: usize = by_share.values().map(Vec::len).sum();
    let first = by_share.first_key_value()?;
    let rows = format_count(table.rows as u64);
    let mut said: Vec<String> = Vec::new();
    let mut named = 0;
    for (empty, names) in by_share.iter().take(MOST) {
        let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
        let more = names.len() - shown.len();
        let more = if more > 0 { format!(" and {} more", format_count(more as u64)) } else { String::new() };
        said.push(format!("{}{more} in {} of {rows} rows", shown.join(", "), format_count(*empty)));
        named += names.len();
    }
    let rest = columns - named;
    let rest =
        if rest > 0 { format!("; {} more columns hold gaps too", format_count(rest as u64)) } else { String::new() };
    let evidence = format!("empty cells: {}{rest}", said.join("; "));
    let consequence = "empty is not 0: means and comparisons over these columns are over fewer rows";
    let place = within(table, &super::place::names(first.1.iter().copied()));
    Some(Warning::new(&file.reading.path, Trap::MissingCells, place, evidence, consequence))
}

/// Cells that are empty or no number where a number was due. A nested key that is absent with all its neighbors is none; one
/// that is absent in most rows belongs to the others only.
fn empty_cells((table, sheet): (&Table, &Sheet), column: &Column, field: &Field, is_json: bool) -> u64 {
    let counts = column.counts();
    let empty = counts.missing + counts.nonfinite;
    if empty == 0 {
        return 0;
    }
    let chosen = matches!(field.role, Role::Parameter | Role::Environment);
    let nested = field.written.rsplit_once('.').map(|(parent, _)| parent).filter(|_| is_json);
    match nested {
        _ if chosen && is_json && (nested.is_some() || empty * 2 > table.rows as u64) => 0,
        // Null in place of a map whose keys are columns.
        None if is_json
            && empty == table.rows as u64
            && table.columns.iter().any(|other| is_below(&other.name, &field.written)) =>
        {
            0
        }
        None => empty,
        Some(_) if chosen || field.unit.symbol.is_empty() => 0,
        Some(parent) => {
            let others: Vec<&Column> = table
                .columns
                .iter()
                .filter(|other| is_below(&other.name, parent) && other.name != column.name)
                .take(MOST_NEIGHBORS)
                .collect();
            let is_empty = |cell: Cell<'_>| matches!(cell, Cell::Missing | Cell::NonFinite(_));
            let alone = |row: usize| others.iter().any(|other| !is_empty(other.cell(row)));
            let asked = |row: usize| !sheet.failed(row) && alone(row);
            column.cells().enumerate().filter(|(row, cell)| is_empty(*cell) && asked(*row)).count() as u64
        }
    }
}

/// Whether a key stands below another one.
fn is_below(name: &str, parent: &str) -> bool {
    name.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

/// A grid of settings of which few cells are not there.
fn grid(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let mut levels: Vec<(usize, Vec<Level<'_>>)> = Vec::new();
    for (column, _) in sheet.fields.iter().enumerate().filter(|(_, field)| field.role == Role::Parameter) {
        let known: BTreeSet<Level<'_>> = table.columns[column].cells().take(100_000).map(Level::of).collect();
        if known.contains(&Level::None) || known.len() > MOST_LEVELS {
            return None;
        }
        if known.len() > 1 && !levels.iter().any(|(other, _)| same_partition(table, *other, column)) {
            levels.push((column, known.into_iter().collect()));
        }
    }
    let cells = levels.iter().try_fold(1_usize, |cells, (_, levels)| cells.checked_mul(levels.len()))?;
    if levels.len() < 2 || cells > 10_000 || table.rows > 100_000 {
        return None;
    }
    let row_of = |row: usize| -> Vec<Level<'_>> {
        levels.iter().map(|(column, _)| Level::of(table.columns[*column].cell(row))).collect()
    };
    let there: BTreeSet<Vec<Level<'_>>> = (0..table.rows).map(row_of).collect();
    let holes = cells.checked_sub(there.len()).filter(|holes| *holes > 0 && holes * 10 <= cells)?;
    let names: Vec<&str> = levels.iter().map(|(column, _)| sheet.fields[*column].written.as_str()).collect();
    let shape: Vec<String> = levels.iter().map(|(_, levels)| levels.len().to_string()).collect();
    let evidence = format!("{holes} of {cells} cells of the {} grid are not there", shape.join(" x "));
    let consequence = "a mean over one setting is over unequal sets of the others, and what is absent may have failed";
    let place = within(table, &super::place::names(names));
    Some(Warning::new(&file.reading.path, Trap::MissingCells, place, evidence, consequence))
}

/// Whether two columns part the first rows alike, so that one says nothing beyond the other.
fn same_partition(table: &Table, a: usize, b: usize) -> bool {
    let (mut forth, mut back) = (BTreeMap::new(), BTreeMap::new());
    (0..table.rows.min(1000)).all(|row| {
        let (a, b) = (Level::of(table.columns[a].cell(row)), Level::of(table.columns[b].cell(row)));
        *forth.entry(a).or_insert(b) == b && *back.entry(b).or_insert(a) == a
    })
}

/// One value of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level<'a> {
    None,
    Number(u64),
    Word(&'a str),
}

impl<'a> Level<'a> {
    fn of(cell: Cell<'a>) -> Self {
        match cell {
            Cell::Missing | Cell::NonFinite(_) => Self::None,
            Cell::Number(value) => Self::Number(value.to_bits()),
            Cell::Text(text) => Self::Word(text),
        }
    }
}

/// Rows whose list of samples holds nothing.
fn lists(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let parent = table.parent.as_ref().filter(|parent| parent.samples)?;
    let above = file.reading.tables.iter().position(|other| other.place == parent.place)?;
    let rows = file.reading.tables[above].rows;
    let held: BTreeSet<u32> = parent.rows.iter().copied().collect();
    let empty = rows.checked_sub(held.len()).filter(|empty| *empty > 0)?;
    let name = sheet.fields.iter().find(|field| field.measured)?;
    let evidence = format!(
        "{} of {} rows hold no value of `{}`",
        format_count(empty as u64),
        format_count(rows as u64),
        name.written
    );
    let consequence = "an empty list is not 0: these rows have no result";
    Some(Warning::new(&file.reading.path, Trap::MissingCells, &table.place, evidence, consequence))
}

/// Keys under which records or samples were due, with nothing in their lists.
fn empty_lists(file: &File) -> Option<Warning> {
    let quirks = file.reading.quirks.iter().filter(|quirk| quirk.kind == QuirkKind::EmptyList);
    let due: Vec<&str> = quirks.map(|quirk| quirk.sample.as_str()).filter(|pointer| is_due(pointer)).collect();
    if due.is_empty() {
        return None;
    }
    let evidence = format!("{} hold no item", super::place::names(due.iter().copied()));
    let consequence = "nothing can be said of what these lists were to hold";
    Some(Warning::new(&file.reading.path, Trap::MissingCells, due.join(", "), evidence, consequence))
}

/// Whether a list of that name was to hold measurements.
fn is_due(pointer: &str) -> bool {
    const DUE: &[&str] = &[
        "results",
        "runs",
        "samples",
        "records",
        "measurements",
        "metrics",
        "comparisons",
        "latencies",
        "timings",
        "times",
        "iterations",
        "benchmarks",
        "gpu",
        "gpus",
        "processes",
        "requests",
    ];
    let key = pointer.rsplit('/').next().unwrap_or_default();
    let words = crate::header::words(key);
    let warmup = words.iter().any(|word| matches!(word.as_str(), "warmup" | "failed" | "errors" | "skipped"));
    let named = words.iter().any(|word| DUE.contains(&word.as_str()));
    !warmup && (named || metric::is_quantity(key))
}
