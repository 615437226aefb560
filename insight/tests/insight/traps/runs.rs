//! Traps of runs: what sums up what, of how many values, and which of them were cold.

use super::check;
use crate::given::dataset;
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::record;

/// Reads files together and shows what each is used for and what is wrong with it.
fn check_files(files: &[(&str, String)], expected: &Expect) {
    let dataset = dataset(files);
    let mut shown = String::new();
    for file in &dataset.files {
        shown += &format!("{}: {:?}\n", file.reading.path, file.used);
        for problem in file.reading.problems.iter().filter(|problem| !problem.what.contains("more digits")) {
            shown += &format!("  {:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
        }
    }
    expected.assert_eq(&shown);
}

/// What AIPerf writes of requests that take so many milliseconds: JSON with the figures of all, lines of the first so many.
fn run(latencies: &[f64], lines: usize, p99: f64) -> [(&'static str, String); 2] {
    let n = latencies.len();
    let mean = latencies.iter().sum::<f64>() / n as f64;
    let (min, max) = (latencies[0], latencies[n - 1]);
    let figures = |unit: &str, factor: f64| {
        format!(
            r#"{{"unit":"{unit}","avg":{},"min":{},"max":{},"p99":{},"count":{n}}}"#,
            mean * factor,
            min * factor,
            max * factor,
            p99 * factor
        )
    };
    let json = format!(
        r#"{{"request_latency":{},"time_to_first_token":{},"request_count":{{"unit":"requests","avg":{n}}},
        "min_request_timestamp":{{"unit":"ns","avg":1.7625515347970678e18}},"max_response_timestamp":{{"unit":"ns","avg":1.7625517903572406e18}},
        "input_config":{{"endpoint":{{"type":"chat"}}}}}}"#,
        figures("ms", 1.0),
        figures("ms", 0.25),
    );
    let line = |(at, latency): (usize, &f64)| {
        let start = 1_762_551_534_797_067_827_u64 + at as u64 * 4_000_000_000;
        format!(
            r#"{{"metadata":{{"session_num":{at},"x_request_id":"r{at}","worker_id":"w","request_start_ns":{start},"benchmark_phase":"profiling","was_cancelled":false}},"metrics":{{"request_latency":{{"value":{latency},"unit":"ms"}},"time_to_first_token":{{"value":{},"unit":"ms"}}}},"error":null}}
"#,
            latency * 0.25
        )
    };
    [("run.json", json), ("run.jsonl", latencies.iter().enumerate().take(lines).map(line).collect())]
}

/// Latencies in rising order, with digits enough to be told.
fn latencies(n: u32) -> Vec<f64> {
    (0..n).map(|at| 3_590.939_369 + f64::from(at) * 6.830_517).collect()
}

#[test]
fn trap_25_a_file_that_holds_some_of_the_records_of_a_run_says_how_many() {
    let all = latencies(64);
    check_files(
        &run(&all, 10, all[63]),
        &expect![[r#"
        run.json: Measured
        run.jsonl: Measured
          Doubt: 10 of 64 records that `run.json` sums up are in this file; hint: drop the whole file of records; its figures are those of all
    "#]],
    );
}

#[test]
fn trap_19_figures_and_requests_of_one_run_count_once() {
    let all = latencies(12);
    let p99 = all[10] + 0.89 * (all[11] - all[10]);
    check_files(
        &run(&all, 12, p99),
        &expect![[r#"
        run.json: Repeat { of: "run.jsonl", how: "summary" }
        run.jsonl: Measured
    "#]],
    );
}

#[test]
fn trap_21_a_figure_that_its_records_do_not_give_is_told() {
    let all = latencies(12);
    check_files(
        &run(&all, 12, 3599.5),
        &expect![[r#"
        run.json: Measured
          Doubt: `request_latency.p99` is 3599.5, the records in `run.jsonl` give 3665.323699
          Doubt: `time_to_first_token.p99` is 899.875, the records in `run.jsonl` give 916.330925
        run.jsonl: Measured
    "#]],
    );
}

#[test]
fn trap_23_percentiles_of_three_points_are_no_percentiles() {
    let text = r#"{"timing_stats": {"run_results": [
        {"samples": 20, "p50_ms": 15.464599999177153, "p95_ms": 15.751300001284108, "mean_ms": 15.502165000179957},
        {"samples": 200, "p50_ms": 15.466300001207856, "p95_ms": 15.655499999411404, "mean_ms": 15.447475000291888},
        {"samples": 20, "p50_ms": 15.617899998687790, "p95_ms": 15.902200000709854, "mean_ms": 15.584035000392760}],
        "latency_percentiles": {"p50": 15.502165000179957, "p95": 15.58403500039276, "p99": 15.58403500039276}}}"#;
    check(
        "baseline.json",
        text,
        &expect![[r#"
        4 of 4 rows, 0 failed
        [] not counted
          timing_stats.latency_percentiles.p50 [s] Aggregate median lower: Number(15.502165000179957)
          timing_stats.latency_percentiles.p95 [s] Aggregate p95 lower: Number(15.58403500039276)
          timing_stats.latency_percentiles.p99 [s] Aggregate p99 lower: Number(15.58403500039276)
        [/timing_stats/run_results]
          samples [] Measurement n: Number(20.0) Number(200.0) Number(20.0)
          p50_ms [s] Aggregate median lower: Number(15.464599999177153) Number(15.466300001207856) Number(15.61789999868779)
          p95_ms [s] Aggregate p95 lower: Number(15.751300001284108) Number(15.655499999411404) Number(15.902200000709854)
          mean_ms [s] Aggregate mean lower: Number(15.502165000179957) Number(15.447475000291888) Number(15.58403500039276)
        Doubt: the percentiles of `timing_stats.latency_percentiles` are drawn from 3 values of `mean_ms`; hint: each of these values sums up several; nothing is known of a tail
    "#]],
    );
    let mut reader = FileReader::new("baseline.json");
    reader.push(text.replace("200,", "19,").as_bytes());
    let mut shown = String::new();
    record::each(&Dataset::of(vec![reader.finish()]), &mut |line| {
        let statistic = line.statistic.clone().unwrap_or_default();
        if statistic.starts_with('p') && line.origin == record::Origin::File {
            let written = line.labels["column"].clone();
            shown += &format!("{written} n={:?} {} {}\n", line.n, line.unit, line.definition);
        }
    });
    expect![[r#"
        timing_stats.latency_percentiles.p95 n=Some(3) s from the request to the answer; which part of it is not stated; = max: fewer values than the percentile needs
        timing_stats.latency_percentiles.p99 n=Some(3) s from the request to the answer; which part of it is not stated; = max: fewer values than the percentile needs
        p95_ms n=Some(20) s time of one run; from where to where is not stated
        p95_ms n=Some(19) s time of one run; from where to where is not stated
        p95_ms n=Some(20) s time of one run; from where to where is not stated
    "#]].assert_eq(&shown);
}

#[test]
fn trap_24_a_cold_start_inside_a_mean_is_told() {
    check(
        "a.csv",
        "model,ttft_s,load_s\nm:q4,29.99,29.5\nm:q4,0.12,0.1\nm:q4,0.13,0.1\nm:q4,0.125,0.1\nm:q8,9.5,9.1\nm:q8,0.21,0.1\nm:q8,0.22,0.1\nm:q8,0.2,0.1\n",
        &expect![[r#"
            8 of 8 rows, 0 failed
            []
              model [] Parameter: Text("m:q4") Text("m:q4") Text("m:q4") Text("m:q4") Text("m:q8") Text("m:q8") Text("m:q8") Text("m:q8")
              ttft_s [s] Measurement lower: Number(29.99) Number(0.12) Number(0.13) Number(0.125) Number(9.5) Number(0.21) Number(0.22) Number(0.2)
              load_s [s] Measurement lower: Number(29.5) Number(0.1) Number(0.1) Number(0.1) Number(9.1) Number(0.1) Number(0.1) Number(0.1)
            Doubt: the first of 4 values of `ttft_s` is 30 s, the others are at most 130 ms: a cold start is part of their mean (line 2); hint: compare what is warm, or warm up before measuring
            Doubt: the first of 4 values of `ttft_s` is 9.5 s, the others are at most 220 ms: a cold start is part of their mean (line 6); hint: compare what is warm, or warm up before measuring
        "#]],
    );
    check(
        "a.json",
        r#"{"attention": {"torch": {"mean_time_ms": 24.615, "std_time_ms": 73.157, "min_time_ms": 0.167, "max_time_ms": 244.087}},
            "fusion": {"fused": {"mean_time_ms": 0.049, "std_time_ms": 0.0097, "min_time_ms": 0.039, "max_time_ms": 0.072}}}"#,
        &expect![[r#"
            1 of 1 rows, 0 failed
            []
              attention.torch.mean_time_ms [s] Aggregate mean lower: Number(24.615)
              attention.torch.std_time_ms [s] Aggregate sd lower: Number(73.157)
              attention.torch.min_time_ms [s] Aggregate min lower: Number(0.167)
              attention.torch.max_time_ms [s] Aggregate max lower: Number(244.087)
              fusion.fused.mean_time_ms [s] Aggregate mean lower: Number(0.049)
              fusion.fused.std_time_ms [s] Aggregate sd lower: Number(0.0097)
              fusion.fused.min_time_ms [s] Aggregate min lower: Number(0.039)
              fusion.fused.max_time_ms [s] Aggregate max lower: Number(0.072)
            Doubt: the mean `attention.torch.mean_time_ms` is 25 ms between 167 µs and 244 ms: its largest value, which may be a cold start, makes it up (line 1); hint: compare what is warm, or warm up before measuring
        "#]],
    );
    check(
        "a.csv",
        "model,ttft_s\nm,0.15\nm,0.12\nm,0.13\nm,0.125\n",
        &expect![[r#"
        4 of 4 rows, 0 failed
        []
          model [] Parameter: Text("m") Text("m") Text("m") Text("m")
          ttft_s [s] Measurement lower: Number(0.15) Number(0.12) Number(0.13) Number(0.125)
    "#]],
    );
}
