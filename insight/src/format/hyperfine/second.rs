//! What version 2 writes: any of its metrics, each run a record in JSON, a unit beside the statistics in CSV, one metric in Markdown.

use crate::container::Content;
use crate::format::Shape;
use crate::format::meaning::{Meaning, aggregate, column, counted, measured, subject};
use crate::format::reshape::{carry_beside, fill, text, unkey};
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Table};

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
    time(aggregate("time_wall_clock_*", "duration", "*", "s"), WHOLE),
    time(aggregate("time_cpu_*", "cpu_time", "*", "s"), CPU),
    time(aggregate("time_user_*", "user_time", "*", "s"), USER).named("user time"),
    time(aggregate("time_system_*", "system_time", "*", "s"), SYSTEM).named("system time"),
    time(aggregate("memory_peak_resident_*", "memory", "*", "B"), MEMORY),
    count(aggregate("cpu_cycles_*", "cpu_cycles", "*", "x")),
    count(aggregate("instructions_*", "instructions", "*", "x")),
    count(aggregate("cache_references_*", "cache_references", "*", "x")),
    count(aggregate("cache_misses_*", "cache_misses", "*", "x")),
    count(aggregate("branch_misses_*", "branch_misses", "*", "x")),
    column("*_unit", Role::Text),
    time(aggregate("Mean Wall Time [*] ±", "duration", "sd", "s"), WHOLE),
    time(aggregate("Mean Wall Time [*]", "duration", "mean", "s"), WHOLE),
    time(aggregate("Mean CPU time [*] ±", "cpu_time", "sd", "s"), CPU),
    time(aggregate("Mean CPU time [*]", "cpu_time", "mean", "s"), CPU),
    time(aggregate("Mean User time [*] ±", "user_time", "sd", "s"), USER).named("user time"),
    time(aggregate("Mean User time [*]", "user_time", "mean", "s"), USER).named("user time"),
    time(aggregate("Mean System time [*] ±", "system_time", "sd", "s"), SYSTEM).named("system time"),
    time(aggregate("Mean System time [*]", "system_time", "mean", "s"), SYSTEM).named("system time"),
    time(aggregate("Mean Memory [*] ±", "memory", "sd", "B"), MEMORY),
    time(aggregate("Mean Memory [*]", "memory", "mean", "B"), MEMORY),
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
        units_of_csv(table);
    }
    let names = |name: &str| {
        ["command", "name"].contains(&name) || name.starts_with("parameters.") || name.starts_with("environment.")
    };
    carry_beside(&mut content.tables, RUNS, names);
    // Killed by a signal, a command has no exit code.
    fill(&mut content.tables, "exit_code", "killed");
}

/// The unit that stands beside the statistics of a metric.
fn units_of_csv(table: &mut Table) {
    for (metric, _) in METRICS {
        let name = format!("{metric}_unit");
        let Some(unit) = (0..table.rows).find_map(|row| text(table, &name, row)).map(str::to_owned) else { continue };
        let own = |column: &&mut Column| column.name != name && column.name.starts_with(&name[..=metric.len()]);
        table.columns.iter_mut().filter(own).for_each(|column| column.unit_written = Some(unit.clone()));
    }
}
