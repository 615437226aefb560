//! The raw profile of real files: every row, cells that are plain numbers, compared with reference statistics that were
//! computed elsewhere (plain Python, type 7 percentiles, sample standard deviation).
//!
//! The files are public measurements that do not belong to this repository; without them the test says so, and in continuous
//! integration it fails.

use super::given::shared;
use insight::reading::FileReader;
use insight::table::{Cell, Column};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_column_has_the_profile_that_was_computed_elsewhere() {
    let Some(corpus) = shared("corpus") else { return };
    let expected = std::fs::read_to_string(corpus.join("expected-stats.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut columns = 0;
    for line in expected.lines() {
        let file: Value = serde_json::from_str(line).unwrap();
        let path = file["path"].as_str().unwrap();
        let mut reader = FileReader::new(path);
        for chunk in std::fs::read(corpus.join(path)).unwrap().chunks(1 << 16) {
            reader.push(chunk);
        }
        let reading = reader.finish();
        let Some(table) = reading.tables.iter().find(|table| table.place.is_empty()) else {
            wrong.push(format!("{path}: no table: {:?}", reading.problems));
            continue;
        };
        if table.rows as u64 != file["rows"].as_u64().unwrap() {
            wrong.push(format!("{path}: {} rows instead of {}", table.rows, file["rows"]));
        }
        for (name, expected) in file["columns"].as_object().unwrap() {
            columns += 1;
            match table.column(name) {
                Some(column) => compare(&format!("{path}: `{name}`"), column, expected, &mut wrong),
                None => wrong.push(format!("{path}: no column `{name}`")),
            }
        }
    }
    assert!(columns > 500, "only {columns} columns were compared");
    assert!(wrong.is_empty(), "{} of {columns} columns differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn compare(place: &str, column: &Column, expected: &Value, wrong: &mut Vec<String>) {
    let column = column.written();
    let counts = column.counts();
    let mut numbers: Vec<f64> = Vec::new();
    let mut different = BTreeSet::new();
    for cell in column.cells() {
        match cell {
            Cell::Number(number) => {
                numbers.push(number);
                different.insert(format!("{number}"));
            }
            Cell::Text(text) => {
                different.insert(text.to_owned());
            }
            Cell::NonFinite(number) => {
                different.insert(format!("{number}"));
            }
            Cell::Missing => {}
        }
    }
    let mut profile = vec![
        ("n", counts.numbers as f64),
        ("missing", counts.missing as f64),
        ("text", counts.text as f64),
        ("nonfinite", counts.nonfinite as f64),
        ("distinct", different.len() as f64),
    ];
    assert_eq!(numbers.len() as u64, counts.numbers, "{place}: counts and cells agree");
    if !numbers.is_empty() {
        profile.extend(describe(&mut numbers));
    }
    for (name, value) in profile {
        let Some(reference) = expected[name].as_f64() else { continue };
        if (value - reference).abs() > 1e-9 * reference.abs().max(f64::MIN_POSITIVE) && value != reference {
            wrong.push(format!("{place}: {name} {value} instead of {reference}"));
        }
    }
}

/// Statistics written out once more, so that the test shares no code with what it tests.
fn describe(numbers: &mut [f64]) -> Vec<(&'static str, f64)> {
    let n = numbers.len() as f64;
    let sum: f64 = numbers.iter().sum();
    let mean = sum / n;
    let sd = (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    numbers.sort_by(f64::total_cmp);
    let quantile = |p: f64| {
        let place = p * (n - 1.0);
        let low = place.floor() as usize;
        let high = (low + 1).min(numbers.len() - 1);
        numbers[low] + (place - place.floor()) * (numbers[high] - numbers[low])
    };
    vec![
        ("sum", sum),
        ("mean", mean),
        ("sd", sd),
        ("min", numbers[0]),
        ("max", numbers[numbers.len() - 1]),
        ("median", quantile(0.5)),
        ("p25", quantile(0.25)),
        ("p75", quantile(0.75)),
        ("p95", quantile(0.95)),
    ]
}
