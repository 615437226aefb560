//! Settings that changed nothing: rows that differ in a setting and in no result, factors whose levels give the same rate.

use super::look::{Look, all, mean};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field};
use crate::role::Role;
use crate::shown::{format_share, format_value};
use crate::summary::Better;
use std::collections::BTreeMap;

/// Digits that a result must have before it is no chance that two are equal.
const DIGITS: usize = 7;
/// Rows looked at for equal results.
const MOST_ROWS: usize = 2_000;
/// Levels of a factor, rows of a level and of a sweep, and how far the means of its levels may lie apart.
const LEVELS: std::ops::RangeInclusive<usize> = 3..=8;
const OF_LEVEL: usize = 3;
const OF_SWEEP: usize = 12;
const SPREAD: f64 = 0.01;
/// Levels that sum up the others.
const SUMS: &[&str] = &["all", "overall", "total", "mean", "average", "sum", "any", "aggregate"];

/// Warns of settings without effect.
pub(super) fn inert(dataset: &Dataset) -> Vec<Warning> {
    all(dataset).flat_map(|look| equal_results(look).into_iter().chain(flat_factor(look))).collect()
}

/// Rows of different settings whose results are equal to the last digit.
pub(super) fn equal_results(look: Look<'_>) -> Option<Warning> {
    let rows: Vec<usize> = look.rows().into_iter().take(MOST_ROWS).collect();
    let results: Vec<usize> = look.fields().filter(|(_, field)| field.measured).map(|(at, _)| at).collect();
    let names: Vec<usize> = look.settings(true);
    let result = |row: usize| results.iter().map(|at| look.number(*at, row).to_bits()).collect::<Vec<u64>>();
    let mut equal: BTreeMap<Vec<u64>, Vec<usize>> = BTreeMap::new();
    rows.iter().for_each(|row| equal.entry(result(*row)).or_default().push(*row));
    let long = |at: &usize, row: usize| {
        let written = format!("{}", look.number(*at, row) / look.field(*at).unit.factor);
        let digits = written.trim_start_matches(['0', '.', '-']).bytes().filter(u8::is_ascii_digit).count();
        written.contains('.') && digits >= DIGITS
    };
    let sums = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).any(|word| SUMS.contains(&word.to_lowercase().as_str()))
    };
    let mut groups: Vec<&Vec<usize>> = equal.values().filter(|group| group.len() > 1).collect();
    groups.sort();
    let differing = names.iter().find_map(|name| {
        let distinct = |group: &[usize]| {
            let mut texts: Vec<String> = group.iter().map(|row| look.text(*name, *row)).collect();
            texts.sort();
            texts.dedup();
            texts
        };
        groups.iter().find_map(|group| {
            let texts = distinct(group);
            let shown = results.iter().find(|at| long(at, group[0]))?;
            // Every row is a result of its own where nothing else tells them apart.
            let own = texts.len() == group.len() && !texts.iter().any(|text| sums(text) || text.is_empty());
            (own && group.len() < rows.len()).then_some((*name, (*group).clone(), texts, *shown))
        })
    });
    let (name, group, texts, shown) = differing?;
    let field = look.field(shown);
    let evidence = format!(
        "`{}` is {} for {}, and no other result differs",
        field.written,
        look.number(shown, group[0]) / field.unit.factor,
        place::names(texts.iter().map(String::as_str))
    );
    let name = look.field(name).written.as_str();
    let place = format!("{}; {}", place::names([name]), place::rows(look.table, &group));
    let consequence = format!("`{name}` was not applied or has no effect; nothing may be said of its levels");
    Some(Warning::new(look.path(), Trap::InertParameter, place::within(look.table, &place), evidence, consequence))
}

/// Factors of a sweep whose levels have the same mean rate.
fn flat_factor(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    let single = |field: &Field| field.role == Role::Measurement || field.statistic.as_deref() == Some("mean");
    let is_rate = |field: &Field| {
        field.measured && single(field) && field.better == Better::Higher && field.unit.symbol.ends_with("/s")
    };
    let rate = look.fields().find(|(_, field)| is_rate(field))?.0;
    let factors: Vec<(usize, Vec<Vec<usize>>)> = look
        .settings(false)
        .into_iter()
        .map(|at| (at, look.groups(&[at], &rows).into_iter().map(|(_, rows)| rows).collect::<Vec<_>>()))
        .filter(|(_, levels)| levels.len() > 1 && levels.len() <= rows.len() / 2)
        .collect();
    if factors.len() < 2 || rows.len() < OF_SWEEP {
        return None;
    }
    let all = mean(&look.numbers(rate, &rows));
    let flat: Vec<(usize, Vec<f64>, f64)> = factors
        .iter()
        .filter(|(_, levels)| LEVELS.contains(&levels.len()) && levels.iter().all(|level| level.len() >= OF_LEVEL))
        .map(|(at, levels)| (*at, levels.iter().map(|level| mean(&look.numbers(rate, level))).collect::<Vec<_>>()))
        .map(|(at, means)| {
            let ends = means
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |ends, mean| (ends.0.min(*mean), ends.1.max(*mean)));
            (at, means, (ends.1 - ends.0) / all)
        })
        .filter(|(_, _, spread)| *spread <= SPREAD)
        .collect();
    let (_, means, spread) = flat.first()?;
    let name = |at: usize| look.field(at).written.as_str();
    let field = look.field(rate);
    let shown: Vec<String> = means.iter().map(|mean| format_value(*mean, &field.unit.symbol)).collect();
    let evidence = format!(
        "mean `{}` of the levels of `{}`: {}; they lie {} apart",
        field.written,
        name(flat[0].0),
        shown.join(", "),
        format_share(*spread)
    );
    let names = place::names(flat.iter().map(|(at, ..)| name(*at)));
    let consequence = "no effect of it may be claimed, and no level of it recommended";
    Some(Warning::new(look.path(), Trap::InertParameter, place::within(look.table, &names), evidence, consequence))
}
