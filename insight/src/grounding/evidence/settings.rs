//! Settings that the data hold: `num_ctx=4096` is right where a column of that name has that value.

use super::super::claims::words::spelled;
use super::super::claims::{Item, Sort, Stand};
use super::super::scanner::{What, scan};
use super::set;
use crate::dataset::Dataset;
use std::collections::BTreeMap;

/// Values by the words of the names that the text assigns something to.
pub(super) struct Settings(BTreeMap<Vec<String>, Vec<f64>>);

/// Different values beyond these are not kept.
const MOST: usize = 1000;

impl Settings {
    pub(super) fn of(text: &str, dataset: &Dataset) -> Self {
        let assigned = scan(text).into_iter().filter_map(|found| match found.what {
            What::Quantity(quantity) => quantity.setting,
            What::Label(_) => None,
        });
        let mut values: BTreeMap<Vec<String>, Vec<f64>> = assigned.map(|name| (key(&name), Vec::new())).collect();
        if values.is_empty() {
            return Self(values);
        }
        for file in &dataset.files {
            for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
                for (column, field) in table.columns.iter().zip(&sheet.fields) {
                    let last = field.written.rsplit('.').next().unwrap_or_default();
                    let Some(values) = values.get_mut(&key(last)) else { continue };
                    for number in column.numbers() {
                        if values.len() >= MOST {
                            break;
                        }
                        if !values.contains(&number) {
                            values.push(number);
                        }
                    }
                }
            }
        }
        Self(values)
    }

    /// Judges the value of a setting that nothing else knows.
    pub(super) fn settle(&self, before: &str, item: &mut Item) {
        let quantity = scan(&item.surface).into_iter().find_map(|found| match found.what {
            What::Quantity(quantity) => Some(quantity),
            What::Label(_) => None,
        });
        let Some(quantity) = quantity.filter(|_| item.kind == Sort::Number && item.verdict != Stand::Supported) else {
            return;
        };
        let Some(named) = before.trim_end_matches([' ', '`', '*']).strip_suffix('=') else { return };
        let name = named.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).next();
        let Some(values) = name.and_then(|name| self.0.get(&key(name))) else { return };
        if values.contains(&quantity.value) {
            set(item, Stand::Supported, "a setting of the data".to_owned(), Vec::new());
        }
    }
}

/// `temp` and `temperature` are one.
fn key(name: &str) -> Vec<String> {
    spelled(name).into_iter().map(|word| if word == "temp" { "temperature".to_owned() } else { word }).collect()
}
