//! Names that a table writes once and means for the rows below: by blank cells, or by dashes before the name of a part.
//!
//! Takes the columns of a table that people write or read (no JSON, where nothing is nothing), completes those at its left edge.

use super::{Cell, Column, ColumnBuilder};
use crate::header::Header;
use crate::role::vocabulary;
use std::collections::BTreeSet;

/// More names than this are no outline.
const MOST_NAMES: usize = 4096;

/// Between the name of a whole and that of its part.
const PART_OF: &str = " / ";

/// Completes names at the left edge of a table; gives the names of the columns that changed.
pub(crate) fn carry_down(columns: &mut [Column]) -> Vec<String> {
    let mut changed = Vec::new();
    // Rows at which a name further left begins: nothing is carried across.
    let mut begins: Vec<bool> = Vec::new();
    for at in 0..columns.len().saturating_sub(1) {
        let column = &columns[at];
        let counts = column.counts();
        if counts.numbers + counts.nonfinite > 0 || counts.text == 0 || is_remark(&column.name) {
            break;
        }
        let Some(names) = few_names(column) else { break };
        let outlined = is_outline(column, &names);
        let blank = counts.missing > 0 && is_written_once(column, &begins) && stand_alone(&columns[at + 1..], column);
        if counts.missing > 0 && !blank {
            break;
        }
        let repeats = names.len() + usize::from(counts.missing > 0) < column.len();
        let names_here = column.cells().map(|cell| matches!(cell, Cell::Text(_))).collect();
        if blank || outlined {
            changed.push(column.name.clone());
            let column = complete(column, outlined, &begins);
            columns[at] = column;
        } else if !repeats {
            break;
        }
        begins = names_here;
    }
    changed
}

/// The different names of a column; `None` where there are too many for an outline.
fn few_names(column: &Column) -> Option<BTreeSet<&str>> {
    column.words(MOST_NAMES).map(|names| names.into_iter().collect())
}

/// A remark or an error belongs to its row alone.
fn is_remark(name: &str) -> bool {
    let header = Header::of(name);
    let words: Vec<&str> = header.words.iter().map(String::as_str).collect();
    let told = |terms: &[&str]| terms.iter().any(|term| vocabulary::ends_in(&words, term));
    told(vocabulary::TEXT) || told(vocabulary::VALIDITY) || told(vocabulary::TIME)
}

/// Whether the first row has a name, no name stands twice below one name further left, and a quarter of the rows have none.
fn is_written_once(column: &Column, begins: &[bool]) -> bool {
    let mut known = BTreeSet::new();
    let once = column.cells().enumerate().all(|(row, cell)| {
        if begins.get(row) == Some(&true) {
            known.clear();
        }
        !matches!(cell, Cell::Text(name) if !known.insert(name) || known.len() > MOST_NAMES)
    });
    matches!(column.cell(0), Cell::Text(_)) && once && column.counts().missing * 4 >= column.len() as u64
}

/// Whether the rows without a name have something to say of their own: a text that stands under other names too.
fn stand_alone(right: &[Column], column: &Column) -> bool {
    let blank = || (0..column.len()).filter(|row| column.cell(*row) == Cell::Missing);
    right.iter().any(|other| other.counts().text > 0 && blank().all(|row| matches!(other.cell(row), Cell::Text(_))))
}

/// How many dashes stand before a name.
fn depth(name: &str) -> usize {
    let dashes = name.trim_start().chars().take_while(|c| matches!(c, '-' | '–')).count();
    let spaced = name.trim_start().chars().nth(dashes).is_some_and(char::is_whitespace);
    if spaced { dashes } else { 0 }
}

/// Whether some names are parts, by dashes before them, of one above.
fn is_outline(column: &Column, names: &BTreeSet<&str>) -> bool {
    names.iter().any(|name| depth(name) > 0) && matches!(column.cell(0), Cell::Text(name) if depth(name) == 0)
}

fn complete(written: &Column, outlined: bool, begins: &[bool]) -> Column {
    let mut builder = ColumnBuilder::new(written.name.clone());
    let mut path: Vec<&str> = Vec::new();
    for (row, cell) in written.cells().enumerate() {
        match cell {
            Cell::Text(name) => {
                let depth = if outlined { depth(name) } else { 0 };
                path.truncate(depth);
                path.push(name.trim_start_matches(['-', '–', ' ']).trim_end());
                if depth == 0 {
                    path = vec![name];
                }
            }
            // A new name further left begins anew.
            _ if begins.get(row) == Some(&true) => path.clear(),
            _ => {}
        }
        builder.push_text(&path.join(PART_OF));
    }
    let mut column = builder.close();
    column.stated = written.stated.clone();
    column.written = Some(Box::new(written.clone()));
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_written_once_holds_for_the_rows_below() {
        let check = |text: &str, expected: &str| {
            let mut lines = text.lines();
            let mut columns: Vec<ColumnBuilder> = lines.next().unwrap().split(',').map(ColumnBuilder::new).collect();
            for line in lines {
                columns.iter_mut().zip(line.split(',')).for_each(|(column, cell)| column.push_written(cell));
            }
            let mut columns: Vec<Column> = columns.into_iter().map(ColumnBuilder::finish).collect();
            carry_down(&mut columns);
            let rows = (0..columns[0].len()).map(|row| {
                let cells: Vec<String> = columns.iter().map(|column| text_of(column.cell(row))).collect();
                cells.join(",")
            });
            assert_eq!(rows.collect::<Vec<_>>().join("|"), expected, "{text}");
        };
        check("model,quant,v\na,q4,1\n,q8,2\nb,q4,3\n,q8,4", "a,q4,1|a,q8,2|b,q4,3|b,q8,4");
        check("model,test,quant,v\na,x,q4,1\n,,q8,2\n,y,q4,3\nb,x,q4,4", "a,x,q4,1|a,x,q8,2|a,y,q4,3|b,x,q4,4");
        check(
            "task,v\nmmlu,1\n- stem,2\n-- law,3\n- arts,4\narc,5",
            "mmlu,1|mmlu / stem,2|mmlu / stem / law,3|mmlu / arts,4|arc,5",
        );
        check("model,v\na,1\n,2\nb,3", "a,1|,2|b,3");
        check("model,quant,v\na,q4,1\na,q8,2\n,q4,3\nb,q8,4", "a,q4,1|a,q8,2|,q4,3|b,q8,4");
        check("note,quant,v\na,q4,1\n,q8,2\nb,q4,3", "a,q4,1|,q8,2|b,q4,3");
        check("model,v\n-,1\nb,2", "-,1|b,2");
    }

    fn text_of(cell: Cell<'_>) -> String {
        match cell {
            Cell::Missing => String::new(),
            Cell::Number(number) | Cell::NonFinite(number) => number.to_string(),
            Cell::Text(text) => text.to_owned(),
        }
    }
}
