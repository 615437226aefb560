//! Files that share numbers with so many digits that one was made of the other, though their tables do not fit together.

use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::role::Role;
use crate::shown::format_count;
use crate::summary::Use;
use std::collections::{BTreeMap, BTreeSet};

/// A number of so many digits does not stand in two files by chance.
const DIGITS: usize = 12;
/// Fewer shared numbers prove nothing.
const FEWEST: usize = 3;
/// A number that stands in more files than this is a constant.
const MOST_FILES: usize = 8;
/// Numbers taken of one file, and looked at in one column.
const MOST: (usize, usize) = (1000, 5000);

/// The long numbers of one file.
#[derive(Default)]
struct Long {
    all: BTreeSet<u64>,
    /// Whether it holds lists of values below a record.
    has_samples: bool,
    /// Whether it holds results of tests or regressions.
    has_fits: bool,
}

/// Warns of the file that was made of the other.
pub(super) fn shared(dataset: &Dataset) -> Vec<Warning> {
    let mut seen = BTreeSet::new();
    let mut is_new = |file: &File| seen.insert((file.reading.hash.clone(), file.reading.bytes));
    let files: Vec<(&File, Long)> =
        dataset.files.iter().filter(|file| is_new(file)).map(|file| (file, long_of(file))).collect();
    let mut places: Vec<(u64, usize)> =
        files.iter().enumerate().flat_map(|(at, (_, long))| long.all.iter().map(move |bits| (*bits, at))).collect();
    places.sort_unstable();
    let mut pairs: BTreeMap<(usize, usize), Vec<u64>> = BTreeMap::new();
    for same in places.chunk_by(|a, b| a.0 == b.0).filter(|same| (2..=MOST_FILES).contains(&same.len())) {
        for (at, (bits, first)) in same.iter().enumerate() {
            same[at + 1..].iter().for_each(|(_, second)| pairs.entry((*first, *second)).or_default().push(*bits));
        }
    }
    let pairs =
        pairs.into_iter().filter(|((a, b), numbers)| numbers.len() >= FEWEST && !is_known(files[*a].0, files[*b].0));
    pairs.map(|((a, b), numbers)| warning(&files[a], &files[b], &numbers)).collect()
}

/// Whether the lineage of the files says it already.
pub(super) fn is_known(a: &File, b: &File) -> bool {
    let (above, below) = (repeated(a), repeated(b));
    above == Some(b.reading.path.as_str())
        || below == Some(a.reading.path.as_str())
        || above.is_some() && above == below
}

/// The path of the file that a file repeats.
fn repeated(file: &File) -> Option<&str> {
    match &file.used {
        Use::Repeat { of, .. } => Some(of),
        Use::Measured | Use::Part { .. } | Use::Unusable { .. } | Use::Document => None,
    }
}

fn warning(a: &(&File, Long), b: &(&File, Long), numbers: &[u64]) -> Warning {
    let (made, of) = if is_made_of(&a.1, &b.1) { (a, b) } else { (b, a) };
    let example = numbers.first().map_or(0.0, |bits| f64::from_bits(*bits));
    let evidence = format!(
        "{} of its {} numbers with {DIGITS} digits or more stand digit for digit in the other file, such as {example}",
        format_count(numbers.len() as u64),
        format_count(made.1.all.len() as u64),
    );
    let consequence = "both stand for one measurement: they may not be pooled, and one does not confirm the other";
    Warning::new(&made.0.reading.path, Trap::SummaryOfRaw, "numbers it shares", evidence, consequence).with([of
        .0
        .reading
        .path
        .as_str()])
}

/// Whether the first file was made of the second: samples are not made of statistics, the result of a test is, and else what holds
/// more numbers was put together.
fn is_made_of(first: &Long, second: &Long) -> bool {
    match (first.has_samples, second.has_samples) {
        (true, false) => return false,
        (false, true) => return true,
        _ => {}
    }
    match (first.has_fits, second.has_fits) {
        (true, false) => true,
        (false, true) => false,
        _ => first.all.len() >= second.all.len(),
    }
}

fn long_of(file: &File) -> Long {
    let mut long = Long::default();
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
        long.has_samples |= table.parent.as_ref().is_some_and(|parent| parent.samples);
        long.has_fits |= sheet.fields.iter().any(|field| field.role == Role::Fit);
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            if !matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived | Role::Fit) {
                continue;
            }
            for value in column.numbers().take(MOST.1).filter(|value| is_long(*value)) {
                if long.all.len() >= MOST.0 {
                    return long;
                }
                long.all.insert(value.to_bits());
            }
        }
    }
    long
}

/// Whether a number has many digits that are no rounding of few: `0.30000000000000004` is 0.3.
pub(super) fn is_long(value: f64) -> bool {
    if value.fract() == 0.0 {
        return false;
    }
    let digits = format!("{value:e}");
    let digits = digits.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    digits >= DIGITS && !is_short_by_rounding(value)
}

/// Whether a number is, but for the last bits of a double, one of at most nine digits.
pub(super) fn is_short_by_rounding(value: f64) -> bool {
    let short: f64 = format!("{value:.8e}").parse().unwrap_or(f64::NAN);
    (short - value).abs() <= 8.0 * f64::EPSILON * value.abs()
}

#[cfg(test)]
mod tests {
    use super::is_long;

    #[test]
    fn long_numbers_are_told_from_short_ones_with_an_error_of_computing() {
        let check = |value: f64, expected: bool| assert_eq!(is_long(value), expected, "{value}");
        check(404.054_917_948_793_96, true);
        check(0.1 + 0.2, false);
        check(0.800_000_000_000_000_2, false);
        check(1.0 / 3.0, true);
        check(12.5, false);
        check(1_759_275_987.0, false);
    }
}
