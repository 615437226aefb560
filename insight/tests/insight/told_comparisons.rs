//! What a person is told of two sides that carry little: a verdict only where there is one, else why there is none.

use super::given::dataset;
use expect_test::{Expect, expect};
use insight::compare::{Comparison, Policy};

fn compare(baseline: &[(&str, &str)], candidate: &[(&str, &str)], expected: &Expect) {
    let of = |a: &[(&str, &str)], b: &[(&str, &str)]| Comparison::of(&dataset(a), &dataset(b), &Policy::default());
    let found = of(baseline, candidate);
    // Swapped sides never change what is known, only its sign.
    let swapped = of(candidate, baseline);
    assert_eq!(found.metrics.len(), swapped.metrics.len());
    expected.assert_eq(&insight::compare::text(&found));
}

#[test]
fn sides_without_anything_in_common_are_unknown() {
    let (a, b) = ("model,ttft_ms\na,12\na,13\na,14\na,15\na,12\na,14\n", "model,power_w\na,120\na,130\na,121\na,133\n");
    compare(
        &[("a.csv", a)],
        &[("b.csv", b)],
        &expect![[r#"
        A change below 2 % does not matter.
        Only in the baseline: first token (a)
        Only in the candidate: power (a)

        unknown: the two sides have no metric in common
    "#]],
    );
    compare(
        &[("a.csv", a)],
        &[("empty.csv", "")],
        &expect![[r#"
        A change below 2 % does not matter.
        Not the same on both sides: model, a → not said
        Only in the baseline: first token (a)

        unknown: the two sides have no metric in common
    "#]],
    );
    compare(
        &[("a.csv", "model,ttft_ms\n")],
        &[("b.csv", a)],
        &expect![[r#"
        A change below 2 % does not matter.
        Not the same on both sides: model, not said → a
        Only in the candidate: first token (a)

        unknown: the two sides have no metric in common
    "#]],
    );
}

#[test]
fn sides_of_one_or_two_values_are_unknown() {
    let side = |values: &str| {
        format!("model,ttft_ms\n{}", values.split(' ').map(|it| format!("a,{it}\n")).collect::<String>())
    };
    compare(
        &[("a.csv", &side("12"))],
        &[("b.csv", &side("24"))],
        &expect![[r#"
        A change below 2 % does not matter.

        first token (a): unknown
          12.0 ms → 24 ms, +100 % (no interval)
          shift +12.0 ms
          Cliff's delta +1.00
          no p value, 1 and 1 values
          1 and 1 values carry no 95 % interval, 4 and 4 do

        0 worse, 0 better, 0 equivalent, 1 unknown
    "#]],
    );
    compare(
        &[("a.csv", &side("12 13"))],
        &[("b.csv", &side("24 25"))],
        &expect![[r#"
        A change below 2 % does not matter.

        first token (a): unknown
          12.5 ms → 24 ms, +96 % (no interval)
          shift +12.0 ms (+11.0 ms to +13.0 ms, covers 67 %)
          Cliff's delta +1.00
          p = 0.3333 (Mann-Whitney, exact), adjusted = 0.3333, 2 and 2 values
          2 and 2 values carry no 95 % interval, 4 and 4 do
          one file on a side: what varies from run to run is not in the interval

        0 worse, 0 better, 0 equivalent, 1 unknown
    "#]],
    );
    compare(
        &[("a.csv", &side("NaN inf"))],
        &[("b.csv", &side("24 25"))],
        &expect![[r#"
        A change below 2 % does not matter.
        Only in the candidate: first token (a)

        unknown: the two sides have no metric in common
    "#]],
    );
}

#[test]
fn sides_without_overlap_differ_and_equal_ones_do_not() {
    let side = |values: &str| {
        format!("model,ttft_ms\n{}", values.split(' ').map(|it| format!("a,{it}\n")).collect::<String>())
    };
    compare(
        &[("a.csv", &side("12 13 14 15 16 17"))],
        &[("b.csv", &side("24 25 26 27 28 29"))],
        &expect![[r#"
        A change below 2 % does not matter.

        first token (a): worse
          14.5 ms → 27 ms, +83 % (+59 % to +115 %)
          shift +12.0 ms (+9.0 ms to +15.0 ms, covers 96 %)
          Cliff's delta +1.00
          p = 0.0022 (Mann-Whitney, exact), adjusted = 0.0022, 6 and 6 values
          a change of more than 2 %
          one file on a side: what varies from run to run is not in the interval

        1 worse, 0 better, 0 equivalent, 0 unknown
    "#]],
    );
    compare(
        &[("a.csv", &side("12 12 12 12 12 12"))],
        &[("b.csv", &side("12 12 12 12 12 12"))],
        &expect![[r#"
            A change below 2 % does not matter.

            first token (a): equivalent
              12.0 ms → 12.0 ms, 0 % (0 % to 0 %)
              shift 0 s (0 s to 0 s, covers 96 %)
              Cliff's delta +0.00
              p = 1.0000 (Mann-Whitney, exact), adjusted = 1.0000, 6 and 6 values
              no change: the same values on both sides
              one file on a side: what varies from run to run is not in the interval

            0 worse, 0 better, 1 equivalent, 0 unknown
        "#]],
    );
    compare(
        &[("a.csv", &side("12 12 12 12 12 12"))],
        &[("b.csv", &side("13 13 13 13 13 13"))],
        &expect![[r#"
            A change below 2 % does not matter.

            first token (a): worse
              12.0 ms → 13.0 ms, +8.3 % (+8.3 % to +8.3 %)
              shift +1.0 ms (+1.0 ms to +1.0 ms, covers 96 %)
              Cliff's delta +1.00
              p = 0.0022 (Mann-Whitney, exact), adjusted = 0.0022, 6 and 6 values
              a change of more than 2 %
              one file on a side: what varies from run to run is not in the interval

            1 worse, 0 better, 0 equivalent, 0 unknown
        "#]],
    );
    compare(
        &[("a.csv", &side("1e300 1e-300 1e300 1e-300"))],
        &[("b.csv", &side("1e-300 1e300 2e300 1e-300"))],
        &expect![[r#"
            A change below 2 % does not matter.

            first token (a): unknown
              5.00e296 s → 5.00e296 s, 0 % (-100 % to +10^600 times)
              shift 0 s (-1.00e297 s to +2.00e297 s, covers 97 %)
              Cliff's delta +0.12 (-0.60 to +0.74)
              p = 1.0000 (Mann-Whitney, exact), adjusted = 1.0000, 4 and 4 values
              the values vary too much to settle 2 %
              one file on a side: what varies from run to run is not in the interval

            0 worse, 0 better, 0 equivalent, 1 unknown
        "#]],
    );
}

#[test]
fn two_or_three_runs_of_which_only_summaries_are_left_are_compared_by_run() {
    let run = |mean: f64| format!("model,requests,mean_ttft_ms,std_ttft_ms\na,100,{mean},2\n");
    let (old, new) = ([10.0, 10.1, 9.9].map(run), [13.0, 13.2, 12.9].map(run));
    let named = ["1.csv", "2.csv", "3.csv"];
    let old: Vec<(&str, &str)> = named.into_iter().zip(old.iter().map(String::as_str)).collect();
    let new: Vec<(&str, &str)> = named.into_iter().zip(new.iter().map(String::as_str)).collect();
    compare(
        &old,
        &new,
        &expect![[r#"
            A change below 2 % does not matter.
            Not judged, nobody says which way is better: requests (a)

            mean first token (a): worse
              mean 10.0 ms → 13.0 ms, +30 % (+27 % to +34 %)
              shift +3.0 ms (+2.7 ms to +3.3 ms, covers 95 %)
              p < 0.0001 (Welch, from summaries), adjusted < 0.0001, 3 and 3 means of runs
              a change of more than 2 %
              only n, mean and deviation are known: nothing is said of the shape

            1 worse, 0 better, 0 equivalent, 0 unknown
        "#]],
    );
    compare(
        &old[..1],
        &new,
        &expect![[r#"
        A change below 2 % does not matter.
        Not judged, nobody says which way is better: requests (a)

        mean first token (a): worse
          mean 10.0 ms → 13.0 ms, +30 % (+25 % to +36 %)
          shift +3.0 ms (+2.6 ms to +3.5 ms, covers 95 %)
          p < 0.0001 (Welch, from summaries), adjusted < 0.0001, 100 and 300 values
          a change of more than 2 %
          only n, mean and deviation are known: nothing is said of the shape
          one file on a side: what varies from run to run is not in the interval

        1 worse, 0 better, 0 equivalent, 0 unknown
    "#]],
    );
}
