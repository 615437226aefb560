//! Real outputs of benchmark tools: each is recognized as what wrote it, and every number that was read from it by hand is found.
//!
//! The files are public results that do not belong to this repository; without them the test says so, and in continuous
//! integration it fails.

use super::given::shared;
use insight::dataset::Dataset;
use insight::reading::{Certainty, FileReader, Reading};
use insight::summary::Summary;
use insight::table::Cell;
use insight::unit::Unit;
use serde_json::Value;
use std::path::Path;

/// Tools that are read by a format of their own.
const TOOLS: &[&str] =
    &["benchmarkdotnet", "criterion", "go-bench", "google-benchmark", "hyperfine", "jmh", "pytest-benchmark"];

fn read(path: &Path) -> Reading {
    // The name promises nothing.
    let mut reader = FileReader::new("unknown");
    for chunk in std::fs::read(path).unwrap().chunks(1 << 12) {
        reader.push(chunk);
    }
    reader.finish()
}

/// Every number of a file as written, in its base unit, and the statistics computed from them.
fn values(reading: Reading) -> Vec<f64> {
    let dataset = Dataset::of(vec![reading]);
    let mut values = Vec::new();
    for (table, sheet) in dataset.files.iter().flat_map(|file| file.reading.tables.iter().zip(&file.tables)) {
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            for cell in column.cells() {
                if let Cell::Number(number) = cell {
                    values.extend([number, number * field.unit.factor]);
                }
            }
        }
    }
    let summary = Summary::of(&dataset);
    for metric in summary.studies.iter().flat_map(|study| &study.metrics) {
        for statistics in metric.groups.iter().map(|group| &group.statistics) {
            values.extend([statistics.mean, statistics.median, statistics.sd].into_iter().flatten());
        }
    }
    values
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

#[test]
fn real_outputs_are_recognized_and_their_numbers_are_found() {
    let Some(shared) = shared("formats") else { return };
    let truth = std::fs::read_to_string(shared.join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let (mut files, mut checks, mut wrong) = (0, 0, Vec::new());
    for (path, expected) in truth.as_object().unwrap() {
        let tool = expected["tool"].as_str().unwrap();
        if !TOOLS.contains(&tool) {
            continue;
        }
        files += 1;
        let reading = read(&shared.join(path));
        let known = reading.recognized.clone().unwrap();
        if (known.format.as_str(), known.certainty) != (tool, Certainty::Sure) {
            wrong.push(format!("{path}: {} {:?}: {}", known.format, known.certainty, known.reason));
        }
        for other in reading.others.iter().filter(|other| other.certainty == Certainty::Sure) {
            wrong.push(format!("{path}: {} is sure too: {}", other.format, other.reason));
        }
        let values = values(reading);
        for check in expected["checks"].as_array().unwrap() {
            let Some(value) = check["value"].as_f64() else { continue };
            checks += 1;
            let unit = check["unit"].as_str().unwrap_or_default();
            let factor = insight_unit(unit);
            if !values.iter().any(|found| near(*found, value) || near(*found, value * factor)) {
                wrong.push(format!("{path}: {} {value} {unit} is not found", check["what"]));
            }
        }
    }
    assert!(files >= TOOLS.len() && checks >= TOOLS.len(), "only {checks} numbers of {files} files were checked");
    assert!(wrong.is_empty(), "{} of {checks} numbers:\n{}", wrong.len(), wrong.join("\n"));
}

fn insight_unit(written: &str) -> f64 {
    match written {
        "ms" => 1e-3,
        "ns" | "ns/op" => 1e-9,
        "MB/s" => 1e6,
        _ => Unit::default().factor,
    }
}

#[test]
fn different_benchmarks_are_never_pooled() {
    const BENCHMARKS: usize = 60;
    let mut reader = FileReader::new("bench.txt");
    for at in 0..BENCHMARKS {
        reader.push(format!("BenchmarkX{at}-8 \t 1000 \t {}.5 ns/op\n", 100 + at).as_bytes());
    }
    let summary = Summary::of(&Dataset::of(vec![reader.finish()]));
    let groups: Vec<usize> = summary.studies[0].metrics.iter().map(|metric| metric.groups.len()).collect();
    assert!(!groups.is_empty() && groups.iter().all(|groups| *groups == BENCHMARKS), "{groups:?}");
}
