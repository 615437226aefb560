//! Cells of a culture that writes a decimal comma; its CSV has `;` between the cells. Sizes, of any culture.

use crate::container::Content;
use crate::table::{Cell, Column, ColumnBuilder};
use crate::unit::Unit;

/// Columns of sizes.
const SIZES: [&str; 2] = ["Allocated", "Code Size"];

/// Sizes of the tool: its `KB` are 1024 bytes.
pub(super) fn sizes(content: &mut Content) {
    let comma = content.text.lines().next().is_some_and(|(_, header)| header.contains(';'));
    for column in content.tables.iter_mut().flat_map(|table| &mut table.columns) {
        if SIZES.contains(&column.name.as_str())
            && let Some(sized) = sized(column, comma)
        {
            *column = sized;
        }
    }
}

/// The column in the unit of its cells, in bytes where they have several; nothing where a cell is no size.
fn sized(column: &Column, comma: bool) -> Option<Column> {
    const UNITS: [(&str, &str, f64); 5] = [
        ("B", "B", 1.0),
        ("KB", "KiB", 1024.0),
        ("MB", "MiB", 1_048_576.0),
        ("GB", "GiB", 1_073_741_824.0),
        ("TB", "TiB", 1_099_511_627_776.0),
    ];
    let size = |text: &str| {
        let (digits, unit) = text.trim().rsplit_once([' ', '\u{a0}'])?;
        let (_, unit, factor) = UNITS.iter().find(|(written, ..)| *written == unit)?;
        let grouped = |c: &char| !(c.is_whitespace() || (*c == '.' && comma) || (*c == ',' && !comma));
        let digits: String = digits.chars().filter(grouped).map(|c| if c == ',' { '.' } else { c }).collect();
        Some((digits.parse::<f64>().ok()?, *unit, *factor))
    };
    let cells: Vec<Option<(f64, &str, f64)>> = column
        .written()
        .cells()
        .map(|cell| match cell {
            Cell::Missing => Some(None),
            Cell::Text(text) if !text.contains(|c: char| c.is_ascii_digit()) => Some(None),
            Cell::Text(text) => size(text).map(Some),
            Cell::Number(_) | Cell::NonFinite(_) => None,
        })
        .collect::<Option<_>>()?;
    let (_, first, _) = cells.iter().flatten().next()?;
    let alike = cells.iter().flatten().all(|(_, unit, _)| unit == first);
    let mut builder = ColumnBuilder::new(column.name.clone());
    for cell in &cells {
        match cell {
            Some((number, _, factor)) => builder.push_number(if alike { *number } else { number * factor }),
            None => builder.push_missing(),
        }
    }
    let mut sized = builder.finish();
    sized.unit_written = Some(if alike { first } else { "B" }.to_owned());
    Some(sized)
}

/// Reads `1.250,50 μs` as numbers, in every column of results.
pub(super) fn settle(content: &mut Content) {
    let has_semicolons = content.text.lines().next().is_some_and(|(_, header)| header.contains(';'));
    if !has_semicolons {
        return;
    }
    for table in &mut content.tables {
        let mean = table.columns.iter().position(|column| column.name == "Mean").unwrap_or(table.columns.len());
        for column in table.columns[mean..].iter_mut().filter(|column| !SIZES.contains(&column.name.as_str())) {
            if let Some(settled) = numbers(column) {
                *column = settled;
            }
        }
    }
}

/// The column in the finest unit of its cells; nothing where a cell is neither a number nor a word without a digit.
fn numbers(column: &Column) -> Option<Column> {
    let cells: Vec<Option<(f64, &str)>> = column
        .written()
        .cells()
        .map(|cell| match cell {
            Cell::Missing => Some(None),
            Cell::Number(number) | Cell::NonFinite(number) => Some(Some((number, ""))),
            Cell::Text(text) if !text.contains(|c: char| c.is_ascii_digit()) => Some(None),
            Cell::Text(text) => number(text).map(Some),
        })
        .collect::<Option<_>>()?;
    let factor = |unit: &str| Unit::stated(unit).map_or(1.0, |unit| unit.factor);
    let finest = cells.iter().flatten().map(|(_, unit)| *unit).min_by(|a, b| factor(a).total_cmp(&factor(b)))?;
    let mut builder = ColumnBuilder::new(column.name.clone());
    for cell in &cells {
        match cell {
            Some((number, unit)) => builder.push_number(number * (factor(unit) / factor(finest)).round()),
            None => builder.push_missing(),
        }
    }
    let mut settled = builder.finish();
    settled.unit_written = Some(finest.to_owned()).filter(|unit| !unit.is_empty());
    Some(settled)
}

/// `1.250,50 μs`: grouped by points or spaces, a comma before the decimals.
fn number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits: String = text[..end]
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2019}'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    Some((digits.parse().ok()?, text[end..].trim()))
}
