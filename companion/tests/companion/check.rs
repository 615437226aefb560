//! `check`: a report held against files, and facts that name one thing twice.

use crate::command_line::{Folder, run, written};
use std::process::ExitCode;

const RUNS: &str = "model,ttft_ms\nsmall,64\nsmall,66\nlarge,131\n";

#[tokio::test]
async fn a_report_of_ours_holds_against_its_files_until_a_number_is_changed() {
    let folder = Folder::of(&[("data/runs.csv", RUNS)]);
    let report = written(&["report", &folder.path("data")]).await;
    let right = Folder::of(&[("report.md", &report)]);
    let said = written(&["check", &right.path("report.md"), "--data", &folder.path("data")]).await;
    assert!(said.contains(" 0 contradicted, 0 unsupported"), "{said}");
    assert!(report.contains("131 ms"), "{report}");
    let wrong = Folder::of(&[("report.md", &report.replace("131 ms", "137 ms"))]);
    let said = written(&["check", &wrong.path("report.md"), "--data", &folder.path("data")]).await;
    let place = report.lines().position(|line| line.contains("131 ms")).map_or(0, |at| at + 1);
    assert!(said.contains(&format!("contradicted at {place}:")) && said.contains("137 ms"), "{said}");
}

#[tokio::test]
async fn a_key_that_names_two_facts_is_refused_and_one_said_twice_is_not() {
    let fact =
        |value: f64| format!(r#"{{"key": "a", "value": {value}, "unit": "ms", "metric": "ttft", "stat": "mean"}}"#);
    let folder = Folder::of(&[
        ("twice.json", &format!("[{}, {}]", fact(64.0), fact(64.0))),
        ("two.json", &format!("[{}, {}]", fact(64.0), fact(66.0))),
        ("text.md", "The mean TTFT was 64 ms.\n"),
    ]);
    let said = written(&["check", &folder.path("text.md"), "--facts", &folder.path("twice.json")]).await;
    assert!(said.contains("1 supported, 0 contradicted, 0 unsupported"), "{said}");
    let (code, _, err) = run(&["check", &folder.path("text.md"), "--facts", &folder.path("two.json")]).await;
    assert_eq!(code, ExitCode::FAILURE);
    assert!(err.contains("two facts with the key `a`") && err.contains("hint: a key names one fact"), "{err}");
}
