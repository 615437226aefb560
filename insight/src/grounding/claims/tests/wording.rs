//! What words claim beside the numbers: superlatives, causes, significance, and what a percentile means.

use super::super::{Known, Stand, Verifier};
use super::facts;
use expect_test::{Expect, expect};
use std::fmt::Write;

/// The same engines, with the intervals of two metrics.
fn with_intervals() -> Vec<Known> {
    let mut facts = facts();
    let intervals = [
        ("decode_tok_s", "alpha-7b-q4", (23.0, 25.0)),
        ("decode_tok_s", "beta-7b-q8", (38.0, 42.0)),
        ("prefill_ms", "alpha-7b-q4", (100.0, 140.0)),
        ("prefill_ms", "beta-7b-q8", (130.0, 170.0)),
    ];
    for fact in facts.iter_mut().filter(|fact| fact.stat == "mean") {
        let own = intervals.iter().find(|(metric, entity, _)| fact.metric == *metric && fact.entity == *entity);
        fact.interval = own.map(|(.., interval)| *interval);
    }
    facts
}

/// Everything that is claimed, names left out.
fn check(texts: &[&str], expected: &Expect) {
    let verifier = Verifier::new(&with_intervals());
    let mut shown = String::new();
    for text in texts {
        let items = verifier.check(text);
        let items = items.iter().filter_map(|item| {
            let verdict = match item.verdict {
                Stand::Supported => "yes",
                Stand::Contradicted => "NO",
                Stand::Unsupported => "unknown",
                Stand::NotAClaim => return None,
            };
            Some(format!("{} {verdict} ({})", item.surface, item.reason))
        });
        let said = items.collect::<Vec<_>>().join("; ");
        let _ = writeln!(shown, "{text}\n    {}", if said.is_empty() { "nothing" } else { &said });
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_superlative_is_right_of_the_first_alone() {
    check(
        &[
            "beta-7b-q8 is the fastest of all on decode throughput.",
            "alpha-7b-q4 is the fastest of all on decode throughput.",
            "The fastest engine is alpha-7b-q4.",
            "alpha-7b-q4 has the lowest energy consumption.",
            "beta-7b-q8, the slowest by far, has a mean prefill time of 150 ms.",
            "The highest decode throughput was reached by beta-7b-q8.",
            "The lowest prefill time is that of beta-7b-q8.",
            "alpha-7b-q4 is not the fastest on decode throughput.",
            "alpha-7b-q4 is one of the fastest on decode throughput.",
            "alpha-7b-q4 may have the best decode throughput.",
            "Is alpha-7b-q4 the fastest on decode throughput?",
            "At best, alpha-7b-q4 has a decode throughput of 24 tok/s.",
            "alpha-7b-q4 needs the longest build time.",
            "The best of four runs was kept for alpha-7b-q4.",
        ],
        &expect![[r#"
            beta-7b-q8 is the fastest of all on decode throughput.
                fastest yes (40 against 24 of alpha-7b-q4)
            alpha-7b-q4 is the fastest of all on decode throughput.
                fastest NO (24 against 40 of beta-7b-q8)
            The fastest engine is alpha-7b-q4.
                fastest NO (24 against 40 of beta-7b-q8)
            alpha-7b-q4 has the lowest energy consumption.
                lowest yes (1500 against 2400 of beta-7b-q8)
            beta-7b-q8, the slowest by far, has a mean prefill time of 150 ms.
                slowest yes (150 against 120 of alpha-7b-q4); 150 ms yes (`k7`)
            The highest decode throughput was reached by beta-7b-q8.
                highest yes (40 against 24 of alpha-7b-q4)
            The lowest prefill time is that of beta-7b-q8.
                lowest NO (150 against 120 of alpha-7b-q4)
            alpha-7b-q4 is not the fastest on decode throughput.
                nothing
            alpha-7b-q4 is one of the fastest on decode throughput.
                nothing
            alpha-7b-q4 may have the best decode throughput.
                nothing
            Is alpha-7b-q4 the fastest on decode throughput?
                nothing
            At best, alpha-7b-q4 has a decode throughput of 24 tok/s.
                24 tok/s yes (`k5`)
            alpha-7b-q4 needs the longest build time.
                nothing
            The best of four runs was kept for alpha-7b-q4.
                four yes (`k6`)
        "#]],
    );
}

#[test]
fn a_cause_is_not_in_the_data() {
    check(
        &[
            "Decode throughput of beta-7b-q8 is higher due to its cache.",
            "The mean energy of alpha-7b-q4 is 1500 J because of its layers.",
            "beta-7b-q8 is quicker in decode speed, which leads to a shorter wait.",
            "Higher energy may be caused by the larger batch.",
            "Due to the limits of this text a sample is given below.",
            "The drop in decode throughput was not caused by the cache.",
            "Energy was left out because of a broken meter.",
        ],
        &expect![[r#"
            Decode throughput of beta-7b-q8 is higher due to its cache.
                due to unknown (the data show what goes together, not what causes it)
            The mean energy of alpha-7b-q4 is 1500 J because of its layers.
                1500 J yes (`k4`); because of unknown (the data show what goes together, not what causes it)
            beta-7b-q8 is quicker in decode speed, which leads to a shorter wait.
                leads to unknown (the data show what goes together, not what causes it)
            Higher energy may be caused by the larger batch.
                nothing
            Due to the limits of this text a sample is given below.
                nothing
            The drop in decode throughput was not caused by the cache.
                nothing
            Energy was left out because of a broken meter.
                nothing
        "#]],
    );
}

#[test]
fn significant_is_what_an_interval_carries() {
    check(
        &[
            "beta-7b-q8 is significantly faster than alpha-7b-q4 on decode throughput.",
            "alpha-7b-q4 is significantly faster than beta-7b-q8 on mean prefill time.",
            "The gap in energy between alpha-7b-q4 and beta-7b-q8 is statistically significant.",
            "A significant reduction of energy was seen.",
            "A significant part of the files is about energy.",
            "The difference in energy is not statistically significant.",
        ],
        &expect![[r#"
            beta-7b-q8 is significantly faster than alpha-7b-q4 on decode throughput.
                significantly yes (the intervals of the two do not meet); faster yes (40 against 24)
            alpha-7b-q4 is significantly faster than beta-7b-q8 on mean prefill time.
                significantly unknown (the intervals of the two meet); faster yes (120 against 150)
            The gap in energy between alpha-7b-q4 and beta-7b-q8 is statistically significant.
                statistically significant unknown (no interval or test of the data carries it)
            A significant reduction of energy was seen.
                significant unknown (no interval or test of the data carries it)
            A significant part of the files is about energy.
                nothing
            The difference in energy is not statistically significant.
                nothing
        "#]],
    );
}

#[test]
fn a_percentile_says_how_many_are_below_it() {
    check(
        &[
            "The p99 prefill time of beta-7b-q8 is 260 ms: 99% of requests are faster.",
            "The p99 prefill time of beta-7b-q8 is 260 ms, so 1% of requests are faster.",
            "At p99, 1% of the requests take longer than 260 ms with beta-7b-q8.",
            "The p99 prefill time of 190 ms for alpha-7b-q4 was experienced by 99% of users.",
            "The p99 of prefill means that 95% of all calls finish within 260 ms with beta-7b-q8.",
        ],
        &expect![[r#"
            The p99 prefill time of beta-7b-q8 is 260 ms: 99% of requests are faster.
                260 ms yes (`k9`); 99% yes (at p99, 99 % are at or below the value and 1 % above)
            The p99 prefill time of beta-7b-q8 is 260 ms, so 1% of requests are faster.
                260 ms yes (`k9`); 1% NO (at p99, 99 % are at or below the value and 1 % above)
            At p99, 1% of the requests take longer than 260 ms with beta-7b-q8.
                1% yes (at p99, 99 % are at or below the value and 1 % above); 260 ms yes (`k9`)
            The p99 prefill time of 190 ms for alpha-7b-q4 was experienced by 99% of users.
                190 ms yes (`k2`); 99% NO (at p99, 99 % are at or below the value and 1 % above)
            The p99 of prefill means that 95% of all calls finish within 260 ms with beta-7b-q8.
                95% NO (at p99, 99 % are at or below the value and 1 % above); 260 ms yes (`k7`)
        "#]],
    );
}

#[test]
fn what_is_said_of_the_whole_is_not_said_of_its_parts() {
    let whole = |metric: &str, value: f64, unit: &str, stat: &str| Known {
        key: format!("whole {metric}"),
        value: Some(value),
        unit: unit.to_owned(),
        metric: metric.to_owned(),
        stat: stat.to_owned(),
        entity: "dataset".to_owned(),
        ..Known::default()
    };
    let mut facts = facts();
    facts.push(whole("csv_files", 12.0, "files", "count"));
    let verifier = Verifier::new(&facts);
    let verdicts = |text: &str| -> Vec<Stand> {
        let items = verifier.check(text);
        items.iter().map(|item| item.verdict).filter(|verdict| *verdict != Stand::NotAClaim).collect()
    };
    for (text, expected) in [
        ("The dataset holds 12 CSV files.", vec![Stand::Supported]),
        ("The mean prefill time of the dataset was 120 ms.", vec![Stand::Unsupported]),
        ("| config | energy (J) |\n|---|---|\n| dataset | 1500 |", vec![Stand::Unsupported]),
        ("dataset is faster than alpha-7b-q4 on decode throughput.", vec![Stand::Unsupported]),
        ("In the dataset, prefill of alpha-7b-q4 has a mean of 120 ms.", vec![Stand::Supported]),
    ] {
        assert_eq!(verdicts(text), expected, "{text}");
    }
}
