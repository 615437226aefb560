//! The compact summary that fits a model's context: facts ranked and given slots, cut to a budget, with what was left out said.

mod slots;

use crate::fact::Fact;
use crate::prompt::{self, Voice};
use crate::reading::Kind;
use crate::report::part::Part;
use crate::report::slot::{Name, Slot, Slots};
use crate::shown::{format_count, format_value};
use crate::summary::{Study, Summary, Tag};
use crate::token::{budget, estimate_tokens};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is sent to the model, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// Title of the summary.
    pub title: String,
    /// Sentences the data support: workflow and data summary, then findings, one a line.
    pub lines: Vec<String>,
    /// Facts that may be told, each with its slot.
    pub facts: Vec<Slot>,
    /// Names that no sentence may spell, each with its slot.
    pub names: Vec<Name>,
    /// Slots of each part, most important first.
    pub parts: Vec<Own>,
    /// How many facts did not fit.
    pub left_out: u64,
    /// Estimated tokens of the longest prompt made of this.
    pub tokens: u64,
}

/// The slots that one part may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// The part.
    pub part: Part,
    /// Aliases of its slots.
    pub slots: Vec<String>,
}

/// Context window that is planned for where the reader sets none.
pub const USUAL_CONTEXT: u64 = 4096;

/// Share of a prompt that sentences may take, in percent; the rest is for facts.
const SENTENCES_PERCENT: u64 = 50;

/// Below this a prompt has room for slots only.
const LEAST_FOR_SENTENCES: u64 = 600;

/// More slots than this a part cannot use.
const MOST_SLOTS: usize = 15;

impl Brief {
    /// What fits into the prompts of a context window: sentences first, then the facts of each part by rank until the
    /// budget of its prompt is filled.
    pub fn of(summary: &Summary, facts: &[Fact], voice: &Voice, num_ctx: Option<u64>) -> Self {
        let (prompt_tokens, _) = budget(num_ctx.unwrap_or(USUAL_CONTEXT));
        let mut brief = Self { title: summary.title.clone(), left_out: facts.len() as u64, ..Self::default() };
        let fixed = Part::ALL.map(|part| prompt::tokens(&prompt::messages(&brief, voice, &[], part.task())));
        // The form of the answer and what was wrong with a first one are added to the task.
        let mut room = prompt_tokens.saturating_sub(fixed.into_iter().max().unwrap_or(0) + 40);
        if prompt_tokens >= LEAST_FOR_SENTENCES {
            let mut sentences_room = room * SENTENCES_PERCENT / 100;
            for line in data_lines(summary).into_iter().chain(finding_lines(summary)).chain(study_lines(summary)) {
                let cost = estimate_tokens(&prompt::data_line(&line)) + 1;
                if cost <= sentences_room {
                    sentences_room -= cost;
                    room -= cost;
                    brief.lines.push(line);
                }
            }
        }
        slots::give(&mut brief, summary, facts, room);
        brief.left_out = (facts.len() - brief.facts.len()) as u64;
        let prompts =
            Part::ALL.map(|part| prompt::tokens(&prompt::messages(&brief, voice, &brief.own(part), part.task())));
        brief.tokens = prompts.into_iter().max().unwrap_or(0) + 40;
        brief
    }

    /// The slots of a part, most important first.
    pub fn own(&self, part: Part) -> Vec<&Slot> {
        let aliases = self.parts.iter().filter(|own| own.part == part).flat_map(|own| &own.slots);
        aliases.filter_map(|alias| self.facts.iter().find(|slot| slot.alias == *alias)).collect()
    }

    /// Every slot.
    pub fn slots(&self) -> Slots<'_> {
        Slots { facts: &self.facts, names: &self.names }
    }

    /// Keys of the facts that are not sent.
    pub fn left_out<'a>(&self, facts: &'a [Fact]) -> Vec<&'a str> {
        let sent: BTreeSet<&str> = self.facts.iter().map(|slot| slot.fact.key.as_str()).collect();
        facts.iter().map(|fact| fact.key.as_str()).filter(|key| !sent.contains(key)).collect()
    }
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

/// What was measured, and how.
fn study_line(study: &Study) -> String {
    let workload = if study.workload.is_empty() { String::new() } else { format!(", {}", study.workload) };
    let groups = if study.group_by.is_empty() { String::new() } else { format!(", by {}", study.group_by.join(", ")) };
    format!("{}{workload}{groups}.", study.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::facts;
    use crate::summary::{Better, Finding, Group, KindTotal, Metric, Statistics, Totals, Uses};
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
            groups: vec![group("small", 0.064, 27), group("gemma3:4b", 0.131, 36)],
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
                facts: vec!["s1.ttft.median@model=gemma3:4b".to_owned()],
                figures: vec![],
            }],
            ..Summary::default()
        }
    }

    fn check(num_ctx: u64, expected: &Expect) {
        let summary = summary();
        let facts = facts(&summary);
        let brief = Brief::of(&summary, &facts, &Voice::default(), Some(num_ctx));
        let slots: Vec<String> = brief.facts.iter().map(prompt::slot_line).collect();
        let told: Vec<&str> = brief.facts.iter().map(|slot| slot.told.as_str()).collect();
        let own: Vec<String> =
            brief.parts.iter().map(|own| format!("{}: {}", own.part.name(), own.slots.join(" "))).collect();
        let names: Vec<String> = brief.names.iter().map(|name| format!("{} = {}", name.alias, name.text)).collect();
        expected.assert_eq(&format!(
            "{}\n---\n{}\n---\n{}\n---\n{}\n---\n{}\n---\n{} left out, {} tokens",
            brief.lines.join("\n"),
            slots.join("\n"),
            told.join("\n"),
            names.join("\n"),
            own.join("\n"),
            brief.left_out,
            brief.tokens
        ));
        assert_eq!(brief.left_out(&facts).len() as u64, brief.left_out);
        assert!(brief.tokens <= budget(num_ctx).0, "{} tokens in a window of {num_ctx}", brief.tokens);
    }

    #[test]
    fn a_small_window_holds_a_few_slots_and_no_sentences() {
        check(
            512,
            &expect![[r#"

                ---
                {A1} = 131 ms: median first token, warm, of gemma3:4b; lower is better
                {A2} = 64 ms: median first token, warm, of small; lower is better
                {B1} = 4: records that failed, repeats counted once
                {B2} = 63: records that gave a measurement, repeats counted once
                ---
                The median first token, warm, of gemma3:4b is 131 ms.
                The median first token, warm, of small is 64 ms.
                Records that failed, repeats counted once: 4.
                Records that gave a measurement, repeats counted once: 63.
                ---
                N1 = gemma3:4b
                ---
                executive summary: A1 A2
                findings: A1
                recommendations: A1
                risks: B1 B2
                conclusion: A1
                ---
                28 left out, 290 tokens"#]],
        );
    }

    #[test]
    fn a_usual_window_holds_sentences_and_the_slots_of_every_part() {
        check(
            4096,
            &expect![[r#"
                3 files, 4.4 kB: 3 CSV.
                2 files hold measurements, 1 repeat them, 0 hold nothing usable, 0 are documents.
                63 records were answered, 4 failed; failed ones are not averaged.
                SHOWN: The model sets the first token.
                Ollama generation, one at a time, by model.
                ---
                {A1} = 131 ms: median first token, warm, of gemma3:4b; lower is better
                {A2} = 64 ms: median first token, warm, of small; lower is better
                {B1} = 4: records that failed, repeats counted once
                {B2} = 63: records that gave a measurement, repeats counted once
                {C1} = 3: files dropped
                {C2} = 2: files whose records count
                {C3} = 1: files that say again what another says
                ---
                The median first token, warm, of gemma3:4b is 131 ms.
                The median first token, warm, of small is 64 ms.
                Records that failed, repeats counted once: 4.
                Records that gave a measurement, repeats counted once: 63.
                Files dropped: 3.
                Files whose records count: 2.
                Files that say again what another says: 1.
                ---
                N1 = gemma3:4b
                ---
                executive summary: A1 A2 B1 B2 C1 C2
                findings: A1 A2 B1 B2 C1 C2
                recommendations: A1 A2 B1 B2 C1 C2
                risks: B1 B2 C1 C2 C3 A1
                conclusion: A1 A2 B1 B2 C1 C2
                ---
                25 left out, 460 tokens"#]],
        );
    }
}
