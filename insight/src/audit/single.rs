//! Single values that are called a mean: a statistic of one run has no spread.

use super::look::{Look, all, parent, tables, words};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field, File};
use crate::role::Role;
use crate::shown::format_count;
use crate::summary::Use;

/// Statistics that promise more than one value.
const SUMMING: &[&str] = &["mean", "median", "sd", "geometric mean"];
const CONSEQUENCE: &str = "no spread, no significance and no best one may be claimed from it";

/// Warns of tables whose means are single values.
pub(super) fn single(dataset: &Dataset) -> Vec<Warning> {
    let mut found: Vec<Warning> = all(dataset).filter_map(counted).collect();
    for file in &dataset.files {
        found.extend(of_single_rows(dataset, file));
        found.extend(said_in_prose(file));
    }
    found
}

/// Whether the means of a table are single values.
pub(super) fn is_single(dataset: &Dataset, look: Look<'_>) -> bool {
    let place = |warning: Warning| warning.path == look.path();
    counted(look).is_some() || of_single_rows(dataset, look.file).is_some_and(place)
}

fn warning(look: Look<'_>, names: &[usize], evidence: String) -> Warning {
    let names = place::names(names.iter().map(|at| look.field(*at).written.as_str()));
    Warning::new(look.path(), Trap::N1CalledMean, place::within(look.table, &names), evidence, CONSEQUENCE)
}

/// The columns of a table that are called a mean.
pub(super) fn means(look: Look<'_>) -> Vec<usize> {
    let sums = |field: &Field| {
        field.role == Role::Aggregate && field.measured && SUMMING.contains(&field.statistic.as_deref().unwrap_or(""))
    };
    look.fields().filter(|(_, field)| sums(field)).map(|(at, _)| at).collect()
}

/// The count whose words stand in the name of the column (`warmup_n` of `warmup_median_ms`), else the one beside it.
fn count(look: Look<'_>, field: &Field) -> Option<usize> {
    let own = words(&field.written);
    let is_plain = |word: &String| {
        ["n", "count", "num", "number", "of", "samples", "runs", "ok", "total"].contains(&word.as_str())
    };
    let named = |other: &Field| words(&other.written).iter().any(|word| !is_plain(word) && own.contains(word));
    let counts = |other: &Field| other.statistic.as_deref() == Some("n");
    let by_name = look.fields().find(|(_, other)| counts(other) && parent(&other.written).is_empty() && named(other));
    // The iterations of a round are inside each value.
    let has = |field: &Field, word: &str| words(&field.written).iter().any(|own| own == word);
    let has_rounds = || look.fields().any(|(_, other)| has(other, "rounds"));
    let found = by_name.map(|(at, _)| at).or_else(|| crate::dataset::few::counted_by(field, &look.sheet.fields));
    found.filter(|at| !has(look.field(*at), "iterations") || !has_rounds())
}

/// Means beside a count of one, or beside an equal least and largest value.
fn counted(look: Look<'_>) -> Option<Warning> {
    let rows = look.rows();
    let means = means(look);
    let with_value = |at: usize| rows.iter().copied().filter(move |row| look.number(at, *row).is_finite());
    let of_one = |at: &usize| {
        let count = count(look, look.field(*at))?;
        let all = with_value(*at).count();
        (all > 0 && with_value(*at).all(|row| look.number(count, row) == 1.0)).then_some((*at, count, all))
    };
    if let Some((_, count, all)) = means.iter().find_map(of_one) {
        let ones: Vec<usize> = means.iter().filter_map(of_one).map(|(at, ..)| at).collect();
        let rows = if all == 1 { "row".to_owned() } else { format!("{} rows", format_count(all as u64)) };
        let evidence = format!("`{}` is 1 in {rows} that it counts", look.field(count).written);
        return Some(warning(look, &ones, evidence));
    }
    let beside = |at: usize, statistic: &str| {
        let own = look.field(at);
        let same = |other: &Field| {
            other.metric == own.metric
                && parent(&other.written) == parent(&own.written)
                && other.statistic.as_deref() == Some(statistic)
        };
        look.fields().find(|(_, other)| same(other)).map(|(at, _)| at)
    };
    means.iter().find_map(|mean| {
        let (least, most) = (beside(*mean, "min")?, beside(*mean, "max")?);
        let value = |at: usize, row: usize| look.number(at, row);
        let same = |row: usize| value(*mean, row) == value(least, row) && value(*mean, row) == value(most, row);
        let moves = |row: usize| value(*mean, row) != 0.0 && value(*mean, row).fract() != 0.0;
        let told = with_value(*mean).count() > 0 && with_value(*mean).all(|row| same(row) && moves(row));
        let named = |at: usize| look.field(at).written.as_str();
        let evidence = format!("`{}` = `{}` = `{}` in every row", named(*mean), named(least), named(most));
        told.then(|| warning(look, &[*mean, least, most], evidence))
    })
}

/// A summary with as many rows as the file it sums up.
fn of_single_rows(dataset: &Dataset, file: &File) -> Option<Warning> {
    let Use::Repeat { of, how } = &file.used else { return None };
    if how != "summary" {
        return None;
    }
    let raw = dataset.files.iter().find(|other| other.reading.path == *of)?;
    tables(file).find_map(|look| {
        let means = means(look);
        let metrics: Vec<&str> = means.iter().map(|at| look.field(*at).metric.as_str()).collect();
        let measures = |other: &Look<'_>| {
            other.fields().any(|(_, field)| {
                metrics.contains(&field.metric.as_str()) && field.role == Role::Measurement && field.measured
            })
        };
        let answered = tables(raw).find(measures)?.rows().len();
        if answered > look.rows().len() || answered == 0 {
            return None;
        }
        let evidence = format!(
            "{} rows sum up {} rows that did not fail, one each",
            format_count(look.rows().len() as u64),
            format_count(answered as u64)
        );
        Some(warning(look, &means, evidence).with([of.as_str()]))
    })
}

/// A document that says `Runs: 1` beside a table of means.
fn said_in_prose(file: &File) -> Option<Warning> {
    let line = file.reading.prose.lines().find(|line| says_one_run(line))?;
    let look = tables(file).find(|look| !means(*look).is_empty())?;
    let evidence = format!("the text says `{}`", line.trim().chars().take(60).collect::<String>());
    Some(warning(look, &means(look), evidence))
}

fn says_one_run(line: &str) -> bool {
    let plain: String = line.to_lowercase().chars().filter(|letter| !matches!(letter, '*' | '_' | '`')).collect();
    plain.match_indices("run").any(|(at, _)| {
        let begins = !plain[..at].ends_with(char::is_alphanumeric);
        let after = plain[at + 3..].trim_start_matches('s');
        let colon = after.trim_start().strip_prefix([':', '=']);
        let number = colon.map(|rest| rest.trim_start().split(|letter: char| !letter.is_ascii_digit()).next());
        begins && number == Some(Some("1"))
    })
}
