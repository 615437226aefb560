//! pytest-benchmark: JSON (`--benchmark-json`, `--benchmark-save`), CSV (`pytest-benchmark compare --csv`), and what it prints.
//!
//! <https://pytest-benchmark.readthedocs.io>. Times are seconds of one call; a sample is the mean of the calls of one round. The
//! standard deviation is that of a sample (n − 1), quartiles are Tukey's hinges. Samples are written with
//! `--benchmark-save-data` only. Nothing is lost.

mod console;

use super::meaning::{Conventions, Meaning, OF_A_SAMPLE, aggregate, column, counted, measured, state_as, subject};
use super::reshape::carry;
use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

const JSON: [&str; 5] = ["fullname", "stats.mean", "stats.rounds", "stats.iqr", "stats.ld15iqr"];
const CSV: [&str; 8] = ["name", "mean", "stddev", "iqr", "outliers", "ops", "rounds", "iterations"];

/// Where the benchmarks stand in JSON, and the rounds of each.
const BENCHMARKS: &str = "/benchmarks";
const ROUNDS: &str = "/benchmarks/*/stats/data";

const CALL: &str = "one call of the function; a sample is the mean of the calls of a round";
const HINGE: &str = "Tukey's hinge";
const FENCE: &str = "the last sample within 1.5 times the interquartile range";

const MEANINGS: &[Meaning] = &[
    measured("data", "duration", "s").defined(CALL).at(ROUNDS),
    aggregate("stats.min", "duration", "min", "s").defined(CALL),
    aggregate("stats.max", "duration", "max", "s").defined(CALL),
    aggregate("stats.mean", "duration", "mean", "s").defined(CALL),
    aggregate("stats.median", "duration", "median", "s").defined(CALL),
    aggregate("stats.stddev", "duration", "sd", "s"),
    aggregate("stats.q1", "duration", "p25", "s").defined(HINGE),
    aggregate("stats.q3", "duration", "p75", "s").defined(HINGE),
    aggregate("stats.iqr", "duration", "iqr", "s").defined("between Tukey's hinges"),
    aggregate("stats.ld15iqr", "duration", "low fence", "s").defined(FENCE),
    aggregate("stats.hd15iqr", "duration", "high fence", "s").defined(FENCE),
    column("stats.ops", Role::Derived).unit("ops/s").better(Better::Higher).defined("1 / mean"),
    column("stats.total", Role::Derived).unit("s").better(Better::None).defined("sum of the rounds"),
    counted("stats.rounds", "rounds"),
    counted("stats.iterations", "iterations"),
    counted("stats.iqr_outliers", "iqr_outliers"),
    counted("stats.stddev_outliers", "stddev_outliers"),
    column("stats.outliers", Role::Text),
    aggregate("min", "duration", "min", "s").defined(CALL),
    aggregate("max", "duration", "max", "s").defined(CALL),
    aggregate("mean", "duration", "mean", "s").defined(CALL),
    aggregate("median", "duration", "median", "s").defined(CALL),
    aggregate("stddev", "duration", "sd", "s"),
    aggregate("iqr", "duration", "iqr", "s").defined("between Tukey's hinges"),
    column("ops", Role::Derived).unit("ops/s").better(Better::Higher).defined("1 / mean"),
    counted("rounds", "rounds"),
    counted("iterations", "iterations"),
    column("outliers", Role::Text),
    subject("fullname", "benchmark"),
    column("name", Role::Parameter),
    subject("run", "benchmark_run").named("run"),
    column("group", Role::Parameter),
    column("param", Role::Parameter),
    column("params*", Role::Parameter),
    column("param:*", Role::Parameter),
    column("options.*", Role::Environment),
    column("machine_info.*", Role::Environment),
    column("commit_info.time", Role::Time),
    column("commit_info.author_time", Role::Time),
    column("commit_info.*", Role::Environment),
    column("datetime", Role::Time),
    column("version", Role::Environment),
];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: "" };

/// Times of functions in Python.
pub(super) struct PytestBenchmark;

impl Format for PytestBenchmark {
    fn id(&self) -> &'static str {
        "pytest-benchmark"
    }

    fn name(&self) -> &'static str {
        "pytest-benchmark"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let table = shape.table_with(&JSON).or_else(|missing| shape.table_with(&CSV).map_err(|_| missing));
        match (table, console::header(shape.text)) {
            (Ok(table), _) => (Certainty::Sure, format!("`rounds` beside `iqr`, benchmarks: {}", table.rows)),
            (Err(_), Some(line)) => (Certainty::Sure, format!("`Name (time in …)` in line {line}")),
            (Err(missing), None) => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        let known = |table: &Table| ["stats.mean", "stddev"].iter().any(|name| table.column(name).is_some());
        if !content.tables.iter().any(known) {
            content.read_text(console::read);
        }
        let names = |name: &str| ["fullname", "name", "group", "param"].contains(&name) || name.starts_with("params");
        carry(&mut content.tables, ROUNDS, names);
        for table in content.tables.iter_mut().filter(|table| table.place == BENCHMARKS) {
            table.sums_up = Some(ROUNDS.to_owned());
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn rounds_are_samples_and_what_sums_them_up_is_not_counted_again() {
        check(
            "{\"machine_info\": {\"node\": \"n\", \"system\": \"Linux\", \"cpu\": {\"brand\": \"b\"}}, \
             \"commit_info\": {\"id\": \"abc\", \"dirty\": true}, \"benchmarks\": [{\"group\": null, \"name\": \"test_f[8]\", \
             \"fullname\": \"t.py::test_f[8]\", \"params\": {\"n\": 8}, \"param\": \"8\", \"extra_info\": {}, \
             \"options\": {\"min_rounds\": 5, \"warmup\": false}, \"stats\": {\"min\": 0.25, \"max\": 0.75, \"mean\": 0.5, \
             \"stddev\": 0.25, \"rounds\": 3, \"median\": 0.5, \"iqr\": 0.25, \"q1\": 0.375, \"q3\": 0.625, \"iqr_outliers\": 0, \
             \"stddev_outliers\": 1, \"outliers\": \"1;0\", \"ld15iqr\": 0.25, \"hd15iqr\": 0.75, \"ops\": 2.0, \"total\": 1.5, \
             \"data\": [0.25, 0.5, 0.75], \"iterations\": 1}}], \"datetime\": \"2026-01-02T03:04:05.5\", \"version\": \"5.3.1\"}",
            &expect![[r#"
                pytest-benchmark Sure: `rounds` beside `iqr`, benchmarks: 1
                [] 0 of 1 rows failed
                  machine_info.node: node Environment = `n`
                  machine_info.system: system Environment = `Linux`
                  machine_info.cpu.brand: brand Environment = `b`
                  commit_info.id: id Environment = `abc`
                  commit_info.dirty: dirty Environment = `true`
                  datetime: datetime Time = `2026-01-02T03:04:05.5`
                  version: version Environment = `5.3.1`
                [/benchmarks] 0 of 1 rows failed
                  version: version Environment = `5.3.1`
                  machine_info.node: node Environment = `n`
                  machine_info.system: system Environment = `Linux`
                  machine_info.cpu.brand: brand Environment = `b`
                  commit_info.id: id Environment = `abc`
                  group: group Parameter = -
                  name: name Parameter = `test_f[8]`
                  fullname: benchmark Parameter = `t.py::test_f[8]`
                  params.n: n Parameter = 8
                  param: param Parameter = 8
                  extra_info: extra_info Parameter = -
                  options.min_rounds: min_rounds Environment = 5
                  options.warmup: warmup Environment = `false`
                  stats.min: duration min Aggregate s Lower = 0.25
                  stats.max: duration max Aggregate s Lower = 0.75
                  stats.mean: duration mean Aggregate s Lower = 0.5
                  stats.stddev: duration sd Aggregate s Lower = 0.25
                  stats.rounds: rounds n Measurement = 3
                  stats.median: duration median Aggregate s Lower = 0.5
                  stats.iqr: duration iqr Aggregate s Lower = 0.25
                  stats.q1: duration p25 Aggregate s Lower = 0.375
                  stats.q3: duration p75 Aggregate s Lower = 0.625
                  stats.iqr_outliers: iqr_outliers n Measurement = 0
                  stats.stddev_outliers: stddev_outliers n Measurement = 1
                  stats.outliers: outliers Text = `1;0`
                  stats.ld15iqr: duration low fence Aggregate s Lower = 0.25
                  stats.hd15iqr: duration high fence Aggregate s Lower = 0.75
                  stats.ops: operation_rate Derived operations/s Higher = 2
                  stats.total: total Derived s = 1.5
                  stats.iterations: iterations n Measurement = 1
                [/benchmarks/*/stats/data] 0 of 3 rows failed
                  group: group Parameter = -, -, -
                  name: name Parameter = `test_f[8]`, `test_f[8]`, `test_f[8]`
                  fullname: benchmark Parameter = `t.py::test_f[8]`, `t.py::test_f[8]`, `t.py::test_f[8]`
                  params.n: n Parameter = 8, 8, 8
                  param: param Parameter = 8, 8, 8
                  data: duration Measurement s Lower = 0.25, 0.5, 0.75
            "#]],
        );
    }

    #[test]
    fn csv_has_no_samples() {
        check(
            "name,param:n,min,max,mean,stddev,median,iqr,outliers,ops,rounds,iterations\n\
             t.py::test_f[8],8,0.25,0.75,0.5,0.25,0.5,0.25,1;0,2.0,3,1\nt.py::test_g,,0.25,0.75,0.5,0.25,0.5,0.25,1;0,2.0,3,1\n",
            &expect![[r#"
                pytest-benchmark Sure: `rounds` beside `iqr`, benchmarks: 2
                [] 0 of 2 rows failed
                  name: name Parameter = `t.py::test_f[8]`, `t.py::test_g`
                  param:n: param_n Parameter = 8, -
                  min: duration min Aggregate s Lower = 0.25, 0.25
                  max: duration max Aggregate s Lower = 0.75, 0.75
                  mean: duration mean Aggregate s Lower = 0.5, 0.5
                  stddev: duration sd Aggregate s Lower = 0.25, 0.25
                  median: duration median Aggregate s Lower = 0.5, 0.5
                  iqr: duration iqr Aggregate s Lower = 0.25, 0.25
                  outliers: outliers Text = `1;0`, `1;0`
                  ops: operation_rate Derived operations/s Higher = 2, 2
                  rounds: rounds n Measurement = 3, 3
                  iterations: iterations n Measurement = 1, 1
            "#]],
        );
    }

    #[test]
    fn what_it_prints_is_in_the_unit_of_each_header() {
        check(
            "---- benchmark 'sum': 2 tests ----\nName (time in us)        Min                 Max          Outliers  OPS (Kops/s)  Rounds\n-----\n\
             test_a[1 x] (0001_one)   10.2650 (28.40)    12,981.2810 (10.76)     13;667       29.9074 (0.04)  4066\n\
             test_a[1 x] (NOW)        10.2550 (>1000.0)  20,097.6140 (16.66)     10;252       28.5374 (0.04)  3645\n-----\n\n\
             ---- benchmark: 1 tests ----\nName (time in ns)  Mean  OPS\n-----\ntest_b  51.5000  47.3398\n-----\n\nLegend:\n  Outliers: 1\n",
            &expect![[r#"
                pytest-benchmark Sure: `Name (time in …)` in line 2
                [benchmark 'sum': 2 tests] 0 of 2 rows failed
                  group: group Parameter = `sum`, `sum`
                  name: name Parameter = `test_a[1 x]`, `test_a[1 x]`
                  run: benchmark_run Parameter = `0001_one`, `NOW`
                  min: duration min Aggregate s Lower = 10.265, 10.255
                  max: duration max Aggregate s Lower = 12981.281, 20097.614
                  outliers: outliers Text = `13;667`, `10;252`
                  ops: operation_rate Derived operations/s Higher = 29907.4, 28537.4
                  rounds: rounds n Measurement = 4066, 3645
                [benchmark: 1 tests] 0 of 1 rows failed
                  name: name Parameter = `test_b`
                  mean: duration mean Aggregate s Lower = 51.5
                  ops: operation_rate Derived operations/s Higher = 47.3398
            "#]],
        );
    }
}
