//! The CSV: a table of statistics, a blank line, a table of single values; both begin with `Metric`; what the GPUs did follows below `Endpoint`.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::problem::Spot;
use crate::table::Table;

/// Whether the percentiles ascend, as the newer tool writes them; nothing for any other text.
pub(super) fn header(text: &Text) -> Option<bool> {
    let (_, first) = text.lines().next()?;
    let names: Vec<&str> = first.trim_end().split(',').collect();
    let known = names.len() > 4 && names[..4] == ["Metric", "avg", "min", "max"];
    // The newest versions write a sum before the percentiles.
    let place = |name: &str| names.iter().position(|known| *known == name);
    known.then(|| match (place("p1"), place("p99")) {
        (Some(low), Some(high)) => low < high,
        _ => names[4] == "p1" || place("sum").is_some(),
    })
}

/// Each table as it stands.
pub(super) fn read(text: &Text, ledger: &mut Ledger) -> Vec<Table> {
    let mut tables: Vec<(u64, Rows)> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_str().as_bytes());
    for record in reader.records().flatten() {
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        if matches!(cells.first(), Some(&"Metric" | &"Endpoint")) || names.is_empty() {
            names = cells.iter().map(|&cell| cell.to_owned()).collect();
            tables.push((line, Rows::default()));
        } else if cells.len() != names.len() {
            ledger.drop_row(
                Spot::Line(line),
                "row is not as wide as its header, so its values have no certain column",
                None,
            );
        } else if let Some((_, rows)) = tables.last_mut() {
            rows.begin_at(line);
            let cells = names.iter().zip(cells).filter(|(_, cell)| !matches!(*cell, "" | "N/A"));
            cells.for_each(|(name, cell)| rows.written(name, cell));
        }
    }
    let places = tables.into_iter().enumerate();
    places
        .map(|(at, (line, rows))| rows.finish(&if at == 0 { String::new() } else { format!("line {line}") }))
        .collect()
}
