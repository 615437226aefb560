//! CSV to columns, record by record as the text comes in.
//!
//! Takes pieces of text, gives one table, or several where blank lines and a new header part them. Rows with too few fields
//! are kept and doubted, rows with too many cannot be placed and are lost; both are said once with a count.

mod context;
mod heading;
mod layout;
mod quoted;
mod record;
#[cfg(test)]
mod tests;

use super::{Container, Content, Head, Ledger, Reader};
use crate::number;
use crate::problem::{Severity, Spot};
use crate::quirk::QuirkKind;
use crate::role::profile::is_failure;
use crate::table::{ColumnBuilder, Lines, Table};
pub(super) use heading::Heading;

use context::{Context, beside};
use layout::Layout;
use memchr::memchr;
use record::{Marks, Scan, push};

/// A record that has a line end inside quotes and is longer than this began with a quote that is never closed.
const LONGEST_QUOTE: usize = 1 << 20;

/// A CSV reader that has taken the head, or `None` when the head shows no table.
pub(super) fn open(head: &Head<'_>) -> Option<CsvReader> {
    let layout = layout::detect(head)?;
    let mut reader = CsvReader::new(head.file, &layout);
    reader.push(&head.text[layout.start..]);
    Some(reader)
}

/// Fills columns with the records of one file.
pub(super) struct CsvReader {
    marks: Marks,
    columns: Vec<ColumnBuilder>,
    rows: usize,
    /// Line of the record that comes next, and of the first row of the table.
    line: u64,
    first_line: u64,
    lines: Lines,
    tables: Vec<Table>,
    ledger: Ledger,
    /// The start of a record that goes on in the next piece.
    carry: String,
    scan: Scan,
    after_blank: bool,
    /// Whether numbers have a decimal comma.
    comma: bool,
    /// The header as it is written, in case it stands there again.
    header: Vec<String>,
    header_line: String,
    /// What lines beside the rows say of them.
    context: Context,
    /// The line above this table, and the one above the next.
    place: Option<String>,
    title: Option<String>,
}

impl CsvReader {
    fn new(file: &str, layout: &Layout) -> Self {
        let mut ledger = Ledger::new(file);
        let mut context = Context::default();
        for (line, text) in &layout.skipped {
            beside(&mut ledger, &mut context, layout.marks, (*line, text), 0);
        }
        if let Some(names) = layout.misfit {
            let what = format!(
                "the header has {names} names and the rows have {} values, so that no value has a certain name",
                layout.names.len()
            );
            let hint = Some("add the missing name to the header");
            ledger.say(Spot::Line(layout.first_line), Severity::Doubt, &what, hint);
        } else if !layout.has_header {
            ledger.say(
                Spot::Line(layout.first_line),
                Severity::Doubt,
                "no header row, columns are named by their place",
                Some("add a first line with the names of the columns"),
            );
        }
        let mut columns: Vec<ColumnBuilder> = layout.names.iter().map(ColumnBuilder::new).collect();
        for (column, unit) in columns.iter_mut().zip(layout.units.iter().flatten()) {
            if !unit.is_empty() {
                column.set_unit(unit);
            }
        }
        let quoted = columns.iter_mut().zip(&layout.quoted).filter(|(_, quoted)| **quoted);
        quoted.for_each(|(column, _)| column.set_quoted());
        if let Some(units) = &layout.units {
            let stated: Vec<&str> = units.iter().map(String::as_str).filter(|unit| !unit.is_empty()).collect();
            ledger.quirk(QuirkKind::UnitsRow, layout.first_line.saturating_sub(1), &stated.join(", "));
        }
        Self {
            marks: layout.marks,
            columns,
            rows: 0,
            line: layout.first_line,
            first_line: layout.first_line,
            lines: Lines::from(layout.first_line),
            tables: Vec::new(),
            ledger,
            carry: String::new(),
            scan: Scan::default(),
            after_blank: false,
            comma: layout.comma,
            header: layout.names.clone(),
            header_line: layout.marks.join(&layout.names),
            context,
            place: None,
            title: None,
        }
    }

    /// Takes whole records from the start of `text`; gives the rest, which is the start of a record.
    fn take<'a>(&mut self, text: &'a str) -> &'a str {
        let bytes = text.as_bytes();
        // Records with quotes wait between `block` and `start` until one without comes.
        let (mut block, mut start) = (0, 0);
        let mut quote = memchr(b'"', bytes).unwrap_or(bytes.len());
        while let Some(length) = memchr(self.marks.line_end, &bytes[start..]) {
            let line_end = start + length + 1;
            if quote < start {
                quote = memchr(b'"', &bytes[start..]).map_or(bytes.len(), |at| start + at);
            }
            if quote >= line_end {
                self.quoted(&text[block..start]);
                self.plain(&text[start..line_end - 1]);
                start = line_end;
                block = start;
                continue;
            }
            let most =
                if length < LONGEST_QUOTE { LONGEST_QUOTE.min(bytes.len() - start) } else { bytes.len() - start };
            match self.marks.record_end(&bytes[start..start + most], &mut Scan::default()) {
                Some(length) => start += length,
                None if most == LONGEST_QUOTE => {
                    self.quoted(&text[block..start]);
                    self.unclosed(&text[start..line_end]);
                    start = line_end;
                    block = start;
                }
                None => break,
            }
        }
        self.quoted(&text[block..start]);
        &text[start..]
    }

    /// One record, with its line end if it has one.
    fn record(&mut self, record: &str) {
        match memchr(b'"', record.as_bytes()) {
            Some(_) => self.quoted(record),
            None => self.plain(record.strip_suffix(self.marks.line_end as char).unwrap_or(record)),
        }
    }

    /// A record without a quote, without its line end.
    fn plain(&mut self, line: &str) {
        let before = self.rows;
        self.row(line);
        self.line += 1;
        if self.rows == before {
            self.lines.row(before, self.line);
        }
    }

    fn row(&mut self, line: &str) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let bytes = line.as_bytes();
        let marks = self.marks;
        let width = memchr::memchr_iter(marks.delimiter, bytes).count() + 1;
        if width != self.columns.len()
            || line.is_empty()
            || line.starts_with('#')
            || self.after_blank
            || line == self.header_line
        {
            let fields = marks.split(line);
            return self.odd_row(line, &fields);
        }
        let mut start = 0;
        for column in &mut self.columns {
            // Most fields are short numbers, read while their end is looked for.
            if !self.comma
                && column.expects_numbers()
                && let Some((value, length)) = number::leading(&bytes[start..], marks.delimiter)
            {
                column.push_finite(value);
                start += length + 1;
            } else {
                let end = memchr(marks.delimiter, &bytes[start..]).map_or(line.len(), |length| start + length);
                push(column, record::trim(&line[start..end]), self.comma);
                start = end + 1;
            }
        }
        self.rows += 1;
    }

    /// Records with quotes, with their line ends.
    fn quoted(&mut self, block: &str) {
        if block.is_empty() {
            return;
        }
        let marks = self.marks;
        marks.records(block, |record, fields| {
            let rows = self.rows;
            let header = || fields.iter().eq(self.header.iter().map(String::as_str));
            if fields.len() == self.columns.len() && !record.starts_with('#') && !self.after_blank && !header() {
                for (column, field) in self.columns.iter_mut().zip(fields) {
                    push(column, record::trim(field), self.comma);
                }
                self.rows += 1;
            } else {
                let fields: Vec<String> = fields.iter().map(|field| record::trim(field).to_owned()).collect();
                self.odd_row(record, &fields);
            }
            let before = self.line;
            self.line += memchr::memchr_iter(marks.line_end, record.as_bytes()).count() as u64;
            if self.line != before + 1 || self.rows == rows {
                self.lines.row(self.rows, self.line);
            }
        });
    }

    /// A record that does not have one field per column, or stands after a blank line: a comment, a title, the header of a new
    /// table, or a row after all.
    fn odd_row(&mut self, record: &str, fields: &[String]) {
        if record.trim().is_empty() {
            self.after_blank = true;
            return;
        }
        let width = self.columns.len();
        let comment = record.starts_with('#') || (record.starts_with("//") && fields.len() != width);
        let alone = fields.iter().skip(1).all(String::is_empty) && !heading::is_number(&fields[0]);
        if comment && (fields.len() != width || !context::stated(record, self.marks).is_empty()) {
            beside(&mut self.ledger, &mut self.context, self.marks, (self.line, record), self.rows);
        } else if self.after_blank && width > 1 && alone {
            // A title, or a key and its value; the next line may be a header still.
            self.title = Some(fields[0].clone());
            beside(&mut self.ledger, &mut self.context, self.marks, (self.line, record), self.rows);
            return;
        } else if self.after_blank && self.is_header(fields) {
            self.end_table();
            self.header = super::names(fields);
            self.header_line = self.marks.join(&self.header);
            self.columns = self.header.iter().map(ColumnBuilder::new).collect();
            self.first_line = self.line + 1;
            self.lines = Lines::from(self.first_line);
        } else if *fields == *self.header {
            self.ledger.say(Spot::Line(self.line), Severity::Note, "the header once more, not read as a row", None);
        } else {
            self.ragged(fields);
        }
        self.after_blank = false;
        self.title = None;
    }

    /// Whether a record names columns of a new table: no number, and another width or a word where numbers stand.
    fn is_header(&self, fields: &[String]) -> bool {
        let named = fields.iter().filter(|field| !field.is_empty()).count();
        let word = |field: &String| !field.is_empty() && !number::is_absence(field) && !is_failure(field);
        let mut over_numbers = self.columns.iter().zip(fields).filter(|(column, _)| column.holds_numbers());
        named >= 2
            && named * 2 > fields.len()
            && *fields != *self.header
            && !fields.iter().any(|field| heading::is_number(field))
            && (fields.len() != self.columns.len() || over_numbers.any(|(_, field)| word(field)))
    }

    fn ragged(&mut self, fields: &[String]) {
        let width = self.columns.len();
        let spot = Spot::Line(self.line);
        if fields.iter().skip(width).any(|field| !field.is_empty()) {
            let hint = Some("check the header and the quotes around fields");
            let what = "row has more fields than the header, so its values have no certain column";
            return self.ledger.drop_row(spot, what, hint);
        }
        if fields.len() < width {
            let what = "row has fewer fields than the header, the others are empty";
            self.ledger.say(spot, Severity::Doubt, what, None);
        }
        for (at, column) in self.columns.iter_mut().enumerate() {
            push(column, fields.get(at).map_or("", String::as_str), self.comma);
        }
        self.rows += 1;
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let mut columns = std::mem::take(&mut self.columns);
        // A delimiter at the end of each line is no column.
        while columns
            .last()
            .is_some_and(|column| column.is_blank() && column.name() == format!("column {}", columns.len()))
        {
            columns.pop();
        }
        let names: Vec<&str> = columns.iter().map(ColumnBuilder::name).collect();
        let said = self.context.columns(&names, rows);
        columns.extend(said);
        let columns = super::finish_outline(columns, &mut self.ledger);
        self.ledger.keep(rows as u64);
        // The first table is the file; a further one is told by its title or its line.
        let title = self.title.take().filter(|title| self.tables.iter().all(|table| table.place != *title));
        let place = match (self.tables.is_empty(), std::mem::replace(&mut self.place, title)) {
            (true, _) => String::new(),
            (false, Some(title)) => title,
            (false, None) => format!("line {}", self.first_line),
        };
        let lines = std::mem::take(&mut self.lines);
        let first_line = lines.first();
        self.tables.push(Table { place, columns, rows, first_line, lines, ..Table::default() });
    }

    /// What stands after the last line end.
    fn take_end(&mut self) {
        let rest = std::mem::take(&mut self.carry);
        let last = self.marks.trim(&rest);
        if last.trim().is_empty() {
            return;
        }
        let spot = Spot::Line(self.line);
        let open = {
            let mut scan = Scan::default();
            self.marks.record_end(rest.as_bytes(), &mut scan);
            scan == Scan::Quoted
        };
        let fields = self.marks.split(last);
        if open || fields.len() < self.columns.len() && !last.starts_with('#') {
            self.ledger.drop_row(spot, "the file is cut in its last row, which is lost", Some("copy the file again"));
            return;
        }
        self.ledger.say(spot, Severity::Note, "the last line has no line end, its last value may be cut", None);
        self.record(last);
    }

    /// A line with a quote that is never closed: it is read as if the quotes were not there.
    fn unclosed(&mut self, line: &str) {
        self.ledger.say(
            Spot::Line(self.line),
            Severity::Doubt,
            "a quote is never closed, its line was read without quotes",
            Some("double a quote that belongs to the text"),
        );
        let line = self.marks.trim(line).replace('"', "");
        self.plain(&line);
    }

    fn take_and_carry(&mut self, text: &str) {
        let rest = self.take(text);
        self.scan = Scan::default();
        self.marks.record_end(rest.as_bytes(), &mut self.scan);
        self.carry.push_str(rest);
    }
}

impl Reader for CsvReader {
    fn push(&mut self, text: &str) {
        if self.carry.is_empty() {
            return self.take_and_carry(text);
        }
        let crosses = self.carry.len() < LONGEST_QUOTE && self.carry.len() + text.len() >= LONGEST_QUOTE;
        match self.marks.record_end(text.as_bytes(), &mut self.scan) {
            Some(end) if !crosses || self.carry.len() + end <= LONGEST_QUOTE => {
                let mut record = std::mem::take(&mut self.carry);
                record.push_str(&text[..end]);
                self.record(&record);
                record.clear();
                self.carry = record;
                self.take_and_carry(&text[end..]);
            }
            None if !crosses => self.carry.push_str(text),
            Some(_) | None => {
                let text = std::mem::take(&mut self.carry) + text;
                self.take_and_carry(&text);
            }
        }
    }

    fn finish(mut self: Box<Self>) -> Content {
        self.take_end();
        self.end_table();
        if self.ledger.rows.in_file == 0 {
            let hint = Some("the file may be cut, or the run wrote no results");
            self.ledger.say(Spot::Whole, Severity::Doubt, "a header without rows", hint);
        }
        Content::of_tables(Container::Csv, self.tables, self.ledger)
    }
}
