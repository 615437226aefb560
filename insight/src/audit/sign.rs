//! Differences and the direction in which they were taken: of two sides, of a baseline and what came after, of a test.

use super::look::{Look, all, own_words, says, words};
use super::{Trap, Warning, place};
use crate::dataset::{Dataset, Field};
use crate::role::Role;
use crate::shown::format_count;
use std::collections::BTreeMap;

/// Words of the side that others are held against.
const BASELINE: &[&str] = &["baseline", "base", "before", "old", "reference", "ref", "control", "previous", "prev"];
/// Words that say which direction is meant.
const SAID: &[&str] =
    &["improvement", "improved", "reduction", "saved", "saving", "savings", "gain", "speedup", "minus"];
/// Rows in which a sign must differ before it is said of a test.
const OF_TEST: usize = 5;
const CONSEQUENCE: &str =
    "a positive difference does not mean the same in all of them; read none before its order is known";

/// A difference of two sides that stand beside it.
struct Taken<'a> {
    look: Look<'a>,
    column: usize,
    /// The side that the other is taken from, and the other one, by the words that tell them apart.
    from: String,
    less: String,
    /// How it follows in the first row that shows it.
    example: String,
}

/// Warns of differences taken in several directions.
pub(super) fn sign(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut all_taken: Vec<Taken<'_>> = Vec::new();
    for look in all(dataset) {
        let taken = differences(look);
        found.extend(mixed(look, &taken));
        found.extend(test(look));
        found.extend(super::sign_rows::rows(look));
        all_taken.extend(taken);
    }
    found.extend(across(&all_taken));
    found
}

fn warning(look: Look<'_>, place: &str, evidence: String) -> Warning {
    Warning::new(look.path(), Trap::SignConvention, place::within(look.table, place), evidence, CONSEQUENCE)
}

/// Columns that are named as a difference.
fn is_difference(field: &Field) -> bool {
    const NAMES: &[&str] = &["delta", "diff", "difference", "change", "gain", "gap"];
    let named = own_words(&field.written).iter().any(|word| NAMES.contains(&word.as_str()));
    named && matches!(field.role, Role::Derived | Role::Measurement) && field.statistic.is_none()
}

/// The differences of a table whose sides stand beside them.
fn differences(look: Look<'_>) -> Vec<Taken<'_>> {
    let rows: Vec<usize> = look.rows().into_iter().take(500).collect();
    let single = |field: &Field| matches!(field.role, Role::Measurement | Role::Aggregate) && !is_difference(field);
    let columns: Vec<usize> = look.fields().filter(|(_, field)| single(field)).map(|(at, _)| at).take(120).collect();
    let wanted: Vec<usize> =
        look.fields().filter(|(_, field)| is_difference(field)).map(|(at, _)| at).take(20).collect();
    let mut found = Vec::new();
    for column in wanted {
        let own = look.field(column);
        let pairs = columns.iter().flat_map(|a| columns.iter().map(move |b| (*a, *b)));
        let same = |(a, b): &(usize, usize)| {
            let (a, b) = (look.field(*a), look.field(*b));
            a.written != b.written
                && a.unit == b.unit
                && (own.unit.symbol == a.unit.symbol || own.unit.symbol == "%" || own.unit.symbol.is_empty())
        };
        let fits = |(a, b): (usize, usize)| {
            let sides = sides(&look.field(a).written, &look.field(b).written)?;
            holds(look, &rows, column, a, b).then_some((a, b, sides))
        };
        let Some((a, b, (from, less))) = pairs.filter(same).find_map(fits) else { continue };
        let row = rows.iter().copied().find(|row| look.number(column, *row) != 0.0).unwrap_or(0);
        let value = |at: usize| look.number(at, row) / look.field(at).unit.factor;
        let name = |at: usize| look.field(at).written.as_str();
        let example = format!(
            "`{}` {} goes with `{}` {} − `{}` {}",
            name(column),
            value(column),
            name(a),
            value(a),
            name(b),
            value(b)
        );
        found.push(Taken { look, column, from, less, example });
    }
    found
}

/// Whether the column is `a − b`, or that as a share of either, in every row, and not zero in all.
fn holds(look: Look<'_>, rows: &[usize], column: usize, a: usize, b: usize) -> bool {
    let slack = look.step(column).max(look.step(a)).max(look.step(b));
    let mut shown = 0;
    for row in rows {
        let (said, a, b) = (look.number(column, *row), look.number(a, *row), look.number(b, *row));
        if !(said.is_finite() && a.is_finite() && b.is_finite()) {
            continue;
        }
        let near =
            |is: f64, scale: f64| is.is_finite() && (said - is).abs() <= 1.01 * slack * scale + 1e-6 * said.abs();
        let of = |base: f64| near(100.0 * (a - b) / base, (100.0 / base).abs().max(1.0)) || near((a - b) / base, 1.0);
        let is_share = ["%", ""].contains(&look.field(column).unit.symbol.as_str()) && (of(a) || of(b));
        if !(near(a - b, 1.0) || is_share) {
            return false;
        }
        shown += usize::from((said / 4.0).abs() > slack.max(1e-12) && a != b);
    }
    shown > 0
}

/// The words in which two headers differ, if they are alike but for them.
fn sides(a: &str, b: &str) -> Option<(String, String)> {
    let (one, other) = (words(a), words(b));
    let only =
        |own: &[String], other: &[String]| own.iter().filter(|word| !other.contains(word)).cloned().collect::<Vec<_>>();
    let (from, less) = (only(&one, &other), only(&other, &one));
    let few = |words: &[String]| (1..=2).contains(&words.len());
    (few(&from) && few(&less) && one.len() > from.len()).then(|| (from.join(" "), less.join(" ")))
}

/// Differences of one table in two directions, and one that takes what came after from its baseline without saying so.
fn mixed(look: Look<'_>, taken: &[Taken<'_>]) -> Option<Warning> {
    let opposite = taken.iter().enumerate().find_map(|(at, one)| {
        let other = taken[at + 1..].iter().find(|other| one.from == other.less && one.less == other.from)?;
        Some((one, other))
    });
    let name = |one: &Taken<'_>| look.field(one.column).written.clone();
    if let Some((one, other)) = opposite {
        let names = [name(one), name(other)];
        let evidence = format!("{}, but {}", one.example, other.example);
        return Some(warning(look, &place::names(names.iter().map(String::as_str)), evidence));
    }
    let from_baseline = |one: &&Taken<'_>| {
        let is = |side: &str| side.split(' ').any(|word| BASELINE.contains(&word));
        is(&one.from) && !is(&one.less) && !says(&name(one), SAID)
    };
    let one = taken.iter().find(from_baseline)?;
    let evidence = format!("{}: what came after is taken from the baseline", one.example);
    Some(warning(look, &place::names([name(one).as_str()]), evidence))
}

/// A difference whose sign is the opposite of that of its own test.
fn test(look: Look<'_>) -> Option<Warning> {
    let difference = look.fields().find(|(_, field)| is_difference(field) && field.unit.symbol != "%")?.0;
    let is_test = |field: &Field| {
        says(&field.written, &["t", "z"]) && says(&field.written, &["statistic", "stat", "score", "value"])
    };
    let test = look.fields().find(|(_, field)| is_test(field))?.0;
    let rows = look.rows();
    let signs = rows.iter().map(|row| look.number(difference, *row) * look.number(test, *row));
    let signs: Vec<f64> = signs.filter(|sign| sign.is_finite() && *sign != 0.0).collect();
    let names = [look.field(difference).written.as_str(), look.field(test).written.as_str()];
    let evidence = format!(
        "`{}` and `{}` have opposite signs in all {} rows",
        names[0],
        names[1],
        format_count(signs.len() as u64)
    );
    let told = signs.len() >= OF_TEST && signs.iter().all(|sign| *sign < 0.0);
    told.then(|| warning(look, &place::names(names), evidence))
}

/// Differences of one name and the same sides that are taken one way in one file and the other way in another.
fn across(taken: &[Taken<'_>]) -> Vec<Warning> {
    let mut by_name: BTreeMap<(String, Vec<&str>), Vec<&Taken<'_>>> = BTreeMap::new();
    for one in taken {
        let mut sides = vec![one.from.as_str(), one.less.as_str()];
        sides.sort_unstable();
        let name = words(&one.look.field(one.column).written).pop().map(|_| one.look.field(one.column).metric.clone());
        by_name.entry((name.unwrap_or_default(), sides)).or_default().push(one);
    }
    let mut found = Vec::new();
    for group in by_name.values() {
        for one in group {
            let against = |other: &&&Taken<'_>| other.from == one.less && other.look.path() != one.look.path();
            let Some(other) = group.iter().find(against) else { continue };
            let name = one.look.field(one.column).written.as_str();
            let evidence = format!("{}; in the other file {}", one.example, other.example);
            found.push(warning(one.look, &place::names([name]), evidence).with([other.look.path()]));
        }
    }
    found
}
