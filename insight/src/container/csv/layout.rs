//! How a CSV file is laid out: delimiter, lines before the table, header, units row.
//!
//! Takes the head of a file, gives evidence or nothing; prose with commas is no table.

use super::record::{Marks, Scan};
use crate::container::Head;
use crate::number;
use crate::reading::Kind;

/// Delimiters tried, the less likely in prose first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Records of the head that are looked at.
const SAMPLE_RECORDS: usize = 200;

/// What the head of a CSV file shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) marks: Marks,
    /// Names of the columns; `column 1` and so on where the file has no header.
    pub(super) names: Vec<String>,
    /// Unit of each column where a row below the header states them; empty where it states none.
    pub(super) units: Option<Vec<String>>,
    /// Where the rows begin.
    pub(super) start: usize,
    /// Line of the first row, counted from 1.
    pub(super) first_line: u64,
    /// Fields of each line before the header.
    pub(super) skipped: Vec<usize>,
    pub(super) has_header: bool,
}

/// A record of the sample with its fields, its end and its lines.
struct Sampled {
    fields: Vec<String>,
    end: usize,
    lines: u64,
    blank: bool,
    comment: bool,
}

/// The layout of a file with this head, or `None` when it holds no table.
pub(super) fn detect(head: &Head<'_>) -> Option<Layout> {
    let bytes = head.text.as_bytes();
    let line_end = if memchr::memchr(b'\n', bytes).is_none() && bytes.contains(&b'\r') { b'\r' } else { b'\n' };
    let mut best: Option<(f64, usize, Marks, Vec<Sampled>)> = None;
    for delimiter in DELIMITERS {
        let marks = Marks { delimiter, line_end };
        let sample = sample(head, marks);
        let (share, width) = agreement(&sample);
        if width >= 2 && best.as_ref().is_none_or(|(known, ..)| share > *known) {
            best = Some((share, width, marks, sample));
        }
    }
    let needed = if head.kind == Kind::Csv { 0.5 } else { 0.9 };
    match best {
        Some((share, width, marks, sample)) if share >= needed => {
            let records = sample.iter().filter(|record| !record.blank && !record.comment).count();
            let trusted = match (head.kind, records) {
                (Kind::Csv, 0..=1) => header_only(&sample),
                (Kind::Csv, _) => true,
                (_, 0..=2) => false,
                (_, _) => sample.iter().any(|record| record.fields.iter().any(|field| is_number(field))),
            };
            let layout = trusted.then(|| describe(marks, first_width(width, &sample), &sample)).flatten();
            // A log line that repeats its punctuation is no header.
            layout.filter(|layout| head.kind == Kind::Csv || layout.names.iter().all(|name| is_name(name)))
        }
        _ if head.kind == Kind::Csv => one_column(head, line_end),
        _ => None,
    }
}

fn is_number(field: &str) -> bool {
    number::plain(field.as_bytes()).is_some_and(f64::is_finite)
}

fn sample(head: &Head<'_>, marks: Marks) -> Vec<Sampled> {
    let mut records = Vec::new();
    let mut start = 0;
    while start < head.text.len() && records.len() < SAMPLE_RECORDS {
        let rest = &head.text[start..];
        let end = match marks.record_end(rest.as_bytes(), &mut Scan::default()) {
            Some(end) => end,
            None if head.whole || records.is_empty() => rest.len(),
            None => break,
        };
        let record = marks.trim(&rest[..end]);
        let lines = memchr::memchr_iter(marks.line_end, &rest.as_bytes()[..end]).count() as u64;
        start += end;
        records.push(Sampled {
            fields: marks.split(record),
            end: start,
            lines,
            blank: record.trim().is_empty(),
            comment: record.starts_with('#'),
        });
    }
    records
}

/// The most common number of fields and the share of records that have it.
fn agreement(sample: &[Sampled]) -> (f64, usize) {
    let widths: Vec<usize> =
        sample.iter().filter(|record| !record.blank && !record.comment).map(|record| record.fields.len()).collect();
    let mut common = (0, 0);
    for &width in &widths {
        let times = widths.iter().filter(|other| **other == width).count();
        if width >= 2 && (times, width) > common {
            common = (times, width);
        }
    }
    (common.0 as f64 / widths.len().max(1) as f64, common.1)
}

/// The width of the first table: two records of one width before a blank line are a table of their own, though most
/// records of the file have another width.
fn first_width(common: usize, sample: &[Sampled]) -> usize {
    let mut run = (0, 0);
    for record in sample.iter().filter(|record| !record.comment) {
        let width = record.fields.len();
        match (record.blank, width == run.0) {
            (true, _) if run.0 >= 2 && run.1 >= 2 => return run.0,
            (true, _) => run = (0, 0),
            (false, _) if width == common => return common,
            (false, true) => run.1 += 1,
            (false, false) => run = (width, 1),
        }
    }
    common
}

/// Whether a text reads like the name of a column and not like a sentence or code.
fn is_name(field: &str) -> bool {
    !field.is_empty()
        && field.len() <= 64
        && field.split(' ').count() <= 4
        && !field.ends_with('.')
        && !field.contains(['{', '}', '"'])
}

/// Whether the only record reads like names of columns.
fn header_only(sample: &[Sampled]) -> bool {
    let mut records = sample.iter().filter(|record| !record.blank && !record.comment);
    records.all(|record| record.fields.iter().all(|field| is_name(field)))
}

fn describe(marks: Marks, width: usize, sample: &[Sampled]) -> Option<Layout> {
    let fits = |record: &Sampled| !record.blank && !record.comment && record.fields.len() == width;
    let top = sample.iter().position(fits)?;
    let header = &sample[top];
    let data: Vec<&Sampled> = sample[top + 1..].iter().filter(|record| fits(record)).collect();
    let has_header = !header.fields.iter().any(|field| is_number(field));
    let names = if has_header {
        crate::container::names(&header.fields)
    } else {
        (1..=width).map(|at| format!("column {at}")).collect()
    };
    let units = match data.as_slice() {
        [units, first, ..] if has_header && is_units_row(&units.fields, &first.fields) => Some(units.fields.clone()),
        _ => None,
    };
    // Rows begin after the header, after the units row below it, or at the first row itself.
    let before = match (has_header, &units) {
        (false, _) => top,
        (true, None) => top + 1,
        (true, Some(_)) => {
            sample.iter().enumerate().skip(top + 1).find(|(_, r)| fits(r)).map_or(top + 1, |(at, _)| at + 1)
        }
    };
    Some(Layout {
        marks,
        names,
        units,
        start: before.checked_sub(1).map_or(0, |last| sample[last].end),
        first_line: 1 + sample[..before].iter().map(|record| record.lines).sum::<u64>(),
        skipped: sample[..top].iter().filter(|record| !record.blank).map(|record| record.fields.len()).collect(),
        has_header,
    })
}

/// A row of units stands over numbers: `"", "us", "%"` over `"kernel", "12", "50"`.
fn is_units_row(units: &[String], first: &[String]) -> bool {
    let mut stated = units.iter().zip(first).filter(|(unit, _)| !unit.is_empty()).peekable();
    stated.peek().is_some()
        && stated.all(|(unit, value)| {
            let unit_like = unit.len() <= 24 && !unit.contains(' ') && !unit.bytes().any(|byte| byte.is_ascii_digit());
            unit_like && (value.is_empty() || is_number(value) || number::grouped(value).is_some())
        })
        && units.iter().zip(first).any(|(unit, value)| !unit.is_empty() && !value.is_empty())
}

/// A file whose every line is one value, the first one perhaps a name.
fn one_column(head: &Head<'_>, line_end: u8) -> Option<Layout> {
    let marks = Marks { delimiter: b',', line_end };
    let sample = sample(head, marks);
    let mut values = sample.iter().filter(|record| !record.blank && !record.comment);
    let first = values.next()?;
    let mut rest = values.peekable();
    rest.peek()?;
    let all_numbers = rest.all(|record| record.fields.len() == 1 && is_number(&record.fields[0]));
    (all_numbers && first.fields.len() == 1).then(|| describe(marks, 1, &sample)).flatten()
}
