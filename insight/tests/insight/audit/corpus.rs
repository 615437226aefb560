//! Warnings held against a list of traps made by hand. The files lie beside the repository; a test run that sets `CI` fails
//! without them.
//!
//! `looked_at.tsv` says of each warning outside the list whether it held when a person looked at the file.

use crate::given::{read_all, shared};
use insight::audit::audit;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file and a trap in it.
type Pair = (String, String);

/// What people found by hand.
#[derive(Default)]
struct Known {
    /// Traps that must be found, with whether the list only infers them.
    traps: BTreeMap<Pair, bool>,
    /// Files that are clean but for these traps.
    clean: BTreeMap<String, BTreeSet<String>>,
    /// Warnings outside the list that a person looked at, with whether they hold.
    looked_at: BTreeMap<Pair, bool>,
}

impl Known {
    fn read(corpus: &Path) -> Self {
        let mut known = Self::default();
        for line in std::fs::read_to_string(corpus.join("traps.jsonl")).unwrap().lines() {
            let trap: Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| trap[key].as_str().unwrap_or_default().to_owned();
            match text("trap").as_str() {
                "none" | "none-but" => {
                    let except = trap["except"].as_array().into_iter().flatten();
                    let except = except.map(|trap| trap.as_str().unwrap().to_owned()).collect();
                    known.clean.insert(text("path"), except);
                }
                _ => {
                    let inferred = line.contains("inferred");
                    *known.traps.entry((text("path"), text("trap"))).or_insert(true) &= inferred;
                }
            }
        }
        for line in include_str!("looked_at.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap().to_owned();
            let pair = (cell(), cell());
            known.looked_at.insert(pair, cell() == "holds");
        }
        known
    }
}

fn paths(corpus: &Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    manifest.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

#[test]
fn traps_that_people_found_by_hand_are_found_and_clean_files_stay_clean() {
    let Some(corpus) = shared("corpus") else { return };
    let known = Known::read(&corpus);
    let warnings = audit(&read_all(&corpus, &paths(&corpus)));
    let mut found: BTreeMap<Pair, Vec<String>> = BTreeMap::new();
    for warning in &warnings {
        let said = format!("{}: {}; {} {:?}", warning.place, warning.evidence, warning.consequence, warning.with);
        found.entry((warning.path.clone(), warning.trap.slug().to_owned())).or_default().push(said);
    }
    let mut by_trap: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (pair, _) in known.traps.iter().filter(|(_, inferred)| !**inferred) {
        let (hit, all) = by_trap.entry(&pair.1).or_default();
        *all += 1;
        if found.contains_key(pair) {
            *hit += 1;
        } else {
            println!("missed\t{}\t{}", pair.1, pair.0);
        }
    }
    let (mut alarms, mut outside, mut holding, mut elsewhere) = (0, 0, 0, 0);
    for (pair, said) in &found {
        let (path, trap) = pair;
        if known.clean.get(path).is_some_and(|except| !except.contains(trap)) {
            alarms += 1;
            println!("false alarm\t{trap}\t{path}\t{}", said.join(" | "));
            continue;
        }
        elsewhere += 1;
        if !known.traps.contains_key(pair) {
            outside += 1;
            let verdict = known.looked_at.get(pair);
            holding += usize::from(verdict == Some(&true));
            if verdict.is_none() {
                println!("not looked at\t{trap}\t{path}\t{}", said.join(" | "));
            }
        }
    }
    by_trap.iter().for_each(|(trap, (hit, all))| println!("recall\t{trap}\t{hit} of {all}"));
    let (hit, all) = by_trap.values().fold((0, 0), |sum, trap| (sum.0 + trap.0, sum.1 + trap.1));
    let share = |part: usize, whole: usize| part as f64 * 100.0 / whole.max(1) as f64;
    println!(
        "recall {hit} of {all} ({:.1} %), {alarms} false alarms, {} of {elsewhere} elsewhere stand in the list or hold ({:.1} %)",
        share(hit, all),
        elsewhere - outside + holding,
        share(elsewhere - outside + holding, elsewhere),
    );
    assert!(alarms <= 2, "{alarms} false alarms in clean files");
    assert!(share(hit, all) >= 85.0, "only {hit} of {all} known traps are found");
    let holds = share(elsewhere - outside + holding, elsewhere);
    assert!(holds >= 85.0, "only {holds:.1} % of the warnings elsewhere stand in the list or hold");
}

#[test]
fn the_order_of_files_does_not_show() {
    let Some(corpus) = shared("corpus") else { return };
    let mut paths = paths(&corpus);
    let forward = audit(&read_all(&corpus, &paths));
    paths.reverse();
    assert_eq!(audit(&read_all(&corpus, &paths)), forward);
}
