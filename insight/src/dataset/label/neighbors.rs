//! Files that a tool writes side by side, one of which names what the others measured.
//!
//! A file of one record that says what was run and measures nothing names the files of its format in its folder, or, of several
//! such, those whose names differ from its own by one word; the name of the folder is that of the run, because a tool that writes
//! so keeps an older run in the next folder.

use super::super::lineage::{alike, home};
use super::super::{File, Label};
use crate::role::Role;
use crate::summary::Use;
use crate::table::Cell;
use std::collections::BTreeMap;

/// Labels of each file, in the order of the files.
pub(super) fn labels(files: &[File]) -> Vec<Vec<Label>> {
    let mut names: BTreeMap<(&str, &str), Vec<(usize, String)>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        if let (Some(place), Some(name)) = (home(file), named(file)) {
            names.entry(place).or_default().push((at, name));
        }
    }
    let of = |at: usize| -> Vec<Label> {
        let Some(place) = home(&files[at]) else { return Vec::new() };
        let mut run = place.0.rsplit('/').next().filter(|run| !run.is_empty());
        let found = match (names.get(&place), &files[at].used) {
            (Some(beside), _) => {
                run = run.filter(|_| beside.len() == 1);
                by(files, at, beside)
            }
            // What speaks of another file is about the same benchmark, and is no run of it.
            (None, Use::Part { of }) => {
                run = None;
                let other = files.iter().position(|other| other.reading.path == *of);
                other.and_then(|other| by(files, other, names.get(&home(&files[other])?)?))
            }
            (None, _) => None,
        };
        let Some((by, name)) = found.filter(|(by, _)| *by != at) else { return Vec::new() };
        let label = |name: &str, value: &str, inferred: String| Label {
            name: name.to_owned(),
            value: value.to_owned(),
            inferred: Some(inferred),
        };
        let run = run.map(|run| label("benchmark_run", run, "the name of its folder".to_owned()));
        let by = format!("named by `{}` beside it", files[by].reading.path);
        [label("benchmark", name, by)].into_iter().chain(run).collect()
    };
    (0..files.len()).map(of).collect()
}

/// Which of the files that name what was run speaks of this one; nothing where several may.
fn by<'a>(files: &[File], at: usize, names: &'a [(usize, String)]) -> Option<(usize, &'a str)> {
    if names.iter().any(|(by, _)| *by == at) {
        return None;
    }
    let found = alike(files, at, names.iter().map(|(by, _)| *by).collect())?;
    names.iter().find(|(by, _)| *by == found).map(|(by, name)| (*by, name.as_str()))
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
    use crate::summary::Use;

    const CHANGE: &str = "{\"mean\": {\"confidence_interval\": {\"confidence_level\": 0.95, \"lower_bound\": -0.1, \
         \"upper_bound\": 0.0}, \"point_estimate\": -0.05, \"standard_error\": 0.01}, \"median\": {\"confidence_interval\": {\
         \"confidence_level\": 0.95, \"lower_bound\": -0.1, \"upper_bound\": 0.0}, \"point_estimate\": -0.04, \
         \"standard_error\": 0.01}}";

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
            ("sort/change/estimates.json", CHANGE.to_owned()),
            ("find/new/sample.json", sample(40.0)),
            ("flat/one-benchmark.json", benchmark("one")),
            ("flat/one-sample.json", sample(50.0)),
            ("flat/two-benchmark.json", benchmark("two")),
            ("flat/two-sample.json", sample(60.0)),
            ("flat/other.json", sample(70.0)),
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
            .map(|file| {
                let labels: Vec<&str> = file.labels.iter().map(|label| label.value.as_str()).collect();
                let part = if let Use::Part { of } = &file.used { format!("(part of {of})") } else { String::new() };
                format!("{}: {} {part}\n", file.reading.path, labels.join(", "))
            })
            .collect();
        expect_test::expect![[r#"
            find/new/sample.json:  
            flat/one-benchmark.json:  (part of flat/one-sample.json)
            flat/one-sample.json: one 
            flat/other.json:  
            flat/two-benchmark.json:  (part of flat/two-sample.json)
            flat/two-sample.json: two 
            sort/base/benchmark.json:  (part of sort/base/sample.json)
            sort/base/sample.json: sort, base 
            sort/change/estimates.json: sort (part of sort/new/sample.json)
            sort/new/benchmark.json:  (part of sort/new/sample.json)
            sort/new/sample.json: sort, new 
        "#]]
        .assert_eq(&shown.concat());
    }
}
