//! Two servers side by side: ratios at the same load, of the same work, measured alike; everything else is named.

use super::given::{dataset, reading, shared};
use expect_test::{Expect, expect};
use insight::compare::{Comparison, Policy, text};
use insight::dataset::Dataset;

/// Shows the loads of a comparison, without the metrics below them.
fn check(old: &Dataset, new: &Dataset, expected: &Expect) {
    let mut found = Comparison::of(old, new, &Policy::default());
    let swapped = Comparison::of(new, old, &Policy::default());
    let compared = |it: &Comparison| it.loads.iter().map(|it| it.loads.len()).sum::<usize>();
    assert_eq!(compared(&found), compared(&swapped), "swapped sides have other loads in common");
    found.metrics.clear();
    found.only_baseline.clear();
    found.only_candidate.clear();
    found.without_direction.clear();
    found.changed.clear();
    expected.assert_eq(&text(&found));
}

/// Runs of 600 requests: rate, answers a second, then first token, time per output token and full answer in milliseconds.
fn runs(settings: &str, tokens: [u32; 2], loads: &[(u32, f64, [f64; 3])]) -> Dataset {
    let row = |(rate, reached, [ttft, tpot, full]): &(u32, f64, [f64; 3])| {
        let duration = 600.0 / reached;
        format!(
            "{{\"date\": \"20260101-10{rate:02}00\", {settings}, \"num_prompts\": 600, \"request_rate\": {rate}, \"duration\": {duration}, \
             \"completed\": 600, \"failed\": 0, \"total_input_tokens\": {}, \"total_output_tokens\": {}, \"request_throughput\": {reached}, \
             \"output_throughput\": {}, \"median_ttft_ms\": {ttft}, \"median_tpot_ms\": {tpot}, \"median_e2el_ms\": {full}}}\n",
            tokens[0] * 600,
            tokens[1] * 600,
            f64::from(tokens[1]) * reached
        )
    };
    dataset(&[("runs.jsonl", loads.iter().map(row).collect::<String>())])
}

const MODEL: &str = "\"model_id\": \"org/small\"";

#[test]
fn a_faster_decoder_that_writes_more_is_told_with_both() {
    check(
        &runs(MODEL, [512, 200], &[(1, 0.981, [100.5, 20.5, 4180.5]), (2, 1.951, [120.5, 22.5, 4598.5])]),
        &runs(MODEL, [515, 460], &[(2, 1.902, [110.5, 17.5, 8143.5]), (4, 3.713, [130.5, 19.5, 9081.5])]),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: vllm: org/small, 512 tokens in, 200 out → vllm: org/small, 515 tokens in, 460 out
              The same: tool vllm; model org/small; tokens in 512 and 515
              Not the same: tokens out 200 → 460
              Not stated by a side: GPUs
              Compared at 2 requests/s only
              load          what                          baseline         candidate        candidate / baseline
              2 requests/s  first token median            120 ms           110 ms           0.92×
              2 requests/s  time per output token median  22 ms            17.5 ms          0.78×
              2 requests/s  full answer median            4.6 s            8.1 s            1.77×
              2 requests/s  requests answered             1.95 requests/s  1.90 requests/s  0.97×
              2 requests/s  output throughput             390.2 tokens/s   874.9 tokens/s   2.2×
              Not compared: 1 request/s: only in the baseline
              Not compared: 4 requests/s: only in the candidate
              At 2 requests/s the candidate decodes 1.29× as fast, yet a full answer takes 1.77× as long: it writes 2.3× as many tokens (460 tokens against 200).
              No interval stands here: with one run at a load nothing says what varies from run to run, so nothing is called better.

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn rates_stand_by_gpu_where_both_sides_say_how_many() {
    let on = |count: u32| format!("{MODEL}, \"tensor_parallel_size\": {count}");
    check(
        &runs(&on(2), [512, 200], &[(4, 3.881, [100.5, 20.5, 4180.5])]),
        &runs(&on(8), [512, 200], &[(4, 3.903, [50.5, 10.5, 2140.5])]),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: vllm: org/small, 512 tokens in, 200 out → vllm: org/small, 512 tokens in, 200 out
              The same: tool vllm; model org/small; tokens in 512; tokens out 200
              Not the same: GPUs 2 → 8
              Compared at 4 requests/s only
              load          what                          baseline         candidate         candidate / baseline
              4 requests/s  first token median            100 ms           50 ms             0.50×
              4 requests/s  time per output token median  20 ms            10.5 ms           0.51×
              4 requests/s  full answer median            4.2 s            2.1 s             0.51×
              4 requests/s  requests answered             3.88 requests/s  3.90 requests/s   1.01×
              4 requests/s  requests answered, a GPU      1.94 requests/s  0.488 requests/s  0.25×
              4 requests/s  output throughput             776.2 tokens/s   780.6 tokens/s    1.01×
              4 requests/s  output throughput, a GPU      388.1 tokens/s   97.6 tokens/s     0.25×
              No interval stands here: with one run at a load nothing says what varies from run to run, so nothing is called better.

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn prompts_of_another_length_are_another_workload() {
    check(
        &runs(MODEL, [512, 200], &[(1, 0.981, [100.5, 20.5, 4180.5]), (2, 1.951, [120.5, 22.5, 4598.5])]),
        &runs(MODEL, [1024, 200], &[(1, 0.971, [190.5, 20.5, 4270.5]), (2, 1.931, [230.5, 22.5, 4708.5])]),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: vllm: org/small, 512 tokens in, 200 out → vllm: org/small, 1,024 tokens in, 200 out
              The same: tool vllm; model org/small; tokens out 200
              Not the same: tokens in 512 → 1,024
              Not stated by a side: GPUs
              No load can be compared
              Not compared: prompts of 512 tokens in the baseline, of 1,024 tokens in the candidate: another workload

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn times_of_a_queue_are_never_compared_and_its_rates_are() {
    check(
        &runs(MODEL, [512, 200], &[(1, 0.981, [100.5, 20.5, 4180.5]), (8, 2.951, [70_120.5, 60.5, 82_160.5])]),
        &runs(MODEL, [512, 200], &[(1, 0.983, [90.5, 20.5, 4170.5]), (8, 5.951, [20_230.5, 42.5, 28_688.5])]),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: vllm: org/small, 512 tokens in, 200 out → vllm: org/small, 512 tokens in, 200 out
              The same: tool vllm; model org/small; tokens in 512; tokens out 200
              Not stated by a side: GPUs
              Compared at 1 request/s and 8 requests/s
              load          what                          baseline          candidate         candidate / baseline
              1 request/s   first token median            100 ms            90 ms             0.90×
              1 request/s   time per output token median  20 ms             20 ms             1.00×
              1 request/s   full answer median            4.2 s             4.2 s             1.00×
              1 request/s   requests answered             0.981 requests/s  0.983 requests/s  1.00×
              1 request/s   output throughput             196.2 tokens/s    196.6 tokens/s    1.00×
              8 requests/s  requests answered             2.95 requests/s   5.95 requests/s   2.0×
              8 requests/s  output throughput             590.2 tokens/s    1,190 tokens/s    2.0×
              Not compared: times at 8 requests/s: the queue grew on both sides
              No interval stands here: with one run at a load nothing says what varies from run to run, so nothing is called better.

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn the_same_runs_on_both_sides_are_a_ratio_of_one_everywhere() {
    let side = runs(MODEL, [512, 200], &[(1, 0.981, [100.5, 20.5, 4180.5]), (2, 1.951, [120.5, 22.5, 4598.5])]);
    let found = Comparison::of(&side, &side, &Policy::default());
    let ratios = found.loads.iter().flat_map(|it| &it.loads).flat_map(|at| &at.ratios);
    let all: Vec<f64> = ratios.map(|ratio| ratio.candidate / ratio.baseline).collect();
    assert_eq!(all, vec![1.0; 10]);
}

/// Requests one by one at two loads; `tpot` counts the first token in where a tool says so.
fn requests(slower: f64) -> Dataset {
    let mut text = "qps,ttft_ms,e2e_ms,output_tokens\n".to_owned();
    for rate in [1, 2] {
        for at in 0..200_u32 {
            let ttft = (100.25 + f64::from(at * 37 % 200) / 10.0) * slower;
            text += &format!("{rate},{ttft},{},41\n", ttft + 800.0 * slower);
        }
    }
    dataset(&[("requests.csv", text)])
}

#[test]
fn single_requests_give_times_per_token_and_intervals() {
    check(
        &requests(1.0),
        &requests(1.25),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: 41 tokens out → 41 tokens out
              The same: tokens out 41
              Not stated by a side: tool; model; tokens in; GPUs
              Compared at 1 request/s and 2 requests/s
              load          what                                                  baseline  candidate  candidate / baseline
              1 request/s   first token median, computed from requests            110 ms    138 ms     1.25× (1.22× to 1.28×)
              1 request/s   first token p99, computed from requests               120 ms    150 ms     1.25×
              1 request/s   time per output token median, computed from requests  20 ms     25 ms      1.25× (1.25× to 1.25×)
              1 request/s   time per output token p99, computed from requests     20 ms     25 ms      1.25×
              1 request/s   full answer median, computed from requests            910 ms    1.1 s      1.25× (1.25× to 1.25×)
              1 request/s   full answer p99, computed from requests               920 ms    1.1 s      1.25×
              2 requests/s  first token median, computed from requests            110 ms    138 ms     1.25× (1.22× to 1.28×)
              2 requests/s  first token p99, computed from requests               120 ms    150 ms     1.25×
              2 requests/s  time per output token median, computed from requests  20 ms     25 ms      1.25× (1.25× to 1.25×)
              2 requests/s  time per output token p99, computed from requests     20 ms     25 ms      1.25×
              2 requests/s  full answer median, computed from requests            910 ms    1.1 s      1.25× (1.25× to 1.25×)
              2 requests/s  full answer p99, computed from requests               920 ms    1.1 s      1.25×
              Intervals hold what varies from request to request: with one run at a load nothing says what varies from run to run, so nothing is called better.

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn a_time_per_token_that_counts_the_first_in_is_not_compared_without_requests() {
    let Some(guidellm) = shared("formats/guidellm/llm-d__guidellm_report_v2.json") else { return };
    let with_first = Dataset::of(vec![reading("guidellm.json", std::fs::read(guidellm).unwrap())]);
    check(
        &with_first,
        &runs(MODEL, [68, 8], &[(2, 1.991, [11.5, 2.5, 29.5]), (4, 3.981, [12.5, 2.5, 30.5])]),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: guidellm: 68.5 tokens in, 8 out → vllm: org/small, 68 tokens in, 8 out
              The same: tokens in 68.5 and 68; tokens out 8
              Not the same: tool guidellm → vllm
              Not stated by a side: model; GPUs
              No load can be compared
              Not compared: time per token: time per output token, first included (time of a whole answer with its first token, divided by its tokens) in the baseline, time per output token (time of the answer after its first token, divided by the tokens after the first) in the candidate; neither side holds single requests to compute it from
              Not compared: times at 2 requests/s: the load was not sent in the baseline
              Not compared: times at 4 requests/s: the load was not sent in the baseline

            unknown: the two sides have no metric in common
        "#]],
    );
}

#[test]
fn two_engines_are_compared_by_what_they_share() {
    let Some(folder) = shared("formats") else { return };
    let of = |path: &str| Dataset::of(vec![reading(path, std::fs::read(folder.join(path)).unwrap())]);
    check(
        &of("sglang/datacrunch-research__llama_3_3_70b_online_output.jsonl"),
        &of("vllm/tsho__result-short-rate1.json"),
        &expect![[r#"
            A change below 2 % does not matter.

            Loads: sglang: 510 tokens in, 512 out → vllm: google/gemma-4-31B-it, 1,024 tokens in, 256 out
              Not the same: tool sglang → vllm; tokens in 510 → 1,024; tokens out 512 → 256; backend sglang → openai; engine sglang → vllm
              Not stated by a side: model; GPUs
              No load can be compared
              Not compared: prompts of 510 tokens in the baseline, of 1,024 tokens in the candidate: another workload

            unknown: the two sides have no metric in common
        "#]],
    );
}
