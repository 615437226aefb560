//! An order of runs that a document calls random, held against the order in which the rows were taken.

use super::sheet::View;
use super::{Given, Judgement, Statement, lines};
use crate::dataset::File;
use crate::role::Role;
use std::collections::BTreeSet;

/// Settings a table must vary, and rows it must hold, for its order to say anything.
const FACTORS: usize = 2;
const ROWS: usize = 8;

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    let says = |text: &str| {
        let text = text.to_lowercase();
        let is_random =
            ["randomize", "randomise", "randomiz", "shuffle", "random order"].iter().any(|it| text.contains(it));
        let of_runs = ["order", "execution", "run", "sequence", "config"].iter().any(|it| text.contains(it));
        let is_advice = ["should", "next", "recommend", "future", "seed", "not "].iter().any(|it| text.contains(it));
        is_random && of_runs && !is_advice
    };
    let mut said = lines(file).filter(|(_, text)| says(text)).peekable();
    if said.peek().is_none() {
        return Vec::new();
    }
    let of_sweep =
        |view: &&View<'_>| given.sweeps.iter().any(|sweep| sweep.files.iter().any(|path| path == view.path()));
    let views = given.tables.iter().filter(of_sweep);
    let judged: Vec<(bool, &View<'_>)> = views.filter_map(|view| Some((nested(view)?, view))).collect();
    let nested: Vec<String> =
        judged.iter().filter(|(nested, _)| *nested).map(|(_, view)| view.path().to_owned()).collect();
    // One sweep whose order is another may be the one that is meant.
    if nested.is_empty() || nested.len() < judged.len() {
        return Vec::new();
    }
    let data = match nested.len() {
        1 => "the rows of the sweep stand in nested order, one setting changing after the other".to_owned(),
        count => format!("the rows of all {count} sweeps stand in nested order, one setting changing after the other"),
    };
    said.map(|(line, text)| Given::statement(file, line, text, Judgement::Contradicted, data.clone(), nested.clone()))
        .collect()
}

/// Whether the rows run through the settings one in the other; none where the table varies too little or was sorted.
fn nested(view: &View<'_>) -> Option<bool> {
    let rows = Some(view.table.rows).filter(|_| view.sheet.counts).filter(|rows| (ROWS..=10_000).contains(rows))?;
    let texts = |column: usize| -> Vec<String> { (0..rows).map(|row| view.text(column, row)).collect() };
    let settings = view.columns(|field| field.role == Role::Parameter);
    let mut factors: Vec<(usize, Vec<String>)> = Vec::new();
    for column in settings {
        let cells = texts(column);
        let levels: BTreeSet<&String> = cells.iter().collect();
        // A name that holds the other settings in it is no setting.
        if levels.len() >= 2 && levels.len() * 2 <= rows {
            factors.push((cells.windows(2).filter(|pair| pair[0] != pair[1]).count(), cells));
        }
    }
    if factors.len() < FACTORS {
        return None;
    }
    let has_measured = !view.columns(|field| field.role == Role::Measurement).is_empty();
    factors.sort_by_key(|(changes, _)| *changes);
    let product: usize =
        factors.iter().map(|(_, cells)| cells.iter().collect::<BTreeSet<_>>().len()).fold(1, usize::saturating_mul);
    if product > 2 * rows || !has_measured {
        return None;
    }
    let key = |row: usize| -> Vec<&String> { factors.iter().map(|(_, cells)| &cells[row]).collect() };
    // What the writer sorted says nothing about when it ran.
    let sorted = |descending: bool| {
        (1..rows).all(|row| if descending { key(row) <= key(row - 1) } else { key(row - 1) <= key(row) })
    };
    let is_timed = ascending_time(view, rows);
    if !is_timed && sorted(false) {
        return None;
    }
    // Within each level of the slower settings a faster one runs through its levels once.
    let is_nested = (0..factors.len()).all(|depth| {
        let prefix = |row: usize| -> Vec<&String> { factors[..=depth].iter().map(|(_, cells)| &cells[row]).collect() };
        let distinct: BTreeSet<Vec<&String>> = (0..rows).map(prefix).collect();
        let blocks = 1 + (1..rows).filter(|row| prefix(*row) != prefix(row - 1)).count();
        blocks == distinct.len()
    });
    Some(is_nested)
}

/// Whether a column of moments says that the rows stand in the order of time.
fn ascending_time(view: &View<'_>, rows: usize) -> bool {
    view.columns(|field| field.role == Role::Time).into_iter().any(|column| {
        let cells: Vec<String> = (0..rows).map(|row| view.text(column, row)).collect();
        cells.iter().all(|cell| cell.len() >= 10) && cells.is_sorted() && cells.first() != cells.last()
    })
}
