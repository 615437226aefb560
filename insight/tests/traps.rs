//! Traps that real files hold for whoever reads a table, each with the number under which it is known.

use expect_test::{Expect, expect};
use insight::dataset::{Dataset, File};
use insight::reading::FileReader;
use insight::summary::Better;

/// Reads a file and shows what each column was taken for: `header [unit] role statistic better: cells`.
fn check(path: &str, text: impl AsRef<[u8]>, expected: &Expect) {
    let mut reader = FileReader::new(path);
    reader.push(text.as_ref());
    let dataset = Dataset::of(vec![reader.finish()]);
    expected.assert_eq(&dataset.files.iter().map(shown).collect::<String>());
}

fn shown(file: &File) -> String {
    let rows = file.reading.rows;
    assert_eq!(rows.kept + rows.reported, rows.in_file, "rows add up");
    let failed: u64 = file.tables.iter().map(|sheet| sheet.failed_rows).sum();
    let mut shown = format!("{} of {} rows, {failed} failed\n", rows.kept, rows.in_file);
    for (table, sheet) in file.reading.tables.iter().zip(&file.tables) {
        shown += &format!("[{}]{}\n", table.place, if sheet.counts { "" } else { " not counted" });
        for (column, field) in table.columns.iter().zip(&sheet.fields) {
            let better = match field.better {
                Better::Higher => " higher",
                Better::Lower => " lower",
                Better::None => "",
            };
            let statistic = field.statistic.as_ref().map_or(String::new(), |statistic| format!(" {statistic}"));
            let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
            let unit = &field.unit.symbol;
            shown += &format!("  {} [{unit}] {:?}{statistic}{better}: {}\n", column.name, field.role, cells.join(" "));
        }
    }
    for problem in &file.reading.problems {
        shown += &format!("{:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
    }
    shown
}

#[test]
fn trap_01_infinity_and_nan_are_no_json_and_a_setting_may_be_infinite() {
    check(
        "a.json",
        r#"{"request_rate": Infinity, "mean_ttft_ms": NaN, "output_throughput": 5.5}"#,
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          request_rate [] Parameter: NonFinite(inf)
          mean_ttft_ms [s] Aggregate mean lower: NonFinite(NaN)
          output_throughput [tokens/s] Measurement higher: Number(5.5)
    "#]],
    );
    check(
        "a.json",
        r#"{"request_rate": "inf", "max_concurrency": null, "mean_ttft_ms": 2.5}"#,
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          request_rate [] Parameter: NonFinite(inf)
          max_concurrency [] Parameter: Missing
          mean_ttft_ms [s] Aggregate mean lower: Number(2.5)
    "#]],
    );
}

#[test]
fn trap_02_several_documents_in_one_file_are_read() {
    check(
        "a.json",
        "{\"ttft_ms\": 1.5}{\"ttft_ms\": 2.5}\n{\n\"ttft_ms\": 3.5}\n",
        &expect![[r#"
        3 of 3 rows, 0 failed
        []
          ttft_ms [s] Measurement lower: Number(1.5) Number(2.5) Number(3.5)
    "#]],
    );
}

#[test]
fn trap_03_an_array_cut_before_its_end_keeps_its_records() {
    check(
        "a.json",
        "[\n{\"ttft_ms\": 1.5},\n{\"ttft_ms\": 2.5},\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          ttft_ms [s] Measurement lower: Number(1.5) Number(2.5)
        Lost: the file is cut, its end is lost (line 4); hint: copy the file again
    "#]],
    );
    check(
        "a.json",
        "[\n{\"ttft_ms\": 1.5},\n{\"ttft_ms\": 2.",
        &expect![[r#"
        1 of 2 rows, 0 failed
        []
          ttft_ms [s] Measurement lower: Number(1.5)
        Lost: the file is cut, its end is lost (line 3); hint: copy the file again
    "#]],
    );
}

#[test]
fn trap_05_a_unit_belongs_to_its_column() {
    check(
        "a.csv",
        "median_ttft_ms,ttft_s,e2e\n12.5,0.0125,1.5 s\n13.5,0.0135,1.25 s\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          median_ttft_ms [s] Aggregate median lower: Number(12.5) Number(13.5)
          ttft_s [s] Measurement lower: Number(0.0125) Number(0.0135)
          e2e [s] Measurement lower: Number(1.5) Number(1.25)
    "#]],
    );
}

#[test]
fn trap_06_tokens_s_is_tokens_per_second() {
    check(
        "a.csv",
        "tokens_s,mean_tokens_s,load_s\n187.175,180.5,1.5\n177.175,170.5,1.25\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          tokens_s [tokens/s] Measurement higher: Number(187.175) Number(177.175)
          mean_tokens_s [tokens/s] Aggregate mean higher: Number(180.5) Number(170.5)
          load_s [s] Measurement lower: Number(1.5) Number(1.25)
    "#]],
    );
}

#[test]
fn trap_07_a_key_with_a_stray_colon_is_understood_and_kept() {
    check(
        "a.json",
        r#"{"request_goodput:": 2.5, " ttft_ms ": 1.5}"#,
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          request_goodput: [requests/s] Measurement higher: Number(2.5)
           ttft_ms  [s] Measurement lower: Number(1.5)
    "#]],
    );
}

#[test]
fn trap_08_failed_runs_stored_as_zeros_are_no_measurements() {
    check(
        "a.csv",
        "ttft_s,tokens_s,error\n0.5,40.5,\n0,0,HTTP 500\n0,0,timed out\n",
        &expect![[r#"
        3 of 3 rows, 2 failed
        []
          ttft_s [s] Measurement lower: Number(0.5) Number(0.0) Number(0.0)
          tokens_s [tokens/s] Measurement higher: Number(40.5) Number(0.0) Number(0.0)
          error [] Validity: Missing Text("HTTP 500") Text("timed out")
    "#]],
    );
}

#[test]
fn ids_of_tokens_are_no_sample() {
    check(
        "a.json",
        r#"{"model": "m", "context": [105, 2364, 107], "eval_count": 3}"#,
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          model [] Parameter: Text("m")
          context [] Text: Text("[105, 2364, 107]")
          eval_count [tokens] Measurement: Number(3.0)
    "#]],
    );
}

#[test]
fn trap_09_words_for_an_absent_value_are_missing_and_words_for_a_failure_stay() {
    check(
        "a.csv",
        "ttft_s,tokens_s\n0.5,40.5\nNA,?\nfailed,n/a\nNaN,-\n",
        &expect![[r#"
        4 of 4 rows, 3 failed
        []
          ttft_s [s] Measurement lower: Number(0.5) Text("NA") Text("failed") NonFinite(NaN)
          tokens_s [tokens/s] Measurement higher: Number(40.5) Missing Missing Missing
    "#]],
    );
}

#[test]
fn trap_10_digits_are_grouped_only_where_the_whole_number_fits() {
    check(
        "a.csv",
        "name,mean_ns,cycles,version\na,\"398,232.31\",\"22,80,000\",\"1,2\"\nb,\"1,234.56\",\"1,50,000\",\"1,3,1\"\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              name [] Parameter: Text("a") Text("b")
              mean_ns [s] Aggregate mean lower: Number(398232.31) Number(1234.56)
              cycles [] Measurement: Number(2280000.0) Number(150000.0)
              version [] Environment: Text("1,2") Text("1,3,1")
        "#]],
    );
    check(
        "a.csv",
        "Method;Mean [ns];Ratio\na;1.234,5;1,05\nb;987,25;0,5\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              Method [] Parameter: Text("a") Text("b")
              Mean [ns] [s] Aggregate mean lower: Number(1234.5) Number(987.25)
              Ratio [] Derived: Number(1.05) Number(0.5)
        "#]],
    );
}

#[test]
fn trap_11_value_error_and_unit_of_one_cell_are_told_apart() {
    check(
        "a.md",
        "| test | t/s | size | Mean |\n|---|---|---|---|\n| pp512 | 2368.80 ± 93.24 | 3.56 GiB | 18.99 ns |\n| tg128 | 155.20 ± 1.24 | 3.56 GiB | 1.5 us |\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              test [] Parameter: Text("pp512") Text("tg128")
              t/s [tokens/s] Aggregate higher: Number(2368.8) Number(155.2)
              t/s ± [tokens/s] Aggregate error higher: Number(93.24) Number(1.24)
              size [B] Measurement lower: Number(3.56) Number(3.56)
              Mean [s] Aggregate mean lower: Number(1.899e-8) Number(1.5e-6)
        "#]],
    );
}

#[test]
fn trap_15_encodings_are_told_by_their_bytes() {
    let text = "name,latency (µs)\r\né,1.5\r\nb,2.5\r\n";
    let expected = expect![[r#"
        2 of 2 rows, 0 failed
        []
          name [] Parameter: Text("é") Text("b")
          latency (µs) [s] Measurement lower: Number(1.5) Number(2.5)
    "#]];
    check("a.csv", text, &expected);
    check("a.csv", format!("\u{feff}{text}"), &expected);
    let wide: Vec<u16> = format!("\u{feff}{text}").encode_utf16().collect();
    check("a.csv", wide.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>(), &expected);
    check("a.csv", wide.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<u8>>(), &expected);
    let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect();
    check(
        "a.csv",
        narrow,
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          name [] Parameter: Text("é") Text("b")
          latency (µs) [s] Measurement lower: Number(1.5) Number(2.5)
        Doubt: not UTF-8, read as Windows-1252; hint: save the file as UTF-8
    "#]],
    );
    check(
        "a.csv",
        "==ERROR== option '--page' is not valid.\r\nUse --help for more.\r\n",
        &expect![[r#"
        0 of 0 rows, 0 failed
        Lost: no table found; hint: drop CSV, JSON, JSON lines or Markdown with tables
    "#]],
    );
}

#[test]
fn trap_18_whole_numbers_beyond_2_53_keep_their_digits_or_say_so() {
    let expected = expect![[r#"
        1 of 1 rows, 0 failed
        [] not counted
          request_id [] Identifier: Text("10688027786191513374")
          seed [] Parameter: Text("10688027786191513375")
          request_start_ns [s] Time: Number(1.7316000001234568e18)
        Note: whole numbers of `request_start_ns` have more digits than can be computed with, 16 are used
    "#]];
    check(
        "a.csv",
        "request_id,seed,request_start_ns\n10688027786191513374,10688027786191513375,1731600000123456789\n",
        &expected,
    );
    check(
        "a.json",
        r#"[{"request_id": 10688027786191513374, "seed": 10688027786191513375, "request_start_ns": 1731600000123456789}]"#,
        &expected,
    );
}

#[test]
fn trap_26_the_name_of_a_number_type_is_unwrapped() {
    check(
        "a.md",
        "| task | acc |\n|---|---|\n| arc | np.float64(0.1146) |\n| mmlu | 0.25 |\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          task [] Parameter: Text("arc") Text("mmlu")
          acc [] Measurement higher: Number(0.1146) Number(0.25)
    "#]],
    );
}

#[test]
fn trap_12_several_header_rows_become_one_name_a_column() {
    check(
        "a.csv",
        "Run Info,Metrics,Metrics,Metrics\nModel,Time to First Token ms,Time to First Token ms,Output Tokens per Second\n,Mean,p95,Mean\ngemma,120.5,118.25,55.5\nllama,130.5,128.25,45.5\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              Run Info Model [] Parameter: Text("gemma") Text("llama")
              Metrics Time to First Token ms Mean [s] Aggregate mean lower: Number(120.5) Number(130.5)
              Metrics Time to First Token ms p95 [s] Aggregate p95 lower: Number(118.25) Number(128.25)
              Metrics Output Tokens per Second Mean [tokens/s] Aggregate mean higher: Number(55.5) Number(45.5)
        "#]],
    );
    check(
        "a.csv",
        ",TTFT [ms],,Speed [tok/s],\nmodel,mean,p95,mean,p95\na,1.5,2.5,30,31\n",
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          model [] Parameter: Text("a")
          TTFT [ms] mean [s] Aggregate mean lower: Number(1.5)
          TTFT [ms] p95 [s] Aggregate p95 lower: Number(2.5)
          Speed [tok/s] mean [tokens/s] Aggregate mean higher: Number(30.0)
          Speed [tok/s] p95 [tokens/s] Aggregate p95 higher: Number(31.0)
    "#]],
    );
}

#[test]
fn trap_13_several_tables_of_one_csv_are_told_apart() {
    check(
        "a.csv",
        "Metric,avg,p99\nttft_ms,1.5,2\nitl_ms,2.5,3\n\nMetric,Value\nRequests,5\n\n\nGPU metrics\nMetric,Device,Power (W)\npower,0,100.5\npower,1,110.5\n",
        &expect![[r#"
            4 of 4 rows, 0 failed
            []
              ttft_ms avg [s] Aggregate mean lower: Number(1.5)
              ttft_ms p99 [s] Aggregate p99 lower: Number(2.0)
              itl_ms avg [s] Aggregate mean lower: Number(2.5)
              itl_ms p99 [s] Aggregate p99 lower: Number(3.0)
            [line 6]
              Metric [] Parameter: Text("Requests")
              Value [] Measurement: Number(5.0)
            [GPU metrics]
              Metric [] Environment: Text("power") Text("power")
              Device [] Parameter: Number(0.0) Number(1.0)
              Power (W) [W] Measurement lower: Number(100.5) Number(110.5)
            Note: rows of one metric each were read as records of several
            Note: line beside the table, not read as a row (line 9)
        "#]],
    );
}

#[test]
fn trap_14_a_header_of_another_width_than_its_rows_names_no_column() {
    check(
        "a.csv",
        "build,model,avg_ts\nabc,gemma,128,50.5\nabc,llama,128,40.5\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          column 1 [] Environment: Text("abc") Text("abc")
          column 2 [] Parameter: Text("gemma") Text("llama")
          column 3 [] Measurement: Number(128.0) Number(128.0)
          column 4 [] Measurement: Number(50.5) Number(40.5)
        Doubt: the header has 3 names and the rows have 4 values, so that no value has a certain name (line 2); hint: add the missing name to the header
    "#]],
    );
    check(
        "a.csv",
        "model,avg_ts\ngemma,50.5,\nllama,40.5,\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          model [] Parameter: Text("gemma") Text("llama")
          avg_ts [] Aggregate mean: Number(50.5) Number(40.5)
    "#]],
    );
}

#[test]
fn trap_16_a_row_of_units_below_the_header_is_no_row() {
    check(
        "a.csv",
        "\"ID\",\"Kernel Name\",\"Duration\",\"DRAM Throughput\"\n\"\",\"\",\"us\",\"%\"\n\"0\",\"gemm\",\"12.5\",\"45.5\"\n\"1\",\"gemm\",\"1,012.5\",\"46.5\"\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              ID [] Identifier: Number(0.0) Number(1.0)
              Kernel Name [] Environment: Text("gemm") Text("gemm")
              Duration [s] Measurement lower: Number(12.5) Number(1012.5)
              DRAM Throughput [%] Derived: Number(45.5) Number(46.5)
        "#]],
    );
}

#[test]
fn trap_17_comments_hold_for_the_rows_after_them() {
    check(
        "a.csv",
        "TOKEN_PER_SEC,RUN\n# Model: gemma3:1b\n10.5,1\n11.5,2\n# Model: llama3\n# a remark\n8.5,1\n",
        &expect![[r#"
            3 of 3 rows, 0 failed
            []
              TOKEN_PER_SEC [tokens/s] Measurement higher: Number(10.5) Number(11.5) Number(8.5)
              RUN [] Identifier: Number(1.0) Number(2.0) Number(1.0)
              Model [] Parameter: Text("gemma3:1b") Text("gemma3:1b") Text("llama3")
            Note: line beside the table, read as what its rows have in common (first at line 2, 2 times)
            Note: line beside the table, not read as a row (line 6)
        "#]],
    );
    check(
        "a.csv",
        "Benchmark of today\nGPU: RTX 4090\nThreads,8,\n\nrun,latency_ms,model\n1,5.5,a\n2,6.5,b\n",
        &expect![[r#"
            2 of 2 rows, 0 failed
            []
              run [] Identifier: Number(1.0) Number(2.0)
              latency_ms [s] Measurement lower: Number(5.5) Number(6.5)
              model [] Parameter: Text("a") Text("b")
              GPU [] Environment: Text("RTX 4090") Text("RTX 4090")
              Threads [] Parameter: Number(8.0) Number(8.0)
            Note: line beside the table, not read as a row (line 1)
            Note: line beside the table, read as what its rows have in common (first at line 2, 2 times)
        "#]],
    );
}

#[test]
fn a_markdown_table_damaged_by_white_space_passes_is_read() {
    let expected = expect![[r#"
        2 of 2 rows, 0 failed
        [R]
          model [] Parameter: Text("a") Text("b")
          tok/s [tokens/s] Measurement higher: Number(1.5) Number(2.5)
    "#]];
    check("a.md", "# R\n|model|tok/s|\n|-|-|\n|a|1.5|\n|b|2.5|\n", &expected);
    check("a.md", "# R\nmodel | tok/s\n--- | ---\na | 1.5 |\n| b | 2.5\n", &expected);
    check("a.md", "# R\n\n| model | tok/s |\n\n| --- | --- |\n\n| a | 1.5 |\n\n| b | 2.5 |\n\nText\n", &expected);
    check("a.md", "# R\n| model | tok/s |\n| --- | --- |\n| a | 1.5 | | b | 2.5 |\n", &expected);
    check("a.md", "# R\n> | model | tok/s |\n> |---|---|\n> | a | 1.5 |\n> | b | 2.5 |\n", &expected);
    check(
        "a.md",
        "# R\n+-----+-----+\n| model | tok/s |\n+=====+=====+\n| a | 1.5 |\n+-----+-----+\n| b | 2.5 |\n+----+----+\n",
        &expected,
    );
    check("a.md", "# R\n│ model │ tok/s │\n├───┼───┤\n│ a │ 1.5 │\n│ b │ 2.5 │\n└───┴───┘\n", &expected);
    check(
        "a.md",
        "# R Text. | model | tok/s | |---|---| | a | 1.5 | | b | | ## Next | n | v (ms) | |---|---| | x | 3.5 | End.",
        &expect![[r#"
            3 of 3 rows, 1 failed
            [R Text.]
              model [] Parameter: Text("a") Text("b")
              tok/s [tokens/s] Measurement higher: Number(1.5) Missing
            [Next]
              n [] Parameter: Text("x")
              v (ms) [s] Measurement lower: Number(3.5)
            Note: lines of a table were joined into one and were parted again (line 1)
        "#]],
    );
}

#[test]
fn trap_27_a_name_holds_for_blank_cells_below_it_and_for_its_parts() {
    check(
        "a.md",
        "| Tasks | Version | Metric | | Value | | Stderr |\n|---|---:|---|---|---:|---|---:|\n| arc | 1 | acc | ↑ | 0.5 | ± | 0.01 |\n| | | acc_norm | ↑ | 0.45 | ± | 0.02 |\n| mmlu | 2 | acc | ↑ | 0.4 | ± | 0.03 |\n| - stem | 2 | acc | ↑ | 0.3 | ± | 0.04 |\n",
        &expect![[r#"
            4 of 4 rows, 0 failed
            []
              Tasks [] Parameter: Text("arc") Text("arc") Text("mmlu") Text("mmlu / stem")
              Version [] Environment: Number(1.0) Missing Number(2.0) Number(2.0)
              Metric [] Identifier: Text("acc") Text("acc_norm") Text("acc") Text("acc")
              column 4 [] Text: Text("↑") Text("↑") Text("↑") Text("↑")
              Value [acc] [] Aggregate mean higher: Number(0.5) Missing Number(0.4) Number(0.3)
              Value [acc_norm] [] Aggregate mean higher: Missing Number(0.45) Missing Missing
              column 6 [] Text: Text("±") Text("±") Text("±") Text("±")
              Stderr [acc] [] Aggregate sem higher: Number(0.01) Missing Number(0.03) Number(0.04)
              Stderr [acc_norm] [] Aggregate sem higher: Missing Number(0.02) Missing Missing
            Note: a name in `Tasks` holds for the rows below it that have none, or are parts of it
        "#]],
    );
    check(
        "a.csv",
        "model,quant,tok_s\ngemma,q4,30.5\n,q8,25.5\nllama,q4,20.5\n,q8,15.5\n",
        &expect![[r#"
        4 of 4 rows, 0 failed
        []
          model [] Parameter: Text("gemma") Text("gemma") Text("llama") Text("llama")
          quant [] Parameter: Text("q4") Text("q8") Text("q4") Text("q8")
          tok_s [tokens/s] Measurement higher: Number(30.5) Number(25.5) Number(20.5) Number(15.5)
        Note: a name in `model` holds for the rows below it that have none, or are parts of it
    "#]],
    );
}

#[test]
fn rows_of_one_metric_each_are_one_record_of_several() {
    let expected = expect![[r#"
        1 of 1 rows, 0 failed
        []
          ttft [s] Measurement lower: Number(12.5)
          throughput [tokens/s] Measurement higher: Number(45.5)
          memory [B] Measurement lower: Number(3.5)
        Note: rows of one metric each were read as records of several
    "#]];
    check("a.csv", "metric,value,unit\nttft,12.5,ms\nthroughput,45.5,tokens/s\nmemory,3.5,GiB\n", &expected);
    check(
        "a.csv",
        "model,metric,value\na,ttft_ms,1.5\na,tok_s,30.5\nb,ttft_ms,2.5\nb,tok_s,20.5\nb,ttft_ms,2.75\n",
        &expect![[r#"
            3 of 3 rows, 0 failed
            []
              model [] Parameter: Text("a") Text("b") Text("b")
              ttft_ms [s] Measurement lower: Number(1.5) Number(2.5) Number(2.75)
              tok_s [tokens/s] Measurement higher: Number(30.5) Number(20.5) Missing
            Note: rows of one metric each were read as records of several
        "#]],
    );
    check(
        "a.md",
        "| Property | Value |\n|---|---|\n| Model | gemma |\n| TTFT | 12.5 ms |\n| Speed | 45.5 tok/s |\n",
        &expect![[r#"
            1 of 1 rows, 0 failed
            []
              Model [] Parameter: Text("gemma")
              TTFT [s] Measurement lower: Number(12.5)
              Speed [tokens/s] Measurement higher: Number(45.5)
            Note: rows of one metric each were read as records of several
        "#]],
    );
    check(
        "a.json",
        r#"{"ttft": {"unit": "ms", "avg": 1.5, "p99": 2.5}, "itl": {"unit": "ms", "avg": 3.5, "p99": 4.5}}"#,
        &expect![[r#"
            1 of 1 rows, 0 failed
            []
              ttft avg [s] Aggregate mean lower: Number(1.5)
              ttft p99 [s] Aggregate p99 lower: Number(2.5)
              itl avg [s] Aggregate mean lower: Number(3.5)
              itl p99 [s] Aggregate p99 lower: Number(4.5)
            Note: rows of one metric each were read as records of several
        "#]],
    );
    // Names of conditions are no metrics.
    check(
        "a.csv",
        "name,value\nbaseline,1.5\nchunked,2.5\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          name [] Parameter: Text("baseline") Text("chunked")
          value [] Measurement: Number(1.5) Number(2.5)
    "#]],
    );
}

#[test]
fn trap_04_lines_of_json_are_found_among_noise() {
    check(
        "a.jsonl",
        "INFO starting\n{\"ttft_ms\": 1.5}\n50%|#####     | 1/2\n{\"ttft_ms\": 2.5}\n",
        &expect![[r#"
        2 of 4 rows, 0 failed
        []
          ttft_ms [s] Measurement lower: Number(1.5) Number(2.5)
        Lost: line is not JSON and was left out (first at line 1, 2 times); hint: write one JSON object per line
    "#]],
    );
}

#[test]
fn trap_20_a_row_that_sums_up_the_others_is_not_averaged_with_them() {
    check(
        "a.md",
        "| run | ms |\n|---|---|\n| 1 | 1.5 |\n| 2 | 2.5 |\n| **Mean** | 2.0 |\n",
        &expect![[r#"
        3 of 3 rows, 0 failed
        []
          run [] Identifier: Number(1.0) Number(2.0)
          ms [s] Measurement lower: Number(1.5) Number(2.5)
        [sums] not counted
          run [] Identifier: Text("Mean")
          ms [s] Measurement lower: Number(2.0)
        Note: rows at the end of a table that sum it up are no measurements of their own
    "#]],
    );
    check(
        "a.csv",
        "model,time_ms\na,1.5\nb,2.5\nTotal,4.0\n",
        &expect![[r#"
        3 of 3 rows, 0 failed
        []
          model [] Parameter: Text("a") Text("b")
          time_ms [s] Measurement lower: Number(1.5) Number(2.5)
        [sums] not counted
          model [] Parameter: Text("Total")
          time_ms [s] Measurement lower: Number(4.0)
        Note: rows at the end of a table that sum it up are no measurements of their own
    "#]],
    );
    check(
        "a.csv",
        "statistic,ttft_ms\nmean,1.5\nmax,2.5\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          statistic [] Parameter: Text("mean") Text("max")
          ttft_ms [s] Measurement lower: Number(1.5) Number(2.5)
    "#]],
    );
}

#[test]
fn dates_are_moments_however_they_are_written() {
    check(
        "a.csv",
        "date,at,when,ms\n08.10.2025,10/8/2025 04:29 PM,2025-10-08T16:29:55.123Z,1.5\n",
        &expect![[r#"
        1 of 1 rows, 0 failed
        []
          date [] Time: Text("08.10.2025")
          at [] Time: Text("10/8/2025 04:29 PM")
          when [] Time: Text("2025-10-08T16:29:55.123Z")
          ms [s] Measurement lower: Number(1.5)
    "#]],
    );
}
