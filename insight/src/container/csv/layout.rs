//! How a CSV file is laid out: delimiter, lines before the table, header, units row.
//!
//! Takes the head of a file, gives evidence or nothing; prose with commas is no table.

use super::heading::{Heading, is_number};
use super::quoted;
use super::record::{Marks, Scan};
use crate::container::Head;
use crate::number;
use crate::quantity::with_comma;
use crate::reading::Kind;

/// Delimiters tried, the less likely in prose first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Words of the longest name of a column; that many fields in every line are a table, though its names are longer.
const LONGEST: usize = 4;
const WIDE: usize = 8;

/// Records of the head that are looked at.
const SAMPLE_RECORDS: usize = 200;

/// What the head of a CSV file shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) marks: Marks,
    /// Names of the columns; `column 1` and so on where the file has no header that fits.
    pub(super) names: Vec<String>,
    /// Unit of each column where a row below the header states them; empty where it states none.
    pub(super) units: Option<Vec<String>>,
    /// For each column whether its numbers stand in quotes.
    pub(super) quoted: Vec<bool>,
    /// Where the rows begin.
    pub(super) start: usize,
    /// Line of the first row, counted from 1.
    pub(super) first_line: u64,
    /// Lines before the header and their numbers.
    pub(super) skipped: Vec<(u64, String)>,
    pub(super) has_header: bool,
    /// Names in the line above the first row, where there are not as many as there are values.
    pub(super) misfit: Option<usize>,
    /// Whether numbers have a decimal comma.
    pub(super) comma: bool,
}

/// A record of the sample with its fields, its end and its lines.
struct Sampled {
    fields: Vec<String>,
    start: usize,
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
    let stated = head.text.lines().next().and_then(separator_line);
    for delimiter in DELIMITERS.into_iter().filter(|delimiter| stated.is_none_or(|stated| stated == *delimiter)) {
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
            let layout = trusted.then(|| describe(head, marks, first_width(width, &sample), &sample)).flatten();
            // A log line that repeats its punctuation is no header.
            let longest = if width >= WIDE { 4 * LONGEST } else { LONGEST };
            layout.filter(|layout| head.kind == Kind::Csv || layout.names.iter().all(|name| is_name(name, longest)))
        }
        _ if head.kind == Kind::Csv => one_column(head, line_end),
        _ => None,
    }
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
            start: start - end,
            end: start,
            lines,
            blank: record.trim().is_empty(),
            comment: record.starts_with('#') || records.is_empty() && separator_line(record).is_some(),
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

/// Whether a text of so many words at most reads like the name of a column and not like a sentence or code.
fn is_name(field: &str, longest: usize) -> bool {
    !field.is_empty()
        && field.len() <= 16 * longest
        && field.split(' ').count() <= longest
        && !field.ends_with('.')
        && !field.contains(['{', '}', '"'])
}

/// Whether the only record reads like names of columns.
fn header_only(sample: &[Sampled]) -> bool {
    let mut records = sample.iter().filter(|record| !record.blank && !record.comment);
    records.all(|record| record.fields.iter().all(|field| is_name(field, LONGEST)))
}

fn describe(head: &Head<'_>, marks: Marks, width: usize, sample: &[Sampled]) -> Option<Layout> {
    let fits = |record: &Sampled| !record.blank && !record.comment && record.fields.len() == width;
    let first = sample.iter().position(fits)?;
    // Keys and values that a spreadsheet filled up with empty fields stand above the table, up to a blank line.
    let blank = sample[first..].iter().position(|record| record.blank).map_or(sample.len(), |length| first + length);
    let padded = |record: &Sampled| record.comment || width > 2 && record.fields.iter().skip(2).all(String::is_empty);
    let table = sample[blank..].iter().position(fits).filter(|_| sample[first..blank].iter().all(padded));
    let top = table.map_or(first, |table| blank + table);
    // The table ends at a blank line; another one may follow.
    let end = sample[top..].iter().position(|record| record.blank).map_or(sample.len(), |length| top + length);
    let records: Vec<(usize, &[String])> =
        (top..end.max(top + 1)).filter(|at| fits(&sample[*at])).map(|at| (at, sample[at].fields.as_slice())).collect();
    let fields: Vec<&[String]> = records.iter().map(|(_, fields)| *fields).collect();
    let mut heading = Heading::of(&fields);
    let mut misfit = None;
    let above = sample[..top].last().filter(|above| heading.names.is_none() && !above.blank && !above.comment);
    let mut skipped = top;
    if let Some(above) =
        above.filter(|above| above.fields.len() > 1 && !above.fields.iter().any(|field| is_number(field)))
    {
        let (names, surplus) = (&above.fields, above.fields.len().min(width));
        // Fields without a name that are empty in every row are no fields.
        if names.len() < width && fields.iter().all(|fields| fields[surplus..].iter().all(String::is_empty)) {
            let padded: Vec<String> = names.iter().cloned().chain(vec![String::new(); width - names.len()]).collect();
            heading.names = Some(crate::container::names(&padded));
            skipped = top - 1;
        } else {
            misfit = Some(names.len());
            skipped = top - 1;
        }
    }
    let has_header = heading.names.is_some();
    let before = heading.rows.checked_sub(1).and_then(|last| records.get(last)).map_or(top, |(at, _)| at + 1);
    let line = |at: usize| 1 + sample[..at].iter().map(|record| record.lines).sum::<u64>();
    let comments = (0..before).filter(|at| *at < skipped || sample[*at].comment);
    let skipped = comments
        .filter(|at| !sample[*at].blank)
        .map(|at| (line(at), marks.trim(&head.text[sample[at].start..sample[at].end]).to_owned()))
        .filter(|(_, line)| separator_line(line).is_none());
    Some(Layout {
        marks,
        names: heading.names.unwrap_or_else(|| (1..=width).map(|at| format!("column {at}")).collect()),
        units: heading.units,
        quoted: quoted::columns(sample[before..].iter().map(|row| &head.text[row.start..row.end]), marks, width),
        start: before.checked_sub(1).map_or(0, |last| sample[last].end),
        first_line: line(before),
        skipped: skipped.collect(),
        has_header,
        misfit,
        comma: marks.delimiter != b',' && has_comma(&sample[before..], marks),
    })
}

/// Whether numbers have a decimal comma: some field has one, and none has a point that no group of digits explains.
fn has_comma(rows: &[Sampled], marks: Marks) -> bool {
    let fields = || rows.iter().flat_map(|record| &record.fields);
    let grouped = |field: &str| marks.delimiter != b';' && number::grouped(field).is_some();
    fields().any(|field| field.contains(',') && with_comma(field).is_some() && !grouped(field))
        && !fields().any(|field| field.contains('.') && is_number(field) && with_comma(field).is_none())
}

/// The delimiter that a first line `sep=;` states, as spreadsheets write it.
fn separator_line(record: &str) -> Option<u8> {
    match record.trim().strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
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
    (all_numbers && first.fields.len() == 1).then(|| describe(head, marks, 1, &sample)).flatten()
}
