//! Documents beside data of another field, each with what is held against it.

use super::Judgement;
use crate::dataset::Dataset;
use crate::reading::FileReader;
use crate::summary::Summary;
use expect_test::{Expect, expect};
use std::fmt::Write;

fn check(files: &[(&str, &str)], expected: &Expect) {
    let readings = files.iter().map(|(path, content)| {
        let mut reader = FileReader::new(path);
        reader.push(content.as_bytes());
        reader.finish()
    });
    let summary = Summary::of(&Dataset::of(readings.collect()));
    let mut shown = String::new();
    for it in &summary.documents {
        let verdict = if it.verdict == Judgement::Contradicted { "NO" } else { "yes" };
        let _ = writeln!(
            shown,
            "{}:{} {verdict}: {}\n    {} ({})",
            it.path,
            it.line,
            it.says,
            it.data,
            it.files.join(", ")
        );
    }
    expected.assert_eq(&shown);
}

/// Twelve runs of two settings, in nested order that no writer sorted.
fn sweep() -> String {
    let mut rows = "threads,batch_size,run_seconds,tokens_s\n".to_owned();
    for (at, threads) in ["8", "4", "2"].iter().enumerate() {
        for (of, batch) in ["64", "16", "32", "128"].iter().enumerate() {
            let rate = 500.0 + (at * 7 + of * 3) as f64 % 5.0;
            rows += &format!("{threads},{batch},{},{rate}\n", 1000.0 / rate);
        }
    }
    rows
}

#[test]
fn a_claimed_effect_is_held_against_what_the_levels_differ_by() {
    check(
        &[
            ("a/sweep.csv", &sweep()),
            (
                "a/notes.md",
                "# Notes\n\nA larger batch_size yields 20-30% higher throughput.\n\nWe expect batch_size to give 40% more.\n",
            ),
        ],
        &expect![[r#"
            a/notes.md:3 NO: A larger batch_size yields 20-30% higher throughput.
                the levels of batch size differ by at most 0.40 % in the median of items per s (a/sweep.csv)
        "#]],
    );
}

#[test]
fn an_order_that_is_called_random_is_held_against_the_order_of_the_rows() {
    check(
        &[
            ("a/sweep.csv", &sweep()),
            ("a/notes.md", "# Notes\n\nThe execution order was randomized.\n\nNext time randomize the order.\n"),
        ],
        &expect![[r#"
            a/notes.md:3 NO: The execution order was randomized.
                the rows of the sweep stand in nested order, one setting changing after the other (a/sweep.csv)
        "#]],
    );
}

#[test]
fn rows_are_held_against_the_rows_that_they_name_or_follow() {
    let data = "{\"results\": [\n{\"engine\": \"alpha\", \"mean_ms\": 12.34, \"build_s\": 3.21},\n\
                {\"engine\": \"beta\", \"mean_ms\": 45.67, \"build_s\": 6.54},\n{\"engine\": \"gamma\", \"mean_ms\": 78.9, \"build_s\": 9.87}]}";
    let told = "# Engines\n\nTaken from `run.json`.\n\n| engine | mean_ms | build_s |\n|---|---|---|\n| alpha | 12.3 | 3.21 |\n\
                | beta | 45.7 | 1.11 |\n| gamma | 78.9 | 9.87 |\n";
    check(&[("run.json", data), ("report.md", told)], &expect![[r#""#]]);
    let raw = "prompt,tokens_s,ttft_s\na,71.23,0.101\nb,72.34,0.102\nc,73.45,0.103\nd,74.56,0.104\n";
    let told = "# Prompts\n\nBy prompt.\n\n| what | tokens_s | ttft_s |\n|---|---|---|\n| first | 71.2 | 0.301 |\n| second | 72.3 | 0.302 |\n\
                | third | 73.5 | 0.303 |\n";
    check(&[("raw.csv", raw), ("report.md", told)], &expect![[r#""#]]);
}

#[test]
fn the_result_of_a_setting_is_held_against_its_run() {
    let told = "# Best\n\n```yaml\nthreads: 4\nbatch_size: 16\n```\n\n**Result:** 777.1 tokens/s\n\n# Second\n\nthreads=8, batch_size=64: 500 tokens/s\n";
    check(&[("a/sweep.csv", &sweep()), ("a/best.md", told)], &expect![[r#""#]]);
}

#[test]
fn prose_about_something_else_is_not_judged() {
    let told = "# Read me\n\nInstall it in 5 minutes; it needs 8 GB and Python 3.12. Version 2 was 30% faster than version 1.\n\n\
                | step | takes |\n|---|---|\n| build | 12 s |\n| test | 34 s |\n| ship | 56 s |\n";
    check(&[("a/sweep.csv", &sweep()), ("README.md", told)], &expect![[r#""#]]);
}
