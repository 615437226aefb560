//! Every value, one line each: as a file says it, and as it was computed here from what files say.
//!
//! Takes a dataset, gives lines for people and programs that check the rest of the product. Nothing is left out: failed rows
//! and files that repeat others stand in it and say so.

mod computed;

use crate::dataset::{Dataset, Field, File, Sheet, few};
use crate::role::Role;
use crate::summary::{Better, Use};
use crate::table::{Cell, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It stands in the file.
    File,
    /// It was computed here.
    Computed,
}

/// A value or a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// Anything else; NaN and infinities are spelled out.
    Text(String),
}

/// A value in the unit of the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AsWritten {
    /// The value.
    pub value: Value,
    /// The unit; empty for a pure number or where none is known.
    pub unit: String,
}

/// One value and all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Relative path of its file; of the first one where it was computed from several.
    pub file: String,
    /// Where in the file: place of the table, and line or row.
    pub place: String,
    /// Where the value comes from.
    pub origin: Origin,
    /// What its column is.
    pub kind: Role,
    /// Canonical key of the metric; folded header of any other column.
    pub metric: String,
    /// Which statistic it is.
    pub statistic: Option<String>,
    /// In the base unit.
    pub value: Value,
    /// The base unit.
    pub unit: String,
    /// As the file has it; for a computed value in the unit of the file.
    pub as_written: AsWritten,
    /// Which way is better.
    pub better: Better,
    /// What was measured from where to where, as far as known.
    pub definition: String,
    /// How many values stand behind it, where that is known.
    pub n: Option<u64>,
    /// How many failed and do not stand behind it; 1 for a value of a row that failed.
    pub failed: u64,
    /// What tells it from other values of its metric: header, parameters, model.
    pub labels: BTreeMap<String, String>,
    /// The file that says it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
}

/// What one column is, for a check by eye or by program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnRole {
    /// Where its table stands; left out where the file is one table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Header as written.
    pub column: String,
    /// What the column is to its table.
    pub role: Role,
    /// Base unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
}

/// Hands over every line: the values of each file in its order, then what was computed from it, then what was computed from
/// several files together.
pub fn each(dataset: &Dataset, take: &mut dyn FnMut(Line)) {
    for file in &dataset.files {
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            values(file, table, sheet, take);
        }
        for at in 0..file.tables.len() {
            computed::of_table(file, at, take);
        }
    }
    computed::of_studies(dataset, take);
}

/// The role of every column of a file.
pub fn roles(file: &File) -> Vec<ColumnRole> {
    let tables = file.reading.tables.iter().zip(&file.tables);
    let columns = tables.flat_map(|(table, sheet)| {
        sheet.fields.iter().map(|field| ColumnRole {
            place: table.place.clone(),
            column: field.written.clone(),
            role: field.role,
            unit: field.unit.symbol.clone(),
            better: field.better,
        })
    });
    columns.collect()
}

/// The line of a field without a value.
fn line(file: &File, field: &Field, unit_written: Option<&str>) -> Line {
    let unit = unit_written.map_or_else(|| field.unit.written(), |unit| if unit == "x" { "" } else { unit }.to_owned());
    let mut labels: BTreeMap<String, String> =
        file.labels.iter().map(|label| (label.name.clone(), label.value.clone())).collect();
    labels.insert("column".to_owned(), field.written.clone());
    Line {
        file: file.reading.path.clone(),
        place: String::new(),
        origin: Origin::File,
        kind: field.role,
        metric: field.metric.clone(),
        statistic: field.statistic.clone(),
        value: Value::Text(String::new()),
        unit: field.unit.symbol.clone(),
        as_written: AsWritten { value: Value::Text(String::new()), unit },
        better: field.better,
        definition: field.definition.clone(),
        n: None,
        failed: 0,
        labels,
        duplicate_of: match &file.used {
            Use::Repeat { of, .. } => Some(of.clone()),
            Use::Measured | Use::Part { .. } | Use::Unusable { .. } | Use::Document => None,
        },
    }
}

fn values(file: &File, table: &Table, sheet: &Sheet, take: &mut dyn FnMut(Line)) {
    let telling = computed::telling(table, sheet);
    let counts: Vec<Option<usize>> = sheet.fields.iter().map(|field| few::counted_by(field, &sheet.fields)).collect();
    let failures = sheet.fields.iter().position(|field| field.metric == "failed_requests");
    for row in 0..table.rows {
        let place = place(table, row);
        let labels = computed::labels(table, sheet, &telling, row);
        for ((column, field), counted) in table.columns.iter().zip(&sheet.fields).zip(&counts) {
            let Some((value, written)) = value(column.cell(row), field) else { continue };
            let mut line = line(file, field, column.unit_written.as_deref());
            line.place.clone_from(&place);
            line.value = value;
            line.as_written.value = written;
            line.n = match field.role {
                Role::Aggregate => field.drawn_from.or_else(|| count(table.columns[(*counted)?].cell(row))),
                _ => Some(1),
            };
            line.failed = match failures.and_then(|at| count(table.columns[at].cell(row))) {
                Some(failures) if field.role == Role::Aggregate => failures,
                _ => u64::from(sheet.failed(row)),
            };
            line.labels.extend(labels.clone());
            take(line);
        }
    }
}

/// A cell in the base unit and in that of the file; nothing for an empty one.
fn value(cell: Cell<'_>, field: &Field) -> Option<(Value, Value)> {
    let text = match cell {
        Cell::Missing => return None,
        Cell::Number(number) => return Some((Value::Number(number * field.unit.factor), Value::Number(number))),
        Cell::NonFinite(number) => number.to_string(),
        Cell::Text(text) => text.to_owned(),
    };
    Some((Value::Text(text.clone()), Value::Text(text)))
}

fn count(cell: Cell<'_>) -> Option<u64> {
    match cell {
        Cell::Number(number) if (0.0..9e15).contains(&number) => Some(number as u64),
        _ => None,
    }
}

fn place(table: &Table, row: usize) -> String {
    let at = match table.line(row) {
        Some(line) => format!("line {line}"),
        None => format!("row {}", row + 1),
    };
    if table.place.is_empty() || table.place == at { at } else { format!("{} {at}", table.place) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::FileReader;
    use expect_test::expect;

    #[test]
    fn each_value_is_a_line_as_written_and_as_computed() {
        let mut reader = FileReader::new("a.csv");
        reader.push(b"model,ttft_ms,error\nsmall,20,\nsmall,40,\nlarge,80,\nlarge,100,\nlarge,0,timed out\n");
        let dataset = Dataset::of(vec![reader.finish()]);
        let mut shown = String::new();
        each(&dataset, &mut |line| {
            let text = serde_json::to_string(&line).unwrap();
            let told = line.metric == "ttft" || line.metric == "error";
            let few = matches!(line.statistic.as_deref(), None | Some("mean" | "n")) && !line.place.contains("line 3");
            if told && few {
                shown += &(text + "\n");
            }
        });
        expect![[r#"
            {"file":"a.csv","place":"line 2","origin":"file","kind":"measurement","metric":"ttft","statistic":null,"value":0.02,"unit":"s","as_written":{"value":20.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":1,"failed":0,"labels":{"column":"ttft_ms","model":"small"}}
            {"file":"a.csv","place":"line 4","origin":"file","kind":"measurement","metric":"ttft","statistic":null,"value":0.08,"unit":"s","as_written":{"value":80.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":1,"failed":0,"labels":{"column":"ttft_ms","model":"large"}}
            {"file":"a.csv","place":"line 5","origin":"file","kind":"measurement","metric":"ttft","statistic":null,"value":0.1,"unit":"s","as_written":{"value":100.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":1,"failed":0,"labels":{"column":"ttft_ms","model":"large"}}
            {"file":"a.csv","place":"line 6","origin":"file","kind":"measurement","metric":"ttft","statistic":null,"value":0.0,"unit":"s","as_written":{"value":0.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":1,"failed":1,"labels":{"column":"ttft_ms","model":"large"}}
            {"file":"a.csv","place":"line 6","origin":"file","kind":"validity","metric":"error","statistic":null,"value":"timed out","unit":"","as_written":{"value":"timed out","unit":""},"better":"none","definition":"","n":1,"failed":1,"labels":{"column":"error","model":"large"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"n","value":4.0,"unit":"","as_written":{"value":4.0,"unit":""},"better":"lower","definition":"from the request to the first token of the answer","n":4,"failed":1,"labels":{"column":"ttft_ms"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"mean","value":0.060000000000000005,"unit":"s","as_written":{"value":60.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":4,"failed":1,"labels":{"column":"ttft_ms"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"n","value":2.0,"unit":"","as_written":{"value":2.0,"unit":""},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"column":"ttft_ms","model":"large"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"mean","value":0.09,"unit":"s","as_written":{"value":90.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"column":"ttft_ms","model":"large"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"n","value":2.0,"unit":"","as_written":{"value":2.0,"unit":""},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"column":"ttft_ms","model":"small"}}
            {"file":"a.csv","place":"","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"mean","value":0.03,"unit":"s","as_written":{"value":30.0,"unit":"ms"},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"column":"ttft_ms","model":"small"}}
            {"file":"a.csv","place":"s1","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"n","value":2.0,"unit":"","as_written":{"value":2.0,"unit":""},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"model":"small"}}
            {"file":"a.csv","place":"s1","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"mean","value":0.03,"unit":"s","as_written":{"value":0.03,"unit":"s"},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":0,"labels":{"model":"small"}}
            {"file":"a.csv","place":"s1","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"n","value":2.0,"unit":"","as_written":{"value":2.0,"unit":""},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":1,"labels":{"model":"large"}}
            {"file":"a.csv","place":"s1","origin":"computed","kind":"aggregate","metric":"ttft","statistic":"mean","value":0.09,"unit":"s","as_written":{"value":0.09,"unit":"s"},"better":"lower","definition":"from the request to the first token of the answer","n":2,"failed":1,"labels":{"model":"large"}}
        "#]].assert_eq(&shown);
    }
}
