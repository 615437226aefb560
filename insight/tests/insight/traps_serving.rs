//! Traps of serving benchmarks that take several files: runs that say each other again.

use super::given::dataset;
use expect_test::{Expect, expect};
use insight::dataset::Dataset;
use insight::reading::FileReader;
use insight::summary::Use;

/// Reads files and shows what each is used for.
fn check(files: &[(&str, &str)], expected: &Expect) {
    let dataset = dataset(files);
    let mut shown = String::new();
    for file in &dataset.files {
        let format = file.reading.recognized.as_ref().map_or("", |it| it.format.as_str());
        let used = match &file.used {
            Use::Measured => "counts".to_owned(),
            Use::Repeat { of, how } => format!("{how} of {of}"),
            other => format!("{other:?}"),
        };
        let rows: usize = file.reading.tables.iter().map(|table| table.rows).sum();
        shown += &format!("{} ({format}, rows: {rows}): {used}\n", file.reading.path);
    }
    expected.assert_eq(&shown);
}

/// A run of `vllm bench serve` as its sweep writes it.
fn run(number: u32, mean: f64, throughput: f64, more: &str) -> String {
    format!(
        "{{\"date\": \"20260427-11060{number}\", \"backend\": \"vllm\", \"model_id\": \"m\", \"num_prompts\": 16, \"request_rate\": \"inf\", \
         \"max_concurrency\": null, \"duration\": {}, \"completed\": 16, \"failed\": 0, \"request_throughput\": {throughput}, \
         \"output_throughput\": {}, \"mean_ttft_ms\": {mean}, \"p99_ttft_ms\": {}{more}}}",
        16.0 / throughput,
        throughput * 128.0,
        mean * 1.75
    )
}

#[test]
fn trap_19_a_run_of_a_sweep_stands_in_its_summary_again_and_counts_once() {
    let sweep = |at: u32| format!(", \"run_number\": {at}, \"max_num_seqs\": 64");
    let (first, second) = (run(0, 150.1237, 2.7771, &sweep(0)), run(1, 152.8829, 2.6543, &sweep(1)));
    let third = run(2, 149.0021, 2.8012, &sweep(2));
    check(
        &[
            ("BENCH/run=0.json", &first),
            ("BENCH/run=1.json", &second),
            ("BENCH/summary.json", &format!("[{first}, {second}, {third}]")),
            ("other.json", &run(0, 150.1237, 2.8771, ", \"max_num_seqs\": 128")),
        ],
        &expect![[r#"
            BENCH/run=0.json (vllm, rows: 1): excerpt of BENCH/summary.json
            BENCH/run=1.json (vllm, rows: 1): excerpt of BENCH/summary.json
            BENCH/summary.json (vllm, rows: 3): counts
            other.json (vllm, rows: 1): counts
        "#]],
    );
}

#[test]
fn trap_19_records_for_a_database_say_their_run_again() {
    let record = |name: &str, value: f64| {
        format!(
            "{{\"benchmark\": {{\"name\": \"vLLM benchmark\", \"extra_info\": {{\"args\": {{\"seed\": 0}}}}}}, \"model\": {{\"name\": \"m\"}}, \
             \"metric\": {{\"name\": \"{name}\", \"benchmark_values\": [{value}], \"extra_info\": {{\"date\": \"20260427-110600\", \
             \"model_id\": \"m\", \"num_prompts\": 16, \"request_rate\": \"inf\", \"duration\": {}, \"completed\": 16, \"failed\": 0, \
             \"request_throughput\": 2.7771, \"output_throughput\": {}}}}}}}",
            16.0 / 2.7771,
            2.7771 * 128.0
        )
    };
    let records = [record("mean_ttft_ms", 150.1237), record("p99_ttft_ms", 150.1237 * 1.75)].join(", ");
    check(
        &[("run.json", &run(0, 150.1237, 2.7771, "")), ("run.pytorch.json", &format!("[{records}]"))],
        &expect![[r#"
            run.json (vllm, rows: 1): counts
            run.pytorch.json (vllm, rows: 1): twin of run.json
        "#]],
    );
}

#[test]
fn trap_19_a_median_of_runs_beside_them_is_no_run() {
    let made = ", \"aggregation_method\": \"median\", \"aggregated_repetitions\": 3, \"individual_result_files\": [\"a-run-1.json\"]";
    let middle = run(0, 150.1237, 2.7771, made);
    let runs = [run(1, 150.1237, 2.9543, ""), run(2, 149.0021, 2.6012, ""), run(3, 161.6603, 2.7771, "")];
    check(
        &[("a-run-1.json", &runs[0]), ("a-run-2.json", &runs[1]), ("a-run-3.json", &runs[2]), ("a.json", &middle)],
        &expect![[r#"
            a-run-1.json (vllm, rows: 1): counts
            a-run-2.json (vllm, rows: 1): counts
            a-run-3.json (vllm, rows: 1): counts
            a.json (vllm, rows: 1): summary of a-run-1.json
        "#]],
    );
    // Alone it is what was measured.
    check(
        &[("a.json", &middle)],
        &expect![[r#"
        a.json (vllm, rows: 1): counts
    "#]],
    );
}

/// Reads one file and shows what is said of it.
fn said(text: &str, expected: &Expect) {
    let mut reader = FileReader::new("run.json");
    reader.push(text.as_bytes());
    let dataset = Dataset::of(vec![reader.finish()]);
    let problems = dataset.files.iter().flat_map(|file| &file.reading.problems);
    expected.assert_eq(&problems.map(|problem| format!("{problem}\n")).collect::<String>());
}

#[test]
fn trap_21_statistics_are_computed_again_from_the_requests_beside_them() {
    let run = |mean: f64, sd: f64, p99: f64| {
        format!(
            "{{\"model_id\": \"m\", \"num_prompts\": 4, \"completed\": 3, \"failed\": 1, \"request_throughput\": 1.5, \"output_throughput\": 6.0, \
             \"mean_ttft_ms\": {mean}, \"std_ttft_ms\": {sd}, \"p99_ttft_ms\": {p99}, \"output_lens\": [4, 4, 4, 0], \
             \"ttfts\": [0.1, 0.2, 0.3, 0.0], \"errors\": [\"\", \"\", \"\", \"timeout\"]}}"
        )
    };
    // The deviation of a population, a percentile by interpolation, without the request that failed.
    said(
        &run(200.0, 81.649_658, 298.0),
        &expect![[r#"
        3 of 4 requests were answered, the others stand behind no statistic (line 1)
    "#]],
    );
    said(
        &run(150.0, 100.0, 310.0),
        &expect![[r#"
            3 of 4 requests were answered, the others stand behind no statistic (line 1)
            `mean_ttft_ms` is 150.000 in the file, its 3 values give 200.000 (line 1)
            hint: trust what was computed from the values, unless some of them were left out of the file
            `p99_ttft_ms` is 310.000 in the file, its 3 values give 298.000 (line 1)
            hint: trust what was computed from the values, unless some of them were left out of the file
        "#]],
    );
}
