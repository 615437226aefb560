//! The length of a report: what is said least is left out of a long one, and a short one says how to read its numbers.

use super::Section;
use super::block::{Block, Line, Span};

/// Words of prose in the numbered sections of a report: least and most.
pub const WORDS: (usize, usize) = (300, 400);

/// A short report ends up with a few words more than the least.
const ENOUGH: usize = WORDS.0 + 5;

/// Words of a text: what stands between spaces and has a letter or a digit in it.
pub fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Brings the prose of sections to the length of a report.
pub(super) fn fit(sections: &mut [Section]) {
    shorten(sections);
    lengthen(sections);
}

/// Words of prose; tables are read otherwise and not counted.
fn words(sections: &[Section]) -> usize {
    let lines = sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
        Block::Paragraph(lines) | Block::List(lines) | Block::Numbered(lines) => lines.as_slice(),
        Block::Heading(..) | Block::Table(..) | Block::Rule => &[],
    });
    lines.map(|line| count(&line.text())).sum()
}

fn over(sections: &[Section]) -> bool {
    words(sections) > WORDS.1
}

fn section<'a>(sections: &'a mut [Section], title: &str) -> Option<&'a mut Vec<Block>> {
    sections.iter_mut().find(|section| section.title == title).map(|section| &mut section.blocks)
}

/// The lines of the last list of a section.
fn list<'a>(sections: &'a mut [Section], title: &str) -> Option<&'a mut Vec<Line>> {
    section(sections, title)?.iter_mut().rev().find_map(|block| match block {
        Block::List(lines) | Block::Numbered(lines) => Some(lines),
        Block::Paragraph(_) | Block::Heading(..) | Block::Table(..) | Block::Rule => None,
    })
}

/// Leaves out notes on smaller sets and definitions first, then what findings and recommendations say after their first sentence.
fn shorten(sections: &mut [Section]) {
    while over(sections) {
        let Some(notes) = list(sections, "Performance Analysis").filter(|notes| !notes.is_empty()) else { break };
        notes.pop();
    }
    for title in ["Recommendations", "Key Findings", "Executive Summary"] {
        for at in (0..20).rev() {
            if !over(sections) {
                return;
            }
            let line = match section(sections, title).and_then(|blocks| blocks.iter_mut().next_back()) {
                Some(Block::List(lines) | Block::Numbered(lines) | Block::Paragraph(lines)) => lines.get_mut(at),
                _ => None,
            };
            if let Some(line) = line {
                first_sentence(line);
            }
        }
    }
    // What is still too long says its first findings only.
    while over(sections) {
        let Some(findings) = list(sections, "Key Findings").filter(|findings| findings.len() > 1) else { return };
        findings.pop();
    }
}

/// Cuts a line behind its first sentence; a title in bold before it is none.
fn first_sentence(line: &mut Line) {
    for at in 0..line.0.len() {
        let Span::Plain(text) = &mut line.0[at] else { continue };
        let end = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1).find(|end| text[*end..].starts_with(' '));
        if let Some(end) = end {
            text.truncate(end);
            line.0.truncate(at + 1);
            return;
        }
    }
}

/// What is true of every report, most useful first; each is said only where there is room.
const READING: [(&str, &str); 11] = [
    (
        "Counting:",
        "every record counts where it was first written; what a copy, a table of the same runs or a summary says again is left out.",
    ),
    ("Middle:", "a median is the middle of the sorted values; unlike a mean, it is not moved by a few slow runs."),
    ("Failures:", "a failed record is counted and named, and its zeros or empty cells never enter a statistic."),
    (
        "Spread:",
        "a range over files says how far a repeated run may differ; without repeats no such range can be told.",
    ),
    (
        "Effects:",
        "a difference that is smaller than the one between files of the same condition is not told as an effect.",
    ),
    (
        "Causes:",
        "these files show what happened together, not why; a cause needs runs in which only that setting was changed, in shuffled order.",
    ),
    (
        "Percentiles:",
        "the tail of a sample is told only where enough values stand behind it; otherwise its largest value is shown.",
    ),
    (
        "Limits:",
        "other machines, models, prompts and loads may behave differently; nothing here speaks for what was not measured.",
    ),
    (
        "Clocks:",
        "the times of files on a disk are not used, because a copy changes them; only times written inside the files count.",
    ),
    ("Units:", "values are shown in the unit that reads best; what the files hold stays as it was written."),
    (
        "Checking:",
        "each number can be followed to the rows it was computed from, and each file is listed with what became of its records.",
    ),
];

/// Says how to read the numbers until the report is long enough.
fn lengthen(sections: &mut [Section]) {
    for (title, text) in READING {
        if words(sections) >= ENOUGH {
            return;
        }
        let line = Line::default().bold(title).and(format!(" {text}"));
        match list(sections, "Data Ingestion Summary") {
            Some(lines) => lines.push(line),
            None => return,
        }
    }
}
