//! Texts about small drops, each number with the verdict that belongs beside it.

use super::{Placed, Run, check};
use crate::dataset::Dataset;
use crate::fact::facts;
use crate::grounding::claims::{Stand, Verifier};
use crate::reading::FileReader;
use crate::report::deterministic;
use crate::summary::Summary;
use expect_test::{Expect, expect};
use std::fmt::Write;

fn drop() -> Dataset {
    let files = [
        ("out/kiln_fast.csv", "engine,prompt,latency_ms,tokens_s,error\nkiln,a,10,50,\nkiln,b,12,48,\nkiln,c,14,46,\n"),
        ("out/kiln_slow.csv", "engine,prompt,latency_ms,tokens_s,error\nkiln,a,30,20,\nkiln,b,34,18,\nkiln,c,38,16,\n"),
        ("out/notes.md", "# Notes\n\nFine.\n"),
    ];
    let read = |(path, text): &(&str, &str)| {
        let mut reader = FileReader::new(path);
        reader.push(text.as_bytes());
        reader.finish()
    };
    Dataset::of(files.iter().map(read).collect())
}

fn shown(text: &str, run: Option<&Run>) -> String {
    let mut shown = String::new();
    for placed in check(text, &drop(), run, None) {
        let verdict = match placed.item.verdict {
            Stand::Supported => "yes",
            Stand::Contradicted => "NO",
            Stand::Unsupported => "unknown",
            Stand::NotAClaim => continue,
        };
        let _ = writeln!(shown, "{}:{} {} {verdict}", placed.line, placed.column, placed.item.surface);
    }
    shown
}

fn expected(text: &str, run: Option<&Run>, expected: &Expect) {
    expected.assert_eq(&shown(text, run));
}

#[test]
fn counts_of_files_are_those_of_the_drop() {
    expected(
        "This report is about 3 files.\n\n* CSV: 2 files\n* JSON: 1 file\n* Markdown (1)\n* **Total:** 3 files, 2 CSV (66.7%)\n\n\
         Files named “kiln” account for 2 of the 3 files. Files named “kiln” account for 3 of the 3 files.\n\n\
         CSV files (2) and Markdown files (1) are all there is (3 out of 3).\n",
        None,
        &expect![[r#"
            1:22 3 files yes
            3:8 2 files yes
            4:9 1 file NO
            5:13 1 yes
            6:14 3 files yes
            6:23 2 yes
            6:30 66.7% yes
            8:32 2 yes
            8:41 3 files yes
            8:81 3 NO
            8:90 3 files yes
            10:12 2 yes
            10:35 1 yes
            10:56 3 yes
            10:65 3 yes
        "#]],
    );
}

#[test]
fn statistics_are_those_of_the_whole_or_of_the_file_that_is_named() {
    expected(
        "The mean latency was 23 ms. The mean latency was 12 ms. The mean latency was 23 s.\n\n\
         In kiln_fast.csv the mean latency was 12 ms and the median tokens_s 48.\n\n\
         In kiln_slow.csv the mean latency was 12 ms.\n\n\
         | Metric | Average | Standard deviation | Range |\n|---|---|---|---|\n\
         | `latency_ms` | 23.0 | 12.38 | 10 - 38 |\n| `tokens_s` | 33 | 1.5 | 20 - 50 |\n",
        None,
        &expect![[r#"
            1:22 23 ms yes
            1:50 12 ms NO
            1:78 23 s NO
            3:39 12 ms yes
            3:69 48 yes
            5:39 12 ms NO
            9:18 23.0 yes
            9:25 12.38 yes
            9:33 10 yes
            9:38 38 yes
            10:16 33 yes
            10:21 1.5 NO
            10:27 20 NO
            10:32 50 yes
        "#]],
    );
}

#[test]
fn the_record_of_a_run_is_about_the_run_and_nothing_else() {
    let record = serde_json::json!({
        "config": {"num_gpu": 60, "temperature": 0.8},
        "goal": {"expected_ttft": 0.5},
        "timestamp": "2025-11-14T21:14:49Z",
        "aggregate": {"average_ttft_ms": 661.7103, "average_tokens_per_second": 40.19, "total_tokens": 2218},
    });
    let run = Run::of(&record);
    expected(
        "# Report\n\n**Date:** 2025-11-14\n**Configuration:** num_gpu=60, temp=0.7\n\n---\n\n**Date:** November 15th, 2025\n\n\
         The TTFT was 661.71 ms. The model ran with 60 GPU layers. Expected TTFT: 0.5 s. The TTFT was 0.5 s.\n\n\
         ## Metrics\n\n- TTFT: 661.71 ms\n- Throughput: 41.19 tok/s\n- Throughput: 661.71 ms\n- Tokens: 2218\n\n\
         ## Prompt\n\n1. Write 300 words about 12 ms.\n",
        Some(&run),
        &expect![[r#"
            3:11 2025-11-14 yes
            4:28 60 yes
            4:37 0.7 NO
            8:11 November 15th, 2025 NO
            10:14 661.71 ms unknown
            10:44 60 yes
            10:74 0.5 s yes
            10:94 0.5 s unknown
            14:9 661.71 ms yes
            15:15 41.19 tok/s NO
            16:15 661.71 ms NO
            17:11 2218 yes
        "#]],
    );
}

#[test]
fn a_row_is_named_by_its_label() {
    let text = "id,latency_ms,tokens_s\nrun-7,10,50\nrun-8,12,48\nrun-9,14,46\n";
    let mut reader = FileReader::new("runs.csv");
    reader.push(text.as_bytes());
    let dataset = Dataset::of(vec![reader.finish()]);
    let verdict = |said: &str| {
        let placed = check(said, &dataset, None, None);
        placed.iter().rfind(|placed| placed.item.verdict != Stand::NotAClaim).map(|placed| placed.item.verdict)
    };
    assert_eq!(verdict("The latency of run-8 was 12 ms."), Some(Stand::Supported));
    assert_eq!(verdict("The latency of run-8 was 14 ms."), Some(Stand::Contradicted));
}

#[test]
fn our_own_sentences_are_held_against_what_they_were_made_of() {
    let dataset = drop();
    let summary = Summary::of(&dataset);
    let ours = Verifier::of(&facts(&summary), &summary);
    let report = deterministic(&summary);
    let open = |text: &str| -> Vec<String> {
        let placed = check(text, &dataset, None, Some(&ours));
        let is_open = |placed: &&Placed| matches!(placed.item.verdict, Stand::Contradicted | Stand::Unsupported);
        placed.iter().filter(is_open).map(|it| format!("{}: {}", it.item.surface, it.item.reason)).collect()
    };
    assert_eq!(open(&report), Vec::<String>::new());
    let one_more = report.replacen("**33 tokens/s**", "**34 tokens/s**", 1);
    assert!(report != one_more, "{report}");
    assert_ne!(open(&one_more), Vec::<String>::new());
}

#[test]
fn whatever_the_text_is_the_answer_comes() {
    let dataset = drop();
    let line = "The mean latency of kiln_fast.csv was 12 ms | **and “kiln | 12 (3%) … and 2 more.\n";
    assert!(!check(&line.repeat(740), &dataset, None, None).is_empty());
    assert_eq!(check("", &dataset, None, None), []);
    assert_eq!(check("Das ist ein Bericht ohne Zahlen.", &dataset, None, None), []);
    assert!(!check("La latence moyenne était de 23 ms.", &dataset, None, None).is_empty());
    assert!(!check("```\n| 12\n# 3 files\n**12", &dataset, None, None).is_empty());
    assert!(!check(&"12 ms of latency, ".repeat(20_000), &dataset, None, None).is_empty());
    assert!(!check(&"* 12 ms\n".repeat(20_000), &Dataset::default(), None, None).is_empty());
}
