//! The cell of a CSV report that holds a list of percentiles, put apart into one column each.

use crate::format::reshape::numbers;
use crate::table::{Cell, Column, Table};

/// What the list holds, in its order; the median is not among them.
const LISTED: [&str; 11] = ["Min", "p0.1", "p1", "p5", "p10", "p25", "p75", "p90", "p95", "p99", "Max"];

/// How the header of such a column ends, since 0.4 and before.
const ENDS: [&str; 2] = [" Percentiles", " [min, 0.1, 1, 5, 10, 25, 75, 90, 95, 99, max]"];

/// Puts columns of the table in the place of its lists; one that is no such list stays.
pub(super) fn split(table: &mut Table) {
    let mut columns = Vec::with_capacity(table.columns.len());
    for column in std::mem::take(&mut table.columns) {
        let begin = ENDS.iter().find_map(|end| column.name.strip_suffix(end)).map(str::to_owned);
        match begin.and_then(|begin| Some((begin, lists(&column)?))) {
            Some((begin, lists)) => columns.extend((0..LISTED.len()).map(|at| {
                let values = lists.iter().map(|list| list.as_ref().and_then(|list| list.get(at).copied()));
                numbers(&format!("{begin} {}", LISTED[at]), values)
            })),
            None => columns.push(column),
        }
    }
    table.columns = columns;
}

/// The list of each row; nothing where a cell holds anything else.
fn lists(column: &Column) -> Option<Vec<Option<Vec<f64>>>> {
    let list = |cell: Cell<'_>| match cell {
        Cell::Missing => Some(None),
        Cell::Text(text) => {
            serde_json::from_str::<Vec<f64>>(text).ok().filter(|list| list.len() == LISTED.len()).map(Some)
        }
        Cell::Number(_) | Cell::NonFinite(_) => None,
    };
    (0..column.len()).map(|row| list(column.written().cell(row))).collect()
}
