//! How far the meaning of columns agrees with columns labeled by hand.
//!
//! The labels lie beside the repository; a test run that sets `CI` fails without them.

use super::given::shared;
use insight::dataset::{Dataset, Field};
use insight::reading::{Kind, Reading, Rows};
use insight::role::Role;
use insight::summary::Better;
use insight::table::{Column, ColumnBuilder, Table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

fn push(builder: &mut ColumnBuilder, text: &str) {
    match text.trim().parse::<f64>() {
        Ok(number) => builder.push_number(number),
        Err(_) => builder.push_text(text),
    }
}

fn csv(text: &[u8]) -> Vec<Column> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let header = reader.headers().unwrap().clone();
    let mut columns: Vec<ColumnBuilder> = header.iter().map(ColumnBuilder::new).collect();
    for record in reader.records() {
        let record = record.unwrap();
        for (at, column) in columns.iter_mut().enumerate() {
            push(column, record.get(at).unwrap_or_default());
        }
    }
    columns.into_iter().map(ColumnBuilder::finish).collect()
}

fn flatten(path: &str, value: &Value, cells: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                flatten(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, cells);
            }
        }
        Value::Array(items) => {
            cells.insert(path.to_owned(), items.first().cloned().unwrap_or(Value::Null));
        }
        other => {
            cells.insert(path.to_owned(), other.clone());
        }
    }
}

fn jsonl(text: &[u8]) -> Vec<Column> {
    let mut columns: BTreeMap<String, ColumnBuilder> = BTreeMap::new();
    for (row, line) in std::str::from_utf8(text).unwrap().lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let mut cells = BTreeMap::new();
        flatten("", &serde_json::from_str(line).unwrap(), &mut cells);
        for (name, value) in cells {
            let column = columns.entry(name.clone()).or_insert_with(|| ColumnBuilder::new(name));
            column.fill_to(row);
            match value {
                Value::Null => column.push_missing(),
                Value::Number(number) => column.push_number(number.as_f64().unwrap()),
                Value::String(text) => column.push_text(&text),
                other => column.push_text(&other.to_string()),
            }
        }
    }
    let rows = columns.values().map(ColumnBuilder::len).max().unwrap_or_default();
    columns
        .into_values()
        .map(|mut column| {
            column.fill_to(rows);
            column.finish()
        })
        .collect()
}

fn fields(shared: &Path, path: &str) -> Vec<Field> {
    let bytes = std::fs::read(shared.join("corpus").join(path)).unwrap();
    let columns = if path.ends_with(".csv") { csv(&bytes) } else { jsonl(&bytes) };
    let rows = columns.first().map_or(0, Column::len);
    let reading = Reading {
        path: path.to_owned(),
        bytes: bytes.len() as u64,
        hash: String::new(),
        kind: Kind::Csv,
        recognized: None,
        others: Vec::new(),
        tables: vec![Table { columns, rows, ..Table::default() }],
        prose: String::new(),
        anchors: Vec::new(),
        rows: Rows::default(),
        moments: None,
        problems: Vec::new(),
        quirks: Vec::new(),
    };
    Dataset::of(vec![reading]).files.remove(0).tables.remove(0).fields
}

fn roles_of(label: &str) -> &'static [Role] {
    match label {
        "measurement" | "count" => &[Role::Measurement],
        "statistic" => &[Role::Aggregate],
        "derived" => &[Role::Derived],
        "fit" => &[Role::Fit],
        "parameter" | "factor" => &[Role::Parameter],
        "identifier" => &[Role::Identifier],
        "metadata" => &[Role::Environment],
        "status" | "flag" => &[Role::Validity],
        "timestamp" => &[Role::Time],
        "text" => &[Role::Text],
        other => panic!("unknown label {other}"),
    }
}

fn base(unit: &str) -> &str {
    match unit {
        "ms" => "s",
        "MB" | "MiB" | "bytes" => "B",
        "ms/token" => "s/token",
        "chars" => "characters",
        "json" => "",
        other => other,
    }
}

#[test]
fn roles_units_and_directions_agree_with_columns_labeled_by_hand() {
    let Some(shared) = shared("") else { return };
    let labels = std::fs::read_to_string(shared.join("corpus/roles.jsonl")).unwrap();
    let labels: Vec<Value> = labels.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut files: BTreeMap<String, Vec<Field>> = BTreeMap::new();
    let (mut columns, mut role, mut unit, mut better, mut directed) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for label in &labels {
        let text = |key: &str| label[key].as_str().unwrap();
        let known = files.entry(text("path").to_owned()).or_insert_with(|| fields(&shared, text("path")));
        let field = known.iter().find(|field| field.written == text("column"));
        let field = field.unwrap_or_else(|| panic!("{}: no column {}", text("path"), text("column")));
        columns += 1;
        let role_agrees = roles_of(text("role")).contains(&field.role);
        let unit_agrees = field.unit.symbol == base(text("unit"));
        let better_agrees = match text("better") {
            "higher" => field.better == Better::Higher,
            "lower" => field.better == Better::Lower,
            "none" => field.better == Better::None,
            _ => true,
        };
        role += u32::from(role_agrees);
        unit += u32::from(unit_agrees);
        if text("better") != "depends" {
            directed += 1;
            better += u32::from(better_agrees);
        }
        if !(role_agrees && unit_agrees && better_agrees) {
            println!(
                "{} {}: {} {:?}, {} {}, {} {:?} ({} {:?})",
                text("path").rsplit('/').next().unwrap(),
                text("column"),
                text("role"),
                field.role,
                text("unit"),
                field.unit.symbol,
                text("better"),
                field.better,
                field.metric,
                field.statistic
            );
        }
    }
    let share = |agreeing: u32, of: u32| f64::from(agreeing) * 100.0 / f64::from(of);
    let (role, unit, better) = (share(role, columns), share(unit, columns), share(better, directed));
    println!("{columns} columns: role {role:.1} %, unit {unit:.1} %, direction {better:.1} % of {directed}");
    assert!(
        role >= 90.0 && unit >= 85.0 && better >= 85.0,
        "role {role:.1} %, unit {unit:.1} %, direction {better:.1} %"
    );
}
