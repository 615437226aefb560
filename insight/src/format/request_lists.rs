//! Lists with one value a request, as serving benchmarks write them beside their aggregates, put together as one table.

use super::reshape::{at, beside, number, words};
use crate::container::Content;
use crate::table::{Cell, Column, ColumnBuilder, Table};

/// Puts the lists beside the first of them that is there; gives where that one stands. What failed is told by the texts of
/// `errors` in the row above.
pub(super) fn join(content: &mut Content, lists: &[&str]) -> Option<String> {
    let mut there = lists.iter().map(|list| format!("/{list}")).chain(lists.iter().map(|list| format!("/*/{list}")));
    let first = there.find(|place| at(&content.tables, place).is_some())?;
    let above = first.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
    for list in lists {
        let other = format!("{above}/{list}");
        if other != first {
            beside(content, &first, &other);
        }
    }
    let error = errors(content, &first).or_else(|| without_answer(content, &first));
    let table = at(&content.tables, &first)?;
    content.tables[table].columns.extend(error);
    Some(first)
}

/// The error of each request; nothing where the list is not there or speaks of other requests.
fn errors(content: &Content, requests: &str) -> Option<Column> {
    let table = &content.tables[at(&content.tables, requests)?];
    let parent = table.parent.as_ref()?;
    let above = &content.tables[at(&content.tables, &parent.place)?];
    let written = above.column("errors")?;
    let mut builder = ColumnBuilder::new("error");
    let mut row = 0;
    while row < table.rows {
        let run = parent.rows[row];
        let count = parent.rows[row..].iter().take_while(|other| **other == run).count();
        let texts: Vec<Option<String>> = match written.cell(run as usize) {
            Cell::Text(text) => serde_json::from_str(text).ok()?,
            Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => Vec::new(),
        };
        for at in 0..count {
            let same = texts.len() == count;
            builder.push_text(texts.get(at).filter(|_| same).and_then(Option::as_deref).unwrap_or_default());
        }
        row += count;
    }
    Some(builder.finish())
}

/// The same where errors were not written down: as many requests took no time at all as the run says failed.
fn without_answer(content: &Content, requests: &str) -> Option<Column> {
    let table = &content.tables[at(&content.tables, requests)?];
    let parent = table.parent.as_ref()?;
    let above = &content.tables[at(&content.tables, &parent.place)?];
    let times = table.column("latencies").or_else(|| table.column("ttfts"))?;
    let took_none = |row: usize| times.cell(row) == Cell::Number(0.0);
    let agrees = |run: usize| {
        let none = (0..table.rows).filter(|row| parent.rows[*row] as usize == run && took_none(*row)).count();
        none > 0 && number(above, "failed", run) == Some(none as f64)
    };
    let failed: Vec<bool> = (0..above.rows).map(agrees).collect();
    let says = |row: usize| (failed[parent.rows[row] as usize] && took_none(row)).then(|| "no answer".to_owned());
    failed.contains(&true).then(|| words("error", (0..table.rows).map(says)))
}

/// Says of the table of runs that its latencies sum up the requests.
pub(super) fn sum_up(tables: &mut [Table], requests: &str) {
    let above = requests.rsplit_once('/').map_or("", |(above, _)| above.trim_end_matches("/*"));
    if let Some(runs) = at(tables, above) {
        tables[runs].sums_up = Some(requests.to_owned());
        tables[runs].of_runs = true;
    }
}
