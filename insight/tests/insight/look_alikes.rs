//! Files that look alike: each is read as its own tool's, and what it is not is said with its reason.

use expect_test::{Expect, expect};
use insight::reading::FileReader;

/// Compares what a text is read as, and why not as what it looks like; the name promises nothing.
fn check(text: &str, looks_like: &[&str], expected: &Expect) {
    let mut reader = FileReader::new("unknown");
    reader.push(text.as_bytes());
    let reading = reader.finish();
    let mut shown = match &reading.recognized {
        Some(known) => format!("{} {:?}: {}\n", known.format, known.certainty, known.reason),
        None => "nothing known\n".to_owned(),
    };
    for other in reading.others.iter().filter(|other| looks_like.contains(&other.format.as_str())) {
        shown += &format!("{} {:?}: {}\n", other.format, other.certainty, other.reason);
    }
    expected.assert_eq(&shown);
}

#[test]
fn results_of_commands_are_not_any_list_of_means() {
    let named = "{\"results\": [{\"name\": \"parse\", \"mean\": 1.25, \"stddev\": 0.1, \"median\": 1.2, \"min\": 1.0, \"max\": 1.5}, \
                 {\"name\": \"print\", \"mean\": 2.25, \"stddev\": 0.1, \"median\": 2.2, \"min\": 2.0, \"max\": 2.5}]}";
    check(
        named,
        &["hyperfine", "pytest-benchmark", "google-benchmark"],
        &expect![[r#"
            json Likely: 1 document, 1 table, 2 rows
            google-benchmark No: key `iterations` missing
            hyperfine No: no `user` and `system` beside the mean of a `command`
            pytest-benchmark No: key `fullname` missing
        "#]],
    );
    let commands = "{\"results\": [{\"command\": \"parse\", \"mean\": 1.25, \"stddev\": 0.1, \"median\": 1.2, \"user\": 1.0, \"system\": 0.1, \
                    \"min\": 1.0, \"max\": 1.5, \"times\": [1.0, 1.5], \"exit_codes\": [0, 0]}]}";
    check(
        commands,
        &["pytest-benchmark"],
        &expect![[r#"
        hyperfine Sure: `user` and `system` beside the mean of a `command`, commands: 1
        pytest-benchmark No: key `fullname` missing
    "#]],
    );
    let timings = "command,mean,min,max,runs\nparse,1.25,1.0,1.5,10\nprint,2.25,2.0,2.5,10\n";
    check(
        timings,
        &["hyperfine", "pytest-benchmark"],
        &expect![[r#"
        csv Likely: header row of 5 columns, 2 rows
        hyperfine No: no `user` and `system` beside the mean of a `command`
        pytest-benchmark No: key `fullname` missing
    "#]],
    );
}

#[test]
fn what_is_written_for_a_chart_of_benchmarks_is_no_tool_of_its_own() {
    let action = "[{\"name\": \"sort\", \"unit\": \"ns/iter\", \"value\": 1234.5, \"range\": \"± 20\"}, \
                  {\"name\": \"find\", \"unit\": \"ns/iter\", \"value\": 234.5, \"range\": \"± 2\"}]";
    check(
        action,
        &["google-benchmark", "jmh", "go-bench", "criterion"],
        &expect![[r#"
            json Likely: 1 document, 1 table, 2 rows
            criterion No: no `iters` beside `times`, no `point_estimate` beside `standard_error`
            go-bench No: no line `Benchmark…` with a count and a figure
            google-benchmark No: key `iterations` missing
            jmh No: key `jmhVersion` missing
        "#]],
    );
    let bencher = "{\"sort\": {\"latency\": {\"value\": 88.5, \"lower_value\": 87.25, \"upper_value\": 89.75}}, \
                   \"find\": {\"latency\": {\"value\": 90.5, \"lower_value\": 87.25, \"upper_value\": 91.75}}}";
    check(
        bencher,
        &["criterion", "k6", "google-benchmark"],
        &expect![[r#"
            json Likely: 1 document, 1 table, 2 rows
            criterion No: no `iters` beside `times`, no `point_estimate` beside `standard_error`
            google-benchmark No: key `name` missing
            k6 No: no `p(95)` of a metric beside the count of `iterations`
        "#]],
    );
}

#[test]
fn loads_of_other_tools_are_not_those_of_k6() {
    let vegeta = "{\"latencies\": {\"total\": 2500000000, \"mean\": 12500000, \"50th\": 11500000, \"90th\": 20500000, \"95th\": 30500000, \
                  \"99th\": 50500000, \"max\": 99500000, \"min\": 1500000}, \"requests\": 200, \"rate\": 100.5, \"throughput\": 99.5, \
                  \"success\": 1, \"status_codes\": {\"200\": 200}, \"errors\": []}";
    check(
        vegeta,
        &["k6", "aiperf", "vllm"],
        &expect![[r#"
            json Likely: 1 document, 1 table, 1 row
            aiperf No: key `input_config` missing
            k6 No: no `p(95)` of a metric beside the count of `iterations`
            vllm No: key `model_id` missing
        "#]],
    );
    let oha = "{\"summary\": {\"successRate\": 1.0, \"total\": 2.05, \"slowest\": 0.12, \"fastest\": 0.001, \"average\": 0.0125, \
               \"requestsPerSec\": 97.5}, \"latencyPercentiles\": {\"p10\": 0.002, \"p50\": 0.0115, \"p99\": 0.11}, \
               \"statusCodeDistribution\": {\"200\": 200}}";
    check(
        oha,
        &["k6", "inference-perf"],
        &expect![[r#"
            json Likely: 1 document, 1 table, 1 row
            inference-perf No: key `load_summary.count` missing
            k6 No: no `p(95)` of a metric beside the count of `iterations`
        "#]],
    );
    let hey = "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n\
               0.0123,0.0011,0.0000,0.0001,0.0110,0.0001,200,0.0001\n0.0223,0.0011,0.0000,0.0001,0.0210,0.0001,200,0.0002\n";
    check(
        hey,
        &["k6", "hyperfine"],
        &expect![[r#"
            csv Likely: header row of 8 columns, 2 rows
            hyperfine No: no `user` and `system` beside the mean of a `command`
            k6 No: no `p(95)` of a metric beside the count of `iterations`
        "#]],
    );
    let wrk = "Running 30s test @ http://127.0.0.1:8080/\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    \
               Latency   635.91us    0.89ms  12.92ms   93.69%\n  22464657 requests in 30.00s, 17.76GB read\nRequests/sec: 748868.53\n";
    check(
        wrk,
        &["k6", "go-bench", "google-benchmark"],
        &expect![[r#"
            nothing known
            go-bench No: no line `Benchmark…` with a count and a figure
            google-benchmark No: no table
            k6 No: no `p(95)` of a metric beside the count of `iterations`
        "#]],
    );
    let points = "metric_name,timestamp,metric_value\nlatency,1795447747,12.5\nlatency,1795447748,13.5\n";
    check(
        points,
        &["k6"],
        &expect![[r#"
        csv Likely: header row of 3 columns, 2 rows
        k6 No: no `p(95)` of a metric beside the count of `iterations`
    "#]],
    );
}

#[test]
fn evaluations_of_lighteval_are_not_those_of_lm_evaluation_harness() {
    let lighteval = "{\"config_general\": {\"lighteval_sha\": \"abc\", \"model_name\": \"m\"}, \"results\": {\"leaderboard|arc:challenge|25\": \
                     {\"acc\": 0.25, \"acc_stderr\": 0.05}, \"all\": {\"acc\": 0.25, \"acc_stderr\": 0.05}}, \
                     \"versions\": {\"leaderboard|arc:challenge|25\": 0}}";
    check(
        lighteval,
        &["lm-eval"],
        &expect![[r#"
        json Likely: 1 document, 2 tables, 3 rows
        lm-eval No: no `results` beside `config.model_args`, no metric with its filter
    "#]],
    );
}

#[test]
fn tables_of_llama_benchy_and_of_llama_bench_share_their_tests() {
    let bench = "| model | size | params | backend | threads | test | t/s |\n| --- | ---: | ---: | --- | ---: | ---: | ---: |\n\
                 | llama 1B Q4_0 | 606.54 MiB | 1.10 B | CPU | 2 | pp512 | 92.50 ± 1.25 |\n\
                 | llama 1B Q4_0 | 606.54 MiB | 1.10 B | CPU | 2 | tg128 | 22.50 ± 0.25 |\n";
    check(
        bench,
        &["llama-benchy", "llama-batched-bench"],
        &expect![[r#"
            llama-bench Sure: `t/s` of a `test` beside its `backend`, tests: 2
            llama-batched-bench No: key `pl` missing
            llama-benchy No: key `pp_throughput.mean` missing
        "#]],
    );
    let benchy = "| model | test | t/s | peak t/s | ttfr (ms) | est_ppt (ms) | e2e_ttft (ms) |\n|:--|--:|--:|--:|--:|--:|--:|\n\
                  | m | pp2048 | 2019.02 ± 34.98 | | 1054.64 ± 17.57 | 1014.66 ± 17.57 | 1115.41 ± 18.70 |\n\
                  | m | tg32 | 52.94 ± 0.43 | 54.64 ± 0.44 | | | |\n";
    check(
        benchy,
        &["llama-bench", "llama-batched-bench"],
        &expect![[r#"
            llama-benchy Sure: `est_ppt` of a test beside its `e2e_ttft`, tests: 2
            llama-batched-bench No: key `pl` missing
            llama-bench No: key `build_commit` missing
        "#]],
    );
}

#[test]
fn aiperf_writes_what_genai_perf_wrote() {
    let aiperf = "{\"request_latency\": {\"unit\": \"ms\", \"avg\": 12.5, \"p50\": 12.0, \"std\": 1.5}, \"input_config\": {\"endpoint\": \
                  {\"model_names\": [\"m\"]}, \"loadgen\": {\"concurrency\": 2}}}";
    check(
        aiperf,
        &["genai-perf", "k6"],
        &expect![[r#"
        aiperf Sure: `request_latency` with a `unit` beside `input_config.endpoint`
        genai-perf No: `request_latency` with a `unit` beside `input_config.endpoint`, as the other of AIPerf and GenAI-Perf writes it
        k6 No: no `p(95)` of a metric beside the count of `iterations`
    "#]],
    );
    let genai = "{\"request_latency\": {\"unit\": \"ms\", \"avg\": 12.5, \"p50\": 12.0, \"std\": 1.5}, \"input_config\": {\"model_names\": \
                 [\"m\"], \"concurrency\": 2, \"perf_analyzer\": {}}}";
    check(
        genai,
        &["aiperf", "k6"],
        &expect![[r#"
        genai-perf Sure: `request_latency` with a `unit` beside `input_config`
        aiperf No: `request_latency` with a `unit` beside `input_config`, as the other of AIPerf and GenAI-Perf writes it
        k6 No: no `p(95)` of a metric beside the count of `iterations`
    "#]],
    );
}

#[test]
fn sglang_descends_from_vllm() {
    let vllm = "{\"date\": \"20260102-030405\", \"model_id\": \"m\", \"num_prompts\": 8, \"request_throughput\": 1.5, \"mean_ttft_ms\": 12.5, \
                \"output_throughput\": 100.5}";
    check(
        vllm,
        &["sglang", "vllm-throughput"],
        &expect![[r#"
        vllm Sure: `mean_ttft_ms` beside `num_prompts`, runs: 1
        sglang No: key `total_output_tokens_retokenized` missing
        vllm-throughput No: key `elapsed_time` missing
    "#]],
    );
    let sglang = "{\"backend\": \"sglang\", \"request_throughput\": 1.5, \"mean_ttft_ms\": 12.5, \"output_throughput\": 100.5, \
                  \"total_output_tokens_retokenized\": 800, \"random_range_ratio\": 0.5}";
    check(
        sglang,
        &["vllm"],
        &expect![[r#"
        sglang Sure: `total_output_tokens_retokenized` beside `random_range_ratio`, runs: 1
        vllm No: key `model_id` missing
    "#]],
    );
}

#[test]
fn lines_of_go_of_ollama_and_of_benchstat_are_three_things() {
    check(
        "BenchmarkSort/n=16-2 \t 2000\t 15.75 ns/op\t 0 B/op\n",
        &["ollama-bench", "benchstat"],
        &expect![[r#"
            go-bench Sure: the result of a `Benchmark…` in line 1
            benchstat No: no unit of Go such as `sec/op` above values with `±` or beside `CI`
            ollama-bench No: no line `NAME,STEP,COUNT,NS_PER_COUNT,TOKEN_PER_SEC`
        "#]],
    );
    check(
        "BenchmarkModel/name=gemma3/step=generate 1 1250000.5 ns/token 800.5 token/sec\n",
        &["go-bench", "benchstat"],
        &expect![[r#"
            ollama-bench Sure: a step of `BenchmarkModel/name=` in line 1
            go-bench Likely: the result of a `Benchmark…` in line 1
            benchstat No: no unit of Go such as `sec/op` above values with `±` or beside `CI`
        "#]],
    );
    check(
        "        │   old.txt   │\n        │   sec/op    │\nSort      301.4n ± 1%\n",
        &["go-bench", "google-benchmark"],
        &expect![[r#"
            benchstat Sure: a unit between `│` in line 2
            go-bench No: no line `Benchmark…` with a count and a figure
            google-benchmark No: no table
        "#]],
    );
}

#[test]
fn a_benchmark_with_a_score_is_not_yet_one_of_java() {
    check(
        "Benchmark,Mode,Score\nf,fast,1.5\ng,slow,2.5\n",
        &["jmh", "google-benchmark"],
        &expect![[r#"
            csv Likely: header row of 3 columns, 2 rows
            google-benchmark No: key `name` missing
            jmh No: key `jmhVersion` missing
        "#]],
    );
    check(
        "group,function,value\na,f,1.5\na,g,2.5\n",
        &["criterion"],
        &expect![[r#"
        csv Likely: header row of 3 columns, 2 rows
        criterion No: no `iters` beside `times`, no `point_estimate` beside `standard_error`
    "#]],
    );
    check(
        "Method,Mean,Error,StdDev\nPOST,12.5,0.5,1.5\nGET,13.5,0.5,1.5\n",
        &["benchmarkdotnet"],
        &expect![[r#"
        csv Likely: header row of 4 columns, 2 rows
        benchmarkdotnet No: no unit in `Mean`, no settings of a job
    "#]],
    );
}
