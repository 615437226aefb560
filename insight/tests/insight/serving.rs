//! How much load a server takes: what runs at several loads show, and whether they hold what a person asks for.

use super::given::{dataset, holds};
use expect_test::{Expect, expect};
use insight::report;
use insight::serving::{self, Load};
use insight::summary::Summary;

/// Shows the loads, and holds every number of the report against the facts.
fn check(files: &[(&str, String)], target: &str, expected: &Expect) {
    let dataset = dataset(files);
    let objectives = serving::parse(target).unwrap();
    expected.assert_eq(&serving::text(&Load::of(&dataset, &objectives)));
    let summary = Summary::judged(&dataset, &objectives);
    let report = report::deterministic(&summary);
    holds(&summary, &report);
}

/// A run of 400 requests, as vLLM writes it, with these times in milliseconds.
fn run(rate: &str, reached: f64, [ttft, tpot]: [f64; 2], model: &str) -> String {
    let duration = 400.0 / reached;
    let (input, output) = (512 * 400, 129 * 400);
    format!(
        "{{\"date\": \"20260101-100000\", \"model_id\": \"{model}\", \"num_prompts\": 400, \"request_rate\": {rate}, \"duration\": {duration}, \
         \"completed\": 400, \"failed\": 0, \"total_input_tokens\": {input}, \"total_output_tokens\": {output}, \
         \"request_throughput\": {reached}, \"output_throughput\": {}, \"mean_ttft_ms\": {}, \"median_ttft_ms\": {}, \"p99_ttft_ms\": {ttft}, \
         \"mean_tpot_ms\": {}, \"median_tpot_ms\": {}, \"p99_tpot_ms\": {tpot}}}",
        f64::from(output) / duration,
        ttft * 0.52,
        ttft * 0.51,
        tpot * 0.83,
        tpot * 0.81,
    )
}

#[test]
fn the_highest_tested_load_that_holds_is_told_with_the_next_and_the_loads_between() {
    check(
        &[
            ("a/r1.json", run("1", 0.981, [210.5, 21.5], "m")),
            ("a/r2.json", run("2", 1.961, [260.5, 25.5], "m")),
            ("a/r4.json", run("4", 3.889, [610.5, 33.5], "m")),
            ("a/r16.json", run("16", 5.105, [40_610.5, 51.5], "m")),
            ("a/rinf.json", run("\"inf\"", 5.155, [70_610.5, 51.75], "m")),
        ],
        "TTFT p99 <= 500 ms, TPOT p99 < 50 ms",
        &expect![[r#"
            Target: TTFT p99 <= 500 ms, TPOT p99 < 50 ms

            vllm: m, 512 tokens in, 129 out, 5 runs
              SHOWN        2 requests/s is the highest tested load that holds the target (TTFT p99 260 ms, TPOT p99 25.5 ms); 4 requests/s misses TTFT p99 by 22 % (610 ms).
              SHOWN        Capacity is 5.13 requests/s (662 tokens/s out): two saturated loads agree (5.105, 5.155 achieved).
              LEFT OUT     Loads 16 and inf as latency figures: the queue grew (first token p99 40.6 s, 70.6 s).
              RUN NEXT     3 and 3.5 requests/s. Goodput is not computable: these files hold no single requests.
              offered, requests/s          answered           TTFT p99 <= 500 ms       TPOT p99 < 50 ms  first token median  first token p99  time per output token median  time per output token p99  output throughput            keeps up
                                1  0.981 requests/s                 210 ms holds            22 ms holds              107 ms           210 ms                       17.4 ms                      22 ms     126.5 tokens/s                 yes
                                2   1.96 requests/s                 260 ms holds            26 ms holds              133 ms           260 ms                         21 ms                      26 ms     253.0 tokens/s                 yes
                                4   3.89 requests/s        610 ms misses by 22 %            34 ms holds              311 ms           610 ms                         27 ms                      34 ms     501.7 tokens/s                 yes
                               16   5.11 requests/s   41 s misses, 81× the limit  52 ms misses by 3.0 %              (21 s)           (41 s)                       (42 ms)                    (52 ms)     658.5 tokens/s  no, the queue grew
                              inf   5.16 requests/s  71 s misses, 141× the limit  52 ms misses by 3.5 %              (36 s)           (71 s)                       (42 ms)                    (52 ms)     665.0 tokens/s  no, the queue grew
              In brackets: the queue grew, so that these times say how long the run was, not how long a user waits.
        "#]],
    );
}

#[test]
fn copies_and_a_list_of_all_runs_are_no_further_runs() {
    let runs = [run("1", 0.981, [210.5, 21.5], "m"), run("2", 1.961, [260.5, 25.5], "m")];
    let list = format!("[{}]", runs.join(", "));
    let files = [
        ("r1.json", runs[0].clone()),
        ("r2.json", runs[1].clone()),
        ("copy.json", runs[1].clone()),
        ("summary.json", list),
    ];
    let load = Load::of(&dataset(&files), &[]);
    let counted: Vec<usize> = load.curves.iter().map(|curve| curve.points.len()).collect();
    assert_eq!(counted, [2]);
}

#[test]
fn two_models_are_two_workloads_even_where_each_was_run_at_loads_of_its_own() {
    let files = [
        ("r1.json", run("1", 0.981, [210.5, 21.5], "small")),
        ("r2.json", run("2", 1.961, [260.5, 25.5], "large")),
        ("r3.json", run("4", 3.961, [270.5, 26.5], "large")),
    ];
    let load = Load::of(&dataset(&files), &[]);
    let names: Vec<String> =
        load.curves.iter().map(|curve| format!("{}: {}", curve.name, curve.points.len())).collect();
    assert_eq!(names, ["large, 512 tokens in, 129 out: 2", "small, 512 tokens in, 129 out: 1"]);
}

#[test]
fn an_objective_on_what_is_not_there_says_what_is() {
    check(
        &[("r1.json", run("1", 0.981, [210.5, 21.5], "m")), ("r2.json", run("2", 1.961, [260.5, 25.5], "m"))],
        "ITL p99 <= 50 ms",
        &expect![[r#"
            Target: ITL p99 <= 50 ms

            vllm: m, 512 tokens in, 129 out, 2 runs
              SHOWN        The target cannot be judged: ITL is not in the file, which holds first token and time per output token.
              RUN NEXT     Goodput is not computable: these files hold no single requests.
              offered, requests/s          answered  ITL p99 <= 50 ms  first token median  first token p99  time per output token median  time per output token p99  output throughput  keeps up
                                1  0.981 requests/s         not known              107 ms           210 ms                       17.4 ms                      22 ms     126.5 tokens/s       yes
                                2   1.96 requests/s         not known              133 ms           260 ms                         21 ms                      26 ms     253.0 tokens/s       yes
        "#]],
    );
}

#[test]
fn one_load_shows_no_knee_and_no_capacity() {
    check(
        &[("r8.json", run("8", 2.884, [212_300.5, 125.5], "m"))],
        "",
        &expect![[r#"

            vllm: m, 512 tokens in, 129 out, 1 run
              LEFT OUT     Load 8 as a latency figure: the queue grew (first token p99 212 s).
              offered, requests/s         answered  first token median  first token p99  time per output token median  time per output token p99  output throughput            keeps up
                                8  2.88 requests/s             (108 s)          (212 s)                      (102 ms)                   (126 ms)     372.0 tokens/s  no, the queue grew
              In brackets: the queue grew, so that these times say how long the run was, not how long a user waits.
        "#]],
    );
}

#[test]
fn a_short_run_that_only_waits_for_its_last_answers_keeps_up() {
    // Twenty requests at one a second, each of five seconds: the run takes 25 seconds.
    let row = |rate: u32, length: f64, ttft: f64| format!("{rate},20,{length},{ttft},4900.5,{}\n", 20.0 / length);
    let text = "request_rate,completed,duration,mean_ttft_ms,mean_e2el_ms,request_throughput\n".to_owned();
    let load = Load::of(&dataset(&[("runs.csv", text + &row(1, 24.5, 110.5) + &row(2, 14.75, 120.5))]), &[]);
    let saturated: Vec<bool> = load.curves[0].points.iter().map(|point| point.saturated).collect();
    assert_eq!(saturated, [false, false]);
}

#[test]
fn requests_at_once_that_bring_no_more_answers_lie_beyond_the_knee() {
    let row = |users: u32, rate: f64, ttft: f64| format!("{users},{rate},{ttft},{}\n", ttft * 2.0);
    let rows = row(1, 1.02, 100.5)
        + &row(2, 1.97, 105.5)
        + &row(4, 3.71, 118.5)
        + &row(8, 3.85, 1200.5)
        + &row(16, 3.87, 3300.5);
    check(
        &[("users.csv", format!("concurrency,requests_per_second,ttft_p50_ms,ttft_p99_ms\n{rows}"))],
        "TTFT p99 <= 300 ms",
        &expect![[r#"
            Target: TTFT p99 <= 300 ms

            users.csv, 5 runs
              SHOWN        4 at once is the highest tested load that holds the target (TTFT p99 237 ms); 8 at once misses TTFT p99, 8.0× the limit (2.4 s).
              SHOWN        The knee lies between 4 and 8 at once (3.71 and 3.85 answered a second; 16: 3.87).
              RUN NEXT     6 and 7 requests at once. Goodput is not computable: these files hold no single requests.
              requests at once         answered            TTFT p99 <= 300 ms  first token median  first token p99         keeps up
                             1  1.02 requests/s                  201 ms holds              100 ms           201 ms              yes
                             2  1.97 requests/s                  211 ms holds              106 ms           211 ms              yes
                             4  3.71 requests/s                  237 ms holds              118 ms           237 ms              yes
                             8  3.85 requests/s  2.4 s misses, 8.0× the limit               1.2 s            2.4 s  no more answers
                            16  3.87 requests/s   6.6 s misses, 22× the limit               3.3 s            6.6 s  no more answers
        "#]],
    );
}

/// One request a line, as a script of one's own writes it.
fn requests(loads: &[(u32, u32, f64)]) -> String {
    let mut text = "qps,ttft_ms,e2e_ms,output_tokens,error\n".to_owned();
    for (rate, count, slower) in loads {
        for at in 0..*count {
            let ttft = 100.25 + slower * f64::from(at);
            let failed = if at % 50 == 49 { "timeout" } else { "" };
            text += &format!("{rate},{ttft},{},11,{failed}\n", ttft + 400.5);
        }
    }
    text
}

#[test]
fn requests_that_nothing_sums_up_are_counted_one_by_one() {
    check(
        &[("requests.csv", requests(&[(1, 400, 0.1), (2, 400, 2.0)]))],
        "TTFT p99 <= 300 ms; TPOT p95 <= 41 ms",
        &expect![[r#"
            Target: TTFT p99 <= 300 ms, TPOT p95 <= 41 ms

            11 tokens out, 2 runs
              SHOWN        No tested load holds the target. 1 request/s misses TTFT p99: 8 of 400 requests failed.
              LEFT OUT     16 of 800 requests failed; no time counts them.
              RUN NEXT     0.5 and 0.75 requests/s.
              offered, requests/s  answered  failed             TTFT p99 <= 300 ms  TPOT p95 <= 41 ms  goodput  first token median  first token p99  time per output token median  time per output token p99  full answer median  full answer p99   keeps up
                                1         –       8        misses, requests failed        40 ms holds     98 %              120 ms           140 ms                         40 ms                      40 ms              521 ms           540 ms  not known
                                2         –       8  888 ms misses, 3.0× the limit        40 ms holds     24 %              498 ms           888 ms                         40 ms                      40 ms              899 ms            1.3 s  not known
        "#]],
    );
}

#[test]
fn requests_that_all_failed_hold_nothing() {
    let rows = (0..40).map(|at| format!("{},0,0,0,connection refused\n", 1 + at % 2)).collect::<String>();
    check(
        &[("requests.csv", format!("qps,ttft_ms,e2e_ms,output_tokens,error\n{rows}"))],
        "TTFT p99 <= 300 ms; error rate <= 1 %",
        &expect![[r#"
            These files hold no run of a server: no latency beside a load or a rate of requests.
        "#]],
    );
}

#[test]
fn runs_that_do_not_say_their_load_are_told_apart() {
    let silent = run("1", 0.981, [210.5, 21.5], "m").replace("\"request_rate\": 1,", "");
    check(
        &[("a.json", silent.clone()), ("b.json", silent.replace("210.5", "211.5").replace("0.981", "0.982"))],
        "TTFT p99 <= 300 ms",
        &expect![[r#"
            Target: TTFT p99 <= 300 ms

            vllm: m, 512 tokens in, 129 out, 2 runs
              SHOWN        The target cannot be judged: no run states its load.
              RUN NEXT     Goodput is not computable: these files hold no single requests.
              NOTE         2 of 2 runs do not state their load.
              load          answered  TTFT p99 <= 300 ms  first token median  first token p99  time per output token median  time per output token p99  output throughput   keeps up
                 –  0.981 requests/s        210 ms holds              107 ms           210 ms                       17.4 ms                      22 ms     126.5 tokens/s  not known
                 –  0.981 requests/s        212 ms holds              107 ms           212 ms                       17.4 ms                      22 ms     126.5 tokens/s  not known
        "#]],
    );
}

#[test]
fn ten_thousand_loads_are_read_in_bounded_time() {
    let rows: String =
        (1..=10_000).map(|at| format!("{at},{},{}\n", f64::from(at) * 0.999, 100.5 + f64::from(at))).collect();
    let load = Load::of(
        &dataset(&[("many.csv", format!("request_rate,request_throughput,p99_ttft_ms\n{rows}"))]),
        &serving::parse("ttft p99 <= 2 s").unwrap(),
    );
    assert_eq!(load.curves[0].points.len(), 10_000);
    assert!(serving::text(&load).lines().count() < 100);
}

#[test]
fn numbers_that_do_not_follow_from_each_other_are_said() {
    let wrong =
        run("2", 1.961, [260.5, 25.5], "m").replace("\"request_throughput\": 1.961", "\"request_throughput\": 3.922");
    check(
        &[("r1.json", run("1", 0.981, [210.5, 21.5], "m")), ("r2.json", wrong)],
        "",
        &expect![[r#"

            vllm: m, 512 tokens in, 129 out, 2 runs
              NOTE         Requests per second is 3.92 requests/s, but requests over the length of the run gives 1.96 requests/s (r2.json).
              offered, requests/s          answered  first token median  first token p99  time per output token median  time per output token p99  output throughput  keeps up
                                1  0.981 requests/s              107 ms           210 ms                       17.4 ms                      22 ms     126.5 tokens/s       yes
                                2   1.96 requests/s              133 ms           260 ms                         21 ms                      26 ms     253.0 tokens/s       yes
        "#]],
    );
}

#[test]
fn files_without_a_server_hold_no_load() {
    check(
        &[("a.csv", "model,tokens_s,ttft_s\na,50,0.1\nb,51,0.2\n".to_owned())],
        "TTFT p99 <= 300 ms",
        &expect![[r#"
        These files hold no run of a server: no latency beside a load or a rate of requests.
    "#]],
    );
}
