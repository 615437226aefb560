//! What drops of serving benchmarks and of llama-bench say on the first screen: public files, and home-made ones of the same shape.

use super::given::{dataset, reading, shared};
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::serving;
use insight::summary::Summary;

/// Shows title, workloads and findings.
fn check(dataset: &Dataset, target: &str, expected: &Expect) {
    let summary = Summary::judged(dataset, &serving::parse(target).unwrap());
    let mut shown = format!("{}\n", summary.title);
    shown += &summary.studies.iter().map(|study| format!("{}: {}\n", study.name, study.workload)).collect::<String>();
    let findings = summary.findings.iter().map(|finding| format!("{:?}: {}\n", finding.tag, finding.text));
    shown += &findings.collect::<String>();
    expected.assert_eq(&shown);
}

/// Public files of one tool.
fn public(paths: &[&str]) -> Option<Dataset> {
    let read = |path: &&str| Some(reading(path, std::fs::read(shared(&format!("formats/{path}"))?).unwrap()));
    paths.iter().map(read).collect::<Option<Vec<_>>>().map(Dataset::of)
}

#[test]
fn three_loads_of_a_server_are_held_against_a_target() {
    let loads = ["1", "8", "inf"].map(|rate| format!("vllm/tsho__result-short-rate{rate}.json"));
    let Some(dataset) = public(&loads.each_ref().map(String::as_str)) else { return };
    check(
        &dataset,
        "TTFT p99 <= 500 ms; TPOT p99 <= 50 ms",
        &expect![[r#"
        vLLM generation by request rate
        vLLM generation by request rate: 1,024 tokens in, 256 tokens out, request rate 1 to inf
        Shown: No tested load holds the target. 1 request/s misses TTFT p99 by 11 % (555 ms; TPOT p99 44.3 ms holds).
        Shown: Capacity is 2.88 requests/s (738 tokens/s out): two saturated loads agree (2.885, 2.880 achieved).
        LeftOut: Loads 8 and inf as latency figures: the queue grew (first token p99 212 s, 337 s).
        RunNext: 0.5 and 0.75 requests/s. Goodput is not computable: these files hold no single requests.
    "#]],
    );
}

#[test]
fn a_queue_that_the_first_token_hides_is_a_false_trail() {
    let Some(dataset) = public(&["sglang/datacrunch-research__llama_3_3_70b_online_output.jsonl"]) else { return };
    check(
        &dataset,
        "",
        &expect![[r#"
        SGLang generation by dataset name and request rate
        SGLang generation by dataset name and request rate: 224 to 515 tokens in, 189 to 534 tokens out, request rate 1 to 16
        Shown: The knee lies between 4 and 8 requests/s offered (4.04 and 6.92 achieved, drain included; 16: 8.35).
        FalseTrail: “First token is fine at 8/s” (median 191 ms, 106 ms at 4/s): the full answer goes from 12.5 s to 50.3 s.
        LeftOut: Loads 8 and 16 as latency figures: the queue grew (full answer median 50.3 s, 159 s).
        RunNext: 6 and 7 requests/s: they lie between the last load that is kept up and the first that is not.
        Note: Input is 510 tokens, not the configured 1,024; output is 512, not 1,024.
    "#]],
    );
}

/// Runs of 300 requests as a tool of one's own writes them: rate, answers a second, first token and full answer in seconds.
fn runs(loads: &[(u32, f64, f64, f64)]) -> String {
    let row = |(rate, reached, ttft, full): &(u32, f64, f64, f64)| {
        format!("small,{rate},{reached},{:.3},300,{ttft},{full},256,310\n", 300.0 / reached)
    };
    let head = "model,target_rps,achieved_rps,duration_s,completed,ttft_p50_s,e2e_p50_s,input_len,mean_input_tokens\n";
    head.to_owned() + &loads.iter().map(row).collect::<String>()
}

#[test]
fn home_made_loads_show_knee_and_false_trail() {
    let loads = [(2, 1.983, 0.081, 2.113), (4, 3.912, 0.094, 3.417), (8, 5.213, 0.141, 19.713)];
    check(
        &dataset(&[("loads.csv", runs(&loads))]),
        "",
        &expect![[r#"
            Generation by model
            Generation by model: 256 to 310 tokens in; tokens out and concurrency not stated
            Shown: The knee lies between 4 and 8 requests/s offered (3.91 and 5.21 achieved, drain included).
            FalseTrail: “First token is fine at 8/s” (median 141 ms, 94.0 ms at 4/s): the full answer goes from 3.4 s to 19.7 s.
            LeftOut: Load 8 as a latency figure: the queue grew (full answer median 19.7 s).
            RunNext: 4.6 and 4.9 requests/s: they lie between the last load that is kept up and the first that is not.
        "#]],
    );
}

#[test]
fn prompt_and_generation_over_depth_are_never_one_series() {
    let Some(dataset) = public(&["llama-bench/lhl__llama32-1b.default-hip.jsonl"]) else { return };
    check(
        &dataset,
        "",
        &expect![[r#"
        Generation by n prompt and n depth, 28 Oct 2025
        Generation by n prompt and n depth: tokens in, tokens out and concurrency not stated
        Shown: From n depth 0 to 65536: decode speed 195.7 tokens/s to 64.6 tokens/s, prompt speed 4,703 tokens/s to 424.8 tokens/s (n prompt 512); one run each.
        RunNext: 6 runs of each of 5 conditions: one value each so far, too few to tell a difference from chance; about 18.5 s.
    "#]],
    );
}

#[test]
fn home_made_lengths_are_never_pooled() {
    let rows = "model,n_prompt,n_gen,prefill_tokens_s,decode_tokens_s\n\
                small,512,0,4000.5,\nsmall,2048,0,3100.5,\nsmall,8192,0,1200.5,\n\
                small,0,128,,90.5\nsmall,0,256,,89.9\n";
    check(
        &dataset(&[("lengths.csv", rows)]),
        "",
        &expect![[r#"
            Generation by n prompt and n gen
            Generation by n prompt and n gen: tokens in, tokens out and concurrency not stated
            Shown: From n prompt 512, n gen 0 to n prompt 8192, n gen 0: prompt speed 4,000 tokens/s to 1,200 tokens/s; one run each.
            RunNext: 6 runs of each of 2 conditions: one value each so far, too few to tell a difference from chance.
        "#]],
    );
}
