//! The check of numbers in text: every number gets a verdict, and what was found is linked to its fact.
//!
//! Takes any text and the facts; gives claims in the order of the text. A number is found when a fact, rounded as it is
//! written, is that number; a sentence that names another statistic or another group than the fact does not find it. Numbers
//! that would have to be computed from several facts, and the direction of comparisons, are not looked at.

pub mod claims;
mod context;
pub mod evidence;
mod index;
mod label;
mod numeral;
mod scanner;
mod written;

#[cfg(test)]
mod tests;

use crate::fact::Fact;
use crate::summary::Summary;
use context::{Context, Mentions, context_of};
use index::{Entry, Index};
use scanner::{Found, Quantity, What, scan};
use serde::{Deserialize, Serialize};
use written::{Dimension, Unit};

/// What the check says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The data have it.
    Found,
    /// The data do not have it.
    NotFound,
    /// It states nothing about the data: a date, a name, a number of a list.
    NotAClaim,
}

/// A number in a text, with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// The number as written, with its unit.
    pub surface: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Key of the fact it is.
    pub fact: Option<String>,
    /// Why, a few words.
    pub reason: String,
}

/// Checks every number of a text against the facts, and against the numbers of what was said without a model.
pub fn check(text: &str, facts: &[Fact], said: &[String]) -> Vec<Claim> {
    Checker::new(facts, said).check(text)
}

/// What is said of the data without a model; its numbers may be said again.
pub fn said(summary: &Summary) -> Vec<String> {
    let studies = summary.studies.iter().flat_map(|study| {
        let definitions = study.metrics.iter().map(|metric| metric.definition.clone());
        [study.name.clone(), study.workload.clone()].into_iter().chain(definitions)
    });
    let tellings = summary.studies.iter().flat_map(|study| study.telling.iter().chain(&study.misleading));
    let findings = summary.findings.iter().chain(tellings).map(|finding| finding.text.clone());
    let groups = summary.studies.iter().flat_map(|study| &study.metrics).flat_map(|metric| &metric.groups);
    let notes: std::collections::BTreeSet<&String> = groups.flat_map(|group| &group.statistics.notes).collect();
    let warned = crate::report::warned(summary).into_iter().map(|warned| warned.first);
    let warned = warned.map(|warning| format!("{} {} {}", warning.path, warning.place, warning.evidence));
    let told = std::iter::once(summary.title.clone()).chain(studies).chain(findings);
    told.chain(notes.into_iter().cloned()).chain(warned).collect()
}

/// How many claims were found and how many were not.
pub fn counts(claims: &[Claim]) -> (usize, usize) {
    let count = |verdict| claims.iter().filter(|claim| claim.verdict == verdict).count();
    (count(Verdict::Found), count(Verdict::NotFound))
}

/// Words such as `about` widen a number to five percent of it.
const LOOSE: f64 = 0.05;

/// Number words count something of the data only before these.
const COUNTED: [&str; 16] = [
    "file",
    "run",
    "row",
    "record",
    "request",
    "token",
    "error",
    "failure",
    "sample",
    "measurement",
    "answer",
    "stud",
    "dataset",
    "csv",
    "json",
    "markdown",
];

/// Facts prepared for checking one text after another, as when it is still being written.
#[derive(Debug)]
pub struct Checker<'a> {
    index: Index<'a>,
    said: Vec<Quantity>,
}

/// Where a number stands.
struct Place<'a> {
    context: &'a Context,
    mentions: &'a Mentions<'a>,
    /// Words beside it that some count is named by: `28 CSV files`, `CSV: 28`.
    nouns: Vec<String>,
    after: &'a str,
}

type Judged = (Verdict, Option<String>, String);

fn said_numbers(line: &str) -> Vec<Quantity> {
    let quantity = |found: Found| match found.what {
        What::Quantity(quantity) => Some(quantity),
        What::Label(_) => None,
    };
    scan(line).into_iter().filter_map(quantity).collect()
}

impl<'a> Checker<'a> {
    /// A check against these facts, and against the numbers of what was said without a model (see [`said`]).
    pub fn new(facts: &'a [Fact], said: &[String]) -> Self {
        Self { index: Index::of(facts), said: said.iter().flat_map(|line| said_numbers(line)).collect() }
    }

    /// Every number of the text, in order, with its verdict.
    pub fn check(&self, text: &str) -> Vec<Claim> {
        let mut around: Option<(Context, Mentions<'_>)> = None;
        let judged = |Found { start, end, what }: Found| {
            let (verdict, fact, reason) = match what {
                What::Label(why) => (Verdict::NotAClaim, None, why.to_owned()),
                What::Quantity(quantity) => {
                    let context = context_of(text, start);
                    let mentions = match around.take() {
                        Some((last, mentions)) if last.words == context.words => mentions,
                        _ => Mentions::of(&context.words, &self.index),
                    };
                    let nouns = self.nouns(&text[..start], &text[start..end], &text[end..]);
                    let place = Place { context: &context, mentions: &mentions, nouns, after: &text[end..] };
                    let judged = self.judge(&quantity, &place);
                    around = Some((context, mentions));
                    judged
                }
            };
            Claim { start, end, surface: text[start..end].to_owned(), verdict, fact, reason }
        };
        scan(text).into_iter().map(judged).collect()
    }

    fn judge(&self, quantity: &Quantity, place: &Place<'_>) -> Judged {
        if let Some(name) = &quantity.setting
            && let Some(judged) = self.setting(name, quantity)
        {
            return judged;
        }
        if quantity.spelled && quantity.unit.is_none() && !counts_data(place.after) {
            return (Verdict::NotAClaim, None, "a number word that counts nothing of the data".to_owned());
        }
        self.find(quantity, place)
    }

    fn nouns(&self, before: &str, surface: &str, after: &str) -> Vec<String> {
        let own = surface.rsplit(' ').next().filter(|word| word.starts_with(char::is_alphabetic));
        // What a number counts stands in its own line.
        let line = after.lines().next().unwrap_or_default();
        let next = line.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        // In `203 of 289 answered` the verb belongs to the first number.
        let is_whole = before.trim_end().ends_with(" of");
        // A title of one word names what it counts: `* **CSV:** 28`, `JSON: 44`.
        let titled = before.trim_end_matches([' ', '*']).strip_suffix(':').map(|title| title.trim_end_matches('*'));
        let title = titled.and_then(|title| title.rsplit(['*', '\n', '|', ',', ';', ':', '(']).next()).map(str::trim);
        let title = title.map(|title| title.trim_start_matches("- ")).filter(|title| !title.contains(' '));
        let words = [own, next.filter(|_| !is_whole && own.is_none()), title].into_iter().flatten();
        words.map(|word| singular(&word.to_lowercase()).to_owned()).filter(|word| self.index.counts(word)).collect()
    }

    /// `num_gpu=60` is in the data when a group has that setting.
    fn setting(&self, name: &str, quantity: &Quantity) -> Option<Judged> {
        let values = self.index.labels.get(name)?;
        let same = |value: &&&str| value.parse::<f64>().is_ok_and(|value| value == quantity.value);
        Some(match values.iter().find(same) {
            Some(value) => (Verdict::Found, None, format!("`{name}={value}` is a setting of the data")),
            None => (Verdict::NotFound, None, format!("no group has this `{name}`")),
        })
    }

    fn find(&self, quantity: &Quantity, place: &Place<'_>) -> Judged {
        let value = quantity.value;
        let mut belongs_elsewhere: Option<&Entry<'_>> = None;
        for unit in self.readings(quantity, place) {
            let half = if quantity.loose { quantity.half.max(value.abs() * LOOSE) } else { quantity.half };
            // A bit of room for the rounding of binary fractions.
            let room = half * unit.factor * (1.0 + 1e-9) + (value * unit.factor).abs() * 1e-12;
            let middle = value * unit.factor;
            let mut best: Option<(i32, &Entry<'_>)> = None;
            for entry in self.index.between(&unit.dimension, middle - room, middle + room) {
                if !is_alike(quantity, &unit, entry) {
                    continue;
                }
                if !agrees(entry, place.mentions) || !is_called(entry, &place.nouns) {
                    belongs_elsewhere.get_or_insert(entry);
                    continue;
                }
                let score = closeness(entry, place.context, place.mentions);
                if best.is_none_or(|(most, _)| score > most) {
                    best = Some((score, entry));
                }
            }
            if let Some((_, entry)) = best {
                return (
                    Verdict::Found,
                    Some(entry.fact.key.clone()),
                    format!("`{}` is {}", entry.fact.key, entry.fact.shown),
                );
            }
        }
        if self.said.iter().any(|said| said_again(said, quantity)) {
            return (Verdict::Found, None, "stated in the summary".to_owned());
        }
        match belongs_elsewhere {
            Some(entry) => {
                (Verdict::NotFound, None, format!("it is `{}`, which is not what is said here", entry.fact.key))
            }
            None => (Verdict::NotFound, None, "no fact has this value".to_owned()),
        }
    }

    /// Units a number may be in, the written one alone when there is one.
    fn readings(&self, quantity: &Quantity, place: &Place<'_>) -> Vec<Unit> {
        if let Some(unit) = &quantity.unit {
            return alike(unit);
        }
        let trimmed = place.after.trim_start();
        if let Some(symbol) = self.index.other_units().find(|symbol| trimmed.starts_with(symbol)) {
            return vec![Unit { dimension: Dimension::Unit(symbol.to_owned()), factor: 1.0 }];
        }
        if let Some(unit) = quantity.shared_unit.as_ref().or(place.context.column_unit.as_ref()) {
            return alike(unit);
        }
        alike(&Unit { dimension: Dimension::Count, factor: 1.0 })
    }
}

/// Units under which a fact may hold the same thing.
fn alike(unit: &Unit) -> Vec<Unit> {
    let as_other = |dimension| vec![unit.clone(), Unit { dimension, factor: unit.factor }];
    match unit.dimension {
        Dimension::Ratio => as_other(Dimension::Count),
        Dimension::Count => as_other(Dimension::Ratio),
        Dimension::Percent | Dimension::Unit(_) => vec![unit.clone()],
    }
}

/// Whether a fact can be what is written: `2×` is no count of two, and `2` is no ratio that rounds to it.
fn is_alike(quantity: &Quantity, unit: &Unit, entry: &Entry<'_>) -> bool {
    let written_as_ratio = quantity.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Ratio);
    match unit.dimension {
        Dimension::Count => !written_as_ratio || entry.fact.value.fract() != 0.0,
        Dimension::Ratio => written_as_ratio || quantity.half < 0.5,
        Dimension::Percent | Dimension::Unit(_) => true,
    }
}

/// Whether nothing that is named around the number speaks against the fact.
fn agrees(entry: &Entry<'_>, mentions: &Mentions<'_>) -> bool {
    let statistic = entry.statistic.filter(|name| !matches!(*name, "min" | "max"));
    // A metric may itself be called a mean: the median of `duration_mean` is "duration, mean".
    let named_by_metric = || mentions.statistics.iter().any(|name| entry.metric_words().any(|word| word == *name));
    let statistic_agrees = statistic
        .is_none_or(|name| mentions.statistics.is_empty() || mentions.statistics.contains(&name) || named_by_metric());
    let label_agrees = |(name, value): &(&str, &str)| {
        let mut named = mentions.labels.iter().filter(|(other, _)| other == name).peekable();
        named.peek().is_none() || named.any(|(_, other)| other == value)
    };
    statistic_agrees && entry.labels().all(|label| label_agrees(&label))
}

/// `files` and `file` are one word.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|rest| rest.len() > 2).unwrap_or(word)
}

/// Whether a count is what the words beside the number call it.
fn is_called(entry: &Entry<'_>, nouns: &[String]) -> bool {
    let is = |word: &str, noun: &String| singular(word) == noun;
    nouns.iter().all(|noun| entry.words().any(|word| is(word, noun)) || is(&entry.fact.unit, noun))
}

/// How much of a fact's key the words around the number name.
fn closeness(entry: &Entry<'_>, context: &Context, mentions: &Mentions<'_>) -> i32 {
    let named = |word: &&str| context.words.contains(*word);
    let labels = entry.labels().filter(|label| mentions.labels.contains(label)).count() as i32;
    let statistic = i32::from(entry.statistic.is_some_and(|name| mentions.statistics.contains(&name)));
    // Without a word for the statistic, a median is meant before a mean, and both before the ends.
    let usual = match entry.statistic {
        Some("median") => 2,
        Some("mean") => 1,
        _ => 0,
    };
    20 * labels + 10 * statistic + 4 * entry.words().filter(named).count() as i32 + usual
}

fn said_again(said: &Quantity, quantity: &Quantity) -> bool {
    let same_value = (said.value - quantity.value).abs() <= quantity.value.abs() * 1e-12;
    let unit = |quantity: &Quantity| quantity.unit.clone().or_else(|| quantity.shared_unit.clone());
    same_value && said.half <= quantity.half * (1.0 + 1e-9) && unit(said) == unit(quantity)
}

fn counts_data(after: &str) -> bool {
    let phrase = after.split([',', '.', ';', ':', '(', '|', '\n']).next().unwrap_or("");
    let words = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // `three of four runs` counts runs.
    let reach = if phrase.trim_start().starts_with("of ") { 4 } else { 2 };
    words.take(reach).map(str::to_lowercase).any(|word| COUNTED.iter().any(|noun| word.starts_with(noun)))
}
