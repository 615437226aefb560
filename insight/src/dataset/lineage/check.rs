//! Statistics that a file writes beside the values they are of, computed again; one that differs is said.

use super::digits::equal;
use super::{File, Place};
use crate::dataset::Field;
use crate::dataset::few::counted_by;
use crate::problem::{Problem, Severity, Spot};
use crate::role::Role;
use crate::shown::format_count;
use crate::statistics;
use crate::table::{Cell, Table};

/// Says of every statistic that its own values do not give.
pub(super) fn say(files: &mut [File]) {
    for file in files {
        let problems: Vec<Problem> = (0..file.tables.len()).flat_map(|table| problems(file, table)).collect();
        file.reading.problems.extend(problems);
    }
}

/// One problem a column, with the first row that differs.
fn problems(file: &File, table: usize) -> Vec<Problem> {
    let (written, fields) = (&file.reading.tables[table], &file.tables[table].fields);
    if written.sums_up.is_none() {
        return Vec::new();
    }
    let checked =
        (0..fields.len()).filter(|column| fields[*column].measured && fields[*column].role == Role::Aggregate);
    let found: Vec<Found> = checked
        .filter_map(|column| look(file, Place { file: 0, table }, column, &written.columns[column].name))
        .collect();
    let mut problems: Vec<Problem> = Vec::new();
    for found in found {
        match found {
            Found::Differs(problem) => problems.push(problem),
            // Every statistic of one row says the same.
            Found::Partial(problem) if !problems.contains(&problem) => problems.push(problem),
            Found::Partial(_) => {}
        }
    }
    problems
}

/// What is to be said of a column.
enum Found {
    /// It is not what its values give.
    Differs(Problem),
    /// The file holds some of its values only.
    Partial(Problem),
}

fn look(file: &File, place: Place, column: usize, name: &str) -> Option<Found> {
    let runs = &file.reading.tables[place.table];
    let field = &file.tables[place.table].fields[column];
    let statistic = field.statistic.as_deref()?;
    let (records, of) = values_of(file, runs, field)?;
    let unit = file.tables[records].fields[of].unit.factor / field.unit.factor;
    let counted = counted_by(field, &file.tables[place.table].fields);
    let below = below(&file.reading.tables[records], runs.rows);
    let (mut first, mut partial, mut count) = (None, None, 0);
    for (row, below) in below.iter().enumerate() {
        let Cell::Number(said) = runs.columns[column].cell(row) else { continue };
        let sample = sample(file, records, of, below);
        let step = finest(&sample) * unit;
        let mut sample: Vec<f64> = sample.iter().map(|value| value * unit).collect();
        if let Some(Cell::Number(all)) = counted.map(|at| runs.columns[at].cell(row))
            && all > below.len() as f64
        {
            partial = partial.or(Some((row, sample.len(), all)));
            continue;
        }
        let Some(range) = range(statistic, &mut sample) else { continue };
        if !agrees(said, range, step) {
            let found = computed(statistic, &mut sample, &field.definition).unwrap_or(range.0);
            first = first.or(Some((row, said, found, sample.len())));
            count += 1;
        }
    }
    let path = &file.reading.path;
    let spot = |row: usize| runs.line(row).map_or(Spot::Whole, Spot::Line);
    let Some((row, said, found, n)) = first else {
        let (row, n, all) = partial.filter(|(_, n, _)| *n > 0)?;
        let what = format!(
            "the file holds {} of {} values, the statistics beside them are of all",
            format_count(n as u64),
            format_count(all as u64)
        );
        return Some(Found::Partial(Problem::new(path, spot(row), Severity::Note, what)));
    };
    let values = if n == 1 { "value gives" } else { "values give" };
    let what = format!("`{name}` is {} in the file, its {n} {values} {}", short(said), short(found));
    let mut problem = Problem::new(path, spot(row), Severity::Doubt, what);
    problem = problem.hint("trust what was computed from the values, unless some of them were left out of the file");
    problem.count = count;
    Some(Found::Differs(problem))
}

/// The column of single values that a statistic is of: below its row, of the same metric and the same definition.
fn values_of(file: &File, runs: &Table, field: &Field) -> Option<(usize, usize)> {
    let below = |table: &Table| {
        let told = runs.of_runs || Some(&table.place) == runs.sums_up.as_ref();
        told && table.parent.as_ref().is_some_and(|parent| parent.place == runs.place)
    };
    let same = |other: &Field| {
        let measured = other.measured && other.role == Role::Measurement && other.statistic.is_none();
        measured && other.metric == field.metric && field.definition.starts_with(&other.definition)
    };
    let tables = file.reading.tables.iter().zip(&file.tables).enumerate();
    let mut found = tables.filter(|(_, (table, _))| below(table));
    // Values that hang below records tell no more which of them failed.
    let failed =
        file.reading.tables.iter().zip(&file.tables).find(|(table, _)| Some(&table.place) == runs.sums_up.as_ref());
    let failed = failed.map_or(0, |(_, sheet)| sheet.failed_rows);
    let whole = |at: usize| failed == 0 || Some(&file.reading.tables[at].place) == runs.sums_up.as_ref();
    found.find_map(|(at, (_, sheet))| Some((at, sheet.fields.iter().position(same)?)).filter(|(at, _)| whole(*at)))
}

/// For each row of the table above, the rows that hang below it, those that failed too.
fn below(table: &Table, runs: usize) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); runs];
    for (row, run) in table.parent.iter().flat_map(|parent| &parent.rows).enumerate() {
        if let Some(rows) = below.get_mut(*run as usize) {
            rows.push(row);
        }
    }
    below
}

/// The values of these rows that count, as written.
fn sample(file: &File, records: usize, column: usize, rows: &[usize]) -> Vec<f64> {
    let (table, sheet) = (&file.reading.tables[records], &file.tables[records]);
    let number = |row: &usize| match table.columns[column].cell(*row) {
        Cell::Number(number) => Some(number),
        Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
    };
    rows.iter().filter(|row| sheet.answered(**row)).filter_map(number).collect()
}

/// The statistic as it is shown: a deviation as its tool defines it, a percentile by interpolation.
fn computed(statistic: &str, sample: &mut [f64], definition: &str) -> Option<f64> {
    match statistic {
        "sd" if definition.contains("of a population") => range("sd", sample).map(|(population, _)| population),
        "sd" => range("sd", sample).map(|(_, of_a_sample)| of_a_sample),
        "median" => statistics::median(sample),
        _ => match statistic.strip_prefix('p').map(str::parse::<f64>) {
            Some(Ok(percent)) => statistics::quantile(sample, percent / 100.0),
            _ => range(statistic, sample).map(|(low, _)| low),
        },
    }
}

/// From where to where a statistic lies, whichever of its definitions a tool uses.
fn range(statistic: &str, sample: &mut [f64]) -> Option<(f64, f64)> {
    let n = sample.len() as f64;
    sample.sort_by(f64::total_cmp);
    let (first, last) = (*sample.first()?, *sample.last()?);
    let mean = sample.iter().sum::<f64>() / n;
    match statistic {
        "mean" => Some((mean, mean)),
        "min" => Some((first, first)),
        "max" => Some((last, last)),
        "sd" if sample.len() > 1 => {
            let squares: f64 = sample.iter().map(|value| (value - mean) * (value - mean)).sum();
            Some(((squares / n).sqrt(), (squares / (n - 1.0)).sqrt()))
        }
        "median" => around(sample, 0.5),
        _ => around(sample, statistic.strip_prefix('p')?.parse::<f64>().ok()? / 100.0),
    }
}

/// The values between which a quantile lies: by interpolation, and by the nearest rank.
fn around(sample: &[f64], q: f64) -> Option<(f64, f64)> {
    let n = sample.len() as f64;
    let low = ((n - 1.0) * q).min(n * q - 1.0).floor().max(0.0);
    let high = ((n - 1.0) * q).max(n * q).ceil().min(n - 1.0);
    Some((*sample.get(low as usize)?, *sample.get(high as usize)?))
}

/// Half of the last digit with which the values are written, where they have decimals; whole numbers are exact.
fn finest(sample: &[f64]) -> f64 {
    let decimals = |value: &f64| format!("{value}").split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    match sample.iter().map(decimals).max() {
        None | Some(0) => 0.0,
        Some(most) => 0.5 * libm::pow(10.0, f64::from(-most)),
    }
}

/// Whether a number lies there, to the digits written of it and of the values, whose last digit is worth twice `rounding`.
fn agrees(said: f64, (low, high): (f64, f64), rounding: f64) -> bool {
    let text = format!("{said}");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    let step = libm::pow(10.0, f64::from(-decimals));
    // Values with few digits may as well be exact.
    let margin = (1e-6 * said.abs()).max(rounding.min(1e-3 * said.abs()));
    equal(said, low, step) || equal(said, high, step) || (low - margin..=high + margin).contains(&said)
}

/// Six digits are enough to see that two numbers differ.
fn short(value: f64) -> String {
    let size = if value == 0.0 { 0 } else { libm::floor(libm::log10(value.abs())) as i32 };
    format!("{value:.*}", (5 - size).clamp(0, 12) as usize)
}
