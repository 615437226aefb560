//! Numbers in sentences and tables of other fields, each with the verdict that belongs beside it.

mod wording;

use super::{Known, Sort, Stand, Verifier};
use expect_test::{Expect, expect};
use std::fmt::Write;

/// Two engines, three metrics, other names than the samples have.
fn facts() -> Vec<Known> {
    let rows = [
        ("alpha-7b-q4", [("mean", 120.0), ("median", 118.0), ("p99", 190.0), ("sd", 12.0)], 1500.0, 24.0, 4.0),
        ("beta-7b-q8", [("mean", 150.0), ("median", 149.0), ("p99", 260.0), ("sd", 20.0)], 2400.0, 40.0, 6.0),
    ];
    let mut facts = Vec::new();
    let mut add = |entity: &str, metric: &str, stat: &str, value: f64, unit: &str, better: &str| {
        let key = format!("k{}", facts.len());
        let (unit, metric, stat) = (unit.to_owned(), metric.to_owned(), stat.to_owned());
        facts.push(Known {
            key,
            value: Some(value),
            unit,
            metric,
            stat,
            entity: entity.to_owned(),
            better: better.to_owned(),
            ..Known::default()
        });
    };
    for (entity, prefill, energy, rate, runs) in rows {
        for (stat, value) in prefill {
            add(entity, "prefill_ms", stat, value, "ms", "lower");
        }
        add(entity, "energy_j", "mean", energy, "J", "lower");
        add(entity, "decode_tok_s", "mean", rate, "tok/s", "higher");
        add(entity, "runs", "count", runs, "runs", "");
    }
    facts
}

fn check(texts: &[&str], expected: &Expect) {
    let verifier = Verifier::new(&facts());
    let mut shown = String::new();
    for text in texts {
        let items = verifier.check(text);
        let items = items.iter().map(|item| {
            let verdict = match item.verdict {
                Stand::Supported => "yes",
                Stand::Contradicted => "NO",
                Stand::Unsupported => "unknown",
                Stand::NotAClaim => "no claim",
            };
            let name = if item.kind == Sort::Wording { format!("({})", item.surface) } else { item.surface.clone() };
            format!("{name} {verdict}")
        });
        let _ = writeln!(shown, "{text}\n    {}", items.collect::<Vec<_>>().join("; "));
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_value_belongs_to_the_metric_statistic_and_entity_named_around_it() {
    check(
        &[
            "The mean prefill time of alpha-7b-q4 was 120 ms.",
            "The mean prefill time of beta-7b-q8 was 120 ms.",
            "alpha-7b-q4 needs a median of 120 ms for prompt processing.",
            "Prompt evaluation took 120 ms on average for alpha-7b-q4 and 150 ms for beta-7b-q8.",
            "Prompt evaluation took 150 ms on average for alpha-7b-q4 and 120 ms for beta-7b-q8.",
            "alpha-7b-q4 and beta-7b-q8 average 120 and 150 ms of prefill, respectively.",
            "Mean energy consumption was 1.5 kJ (alpha-7b-q4) vs. 2400 J (beta-7b-q8).",
            "With beta-7b-q8, p99 prefill latency came to 0.26 s and mean energy to 2400 W.",
            "Prefill of beta-7b-q8: 150 ± 20 ms.",
            "The mean cache lookup time of alpha-7b-q4 was 120 ms.",
            "The mean prefill time of gamma:13b was 120 ms.",
        ],
        &expect![[r#"
            The mean prefill time of alpha-7b-q4 was 120 ms.
                alpha-7b-q4 no claim; 120 ms yes
            The mean prefill time of beta-7b-q8 was 120 ms.
                beta-7b-q8 no claim; 120 ms NO
            alpha-7b-q4 needs a median of 120 ms for prompt processing.
                alpha-7b-q4 no claim; 120 ms NO
            Prompt evaluation took 120 ms on average for alpha-7b-q4 and 150 ms for beta-7b-q8.
                120 ms yes; alpha-7b-q4 no claim; 150 ms yes; beta-7b-q8 no claim
            Prompt evaluation took 150 ms on average for alpha-7b-q4 and 120 ms for beta-7b-q8.
                150 ms NO; alpha-7b-q4 no claim; 120 ms NO; beta-7b-q8 no claim
            alpha-7b-q4 and beta-7b-q8 average 120 and 150 ms of prefill, respectively.
                alpha-7b-q4 no claim; beta-7b-q8 no claim; 120 yes; 150 ms yes
            Mean energy consumption was 1.5 kJ (alpha-7b-q4) vs. 2400 J (beta-7b-q8).
                1.5 kJ yes; alpha-7b-q4 no claim; 2400 J yes; beta-7b-q8 no claim
            With beta-7b-q8, p99 prefill latency came to 0.26 s and mean energy to 2400 W.
                beta-7b-q8 no claim; p99 no claim; 0.26 s yes; 2400 W NO
            Prefill of beta-7b-q8: 150 ± 20 ms.
                beta-7b-q8 no claim; 150 yes; 20 ms yes
            The mean cache lookup time of alpha-7b-q4 was 120 ms.
                alpha-7b-q4 no claim; 120 ms unknown
            The mean prefill time of gamma:13b was 120 ms.
                gamma:13b no claim; 120 ms unknown
        "#]],
    );
}

#[test]
fn derived_values_need_the_operands_that_are_named() {
    check(
        &[
            "beta-7b-q8 uses 1.6x the energy of alpha-7b-q4.",
            "alpha-7b-q4 uses 1.6x the energy of beta-7b-q8.",
            "Mean prefill time is 25% higher with beta-7b-q8 than with alpha-7b-q4.",
            "Mean prefill time is 20% higher with beta-7b-q8 than with alpha-7b-q4.",
            "Mean prefill time is 20% lower with alpha-7b-q4 than with beta-7b-q8.",
            "The two differ by 30 ms in mean prefill time.",
            "On decode speed, beta-7b-q8 is 16 tok/s faster than alpha-7b-q4.",
            "alpha-7b-q4 outperforms beta-7b-q8 on decode throughput.",
            "Compared with alpha-7b-q4, beta-7b-q8 has a longer prefill time.",
            "In total 10 runs were made: 4 runs with alpha-7b-q4 and 7 runs with beta-7b-q8.",
            "Repeat each run at least 30 times.",
        ],
        &expect![[r#"
            beta-7b-q8 uses 1.6x the energy of alpha-7b-q4.
                beta-7b-q8 no claim; 1.6x yes; alpha-7b-q4 no claim
            alpha-7b-q4 uses 1.6x the energy of beta-7b-q8.
                alpha-7b-q4 no claim; 1.6x NO; beta-7b-q8 no claim
            Mean prefill time is 25% higher with beta-7b-q8 than with alpha-7b-q4.
                25% yes; (higher) yes; beta-7b-q8 no claim; alpha-7b-q4 no claim
            Mean prefill time is 20% higher with beta-7b-q8 than with alpha-7b-q4.
                20% NO; (higher) yes; beta-7b-q8 no claim; alpha-7b-q4 no claim
            Mean prefill time is 20% lower with alpha-7b-q4 than with beta-7b-q8.
                20% yes; (lower) yes; alpha-7b-q4 no claim; beta-7b-q8 no claim
            The two differ by 30 ms in mean prefill time.
                two no claim; 30 ms yes
            On decode speed, beta-7b-q8 is 16 tok/s faster than alpha-7b-q4.
                beta-7b-q8 no claim; 16 tok/s yes; (faster) yes; alpha-7b-q4 no claim
            alpha-7b-q4 outperforms beta-7b-q8 on decode throughput.
                alpha-7b-q4 no claim; (outperforms) NO; beta-7b-q8 no claim
            Compared with alpha-7b-q4, beta-7b-q8 has a longer prefill time.
                alpha-7b-q4 no claim; beta-7b-q8 no claim; (longer) yes
            In total 10 runs were made: 4 runs with alpha-7b-q4 and 7 runs with beta-7b-q8.
                10 runs yes; 4 runs yes; alpha-7b-q4 no claim; 7 runs NO; beta-7b-q8 no claim
            Repeat each run at least 30 times.
                30 times no claim
        "#]],
    );
}

#[test]
fn a_cell_is_what_its_row_and_column_name() {
    check(
        &["| engine | prefill mean (ms) | p99 prefill (s) | energy [J] | runs |\n|---|---|---|---|---|\n\
           | alpha-7b-q4 | 120 | 0.19 | 1500 | 4 |\n| beta-7b-q8 | 120 | 0.26 | 1500 | 6 |"],
        &expect![[r#"
            | engine | prefill mean (ms) | p99 prefill (s) | energy [J] | runs |
            |---|---|---|---|---|
            | alpha-7b-q4 | 120 | 0.19 | 1500 | 4 |
            | beta-7b-q8 | 120 | 0.26 | 1500 | 6 |
                p99 no claim; alpha-7b-q4 no claim; 120 yes; 0.19 yes; 1500 yes; 4 yes; beta-7b-q8 no claim; 120 NO; 0.26 yes; 1500 NO; 6 yes
        "#]],
    );
}

#[test]
fn broken_and_huge_texts_are_checked_in_bounded_time() {
    let verifier = Verifier::new(&facts());
    let line = "The mean prefill time of beta-7b-q8 was 150 ms | **and | 12 ms.\n";
    assert_eq!(verifier.check(&line.repeat(740)).len(), 2220);
    assert_eq!(verifier.check("Der Bericht nennt keine Zahlen."), []);
    assert!(verifier.check(&"12 ms of prefill, ".repeat(60_000)).len() == 60_000);
    assert!(verifier.check(&"| 12 ".repeat(20_000)).len() == 20_000);
}
