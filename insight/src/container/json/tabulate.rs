//! JSON values to tables, so that every number stands in exactly one cell.
//!
//! A list is a table with a row per item; a map whose values are maps of one shape is a table with a `key` column; what else
//! a map holds is one row, nested keys dotted. A table inside the rows of another carries the texts of its row and a link to it.
//! A row of the file is a record: a document, an item of a list of maps, a member of a map of one shape. Bare values of a list are
//! values of the record that holds the list, and rows only where no record holds it.

use super::empty::Empty;
use super::rows::Rows;
use super::shape::{Members, columns, is_keyed, is_named, lists, numbered, split};
use super::tree::{Inside, Tree};
use crate::container::Ledger;
use crate::moment;
use crate::problem::{Severity, Spot};
use crate::table::{ColumnBuilder, Lines, Table};
use std::collections::HashMap;

/// Tables that a file may have.
const MOST_TABLES: usize = 4096;

/// Texts of an enclosing map that a row carries: at most this many, none longer than [`LABEL_BYTES`].
const MOST_LABELS: usize = 8;

/// See [`MOST_LABELS`].
const LABEL_BYTES: usize = 80;

/// Column of a list of bare values, where the list has no name.
const VALUE: &str = "value";

/// Column of the keys of a map that is read as a table.
const KEY: &str = "key";

/// How a place in the text is a line of the file.
#[derive(Default)]
pub(crate) enum Origin {
    /// The place is the line.
    #[default]
    Place,
    /// The text is this line.
    Line(u64),
    /// The text is the file, whose lines end at these bytes.
    Ends(Vec<usize>),
}

impl Origin {
    /// The origin of a text that is the whole file.
    pub(super) fn of(text: &str) -> Self {
        Self::Ends(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    fn line(&self, at: usize) -> u64 {
        match self {
            Self::Place => at as u64,
            Self::Line(line) => *line,
            Self::Ends(ends) => 1 + ends.partition_point(|end| *end < at) as u64,
        }
    }
}

/// Collects the values of one file's documents in tables.
#[derive(Default)]
pub(crate) struct Tabulator {
    tables: Vec<Rows>,
    places: HashMap<String, usize>,
    name: String,
    lost: u64,
    empty: Empty,
    origin: Origin,
    /// Where in the text the row opens that begins next.
    at: usize,
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
    /// Says how a place in the documents that follow is a line of the file.
    pub(crate) fn stand(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// Adds a document.
    pub(crate) fn document(&mut self, tree: &Tree<'_>) {
        match tree {
            tree if self.shaped("", VALUE, tree, &|| None) => {}
            Tree::List(items) => self.list("", VALUE, items, None),
            Tree::Map(_) | Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Long(_) | Tree::Text(_) => {
                self.row(["", ""], VALUE, tree, None, None);
            }
        }
    }

    /// The rows that a map or a list is meant to be, if it is no single row.
    fn shaped<'t>(
        &mut self,
        place: &str,
        name: &str,
        tree: &'t Tree<'_>,
        around: &dyn Fn() -> Option<Around<'t>>,
    ) -> bool {
        match tree {
            Tree::Map(members) => {
                self.at = members.at;
                if let Some(length) = columns(members).or_else(|| numbered(members)) {
                    self.side_by_side(place, members, length, around().as_ref());
                } else if is_keyed(members) {
                    self.keyed(place, VALUE, members, around().as_ref());
                } else if is_named(name, members) {
                    self.keyed(place, name, members, around().as_ref());
                } else if let Some((names, rows)) = split(members) {
                    self.under(place, &names, rows, around().as_ref());
                } else {
                    return false;
                }
            }
            Tree::List(items) => match lists(items) {
                Some((names, rows)) => self.under(place, &names, rows, around().as_ref()),
                None => return false,
            },
            Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Long(_) | Tree::Text(_) => return false,
        }
        true
    }

    /// Rows whose columns stand side by side, each a list or a map with the keys `0`, `1`, ….
    fn side_by_side(&mut self, place: &str, members: &Members<'_>, length: usize, around: Option<&Around<'_>>) {
        let Some(table) = self.table(place, around) else { return };
        let first = self.tables[table].rows;
        for _ in 0..length {
            self.begin(table, around, |label| members.iter().any(|(key, _)| key == label));
        }
        for (name, value) in members {
            match value {
                Tree::List(items) => {
                    items.iter().enumerate().for_each(|(at, item)| self.scalar(table, first + at, name, item));
                }
                Tree::Map(items) => {
                    items.iter().enumerate().for_each(|(at, (_, item))| self.scalar(table, first + at, name, item));
                }
                _ => {}
            }
        }
    }

    /// Rows that are lists of values under names; a value without a name is named by its place.
    fn under(&mut self, place: &str, names: &[&str], rows: &[Tree<'_>], around: Option<&Around<'_>>) {
        let Some(table) = self.table(place, around) else { return };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let names = crate::container::names(&names);
        for row in rows {
            let Tree::List(items) = row else { continue };
            self.at = items.at;
            let at = self.begin(table, around, |label| names.iter().any(|name| name == label));
            names.iter().zip(items.iter()).for_each(|(name, item)| self.scalar(table, at, name, item));
        }
    }

    /// A row per item of a list.
    fn list(&mut self, place: &str, name: &str, items: &Inside<Tree<'_>>, around: Option<&Around<'_>>) {
        let inside = format!("{place}/*");
        for item in items.iter() {
            self.at = items.at;
            self.row([place, &inside], name, item, None, around);
        }
    }

    /// A row per member of a map, or per item of the list that a member is; a bare value stands under that name.
    fn keyed(&mut self, place: &str, name: &str, members: &Members<'_>, around: Option<&Around<'_>>) {
        let inside = format!("{place}/*");
        for (key, value) in members {
            match value {
                Tree::List(items) => {
                    items.iter().for_each(|item| self.row([place, &inside], name, item, Some(key), around));
                }
                one => self.row([place, &inside], name, one, Some(key), around),
            }
        }
    }

    /// Begins a row: it carries the texts around it, but none that it has a word of its own for.
    fn begin(&mut self, table: usize, around: Option<&Around<'_>>, has: impl Fn(&str) -> bool) -> usize {
        let row = self.tables[table].rows;
        self.tables[table].rows += 1;
        self.tables[table].next = 0;
        self.tables[table].bare = false;
        let line = self.origin.line(self.at);
        self.tables[table].lines.row(row, line);
        if let Some(around) = around {
            self.tables[table].parents.push(u32::try_from(around.row).unwrap_or(u32::MAX));
            for (label, text) in &around.labels {
                if !has(label) {
                    self.cell(table, row, label, |column| column.push_text(text));
                }
            }
        }
        row
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
            lines: Lines::default(),
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
        self.at = tree.at().unwrap_or(self.at);
        let Some(table) = self.table(place, around) else { return };
        let bare = self.tables[table].bare && tree.is_scalar() && key.is_none();
        let row = self.begin(table, around, |label| label == name || has_key(tree, label));
        self.tables[table].bare = bare;
        if let Some(key) = key {
            self.cell(table, row, KEY, |column| column.push_text(key));
        }
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
                Tree::Map(_) | Tree::List(_) if self.shaped(&below(place), key, value, &|| Some(here.enclose())) => {}
                Tree::Map(inner) => self.members(here, &below(place), &dotted(prefix), inner),
                Tree::List(items) if items.is_empty() => self.empty.see(below(place), Some(self.origin.line(self.at))),
                Tree::List(items)
                    if items.iter().all(Tree::is_scalar) && (!value.holds_numbers() || is_content(key)) =>
                {
                    let mut text = String::new();
                    value.write(&mut text);
                    self.cell(here.table, here.row, &dotted(prefix), |column| column.push_text(&text));
                }
                Tree::List(items) if is_interval(key, items) => {
                    for (end, item) in ["low", "high"].iter().zip(items.iter()) {
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
            Tree::Text(text) => column.push_quoted(text),
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
        self.empty.tell(ledger);
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
