//! Google Benchmark: JSON, CSV or the console (`--benchmark_out_format=json|csv|console`).
//!
//! <https://github.com/google/benchmark/blob/main/docs/user_guide.md>. Times are those of one iteration, in the unit that each
//! row states. Means, medians, deviations and fits stand among the samples; here they are tables of their own, so that nothing
//! is averaged twice. The standard deviation is that of a sample (n − 1). Nothing is lost.

mod console;
#[cfg(test)]
mod tests;

use super::meaning::{Meaning, column, counted, measured, slug, state, subject};
use super::reshape::{number, numbers, rows, spread, text, words};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Table};
use crate::unit::Unit;

const KEYS: [&str; 5] = ["name", "iterations", "real_time", "cpu_time", "time_unit"];

/// Columns in the unit of their row.
const TIMES: [&str; 2] = ["real_time", "cpu_time"];

/// The same for what is fitted.
const COEFFICIENTS: [&str; 2] = ["real_coefficient", "cpu_coefficient"];

/// Wrong figures of one column that are named one by one.
const MOST_NAMED: usize = 5;

/// Statistics that are told from samples by the end of their name, where no column says so.
const ENDS: [(&str, &str); 4] = [("_mean", "mean"), ("_median", "median"), ("_stddev", "sd"), ("_cv", "cv")];

/// The same for what is fitted to a family of sizes.
const FITS: [&str; 2] = ["_BigO", "_RMS"];

const MEANINGS: &[Meaning] = &[
    measured("real_time", "wall_time", "x").defined("by the clock, of one iteration"),
    measured("cpu_time", "cpu_time", "x").defined("on the processor, of one iteration"),
    column("*_coefficient", Role::Fit),
    column("rms", Role::Fit).unit("x"),
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
    counters(&mut table);
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
            by_unit(&mut own, kind);
            own.columns.iter_mut().for_each(|column| meant(column, kind));
            if TIMES.iter().all(|time| own.column(time).is_none()) && **kind != Kind::Run {
                // A row without a time is no failure where the times were left out.
                let sums = own.columns.iter_mut().filter(|column| column.stated.role == Some(Role::Aggregate));
                sums.for_each(|column| column.stated.role = Some(Role::Derived));
            }
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
            if ["cv", "sd"].contains(&statistic.as_str()) {
                column.stated.better = Some(Better::Lower);
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

/// Times in the unit that their rows state, one column a unit; what is fitted has none, a share of the mean is a pure number.
fn by_unit(table: &mut Table, kind: &Kind) {
    let share = *kind == Kind::Statistic("cv".to_owned());
    let unit_of = |table: &Table, row: usize| text(table, "time_unit", row).map(str::to_owned);
    let mut units: Vec<String> = (0..table.rows).filter_map(|row| unit_of(table, row)).collect();
    units.sort();
    units.dedup();
    let meant = |written: &str| match Unit::stated(written) {
        Some(unit) if unit.symbol == "s" && !share => Some(written.to_owned()),
        Some(unit) if unit.symbol == "%" => Some("%".to_owned()),
        _ => Some("x".to_owned()),
    };
    for name in TIMES.iter().chain(&COEFFICIENTS) {
        if units.len() > 1 && !share {
            spread(table, name, unit_of);
        }
        for column in &mut table.columns {
            let own = column.name.strip_prefix(name).and_then(|rest| rest.strip_prefix(" [")?.strip_suffix(']'));
            let own = own.or_else(|| units.first().map(String::as_str).filter(|_| column.name == **name));
            column.unit_written = own.and_then(meant).or_else(|| column.unit_written.take());
        }
    }
    // The console writes every share in percent.
    let unit = if share && units == ["%"] { "%" } else { "x" };
    for column in table.columns.iter_mut().filter(|column| share && column.stated.role == Some(Role::Measurement)) {
        column.unit_written = Some(unit.to_owned());
    }
}

/// Columns that a benchmark adds itself; what they are in is not said unless their name does.
fn counters(table: &mut Table) {
    for column in table.columns.iter_mut().filter(|column| column.stated.role.is_none() && column.counts().numbers > 0)
    {
        let words = crate::header::words(&column.name);
        if crate::unit::find(&words, |_| false).is_none() {
            column.unit_written = Some("x".to_owned());
        }
        column.stated.role = Some(Role::Measurement);
        column.stated.metric = Some(slug(&column.name));
        column.stated.name = Some(column.name.clone());
    }
}

/// Versions up to 1.7 multiply the coefficient of variation in CSV by the unit and divide it by the repetitions: where it is not
/// deviation divided by mean it is left out and told.
fn wrong_variations(table: &mut Table, named: &[(String, Kind)], content: &mut Content) {
    let row_of = |base: &str, statistic: &str| {
        named.iter().position(|(name, kind)| name == base && *kind == Kind::Statistic(statistic.to_owned()))
    };
    let hint = "write JSON, or use a version of the library after 1.7";
    for name in TIMES {
        let wrong = |row: usize| {
            let (base, kind) = &named[row];
            // The console writes a percentage of few digits, which is right.
            let (Kind::Statistic(statistic), false) = (kind, text(table, "time_unit", row) == Some("%")) else {
                return None;
            };
            let said = number(table, name, row).filter(|_| statistic == "cv")?;
            let of = |statistic: &str| number(table, name, row_of(base, statistic)?);
            let (mean, sd) = (of("mean")?, of("sd")?);
            ((said * mean - sd).abs() > 0.01 * sd.abs()).then(|| {
                format!("coefficient of variation of `{name}` of `{base}` is {said}, deviation divided by mean is {}, left out", sd / mean)
            })
        };
        let wrong: Vec<Option<String>> = (0..table.rows).map(wrong).collect();
        if wrong.iter().any(Option::is_some) {
            let made =
                numbers(name, (0..table.rows).map(|row| number(table, name, row).filter(|_| wrong[row].is_none())));
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == name) {
                let stated = std::mem::take(&mut column.stated);
                *column = made;
                column.stated = stated;
            }
        }
        for (at, what) in wrong.iter().flatten().enumerate() {
            let what = if at < MOST_NAMED {
                what
            } else {
                "another coefficient of variation is not deviation divided by mean, left out"
            };
            content.ledger.say(Spot::Whole, Severity::Doubt, what, Some(hint));
        }
    }
}
