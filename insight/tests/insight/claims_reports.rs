//! The check of claims against reports that models wrote about the public files, every claim of which was judged by hand.

use super::given::{paths_of, read_all, shared};
use insight::fact::facts;
use insight::grounding::claims::{Sort, Stand, Verifier};
use insight::grounding::evidence::{Placed, Run, check};
use insight::summary::Summary;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// How a set of labeled claims came out.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) flagged_rightly: usize,
    pub(crate) flagged_wrongly: usize,
    pub(crate) missed: usize,
    pub(crate) passed: usize,
    pub(crate) wrong: usize,
    pub(crate) told: Vec<String>,
}

impl Score {
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.flagged_rightly as f64
            / (2 * self.flagged_rightly + self.flagged_wrongly + self.missed).max(1) as f64
    }

    pub(crate) fn share_passed(&self) -> f64 {
        self.passed as f64 / self.wrong.max(1) as f64
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("list");
    text.lines().map(|line| serde_json::from_str(line).expect("line")).collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or("").to_owned()
}

/// Whether an item of the check stands where a label points to.
fn is_at(placed: &Placed, label: &Value) -> bool {
    let (line, column) = (label["line"].as_u64().unwrap_or(0) as usize, label["col"].as_u64().unwrap_or(0) as usize);
    let width = text(label, "number").chars().count();
    placed.item.kind == Sort::Number
        && placed.line == line
        && placed.column < column + width
        && column < placed.column + placed.item.surface.chars().count()
}

/// The scores of the labeled reports: of the first half of the list, and of the second.
pub(crate) fn scores() -> Option<[Score; 2]> {
    let (reports, corpus) = (shared("reports")?, shared("corpus")?);
    let dataset = read_all(&corpus, &paths_of(&corpus, "seed101"));
    let summary = Summary::of(&dataset);
    let ours = Verifier::of(&facts(&summary), &summary);
    let records: BTreeMap<String, String> = lines(&reports.join("manifest.jsonl"))
        .iter()
        .map(|line| (text(line, "report"), text(line, "metrics_sidecar")))
        .collect();
    let mut labels: Vec<(String, Vec<Value>)> = Vec::new();
    for label in lines(&reports.join("labels.jsonl")) {
        let report = text(&label, "report");
        match labels.iter_mut().find(|(name, _)| *name == report) {
            Some((_, labels)) => labels.push(label),
            None => labels.push((report, vec![label])),
        }
    }
    let half = labels.len() / 2;
    let mut scores = [Score::default(), Score::default()];
    for (at, (report, labels)) in labels.iter().enumerate() {
        let record = std::fs::read_to_string(reports.join(&records[report])).expect("record");
        let run = Run::of(&serde_json::from_str(&record).expect("JSON"));
        let written = std::fs::read_to_string(reports.join(report)).expect("report");
        let placed = check(&written, &dataset, Some(&run), Some(&ours));
        let score = &mut scores[usize::from(at >= half)];
        for label in labels.iter().filter(|label| text(label, "unit") != "date") {
            let stand = placed.iter().find(|placed| is_at(placed, label)).map(|placed| placed.item.verdict);
            let is_flagged = matches!(stand, Some(Stand::Contradicted | Stand::Unsupported));
            let is_wrong = text(label, "verdict") != "supported";
            score.flagged_rightly += usize::from(is_flagged && is_wrong);
            score.flagged_wrongly += usize::from(is_flagged && !is_wrong);
            score.missed += usize::from(!is_flagged && is_wrong);
            score.wrong += usize::from(is_wrong);
            score.passed += usize::from(is_wrong && stand == Some(Stand::Supported));
            if is_flagged != is_wrong {
                score.told.push(format!("{report}:{}: {} {stand:?}", label["line"], text(label, "number")));
            }
        }
    }
    Some(scores)
}

#[test]
fn labeled_reports_are_judged_as_by_hand() {
    let Some(halves) = scores() else { return };
    for (half, score) in halves.iter().enumerate() {
        let told = score.told.join("\n");
        assert!(score.f1() >= 0.9, "half {half}: F1 {:.3}\n{told}", score.f1());
        assert!(score.share_passed() <= 0.05, "half {half}: {:.3} passed\n{told}", score.share_passed());
    }
}
