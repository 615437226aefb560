//! The records of one study side by side: one array a metric, one code a parameter.
//!
//! Takes the tables of a study, gives answered records in file order. Failed rows are counted and never enter.

use super::parameter::{Failed, NO_LEVEL, Parameter, levels};
use crate::dataset::{Field, File, Sheet};
use crate::role::Role;
use crate::statistics::Definition;
use crate::summary::{Better, Typical};
use crate::table::Cell;

/// One table of a study.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The file it stands in.
    pub file: &'a File,
    /// Which table of the file.
    pub table: usize,
}

impl Source<'_> {
    /// The meaning of its columns; a file always has one sheet a table.
    pub(crate) fn sheet(&self) -> Option<&Sheet> {
        self.file.tables.get(self.table)
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.file.reading.tables.get(self.table).map_or(0, |table| table.rows)
    }

    /// The line of a row in the file, where the file has lines and a row takes one.
    pub(crate) fn line(&self, row: u32) -> Option<u64> {
        self.file.reading.tables.get(self.table)?.line(row as usize)
    }
}

/// The values of one metric over all records; NaN where a record has none.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Canonical key, with the statistic of an aggregate: `ttft`, `ttft_p99`.
    pub key: String,
    /// Canonical key without the statistic.
    pub metric: String,
    /// The statistic of an aggregate.
    pub statistic: Option<String>,
    /// The field's words.
    pub name: String,
    /// Base unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// What was measured, or the formula.
    pub definition: String,
    /// Headers as written.
    pub written: Vec<String>,
    /// Whether it is a part of another metric, or a function of others.
    pub part: bool,
    /// Which statistic stands for a group.
    pub typical: Typical,
    /// Whether it speaks of chosen records only, so that the others are not missing.
    pub selected: bool,
    /// Keys of the two metrics of which it is the first over the second, record by record.
    pub divides: Option<[String; 2]>,
    /// Records that hold NaN or an infinity, written out.
    pub non_finite: Vec<u32>,
    /// One value a record.
    pub values: Vec<f64>,
}

/// The records of one study.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame<'a> {
    /// Its tables, in file order.
    pub sources: Vec<Source<'a>>,
    /// Table and row of each answered record.
    pub records: Vec<(u32, u32)>,
    /// Metrics in order of first appearance.
    pub columns: Vec<Column>,
    /// Parameters in order of first appearance.
    pub parameters: Vec<Parameter>,
    /// Records that failed.
    pub failed: u64,
    /// Table and row of each of them that is a row of its own.
    pub failures: Vec<(u32, u32)>,
    /// How quantiles are defined.
    pub quantiles: Definition,
}

/// Whether a column is compared.
pub(crate) fn is_measured(field: &Field) -> bool {
    !field.told && matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived)
}

/// The key of a column: the metric, and the statistic where the file gives one that is not the middle.
pub(crate) fn column_key(field: &Field) -> String {
    match field.statistic.as_deref() {
        None => field.metric.clone(),
        Some(statistic) => format!("{}_{statistic}", field.metric),
    }
}

impl<'a> Frame<'a> {
    /// The answered records of these tables.
    pub(crate) fn of(sources: Vec<Source<'a>>) -> Self {
        let mut frame = Self::default();
        for source in sources {
            frame.failed += source.sheet().map_or(0, |sheet| sheet.failed_rows);
            frame.add(source);
        }
        // A parameter that no answered record has separates nothing.
        frame.parameters.retain(|parameter| !parameter.levels.is_empty());
        frame.drop_empty_records();
        frame.parameters.iter_mut().for_each(Parameter::order_levels);
        frame
    }

    fn add(&mut self, source: Source<'a>) {
        let Some(sheet) = source.sheet() else { return };
        let first = self.records.len();
        let at = self.sources.len() as u32;
        self.sources.push(source);
        let rows = source.rows();
        self.records.extend((0..rows as u32).filter(|row| sheet.answered(*row as usize)).map(|row| (at, row)));
        let first_failed = self.failures.len();
        let failed = (0..rows as u32).filter(|row| sheet.failed(*row as usize)).map(|row| (at, row));
        self.failures.extend(failed);
        if self.records.len() == first {
            return self.add_parameters(source, sheet, first, first_failed);
        }
        let every_row = self.records.len() - first == rows;
        let places: Vec<u32> = if every_row { Vec::new() } else { places(&self.records[first..], rows) };
        for (index, field) in sheet.fields.iter().enumerate() {
            if is_measured(field) {
                let length = self.records.len();
                let non_finite = non_finite(source, index, &self.records[first..]);
                let column = self.column(field);
                column.non_finite.extend(non_finite.into_iter().map(|at| (first + at) as u32));
                column.values.resize(length, f64::NAN);
                // Two columns of one table may mean the same; the first one stands.
                let set = |at: &mut f64, value: f64| {
                    if at.is_nan() && value.is_finite() {
                        *at = value;
                    }
                };
                if every_row {
                    for (row, values) in source.file.slices(source.table, index) {
                        let places = column.values[first + row..].iter_mut().zip(values);
                        places.for_each(|(at, value)| set(at, value * field.unit.factor));
                    }
                } else {
                    let values = source.file.values(source.table, index);
                    values.for_each(|(row, value)| set(&mut column.values[places[row] as usize + first], value));
                }
            }
        }
        self.add_parameters(source, sheet, first, first_failed);
        let length = self.records.len();
        self.columns.iter_mut().for_each(|column| column.values.resize(length, f64::NAN));
        self.parameters.iter_mut().for_each(|parameter| parameter.codes.resize(length, NO_LEVEL));
    }

    fn column(&mut self, field: &Field) -> &mut Column {
        let key = column_key(field);
        let known = self.columns.iter().position(|column| column.key == key && column.unit == field.unit.symbol);
        let at = known.unwrap_or_else(|| {
            self.columns.push(Column::of(field, key));
            self.columns.len() - 1
        });
        let column = &mut self.columns[at];
        if !column.written.contains(&field.written) {
            column.written.push(field.written.clone());
        }
        column
    }

    fn add_parameters(&mut self, source: Source<'a>, sheet: &Sheet, first: usize, first_failed: usize) {
        let mut stated: Vec<&str> = Vec::new();
        let any = self.records.len() > first;
        for (index, field) in sheet.fields.iter().enumerate() {
            let chosen = matches!(field.role, Role::Parameter | Role::Environment) || names_prompt(field);
            if !chosen {
                continue;
            }
            let (key, name) = factor(field);
            if any && let Some((levels, codes)) = levels(source, index, &self.records[first..]) {
                stated.push(key);
                self.parameter(key, name, field.role).append(first, &levels, &codes);
            }
            if let Some((levels, codes)) = levels(source, index, &self.failures[first_failed..]) {
                self.parameter(key, name, field.role).append_failed(first_failed, &levels, &codes);
            }
        }
        let (count, failed) = (self.records.len() - first, self.failures.len() - first_failed);
        for label in source.file.labels.iter().filter(|label| !stated.contains(&label.name.as_str())) {
            let levels = [label.value.clone()];
            let parameter = self.parameter(&label.name, &label.name, Role::Parameter);
            if any {
                parameter.append(first, &levels, &vec![0; count]);
            }
            parameter.append_failed(first_failed, &levels, &vec![0; failed]);
        }
    }

    fn parameter(&mut self, key: &str, name: &str, role: Role) -> &mut Parameter {
        let role = if key == "model" { Role::Parameter } else { role };
        let key = if role == Role::Text || role == Role::Identifier { "prompt" } else { key };
        let known = self.parameters.iter().position(|parameter| parameter.key == key);
        let at = known.unwrap_or_else(|| {
            self.parameters.push(Parameter {
                key: key.to_owned(),
                name: name.to_owned(),
                role,
                levels: Vec::new(),
                codes: Vec::new(),
                numeric: false,
                failed: Failed::default(),
            });
            self.parameters.len() - 1
        });
        &mut self.parameters[at]
    }

    /// A record without any value is no measurement.
    fn drop_empty_records(&mut self) {
        let measured: Vec<bool> =
            (0..self.records.len()).map(|at| self.columns.iter().any(|column| !column.values[at].is_nan())).collect();
        if measured.iter().all(|measured| *measured) {
            return;
        }
        keep(&mut self.records, &measured);
        let places: Vec<usize> =
            measured.iter().scan(0, |next, kept| Some(std::mem::replace(next, *next + usize::from(*kept)))).collect();
        for column in &mut self.columns {
            keep(&mut column.values, &measured);
            column.non_finite.retain(|at| measured[*at as usize]);
            column.non_finite.iter_mut().for_each(|at| *at = places[*at as usize] as u32);
        }
        self.parameters.iter_mut().for_each(|parameter| keep(&mut parameter.codes, &measured));
    }

    /// Whether a record is a whole run of many requests or calls, told by several statistics of them.
    pub(crate) fn one_row_a_run(&self) -> bool {
        const OF_MANY: &[&str] = &["mean", "avg", "median", "p50", "p90", "p95", "p99", "sd", "std", "min", "max"];
        let statistics = self.columns.iter().filter_map(|column| column.statistic.as_deref());
        statistics.filter(|statistic| OF_MANY.contains(statistic)).count() >= 2
    }

    /// The column of that key.
    pub(crate) fn column_of(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// The parameter of that key.
    pub(crate) fn parameter_of(&self, key: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.key == key)
    }

    /// Path of the file a record stands in.
    pub(crate) fn path(&self, record: usize) -> &'a str {
        self.sources[self.records[record].0 as usize].file.reading.path.as_str()
    }

    /// Where a record stands: `runs/a.csv line 14`.
    pub(crate) fn place(&self, record: usize) -> String {
        let (source, row) = self.records[record];
        match self.sources[source as usize].line(row) {
            Some(line) => format!("{} line {line}", self.path(record)),
            None => format!("{} record {}", self.path(record), row + 1),
        }
    }
}

/// Which of these records hold NaN or an infinity in that column.
fn non_finite(source: Source<'_>, index: usize, records: &[(u32, u32)]) -> Vec<usize> {
    let column = source.file.reading.tables.get(source.table).and_then(|table| table.columns.get(index));
    let Some(column) = column.filter(|column| column.counts().nonfinite > 0) else { return Vec::new() };
    let is = |row: u32| matches!(column.cell(row as usize), Cell::NonFinite(_));
    records.iter().enumerate().filter(|(_, (_, row))| is(*row)).map(|(at, _)| at).collect()
}

/// The place of each row among the kept ones.
fn places(records: &[(u32, u32)], rows: usize) -> Vec<u32> {
    let mut places = vec![0; rows];
    for (at, (_, row)) in records.iter().enumerate() {
        places[*row as usize] = at as u32;
    }
    places
}

fn keep<T: Copy>(all: &mut Vec<T>, kept: &[bool]) {
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        kept[at - 1]
    });
}

/// Key and name of a parameter; a `model.name` is the model.
fn factor(field: &Field) -> (&str, &str) {
    let written = field.written.to_ascii_lowercase();
    let names_model =
        ["model.name", "model_name", "model name", "modelname"].iter().any(|name| written.ends_with(name));
    if names_model { ("model", "model") } else { (&field.metric, &field.name) }
}

/// Whether a column says which prompt a record answers.
fn names_prompt(field: &Field) -> bool {
    matches!(field.role, Role::Text | Role::Identifier)
        && matches!(field.metric.as_str(), "prompt" | "prompt_text" | "question")
}

impl Column {
    fn of(field: &Field, key: String) -> Self {
        let name = match field.statistic.as_deref() {
            None => field.name.clone(),
            Some(statistic @ ("mean" | "median")) => format!("{statistic} {}", field.name),
            Some(statistic) => format!("{} {statistic}", field.name),
        };
        Self {
            key,
            metric: field.metric.clone(),
            statistic: field.statistic.clone(),
            name,
            unit: field.unit.symbol.clone(),
            better: field.better,
            definition: field.definition.clone(),
            written: Vec::new(),
            part: false,
            typical: Typical::Median,
            selected: false,
            divides: None,
            non_finite: Vec::new(),
            values: Vec::new(),
        }
    }

    /// How many records have a value.
    pub(crate) fn filled(&self) -> usize {
        self.values.iter().filter(|value| !value.is_nan()).count()
    }
}
