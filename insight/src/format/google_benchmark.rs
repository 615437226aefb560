//! Google Benchmark: JSON, CSV or the console (`--benchmark_out_format=json|csv|console`).
//!
//! <https://github.com/google/benchmark/blob/main/docs/user_guide.md>. Times are those of one iteration, in the unit that each
//! row states. Means, medians, deviations and fits stand among the samples; here they are tables of their own, so that nothing
//! is averaged twice. The standard deviation is that of a sample (n − 1). Nothing is lost.

mod console;
#[cfg(test)]
mod tests;

use super::meaning::{Meaning, column, counted, measured, state, subject};
use super::reshape::{number, numbers, rows, text, words};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::{Column, Table};
use crate::unit::Unit;

const KEYS: [&str; 5] = ["name", "iterations", "real_time", "cpu_time", "time_unit"];

/// Columns in the unit of their row.
const TIMES: [&str; 2] = ["real_time", "cpu_time"];

/// Statistics that are told from samples by the end of their name, where no column says so.
const ENDS: [(&str, &str); 4] = [("_mean", "mean"), ("_median", "median"), ("_stddev", "sd"), ("_cv", "cv")];

/// The same for what is fitted to a family of sizes.
const FITS: [&str; 2] = ["_BigO", "_RMS"];

const MEANINGS: &[Meaning] = &[
    measured("real_time", "wall_time", "x").defined("by the clock, of one iteration"),
    measured("cpu_time", "cpu_time", "x").defined("on the processor, of one iteration"),
    measured("bytes_per_second", "bandwidth", "B/s"),
    measured("items_per_second", "item_rate", "items/s").named("items per second"),
    counted("iterations", "iterations"),
    subject("run_name", "benchmark"),
    column("threads", Role::Parameter),
    column("label", Role::Parameter),
    column("name", Role::Identifier),
    column("family_index", Role::Identifier),
    column("per_family_instance_index", Role::Identifier),
    column("repetition_index", Role::Identifier),
    column("repetitions", Role::Environment),
    column("run_type", Role::Text),
    column("aggregate_*", Role::Text),
    column("time_unit", Role::Text),
    column("big_o", Role::Text),
    column("error_occurred", Role::Validity),
    column("error_message", Role::Validity),
    column("skipped", Role::Validity),
    column("skip_message", Role::Text),
    column("context.date", Role::Time),
    column("context.*", Role::Environment),
    column("*", Role::Environment).at("/context/caches"),
    column("*", Role::Environment).at("/context/load_avg"),
];

/// Times of functions in C++.
pub(super) struct GoogleBenchmark;

impl Format for GoogleBenchmark {
    fn id(&self) -> &'static str {
        "google-benchmark"
    }

    fn name(&self) -> &'static str {
        "Google Benchmark"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match (shape.table_with(&KEYS), console::header(shape.text)) {
            (Ok(table), _) => {
                (Certainty::Sure, format!("`real_time` and `cpu_time` in a `time_unit`, rows: {}", table.rows))
            }
            (Err(_), Some(line)) => {
                (Certainty::Sure, format!("`Time`, `CPU` and `Iterations` of a `Benchmark` in line {line}"))
            }
            (Err(missing), None) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        if !content.tables.iter().any(is_runs) {
            content.read_text(console::read);
        }
        warn(content);
        state(&mut content.tables, MEANINGS);
        let tables = std::mem::take(&mut content.tables);
        for table in tables {
            if is_runs(&table) {
                let own = apart(table, content);
                content.tables.extend(own);
            } else {
                content.tables.push(table);
            }
        }
    }
}

fn is_runs(table: &Table) -> bool {
    KEYS.iter().all(|key| table.column(key).is_some())
}

/// What the file says about its machine that makes its times doubtful.
fn warn(content: &mut Content) {
    let says = |name: &str, word: &str| {
        content.tables.iter().any(|table| table.rows > 0 && text(table, name, 0) == Some(word))
    };
    let (scaling, debug) = (says("context.cpu_scaling_enabled", "true"), says("context.library_build_type", "debug"));
    if scaling {
        let hint = "fix the frequency of the processor, and measure again";
        content.ledger.say(Spot::Whole, Severity::Doubt, "measured with frequency scaling on", Some(hint));
    }
    if debug {
        let hint = "build the benchmark library in release mode, and measure again";
        content.ledger.say(
            Spot::Whole,
            Severity::Doubt,
            "measured with a debug build of the benchmark library",
            Some(hint),
        );
    }
}

/// What a row holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Run,
    Statistic(String),
    Fit,
}

/// The runs, then a table a statistic, then the fits.
fn apart(mut table: Table, content: &mut Content) -> Vec<Table> {
    let named = named(&table);
    // Old versions and CSV have no `run_name`, or have it in statistics only.
    table.columns.retain(|column| column.name != "run_name");
    table.columns.insert(0, words("run_name", named.iter().map(|(name, _)| Some(name.clone()))));
    state(std::slice::from_mut(&mut table), MEANINGS);
    in_one_unit(&mut table, &named);
    wrong_variations(&mut table, &named, content);
    let mut kinds: Vec<&Kind> = named.iter().map(|(_, kind)| kind).collect();
    kinds.sort();
    kinds.dedup();
    let of = |kind: &Kind| -> Vec<usize> { (0..table.rows).filter(|row| named[*row].1 == *kind).collect() };
    kinds
        .iter()
        .map(|kind| {
            let place = match kind {
                Kind::Run => table.place.clone(),
                Kind::Statistic(statistic) => format!("{}#{statistic}", table.place),
                Kind::Fit => format!("{}#fit", table.place),
            };
            let mut own = rows(&table, &place, &of(kind));
            own.columns.iter_mut().for_each(|column| meant(column, kind));
            own.sums_up = (**kind != Kind::Run).then(|| table.place.clone());
            own
        })
        .collect()
}

/// A column of statistics or of fits means what it means among the runs, as that statistic.
fn meant(column: &mut Column, kind: &Kind) {
    let numeric = column.counts().numbers > 0;
    let open = matches!(column.stated.role, None | Some(Role::Measurement)) && column.stated.statistic.is_none();
    match kind {
        Kind::Run => {}
        _ if column.name == "name" => column.stated.role = Some(Role::Text),
        Kind::Statistic(statistic) if numeric && open => {
            column.stated.role = Some(Role::Aggregate);
            column.stated.statistic = Some(statistic.clone());
            if statistic == "cv" {
                column.unit_written = Some("x".to_owned());
            }
        }
        Kind::Fit if numeric && open => column.stated.role = Some(Role::Fit),
        Kind::Statistic(_) | Kind::Fit => {}
    }
}

/// The benchmark that each row belongs to, and what the row holds.
fn named(table: &Table) -> Vec<(String, Kind)> {
    let all: Vec<&str> = (0..table.rows).map(|row| text(table, "name", row).unwrap_or_default()).collect();
    let stands = |base: &str, end: &str| all.iter().any(|name| name.strip_suffix(end) == Some(base));
    (0..table.rows)
        .map(|row| {
            let name = all[row];
            let own = text(table, "run_name", row);
            if let Some(statistic) = text(table, "aggregate_name", row) {
                let kind = match statistic {
                    "BigO" | "RMS" => Kind::Fit,
                    "stddev" => Kind::Statistic("sd".to_owned()),
                    other => Kind::Statistic(other.to_owned()),
                };
                return (own.unwrap_or(name).to_owned(), kind);
            }
            if let Some(base) = FITS.iter().find_map(|end| name.strip_suffix(end)) {
                return (base.to_owned(), Kind::Fit);
            }
            // The tool always writes a mean and a median together, so that a benchmark called `geo_mean` stays one.
            let found = ENDS.iter().find_map(|(end, statistic)| Some((name.strip_suffix(end)?, *statistic)));
            match found.filter(|(base, _)| stands(base, "_mean") && stands(base, "_median")) {
                Some((base, statistic)) => (base.to_owned(), Kind::Statistic(statistic.to_owned())),
                None => (own.unwrap_or(name).to_owned(), Kind::Run),
            }
        })
        .collect()
}

/// Times in the finest unit that a row has.
fn in_one_unit(table: &mut Table, named: &[(String, Kind)]) {
    let unit_of = |row: usize| {
        let written = text(table, "time_unit", row)?;
        Unit::stated(written).filter(|unit| unit.symbol == "s").map(|unit| (unit.factor, written.to_owned()))
    };
    let units: Vec<Option<(f64, String)>> = (0..table.rows).map(unit_of).collect();
    let Some((finest, written)) = units.iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0)).cloned() else { return };
    let mixed = units.iter().flatten().any(|(factor, _)| *factor != finest);
    for name in TIMES {
        let is_time =
            |row: usize| !matches!(&named[row].1, Kind::Fit) && named[row].1 != Kind::Statistic("cv".to_owned());
        let time = |row: usize| {
            let parts =
                units[row].as_ref().filter(|_| is_time(row)).map_or(1.0, |(factor, _)| (factor / finest).round());
            number(table, name, row).map(|time| time * parts)
        };
        let made = mixed.then(|| numbers(name, (0..table.rows).map(time)));
        if let Some(column) = table.columns.iter_mut().find(|column| column.name == name) {
            *column = made.unwrap_or_else(|| column.clone());
            column.unit_written = Some(written.clone());
        }
    }
}

/// Versions up to 1.7 multiply the coefficient of variation in CSV by the unit and divide it by the repetitions: where it is not
/// deviation divided by mean it is left out.
fn wrong_variations(table: &mut Table, named: &[(String, Kind)], content: &mut Content) {
    let row_of = |base: &str, statistic: &str| {
        named.iter().position(|(name, kind)| name == base && *kind == Kind::Statistic(statistic.to_owned()))
    };
    let mut wrong = 0;
    for name in TIMES {
        let right = |row: usize| {
            let (base, kind) = &named[row];
            let (Kind::Statistic(statistic), Some(said)) = (kind, number(table, name, row)) else { return true };
            let of = |statistic: &str| number(table, name, row_of(base, statistic)?);
            let (true, Some(mean), Some(sd)) = (statistic == "cv", of("mean"), of("sd")) else { return true };
            (said * mean - sd).abs() <= 0.01 * sd.abs()
        };
        let kept: Vec<bool> = (0..table.rows).map(right).collect();
        if kept.contains(&false) {
            wrong += kept.iter().filter(|kept| !**kept).count();
            let made = numbers(name, (0..table.rows).map(|row| number(table, name, row).filter(|_| kept[row])));
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == name) {
                let unit = column.unit_written.take();
                *column = made;
                column.unit_written = unit;
            }
        }
    }
    if wrong > 0 {
        let what = format!("coefficient of variation is not deviation divided by mean, left out: {wrong} values");
        let hint = "write JSON, or use a version of the library after 1.7";
        content.ledger.say(Spot::Whole, Severity::Doubt, &what, Some(hint));
    }
}
