//! Tables as people write them: fenced, tagged, without a rule below the header, aligned by spaces, lying on their side.

use expect_test::{Expect, expect};
use insight::reading::{FileReader, Reading};
use insight::table::Cell;

fn read(name: &str, text: &str) -> Reading {
    let mut reader = FileReader::new(name);
    reader.push(text.as_bytes());
    reader.finish()
}

/// Every table, cell by cell, and every problem; rows add up.
fn check(name: &str, text: &str, expected: &Expect) {
    let reading = read(name, text);
    let mut shown = String::new();
    for table in &reading.tables {
        shown += &format!("[{}]", table.place);
        for column in &table.columns {
            let cells: Vec<String> = column
                .cells()
                .map(|cell| match cell {
                    Cell::Missing => "-".to_owned(),
                    Cell::Number(number) | Cell::NonFinite(number) => number.to_string(),
                    Cell::Text(text) => format!("`{text}`"),
                })
                .collect();
            let unit = column.unit_written.as_ref().map_or_else(String::new, |unit| format!(" {{{unit}}}"));
            shown += &format!("\n  {}{unit}: {}", column.name, cells.join(" "));
        }
        shown.push('\n');
    }
    for problem in &reading.problems {
        shown += &format!("{:?} {:?} {}\n", problem.severity, problem.spot, problem.what);
    }
    let rows = reading.rows;
    assert_eq!(rows.kept + rows.reported, rows.in_file, "{text}");
    shown += &format!("{} rows, {} kept", rows.in_file, rows.kept);
    expected.assert_eq(&shown);
}

#[test]
fn a_table_in_a_fence_is_read_as_what_it_is() {
    check(
        "report.md",
        "# Run\n\n```csv\nmodel,ttft_ms\na,1.5\nb,2.5\n```\n\nText.\n\n```json\n[{\"model\": \"a\", \"ttft_ms\": 1.5}]\n```\n\n```sh\necho a,b\n```\n",
        &expect![[r#"
            [Run]
              model: `a` `b`
              ttft_ms: 1.5 2.5
            [Run (2)]
              model: `a`
              ttft_ms: 1.5
            3 rows, 3 kept"#]],
    );
    check(
        "notes.txt",
        "Results of today:\n\n```\nmodel,ttft_ms\na,1.5\nb,2.5\n```\n",
        &expect![[r#"
            []
              model: `a` `b`
              ttft_ms: 1.5 2.5
            2 rows, 2 kept"#]],
    );
}

#[test]
fn a_pipe_table_needs_no_rule_below_its_header() {
    check(
        "report.md",
        "# Run\n\n| model | ttft_ms |\n| a | 1.5 |\n| b | 2.5 |\n\nAnd more.\n",
        &expect![[r#"
            [Run]
              model: `a` `b`
              ttft_ms: 1.5 2.5
            Note Line(4) a table without a row of dashes below its header
            2 rows, 2 kept"#]],
    );
    check("report.md", "Either | or\nthis | that\n", &expect!["0 rows, 0 kept"]);
}

#[test]
fn a_table_of_tags_is_a_table() {
    check(
        "report.md",
        "# Run\n\n<table>\n<thead><tr><th>model</th><th align=\"right\">ttft (ms)</th></tr></thead>\n<tr><td>a &amp; b</td><td>1.5</td></tr>\n<tr><td><b>c</b></td><td>2.5\n</td></tr>\n</table>\n\nText.\n",
        &expect![[r#"
            [Run]
              model: `a & b` `c`
              ttft (ms): 1.5 2.5
            2 rows, 2 kept"#]],
    );
}

#[test]
fn columns_may_be_aligned_by_spaces() {
    check(
        "out.txt",
        "Benchmark results\n\nmodel          size     ttft (ms)   tok/s\n-------------  -------  ---------   -----\nllama3 8b      4.7 GB        35.1    61.2\ngemma2 9b      5.4 GB        41.0    48.9\nqwen2.5        4.4 GB                58.0\n",
        &expect![[r#"
            []
              model: `llama3 8b` `gemma2 9b` `qwen2.5`
              size {GB}: 4.7 5.4 4.4
              ttft (ms): 35.1 41 -
              tok/s: 61.2 48.9 58
            Note Line(3) columns aligned by spaces, read as a table
            3 rows, 3 kept"#]],
    );
    check(
        "out.log",
        "loading model\nmodel ready in 3 s\nserving on port 80\nall good   now\n",
        &expect![[r#"
        Lost Whole no table found
        0 rows, 0 kept"#]],
    );
}

#[test]
fn a_table_may_lie_on_its_side() {
    check(
        "side.csv",
        "metric,baseline,candidate\nttft_ms,35.1,33.0\nthroughput (tok/s),61.2,65.9\nmodel,a,b\nrequests,100,100\n",
        &expect![[r#"
            []
              condition: `baseline` `candidate`
              ttft_ms: 35.1 33
              throughput (tok/s): 61.2 65.9
              model: `a` `b`
              requests: 100 100
            Note Whole a table with a column for each run was read as one with a record for each
            2 rows, 2 kept"#]],
    );
    check(
        "side.md",
        "| Metric | run 1 | run 2 |\n|---|---|---|\n| TTFT | 35.1 ms | 33.0 ms |\n| Decode | 61.2 tok/s | 65.9 tok/s |\n| Peak memory | 5.1 GiB | 5.2 GiB |\n",
        &expect![[r#"
            []
              condition: `run 1` `run 2`
              TTFT {ms}: 35.1 33
              Decode {tok/s}: 61.2 65.9
              Peak memory {GiB}: 5.1 5.2
            Note Whole a table with a column for each run was read as one with a record for each
            2 rows, 2 kept"#]],
    );
    check(
        "no.csv",
        "name,2023,2024\nann,35.1,33.0\nbob,61.2,65.9\n",
        &expect![[r#"
        []
          name: `ann` `bob`
          2023: 35.1 61.2
          2024: 33 65.9
        2 rows, 2 kept"#]],
    );
}

#[test]
fn json_with_comments_and_the_text_of_python() {
    check(
        "run.json",
        "// made by hand\n{\n  \"model\": \"a\", // the small one\n  /* in ms */\n  \"ttft_ms\": 1.5, # warm\n  \"url\": \"http://x//y\"\n}\n",
        &expect![[r#"
            []
              model: `a`
              ttft_ms: 1.5
              url: `http://x//y`
            Note Line(1) comments in JSON, read as if they were not there
            1 rows, 1 kept"#]],
    );
    check(
        "run.json",
        "{'model': 'a', 'ttft_ms': 1.5, 'ok': True, 'error': None, \"it's\": (1, 2)}\n",
        &expect![[r#"
            []
              model: `a`
              ttft_ms: 1.5
              ok: `true`
              error: -
            [/it's]
              model: `a` `a`
              it's: 1 2
            Note Line(1) values as Python or JavaScript write them, read as JSON
            1 rows, 1 kept"#]],
    );
    check(
        "run.log",
        "{'model': \"it's\", 'ttft_ms': 1.5, 'ok': False}\n{'model': 'b', 'ttft_ms': 2.5, 'ok': True}\n",
        &expect![[r#"
            []
              model: `it's` `b`
              ttft_ms: 1.5 2.5
              ok: `false` `true`
            Note Line(1) values as Python or JavaScript write them, read as JSON
            2 rows, 2 kept"#]],
    );
}

#[test]
fn moments_of_every_country_and_the_doubtful_ones() {
    check(
        "a.csv",
        "date,ttft_ms\n08.10.2025,1\n09.10.2025 16:29,2\n",
        &expect![[r#"
        []
          date: `08.10.2025` `09.10.2025 16:29`
          ttft_ms: 1 2
        2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "date,ttft_ms\n10/8/2025,1\n10/9/2025,2\n",
        &expect![[r#"
            []
              date: `10/8/2025` `10/9/2025`
              ttft_ms: 1 2
            Doubt Whole day and month of the dates in `date` cannot be told apart, so they order nothing
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "date,ttft_ms\n10/18/2025 4:05 PM,1\n10/9/2025 4:05 AM,2\n",
        &expect![[r#"
        []
          date: `10/18/2025 4:05 PM` `10/9/2025 4:05 AM`
          ttft_ms: 1 2
        2 rows, 2 kept"#]],
    );
}

#[test]
fn cells_with_suffixes_intervals_and_commas() {
    check(
        "a.csv",
        "requests,ctx,model\n1.2k,4k,8b\n3M,8k,1b\n950,16k,2b\n",
        &expect![[r#"
            []
              requests: 1200 3000000 950
              ctx: `4k` `8k` `16k`
              model: `8b` `1b` `2b`
            3 rows, 3 kept"#]],
    );
    check(
        "a.csv",
        "n,ttft_ms_ci95\n1,\"[1.2, 3.4]\"\n2,\"[1.5, 3.5]\"\n",
        &expect![[r#"
            []
              n: 1 2
              ttft_ms_ci95 low: 1.2 1.5
              ttft_ms_ci95 high: 3.4 3.5
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "n,latency range (ms),pages\n1,1.2-3.4,1-2\n2,1.5-3.5,2-4\n",
        &expect![[r#"
            []
              n: 1 2
              latency range (ms) low: 1.2 1.5
              latency range (ms) high: 3.4 3.5
              pages: `1-2` `2-4`
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "n,latency\n1,1.2..3.4 ms\n2,1.5..3.5 ms\n",
        &expect![[r#"
            []
              n: 1 2
              latency low {ms}: 1.2 1.5
              latency high {ms}: 3.4 3.5
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "Lauf;Rate;Zeit;Wert\n1;0,5 %;1.234,5 ms;1,5 ± 0,2\n2;12 %;987 ms;1,4 ± 0,1\n",
        &expect![[r#"
            []
              Lauf: 1 2
              Rate {%}: 0.5 12
              Zeit {ms}: 1234.5 987
              Wert: 1.5 1.4
              Wert ±: 0.2 0.1
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "n;x\n1;12 345,67\n2;1 234,50\n",
        &expect![[r#"
            []
              n: 1 2
              x: 12345.67 1234.5
            2 rows, 2 kept"#]],
    );
    check(
        "a.csv",
        "n\tx\n1\t12'345.67\n2\t1'234.50\n",
        &expect![[r#"
        []
          n: 1 2
          x: 12345.67 1234.5
        2 rows, 2 kept"#]],
    );
}

#[test]
fn hostile_shapes_end_and_their_rows_add_up() {
    let spans = format!("<table>{}</table>\n", "<tr><td colspan=64 rowspan=4096>1".repeat(20_000));
    let long = format!("<table><tr><td rowspan=4096>{}</table>\n", "x".repeat(1 << 20));
    let fences = (3..200).rev().map(|marks| "`".repeat(marks) + "\n").collect::<String>();
    let deep = format!("{{'a': {}", "(".repeat(100_000));
    for text in [
        "{'a': (1, [2)}",
        "{'a': (1]",
        "{'a': [(1}]",
        "[(",
        "{'a': )}",
        "{\"a\": /* never closed",
        "```csv\na,b\n1,2\n",
        "<table><tr><td>1",
        &spans,
        &long,
        &fences,
        &deep,
    ] {
        for name in ["a.json", "a.jsonl", "a.md", "a.csv", "a.txt"] {
            let rows = read(name, text).rows;
            assert_eq!(rows.kept + rows.reported, rows.in_file, "{name}");
        }
    }
}
