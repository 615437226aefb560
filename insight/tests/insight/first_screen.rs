//! What small drops say: each finding from the data that carry it, and nothing from data that do not.

use super::given::{holds, summary};
use expect_test::{Expect, expect};
use insight::fact::facts;
use insight::report;

/// Shows the first screen, and holds every number of the report against the facts.
fn check(files: &[(&str, &str)], expected: &Expect) {
    let summary = summary(files);
    let report = report::deterministic(&summary);
    holds(&summary, &report);
    expected.assert_eq(&report::text(&summary));
}

/// A sweep of 24 settings in nested order, one run each; the model is loaded anew whenever `gpu` or `ctx` changes.
fn sweep() -> String {
    let mut rows = "num_gpu,num_ctx,temperature,ttft_s,load_s,prompt_eval_s,eval_s,eval_count,tokens_s\n".to_owned();
    let mut at = 0_u32;
    for gpu in [20, 40] {
        for ctx in [1024, 2048, 4096] {
            for temperature in ["0.2", "0.4", "0.6", "0.8"] {
                let load =
                    if temperature == "0.2" && (gpu, ctx) != (20, 1024) { 2.5 } else { 0.08 + f64::from(at % 5) / 1e3 };
                let count = 180 + at * 7 % 40;
                let rate = 100.0 + f64::from(at * 5 % 7) / 10.0;
                let eval = f64::from(count) / rate;
                rows += &format!("{gpu},{ctx},{temperature},{},{load},0.02,{eval},{count},{rate}\n", load + 0.02);
                at += 1;
            }
        }
    }
    rows
}

#[test]
fn two_models_are_compared_by_speed_and_by_what_a_user_waits_for() {
    let runs = |model: &str, rate: f64, tokens: u32| {
        let prompts = ["why is the sky blue", "name a river", "count to ten"];
        let rows = prompts.iter().enumerate().map(|(at, prompt)| {
            let (tokens, rate) = (tokens + at as u32 * 10, rate + at as f64 / 10.0);
            format!("{model},{prompt},0.1{at},0.09,{},{tokens},{rate}", f64::from(tokens) / rate)
        });
        format!("model,prompt,ttft_s,load_s,eval_s,eval_count,tokens_s\n{}\n", rows.collect::<Vec<_>>().join("\n"))
    };
    check(
        &[
            ("mon/fast.csv", &runs("fast", 120.0, 600)),
            ("tue/fast.csv", &runs("fast", 121.0, 610)),
            ("mon/slow.csv", &runs("slow", 80.0, 200)),
            ("tue/slow.csv", &runs("slow", 80.5, 205)),
        ],
        &expect![[r#"
            Generation by model

            SHOWN        The model sets decode speed: 120.6 tokens/s (fast) to 80.3 tokens/s (slow). fast decodes 1.50× as
                         fast as slow (files: 1.49× to 1.51×), yet a full answer takes 1.89× as long (1.87× to 1.91×): 5.2
                         s against 2.8 s, because it writes 2.9× as many tokens.

            1  GENERATION BY MODEL
               4 files, 12 records; 200 to 630 tokens out; tokens in and concurrency not stated
               model          decode      by file  n  first token  full answer
               fast   120.6 tokens/s  120.1–121.1  6       110 ms        5.2 s
               slow    80.3 tokens/s    80.1–80.6  6       110 ms        2.8 s

            4 files = 4 measured; 4 CSV
        "#]],
    );
}

#[test]
fn a_sweep_in_nested_order_shows_no_effect_and_its_loads_are_no_trail() {
    check(
        &[("small/sweep.csv", &sweep())],
        &expect![[r#"
            Generation

            NOT SHOWN    No setting is shown to help: 1 sweep of 24 settings, one run each; none moves the median of
                         decode by more than 0.35 %.
            FALSE TRAIL  “temperature 0.2 is 21× slower to the first token”: all 5 slow records at it follow a model load;
                         the 1 record at 0.2 without one took 100 ms.
            RUN NEXT     24 shuffled runs: the 3 settings that look best and the middle one, 6 runs each, about 51 s. They
                         would show a difference of 0.50 %.

            1  GENERATION
               1 file, 24 records; 180 to 219 tokens out; tokens in and concurrency not stated
                            decode   n  first token, warm  first token, after a load  full answer
               all  100.3 tokens/s  19             102 ms                      2.5 s        2.1 s

               1 file misleads: see the audit
            1 file = 1 measured; 1 CSV
        "#]],
    );
}

#[test]
fn failed_rows_are_counted_and_never_averaged() {
    let rows = "model,tokens_s,ttft_s,error\na,50,0.1,\na,52,0.1,\na,51,0.1,\na,0,0,connection refused\na,0,0,connection refused\n";
    check(
        &[("runs.csv", rows)],
        &expect![[r#"
            Generation by model

            LEFT OUT     2 of 5 requests failed; 2 were logged as zeros.

            1  GENERATION BY MODEL
               1 file, 3 of 5 answered; tokens in, tokens out and concurrency not stated
               model  tokens per second  n  first token
               a            51 tokens/s  3       100 ms

            1 file = 1 measured; 1 CSV
        "#]],
    );
}

#[test]
fn backends_are_compared_where_all_else_is_the_same() {
    let rows = "model,backend,device,mean_time_ms,std_time_ms\n\
                conv,eager,cpu,4,0.1\nconv,onnx,cpu,1,0.1\nmlp,eager,cpu,0.5,0.1\nmlp,onnx,cpu,0.1,0.1\n\
                rnn,eager,cpu,9,0.1\nrnn,onnx,cpu,3,0.1\nconv,eager,cuda,0.5,0.1\nconv,onnx,cuda,0.9,0.1\n";
    check(
        &[("backends.csv", rows)],
        &expect![[r#"
            Duration by model and backend

            SHOWN        With cpu, onnx is 3.0× to 5.0× as fast as eager in mean duration, in all 3 conditions that hold
                         both, each with its own model.
            RUN NEXT     6 runs of each of 8 conditions: one value each so far, too few to tell a difference from chance.

            1  DURATION BY MODEL AND BACKEND
               1 file, 8 records
               model, backend, device  mean duration  n
               mlp · onnx · cpu               100 µs  1
               conv · eager · cuda            500 µs  1
               mlp · eager · cpu              500 µs  1
               conv · onnx · cuda             900 µs  1
               conv · onnx · cpu              1.0 ms  1
               rnn · onnx · cpu               3.0 ms  1
               conv · eager · cpu             4.0 ms  1
               rnn · eager · cpu              9.0 ms  1

               1 file misleads: see the audit
            1 file = 1 measured; 1 CSV
        "#]],
    );
}

#[test]
fn five_rows_of_one_file_say_only_what_five_rows_can() {
    check(
        &[("five.csv", "model,latency_ms\na,10\na,12\na,11\nb,10.5\nb,11.5\n")],
        &expect![[r#"
        Latency by model

        RUN NEXT     6 runs of each of 2 conditions: at most 3 values each so far, too few to tell a difference from
                     chance.

        1  LATENCY BY MODEL
           1 file, 5 records
           model  latency  n
           a      11.0 ms  3
           b      11.0 ms  2

        1 file = 1 measured; 1 CSV
    "#]],
    );
}

#[test]
fn documents_alone_hold_no_measurement() {
    check(
        &[("README.md", "# Notes\n\nIt is 34 % faster.\n"), ("empty.csv", "")],
        &expect![[r#"
            2 files

            LEFT OUT     1 file holds nothing usable.

            2 files = 1 nothing usable + 1 document; 1 CSV and 1 Markdown
        "#]],
    );
}

#[test]
fn hostile_names_stay_text() {
    let files = [(
        "<img src=x onerror=alert(1)>|`.csv",
        "model,latency_ms\n<script>alert(1)</script>|**x**,10\n\u{1b}[31mred,12\n",
    )];
    let summary = summary(&files);
    let (page, markdown, text) = (report::html(&summary), report::deterministic(&summary), report::text(&summary));
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(!markdown.contains("<script") && !markdown.contains("<img"));
    assert!(!text.contains('\u{1b}') && !markdown.contains('\u{1b}') && !page.contains('\u{1b}'));
}

#[test]
fn one_value_shows_no_spread() {
    let summary = summary(&[("one.csv", "model,latency_ms\na,10\nb,20\n")]);
    let groups = summary.studies.iter().flat_map(|study| &study.metrics).flat_map(|metric| &metric.groups);
    for group in groups {
        assert_eq!((group.statistics.n, group.statistics.sd, group.by_file), (1, None, None));
    }
}

#[test]
fn requests_that_all_failed_are_said_to_have() {
    let rows = "model,tokens_s,ttft_s,error\na,0,0,connection refused\na,0,0,connection refused\na,,,timed out\n";
    check(
        &[("runs.csv", rows)],
        &expect![[r#"
        Generation

        LEFT OUT     All 3 requests failed; 2 were logged as zeros.

        1  GENERATION
           1 file, 0 of 3 answered

        1 file = 1 nothing usable; 1 CSV
    "#]],
    );
    check(
        &[("a/runs.csv", rows), ("b/runs.csv", "model,tokens_s,ttft_s,error\nb,50,0.1,\nb,0,0,timed out\n")],
        &expect![[r#"
            Generation by model

            LEFT OUT     4 of 5 requests failed; 3 were logged as zeros.

            1  GENERATION BY MODEL
               2 files, 1 of 5 answered; tokens in, tokens out and concurrency not stated
               model  tokens per second  n  first token
               b            50 tokens/s  1       100 ms

            2 files = 1 measured + 1 nothing usable; 2 CSV
        "#]],
    );
}

#[test]
fn files_under_other_names_give_the_same_facts() {
    let runs = |model: &str, rate: u32| {
        let rows: Vec<String> = (0..6).map(|at| format!("{model},0.1{at},0.09,{}.5", rate + at)).collect();
        format!("model,ttft_s,load_s,tokens_s\n{}\n", rows.join("\n"))
    };
    let (fast, slow) = (runs("fast", 120), runs("slow", 80));
    let told = |names: [&str; 4]| {
        let summary = summary(&[(names[0], &fast), (names[1], &slow), (names[2], &sweep()), (names[3], &fast)]);
        let facts = facts(&summary).into_iter().map(|fact| (fact.key, fact.shown));
        let findings = summary.findings.iter().map(|finding| finding.text.clone());
        (facts.collect::<Vec<_>>(), findings.collect::<Vec<_>>())
    };
    assert_eq!(
        told(["mon/fast.csv", "mon/slow.csv", "sweep/a.csv", "tue/copy.csv"]),
        told(["x/1.csv", "x/2.csv", "x/3.csv", "x/4.csv"])
    );
}
