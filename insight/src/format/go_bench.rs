//! Benchmarks of Go: what `go test -bench` prints, and the same inside `go test -json`.
//!
//! <https://go.dev/design/14313-benchmark-format>. One row a line of results; equal names are repeated runs. Units are those
//! beside each figure; a `Unit` line says which way is better for those of a benchmark's own. Lines of tests are not read.

use super::meaning::slug;
use super::rows::Rows;
use super::{Format, Shape, reshape::text};
use crate::container::{Content, Ledger, Text};
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Column, Stated, Table};
use std::collections::BTreeMap;

/// Keys of an event of `go test -json`.
const EVENT: [&str; 3] = ["Action", "Package", "Output"];

/// What a figure of a known unit means: unit as printed, metric, the field's words, which way is better.
const FIGURES: [(&str, &str, &str, Better); 6] = [
    ("ns/op", "operation_time", "time per operation", Better::Lower),
    ("sec/op", "operation_time", "time per operation", Better::Lower),
    ("MB/s", "bandwidth", "bandwidth", Better::Higher),
    ("B/s", "bandwidth", "bandwidth", Better::Higher),
    ("B/op", "operation_memory", "memory allocated per operation", Better::Lower),
    ("allocs/op", "operation_allocations", "allocations per operation", Better::Lower),
];

/// Times of functions in Go.
pub(super) struct GoBench;

impl Format for GoBench {
    fn id(&self) -> &'static str {
        "go-bench"
    }

    fn name(&self) -> &'static str {
        "Go benchmarks"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let mut results = shape.text.lines().filter_map(|(line, text)| Some((line, Outcome::of(text)?)));
        if let Some((line, first)) = results.next() {
            // ollama-bench prints the same lines about models.
            let models = first.is_of_a_model() && results.all(|(_, other)| other.is_of_a_model());
            let certainty = if models { Certainty::Likely } else { Certainty::Sure };
            return (certainty, format!("the result of a `Benchmark…` in line {line}"));
        }
        match shape.table_with(&EVENT) {
            Ok(table) => {
                let mut outputs = (0..table.rows).filter_map(|row| text(table, "Output", row));
                match outputs.any(|output| output.starts_with("Benchmark")) {
                    true => (Certainty::Sure, "the result of a `Benchmark…` in an `Output`".to_owned()),
                    false => (Certainty::No, "no `Output` begins with `Benchmark`".to_owned()),
                }
            }
            Err(_) => (Certainty::No, "no line `Benchmark…` with a count and a figure".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        let mut units = BTreeMap::new();
        if let Some(events) = content.tables.iter().find(|table| EVENT.iter().all(|key| table.column(key).is_some())) {
            let outputs = outputs(events);
            let mut ledger = content.ledger.fresh();
            let table = results(outputs.lines().map(|line| (None, line)), &mut units, &mut ledger);
            ledger.keep(table.rows as u64);
            (content.tables, content.ledger) = (vec![table], ledger);
        } else {
            content.read_text(|text: &Text, ledger| {
                vec![results(text.lines().map(|(line, text)| (Some(line), text)), &mut units, ledger)]
            });
        }
        for column in content.tables.iter_mut().flat_map(|table| &mut table.columns) {
            mean(column, &units);
        }
    }
}

const MODELS: &str = "BenchmarkModel/name=";

/// The outputs of a test run, package by package, as they would have been printed.
fn outputs(events: &Table) -> String {
    let mut printed: BTreeMap<&str, String> = BTreeMap::new();
    for row in 0..events.rows {
        if let (Some(package), Some(output)) = (text(events, "Package", row), text(events, "Output", row)) {
            printed.entry(package).or_insert_with(|| format!("pkg: {package}\n")).push_str(output);
        }
    }
    printed.into_values().collect()
}

/// One line of results: `BenchmarkMap/n=16-2  2000  15.75 ns/op  0 B/op`.
struct Outcome<'a> {
    name: &'a str,
    iterations: f64,
    figures: Vec<(f64, &'a str)>,
    /// Whether the last figure has lost its unit.
    is_cut: bool,
}

impl<'a> Outcome<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let begins = |c: char| !c.is_lowercase();
        if !line.starts_with("Benchmark")
            || !name.strip_prefix("Benchmark").is_some_and(|rest| rest.starts_with(begins))
        {
            return None;
        }
        let iterations: u64 = words.next()?.parse().ok()?;
        let words: Vec<&str> = words.collect();
        let is_cut = words.len() % 2 == 1 && words.last().is_some_and(|word| word.parse::<f64>().is_ok());
        let words = if is_cut { &words[..words.len() - 1] } else { &words };
        let figures: Option<Vec<(f64, &str)>> =
            words.chunks(2).map(|pair| Some((pair.first()?.parse().ok()?, *pair.get(1)?))).collect();
        let figures = figures.filter(|figures| !figures.is_empty())?;
        Some(Self { name, iterations: iterations as f64, figures, is_cut })
    }

    /// Whether it is about a step of a model's answer, not about a function.
    fn is_of_a_model(&self) -> bool {
        let by_step = || self.figures.iter().any(|(_, unit)| ["ns/token", "ns/request"].contains(unit));
        self.name.starts_with(MODELS) && (self.name.contains("/step=") || by_step())
    }

    /// The number of processors at the end of the name.
    fn processors(&self) -> Option<f64> {
        let (_, digits) = self.name.rsplit_once('-')?;
        digits.parse::<u32>().ok().map(f64::from)
    }
}

/// What a `Unit` line says of a unit.
type Units = BTreeMap<String, Better>;

fn results<'a>(lines: impl Iterator<Item = (Option<u64>, &'a str)>, units: &mut Units, ledger: &mut Ledger) -> Table {
    let mut rows = Rows::default();
    let mut settings: BTreeMap<&str, &str> = BTreeMap::new();
    for (line, text) in lines {
        if let Some(outcome) = Outcome::of(text) {
            rows.begin_at(line);
            settings.iter().for_each(|(key, value)| rows.written(key, value));
            rows.written("benchmark", outcome.name);
            outcome.processors().iter().for_each(|processors| rows.number("processors", *processors));
            rows.number("iterations", outcome.iterations);
            outcome.figures.iter().for_each(|(value, unit)| rows.number(unit, *value));
            if outcome.is_cut {
                let spot = line.map_or(Spot::Whole, Spot::Line);
                let what = "a result is cut, its last figure has no unit and is lost";
                ledger.say(spot, Severity::Lost, what, Some("copy the file again"));
            }
        } else if let Some(name) = text.trim_start().strip_prefix("--- FAIL: ") {
            let spot = line.map_or(Spot::Whole, Spot::Line);
            let name = name.split_whitespace().next().unwrap_or_default();
            ledger.say(spot, Severity::Lost, &format!("`{name}` failed and has no result"), None);
        } else if let Some((package, why)) = broken(text) {
            let spot = line.map_or(Spot::Whole, Spot::Line);
            ledger.say(spot, Severity::Lost, &format!("package `{package}` has no results: {why}"), None);
        } else if let Some(said) = text.strip_prefix("Unit ") {
            let mut words = said.split_whitespace();
            let unit = words.next().unwrap_or_default();
            let better = words.find_map(|word| word.strip_prefix("better="));
            let better =
                better.map_or(Better::None, |way| if way == "higher" { Better::Higher } else { Better::Lower });
            units.insert(unit.to_owned(), better);
        } else if let Some((key, value)) = setting(text) {
            settings.insert(key, value);
        }
    }
    rows.finish("")
}

/// `FAIL  example.com/x [build failed]`: the package, and why nothing of it ran.
fn broken(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("FAIL\t")?.split_once(" [").and_then(|(package, why)| Some((package, why.strip_suffix(']')?)))
}

/// `goos: linux`: a key in small letters at the start of a line.
fn setting(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
        && !key.contains(|c: char| c.is_whitespace() || c.is_uppercase());
    (is_key && value.starts_with([' ', '\t']) && key != "note").then(|| (key, value.trim()))
}

fn mean(column: &mut Column, units: &Units) {
    let own = |text: &str| Some(text.to_owned());
    let said = units.get(&column.name).copied().filter(|better| *better != Better::None);
    let plain = |role: Role| Stated { role: Some(role), ..Stated::default() };
    let printed = column.name.clone();
    column.stated = match printed.as_str() {
        "benchmark" => Stated { metric: own("benchmark"), ..plain(Role::Parameter) },
        "pkg" => Stated { metric: own("benchmark_package"), name: own("package"), ..plain(Role::Parameter) },
        "processors" => plain(Role::Parameter),
        "iterations" => Stated { metric: own("iterations"), statistic: own("n"), ..plain(Role::Measurement) },
        unit => match FIGURES.iter().find(|(known, ..)| *known == unit) {
            Some((unit, metric, name, better)) => {
                column.unit_written = own(unit);
                Stated {
                    metric: own(metric),
                    name: own(name),
                    better: Some(said.unwrap_or(*better)),
                    ..plain(Role::Measurement)
                }
            }
            None if column.counts().text > 0 => plain(Role::Environment),
            None => {
                let of_name = unit.rsplit_once('-').filter(|(_, unit)| ["ns", "bytes"].contains(unit));
                column.unit_written = own(of_name.map_or(unit, |(_, unit)| unit));
                let guessed = match unit {
                    unit if unit.ends_with("/op") || unit.ends_with("-ns") => Better::Lower,
                    unit if unit.ends_with("/s") => Better::Higher,
                    _ => Better::None,
                };
                Stated {
                    metric: (!unit.ends_with("/s")).then(|| slug(unit)),
                    name: own(unit),
                    better: Some(said.unwrap_or(guessed)),
                    ..plain(Role::Measurement)
                }
            }
        },
    };
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_4_results_stand_among_other_lines_and_failures_are_told() {
        check(
            "=== RUN TestX\ngoos: linux\npkg: ex\ncpu: A Processor\nUnit hits better=higher\nBenchmarkMap/n=16-2 \t 2000\t 15.75 ns/op\t 1016.07 MB/s\t 16.00 hits\t 0 B/op\t 1 allocs/op\n\
             Benchmarking is fun 12 ns/op\nBenchmarkMap/n=16-2 \t 2000\t 20.5 ns/op\n--- FAIL: BenchmarkFail\n    b_test.go:5: boom\nFAIL\n",
            &expect![[r#"
                go-bench Sure: the result of a `Benchmark…` in line 6
                Lost: `BenchmarkFail` failed and has no result (line 9)
                [] 0 of 2 rows failed
                  cpu: cpu Environment = `A Processor`, `A Processor`
                  goos: goos Environment = `linux`, `linux`
                  pkg: benchmark_package Parameter = `ex`, `ex`
                  benchmark: benchmark Parameter = `BenchmarkMap/n=16-2`, `BenchmarkMap/n=16-2`
                  processors: processors Parameter = 2, 2
                  iterations: iterations n Measurement = 2000, 2000
                  ns/op: operation_time Measurement s Lower = 15.75, 20.5
                  MB/s: bandwidth Measurement B/s Higher = 1016.07, -
                  hits: hits Measurement Higher = 16, -
                  B/op: operation_memory Measurement B Lower = 0, -
                  allocs/op: operation_allocations Measurement Lower = 1, -
            "#]],
        );
    }

    #[test]
    fn the_outputs_of_a_test_run_are_put_together_by_package() {
        let event = |package: &str, output: &str| {
            format!(
                "{{\"Time\":\"2026-01-02T03:04:05Z\",\"Action\":\"output\",\"Package\":\"{package}\",\"Output\":\"{output}\"}}\n"
            )
        };
        check(
            &[
                event("a", "goos: linux\\n"),
                event("a", "BenchmarkF-2   \\t"),
                event("b", "BenchmarkG-2   \\t"),
                event("a", "    2000\\t      15.75 ns/op\\n"),
                event("b", "    3000\\t      25.5 ns/op\\n"),
                "{\"Time\":\"2026-01-02T03:04:06Z\",\"Action\":\"pass\",\"Package\":\"a\",\"Elapsed\":0.5}\n"
                    .to_owned(),
            ]
            .concat(),
            &expect![[r#"
                go-bench Sure: the result of a `Benchmark…` in an `Output`
                [] 0 of 2 rows failed
                  goos: goos Environment = `linux`, `linux`
                  pkg: benchmark_package Parameter = `a`, `b`
                  benchmark: benchmark Parameter = `BenchmarkF-2`, `BenchmarkG-2`
                  processors: processors Parameter = 2, 2
                  iterations: iterations n Measurement = 2000, 3000
                  ns/op: operation_time Measurement s Lower = 15.75, 25.5
            "#]],
        );
    }

    #[test]
    fn a_result_that_is_cut_keeps_its_whole_figures() {
        check(
            "goos: linux\nBenchmarkA-2 100 5.5 ns/op 3 B/op\nBenchmarkA-2 100 6.5 ns/op 2",
            &expect![[r#"
                go-bench Sure: the result of a `Benchmark…` in line 2
                Lost: a result is cut, its last figure has no unit and is lost (line 3); hint: copy the file again
                [] 0 of 2 rows failed
                  goos: goos Environment = `linux`, `linux`
                  benchmark: benchmark Parameter = `BenchmarkA-2`, `BenchmarkA-2`
                  processors: processors Parameter = 2, 2
                  iterations: iterations n Measurement = 100, 100
                  ns/op: operation_time Measurement s Lower = 5.5, 6.5
                  B/op: operation_memory Measurement B Lower = 3, -
            "#]],
        );
    }
}
