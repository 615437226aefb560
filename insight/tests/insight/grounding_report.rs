//! The report that is written without a model passes the check that a model's text has to pass, whatever was dropped.

use super::given::{dataset, held, holds, paths_of, read_all, shared};
use insight::report;
use insight::summary::Summary;
use std::path::Path;

fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read(&path).ok()?)))
        .filter(|(_, bytes)| bytes.len() < 1_000_000)
        .collect()
}

#[test]
fn the_report_of_the_public_drop_states_nothing_that_the_facts_do_not_hold() {
    let Some(corpus) = shared("corpus") else { return };
    let summary = Summary::of(&read_all(&corpus, &paths_of(&corpus, "seed101")));
    assert!(holds(&summary, &report::deterministic(&summary)) > 100);
}

#[test]
fn nor_does_the_report_of_the_files_of_any_tool() {
    let Some(formats) = shared("formats") else { return };
    let mut folders: Vec<_> = std::fs::read_dir(formats).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut lost = Vec::new();
    for folder in folders {
        let files = files_in(&folder);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let summary = Summary::of(&dataset(&files));
        let (_, of_folder) = held(&summary, &report::deterministic(&summary));
        lost.extend(of_folder.into_iter().map(|lost| format!("{}: {lost}", folder.display())));
    }
    assert!(lost.is_empty(), "what the facts do not hold:\n{}", lost.join("\n"));
}
