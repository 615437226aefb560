//! The check of claims against the sample report, with the facts of the run that wrote it.

use super::given::shared;
use insight::grounding::claims::{Known, Sort, Stand, Verifier};
use serde_json::Value;

/// How many came out right, and how many there are.
type Count = (usize, usize);

/// Bad ones flagged, good ones kept, others ignored; and what went wrong.
pub(crate) fn score() -> Option<([Count; 3], Vec<String>)> {
    let labels = std::fs::read_to_string(shared("golden/seed_claims.json")?).expect("labels");
    let labels: Value = serde_json::from_str(&labels).expect("JSON");
    let facts: Vec<Known> = serde_json::from_value(labels["facts"].clone()).expect("facts");
    let text = std::fs::read_to_string(shared("seed-report.txt")?).expect("report");
    let items = Verifier::new(&facts).check(&text);
    let mut counts = [(0, 0); 3];
    let mut told = Vec::new();
    for claim in labels["claims"].as_array().expect("claims") {
        let at = |key: &str| claim[key].as_u64().unwrap_or(0) as usize;
        let found = items
            .iter()
            .find(|item| item.kind == Sort::Number && item.start < at("end") && at("start") < item.end)
            .map(|item| item.verdict);
        let is_flagged = matches!(found, Some(Stand::Contradicted | Stand::Unsupported));
        let (kind, is_right) = match claim["verdict"].as_str().unwrap_or("") {
            "supported" => (1, found == Some(Stand::Supported)),
            "not_a_claim" => (2, !is_flagged),
            _ => (0, is_flagged),
        };
        counts[kind].1 += 1;
        counts[kind].0 += usize::from(is_right);
        if !is_right {
            told.push(format!("{}: {found:?}, not {}", claim["surface"], claim["verdict"]));
        }
    }
    Some((counts, told))
}

#[test]
fn every_claim_of_the_sample_report_is_judged_as_by_hand() {
    let Some((counts, told)) = score() else { return };
    assert_eq!(counts, [(28, 28), (9, 9), (11, 11)], "{}", told.join("\n"));
}
