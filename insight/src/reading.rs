//! One file, read: what it was recognized as, its tables, its problems, and a count of rows that adds up.
//!
//! Takes the chunks of one file, gives a [`Reading`]. Does not judge what the columns mean; see `dataset`.

use crate::problem::Problem;
use crate::table::Table;
use serde::{Deserialize, Serialize};

/// What a file says it is, by the ending of its name; content that disagrees is a problem beside the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `.csv`, `.tsv`
    Csv,
    /// `.json`
    Json,
    /// `.jsonl`, `.ndjson`
    Jsonl,
    /// `.md`, `.markdown`
    Markdown,
    /// Anything else.
    Other,
}

/// How sure a format is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The file has what only this format has.
    Sure,
    /// The file can be read as this format.
    Likely,
    /// The file is something else.
    No,
}

/// The format a file was read as, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognized {
    /// Id of the format in `format::FORMATS`.
    pub format: String,
    /// How sure.
    pub certainty: Certainty,
    /// Why, one sentence: "header row of 11 columns, 36 rows".
    pub reason: String,
}

/// Rows of a file; `kept + reported == in_file` always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Rows the file holds.
    pub in_file: u64,
    /// Rows that stand in a table.
    pub kept: u64,
    /// Rows that a problem accounts for.
    pub reported: u64,
}

/// A moment a file speaks of, found inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Seconds since 1970-01-01 00:00:00 of the time as written, its zone (if any) applied.
    pub epoch_secs: i64,
    /// Whether the file states a zone; times without one are not ordered against times with one.
    pub zoned: bool,
    /// As shown: `2025-10-08 16:29:55 UTC`, `2025-10-02 15:18:24` (no zone stated) or `2025-10-10` (a date).
    pub shown: String,
}

/// One file, read.
#[derive(Debug)]
pub struct Reading {
    /// Path relative to the common root of what was dropped or named, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// XXH3-128 of the bytes, 32 hexadecimal digits.
    pub hash: String,
    /// What the name says.
    pub kind: Kind,
    /// What it was read as; `None` when nothing could read it.
    pub recognized: Option<Recognized>,
    /// Tables in file order.
    pub tables: Vec<Table>,
    /// Prose of a document (Markdown without its tables), for checks of what it claims; at most 1 MiB.
    pub prose: String,
    /// Row count that adds up.
    pub rows: Rows,
    /// Oldest and newest moment found inside.
    pub moments: Option<(Moment, Moment)>,
    /// What is wrong, folded.
    pub problems: Vec<Problem>,
}
