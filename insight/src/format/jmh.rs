//! JMH: JSON, CSV or SCSV (`-rf json|csv|scsv`).
//!
//! <https://github.com/openjdk/jmh>. A score is the mean of the iterations, in the unit that its row states; which way is better
//! follows from the mode. The error is half of the 99.9 % confidence interval; `NaN` is written as text. Histograms of sampled
//! times (`rawDataHistogram`) are read and not measured: a value of theirs stands for several calls.

use super::meaning::{Meaning, column, counted, slug, state, subject};
use super::reshape::{carry, carry_beside, ends, spread, text};
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated, Table};

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
const VALUES: [(&str, Option<&str>); 17] = [
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
        match shape.table_with(&JSON).or_else(|missing| shape.table_with(&CSV).map_err(|_| missing)) {
            Ok(table) => (Certainty::Sure, format!("a score in a `mode` of JMH, benchmarks: {}", table.rows)),
            Err(missing) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
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
        for table in &mut content.tables {
            table.sums_up = match table.place.as_str() {
                "" => Some(ITERATIONS.to_owned()),
                SECONDARY => Some(SECONDARY_ITERATIONS.to_owned()),
                _ => None,
            };
            by_unit(table);
        }
        state(&mut content.tables, MEANINGS);
    }
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

/// What the scores of a mode, a unit and a secondary metric, if it is one, mean.
fn mean(column: &mut Column, kind: &str, statistic: Option<&str>) {
    let mut words = kind.splitn(3, ' ');
    let (mode, unit, secondary) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let known = MODES.iter().find(|(known, ..)| *known == mode);
    let definition = if statistic == Some("ci half width") { Some(HALF) } else { None };
    let own = |text: &str| Some(text.to_owned());
    // The words say that it is a time, or a size, per operation.
    column.unit_written = own(unit.strip_suffix("/op").unwrap_or(unit));
    column.stated = Stated {
        role: Some(if statistic.is_some() { Role::Aggregate } else { Role::Measurement }),
        statistic: statistic.map(str::to_owned),
        ..match (secondary, known) {
            (Some(name), _) => Stated {
                metric: Some(slug(name)),
                name: own(name),
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

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_9_a_score_has_the_direction_of_its_mode_and_nan_is_no_score() {
        check(
            "[{\"jmhVersion\": \"1.37\", \"benchmark\": \"a.B.f\", \"mode\": \"thrpt\", \"threads\": 1, \"forks\": 1, \
             \"params\": {\"n\": \"8\"}, \"primaryMetric\": {\"score\": 4.0, \"scoreError\": 0.5, \
             \"scoreConfidence\": [3.5, 4.5], \"scorePercentiles\": {\"0.0\": 3.0, \"50.0\": 4.0, \"99.9\": 5.0}, \
             \"scoreUnit\": \"ops/ms\", \"rawData\": [[3.0, 4.0], [5.0]]}, \"secondaryMetrics\": {\
             \"gc.alloc.rate\": {\"score\": 9.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"MB/sec\", \"rawData\": [[9.0]]}, \
             \"gc.count\": {\"score\": 2.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"counts\", \"rawData\": [[2.0]]}}}, \
             {\"jmhVersion\": \"1.37\", \"benchmark\": \"a.B.g\", \"mode\": \"avgt\", \"threads\": 1, \"forks\": 1, \
             \"params\": {\"n\": \"8\"}, \"primaryMetric\": {\"score\": \"NaN\", \"scoreError\": \"NaN\", \
             \"scoreConfidence\": [\"NaN\", \"NaN\"], \"scorePercentiles\": {\"0.0\": \"NaN\", \"50.0\": \"NaN\", \"99.9\": \"NaN\"}, \
             \"scoreUnit\": \"ns/op\", \"rawData\": [[\"NaN\"]]}, \"secondaryMetrics\": {}}]",
            &expect![[r#"
                jmh Sure: a score in a `mode` of JMH, benchmarks: 2
                [] 1 of 2 rows failed
                  jmhVersion: jmh_version Environment = 1.37, 1.37
                  benchmark: benchmark Parameter = `a.B.f`, `a.B.g`
                  mode: mode Parameter = `thrpt`, `avgt`
                  threads: benchmark_threads Parameter = 1, 1
                  forks: forks Environment = 1, 1
                  params.n: benchmark_n Parameter = 8, 8
                  primaryMetric.score [avgt ns/op]: operation_time mean Aggregate s Lower = -, NaN
                  primaryMetric.score [thrpt ops/ms]: operation_rate mean Aggregate operations/s Higher = 4, -
                  primaryMetric.scoreError [avgt ns/op]: operation_time ci half width Aggregate s Lower = -, NaN
                  primaryMetric.scoreError [thrpt ops/ms]: operation_rate ci half width Aggregate operations/s Higher = 0.5, -
                  primaryMetric.scorePercentiles.0.0 [avgt ns/op]: operation_time min Aggregate s Lower = -, NaN
                  primaryMetric.scorePercentiles.0.0 [thrpt ops/ms]: operation_rate min Aggregate operations/s Higher = 3, -
                  primaryMetric.scorePercentiles.50.0 [avgt ns/op]: operation_time median Aggregate s Lower = -, NaN
                  primaryMetric.scorePercentiles.50.0 [thrpt ops/ms]: operation_rate median Aggregate operations/s Higher = 4, -
                  primaryMetric.scorePercentiles.99.9 [avgt ns/op]: operation_time p99.9 Aggregate s Lower = -, NaN
                  primaryMetric.scorePercentiles.99.9 [thrpt ops/ms]: operation_rate p99.9 Aggregate operations/s Higher = 5, -
                  primaryMetric.scoreUnit: score_unit Text = `ops/ms`, `ns/op`
                  primaryMetric.scoreConfidence: score_confidence Text = -, `["NaN", "NaN"]`
                  secondaryMetrics: secondary_metric Parameter = -, -
                  primaryMetric.scoreConfidence.low [avgt ns/op]: operation_time ci low Aggregate s Lower = -, -
                  primaryMetric.scoreConfidence.low [thrpt ops/ms]: operation_rate ci low Aggregate operations/s Higher = 3.5, -
                  primaryMetric.scoreConfidence.high [avgt ns/op]: operation_time ci high Aggregate s Lower = -, -
                  primaryMetric.scoreConfidence.high [thrpt ops/ms]: operation_rate ci high Aggregate operations/s Higher = 4.5, -
                [/*/primaryMetric/rawData/*] 1 of 4 rows failed
                  benchmark: benchmark Parameter = `a.B.f`, `a.B.f`, `a.B.f`
                  mode: mode Parameter = `thrpt`, `thrpt`, `thrpt`
                  threads: benchmark_threads Parameter = 1, 1, 1
                  params.n: benchmark_n Parameter = 8, 8, 8
                  primaryMetric.scoreUnit: score_unit Text = `ops/ms`, `ops/ms`, `ops/ms`
                  rawData [avgt ns/op]: operation_time Measurement s Lower = -, -, -
                  rawData [thrpt ops/ms]: operation_rate Measurement operations/s Higher = 3, 4, 5
                [/*/secondaryMetrics] 0 of 2 rows failed
                  benchmark: benchmark Parameter = `a.B.f`, `a.B.f`
                  mode: mode Parameter = `thrpt`, `thrpt`
                  threads: benchmark_threads Parameter = 1, 1
                  params.n: benchmark_n Parameter = 8, 8
                  jmhVersion: jmh_version Environment = 1.37, 1.37
                  primaryMetric.scoreUnit: primary_metric_score_unit Text = `ops/ms`, `ops/ms`
                  key: key Identifier = `gc.alloc.rate`, `gc.count`
                  score [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate mean Aggregate B/s Higher = 9, -
                  score [thrpt counts gc.count]: gc_count mean Aggregate = -, 2
                  scoreError [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate ci half width Aggregate B/s Higher = NaN, -
                  scoreError [thrpt counts gc.count]: gc_count ci half width Aggregate = -, NaN
                  scoreUnit: score_unit Text = `MB/sec`, `counts`
                [/*/secondaryMetrics/*/rawData/*] 0 of 2 rows failed
                  benchmark: benchmark Parameter = `a.B.f`, `a.B.f`
                  mode: mode Parameter = `thrpt`, `thrpt`
                  threads: benchmark_threads Parameter = 1, 1
                  params.n: benchmark_n Parameter = 8, 8
                  primaryMetric.scoreUnit: primary_metric_score_unit Text = `ops/ms`, `ops/ms`
                  key: key Identifier = `gc.alloc.rate`, `gc.count`
                  scoreUnit: score_unit Text = `MB/sec`, `counts`
                  rawData [thrpt MB/sec gc.alloc.rate]: gc_alloc_rate Measurement B/s Higher = 9, -
                  rawData [thrpt counts gc.count]: gc_count Measurement = -, 2
            "#]],
        );
    }

    #[test]
    fn csv_has_no_samples() {
        check(
            "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\",\"Param: n\"\n\
             \"a.B.f\",\"thrpt\",1,5,4.500000,0.500000,\"ops/ms\",8\n\"a.B.g\",\"avgt\",1,5,3.500000,NaN,\"us/op\",8\n",
            &expect![[r#"
                jmh Sure: a score in a `mode` of JMH, benchmarks: 2
                [] 0 of 2 rows failed
                  Benchmark: benchmark Parameter = `a.B.f`, `a.B.g`
                  Mode: mode Parameter = `thrpt`, `avgt`
                  Threads: benchmark_threads Parameter = 1, 1
                  Samples: samples n Measurement = 5, 5
                  Score [avgt us/op]: operation_time mean Aggregate s Lower = -, 3.5
                  Score [thrpt ops/ms]: operation_rate mean Aggregate operations/s Higher = 4.5, -
                  Score Error (99.9%) [avgt us/op]: operation_time ci half width Aggregate s Lower = -, NaN
                  Score Error (99.9%) [thrpt ops/ms]: operation_rate ci half width Aggregate operations/s Higher = 0.5, -
                  Unit: unit Text = `ops/ms`, `us/op`
                  Param: n: benchmark_n Parameter = 8, 8
            "#]],
        );
    }
}
