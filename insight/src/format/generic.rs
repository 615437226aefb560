//! The formats of last resort: any table in a container that is read. Never sure, because any tool writes them.

use super::{Format, Shape, melted, sums, transposed};
use crate::container::{Container, Content};
use crate::reading::Certainty;
use crate::table::Table;

/// Rows under a header.
pub(super) const CSV: Generic = Generic { id: "csv", container: Container::Csv };
/// Documents.
pub(super) const JSON: Generic = Generic { id: "json", container: Container::Json };
/// A document per line.
pub(super) const JSONL: Generic = Generic { id: "jsonl", container: Container::Lines };
/// Prose with tables.
pub(super) const MARKDOWN: Generic = Generic { id: "markdown", container: Container::Markdown };

/// A container without a tool.
pub(super) struct Generic {
    id: &'static str,
    container: Container,
}

impl Format for Generic {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.container.name()
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        if shape.container != self.container {
            return (Certainty::No, format!("not {}", self.container.name()));
        }
        (Certainty::Likely, describe(shape))
    }

    fn read(&self, content: &mut Content) {
        melted::read(content);
        transposed::read(content);
        sums::part(content);
    }
}

/// What stands in a file: `header row of 11 columns, 36 rows`.
fn describe(shape: &Shape<'_>) -> String {
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let rows = count(shape.tables.iter().map(Table::records).sum(), "row");
    let tables = count(shape.tables.len(), "table");
    match (shape.container, shape.tables) {
        (Container::Csv, [table]) => format!("header row of {}, {rows}", count(table.columns.len(), "column")),
        (Container::Csv, _) => format!("{tables}, {rows}"),
        (Container::Markdown, []) => "prose without a table".to_owned(),
        (Container::Markdown, _) => format!("{tables} in prose, {rows}"),
        (Container::Json, _) => {
            format!("{}, {tables}, {rows}", count(usize::try_from(shape.documents).unwrap_or(usize::MAX), "document"))
        }
        (Container::Lines, _) => {
            format!("{}, {tables}, {rows}", count(usize::try_from(shape.documents).unwrap_or(usize::MAX), "line"))
        }
        (Container::Nothing, _) => String::new(),
    }
}
