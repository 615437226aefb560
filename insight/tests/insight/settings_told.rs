//! Settings: which are told apart, which are never pooled, and what is no setting at all.

use super::given::{holds, summary};
use expect_test::{Expect, expect};
use insight::summary::Tag;
use std::fmt::Write;

/// The sentences that are shown, not shown and to run next, and the advice of every sweep.
fn told(text: &str) -> String {
    let summary = summary(&[("runs.csv", text)]);
    let mut told = String::new();
    for finding in summary.findings.iter().filter(|finding| finding.tag != Tag::LeftOut) {
        let _ = writeln!(told, "{:?}: {}", finding.tag, finding.text);
        holds(&summary, &finding.text);
    }
    for sweep in &summary.sweeps {
        let _ = writeln!(told, "sweep: {}", sweep.advice);
    }
    told
}

pub(super) fn check(cases: &[(&str, String)], expected: &Expect) {
    let shown: Vec<String> = cases.iter().map(|(name, text)| format!("# {name}\n{}", told(text))).collect();
    expected.assert_eq(&shown.concat());
}

/// Some noise that no setting follows, between -1 and 1.
pub(super) fn noise(at: usize) -> f64 {
    f64::from(((at * 7919 + 13) * 104_729 % 2001) as u32) / 1000.0 - 1.0
}

/// Runs of every setting, round after round.
pub(super) fn rounds(head: &str, settings: &[&str], runs: usize, value: impl Fn(usize, usize) -> String) -> String {
    let mut text = format!("{head}\n");
    for run in 0..runs {
        for turn in 0..settings.len() {
            let at = (turn * 5 + run) % settings.len();
            let _ = writeln!(text, "{},{}", settings[at], value(at, run));
        }
    }
    text
}

pub(super) fn around(middle: f64, spread: f64) -> impl Fn(usize, usize) -> String {
    move |at, run| format!("{:.3}", middle * (1.0 + spread * noise(at * 31 + run)))
}

#[test]
fn a_setting_that_matters_by_another_is_recommended_with_it() {
    let settings = ["1,int4", "1,int8", "4,int4", "4,int8", "8,int4", "8,int8"];
    let rates = [39.8, 29.9, 79.9, 60.5, 56.4, 85.8];
    let plain = [30.0, 30.0, 60.0, 60.0, 85.0, 85.0];
    let of = |rates: [f64; 6]| {
        rounds("batch_size,quant,tokens_per_second", &settings, 5, move |at, run| around(rates[at], 0.01)(at, run))
    };
    check(
        &[("crossed", of(rates)), ("alike", of(plain))],
        &expect![[r#"
        # crossed
        Shown: From int4, batch size 1 to int4, batch size 8: tokens per second 39.7 tokens/s to 56.3 tokens/s.
        Shown: Recommended by tokens per second: batch size 8 with quant int8. The best of 6 settings, 86.00 tokens/s, can be told from all others.
        sweep: Recommended by tokens per second: batch size 8 with quant int8. The best of 6 settings, 86.00 tokens/s, can be told from all others.
        # alike
        Shown: From int4, batch size 1 to int4, batch size 8: tokens per second 29.9 tokens/s to 84.8 tokens/s.
        Shown: Recommended by tokens per second: batch size 8; quant is not shown to matter. 2 of 6 settings cannot be told from the best, 85.20 tokens/s.
        sweep: Recommended by tokens per second: batch size 8; quant is not shown to matter. 2 of 6 settings cannot be told from the best, 85.20 tokens/s.
    "#]],
    );
}

#[test]
fn a_setting_that_was_run_once_lends_its_value_to_no_other() {
    let head = "batch_size,tokens_per_second,error\n";
    let rows = "1,50.86,\n1,50.33,\n1,50.68,\n8,201.38,\n8,198.94,\n8,201.74,\n16,330.35,\n16,329.47,\n16,336.8,\n";
    let once = format!("{head}{rows}32,504.14,\n32,,OOM\n32,,OOM\n");
    let thrice = format!("{head}{rows}32,504.14,\n32,501.5,\n32,503.25,\n");
    check(
        &[("once", once), ("three times", thrice)],
        &expect![[r#"
            # once
            Shown: From batch size 1 to batch size 32: tokens per second 50.7 tokens/s to 504.1 tokens/s; one run of batch size 32.
            Shown: Recommended by tokens per second: batch size 16. The best of 3 repeated settings, 330.35 tokens/s, can be told from all others. One run of batch size 32 gave 504.14 tokens/s, 2 failed: too few to judge it.
            sweep: Recommended by tokens per second: batch size 16. The best of 3 repeated settings, 330.35 tokens/s, can be told from all others. One run of batch size 32 gave 504.14 tokens/s, 2 failed: too few to judge it.
            # three times
            Shown: From batch size 1 to batch size 32: tokens per second 50.7 tokens/s to 503.2 tokens/s.
            Shown: Recommended by tokens per second: batch size 32. The best of 4 settings, 503.25 tokens/s, can be told from all others.
            sweep: Recommended by tokens per second: batch size 32. The best of 4 settings, 503.25 tokens/s, can be told from all others.
        "#]],
    );
}

#[test]
fn noise_is_no_trend_and_a_trend_in_noise_is_one() {
    let settings = ["1", "2", "4", "8"];
    let of = |by: f64| {
        rounds("threads,latency_ms", &settings, 4, move |at, run| around(100.0 * (1.0 + by * at as f64), 0.3)(at, run))
    };
    check(
        &[("noise", of(0.0)), ("trend", of(2.0))],
        &expect![[r#"
        # noise
        RunNext: 6 runs of each of 4 conditions: at most 4 values each so far, too few to tell a difference from chance.
        sweep: No setting is recommended: by latency none of 4 can be told from another.
        # trend
        Shown: From threads 1 to threads 8: latency 101 ms to 699 ms.
        Shown: Recommended by latency: threads 1. The best of 4 settings, 101 ms, can be told from all others.
        sweep: Recommended by latency: threads 1. The best of 4 settings, 101 ms, can be told from all others.
    "#]],
    );
}

#[test]
fn records_of_different_settings_have_no_middle_together() {
    let layers = ["0", "16", "33"];
    let rates = [7.0, 14.0, 81.0];
    let alone = rounds("n_gpu_layers,tokens_per_second", &layers, 5, move |at, run| around(rates[at], 0.01)(at, run));
    let versions = ["1.2", "1.3"];
    let version = rounds("version,latency_ms", &versions, 4, |at, run| around(100.0 + 30.0 * at as f64, 0.01)(at, run));
    let branches = ["old", "new"];
    let branch = rounds("branch,latency_ms", &branches, 4, |at, run| around(100.0 + 30.0 * at as f64, 0.01)(at, run));
    let config = rounds("config,latency_ms", &branches, 4, |at, run| around(100.0 + 30.0 * at as f64, 0.01)(at, run));
    let single = "quant,ppl\nF16,6.2331\nQ8_0,6.2346\nQ6_K,6.2511\nQ4_K_M,6.3875\nQ2_K,7.9114\n".to_owned();
    // What a program counts at few levels was not chosen.
    let mut counted = "connect,latency_ms\n".to_owned();
    for at in 0..40 {
        let _ = writeln!(counted, "{},{}", [0, 1, 1, 2, 0, 1, 1][at % 7], around(100.0, 0.1)(at, 3));
    }
    let same = rounds("version,latency_ms", &["1.2", "1.2"], 4, around(100.0, 0.01));
    check(
        &[
            ("a number", alone),
            ("a version", version),
            ("a branch", branch),
            ("a config", config),
            ("one row each", single),
            ("one version", same),
            ("a count", counted),
        ],
        &expect![[r#"
            # a number
            Shown: From n gpu layers 0 to n gpu layers 33: tokens per second 6.99 tokens/s to 80.8 tokens/s.
            RunNext: 6 runs of each of 3 conditions: at most 5 values each so far, too few for an interval of a median.
            # a version
            Shown: From version 1.2 to version 1.3: latency 100 ms to 130 ms.
            RunNext: 6 runs of each of 2 conditions: at most 4 values each so far, too few for an interval of a median.
            # a branch
            Shown: The branch sets latency: 100 ms (old) to 130 ms (new).
            RunNext: 6 runs of each of 2 conditions: at most 4 values each so far, too few for an interval of a median.
            # a config
            Shown: The config sets latency: 100 ms (old) to 130 ms (new).
            RunNext: 6 runs of each of 2 conditions: at most 4 values each so far, too few for an interval of a median.
            # one row each
            Shown: The quant sets perplexity: 6.23 (F16) to 7.91 (Q2_K), one value each.
            # one version
            Shown: Latency is 100 ms at the median.
            RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ.
            # a count
            Shown: Latency is 97 ms at the median, 102 ms at p95.
            RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ.
        "#]],
    );
}

#[test]
fn a_grid_with_a_hole_shows_what_lies_beside_each_other() {
    let settings = ["a,q4", "b,q4", "a,q8"];
    let of = |by: f64| {
        rounds("model,quant,ttft_ms", &settings, 8, move |at, run| around(100.0 + by * at as f64, 0.02)(at, run))
    };
    check(
        &[("apart", of(25.0)), ("alike", of(0.0))],
        &expect![[r#"
        # apart
        Shown: With a the quant sets first token: 100 ms (q4) to 150 ms (q8). With q4 the model sets first token: 100 ms (a) to 125 ms (b).
        # alike
    "#]],
    );
}

#[test]
fn a_faster_writer_with_longer_answers_is_told_as_that() {
    let models = ["fast", "slow"];
    let of = |tokens: [f64; 2]| {
        rounds("model,output_tokens,tokens_per_second,ttft_ms,e2e_latency_s", &models, 10, move |at, run| {
            let rate = [100.0, 70.0][at] * (1.0 + 0.02 * noise(at * 31 + run));
            let count = (tokens[at] * (1.0 + 0.05 * noise(at * 17 + run))).round();
            format!("{count},{rate:.2},{:.1},{:.3}", 80.0 + noise(run), count / rate + 0.08)
        })
    };
    check(
        &[("longer", of([600.0, 250.0])), ("alike", of([300.0, 300.0]))],
        &expect![[r#"
        # longer
        Shown: The model sets tokens per second: 99.9 tokens/s (fast) to 70.0 tokens/s (slow). fast writes 1.43× as many tokens a second as slow, yet a full answer takes 1.65× as long: 6.1 s against 3.7 s, because it writes 2.4× as many tokens.
        RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
        # alike
        Shown: The model sets tokens per second: 99.9 tokens/s (fast) to 70.0 tokens/s (slow).
        RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
    "#]],
    );
}

#[test]
fn values_beside_failed_runs_are_an_incident_in_the_sweep_and_on_the_screen() {
    let mut text = "gpu_layers,ctx,tok_s,error\n".to_owned();
    for layers in [10, 20, 30, 40] {
        for (at, ctx) in [512, 1024, 2048].into_iter().enumerate() {
            for run in 0..3 {
                let value = around(200.0, 0.01)(at * 7 + layers, run);
                let _ = match (layers, ctx, run) {
                    (30, 1024, 2) => writeln!(text, "{layers},{ctx},130.003,"),
                    (30, 1024, _) => writeln!(text, "{layers},{ctx},,timed out"),
                    _ => writeln!(text, "{layers},{ctx},{value},"),
                };
            }
        }
    }
    let quiet = text.replace("130.003", "199.003");
    let effects = |text: &str| {
        let summary = summary(&[("runs.csv", text)]);
        let effects = summary.sweeps.iter().flat_map(|sweep| &sweep.objectives[0].effects);
        effects.map(|effect| format!("{} {:?}\n", effect.setting, effect.status)).collect::<String>()
    };
    check(
        &[("incident", text.clone()), ("failures alone", quiet)],
        &expect![[r#"
        # incident
        NotShown: No setting is shown to help: 1 sweep of 12 settings, several runs each; none moves the median of tokens per second by more than 0.56 %. At gpu layers 30 2 runs in a row failed: an incident, not a setting.
        sweep: No setting is recommended: by tokens per second none of 12 can be told from another. At gpu layers 30 2 runs in a row failed, 130.00 tokens/s beside them: an incident, not a setting (runs.csv lines 23 to 25).
        # failures alone
        NotShown: No setting is shown to help: 1 sweep of 12 settings, several runs each; none moves the median of tokens per second by more than 0.56 %. At gpu layers 30 2 runs in a row failed: an incident, not a setting.
        sweep: No setting is recommended: by tokens per second none of 12 can be told from another. At gpu layers 30 2 runs in a row failed: an incident, not a setting (runs.csv lines 23 to 24).
    "#]],
    );
    expect![[r#"
        gpu layers Confounded
        ctx Confounded
    "#]]
    .assert_eq(&effects(&text));
}

#[test]
fn every_loaded_run_at_one_level_of_what_makes_the_groups_is_a_false_trail() {
    let of = |cold: &dyn Fn(usize, usize) -> bool| {
        let mut text = "threads,sampler,load_seconds,ttft_seconds,tokens_per_second\n".to_owned();
        for (block, threads) in [4, 8, 16].into_iter().enumerate() {
            for (at, sampler) in ["greedy", "nucleus", "beam"].into_iter().enumerate() {
                for run in 0..3 {
                    let seed = block * 9 + at * 3 + run;
                    let load = if cold(at, run) { 4.2 } else { 0.055 + 0.01 * noise(seed) };
                    let _ = writeln!(
                        text,
                        "{threads},{sampler},{load:.3},{:.3},{:.2}",
                        load + 0.2 + 0.01 * noise(seed + 40),
                        48.0 + 0.5 * noise(seed + 90)
                    );
                }
            }
        }
        text
    };
    let first = of(&|at, run| at == 0 && run == 0);
    let spread = of(&|_, run| run == 0);
    check(
        &[("at one level", first), ("at every level", spread)],
        &expect![[r#"
        # at one level
        FalseTrail: “sampler greedy is 6.4× to 6.5× slower to the first token”: all 3 slow records at it follow a model load; the 6 records at greedy without one took 260 ms.
        RunNext: 6 runs of each of 9 conditions: at most 3 values each so far, too few to tell a difference from chance.
        sweep: No setting is recommended: by tokens per second none of 9 can be told from another.
        # at every level
        RunNext: 6 runs of each of 9 conditions: at most 2 values each so far, too few to tell a difference from chance.
        sweep: No setting is recommended: by tokens per second none of 9 can be told from another.
    "#]],
    );
}
