//! One name for several measurements: a first token that is the whole answer, a column that is another one at each level, a rate
//! over the whole time beside the time of its tokens, tokens that are words.

use super::look::{Look, all, parent};
use super::sample::{Numbers, Sample, samples};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field, File};
use crate::role::Role;
use crate::shown::{format_count, format_value};

/// Rows that it takes.
const FEWEST: usize = 3;
/// Rates that lie this part apart are not the same rate.
const APART: f64 = 0.05;
/// Levels of a factor that decides what a column is.
const LEVELS: std::ops::RangeInclusive<usize> = 2..=6;

/// Warns of names that stand for something else.
pub(super) fn definition(dataset: &Dataset) -> Vec<Warning> {
    let mut found: Vec<Warning> = dataset.files.iter().flat_map(whole_as_first).collect();
    for look in all(dataset) {
        found.extend(by_level(look));
        found.extend(over_the_whole(look));
        found.extend(words_as_tokens(look));
    }
    found
}

fn warning(path: &str, place: String, evidence: String, consequence: &str) -> Warning {
    Warning::new(path, Trap::DefinitionClash, place, evidence, consequence)
}

/// A first token that takes exactly as long as the whole.
fn whole_as_first(file: &File) -> Option<Warning> {
    samples(file).into_iter().find_map(|sample: Sample<'_>| {
        let single = |field: &Field| field.role == Role::Measurement;
        let is_first = |column: &&Numbers<'_>| column.field.metric == "ttft" && single(column.field);
        let is_whole = |column: &&Numbers<'_>| {
            ["latency", "e2e_latency", "duration", "total_duration"].contains(&column.field.metric.as_str())
                && single(column.field)
        };
        let (first, whole) = (sample.columns.iter().find(is_first)?, sample.columns.iter().find(is_whole)?);
        let pairs = first.values.iter().zip(&whole.values).filter(|(a, b)| a.is_finite() && b.is_finite());
        let (all, equal) = (pairs.clone().count(), pairs.filter(|(a, b)| a == b).count());
        let differs = first.values.iter().any(|value| value.is_finite() && *value != first.values[0]);
        let evidence = format!(
            "`{}` equals `{}` in {} of {} rows",
            first.field.written,
            whole.field.written,
            format_count(equal as u64),
            format_count(all as u64)
        );
        let place = place::names([first.field.written.as_str()]);
        let consequence = "no first token was measured; it may not be compared with one that was";
        (all >= FEWEST && equal == all && differs).then(|| warning(&file.reading.path, place, evidence, consequence))
    })
}

/// A column that is one other column at one level of a factor and another one at the next.
fn by_level(look: Look<'_>) -> Option<Warning> {
    let rows: Vec<usize> = look.rows().into_iter().take(2_000).collect();
    let asked = |field: &Field| matches!(field.role, Role::Measurement | Role::Derived);
    let columns: Vec<usize> = look.fields().filter(|(_, field)| asked(field)).map(|(at, _)| at).take(40).collect();
    let factors = look.settings(true).into_iter().map(|at| (at, look.groups(&[at], &rows)));
    let factors = factors.filter(|(_, levels)| LEVELS.contains(&levels.len()));
    for (factor, levels) in factors.filter(|(_, levels)| levels.iter().all(|(_, rows)| rows.len() >= FEWEST)) {
        for own in &columns {
            let alike = |other: &&usize| **other != *own && look.field(**other).unit == look.field(*own).unit;
            let equals = |other: usize, rows: &[usize]| {
                let pairs = rows.iter().map(|row| (look.number(*own, *row), look.number(other, *row)));
                let pairs: Vec<(f64, f64)> = pairs.filter(|(a, _)| a.is_finite()).collect();
                let moves = pairs.iter().any(|(a, _)| *a != pairs[0].0);
                pairs.len() >= FEWEST && moves && pairs.iter().all(|(a, b)| a == b)
            };
            let is = |rows: &[usize]| {
                columns.iter().filter(alike).copied().filter(|other| equals(*other, rows)).collect::<Vec<_>>()
            };
            let told: Vec<(&str, Vec<usize>)> = levels.iter().map(|(key, rows)| (key[0].as_str(), is(rows))).collect();
            let clash = told.iter().enumerate().find_map(|(at, (level, is))| {
                let others = told[at + 1..].iter();
                let apart = |(_, other): &&(&str, Vec<usize>)| {
                    !other.is_empty() && !is.is_empty() && !other.iter().any(|o| is.contains(o))
                };
                others.clone().find(apart).map(|(other, others)| (*level, is[0], *other, others[0]))
            });
            let Some((level, first, other, second)) = clash else { continue };
            let name = |at: usize| look.field(at).written.as_str();
            let evidence = format!(
                "`{}` is `{}` where `{}` = {level} and `{}` where it is {other}, in every row",
                name(*own),
                name(first),
                name(factor),
                name(second)
            );
            let place = place::within(
                look.table,
                &format!("{} by {}", place::names([name(*own)]), place::names([name(factor)])),
            );
            let consequence = "rows of different levels measure different things and may not be averaged";
            return Some(warning(look.path(), place, evidence, consequence));
        }
    }
    None
}

/// A rate over the whole time, beside the time in which its tokens were written.
fn over_the_whole(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    let single = |(_, field): &(usize, &Field)| field.role == Role::Measurement;
    let rates = look
        .fields()
        .filter(single)
        .filter(|(_, field)| field.metric.ends_with("token_rate") && field.unit.symbol == "tokens/s");
    rates.map(|(at, _)| at).find_map(|rate| {
        let beside = |ends: &str, unit: &str, but: &str| {
            let fits = |field: &Field| {
                let named = field.metric.ends_with(ends) && (but.is_empty() || !field.metric.contains(but));
                named && field.unit.symbol == unit && parent(&field.written) == parent(&look.field(rate).written)
            };
            look.fields().filter(single).find(|(_, field)| fits(field)).map(|(at, _)| at)
        };
        let tokens = beside("output_tokens", "tokens", "")?;
        let (whole, own) = (beside("total_duration", "s", "")?, beside("eval_duration", "s", "prompt")?);
        let value = |at: usize, row: usize| look.number(at, row);
        let clash = |row: &usize| {
            let (said, by_whole) = (value(rate, *row), value(tokens, *row) / value(whole, *row));
            let by_own = value(tokens, *row) / value(own, *row);
            (said - by_whole).abs() <= 1e-6 * said && (by_own - said).abs() > APART * said
        };
        let told: Vec<usize> = rows.iter().copied().filter(clash).collect();
        let first = *told.first().filter(|_| told.len() * 2 > rows.len())?;
        let name = |at: usize| look.field(at).written.as_str();
        let shown = |value: f64| format_value(value, "tokens/s");
        let evidence = format!(
            "`{}` {} = `{}` / `{}`; by `{}` it is {}",
            name(rate),
            shown(value(rate, first)),
            name(tokens),
            name(whole),
            name(own),
            shown(value(tokens, first) / value(own, first))
        );
        let place = place::within(look.table, &place::names([name(rate)]));
        let consequence =
            "it holds the wait for the first token; a rate by the time of the tokens may not be compared with it";
        Some(warning(look.path(), place, evidence, consequence))
    })
}

/// Tokens that are the words of the answer.
pub(super) fn words_as_tokens(look: Look<'_>) -> Option<Warning> {
    let rows: Vec<usize> = look.rows().into_iter().take(2_000).collect();
    let tokens = look.fields().find(|(_, field)| field.unit.symbol == "tokens" && field.role == Role::Measurement)?.0;
    let texts = look.fields().filter(|(_, field)| field.role == Role::Text).map(|(at, _)| at);
    texts.into_iter().find_map(|text| {
        let words = |row: usize| look.text(text, row).split_whitespace().count() as f64;
        let counted: Vec<f64> = rows.iter().map(|row| look.number(tokens, *row)).collect();
        let equal = rows.iter().zip(&counted).all(|(row, tokens)| words(*row) == *tokens && *tokens >= 5.0);
        let moves = counted.iter().any(|tokens| *tokens != counted[0]);
        let (counted, text) = (look.field(tokens).written.as_str(), look.field(text).written.as_str());
        let evidence =
            format!("`{counted}` is the number of words of `{text}` in {} rows", format_count(rows.len() as u64));
        let place = place::within(look.table, &place::names([counted]));
        let consequence = "words are no tokens: a rate of them lies about a quarter below one of tokens";
        (rows.len() >= FEWEST && equal && moves).then(|| warning(look.path(), place, evidence, consequence))
    })
}
