//! What documents of the drop state wrongly, each with its line and what the data hold.

use super::block::{Block, Line};
use crate::document::{Judgement, told};
use crate::summary::Summary;

/// Statements told; the others are counted.
const MOST: usize = 12;

/// Nothing where no document states anything that can be judged.
pub(super) fn documents(summary: &Summary) -> Vec<Block> {
    let Some(line) = told::line(&summary.documents) else { return Vec::new() };
    let wrong = summary.documents.iter().filter(|statement| statement.verdict == Judgement::Contradicted);
    let mut lines: Vec<Line> = wrong
        .clone()
        .take(MOST)
        .map(|statement| Line::default().bold("Contradicted:").and(format!(" {}", told::sentence(statement))))
        .collect();
    if wrong.count() > MOST {
        lines.push(Line::plain("... and more, beside the documents"));
    }
    let mut blocks =
        vec![Block::Heading(2, "Documents".to_owned()), Block::Paragraph(vec![Line::plain(format!("{line}."))])];
    if !lines.is_empty() {
        blocks.push(Block::List(lines));
    }
    blocks
}
