//! Statistics of columns: of all rows that count, and of the rows that one condition tells apart.

use super::{AsWritten, Line, Origin, Value, line};
use crate::dataset::{Dataset, File, Sheet};
use crate::role::Role;
use crate::statistics::describe;
use crate::study::{self, column_key, is_measured};
use crate::summary::Statistics;
use crate::table::{Cell, Table};
use std::collections::BTreeMap;

/// Labels and the values of the rows that have them.
type Groups = BTreeMap<BTreeMap<String, String>, Vec<f64>>;

/// Columns whose values tell rows apart and are not what was measured: parameters and names with several values.
pub(super) fn telling(table: &Table, sheet: &Sheet) -> Vec<usize> {
    let columns = sheet.fields.iter().enumerate().filter(|(at, field)| {
        let first = table.columns[*at].cell(0);
        field.role == Role::Parameter && table.columns[*at].cells().any(|cell| cell != first)
    });
    columns.map(|(at, _)| at).collect()
}

/// What tells a row apart.
pub(super) fn labels(table: &Table, sheet: &Sheet, telling: &[usize], row: usize) -> BTreeMap<String, String> {
    let told = telling.iter().filter_map(|&at| {
        let text = match table.columns[at].cell(row) {
            Cell::Missing => return None,
            Cell::Number(number) | Cell::NonFinite(number) => number.to_string(),
            Cell::Text(text) => text.to_owned(),
        };
        Some((sheet.fields[at].written.clone(), text))
    });
    told.collect()
}

/// What a row above says of the rows that hang below it.
fn labels_above(file: &File, at: usize, row: usize) -> BTreeMap<String, String> {
    let table = &file.reading.tables[at];
    let Some(parent) = &table.parent else { return BTreeMap::new() };
    let above = file.reading.tables.iter().position(|table| table.place == parent.place);
    let (Some(above), Some(&row)) = (above, parent.rows.get(row)) else { return BTreeMap::new() };
    let (table, sheet) = (&file.reading.tables[above], &file.tables[above]);
    let mut all = labels_above(file, above, row as usize);
    all.extend(labels(table, sheet, &telling(table, sheet), row as usize));
    if table.rows > 1 {
        all.insert("row above".to_owned(), (row + 1).to_string());
    }
    all
}

/// Statistics of every measured column of a table.
pub(super) fn of_table(file: &File, at: usize, take: &mut dyn FnMut(Line)) {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let telling = telling(table, sheet);
    for (index, field) in sheet.fields.iter().enumerate().filter(|(_, field)| is_measured(field)) {
        let column = &table.columns[index];
        if column.counts().numbers == 0 {
            continue;
        }
        let mut all: Vec<f64> = Vec::new();
        let mut groups = Groups::new();
        for (row, value) in file.values(at, index) {
            all.push(value);
            let mut told = labels_above(file, at, row);
            told.extend(labels(table, sheet, &telling, row));
            groups.entry(told).or_default().push(value);
        }
        let mut base = line(file, field, column.unit_written.as_deref());
        base.origin = Origin::Computed;
        base.place.clone_from(&table.place);
        base.metric = column_key(field);
        let several = groups.len() > 1 && groups.len() < all.len();
        statistics(&base, field.unit.factor, &describe(&mut all, 0, sheet.failed_rows), take);
        for (told, mut values) in groups.into_iter().filter(|_| several) {
            let mut base = base.clone();
            base.labels.extend(told);
            statistics(&base, field.unit.factor, &describe(&mut values, 0, 0), take);
        }
    }
}

/// Statistics of every metric of every study, group by group.
pub(super) fn of_studies(dataset: &Dataset, take: &mut dyn FnMut(Line)) {
    for mut analysis in study::studies(dataset) {
        analysis.look_closer();
        let study = &analysis.study;
        for metric in &study.metrics {
            for group in &metric.groups {
                let base = Line {
                    file: group.files.first().cloned().unwrap_or_default(),
                    place: study.id.clone(),
                    origin: Origin::Computed,
                    kind: Role::Measurement,
                    metric: metric.key.clone(),
                    statistic: None,
                    value: Value::Text(String::new()),
                    unit: metric.unit.clone(),
                    as_written: AsWritten { value: Value::Text(String::new()), unit: metric.unit.clone() },
                    better: metric.better,
                    definition: metric.definition.clone(),
                    n: None,
                    failed: 0,
                    labels: group.labels.iter().cloned().collect(),
                    duplicate_of: None,
                };
                statistics(&base, 1.0, &group.statistics, take);
            }
        }
    }
}

/// One line a statistic.
fn statistics(base: &Line, factor: f64, of: &Statistics, take: &mut dyn FnMut(Line)) {
    let all = [
        ("n", Some(of.n as f64)),
        ("mean", of.mean),
        ("sd", of.sd),
        ("min", of.min),
        ("p25", of.p25),
        ("median", of.median),
        ("p75", of.p75),
        ("p90", of.p90),
        ("p95", of.p95),
        ("p99", of.p99),
        ("max", of.max),
        ("mad", of.mad),
        ("trimmed_mean", of.trimmed_mean),
        ("total", of.total_rate),
    ];
    for (name, value) in all {
        let Some(value) = value else { continue };
        let mut line = base.clone();
        line.kind = Role::Aggregate;
        line.statistic = Some(name.to_owned());
        line.n = Some(of.n);
        line.failed = of.failed;
        line.value = Value::Number(value);
        line.as_written.value = Value::Number(value / factor);
        if name == "n" {
            line.unit = String::new();
            line.as_written = AsWritten { value: Value::Number(value), unit: String::new() };
        }
        take(line);
    }
}
