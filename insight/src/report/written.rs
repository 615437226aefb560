//! The report of which a model wrote parts: slots filled, every sentence held against the facts, the rest told by the data.

use super::answer::items;
use super::block::{Block, markdown};
use super::contract::contract;
use super::part::{Item, Part};
use super::partial::Partial;
use super::proof::{Proof, Said, blocks, is_wrong};
use super::slot::{Manner, Slots};
use super::{Section, compose, fit, sections};
use crate::brief::Brief;
use crate::grounding::claims::Verifier;
use crate::shown::listed;
use crate::summary::Summary;
use serde::{Deserialize, Serialize};

/// What a model wrote of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrote {
    /// The part.
    pub part: Part,
    /// As written, slots still open; `None` where the data tell it.
    pub items: Option<Vec<Item>>,
}

/// A finished report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The report as Markdown.
    pub markdown: String,
    /// Parts that the data tell because what the model wrote does not hold.
    pub replaced: Vec<Part>,
}

impl Written {
    /// Who told which parts, in a sentence.
    pub fn told_by(&self, model: &str) -> String {
        if self.replaced.is_empty() {
            return format!("Written by {model}, every part.");
        }
        let replaced: Vec<String> = self.replaced.iter().map(|part| part.name().to_owned()).collect();
        format!("Told by the data instead of {model}: {}.", listed(&replaced))
    }
}

/// The report on a summary with the parts that a model wrote; the verifier is that of the summary.
pub fn written(summary: &Summary, verifier: &Verifier, brief: &Brief, model: &str, wrote: &[Wrote]) -> Written {
    let proof = Proof::new(brief.slots(), verifier);
    let mut told: Vec<(Part, Vec<Said>)> = Vec::new();
    for Wrote { part, items } in wrote {
        let held = items.as_ref().map(|items| proof.tell(*part, items)).unwrap_or_default();
        if held.len() >= part.enough() {
            told.push((*part, held));
        }
    }
    loop {
        let (text, starts) = compose_with(summary, model, &told);
        // What holds by itself may mean something else after what stands before it.
        let wrong = verifier.check(&text).into_iter().filter(is_wrong);
        let mut parts: Vec<Part> = wrong.filter_map(|claim| part_at(&starts, claim.bytes.start)).collect();
        if parts.is_empty() && !contract(&text).is_empty() {
            // Whatever is wrong with the form, the data alone keep it.
            parts.extend(told.iter().max_by_key(|(_, said)| length(said)).map(|(part, _)| *part));
        }
        let before = told.len();
        told.retain(|(part, _)| !parts.contains(part));
        if told.len() == before {
            let replaced = Part::ALL.into_iter().filter(|part| told.iter().all(|(other, _)| other != part)).collect();
            return Written { markdown: text, replaced };
        }
    }
}

/// A part that is still being written, as Markdown; it only grows.
pub fn live(part: Part, text: &str, slots: Slots<'_>) -> String {
    let partial = Partial::of(text);
    let fields = partial.fields();
    let unfinished = fields.last().is_some_and(|field| !field.whole);
    let mut entries = items(part, fields, true);
    entries.truncate(part.items().1);
    let mut told: Vec<Said> = entries.iter().map(|item| filled(item, slots, false)).collect();
    // Of the entry being written the text is shown, of a row of a table nothing.
    if unfinished
        && part != Part::Risks
        && let Some(item) = items(part, fields, false).get(entries.len())
        && fields.last().is_some_and(|field| field.text == item.text)
    {
        told.push(filled(item, slots, true));
    }
    if told.is_empty() {
        return String::new();
    }
    markdown(&blocks(part, &told)).trim_end().to_owned()
}

/// The parts that a model has written so far, with their headings: those that are decided, then the one being written.
pub fn so_far(brief: &Brief, wrote: &[Wrote], drafts: &[(Part, &str)]) -> String {
    let slots = brief.slots();
    let shown = |part: &Part| {
        let decided = wrote.iter().find(|wrote| wrote.part == *part);
        let text = match decided {
            Some(Wrote { items: Some(items), .. }) => {
                let told: Vec<Said> = items.iter().map(|item| filled(item, slots, false)).collect();
                markdown(&blocks(*part, &told)).trim_end().to_owned()
            }
            Some(Wrote { items: None, .. }) => "The data tell this part.".to_owned(),
            None => drafts.iter().find(|(drafted, _)| drafted == part).map(|(_, text)| live(*part, text, slots))?,
        };
        Some(format!("## {}\n\n{text}\n", part.title()))
    };
    Part::ALL.iter().filter_map(shown).collect::<Vec<_>>().join("\n")
}

fn filled(item: &Item, slots: Slots<'_>, unfinished: bool) -> Said {
    let lead = slots.fill(&item.lead, Manner::Bare, false).line;
    Said { lead, text: slots.fill(&item.text, Manner::Bare, unfinished).line }
}

/// The text, and where each section that a model may write begins and ends.
fn compose_with(summary: &Summary, model: &str, told: &[(Part, Vec<Said>)]) -> (String, Vec<(usize, Option<Part>)>) {
    let mut sections = sections(summary);
    for section in &mut sections {
        let wrote = told.iter().find(|(part, _)| Some(*part) == section.part);
        if let Some((part, said)) = wrote {
            section.blocks = blocks(*part, said);
        }
    }
    fit::fit(&mut sections);
    let parts: Vec<(&str, Option<Part>)> = sections.iter().map(|Section { title, part, .. }| (*title, *part)).collect();
    let blocks = compose(summary, Some(model), sections);
    let text = markdown(&blocks);
    let mut starts: Vec<(usize, Option<Part>)> = Vec::new();
    let mut from = 0;
    let headings = blocks.iter().filter_map(|block| match block {
        Block::Heading(2, title) => Some(title),
        _ => None,
    });
    for title in headings {
        let Some(at) = text[from..].find(&format!("## {title}")).map(|at| at + from) else { continue };
        let part = parts.iter().find(|(known, _)| title.ends_with(known)).and_then(|(_, part)| *part);
        let is_told = part.filter(|part| told.iter().any(|(other, _)| other == part));
        starts.push((at, is_told));
        from = at;
    }
    (text, starts)
}

fn length(said: &[Said]) -> usize {
    said.iter().map(|said| fit::count(&said.text.text())).sum()
}

fn part_at(starts: &[(usize, Option<Part>)], at: usize) -> Option<Part> {
    starts.iter().rfind(|(start, _)| *start <= at).and_then(|(_, part)| *part)
}
