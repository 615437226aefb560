//! Three recommendations and the risks of reading these data wrongly, each from a condition that the data meet.

use super::block::{Block, Line};
use super::phrase::{counted, emphasized, group_names};
use super::section::{generates_text, measures_quality};
use crate::summary::{Finding, Study, Summary, Tag, Use};

/// How many recommendations a report has.
const RECOMMENDATIONS: usize = 3;

/// What the data say about how they were taken.
struct Conditions<'a> {
    next: Option<&'a Finding>,
    study: Option<&'a Study>,
    loads: bool,
    failed: u64,
    reversal: bool,
    /// Whether the order of runs or loads may be taken for an effect.
    order: bool,
    single: bool,
    unstated: bool,
    unusable: u64,
}

impl<'a> Conditions<'a> {
    fn of(summary: &'a Summary) -> Self {
        let study = summary.studies.first().filter(|study| study.metrics.iter().any(|metric| metric.headline));
        let headline = study.and_then(|study| study.metrics.iter().find(|metric| metric.headline));
        let unusable = summary.files.iter().filter(|file| matches!(file.used, Use::Unusable { .. })).count();
        Self {
            next: summary.findings.iter().find(|finding| finding.tag == Tag::RunNext),
            study,
            loads: study.is_some_and(|study| study.metrics.iter().any(|metric| metric.key == "ttft_loaded")),
            failed: summary.totals.failed,
            reversal: summary
                .findings
                .iter()
                .any(|finding| finding.facts.iter().any(|key| key.ends_with(".answer_tokens.ratio"))),
            order: summary.findings.iter().any(|finding| matches!(finding.tag, Tag::FalseTrail | Tag::NotShown)),
            single: headline.is_some_and(|metric| metric.groups.iter().any(|group| group.statistics.n == 1)),
            unstated: study.is_some_and(|study| study.workload.contains("not stated")),
            unusable: unusable as u64,
        }
    }
}

/// Exactly three, most useful first.
pub(super) fn recommendations(summary: &Summary) -> Vec<Line> {
    let now = Conditions::of(summary);
    let advice = |lead: &str, rest: &str| Line::default().bold(lead).and(format!(" {rest}"));
    let mut all: Vec<Line> = Vec::new();
    if let Some(next) = now.next {
        all.push(Line::default().bold("Repeat before tuning:").and(" ").join(emphasized(summary, next, &next.text)));
    }
    if now.study.is_none() {
        all.push(advice(
            "Drop the raw records:",
            "one row a request or run, with its time, its settings and its error.",
        ));
    }
    if now.next.is_none() && now.order {
        all.push(advice("Shuffle the order of runs", "and log each load, so that neither is taken for an effect."));
    }
    if now.loads {
        all.push(advice("Warm up first", "and report first tokens after a load apart from warm ones."));
    }
    if let Some(study) =
        now.study.filter(|study| generates_text(study) && !measures_quality(study) && group_names(study).len() > 1)
    {
        let by = study.group_by.first().map_or("one", String::as_str);
        let why = if now.reversal { ": longer answers can outweigh a higher speed." } else { "." };
        all.push(advice("Fix the answer length and measure quality", &format!("before replacing a {by}{why}")));
    }
    if now.failed > 0 {
        all.push(advice("Log failures as failures:", "an error text and empty cells, never zeros."));
    }
    if now.single {
        all.push(advice("Repeat each condition:", "one run shows no spread."));
    }
    if now.unstated {
        let missing = now.study.and_then(|study| study.workload.rsplit("; ").next()).unwrap_or_default();
        all.push(advice("State the workload in each file:", &format!("{missing} here.")));
    }
    all.push(advice("Write down the machine:", "GPU, driver, engine version and model file, in every file."));
    all.push(advice(
        "Keep one record a request,",
        "with its start time and zone, so that order and drift can be seen.",
    ));
    if now.next.is_some() || !now.order {
        all.push(advice("Shuffle the order of runs", "so that drift is not taken for an effect."));
    }
    all.truncate(RECOMMENDATIONS);
    all
}

/// A table of at least two risks.
pub(super) fn risks(summary: &Summary) -> Vec<Block> {
    let now = Conditions::of(summary);
    let has = |tag: Tag| summary.findings.iter().any(|finding| finding.tag == tag);
    let row = |risk: &str, mitigation: &str| vec![Line::plain(risk), Line::plain(mitigation)];
    let mut rows = Vec::new();
    if has(Tag::NotShown) {
        rows.push(row(
            "The best of many single runs taken for an effect",
            "Repeat the conditions that seem best, in shuffled order",
        ));
    }
    if has(Tag::FalseTrail) {
        rows.push(row("Model loads blamed on a setting", "Shuffle the order; log loads"));
    }
    if now.failed > 0 {
        let failed = format!("{} averaged as zeros", counted(now.failed, "failed record", "failed records"));
        rows.push(row(&failed, "Leave out records with an error"));
    }
    if now.single {
        rows.push(row("A single run taken for a typical one", "Repeat; show the range"));
    }
    if summary.totals.uses.repeats > 0 {
        rows.push(row("Copies and summaries counted as further evidence", "Count every record once"));
    }
    if now.unusable > 0 {
        let files = counted(now.unusable, "file that holds", "files that hold");
        rows.push(row(&format!("{files} nothing usable goes unnoticed"), "Look at the list of files"));
    }
    rows.push(row(
        "Results of different machines or versions compared as one",
        "Record machine and versions with each run",
    ));
    rows.push(row(
        "A change of workload read as a change of speed",
        "Compare runs of the same prompts and lengths only",
    ));
    rows.truncate(4);
    vec![Block::Table(vec!["Risk".to_owned(), "Mitigation".to_owned()], rows)]
}
