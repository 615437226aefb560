//! What looks like a setting and is none, and what does not look like one and is.

use super::given::summary;
use super::settings_told::{around, check, noise, rounds};
use expect_test::expect;
use std::fmt::Write;

#[test]
fn what_counts_the_rows_of_a_group_is_no_setting() {
    let of = |name: &str| {
        let mut text = format!("model,{name},latency_s\n");
        for (model, middle) in [("a", 0.5), ("b", 0.7)] {
            for round in 0..2 {
                for at in 0..4 {
                    let _ = writeln!(text, "{model},{at},{}", around(middle, 0.1)(at, round));
                }
            }
        }
        text
    };
    let powers = of("foo").replace(",3,0.", ",9,0.");
    // A grid of settings that bear one name counts its last one through as well.
    let mut grid = "p_a,p_b,latency_s\n".to_owned();
    for at in 0..32 {
        let _ = writeln!(grid, "{},{},{}", at % 16 / 4, at % 4, around(0.5 + 0.1 * (at % 4) as f64, 0.01)(at, 1));
    }
    check(
        &[("i", of("i")), ("call", of("call")), ("threads", of("threads")), ("no count", powers), ("a grid", grid)],
        &expect![[r#"
            # i
            Shown: The model sets latency: 502 ms (a) to 702 ms (b).
            RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
            # call
            Shown: The model sets latency: 502 ms (a) to 702 ms (b).
            RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
            # threads
            Shown: The model sets latency: 502 ms (a) to 702 ms (b).
            NotShown: No setting is shown to help: 2 sweeps of 4 settings, several runs each; none moves the median of latency by more than 0.14 %.
            RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
            sweep: No setting is recommended: by latency none of 4 can be told from another.
            sweep: No setting is recommended: by latency none of 4 can be told from another.
            # no count
            Shown: The model sets latency: 502 ms (a) to 702 ms (b).
            NotShown: No setting is shown to help: 2 sweeps of 4 settings, several runs each; none moves the median of latency by more than 0.14 %.
            RunNext: Measure each of the 2 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
            sweep: No setting is recommended: by latency none of 4 can be told from another.
            sweep: No setting is recommended: by latency none of 4 can be told from another.
            # a grid
            Shown: p b moves latency by 58 %: 794 ms at 3, 501 ms at 0; no value of one lies within the other.
            Shown: Recommended by latency: p b 0; p a is not shown to matter. 4 of 16 settings cannot be told from the best, 501 ms.
            sweep: Recommended by latency: p b 0; p a is not shown to matter. 4 of 16 settings cannot be told from the best, 501 ms.
        "#]],
    );
}

#[test]
fn a_size_that_was_set_is_a_setting_whatever_its_first_word() {
    let settings = ["4", "8", "16", "32"];
    let of = |name: &str| {
        rounds(&format!("{name},tokens_per_second"), &settings, 4, |at, run| {
            around(100.0 * (1.0 + at as f64), 0.01)(at, run)
        })
    };
    let observed = of("max_batch").replace("\n4,", "\n4.37,").replace("\n8,", "\n8.13,");
    check(
        &[("max", of("max_batch")), ("mean", of("mean_pool_size")), ("observed", observed)],
        &expect![[r#"
        # max
        Shown: From max batch 4 to max batch 32: tokens per second 100.0 tokens/s to 400.0 tokens/s.
        Shown: Recommended by tokens per second: max batch 32. The best of 4 settings, 399.98 tokens/s, can be told from all others.
        sweep: Recommended by tokens per second: max batch 32. The best of 4 settings, 399.98 tokens/s, can be told from all others.
        # mean
        Shown: From mean pool size 4 to mean pool size 32: tokens per second 100.0 tokens/s to 400.0 tokens/s.
        RunNext: 6 runs of each of 4 conditions: at most 4 values each so far, too few for an interval of a median.
        # observed
        Shown: Tokens per second is 249.7 tokens/s at the median.
        RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ.
    "#]],
    );
}

#[test]
fn a_rate_beside_tokens_per_second_is_the_one_asked_for() {
    let settings = ["2", "4", "8"];
    let asked = rounds("rate,tokens_per_second", &settings, 4, around(60.0, 0.01));
    let only = rounds("model,rate", &["a", "b"], 4, |at, run| around(60.0 + 20.0 * at as f64, 0.01)(at, run));
    let columns = |text: &str| {
        let summary = summary(&[("runs.csv", text)]);
        let study = &summary.studies[0];
        format!("{} by {}\n", study.metrics[0].name, study.group_by.join(", "))
    };
    expect![[r#"
        tokens per second by rate
        tokens per second by model
    "#]]
    .assert_eq(&(columns(&asked) + &columns(&only)));
}

#[test]
fn what_was_not_run_shows_nothing_and_a_sum_is_no_condition() {
    let of = |mode: &str| {
        let mut text = "mode,latency_ms\n".to_owned();
        (0..12).for_each(|at| text += &format!("{mode},{:.3}\n", 50.0 + noise(at)));
        text
    };
    check(
        &[("simulated", of("simulated")), ("streamed", of("streamed"))],
        &expect![[r#"
        # simulated
        NotShown: That anything was measured: the file says of itself that nothing was run.
        # streamed
        Shown: Latency is 50 ms at the median.
        RunNext: The same run 5 more times, a file each: one file does not show how much the next would differ.
    "#]],
    );
    let table = |last: &str| {
        let summary = summary(&[(
            "stats.csv",
            &format!(
                "Type,Name,Requests,Median ms,Average ms\nPOST,/chat,900,120,131.1\nGET,/models,1500,44,48.3\n{last},2400,61,79.4\n"
            ),
        )]);
        summary.studies[0].metrics[0].groups.iter().map(|group| format!("{}\n", group.name)).collect::<String>()
    };
    expect![[r#"
        /models
        /chat

        /models
        /health
        /chat
    "#]]
    .assert_eq(&(table(",Aggregated") + "\n" + &table("GET,/health")));
}

#[test]
fn other_work_is_no_choice_and_a_choice_of_one_row_each_says_so() {
    let of = |head: &str| format!("{head},time_ms\na,120.5\nb,142.25\nc,99.75\nd,201.5\n");
    check(
        &[("case", of("case")), ("op", of("op")), ("compiler", of("compiler"))],
        &expect![[r#"
        # case
        RunNext: 6 runs of each of 4 conditions: one value each so far, too few to tell a difference from chance.
        # op
        RunNext: 6 runs of each of 4 conditions: one value each so far, too few to tell a difference from chance.
        # compiler
        Shown: The compiler sets duration: 100 ms (c) to 202 ms (d), one value each.
        RunNext: 6 runs of each of 4 conditions: one value each so far, too few to tell a difference from chance.
    "#]],
    );
}
