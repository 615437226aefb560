//! One line of a table: its cells, a row of dashes, and several rows that something joined into one line.

use std::borrow::Cow;

/// Number of columns of a row of dashes, `| --- | :-: |`; `None` for any other line.
pub(super) fn separator(line: &str) -> Option<usize> {
    let line = line.trim();
    let known = line.contains('|') && line.bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t'));
    if !known {
        return None;
    }
    let cells = cells(line);
    cells.iter().all(|cell| cell.contains('-')).then_some(cells.len())
}

/// Pieces between the pipes of a line; an escaped pipe belongs to its piece.
fn pieces(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'|', bytes) {
        let escapes = bytes[start..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            pieces.push(&line[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// The cells of a row, without the empty ends outside the outer pipes.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let mut cells = pieces(line);
    if line.starts_with('|') {
        cells.remove(0);
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) && line.ends_with('|') {
        cells.pop();
    }
    cells
}

/// A cell without the marks of emphasis, code and links.
pub(super) fn plain(cell: &str) -> String {
    let cell = cell.trim().trim_matches('`').replace("**", "").replace("\\|", "|");
    let cell = cell.trim();
    let link = cell.strip_prefix('[').and_then(|link| link.strip_suffix(')')).and_then(|link| link.split_once("]("));
    match link {
        Some((text, address)) if !address.contains(['(', ')']) => text.trim().to_owned(),
        _ => cell.to_owned(),
    }
}

/// A line of a table that is drawn with `+---+` or box characters, as one of Markdown; any other line as it is. Whether it is a
/// drawn border.
pub(super) fn drawn(line: &str) -> (Cow<'_, str>, bool) {
    let text = line.trim();
    let mut marks = text.chars();
    match marks.next() {
        Some('+') if text.len() > 2 && text.ends_with('+') && marks.all(|c| matches!(c, '+' | '-' | '=' | ':')) => {
            (Cow::Owned(text.replace('+', "|").replace('=', "-")), true)
        }
        Some('┌' | '├' | '└' | '┏' | '┡' | '┢' | '╞' | '╔' | '╠' | '╚' | '╭' | '╰') => {
            let line: String =
                text.chars().map(|c| if matches!(c, '─' | '━' | '═' | '╌') { '-' } else { '|' }).collect();
            (Cow::Owned(line), true)
        }
        Some('│' | '┃' | '║') => (Cow::Owned(text.replace(['│', '┃', '║'], "|")), false),
        Some('>') if text.trim_start_matches(['>', ' ']).starts_with('|') => {
            (Cow::Borrowed(text.trim_start_matches(['>', ' '])), false)
        }
        _ => (Cow::Borrowed(line), false),
    }
}

/// Whether pieces are the dashes below a header.
fn is_dashes(piece: &str) -> bool {
    let piece = piece.trim();
    piece.contains('-') && piece.bytes().all(|byte| matches!(byte, b'-' | b':' | b' '))
}

/// The lines that a line was before they were joined: what stands before a header, the header, the dashes, each row, and what
/// stands after the rows; `None` for a line that was none of a joined table.
pub(super) fn unjoined(line: &str) -> Option<Vec<String>> {
    if !line.contains("-|") && !line.contains("- |") {
        return None;
    }
    let pieces = pieces(line);
    let mut lines = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while at < pieces.len() {
        if !is_dashes(pieces[at]) {
            at += 1;
            continue;
        }
        let width = pieces[at..].iter().take_while(|piece| is_dashes(piece)).count();
        let dashes = at;
        at += width;
        if width < 2 {
            continue;
        }
        // The header ends in the piece that is empty between its pipe and that of the dashes.
        let header = dashes.checked_sub(width + 1).filter(|from| *from >= done && pieces[dashes - 1].trim().is_empty());
        if let Some(from) = header {
            push(&pieces[done..from], &mut lines);
            lines.push(row(&pieces[from..dashes - 1]));
        } else if pieces[done..dashes].iter().any(|piece| !piece.trim().is_empty()) {
            continue;
        }
        lines.push(row(&pieces[dashes..at]));
        while pieces.len() > at + width && pieces[at].trim().is_empty() {
            lines.push(row(&pieces[at + 1..at + 1 + width]));
            at += 1 + width;
        }
        done = at;
    }
    // A table of one row of dashes is a line as it should be.
    if lines.len() < 2 {
        return None;
    }
    push(&pieces[done..], &mut lines);
    Some(lines)
}

fn row(cells: &[&str]) -> String {
    format!("|{}|", cells.join("|"))
}

fn push(pieces: &[&str], lines: &mut Vec<String>) {
    if pieces.iter().any(|piece| !piece.trim().is_empty()) {
        lines.push(pieces.join("|"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_joined_are_parted_by_the_dashes_among_them() {
        let check = |line: &str, expected: &[&str]| {
            let lines = unjoined(line).unwrap_or_default();
            let shown: Vec<String> = lines.iter().map(|line| line.replace(' ', "")).collect();
            assert_eq!(shown, expected, "{line}");
        };
        check("| a | b | | --- | --- | | 1 | 2 | | 3 | 4 |", &["|a|b|", "|---|---|", "|1|2|", "|3|4|"]);
        check("| --- | --- | | 1 | 2 |", &["|---|---|", "|1|2|"]);
        check(
            "See: | a | b | |---|---| | 1 | | | 3 | 4 | After.",
            &["See:", "|a|b|", "|---|---|", "|1||", "|3|4|", "After."],
        );
        check(
            "| a | b | |---|---| | 1 | 2 | ## Next | c | d | |---|---| | 3 | 4 |",
            &["|a|b|", "|---|---|", "|1|2|", "##Next", "|c|d|", "|---|---|", "|3|4|"],
        );
        check("| --- | --- |", &[]);
        check("| a | - | - | b |", &[]);
        check("a - b | c", &[]);
    }

    #[test]
    fn drawn_tables_become_tables_of_markdown() {
        let check = |line: &str, expected: &str| assert_eq!(drawn(line).0, expected);
        check("+-----+---+", "|-----|---|");
        check("├───┼───┤", "|---|---|");
        check("│ a │ b │", "| a | b |");
        check("> | a | b |", "| a | b |");
        check("+1 | x", "+1 | x");
    }
}
