//! Tables of a container put into the shape that a tool means: rows of another kind apart, lists beside each other, one metric
//! a column.
//!
//! Takes tables as a container gives them; a value that moves keeps its text, and a row that becomes cells is no row any more.

use crate::container::Content;
use crate::table::{Cell, Column, ColumnBuilder, Lines, Parent, Table};

/// Where the table of that place stands.
pub(super) fn at(tables: &[Table], place: &str) -> Option<usize> {
    tables.iter().position(|table| table.place == place)
}

/// The text of a cell, if it holds one.
pub(super) fn text<'a>(table: &'a Table, column: &str, row: usize) -> Option<&'a str> {
    match table.column(column)?.cell(row) {
        Cell::Text(text) => Some(text),
        Cell::Missing | Cell::Number(_) | Cell::NonFinite(_) => None,
    }
}

/// The finite number of a cell, if it holds one.
pub(super) fn number(table: &Table, column: &str, row: usize) -> Option<f64> {
    match table.column(column)?.cell(row) {
        Cell::Number(number) => Some(number),
        Cell::Missing | Cell::NonFinite(_) | Cell::Text(_) => None,
    }
}

/// Some rows of a table as a table of its own; columns that are empty there are left out.
pub(super) fn rows(table: &Table, place: &str, wanted: &[usize]) -> Table {
    let columns = table.columns.iter().map(|column| picked(column, &column.name, wanted.iter().map(|row| Some(*row))));
    let columns = columns.filter(|column| column.counts().missing < wanted.len() as u64);
    let parent = table.parent.as_ref().map(|parent| Parent {
        place: parent.place.clone(),
        rows: wanted.iter().filter_map(|row| parent.rows.get(*row).copied()).collect(),
        samples: parent.samples,
    });
    let mut lines = Lines::default();
    for (at, line) in wanted.iter().enumerate().filter_map(|(at, row)| Some((at, table.line(*row)?))) {
        lines.row(at, line);
    }
    Table {
        place: place.to_owned(),
        columns: columns.collect(),
        rows: wanted.len(),
        first_line: lines.first(),
        lines,
        parent,
        sums_up: table.sums_up.clone(),
        of_runs: table.of_runs,
    }
}

/// A column of the cells of another one, row by row; no row is an empty cell.
fn picked(column: &Column, name: &str, wanted: impl Iterator<Item = Option<usize>>) -> Column {
    let mut builder = ColumnBuilder::new(name);
    for row in wanted {
        push(&mut builder, row.map_or(Cell::Missing, |row| column.written().cell(row)));
    }
    let mut made = builder.finish();
    made.unit_written = made.unit_written.or_else(|| column.unit_written.clone());
    made.stated = column.stated.clone();
    made
}

fn push(builder: &mut ColumnBuilder, cell: Cell<'_>) {
    match cell {
        Cell::Missing => builder.push_missing(),
        Cell::Number(number) | Cell::NonFinite(number) => builder.push_number(number),
        Cell::Text(text) => builder.push_text(text),
    }
}

/// A column of texts, one a row; no text is an empty cell.
pub(super) fn words(name: &str, words: impl Iterator<Item = Option<String>>) -> Column {
    let mut builder = ColumnBuilder::new(name);
    words.for_each(|word| builder.push_text(word.as_deref().unwrap_or_default()));
    builder.finish()
}

/// A column of numbers, one a row; no number is an empty cell.
pub(super) fn numbers(name: &str, numbers: impl Iterator<Item = Option<f64>>) -> Column {
    let mut builder = ColumnBuilder::new(name);
    numbers.for_each(|number| push(&mut builder, number.map_or(Cell::Missing, Cell::Number)));
    builder.finish()
}

/// Puts a column apart into one a kind of row, named `score [ops/ms]`; a row without a kind keeps its cell where it was.
pub(super) fn spread(table: &mut Table, name: &str, kind: impl Fn(&Table, usize) -> Option<String>) {
    let Some(at) = table.columns.iter().position(|column| column.name == name) else { return };
    let kinds: Vec<Option<String>> = (0..table.rows).map(|row| kind(table, row)).collect();
    let mut known: Vec<&String> = kinds.iter().flatten().collect();
    known.sort();
    known.dedup();
    let column = &table.columns[at];
    let mut made: Vec<Column> = Vec::new();
    if kinds.iter().any(Option::is_none) {
        made.push(picked(column, name, kinds.iter().enumerate().map(|(row, kind)| kind.is_none().then_some(row))));
    }
    for kind in known {
        let own = kinds.iter().enumerate().map(|(row, own)| (own.as_ref() == Some(kind)).then_some(row));
        made.push(picked(column, &format!("{name} [{kind}]"), own));
    }
    table.columns.splice(at..=at, made);
}

/// Gives the values of a list the columns of the rows that they hang below, instead of the few texts that a container passes on.
pub(super) fn carry(tables: &mut [Table], list: &str, wanted: impl Fn(&str) -> bool) {
    let Some(own) = tables.iter().position(|table| table.place == list) else { return };
    let carried = carried(tables, own, wanted);
    let values = take_values(&mut tables[own]);
    tables[own].columns = carried.into_iter().chain(values).collect();
}

/// Gives rows the columns of the rows that they hang below, beside their own.
pub(super) fn carry_beside(tables: &mut [Table], list: &str, wanted: impl Fn(&str) -> bool) {
    let Some(own) = tables.iter().position(|table| table.place == list) else { return };
    let mut columns = carried(tables, own, wanted);
    let own = &mut tables[own].columns;
    own.retain(|column| columns.iter().all(|carried| carried.name != column.name));
    columns.append(own);
    *own = columns;
}

fn carried(tables: &[Table], list: usize, wanted: impl Fn(&str) -> bool) -> Vec<Column> {
    let Some(Parent { place, rows, .. }) = &tables[list].parent else { return Vec::new() };
    let Some(above) = tables.iter().find(|table| table.place == *place) else { return Vec::new() };
    let rows = || rows.iter().map(|row| Some(*row as usize));
    above
        .columns
        .iter()
        .filter(|column| wanted(&column.name))
        .map(|column| picked(column, &column.name, rows()))
        .collect()
}

/// Writes a word into the empty cells of a column.
pub(super) fn fill(tables: &mut [Table], name: &str, word: &str) {
    for column in tables.iter_mut().flat_map(|table| &mut table.columns).filter(|column| column.name == name) {
        if column.counts().missing > 0 {
            let mut builder = ColumnBuilder::new(name);
            column
                .cells()
                .for_each(|cell| push(&mut builder, if cell == Cell::Missing { Cell::Text(word) } else { cell }));
            *column = builder.finish();
        }
    }
}

/// Moves the values of one list beside those of another that hang below the same rows: `exit_codes` beside `times`.
pub(super) fn beside(content: &mut Content, list: &str, other: &str) {
    let (Some(into), Some(from)) = (at(&content.tables, list), at(&content.tables, other)) else { return };
    let (rows, alike) = (content.tables[from].rows, content.tables[from].parent == content.tables[into].parent);
    if !alike || rows != content.tables[into].rows {
        return;
    }
    let values = take_values(&mut content.tables[from]);
    content.tables[into].columns.extend(values);
    // A row stands where the first of its values does.
    let places: Vec<Option<u64>> = (0..rows)
        .map(|row| content.tables[into].line(row).into_iter().chain(content.tables[from].line(row)).min())
        .collect();
    content.tables[into].stand(places);
    drop_cells(content, from);
}

/// Moves lists of two, such as the ends of an interval, into two columns of the rows that they hang below.
pub(super) fn ends(content: &mut Content, list: &str, names: [&str; 2]) {
    let Some(from) = at(&content.tables, list) else { return };
    let Some(Parent { place, rows, .. }) = content.tables[from].parent.clone() else { return };
    let Some(into) = at(&content.tables, &place) else { return };
    let mut begins: Vec<Option<usize>> = vec![None; content.tables[into].rows];
    for (pair, ends) in rows.chunks(2).enumerate() {
        let [row, other] = ends else { return };
        match begins.get_mut(*row as usize) {
            Some(begin @ None) if row == other => *begin = Some(pair * 2),
            _ => return,
        }
    }
    let Some(values) = &take_values(&mut content.tables[from]) else { return };
    let end = |end: usize| begins.iter().map(move |begin| begin.map(|begin| begin + end));
    let made = [picked(values, names[0], end(0)), picked(values, names[1], end(1))];
    content.tables[into].columns.extend(made);
    drop_cells(content, from);
}

/// Gives a row the cells of the rows below it, each row under the word in its `key` column: `latency.ttft.mean`.
pub(super) fn unkey(content: &mut Content, keyed: &str) {
    let Some(from) = at(&content.tables, keyed) else { return };
    let Some(Parent { place, rows, .. }) = content.tables[from].parent.clone() else { return };
    let Some(into) = at(&content.tables, &place) else { return };
    let (table, above) = (&content.tables[from], &content.tables[into]);
    let mut keys: Vec<&str> = (0..table.rows).filter_map(|row| text(table, "key", row)).collect();
    keys.sort_unstable();
    keys.dedup();
    let prefix = keyed.strip_prefix(place.as_str()).unwrap_or(keyed).trim_matches('/').replace('/', ".");
    let mut made = Vec::new();
    for key in keys {
        let row_of = |row: usize| {
            (0..table.rows).find(|own| rows[*own] as usize == row && text(table, "key", *own) == Some(key))
        };
        for column in table.columns.iter().filter(|column| column.name != "key" && above.column(&column.name).is_none())
        {
            let cells = (0..above.rows).map(row_of);
            made.push(picked(column, &format!("{prefix}.{key}.{}", column.name), cells));
        }
    }
    content.tables[into].columns.extend(made);
    drop_cells(content, from);
}

/// Puts a table of keys into one row, each of its rows under the word in its `key` column; empty cells are left out.
pub(super) fn one_row(content: &mut Content, table: usize, prefix: &str) {
    let keyed = &content.tables[table];
    let mut columns = Vec::new();
    for row in 0..keyed.rows {
        let key = text(keyed, "key", row).unwrap_or_default();
        let filled = |column: &&Column| column.name != "key" && column.cell(row) != Cell::Missing;
        for column in keyed.columns.iter().filter(filled) {
            columns.push(picked(column, &format!("{prefix}{key}.{}", column.name), std::iter::once(Some(row))));
        }
    }
    let rows = keyed.records() as u64;
    content.tables[table] = Table { place: keyed.place.clone(), columns, rows: 1, ..Table::default() };
    let counted = &mut content.ledger.rows;
    (counted.in_file, counted.kept) =
        ((counted.in_file + 1).saturating_sub(rows), (counted.kept + 1).saturating_sub(rows));
}

/// The column of a list's values, which is called what the list is called; the others are texts of the rows above.
fn take_values(list: &mut Table) -> Option<Column> {
    let name = list.place.rsplit('/').find(|part| *part != "*")?.replace("~1", "/").replace("~0", "~");
    let at = list.columns.iter().position(|column| column.name == name)?;
    Some(list.columns.remove(at))
}

/// Takes away a table whose values stand in cells of another one now.
fn drop_cells(content: &mut Content, table: usize) {
    let rows = content.tables.remove(table).records() as u64;
    content.ledger.rows.in_file = content.ledger.rows.in_file.saturating_sub(rows);
    content.ledger.rows.kept = content.ledger.rows.kept.saturating_sub(rows);
}
