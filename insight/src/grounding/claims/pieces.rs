//! A text in pieces in which words and numbers belong together: sentences, and rows of tables.

use std::ops::Range;

/// Where numbers stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A sentence.
    Sentence { at: Range<usize>, is_heading: bool, begins: bool },
    /// A row of a table, and the header above it.
    Row { at: Range<usize>, header: Range<usize> },
}

/// No sentence is longer; what is, is cut, so that time stays bounded.
const LONGEST: usize = 2000;

/// Words whose full stop ends no sentence.
const SHORT: [&str; 10] = ["vs.", "e.g.", "i.e.", "approx.", "etc.", "fig.", "no.", "avg.", "cf.", "ca."];

/// The pieces of a text from the beginning of a line on, in order; `header` is that of the table that line may go on.
pub(crate) fn pieces(text: &str, from: usize, header: &mut Option<Range<usize>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_end();
        let is_row = trimmed.trim_start().starts_with('|') || (header.is_some() && trimmed.contains('|'));
        if is_row {
            let row = start..start + trimmed.len();
            let header = header.get_or_insert_with(|| row.clone()).clone();
            pieces.push(Piece::Row { at: row, header });
            continue;
        }
        *header = None;
        if !trimmed.is_empty() {
            sentences(trimmed, start, &mut pieces);
        }
    }
    pieces
}

fn sentences(line: &str, offset: usize, pieces: &mut Vec<Piece>) {
    let is_heading = line.trim_start().starts_with('#');
    let mut from = 0;
    let mut begins = true;
    let mut push = |from: usize, to: usize| {
        if !line[from..to].trim().is_empty() {
            pieces.push(Piece::Sentence { at: offset + from..offset + to, is_heading, begins });
            begins = false;
        }
    };
    for (mark, c) in line.char_indices() {
        let behind = mark + c.len_utf8();
        let ends = matches!(c, '.' | '!' | '?' | ';')
            && line[behind..].starts_with([' ', '*', ')'])
            && !is_short(&line[from..behind]);
        let is_long = behind - from >= LONGEST && c == ' ';
        if ends || is_long {
            push(from, behind);
            from = behind;
        }
    }
    push(from, line.len());
}

fn is_short(said: &str) -> bool {
    SHORT.iter().any(|short| {
        said.len() >= short.len() && said.as_bytes()[said.len() - short.len()..].eq_ignore_ascii_case(short.as_bytes())
    })
}

/// The cells of a row, with their place in the row; the marks at both ends are no cells.
pub(crate) fn cells(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut from = row.find('|').filter(|at| row[..*at].trim().is_empty()).map_or(0, |at| at + 1);
    for (at, _) in row.match_indices('|') {
        if at >= from {
            cells.push(from..at);
            from = at + 1;
        }
    }
    if !row[from.min(row.len())..].trim().is_empty() {
        cells.push(from..row.len());
    }
    cells
}
