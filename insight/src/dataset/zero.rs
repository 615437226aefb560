//! Times and rates of exactly zero in rows that did not fail: nothing takes no time, so such a cell is more often an empty one.
//!
//! Takes a file with the meaning of its columns, says what it finds as a doubt; the values stay.

use super::{Field, File};
use crate::problem::{Problem, Severity, Spot};
use crate::role::Role;
use crate::shown::format_count;
use crate::summary::Better;
use crate::table::Table;

/// Times that may be nothing: a model that is loaded already, a wait that did not happen, the clock of another process.
const MAY_BE_NOTHING: &[&str] =
    &["load", "queue", "wait", "delay", "schedule", "system", "user", "cpu", "compile", "prompt_eval"];

/// Says where a time or a rate is exactly zero.
pub(super) fn tell(file: &mut File) {
    let mut found = Vec::new();
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables).filter(|(_, sheet)| sheet.counts) {
        for (column, field) in table.columns.iter().zip(&sheet.fields).filter(|(_, field)| is_asked(field)) {
            let zeros = column.placed_slices().flat_map(|(first, values)| {
                values.iter().enumerate().filter(|(_, value)| **value == 0.0).map(move |(at, _)| first + at)
            });
            let mut rows = zeros.filter(|row| sheet.answered(*row));
            let Some(first) = rows.next() else { continue };
            found.push(problem(&file.reading.path, table, field, first, 1 + rows.count()));
        }
    }
    file.reading.problems.extend(found);
}

fn is_asked(field: &Field) -> bool {
    let is_rate = field.better == Better::Higher && field.unit.symbol.ends_with("/s");
    let is_time = field.better == Better::Lower && field.unit.symbol == "s";
    field.measured && field.role == Role::Measurement && (is_rate || is_time) && may_not_be_nothing(field)
}

/// Whether it always takes some time.
pub(crate) fn may_not_be_nothing(field: &Field) -> bool {
    !MAY_BE_NOTHING.iter().any(|word| field.metric.contains(word))
}

fn problem(path: &str, table: &Table, field: &Field, first: usize, count: usize) -> Problem {
    let rows = if count == 1 { "row" } else { "rows" };
    let what = format!("`{}` is exactly 0 in {} {rows} that did not fail", field.written, format_count(count as u64));
    let spot = table.line(first).map_or(Spot::Whole, Spot::Line);
    Problem::new(path, spot, Severity::Doubt, what).hint("check whether it was measured there")
}

#[cfg(test)]
mod tests {
    use crate::dataset::Dataset;
    use crate::reading::FileReader;

    #[test]
    fn a_time_or_rate_of_exactly_zero_is_doubted_and_kept() {
        let check = |text: &str, expected: &[&str]| {
            let mut reader = FileReader::new("a.csv");
            reader.push(text.as_bytes());
            let dataset = Dataset::of(vec![reader.finish()]);
            let said: Vec<String> =
                dataset.files[0].reading.problems.iter().map(|it| it.to_string().replace('\n', "; ")).collect();
            assert_eq!(said, expected, "{text}");
        };
        check(
            "run,ttft_ms,tokens_per_second\n1,5,0\n2,6,0\n3,4,31\n",
            &[
                "`tokens_per_second` is exactly 0 in 2 rows that did not fail (line 2); hint: check whether it was measured there",
            ],
        );
        check("run,ttft_ms,load_ms\n1,5,0\n2,6,0\n", &[]);
        check("run,ttft_ms,error\n1,5,\n2,0,timed out\n", &[]);
        check("run,errors,power_w\n1,0,0\n2,0,5\n", &[]);
    }
}
