//! Two sides as a person would compare them.

use super::*;
use crate::reading::FileReader;
use expect_test::{Expect, expect};

fn dataset(files: &[(&str, String)]) -> Dataset {
    let read = |(name, text): &(&str, String)| {
        let mut reader = FileReader::new(name);
        reader.push(text.as_bytes());
        reader.finish()
    };
    Dataset::of(files.iter().map(read).collect())
}

/// Values that spread evenly around a center.
fn rows(center: f64, n: u32) -> String {
    let value = |i: u32| center * (1.0 + 0.01 * (f64::from((i * 7) % n) / f64::from(n) - 0.5));
    let lines = (0..n).map(|i| format!("small,{:.5}\n", value(i))).collect::<String>();
    format!("model,ttft_s\n{lines}")
}

fn side(center: f64, n: u32) -> Dataset {
    dataset(&[("runs.csv", rows(center, n))])
}

fn check(comparison: &Comparison, expected: &Expect) {
    expected.assert_eq(&text(comparison));
}

#[test]
fn a_slower_candidate_is_worse() {
    let comparison = Comparison::of(&side(0.5, 20), &side(0.55, 20), &Policy::default());
    check(
        &comparison,
        &expect![[r#"
        A change below 2 % does not matter.

        first token (small): worse
          500 ms → 550 ms, +10 % (+9.8 % to +10 %)
          shift +50 ms (+49 ms to +51 ms, covers 95 %)
          Cliff's delta +1.00
          p < 0.0001 (Mann-Whitney, exact), adjusted < 0.0001, 20 and 20 values
          a change of more than 2 %
          one file on a side: what varies from run to run is not in the interval

        1 worse, 0 better, 0 equivalent, 0 unknown
    "#]],
    );
    assert_eq!(comparison.verdict(), Verdict::Worse);
}

#[test]
fn identical_files_show_no_change_and_swapped_sides_turn_every_sign() {
    let (old, new) = (side(0.5, 20), side(0.53, 15));
    let same = Comparison::of(&old, &old, &Policy::default());
    assert!(same.metrics.iter().all(|it| it.why.starts_with("no change")));
    assert_eq!(same.verdict(), Verdict::Equivalent);
    let (there, back) =
        (Comparison::of(&old, &new, &Policy::default()), Comparison::of(&new, &old, &Policy::default()));
    for (there, back) in there.metrics.iter().zip(&back.metrics) {
        let (a, b) = (there.effect.as_ref().unwrap(), back.effect.as_ref().unwrap());
        for (a, b) in [(a.shift, b.shift), (a.relative, b.relative), (a.dominance, b.dominance)] {
            let (a, b) = (a.unwrap(), b.unwrap());
            assert_eq!((a.estimate, a.low, a.high), (-b.estimate, -b.high, -b.low));
        }
        assert_eq!((a.p_value, there.p_adjusted), (b.p_value, back.p_adjusted));
        assert_eq!((there.verdict, back.verdict), (Verdict::Worse, Verdict::Better));
    }
}

#[test]
fn three_values_a_side_are_never_green() {
    let comparison = Comparison::of(&side(0.5, 3), &side(0.55, 3), &Policy::default());
    assert_eq!(comparison.verdict(), Verdict::Unknown);
    assert_eq!(comparison.metrics[0].why, "3 and 3 values carry no 95 % interval, 4 and 4 do");
}

#[test]
fn nothing_in_common_is_unknown_and_a_metric_of_the_policy_is_not_passed_over() {
    let rates = dataset(&[("rates.csv", "model,tokens_per_s\nsmall,40\nsmall,41\n".to_owned())]);
    let comparison = Comparison::of(&side(0.5, 5), &rates, &Policy::default());
    assert_eq!((comparison.metrics.len(), comparison.verdict()), (0, Verdict::Unknown));
    let rule = Rule { name: "power".to_owned(), direction: None, threshold: None, least_n: None };
    let policy = Policy { metric: vec![rule], ..Policy::default() };
    let comparison = Comparison::of(&side(0.5, 20), &side(0.5, 20), &policy);
    assert_eq!(comparison.metrics.last().unwrap().why, "not measured on both sides");
    assert_eq!(comparison.verdict(), Verdict::Unknown);
}

#[test]
fn several_files_a_side_are_compared_run_by_run() {
    let runs = |center: f64| {
        let files = ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"].iter().enumerate();
        dataset(&files.map(|(at, name)| (*name, rows(center + 0.003 * at as f64, 9))).collect::<Vec<_>>())
    };
    let comparison = Comparison::of(&runs(0.5), &runs(0.6), &Policy::default());
    let effect = comparison.metrics[0].effect.as_ref().unwrap();
    assert!(effect.by_run);
    assert_eq!((effect.baseline.n, effect.baseline.values), (5, 45));
    assert_eq!(comparison.metrics[0].verdict, Verdict::Worse);
}

#[test]
fn another_machine_is_named() {
    let on = |gpu: &str| dataset(&[("runs.csv", format!("gpu,ttft_s\n{gpu},0.5\n{gpu},0.51\n"))]);
    let comparison = Comparison::of(&on("RTX 4090"), &on("RTX 5090"), &Policy::default());
    let changed: Vec<String> =
        comparison.changed.iter().map(|it| format!("{}: {} → {}", it.what, it.baseline, it.candidate)).collect();
    assert_eq!(changed, ["gpu: RTX 4090 → RTX 5090"]);
}

#[test]
fn a_build_server_sees_a_failure_and_no_markup_of_a_file() {
    let named = |center: f64| dataset(&[("runs.csv", rows(center, 20).replace("small", "<b>\"&"))]);
    let xml = junit(&Comparison::of(&named(0.5), &named(0.55), &Policy::default()));
    assert!(xml.contains("<failure type=\"worse\""), "{xml}");
    assert!(xml.contains("&lt;b&gt;&quot;&amp;") && !xml.contains("<b>"), "{xml}");
}
