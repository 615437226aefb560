//! Home-made files, each with all that must be said of it; the clean ones must be silent.
//!
//! `dirty.txt` holds cases (`=== what it is`) of files (`--- name: traps`) with their text.

use insight::audit::audit;
use insight::dataset::Dataset;
use insight::reading::FileReader;
use std::collections::{BTreeMap, BTreeSet};

/// Name, traps expected, text.
type File<'a> = (&'a str, BTreeSet<&'a str>, &'a str);

fn files(case: &str) -> Vec<File<'_>> {
    let file = |text| {
        let (head, body): (&str, &str) = str::split_once(text, '\n').unwrap();
        let (name, traps) = head.split_once(':').unwrap();
        (name, traps.split_whitespace().collect(), body.trim_end())
    };
    case.split("\n--- ").skip(1).map(file).collect()
}

#[test]
fn of_home_made_files_all_is_said_that_misleads_and_nothing_else() {
    let text = include_str!("dirty.txt");
    let mut wrong = Vec::new();
    for case in format!("\n{text}").split("\n=== ").skip(1) {
        let files = files(case);
        let readings = files.iter().map(|(name, _, text)| {
            let mut reader = FileReader::new(name);
            reader.push(format!("{text}\n").as_bytes());
            reader.finish()
        });
        let warnings = audit(&Dataset::of(readings.collect()));
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for warning in &warnings {
            found.entry(&warning.path).or_default().insert(warning.trap.slug());
        }
        for (name, expected, _) in &files {
            let found = found.remove(name).unwrap_or_default();
            if found != *expected {
                let said = warnings.iter().filter(|warning| warning.path == *name);
                let said: Vec<String> =
                    said.map(|it| format!("    {} {}: {}", it.trap.slug(), it.place, it.evidence)).collect();
                wrong.push(format!("{name}: {found:?} instead of {expected:?}\n{}", said.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
