//! A table with a row a metric made into cells of the run or request that the rows are about.

use super::reshape::at;
use crate::container::Content;
use crate::table::{Cell, ColumnBuilder, Table};
use std::collections::HashMap;

/// What a row of a long table is about: how its columns begin, and in what unit its numbers are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    /// `time_to_first_token`, in `time_to_first_token.avg`.
    pub(super) name: String,
    /// As the file writes it.
    pub(super) unit: Option<String>,
}

/// Columns that only repeat what the names of the new ones say.
const SPENT: [&str; 4] = ["unit", "units", "tag", "header"];

/// A column that counts what the others sum up, in no unit.
const COUNT: &str = "count";

/// Makes the rows of the table of that place cells of the rows they hang below; where they hang below none, of the only row of
/// the table `into`, or of a new one at the same place. `key` is the column that says what a row is about.
pub(super) fn widen(
    content: &mut Content,
    place: &str,
    key: &str,
    into: Option<&str>,
    about: impl Fn(&Table, usize) -> About,
) {
    let Some(from) = at(&content.tables, place) else { return };
    let above = content.tables[from].parent.as_ref().map(|parent| parent.place.as_str()).or(into);
    let above = above.and_then(|place| at(&content.tables, place));
    let long = content.tables.remove(from);
    content.ledger.rows.in_file = content.ledger.rows.in_file.saturating_sub(long.records() as u64);
    content.ledger.rows.kept = content.ledger.rows.kept.saturating_sub(long.records() as u64);
    let to = match above {
        Some(above) if above > from => above - 1,
        Some(above) => above,
        None => {
            let Table { place, first_line, .. } = &long;
            let table = Table { place: place.clone(), first_line: *first_line, rows: 1, ..Table::default() };
            content.tables.insert(from, table);
            content.ledger.keep(1);
            from
        }
    };
    reparent(content, &long);
    let made = cells(&long, &content.tables[to], key, about);
    let rows = content.tables[to].rows;
    content.tables[to].columns.extend(made.into_iter().map(|mut column| {
        column.fill_to(rows);
        column.finish()
    }));
}

fn cells(long: &Table, above: &Table, key: &str, about: impl Fn(&Table, usize) -> About) -> Vec<ColumnBuilder> {
    let own = |name: &str| name != key && !SPENT.contains(&name) && above.column(name).is_none();
    let told: Vec<usize> = (0..long.columns.len()).filter(|at| own(&long.columns[*at].name)).collect();
    let mut made: Vec<ColumnBuilder> = Vec::new();
    let mut known: HashMap<(String, Option<String>), usize> = HashMap::new();
    for row in 0..long.rows {
        let About { name, unit } = about(long, row);
        let target = long.parent.as_ref().and_then(|parent| parent.rows.get(row)).map_or(0, |row| *row as usize);
        for column in told.iter().map(|at| &long.columns[*at]) {
            let cell = column.cell(row);
            if cell == Cell::Missing {
                continue;
            }
            let unit = unit.clone().filter(|_| column.name != COUNT);
            let mut id = (format!("{name}.{}", column.name), unit);
            while known.get(&id).is_some_and(|at| made[*at].len() > target) {
                id.0.push_str(" (again)");
            }
            let at = *known.entry(id).or_insert_with_key(|(name, unit)| {
                let mut builder = ColumnBuilder::new(name.clone());
                unit.iter().for_each(|unit| builder.set_unit(unit.clone()));
                made.push(builder);
                made.len() - 1
            });
            made[at].fill_to(target);
            match cell {
                Cell::Missing => made[at].push_missing(),
                Cell::Number(number) | Cell::NonFinite(number) => made[at].push_number(number),
                Cell::Text(text) => made[at].push_text(text),
            }
        }
    }
    made
}

/// What hangs below rows that are cells now hangs below the row of these cells.
fn reparent(content: &mut Content, long: &Table) {
    let Some(above) = &long.parent else { return };
    for parent in content.tables.iter_mut().filter_map(|table| table.parent.as_mut()) {
        if parent.place == long.place {
            parent.place.clone_from(&above.place);
            for row in &mut parent.rows {
                *row = above.rows.get(*row as usize).copied().unwrap_or_default();
            }
        }
    }
}
