//! Two sides as a person would compare them.

use super::*;
use crate::reading::FileReader;
use expect_test::{Expect, expect};
use proptest::prelude::*;

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

/// Nine prompts whose times lie far apart, with some noise, in one order or the other.
fn prompts(factor: f64, turned: bool) -> Dataset {
    let line = |i: u32| {
        let time =
            (0.2 + 0.3 * f64::from(i)) * factor * (1.0 + 0.01 * f64::from(i * if turned { 5 } else { 7 } % 9) / 9.0);
        format!("small,question {i},{time:.5}\n")
    };
    let mut lines: Vec<String> = (1..10).map(line).collect();
    if turned {
        lines.reverse();
    }
    dataset(&[("runs.csv", format!("model,prompt,ttft_s\n{}", lines.concat()))])
}

#[test]
fn the_same_prompts_are_compared_pair_by_pair_in_any_order() {
    let comparison = Comparison::of(&prompts(1.0, false), &prompts(1.05, true), &Policy::default());
    check(
        &comparison,
        &expect![[r#"
            A change below 2 % does not matter.

            first token (small): worse
              1.7 s → 1.8 s, +5.0 % (+4.7 % to +5.3 %)
              shift +85 ms (+48 ms to +126 ms, covers 96 %)
              Cliff's delta +1.00
              p = 0.0039 (Wilcoxon signed rank, exact), adjusted = 0.0039, 9 pairs with the same prompt
              a change of more than 2 %
              one file on a side: what varies from run to run is not in the interval

            1 worse, 0 better, 0 equivalent, 0 unknown
        "#]],
    );
    let same = Comparison::of(&prompts(1.0, false), &prompts(1.0, false), &Policy::default());
    assert!(same.metrics.iter().all(|it| it.why.starts_with("no change")));
}

#[test]
fn few_prompts_in_common_are_no_pairs() {
    let other =
        dataset(&[("runs.csv", "model,prompt,ttft_s\nsmall,question 1,0.5\nsmall,question 99,0.6\n".to_owned())]);
    let comparison = Comparison::of(&prompts(1.0, false), &other, &Policy::default());
    assert!(comparison.metrics[0].effect.as_ref().unwrap().paired_by.is_empty());
}

#[test]
fn summaries_are_compared_by_their_deviations_and_means_alone_are_refused() {
    let with = |mean: f64, sd: f64, n: u32| {
        dataset(&[("runs.csv", format!("model,ttft_mean_ms,ttft_std_ms,n\nsmall,{mean},{sd},{n}\n"))])
    };
    check(
        &Comparison::of(&with(500.0, 10.0, 30), &with(530.0, 12.0, 25), &Policy::default()),
        &expect![[r#"
            A change below 2 % does not matter.

            mean first token (small): worse
              mean 500 ms → 530 ms, +6.0 % (+4.8 % to +7.2 %)
              shift +30 ms (+24 ms to +36 ms, covers 95 %)
              p < 0.0001 (Welch, from summaries), adjusted < 0.0001, 30 and 25 values
              a change of more than 2 %
              only n, mean and deviation are known: nothing is said of the shape
              one file on a side: what varies from run to run is not in the interval

            1 worse, 0 better, 0 equivalent, 0 unknown
        "#]],
    );
    let alone = |mean: f64| dataset(&[("runs.csv", format!("model,ttft_mean_ms\nsmall,{mean}\n"))]);
    check(
        &Comparison::of(&alone(500.0), &alone(530.0), &Policy::default()),
        &expect![[r#"
            A change below 2 % does not matter.

            mean first token (small): unknown
              500 ms → 530 ms, +6.0 % (no interval)
              shift +30 ms
              Cliff's delta +1.00
              no p value, 1 and 1 values
              one mean a side, and nothing says how much it varies

            0 worse, 0 better, 0 equivalent, 1 unknown
        "#]],
    );
    check(
        &Comparison::of(&with(500.0, 0.0, 1), &with(530.0, 0.0, 1), &Policy::default()),
        &expect![[r#"
            A change below 2 % does not matter.

            mean first token (small): unknown
              500 ms → 530 ms, +6.0 % (no interval)
              shift +30 ms
              Cliff's delta +1.00
              no p value, 1 and 1 values
              one mean a side, and nothing says how much it varies

            0 worse, 0 better, 0 equivalent, 1 unknown
        "#]],
    );
}

/// Both ways of a comparison are the same but for the signs, to the last bit.
fn turns(old: &Dataset, new: &Dataset) -> Result<(), TestCaseError> {
    let policy = Policy::default();
    let (there, back) = (Comparison::of(old, new, &policy), Comparison::of(new, old, &policy));
    prop_assert_eq!(there.metrics.len(), back.metrics.len());
    for there in &there.metrics {
        let same = |other: &&Compared| (&other.metric, &other.group) == (&there.metric, &there.group);
        let back = back.metrics.iter().find(same).unwrap();
        let (Some(a), Some(b)) = (&there.effect, &back.effect) else { continue };
        let turned = |it: Option<Interval>| it.map(|it| (0.0 - it.estimate, 0.0 - it.high, 0.0 - it.low, it.coverage));
        let as_is = |it: Option<Interval>| it.map(|it| (it.estimate, it.low, it.high, it.coverage));
        for (a, b) in [(a.shift, b.shift), (a.relative, b.relative), (a.dominance, b.dominance)] {
            prop_assert_eq!(as_is(a), turned(b));
        }
        prop_assert_eq!((a.p_value, there.p_adjusted), (b.p_value, back.p_adjusted));
        prop_assert_eq!((&a.test, &a.paired_by, &a.baseline), (&b.test, &b.paired_by, &b.candidate));
        let opposite = match back.verdict {
            Verdict::Better => Verdict::Worse,
            Verdict::Worse => Verdict::Better,
            other => other,
        };
        prop_assert_eq!(there.verdict, opposite);
    }
    Ok(())
}

fn column(values: &[i16], is_keyed: bool) -> String {
    let lines = values.iter().enumerate().map(|(at, value)| {
        let value = f64::from(*value) / 100.0;
        if is_keyed { format!("small,question {at},{value}\n") } else { format!("small,{value}\n") }
    });
    let head = if is_keyed { "model,prompt,ttft_s\n" } else { "model,ttft_s\n" };
    head.to_owned() + &lines.collect::<String>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn turned_sides_turn_every_sign(
        old in prop::collection::vec(-20_i16..400, 3..24), new in prop::collection::vec(-20_i16..400, 3..24),
        is_keyed in any::<bool>(), runs in 1_usize..3,
    ) {
        let side = |values: &[i16]| {
            let files = values.chunks(values.len().div_ceil(runs)).zip(["a.csv", "b.csv"]);
            dataset(&files.map(|(values, name)| (name, column(values, is_keyed))).collect::<Vec<_>>())
        };
        turns(&side(&old), &side(&new))?;
    }

    #[test]
    fn turned_summaries_turn_every_sign(old in (1_u32..900, 0_u32..50, 1_u32..40), new in (1_u32..900, 0_u32..50, 1_u32..40)) {
        let side = |(mean, sd, n): (u32, u32, u32)| {
            dataset(&[("runs.csv", format!("model,ttft_mean_ms,ttft_std_ms,n\nsmall,{mean},{sd},{n}\n"))])
        };
        turns(&side(old), &side(new))?;
    }
}

#[test]
fn what_two_tools_measure_from_other_starts_to_other_ends_is_not_compared() {
    let read = |path: &str, text: &str| {
        let mut reader = FileReader::new(path);
        reader.push(text.as_bytes());
        Dataset::of(vec![reader.finish()])
    };
    let vllm = "{\"model_id\": \"m\", \"num_prompts\": 3, \"request_rate\": 1, \"duration\": 3.0, \"completed\": 3, \"request_throughput\": 1.0, \
                \"output_throughput\": 4.5, \"mean_ttft_ms\": 150.5, \"mean_itl_ms\": 20.5, \"median_tpot_ms\": 21.5}";
    let script = "model,mean_ttft_ms,mean_itl_ms,mean_inter_chunk_latency_ms\nm,140.5,19.5,18.5\n";
    let found = Comparison::of(&read("vllm.json", vllm), &read("script.csv", script), &Policy::default());
    let compared: Vec<&str> = found.metrics.iter().map(|it| it.metric.as_str()).collect();
    expect_test::expect![[r#"
        ["ttft_mean"]
        another definition: mean inter-token latency (m): time between two pieces of one answer, the gaps of all requests together in the baseline, time between two tokens of one answer in the candidate
        another definition: time per token: median time per output token (time of the answer after its first token, divided by the tokens after the first) in the baseline, mean latency, inter chunk (from the request to the answer) in the candidate
    "#]].assert_eq(&format!("{compared:?}\n{}\n", found.not_compared.join("\n")));
    let back = Comparison::of(&read("script.csv", script), &read("vllm.json", vllm), &Policy::default());
    assert_eq!(back.not_compared.len(), found.not_compared.len());
    let same = Comparison::of(&read("vllm.json", vllm), &read("vllm.json", vllm), &Policy::default());
    assert!(same.not_compared.is_empty());
}
