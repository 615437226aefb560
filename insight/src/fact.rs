//! Every number said anywhere is a fact: a stable key, a value, what it is of, the text as shown, and where it comes from.

mod all;

pub(crate) use all::file_spread;
pub use all::{facts, statistic_key};

use crate::shown::{format_measured, format_value};
use crate::summary::{Better, Finding, Group};
use serde::{Deserialize, Serialize};

/// Files named beside a fact; its source in words counts the others.
const FILES: usize = 3;

/// One number that was computed from the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// `metric.statistic[@name=value,…]`, ASCII, independent of the order of files: `s1.ttft.median@model=gemma3:270m`.
    pub key: String,
    /// The value in `unit`.
    pub value: f64,
    /// Base unit; empty for a pure number or a count.
    pub unit: String,
    /// As shown to a reader, with its unit: `64 ms`.
    pub shown: String,
    /// Where it comes from, in words: columns, files, formula.
    pub source: String,
    /// Canonical metric, or what is counted: `ttft`, `requests failed`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// The metric in the field's words: `first token, warm`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub called: String,
    /// Which statistic: `median`, `p95`, `count`, `ratio`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stat: String,
    /// Of what, as a text would name it: a model, a setting; empty for the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entity: String,
    /// With what it is compared, for a ratio or difference of two.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub against: String,
    /// The study it belongs to, by its id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub study: String,
    /// Values behind it, where they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Between which values the true one lies with 95 %, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    /// Which way is better.
    #[serde(default, skip_serializing_if = "is_none")]
    pub better: Better,
    /// The first files it was computed from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Where in the file: rows, lines or a JSON pointer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Keys of the facts that it follows from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
}

fn is_none(better: &Better) -> bool {
    *better == Better::None
}

impl Fact {
    /// A fact shown by the common rule; what its key says of metric and statistic is filled in.
    pub fn new(key: impl Into<String>, value: f64, unit: &str, source: impl Into<String>) -> Self {
        let (key, source) = (key.into(), source.into());
        let shown = format_value(value, unit);
        let (study, metric, stat) = parts(&key);
        let (study, metric, stat) = (study.to_owned(), metric, stat.to_owned());
        Self { key, value, unit: unit.to_owned(), shown, source, study, metric, stat, ..Self::default() }
    }

    /// A count.
    pub fn count(key: impl Into<String>, count: u64, source: impl Into<String>) -> Self {
        let fact = Self::new(key, count as f64, "", source);
        let metric = [fact.metric.as_str(), fact.stat.as_str()].join(" ").replace(['.', '_'], " ");
        Self { metric: metric.trim().to_owned(), stat: "count".to_owned(), ..fact }
    }

    /// How many times as large one value is as another.
    pub fn ratio(key: impl Into<String>, ratio: f64, source: impl Into<String>) -> Self {
        let shown = crate::shown::format_ratio(ratio);
        Self { shown, stat: "ratio".to_owned(), ..Self::new(key, ratio, "×", source) }
    }

    /// A share or a relative difference, given as a fraction and kept in percent.
    pub fn share(key: impl Into<String>, fraction: f64, source: impl Into<String>) -> Self {
        Self { stat: "share".to_owned(), ..Self::new(key, fraction * 100.0, "%", source) }
    }

    /// With the metric it is of.
    #[must_use]
    pub fn measuring(mut self, metric: &str, called: &str, better: Better) -> Self {
        metric.clone_into(&mut self.metric);
        called.clone_into(&mut self.called);
        self.better = better;
        self
    }

    /// With what it is of.
    #[must_use]
    pub fn of(mut self, entity: impl Into<String>) -> Self {
        self.entity = entity.into();
        self
    }

    /// With what it is compared, and the facts it follows from.
    #[must_use]
    pub fn against(mut self, other: impl Into<String>, inputs: Vec<String>) -> Self {
        self.against = other.into();
        self.inputs = inputs;
        self
    }

    /// With its files and the place in them.
    #[must_use]
    pub fn found_in(mut self, files: &[String], place: &str) -> Self {
        self.files = files.iter().take(FILES).cloned().collect();
        place.clone_into(&mut self.place);
        self
    }

    /// With how sure it is, which says how many digits are shown.
    #[must_use]
    pub fn sure(mut self, n: u64, interval: Option<(f64, f64)>) -> Self {
        self.n = Some(n);
        self.interval = interval;
        self.shown = format_measured(self.value, &self.unit, interval);
        self
    }
}

/// Study, metric and statistic that a key is made of; what it does not say is empty.
fn parts(key: &str) -> (&str, String, &str) {
    let head = key.split_once('@').map_or(key, |(head, _)| head);
    let (first, rest) = head.split_once('.').unwrap_or(("", head));
    let name = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_id = !name.is_empty() && name.len() < first.len();
    let (study, rest) = if is_id { (first, rest) } else { ("", head) };
    match rest.rsplit_once('.') {
        Some((metric, stat)) => (study, metric.to_owned(), stat),
        None => (study, rest.to_owned(), ""),
    }
}

/// A group as a sentence names it: numbers with what they are the level of; empty for the whole.
pub(crate) fn entity_of(group: &Group) -> String {
    let is_whole = group.labels.is_empty() && group.name == "all";
    let is_number = |value: &str| value.parse::<f64>().is_ok();
    if is_whole {
        String::new()
    } else if group.labels.iter().any(|(_, value)| is_number(value)) {
        let word = |(name, value): &(String, String)| {
            if is_number(value) { format!("{name} {value}") } else { value.clone() }
        };
        group.labels.iter().map(word).collect::<Vec<String>>().join(", ")
    } else {
        group.name.clone()
    }
}

impl Finding {
    /// Adds a figure to what the sentence uses and gives the text to write in it.
    pub fn figure(&mut self, fact: Fact) -> String {
        let shown = fact.shown.clone();
        self.facts.push(fact.key.clone());
        self.figures.push(fact);
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::Fact;
    use expect_test::expect;

    #[test]
    fn the_parts_of_a_fact_follow_from_its_key_and_empty_ones_are_not_written() {
        let facts = [
            Fact::new("s1.ttft.median@model=a.b", 0.064, "s", "ttft_s of a.csv"),
            Fact::new("ttft.median@model=a.b", 0.064, "s", "").sure(12, Some((0.0631, 0.0652))),
            Fact::count("requests.failed", 86, "requests that failed"),
            Fact::count("load1.runs", 3, ""),
            Fact::ratio("s1.decode_rate.ratio", 1.31, "").of("a").against("b", vec!["x".to_owned(), "y".to_owned()]),
            Fact::new("bytes", 436_259.0, "B", "sizes of all files"),
        ];
        let lines: Vec<String> = facts.iter().filter_map(|fact| serde_json::to_string(fact).ok()).collect();
        expect![[r#"
            {"key":"s1.ttft.median@model=a.b","value":0.064,"unit":"s","shown":"64 ms","source":"ttft_s of a.csv","metric":"ttft","stat":"median","study":"s1"}
            {"key":"ttft.median@model=a.b","value":0.064,"unit":"s","shown":"64.0 ms","source":"","metric":"ttft","stat":"median","n":12,"interval":[0.0631,0.0652]}
            {"key":"requests.failed","value":86.0,"unit":"","shown":"86","source":"requests that failed","metric":"requests failed","stat":"count"}
            {"key":"load1.runs","value":3.0,"unit":"","shown":"3","source":"","metric":"runs","stat":"count","study":"load1"}
            {"key":"s1.decode_rate.ratio","value":1.31,"unit":"×","shown":"1.31×","source":"","metric":"decode_rate","stat":"ratio","entity":"a","against":"b","study":"s1","inputs":["x","y"]}
            {"key":"bytes","value":436259.0,"unit":"B","shown":"436 kB","source":"sizes of all files","metric":"bytes"}"#]].assert_eq(&lines.join("\n"));
    }
}
