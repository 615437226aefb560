//! Tests of `llama-bench` in text that is no table: SQL, and records, tables and CSV between the lines of a log.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::problem::Spot;
use crate::table::Table;
use serde_json::Value;

/// A row that could not be read.
const LOST: &str = "a test could not be read";

/// The line of the first test.
pub(super) fn first(text: &Text) -> Option<u64> {
    let is_sql = |line: &str| sql(line).is_some();
    let is_csv = |line: &str| line.starts_with("build_commit,") && line.contains("avg_ts");
    let is_json = |line: &str| line.trim_start().starts_with("\"build_commit\":") || is_record(line);
    let found = text.lines().find(|(_, line)| is_sql(line) || is_csv(line) || is_json(line));
    found.map(|(line, _)| line).filter(|_| text.as_str().contains("avg_ts"))
}

fn is_record(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('{') && line.contains("\"build_commit\"")
}

/// Every test in the text, in its order.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut tests = Rows::default();
    let mut samples = Samples::default();
    let mut header: Vec<String> = Vec::new();
    let mut record: Option<(u64, String)> = None;
    for (line, text) in text.lines() {
        if let Some((begun, json)) = &mut record {
            // Lines of a record are set in; what another stream writes between them is not.
            let is_end = text.trim().trim_end_matches(',') == "}";
            if is_end || text.starts_with([' ', '\t']) {
                json.push_str(if is_end { "}" } else { text });
                json.push('\n');
            }
            if is_end {
                object(json, *begun, &mut tests, &mut samples, ledger);
                record = None;
            }
        } else if is_record(text) && text.trim_end().ends_with('}') {
            object(text, line, &mut tests, &mut samples, ledger);
        } else if text.trim() == "{" {
            record = Some((line, "{\n".to_owned()));
        } else if text.starts_with("build_commit,") {
            header = text.split(',').map(str::to_owned).collect();
        } else if !header.is_empty() && text.starts_with('"') {
            let values = quoted(text, '"');
            row(&header, &values, line, &mut tests, ledger);
        } else if let Some((names, values)) = sql(text) {
            row(&names, &values, line, &mut tests, ledger);
        }
    }
    if let Some((begun, _)) = record {
        ledger.drop_row(
            Spot::Line(begun),
            "the text is cut in its last test, which is lost",
            Some("copy the file again"),
        );
    }
    samples.finish(tests)
}

/// One row of values below their names.
fn row(names: &[String], values: &[String], line: u64, tests: &mut Rows, ledger: &mut Ledger) {
    if names.len() != values.len() {
        let what = "row has more or fewer values than the header, so they have no certain column";
        return ledger.drop_row(Spot::Line(line), what, None);
    }
    tests.begin_at(line);
    names.iter().zip(values).for_each(|(name, value)| tests.written(name, value));
}

/// Names and values of `INSERT INTO test (a, b) VALUES ('1', '2');`.
fn sql(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let rest = line.strip_prefix("INSERT INTO ")?;
    let rest = rest.strip_prefix("test ").or_else(|| rest.strip_prefix("llama_bench "))?;
    let (names, values) = rest.strip_prefix("(build_commit")?.split_once(") VALUES (")?;
    let names = format!("build_commit{names}").split(", ").map(str::to_owned).collect();
    Some((names, quoted(values, '\'')))
}

/// The texts between quotes; a doubled quote belongs to the text.
fn quoted(text: &str, quote: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut inside, mut letters) = (false, text.chars().peekable());
    while let Some(letter) = letters.next() {
        match (letter == quote, inside) {
            (true, true) if letters.peek() == Some(&quote) => {
                letters.next();
                found.iter_mut().last().into_iter().for_each(|text| text.push(quote));
            }
            (true, false) => {
                found.push(String::new());
                inside = true;
            }
            (true, true) => inside = false,
            (false, true) => found.iter_mut().last().into_iter().for_each(|text| text.push(letter)),
            (false, false) => {}
        }
    }
    found
}

/// One record; its samples go to a table of their own.
fn object(json: &str, line: u64, tests: &mut Rows, samples: &mut Samples, ledger: &mut Ledger) {
    let Ok(Value::Object(members)) = serde_json::from_str(json) else {
        return ledger.drop_row(Spot::Line(line), LOST, None);
    };
    tests.begin_at(line);
    for (name, value) in &members {
        match value {
            Value::Array(items) => samples.lists.push((samples.tests, line, name.clone(), items.clone())),
            Value::Number(number) => tests.number(name, number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => tests.written(name, text),
            Value::Bool(flag) => tests.written(name, if *flag { "true" } else { "false" }),
            Value::Null | Value::Object(_) => {}
        }
    }
    samples.tests += 1;
}

/// Lists of samples, with the test each belongs to.
#[derive(Default)]
struct Samples {
    /// The test, its line, the name and the values of each list.
    lists: Vec<(u32, u64, String, Vec<Value>)>,
    tests: u32,
}

impl Samples {
    /// The tests, and for each kind of list one table below them.
    fn finish(self, tests: Rows) -> Vec<Table> {
        let mut tables = vec![tests.finish("")];
        for name in ["samples_ns", "samples_ts"] {
            let mut rows = Rows::default();
            let mut parents = Vec::new();
            for (test, line, _, items) in self.lists.iter().filter(|(_, _, own, _)| own == name) {
                for item in items {
                    rows.begin_at(*line);
                    rows.number(name, item.as_f64().unwrap_or(f64::NAN));
                    parents.push(*test);
                }
            }
            if !parents.is_empty() {
                tables.push(rows.hanging(&format!("/{name}"), "", parents));
            }
        }
        tables
    }
}
