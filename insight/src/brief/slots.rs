//! Which facts a model may tell: a slot each, with words that say what it is, and a sentence of ours that states it.

use super::{Brief, MOST_SLOTS, Own};
use crate::fact::{Fact, statistic_key};
use crate::prompt;
use crate::report::part::Part;
use crate::report::slot::{Name, Slot};
use crate::summary::{Better, Summary, Tag};
use crate::token::estimate_tokens;
use std::collections::{BTreeMap, BTreeSet};

/// Names that get a slot.
const MOST_NAMES: usize = 8;

/// A part is given at least this many facts where there are any.
const LEAST_SLOTS: usize = 6;

/// What a fact is, in words.
struct Meaning {
    words: String,
    told: String,
    better: Better,
    /// Whether it stands for its group.
    is_middle: bool,
}

/// Fills slots, names and parts of a brief; the slots of a part take at most that many tokens of its prompt.
pub(super) fn give(brief: &mut Brief, summary: &Summary, facts: &[Fact], room: u64) {
    let meanings = meanings(summary);
    let paths: BTreeSet<&str> = summary.files.iter().map(|file| file.path.as_str()).collect();
    let names = names(summary);
    let name_tokens: u64 = names.iter().map(|name| estimate_tokens(&name.text) + 6).sum();
    let room = room.saturating_sub(name_tokens.min(room / 3));
    brief.names = names;
    let mut letters: Vec<(String, usize)> = Vec::new();
    for part in Part::ALL {
        let mut own = Own { part, slots: Vec::new() };
        let mut left = room;
        for fact in ranked(part, summary, facts, &meanings) {
            let known = brief.facts.iter().position(|slot| slot.fact.key == fact.key);
            let slot = match known {
                Some(at) => brief.facts[at].clone(),
                None => slot_of(fact, meanings.get(fact.key.as_str()), summary, &paths),
            };
            // An alias is not known yet when the cost is.
            let cost = estimate_tokens(&prompt::slot_line(&slot)) + 5;
            if cost > left || own.slots.len() == MOST_SLOTS {
                break;
            }
            left -= cost;
            match known {
                Some(_) => own.slots.push(slot.alias),
                None => {
                    let alias = next_alias(&mut letters, &fact.key);
                    own.slots.push(alias.clone());
                    brief.facts.push(Slot { alias, ..slot });
                }
            }
        }
        brief.parts.push(own);
    }
}

/// A letter for the metric, a number for the fact.
fn next_alias(letters: &mut Vec<(String, usize)>, key: &str) -> String {
    let head = key.split_once('@').map_or(key, |(head, _)| head);
    let metric = head.rsplit_once('.').map_or(head, |(metric, _)| metric);
    let at = letters.iter().position(|(known, _)| known == metric).unwrap_or_else(|| {
        letters.push((metric.to_owned(), 0));
        letters.len() - 1
    });
    letters[at].1 += 1;
    // `N` is for names.
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMOPQRSTUVWXYZ";
    let letter = char::from(LETTERS[at % LETTERS.len()]);
    let letters_of_it = letter.to_string().repeat(at / LETTERS.len() + 1);
    format!("{letters_of_it}{}", letters[at].1)
}

/// The facts that belong to a part, most important first: those of its findings, then by rank.
fn ranked<'a>(part: Part, summary: &Summary, facts: &'a [Fact], meanings: &BTreeMap<String, Meaning>) -> Vec<&'a Fact> {
    let tags: &[Tag] = match part {
        Part::Executive => &[Tag::Shown, Tag::NotShown],
        Part::Findings => &[Tag::Shown, Tag::NotShown, Tag::FalseTrail, Tag::LeftOut, Tag::Note],
        Part::Recommendations => &[Tag::RunNext, Tag::Shown, Tag::NotShown],
        Part::Risks => &[Tag::FalseTrail, Tag::LeftOut],
        Part::Conclusion => &[Tag::Shown],
    };
    let of_tag = |tag: &Tag| {
        let tag = *tag;
        summary.findings.iter().filter(move |finding| finding.tag == tag)
    };
    let keys: Vec<&str> = tags.iter().flat_map(of_tag).flat_map(|finding| &finding.facts).map(String::as_str).collect();
    let by_key: BTreeMap<&str, &Fact> = facts.iter().map(|fact| (fact.key.as_str(), fact)).collect();
    let first: Vec<&Fact> = keys.iter().filter_map(|key| by_key.get(key).copied()).collect();
    let enough = LEAST_SLOTS.max(first.len());
    let middle = |fact: &&Fact| meanings.get(&fact.key).is_some_and(|meaning| meaning.is_middle);
    let counts = COUNTS.iter().filter_map(|key| by_key.get(key).copied()).filter(|fact| fact.value > 0.0);
    let (middles, counts): (Vec<&Fact>, Vec<&Fact>) = (facts.iter().filter(middle).collect(), counts.collect());
    // What goes wrong is told by counts, everything else by what was measured.
    let more = if part == Part::Risks { [counts, middles].concat() } else { [middles, counts].concat() };
    let more = more.into_iter().take(enough);
    let mut seen = BTreeSet::new();
    first.into_iter().chain(more).filter(|fact| seen.insert(fact.key.as_str())).collect()
}

/// Counts that say something alone.
const COUNTS: [&str; 6] =
    ["records.failed", "records.answered", "files", "files.measured", "files.repeats", "files.unusable"];

fn slot_of(fact: &Fact, meaning: Option<&Meaning>, summary: &Summary, paths: &BTreeSet<&str>) -> Slot {
    let (words, told, better) = match meaning {
        Some(Meaning { words, told, better, .. }) => (words.clone(), told.clone(), *better),
        None => {
            let said = said_of(fact, summary);
            let words =
                words_of(fact, paths).or_else(|| said.clone().map(|said| said.trim_end_matches('.').to_owned()));
            let words = words.unwrap_or_else(|| fact.source.clone());
            let told = said.unwrap_or_else(|| format!("{}: {}.", capitalized(&words), fact.shown));
            (words, told, Better::None)
        }
    };
    let told = told.replace("{}", &fact.shown);
    Slot { alias: String::new(), words, told, better, fact: fact.clone() }
}

/// What a fact is by its source, without the names of files; none where nothing else stands there.
fn words_of(fact: &Fact, paths: &BTreeSet<&str>) -> Option<String> {
    let words: Vec<&str> = fact.source.split("; ").filter(|piece| !paths.contains(piece)).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// The sentence of a finding that states a figure.
fn said_of(fact: &Fact, summary: &Summary) -> Option<String> {
    let tellings = summary.studies.iter().filter_map(|study| study.telling.as_ref());
    let mut findings = summary.findings.iter().chain(tellings);
    let finding = findings.find(|finding| finding.facts.contains(&fact.key) && finding.text.contains(&fact.shown));
    let sentence =
        finding.and_then(|finding| finding.text.split_inclusive(". ").find(|part| part.contains(&fact.shown)));
    sentence.map(|sentence| sentence.trim().to_owned())
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What each statistic of a study is, by key.
fn meanings(summary: &Summary) -> BTreeMap<String, Meaning> {
    const STATISTICS: [(&str, &str); 14] = [
        ("median", "median"),
        ("mean", "mean"),
        ("min", "smallest"),
        ("max", "largest"),
        ("file_min", "smallest median of a file for"),
        ("file_max", "largest median of a file for"),
        ("sd", "standard deviation of"),
        ("p25", "p25 of"),
        ("p75", "p75 of"),
        ("p90", "p90 of"),
        ("p95", "p95 of"),
        ("p99", "p99 of"),
        ("n", "number of values of"),
        ("total", "total over total of"),
    ];
    let mut meanings = BTreeMap::new();
    for study in &summary.studies {
        for metric in study.metrics.iter().filter(|metric| metric.headline) {
            for group in &metric.groups {
                let comma = if metric.name.contains(',') { "," } else { "" };
                let of = if group.name == "all" { String::new() } else { format!("{comma} of {}", group.name) };
                for (statistic, said) in STATISTICS {
                    let words = format!("{said} {}{of}", metric.name);
                    let told = format!("The {words} is {{}}.");
                    let better = if statistic == "n" { Better::None } else { metric.better };
                    let key = statistic_key(&study.id, &metric.key, statistic, group);
                    let is_middle = statistic == metric.typical.name();
                    meanings.insert(key, Meaning { words, told, better, is_middle });
                }
            }
        }
    }
    meanings
}

/// Names of groups that cannot be written in letters, those of the first sets first.
fn names(summary: &Summary) -> Vec<Name> {
    let groups = summary.studies.iter().flat_map(|study| study.metrics.iter().filter(|metric| metric.headline));
    let mut names: Vec<&str> = Vec::new();
    for group in groups.flat_map(|metric| &metric.groups) {
        let spelled = group.name.chars().all(|c| c.is_ascii_alphabetic() || " -/'".contains(c));
        if !spelled && !names.contains(&group.name.as_str()) && names.len() < MOST_NAMES {
            names.push(&group.name);
        }
    }
    let name = |(at, text): (usize, &&str)| Name { alias: format!("N{}", at + 1), text: (*text).to_owned() };
    names.iter().enumerate().map(name).collect()
}
