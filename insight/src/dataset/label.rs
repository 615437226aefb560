//! What holds for a whole file: its model, its engine, its GPU.
//!
//! A file states a label by a column of one value. Where it does not, the file it repeats or that repeats it may; else its path,
//! when a model named anywhere in the drop stands in it. What the file itself does not state is marked as inferred.

mod neighbors;

use super::{File, Label};
use crate::header::{Header, words};
use crate::role::Role;
use crate::summary::Use;
use crate::table::Column;
use std::collections::BTreeMap;

/// Names of labels, the last words of the columns that state them, and the parents under which a bare `name` does.
const STATED: &[(&str, &[&str], &[&str])] = &[
    ("model", &["model", "model name", "model id"], &["model"]),
    ("engine", &["engine", "engine name", "inference engine"], &["engine"]),
    ("backend", &["backend"], &["backend"]),
    ("gpu", &["gpu name", "gpu model", "gpu", "device name"], &["gpu"]),
    ("quantization", &["quantization", "quant", "quantization level"], &[]),
    ("device", &["device"], &[]),
    ("dtype", &["dtype", "precision"], &[]),
];

/// What says how many requests were asked for, at once or a second.
const LOADS: &[&str] = &["concurrency", "max_concurrency", "request_rate"];

/// Engines that a path may name.
const ENGINES: &[&str] = &[
    "ollama",
    "vllm",
    "sglang",
    "llamacpp",
    "llama-cpp",
    "tgi",
    "tensorrt-llm",
    "lmdeploy",
    "exllama",
    "mlx",
    "lmstudio",
];

/// Settles the labels of every file.
pub(super) fn settle(files: &mut [File]) {
    for file in files.iter_mut() {
        file.labels = stated(file);
    }
    let by_neighbor = neighbors::labels(files);
    for (file, labels) in files.iter_mut().zip(by_neighbor) {
        add(file, labels);
    }
    let by_repeat = from_repeats(files);
    for (file, labels) in files.iter_mut().zip(by_repeat) {
        add(file, labels);
    }
    let by_summary = loads_of_summaries(files);
    for (file, labels) in files.iter_mut().zip(by_summary) {
        add(file, labels);
    }
    let models = models(files);
    for file in files.iter_mut().filter(|file| !matches!(file.used, Use::Document)) {
        if file.label("model").is_none() && !has_column(file, "model") {
            let label = from_path(&file.reading.path, &models);
            add(file, label.into_iter().collect());
        }
        let backend = file.label("backend").filter(|label| ENGINES.contains(&label.value.to_lowercase().as_str()));
        if let Some(backend) = backend {
            let label = Label { name: "engine".to_owned(), ..backend.clone() };
            add(file, vec![label]);
        }
        if file.label("engine").is_none() && !has_column(file, "engine") {
            let label = engine(&file.reading.path);
            add(file, label.into_iter().collect());
        }
    }
}

fn add(file: &mut File, labels: Vec<Label>) {
    for label in labels {
        if file.label(&label.name).is_none() && !has_column(file, &label.name) {
            file.labels.push(label);
        }
    }
}

/// The label that a column states, if it states one.
fn names(column: &Column) -> Option<&'static str> {
    let header = Header::of(&column.name);
    let own = header.words.join(" ");
    let parent = header.context.last().map(String::as_str).unwrap_or_default();
    STATED
        .iter()
        .find(|(_, words, parents)| words.contains(&own.as_str()) || (own == "name" && parents.contains(&parent)))
        .map(|(name, ..)| *name)
}

/// Whether a column of several values states the label row by row.
fn has_column(file: &File, name: &str) -> bool {
    file.reading
        .tables
        .iter()
        .flat_map(|table| &table.columns)
        .any(|column| names(column) == Some(name) && column.words(1).is_none_or(|words| words.len() > 1))
}

/// Labels from columns that hold one value in the whole file.
fn stated(file: &File) -> Vec<Label> {
    let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            let Some(name) = names(column) else { continue };
            if !matches!(field.role, Role::Parameter | Role::Environment | Role::Identifier | Role::Text) {
                continue;
            }
            let known = values.entry(name).or_default();
            match column.words(1) {
                Some(words) => known.extend(words.into_iter().map(str::to_owned)),
                None => known.extend([String::new(), "several".to_owned()]),
            }
            known.sort();
            known.dedup();
        }
    }
    let one = |(name, values): (&str, Vec<String>)| match <[String; 1]>::try_from(values) {
        Ok([value]) => Some(Label { name: name.to_owned(), value, inferred: None }),
        Err(_) => None,
    };
    values.into_iter().filter_map(one).collect()
}

/// Labels that a file's copies, twins and summaries state, or the file they repeat.
fn from_repeats(files: &[File]) -> Vec<Vec<Label>> {
    let mut gained: Vec<Vec<Label>> = vec![Vec::new(); files.len()];
    let at: BTreeMap<&str, usize> =
        files.iter().enumerate().map(|(at, file)| (file.reading.path.as_str(), at)).collect();
    for (here, file) in files.iter().enumerate() {
        let Use::Repeat { of, how } = &file.used else { continue };
        let Some(&there) = at.get(of.as_str()) else { continue };
        let by =
            [(there, here, "stated by the file it repeats,".to_owned()), (here, there, format!("stated by its {how}"))];
        // What holds for one run of many does not hold for all of them.
        for (from, to, by) in by.into_iter().take(if how == "excerpt" { 1 } else { 2 }) {
            for label in &files[from].labels {
                let inferred = Some(format!("{by} `{}`", files[from].reading.path));
                gained[to].push(Label { inferred, ..label.clone() });
            }
        }
    }
    gained
}

/// Under which load the requests of a file were sent, where the one run that sums them up states it.
fn loads_of_summaries(files: &[File]) -> Vec<Vec<Label>> {
    let mut gained: Vec<Vec<Label>> = vec![Vec::new(); files.len()];
    let at: BTreeMap<&str, usize> =
        files.iter().enumerate().map(|(at, file)| (file.reading.path.as_str(), at)).collect();
    for file in files {
        let Use::Repeat { of, how } = &file.used else { continue };
        let Some(&there) = at.get(of.as_str()).filter(|_| how == "summary") else { continue };
        for (table, sheet) in file.reading.tables.iter().zip(&file.tables).filter(|(table, _)| table.rows == 1) {
            for (column, field) in table.columns.iter().zip(&sheet.fields) {
                let states = field.role == Role::Parameter && LOADS.contains(&field.metric.as_str());
                let Some(value) = column.numbers().next().filter(|_| states) else { continue };
                let inferred = Some(format!("stated by its summary `{}`", file.reading.path));
                gained[there].push(Label { name: field.metric.clone(), value: value.to_string(), inferred });
            }
        }
    }
    gained
}

/// Every model that measurements name, with the words it is made of; documents spell names as they like.
fn models(files: &[File]) -> Vec<(String, Vec<String>)> {
    let mut names_found: Vec<String> = Vec::new();
    let measured = files.iter().filter(|file| !matches!(file.used, Use::Document));
    for column in measured.flat_map(|file| &file.reading.tables).flat_map(|table| &table.columns) {
        if names(column) == Some("model") {
            names_found.extend(column.words(1000).unwrap_or_default().into_iter().map(str::to_owned));
        }
    }
    names_found.sort();
    names_found.dedup();
    let spelled = |name: String| {
        let mut spelling = words(&name);
        // Ollama's default tag is left out as often as not.
        if spelling.last().is_some_and(|last| last == "latest") {
            spelling.pop();
        }
        (name, spelling)
    };
    names_found.into_iter().map(spelled).filter(|(_, words)| !words.is_empty()).collect()
}

/// The model with the longest spelling that stands in a path; nothing when two fit equally.
fn from_path(path: &str, models: &[(String, Vec<String>)]) -> Option<Label> {
    let words = words(path);
    // A single plain word such as `test` names too many things.
    let telling = |spelling: &[String]| spelling.len() > 1 || spelling.concat().contains(|c: char| c.is_ascii_digit());
    let fits =
        |spelling: &[String]| telling(spelling) && words.windows(spelling.len()).any(|window| window == spelling);
    let length = |spelling: &[String]| spelling.iter().map(String::len).sum::<usize>();
    let longest = models.iter().filter(|(_, spelling)| fits(spelling)).map(|(_, spelling)| length(spelling)).max()?;
    let mut best = models.iter().filter(|(_, spelling)| fits(spelling) && length(spelling) == longest);
    let (name, _) = best.next()?;
    if best.next().is_some() {
        return None;
    }
    let inferred = Some(format!("the path names it: `{path}`"));
    Some(Label { name: "model".to_owned(), value: name.clone(), inferred })
}

fn engine(path: &str) -> Option<Label> {
    let words = words(path);
    let named = |engine: &&&str| {
        let spelling: Vec<&str> = engine.split('-').collect();
        words.windows(spelling.len()).any(|window| window.iter().map(String::as_str).eq(spelling.iter().copied()))
    };
    let found = ENGINES.iter().find(named)?;
    let inferred = Some(format!("the path names it: `{path}`"));
    Some(Label { name: "engine".to_owned(), value: (*found).to_owned(), inferred })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_model_in_a_path_wins() {
        let models: Vec<(String, Vec<String>)> = ["gemma3:latest", "gemma3:1b-it-qat", "conv"]
            .iter()
            .map(|name| {
                let mut spelling = words(name);
                spelling.retain(|word| word != "latest");
                ((*name).to_owned(), spelling)
            })
            .collect();
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(from_path(path, &models).map(|label| label.value).as_deref(), expected, "{path}");
        };
        check("gemma3/gemma3_1b-it-qat_sweep.csv", Some("gemma3:1b-it-qat"));
        check("gemma3/gemma3_sweep.csv", Some("gemma3:latest"));
        check("runs/converted.csv", None);
        check("runs/conv-bench.csv", None);
    }
}
