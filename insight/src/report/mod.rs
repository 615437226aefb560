//! The report that needs no model: written from a summary by fixed rules, the same for the page, the command line and the export.
//!
//! Sentences leave out what the data do not carry: no empty section, no row without a value.

mod advice;
pub mod block;
mod documents;
mod doubts;
mod listing;
mod load;
mod phrase;
mod screen;
mod section;
mod warned;

pub use listing::{ListedFile, ListedMetric, Listing, Source, listing};
pub use screen::text;
pub use warned::{Warned, warned};

use crate::summary::Summary;
use block::{Block, Line};

/// The report as Markdown.
pub fn deterministic(summary: &Summary) -> String {
    block::markdown(&blocks(summary))
}

/// The report as a page of its own: no script, nothing loaded from elsewhere.
pub fn html(summary: &Summary) -> String {
    let title = block::escape_html(&format!("Chimera Insight: {}", summary.title));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}{}</main>\n</body>\n</html>\n",
        block::html(&blocks(summary)),
        crate::sweep::html(&summary.sweeps)
    )
}

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2rem; font-size: 1.25rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); text-align: left; }
figure { margin: 1rem 0; overflow-x: auto; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
";

/// The sections of the report.
fn blocks(summary: &Summary) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, "Chimera Insight".to_owned()), section::header(summary)];
    let sections = [
        ("Executive Summary", section::executive(summary)),
        ("Data Ingestion Summary", section::ingestion(summary)),
        ("Performance Analysis", section::performance(summary)),
        ("Key Findings", section::findings(summary)),
        ("Recommendations", vec![Block::Numbered(advice::recommendations(summary))]),
        ("Risks", advice::risks(summary)),
        ("Conclusion", section::conclusion(summary)),
    ];
    let told = sections.into_iter().filter(|(_, section)| !section.is_empty());
    for (at, (title, section)) in told.enumerate() {
        blocks.push(Block::Heading(2, format!("{}. {title}", at + 1)));
        blocks.extend(section);
    }
    blocks.push(Block::Rule);
    blocks.push(Block::Paragraph(vec![
        Line::default().bold("Note:").and(" every figure above is computed from the files that were dropped."),
    ]));
    blocks.extend(doubts::doubts(summary));
    blocks.extend(warned::section(summary));
    blocks.extend(documents::documents(summary));
    blocks.push(Block::Heading(2, "Workflow Summary".to_owned()));
    blocks.push(section::workflow(summary));
    blocks.push(Block::Heading(2, "Data Summary".to_owned()));
    blocks.extend(section::data(summary));
    blocks
}
