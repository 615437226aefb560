//! A best that is none: a document calls a rate the best or the highest, and the column that holds it holds a higher one.

use super::super::look::{Look, all};
use super::super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::reading::Kind;
use crate::shown::format_value;
use crate::summary::Better;

/// Words of a claim.
const BEST: &[&str] = &["best", "highest", "fastest", "maximum", "peak", "top"];
/// Words of a rate that is no single one, and of a best that is no rate.
const SUMMING: &[&str] = &["avg", "average", "mean", "median", "quality", "accuracy"];
/// Lines below a heading that claims.
const BELOW: usize = 12;
/// Rates of at least so many rows, and lower than their largest by this part.
const FEWEST: usize = 3;
const BELOW_BEST: f64 = 2e-3;

/// A claimed rate.
struct Claim<'a> {
    line: &'a str,
    value: f64,
    step: f64,
}

/// Documents whose best is not the best of the column it stands in.
pub(super) fn claims(dataset: &Dataset) -> Vec<Warning> {
    let documents = dataset.files.iter().filter(|file| file.reading.kind == Kind::Markdown);
    let mut found = Vec::new();
    for file in documents {
        for claim in claimed(file) {
            // What stands elsewhere may be equal by chance.
            let folder = file.reading.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let is_near = |look: &Look<'_>| look.file.reading.kind != Kind::Markdown && look.path().starts_with(folder);
            let rates = all(dataset).filter(is_near);
            let held: Vec<(Look<'_>, usize, f64)> = rates.filter_map(|look| holds(look, &claim)).collect();
            let Some((look, column, best)) = held.first() else { continue };
            if held.iter().any(|(_, _, best)| *best <= claim.value * (1.0 + BELOW_BEST)) {
                continue;
            }
            let unit = &look.field(*column).unit.symbol;
            let evidence = format!(
                "says `{}`, but `{}` holds {} and goes up to {}",
                claim.line.trim().chars().take(80).collect::<String>(),
                look.field(*column).written,
                format_value(claim.value, unit),
                format_value(*best, unit)
            );
            let consequence = "the best of this text is not the best of its own data";
            let place = claim.line.trim().chars().take(40).collect::<String>();
            let warning = Warning::new(&file.reading.path, Trap::SelfContradiction, place, evidence, consequence);
            found.push(warning.with([look.path()]));
            break;
        }
    }
    found
}

/// Rates with decimals in the same clause as such a word, or alone in a line below a heading with one.
fn claimed(file: &File) -> Vec<Claim<'_>> {
    let mut found = Vec::new();
    let mut below = 0;
    for line in file.reading.prose.lines().take(20_000) {
        let lower = line.to_lowercase();
        let is_heading = line.trim_start().starts_with('#');
        below = match (is_heading, says(&lower, BEST)) {
            (true, true) => BELOW,
            (true, false) => 0,
            (false, _) => usize::saturating_sub(below, 1),
        };
        let clauses = lower.split([',', ';', '|']).filter(|clause| says(clause, BEST) && !says(clause, SUMMING));
        let own: Vec<(f64, f64)> = clauses.flat_map(rates).collect();
        let alone = rates(&lower);
        let rates = if own.is_empty() && below > 0 && alone.len() == 1 && !says(&lower, SUMMING) { alone } else { own };
        found.extend(rates.into_iter().map(|(value, step)| Claim { line, value, step }));
    }
    found
}

fn says(text: &str, any: &[&str]) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| any.contains(&word))
}

/// Numbers before `tok/s` or `tokens/s` in a text, with the step of their last digit.
fn rates(text: &str) -> Vec<(f64, f64)> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(['*', '(', ')', ',', ';', '`'])).collect();
    let pairs = words.windows(2).filter(|pair| pair[1].starts_with("tok"));
    let number = |pair: &[&str]| {
        let decimals = pair[0].split_once('.')?.1.len();
        Some((pair[0].parse().ok()?, libm::pow(10.0, -(decimals as f64))))
    };
    pairs.filter_map(number).filter(|(_, step)| *step <= 0.1).collect()
}

/// A rate column of several rows that holds the claimed value, and its largest.
fn holds<'a>(look: Look<'a>, claim: &Claim<'_>) -> Option<(Look<'a>, usize, f64)> {
    let is_rate = |field: &crate::dataset::Field| {
        let single = field.statistic.as_deref().is_none_or(|statistic| ["mean", "median", "max"].contains(&statistic));
        field.measured && single && field.better == Better::Higher && field.unit.symbol == "tokens/s"
    };
    look.fields().filter(|(_, field)| is_rate(field)).find_map(|(at, _)| {
        let values: Vec<f64> = look.numbers(at, &look.rows());
        let held = values.iter().any(|value| (value - claim.value).abs() <= 0.51 * claim.step);
        let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (held && values.len() >= FEWEST).then_some((look, at, best))
    })
}
