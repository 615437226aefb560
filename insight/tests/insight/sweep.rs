//! Sweeps from files: what was run, what each setting does, which can be recommended, and what is refused.

use super::given::{drop_of_101, holds, summary};
use expect_test::{Expect, expect};
use insight::summary::Tag;
use insight::sweep::{self, Advice, Status};

/// Shows what is written of all sweeps, and holds every number of their advice against the facts.
fn check(files: &[(&str, &str)], expected: &Expect) {
    let summary = summary(files);
    for sweep in &summary.sweeps {
        holds(&summary, &sweep.advice);
    }
    expected.assert_eq(&sweep::text(&summary.sweeps));
}

/// A table with three runs of each setting in an order that no setting follows; `rate` gives the speed of a setting.
fn table(columns: &str, settings: &[&str], rate: impl Fn(usize) -> f64) -> String {
    let mut rows = format!("{columns},tokens_s\n");
    for run in 0..3 {
        for at in 0..settings.len() {
            let at = (at * 5 + run) % settings.len();
            let noise = ((at * 7 + run * 11) % 5) as f64 / 10.0 - 0.2;
            rows += &format!("{},{:.2}\n", settings[at], rate(at) + noise);
        }
    }
    rows
}

#[test]
fn a_setting_that_matters_is_recommended_and_one_without_effect_is_not() {
    let settings = ["1,fp16", "1,int8", "2,fp16", "2,int8", "4,fp16", "4,int8"];
    let rate = |at: usize| 50.0 + 20.0 * (at / 2) as f64;
    check(
        &[("runs.csv", &table("threads,kv_cache", &settings, rate))],
        &expect![[r#"
        SWEEP 1  runs.csv
        Recommended by tokens per second: threads 4; kv cache is not shown to matter. 2 of 6 settings cannot be told from the best, 90.10 tokens/s.

        Design
          setting   levels
          threads   1, 2, 4
          kv cache  fp16, int8
          6 of 6 settings were run, 3 runs each: 18 runs answered, 0 failed

        Effects on tokens per second, median 70.0 tokens/s, n = 18
          setting   level  mean of settings  95 % interval                   median         settings  runs
          threads   1      50 tokens/s       49.9 tokens/s to 50.1 tokens/s  50 tokens/s    2         6
          threads   2      70.0 tokens/s     69.9 tokens/s to 70.1 tokens/s  70.0 tokens/s  2         6
          threads   4      90.0 tokens/s     89.8 tokens/s to 90.1 tokens/s  90.0 tokens/s  2         6
          kv cache  fp16   70.0 tokens/s     69.9 tokens/s to 70.1 tokens/s  69.9 tokens/s  3         9
          kv cache  int8   70 tokens/s       69.9 tokens/s to 70.1 tokens/s  70 tokens/s    3         9
          threads: 80 %, shown, p < 0.0001; +20.0 tokens/s per doubling
          kv cache: 0.05 %, not shown, p = 0.6353; ranks: p = 0.7908, ε² 0.00414, no two levels apart
          what threads does is not shown to depend on kv cache, p = 0.1815

        Settings, best tokens per second first
          threads  kv cache  tokens per second  runs  failed  P(best)
          4        fp16      90.1 tokens/s      3     0       79 %
          4        int8      89.9 tokens/s      3     0       21 %
          2        int8      70 tokens/s        3     0       0 %
          2        fp16      69.9 tokens/s      3     0       0 %
          1        int8      50.1 tokens/s      3     0       0 %
          1        fp16      49.9 tokens/s      3     0       0 %
    "#]],
    );
}

#[test]
fn settings_that_always_move_together_are_never_recommended() {
    let settings = ["1,10", "2,20", "4,40", "8,80"];
    check(
        &[("runs.csv", &table("threads,num_batch", &settings, |at| 50.0 + 10.0 * at as f64))],
        &expect![[r#"
        SWEEP 1  runs.csv
        No setting is recommended: threads seems to move tokens per second, but num batch always moved with it, so that the two cannot be told apart.

        Design
          setting  levels
          threads  1, 2, 4, 8
          4 of 4 settings were run, 3 runs each: 12 runs answered, 0 failed
          threads and num batch always moved together: they cannot be told apart

        Effects on tokens per second, median 65 tokens/s, n = 12
          setting  level  mean of settings  95 % interval                   median         settings  runs
          threads  1      49.9 tokens/s     49.7 tokens/s to 50.1 tokens/s  49.9 tokens/s  1         3
          threads  2      60.1 tokens/s     59.9 tokens/s to 60.3 tokens/s  60.1 tokens/s  1         3
          threads  4      70.0 tokens/s     69.8 tokens/s to 70.1 tokens/s  69.9 tokens/s  1         3
          threads  8      80 tokens/s       79.8 tokens/s to 80.2 tokens/s  80 tokens/s    1         3
          threads: 60 %, not to be told apart; +10.0 tokens/s per doubling; num batch always moved with it, so that the two cannot be told apart

        Settings, best tokens per second first
          threads  tokens per second  runs  failed  P(best)
          8        80 tokens/s        3     0       100 %
          4        69.9 tokens/s      3     0       0 %
          2        60.1 tokens/s      3     0       0 %
          1        49.9 tokens/s      3     0       0 %
    "#]],
    );
}

#[test]
fn equal_settings_are_not_told_apart_and_one_run_each_is_a_ranking() {
    let settings = ["1,10", "1,20", "2,10", "2,20"];
    let repeated = table("threads,num_batch", &settings, |_| 50.0);
    let once: String = repeated.lines().take(5).map(|line| format!("{line}\n")).collect();
    let advice =
        |text: &str| summary(&[("runs.csv", text)]).sweeps.iter().map(|it| it.advice.clone()).collect::<String>();
    expect![[r#"
        No setting is recommended: by tokens per second none of 4 can be told from another.
        No setting is recommended: 4 settings, one run each, are a ranking without uncertainty."#]]
    .assert_eq(&format!("{}\n{}", advice(&repeated), advice(&once)));
}

#[test]
fn files_that_repeat_a_sweep_are_its_runs() {
    let rows = |by: f64| {
        let rate = |threads: usize, batch: usize| 40.0 + 10.0 * threads as f64 + batch as f64 / 100.0 + by;
        let row = |(t, b)| format!("{t},{b},{:.2}\n", rate(t, b));
        let grid = [1, 2, 4].into_iter().flat_map(|t| [8, 16].map(|b| (t, b)));
        format!("threads,num_batch,tokens_s\n{}", grid.map(row).collect::<String>())
    };
    let files = [("mon/a.csv", rows(0.0)), ("tue/a.csv", rows(0.3)), ("wed/a.csv", rows(-0.2))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let summary = summary(&files);
    let sweep = &summary.sweeps[0];
    assert_eq!((summary.sweeps.len(), sweep.design.replicates, sweep.files.len()), (1, [3, 3], 3));
    expect!["Recommended by tokens per second: threads 4; num batch is not shown to matter. 2 of 6 settings cannot be told from the best, 80.16 tokens/s."].assert_eq(&sweep.advice);
}

#[test]
fn what_is_no_sweep_is_said_in_a_sentence() {
    let one_cell = "threads,tokens_s\n4,50\n4,51\n4,52\n4,50\n";
    let only_failures = "threads,num_batch,tokens_s,error\n1,8,,timeout\n2,8,,timeout\n4,8,,timeout\n8,8,,timeout\n";
    let loads = "concurrency,ttft_ms\n1,10\n2,12\n4,20\n8,50\n1,11\n2,13\n4,21\n8,52\n";
    for text in [one_cell, only_failures, loads, "", "threads\n1\n2\n3\n4\n"] {
        check(
            &[("runs.csv", text)],
            &expect![[r#"
                No sweep: nothing here varies at least 4 settings of one subject on purpose.
            "#]],
        );
    }
}

#[test]
fn a_hundred_thousand_settings_are_told_in_bounded_time_and_space() {
    let mut text = "a_threads,b_batch,c_layers,d_cache,e_level,tokens_s,ttft_s\n".to_owned();
    for at in 0..100_000_usize {
        let digit = |place: u32| at / 10_usize.pow(place) % 10;
        let rate = 50.0 + (at * 7919 % 1000) as f64 / 100.0;
        text += &format!(
            "{},{},{},{},{},{rate},{}\n",
            digit(0),
            digit(1),
            digit(2),
            digit(3),
            digit(4),
            (at * 104_729 % 997) as f64 / 1e4
        );
    }
    let summary = summary(&[("runs.csv", &text)]);
    let told: Vec<(u64, usize)> = summary.sweeps.iter().map(|it| (it.design.settings, it.settings.len())).collect();
    assert_eq!(told, [(100_000, 150)]);
    assert!(sweep::markdown(&summary.sweeps).len() < 40_000);
}

#[test]
fn names_of_files_and_levels_stay_text() {
    let settings = ["<b>|x,1", "<b>|x,2", "`y`,1", "`y`,2"];
    let summary = summary(&[("a|b.csv", &table("kv_cache,threads", &settings, |at| 50.0 + at as f64))]);
    let text = sweep::markdown(&summary.sweeps);
    assert!(text.contains("&lt;b&gt;\\|x") && !text.contains("<b>"), "{text}");
}

#[test]
fn no_setting_of_the_four_sweeps_of_the_drop_is_recommended() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let advice: Vec<Advice> = summary.sweeps.iter().map(|sweep| sweep.objectives[0].advice).collect();
    assert_eq!(advice, [Advice::OneRun; 4]);
    assert!(summary.sweeps.iter().all(|sweep| sweep.recommended.is_empty() && sweep.design.settings == 36));
    let p_values = summary.sweeps.iter().flat_map(|sweep| &sweep.objectives).flat_map(|objective| &objective.effects);
    assert!(p_values.clone().all(|effect| effect.p_value.is_none() && effect.status != Status::Shown));
    // The best of 36 single runs is no better than equal settings would give.
    let small = summary.sweeps.iter().find(|sweep| sweep.name == "gemma3:1b-it-qat").unwrap();
    assert!(
        small.advice.contains("The best of 36 runs, 187.18 tokens/s, is what chance alone predicts"),
        "{}",
        small.advice
    );
}

#[test]
fn the_block_with_the_timeouts_is_an_incident_and_the_first_token_is_the_warm_one() {
    let Some(summary) = drop_of_101(|_| ()) else { return };
    let of = |name: &str| summary.sweeps.iter().find(|sweep| sweep.name == name).unwrap();
    let incident = &of("gemma3:270m").incidents[0];
    assert_eq!((incident.failed, incident.levels[0].1.as_str(), incident.far.len()), (2, "60", 1));
    assert!((incident.far[0] - 212.721).abs() < 1e-3 && incident.place.ends_with("lines 20 to 22"), "{incident:?}");
    let effect = &of("gemma3:270m").objectives[0].effects[0];
    assert_eq!((effect.setting.as_str(), effect.status), ("num gpu", Status::Confounded));
    let first = of("gemma3:latest").objectives.iter().find(|objective| objective.key == "ttft_warm").unwrap();
    assert_eq!((first.n, (first.median.unwrap() * 1e3).round()), (28, 134.0));
    let trail = summary.findings.iter().find(|finding| finding.tag == Tag::FalseTrail).unwrap();
    assert!(trail.text.contains("temperature 0.2"), "{}", trail.text);
}
