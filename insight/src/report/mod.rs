//! The report that needs no model: written from a summary by fixed rules, the same for the page, the command line and the export.
//!
//! Sentences leave out what the data do not carry: no empty section, no row without a value.

mod advice;
mod answer;
pub mod block;
mod contract;
mod documents;
mod doubts;
pub mod fit;
mod form;
mod listing;
mod load;
pub mod part;
pub mod partial;
mod phrase;
mod proof;
mod screen;
mod section;
pub mod slot;
mod warned;
pub mod writing;
mod written;

pub use contract::{Breach, contract, is_report};
pub use listing::{ListedFile, ListedMetric, Listing, Source, listing};
pub use screen::text;
pub use warned::{Warned, warned};
pub use written::{Written, Wrote, live, so_far, written};

use crate::summary::Summary;
use block::{Block, Line};
use part::Part;

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

/// A numbered section.
pub(crate) struct Section {
    title: &'static str,
    /// Which part it is, where a model may write it.
    part: Option<Part>,
    blocks: Vec<Block>,
}

/// The report that needs no model.
fn blocks(summary: &Summary) -> Vec<Block> {
    let mut sections = sections(summary);
    fit::fit(&mut sections);
    compose(summary, None, sections)
}

/// The report with everything that `fit` leaves out of a long one: beside shorter parts of a model it may be said.
pub(crate) fn unabridged(summary: &Summary) -> String {
    block::markdown(&compose(summary, None, sections(summary)))
}

/// The numbered sections as the data tell them.
fn sections(summary: &Summary) -> Vec<Section> {
    let told = |title, blocks| Section { title, part: None, blocks };
    let part = |part: Part, blocks| Section { title: part.title(), part: Some(part), blocks };
    vec![
        part(Part::Executive, section::executive(summary)),
        told("Data Ingestion Summary", section::ingestion(summary)),
        told("Performance Analysis", section::performance(summary)),
        part(Part::Findings, section::findings(summary)),
        part(Part::Recommendations, vec![Block::Numbered(advice::recommendations(summary))]),
        part(Part::Risks, advice::risks(summary)),
        part(Part::Conclusion, section::conclusion(summary)),
    ]
}

/// The whole report around its sections; `writer` is the model that wrote in them.
fn compose(summary: &Summary, writer: Option<&str>, sections: Vec<Section>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, "Chimera Insight".to_owned()), section::header(summary, writer)];
    let told = sections.into_iter().filter(|section| !section.blocks.is_empty());
    for (at, Section { title, blocks: section, .. }) in told.enumerate() {
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
    blocks.push(section::workflow(summary, writer));
    blocks.push(Block::Heading(2, "Data Summary".to_owned()));
    blocks.extend(section::data(summary));
    blocks
}
