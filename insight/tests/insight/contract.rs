//! The report that needs no model keeps the contract of a report: on small drops, on large ones, on every format.

use super::given::{drop_of_101, reading, shared, summary};
use insight::dataset::Dataset;
use insight::report::{contract, deterministic};
use insight::summary::Summary;

fn breaches(name: &str, summary: &Summary) -> Vec<String> {
    let report = deterministic(summary);
    // Where nothing was measured there is nothing that could stand out.
    let measured = summary.studies.iter().any(|study| study.metrics.iter().any(|metric| metric.headline));
    let kept = |what: &str| !measured && what == "no metric stands out";
    let breaches = contract(&report).into_iter().filter(|breach| !kept(&breach.what));
    breaches.map(|breach| format!("{name}: {}: {}", breach.place, breach.what)).collect()
}

#[test]
fn small_drops_keep_the_contract() {
    let drops: [&[(&str, &str)]; 6] = [
        &[("runs.csv", "model,ttft_ms\nsmall,64\nsmall,66\nlarge,131\n")],
        &[("one.csv", "latency_ms\n12\n")],
        &[("notes.md", "# Notes\n\nFine.\n")],
        &[("empty.csv", "")],
        &[("failed.csv", "model,tokens_s,error\na,0,timed out\na,0,timed out\n")],
        &[
            ("a.csv", "model,tokens_s\na,10\nb,20\n"),
            ("b.csv", "model,tokens_s\na,11\nb,21\n"),
            ("c.md", "| x | ms |\n|---|---|\n| y | 3 |\n"),
        ],
    ];
    let wrong: Vec<String> = drops.iter().flat_map(|files| breaches(files[0].0, &summary(files))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_drop_of_101_files_keeps_the_contract() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let wrong = breaches("101", &summary);
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), deterministic(&summary));
}

#[test]
fn the_files_of_every_tool_keep_the_contract() {
    let Some(formats) = shared("formats") else { return };
    let mut folders: Vec<_> = std::fs::read_dir(formats).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    let mut wrong = Vec::new();
    for folder in &folders {
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.is_file());
        files.sort();
        let name = |file: &std::path::Path| file.file_name().unwrap().to_string_lossy().into_owned();
        let readings = files.iter().map(|file| reading(&name(file), std::fs::read(file).unwrap())).collect();
        wrong.extend(breaches(&name(folder), &Summary::of(&Dataset::of(readings))));
    }
    assert!(folders.len() > 10 && wrong.is_empty(), "{}", wrong.join("\n"));
}
