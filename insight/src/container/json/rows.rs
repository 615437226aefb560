//! One table of JSON while it is filled: rows of any shape, a column for each key.

use crate::container::Ledger;
use crate::table::{ColumnBuilder, Lines, Parent, Table};
use std::collections::HashMap;

/// Different keys that a table may have.
const MOST_COLUMNS: usize = 4096;

/// A table that is being filled.
pub(super) struct Rows {
    pub(super) place: String,
    pub(super) columns: Vec<ColumnBuilder>,
    pub(super) index: HashMap<String, usize>,
    /// Column after the one filled last: rows of one shape find theirs without a look-up.
    pub(super) next: usize,
    pub(super) rows: usize,
    pub(super) parent: Option<String>,
    pub(super) parents: Vec<u32>,
    pub(super) lines: Lines,
    /// Whether every row so far is a bare value.
    pub(super) bare: bool,
}

impl Rows {
    /// The column of that name whose cell of this row is not filled yet; a repeated key gets a column of its own.
    pub(super) fn column(&mut self, name: &str, row: usize) -> Option<&mut ColumnBuilder> {
        let guess = self.columns.get(self.next).is_some_and(|column| column.name() == name && column.len() <= row);
        if !guess {
            let mut numbered = name.to_owned();
            let mut times = 1;
            loop {
                match self.index.get(&numbered) {
                    Some(&at) if self.columns[at].len() <= row => {
                        self.next = at;
                        break;
                    }
                    Some(_) => {
                        times += 1;
                        numbered = format!("{name} ({times})");
                    }
                    None if self.columns.len() == MOST_COLUMNS => return None,
                    None => {
                        self.next = self.columns.len();
                        self.columns.push(ColumnBuilder::new(numbered.clone()));
                        self.index.insert(numbered, self.next);
                        break;
                    }
                }
            }
        }
        self.next += 1;
        self.columns.get_mut(self.next - 1)
    }

    pub(super) fn finish(self, ledger: &mut Ledger) -> Table {
        let rows = self.rows;
        let mut columns = self.columns;
        columns.iter_mut().for_each(|column| column.fill_to(rows));
        let columns = crate::container::finish(columns, ledger);
        let parent = self.parent.map(|place| Parent { place, rows: self.parents, samples: self.bare });
        Table {
            place: self.place,
            columns,
            rows,
            parent,
            first_line: self.lines.first(),
            lines: self.lines,
            ..Table::default()
        }
    }
}
