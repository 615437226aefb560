//! Goodput and identities from the single requests that tools write down, and tables that are no load of a model server.

use super::given::{dataset, reading, shared};
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::serving::{self, Load};
use std::path::Path;

fn check(dataset: &Dataset, target: &str, expected: &Expect) {
    expected.assert_eq(&serving::text(&Load::of(dataset, &serving::parse(target).unwrap())));
}

/// The target and goodput alone: a line a run.
fn good(dataset: &Dataset, target: &str) -> String {
    let load = Load::of(dataset, &serving::parse(target).unwrap());
    let points = load.curves.iter().flat_map(|curve| &curve.points);
    let line = |point: &serving::Point| {
        let good = point.goodput.as_ref().map_or_else(
            || "not computable".to_owned(),
            |it| {
                let rate = it.rate.map_or_else(|| "–".to_owned(), |rate| format!("{rate:.3}"));
                let how = if it.recomputed { ", time per token computed" } else { "" };
                format!("{} of {} hold it, {rate} a second{how}", it.good, it.all)
            },
        );
        format!("{}: {good}\n", point.offered.shown())
    };
    points.map(line).collect()
}

/// A run with one list a request, as `--save-detailed` and `--output-details` write it: seconds in lists, milliseconds beside.
fn detailed(own: &str) -> String {
    let count = 40_u32;
    let list = |of: &dyn Fn(u32) -> String| (0..count).map(of).collect::<Vec<_>>().join(", ");
    let ttft = |at: u32| 0.1 + f64::from(at) * 0.01;
    let itls = list(&|at| if at == 39 { "[]".to_owned() } else { "[0.02, 0.03, 0.025]".to_owned() });
    let ttfts = list(&|at| if at == 39 { "0.0".to_owned() } else { format!("{:.3}", ttft(at)) });
    let tokens = list(&|at| if at == 39 { "0".to_owned() } else { "4".to_owned() });
    let errors = list(&|at| if at == 39 { "\"timeout\"".to_owned() } else { "\"\"".to_owned() });
    format!(
        "{{{own}, \"num_prompts\": 40, \"request_rate\": 4.0, \"duration\": 10.0, \"completed\": 39, \"failed\": 1, \"total_input_tokens\": 3900, \
         \"total_output_tokens\": 156, \"request_throughput\": 3.9, \"output_throughput\": 15.6, \"mean_ttft_ms\": 290.0, \
         \"median_ttft_ms\": 290.0, \"p99_ttft_ms\": 476.2, \"input_lens\": [{}], \"output_lens\": [{tokens}], \"ttfts\": [{ttfts}], \
         \"itls\": [{itls}], \"errors\": [{errors}]}}",
        list(&|_| "100".to_owned())
    )
}

#[test]
fn lists_of_vllm_and_sglang_give_goodput_request_by_request() {
    let vllm = detailed("\"date\": \"20260101-100000\", \"model_id\": \"m\"");
    let sglang = detailed(
        "\"backend\": \"sglang\", \"total_output_tokens_retokenized\": 156, \"random_range_ratio\": 1.0, \"random_input_len\": 100",
    );
    for text in [vllm, sglang] {
        // First tokens of 100 ms, 110 ms and so on: 21 of 39 take 300 ms at most, and the one that failed holds nothing.
        let found = good(&dataset(&[("run.json", text)]), "TTFT p99 <= 300 ms");
        assert_eq!(found, "4 requests/s: 21 of 40 hold it, 2.100 a second\n");
    }
}

#[test]
fn a_time_per_token_of_lists_is_computed_from_the_gaps_where_every_token_has_one() {
    let vllm = detailed("\"date\": \"20260101-100000\", \"model_id\": \"m\"");
    let target = "TTFT p99 <= 300 ms; TPOT p99 <= 30 ms";
    // Two tokens in one piece leave a gap less.
    let pieces = vllm.replacen("[0.02, 0.03, 0.025]", "[0.02, 0.055]", 1);
    assert_eq!(good(&dataset(&[("run.json", pieces)]), target), "4 requests/s: not computable\n");
    let found = good(&dataset(&[("run.json", vllm)]), target);
    expect![[r#"
        4 requests/s: 21 of 40 hold it, 2.100 a second, time per token computed
    "#]]
    .assert_eq(&found);
}

#[test]
fn public_request_records_give_goodput() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/aiperf");
    let read = |name: &str| reading(name, std::fs::read(folder.join(name)).unwrap());
    let found = Dataset::of(vec![read("profile_export.jsonl"), read("profile_export_aiperf.json")]);
    expect![[r#"
        load not stated: 7 of 10 hold it, 15.584 a second
    "#]]
    .assert_eq(&good(&found, "TTFT p99 <= 60 ms"));
    // An excerpt of the requests is not the run: nothing is counted from it.
    let Some(folder) = shared("formats/aiperf") else { return };
    let read = |name: &str| reading(name, std::fs::read(folder.join(name)).unwrap());
    let found = Dataset::of(vec![read("qwen_c1__profile_export.jsonl"), read("qwen_c1__profile_export_aiperf.json")]);
    expect![[r#"
        1 at once: not computable
    "#]]
    .assert_eq(&good(&found, "TTFT p99 <= 31 ms"));
}

/// One request a line with everything a full answer is made of.
fn requests(full: impl Fn(f64) -> f64) -> String {
    let mut text = "concurrency,ttft_ms,tpot_ms,e2e_ms,output_tokens\n".to_owned();
    for at in 0..60_u32 {
        let (ttft, tpot) = (100.25 + f64::from(at), 20.5);
        text += &format!("4,{ttft},{tpot},{},11\n", full(ttft + tpot * 10.0));
    }
    text
}

#[test]
fn a_full_answer_that_is_not_its_parts_is_said_and_one_that_is_stays_silent() {
    let notes = |text: String| {
        let load = Load::of(&dataset(&[("requests.csv", text)]), &[]);
        let notes = load.curves.iter().flat_map(|curve| &curve.notes);
        notes.map(|note| format!("{}\n", note.text)).collect::<String>()
    };
    expect![[r#""#]].assert_eq(&notes(requests(|full| full)));
    expect![[r#"
        Full answer is 458 ms, but first token plus time per output token times the tokens after it gives 305 ms (requests.csv from line 2; 60 of 60 requests).
    "#]].assert_eq(&notes(requests(|full| full * 1.5)));
}

#[test]
fn requests_in_flight_that_do_not_follow_from_rate_and_time_are_said() {
    let row = |asked: u32, reached: f64, mean: f64, in_flight: f64| {
        format!(
            "{{\"backend\": \"sglang\", \"request_rate\": {asked}, \"total_output_tokens_retokenized\": 3000, \"random_range_ratio\": 1.0, \
                 \"random_input_len\": 100, \"duration\": {}, \"completed\": 300, \"request_throughput\": {reached}, \"output_throughput\": {}, \
                 \"total_input_tokens\": 30000, \"total_output_tokens\": 3000, \"mean_ttft_ms\": 50.5, \"mean_e2e_latency_ms\": {mean}, \
                 \"concurrency\": {in_flight}}}\n",
            300.0 / reached,
            10.0 * reached
        )
    };
    let notes = |text: String| {
        let load = Load::of(&dataset(&[("runs.jsonl", text)]), &[]);
        let notes = load.curves.iter().flat_map(|curve| &curve.notes);
        notes.map(|note| format!("{}\n", note.text)).collect::<String>()
    };
    expect![[r#""#]].assert_eq(&notes(row(1, 0.98, 500.5, 0.49) + &row(2, 1.96, 600.5, 1.18)));
    expect![[r#"
        Concurrency is 5.90, but requests per second times the mean full answer gives 1.18 (runs.jsonl line 2).
    "#]]
    .assert_eq(&notes(row(1, 0.98, 500.5, 0.49) + &row(2, 1.96, 600.5, 5.9)));
}

#[test]
fn a_load_test_of_a_database_is_told_by_its_clients() {
    let rows =
        "clients,tps,latency_ms,failed\n1,812.4,1.231,0\n8,5204.7,1.537,0\n32,9120.3,3.509,0\n64,9188.1,6.966,0\n";
    check(
        &dataset(&[("pgbench.csv", rows)]),
        "",
        &expect![[r#"
        These files hold no run of a server: no latency beside a load or a rate of requests.
    "#]],
    );
}

#[test]
fn micro_benchmarks_by_threads_and_latencies_of_memory_are_no_load_of_a_server() {
    let cpu =
        "benchmark,threads,mean_ns,std_ns\nsort,1,812.4,10.5\nsort,2,431.5,9.5\nsort,4,240.5,8.5\nsort,8,160.5,7.5\n";
    let memory = "level,size_kb,latency_ns\nL1,32,1.25\nL2,512,4.5\nL3,8192,18.5\nDRAM,65536,92.5\n";
    let disk = "job,iodepth,iops,lat_mean_us,lat_p99_us\nread,1,10400.5,95.5,180.5\nread,8,61200.5,130.5,310.5\nread,32,92100.5,346.5,820.5\n";
    for (name, text) in [("cpu.csv", cpu), ("memory.csv", memory), ("disk.csv", disk)] {
        check(
            &dataset(&[(name, text)]),
            "",
            &expect![[r#"
                These files hold no run of a server: no latency beside a load or a rate of requests.
            "#]],
        );
    }
}
