//! The record of the run that wrote a text: its settings and its own figures, which are no data.

use super::super::claims::lexicon::CONCEPTS;
use super::super::claims::words::{spelled, words};
use super::super::claims::{Item, Known, Sort, Stand};
use super::super::scanner::{Quantity, What, scan};
use super::super::written::{Dimension, Unit, unit_at, unit_of_fact};
use super::parts::Parts;
use super::{fact, set};
use serde_json::Value;
use std::collections::BTreeSet;

/// One number of the record.
#[derive(Clone, Debug)]
struct Leaf {
    /// As a JSON pointer.
    pointer: String,
    /// Words of its own name.
    own: Vec<String>,
    /// What it may be called, as words and numbers of concepts.
    names: Names,
    value: f64,
    unit: Option<Unit>,
    /// Whether it is what somebody hoped for.
    is_expected: bool,
    /// Whether it stands in what the run read or said, which is not about the run.
    is_read: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Names {
    words: BTreeSet<String>,
    concepts: BTreeSet<usize>,
}

/// The record of a run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    leaves: Vec<Leaf>,
    /// Times that it states, as written.
    pub(super) times: Vec<String>,
    /// Lines of what it says of the files it read.
    listing: BTreeSet<String>,
}

/// Numbers beyond these are not looked at, so that time stays bounded.
const MOST: usize = 20_000;

/// Names under which a record keeps what the run read or wrote.
const READ: [&str; 7] = ["analysis", "data", "input", "inputs", "files", "response", "prompt"];

/// Words that say that a number was hoped for.
const EXPECTED: [&str; 12] = [
    "expected",
    "expect",
    "expectation",
    "expectations",
    "target",
    "targets",
    "targeted",
    "anticipated",
    "goal",
    "projected",
    "predicted",
    "intended",
];

/// Names of one setting.
#[rustfmt::skip]
const SETTINGS: &[&[&str]] = &[
    &["num gpu", "gpu layers", "layers", "gpu layer", "layers on the gpu", "ngl", "n gpu layers", "offloaded layers"],
    &["num ctx", "context", "ctx", "context size", "context length", "context window", "n ctx", "context tokens", "token context"],
    &["temperature", "temp", "sampling temperature"],
    &["top p"], &["top k"], &["min p"], &["seed"], &["num predict", "max tokens"], &["num thread", "threads"],
    &["repeat penalty", "repetition penalty"], &["num batch", "batch size", "batch"],
];

impl Run {
    /// What a record in JSON holds.
    pub fn of(record: &Value) -> Self {
        let mut run = Self::default();
        run.read(record, &mut Vec::new(), false);
        run
    }

    fn read(&mut self, value: &Value, path: &mut Vec<String>, is_read: bool) {
        let below = |path: &[String]| is_read || path.last().is_some_and(|key| is_of_reading(key));
        match value {
            Value::Object(members) => {
                let is_read = below(path);
                for (key, member) in members {
                    path.push(key.clone());
                    self.read(member, path, is_read);
                    path.pop();
                }
            }
            Value::Array(items) => {
                let is_read = below(path);
                for (at, item) in items.iter().enumerate() {
                    path.push(at.to_string());
                    self.read(item, path, is_read);
                    path.pop();
                }
            }
            Value::Number(number) => {
                if let Some(value) = number.as_f64().filter(|_| self.leaves.len() < MOST) {
                    self.leaves.push(Leaf::of(path, value, is_read));
                }
            }
            Value::String(text) => {
                let key = path.last().map(|key| spelled(key)).unwrap_or_default();
                let is_time =
                    key.iter().any(|word| matches!(word.as_str(), "timestamp" | "date" | "time" | "datetime"));
                if is_time && text.len() < 40 {
                    self.times.push(text.clone());
                }
                let has = |list: &[&str]| key.iter().any(|word| list.contains(&word.as_str()));
                let is_set_up =
                    has(&["data", "files", "input", "inventory", "listing", "citations", "description", "rationale"]);
                if is_set_up && !is_read {
                    self.listing.extend(text.lines().map(|line| line.trim().to_owned()));
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// How many files the run says that it read.
    pub(super) fn counts(&self) -> Vec<Known> {
        let is_count = |leaf: &&Leaf| {
            let has = |list: &[&str]| leaf.own.iter().any(|word| list.contains(&word.as_str()));
            has(&["files"])
                && has(&["count", "total", "analyzed", "analysed", "processed", "read", "number"])
                && leaf.value.fract() == 0.0
        };
        let found = self.leaves.iter().filter(is_count);
        found.map(|leaf| fact(format!("run{}", leaf.pointer), leaf.value, "files", "total", "count", "")).collect()
    }

    /// Judges an item that is about the run: a setting, a figure of the run in its own part of the text, what was expected.
    pub(super) fn settle(&self, text: &str, parts: &Parts, item: &mut Item) {
        if item.kind == Sort::Wording {
            return;
        }
        let line = parts.place(item).line;
        let is_of_run = parts.is_of_run(line);
        let before = parts.before(text, item);
        let after = parts.after(text, item);
        if is_of_run && item.verdict != Stand::Supported {
            let whole = format!("{before}{}{after}", item.surface);
            if self.listing.contains(whole.trim()) {
                return set(item, Stand::Supported, "the run says so of its files".to_owned(), Vec::new());
            }
        }
        let Some(quantity) = quantity(&item.surface) else {
            return;
        };
        let leaves = self.setting(before, after, &quantity);
        if let Some(leaves) = leaves.filter(|_| is_of_run || item.verdict != Stand::Supported) {
            let right = leaves.iter().find(|leaf| leaf.is(&quantity));
            let (stand, leaf) = right.map_or((Stand::Contradicted, leaves[0]), |leaf| (Stand::Supported, *leaf));
            let reason = format!("the run has `{}` = {}", leaf.own.join("_"), leaf.value);
            return set(item, stand, reason, vec![format!("run{}", leaf.pointer)]);
        }
        let is_hoped = is_hoped(before) || is_hoped(parts.lead(text, line));
        if !is_of_run && !is_hoped {
            return self.echo(before, after, &quantity, item);
        }
        if matches!(item.verdict, Stand::NotAClaim | Stand::Supported) {
            return;
        }
        let named = label(before);
        let has_name = named.contains(char::is_alphabetic);
        // `40 tok/s throughput` in a record says the name behind.
        let clause = after.split([',', ';', '|', '.', ')']).next().unwrap_or("").trim();
        let behind = if is_of_run && spelled(clause).len() < 3 { clause } else { "" };
        let called = Names::of(&format!("{named} {} {behind}", if is_hoped { &item.surface } else { "" }));
        let is_long = item.surface.chars().filter(char::is_ascii_digit).count() > 3;
        let fits = |leaf: &&Leaf| {
            let allowed = (is_of_run || is_hoped == leaf.is_expected) && !leaf.is_read;
            let is_open = called.concepts.is_empty() || leaf.names.concepts.is_empty();
            allowed
                && leaf.is(&quantity)
                && (leaf.names.meet(&called) || (is_of_run && is_long && is_open) || !has_name)
        };
        if let Some(leaf) = self.leaves.iter().find(fits) {
            let reason = format!("the record of the run says so at `{}`", leaf.pointer);
            set(item, Stand::Supported, reason, vec![format!("run{}", leaf.pointer)]);
        }
    }

    /// What was hoped for is not what was seen, though the text says so.
    fn echo(&self, before: &str, after: &str, quantity: &Quantity, item: &mut Item) {
        if item.verdict != Stand::Supported || quantity.unit.is_none() || item.surface.len() < 4 {
            return;
        }
        let clause = after.split([',', ';', '|', '.', ')']).next().unwrap_or("");
        let called = Names::of(&format!("{} {} {clause}", label(before), item.surface));
        let echoed =
            |leaf: &&Leaf| leaf.is_expected && leaf.is(quantity) && !leaf.names.concepts.is_disjoint(&called.concepts);
        let seen = |leaf: &Leaf| {
            !leaf.is_expected
                && !leaf.is_read
                && leaf.is(quantity)
                && !leaf.names.concepts.is_disjoint(&called.concepts)
        };
        let names_a_file =
            [".csv", ".json", ".md"].iter().any(|ending| before.contains(ending) || after.contains(ending));
        if names_a_file || self.leaves.iter().any(seen) {
            return;
        }
        if let Some(leaf) = self.leaves.iter().find(echoed) {
            let reason = format!("this was expected of the run at `{}`, not measured", leaf.pointer);
            set(item, Stand::Contradicted, reason, vec![format!("run{}", leaf.pointer)]);
        }
    }

    /// The leaves of the setting that a number is said to be the value of.
    fn setting(&self, before: &str, after: &str, quantity: &Quantity) -> Option<Vec<&Leaf>> {
        let trimmed = before.trim_end_matches([' ', '*', '`', ':', '=']);
        let is_assigned = before[trimmed.len()..].contains('=');
        let is_titled = before[trimmed.len()..].contains(':');
        let named_before = words(trimmed);
        let ends = |phrase: &[String]| {
            named_before.len() >= phrase.len()
                && named_before.iter().rev().zip(phrase.iter().rev()).all(|(word, spelled)| word.text == *spelled)
                && (is_assigned || is_titled || trimmed.ends_with(|c: char| c.is_alphanumeric()))
        };
        let of_phrase = |phrases: &[&str]| phrases.iter().any(|phrase| ends(&spelled(phrase)));
        let named = SETTINGS.iter().find(|phrases| of_phrase(phrases)).or_else(|| {
            // `80 GPU layers`, `a context of 512`
            let of = trimmed.strip_suffix(" of").or_else(|| trimmed.strip_suffix(" is")).unwrap_or("");
            let before_of = words(of);
            let behind: Vec<String> = spelled(after.split([',', '.', ';', '(', ')', '|', ':']).next().unwrap_or(""));
            SETTINGS.iter().find(|phrases| {
                phrases.iter().map(|phrase| spelled(phrase)).any(|phrase| {
                    let stands_before = before_of.len() >= phrase.len()
                        && before_of.iter().rev().zip(phrase.iter().rev()).all(|(word, spelled)| word.text == *spelled);
                    let stands_behind =
                        phrase.len() > 1 && behind.starts_with(&phrase) && after.starts_with([' ', '-']);
                    stands_before || stands_behind
                })
            })
        });
        let own: Vec<&Leaf> = match named {
            Some(phrases) => {
                let same = |leaf: &&Leaf| phrases.iter().any(|phrase| spelled(phrase) == leaf.own);
                self.leaves.iter().filter(|leaf| !leaf.is_read).filter(same).collect()
            }
            None if is_assigned => {
                let same = |leaf: &&Leaf| ends(&leaf.own) && !leaf.is_read;
                self.leaves.iter().filter(same).collect()
            }
            None => Vec::new(),
        };
        let is_plain = quantity.unit.as_ref().is_none_or(|unit| unit.dimension == Dimension::Count);
        (!own.is_empty() && is_plain).then_some(own)
    }
}

fn is_of_reading(key: &str) -> bool {
    spelled(key).iter().any(|word| READ.contains(&word.as_str()))
}

/// What names a number in a line of a record: what stands between the mark before and it, numbers left out.
fn label(before: &str) -> &str {
    let marks: &[char] = &['|', ',', ';', '(', '\n'];
    let mut trimmed = before;
    loop {
        trimmed = trimmed.trim_end_matches(|c: char| !c.is_alphabetic());
        let from = trimmed.rfind(marks).map_or(0, |at| at + 1);
        let named = &trimmed[from..];
        let is_unit = named.trim().len() < 3
            || super::super::written::unit_at(named.trim()).is_some_and(|(length, _)| length == named.trim().len());
        if from == 0 || !is_unit {
            return named;
        }
        trimmed = &trimmed[..from - 1];
    }
}

/// Whether the words right before a number say that it was hoped for.
fn is_hoped(before: &str) -> bool {
    let clause = before.rsplit(['.', ';', '(', '|', '\n', ',']).next().unwrap_or("");
    spelled(clause).iter().rev().take(7).any(|word| EXPECTED.contains(&word.as_str()))
}

fn quantity(surface: &str) -> Option<Quantity> {
    scan(surface).into_iter().find_map(|found| match found.what {
        What::Quantity(quantity) => Some(quantity),
        What::Label(_) => None,
    })
}

impl Leaf {
    fn of(path: &[String], value: f64, is_read: bool) -> Self {
        let own = path.last().map(|key| spelled(key)).unwrap_or_default();
        let called = path.join(" ").replace('_', " ");
        let is_expected = spelled(&called).iter().any(|word| EXPECTED.contains(&word.as_str()));
        let pointer = path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect();
        Self { pointer, unit: unit_of_name(&own), own, names: Names::of(&called), value, is_expected, is_read }
    }

    /// Whether the number is what is written.
    fn is(&self, quantity: &Quantity) -> bool {
        let close = |truth: f64, scale: f64| {
            let room = quantity.half * scale * (1.0 + 1e-9) + truth.abs() * 1e-7;
            (truth - quantity.value * scale).abs() <= room
        };
        match (&self.unit, &quantity.unit) {
            (Some(own), Some(unit)) if own.dimension == unit.dimension => close(self.value * own.factor, unit.factor),
            (Some(_), Some(_)) => false,
            _ => close(self.value, 1.0),
        }
    }
}

/// The unit at the end of a name: `total_ms`, `tokens_per_second`.
fn unit_of_name(own: &[String]) -> Option<Unit> {
    let last = own.last().map_or("", String::as_str);
    let has = |word: &str| own.iter().any(|own| own == word);
    if has("per") && (last.starts_with("sec") || last == "s") {
        return Some(unit_of_fact(if has("requests") { "requests/s" } else { "tokens/s" }));
    }
    let last = if last == "percent" { "%" } else { last };
    let (length, unit) = unit_at(last)?;
    (length == last.len() && unit.dimension != Dimension::Count && own.len() > 1).then_some(unit)
}

impl Names {
    fn of(text: &str) -> Self {
        let spelled_out = spelled(text);
        let joined = format!(" {} ", spelled_out.join(" "));
        let concepts = CONCEPTS
            .iter()
            .enumerate()
            .filter(|(_, concept)| concept.iter().any(|phrase| joined.contains(&format!(" {phrase} "))));
        let common = [
            "the", "of", "total", "average", "mean", "metrics", "a", "in", "and", "to", "is", "was", "s", "ms", "per",
            "second", "seconds", "result",
        ];
        let concepts = concepts.map(|(at, _)| at).collect();
        Self { words: spelled_out.into_iter().filter(|word| !common.contains(&word.as_str())).collect(), concepts }
    }

    fn meet(&self, other: &Self) -> bool {
        !self.words.is_disjoint(&other.words) || !self.concepts.is_disjoint(&other.concepts)
    }
}
