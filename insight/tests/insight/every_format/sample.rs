//! The samples: files of real runs, and the format that each must be read as.

use crate::given::shared;
use insight::dataset::Dataset;
use insight::format::FORMATS;
use insight::reading::{Certainty, FileReader, Reading};
use insight::record::{self, Line, Origin};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Formats without a run of their own here, and why.
const NO_RUN: &[(&str, &str)] = &[
    ("benchmarkdotnet", "needs .NET packages that could not be had"),
    ("csv", "tables of many hands stand in `home_made.rs` and `table_shapes.rs`"),
    ("genai-perf", "its package comes without the binary that it drives"),
    ("inference-perf", "needs a newer Python than was at hand"),
    ("json", "tables of many hands stand in `home_made.rs` and `table_shapes.rs`"),
    ("jsonl", "tables of many hands stand in `home_made.rs` and `table_shapes.rs`"),
    ("llama-batched-bench", "no build of the tool was at hand"),
    ("llama-bench", "no build of the tool was at hand"),
    ("llm-d-benchmark-report", "is made on a cluster"),
    ("llmperf", "no package of it was at hand"),
    ("markdown", "tables of many hands stand in `home_made.rs` and `table_shapes.rs`"),
    ("optimum-benchmark", "its dependencies exclude each other"),
    ("perf-analyzer", "needs the binary of Triton"),
    ("vllm-latency", "needs the engine, and the engine a GPU"),
    ("vllm-throughput", "needs the engine, and the engine a GPU"),
];

/// Columns whose values are worked out of others of the file, and how.
const WORKED_OUT: &[(&str, &str)] =
    &[("time per iteration", "the time of a batch over its iterations"), ("test", "the sizes of a test as its name")];

/// Name of the file that says what is read from the others beside it.
pub(crate) const GOLDEN: &str = "golden.txt";

pub(crate) struct Sample {
    /// Id of its format; nothing where a project's own files have none.
    pub(crate) format: Option<String>,
    /// Path below the folder of its format.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// Every file of a folder, in the order of their names.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The folders of `tests/data`, each named as its format.
pub(crate) fn folders() -> Vec<String> {
    let entries = fs::read_dir(data()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The samples of one folder of `tests/data`.
pub(crate) fn own(format: &str) -> Vec<Sample> {
    let folder = data().join(format);
    let files = files(&folder).into_iter().filter(|path| !path.ends_with(GOLDEN));
    files
        .map(|path| Sample {
            format: Some(format.to_owned()),
            path: path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"),
            bytes: fs::read(&path).unwrap(),
        })
        .collect()
}

/// Public outputs of tools; the key is their path, the tool stands in a list beside them.
fn public() -> Vec<Sample> {
    let Some(folder) = shared("formats") else { return Vec::new() };
    let truth = fs::read_to_string(folder.join("truth.json")).unwrap();
    let truth: BTreeMap<String, Json> = serde_json::from_str(&truth).unwrap();
    let samples = truth.iter().map(|(path, said)| {
        let tool = said["tool"].as_str().unwrap();
        let format = FORMATS.iter().any(|format| is_of(tool, format.id())).then(|| tool.to_owned());
        Sample { format, path: path.clone(), bytes: fs::read(folder.join(path)).unwrap() }
    });
    samples.collect()
}

/// Whether a format is one of a tool: its own, or one of several.
pub(crate) fn is_of(tool: &str, format: &str) -> bool {
    format == tool || format.strip_prefix(tool).is_some_and(|rest| rest.starts_with('-'))
}

pub(crate) fn all() -> Vec<Sample> {
    folders().iter().flat_map(|format| own(format)).chain(public()).collect()
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Reading {
    let mut reader = FileReader::new(name);
    reader.push(bytes);
    let reading = reader.finish();
    assert_eq!(reading.rows.kept + reading.rows.reported, reading.rows.in_file, "rows of {name} add up");
    reading
}

/// Every value of some files, as read and as computed.
pub(crate) fn lines(readings: Vec<Reading>) -> Vec<Line> {
    let mut lines = Vec::new();
    record::each(&Dataset::of(readings), &mut |line| lines.push(line));
    lines
}

/// The values as they stand in the file.
pub(crate) fn written(readings: Vec<Reading>) -> Vec<Line> {
    let is_worked_out =
        |line: &Line| WORKED_OUT.iter().any(|(name, _)| line.labels.get("column").is_some_and(|it| it == name));
    lines(readings).into_iter().filter(|line| line.origin == Origin::File && !is_worked_out(line)).collect()
}

#[test]
fn a_format_has_samples_of_its_own_or_says_why_not() {
    let ids: Vec<&str> = FORMATS.iter().map(|format| format.id()).collect();
    let folders = folders();
    let strange: Vec<&String> = folders.iter().filter(|folder| !ids.contains(&folder.as_str())).collect();
    assert!(strange.is_empty(), "folders of no format: {strange:?}");
    let has = |id: &str| folders.iter().any(|folder| folder == id);
    let without: Vec<&str> = ids.iter().copied().filter(|id| !has(id)).collect();
    let excused: Vec<&str> = NO_RUN.iter().map(|(id, _)| *id).collect();
    assert_eq!(without, excused, "formats without a sample in `tests/data/<id>/`, and those of which it is known why");
}

#[test]
fn one_format_is_sure_of_each_sample_and_the_name_does_not_matter() {
    let mut wrong = Vec::new();
    for sample in all() {
        for name in [sample.path.as_str(), "unknown"] {
            let reading = read(name, &sample.bytes);
            let sure = reading.recognized.iter().chain(&reading.others).filter(|it| it.certainty == Certainty::Sure);
            let sure: Vec<&str> = sure.map(|it| it.format.as_str()).collect();
            let tool = sample.format.as_deref().filter(|id| !["csv", "json", "jsonl", "markdown"].contains(id));
            let is_right = match (tool, sure.as_slice()) {
                (None, []) => true,
                (Some(tool), [format]) => is_of(tool, format),
                (_, _) => false,
            };
            if !is_right {
                wrong.push(format!("{} as `{name}`: {sure:?}, not {:?}", sample.path, sample.format));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
