//! A table made row by row, for formats that read text.

use crate::table::{ColumnBuilder, Lines, Parent, Table};

/// Fills a table, cells by the name of their column; a column begins where it is first named.
#[derive(Default)]
pub(super) struct Rows {
    columns: Vec<ColumnBuilder>,
    rows: usize,
    lines: Lines,
}

impl Rows {
    /// Begins a row.
    pub(super) fn begin(&mut self) {
        self.rows += 1;
    }

    /// Begins a row that stands at that line, where one is known.
    pub(super) fn begin_at(&mut self, line: impl Into<Option<u64>>) {
        if let Some(line) = line.into() {
            self.lines.row(self.rows, line);
        }
        self.begin();
    }

    /// A number of the row begun last; a cell that is set already stays.
    pub(super) fn number(&mut self, name: &str, value: f64) {
        self.cell(name, |column| column.push_number(value));
    }

    /// A cell of the row begun last as the file writes it: a number where it reads as one, else text.
    pub(super) fn written(&mut self, name: &str, cell: &str) {
        self.cell(name, |column| column.push_written(cell));
    }

    /// A text of the row begun last, even where it reads as a number.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.cell(name, |column| column.push_text(text));
    }

    fn cell(&mut self, name: &str, push: impl FnOnce(&mut ColumnBuilder)) {
        let Some(row) = self.rows.checked_sub(1) else { return };
        let at = self.columns.iter().position(|column| column.name() == name).unwrap_or_else(|| {
            self.columns.push(ColumnBuilder::new(name));
            self.columns.len() - 1
        });
        let column = &mut self.columns[at];
        if column.len() <= row {
            column.fill_to(row);
            push(column);
        }
    }

    /// The table, its rows values of lists that stand in the rows of another one.
    pub(super) fn hanging(self, place: &str, above: &str, rows: Vec<u32>) -> Table {
        let parent = Some(Parent { place: above.to_owned(), rows, samples: true });
        Table { parent, ..self.finish(place) }
    }

    /// The table, at that place of its file.
    pub(super) fn finish(self, place: &str) -> Table {
        let rows = self.rows;
        let columns = self.columns.into_iter().map(|mut column| {
            column.fill_to(rows);
            column.finish()
        });
        let columns = columns.collect();
        let (first_line, lines) = (self.lines.first(), self.lines);
        Table { place: place.to_owned(), columns, rows, first_line, lines, ..Table::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    #[test]
    fn a_cell_stands_in_its_row_and_the_others_are_missing() {
        let mut rows = Rows::default();
        rows.number("lost", 1.0);
        rows.begin();
        rows.written("a", "x");
        rows.begin();
        rows.number("b", 2.0);
        rows.number("b", 3.0);
        let table = rows.finish("here");
        let shown: Vec<Vec<Cell<'_>>> = table.columns.iter().map(|column| column.cells().collect()).collect();
        assert_eq!(shown, [[Cell::Text("x"), Cell::Missing], [Cell::Missing, Cell::Number(2.0)]]);
    }
}
