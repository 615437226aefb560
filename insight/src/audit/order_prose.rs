//! Documents that blame a setting for what a load did: the files they speak of show that the two cannot be told apart.

use super::cold::cold;
use super::look::{all, own_words};
use super::{Trap, Warning, order};
use crate::dataset::Dataset;
use crate::reading::Kind;
use std::collections::BTreeMap;

/// Words that say that one thing changes another.
const CHANGES: &[&str] = &[
    "impact",
    "impacts",
    "affect",
    "affects",
    "effect",
    "spike",
    "spikes",
    "slow",
    "slower",
    "slows",
    "increase",
    "increases",
    "raises",
    "higher",
    "lower",
    "faster",
    "improves",
    "bottleneck",
    "degrades",
];

/// Lines that say a setting changes a wait, where a file shows that it fell together with its cold rows.
pub(super) fn order_prose(dataset: &Dataset) -> Vec<Warning> {
    let mut known: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for look in all(dataset) {
        let Some(cold) = cold(look) else { continue };
        for factor in order::factors(look, &cold) {
            let Some(word) = own_words(&look.field(factor).written).pop() else { continue };
            known.entry((word, &look.field(cold.column).metric)).or_default().push(look.path());
        }
    }
    let mut found = Vec::new();
    for file in dataset.files.iter().filter(|file| file.reading.kind == Kind::Markdown) {
        for ((factor, metric), paths) in &known {
            let said = file.reading.prose.lines().take(20_000).find(|line| blames(line, factor, metric));
            let Some(line) = said else { continue };
            let line: String = line.trim().chars().take(100).collect();
            let consequence =
                format!("`{factor}` may not be said to change it: in the data it cannot be told from the load");
            let mut paths = paths.clone();
            paths.dedup();
            let evidence = format!("says `{line}`; the cold rows of the data fall on levels of `{factor}`");
            let warning = Warning::new(
                &file.reading.path,
                Trap::ConfoundedWithOrder,
                line.chars().take(40).collect::<String>(),
                evidence,
                consequence,
            );
            found.push(warning.with(paths));
        }
    }
    found
}

/// Whether a line speaks of the setting, of the wait and of a change.
fn blames(line: &str, factor: &str, metric: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let names = words.contains(&metric) || metric == "ttft" && lower.contains("first token");
    names && words.contains(&factor) && words.iter().any(|word| CHANGES.contains(word))
}
