//! Single cells: a number is a cell only where the text names its row by a label that stands in the row, and its column.

use super::super::claims::Known;
use super::super::claims::words::{Phrases, spelled};
use super::super::written::spelling_of;
use super::counts::Asked;
use super::fact;
use crate::dataset::Dataset;
use crate::role::Role;
use crate::table::Cell;
use std::collections::BTreeSet;

/// Labels beyond these are not looked for, so that time stays bounded.
const MOST: usize = 200_000;

/// No label has more words.
const LONGEST: usize = 8;

/// The cells of the rows that the text names.
pub(super) fn known(dataset: &Dataset, asked: &Asked) -> Vec<Known> {
    let named = named_labels(dataset, asked);
    let mut known = Vec::new();
    if named.is_empty() {
        return known;
    }
    for file in &dataset.files {
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            let labels: Vec<usize> =
                sheet.fields.iter().enumerate().filter(|(_, field)| is_label(field.role)).map(|(at, _)| at).collect();
            for row in 0..table.rows {
                let label = labels.iter().find_map(|at| match table.columns[*at].cell(row) {
                    Cell::Text(text) if named.contains(text) => Some(text),
                    _ => None,
                });
                let Some(label) = label else { continue };
                for (column, field) in table.columns.iter().zip(&sheet.fields) {
                    let Cell::Number(value) = column.cell(row) else { continue };
                    let name = spelled(column.name.rsplit('.').next().unwrap_or(&column.name)).join("_");
                    let unit = spelling_of(&field.unit.symbol, field.unit.factor).unwrap_or_default();
                    let key = format!("{}{}:{}[{row}]", file.reading.path, table.place, column.name);
                    known.push(fact(key, value, unit, &name, "value", label));
                    if known.len() >= MOST {
                        return known;
                    }
                }
            }
        }
    }
    known
}

fn is_label(role: Role) -> bool {
    matches!(role, Role::Parameter | Role::Identifier | Role::Text)
}

/// Labels of rows that stand in the text.
fn named_labels<'a>(dataset: &'a Dataset, asked: &Asked) -> BTreeSet<&'a str> {
    let mut labels: Phrases<Vec<&'a str>> = Phrases::new();
    let mut left = MOST;
    for file in &dataset.files {
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
            for (column, _) in table.columns.iter().zip(&sheet.fields).filter(|(_, field)| is_label(field.role)) {
                let Some(texts) = column.words(left) else { continue };
                left = left.saturating_sub(texts.len());
                for text in texts.into_iter().filter(|text| text.len() < 100 && text.contains(char::is_alphabetic)) {
                    let words = spelled(text);
                    let is_asked = words.iter().all(|word| asked.has(word));
                    if !is_asked
                        || words.len() > LONGEST
                        || (words.len() == 1 && !text.contains(|c: char| c.is_ascii_digit()))
                    {
                        continue;
                    }
                    match labels.get_mut(&words) {
                        Some(same) if !same.contains(&text) => same.push(text),
                        Some(_) => {}
                        None => labels.add(&words, vec![text]),
                    }
                }
            }
        }
    }
    labels.find(&asked.words).into_iter().flat_map(|hit| hit.means).collect()
}
