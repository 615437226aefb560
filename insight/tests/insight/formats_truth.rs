//! How many numbers that were worked out by hand stand among the values read and computed, and which tools are known.
//!
//! The samples lie beside the repository; a test run that sets `CI` fails without them.

use super::given::shared;
use insight::dataset::Dataset;
use insight::reading::{Certainty, FileReader, Reading};
use insight::record::{self, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// Checks that must be found, samples that must be known as their tool's: both only ever grow.
const FOUND: usize = 257;
const KNOWN: usize = 78;

/// Rounded or recomputed values agree this far, relative.
const TOLERANCE: f64 = 1e-6;

fn read(name: &str, path: &Path) -> Reading {
    let mut reader = FileReader::new(name);
    reader.push(&std::fs::read(path).unwrap());
    reader.finish()
}

/// Every value of a file in its own unit and in the base unit, as read and as computed.
fn values(reading: Reading) -> Vec<Value> {
    let mut values = Vec::new();
    record::each(&Dataset::of(vec![reading]), &mut |line| values.extend([line.value, line.as_written.value]));
    values
}

fn agrees(value: &Value, expected: &Json) -> bool {
    match (value, expected) {
        (Value::Number(value), Json::Number(expected)) => {
            let expected = expected.as_f64().unwrap();
            (value - expected).abs() <= TOLERANCE * expected.abs()
        }
        (Value::Text(value), Json::String(expected)) => value == expected,
        _ => false,
    }
}

/// Ids of the formats that are of a tool; the samples of a project of its own have no format.
fn is_of(tool: &str, format: &str) -> bool {
    match tool {
        "chimeraforge" => ["csv", "json", "jsonl", "markdown"].contains(&format),
        tool => format == tool || format.strip_prefix(tool).is_some_and(|rest| rest.starts_with('-')),
    }
}

#[test]
fn numbers_worked_out_by_hand_are_found_and_tools_are_known() {
    let Some(folder) = shared("formats") else { return };
    let truth: BTreeMap<String, Json> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("truth.json")).unwrap()).unwrap();
    let (mut found, mut checks, mut known) = (0, 0, 0);
    for (name, expected) in &truth {
        let reading = read(name, &folder.join(name));
        assert_eq!(reading.rows.kept + reading.rows.reported, reading.rows.in_file, "{name}");
        let tool = expected["tool"].as_str().unwrap();
        let recognized = reading.recognized.clone();
        let sure = recognized.as_ref().is_some_and(|it| it.certainty == Certainty::Sure || tool == "chimeraforge");
        if sure && recognized.as_ref().is_some_and(|it| is_of(tool, &it.format)) {
            known += 1;
        } else {
            println!("{name}: read as {:?}", recognized.map(|it| it.format));
        }
        let wanted = expected["checks"].as_array().unwrap();
        let values = values(reading);
        for check in wanted {
            checks += 1;
            if values.iter().any(|value| agrees(value, &check["value"])) {
                found += 1;
            } else {
                println!("{name}: {} {} is not found", check["what"], check["value"]);
            }
        }
    }
    println!("{found} of {checks} checks found, {known} of {} samples known as their tool's", truth.len());
    assert!(found >= FOUND && known >= KNOWN, "{found} checks, {known} samples");
}

#[test]
fn no_tool_claims_a_file_that_it_did_not_write() {
    let Some(folder) = shared("corpus") else { return };
    let mut folders = vec![folder];
    let mut files = 0;
    let mut claimed = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let reading = read("unknown", &path);
            claimed.extend(reading.recognized.filter(|it| it.certainty == Certainty::Sure).map(|it| (it.format, path)));
        }
    }
    assert!(files > 100, "{files} files");
    let wrong: Vec<String> = claimed.iter().map(|(format, path)| format!("{format}: {}", path.display())).collect();
    assert_eq!(wrong, Vec::<String>::new());
}
