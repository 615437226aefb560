//! Results that a document tells of one setting, held against the runs of that setting.

use super::sheet::{View, is, worth};
use super::{Given, Judgement, Statement, lines, names};
use crate::dataset::File;
use crate::grounding::{Worth, numbers};
use crate::role::Role;
use crate::shown::{format_value, listed};
use std::collections::{BTreeMap, BTreeSet};

/// Lines between the first level of a setting and its result.
const REACH: usize = 8;
/// Lines from the last level to the result.
const CLOSE: usize = 5;
/// Settings that must be told for a run to be meant.
const FACTORS: usize = 2;

pub(super) fn found(given: &Given<'_>, file: &File) -> Vec<Statement> {
    let of_sweep =
        |view: &&View<'_>| given.sweeps.iter().any(|sweep| sweep.files.iter().any(|path| path == view.path()));
    let views: Vec<(&View<'_>, Vec<(usize, String)>)> = given
        .tables
        .iter()
        .filter(of_sweep)
        .map(|view| (view, factors(view)))
        .filter(|(_, of)| of.len() >= FACTORS)
        .collect();
    let all: Vec<(u64, &str)> = lines(file).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        // A heading ends what is said of a setting.
        let ends = |(_, text): &(u64, &str)| text.starts_with('#');
        let until = all[at + 1..].iter().position(ends).map_or(all.len(), |heading| at + 1 + heading);
        let window = &all[at..until.min(at + REACH)];
        match of_window(file, &views, window) {
            Some((statement, length)) => {
                found.push(statement);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Columns that were set, numbers with several levels, and their names.
fn factors(view: &View<'_>) -> Vec<(usize, String)> {
    let rows = view.table.rows;
    let varied = |column: &usize| {
        let levels: BTreeSet<String> = (0..rows).map(|row| view.text(*column, row)).collect();
        levels.len() > 1 && levels.len() * 2 <= rows && levels.iter().all(|level| level.parse::<f64>().is_ok())
    };
    let columns = view.columns(|field| field.role == Role::Parameter).into_iter().filter(varied);
    columns.map(|column| (column, view.field(column).written.to_lowercase())).collect()
}

/// The level that a line gives a setting: `num_ctx: 4096`, `num_ctx = 4096`.
fn level(line: &str, name: &str) -> Option<f64> {
    if !names(line, name) {
        return None;
    }
    let rest = &line[line.find(name)? + name.len()..];
    let rest = rest
        .trim_start_matches(['`', '*', ' ', '"'])
        .strip_prefix([':', '='])?
        .trim_start_matches(['`', '*', ' ', '"']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').parse().ok()
}

fn of_window(
    file: &File,
    views: &[(&View<'_>, Vec<(usize, String)>)],
    window: &[(u64, &str)],
) -> Option<(Statement, usize)> {
    let lower: Vec<String> = window.iter().map(|(_, text)| text.to_lowercase()).collect();
    // A setting is told from its first line on, so that no window tells it twice.
    let begins = |factors: &[(usize, String)]| factors.iter().any(|(_, name)| level(&lower[0], name).is_some());
    let mut judged: Vec<(&View<'_>, Vec<Option<String>>)> = Vec::new();
    let mut result: Option<usize> = None;
    for (view, factors) in views.iter().filter(|(_, factors)| begins(factors)) {
        let mut levels: BTreeMap<usize, f64> = BTreeMap::new();
        let mut last = 0;
        for (at, line) in lower.iter().enumerate() {
            for (column, name) in factors {
                if let Some(level) = level(line, name).filter(|_| !levels.contains_key(column)) {
                    levels.insert(*column, level);
                    last = at;
                }
            }
        }
        if levels.len() < factors.len() {
            continue;
        }
        let told = (last..window.len().min(last + CLOSE)).filter(|at| !window[*at].1.contains('~')).find_map(|at| {
            let worths: Vec<Worth> = numbers(window[at].1)
                .into_iter()
                .filter_map(|number| number.worth)
                .filter(|worth| worth.unit.ends_with("/s") || worth.unit == "s")
                .collect();
            let from_rate = worths.iter().any(|worth| worth.unit.ends_with("/s"));
            from_rate.then_some((at, worths))
        });
        let Some((at, worths)) = told else { continue };
        let is_row = |row: &usize| {
            levels.iter().all(|(column, level)| view.text(*column, *row).parse::<f64>().is_ok_and(|it| it == *level))
        };
        let rows: Vec<usize> = (0..view.table.rows).filter(is_row).filter(|row| view.sheet.answered(*row)).collect();
        if rows.is_empty() {
            continue;
        }
        let truths = worths.iter().map(|said| truth(view, &rows, said)).collect();
        judged.push((view, truths));
        result = Some(at);
    }
    let at = result?;
    let (line, text) = window[at];
    // Runs beside the document, or of a file it names, are meant; else any that has the setting.
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let own = folder(&file.reading.path);
    let beside: Vec<&(&View<'_>, Vec<Option<String>>)> =
        judged.iter().filter(|(view, _)| folder(view.path()) == own).collect();
    let meant: Vec<&(&View<'_>, Vec<Option<String>>)> =
        if beside.is_empty() { judged.iter().collect() } else { beside };
    let files = |of: &[&(&View<'_>, Vec<Option<String>>)]| {
        of.iter().map(|(view, _)| view.path().to_owned()).collect::<Vec<String>>()
    };
    let is_right = |truths: &Vec<Option<String>>| truths.iter().all(Option::is_none);
    if let Some(right) = judged.iter().find(|(_, truths)| is_right(truths)) {
        let data = "the run of that setting holds the same".to_owned();
        let files = vec![right.0.path().to_owned()];
        return Some((Given::statement(file, line, text, Judgement::Supported, data, files), at + 1));
    }
    let data = meant.iter().take(3).map(|(view, truths)| {
        let held: Vec<String> = truths.iter().flatten().cloned().collect();
        format!("{} in {}", listed(&held), view.path())
    });
    let data = format!("runs of that setting hold {}", data.collect::<Vec<String>>().join("; "));
    Some((Given::statement(file, line, text, Judgement::Contradicted, data, files(&meant)), at + 1))
}

/// What the rows hold in place of what is said; none where one of them holds it.
fn truth(view: &View<'_>, rows: &[usize], said: &Worth) -> Option<String> {
    let columns = view.measured().into_iter().filter(|column| view.field(*column).unit.symbol == said.unit);
    let mut values: Vec<f64> = Vec::new();
    let written = (said.value, said.half * 2.0);
    for column in columns {
        for row in rows {
            let Some((truth, _)) = view.number(column, *row) else { continue };
            if is(written, truth) || worth(written) < 2.0 {
                return None;
            }
            values.push(truth);
        }
    }
    let far = |value: &f64| (value - said.value).abs();
    let nearest = values.into_iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    Some(format_value(nearest, &said.unit))
}
