//! What is wrong with records is wrong with them in every container that tells them.

use super::look::tables;
use super::{Warning, contradiction, inert};
use crate::dataset::{Dataset, File};
use crate::summary::Use;

/// The warnings about the records of a file, said again of its twins: they may leave out the column that tells them.
pub(super) fn twin(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        let Use::Repeat { of, how } = &file.used else { continue };
        let Some(first) = dataset.files.iter().find(|other| how == "twin" && other.reading.path == *of) else {
            continue;
        };
        let own: Vec<_> = of_records(file).into_iter().map(|warning| warning.trap).collect();
        let path = &file.reading.path;
        for warning in of_records(first).into_iter().filter(|warning| !own.contains(&warning.trap)) {
            found.push(Warning { path: path.clone(), ..warning }.with([of.as_str()]));
        }
    }
    found
}

fn of_records(file: &File) -> Vec<Warning> {
    let found = |look| contradiction::device::device(look).into_iter().chain(inert::equal_results(look));
    tables(file).flat_map(found).collect()
}
