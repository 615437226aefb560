//! The box of metrics in a terminal; a name that is too long goes on in the next line.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::table::Table;

/// The line of the name above the box, and whether it is that of the newer tool.
pub(super) fn header(text: &Text) -> Option<(u64, bool)> {
    text.lines().find_map(|(number, line)| match line.trim() {
        line if line.starts_with("NVIDIA GenAI-Perf |") => Some((number, false)),
        line if line.starts_with("NVIDIA AIPerf |") => Some((number, true)),
        _ => None,
    })
}

/// A row a metric, as in the CSV of the same run.
pub(super) fn read(text: &Text, _: &mut Ledger) -> Vec<Table> {
    let mut names: Vec<String> = Vec::new();
    let mut metrics: Vec<(u64, Vec<String>)> = Vec::new();
    for (number, line) in text.lines() {
        let cells = |border: char| {
            line.trim().trim_matches(border).split(border).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
        };
        if line.trim_start().starts_with('┃') {
            names = cells('┃');
        } else if line.trim_start().starts_with('│') && !names.is_empty() {
            let cells = cells('│');
            match metrics.last_mut() {
                Some((_, before)) if cells.iter().skip(1).all(String::is_empty) => {
                    before[0] = format!("{} {}", before[0], cells[0]);
                }
                _ => metrics.push((number, cells)),
            }
        }
    }
    let mut rows = Rows::default();
    for (line, cells) in &metrics {
        rows.begin_at(*line);
        rows.written("Metric", cells.first().map_or("", String::as_str));
        let values = names.iter().zip(cells).skip(1).filter(|(_, cell)| !matches!(cell.as_str(), "" | "N/A"));
        values.for_each(|(name, cell)| rows.written(name, &cell.replace(',', "")));
    }
    vec![rows.finish("")]
}
