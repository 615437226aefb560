//! The figures of the check of claims beside their targets; `cargo xtask bench grounding` prints them.

use super::claims_golden;
use super::{claims_mutants, claims_mutants_own, claims_reports, claims_seed};

fn row(set: &str, target: &str, measured: &str) {
    println!("| {set:<58} | {target:<44} | {measured} |");
}

#[test]
fn figures_stand_beside_their_targets() {
    row("set", "target", "measured");
    if let Some((right, all, _)) = claims_golden::score() {
        row(
            "claims.json, numbers and comparisons",
            "F1 >= .97, wrong passed <= 1%",
            &format!("{right} of {all} right"),
        );
    }
    if let Some(([bad, good, others], _)) = claims_seed::score() {
        let measured = format!("{}/{}, {}/{}, {}/{}", bad.0, bad.1, good.0, good.1, others.0, others.1);
        row("seed_claims.json, bad flagged, good kept, others ignored", "28/28, 9/9, 11/11", &measured);
    }
    if let Some(halves) = claims_reports::scores() {
        for (name, score) in ["first half, rules seen", "second half, held out"].iter().zip(&halves) {
            let measured = format!("F1 {:.3}, {:.1}% passed", score.f1(), 100.0 * score.share_passed());
            row(&format!("reports/labels.jsonl, {name}"), "F1 >= .90, wrong passed <= 5%", &measured);
        }
    }
    let noticed = |set: &str, counts: claims_mutants::Noticed| {
        let (caught, all) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        let kinds: Vec<String> =
            counts.iter().map(|(change, (caught, all))| format!("{change:?} {caught}/{all}")).collect();
        row(set, ">= .99 noticed", &format!("{caught} of {all}: {}", kinds.join(", ")));
    };
    if let Some((counts, _)) = claims_mutants::noticed() {
        noticed("one thing of a right text changed", counts);
    }
    if let Some((counts, _)) = claims_mutants_own::noticed() {
        noticed("one thing of our own reports changed", counts);
    }
    row("50 reports of a real Ollama", "0 contradicted, 0 unsupported", "cargo test -p tests --test real_ollama");
}
