//! Traps that real files hold for whoever reads a table, each with the number under which it is known.

mod cells;
mod runs;
mod tables;
mod text;

use super::given::dataset;
use expect_test::Expect;
use insight::dataset::File;
use insight::summary::Better;

/// Reads a file and shows what each column was taken for: `header [unit] role statistic better: cells`.
fn check(path: &str, text: impl AsRef<[u8]>, expected: &Expect) {
    let dataset = dataset(&[(path, text)]);
    expected.assert_eq(&dataset.files.iter().map(shown).collect::<String>());
}

fn shown(file: &File) -> String {
    let rows = file.reading.rows;
    assert_eq!(rows.kept + rows.reported, rows.in_file, "rows add up");
    let failed: u64 = file.tables.iter().map(|sheet| sheet.failed_rows).sum();
    let mut shown = format!("{} of {} rows, {failed} failed\n", rows.kept, rows.in_file);
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
        shown += &format!("[{}]{}\n", table.place, if sheet.counts { "" } else { " not counted" });
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            let better = match field.better {
                Better::Higher => " higher",
                Better::Lower => " lower",
                Better::None => "",
            };
            let statistic = field.statistic.as_ref().map_or(String::new(), |statistic| format!(" {statistic}"));
            let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
            let unit = &field.unit.symbol;
            shown += &format!("  {} [{unit}] {:?}{statistic}{better}: {}\n", column.name, field.role, cells.join(" "));
        }
    }
    for problem in &file.reading.problems {
        shown += &format!("{:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
    }
    shown
}
