//! How long the check of claims takes: `cargo xtask bench grounding` runs this behind the figures of its verdicts.
#![expect(clippy::print_stdout, reason = "a measurement that a person reads")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use insight::grounding::claims::{Known, Progress, Verifier};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 51;

/// What is measured: name, unit, which way is better.
const METRICS: [(&str, &str, &str); 10] = [
    ("ttft_ms", "ms", "lower"),
    ("tok_s", "tok/s", "higher"),
    ("mem_gb", "GB", "lower"),
    ("lat_s", "s", "lower"),
    ("prefill_ms", "ms", "lower"),
    ("energy_j", "J", "lower"),
    ("power_w", "W", "lower"),
    ("load_s", "s", "lower"),
    ("queue_ms", "ms", "lower"),
    ("gpu_util", "%", ""),
];
const STATS: [&str; 10] = ["mean", "median", "sd", "min", "max", "p90", "p95", "p99", "ci_lo", "ci_hi"];

/// 5,000 facts of fifty models.
fn facts() -> Vec<Known> {
    let mut facts = Vec::new();
    for model in 0..50 {
        for (metric, unit, better) in METRICS {
            for (at, stat) in STATS.iter().enumerate() {
                facts.push(Known {
                    key: format!("{model}.{metric}.{stat}"),
                    value: Some((model * 100 + at) as f64 * 1.37 + 3.21),
                    unit: unit.to_owned(),
                    metric: metric.to_owned(),
                    stat: (*stat).to_owned(),
                    entity: format!("model{model}:7b"),
                    better: better.to_owned(),
                    ..Known::default()
                });
            }
        }
    }
    facts
}

/// 400 words of sentences and a table.
fn text() -> String {
    let mut text = "# Report\n\n".to_owned();
    for model in 0..20 {
        let value = (model * 100) as f64 * 1.37 + 3.21;
        text += &format!(
            "The mean TTFT of model{model}:7b was {value:.1} ms, faster than model{}:7b on power draw. ",
            model + 1
        );
        text += &format!("* Its p95 latency came to {:.2} s.\n", value + 8.22);
    }
    text += "\n| config | mean TTFT (ms) | p95 latency (s) |\n|---|---|---|\n";
    for model in 0..12 {
        text += &format!("| model{model}:7b | {:.2} | {:.2} |\n", model as f64 * 137.0 + 3.21, model as f64 * 137.0);
    }
    text
}

/// Median of several rounds, milliseconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

fn main() {
    let (facts, text) = (facts(), text());
    let words = text.split_whitespace().count();
    let verifier = Verifier::new(&facts);
    let row = |what: &str, target: &str, measured: f64| println!("| {what:<58} | {target:<12} | {measured:.3} ms |");
    row(&format!("{} facts prepared", facts.len()), "once", median(|| drop(black_box(Verifier::new(&facts)))));
    row(&format!("{words} words checked"), "< 5 ms", median(|| drop(black_box(verifier.check(&text)))));
    let last = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let mut before = Progress::default();
    verifier.go_on(&text, last, &mut before);
    row(
        "its last line, the others checked before",
        "what changed",
        median(|| {
            let mut progress = before.clone();
            verifier.go_on(&text, text.len(), &mut progress);
            black_box(&progress);
        }),
    );
}
