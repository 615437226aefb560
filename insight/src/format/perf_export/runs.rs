//! What AIPerf writes of several runs and of parts of a run: figures over runs (JSON and CSV), and slices of time (CSV).
//!
//! A figure over runs is a statistic of a statistic: `time_to_first_token_p99` of each run, and the mean of these. Each row holds one
//! statistic of a run, each column what several runs make of it.

use super::{tag, unit};
use crate::container::{Content, Ledger, Text};
use crate::format::meaning::OF_A_SAMPLE;
use crate::format::reshape::{number, text};
use crate::format::rows::Rows;
use crate::metric;
use crate::problem::Spot;
use crate::role::Role;
use crate::table::{Column, Table};

/// The header of figures over runs.
const OVER_RUNS: &str = "metric,mean,std,min,max,cv,se,ci_low,ci_high,t_critical,unit";
/// The columns of these figures and the statistic that each one is.
const FIGURES: [(&str, &str); 8] = [
    ("mean", "mean"),
    ("std", "sd"),
    ("min", "min"),
    ("max", "max"),
    ("cv", "cv"),
    ("se", "sem"),
    ("ci_low", "ci low"),
    ("ci_high", "ci high"),
];
/// The first and the last names of the header of slices; what stands between them came later.
const SLICES: (&str, &str) = ("Timeslice,", "Metric,Unit,Stat,Value");
/// What the ends of the intervals were computed with.
const T_CRITICAL: &str = "t_critical";
/// The column that says which statistic of a run a row is about.
const OF_A_RUN: &str = "statistic of a run";

/// The CSV of several runs or of slices: what its first line shows.
pub(super) fn header(text: &Text) -> Option<&'static str> {
    let (_, first) = text.lines().next()?;
    let first = first.trim_end();
    if first == OVER_RUNS {
        return Some("`t_critical` beside `ci_low` and `ci_high`");
    }
    (first.starts_with(SLICES.0) && first.ends_with(SLICES.1))
        .then_some("`Timeslice` beside `Metric`, `Unit` and `Stat`")
}

/// Reads such a CSV.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_str().as_bytes());
    let mut lines = reader.records().flatten().map(|record| {
        let line = record.position().map_or(0, csv::Position::line);
        (line, record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<String>>())
    });
    let Some((_, names)) = lines.next() else { return Vec::new() };
    if names.first().is_some_and(|name| name == "metric") {
        over_runs_of_csv(&names, lines, ledger)
    } else {
        slices(&names, lines, ledger)
    }
}

/// One figure over runs.
struct Figure {
    tag: String,
    of_a_run: String,
    unit: Option<String>,
    values: Vec<(&'static str, f64)>,
    t_critical: Option<f64>,
}

impl Figure {
    /// `time_to_first_token_p99` is `p99` of `time_to_first_token`.
    fn of(written: &str, unit: Option<String>, value: impl Fn(&str) -> Option<f64>) -> Option<Self> {
        let (name, of_a_run) = written.rsplit_once('_')?;
        let values = FIGURES.iter().filter_map(|(column, _)| Some((*column, value(column)?))).collect();
        let t_critical = value(T_CRITICAL);
        Some(Self { tag: tag(name), of_a_run: of_a_run.to_owned(), unit, values, t_critical })
    }
}

/// A row a statistic of a run, in the order of the alphabet; the file has none.
fn rows_of(mut figures: Vec<Figure>, place: &str, beside: &[(String, String)]) -> Table {
    figures.sort_by(|a, b| (&a.of_a_run, &a.tag).cmp(&(&b.of_a_run, &b.tag)));
    let mut rows = Rows::default();
    let mut row: Option<String> = None;
    for figure in &figures {
        if row.as_ref() != Some(&figure.of_a_run) {
            rows.begin();
            rows.text(OF_A_RUN, &figure.of_a_run);
            beside.iter().for_each(|(name, value)| rows.written(name, value));
            figure.t_critical.iter().for_each(|value| rows.number(T_CRITICAL, *value));
            row = Some(figure.of_a_run.clone());
        }
        figure.values.iter().for_each(|(name, value)| rows.number(&format!("{}.{name}", figure.tag), *value));
    }
    let mut table = rows.finish(place);
    for column in &mut table.columns {
        state(column, &figures);
    }
    table
}

/// What a column of figures over runs is: a statistic of a metric of its own, so that it never stands beside that of one run.
fn state(column: &mut Column, figures: &[Figure]) {
    let Some((name, figure)) = column.name.split_once('.') else {
        column.stated.role = Some(if column.name == OF_A_RUN { Role::Parameter } else { Role::Environment });
        return;
    };
    let found = figures.iter().find(|figure| figure.tag == name);
    let Some(&(_, statistic)) = FIGURES.iter().find(|(known, _)| *known == figure) else { return };
    let known = super::meanings::metric_of(name);
    let words = known.and_then(metric::known).map_or_else(|| name.replace('_', " "), |known| known.name.to_owned());
    let stated = &mut column.stated;
    stated.role = Some(Role::Aggregate);
    stated.metric = Some(format!("{}_over_runs", known.unwrap_or(name)));
    stated.name = Some(format!("{words}, over runs"));
    stated.better = known.and_then(metric::known).map(|known| known.better);
    stated.statistic = Some(statistic.to_owned());
    let how = if statistic == "sd" { format!("; {OF_A_SAMPLE}") } else { String::new() };
    stated.definition = Some(format!("of the statistics of several runs, one value a run{how}"));
    let unit = if statistic == "cv" { Some("x".to_owned()) } else { found.and_then(|figure| figure.unit.clone()) };
    column.unit_written = unit;
}

fn over_runs_of_csv(
    names: &[String],
    lines: impl Iterator<Item = (u64, Vec<String>)>,
    ledger: &mut Ledger,
) -> Vec<Table> {
    let (mut figures, mut beside) = (Vec::new(), Vec::new());
    for (line, cells) in lines {
        let cell = |name: &str| names.iter().position(|known| known == name).and_then(|at| cells.get(at));
        match cells.as_slice() {
            [name, value] => beside.push((name.clone(), value.clone())),
            _ if cells.len() == names.len() => {
                let of = |name: &str| cell(name)?.parse().ok().filter(|value: &f64| value.is_finite());
                let unit = cell("unit").and_then(|written| unit(written));
                match Figure::of(&cells[0], unit, of) {
                    Some(figure) => figures.push(figure),
                    None => ledger.drop_row(Spot::Line(line), "a figure names no statistic of a run", None),
                }
            }
            _ => ledger.drop_row(
                Spot::Line(line),
                "row is not as wide as its header, so its values have no certain column",
                None,
            ),
        }
    }
    vec![rows_of(figures, "", &beside)]
}

/// Reads the figures over runs of a JSON document, which stand in a table of keys; whether there are any, in JSON or CSV.
pub(super) fn over_runs(content: &mut Content) -> bool {
    let Some(from) = content.tables.iter().position(is_over_runs) else {
        return content.tables.iter().any(|table| table.column(OF_A_RUN).is_some());
    };
    let long = &content.tables[from];
    let figure = |row: usize| {
        let unit = text(long, "unit", row).and_then(unit);
        Figure::of(text(long, "key", row)?, unit, |name| number(long, name, row))
    };
    let table = rows_of((0..long.rows).filter_map(figure).collect(), &long.place, &[]);
    let (was, is) = (long.records() as u64, table.rows as u64);
    let rows = &mut content.ledger.rows;
    (rows.in_file, rows.kept) = ((rows.in_file + is).saturating_sub(was), (rows.kept + is).saturating_sub(was));
    content.tables[from] = table;
    true
}

/// Whether a table holds figures over runs, a row a figure.
pub(super) fn is_over_runs(table: &Table) -> bool {
    ["key", "mean", "ci_low", "ci_high", "t_critical", "unit"].iter().all(|name| table.column(name).is_some())
}

/// A row a slice of time, each figure in a column of its own.
fn slices(names: &[String], lines: impl Iterator<Item = (u64, Vec<String>)>, ledger: &mut Ledger) -> Vec<Table> {
    let mut rows = Rows::default();
    let mut units: Vec<(String, Option<String>)> = Vec::new();
    let mut slice: Option<String> = None;
    for (line, cells) in lines {
        if cells.len() != names.len() || cells.len() < 5 {
            ledger.drop_row(
                Spot::Line(line),
                "row is not as wide as its header, so its values have no certain column",
                None,
            );
            continue;
        }
        let (of_slice, figure) = cells.split_at(cells.len() - 4);
        if slice.as_ref() != of_slice.first() {
            rows.begin();
            names.iter().zip(of_slice).for_each(|(name, cell)| rows.written(name, cell));
            slice = of_slice.first().cloned();
        }
        let [metric, written, statistic, value] = figure else { continue };
        let name = format!("{}.{statistic}", tag(metric));
        if !matches!(value.as_str(), "" | "N/A") {
            rows.written(&name, value);
            units.push((name, unit(written)));
        }
    }
    let mut table = rows.finish("");
    for column in &mut table.columns {
        if let Some((_, unit)) =
            units.iter().find(|(name, _)| *name == column.name).filter(|_| !column.name.ends_with(".count"))
        {
            column.unit_written.clone_from(unit);
        }
    }
    vec![table]
}
