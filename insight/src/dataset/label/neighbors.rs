//! Files that a tool writes side by side, one of which names what the others measured.
//!
//! A file of one record that says what was run and measures nothing names the files of its format in its folder; the name of the
//! folder is that of the run, because a tool that writes so keeps an older run in the next folder.

use super::super::{File, Label};
use crate::reading::Certainty;
use crate::role::Role;
use crate::table::Cell;
use std::collections::BTreeMap;

/// Labels of each file, in the order of the files.
pub(super) fn labels(files: &[File]) -> Vec<Vec<Label>> {
    let mut names: BTreeMap<(&str, &str), (&str, String)> = BTreeMap::new();
    for file in files {
        if let (Some(place), Some(name)) = (place(file), named(file)) {
            names.insert(place, (&file.reading.path, name));
        }
    }
    let of = |file: &File| -> Vec<Label> {
        let Some((place, (by, name))) = place(file).and_then(|place| Some((place, names.get(&place)?))) else {
            return Vec::new();
        };
        if *by == file.reading.path {
            return Vec::new();
        }
        let label = |name: &str, value: &str, inferred: String| Label {
            name: name.to_owned(),
            value: value.to_owned(),
            inferred: Some(inferred),
        };
        let run = place.0.rsplit('/').next().filter(|run| !run.is_empty());
        let run = run.map(|run| label("benchmark_run", run, "the name of its folder".to_owned()));
        [label("benchmark", name, format!("named by `{by}` beside it"))].into_iter().chain(run).collect()
    };
    files.iter().map(of).collect()
}

/// The folder and the format of a file that a tool surely wrote.
fn place(file: &File) -> Option<(&str, &str)> {
    let known = file.reading.recognized.as_ref().filter(|known| known.certainty == Certainty::Sure)?;
    let folder = file.reading.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some((folder, &known.format))
}

/// What was run, where a file says nothing else.
fn named(file: &File) -> Option<String> {
    let ([table], [sheet]) = (file.reading.tables.as_slice(), file.tables.as_slice()) else { return None };
    let measures = sheet.fields.iter().any(|field| field.measured);
    let at = sheet.fields.iter().position(|field| field.metric == "benchmark" && field.role == Role::Parameter)?;
    match table.columns.get(at)?.cell(0) {
        Cell::Text(name) if table.rows == 1 && !measures => Some(name.to_owned()),
        Cell::Number(name) if table.rows == 1 && !measures => Some(name.to_string()),
        Cell::Text(_) | Cell::Number(_) | Cell::Missing | Cell::NonFinite(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::Dataset;
    use crate::reading::FileReader;

    #[test]
    fn the_file_that_names_a_benchmark_names_the_files_beside_it() {
        let benchmark = |name: &str| {
            format!(
                "{{\"group_id\": \"{name}\", \"function_id\": null, \"value_str\": null, \"throughput\": null, \
                 \"full_id\": \"{name}\", \"directory_name\": \"{name}\", \"title\": \"{name}\"}}"
            )
        };
        let sample = |time: f64| {
            format!("{{\"sampling_mode\": \"Flat\", \"iters\": [2.0, 2.0], \"times\": [{time}, {}]}}", time + 1.0)
        };
        let files = [
            ("sort/new/benchmark.json", benchmark("sort")),
            ("sort/new/sample.json", sample(20.0)),
            ("sort/base/benchmark.json", benchmark("sort")),
            ("sort/base/sample.json", sample(30.0)),
            ("find/new/sample.json", sample(40.0)),
        ];
        let readings = files.iter().map(|(path, text)| {
            let mut reader = FileReader::new(path);
            reader.push(text.as_bytes());
            reader.finish()
        });
        let dataset = Dataset::of(readings.collect());
        let shown: Vec<String> = dataset
            .files
            .iter()
            .filter(|file| file.reading.path.ends_with("sample.json"))
            .map(|file| {
                let labels: Vec<&str> = file.labels.iter().map(|label| label.value.as_str()).collect();
                format!("{} {}", file.reading.path, labels.join(" "))
            })
            .collect();
        assert_eq!(
            shown,
            ["find/new/sample.json ", "sort/base/sample.json sort base", "sort/new/sample.json sort new"]
        );
    }
}
