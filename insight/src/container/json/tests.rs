//! JSON as tools write it, to tables.

use crate::reading::FileReader;
use expect_test::{Expect, expect};

fn check(path: &str, text: &str, expected: &Expect) {
    let mut reader = FileReader::new(path);
    reader.push(text.as_bytes());
    let reading = reader.finish();
    let recognized = reading.recognized.map(|known| format!("{} {:?}", known.format, known.certainty));
    let mut shown = format!("{} of {} rows, {recognized:?}\n", reading.rows.kept, reading.rows.in_file);
    for table in &reading.tables {
        shown +=
            &format!("[{}] {:?}\n", table.place, table.parent.as_ref().map(|parent| (&parent.place, &parent.rows)));
        for column in &table.columns {
            let cells: Vec<String> = column.cells().map(|cell| format!("{cell:?}")).collect();
            shown += &format!("  {} {:?}: {}\n", column.name, column.unit_written, cells.join(" "));
        }
    }
    for problem in &reading.problems {
        shown += &format!("{:?}: {}\n", problem.severity, problem.to_string().replace('\n', "; "));
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_list_of_maps_is_a_table_with_the_texts_around_it() {
    check(
        "f.json",
        r#"{"model": "m", "ctx": 8, "results": [{"s": 1, "o": {"t": "0.5"}}, {"s": null, "e": "x"}]}"#,
        &expect![[r#"
            3 of 3 rows, Some("json Likely")
            [] None
              model None: Text("m")
              ctx None: Number(8.0)
            [/results] Some(("", [0, 0]))
              model None: Text("m") Text("m")
              s None: Number(1.0) Missing
              o.t None: Number(0.5) Missing
              e None: Missing Text("x")
        "#]],
    );
}

#[test]
fn maps_of_one_shape_are_rows_with_a_key() {
    check(
        "f.json",
        r#"{"by": {"a": {"n": 1, "k": 2}, "b": {"n": 3}}}"#,
        &expect![[r#"
        2 of 2 rows, Some("json Likely")
        [/by] None
          key None: Text("a") Text("b")
          n None: Number(1.0) Number(3.0)
          k None: Number(2.0) Missing
    "#]],
    );
}

#[test]
fn samples_hang_below_their_row_and_an_interval_is_two_columns() {
    check(
        "f.json",
        r#"[{"name": "a", "times": [1, 2], "ci95": [0, 3]}, {"name": "b", "times": [[3], [4]], "tags": ["x", "y"]}]"#,
        &expect![[r#"
            2 of 2 rows, Some("json Likely")
            [] None
              name None: Text("a") Text("b")
              ci95.low None: Number(0.0) Missing
              ci95.high None: Number(3.0) Missing
              tags None: Missing Text("[\"x\", \"y\"]")
            [/*/times] Some(("", [0, 0]))
              name None: Text("a") Text("a")
              times None: Number(1.0) Number(2.0)
            [/*/times/*] Some(("", [1, 1]))
              name None: Text("b") Text("b")
              times None: Number(3.0) Number(4.0)
        "#]],
    );
}

#[test]
fn lines_and_documents_in_a_row_are_rows() {
    check(
        "f.jsonl",
        "{\"a\": 1}\nnot json\n{\"a\": Infinity, \"b\": true}\n{\"a\": 3",
        &expect![[r#"
        2 of 4 rows, Some("jsonl Likely")
        [] None
          a None: Number(1.0) NonFinite(inf)
          b None: Missing Text("true")
        Lost: line is not JSON and was left out (line 2); hint: write one JSON object per line
        Lost: the file is cut in its last line, which is lost (line 4); hint: copy the file again
    "#]],
    );
    check(
        "f.json",
        "{\n\"a\": 1\n}\n{\n\"a\": 2,\n}\n",
        &expect![[r#"
        2 of 2 rows, Some("json Likely")
        [] None
          a None: Number(1.0) Number(2.0)
        Note: a comma before a closing bracket, read as if it were not there (line 6)
    "#]],
    );
    check(
        "f.json",
        "{\"a\": 1}\n{\"a\": 2}\n",
        &expect![[r#"
        2 of 2 rows, Some("jsonl Likely")
        [] None
          a None: Number(1.0) Number(2.0)
        Note: the ending of the name promises something else, read as JSON lines
    "#]],
    );
}

#[test]
fn tools_are_told_by_their_keys_wherever_they_stand() {
    check(
        "f.txt",
        "{\"model\": \"m\", \"total_duration\": 9, \"load_duration\": 1, \"prompt_eval_count\": 3, \
         \"prompt_eval_duration\": 2, \"eval_count\": 4, \"eval_duration\": 5, \"done\": true}",
        &expect![[r#"
            1 of 1 rows, Some("ollama Sure")
            [] None
              model None: Text("m")
              total_duration Some("ns"): Number(9.0)
              load_duration Some("ns"): Number(1.0)
              prompt_eval_count Some("tokens"): Number(3.0)
              prompt_eval_duration Some("ns"): Number(2.0)
              eval_count Some("tokens"): Number(4.0)
              eval_duration Some("ns"): Number(5.0)
              done None: Text("true")
        "#]],
    );
    check(
        "f.json",
        "[{\"avg_ts\": 10.5, \"stddev_ts\": 0.5, \"n_gen\": 128, \"n_prompt\": 0, \"samples_ts\": [10, 11], \
         \"build_commit\": \"abc\"}]",
        &expect![[r#"
            1 of 1 rows, Some("llama-bench Sure")
            [] None
              test None: Text("tg128")
              avg_ts [tg] Some("tokens/s"): Number(10.5)
              stddev_ts [tg] Some("tokens/s"): Number(0.5)
              n_gen Some("tokens"): Number(128.0)
              n_prompt Some("tokens"): Number(0.0)
              build_commit None: Text("abc")
            [/*/samples_ts] Some(("", [0, 0]))
              test None: Text("tg128") Text("tg128")
              n_gen Some("tokens"): Number(128.0) Number(128.0)
              n_prompt Some("tokens"): Number(0.0) Number(0.0)
              samples_ts [tg] Some("tokens/s"): Number(10.0) Number(11.0)
            Doubt: `stddev_ts` is 0.5, its samples give 0.707107 (at `/0`); hint: the samples are used; the tool's own deviation can overflow
        "#]],
    );
}

#[test]
fn columns_written_side_by_side_are_one_table() {
    let expected = expect![[r#"
        2 of 2 rows, Some("json Likely")
        [] None
          model None: Text("a") Text("b")
          ttft_ms None: Number(1.5) Number(2.5)
    "#]];
    check("f.json", r#"{"model": ["a", "b"], "ttft_ms": [1.5, 2.5]}"#, &expected);
    check(
        "f.json",
        r#"{"columns": ["model", "ttft_ms"], "index": [0, 1], "data": [["a", 1.5], ["b", 2.5]]}"#,
        &expected,
    );
    check("f.json", r#"{"model": {"0": "a", "1": "b"}, "ttft_ms": {"0": 1.5, "1": 2.5}}"#, &expected);
    check("f.json", r#"[["model", "ttft_ms"], ["a", 1.5], ["b", 2.5]]"#, &expected);
}

#[test]
fn names_of_models_are_no_names_of_columns() {
    check(
        "f.json",
        r#"{"results": {"gemma3:1b": {"ttft_ms": 1.5}}}"#,
        &expect![[r#"
        1 of 1 rows, Some("json Likely")
        [/results] None
          key None: Text("gemma3:1b")
          ttft_ms None: Number(1.5)
    "#]],
    );
    check(
        "f.json",
        r#"{"gemma3:1b": [{"ttft_ms": 1.5}, {"ttft_ms": 2.5}], "llama3": [{"ttft_ms": 3.5}]}"#,
        &expect![[r#"
            3 of 3 rows, Some("json Likely")
            [] None
              key None: Text("gemma3:1b") Text("gemma3:1b") Text("llama3")
              ttft_ms None: Number(1.5) Number(2.5) Number(3.5)
        "#]],
    );
    check(
        "f.json",
        r#"{"tokens_per_second": {"gemma3:1b": 50.5, "llama3": 40.5}, "n": 3}"#,
        &expect![[r#"
        3 of 3 rows, Some("json Likely")
        [] None
          n None: Number(3.0)
        [/tokens_per_second] Some(("", [0, 0]))
          key None: Text("gemma3:1b") Text("llama3")
          tokens_per_second None: Number(50.5) Number(40.5)
    "#]],
    );
    check(
        "f.json",
        r#"{"gemma3:1b": [1.5, 2.5], "llama3": [3.5]}"#,
        &expect![[r#"
        3 of 3 rows, Some("json Likely")
        [] None
          key None: Text("gemma3:1b") Text("gemma3:1b") Text("llama3")
          value None: Number(1.5) Number(2.5) Number(3.5)
    "#]],
    );
    // Quantities of their own stay columns.
    check(
        "f.json",
        r#"{"timing": {"prefill": 1.5, "decode": 2.5}, "p": {"p50": 1, "p99.9": 2}}"#,
        &expect![[r#"
        1 of 1 rows, Some("json Likely")
        [] None
          timing.prefill None: Number(1.5)
          timing.decode None: Number(2.5)
          p.p50 None: Number(1.0)
          p.p99.9 None: Number(2.0)
    "#]],
    );
}
