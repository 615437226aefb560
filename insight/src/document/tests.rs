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
                the levels of batch size differ by at most 0.40 % in the median of tokens per second (a/sweep.csv)
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
fn prose_about_something_else_is_not_judged() {
    let told = "# Read me\n\nInstall it in 5 minutes; it needs 8 GB and Python 3.12. Version 2 was 30% faster than version 1.\n\n\
                | step | takes |\n|---|---|\n| build | 12 s |\n| test | 34 s |\n| ship | 56 s |\n";
    check(&[("a/sweep.csv", &sweep()), ("README.md", told)], &expect![[r#""#]]);
}

#[test]
fn a_line_of_prose_has_its_number_in_the_file_whatever_tables_stand_before() {
    let content = "# One\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter a table\n\n```\nNAME    SIZE     LOAD\nsmall   5.3 GB   100%\n\
                   large   7.1 GB   90%\n```\n\nafter a fence\n\n| n | s |\n| x | 1.5 |\n| y | 2.5 |\nafter a bare table\n\n\n| c | d |\n\n|---|---|\n\n| 5 | 6 |\n\n\
                   after gaps\n<table><tr><th>k</th><th>v</th></tr><tr><td>z</td><td>7</td></tr></table>\nafter tags\n```json\n{\"p50_ms\": 3}\n```\nthe end\n";
    let mut reader = FileReader::new("notes.md");
    reader.push(content.as_bytes());
    let dataset = Dataset::of(vec![reader.finish()]);
    let in_file: Vec<&str> = content.lines().collect();
    let told: Vec<(u64, &str)> = super::lines(&dataset.files[0]).filter(|(_, text)| !text.trim().is_empty()).collect();
    for (number, text) in &told {
        let there = usize::try_from(*number).ok().and_then(|number| in_file.get(number - 1));
        assert_eq!(there, Some(text), "line {number}");
    }
    let after = told.iter().filter(|(_, text)| text.starts_with("after") || *text == "the end");
    assert_eq!(after.count(), 6, "{told:?}");
}
