//! Sentences and what the check says of their numbers.

use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn facts() -> Vec<Fact> {
    let model = |statistic: &str, model: &str| format!("s1.{statistic}@model={model}");
    vec![
        Fact::count("files", 101, ""),
        Fact::count("files.csv", 28, ""),
        Fact::count("files.json", 44, ""),
        Fact::count("records", 289, ""),
        Fact::count("records.answered", 203, ""),
        Fact::count("records.failed", 86, ""),
        Fact::new("bytes", 436_259.0, "B", ""),
        Fact::new(model("ttft.median", "gemma3:270m"), 0.0641, "s", ""),
        Fact::new(model("ttft.p95", "gemma3:270m"), 0.0712, "s", ""),
        Fact::new(model("ttft.median", "llama3.1_8B_q4_0"), 0.131, "s", ""),
        Fact::new(model("decode_rate.median", "gemma3:270m"), 292.806, "tokens/s", ""),
        Fact::new(model("decode_rate.mean", "gemma3:270m"), 290.114, "tokens/s", ""),
        Fact::new(model("answer.median", "gemma3:270m"), 343.0, "tokens", ""),
        Fact::new("s1.load.max", 29.9871, "s", ""),
        Fact::new("s1.energy.mean@num_gpu=60", 0.81, "J/token", ""),
        Fact::new("s1.duration", 1650.0, "s", ""),
        Fact::ratio("f1.ratio", 1.31374, ""),
        Fact::share("f1.share", 0.033, ""),
    ]
}

fn check_text(text: &str, expected: &Expect) {
    let said = vec!["The only GPU is an RTX 4080 Laptop with 12 GB.".to_owned()];
    let lines = check(text, &facts(), &said).into_iter().map(|claim| {
        assert_eq!(claim.surface, text[claim.start..claim.end]);
        let verdict = match claim.verdict {
            Verdict::Found => "found",
            Verdict::NotFound => "NOT FOUND",
            Verdict::NotAClaim => "no claim",
        };
        format!("{} - {verdict}: {}\n", claim.surface, claim.reason)
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_number_is_found_in_any_unit_and_at_any_rounding() {
    check_text(
        "The median was **64 ms**, or 64.1ms, 0.064 s, 0.06 seconds, but not 65 ms or 64.2 ms.",
        &expect![[r#"
        64 ms - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        64.1ms - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        0.064 s - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        0.06 seconds - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        65 ms - NOT FOUND: no fact has this value
        64.2 ms - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "It decoded 292.8 tokens/s (293 tok/s), 343 tokens, 436 kB, 30 s, 28 min, 1.31×, 1.3x, 3.3 %.",
        &expect![[r#"
            292.8 tokens/s - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
            293 tok/s - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
            343 tokens - found: `s1.answer.median@model=gemma3:270m` is 343 tokens
            436 kB - found: `bytes` is 436 kB
            30 s - found: `s1.load.max` is 30 s
            28 min - found: `s1.duration` is 28 min
            1.31× - found: `f1.ratio` is 1.31×
            1.3x - found: `f1.ratio` is 1.31×
            3.3 % - found: `f1.share` is 3.3 %
        "#]],
    );
    check_text(
        "About 300 tokens/s, nearly 290 tok/s, at least 1.3 times, over 400 tokens/s.",
        &expect![[r#"
        300 tokens/s - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
        290 tok/s - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
        1.3 times - found: `f1.ratio` is 1.31×
        400 tokens/s - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "65s/request, 0.06 s/step and 2x of 28, 1.3 and 1",
        &expect![[r#"
        65s/request - NOT FOUND: no fact has this value
        0.06 s/step - NOT FOUND: no fact has this value
        2x - NOT FOUND: no fact has this value
        28 - found: `files.csv` is 28
        1.3 - found: `f1.ratio` is 1.31×
        1 - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "0.81 J/token and 0.82 J/token",
        &expect![[r#"
            0.81 J/token - found: `s1.energy.mean@num_gpu=60` is 0.810 J/token
            0.82 J/token - NOT FOUND: no fact has this value
        "#]],
    );
}

#[test]
fn lists_and_ranges_share_their_unit() {
    check_text(
        "64 and 131 ms, 64–131 ms, between 64 and 132 ms, from 64 ms to 30 s",
        &expect![[r#"
        64 - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        131 ms - found: `s1.ttft.median@model=llama3.1_8B_q4_0` is 131 ms
        64 - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        131 ms - found: `s1.ttft.median@model=llama3.1_8B_q4_0` is 131 ms
        64 - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        132 ms - NOT FOUND: no fact has this value
        64 ms - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        30 s - found: `s1.load.max` is 30 s
    "#]],
    );
    check_text(
        "292.8 ± 2 tokens/s",
        &expect![[r#"
        292.8 - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
        2 tokens/s - NOT FOUND: no fact has this value
    "#]],
    );
}

#[test]
fn a_count_is_what_it_is_called() {
    check_text(
        "101 files: 28 CSV, 44 JSON and 28 Markdown.",
        &expect![[r#"
        101 files - found: `files` is 101
        28 - found: `files.csv` is 28
        44 - found: `files.json` is 44
        28 - found: `files.csv` is 28
    "#]],
    );
    check_text(
        "CSV: 44 files; JSON: 44; **CSV:** 28",
        &expect![[r#"
        44 files - NOT FOUND: it is `files.json`, which is not what is said here
        44 - NOT FOUND: it is `files.json`, which is not what is said here
        28 - found: `files.csv` is 28
    "#]],
    );
    check_text(
        "203 of 289 answered, 86 failed, 203 failed.",
        &expect![[r#"
        203 - found: `records.answered` is 203
        289 - found: `records` is 289
        86 - found: `records.failed` is 86
        203 - NOT FOUND: it is `records.answered`, which is not what is said here
    "#]],
    );
    check_text(
        "Three recommendations, two files, eighty-six failed runs, throughput doubled in two seconds.",
        &expect![[r#"
            Three - no claim: a number word that counts nothing of the data
            two - NOT FOUND: no fact has this value
            eighty-six - found: `records.failed` is 86
            doubled - NOT FOUND: no fact has this value
            two seconds - NOT FOUND: no fact has this value
        "#]],
    );
}

#[test]
fn a_number_of_another_group_or_statistic_is_not_found() {
    check_text(
        "gemma3:270m took 64 ms. llama3.1 8B q4_0 took 64 ms.",
        &expect![[r#"
        gemma3:270m - no claim: a name
        64 ms - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        llama3.1 - no claim: a name
        8B - no claim: a name
        q4_0 - no claim: a name
        64 ms - NOT FOUND: it is `s1.ttft.median@model=gemma3:270m`, which is not what is said here
    "#]],
    );
    check_text(
        "The p95 of gemma3:270m is 64 ms, its p95 is 71 ms. Its mean is 292.8 tokens/s.",
        &expect![[r#"
        p95 - no claim: a percentile
        gemma3:270m - no claim: a name
        64 ms - NOT FOUND: it is `s1.ttft.median@model=gemma3:270m`, which is not what is said here
        p95 - no claim: a percentile
        71 ms - found: `s1.ttft.p95@model=gemma3:270m` is 71 ms
        292.8 tokens/s - NOT FOUND: it is `s1.decode_rate.median@model=gemma3:270m`, which is not what is said here
    "#]],
    );
}

#[test]
fn cells_take_their_unit_and_names_from_the_table() {
    check_text(
        "| Model | First token (ms), median | Decode, tokens/s | p95 |\n|---|---|---|---|\n\
         | gemma3:270m | 64 | **292.8** | 71 ms |\n| llama3.1 8B q4_0 | 64 | 292.8 | 131 ms |\n",
        &expect![[r#"
            p95 - no claim: a percentile
            gemma3:270m - no claim: a name
            64 - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
            292.8 - found: `s1.decode_rate.median@model=gemma3:270m` is 292.8 tokens/s
            71 ms - found: `s1.ttft.p95@model=gemma3:270m` is 71 ms
            llama3.1 - no claim: a name
            8B - no claim: a name
            q4_0 - no claim: a name
            64 - NOT FOUND: it is `s1.ttft.median@model=gemma3:270m`, which is not what is said here
            292.8 - NOT FOUND: it is `s1.decode_rate.median@model=gemma3:270m`, which is not what is said here
            131 ms - NOT FOUND: it is `s1.ttft.median@model=llama3.1_8B_q4_0`, which is not what is said here
        "#]],
    );
}

#[test]
fn dates_names_and_list_numbers_are_no_claims() {
    check_text(
        "## 1. Summary\n2. On 2025-11-14 at 18:53 gemma3:270m (q4_0, v0.12.3) ran `conv_1.py`.",
        &expect![[r#"
        1. - no claim: a number of a list or heading
        2. - no claim: a number of a list or heading
        2025-11-14 - no claim: a date
        18:53 - no claim: a time
        gemma3:270m - no claim: a name
        q4_0 - no claim: a name
        v0.12.3 - no claim: a name
        conv_1.py - no claim: a name in code
    "#]],
    );
    check_text(
        "See Table 4, the 95th percentile, p95 and a 95 % confidence interval in 2025; 4-bit, 8B, H100.",
        &expect![[r#"
            4 - no claim: a number of a section, table or version
            95th percentile - no claim: a percentile
            p95 - no claim: a percentile
            95 % - no claim: a confidence level
            2025 - no claim: a year
            4-bit - no claim: a name
            8B - no claim: a name
            H100 - no claim: a name
        "#]],
    );
    check_text(
        "`64 ms` and `num_gpu=60`, num_gpu=80, temperature = 0.8",
        &expect![[r#"
        64 ms - found: `s1.ttft.median@model=gemma3:270m` is 64 ms
        60 - found: `num_gpu=60` is a setting of the data
        80 - NOT FOUND: no group has this `num_gpu`
        0.8 - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "An RTX 4080 Laptop with 12 GB, not 16 GB; 4080 tokens.",
        &expect![[r#"
        4080 - found: stated in the summary
        12 GB - found: stated in the summary
        16 GB - NOT FOUND: no fact has this value
        4080 tokens - NOT FOUND: no fact has this value
    "#]],
    );
}

#[test]
fn digits_cannot_hide() {
    check_text(
        "٦٤ ms, 𝟔𝟒 ms, ½, x²",
        &expect![[r#"
        ٦٤ - NOT FOUND: no fact has this value
        𝟔𝟒 - NOT FOUND: no fact has this value
        ½ - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "```\n65 ms\n```\n<b>65</b>ms &nbsp;65&nbsp;ms",
        &expect![[r#"
        65 ms - NOT FOUND: no fact has this value
        65 - NOT FOUND: no fact has this value
        65 - NOT FOUND: no fact has this value
    "#]],
    );
    check_text(
        "65 ms65 ms,65,66ms 1e400 s",
        &expect![[r#"
        65 - NOT FOUND: no fact has this value
        ms65 - no claim: a name
        65 - NOT FOUND: no fact has this value
        66ms - NOT FOUND: no fact has this value
        1e400 - no claim: a name
    "#]],
    );
}

#[test]
fn counts_leave_out_what_is_no_claim() {
    let claims = check("1. 64 ms, 65 ms, 66 ms on 2025-11-14", &facts(), &[]);
    assert_eq!(counts(&claims), (1, 2));
}

proptest! {
    #[test]
    fn every_number_is_found_as_it_is_shown(
        mantissa in 1.0f64..10.0,
        exponent in -9i32..9,
        unit in prop::sample::select(vec!["s", "B", "tokens/s", "requests/s", "", "tokens", "%", "W", "J/token"]),
    ) {
        let value = mantissa * libm::pow(10.0, f64::from(exponent));
        let facts = [Fact::new("s1.metric.median", value, unit, "")];
        let claims = check(&format!("It is {}.", facts[0].shown), &facts, &[]);
        prop_assert_eq!(counts(&claims), (1, 0), "{:?} {:?}", facts[0], claims);
    }

    #[test]
    fn no_text_is_too_odd(text in "[-0-9a-zµ×%°.,:;/|`*_# \n=<>~–−é٣½()]{0,60}") {
        let mut last = 0;
        for claim in check(&text, &facts(), &[]) {
            prop_assert!(last <= claim.start && claim.start < claim.end, "{claim:?}");
            last = claim.end;
        }
    }

    #[test]
    fn every_digit_lies_in_a_claim(text in "[-0-9a-zµ%., :|`*\n=–]{0,40}") {
        let claims = check(&text, &facts(), &[]);
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            prop_assert!(claims.iter().any(|claim| claim.start <= at && at < claim.end), "{c} at {at} of {text:?}: {claims:?}");
        }
    }
}
