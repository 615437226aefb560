//! How many statements of dropped documents were held against the data; the statements themselves stand on the page and in the JSON.

use super::block::{Block, Line};
use crate::document::told;
use crate::summary::Summary;

/// Nothing where no document states anything that can be judged.
pub(super) fn documents(summary: &Summary) -> Vec<Block> {
    let Some(line) = told::line(&summary.documents) else { return Vec::new() };
    vec![Block::Heading(2, "Documents".to_owned()), Block::Paragraph(vec![Line::plain(format!("{line}."))])]
}
