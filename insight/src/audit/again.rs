//! Files that say again what others say: copies, twins in another container, summaries of rows that are there.

use super::{Trap, Warning};
use crate::dataset::Dataset;
use crate::summary::Use;

/// Warns of both sides of a pair, so that whichever is opened says it.
pub(super) fn again(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for file in &dataset.files {
        let Use::Repeat { of, how } = &file.used else { continue };
        let path = &file.reading.path;
        match how.as_str() {
            "copy" => {
                let evidence = format!("the same {} bytes as the other file", file.reading.bytes);
                let consequence = "counted twice it looks like an independent repetition";
                for (path, other) in [(path, of), (of, path)] {
                    found.push(
                        Warning::new(path, Trap::DuplicateFile, "whole file", &evidence, consequence)
                            .with([other.as_str()]),
                    );
                }
            }
            "twin" => {
                let evidence = "the same records, number for number, to the digits written";
                let consequence = "pooled with the other file every record counts twice";
                for (path, other) in [(path, of), (of, path)] {
                    found.push(
                        Warning::new(path, Trap::TwinFormat, "all records", evidence, consequence)
                            .with([other.as_str()]),
                    );
                }
            }
            _ => {
                let evidence =
                    "its rows are statistics of the rows of the other file, recomputed to the digits written";
                let consequence = "pooled with the other file every record counts twice";
                found.push(
                    Warning::new(path, Trap::SummaryOfRaw, "all rows", evidence, consequence).with([of.as_str()]),
                );
            }
        }
    }
    found
}
