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
    let beside = rounds("rate,latency_ms", &settings, 4, around(60.0, 0.01));
    let reached = "rate,latency_ms\n61,20.5\n64,19.5\n59,21.5\n62,20.25\n".to_owned();
    let columns = |text: &str| {
        let summary = summary(&[("runs.csv", text)]);
        let study = &summary.studies[0];
        format!("{} by {}\n", study.metrics[0].name, study.group_by.join(", "))
    };
    expect![[r#"
        tokens per second by rate
        tokens per second by model
        latency by rate
        tokens per second by 
    "#]]
    .assert_eq(&[asked, only, beside, reached].iter().map(|text| columns(text)).collect::<String>());
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

/// An independent number between -1 and 1 for each place.
fn draw(at: usize) -> f64 {
    let mut x = (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

#[test]
fn one_of_many_sweeps_recommends_by_chance_and_is_not_shown_to() {
    let of = |by: f64, seed: usize| {
        let mut text = "model,threads,mode,tokens_per_second\n".to_owned();
        for (place, model) in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].into_iter().enumerate() {
            for run in 0..3 {
                for at in 0..8 {
                    let (threads, mode) = (1 << (at / 2), ["x", "y"][at % 2]);
                    let rate = (50.0 + 10.0 * place as f64) * (1.0 + by * (at / 2) as f64);
                    let value = rate * (1.0 + 0.05 * draw(seed + place * 100 + at * 10 + run));
                    let _ = writeln!(text, "{model},{threads},{mode},{value:.3}");
                }
            }
        }
        let summary = summary(&[("runs.csv", text)]);
        let sweeps = summary.sweeps.iter().filter(|sweep| !sweep.recommended.is_empty()).count();
        let said = summary.findings.iter().filter(|it| it.text.contains("Recommended")).count();
        format!("{sweeps} of {} sweeps recommend, {said} on the screen\n", summary.sweeps.len())
    };
    expect![[r#"
        2 of 12 sweeps recommend, 0 on the screen
        12 of 12 sweeps recommend, 1 on the screen
    "#]]
    .assert_eq(&(of(0.0, 10_000) + &of(0.5, 10_000)));
}

#[test]
fn records_that_do_not_say_their_model_are_beside_no_model() {
    let of = |first: &str| {
        let files: Vec<(String, String)> = [(first, 60.0), ("b", 40.0), ("c", 41.0)]
            .into_iter()
            .enumerate()
            .map(|(at, (model, rate))| {
                let head = if model.is_empty() { String::new() } else { "model,".to_owned() };
                let cell = if model.is_empty() { String::new() } else { format!("{model},") };
                let rows = (0..8).map(|run| format!("{cell}{run},{}\n", around(rate, 0.01)(at, run)));
                (format!("{at}.csv"), format!("{head}run,tokens_per_second\n{}", rows.collect::<String>()))
            })
            .collect();
        let files: Vec<(&str, &String)> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
        summary(&files).findings.iter().map(|it| format!("{:?}: {}\n", it.tag, it.text)).collect::<String>()
    };
    expect![[r#"
        NotShown: That one model has the better tokens per second: the medians of c (41 tokens/s) and b (40.0 tokens/s) differ by 2.5 %, in one file each; how much a second one would differ is not known.
        RunNext: Measure each of the 3 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.

        Shown: The model sets tokens per second: 60.0 tokens/s (a) to 40.0 tokens/s (b).
        RunNext: Measure each of the 3 model sets 5 more times, shuffled, a file each: how much files of one differ is the noise that a difference must exceed.
    "#]].assert_eq(&(of("") + "\n" + &of("a")));
}
