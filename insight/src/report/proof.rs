//! What a model wrote, held against the facts sentence by sentence: said as written where it holds, else in words that do.

use super::block::{Block, Line, markdown};
use super::part::{Item, Part};
use super::phrase::find_whole;
use super::slot::{Filled, Manner, Slot, Slots};
use crate::grounding::claims::{Item as Claim, Stand, Verifier};

/// Slots and the facts behind them.
#[derive(Debug)]
pub(crate) struct Proof<'a> {
    slots: Slots<'a>,
    verifier: &'a Verifier,
}

/// An item whose numbers hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// In bold before the text, or the first column.
    pub(crate) lead: Line,
    /// A sentence, or the second column.
    pub(crate) text: Line,
}

impl<'a> Proof<'a> {
    /// Holds texts with these slots against what the verifier knows.
    pub(crate) fn new(slots: Slots<'a>, verifier: &'a Verifier) -> Self {
        Self { slots, verifier }
    }

    /// The items of a part that hold, each once, in words that hold.
    pub(crate) fn tell(&self, part: Part, items: &[Item]) -> Vec<Said> {
        let mut told: Vec<Said> = Vec::new();
        let mut so_far = String::new();
        for item in items {
            if let Some(said) = self.tell_one(item, &so_far)
                && told.iter().all(|other| other.text != said.text)
            {
                told.push(said);
                so_far = shown(&blocks(part, &told));
            }
        }
        told
    }

    fn tell_one(&self, item: &Item, so_far: &str) -> Option<Said> {
        let lead = self.slots.fill(&item.lead, Manner::Bare, false);
        let bare = self.slots.fill(&item.text, Manner::Bare, false);
        // Nobody knows what should have stood there.
        if !lead.unknown.is_empty() || !bare.unknown.is_empty() || bare.line.0.is_empty() {
            return None;
        }
        let worded = self.slots.fill(&item.text, Manner::Worded, false);
        let used = bare.used.clone();
        let ways = [Some(bare), Some(worded)].into_iter().flatten().map(|filled: Filled<'_>| filled.line);
        let ours = used.iter().filter_map(|slot| told(slot));
        let mut ways = ways.chain(ours).map(|text| Said { lead: lead.line.clone(), text });
        ways.find(|said| self.holds(said, so_far))
    }

    /// Whether the data say everything in it, read after what stands before it.
    fn holds(&self, said: &Said, so_far: &str) -> bool {
        let mut text = so_far.to_owned();
        let from = text.len();
        text.push_str(&shown(&[Block::List(vec![titled(said)])]));
        self.verifier.check(&text).iter().all(|claim| claim.bytes.start < from || !is_wrong(claim))
    }
}

/// Whether the data do not say it.
pub(crate) fn is_wrong(claim: &Claim) -> bool {
    matches!(claim.verdict, Stand::Contradicted | Stand::Unsupported)
}

/// The sentence of ours that states a fact, its value in bold.
fn told(slot: &Slot) -> Option<Line> {
    let at = find_whole(&slot.told, &slot.fact.shown)?;
    let (before, from) = slot.told.split_at(at);
    Some(Line::plain(before).bold(&slot.fact.shown).and(&from[slot.fact.shown.len()..]))
}

/// A part as blocks.
pub(crate) fn blocks(part: Part, told: &[Said]) -> Vec<Block> {
    match part {
        Part::Executive | Part::Conclusion => {
            let join = |line: Line, said: &Said| {
                let line = if line.0.is_empty() { line } else { line.and(" ") };
                line.join(said.text.clone())
            };
            vec![Block::Paragraph(vec![told.iter().fold(Line::default(), join)])]
        }
        Part::Findings => vec![Block::List(told.iter().map(titled).collect())],
        Part::Recommendations => vec![Block::Numbered(told.iter().map(titled).collect())],
        Part::Risks => {
            let rows = told.iter().map(|said| vec![said.lead.clone(), said.text.clone()]).collect();
            vec![Block::Table(vec!["Risk".to_owned(), "Mitigation".to_owned()], rows)]
        }
    }
}

/// `**Lead:** text`.
fn titled(said: &Said) -> Line {
    if said.lead.0.is_empty() {
        return said.text.clone();
    }
    Line::default().bold(format!("{}:", said.lead.text().trim_end_matches(':'))).and(" ").join(said.text.clone())
}

fn shown(blocks: &[Block]) -> String {
    markdown(blocks)
}
