//! Where a record ends and what its fields are (RFC 4180, read leniently).
//!
//! A field that begins with a quote ends at the next quote that is not doubled; text after it belongs to the field. A quote
//! inside a field that does not begin with one is a character like any other.

use crate::quantity::{pointed, with_comma};
use crate::table::ColumnBuilder;
use csv::{ReaderBuilder, StringRecord, Terminator};

/// Bytes that the `csv` crate looks at in one go.
const BUFFER_BYTES: usize = 1 << 13;

/// How far a record has been scanned; survives the end of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Scan {
    /// At the first byte of a field.
    #[default]
    FieldStart,
    /// In a field, outside quotes.
    Field,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: the end, or half of a doubled one.
    QuoteSeen,
}

/// Bytes that separate fields and records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) delimiter: u8,
    /// `\n`, or `\r` in files that have no `\n`.
    pub(super) line_end: u8,
}

impl Marks {
    /// Index just past the end of the record that begins at the start of `bytes`; `None` when it goes on after them.
    pub(super) fn record_end(self, bytes: &[u8], scan: &mut Scan) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            *scan = match *scan {
                Scan::Quoted if byte == b'"' => Scan::QuoteSeen,
                Scan::Quoted => Scan::Quoted,
                Scan::QuoteSeen if byte == b'"' => Scan::Quoted,
                Scan::FieldStart if byte == b'"' => Scan::Quoted,
                _ if byte == self.line_end => {
                    *scan = Scan::FieldStart;
                    return Some(at + 1);
                }
                _ if byte == self.delimiter => Scan::FieldStart,
                _ => Scan::Field,
            };
        }
        None
    }

    /// The record without its line end.
    pub(super) fn trim(self, record: &str) -> &str {
        let record = record.strip_suffix(self.line_end as char).unwrap_or(record);
        record.strip_suffix('\r').unwrap_or(record)
    }

    /// Calls `record` with the text and the fields of each record of `block`: whole records, none of them blank.
    ///
    /// Quotes are the work of the `csv` crate.
    pub(super) fn records(self, block: &str, mut record: impl FnMut(&str, &StringRecord)) {
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .terminator(Terminator::Any(self.line_end))
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(block.len().min(BUFFER_BYTES))
            .from_reader(block.as_bytes());
        let mut fields = StringRecord::new();
        let mut start = 0;
        // Text in memory has neither read errors nor foreign bytes.
        while reader.read_record(&mut fields).unwrap_or(false) {
            let end = usize::try_from(reader.position().byte()).unwrap_or(block.len());
            record(&block[start..end], &fields);
            start = end;
        }
    }

    /// A record of these fields, as it is written without quotes.
    pub(super) fn join(self, fields: &[String]) -> String {
        fields.join(&char::from(self.delimiter).to_string())
    }

    /// The fields of one record, without its line end, as texts.
    pub(super) fn split(self, record: &str) -> Vec<String> {
        if memchr::memchr(b'"', record.as_bytes()).is_none() {
            return record.split(self.delimiter as char).map(|field| trim(field).to_owned()).collect();
        }
        let mut fields = Vec::new();
        self.records(record, |_, record| fields.extend(record.iter().map(|field| trim(field).to_owned())));
        fields
    }
}

/// A field without what is not seen around it; a byte order mark stands inside a file where two were joined.
#[inline]
pub(super) fn trim(field: &str) -> &str {
    match field.as_bytes() {
        [b' ' | b'\t' | b'\r' | 0xef, ..] | [.., b' ' | b'\t' | b'\r' | 0xbf] => {
            field.trim_matches([' ', '\t', '\r', '\u{feff}'])
        }
        _ => field,
    }
}

/// A cell; where the comma is the decimal mark, points group digits.
#[inline]
pub(super) fn push(column: &mut ColumnBuilder, field: &str, comma: bool) {
    if !comma {
        return column.push_written(field);
    }
    match with_comma(field) {
        Some(value) => column.push_number(value),
        None => column.push_written(pointed(field).as_deref().unwrap_or(field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Marks = Marks { delimiter: b',', line_end: b'\n' };

    #[test]
    fn quotes_hold_delimiters_line_ends_and_doubled_quotes() {
        let check = |text: &str, fields: &[&str]| {
            assert_eq!(COMMA.record_end(text.as_bytes(), &mut Scan::default()), Some(text.len()), "{text:?}");
            assert_eq!(COMMA.split(COMMA.trim(text)), fields, "{text:?}");
        };
        check("a,b\n", &["a", "b"]);
        check("a, b ,\r\n", &["a", "b", ""]);
        check("\"a,1\",\"x\ny\"\n", &["a,1", "x\ny"]);
        check("\"say \"\"hi\"\"\",5\" disk\n", &["say \"hi\"", "5\" disk"]);
        check("\"a\"b,c\n", &["ab", "c"]);
    }

    proptest::proptest! {
        #[test]
        fn records_end_where_those_of_the_csv_crate_do(
            rows in proptest::collection::vec(proptest::collection::vec("[a-c ,\"\n]{0,6}", 3), 1..8)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut rest = text.as_str();
            for row in &rows {
                let end = COMMA.record_end(rest.as_bytes(), &mut Scan::default()).unwrap();
                let (record, later) = rest.split_at(end);
                let fields: Vec<String> = COMMA.split(COMMA.trim(record)).iter().map(|f| f.trim().to_owned()).collect();
                let expected: Vec<String> = row.iter().map(|f| f.trim().to_owned()).collect();
                proptest::prop_assert_eq!(fields, expected);
                rest = later;
            }
        }
    }
}
