//! Words around numbers: plurals, lists, ranges, and the numbers of a sentence set in bold.

use super::block::Line;
use crate::fact::statistic_key;
use crate::reading::Kind;
use crate::shown::{format_count, format_value};
use crate::summary::{Finding, Group, Metric, Study, Summary, Tag};

/// `1 file`, `101 files`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", format_count(count), if count == 1 { one } else { many })
}

/// The name of a kind of file.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Csv => "CSV",
        Kind::Json => "JSON",
        Kind::Jsonl => "JSON Lines",
        Kind::Markdown => "Markdown",
        Kind::Other => "other",
    }
}

/// The tag as words.
pub(super) fn tag_name(tag: Tag) -> &'static str {
    match tag {
        Tag::Shown => "Shown",
        Tag::NotShown => "Not shown",
        Tag::FalseTrail => "False trail",
        Tag::LeftOut => "Left out",
        Tag::RunNext => "Run next",
        Tag::Note => "Note",
    }
}

/// What stands for a group, as shown.
pub(super) fn middle(metric: &Metric, group: &Group) -> Option<String> {
    metric.typical.of(&group.statistics).map(|value| format_value(value, &metric.unit))
}

/// The group of that name in a metric.
pub(super) fn group_of<'a>(metric: &'a Metric, name: &str) -> Option<&'a Group> {
    metric.groups.iter().find(|group| group.name == name)
}

/// Names of all groups of a study in its order.
pub(super) fn group_names(study: &Study) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for group in study.metrics.iter().filter(|metric| metric.headline).flat_map(|metric| &metric.groups) {
        if !names.contains(&group.name.as_str()) {
            names.push(&group.name);
        }
    }
    names
}

/// A finding's text with its measured values in bold; plain counts stay plain.
pub(super) fn emphasized(summary: &Summary, finding: &Finding, text: &str) -> Line {
    let medians = summary.studies.iter().flat_map(|study| used_statistics(study, finding));
    let medians: Vec<String> = medians.collect();
    let figures = finding.figures.iter().filter(|fact| !fact.unit.is_empty()).map(|fact| fact.shown.as_str());
    let mut values: Vec<&str> = figures.chain(medians.iter().map(String::as_str)).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    let mut line = Line::default();
    let mut rest = text;
    loop {
        let found = values.iter().filter_map(|value| find_whole(rest, value).map(|at| (at, *value)));
        let Some((at, value)) = found.min_by_key(|(at, value)| (*at, std::cmp::Reverse(value.len()))) else { break };
        line = line.and(&rest[..at]).bold(value);
        rest = &rest[at + value.len()..];
    }
    if rest.is_empty() { line } else { line.and(rest) }
}

/// What the finding says of the groups of a study, as shown.
fn used_statistics<'a>(study: &'a Study, finding: &'a Finding) -> impl Iterator<Item = String> + 'a {
    let groups = study.metrics.iter().flat_map(|metric| metric.groups.iter().map(move |group| (metric, group)));
    groups.filter_map(|(metric, group)| {
        let key = statistic_key(&study.id, &metric.key, metric.typical.name(), group);
        if finding.facts.contains(&key) { middle(metric, group) } else { None }
    })
}

/// Where a number stands in a text without being a part of a longer one.
pub(super) fn find_whole(text: &str, value: &str) -> Option<usize> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '.';
    text.match_indices(value).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let mut after = text[at + value.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let sentence_end = next == Some('.') && !second.is_some_and(|letter| letter.is_ascii_digit());
        !before.is_some_and(part) && (sentence_end || !next.is_some_and(part))
    })
}

/// The first sentence of a text.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1).find(|end| text[*end..].starts_with(' '));
    end.map_or(text, |end| &text[..end])
}
