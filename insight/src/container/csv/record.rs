//! Where a record ends and what its fields are (RFC 4180, read leniently).
//!
//! A field that begins with a quote ends at the next quote that is not doubled; text after it belongs to the field. A quote
//! inside a field that does not begin with one is a character like any other.

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

    /// Calls `field` with each field of a record (without its line end) and whether it was quoted.
    pub(super) fn fields(self, record: &str, mut field: impl FnMut(&str, bool)) {
        let mut rest = record;
        let mut unquoted = String::new();
        loop {
            let after = if let Some(quoted) = rest.strip_prefix('"') {
                unquoted.clear();
                let end = unquote(quoted, &mut unquoted);
                let tail = &quoted[end..];
                let cut = memchr::memchr(self.delimiter, tail.as_bytes());
                unquoted.push_str(&tail[..cut.unwrap_or(tail.len())]);
                field(&unquoted, true);
                cut.map(|cut| &tail[cut + 1..])
            } else {
                let cut = memchr::memchr(self.delimiter, rest.as_bytes());
                field(rest[..cut.unwrap_or(rest.len())].trim_matches([' ', '\t']), false);
                cut.map(|cut| &rest[cut + 1..])
            };
            match after {
                Some(after) => rest = after,
                None => return,
            }
        }
    }

    /// The fields as texts.
    pub(super) fn split(self, record: &str) -> Vec<String> {
        let mut fields = Vec::new();
        self.fields(record, |field, _| fields.push(field.to_owned()));
        fields
    }
}

/// Appends what stands between quotes, doubled ones halved; gives the index past the closing quote.
fn unquote(quoted: &str, into: &mut String) -> usize {
    let mut start = 0;
    while let Some(quote) = memchr::memchr(b'"', &quoted.as_bytes()[start..]) {
        let quote = start + quote;
        into.push_str(&quoted[start..quote]);
        if quoted.as_bytes().get(quote + 1) != Some(&b'"') {
            return quote + 1;
        }
        into.push('"');
        start = quote + 2;
    }
    into.push_str(&quoted[start..]);
    quoted.len()
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
        fn records_are_those_of_the_csv_crate(
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
