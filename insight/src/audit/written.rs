//! How the text of a file is written: encodings, numbers in quotes, rows of units, lines that were glued together.

use super::place::{names, within};
use super::{Trap, Warning};
use crate::dataset::{Dataset, File};
use crate::quirk::{Quirk, QuirkKind};
use crate::reading::Kind;
use crate::shown::format_count;
use crate::table::{Cell, Column};

/// Warns of what a plain reader stumbles over.
pub(super) fn written(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        found.extend(file.reading.quirks.iter().filter_map(|quirk| of_quirk(file, quirk)));
        if file.reading.kind != Kind::Markdown {
            found.extend((0..file.tables.len()).filter_map(|table| numbers_as_text(file, table)));
        }
    }
    found
}

fn of_quirk(file: &File, quirk: &Quirk) -> Option<Warning> {
    let Quirk { kind, count, sample, .. } = quirk;
    let times = format_count(*count);
    let (trap, evidence, consequence) = match kind {
        // What these mean other detectors know.
        QuirkKind::EmptyList | QuirkKind::ErrorText => return None,
        QuirkKind::ByteOrderMark => (
            Trap::WrongEncoding,
            "begins with a byte order mark of UTF-8".to_owned(),
            "a strict reader takes the mark for part of the first name or heading",
        ),
        QuirkKind::Utf16 => (
            Trap::WrongEncoding,
            "the text is UTF-16".to_owned(),
            "a reader of UTF-8 finds no line and no number in it",
        ),
        QuirkKind::MarkEncodedTwice => (
            Trap::WrongEncoding,
            "UTF-16 whose byte order mark was taken for letters and encoded once more".to_owned(),
            "no reader that trusts the mark can read it",
        ),
        QuirkKind::Windows1252 => (
            Trap::WrongEncoding,
            "the bytes are no UTF-8; read as Windows-1252".to_owned(),
            "a strict reader refuses the file, a lenient one loses letters and units",
        ),
        QuirkKind::BrokenCharacters => (
            Trap::WrongEncoding,
            "some bytes are no text in the encoding of the rest".to_owned(),
            "names and units with such a character do not match themselves elsewhere",
        ),
        QuirkKind::ControlCharacters => (
            Trap::WrongEncoding,
            format!("{times} control characters where letters were meant, the first is {sample}"),
            "a search for the dash or quote that was meant finds nothing",
        ),
        QuirkKind::DecodedTwice => (
            Trap::WrongEncoding,
            format!("{times} characters were decoded wrongly and encoded once more, the first is `{sample}`"),
            "units and names are not what they look like, and do not match themselves elsewhere",
        ),
        QuirkKind::UnitsRow => (
            Trap::UnitsRow,
            format!("the line below the header holds units: {sample}"),
            "counted as a record it turns every column into text",
        ),
        QuirkKind::GluedTable => (
            Trap::DamagedMarkdown,
            format!("a table stands in one line with other text, {times} times, first with “{sample}”"),
            "an ordinary reader of Markdown sees no table there",
        ),
        QuirkKind::GluedHeading => (
            Trap::DamagedMarkdown,
            format!("a heading stands in one line with other text, {times} times, first “{sample}”"),
            "an ordinary reader of Markdown sees one section where several were written",
        ),
    };
    let evidence = if *count == 1 { evidence.replace(", 1 times, first", ":") } else { evidence };
    Some(Warning::new(&file.reading.path, trap, lines(&quirk.lines, *count), evidence, consequence))
}

/// `line 4`, `lines 4, 7 and 3 more`; the whole file where no line is known.
fn lines(lines: &[u64], count: u64) -> String {
    let mut numbers: Vec<String> = lines.iter().map(u64::to_string).collect();
    if count > lines.len() as u64 && !numbers.is_empty() {
        numbers.push(format!("{} more", format_count(count - lines.len() as u64)));
    }
    match numbers.split_last() {
        None => "whole file".to_owned(),
        Some((last, [])) => format!("line {last}"),
        Some((last, others)) => format!("lines {} and {last}", others.join(", ")),
    }
}

/// Columns of numbers that the file writes in quotes or with grouped digits.
fn numbers_as_text(file: &File, at: usize) -> Option<Warning> {
    let (table, sheet) = (&file.reading.tables[at], &file.tables[at]);
    let columns: Vec<(&Column, String)> = table
        .columns
        .iter()
        .zip(&sheet.fields)
        .filter(|(_, field)| field.measured && (table.rows > 1 || !field.unit.symbol.is_empty()))
        .filter_map(|(column, _)| Some((column, as_text(column)?)))
        .collect();
    let (first, sample) = columns.first()?;
    let place = within(table, &names(columns.iter().map(|(column, _)| column.name.as_str())));
    let how = if first.quoted { "in quotes" } else { "as text" };
    let evidence = format!("the numbers of `{}` are written {how}, like {sample}", first.name);
    let consequence = "sorted or compared as text 10 comes before 9, and a mean fails or drops them";
    Some(Warning::new(&file.reading.path, Trap::NumbersAsText, place, evidence, consequence))
}

/// How a number of the column is written, where it is as text.
fn as_text(column: &Column) -> Option<String> {
    if column.quoted {
        let first = column.numbers().next()?;
        return Some(format!("`\"{first}\"`"));
    }
    let written = column.written();
    if std::ptr::eq(written, column) {
        return None;
    }
    let mut texts = written.cells().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.trim()),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    });
    let is_grouped =
        |text: &str| text.contains(',') && text.bytes().all(|byte| byte.is_ascii_digit() || b",.-+".contains(&byte));
    texts.find(|text| is_grouped(text)).map(|text| format!("`{text}`"))
}
