//! The numbers of a row of a table: what the column's header and the other cells name.

use super::super::scanner::{Found, Quantity, What};
use super::super::written::{Unit, unit_at};
use super::attach::{Span, Tied};
use super::book::Book;
use super::mention::Mentions;
use super::pieces::cells;
use super::scene::Scene;
use super::{Item, number};
use std::ops::Range;

/// Checks a row; `heading` is what the section is about.
pub(crate) fn check(
    book: &Book,
    text: &str,
    at: &Range<usize>,
    header: &Range<usize>,
    found: &[&Found],
    heading: &Tied,
    items: &mut Vec<Item>,
) {
    let row = &text[at.clone()];
    let titles = &text[header.clone()];
    let title_cells = cells(titles);
    let is_header = at == header;
    let row_cells = cells(row);
    let inside = |cell: &Range<usize>| -> Vec<&Found> {
        let low = found.partition_point(|it| it.start < at.start + cell.start);
        let high = found.partition_point(|it| it.start < at.start + cell.end);
        found[low..high.max(low)].to_vec()
    };
    let is_label = |cell: &Range<usize>| {
        inside(cell).iter().all(|it| matches!(it.what, What::Label(_)) || is_setting(&row[cell.clone()], book))
    };
    let labels: Vec<&str> =
        row_cells.iter().filter(|cell| is_label(cell)).map(|cell| row[cell.clone()].trim()).collect();
    let about_row = Mentions::of(book, &labels.join(" | "));
    let row_unit = labels.iter().find_map(|label| unit_of_title(label));
    for (column, cell) in row_cells.iter().enumerate() {
        let said = &row[cell.clone()];
        let title = title_cells.get(column).map_or("", |cell| titles[cell.clone()].trim());
        let own = Mentions::of(book, said);
        let above = Mentions::of(book, title);
        let unit = unit_of_title(title).or_else(|| row_unit.clone());
        let offset = at.start + cell.start;
        let label = is_label(cell);
        let mut spans = Vec::new();
        let mut quantities: Vec<Quantity> = Vec::new();
        for it in inside(cell) {
            let span = Span { start: it.start - offset, end: it.end - offset };
            let surface = &text[it.start..it.end];
            match &it.what {
                What::Label(why) => items.push(number(it.start, it.end, surface, None, why)),
                What::Quantity(_) if is_header || label => {
                    items.push(number(it.start, it.end, surface, None, "a title of the table"))
                }
                What::Quantity(quantity) => {
                    let shared_unit = quantity.shared_unit.clone().or_else(|| unit.clone());
                    quantities.push(Quantity { shared_unit, ..quantity.clone() });
                    spans.push(span);
                }
            }
        }
        // The title and the cell are read as one, so that words such as `Δ` or `95% CI` there count for the number.
        let joined = format!("{title}: {said}");
        let shift = title.len() + 2;
        let named = Mentions::of(book, &joined);
        let shifted: Vec<Span> =
            spans.iter().map(|span| Span { start: span.start + shift, end: span.end + shift }).collect();
        let scene = Scene { book, text: &joined, named: &named, compared: &[], spans: &shifted };
        let metric =
            own.metrics.first().or(above.metrics.first()).or(about_row.metrics.first()).map(|it| it.of.clone());
        let stat = own.stats.first().or(above.stats.first()).or(about_row.stats.first()).map(|it| it.of);
        let entity = own.entities.first().or(above.entities.first()).or(about_row.entities.first()).map(|it| it.of);
        for (place, quantity) in quantities.iter().enumerate() {
            let mut tied = Tied {
                metrics: metric.clone().or_else(|| heading.metrics.clone()),
                stat: stat.or(heading.stat),
                stat_is_own: stat.is_some(),
                entity: entity.or(heading.entity),
                entity_is_own: entity.is_some(),
            };
            scene.range_and_spread(place, &mut tied);
            let judged = scene.judge(place, quantity, &tied);
            let (start, end) = (offset + spans[place].start, offset + spans[place].end);
            items.push(number(start, end, &text[start..end], judged, "counts nothing of the data"));
        }
    }
}

/// A cell such as `num_gpu=60` names the row.
fn is_setting(cell: &str, book: &Book) -> bool {
    let named = Mentions::of(book, cell);
    let trimmed = cell.trim().trim_matches(['*', '`']);
    named.entities.iter().any(|it| it.of.is_some() && it.end - it.start + 2 >= trimmed.len())
}

/// The unit in `Decode, tokens/s`, `Mean (ms)` or `latency [s]`.
fn unit_of_title(title: &str) -> Option<Unit> {
    let title = title.trim_matches(['*', ' ']);
    let starts = title.match_indices(['(', '[', ',']).map(|(at, mark)| at + mark.len());
    starts.map(|at| title[at..].trim_start()).find_map(|rest| {
        let (length, unit) = unit_at(rest)?;
        let ends = rest[length..].trim_start().starts_with([')', ']', '(', ',']) || rest.len() == length;
        ends.then_some(unit)
    })
}
