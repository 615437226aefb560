//! What version 2 writes: any of its metrics, each run a record in JSON, a unit beside the statistics in CSV, one metric in Markdown.

use crate::container::Content;
use crate::format::Shape;
use crate::format::meaning::{Meaning, aggregate, column, counted, measured, subject};
use crate::format::reshape::{carry_beside, fill, text, unkey};
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const JSON: [&str; 3] = ["command", "time_wall_clock.value", "exit_code"];

const RESULTS: &str = "/results";
const RUNS: &str = "/results/*/measurements";
const SUMMARY: &str = "/results/*/summary";

/// Metrics as the tool names them, with their names in Markdown.
const METRICS: [(&str, &str); 10] = [
    ("time_wall_clock", "Wall Time"),
    ("time_cpu", "CPU time"),
    ("time_user", "User time"),
    ("time_system", "System time"),
    ("memory_peak_resident", "Memory"),
    ("cpu_cycles", "CPU cycles"),
    ("instructions", "Instructions"),
    ("cache_references", "Cache references"),
    ("cache_misses", "Cache misses"),
    ("branch_misses", "Branch misses"),
];

const WHOLE: &str = "from the start of the command to its end";
const CPU: &str = "time on the processor, in the program and in the kernel";
const USER: &str = "time on the processor in the program";
const SYSTEM: &str = "time on the processor in the kernel";
const MEMORY: &str = "most memory of one run";

const fn time(meaning: Meaning, definition: &'static str) -> Meaning {
    meaning.defined(definition).better(Better::Lower)
}

const fn count(meaning: Meaning) -> Meaning {
    meaning.better(Better::Lower)
}

pub(super) const MEANINGS: &[Meaning] = &[
    subject("parameters.*.value", "benchmark_*").named("*"),
    time(measured("time_wall_clock.value", "duration", "s"), WHOLE).at(RUNS),
    time(measured("time_cpu.value", "cpu_time", "s"), CPU).at(RUNS),
    time(measured("time_user.value", "user_time", "s"), USER).named("user time").at(RUNS),
    time(measured("time_system.value", "system_time", "s"), SYSTEM).named("system time").at(RUNS),
    time(measured("memory_peak_resident.value", "memory", "B"), MEMORY).at(RUNS),
    count(measured("*.value", "*", "x")).named("*").at(RUNS),
    column("*.unit", Role::Text),
    counted("summary.*.count", "*_count"),
    time(aggregate("summary.time_wall_clock.*", "duration", "*", "s"), WHOLE),
    time(aggregate("summary.time_cpu.*", "cpu_time", "*", "s"), CPU),
    time(aggregate("summary.time_user.*", "user_time", "*", "s"), USER).named("user time"),
    time(aggregate("summary.time_system.*", "system_time", "*", "s"), SYSTEM).named("system time"),
    time(aggregate("summary.memory_peak_resident.*", "memory", "*", "B"), MEMORY),
    count(aggregate("summary.cpu_cycles.*", "cpu_cycles", "*", "x")),
    count(aggregate("summary.instructions.*", "instructions", "*", "x")),
    count(aggregate("summary.cache_references.*", "cache_references", "*", "x")),
    count(aggregate("summary.cache_misses.*", "cache_misses", "*", "x")),
    count(aggregate("summary.branch_misses.*", "branch_misses", "*", "x")),
    subject("environment.*", "benchmark_environment_*").named("*"),
    subject("command", "benchmark").named("command"),
    subject("Command", "benchmark").named("command"),
    subject("parameter_*", "benchmark_*").named("*"),
    column("name", Role::Text),
    column("exit_code", Role::Validity),
    column("schema_version", Role::Environment),
    column("primary_metric", Role::Environment),
    column("metadata.start_time", Role::Time),
    column("metadata.*", Role::Environment),
    column("Change", Role::Derived),
    column("Change ±", Role::Derived),
    column("Factor", Role::Derived),
    column("Factor ±", Role::Derived),
];

/// Which of its files it is.
pub(super) fn recognize(shape: &Shape<'_>) -> Option<String> {
    if let Ok(table) = shape.table_with(&JSON) {
        return Some(format!("`time_wall_clock` beside the `exit_code` of a `command`, runs: {}", table.rows));
    }
    let csv = |table: &&Table| {
        let has = |metric: &str, end: &str| table.column(&format!("{metric}_{end}")).is_some();
        let full = |metric: &str| ["unit", "mean", "stddev", "median"].iter().all(|end| has(metric, end));
        table.column("command").is_some() && METRICS.iter().any(|(metric, _)| full(metric))
    };
    if let Some(table) = shape.tables.iter().find(csv) {
        return Some(format!("statistics of a metric with its unit beside a `command`, commands: {}", table.rows));
    }
    let markdown = |table: &&Table| {
        ["Command", "Change", "Factor"].iter().all(|name| table.column(name).is_some())
            && table.columns.iter().any(|column| heading(&column.name).is_some())
    };
    let table = shape.tables.iter().find(markdown)?;
    Some(format!("`Change` and `Factor` beside the mean of a `Command`, commands: {}", table.rows))
}

/// The metric of `Mean Wall Time [ms]`.
fn heading(written: &str) -> Option<&'static str> {
    let label = written.strip_prefix("Mean ")?.split(" [").next()?;
    METRICS.iter().find(|(_, known)| *known == label).map(|(metric, _)| *metric)
}

/// Puts each statistic where version 2 has it in JSON.
pub(super) fn settle(content: &mut Content) {
    unkey(content, SUMMARY);
    for table in &mut content.tables {
        for column in &mut table.columns {
            if let Some(name) = column.name.strip_prefix("*.") {
                column.name = name.to_owned();
            }
        }
        if table.place == RESULTS && table.column("summary.time_wall_clock.mean").is_some() {
            table.sums_up = Some(RUNS.to_owned());
        }
        statistics_of_csv(table);
        mean_of_markdown(table);
    }
    let names = |name: &str| {
        ["command", "name"].contains(&name) || name.starts_with("parameters.") || name.starts_with("environment.")
    };
    carry_beside(&mut content.tables, RUNS, names);
    // Killed by a signal, a command has no exit code.
    fill(&mut content.tables, "exit_code", "killed");
}

fn statistics_of_csv(table: &mut Table) {
    for (metric, _) in METRICS {
        let name = format!("{metric}_unit");
        let Some(unit) = (0..table.rows).find_map(|row| text(table, &name, row)).map(str::to_owned) else { continue };
        for column in &mut table.columns {
            let Some(end) = column.name.strip_prefix(metric).and_then(|end| end.strip_prefix('_')) else { continue };
            column.unit_written = Some(unit.clone()).filter(|_| end != "unit");
            column.name = format!("summary.{metric}.{end}");
        }
    }
}

fn mean_of_markdown(table: &mut Table) {
    for column in &mut table.columns {
        let Some(metric) = heading(&column.name) else { continue };
        let unit = column.name.split_once('[').and_then(|(_, unit)| unit.split(']').next()).map(str::to_owned);
        let statistic = if column.name.ends_with('±') { "stddev" } else { "mean" };
        column.name = format!("summary.{metric}.{statistic}");
        column.unit_written = unit;
    }
}
