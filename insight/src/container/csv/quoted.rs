//! Which columns write their numbers in quotes.

use super::heading::is_number;
use super::record::{Marks, Scan, trim};

/// For each column whether all its numbers in these records stand in quotes, and two do at least.
pub(super) fn columns<'a>(records: impl Iterator<Item = &'a str>, marks: Marks, width: usize) -> Vec<bool> {
    let mut counts = vec![(0_usize, 0_usize); width];
    for record in records {
        for (field, (quoted, plain)) in fields(marks.trim(record), marks).into_iter().zip(&mut counts) {
            match trim(field).strip_prefix('"').and_then(|field| field.strip_suffix('"')) {
                Some(inside) => *quoted += usize::from(is_number(inside)),
                None => *plain += usize::from(is_number(field)),
            }
        }
    }
    counts.into_iter().map(|(quoted, plain)| plain == 0 && quoted > 1).collect()
}

/// The fields of a record with their quotes.
fn fields(record: &str, marks: Marks) -> Vec<&str> {
    let mut fields = Vec::new();
    let (mut start, mut inside) = (0, false);
    let mut scan = Scan::FieldStart;
    for (at, byte) in record.bytes().enumerate() {
        inside = match (scan, byte) {
            (Scan::FieldStart, b'"') => true,
            (_, b'"') if inside => false,
            // The second half of a doubled quote opens again what the first one closed.
            (Scan::QuoteSeen, b'"') => true,
            _ => inside,
        };
        scan = match byte {
            b'"' => Scan::QuoteSeen,
            _ if byte == marks.delimiter && !inside => Scan::FieldStart,
            _ => Scan::Field,
        };
        if scan == Scan::FieldStart {
            fields.push(&record[start..at]);
            start = at + 1;
        }
    }
    fields.push(&record[start..]);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_quotes_are_told_column_by_column() {
        let check = |text: &str, expected: &[bool]| {
            let marks = Marks { delimiter: b',', line_end: b'\n' };
            assert_eq!(columns(text.lines(), marks, expected.len()), expected, "{text}");
        };
        check("\"1\",\"a\",\"2.5\"\n\"2\",\"b\",\"3\"", &[true, false, true]);
        check("\"a, b\",1\n\"say \"\"hi, 5\"\"\",2", &[false, false]);
        check("\"1\",2\n3,4", &[false, false]);
        check("\"1\",2", &[false, false]);
    }
}
