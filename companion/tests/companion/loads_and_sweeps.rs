//! `load` and `sweep` as a person calls them: text, JSON, and what they say of input that tells nothing.

use crate::command_line::{Folder, fails, written};
use expect_test::expect;
use insight::serving::{Load, Outcome};
use insight::sweep::Sweep;

const LOADS: &str = "target_rps,achieved_rps,duration_s,completed,ttft_p50_ms,ttft_p99_ms\n\
                     1,0.993,302.115,300,60.5,120.5\n2,1.981,151.439,300,80.5,160.5\n4,3.912,76.687,300,205.5,410.5\n";

/// Two settings of two levels each, three runs a combination; only one setting matters.
fn settings() -> String {
    let mut text = "num_thread,num_batch,tokens_s\n".to_owned();
    for run in 0..3_u32 {
        for (at, (threads, batch)) in [(1, 128), (2, 512), (1, 512), (2, 128)].into_iter().enumerate() {
            let noise = f64::from((at as u32 * 7 + run * 11) % 5) / 10.0;
            text += &format!("{threads},{batch},{:.2}\n", 50.0 * f64::from(threads) + noise);
        }
    }
    text
}

#[tokio::test]
async fn loads_are_held_against_a_target_in_text_and_json() {
    let folder = Folder::of(&[("loads.csv", LOADS)]);
    let path = folder.path("loads.csv");
    let target = ["--objective", "TTFT p99 <= 300 ms", "--objective", "error rate <= 1 %"];
    expect![[r#"
        Target: TTFT p99 <= 300 ms

        loads.csv, 3 runs
          SHOWN        2 requests/s is the highest tested load that holds the target (TTFT p99 160 ms); 4 requests/s misses TTFT p99 by 37 % (410 ms).
          RUN NEXT     3 and 3.5 requests/s. Goodput is not computable: these files hold no single requests.
          offered, requests/s          answered     TTFT p99 <= 300 ms  first token median  first token p99  keeps up
                            1  0.993 requests/s           120 ms holds               60 ms           120 ms       yes
                            2   1.98 requests/s           160 ms holds               80 ms           160 ms       yes
                            4   3.91 requests/s  410 ms misses by 37 %              206 ms           410 ms       yes
    "#]].assert_eq(&written(&[&["load", &path], &target[..2]].concat()).await);
    let json = written(&[&["load", &path, "--format", "json"], &target[..]].concat()).await;
    let load: Load = serde_json::from_str(&json).unwrap();
    assert_eq!(load.objectives.len(), 2);
    let outcomes: Vec<Outcome> = load.curves[0].points.iter().map(|point| point.verdicts[0].outcome).collect();
    assert_eq!(outcomes, [Outcome::Holds, Outcome::Holds, Outcome::Misses]);
    // The target is part of what the other commands say, too.
    for command in ["summarize", "report"] {
        let said = written(&[&[command, path.as_str()], &target[..2]].concat()).await;
        assert!(said.contains("is the highest tested load that holds the target"), "{said}");
    }
}

#[tokio::test]
async fn a_target_that_is_none_is_answered_with_what_one_looks_like() {
    let folder = Folder::of(&[("loads.csv", LOADS)]);
    let path = folder.path("loads.csv");
    fails(
        &["load", &path, "--objective", "make it fast"],
        &expect![[r#"
        ---
        error: `make it fast` compares nothing: it has no `<=` and no `>=`
        hint: write it like `TTFT p99 <= 500 ms`
    "#]],
    )
    .await;
    fails(
        &["summarize", &path, "--objective", "TTFT p99 <= 300 apples"],
        &expect![[r#"
        ---
        error: `apples` is no unit of TTFT in `TTFT p99 <= 300 apples`
        hint: use `ms` or `s`
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_sweep_is_written_as_text_and_json() {
    let folder = Folder::of(&[("sweep.csv", &settings()), ("notes.md", "# Notes\n\nFine.\n")]);
    let path = folder.path("sweep.csv");
    expect![[r#"
        SWEEP 1  sweep.csv
        Recommended by tokens per second: num thread 2; num batch is not shown to matter. 2 of 4 settings cannot be told from the best, 100.30 tokens/s.

        Design
          setting     levels
          num thread  1, 2
          num batch   128, 512
          4 of 4 settings were run, 3 runs each: 12 runs answered, 0 failed

        Effects on tokens per second, median 75.2 tokens/s, n = 12
          setting     level  mean of settings  95 % interval                     median          settings  runs
          num thread  1      50.1 tokens/s     50.0 tokens/s to 50.3 tokens/s    50.1 tokens/s   2         6
          num thread  2      100.2 tokens/s    100.1 tokens/s to 100.4 tokens/s  100.2 tokens/s  2         6
          num batch   128    75.2 tokens/s     75.0 tokens/s to 75.3 tokens/s    75.2 tokens/s   2         6
          num batch   512    75.2 tokens/s     75.1 tokens/s to 75.4 tokens/s    75.3 tokens/s   2         6
          num thread: 100 %, shown, p < 0.0001
          num batch: 0.11 %, not shown, p = 0.3175
          what num thread does is not shown to depend on num batch, p = 0.8365

        Settings, best tokens per second first
          num thread  num batch  tokens per second  runs  failed  P(best)
          2           512        100.3 tokens/s     3     0       80 %
          2           128        100.2 tokens/s     3     0       20 %
          1           128        50.1 tokens/s      3     0       0 %
          1           512        50.1 tokens/s      3     0       0 %
    "#]].assert_eq(&written(&["sweep", &path]).await);
    let sweeps: Vec<Sweep> = serde_json::from_str(&written(&["sweep", &path, "--format", "json"]).await).unwrap();
    assert_eq!(sweeps.len(), 1);
    expect![[r#"
        No sweep: nothing here varies at least 4 settings of one subject on purpose.
    "#]]
    .assert_eq(&written(&["sweep", &folder.path("notes.md")]).await);
    expect![[r#"
        These files hold no run of a server: no latency beside a load or a rate of requests.
    "#]]
    .assert_eq(&written(&["load", &folder.path("notes.md")]).await);
}
