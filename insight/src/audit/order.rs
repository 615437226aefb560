//! A factor that changed together with the order of the runs: all cold calls fall on one of its levels.

use super::cold::{Cold, cold};
use super::look::{Look, all, mean};
use super::{Trap, Warning, place};
use crate::dataset::Dataset;
use crate::shown::{format_count, format_ratio, format_value};

/// Cold rows that it takes to say that they fall on one level by no chance.
const FEWEST: usize = 3;
/// Levels whose means differ by less than this are not told apart by anyone.
const APART: f64 = 2.0;
/// More levels than this are no factor.
const MOST_LEVELS: usize = 12;

/// Warns of factors that cannot be told from a cold start.
pub(super) fn order(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        let Some(cold) = cold(look) else { continue };
        let settings = look.settings(false).into_iter().chain(look.settings(true));
        found.extend(settings.filter_map(|factor| confounded(look, &cold, factor)));
    }
    found
}

/// The factors of a table that cannot be told from its cold rows.
pub(super) fn factors(look: Look<'_>, cold: &Cold) -> Vec<usize> {
    let settings = look.settings(false).into_iter().chain(look.settings(true));
    settings.filter(|factor| confounded(look, cold, *factor).is_some()).collect()
}

/// One level of a factor: what it is, its rows, how many of them are cold.
struct Level {
    name: String,
    rows: Vec<usize>,
    cold: usize,
}

/// The levels of a factor over the rows in which cold ones were looked for.
fn levels(look: Look<'_>, cold: &Cold, factor: usize) -> Vec<Level> {
    let groups = look.groups(&[factor], &cold.of);
    let count = |rows: &[usize]| rows.iter().filter(|row| cold.rows.binary_search(row).is_ok()).count();
    groups
        .into_iter()
        .filter(|(key, _)| !key[0].is_empty())
        .map(|(mut key, rows)| Level { cold: count(&rows), name: key.remove(0), rows })
        .collect()
}

fn confounded(look: Look<'_>, cold: &Cold, factor: usize) -> Option<Warning> {
    let levels = levels(look, cold, factor);
    if !(2..=MOST_LEVELS).contains(&levels.len()) || levels.iter().any(|level| level.rows.len() < 2) {
        return None;
    }
    let (with, without): (Vec<&Level>, Vec<&Level>) = levels.iter().partition(|level| level.cold > 0);
    let is_warm = |row: &usize| cold.rows.binary_search(row).is_err();
    let warm = |level: &Level| level.rows.iter().copied().filter(is_warm).collect::<Vec<_>>();
    let of = |rows: &[usize]| mean(&look.numbers(cold.column, rows));
    let field = look.field(cold.column);
    let shown = |value: f64| format_value(value, &field.unit.symbol);
    let name = look.field(factor).written.as_str();
    let evidence = match (with.as_slice(), without.as_slice()) {
        // Where a load is written, every cold row is known; by chance they would not all fall on one level.
        ([only], [_, ..]) if cold.load.is_some() && only.cold >= FEWEST => {
            let others: Vec<usize> = without.iter().flat_map(|level| level.rows.iter().copied()).collect();
            let (own, rest) = (of(&only.rows), of(&others));
            if own < APART * rest {
                return None;
            }
            format!(
                "all {} cold rows have `{name}` = {}; mean `{}` {} there and {} elsewhere, {}; {} of its rows are warm",
                format_count(only.cold as u64),
                only.name,
                field.written,
                shown(own),
                shown(rest),
                format_ratio(own / rest),
                format_count(warm(only).len() as u64)
            )
        }
        ([_, ..], [_, ..]) if with.iter().all(|level| level.cold == 1) => {
            let (own, rest) = (with[0], without[0]);
            if of(&own.rows) < APART * of(&rest.rows) || cold.rows.len() != with.len() {
                return None;
            }
            let list = |all: bool| {
                let value = |level: &Level| of(&if all { level.rows.clone() } else { warm(level) });
                let each = levels.iter().take(6).map(|level| format!("{} {}", level.name, shown(value(level))));
                each.collect::<Vec<_>>().join(", ")
            };
            format!(
                "`{name}` holds a cold call at {} of {} levels; mean `{}`: {}; without the cold calls: {}",
                with.len(),
                levels.len(),
                field.written,
                list(true),
                list(false)
            )
        }
        _ => return None,
    };
    let names = place::names([name, field.written.as_str()]);
    Some(Warning::new(
        look.path(),
        Trap::ConfoundedWithOrder,
        place::within(look.table, &names),
        evidence,
        format!("`{name}` may not be said to change `{}`: it cannot be told from the load", field.written),
    ))
}
