//! Right sentences of labeled reports, each with one word or number changed: the check must notice.

use super::given::shared;
use insight::grounding::claims::{Item, Known, Sort, Stand, Verifier};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    Number,
    Unit,
    Metric,
    Entity,
    Direction,
}

/// A seeded row of numbers, the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

const UNITS: [(&str, &str); 9] = [
    (" ms", " s"),
    (" s", " ms"),
    (" GB", " MB"),
    (" MB", " GB"),
    (" tok/s", " ms"),
    (" tokens/s", " W"),
    (" W", " J"),
    (" J", " W"),
    ("%", " ms"),
];

const METRICS: [&str; 9] = [
    "time to first token",
    "TTFT",
    "throughput",
    "power draw",
    "peak memory",
    "memory use",
    "end-to-end latency",
    "energy per token",
    "prefill time",
];

pub(crate) const DIRECTIONS: [(&str, &str); 10] = [
    ("higher", "lower"),
    ("lower", "higher"),
    ("faster", "slower"),
    ("slower", "faster"),
    ("better", "worse"),
    ("worse", "better"),
    ("more", "less"),
    ("less", "more"),
    ("shorter", "longer"),
    ("longer", "shorter"),
];

/// A text whose right claims are changed one at a time.
struct Subject {
    text: Vec<char>,
    facts: Vec<Known>,
    verifier: Verifier,
    right: Vec<Item>,
    flagged: usize,
}

pub(crate) fn is_flagged(item: &Item) -> bool {
    matches!(item.verdict, Stand::Contradicted | Stand::Unsupported)
}

fn subjects() -> Option<Vec<Subject>> {
    let file = std::fs::read_to_string(shared("golden/claims.json")?).expect("claims");
    let file: Value = serde_json::from_str(&file).expect("JSON");
    let documents = file["documents"].as_array().expect("documents").iter();
    let subject = |document: &Value| {
        let facts: Vec<Known> = serde_json::from_value(document["facts"].clone()).expect("facts");
        let verifier = Verifier::new(&facts);
        let text = document["text"].as_str().expect("text");
        let items = verifier.check(text);
        let flagged = items.iter().filter(|item| is_flagged(item)).count();
        let right = items.into_iter().filter(|item| item.verdict == Stand::Supported).collect();
        Subject { text: text.chars().collect(), facts, verifier, right, flagged }
    };
    Some(documents.map(subject).collect())
}

impl Subject {
    /// The sentence or row around an item.
    fn around(&self, item: &Item) -> (usize, usize) {
        let is_end = |at: usize| {
            let next = self.text.get(at + 1);
            self.text[at] == '\n' || (matches!(self.text[at], '.' | ';') && next.is_none_or(|c| c.is_whitespace()))
        };
        let from = (0..item.start).rev().find(|at| is_end(*at)).map_or(0, |at| at + 1);
        let to = (item.end..self.text.len()).find(|at| is_end(*at)).unwrap_or(self.text.len());
        (from, to)
    }

    /// The text with one thing of a right claim changed.
    fn changed(&self, change: Change, item: &Item, dice: &mut Dice) -> Option<String> {
        let text = |from: usize, to: usize| self.text[from..to].iter().collect::<String>();
        let whole = |from: usize, to: usize, new: &str| format!("{}{new}{}", text(0, from), text(to, self.text.len()));
        let (from, to) = self.around(item);
        let said = text(from, to);
        let replaced = |old: &str, new: &str| {
            let at = said.find(old)?;
            let start = from + said[..at].chars().count();
            Some(whole(start, start + old.chars().count(), new))
        };
        match change {
            Change::Number => {
                let before = text(item.start.saturating_sub(24), item.start).to_lowercase();
                let is_bound = [
                    "least", "most", "over", "under", "than", "about", "around", "~", "≈", "nearly", "roughly",
                    "approx", "below", "above", "up to", "within", "almost", "≥", "≤", "<", ">",
                ];
                let digit = self.text[item.start..item.end].iter().position(|c| ('1'..='9').contains(c))?;
                if item.kind == Sort::Wording || is_bound.iter().any(|word| before.contains(word)) {
                    return None;
                }
                let old = self.text[item.start + digit].to_digit(10)?;
                let new = 1 + (old + dice.roll(8) as u32) % 9;
                (new != old).then(|| whole(item.start + digit, item.start + digit + 1, &new.to_string()))
            }
            Change::Unit => {
                let (old, new) = UNITS.into_iter().find(|(old, _)| item.surface.ends_with(old))?;
                Some(whole(item.end - old.chars().count(), item.end, new))
            }
            Change::Metric => {
                let old = METRICS.into_iter().find(|name| said.contains(name))?;
                let of = |name: &str| {
                    name.to_lowercase().replace("ttft", "time to first token").replace("memory use", "peak memory")
                };
                let new = METRICS[dice.roll(METRICS.len())];
                (of(old) != of(new) && item.kind == Sort::Number).then(|| replaced(old, new)).flatten()
            }
            Change::Entity => {
                let key = item.fact_keys.first()?;
                let own = &self.facts.iter().find(|fact| fact.key == *key)?.entity;
                let others: Vec<&String> =
                    self.facts.iter().map(|fact| &fact.entity).filter(|entity| *entity != own).collect();
                let new = others.get(dice.roll(others.len()))?;
                (own.len() > 3 && !said.contains(new.as_str())).then(|| replaced(own, new)).flatten()
            }
            Change::Direction => {
                let (old, new) = DIRECTIONS.into_iter().find(|(old, _)| said.contains(&format!(" {old} ")))?;
                (item.kind == Sort::Wording && item.surface.contains(old)).then(|| replaced(old, new)).flatten()
            }
        }
    }
}

/// Of each kind of change how many were noticed and how many were made.
pub(crate) type Noticed = BTreeMap<Change, (usize, usize)>;

/// How many of a thousand changes were noticed, by kind, and what slipped through.
pub(crate) fn noticed() -> Option<(Noticed, Vec<String>)> {
    let subjects = subjects()?;
    let mut dice = Dice(2025);
    let mut counts = Noticed::new();
    let mut missed = Vec::new();
    let changes = [Change::Number, Change::Unit, Change::Metric, Change::Entity, Change::Direction];
    let mut made = 0;
    let mut tries = 0;
    while made < 1000 && tries < 100_000 {
        tries += 1;
        let subject = &subjects[dice.roll(subjects.len())];
        let change = changes[dice.roll(changes.len())];
        if subject.right.is_empty() {
            continue;
        }
        let item = &subject.right[dice.roll(subject.right.len())];
        let Some(text) = subject.changed(change, item, &mut dice) else { continue };
        made += 1;
        let flagged = subject.verifier.check(&text).iter().filter(|item| is_flagged(item)).count();
        let count = counts.entry(change).or_default();
        count.1 += 1;
        if flagged > subject.flagged {
            count.0 += 1;
        } else {
            let (from, _) = subject.around(item);
            missed.push(format!("{change:?}: {}", text.chars().skip(from).take(220).collect::<String>().trim()));
        }
    }
    Some((counts, missed))
}

#[test]
fn a_changed_word_or_number_is_noticed() {
    let Some((counts, missed)) = noticed() else { return };
    let (caught, all) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    println!("{counts:?}\n{}", missed.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
    assert!(caught as f64 >= 0.99 * all as f64, "{caught} of {all}");
}
