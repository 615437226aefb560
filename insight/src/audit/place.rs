//! How places of a file are said: columns, rows and lines, a few of them by name.

use crate::shown::format_count;
use crate::table::Table;

/// Names said one by one; of more, the first ones.
const MOST: usize = 3;

/// `a`, `b`, `c` and 4 more.
pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let (named, rest) = names.split_at(names.len().min(MOST));
    let named: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
    match rest.len() {
        0 => named.join(", "),
        more => format!("{} and {} more", named.join(", "), format_count(more as u64)),
    }
}

/// `line 4`, `lines 4, 7 and 9`, `lines 4, 7, 9 and 12 more`; rows counted from 1 where the file has no lines.
pub(super) fn rows(table: &Table, rows: &[usize]) -> String {
    let lines: Option<Vec<u64>> = rows.iter().take(MOST).map(|row| table.line(*row)).collect();
    // Rows that stand in one line are told by their number.
    let lines = lines.filter(|lines| lines.windows(2).all(|pair| pair[0] != pair[1]));
    let (word, numbers) = match lines {
        Some(lines) => ("line", lines),
        None => ("row", rows.iter().take(MOST).map(|row| *row as u64 + 1).collect()),
    };
    let plural = if rows.len() == 1 { "" } else { "s" };
    let mut numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    if rows.len() > MOST {
        numbers.push(format!("{} more", format_count((rows.len() - MOST) as u64)));
    }
    match numbers.split_last() {
        Some((last, [])) => format!("{word}{plural} {last}"),
        Some((last, others)) => format!("{word}{plural} {} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The place of a table, then what of it; a file that is one table is not named.
pub(super) fn within(table: &Table, what: &str) -> String {
    match table.place.as_str() {
        "" => what.to_owned(),
        place if what.is_empty() => place.to_owned(),
        place => format!("{place}: {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_by_name_as_long_as_they_are_few() {
        let table = Table { first_line: Some(2), ..Table::default() };
        let bare = Table { place: "/runs".to_owned(), ..Table::default() };
        assert_eq!(names(["a"]), "`a`");
        assert_eq!(names(["a", "b", "c", "d", "e"]), "`a`, `b`, `c` and 2 more");
        assert_eq!(rows(&table, &[0]), "line 2");
        assert_eq!(rows(&table, &[0, 3]), "lines 2 and 5");
        assert_eq!(rows(&bare, &[0, 1, 2, 3, 4]), "rows 1, 2, 3 and 2 more");
        assert_eq!((within(&table, "x").as_str(), within(&bare, "x").as_str()), ("x", "/runs: x"));
    }
}
