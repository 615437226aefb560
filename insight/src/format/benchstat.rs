//! benchstat: what it makes of Go benchmarks, as a table, as CSV (`-format csv`) and as versions before 2023 printed it.
//!
//! <https://pkg.go.dev/golang.org/x/perf/cmd/benchstat>. A value is the median of the runs of one benchmark in one file, beside it half
//! the width of its 95 % confidence interval in percent; before 2023 it was a mean and the largest distance from it. A table for
//! each unit; the geometric mean of its benchmarks is kept and not measured.

#[cfg(test)]
mod tests;
mod text;

use super::meaning::slug;
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated};

/// What a unit means: as printed, as parsed, metric, the field's words, which way is better.
const UNITS: [(&[&str], &str, &str, &str, Better); 5] = [
    (&["sec/op", "time/op"], "s", "operation_time", "time per operation", Better::Lower),
    (&["B/op", "alloc/op"], "B", "operation_memory", "memory allocated per operation", Better::Lower),
    (&["allocs/op"], "x", "operation_allocations", "allocations per operation", Better::Lower),
    (&["B/s", "speed"], "B/s", "bandwidth", "bandwidth", Better::Higher),
    (&["MB/s"], "MB/s", "bandwidth", "bandwidth", Better::Higher),
];

/// Sums of runs of Go benchmarks.
pub(super) struct Benchstat;

impl Format for Benchstat {
    fn id(&self) -> &'static str {
        "benchstat"
    }

    fn name(&self) -> &'static str {
        "benchstat"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        match text::first(shape.text) {
            Some((line, style)) => (Certainty::Sure, format!("{} in line {line}", style.shown())),
            None => (Certainty::No, "no unit of Go such as `sec/op` above values with `±` or beside `CI`".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        content.read_text(text::read);
        for table in &mut content.tables {
            let unit = table.place.trim_end_matches(text::GEOMEAN).to_owned();
            let mean = table.place.len() > unit.len();
            table.columns.iter_mut().for_each(|column| state(column, &unit, mean));
        }
    }
}

fn state(column: &mut Column, unit: &str, geomean: bool) {
    let own = |text: &str| Some(text.to_owned());
    let plain = |role: Role| Stated { role: Some(role), ..Stated::default() };
    let derived = |definition: &str| Stated { definition: own(definition), ..plain(Role::Derived) };
    column.stated = match column.name.as_str() {
        "benchmark" => Stated { metric: own("benchmark"), ..plain(Role::Parameter) },
        "file" => Stated { metric: own("benchmark_file"), name: own("file"), ..plain(Role::Parameter) },
        text::MEDIAN | text::MEAN => {
            let known = UNITS.iter().find(|(printed, ..)| printed.contains(&unit));
            let (parsed, metric, name, better) = match known {
                Some((_, parsed, metric, name, better)) => ((*parsed).to_owned(), (*metric).to_owned(), *name, *better),
                None => match unit.strip_suffix("-sec").or_else(|| unit.strip_suffix("-bytes")) {
                    Some(_) if unit.ends_with("-sec") => ("s".to_owned(), slug(unit), unit, Better::Lower),
                    Some(_) => ("B".to_owned(), slug(unit), unit, Better::None),
                    None => (unit.to_owned(), slug(unit), unit, Better::None),
                },
            };
            let (statistic, definition) = match column.name.as_str() {
                text::MEAN => ("mean", "mean of the runs"),
                _ => ("median", "median of the runs"),
            };
            // `B/op` is understood, and what the file writes; `speed` is no unit.
            let written =
                if unit.ends_with("/op") && !["time/op", "alloc/op"].contains(&unit) { unit } else { &parsed };
            column.unit_written = own(written);
            let role = if geomean { Role::Derived } else { Role::Aggregate };
            Stated {
                metric: Some(metric),
                name: own(name),
                better: Some(better),
                statistic: (!geomean).then(|| statistic.to_owned()),
                definition: own(if geomean { "geometric mean over the benchmarks" } else { definition }),
                ..plain(role)
            }
        }
        text::INTERVAL => {
            column.unit_written = own("%");
            derived("half of the 95 % confidence interval of the median, divided by it")
        }
        text::SPREAD => {
            column.unit_written = own("%");
            derived("largest distance of a run from the mean, divided by it")
        }
        text::CHANGE => {
            column.unit_written = own("%");
            derived("new divided by base, less 1")
        }
        "p" => {
            column.unit_written = own("x");
            derived("of a test that both files are alike")
        }
        "n" => Stated { metric: own("runs"), statistic: own("n"), ..plain(Role::Measurement) },
        _ => plain(Role::Environment),
    };
}
