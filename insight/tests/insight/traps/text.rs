//! Traps in the text of a file: its documents, its end, its noise, its encoding.

use super::check;
use expect_test::expect;

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
