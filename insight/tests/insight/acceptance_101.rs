//! What a person has to learn from the 101 files, a line a statement: counts that add up, findings, what is never recommended.
//!
//! The drop lies beside the repository; a test run that sets `CI` fails without it, any other says that it was left out.

use super::given::drop_of_101;
use expect_test::expect;
use insight::report;
use insight::summary::{Summary, Tag};

/// The summary of the drop, if it lies beside the repository.
fn drop() -> Option<Summary> {
    drop_of_101(|_| ())
}

/// The text of the finding of that tag.
fn text(summary: &Summary, tag: Tag) -> &str {
    summary.findings.iter().find(|finding| finding.tag == tag).map_or("", |finding| finding.text.as_str())
}

/// Says which of these a text lacks.
fn holds(text: &str, all: &[&str]) {
    let lost: Vec<&&str> = all.iter().filter(|one| !text.contains(**one)).collect();
    assert!(lost.is_empty(), "not said: {lost:?}\nin: {text}");
}

#[test]
fn counts_of_files_and_requests_add_up() {
    let Some(summary) = drop() else { return };
    let totals = &summary.totals;
    assert_eq!(totals.kinds.iter().map(|kind| kind.files).collect::<Vec<u64>>(), [28, 44, 29], "CSV, JSON, Markdown");
    let uses = &totals.uses;
    assert_eq!((uses.measured, uses.repeats, uses.unusable, uses.documents), (37, 24, 21, 19));
    assert_eq!(summary.requests(), (203, 86), "answered and failed requests");
    assert_eq!(
        text(&summary, Tag::LeftOut),
        "86 of 289 requests failed; 80 were logged as numbers (75 zeros, 5 marked as a success)."
    );
}

#[test]
fn files_that_belong_together_are_one_set() {
    let Some(summary) = drop() else { return };
    let sets: Vec<u64> = summary.sets().map(|study| summary.files_of(study)).collect();
    assert_eq!(sets.iter().sum::<u64>(), 76, "without 6 files that are no benchmark and 19 documents");
    assert_eq!(sets.len(), 8);
    let first = summary.sets().next().unwrap();
    assert_eq!((sets[0], first.answered, first.failed), (38, 197, 77));
}

#[test]
fn the_title_says_what_when_and_on_what_machine() {
    let Some(summary) = drop() else { return };
    let title =
        "Six LLMs under Ollama, 30 Sep to 8 Oct 2025, and 7 smaller sets; RTX 4080 Laptop, 12 GB (by 11 other files)";
    assert_eq!(summary.title, title);
}

#[test]
fn a_smaller_set_says_what_it_shows() {
    let Some(summary) = drop() else { return };
    let told = summary.sets().nth(1).and_then(|study| study.telling.as_ref()).unwrap();
    holds(&told.text, &["With cpu, onnx is 5.5× to 9.6× as fast as eager"]);
}

#[test]
fn a_smaller_set_says_what_misleads_in_it() {
    let Some(summary) = drop() else { return };
    let told: Vec<&str> =
        summary.sets().filter_map(|study| study.misleading.as_ref()).map(|finding| finding.text.as_str()).collect();
    expect![[r#"
        5 onnx rows marked cuda ran on the CPU
        “p95” is the largest of 3 values
        its “tokens” are words
        a mean holds one far call: 16.7 ms, without it 40 µs"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn what_misleads_stands_beside_its_file() {
    let Some(summary) = drop() else { return };
    let file = summary.files.iter().find(|file| file.path.ends_with("gemma3/gemma3_param_tuning.csv")).unwrap();
    let traps: Vec<&str> = file.warnings.iter().map(|warning| warning.trap.slug()).collect();
    expect!["cold-start confounded-with-order inert-parameter outlier-dominated-mean derived-identity"]
        .assert_eq(&traps.join(" "));
}

#[test]
fn the_first_screen_of_the_drop() {
    let Some(summary) = drop() else { return };
    expect![[r#"
        Six LLMs under Ollama, 30 Sep to 8 Oct 2025, and 7 smaller sets; RTX 4080 Laptop, 12 GB (by 11 other files)

        SHOWN        The model sets decode speed: 292.8 tokens/s (gemma3:270m) to 46.7 tokens/s
                     (llama3.1:8b-instruct-q8_0), warm. gemma3:latest decodes 1.31× as fast as
                     llama3.1:8b-instruct-q4_0 (files: 1.29× to 1.33×), yet a full answer takes 1.78× as long (1.49×
                     to 1.99×): 5.1 s against 2.9 s, because it writes 2.3× as many tokens.
        NOT SHOWN    No setting is shown to help: 4 sweeps of 36 settings, one run each; in 3 of them none moves the
                     median of decode by more than 0.80 %; files of one model differ by up to 3.3 %. On gemma3:270m
                     num gpu moves it by 5.7 %: an incident, not a setting, for 2 runs in a row failed at 60.
        FALSE TRAIL  “temperature 0.2 is 13× to 72× slower to the first token”: all 43 slow records at it follow a
                     model load; the 4 records at 0.2 without one took 137 ms. Technical_Report_108.md and 1 more rest
                     on it.
        LEFT OUT     86 of 289 requests failed; 80 were logged as numbers (75 zeros, 5 marked as a success).
        RUN NEXT     24 shuffled runs on gemma3:latest: the 3 settings that look best and the documented one, 6 runs
                     each, about 4 min. They would show a difference of 1 %.

        1  OLLAMA GENERATION BY MODEL
           38 files, 197 of 274 answered; 17 to 25 tokens in, 10 to 3,191 tokens out; concurrency not stated
           model                                decode      by file   n  first token, warm  first token, after a load  full answer
           gemma3:270m                  292.8 tokens/s  291.6–295.5  27              64 ms                      1.2 s        1.2 s
           gemma3:1b-it-qat             184.1 tokens/s  182.8–184.2  28              91 ms                      6.5 s        3.0 s
           gemma3:latest                102.1 tokens/s  102.1–102.4  36             131 ms                      2.6 s        5.1 s
           llama3.1:8b-instruct-q4_0     77.7 tokens/s    76.9–79.4  37              84 ms                      3.2 s        2.9 s
           llama3.1:8b-instruct-q5_K_M   65.1 tokens/s    65.1–65.2   8              89 ms                      6.9 s        3.2 s
           llama3.1:8b-instruct-q8_0     46.7 tokens/s    46.7–46.7   8              92 ms                      9.6 s        4.4 s

        2  Duration by model and backend   18 files   5 onnx rows marked cuda ran on the CPU
        3  Mean overall by test name   10 files   mean overall from 73 µs (demo_baseline) to 15.5 ms
           (comprehensive_baseline); “p95” is the largest of 3 values
        4  Generation   4 files   its “tokens” are words
        5  Duration by key   1 file
        6  Accuracy   2 files   accuracy 0.750, from 0.375 to 0.750
        7  Sum   1 file
        8  Memory by name   2 files
           6 files are no benchmarks
           74 files mislead: see the audit
           77 statements of documents checked: 44 contradicted, 33 supported
        101 files = 37 measured + 24 the same again + 21 nothing usable + 19 documents; 28 CSV, 44 JSON and 29 Markdown
    "#]].assert_eq(&report::text(&summary));
}

#[test]
fn the_next_runs_are_a_shuffled_list_to_copy() {
    let Some(summary) = drop() else { return };
    let next = summary.findings.iter().find(|finding| finding.tag == Tag::RunNext).unwrap();
    holds(
        &next.text,
        &["24 shuffled runs on gemma3:latest", "the documented one", "6 runs each", "about 4 min", "difference of 1 %"],
    );
    let documented = next.evidence.iter().find(|line| line.starts_with("documented by")).unwrap();
    assert!(documented.contains("outputs/reports/"), "{documented}");
    holds(&next.evidence[3], &["999", "4096", "0.4", "101.8 tokens/s", "line 9"]);
    let runs: Vec<&String> = next.evidence.iter().filter(|line| line.starts_with("run ")).collect();
    assert_eq!(runs.len(), 24);
    let settings: std::collections::BTreeSet<&str> = runs.iter().filter_map(|run| run.split(": ").nth(1)).collect();
    assert_eq!(settings.len(), 4, "{settings:?}");
}

#[test]
fn the_documents_that_rest_on_the_false_trail_are_named() {
    let Some(summary) = drop() else { return };
    holds(text(&summary, Tag::FalseTrail), &["Technical_Report_108.md", "on it."]);
    let finding = summary.findings.iter().find(|finding| finding.tag == Tag::FalseTrail).unwrap();
    assert!(finding.evidence.iter().any(|line| line.contains("temp=0.2 causes prompt evaluation slowdown")));
}

#[test]
fn files_in_another_order_say_the_same() {
    let Some(summary) = drop() else { return };
    let Some(turned) = drop_of_101(|paths| paths.reverse()) else { return };
    assert_eq!(report::deterministic(&summary), report::deterministic(&turned));
    assert_eq!(summary, turned);
}

#[test]
fn the_model_sets_the_speed_and_the_faster_decoder_keeps_a_person_waiting() {
    let Some(summary) = drop() else { return };
    holds(
        text(&summary, Tag::Shown),
        &[
            "292.8 tokens/s",
            "46.7 tokens/s",
            "1.31×",
            "(files: 1.29× to 1.33×)",
            "1.78× as long (1.49× to 1.99×)",
            "5.1 s against 2.9 s",
            "2.3× as many tokens",
        ],
    );
}

#[test]
fn no_setting_of_the_sweeps_is_shown_to_help() {
    let Some(summary) = drop() else { return };
    holds(text(&summary, Tag::NotShown), &["4 sweeps of 36 settings", "one run each", "0.80 %", "3.3 %"]);
}

#[test]
fn a_slow_temperature_is_a_false_trail_with_its_counterexamples() {
    let Some(summary) = drop() else { return };
    holds(
        text(&summary, Tag::FalseTrail),
        &["temperature 0.2 is 13× to 72× slower", "43", "the 4 records at 0.2 without one took 137 ms"],
    );
    let finding = summary.findings.iter().find(|finding| finding.tag == Tag::FalseTrail).unwrap();
    let rows = finding.evidence.iter().find(|line| line.starts_with("without a load")).unwrap();
    holds(rows, &["line 5:", "line 14:", "line 23:", "line 32:"]);
}

#[test]
fn failed_suites_never_lower_a_mean_and_no_mean_holds_a_load() {
    let Some(summary) = drop() else { return };
    let report = report::deterministic(&summary);
    let lied: Vec<&str> = ["17.9 tokens/s", "690 ms"].into_iter().filter(|figure| report.contains(figure)).collect();
    assert!(lied.is_empty(), "{lied:?}");
}
