//! What pytest-benchmark prints: a table a group, times in the unit of its header, each beside its ratio to the best.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::number;
use crate::problem::Spot;
use crate::table::Table;

const BEGIN: &str = "Name (time in ";

/// Columns as printed, and as CSV calls them.
const COLUMNS: [(&str, &str); 10] = [
    ("Min", "min"),
    ("Max", "max"),
    ("Mean", "mean"),
    ("StdDev", "stddev"),
    ("Median", "median"),
    ("IQR", "iqr"),
    ("Outliers", "outliers"),
    ("OPS", "ops"),
    ("Rounds", "rounds"),
    ("Iterations", "iterations"),
];

/// A header: the unit of its times and of its rate, and its columns.
struct Header {
    time: String,
    rate: String,
    columns: Vec<&'static str>,
}

impl Header {
    fn of(line: &str) -> Option<Self> {
        let (time, rest) = line.trim_start().strip_prefix(BEGIN)?.split_once(')')?;
        let (mut rate, mut columns) = ("ops/s".to_owned(), Vec::new());
        for word in rest.split_whitespace() {
            match word.strip_prefix('(').and_then(|unit| unit.strip_suffix(')')) {
                Some(unit) => unit.clone_into(&mut rate),
                None => columns.push(COLUMNS.iter().find(|(printed, _)| *printed == word)?.1),
            }
        }
        (!columns.is_empty()).then(|| Self { time: time.to_owned(), rate, columns })
    }

    /// The unit of a column, as it is understood: thousands of operations a second are counted in operations.
    fn unit(&self, column: &str) -> Option<&str> {
        match column {
            "outliers" | "rounds" | "iterations" | "name" | "run" | "group" => None,
            "ops" => Some("ops/s"),
            _ => Some(&self.time),
        }
    }

    /// The power of ten that a figure of the rate is multiplied by: `Kops/s`.
    fn power(&self) -> i32 {
        const LETTERS: [(&str, i32); 6] = [("n", -9), ("u", -6), ("m", -3), ("K", 3), ("M", 6), ("G", 9)];
        let letter = self.rate.strip_suffix("ops/s").unwrap_or_default();
        LETTERS.iter().find(|(known, _)| *known == letter).map_or(0, |(_, power)| *power)
    }

    /// The name of a row and its cells, ratios left out; the name may hold blanks.
    fn row<'a>(&self, line: &'a str) -> Option<(&'a str, Vec<&'a str>)> {
        let mut rest = line.trim_end();
        let mut cells = Vec::new();
        while cells.len() < self.columns.len() {
            let (before, word) = rest.rsplit_once(' ')?;
            rest = before.trim_end();
            let is_ratio = word.starts_with('(') && word.ends_with(')');
            if !is_ratio {
                word.starts_with(|c: char| c.is_ascii_digit()).then(|| cells.push(word))?;
            }
        }
        cells.reverse();
        Some((rest.trim(), cells))
    }
}

/// The line of the first header, counted from 1.
pub(super) fn header(text: &Text) -> Option<u64> {
    text.lines().find(|(_, line)| Header::of(line).is_some()).map(|(line, _)| line)
}

/// A table a group, called what the line above its header calls it.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut open: Option<(Header, String, Rows)> = None;
    let mut above = String::new();
    for (line, text) in text.lines() {
        if let Some(header) = Header::of(text) {
            finish(open.take(), &mut tables);
            open = Some((header, above.clone(), Rows::default()));
        } else if text.trim().is_empty() {
            finish(open.take(), &mut tables);
        } else if text.trim().chars().all(|c| c == '-') {
            continue;
        } else if let Some((header, group, rows)) = &mut open {
            match header.row(text) {
                Some((name, cells)) => write(rows, line, header, group, name, &cells),
                None => ledger.drop_row(Spot::Line(line), "this row has other cells than its header", None),
            }
        }
        text.trim_matches(['-', ' ']).clone_into(&mut above);
    }
    finish(open, &mut tables);
    tables
}

fn write(rows: &mut Rows, line: u64, header: &Header, group: &str, name: &str, cells: &[&str]) {
    rows.begin_at(line);
    // `benchmark 'sum': 2 tests` is the group called sum.
    if let Some((_, group)) = group.split_once('\'').and_then(|(_, group)| Some(((), group.rsplit_once('\'')?.0))) {
        rows.written("group", group);
    }
    let run = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    rows.written("name", run.map_or(name, |(name, _)| name));
    run.iter().for_each(|(_, run)| rows.written("run", run));
    for (column, cell) in header.columns.iter().zip(cells) {
        let power = if *column == "ops" { header.power() } else { 0 };
        let plain = cell.replace(',', "");
        let plain = if power == 0 { plain } else { format!("{plain}e{power}") };
        match number::plain(plain.as_bytes()) {
            Some(figure) => rows.number(column, figure),
            None => rows.written(column, cell),
        }
    }
}

fn finish(open: Option<(Header, String, Rows)>, tables: &mut Vec<Table>) {
    let Some((header, place, rows)) = open else { return };
    let mut table = rows.finish(&place);
    for column in &mut table.columns {
        column.unit_written = header.unit(&column.name).map(str::to_owned);
    }
    if table.rows > 0 {
        tables.push(table);
    }
}
