//! Traps inside one cell, one name or one column.

use super::check;
use expect_test::expect;

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
            Doubt: day and month of the dates in `at` cannot be told apart, so they order nothing; hint: write dates as `2025-10-08`
        "#]],
    );
}

#[test]
fn a_throughput_without_a_unit_is_of_tokens_only_beside_words_of_models() {
    check(
        "a.csv",
        "threads,throughput\n1,150.5\n2,250.5\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          threads [] Parameter: Number(1.0) Number(2.0)
          throughput [] Measurement higher: Number(150.5) Number(250.5)
    "#]],
    );
    check(
        "a.csv",
        "model,throughput\nm,150.5\nm,250.5\n",
        &expect![[r#"
        2 of 2 rows, 0 failed
        []
          model [] Parameter: Text("m") Text("m")
          throughput [tokens/s] Measurement higher: Number(150.5) Number(250.5)
    "#]],
    );
}
