//! Shows what a small text is recognized as and what its columns mean, for the tests beside each format.

use crate::dataset::Dataset;
use crate::reading::{FileReader, Reading};
use crate::table::Cell;
use expect_test::Expect;

/// The first cells of a column that are shown.
const CELLS: usize = 3;

/// Reads a text under that name.
fn read(name: &str, text: &str) -> Reading {
    let mut reader = FileReader::new(name);
    reader.push(text.as_bytes());
    reader.finish()
}

/// Compares recognition, problems and the meaning of every column with what is expected; the name promises nothing.
pub(super) fn check(text: &str, expected: &Expect) {
    check_named("unknown", text, expected);
}

/// The same for a text under a name.
pub(super) fn check_named(name: &str, text: &str, expected: &Expect) {
    let dataset = Dataset::of(vec![read(name, text)]);
    let mut shown = String::new();
    for file in &dataset.files {
        let rows = file.reading.rows;
        assert_eq!(rows.kept + rows.reported, rows.in_file, "rows add up");
        if let Some(known) = &file.reading.recognized {
            shown += &format!("{} {:?}: {}\n", known.format, known.certainty, known.reason);
        }
        for problem in &file.reading.problems {
            shown += &format!("{:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
        }
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            shown += &format!("[{}] {} of {} rows failed\n", table.place, sheet.failed_rows, table.rows);
            for (column, field) in table.columns.iter().zip(&sheet.fields) {
                let cells: Vec<String> = column.cells().take(CELLS).map(cell).collect();
                let words = [
                    field.metric.as_str(),
                    field.statistic.as_deref().unwrap_or_default(),
                    &format!("{:?}", field.role),
                    &field.unit.symbol,
                    &format!("{:?}", field.better),
                ];
                let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty() && *word != "None").collect();
                shown += &format!("  {}: {} = {}\n", column.name, words.join(" "), cells.join(", "));
            }
        }
    }
    expected.assert_eq(&shown);
}

fn cell(cell: Cell<'_>) -> String {
    match cell {
        Cell::Missing => "-".to_owned(),
        Cell::Number(number) | Cell::NonFinite(number) => number.to_string(),
        Cell::Text(text) => format!("`{text}`"),
    }
}
