//! The rows above the values: one header row or several, and a row of units.
//!
//! Takes the records that have the width of the table, gives the names of its columns and where its values begin.

use crate::number::{self, is_absence};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Header rows at most.
const MOST_ROWS: usize = 3;

/// What stands above the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::container) struct Heading {
    /// Names of the columns; `None` where the first record holds values.
    pub(in crate::container) names: Option<Vec<String>>,
    /// Unit of each column where a row states them; empty where it states none.
    pub(in crate::container) units: Option<Vec<String>>,
    /// Records it takes.
    pub(in crate::container) rows: usize,
}

pub(super) fn is_number(field: &str) -> bool {
    number::plain(field.as_bytes()).is_some_and(f64::is_finite)
}

/// A number with or without something around it.
fn is_value(field: &str) -> bool {
    is_number(field) || Quantity::of(field).is_some()
}

impl Heading {
    /// The heading of records of one width, the first of them at the top of the table.
    pub(in crate::container) fn of(records: &[&[String]]) -> Self {
        let Some((first, below)) = records.split_first() else { return Self::default() };
        if first.iter().any(|field| is_number(field)) && !names_levels(first, below) {
            return Self::default();
        }
        let rows = header_rows(first, below);
        let names = flatten(&records[..rows]);
        let units = match &records[rows..] {
            [units, values, ..] if is_units_row(units, values) => {
                Some(units.iter().map(|unit| bare(unit).to_owned()).collect())
            }
            _ => None,
        };
        Self { names: Some(names), rows: rows + usize::from(units.is_some()), units }
    }
}

/// Numbers in a header name levels: whole, ascending, over values that are not all whole.
fn names_levels(first: &[String], below: &[&[String]]) -> bool {
    let levels: Option<Vec<f64>> = first.iter().skip(1).map(|field| number::plain(field.as_bytes())).collect();
    let Some(levels) = levels.filter(|levels| levels.len() >= 2 && !is_number(&first[0])) else { return false };
    let ascending = levels.windows(2).all(|pair| pair[0] < pair[1]) && levels.iter().all(|level| level.fract() == 0.0);
    let values = || below.iter().flat_map(|record| record.iter().skip(1));
    ascending && values().any(|field| number::plain(field.as_bytes()).is_some_and(|value| value.fract() != 0.0))
}

/// How many records name the columns: more than one where the first names groups (a name twice, or nothing) and those below it
/// stand over numbers without being some.
fn header_rows(first: &[String], below: &[&[String]]) -> usize {
    let Some(values) = below.iter().position(|record| record.iter().any(|field| is_value(field))) else { return 1 };
    let groups = first.iter().enumerate().any(|(at, name)| at > 0 && (name.is_empty() || first[..at].contains(name)));
    if values == 0 || values >= MOST_ROWS || !groups {
        return 1;
    }
    let over_numbers = |record: &[String]| {
        let above = record.iter().zip(below[values]).filter(|(_, value)| is_value(value));
        let named = above.clone().filter(|(name, _)| !name.is_empty() && !is_absence(name)).count();
        named * 2 > above.count()
    };
    if below[..values].iter().all(|record| over_numbers(record)) { values + 1 } else { 1 }
}

/// One name a column of what stands over it; the name of a group holds for the empty fields to its right.
fn flatten(rows: &[&[String]]) -> Vec<String> {
    let width = rows.first().map_or(0, |row| row.len());
    let mut names = vec![String::new(); width];
    for (at, row) in rows.iter().enumerate() {
        let mut group = "";
        for (name, field) in names.iter_mut().zip(row.iter()) {
            let is_group = at + 1 < rows.len();
            group = if field.is_empty() && is_group { group } else { field };
            if !group.is_empty() && !name.ends_with(group) {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(group);
            }
        }
    }
    crate::container::names(&names)
}

/// A unit without brackets around it; `-` stands for none.
fn bare(unit: &str) -> &str {
    let unit = unit.trim();
    let inside =
        [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| unit.strip_prefix(*open)?.strip_suffix(*close));
    let unit = inside.unwrap_or(unit).trim();
    if is_absence(unit) { "" } else { unit }
}

/// A unit that is known and no mere letter.
fn is_unit(unit: &str) -> bool {
    let known = Unit::stated(unit).is_some_and(|unit| !unit.symbol.is_empty());
    known && (unit.len() > 1 || matches!(unit, "%" | "s" | "W" | "J"))
}

/// A row of units stands over numbers: `"", "us", "%"` over `"kernel", "12", "50"`; one of them at least is known.
fn is_units_row(units: &[String], values: &[String]) -> bool {
    let stated = || units.iter().map(|unit| bare(unit)).zip(values).filter(|(unit, _)| !unit.is_empty());
    let unit_like =
        |unit: &str| unit.len() <= 24 && !unit.contains(' ') && !unit.bytes().any(|byte| byte.is_ascii_digit());
    stated().all(|(unit, value)| unit_like(unit) && (value.is_empty() || is_value(value)))
        && stated().any(|(_, value)| !value.is_empty())
        && (units.iter().any(|unit| bare(unit) != unit.trim() && !is_absence(unit))
            || stated().any(|(unit, _)| is_unit(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_names_and_of_units_are_told_from_values() {
        let check = |text: &str, expected: &str| {
            let rows: Vec<Vec<String>> =
                text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
            let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
            let Heading { names, units, rows } = Heading::of(&rows);
            let shown =
                format!("{} {:?} {:?}", rows, names.map(|names| names.join("|")), units.map(|units| units.join("|")));
            assert_eq!(shown, expected, "{text}");
        };
        check("a,b\n1,2", "1 Some(\"a|b\") None");
        check("1,2\n3,4", "0 None None");
        check("model,1,2,4\nx,1.5,2.5,3.5", "1 Some(\"model|1|2|4\") None");
        check("x,1,2\ny,3,4", "0 None None");
        check(
            ",TTFT,,Rate,\nmodel,mean,p95,mean,p95\na,1.5,2,3,4",
            "2 Some(\"model|TTFT mean|TTFT p95|Rate mean|Rate p95\") None",
        );
        check(
            "Run,Metrics,Metrics\nModel,TTFT ms,Speed tok/s\n,Mean,Mean\na,1.5,2",
            "3 Some(\"Run Model|Metrics TTFT ms Mean|Metrics Speed tok/s Mean\") None",
        );
        check("a,a,\nfailed,n/a,\nx,1,2", "1 Some(\"a|a (2)|column 3\") None");
        check("name,time,size\n-,(ms),[MiB]\na,1.5,3", "2 Some(\"name|time|size\") Some(\"|ms|MiB\")");
        check("name,kind\nx,y\n1,2", "1 Some(\"name|kind\") None");
    }
}
