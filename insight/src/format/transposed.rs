//! Tables that lie on their side, with a row per metric and a column per run (`metric, baseline, candidate`), become tables with a
//! record per run.
//!
//! Takes the tables of a file that no tool's format knows. Columns that compare two others stay what they are, in a table of
//! their own.

use crate::container::Content;
use crate::header::Header;
use crate::metric::is_quantity;
use crate::problem::{Severity, Spot};
use crate::role::vocabulary;
use crate::table::{Cell, Column, ColumnBuilder, Table};

/// More metrics than this are names of something else.
const MOST_METRICS: usize = 256;

/// Headers of a column that names metrics for certain; any other does where all of its names are quantities.
const NAMES: [&str; 5] = ["metric", "metrics", "measure", "measurement", "quantity"];

/// What the columns of such a table are called.
const CONDITION: &str = "condition";

/// Puts tables that lie on their side upright.
pub(super) fn read(content: &mut Content) {
    let mut at = 0;
    while at < content.tables.len() {
        let place = content.tables[at].place.clone();
        let is_parent =
            content.tables.iter().any(|table| table.parent.as_ref().is_some_and(|parent| parent.place == place));
        let Some(plan) = Plan::of(&content.tables[at]).filter(|_| !is_parent) else {
            at += 1;
            continue;
        };
        let table = &content.tables[at];
        let (upright, beside) = (plan.upright(table), plan.beside(table));
        let rows = |table: &Table| table.records() as u64;
        let (before, after) = (rows(table), rows(&upright) + beside.as_ref().map_or(0, rows));
        for count in [&mut content.ledger.rows.in_file, &mut content.ledger.rows.kept] {
            *count = (*count + after).saturating_sub(before);
        }
        let what = "a table with a column for each run was read as one with a record for each";
        content.ledger.say(Spot::Whole, Severity::Note, what, None);
        content.tables[at] = upright;
        at += 1;
        if let Some(beside) = beside {
            content.tables.insert(at, beside);
            at += 1;
        }
    }
}

/// Which columns of a table are what.
struct Plan {
    metrics: Vec<String>,
    unit: Option<usize>,
    runs: Vec<usize>,
    compared: Vec<usize>,
}

impl Plan {
    fn of(table: &Table) -> Option<Self> {
        let (names, others) = table.columns.split_first()?;
        if table.rows < 2 || table.parent.is_some() || names.counts().text != table.rows as u64 {
            return None;
        }
        let metrics: Vec<String> = names.words(MOST_METRICS)?.into_iter().map(str::to_owned).collect();
        let certain = matches!(Header::of(&names.name).words.as_slice(), [word] if NAMES.contains(&word.as_str()));
        let quantities = metrics.iter().filter(|metric| is_quantity(metric)).count();
        let needed = if certain { metrics.len().div_ceil(2) } else { metrics.len() };
        if metrics.len() != table.rows || quantities < needed.max(2) {
            return None;
        }
        let (mut unit, mut runs, mut compared) = (None, Vec::new(), Vec::new());
        for (at, column) in (1..).zip(others) {
            match kind(column) {
                Kind::Unit if unit.is_none() => unit = Some(at),
                Kind::Run => runs.push(at),
                Kind::Compared => compared.push(at),
                Kind::Unit | Kind::Quantity => return None,
            }
        }
        (runs.len() >= 2).then_some(Self { metrics, unit, runs, compared })
    }

    fn upright(&self, table: &Table) -> Table {
        let mut columns = Vec::new();
        let mut names = ColumnBuilder::new(CONDITION);
        self.runs.iter().for_each(|run| names.push_text(&table.columns[*run].name));
        names.finish_into(&mut columns);
        for (row, metric) in self.metrics.iter().enumerate() {
            let mut builder = ColumnBuilder::new(metric.clone());
            for run in &self.runs {
                match table.columns[*run].written().cell(row) {
                    Cell::Missing => builder.push_missing(),
                    Cell::Number(number) | Cell::NonFinite(number) => builder.push_number(number),
                    Cell::Text(text) => builder.push_written(text),
                }
            }
            if let Some(Cell::Text(unit)) = self.unit.map(|unit| table.columns[unit].cell(row)) {
                builder.set_unit(unit);
            }
            builder.finish_into(&mut columns);
        }
        // Every record stands in all lines of the table.
        let first_line = table.line(0);
        Table { place: table.place.clone(), columns, rows: self.runs.len(), first_line, ..Table::default() }
    }

    /// The names of the metrics with what compares them.
    fn beside(&self, table: &Table) -> Option<Table> {
        if self.compared.is_empty() {
            return None;
        }
        let columns = std::iter::once(0).chain(self.compared.iter().copied()).map(|at| table.columns[at].clone());
        Some(Table {
            place: format!("{} compared", table.place).trim_start().to_owned(),
            columns: columns.collect(),
            rows: table.rows,
            first_line: table.first_line,
            lines: table.lines.clone(),
            ..Table::default()
        })
    }
}

/// What a column beside the names of metrics is.
enum Kind {
    Unit,
    Run,
    Compared,
    /// A quantity or a statistic of its own: the table stands upright.
    Quantity,
}

fn kind(column: &Column) -> Kind {
    let words = Header::of(&column.name).words;
    let all: Vec<&str> = words.iter().map(String::as_str).collect();
    if ["unit", "units"].iter().any(|word| all == [*word]) {
        Kind::Unit
    } else if vocabulary::DERIVED.iter().chain(vocabulary::FIT).any(|term| vocabulary::holds(&all, term))
        || all.contains(&"pct")
    {
        Kind::Compared
    } else if is_quantity(&column.name) || words.iter().any(|word| vocabulary::statistic(word).is_some()) {
        Kind::Quantity
    } else {
        Kind::Run
    }
}
