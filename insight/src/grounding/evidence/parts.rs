//! The lines of a text and what part of it they belong to: the report, the record of the run that wrote it, or its instruction.

use super::super::claims::Item;
use super::super::claims::words::spelled;
use super::Placed;

/// What the lines under a heading are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Report,
    Run,
    Instruction,
}

/// Headings of nothing but these words, one of the first list among them, stand over what a program wrote about its run.
#[rustfmt::skip]
const RUN: [&str; 12] = [
    "workflow", "metrics", "run", "runs", "execution", "agent", "timing", "timings", "configuration", "telemetry", "llm", "calls",
];
#[rustfmt::skip]
const WITH: [&str; 19] = [
    "summary", "details", "information", "report", "generation", "log", "settings", "s", "statistics", "stats", "own",
    "parameters", "aggregate", "individual", "per", "call", "data", "all", "statistical",
];

/// Headings with one of these words stand over what the model was told to do.
const INSTRUCTION: [&str; 5] = ["prompt", "persona", "instruction", "instructions", "prompts"];

/// The lines of a text.
pub(super) struct Parts {
    /// First character of each line.
    starts: Vec<usize>,
    /// Byte of each character, and the length of the text.
    bytes: Vec<usize>,
    parts: Vec<Part>,
    /// The line that introduces the list in which a line stands.
    leads: Vec<Option<usize>>,
}

/// Where an item stands, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Parts {
    pub(super) fn of(text: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let mut starts = vec![0];
        let behind_breaks = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        starts.extend(behind_breaks);
        // What stands between the first title and the first rule or heading of a lower level tells about the text itself.
        let mut part = if text.trim_start().starts_with("# ") { Part::Run } else { Part::Report };
        let mut in_preamble = part == Part::Run;
        let mut in_fence = false;
        let mut lead = None;
        let mut leads = Vec::new();
        let mut parts = Vec::new();
        for (at, line) in text.split('\n').enumerate() {
            let trimmed = line.trim();
            if trimmed.starts_with("```") {
                in_fence = !in_fence;
            } else if in_fence {
            } else if let Some(title) = heading(line) {
                // A preamble may have headings of its own that speak of the set-up.
                let words = spelled(title);
                let is_set_up = |word: &String| ["context", "configuration", "setup"].contains(&word.as_str());
                in_preamble &= line.starts_with("# ") || words.iter().any(is_set_up);
                part = if in_preamble { Part::Run } else { part_of(title) };
            } else if in_preamble && trimmed.len() > 2 && trimmed.chars().all(|c| c == '-') {
                in_preamble = false;
                part = Part::Report;
            }
            if trimmed.trim_end_matches('*').ends_with(':') {
                lead = Some(at);
            } else if !trimmed.is_empty() && !trimmed.starts_with(['-', '*', '+', '|']) {
                lead = None;
            }
            leads.push(lead.filter(|lead| *lead != at));
            parts.push(part);
        }
        Self { parts, leads, starts, bytes }
    }

    pub(super) fn place(&self, item: &Item) -> Place {
        let line = self.starts.partition_point(|start| *start <= item.start).saturating_sub(1);
        Place { line, column: item.start - self.starts[line] }
    }

    pub(super) fn is_instruction(&self, line: usize) -> bool {
        self.parts.get(line) == Some(&Part::Instruction)
    }

    pub(super) fn is_of_run(&self, line: usize) -> bool {
        self.parts.get(line) == Some(&Part::Run)
    }

    /// The line that introduces the list in which a line stands: `Expected:`.
    pub(super) fn lead<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let Some(lead) = self.leads.get(line).copied().flatten() else { return "" };
        let behind = self.starts.get(lead + 1).map_or(self.bytes.len(), |next| *next);
        self.between(text, self.starts[lead], behind.saturating_sub(1).min(self.starts[lead] + NEAR))
    }

    /// The text between two characters.
    pub(super) fn between<'t>(&self, text: &'t str, from: usize, to: usize) -> &'t str {
        let byte = |at: usize| self.bytes[at.min(self.bytes.len() - 1)];
        &text[byte(from)..byte(to).max(byte(from))]
    }

    /// What stands before an item in its line, as far as it matters.
    pub(super) fn before<'t>(&self, text: &'t str, item: &Item) -> &'t str {
        let start = self.starts[self.place(item).line];
        self.between(text, start.max(item.start.saturating_sub(NEAR)), item.start)
    }

    /// What stands behind an item in its line, as far as it matters.
    pub(super) fn after<'t>(&self, text: &'t str, item: &Item) -> &'t str {
        let behind = self.starts.get(self.place(item).line + 1).map_or(self.bytes.len() - 1, |next| next - 1);
        self.between(text, item.end, behind.min(item.end + NEAR))
    }

    pub(super) fn placed(&self, items: Vec<Item>) -> Vec<Placed> {
        let placed = |item: Item| {
            let place = self.place(&item);
            Placed { line: place.line + 1, column: place.column + 1, item }
        };
        items.into_iter().map(placed).collect()
    }
}

/// How many characters around an item are looked at.
const NEAR: usize = 120;

/// The title of a line that is a heading.
fn heading(line: &str) -> Option<&str> {
    line.trim_start().starts_with('#').then(|| line.trim_start().trim_start_matches('#'))
}

fn part_of(title: &str) -> Part {
    let words = spelled(title);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_run = has(&RUN) && words.iter().all(|word| RUN.contains(&word.as_str()) || WITH.contains(&word.as_str()));
    if is_run {
        Part::Run
    } else if words.len() <= 4 && has(&INSTRUCTION) {
        Part::Instruction
    } else {
        Part::Report
    }
}
