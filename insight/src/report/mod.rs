//! The report that needs no model: written from a summary by fixed rules, the same for the page, the command line and the export.

pub mod block;

use crate::summary::Summary;
use block::{Block, Line};

/// The report as Markdown.
pub fn deterministic(summary: &Summary) -> String {
    block::markdown(&blocks(summary))
}

/// The report as a page of its own: no script, nothing loaded from elsewhere.
pub fn html(summary: &Summary) -> String {
    block::html(&blocks(summary))
}

/// The first screen as plain text for a terminal.
pub fn text(summary: &Summary) -> String {
    format!("{}\n", summary.title)
}

/// The sections of the report.
fn blocks(summary: &Summary) -> Vec<Block> {
    vec![Block::Heading(1, "Chimera Insight".to_owned()), Block::Paragraph(vec![Line::plain(&summary.title)])]
}
