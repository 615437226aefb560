//! A table written in tags: `<table><tr><th>model</th>…`.
//!
//! Takes the text of one table, gives its records; the text of a cell is never markup again.

use crate::container::grid::Record;

/// Cells that a span covers at most.
const WIDEST: usize = 64;

/// Records at most that a span covers.
const LONGEST: usize = 4096;

/// Bytes at most of a text that stands in more than one cell.
const LONGEST_TEXT: usize = 256;

/// Cells of a table at most.
const MOST_CELLS: usize = 500_000;

/// A cell while it is filled.
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

/// The records of a table that begins at that line, spans filled: a cell over several rows stands in each of them.
pub(super) fn records(text: &str, first_line: u64) -> Vec<Record> {
    let mut rows: Vec<(u64, Vec<Cell>)> = Vec::new();
    let mut open = false;
    let mut line = first_line;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tagged) = rest.split_at(at);
        if let Some(cell) = rows.last_mut().and_then(|(_, cells)| cells.last_mut()).filter(|_| open) {
            cell.text.push_str(before);
        }
        let end = tagged.find('>').map_or(tagged.len(), |end| end + 1);
        let tag = tagged[1..end].trim_end_matches('>').to_ascii_lowercase();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
        line += memchr::memchr_iter(b'\n', before.as_bytes()).count() as u64;
        match name {
            "tr" => {
                open = false;
                rows.push((line, Vec::new()));
            }
            "td" | "th" => {
                open = true;
                if rows.is_empty() {
                    rows.push((line, Vec::new()));
                }
                let span = |name: &str, most: usize| number_after(&tag, name).unwrap_or(1).clamp(1, most);
                let (columns, below) = (span("colspan", WIDEST), span("rowspan", LONGEST));
                if let Some((_, cells)) = rows.last_mut() {
                    cells.push(Cell { text: String::new(), columns, rows: below });
                }
            }
            "/td" | "/th" | "/tr" | "/table" => open = false,
            "br" | "br/" => {
                if let Some(cell) = rows.last_mut().and_then(|(_, cells)| cells.last_mut()).filter(|_| open) {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
        line += memchr::memchr_iter(b'\n', &tagged.as_bytes()[..end]).count() as u64;
        rest = &tagged[end..];
    }
    spread(rows)
}

/// The number that an attribute states: `colspan="2"`.
fn number_after(tag: &str, name: &str) -> Option<usize> {
    let (_, after) = tag.split_once(name)?;
    let after = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Cells over several columns or rows stand in each of them.
fn spread(rows: Vec<(u64, Vec<Cell>)>) -> Vec<Record> {
    let mut hanging: Vec<(usize, String)> = Vec::new();
    let mut records = Vec::new();
    let mut cells_so_far = 0;
    for (line, cells) in rows.into_iter().filter(|(_, cells)| !cells.is_empty()) {
        let mut record: Vec<String> = Vec::new();
        let hang = |record: &mut Vec<String>, hanging: &mut Vec<(usize, String)>| {
            while let Some((rows, text)) = hanging.get_mut(record.len()).filter(|(rows, _)| *rows > 0) {
                *rows -= 1;
                record.push(text.clone());
            }
        };
        for cell in cells {
            hang(&mut record, &mut hanging);
            let text = decoded(&cell.text);
            let spans = text.len() <= LONGEST_TEXT;
            let (columns, below) = if spans { (cell.columns, cell.rows) } else { (1, 1) };
            for _ in 0..columns {
                if hanging.len() <= record.len() {
                    hanging.resize(record.len() + 1, (0, String::new()));
                }
                hanging[record.len()] = (below - 1, text.clone());
                record.push(text.clone());
            }
        }
        hang(&mut record, &mut hanging);
        cells_so_far += record.len();
        if cells_so_far > MOST_CELLS {
            return Vec::new();
        }
        records.push((line, record));
    }
    records
}

/// The text of a cell on one line, entities read.
fn decoded(text: &str) -> String {
    const NAMED: &[(&str, &str)] = &[
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("nbsp", " "),
        ("plusmn", "±"),
        ("micro", "µ"),
        ("mu", "µ"),
        ("minus", "−"),
        ("ndash", "–"),
        ("mdash", "—"),
        ("times", "×"),
        ("deg", "°"),
        ("euro", "€"),
        ("pound", "£"),
    ];
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let entity = after.find(';').filter(|end| *end <= 8).map(|end| &after[..end]);
        let code = |entity: &str| {
            let digits = entity.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            }
        };
        let said = entity.and_then(|entity| {
            let named = NAMED.iter().find(|(name, _)| *name == entity).map(|(_, said)| (*said).to_owned());
            named.or_else(|| code(entity).and_then(char::from_u32).map(String::from))
        });
        match (said, entity) {
            (Some(said), Some(entity)) => {
                plain.push_str(&said);
                rest = &after[entity.len() + 1..];
            }
            _ => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
