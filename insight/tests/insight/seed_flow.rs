//! The main job on a real drop: 101 files in, studies, findings, facts and the report out.
//!
//! The drop lies beside the repository; a test run that sets `CI` fails without it, any other says that it was left out.

use super::given::{drop_of_101, holds};
use insight::fact::{Fact, facts};
use insight::report;
use insight::shown::format_value;
use insight::summary::Tag;

fn shown<'a>(facts: &'a [Fact], key: &str) -> &'a str {
    facts.iter().find(|fact| fact.key == key).map_or("missing", |fact| fact.shown.as_str())
}

#[test]
fn the_counts_of_the_drop_add_up() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let totals = &summary.totals;
    let kinds: Vec<u64> = totals.kinds.iter().map(|kind| kind.files).collect();
    assert_eq!(kinds, [28, 44, 29], "CSV, JSON, Markdown");
    assert_eq!((totals.files, totals.bytes), (101, 436_259));
    let uses = &totals.uses;
    assert_eq!(uses.measured + uses.repeats + uses.unusable + uses.documents, totals.files);
    assert_eq!(totals.rows.kept + totals.rows.reported, totals.rows.in_file);
    for kind in &totals.kinds {
        assert_eq!(kind.paths.len() as u64 + kind.more, kind.files);
    }
    let answered: u64 = summary.studies.iter().map(|study| study.answered).sum();
    assert_eq!(answered, totals.answered);
}

#[test]
fn the_figures_computed_by_hand_are_reached() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    println!("{}", report::text(&summary));
    let study = &summary.studies[0];
    assert_eq!((study.answered, study.failed), (197, 77));
    let facts = facts(&summary);
    let figure = |key: &str, expected: &str| assert_eq!(shown(&facts, key), expected, "{key}");
    for (model, decode, first, loaded, answer) in [
        ("gemma3:270m", "292.8 tokens/s", "64 ms", "1.2 s", "1.2 s"),
        ("gemma3:1b-it-qat", "184.1 tokens/s", "91 ms", "6.5 s", "3.0 s"),
        ("gemma3:latest", "102.1 tokens/s", "131 ms", "2.6 s", "5.1 s"),
        ("llama3.1:8b-instruct-q4_0", "77.7 tokens/s", "84 ms", "3.2 s", "2.9 s"),
        ("llama3.1:8b-instruct-q5_K_M", "65.1 tokens/s", "89 ms", "6.9 s", "3.2 s"),
        ("llama3.1:8b-instruct-q8_0", "46.7 tokens/s", "92 ms", "9.6 s", "4.4 s"),
    ] {
        // The table shows fewer digits than the intervals of the facts allow.
        let figure = |key: &str, expected: &str| {
            let found = facts.iter().find(|fact| fact.key == key);
            let shown = found.map(|fact| format_value(fact.value, &fact.unit)).unwrap_or_default();
            assert_eq!(shown, expected, "{key}");
        };
        figure(&format!("s1.decode_rate.median@model={model}"), decode);
        figure(&format!("s1.ttft_warm.median@model={model}"), first);
        figure(&format!("s1.ttft_loaded.median@model={model}"), loaded);
        figure(&format!("s1.e2e_latency.mean@model={model}"), answer);
    }
    figure("s1.decode_rate.ratio", "1.31×");
    figure("s1.e2e_latency.ratio", "1.78×");
    figure("s1.answer_tokens.ratio", "2.3×");
    figure("s1.decode_rate.sweep_effect", "0.80 %");
    figure("s1.decode_rate.by_file", "3.3 %");
    figure("s1.sweep_effect_beyond", "5.7 %");
    figure("s1.false_trail.ratio_least", "13×");
    figure("s1.false_trail.loaded", "43");
    figure("s1.false_trail.warm_median", "137 ms");
    let tags: Vec<Tag> = summary.findings.iter().map(|finding| finding.tag).collect();
    assert_eq!(tags, [Tag::Shown, Tag::NotShown, Tag::FalseTrail, Tag::LeftOut, Tag::RunNext]);
}

#[test]
fn the_first_screen_keeps_its_budget() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let text = report::text(&summary);
    assert!(text.lines().count() <= 45);
    let screen: Vec<&str> = text.lines().take_while(|line| !line.starts_with("2  ")).collect();
    // A number alone is no word.
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let words = screen.iter().map(|line| line.split_whitespace().filter(is_word).count()).sum::<usize>();
    assert!(words <= 320, "{words} words");
}

#[test]
fn every_number_of_the_report_is_in_the_data() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let facts = facts(&summary);
    assert!(holds(&summary, &report::deterministic(&summary)) > 50);
    for finding in &summary.findings {
        for key in &finding.facts {
            assert!(facts.iter().any(|fact| fact.key == *key), "{key} is no fact");
        }
    }
}

#[test]
fn the_order_of_files_never_shows() {
    let Some(first) = drop_of_101(|_| ()) else { return };
    let orders: [fn(&mut Vec<String>); 2] = [
        |paths| paths.reverse(),
        // Not random, only far from sorted: every path moves.
        |paths| paths.sort_by_key(|path| (path.len() * 7919 % 101, path.chars().rev().collect::<String>())),
    ];
    for order in orders {
        let other = drop_of_101(order).unwrap();
        assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&other).unwrap());
        assert_eq!(report::deterministic(&first), report::deterministic(&other));
    }
}
