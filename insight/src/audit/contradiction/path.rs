//! A path that says another setting than the file: `gpu80_ctx512` above `num_ctx` 2048.

use super::super::look::{own_words, tables};
use super::super::{Trap, Warning, place};
use crate::dataset::File;
use crate::role::Role;

/// Words that say nothing of which setting it is: `num_ctx` is the `ctx` of a path.
const BESIDE: &[&str] = &["num", "size", "count", "n", "max", "len", "length"];

/// The first setting that is one number in the whole file and another one in its path.
pub(super) fn path(file: &File) -> Option<Warning> {
    let said = said(&file.reading.path);
    tables(file).find_map(|look| {
        look.fields().filter(|(_, field)| field.role == Role::Parameter).find_map(|(at, field)| {
            let rows = look.rows();
            let values = look.numbers(at, &rows);
            let first = *values.first().filter(|first| values.iter().all(|value| value == *first))? / field.unit.factor;
            let own: Vec<String> =
                own_words(&field.written).into_iter().filter(|word| !BESIDE.contains(&word.as_str())).collect();
            let named = |(word, _): &&(String, f64)| own.as_slice() == std::slice::from_ref(word);
            let mut named = said.iter().filter(named);
            let (word, number) = named.next().filter(|_| named.next().is_none())?;
            // `temp10` may be 1.0.
            let shifted = (0..4).any(|zeros| (first * libm::pow(10.0, f64::from(zeros)) - number).abs() < 1e-9);
            // `ctx4k` and a size in another unit are no contradiction.
            if shifted || first == 0.0 || first == 1024.0 * number || 1024.0 * first == *number {
                return None;
            }
            let evidence = format!("the path says `{word}{number}`, `{}` is {first} in every row", field.written);
            Some(Warning::new(
                &file.reading.path,
                Trap::SelfContradiction,
                place::within(look.table, &place::names([field.written.as_str()])),
                evidence,
                "a comparison with files of the same name compares another setting",
            ))
        })
    })
}

/// Words of a path that end in a number: `ctx512`, `batch8`.
fn said(path: &str) -> Vec<(String, f64)> {
    let parts = path.split(['/', '_', '-', '.', ' ']);
    let numbered = parts.filter_map(|part| {
        let digits = part.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let word = part[..part.len() - digits.len()].to_lowercase();
        let number = digits.parse::<u32>().ok()?;
        (word.len() >= 3).then_some((word, f64::from(number)))
    });
    numbered.collect()
}
