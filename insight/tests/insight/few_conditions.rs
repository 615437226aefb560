//! What is said of one condition, or of a few that lie near each other.

use crate::given::reading;
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::reading::Reading;
use insight::summary::Summary;

/// Each file: its engine and what it adds to every latency, in milliseconds.
fn files(files: &[(&str, f64)]) -> Vec<Reading> {
    let read = |(at, (engine, more)): (usize, &(&str, f64))| {
        let row = |row: u32| format!("{engine},{:.1}\n", 100.0 + more + f64::from(row * 37 % 11) / 10.0);
        let text: String = (0..20).map(row).collect();
        reading(&format!("{at}.csv"), format!("engine,latency_ms\n{text}"))
    };
    files.iter().enumerate().map(read).collect()
}

fn check(readings: Vec<Reading>, expected: &Expect) {
    let findings = Summary::of(&Dataset::of(readings)).findings.into_iter();
    let lines: Vec<String> = findings.map(|finding| format!("{:?}: {}", finding.tag, finding.text)).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn conditions_that_lie_near_each_other_are_told_apart_by_files_alone() {
    check(
        files(&[("a", 0.0), ("b", 0.5)]),
        &expect![[r#"
            NotShown: That one engine has the better latency: the medians of a (100 ms) and b (101 ms) differ by 0.50 %, in one file each; how much a second one would differ is not known.
            RunNext: Measure each of the 2 engine sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed."#]],
    );
    check(
        files(&[("a", 0.0), ("a", 6.0), ("a", 3.0), ("b", 2.0), ("b", 4.0), ("b", 8.0)]),
        &expect![
            "NotShown: That one engine has the better latency: the medians of a (104 ms) and b (104 ms) differ by 0.97 %, files of one engine by up to 6.0 %."
        ],
    );
    check(
        files(&[("a", 0.0), ("a", 0.4), ("a", 0.2), ("b", 4.0), ("b", 4.2), ("b", 4.1)]),
        &expect!["Shown: The engine sets latency: 101 ms (a) to 105 ms (b)."],
    );
    check(
        files(&[("a", 0.0), ("b", 0.0)]),
        &expect![[r#"
        Shown: Latency is 100 ms at the median, 101 ms at p95.
        LeftOut: 1 file says again what others say and is not counted.
        RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ."#]],
    );
}

#[test]
fn a_single_condition_says_its_middle_and_its_tail() {
    check(
        files(&[("a", 0.0)]),
        &expect![[r#"
        Shown: Latency is 100 ms at the median, 101 ms at p95.
        RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ."#]],
    );
    check(files(&[("a", 0.0), ("a", 1.0)]), &expect!["Shown: Latency is 101 ms at the median, 102 ms at p95."]);
}

#[test]
fn other_work_is_not_called_better() {
    let rows = |name: &str, time: u32| (0..10).map(|row| format!("{name},{}\n", time + row)).collect::<String>();
    let text = format!("benchmark,latency_ms\n{}{}", rows("sort", 100), rows("parse", 900));
    check(vec![reading("runs.csv", &text)], &expect![[""]]);
}
