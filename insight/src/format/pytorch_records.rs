//! Records as the benchmark database of PyTorch takes them, one a metric, made into the run that they are of again.
//!
//! <https://github.com/pytorch/pytorch/wiki/How-to-integrate-with-PyTorch-OSS-benchmark-database>. Takes records with `metric.name` and
//! `metric.benchmark_values`, gives one row a run; what a record says beside its metric is the same in all of them.

use super::reshape::text;
use super::rows::Rows;
use super::{Shape, reshape};
use crate::container::Content;
use crate::table::{Cell, Table};

const NAME: &str = "metric.name";
const VALUES: &str = "/metric/benchmark_values";
const BESIDE: &str = "metric.extra_info.";

/// Whether these are records of vLLM with such a metric.
pub(super) fn has(shape: &Shape<'_>, is: impl Fn(&str) -> bool) -> bool {
    shape.table_with(&[NAME, "benchmark.name"]).is_ok_and(|table| {
        text(table, "benchmark.name", 0) == Some("vLLM benchmark")
            && (0..table.rows).any(|row| text(table, NAME, row).is_some_and(&is))
    })
}

/// Makes records runs: a metric with one value is a cell, one with several is a list of its own.
pub(super) fn to_runs(content: &mut Content) {
    let Some(records) = content.tables.iter().position(|table| table.column(NAME).is_some()) else { return };
    let Some(values) = content.tables.iter().position(|table| table.place.ends_with(VALUES)) else { return };
    let (records, values) = (&content.tables[records], &content.tables[values]);
    let mut known: Vec<&str> = Vec::new();
    let mut runs = Rows::default();
    let mut count = 0;
    let mut lists: Vec<(String, Rows, Vec<u32>)> = Vec::new();
    for row in 0..records.rows {
        let Some(name) = text(records, NAME, row) else { continue };
        if count == 0 || known.contains(&name) {
            known.clear();
            runs.begin_at(records.line(row));
            count += 1;
            beside(records, row, &mut runs);
        }
        known.push(name);
        match values_of(values, row).as_slice() {
            [value] => runs.number(name, *value),
            several => {
                let at = lists.iter().position(|(own, ..)| own == name).unwrap_or_else(|| {
                    lists.push((name.to_owned(), Rows::default(), Vec::new()));
                    lists.len() - 1
                });
                let (_, list, above) = &mut lists[at];
                for value in several {
                    list.begin_at(records.line(row));
                    list.number(name, *value);
                    above.push(count - 1);
                }
            }
        }
    }
    let gone = records.records() as u64;
    let rows = &mut content.ledger.rows;
    (rows.in_file, rows.kept) =
        ((rows.in_file + u64::from(count)).saturating_sub(gone), (rows.kept + u64::from(count)).saturating_sub(gone));
    content.tables = vec![runs.finish("")];
    content.tables.extend(lists.into_iter().map(|(name, list, above)| list.hanging(&format!("/{name}"), "", above)));
}

/// What a record says beside its metric.
fn beside(records: &Table, row: usize, runs: &mut Rows) {
    for column in &records.columns {
        let Some(name) = column.name.strip_prefix(BESIDE) else { continue };
        match column.written().cell(row) {
            Cell::Missing => {}
            Cell::Number(number) | Cell::NonFinite(number) => runs.number(name, number),
            Cell::Text(text) => runs.written(name, text),
        }
    }
    if let Some(model) = text(records, "model.name", row) {
        runs.written("model_id", model);
    }
}

fn values_of(values: &Table, record: usize) -> Vec<f64> {
    let Some(parent) = &values.parent else { return Vec::new() };
    let own = (0..values.rows).filter(|row| parent.rows.get(*row) == Some(&(record as u32)));
    own.filter_map(|row| reshape::number(values, "benchmark_values", row)).collect()
}
