//! What must stay true of the files themselves: sizes, first lines, edges, tables that say the same thing twice.
#![expect(clippy::expect_used, reason = "a test stops at what it did not expect")]

use insight::format::FORMATS;
use std::fs;
use tests::workspace::{root, sources};

/// More lines than this are two files.
const MOST_LINES: usize = 400;

/// Files over the budget, each with its reason.
const LONG_ON_PURPOSE: [(&str, &str); 1] =
    [("insight/src/session/tests.rs", "one event after another, each with the session it leaves")];

fn rust_files() -> Vec<String> {
    sources().expect("the workspace can be listed").into_iter().filter(|path| path.ends_with(".rs")).collect()
}

fn text(path: &str) -> String {
    String::from_utf8_lossy(&fs::read(root().join(path)).expect(path)).into_owned()
}

/// The files of which something is said that should not be; the message is the list.
fn none(what: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{what}:\n  {}", offences.join("\n  "));
}

#[test]
fn no_file_is_longer_than_the_budget() {
    let is_long = |path: &str| root().join(path).is_file() && text(path).lines().count() > MOST_LINES;
    let is_excused = |path: &str| LONG_ON_PURPOSE.iter().any(|(long, _)| *long == path);
    let long: Vec<String> = rust_files().into_iter().filter(|path| is_long(path) && !is_excused(path)).collect();
    none("over 400 lines", &long);
    let excuses: Vec<String> =
        LONG_ON_PURPOSE.iter().map(|(path, _)| (*path).to_owned()).filter(|path| !is_long(path)).collect();
    none("no longer over 400 lines: strike it from the list", &excuses);
}

#[test]
fn every_rust_file_begins_by_saying_what_it_is_for() {
    let silent: Vec<String> = rust_files().into_iter().filter(|path| !text(path).starts_with("//! ")).collect();
    none("does not begin with `//!`", &silent);
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_left_out() {
    // Spelled apart, because this file is read too.
    let words = [concat!("to", "do!("), concat!("unimpl", "emented!("), concat!("#[ign", "ore"), concat!("FIX", "ME")];
    let mut found = Vec::new();
    for path in rust_files() {
        let text = text(&path);
        found.extend(words.iter().filter(|word| text.contains(*word)).map(|word| format!("{path}: {word}")));
    }
    none("unfinished", &found);
}

#[test]
fn no_file_names_a_folder_of_the_machine_it_was_written_on() {
    let folders = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let mut found = Vec::new();
    for path in sources().expect("the workspace can be listed") {
        let text = text(&path);
        found.extend(folders.iter().filter(|folder| text.contains(*folder)).map(|folder| format!("{path}: {folder}")));
    }
    none("a path of one machine", &found);
}

/// The members of the workspace that a member depends on, in whatever way.
fn edges_of(member: &str) -> Vec<String> {
    let manifest = text(&format!("{member}/Cargo.toml"));
    let mut in_dependencies = false;
    let mut edges = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        }
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
        if in_dependencies && ["insight", "app", "companion", "tests", "xtask"].contains(&name) {
            edges.push(name.to_owned());
        }
    }
    edges
}

#[test]
fn the_brain_knows_nobody_and_page_and_companion_know_only_the_brain() {
    assert_eq!(edges_of("insight"), [""; 0]);
    assert_eq!(edges_of("app"), ["insight"]);
    assert_eq!(edges_of("companion"), ["insight"]);
    assert_eq!(edges_of("tests"), ["insight", "companion"]);
    assert_eq!(edges_of("xtask"), [""; 0]);
}

#[test]
fn one_folder_knows_ollama() {
    let crate_name = concat!("ollama", "_rs");
    let mut knowing = rust_files();
    knowing.retain(|path| !path.starts_with("companion/src/backend/ollama/") && text(path).contains(crate_name));
    none("knows Ollama's own types", &knowing);
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, begin: &'a str, end: char) -> impl Iterator<Item = &'a str> {
    text.split(begin).skip(1).filter_map(move |rest| rest.split_once(end)).map(|(inside, _)| inside)
}

#[test]
fn what_the_documents_point_to_is_there() {
    let mut broken = Vec::new();
    for (document, folder) in [("README.md", ""), ("docs/ARCHITECTURE.md", "docs/"), ("SECURITY.md", "")] {
        let text = text(document);
        let links = between(&text, "](", ')').filter(|link| !link.contains(':'));
        let missing = links.map(|link| format!("{folder}{link}")).filter(|path| !root().join(path).exists());
        broken.extend(missing.map(|path| format!("{document}: {path}")));
    }
    none("points to nothing", &broken);
    let lib = text("insight/src/lib.rs");
    let architecture = text("docs/ARCHITECTURE.md");
    let modules =
        lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let untold = modules
        .filter(|name| !architecture.contains(&format!("`{name}`")) && !architecture.contains(&format!("`{name}/`")));
    none("docs/ARCHITECTURE.md does not name", &untold.map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn the_table_of_formats_in_the_readme_is_the_one_in_the_code() {
    let rows: String = FORMATS.iter().map(|format| format!("| `{}` | {} |\n", format.id(), format.name())).collect();
    let table = format!("| format | what it is |\n|---|---|\n{rows}\n");
    assert!(text("README.md").contains(&table), "README.md lacks this table:\n{table}");
}

#[test]
fn the_changelog_has_a_place_for_what_comes_next() {
    assert!(text("CHANGELOG.md").lines().any(|line| line == "## Unreleased"));
}

#[test]
fn every_trap_has_a_test_that_bears_its_number() {
    /// Traps that real files are known to hold, numbered from 1.
    const TRAPS: usize = 29;
    let sources: Vec<String> = rust_files().iter().map(|path| text(path)).collect();
    let has = |trap: &usize| {
        let names = [format!("fn trap_{trap}_"), format!("fn trap_{trap:02}_")];
        sources.iter().any(|text| names.iter().any(|name| text.contains(name)))
    };
    let without: Vec<String> = (1..=TRAPS).filter(|trap| !has(trap)).map(|trap| format!("trap {trap}")).collect();
    none("without a test", &without);
}
