//! The compact summary that fits a model's context: facts ranked, cut to a budget, with what was left out said.

use crate::fact::Fact;
use crate::prompt::{self, Stage};
use crate::reading::Kind;
use crate::shown::{format_count, format_value};
use crate::summary::{Better, Study, Summary, Tag};
use crate::token::estimate_tokens;
use serde::{Deserialize, Serialize};

/// What is sent to the model, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// Title of the summary.
    pub title: String,
    /// Sentences the data support: workflow and data summary, then findings, one a line.
    pub lines: Vec<String>,
    /// Facts, most important first.
    pub facts: Vec<Fact>,
    /// How many facts did not fit.
    pub left_out: u64,
    /// Estimated tokens of the prompt made of this.
    pub tokens: u64,
}

/// Context window that is planned for where the reader sets none.
pub const USUAL_CONTEXT: u64 = 4096;

/// Tokens a prompt may take in a context window so that notes and report fit too.
pub fn budget_for(num_ctx: Option<u64>) -> u64 {
    let context = num_ctx.unwrap_or(USUAL_CONTEXT);
    let answers: u64 = Stage::ALL.iter().map(|stage| stage.output_tokens(context)).sum();
    // The notes of the analysis come back in the prompt of the report, with a sentence around them.
    context.saturating_sub(answers + 40)
}

/// Share of the budget that sentences may take, in percent; the rest is for facts.
const SENTENCES_PERCENT: u64 = 60;

impl Brief {
    /// What fits into a prompt of that many tokens: sentences first, then facts in their order until the budget is filled;
    /// facts that the sentences state already come last.
    pub fn of(summary: &Summary, facts: &[Fact], budget_tokens: u64) -> Self {
        let mut brief = Self { title: summary.title.clone(), left_out: facts.len() as u64, ..Self::default() };
        let fixed = prompt::tokens(&prompt::messages(&brief, Stage::Report, None));
        let mut room = budget_tokens.saturating_sub(fixed);

        let mut sentences_room = room * SENTENCES_PERCENT / 100;
        for line in data_lines(summary).into_iter().chain(finding_lines(summary)).chain(study_lines(summary)) {
            let cost = line_cost(&prompt::data_line(&line));
            if cost <= sentences_room {
                sentences_room -= cost;
                room -= cost;
                brief.lines.push(line);
            }
        }
        let (said, unsaid): (Vec<&Fact>, Vec<&Fact>) = facts.iter().partition(|fact| is_said_by_data_lines(&fact.key));
        for fact in unsaid.into_iter().chain(said) {
            let cost = line_cost(&prompt::fact_line(fact));
            if cost > room {
                break;
            }
            room -= cost;
            brief.facts.push(fact.clone());
        }
        brief.left_out = (facts.len() - brief.facts.len()) as u64;
        brief.tokens = prompt::tokens(&prompt::messages(&brief, Stage::Report, None));
        brief
    }
}

/// Whether a fact counts over everything, as the data lines do in words.
fn is_said_by_data_lines(key: &str) -> bool {
    let head = key.split('.').next().unwrap_or(key);
    matches!(head, "files" | "records" | "rows" | "bytes" | "studies")
}

/// Tokens of a line with its line end.
fn line_cost(line: &str) -> u64 {
    estimate_tokens(line) + 1
}

fn data_lines(summary: &Summary) -> Vec<String> {
    let totals = &summary.totals;
    let kinds: Vec<String> =
        totals.kinds.iter().map(|kind| format!("{} {}", format_count(kind.files), kind_name(kind.kind))).collect();
    let uses = totals.uses;
    let mut lines = vec![
        format!(
            "{} files, {}: {}.",
            format_count(totals.files),
            format_value(totals.bytes as f64, "B"),
            kinds.join(", ")
        ),
        format!(
            "{} files hold measurements, {} repeat them, {} hold nothing usable, {} are documents.",
            format_count(uses.measured),
            format_count(uses.repeats),
            format_count(uses.unusable),
            format_count(uses.documents)
        ),
        format!(
            "{} records were answered, {} failed; failed ones are not averaged.",
            format_count(totals.answered),
            format_count(totals.failed)
        ),
    ];
    if let Some((oldest, newest)) = &totals.measured {
        lines.push(format!("Measured from {oldest} to {newest}."));
    }
    lines
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Csv => "CSV",
        Kind::Json => "JSON",
        Kind::Jsonl => "JSONL",
        Kind::Markdown => "Markdown",
        Kind::Other => "other",
    }
}

fn finding_lines(summary: &Summary) -> Vec<String> {
    summary.findings.iter().map(|finding| format!("{}: {}", tag_name(finding.tag), finding.text)).collect()
}

fn tag_name(tag: Tag) -> &'static str {
    match tag {
        Tag::Shown => "SHOWN",
        Tag::NotShown => "NOT SHOWN",
        Tag::FalseTrail => "FALSE TRAIL",
        Tag::LeftOut => "LEFT OUT",
        Tag::RunNext => "RUN NEXT",
        Tag::Note => "NOTE",
    }
}

fn study_lines(summary: &Summary) -> Vec<String> {
    summary.studies.iter().map(study_line).collect()
}

/// What the keys of a study's facts mean.
fn study_line(study: &Study) -> String {
    let metrics: Vec<String> = study
        .metrics
        .iter()
        .filter(|metric| metric.headline)
        .map(|metric| {
            let better = match metric.better {
                Better::Higher => ", higher is better",
                Better::Lower => ", lower is better",
                Better::None => "",
            };
            format!("`{}` is {}{better}", metric.key, metric.name)
        })
        .collect();
    let workload = if study.workload.is_empty() { String::new() } else { format!(", {}", study.workload) };
    let groups = if study.group_by.is_empty() { String::new() } else { format!(", by {}", study.group_by.join(", ")) };
    format!("{}: {}{workload}{groups}. {}", study.id, study.name, metrics.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::facts;
    use crate::summary::{Finding, Group, KindTotal, Metric, Statistics, Totals, Uses};
    use expect_test::{Expect, expect};

    fn group(name: &str, median: f64, n: u64) -> Group {
        Group {
            name: name.to_owned(),
            labels: vec![("model".to_owned(), name.to_owned())],
            files: vec!["a.csv".to_owned()],
            statistics: Statistics { n, median: Some(median), mean: Some(median * 1.1), ..Statistics::default() },
            by_file: None,
        }
    }

    fn summary() -> Summary {
        let metric = Metric {
            key: "ttft".to_owned(),
            name: "first token, warm".to_owned(),
            unit: "s".to_owned(),
            better: Better::Lower,
            headline: true,
            typical: crate::summary::Typical::Median,
            written: vec!["ttft_s".to_owned()],
            definition: String::new(),
            groups: vec![group("small", 0.064, 27), group("large", 0.131, 36)],
        };
        Summary {
            title: "Two models under Ollama".to_owned(),
            totals: Totals {
                files: 3,
                bytes: 4362,
                kinds: vec![KindTotal { kind: Kind::Csv, files: 3, paths: vec![], more: 0, newest: None }],
                uses: Uses { measured: 2, repeats: 1, ..Uses::default() },
                answered: 63,
                failed: 4,
                ..Totals::default()
            },
            files: vec![],
            studies: vec![Study {
                id: "s1".to_owned(),
                name: "Ollama generation".to_owned(),
                workload: "one at a time".to_owned(),
                files: vec!["a.csv".to_owned(), "b.csv".to_owned()],
                repeats: vec![],
                others: vec![],
                beside: None,
                requests: true,
                telling: None,
                misleading: None,
                answered: 63,
                failed: 4,
                group_by: vec!["model".to_owned()],
                metrics: vec![metric],
            }],
            findings: vec![Finding {
                tag: Tag::Shown,
                text: "The model sets the first token.".to_owned(),
                evidence: vec![],
                facts: vec!["s1.ttft.median@model=large".to_owned()],
                figures: vec![],
            }],
            ..Summary::default()
        }
    }

    fn check(budget: u64, expected: &Expect) {
        let summary = summary();
        let brief = Brief::of(&summary, &facts(&summary), budget);
        let facts: Vec<String> = brief.facts.iter().map(prompt::fact_line).collect();
        let shown = format!(
            "{}\n{}\n---\n{}\n---\n{} left out, {} tokens",
            brief.title,
            brief.lines.join("\n"),
            facts.join("\n"),
            brief.left_out,
            brief.tokens
        );
        expected.assert_eq(&shown);
    }

    #[test]
    fn sentences_come_first_then_facts_until_the_budget_is_filled() {
        check(
            0,
            &expect![[r#"
                Two models under Ollama

                ---

                ---
                32 left out, 478 tokens"#]],
        );
        check(
            1000,
            &expect![[r#"
                Two models under Ollama
                3 files, 4.4 kB: 3 CSV.
                2 files hold measurements, 1 repeat them, 0 hold nothing usable, 0 are documents.
                63 records were answered, 4 failed; failed ones are not averaged.
                SHOWN: The model sets the first token.
                s1: Ollama generation, one at a time, by model. `ttft` is first token, warm, lower is better
                ---
                s1.ttft.median@model=large = 131 ms
                s1.ttft.median@model=small = 64 ms
                s1.ttft.n@model=small = 27
                s1.ttft.n@model=large = 36
                s1.ttft.mean@model=small = 70.4 ms
                s1.ttft.mean@model=large = 144.1 ms
                requests = 67
                requests.answered = 63
                requests.failed = 4
                sets = 1
                s1.files = 2
                s1.files.measured = 2
                s1.files.repeats = 0
                s1.records = 67
                s1.records.answered = 63
                s1.records.failed = 4
                s1.groups = 2
                files = 3
                files.csv = 3
                files.csv.more = 0
                files.measured = 2
                files.repeats = 1
                files.unusable = 0
                files.documents = 0
                records = 67
                records.answered = 63
                records.failed = 4
                studies = 1
                rows = 0
                rows.kept = 0
                rows.reported = 0
                bytes = 4.4 kB
                ---
                0 left out, 922 tokens"#]],
        );
        check(
            3000,
            &expect![[r#"
                Two models under Ollama
                3 files, 4.4 kB: 3 CSV.
                2 files hold measurements, 1 repeat them, 0 hold nothing usable, 0 are documents.
                63 records were answered, 4 failed; failed ones are not averaged.
                SHOWN: The model sets the first token.
                s1: Ollama generation, one at a time, by model. `ttft` is first token, warm, lower is better
                ---
                s1.ttft.median@model=large = 131 ms
                s1.ttft.median@model=small = 64 ms
                s1.ttft.n@model=small = 27
                s1.ttft.n@model=large = 36
                s1.ttft.mean@model=small = 70.4 ms
                s1.ttft.mean@model=large = 144.1 ms
                requests = 67
                requests.answered = 63
                requests.failed = 4
                sets = 1
                s1.files = 2
                s1.files.measured = 2
                s1.files.repeats = 0
                s1.records = 67
                s1.records.answered = 63
                s1.records.failed = 4
                s1.groups = 2
                files = 3
                files.csv = 3
                files.csv.more = 0
                files.measured = 2
                files.repeats = 1
                files.unusable = 0
                files.documents = 0
                records = 67
                records.answered = 63
                records.failed = 4
                studies = 1
                rows = 0
                rows.kept = 0
                rows.reported = 0
                bytes = 4.4 kB
                ---
                0 left out, 922 tokens"#]],
        );
    }

    #[test]
    fn no_budget_is_exceeded_and_nothing_is_lost_uncounted() {
        let summary = summary();
        let facts = facts(&summary);
        let least = Brief::of(&summary, &facts, 0).tokens;
        assert!(least < budget_for(Some(2048)));
        for budget in (least..3000).step_by(7) {
            let brief = Brief::of(&summary, &facts, budget);
            assert!(brief.tokens <= budget, "{} tokens of {budget}", brief.tokens);
            assert_eq!(brief.facts.len() as u64 + brief.left_out, facts.len() as u64);
        }
    }
}
