//! Every value's place points at text that contains it.

use super::sample::{Sample, all, read, written};
use super::token::Tokens;
use insight::record::Value;
use insight::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// The table and the line that a place names.
fn line_of(place: &str) -> Option<(&str, usize)> {
    let (table, after) = place.rsplit_once("line ")?;
    Some((table, after.split(' ').next()?.parse().ok()?))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first letters of a text; later ones may be escaped in the file.
fn beginning(text: &str) -> String {
    letters(text).chars().take(16).collect()
}

#[test]
fn a_value_stands_where_its_place_points() {
    let (mut values, mut unplaced) = (0, BTreeMap::<String, usize>::new());
    let mut wrong = Vec::new();
    for Sample { path, bytes, .. } in all() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let tokens = Tokens::of(&text);
        let letters_of = letters(&text);
        let lines = written(vec![read("unknown", &bytes)]);
        let mut begins: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (table, line) in lines.iter().filter_map(|line| line_of(&line.place)) {
            begins.entry(table).or_default().insert(line);
        }
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        for line in &lines {
            values += 1;
            let Some((table, first)) = line_of(&line.place) else {
                *unplaced.entry(path.clone()).or_default() += 1;
                continue;
            };
            // What a record is about may stand in the record around it.
            let is_measured = matches!(line.kind, Role::Measurement | Role::Aggregate);
            // A record ends where the next one of its table begins.
            let next = begins[table].range(first + 1..).next().copied();
            let record = if is_measured { first..next.unwrap_or(usize::MAX) } else { 0..usize::MAX };
            let stands = match &line.as_written.value {
                // Rows of one column may have units of their own, which become one: `381 ps` beside `16.6 µs`.
                Value::Number(number) => {
                    [1.0, 1e3, 1e-3].iter().any(|scale| tokens.holds(number * scale, record.clone()))
                }
                Value::Text(value) => !texts.insert(value) || letters_of.contains(&beginning(value)),
            };
            if !stands {
                wrong.push(format!("{path} {}: {} {:?}", line.place, line.metric, line.as_written));
            }
        }
    }
    println!("{values} values, {} without a line: {unplaced:?}", unplaced.values().sum::<usize>());
    assert!(wrong.is_empty(), "{} of {values}:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}
