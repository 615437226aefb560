//! The check of claims against reports whose every number was labeled.

use super::given::shared;
use insight::grounding::claims::{Item, Known, Sort, Stand, Verifier};
use serde_json::Value;

fn golden(name: &str) -> Option<Value> {
    let path = shared(&format!("golden/{name}"))?;
    Some(serde_json::from_str(&std::fs::read_to_string(path).expect(name)).expect(name))
}

fn at(value: &Value, key: &str) -> usize {
    value[key].as_u64().unwrap_or(0) as usize
}

/// How many of all claims and comparisons get the verdict of their label, and what does not.
pub(crate) fn score() -> Option<(usize, usize, Vec<String>)> {
    let file = golden("claims.json")?;
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for document in file["documents"].as_array().expect("documents") {
        let facts: Vec<Known> = serde_json::from_value(document["facts"].clone()).expect("facts");
        let items = Verifier::new(&facts).check(document["text"].as_str().expect("text"));
        let stand = |item: Option<&Item>| item.map(|item| item.verdict);
        let said = |verdict: &Value| serde_json::from_value::<String>(verdict.clone()).expect("verdict");
        let written = |stand: Option<Stand>| stand.and_then(|it| serde_json::to_value(it).ok());
        for claim in document["claims"].as_array().expect("claims") {
            let overlaps = |item: &&Item| {
                item.kind == Sort::Number && item.start < at(claim, "end") && at(claim, "start") < item.end
            };
            let found = written(stand(items.iter().find(overlaps)));
            all += 1;
            if found.as_ref() == Some(&claim["verdict"]) {
                right += 1;
            } else {
                wrong.push(format!(
                    "{} {}: {found:?}, not {}",
                    document["id"],
                    claim["surface"],
                    said(&claim["verdict"])
                ));
            }
        }
        for relation in document["relations"].as_array().expect("relations") {
            let same = |item: &&Item| {
                item.compared.as_ref().is_some_and(|it| {
                    relation["metric"] == it.metric.as_str()
                        && relation["subject"] == it.subject.as_str()
                        && relation["object"] == it.object.as_str()
                })
            };
            all += 1;
            let found = items
                .iter()
                .filter(same)
                .any(|item| written(Some(item.verdict)).as_ref() == Some(&relation["verdict"]));
            right += usize::from(found);
        }
    }
    Some((right, all, wrong))
}

#[test]
fn every_labeled_claim_gets_its_verdict() {
    let Some((right, all, wrong)) = score() else { return };
    assert!(right == all, "{right} of {all}\n{}", wrong.join("\n"));
}
