//! JSON values to tables, so that every number stands in exactly one cell.
//!
//! A list is a table with a row per item; a map whose values are maps of one shape is a table with a `key` column; what else
//! a map holds is one row, nested keys dotted. A table inside the rows of another carries the texts of its row and a link to it.
//! A row of the file is a record: a document, an item of a list of maps, a member of a map of one shape. Bare values of a list are
//! values of the record that holds the list, and rows only where no record holds it.

use super::tree::Tree;
use crate::container::Ledger;
use crate::moment;
use crate::problem::{Severity, Spot};
use crate::table::{ColumnBuilder, Parent, Table};
use std::collections::HashMap;

/// Different keys that a table may have.
const MOST_COLUMNS: usize = 4096;

/// Tables that a file may have.
const MOST_TABLES: usize = 4096;

/// A map with at least this many numbers and nothing else is a table of keys and values.
const MANY_NUMBERS: usize = 32;

/// Texts of an enclosing map that a row carries: at most this many, none longer than [`LABEL_BYTES`].
const MOST_LABELS: usize = 8;

/// See [`MOST_LABELS`].
const LABEL_BYTES: usize = 80;

/// Column of a list of bare values, where the list has no name.
const VALUE: &str = "value";

/// Column of the keys of a map that is read as a table.
const KEY: &str = "key";

type Members<'a> = [(std::borrow::Cow<'a, str>, Tree<'a>)];

/// Collects the values of one file's documents in tables.
#[derive(Default)]
pub(crate) struct Tabulator {
    tables: Vec<Rows>,
    places: HashMap<String, usize>,
    name: String,
    lost: u64,
}

/// A table that is being filled.
struct Rows {
    place: String,
    columns: Vec<ColumnBuilder>,
    index: HashMap<String, usize>,
    /// Column after the one filled last: rows of one shape find theirs without a look-up.
    next: usize,
    rows: usize,
    parent: Option<String>,
    parents: Vec<u32>,
    /// Whether every row so far is a bare value.
    bare: bool,
}

/// What encloses the rows of a table: the row they stand in, and the texts it passes on.
struct Around<'t> {
    table: usize,
    row: usize,
    labels: Vec<(String, &'t str)>,
}

/// A row that is being filled from a map.
struct Here<'t, 'a> {
    table: usize,
    row: usize,
    key: Option<&'t str>,
    members: &'t Members<'a>,
    around: Option<&'t Around<'t>>,
}

impl<'t> Here<'t, '_> {
    fn enclose(&self) -> Around<'t> {
        let mut labels = self.around.map_or_else(Vec::new, |around| around.labels.clone());
        labels.extend(self.key.map(|key| (KEY.to_owned(), key)));
        collect_labels(self.members, "", &mut labels);
        Around { table: self.table, row: self.row, labels }
    }
}

impl Tabulator {
    /// Adds a document.
    pub(crate) fn document(&mut self, tree: &Tree<'_>) {
        match tree {
            Tree::List(items) => self.list("", VALUE, items, None),
            Tree::Map(members) if is_keyed(members) => self.keyed("", members, None),
            Tree::Map(_) | Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Long(_) | Tree::Text(_) => {
                self.row(["", ""], VALUE, tree, None, None);
            }
        }
    }

    /// A row per item of a list.
    fn list(&mut self, place: &str, name: &str, items: &[Tree<'_>], around: Option<&Around<'_>>) {
        let inside = format!("{place}/*");
        for item in items {
            self.row([place, &inside], name, item, None, around);
        }
    }

    /// A row per member of a map.
    fn keyed(&mut self, place: &str, members: &Members<'_>, around: Option<&Around<'_>>) {
        let inside = format!("{place}/*");
        for (key, value) in members {
            self.row([place, &inside], VALUE, value, Some(key), around);
        }
    }

    fn table(&mut self, place: &str, around: Option<&Around<'_>>) -> Option<usize> {
        if let Some(&table) = self.places.get(place) {
            return Some(table);
        }
        if self.tables.len() == MOST_TABLES {
            self.lost += 1;
            return None;
        }
        self.tables.push(Rows {
            place: place.to_owned(),
            columns: Vec::new(),
            index: HashMap::new(),
            next: 0,
            rows: 0,
            parent: around.map(|around| self.tables[around.table].place.clone()),
            parents: Vec::new(),
            bare: true,
        });
        self.places.insert(place.to_owned(), self.tables.len() - 1);
        Some(self.tables.len() - 1)
    }

    /// One row, the members of a map or a bare value in a column called `name`; `places` are that of the table and that of
    /// what stands inside the row.
    fn row(&mut self, places: [&str; 2], name: &str, tree: &Tree<'_>, key: Option<&str>, around: Option<&Around<'_>>) {
        let [place, inside] = places;
        // A list inside a list has no keys of its own: its values are rows one level down.
        if let Tree::List(items) = tree {
            return self.list(inside, name, items, around);
        }
        let Some(table) = self.table(place, around) else { return };
        let row = self.tables[table].rows;
        self.tables[table].rows += 1;
        self.tables[table].next = 0;
        if let Some(around) = around {
            self.tables[table].parents.push(u32::try_from(around.row).unwrap_or(u32::MAX));
            for (label, text) in &around.labels {
                if label != name && !has_key(tree, label) {
                    self.cell(table, row, label, |column| column.push_text(text));
                }
            }
        }
        if let Some(key) = key {
            self.cell(table, row, KEY, |column| column.push_text(key));
        }
        self.tables[table].bare &= tree.is_scalar() && key.is_none();
        match tree {
            Tree::Map(members) => {
                let here = Here { table, row, key, members, around };
                self.members(&here, inside, "", members);
            }
            scalar => self.scalar(table, row, name, scalar),
        }
    }

    fn members(&mut self, here: &Here<'_, '_>, place: &str, prefix: &str, members: &Members<'_>) {
        for (key, value) in members {
            let below = |place: &str| format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
            let dotted = |prefix: &str| if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
            match value {
                Tree::Map(inner) if inner.is_empty() => {
                    self.cell(here.table, here.row, &dotted(prefix), ColumnBuilder::push_missing);
                }
                Tree::Map(inner) if is_keyed(inner) => self.keyed(&below(place), inner, Some(&here.enclose())),
                Tree::Map(inner) => self.members(here, &below(place), &dotted(prefix), inner),
                Tree::List(items) if items.is_empty() => {}
                Tree::List(items)
                    if items.iter().all(Tree::is_scalar) && (!value.holds_numbers() || is_content(key)) =>
                {
                    let mut text = String::new();
                    value.write(&mut text);
                    self.cell(here.table, here.row, &dotted(prefix), |column| column.push_text(&text));
                }
                Tree::List(items) if is_interval(key, items) => {
                    for (end, item) in ["low", "high"].iter().zip(items) {
                        self.scalar(here.table, here.row, &format!("{}.{end}", dotted(prefix)), item);
                    }
                }
                Tree::List(items) => self.list(&below(place), key, items, Some(&here.enclose())),
                scalar => {
                    if prefix.is_empty() {
                        self.scalar(here.table, here.row, key, scalar);
                    } else {
                        let mut name = std::mem::take(&mut self.name);
                        name.clear();
                        name.extend([prefix, ".", key]);
                        self.scalar(here.table, here.row, &name, scalar);
                        self.name = name;
                    }
                }
            }
        }
    }

    fn scalar(&mut self, table: usize, row: usize, name: &str, tree: &Tree<'_>) {
        self.cell(table, row, name, |column| match tree {
            Tree::Number(number) => column.push_number(*number),
            Tree::Flag(flag) => column.push_text(if *flag { "true" } else { "false" }),
            Tree::Long(text) => column.push_written(text),
            Tree::Text(text) => column.push_written(text),
            Tree::Null | Tree::List(_) | Tree::Map(_) => column.push_missing(),
        });
    }

    fn cell(&mut self, table: usize, row: usize, name: &str, push: impl FnOnce(&mut ColumnBuilder)) {
        match self.tables[table].column(name, row) {
            Some(column) => {
                column.fill_to(row);
                push(column);
            }
            None => self.lost += 1,
        }
    }

    /// The tables in the order in which they began.
    pub(crate) fn finish(self, ledger: &mut Ledger) -> Vec<Table> {
        for _ in 0..self.lost {
            ledger.say(
                Spot::Whole,
                Severity::Lost,
                "values beyond 4096 tables or 4096 keys of a table were left out",
                None,
            );
        }
        let mut tables: Vec<Table> = self.tables.into_iter().map(|rows| rows.finish(ledger)).collect();
        // A map that only wraps others has no cell of its own: it is no row, and nothing hangs below it.
        let wrappers: Vec<String> =
            tables.iter().filter(|table| table.columns.is_empty()).map(|table| table.place.clone()).collect();
        tables.retain(|table| !table.columns.is_empty());
        for table in &mut tables {
            table.parent = table.parent.take().filter(|parent| !wrappers.contains(&parent.place));
        }
        ledger.keep(tables.iter().map(|table| table.records() as u64).sum());
        tables
    }
}

impl Rows {
    /// The column of that name whose cell of this row is not filled yet; a repeated key gets a column of its own.
    fn column(&mut self, name: &str, row: usize) -> Option<&mut ColumnBuilder> {
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

    fn finish(self, ledger: &mut Ledger) -> Table {
        let rows = self.rows;
        let mut columns = self.columns;
        columns.iter_mut().for_each(|column| column.fill_to(rows));
        let columns = crate::container::finish(columns, ledger);
        let parent = self.parent.map(|place| Parent { place, rows: self.parents, samples: self.bare });
        Table { place: self.place, columns, rows, parent, ..Table::default() }
    }
}

/// Whether the values of a map are rows: two or more maps that share most of their keys, or many numbers.
fn is_keyed(members: &Members<'_>) -> bool {
    let mut maps = members.iter().map(|(_, value)| match value {
        Tree::Map(inner) if !inner.is_empty() => Some(inner),
        _ => None,
    });
    let Some(Some(first)) = maps.next() else {
        return members.len() >= MANY_NUMBERS && members.iter().all(|(_, value)| matches!(value, Tree::Number(_)));
    };
    let mut shared: Vec<&str> = first.iter().map(|(key, _)| key.as_ref()).collect();
    let mut widest = first.len();
    for map in maps {
        let Some(map) = map else { return false };
        shared.retain(|key| map.iter().any(|(other, _)| other == key));
        widest = widest.max(map.len());
    }
    members.len() >= 2 && shared.len() * 2 >= widest
}

fn has_key(tree: &Tree<'_>, key: &str) -> bool {
    matches!(tree, Tree::Map(members) if members.iter().any(|(known, _)| known == key))
}

/// Texts of a map that tell its rows apart, then those of the maps nested in it; moments do not.
fn collect_labels<'t>(members: &'t Members<'_>, prefix: &str, labels: &mut Vec<(String, &'t str)>) {
    let name = |key: &str| if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
    for (key, value) in members {
        if let Tree::Text(text) = value
            && text.len() <= LABEL_BYTES
            && labels.len() < MOST_LABELS
            && moment::whole(text).is_none()
        {
            let name = name(key);
            labels.retain(|(known, _)| *known != name);
            labels.push((name, text));
        }
    }
    for (key, value) in members {
        match value {
            Tree::Map(inner) if labels.len() < MOST_LABELS && !is_keyed(inner) => {
                collect_labels(inner, &name(key), labels);
            }
            _ => {}
        }
    }
}

/// Whether the numbers of a list are no measurements but content written as numbers: ids of tokens, an embedding.
fn is_content(name: &str) -> bool {
    let words = crate::header::words(name);
    let last = words.last().map_or("", String::as_str);
    matches!(last, "context" | "ids" | "embedding" | "embeddings" | "logits" | "vector")
}

/// Whether a list is not a sample but the two ends of something: `[low, high]` under a name that says so.
fn is_interval(name: &str, items: &[Tree<'_>]) -> bool {
    let name = name.to_ascii_lowercase();
    items.len() == 2
        && items.iter().all(Tree::is_scalar)
        && name
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| matches!(word, "interval" | "ci" | "range" | "bounds" | "confidence" | "limits"))
}
