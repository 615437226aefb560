//! Traps in the shape of a table: headers, rows of units, several tables, rows that sum up.

use super::check;
use expect_test::expect;

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
              Metric [] Parameter: Text("power") Text("power")
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
