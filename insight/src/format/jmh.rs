//! JMH: JSON, CSV, SCSV or text (`-rf json|csv|scsv|text`), or the end of what it prints.
//!
//! <https://github.com/openjdk/jmh>. A score is the mean of the iterations, in the unit that its row states; which way is better
//! follows from the mode. The error is half of the 99.9 % confidence interval; `NaN` is written as text. A histogram of sampled
//! times (`rawDataHistogram`) is read as the calls it counts.

mod histogram;
#[cfg(test)]
mod tests;
mod text;

use super::meaning::{Meaning, column, counted, slug, state, subject};
use super::reshape::{carry, carry_beside, ends, spread, text, words};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated, Table};
use crate::unit::Unit;

const JSON: [&str; 4] = ["jmhVersion", "benchmark", "mode", "primaryMetric.score"];
const CSV: [&str; 7] = ["Benchmark", "Mode", "Threads", "Samples", "Score", "Score Error (99.9%)", "Unit"];

const MEANINGS: &[Meaning] = &[
    subject("benchmark", "benchmark"),
    subject("Benchmark", "benchmark"),
    column("mode", Role::Parameter),
    column("Mode", Role::Parameter),
    subject("threads", "benchmark_threads").named("threads"),
    subject("Threads", "benchmark_threads").named("threads"),
    subject("params.*", "benchmark_*").named("*"),
    subject("Param: *", "benchmark_*").named("*"),
    column("forks", Role::Environment),
    column("jvm*", Role::Environment),
    column("jdkVersion", Role::Environment),
    column("vm*", Role::Environment),
    column("jmhVersion", Role::Environment),
    column("warmup*", Role::Environment),
    column("measurement*", Role::Environment),
    column("primaryMetric.scoreUnit", Role::Text),
    column("primaryMetric.scoreConfidence", Role::Text),
    column("scoreConfidence", Role::Text),
    column("scoreUnit", Role::Text),
    column("Unit", Role::Text),
    counted("Samples", "samples"),
    // A lone secondary metric stands in the row itself.
    column("secondaryMetrics*", Role::Derived),
    column("rawData", Role::Derived),
    column("rawDataHistogram", Role::Derived),
    column("key", Role::Identifier),
];

const HALF: &str = "half of the 99.9 % confidence interval";

/// What a mode measures: metric, the field's words, which way is better, definition.
const MODES: [(&str, &str, &str, Better, &str); 4] = [
    (
        "thrpt",
        "operation_rate",
        "operations per second",
        Better::Higher,
        "operations of all threads divided by the time of an iteration",
    ),
    ("avgt", "operation_time", "time per operation", Better::Lower, "time of an iteration divided by its operations"),
    (
        "sample",
        "sampled_time",
        "sampled time of an operation",
        Better::Lower,
        "time of single operations, drawn at random",
    ),
    ("ss", "single_shot_time", "time of a single shot", Better::Lower, "time of one call that is not warmed up"),
];

/// What stands under a metric, and which statistic it is; the raw data are none.
const VALUES: [(&str, Option<&str>); 18] = [
    ("score", Some("mean")),
    ("scoreError", Some("ci half width")),
    ("scoreConfidence.low", Some("ci low")),
    ("scoreConfidence.high", Some("ci high")),
    ("scorePercentiles.0.0", Some("min")),
    ("scorePercentiles.50.0", Some("median")),
    ("scorePercentiles.90.0", Some("p90")),
    ("scorePercentiles.95.0", Some("p95")),
    ("scorePercentiles.99.0", Some("p99")),
    ("scorePercentiles.99.9", Some("p99.9")),
    ("scorePercentiles.99.99", Some("p99.99")),
    ("scorePercentiles.99.999", Some("p99.999")),
    ("scorePercentiles.99.9999", Some("p99.9999")),
    ("scorePercentiles.100.0", Some("max")),
    ("rawData", None),
    (histogram::VALUES, None),
    ("Score", Some("mean")),
    ("Score Error (99.9%)", Some("ci half width")),
];

/// Lists below the rows of JSON: the interval, the iterations, and the same of secondary metrics.
const INTERVAL: &str = "/*/primaryMetric/scoreConfidence";
const ITERATIONS: &str = "/*/primaryMetric/rawData/*";
const SECONDARY: &str = "/*/secondaryMetrics";
const SECONDARY_INTERVAL: &str = "/*/secondaryMetrics/*/scoreConfidence";
const SECONDARY_ITERATIONS: &str = "/*/secondaryMetrics/*/rawData/*";

/// Scores of methods in Java.
pub(super) struct Jmh;

impl Format for Jmh {
    fn id(&self) -> &'static str {
        "jmh"
    }

    fn name(&self) -> &'static str {
        "JMH"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let table = shape.table_with(&JSON).or_else(|missing| shape.table_with(&CSV).map_err(|_| missing));
        match (table, text::header(shape.text)) {
            (Ok(table), _) => (Certainty::Sure, format!("a score in a `mode` of JMH, benchmarks: {}", table.rows)),
            (Err(_), Some(line)) => {
                (Certainty::Sure, format!("`Mode`, `Score` and `Units` of a `Benchmark` in line {line}"))
            }
            (Err(missing), None) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        let all = |table: &Table, names: &[&str]| names.iter().all(|name| table.column(name).is_some());
        let known = |table: &Table| all(table, &JSON) || all(table, &CSV);
        if !content.tables.iter().any(known) {
            content.read_text(text::read);
        }
        content.tables.iter_mut().for_each(secondary);
        histogram::count_out(content);
        ends(content, INTERVAL, ["primaryMetric.scoreConfidence.low", "primaryMetric.scoreConfidence.high"]);
        ends(content, SECONDARY_INTERVAL, ["scoreConfidence.low", "scoreConfidence.high"]);
        let names = |name: &str| {
            ["benchmark", "mode", "threads", "key"].contains(&name)
                || name.starts_with("params.")
                || name.ends_with("scoreUnit")
        };
        carry(&mut content.tables, ITERATIONS, names);
        carry_beside(&mut content.tables, SECONDARY, |name| names(name) && !name.starts_with("primaryMetric"));
        carry(&mut content.tables, SECONDARY_ITERATIONS, names);
        carry(&mut content.tables, histogram::CALLS, names);
        let iterations = content.tables.iter().any(|table| table.place == ITERATIONS);
        let sampled = !iterations && content.tables.iter().any(|table| table.place == histogram::CALLS);
        for table in &mut content.tables {
            table.sums_up = match table.place.as_str() {
                "" if sampled => Some(histogram::CALLS.to_owned()),
                "" => Some(ITERATIONS.to_owned()),
                SECONDARY => Some(SECONDARY_ITERATIONS.to_owned()),
                _ => None,
            };
            by_unit(table);
        }
        state(&mut content.tables, MEANINGS);
    }
}

/// Rows of CSV and of text that say more of a benchmark, `f:gc.count` and `f:p0.99`, are named apart from it.
fn secondary(table: &mut Table) {
    let Some(at) = table.columns.iter().position(|column| column.name == "Benchmark") else { return };
    let parts = |row: usize| text(table, "Benchmark", row).map(|name| name.split_once(':').unwrap_or((name, "")));
    let name = words("Benchmark", (0..table.rows).map(|row| parts(row).map(|(name, _)| name.to_owned())));
    let key = words("key", (0..table.rows).map(|row| parts(row).map(|(_, key)| key.to_owned())));
    if key.counts().text > 0 {
        table.columns.splice(at..=at, [name, key]);
    }
}

/// The percentile of sampled times that a secondary metric is: `p0.99`, `·p0.999`.
fn percentile(name: &str) -> Option<String> {
    let share: f64 = name.trim_start_matches('·').strip_prefix('p')?.parse().ok()?;
    let percent = (share * 1e8).round() / 1e6;
    (0.0..=1.0).contains(&share).then(|| match percent {
        0.0 => "min".to_owned(),
        50.0 => "median".to_owned(),
        100.0 => "max".to_owned(),
        percent => format!("p{percent}"),
    })
}

/// One column a mode and unit, so that operations per second never stand among times.
fn by_unit(table: &mut Table) {
    for (value, statistic) in VALUES {
        for prefix in ["", "primaryMetric."] {
            let name = format!("{prefix}{value}");
            let kind = |table: &Table, row: usize| {
                let unit =
                    ["scoreUnit", "primaryMetric.scoreUnit", "Unit"].iter().find_map(|unit| text(table, unit, row))?;
                let mode = text(table, "mode", row).or_else(|| text(table, "Mode", row))?;
                let own = text(table, "key", row).unwrap_or_default();
                Some(format!("{mode} {unit} {own}").trim_end().to_owned())
            };
            spread(table, &name, kind);
            let begin = format!("{name} [");
            for column in &mut table.columns {
                let kind = column.name.strip_prefix(&begin).and_then(|kind| kind.strip_suffix(']')).map(str::to_owned);
                if let Some(kind) = kind {
                    mean(column, &kind, statistic);
                }
            }
        }
    }
}

/// Which way a secondary metric is better: parts of a group by their unit, what collecting garbage takes is little, others are not
/// judged.
fn beside(name: &str, unit: &str) -> Better {
    let collecting = ["gc.alloc.rate.norm", "gc.count", "gc.time"].contains(&name.trim_start_matches('·'));
    match unit {
        _ if collecting => Better::Lower,
        _ if unit.starts_with("ops/") => Better::Higher,
        "s/op" | "ms/op" | "us/op" | "ns/op" | "min/op" | "hr/op" | "day/op" => Better::Lower,
        _ => Better::None,
    }
}

/// What the scores of a mode, a unit and a secondary metric, if it is one, mean.
fn mean(column: &mut Column, kind: &str, statistic: Option<&str>) {
    let mut words = kind.splitn(3, ' ');
    let (mode, unit, secondary) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let known = MODES.iter().find(|(known, ..)| *known == mode);
    let definition = if statistic == Some("ci half width") { Some(HALF) } else { None };
    let own = |text: &str| Some(text.to_owned());
    column.unit_written = own(if Unit::stated(unit).is_some() { unit } else { "x" });
    let of_calls = secondary.and_then(percentile);
    if let (Some(percentile), Some((_, metric, name, better, meant))) = (&of_calls, known) {
        // Of all calls, or of those of one iteration where it stands among the iterations; the error of it says nothing.
        let is_value = matches!(statistic, None | Some("mean"));
        column.stated = Stated {
            role: Some(if is_value { Role::Aggregate } else { Role::Text }),
            metric: own(metric),
            name: own(name),
            better: Some(*better),
            definition: own(meant),
            statistic: is_value.then(|| percentile.clone()),
        };
        return;
    }
    column.stated = Stated {
        role: Some(if statistic.is_some() { Role::Aggregate } else { Role::Measurement }),
        statistic: statistic.map(str::to_owned),
        ..match (secondary, known) {
            (Some(name), _) => Stated {
                metric: Some(slug(name)),
                name: own(name),
                better: Some(beside(name, unit)),
                definition: definition.and_then(own),
                ..Stated::default()
            },
            (None, Some((_, metric, name, better, meant))) => Stated {
                metric: own(metric),
                name: own(name),
                better: Some(*better),
                definition: own(definition.unwrap_or(meant)),
                ..Stated::default()
            },
            (None, None) => Stated { metric: own("score"), definition: definition.and_then(own), ..Stated::default() },
        }
    };
}
