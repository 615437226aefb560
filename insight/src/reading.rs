//! One file, read: what it was recognized as, its tables, its problems, and a count of rows that adds up.
//!
//! Takes the chunks of one file, gives a [`Reading`]. Does not judge what the columns mean; see `dataset`.

use crate::container::{Container, Opener};
use crate::format;
use crate::moment::Times;
use crate::problem::{Problem, Severity, Spot, fold};
use crate::quirk::{self, Quirk};
use crate::source::Source;
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

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
///
/// A row is a record: a line of a table; in JSON a document, an item of a list of maps or a member of a map of maps. The
/// values of a list inside a record are no rows.
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
#[derive(Clone, Debug)]
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
    /// What every other format says of it, the surest first.
    pub others: Vec<Recognized>,
    /// Tables in file order.
    pub tables: Vec<Table>,
    /// Prose of a document (Markdown without its tables), for checks of what it claims; at most 1 MiB.
    pub prose: String,
    /// Where lines of the prose stand in the file: `(line of the prose, line of the file)`, each holds until the next; without any they
    /// are the same.
    pub anchors: Vec<(u64, u64)>,
    /// Row count that adds up.
    pub rows: Rows,
    /// Oldest and newest moment found inside.
    pub moments: Option<(Moment, Moment)>,
    /// What is wrong, folded.
    pub problems: Vec<Problem>,
    /// How it is written where no cell tells, one a kind.
    pub quirks: Vec<Quirk>,
}

impl Kind {
    /// What the ending of a name says; `.gz` is looked through.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("csv" | "tsv") => Self::Csv,
            Some("json") => Self::Json,
            Some("jsonl" | "ndjson") => Self::Jsonl,
            Some("md" | "markdown") => Self::Markdown,
            _ => Self::Other,
        }
    }
}

impl Reading {
    /// A file that could not be opened or read: what happened, and what to do.
    pub fn unreadable(path: &str, bytes: u64, what: &str, hint: &str) -> Self {
        Self {
            path: path.to_owned(),
            bytes,
            hash: String::new(),
            kind: Kind::of(path),
            recognized: None,
            others: Vec::new(),
            tables: Vec::new(),
            prose: String::new(),
            anchors: Vec::new(),
            rows: Rows::default(),
            moments: None,
            problems: vec![Problem::new(path, Spot::Whole, Severity::Lost, what).hint(hint)],
            quirks: Vec::new(),
        }
    }
}

/// Whether a file or folder is left out: hidden ones, and what build tools leave behind, but for the results that Criterion.rs keeps
/// there. A path begins with what a person chose, which is meant, whatever its name.
pub fn is_left_out(path: &str, is_folder: bool) -> bool {
    let inside: Vec<&str> = path.split('/').skip(1).collect();
    if inside.iter().any(|name| name.starts_with('.') || *name == "node_modules") {
        return true;
    }
    let Some(target) = inside.iter().position(|name| *name == "target") else { return false };
    match &inside[target + 1..] {
        [] | ["criterion"] => !is_folder,
        ["criterion", folders @ .., _] if folders.contains(&"report") => true,
        ["criterion", .., "report"] if is_folder => true,
        ["criterion", .., name] => !is_folder && !name.ends_with(".json") && *name != "raw.csv",
        _ => true,
    }
}

/// The folder that all paths share, with its `/`; empty when they share none.
pub fn common_root<S: AsRef<str>>(paths: &[S]) -> &str {
    let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
    let Some(first) = paths.first().map(AsRef::as_ref) else { return "" };
    let mut root = &first[..folder(first)];
    for path in paths {
        while !path.as_ref().starts_with(root) {
            root = &root[..folder(&root[..root.len() - 1])];
        }
    }
    root
}

/// Numbers paths that are taken already, so that two files of one name are told apart: `run (2).csv`.
pub fn tell_apart<'a>(taken: &mut HashSet<String>, paths: impl Iterator<Item = &'a mut String>) {
    for path in paths {
        let (stem, ending) = path.split_at(path.len() - ending(path).len());
        let (stem, ending) = (stem.to_owned(), ending.to_owned());
        let mut times = 1;
        while !taken.insert(path.clone()) {
            times += 1;
            *path = format!("{stem} ({times}){ending}");
        }
    }
}

/// What says the kind of a file, with its point: `.csv`, `.csv.gz`; empty where the name has no point.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    plain.rfind('.').map_or("", |point| &name[point..])
}

/// Fed with the bytes of one file, gives its [`Reading`]; how the bytes are cut into chunks never shows in the result.
pub struct FileReader {
    path: String,
    kind: Kind,
    source: Source,
    opener: Opener,
    chosen: Option<String>,
}

impl FileReader {
    /// A reader of the file of that path, relative to the common root of what was dropped.
    pub fn new(path: &str) -> Self {
        let kind = Kind::of(path);
        Self { path: path.to_owned(), kind, source: Source::new(), opener: Opener::Head(String::new()), chosen: None }
    }

    /// The same reader, which takes the file for one of that format, whatever it looks like.
    #[must_use]
    pub fn as_format(self, id: &str) -> Self {
        Self { chosen: Some(id.to_owned()), ..self }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        let Self { path, kind, source, opener, .. } = self;
        source.push(chunk, &mut |text| opener.push(path, *kind, text));
    }

    /// What the file held.
    pub fn finish(self) -> Reading {
        let Self { path, kind, source, mut opener, chosen } = self;
        let taken = source.finish(&path, &mut |text| opener.push(&path, kind, text));
        let mut content = opener.finish(&path, kind);
        let (mut problems, mut quirks) = (taken.problems, taken.quirks);
        let mut others = format::judge(&content);
        let known = match &chosen {
            Some(id) => others.iter().position(|known| known.format == *id),
            None => others.iter().position(|known| known.certainty != Certainty::No),
        };
        let recognized = known.map(|at| others.remove(at));
        if content.container != Container::Nothing && content.container.disagrees_with(kind) {
            let what = format!("the ending of the name promises something else, read as {}", content.container.name());
            content.ledger.say(Spot::Whole, Severity::Note, &what, None);
        }
        if let Some(known) = &recognized {
            format::read(&mut content, &known.format);
        }
        let mut times = Times::default();
        content.tables.iter().for_each(|table| times.add_table(table));
        times.add_prose(&content.prose);
        if let Some(column) = &times.doubtful {
            let what = format!("day and month of the dates in `{column}` cannot be told apart, so they order nothing");
            content.ledger.say(Spot::Whole, Severity::Doubt, &what, Some("write dates as `2025-10-08`"));
        }
        if taken.bytes == 0 {
            content.ledger.problems.clear();
            content.ledger.lost_whole("the file is empty", "run the tool again, or leave the file out");
        }
        if taken.is_text {
            problems.extend(content.ledger.problems);
            content.ledger.quirks.into_iter().for_each(|quirk| quirk::see(&mut quirks, quirk));
        }
        Reading {
            bytes: taken.bytes,
            hash: taken.hash,
            kind,
            recognized,
            others,
            tables: content.tables,
            prose: content.prose,
            anchors: content.anchors,
            rows: content.ledger.rows,
            moments: times.span(),
            problems: fold(problems),
            quirks,
            path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_build_tools_leave_behind_is_left_out_but_for_results() {
        let check = |path: &str, is_folder: bool, expected: bool| {
            assert_eq!(is_left_out(path, is_folder), expected, "{path}");
        };
        check("project/target", true, false);
        check("project/target", false, true);
        check("project/target/debug", true, true);
        check("project/target/.rustc_info.json", false, true);
        check("project/target/tmp/run.json", false, true);
        check("project/target/criterion", true, false);
        check("project/target/criterion/report", true, true);
        check("project/target/criterion/report/index.html", false, true);
        check("project/target/criterion/fib 1.5", true, false);
        check("project/target/criterion/sort/8/new/sample.json", false, false);
        check("project/target/criterion/sort/8/new/raw.csv", false, false);
        check("project/target/criterion/sort/8/report/both/x.json", false, true);
        check("project/target/criterion/sort/8/new/measurement.cbor", false, true);
        check("project/crates/one/target/criterion/sort/main/estimates.json", false, false);
        check("project/node_modules/x/run.csv", false, true);
        check("project/.git", true, true);
        check("project/targets/run.csv", false, false);
        check("target/run.csv", false, false);
        check(".hidden/run.csv", false, false);
        check(".run.csv", false, false);
    }

    #[test]
    fn a_second_file_of_one_name_is_numbered() {
        let mut taken = HashSet::from(["run.csv".to_owned()]);
        let mut paths = ["run.csv", "a/run.csv.gz", "a/run.csv.gz", "run.csv", "b.c/log", "b.c/log"].map(str::to_owned);
        tell_apart(&mut taken, paths.iter_mut());
        let expected = ["run (2).csv", "a/run.csv.gz", "a/run (2).csv.gz", "run (3).csv", "b.c/log", "b.c/log (2)"];
        assert_eq!(paths, expected);
    }

    #[test]
    fn the_common_root_is_whole_folders() {
        let check = |paths: &[&str], root: &str| assert_eq!(common_root(paths), root);
        check(&[], "");
        check(&["a.csv"], "");
        check(&["run/a.csv"], "run/");
        check(&["run/a/x.csv", "run/ab/x.csv"], "run/");
        check(&["run/x.csv", "other/x.csv"], "");
        check(&["/x.csv", "/y/x.csv"], "/");
    }
}
