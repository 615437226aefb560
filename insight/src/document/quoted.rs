//! Rows of a document's table that quote rows of data: by their labels, or by a column that agrees row by row.

use super::sheet::{self, View, is, worth};
use super::{Given, Judgement, Statement};
use crate::dataset::{Field, File};
use crate::shown::{format_value, listed};
use std::collections::BTreeSet;

/// Digits that a column must agree to, all rows together, before its rows count as quoted.
const ENOUGH: f64 = 7.0;
/// Cells that must agree where the document does not name the file.
const CELLS: usize = 2;
/// Rows that must agree one after the other.
const RUN: usize = 3;
/// Rows of a table in a document.
const ROWS: usize = 200;
/// Statements of one table.
const STATEMENTS: usize = 8;

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    let prose = file.reading.prose.to_lowercase();
    let mut found = Vec::new();
    for told in sheet::of(file).filter(|told| (1..=ROWS).contains(&told.table.rows)) {
        if told.measured().is_empty() {
            continue;
        }
        let by_label = labelled(given, file, told, &prose);
        found.extend(if by_label.is_empty() { in_a_row(given, file, told) } else { by_label });
    }
    found
}

/// Columns of a document and of data that hold the same.
fn alike(told: &Field, data: &Field) -> bool {
    let statistic = |field: &Field| field.statistic.clone().unwrap_or_default();
    let is_time = |field: &Field| ["latency", "duration", "time", "runtime"].iter().any(|word| field.metric == *word);
    let words = |field: &Field| -> BTreeSet<String> { field.metric.split('_').map(str::to_owned).collect() };
    let (a, b) = (words(told), words(data));
    told.unit.symbol == data.unit.symbol
        && statistic(told) == statistic(data)
        && (told.metric == data.metric
            || told.unit.symbol == "tokens/s"
            || (is_time(told) && is_time(data))
            || (a.len() > 1 && (a.is_subset(&b) || b.is_subset(&a))))
}

/// The column of data that holds what a column of a document tells: of several the one of the same metric, else the fullest.
fn counterpart(told: &Field, data: &View<'_>) -> Option<usize> {
    let same = data.measured().into_iter().filter(|other| alike(told, data.field(*other)));
    let distinct = |column: usize| {
        let values = (0..data.table.rows).filter_map(|row| data.number(column, row)).map(|(value, _)| value.to_bits());
        values.collect::<BTreeSet<u64>>().len()
    };
    same.max_by_key(|other| (told.metric == data.field(*other).metric, distinct(*other), usize::MAX - other))
}

/// A cell of a document with what stands in its place in the data.
struct Cell {
    row: usize,
    column: usize,
    right: bool,
    /// Digits it is written with.
    digits: f64,
    /// What the data hold there, where it is wrong.
    truth: String,
    place: String,
    path: String,
}

/// How many letters the names of two files have in common from their beginning.
fn common(one: &str, other: &str) -> usize {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name(one).chars().zip(name(other).chars()).take_while(|(a, b)| a == b).count()
}

/// Digits that agree.
fn agreed(cells: &[Cell]) -> f64 {
    cells.iter().filter(|cell| cell.right).map(|cell| cell.digits).sum()
}

/// Tables whose rows are named by labels that stand in the data.
fn labelled(given: &Given<'_>, file: &File, told: View<'_>, prose: &str) -> Vec<Statement> {
    let labels: Vec<Vec<String>> = (0..told.table.rows).map(|row| told.labels(row)).collect();
    if labels.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let mut named: Vec<Vec<Cell>> = Vec::new();
    let mut agreeing: Vec<Vec<Cell>> = Vec::new();
    for data in &given.tables {
        let base = data.path().rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_named = base.len() > 4 && prose.contains(&base);
        let pairs: Vec<(usize, usize)> = told
            .measured()
            .into_iter()
            .filter_map(|column| counterpart(told.field(column), data).map(|other| (column, other)))
            .collect();
        if pairs.is_empty() || data.table.rows > 400 {
            continue;
        }
        let cells = cells(told, *data, &labels, &pairs);
        let right = cells.iter().filter(|cell| cell.right).count();
        if is_named && !cells.is_empty() {
            named.push(cells);
        } else if right >= CELLS && 2 * right >= cells.len() && agreed(&cells) >= ENOUGH {
            agreeing.push(cells);
        }
    }
    // What the document names is its source, unless its numbers stand in another file; of two that agree the one that agrees more.
    let most = |sources: &[Vec<Cell>]| sources.iter().map(|cells| agreed(cells)).fold(0.0, f64::max);
    let by_name = !named.is_empty() && most(&named) >= most(&agreeing);
    let mut sources = if by_name { named } else { agreeing };
    if !by_name {
        sources.sort_by(|a, b| agreed(b).total_cmp(&agreed(a)));
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        sources.retain(|cells| {
            let rows: BTreeSet<usize> = cells.iter().map(|cell| cell.row).collect();
            let is_new = taken.is_disjoint(&rows);
            taken.extend(rows);
            is_new
        });
    }
    let all: Vec<Cell> = sources.into_iter().flatten().collect();
    // A cell that stands in one of the files that are named is right.
    let right: BTreeSet<(usize, usize)> =
        all.iter().filter(|cell| cell.right).map(|cell| (cell.row, cell.column)).collect();
    // Labels alone name many rows; numbers that agree say that these are meant.
    if right.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (row, labels) in labels.iter().enumerate() {
        let wrong: Vec<&Cell> =
            all.iter().filter(|cell| cell.row == row && !right.contains(&(cell.row, cell.column))).collect();
        // Of several sources the one is told that is called as the document is.
        if let Some(first) = wrong.iter().rev().max_by_key(|cell| common(&cell.path, &file.reading.path)) {
            let columns: BTreeSet<usize> = wrong.iter().map(|cell| cell.column).collect();
            let says: Vec<String> = columns.iter().map(|column| said(told, *column, row)).collect();
            let label = labels.join(", ");
            let says = format!("{label}: {}", listed(&says));
            let data = format!("{} in {}", first.truth, first.place);
            let line = told.table.line(row).unwrap_or(1);
            let files: BTreeSet<String> = wrong.iter().map(|cell| cell.path.clone()).collect();
            let files = files.into_iter().collect();
            found.push(Given::statement(file, line, &says, Judgement::Contradicted, data, files));
        } else if let Some(cell) = all.iter().find(|cell| cell.row == row && cell.right) {
            let says: Vec<String> =
                right.iter().filter(|(of, _)| *of == row).map(|(_, column)| said(told, *column, row)).collect();
            let says = format!("{}: {}", labels.join(", "), listed(&says));
            let line = told.table.line(row).unwrap_or(1);
            let files = vec![cell.path.clone()];
            found.push(Given::statement(file, line, &says, Judgement::Supported, cell.place.clone(), files));
        }
    }
    found.sort();
    found.truncate(STATEMENTS);
    found
}

fn said(told: View<'_>, column: usize, row: usize) -> String {
    let field = told.field(column);
    let value = told.text(column, row);
    format!("{} {value}", field.written.trim())
}

/// The cells of a table whose row is named in the data, once and by all of its labels.
fn cells(told: View<'_>, data: View<'_>, labels: &[Vec<String>], pairs: &[(usize, usize)]) -> Vec<Cell> {
    let stem: BTreeSet<String> =
        data.path().to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let rows: Vec<BTreeSet<String>> = (0..data.table.rows).map(|row| data.labels(row).into_iter().collect()).collect();
    let mut cells = Vec::new();
    for (row, labels) in labels.iter().enumerate() {
        // Remarks are no labels: only what stands in the data somewhere names a row.
        let naming: Vec<&String> = labels
            .iter()
            .filter(|label| rows.iter().any(|row| row.contains(*label)) || stem.contains(*label))
            .collect();
        let short = labels.iter().filter(|label| label.split(' ').count() == 1).count();
        if naming.is_empty() || naming.len() < short {
            continue;
        }
        let fits = |of: &BTreeSet<String>| {
            naming.iter().all(|label| of.contains(*label) || stem.contains(*label))
                && naming.iter().any(|label| of.contains(*label))
        };
        let mut same = (0..rows.len()).filter(|at| fits(&rows[*at]));
        let (Some(at), None) = (same.next(), same.next()) else { continue };
        for (column, other) in pairs {
            let (Some(written), Some((truth, _))) = (told.number(*column, row), data.number(*other, at)) else {
                continue;
            };
            if truth == 0.0 || worth(written) < 2.0 || data.sheet.failed(at) {
                continue;
            }
            let field = data.field(*other);
            cells.push(Cell {
                row,
                column: *column,
                right: is(written, truth),
                digits: worth(written),
                truth: format_value(truth, &field.unit.symbol),
                place: data.place(at),
                path: data.path().to_owned(),
            });
        }
    }
    cells
}

/// Tables of which one column agrees with the same column of data, row by row.
fn in_a_row(given: &Given<'_>, file: &File, told: View<'_>) -> Vec<Statement> {
    let rows = told.table.rows;
    if rows < RUN {
        return Vec::new();
    }
    let mut best: Option<(usize, View<'_>, usize, usize)> = None;
    for data in given.tables.iter().filter(|data| data.table.rows >= rows) {
        for column in told.measured() {
            let Some(said) = (0..rows).map(|row| told.number(column, row)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let distinct: BTreeSet<u64> = said.iter().map(|(value, _)| value.to_bits()).collect();
            if said.iter().map(|it| worth(*it)).sum::<f64>() < ENOUGH || distinct.len() < RUN {
                continue;
            }
            for other in data.measured().into_iter().filter(|other| alike(told.field(column), data.field(*other))) {
                let agrees = |first: usize| {
                    said.iter()
                        .enumerate()
                        .all(|(at, said)| data.number(other, first + at).is_some_and(|(truth, _)| is(*said, truth)))
                };
                if let Some(first) = (0..=data.table.rows - rows).find(|first| agrees(*first))
                    && best.is_none()
                {
                    best = Some((first, *data, column, other));
                }
            }
        }
    }
    let Some((first, data, agreeing, _)) = best else { return Vec::new() };
    let line = told.table.line(0).unwrap_or(1);
    let quoted = |of: View<'_>, column: usize, from: usize| -> String {
        listed(&(0..rows.min(6)).map(|row| of.text(column, from + row)).collect::<Vec<String>>())
    };
    let place =
        format!("{} to {}", data.place(first), data.place(first + rows - 1).rsplit(' ').next().unwrap_or_default());
    let path = vec![data.path().to_owned()];
    let name = |column: usize| told.field(column).written.trim().to_owned();
    let says = format!("{} {}", name(agreeing), quoted(told, agreeing, 0));
    let mut found = vec![Given::statement(file, line, &says, Judgement::Supported, place.clone(), path.clone())];
    for column in told.measured().into_iter().filter(|column| *column != agreeing) {
        let Some(other) = counterpart(told.field(column), &data) else { continue };
        let judged: Vec<bool> = (0..rows)
            .filter_map(|row| Some(is(told.number(column, row)?, data.number(other, first + row)?.0)))
            .collect();
        let right = judged.iter().filter(|right| **right).count();
        let verdict = if right == judged.len() { Judgement::Supported } else { Judgement::Contradicted };
        if judged.is_empty() {
            continue;
        }
        let says = format!("{} {}", name(column), quoted(told, column, 0));
        let data = match verdict {
            Judgement::Supported => place.clone(),
            Judgement::Contradicted => format!("{} in {place}", quoted(data, other, first)),
        };
        found.push(Given::statement(file, line, &says, verdict, data, path.clone()));
    }
    found
}
