//! BenchmarkDotNet: the CSV, Markdown and JSON of `BenchmarkDotNet.Artifacts/results`.
//!
//! <https://benchmarkdotnet.org/articles/configs/exporters.html>. Times are those of one operation: with a unit in every cell, or
//! nanoseconds in JSON. `Error` is half of the 99.9 % confidence interval, the standard deviation is that of a sample (n − 1).
//! Warm-ups, pilots and overheads of JSON are kept and not measured.

mod culture;
#[cfg(test)]
mod tests;

use super::meaning::{Conventions, Meaning, OF_A_SAMPLE, aggregate, column, counted, measured, state_as, subject};
use super::reshape::{carry, carry_beside, number, numbers, rows, text, words};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const JSON: [&str; 4] = ["Type", "Method", "Statistics.N", "Statistics.StandardDeviation"];
const TABLE: [&str; 4] = ["Method", "Mean", "Error", "StdDev"];

const BENCHMARKS: &str = "/Benchmarks";
const VALUES: &str = "/Benchmarks/*/Statistics/OriginalValues";
const MEASUREMENTS: &str = "/Benchmarks/*/Measurements";

const OPERATION: &str = "one operation: the time of an iteration divided by its operations";
const HALF: &str = "half of the 99.9 % confidence interval";

/// A statistic of the time of one operation.
const fn time(name: &'static str, statistic: &'static str) -> Meaning {
    aggregate(name, "operation_time", statistic, "ns").named("time per operation").better(Better::Lower)
}

const MEANINGS: &[Meaning] = &[
    time("Mean", "mean").defined(OPERATION),
    time("Median", "median").defined(OPERATION),
    time("Error", "error").defined(HALF),
    time("StdDev", "sd"),
    time("StdErr", "sem"),
    time("Min", "min"),
    time("Max", "max"),
    time("Q1", "p25"),
    time("Q3", "p75"),
    time("P*", "p*"),
    column("Op/s", Role::Derived).unit("ops/s").better(Better::Higher),
    column("Ratio", Role::Derived),
    column("RatioSD", Role::Derived),
    column("Alloc Ratio", Role::Derived),
    column("Rank", Role::Derived),
    measured("Allocated", "operation_memory", "B").named("memory allocated per operation").better(Better::Lower),
    measured("Gen0", "collections_gen0", "x")
        .named("collections of generation 0 per 1000 operations")
        .better(Better::Lower),
    measured("Gen1", "collections_gen1", "x")
        .named("collections of generation 1 per 1000 operations")
        .better(Better::Lower),
    measured("Gen2", "collections_gen2", "x")
        .named("collections of generation 2 per 1000 operations")
        .better(Better::Lower),
    column("Code Size", Role::Environment).unit("B"),
    time("Statistics.Mean", "mean").defined(OPERATION),
    time("Statistics.Median", "median").defined(OPERATION),
    time("Statistics.StandardDeviation", "sd"),
    time("Statistics.StandardError", "sem"),
    time("Statistics.Min", "min"),
    time("Statistics.Max", "max"),
    time("Statistics.Q1", "p25"),
    time("Statistics.Q3", "p75"),
    time("Statistics.InterquartileRange", "iqr"),
    time("Statistics.LowerFence", "low fence"),
    time("Statistics.UpperFence", "high fence"),
    time("Statistics.ConfidenceInterval.Margin", "error")
        .defined("half of the confidence interval, 99.9 % unless its level says otherwise"),
    time("Statistics.ConfidenceInterval.Lower", "ci low"),
    time("Statistics.ConfidenceInterval.Upper", "ci high"),
    time("Statistics.Percentiles.P*", "p*"),
    counted("Statistics.N", "iterations"),
    column("Statistics.*", Role::Derived),
    measured("OriginalValues", "operation_time", "ns")
        .named("time per operation")
        .better(Better::Lower)
        .defined(OPERATION),
    measured(PER_OPERATION, "operation_time", "ns")
        .named("time per operation")
        .better(Better::Lower)
        .defined(OPERATION),
    column("Nanoseconds", Role::Derived).unit("ns"),
    column("Operations", Role::Derived),
    column("IterationMode", Role::Identifier),
    column("IterationStage", Role::Identifier),
    column("IterationIndex", Role::Identifier),
    column("LaunchIndex", Role::Identifier),
    column("*Outliers", Role::Derived),
    measured("Memory.BytesAllocatedPerOperation", "operation_memory", "B")
        .named("memory allocated per operation")
        .better(Better::Lower),
    column("Memory.*", Role::Environment),
    column("*", Role::Environment).at("/Benchmarks/*/Metrics"),
    subject("FullName", "benchmark"),
    column("Method", Role::Parameter),
    column("Type", Role::Parameter),
    column("Parameters", Role::Parameter),
    column("Job", Role::Parameter),
    column("Runtime", Role::Parameter),
    column("Namespace", Role::Environment),
    column("MethodTitle", Role::Text),
    column("DisplayInfo", Role::Text),
    column("ShortInfo", Role::Text),
    column("Properties.*", Role::Environment),
    column("HostEnvironmentInfo.*", Role::Environment),
    column("Title", Role::Environment),
];

/// Settings of a job that stand in every row of CSV, most of them `Default`.
const JOB: [&str; 41] = [
    "AnalyzeLaunchVariance",
    "EvaluateOverhead",
    "MaxAbsoluteError",
    "MaxRelativeError",
    "MinInvokeCount",
    "MinIterationTime",
    "OutlierMode",
    "Affinity",
    "EnvironmentVariables",
    "Jit",
    "LargeAddressAware",
    "Platform",
    "PowerPlanMode",
    "AllowVeryLargeObjects",
    "Concurrent",
    "CpuGroups",
    "Force",
    "HeapAffinitizeMask",
    "HeapCount",
    "NoAffinitize",
    "RetainVm",
    "Server",
    "Arguments",
    "BuildConfiguration",
    "Clock",
    "EngineFactory",
    "NuGetReferences",
    "Toolchain",
    "IsMutator",
    "InvocationCount",
    "IterationCount",
    "IterationTime",
    "LaunchCount",
    "MaxIterationCount",
    "MaxWarmupIterationCount",
    "MemoryRandomization",
    "MinIterationCount",
    "MinWarmupIterationCount",
    "RunStrategy",
    "UnrollFactor",
    "WarmupCount",
];

/// Versions differ in a few of them.
const MOST_OF_A_JOB: usize = 20;

const PER_OPERATION: &str = "Nanoseconds / Operations";

const CONVENTIONS: Conventions =
    Conventions { sd: OF_A_SAMPLE, percentile: "percentile as BenchmarkDotNet computes it" };

/// Times of methods in .NET.
pub(super) struct BenchmarkDotNet;

impl Format for BenchmarkDotNet {
    fn id(&self) -> &'static str {
        "benchmarkdotnet"
    }

    fn name(&self) -> &'static str {
        "BenchmarkDotNet"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        if let Ok(table) = shape.table_with(&JSON) {
            return (Certainty::Sure, format!("`Statistics` of a `Method`, benchmarks: {}", table.rows));
        }
        match shape.table_with(&TABLE) {
            Ok(table) => {
                let jobs = JOB.iter().filter(|name| table.column(name).is_some()).count();
                let named = shape.line_with("BenchmarkDotNet").is_ok() || jobs >= MOST_OF_A_JOB;
                if !named && !is_timed(table) {
                    return (Certainty::No, "no unit in `Mean`, no settings of a job".to_owned());
                }
                (Certainty::Sure, format!("`Mean`, `Error` and `StdDev` of a `Method`, benchmarks: {}", table.rows))
            }
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        culture::sizes(content);
        culture::settle(content);
        full_names(&mut content.tables);
        for list in [VALUES, MEASUREMENTS] {
            let names = |name: &str| ["FullName", "Method", "Type", "Parameters"].contains(&name);
            if list == MEASUREMENTS {
                carry_beside(&mut content.tables, list, names)
            } else {
                carry(&mut content.tables, list, names)
            }
        }
        results(&mut content.tables);
        for table in &mut content.tables {
            if table.place == BENCHMARKS {
                table.sums_up = Some(VALUES.to_owned());
            }
            plain_names(table);
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
        content.tables.iter_mut().for_each(settings);
    }
}

/// Whether the mean has a unit of time in every cell.
fn is_timed(table: &Table) -> bool {
    let ends = |cell: &str| ["ns", "μs", "µs", "us", "ms", "s"].contains(&cell.rsplit(' ').next().unwrap_or_default());
    let timed = |row: usize| text(table, "Mean", row).is_some_and(|cell| cell.contains(' ') && ends(cell));
    table.column("Mean").is_some_and(|mean| mean.unit_written.is_some()) || (0..table.rows).any(timed)
}

/// What stands before the mean was set: by the job, or as a parameter of the benchmark.
fn settings(table: &mut Table) {
    let Some(mean) = table.columns.iter().position(|column| column.name == "Mean") else { return };
    for column in &mut table.columns[..mean] {
        let is_job = JOB.contains(&column.name.as_str());
        column.stated.role = column.stated.role.or(Some(if is_job { Role::Environment } else { Role::Parameter }));
    }
}

/// Old versions have no full name: type, method and parameters make it.
fn full_names(tables: &mut [Table]) {
    for table in tables.iter_mut().filter(|table| table.place == BENCHMARKS && table.column("FullName").is_none()) {
        let part = |name: &str, row: usize| text(table, name, row).map(str::to_owned);
        let name = |row: usize| {
            let parts = [part("Type", row), part("Method", row), part("Parameters", row)];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Some(parts.join("."))
        };
        let made = words("FullName", (0..table.rows).map(name));
        table.columns.insert(0, made);
    }
}

/// Where the values are not written out, they are the measured iterations of the workload, not warm-ups and overheads.
fn results(tables: &mut Vec<Table>) {
    if tables.iter().any(|table| table.place == VALUES) {
        return;
    }
    let Some(at) = tables.iter().position(|table| table.place == MEASUREMENTS) else { return };
    let table = &tables[at];
    let of = |stage: &str| -> Vec<usize> {
        let is = |row: &usize| {
            text(table, "IterationMode", *row) == Some("Workload") && text(table, "IterationStage", *row) == Some(stage)
        };
        (0..table.rows).filter(is).collect()
    };
    let measured = Some(of("Result")).filter(|rows| !rows.is_empty()).unwrap_or_else(|| of("Actual"));
    if measured.is_empty() {
        return;
    }
    let others: Vec<usize> = (0..table.rows).filter(|row| !measured.contains(row)).collect();
    let mut own = rows(table, VALUES, &measured);
    let time = |row: usize| Some(number(&own, "Nanoseconds", row)? / number(&own, "Operations", row)?);
    let made = numbers(PER_OPERATION, (0..own.rows).map(time));
    own.columns.push(made);
    let others = rows(table, MEASUREMENTS, &others);
    tables.splice(at..=at, [own, others]);
}

/// The Markdown of GitHub writes quotes and angles as entities.
fn plain_names(table: &mut Table) {
    const ENTITIES: [(&str, &str); 6] =
        [("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#96;", "`"), ("&amp;", "&")];
    let Some(at) = table.columns.iter().position(|column| column.name == "Method") else { return };
    let plain = |row: usize| {
        let written = text(table, "Method", row)?;
        Some(ENTITIES.iter().fold(written.to_owned(), |text, (entity, plain)| text.replace(entity, plain)))
    };
    if (0..table.rows).any(|row| text(table, "Method", row).is_some_and(|name| name.contains('&'))) {
        table.columns[at] = words("Method", (0..table.rows).map(plain));
    }
}
