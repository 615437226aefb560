//! Home-made tables of other fields with a trap of statistics in them, and clean ones that must stay silent.
//!
//! `statistics.txt` holds cases: a title, then files with the traps that must be found in each, no more and no less.

use insight::audit::{Trap, audit};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use std::collections::BTreeSet;

/// The traps of this text; other tests ask for the others.
const ASKED: &[Trap] = &[
    Trap::ColdStart,
    Trap::ConfoundedWithOrder,
    Trap::DefinitionClash,
    Trap::DerivedIdentity,
    Trap::InertParameter,
    Trap::N1CalledMean,
    Trap::OutlierDominatedMean,
    Trap::PercentileOfFew,
    Trap::SelfContradiction,
    Trap::SignConvention,
];

/// One file of a case: its path, the traps in it, its text.
type File<'a> = (&'a str, BTreeSet<&'a str>, String);

fn cases(text: &str) -> Vec<(&str, Vec<File<'_>>)> {
    let mut cases: Vec<(&str, Vec<File<'_>>)> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push((title, Vec::new()));
        } else if let Some(head) = line.strip_prefix("=== ") {
            let (path, traps) = head.split_once(": ").unwrap();
            let traps = traps.split(", ").filter(|trap| *trap != "clean").collect();
            cases.last_mut().unwrap().1.push((path, traps, String::new()));
        } else if let Some((_, files)) = cases.last_mut()
            && let Some((_, _, text)) = files.last_mut()
        {
            text.push_str(line);
            text.push('\n');
        }
    }
    cases
}

#[test]
fn traps_of_statistics_are_found_in_tables_of_other_fields_and_clean_ones_stay_silent() {
    let cases = cases(include_str!("statistics.txt"));
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (title, files) in &cases {
        let read = |(path, _, text): &File<'_>| {
            let mut reader = FileReader::new(path);
            reader.push(text.as_bytes());
            reader.finish()
        };
        let warnings = audit(&Dataset::of(files.iter().map(read).collect()));
        for (path, expected, _) in files {
            let own = || warnings.iter().filter(|warning| warning.path == *path && ASKED.contains(&warning.trap));
            let found: BTreeSet<&str> = own().map(|warning| warning.trap.slug()).collect();
            if found != *expected {
                let said: Vec<String> =
                    own().map(|own| format!("{}: {}: {}", own.trap.slug(), own.place, own.evidence)).collect();
                wrong.push(format!("{title}: {path}: expected {expected:?}, found {said:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
