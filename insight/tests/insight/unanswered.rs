//! Requests that nobody answered, and runs that are longer by chance: what they decide, and what they do not.

use super::given::{dataset, holds, summary};
use expect_test::{Expect, expect};
use insight::report;
use insight::serving::{self, Load};
use insight::summary::Summary;

/// A run as vLLM writes it: load, requests answered and failed, length, and the p99 of the first token in milliseconds.
fn run(rate: u32, [answered, failed]: [u32; 2], duration: f64, ttft: f64) -> String {
    let per_second = f64::from(answered) / duration;
    let time = |times: f64| if answered == 0 { 0.0 } else { ttft * times };
    format!(
        "{{\"date\": \"20260101-100000\", \"model_id\": \"m\", \"num_prompts\": {}, \"request_rate\": {rate}.0, \"duration\": {duration}, \
         \"completed\": {answered}, \"failed\": {failed}, \"total_input_tokens\": {}, \"total_output_tokens\": {}, \
         \"request_throughput\": {per_second}, \"output_throughput\": {}, \"mean_ttft_ms\": {}, \"median_ttft_ms\": {}, \"p99_ttft_ms\": {}, \
         \"mean_e2el_ms\": {}, \"median_e2el_ms\": {}, \"p99_e2el_ms\": {}}}",
        answered + failed,
        answered * 512,
        answered * 128,
        per_second * 128.0,
        time(0.62),
        time(0.61),
        time(1.0),
        time(0.62) + 2010.5,
        time(0.61) + 2000.5,
        time(1.0) + 3000.5,
    )
}

/// The findings of the loads and whether each is kept up; every number of the report is held against the facts.
fn check(runs: &[String], target: &str, expected: &Expect) {
    let paths: Vec<String> = (0..runs.len()).map(|at| format!("r{at}.json")).collect();
    let files: Vec<(&str, &String)> = paths.iter().map(String::as_str).zip(runs).collect();
    let dataset = dataset(&files);
    let objectives = serving::parse(target).unwrap();
    let load = Load::of(&dataset, &objectives);
    let mut shown = String::new();
    for line in serving::text(&load).lines().filter(|line| line.starts_with("  ")) {
        let cells: Vec<&str> = line.trim().split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect();
        let is_row = cells[0].parse::<f64>().is_ok();
        shown +=
            &if is_row { format!("{}: {}\n", cells[0], cells[cells.len() - 1]) } else { format!("{}\n", line.trim()) };
    }
    let shown: Vec<&str> = shown.lines().filter(|line| !line.starts_with("offered")).collect();
    expected.assert_eq(&(shown.join("\n") + "\n"));
    holds(&Summary::judged(&dataset, &objectives), &report::deterministic(&Summary::judged(&dataset, &objectives)));
}

#[test]
fn a_load_at_which_nothing_was_answered_judges_nothing() {
    check(
        &[run(2, [0, 50], 0.9, 0.0)],
        "TTFT p99 <= 500 ms",
        &expect![[r#"
        SHOWN        The target cannot be judged: no request was answered.
        LEFT OUT     All 50 requests failed; no time counts them.
        RUN NEXT     Goodput is not computable: these files hold no single requests.
        2: nothing answered
    "#]],
    );
    check(
        &[run(1, [400, 0], 401.5, 210.5), run(2, [0, 50], 0.9, 0.0)],
        "TTFT p99 <= 500 ms",
        &expect![[r#"
            SHOWN        Every tested load up to 1 request/s holds the target (TTFT p99 210 ms). Not decided: no request was answered.
            LEFT OUT     50 of 450 requests failed; no time counts them.
            RUN NEXT     2 and 2.5 requests/s. Goodput is not computable: these files hold no single requests.
            1: yes
            2: nothing answered
        "#]],
    );
}

#[test]
fn requests_that_failed_count_against_a_percentile_and_few_of_them_do_not() {
    check(
        &[run(1, [20, 180], 205.5, 306.5)],
        "TTFT p99 <= 500 ms",
        &expect![[r#"
        SHOWN        No tested load holds the target. 1 request/s misses TTFT p99: 180 of 200 requests failed.
        LEFT OUT     180 of 200 requests failed; no time counts them.
        RUN NEXT     0.5 and 0.75 requests/s. Goodput is not computable: these files hold no single requests.
        1: no, requests failed
    "#]],
    );
    check(
        &[run(1, [199, 1], 201.5, 306.5)],
        "TTFT p99 <= 500 ms",
        &expect![[r#"
        SHOWN        Every tested load up to 1 request/s holds the target (TTFT p99 306 ms).
        LEFT OUT     1 of 200 requests failed; no time counts them.
        RUN NEXT     2 and 2.5 requests/s. Goodput is not computable: these files hold no single requests.
        1: yes
    "#]],
    );
    check(
        &[run(1, [20, 180], 205.5, 306.5)],
        "TTFT median <= 500 ms",
        &expect![[r#"
        SHOWN        No tested load holds the target. 1 request/s misses TTFT median: 180 of 200 requests failed.
        LEFT OUT     180 of 200 requests failed; no time counts them.
        RUN NEXT     0.5 and 0.75 requests/s. Goodput is not computable: these files hold no single requests.
        1: no, requests failed
    "#]],
    );
}

#[test]
fn a_run_that_is_longer_by_chance_grew_no_queue_and_one_whose_first_token_grows_did() {
    check(
        &[run(2, [100, 0], 53.5, 110.5), run(4, [100, 0], 32.5, 115.5)],
        "",
        &expect![[r#"
        2: yes
        4: yes
    "#]],
    );
    check(
        &[run(2, [100, 0], 53.5, 110.5), run(4, [100, 0], 32.5, 6115.5)],
        "",
        &expect![[r#"
        SHOWN        The knee lies between 2 and 4 requests/s offered (1.87 and 3.08 achieved, drain included).
        LEFT OUT     Load 4 as a latency figure: the queue grew (full answer p99 9.1 s).
        RUN NEXT     2.5 and 2.8 requests/s: they lie between the last load that is kept up and the first that is not.
        2: yes
        4: no, the queue grew
        In brackets: the queue grew, so that these times say how long the run was, not how long a user waits.
    "#]],
    );
}

#[test]
fn a_summary_of_requests_that_all_failed_shows_no_zero() {
    let text = report::text(&summary(&[("r.json", run(2, [0, 50], 0.9, 0.0))]));
    expect![[r#"
        Generation

        LEFT OUT     1 file holds nothing usable. All 50 requests failed; no time counts them.

        1  GENERATION
           1 file, 0 of 1 answered

        1 file = 1 nothing usable; 1 JSON
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_table_below_a_study_is_of_its_own_files() {
    let runs = [1, 2, 4].map(|rate| run(rate, [400, 0], 400.0 / f64::from(rate) + 2.5, 210.5 + f64::from(rate)));
    let home = "{\"runs\": [{\"concurrency\": 1, \"throughput_tok_s\": 88.5, \"ttft_ms\": {\"p50\": 41.5, \"p99\": 127.25}}, \
                {\"concurrency\": 8, \"throughput_tok_s\": 560.25, \"ttft_ms\": {\"p50\": 66.5, \"p99\": 204.5}}, \
                {\"concurrency\": 32, \"throughput_tok_s\": 1410.5, \"ttft_ms\": {\"p50\": 140.5, \"p99\": 434.5}}, \
                {\"concurrency\": 64, \"throughput_tok_s\": 1522.5, \"ttft_ms\": {\"p50\": 410.5, \"p99\": 1302.5}}]}";
    let files = [("a/home.json", home), ("v/1.json", &runs[0]), ("v/2.json", &runs[1]), ("v/4.json", &runs[2])];
    expect![[r#"
        Generation by concurrency, and 1 smaller set

        1  GENERATION BY CONCURRENCY
           1 file, 4 records; concurrency 1 to 64; tokens in and tokens out not stated
           requests at once  answered  first token median  first token p99   keeps up
           1                        –               42 ms           127 ms  not known
           8                        –               66 ms           204 ms  not known
           32                       –              140 ms           434 ms  not known
           64                       –              410 ms            1.3 s  not known

        2  Generation by request rate   3 files   From request rate 1 to request rate 4: output throughput 127.2
           tokens/s to 499.5 tokens/s; one run each
        4 files = 4 measured; 4 JSON
    "#]]
    .assert_eq(&report::text(&summary(&files)));
}

#[test]
fn requests_without_a_load_are_counted_by_their_own_clock_and_without_one_they_are_no_run() {
    let of = |clock: &str| {
        let mut text = format!("{clock}ttft_ms,e2e_latency_ms,output_tokens\n");
        for at in 0_u32..40 {
            let begun = 1_762_551_534_000_i64 + i64::from(at) * 500;
            let (ttft, whole) = (80 + at % 7, if at % 10 == 9 { 1500 } else { 900 + at % 13 });
            let moments =
                if clock.is_empty() { String::new() } else { format!("{begun},{},", begun + i64::from(whole)) };
            text += &format!("{moments}{ttft},{whole},100\n");
        }
        let load = Load::of(&dataset(&[("r.csv", text)]), &serving::parse("e2e p95 <= 1 s").unwrap());
        serving::text(&load).lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>()
    };
    expect![[r#"
        Target: full answer p95 <= 1.0 s

        100 tokens out, 1 run
          SHOWN        The target cannot be judged: no run states its load.
          load         answered  full answer p95 <= 1.0 s                 goodput  first token median  first token p99  time per output token median  time per output token p99  full answer median  full answer p99   keeps up
             –  1.90 requests/s      1.5 s misses by 50 %  1.71 requests/s (90 %)               83 ms            86 ms                        8.3 ms                    14.3 ms              907 ms            1.5 s  not known
    "#]].assert_eq(&of("request_start_ms,request_end_ms,"));
    expect![[r#"
        These files hold no run of a server: no latency beside a load or a rate of requests.
    "#]]
    .assert_eq(&of(""));
}
