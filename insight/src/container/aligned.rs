//! Tables whose columns are aligned by spaces, as programs print them on a terminal.
//!
//! Takes the lines of a text that is no other container, gives the tables in it. A line that does not line up with its header
//! ends the table, or is reported where it is a row all the same.

use super::grid::{self, Record, is_figure};
use super::{Container, Content, Ledger};
use crate::problem::{Severity, Spot};
use crate::table::Table;
use std::ops::Range;

/// What is said of a row that fits no columns.
const CROOKED: (&str, &str) =
    ("row does not line up with the header above it, so its values have no certain column", "print the table as CSV");

/// Puts the tables found in the text in the place of nothing.
pub(super) fn read(content: &mut Content) {
    let mut ledger = content.ledger.fresh();
    let lines: Vec<(u64, &str)> = content.text.lines().collect();
    let tables = tables(&lines, &mut ledger);
    if tables.is_empty() {
        return;
    }
    if content.text.is_cut() {
        ledger.lost_whole("only the first 4 MiB of this text were read", "print the table as CSV instead");
    }
    content.container = Container::Csv;
    content.tables = tables;
    content.ledger = ledger;
}

/// The tables in lines, each with its number.
pub(super) fn tables(lines: &[(u64, &str)], ledger: &mut Ledger) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((records, crooked, next)) = by_gaps(&lines[at..]).or_else(|| by_words(&lines[at..])) else {
            at += 1;
            continue;
        };
        let place = if tables.is_empty() { String::new() } else { format!("line {}", lines[at].0) };
        if let Some(table) = grid::table(&place, records, ledger) {
            let what = "columns aligned by spaces, read as a table";
            ledger.say(Spot::Line(lines[at].0), Severity::Note, what, None);
            tables.push(table);
            crooked.iter().for_each(|line| ledger.drop_row(Spot::Line(*line), CROOKED.0, Some(CROOKED.1)));
        }
        at += next.max(1);
    }
    tables
}

/// A field and where it stands, in characters.
type Placed<'a> = (Range<usize>, &'a str);

/// The fields of a line between gaps of two spaces or more, or tabs.
fn parted(line: &str) -> Vec<Placed<'_>> {
    let mut fields = Vec::new();
    let mut begin: Option<(usize, usize)> = None;
    let (mut last, mut spaces) = ((0, 0), 0);
    for (column, (at, c)) in line.char_indices().enumerate() {
        if c == ' ' || c == '\t' {
            spaces += if c == '\t' { 2 } else { 1 };
            continue;
        }
        if let Some((column, at)) = begin.filter(|_| spaces >= 2) {
            fields.push((column..last.0, &line[at..last.1]));
            begin = None;
        }
        begin = begin.or(Some((column, at)));
        last = (column + 1, at + c.len_utf8());
        spaces = 0;
    }
    fields.extend(begin.map(|(column, at)| (column..last.0, &line[at..last.1])));
    fields
}

/// Whether a line is the rule below a header.
fn is_rule(line: &str) -> bool {
    line.contains(['-', '=', '─']) && line.chars().all(|c| matches!(c, '-' | '=' | '─' | ' ' | '+' | '\t'))
}

/// Names of a header: at least two, none of them a number.
fn are_names<'a>(fields: &[&'a str]) -> bool {
    let name = |field: &&'a str| !is_figure(field) && field.len() <= 48 && !field.ends_with(['.', ':', ',']);
    fields.len() >= 2 && fields.iter().all(name)
}

type Block = (Vec<Record>, Vec<u64>, usize);

/// A table at the first of these lines whose fields stand between gaps; its records, the lines that do not fit and how many
/// lines it takes.
fn by_gaps(lines: &[(u64, &str)]) -> Option<Block> {
    let ((number, header), below) = lines.split_first()?;
    let header = header.strip_prefix('#').map_or_else(|| (*header).to_owned(), |rest| format!(" {rest}"));
    let names = parted(&header);
    if !are_names(&names.iter().map(|(_, name)| *name).collect::<Vec<_>>()) {
        return None;
    }
    let rule = below.first().filter(|(_, line)| is_rule(line)).map(|(_, line)| ruled(line));
    let mut spans: Vec<Range<usize>> = names.iter().map(|(span, _)| span.clone()).collect();
    if let Some(rule) = rule.as_ref().filter(|rule| rule.len() == spans.len()) {
        spans = spans.iter().zip(rule).map(|(a, b)| a.start.min(b.start)..a.end.max(b.end)).collect();
    }
    let mut records: Vec<Record> = vec![(*number, names.iter().map(|(_, name)| (*name).to_owned()).collect())];
    let mut crooked = Vec::new();
    let mut taken = 1 + usize::from(rule.is_some());
    for (number, line) in &lines[taken.min(lines.len())..] {
        let fields = parted(line);
        if line.trim().is_empty() || fields.len() < 2 && spans.len() > 1 {
            break;
        }
        if !is_rule(line) {
            match fitted(&fields, &spans) {
                Some(record) => records.push((*number, record)),
                None if records.len() > 2 && fields.iter().any(|(_, field)| is_figure(field)) => crooked.push(*number),
                None => break,
            }
        }
        taken += 1;
    }
    holds(&records, 2, crooked.len()).then_some((records, crooked, taken))
}

/// Where the dashes of a rule stand.
fn ruled(line: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.chars().enumerate().filter(|(_, c)| !matches!(c, ' ' | '+' | '\t')) {
        match spans.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    spans
}

/// Fields under the names they belong to: as many as names, or each below exactly one name.
fn fitted(fields: &[Placed<'_>], spans: &[Range<usize>]) -> Option<Vec<String>> {
    if fields.len() == spans.len() {
        return Some(fields.iter().map(|(_, field)| (*field).to_owned()).collect());
    }
    let mut record = vec![String::new(); spans.len()];
    for (at, field) in fields {
        let mut below = (0..spans.len()).filter(|span| at.start < spans[*span].end && spans[*span].start < at.end);
        let (Some(column), None) = (below.next(), below.next()) else { return None };
        if !record[column].is_empty() {
            return None;
        }
        (*field).clone_into(&mut record[column]);
    }
    Some(record)
}

/// A table at the first of these lines whose fields are words: as many in each row as in the header, most of them numbers.
fn by_words(lines: &[(u64, &str)]) -> Option<Block> {
    let ((number, header), below) = lines.split_first()?;
    let names: Vec<&str> = header.trim_start_matches('#').split_whitespace().collect();
    if !are_names(&names) {
        return None;
    }
    let mut records: Vec<Record> = vec![(*number, names.iter().map(|name| (*name).to_owned()).collect())];
    let mut taken = 1;
    for (number, line) in below {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let figures = fields.iter().filter(|field| is_figure(field)).count();
        if !is_rule(line) {
            if fields.len() != names.len() || figures * 2 < fields.len() {
                break;
            }
            records.push((*number, fields.into_iter().map(str::to_owned).collect()));
        }
        taken += 1;
    }
    holds(&records, 3, 0).then_some((records, Vec::new(), taken))
}

/// Whether records are a table: rows enough, more than those that do not fit, and a column of nothing but numbers.
fn holds(records: &[Record], needed: usize, crooked: usize) -> bool {
    let Some(((_, names), rows)) = records.split_first() else { return false };
    let figures = |column: usize| {
        let mut filled =
            rows.iter().filter_map(|(_, fields)| fields.get(column)).filter(|field| !field.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|field| is_figure(field) || crate::number::is_absence(field))
    };
    rows.len() >= needed && rows.len() > crooked && (0..names.len()).any(figures)
}
