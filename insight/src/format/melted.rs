//! Tables with a row per metric (`metric, value, unit`, or `metric, avg, p99`) become tables with a column per metric, so that
//! different quantities never stand in one column.
//!
//! Takes the tables of a file that no tool's format knows. Rows that become cells of one record are no rows any more.

use crate::container::Content;
use crate::header::Header;
use crate::metric::is_quantity;
use crate::problem::{Severity, Spot};
use crate::quantity::Quantity;
use crate::role::vocabulary;
use crate::table::{Cell, Column, ColumnBuilder, Lines, Table};
use std::collections::BTreeMap;

/// More metrics than this are names of something else.
const MOST_METRICS: usize = 256;

/// More rows than this are no report of metrics.
const MOST_ROWS: usize = 1 << 16;

/// Headers of a column that names metrics; those in the second list name much else too.
const NAMES: [&str; 7] = ["metric", "metrics", "measure", "measurement", "property", "statistic", "quantity"];
const MAYBE_NAMES: [&str; 5] = ["key", "name", "item", "field", "parameter"];

/// Headers of a column of values of no quantity of its own.
const VALUES: [&str; 5] = ["value", "values", "result", "measured", "val"];

/// Reads tables with a row per metric as what they mean.
pub(super) fn read(content: &mut Content) {
    for at in 0..content.tables.len() {
        let Some(plan) = Plan::of(&content.tables[at]) else { continue };
        let place = content.tables[at].place.clone();
        // Rows that hang below others are counted where they hang.
        if content.tables.iter().any(|table| table.parent.as_ref().is_some_and(|parent| parent.place == place)) {
            continue;
        }
        let table = plan.apply(&content.tables[at]);
        let gone = (content.tables[at].records() - table.records()) as u64;
        content.ledger.rows.in_file -= gone;
        content.ledger.rows.kept -= gone;
        content.ledger.say(
            Spot::Whole,
            Severity::Note,
            "rows of one metric each were read as records of several",
            None,
        );
        content.tables[at] = table;
    }
}

/// Which columns of a table are what.
struct Plan {
    name: usize,
    unit: Option<usize>,
    values: Vec<usize>,
    others: Vec<usize>,
    metrics: Vec<String>,
}

fn words(column: &Column) -> Vec<String> {
    Header::of(&column.name).words
}

fn is_one_of(column: &Column, names: &[&str]) -> bool {
    matches!(words(column).as_slice(), [word] if names.contains(&word.as_str()))
}

/// Whether a column holds numbers under a header that names no quantity: `value`, `avg`, `p99`.
fn is_bare(column: &Column) -> bool {
    let words = words(column);
    let named = |word: &String| VALUES.contains(&word.as_str()) || vocabulary::statistic(word).is_some();
    let (mut figures, mut texts) = (column.counts().numbers, 0);
    column.written().cells().for_each(|cell| {
        if let Cell::Text(text) = cell {
            texts += 1;
            figures += u64::from(column.counts().numbers == 0 && Quantity::of(text).is_some());
        }
    });
    !words.is_empty() && words.iter().all(named) && figures * 2 >= texts && figures > 0
}

impl Plan {
    fn of(table: &Table) -> Option<Self> {
        if table.rows < 2 || table.rows > MOST_ROWS || table.parent.is_some() {
            return None;
        }
        let columns = &table.columns;
        let certain = columns.iter().position(|column| is_one_of(column, &NAMES));
        let name = certain.or_else(|| columns.iter().position(|column| is_one_of(column, &MAYBE_NAMES)))?;
        let metrics: Vec<String> = columns[name].words(MOST_METRICS)?.into_iter().map(str::to_owned).collect();
        let values: Vec<usize> = (0..columns.len()).filter(|at| *at != name && is_bare(&columns[*at])).collect();
        let unit = columns.iter().position(|column| is_one_of(column, &["unit", "units"]));
        let quantities = metrics.iter().filter(|metric| is_quantity(metric)).count();
        let needed = if certain.is_some() { metrics.len().div_ceil(2) } else { (metrics.len() * 2).div_ceil(3) };
        let told = quantities >= needed || (unit.is_some() && certain.is_some());
        if values.is_empty() || metrics.len() < 2 || !told || columns[name].counts().numbers > 0 {
            return None;
        }
        let others = (0..columns.len()).filter(|at| *at != name && Some(*at) != unit && !values.contains(at));
        Some(Self { name, unit, others: others.collect(), values, metrics })
    }

    fn apply(&self, table: &Table) -> Table {
        let records = self.records(table);
        let mut first: Vec<usize> = Vec::new();
        let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (row, record) in records.iter().enumerate() {
            if *record == first.len() {
                first.push(row);
            }
            let metric = match table.columns[self.name].cell(row) {
                Cell::Text(name) => self.metrics.iter().position(|metric| metric == name),
                Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
            };
            if let Some(metric) = metric {
                cells.insert((metric, *record), row);
            }
        }
        let mut columns = Vec::new();
        for other in &self.others {
            let column = &table.columns[*other];
            let mut builder = ColumnBuilder::new(column.name.clone());
            first.iter().for_each(|row| push(&mut builder, column.written().cell(*row)));
            builder.finish_into(&mut columns);
        }
        for (metric, name) in self.metrics.iter().enumerate() {
            for value in &self.values {
                let column = &table.columns[*value];
                let mut builder = ColumnBuilder::new(named(name, &column.name));
                for record in 0..first.len() {
                    let cell = cells.get(&(metric, record)).map(|row| column.written().cell(*row));
                    push(&mut builder, cell.unwrap_or(Cell::Missing));
                }
                if builder.is_blank() {
                    continue;
                }
                let unit = cells.iter().find(|((of, _), _)| *of == metric).and_then(|(_, row)| {
                    match table.columns.get(self.unit?)?.cell(*row) {
                        Cell::Text(unit) => Some(unit.to_owned()),
                        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
                    }
                });
                let made = columns.len();
                builder.finish_into(&mut columns);
                for column in &mut columns[made..] {
                    column.unit_written = column.unit_written.take().or_else(|| unit.clone());
                }
            }
        }
        let mut lines = Lines::default();
        for (at, line) in first.iter().enumerate().filter_map(|(at, row)| Some((at, table.line(*row)?))) {
            lines.row(at, line);
        }
        Table {
            place: table.place.clone(),
            columns,
            rows: first.len(),
            first_line: lines.first(),
            lines,
            ..Table::default()
        }
    }

    /// The record of each row: rows that agree in everything beside the metric, each metric once.
    fn records(&self, table: &Table) -> Vec<usize> {
        let mut count = 0;
        let mut known: BTreeMap<(Vec<String>, String), usize> = BTreeMap::new();
        let mut of: BTreeMap<(Vec<String>, usize), usize> = BTreeMap::new();
        let mut records = Vec::with_capacity(table.rows);
        for row in 0..table.rows {
            let around: Vec<String> =
                self.others.iter().map(|at| format!("{:?}", table.columns[*at].cell(row))).collect();
            let metric = format!("{:?}", table.columns[self.name].cell(row));
            let seen = known.entry((around.clone(), metric)).or_default();
            let record = of.entry((around, *seen)).or_insert_with(|| {
                count += 1;
                count - 1
            });
            *seen += 1;
            records.push(*record);
        }
        records
    }
}

/// `ttft` beside `avg` is `ttft avg`; `value` adds nothing.
fn named(metric: &str, value: &str) -> String {
    if VALUES.contains(&value.trim().to_ascii_lowercase().as_str()) {
        metric.to_owned()
    } else {
        format!("{metric} {value}")
    }
}

fn push(builder: &mut ColumnBuilder, cell: Cell<'_>) {
    match cell {
        Cell::Missing => builder.push_missing(),
        Cell::Number(number) | Cell::NonFinite(number) => builder.push_number(number),
        Cell::Text(text) => builder.push_written(text),
    }
}
