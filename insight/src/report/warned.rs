//! What misleads in the files, a line a trap: the first file that shows it and how many others do.

use super::block::{Block, Line};
use super::phrase::counted;
use crate::audit::Warning;
use crate::summary::Summary;
use std::collections::BTreeMap;

/// Traps told in a report; all of them stand beside their files.
const MOST: usize = 10;
/// Letters of a place or of what shows it; the rest stands beside the file.
const LETTERS: usize = 200;

/// One trap over all files.
#[derive(Debug)]
pub struct Warned<'a> {
    /// Its first warning, by path.
    pub first: &'a Warning,
    /// Files that have it.
    pub files: u64,
}

impl Warned<'_> {
    /// Place, evidence and consequence of the first, as the report says them.
    pub(crate) fn texts(&self) -> [String; 3] {
        [&self.first.place, &self.first.evidence, &self.first.consequence].map(|text| short(text))
    }
}

/// Traps that reading did not take care of, those of most files first; as many as a report tells.
pub fn warned(summary: &Summary) -> Vec<Warned<'_>> {
    let mut traps: BTreeMap<_, Warned<'_>> = BTreeMap::new();
    for file in &summary.files {
        let mut before = Vec::new();
        for warning in file.warnings.iter().filter(|warning| !warning.trap.is_handled()) {
            let known = traps.entry(warning.trap).or_insert(Warned { first: warning, files: 0 });
            if !before.contains(&warning.trap) {
                known.files += 1;
                before.push(warning.trap);
            }
        }
    }
    let mut all: Vec<Warned<'_>> = traps.into_values().collect();
    all.sort_by_key(|warned| std::cmp::Reverse(warned.files));
    all.truncate(MOST);
    all
}

/// The section of the report; nothing where nothing misleads.
pub(super) fn section(summary: &Summary) -> Vec<Block> {
    let lines: Vec<Line> = warned(summary).iter().map(line).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(2, "What Misleads".to_owned()), Block::List(lines)]
}

fn line(warned: &Warned<'_>) -> Line {
    let warning = warned.first;
    let files = if warned.files > 1 { format!(" ({})", counted(warned.files, "file", "files")) } else { String::new() };
    let [place, evidence, consequence] = warned.texts();
    let said = format!(", {place}: {evidence}; {consequence}");
    Line::default().bold(warning.trap.words()).and(format!("{files}: ")).code(&warning.path).and(said)
}

/// Back ticks mean nothing in a sentence of a report.
fn short(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| *letter != '`').collect();
    if plain.chars().count() <= LETTERS {
        return plain;
    }
    plain.chars().take(LETTERS - 1).chain(['…']).collect()
}

/// `74 files mislead: see the audit`, for the first screen.
pub(super) fn on_screen(summary: &Summary) -> Option<String> {
    let count = summary.files.iter().filter(|file| file.misleads()).count() as u64;
    (count > 0).then(|| format!("   {}: see the audit", counted(count, "file misleads", "files mislead")))
}
