//! What wrote a file: one format per tool, told by its keys, and what its columns mean.
//!
//! Takes the tables of a container, gives them back with what only the tool's documentation says (units, mostly). A format is
//! one file and one line in [`FORMATS`]; it knows no other format, and the order of the table has no meaning.

#[cfg(test)]
mod check;
mod generic;
mod hyperfine;
mod llama_bench;
mod ollama;

use crate::container::{Container, Content};
use crate::reading::{Certainty, Recognized};
use crate::table::Table;

/// Every format that is known, in the order of the alphabet.
pub const FORMATS: &[&dyn Format] = &[
    &generic::CSV,
    &hyperfine::Hyperfine,
    &generic::JSON,
    &generic::JSONL,
    &llama_bench::LlamaBench,
    &generic::MARKDOWN,
    &ollama::Ollama,
];

/// One format: how it is told and what its columns mean.
pub trait Format: Sync {
    /// Its name in code and in tables: `llama-bench`.
    fn id(&self) -> &'static str;
    /// Its name as a person knows it.
    fn name(&self) -> &'static str;
    /// How sure it is that a file of this shape is its own, and why.
    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String);
    /// States what it knows of the tables; a format that knows nothing leaves them as they are.
    fn read(&self, tables: &mut Vec<Table>) {
        let _ = tables;
    }
}

/// The whole file as a format sees it before reading: the container, and the names in its tables.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// The container.
    pub container: Container,
    /// Documents, or lines, of JSON.
    pub documents: u64,
    /// Every table with its column names.
    pub tables: &'a [Table],
}

impl<'a> Shape<'a> {
    /// The first table that has all these columns.
    pub fn table_with(&self, names: &[&str]) -> Option<&'a Table> {
        self.tables.iter().find(|table| names.iter().all(|name| table.column(name).is_some()))
    }
}

/// The format that a file is read as: the surest one, of equally sure ones the first by id; `None` where nothing fits.
pub(crate) fn recognize(content: &Content) -> Option<Recognized> {
    let shape = Shape { container: content.container, documents: content.documents, tables: &content.tables };
    let judged = FORMATS.iter().map(|format| (format.recognize(&shape), format.id()));
    let ((certainty, reason), format) = judged.min_by_key(|((certainty, _), id)| (*certainty, *id))?;
    (certainty != Certainty::No).then(|| Recognized { format: format.to_owned(), certainty, reason })
}

/// Has the format that a file was recognized as state what it knows.
pub(crate) fn read(content: &mut Content, recognized: Option<&Recognized>) {
    let format = recognized.and_then(|known| FORMATS.iter().find(|format| format.id() == known.format));
    if let Some(format) = format {
        format.read(&mut content.tables);
    }
}

/// States the units of columns by their names.
fn state_units(tables: &mut [Table], units: &[(&str, &str)]) {
    for column in tables.iter_mut().flat_map(|table| &mut table.columns) {
        if let Some((_, unit)) = units.iter().find(|(name, _)| *name == column.name)
            && column.unit_written.is_none()
        {
            column.unit_written = Some((*unit).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_the_order_of_the_alphabet() {
        let ids: Vec<&str> = FORMATS.iter().map(|format| format.id()).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }
}
