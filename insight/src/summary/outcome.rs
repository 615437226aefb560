//! What became of the rows of a file, in one line: `36 rows: 34 read, 2 timed out`.

use crate::dataset::{File, Sheet};
use crate::reading::Rows;
use crate::role::Role;
use crate::shown::format_count;
use crate::table::{Cell, Table};

/// Ways in which a row fails, by what its file says of it; the first that fits.
const WAYS: &[(&str, &[&str])] = &[
    ("timed out", &["timeout", "timed out", "time out", "deadline"]),
    ("out of memory", &["out of memory", "oom"]),
    ("canceled", &["cancel", "aborted"]),
    ("skipped", &["skip"]),
];

/// What is said where no way fits.
const FAILED: &str = "failed";

/// The rows of a file that was understood; empty where it has none.
pub(super) fn outcome(file: &File) -> String {
    let mut ways: Vec<(&str, u64)> = WAYS.iter().map(|(way, _)| (*way, 0)).chain([(FAILED, 0)]).collect();
    let mut warmup = 0;
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables).filter(|(table, _)| table.records() > 0) {
        for row in (0..table.rows).filter(|row| sheet.failed(*row)) {
            let way = way(table, sheet, row);
            ways.iter_mut().filter(|(known, _)| *known == way).for_each(|(_, count)| *count += 1);
        }
        warmup += sheet.warmup_rows;
    }
    ways.push(("left out as warm-up", warmup));
    told(file.reading.rows, &ways)
}

/// Rows that were read and did not fail; values that failed inside a row do not count here.
pub(super) fn read(file: &File) -> u64 {
    let records = file.reading.tables.iter().zip(&file.tables).filter(|(table, _)| table.records() > 0);
    file.reading.rows.kept.saturating_sub(records.map(|(_, sheet)| sheet.failed_rows).sum())
}

/// The rows of a file and those that do not count, by reason; empty for a file without rows.
pub fn told(rows: Rows, left_out: &[(&str, u64)]) -> String {
    if rows.in_file == 0 {
        return String::new();
    }
    let lost: u64 = left_out.iter().map(|(_, count)| count).sum();
    let noun = if rows.in_file == 1 { "row" } else { "rows" };
    let mut parts = vec![format!("{} read", format_count(rows.kept.saturating_sub(lost)))];
    let reasons = left_out.iter().copied().chain([("not readable", rows.reported)]);
    parts.extend(reasons.filter(|(_, count)| *count > 0).map(|(way, count)| format!("{} {way}", format_count(count))));
    match parts.as_slice() {
        [_] => format!("{} {noun}, all read", format_count(rows.in_file)),
        parts => format!("{} {noun}: {}", format_count(rows.in_file), parts.join(", ")),
    }
}

/// How a row failed, by the words that judge it.
fn way(table: &Table, sheet: &Sheet, row: usize) -> &'static str {
    let judges = table.columns.iter().zip(&sheet.fields).filter(|(_, field)| field.role == Role::Validity);
    let words = judges.filter_map(|(column, _)| match column.cell(row) {
        Cell::Text(text) => Some(text.to_lowercase()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    });
    let said: Vec<String> = words.collect();
    let fits = |words: &[&str]| said.iter().any(|text| words.iter().any(|word| text.contains(word)));
    WAYS.iter().find(|(_, words)| fits(words)).map_or(FAILED, |(way, _)| way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::reading::FileReader;

    #[test]
    fn every_row_of_a_file_is_accounted_for() {
        let check = |text: &str, expected: &str| {
            let mut reader = FileReader::new("a.csv");
            reader.push(text.as_bytes());
            assert_eq!(outcome(&Dataset::of(vec![reader.finish()]).files[0]), expected, "{text}");
        };
        let head = "run,ttft_ms,error\n1,5,\n2,6,\n";
        check(head, "2 rows, all read");
        check("run,ttft_ms\n1,5\n", "1 row, all read");
        check(&format!("{head}3,0,timed out\n4,0,ReadTimeout\n"), "4 rows: 2 read, 2 timed out");
        check(
            &format!("{head}3,0,HTTP 500\n4,0,CUDA out of memory\n5,0,request cancelled\n6,7,,8,9\n"),
            "6 rows: 2 read, 1 out of memory, 1 canceled, 1 failed, 1 not readable",
        );
        check("ttft_ms,is_warmup\n9,true\n5,false\n6,false\n", "3 rows: 2 read, 1 left out as warm-up");
        check("no table\n", "");
    }
}
