//! All that AIPerf writes of one run counts once.

use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::summary::Use;
use std::path::Path;

#[test]
fn trap_19_json_csv_and_lines_of_one_run_of_aiperf_count_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/aiperf");
    let read = |name: &str| {
        let mut reader = FileReader::new(name);
        reader.push(&std::fs::read(folder.join(name)).unwrap());
        reader.finish()
    };
    let names = ["profile_export.jsonl", "profile_export_aiperf.csv", "profile_export_aiperf.json"];
    let dataset = Dataset::of(names.into_iter().map(read).collect());
    let uses = dataset.files.iter().map(|file| (file.reading.path.as_str(), file.used.clone()));
    for (path, used) in uses {
        match used {
            Use::Measured => assert_eq!(path, "profile_export.jsonl"),
            Use::Repeat { of, .. } => assert_eq!(of, "profile_export.jsonl", "{path}"),
            other => panic!("{path}: {other:?}"),
        }
    }
}
