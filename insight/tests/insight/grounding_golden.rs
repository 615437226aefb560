//! The check of numbers against hand-written cases that lie beside the workspace.

use super::given::shared;
use insight::fact::Fact;
use insight::grounding::{Claim, Verdict, check};
use serde_json::Value;

/// The cases of a file; `None` where they were not delivered, which is no excuse where everything is tested.
fn golden(name: &str) -> Option<Value> {
    let path = shared(&format!("golden/{name}"))?;
    Some(serde_json::from_str(&std::fs::read_to_string(path).expect(name)).expect(name))
}

fn cases(file: &Value) -> &[Value] {
    file["cases"].as_array().map_or(&[], Vec::as_slice)
}

fn fact(key: &str, value: f64, unit: &str) -> Fact {
    Fact { key: key.to_owned(), value, unit: unit.to_owned(), shown: format!("{value} {unit}"), source: String::new() }
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

/// Says the figures, and fails below the floor.
fn floor(what: &str, right: usize, all: usize, least: usize, wrong: &[String]) {
    println!("{what}: {right} of {all}\n  {}", wrong.join("\n  "));
    assert!(right >= least, "{what}: {right} of {all}, at least {least} expected\n  {}", wrong.join("\n  "));
}

#[test]
fn written_values_match_what_they_round() {
    let Some(file) = golden("match.json") else { return };
    let mut wrong = Vec::new();
    for case in cases(&file) {
        let input = &case["input"];
        let value = input["value"].as_f64().expect("value");
        let facts = [fact("metric.value", value, text_of(input, "unit"))];
        let written = format!("{} {}", text_of(input, "claimed"), text_of(input, "claimed_unit"));
        let is_found = |text: &str| check(text, &facts, &[]).iter().any(|claim| claim.verdict == Verdict::Found);
        let right = match &case["expect"]["match"] {
            Value::Bool(expected) => is_found(written.trim()) == *expected,
            _ => !is_found(written.trim()) && is_found(&format!("about {}", written.trim())),
        };
        if !right {
            wrong.push(format!("{}: {input}", text_of(case, "id")));
        }
    }
    let all = cases(&file).len();
    floor("rounding", all - wrong.len(), all, 31, &wrong);
}

#[test]
fn numbers_are_found_where_they_stand_and_told_from_labels() {
    let Some(file) = golden("numtok.json") else { return };
    let (mut all, mut wrong) = (0, Vec::new());
    for case in cases(&file) {
        let text = text_of(&case["input"], "text");
        let claims = check(text, &[], &[]);
        let tokens = case["expect"]["tokens"].as_array().expect("tokens");
        for token in tokens {
            all += 1;
            if let Some(why) = misread(text, token, &claims) {
                wrong.push(format!("{} {text:?}: {}: {why}", text_of(case, "id"), text_of(token, "surface")));
            }
        }
        let extra = claims.iter().filter(|claim| !tokens.iter().any(|token| overlaps(text, token, claim)));
        wrong.extend(
            extra.map(|claim| format!("{} {text:?}: {} is no number there", text_of(case, "id"), claim.surface)),
        );
    }
    floor("numbers in text", all - wrong.len().min(all), all, 40, &wrong);
}

/// Offsets of the cases count characters, ours bytes.
fn overlaps(text: &str, token: &Value, claim: &Claim) -> bool {
    let bytes = |key: &str| {
        let chars = token[key].as_u64().unwrap_or(0) as usize;
        text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
    };
    claim.start < bytes("end") && bytes("start") < claim.end
}

const LABELS: [&str; 7] = ["date", "time", "version", "ordinal", "section", "identifier", "percentile_label"];

/// What is wrong with how a token was read: its kind, its value, or its rounding.
fn misread(text: &str, token: &Value, claims: &[Claim]) -> Option<String> {
    let Some(claim) = claims.iter().find(|claim| overlaps(text, token, claim)) else {
        return Some("missed".to_owned());
    };
    let is_label = LABELS.contains(&text_of(token, "kind"));
    if is_label != (claim.verdict == Verdict::NotAClaim) {
        return Some(format!("{:?} ({})", claim.verdict, claim.reason));
    }
    let values: Vec<f64> = match &token["value"] {
        Value::Array(values) => values.iter().filter_map(Value::as_f64).collect(),
        value => value.as_f64().into_iter().collect(),
    };
    if is_label || values.is_empty() {
        return None;
    }
    let unit = match (text_of(token, "kind"), text_of(token, "unit")) {
        ("percent" | "pp", _) => "%",
        ("multiplier", _) => "×",
        (_, "files" | "runs" | "CSV" | "JSON" | "Markdown" | "n" | "p" | "errors" | "tokens") => "",
        (_, unit) => unit,
    };
    let found = |shift: f64| {
        let facts: Vec<Fact> = values.iter().map(|value| fact("metric.value", value + shift, unit)).collect();
        check(text, &facts, &[]).iter().any(|checked| checked.start == claim.start && checked.verdict == Verdict::Found)
    };
    if !found(0.0) {
        return Some(format!("{values:?} {unit} is not what was read"));
    }
    let half = token["half"].as_f64()?;
    let is_wide = ["approx", "bound", "plusminus"].contains(&text_of(token, "kind"));
    (!is_wide && half > 0.0 && (!found(half * 0.99) || found(half * 1.2))).then(|| format!("half a unit is not {half}"))
}

/// Facts of a document with the entity as a label, as a summary's keys have it.
fn facts_of(document: &Value) -> Vec<Fact> {
    let facts = document["facts"].as_array().expect("facts");
    let keyed = |entity: &str| -> String {
        entity.chars().map(|c| if c.is_ascii_alphanumeric() || ".:-_/+".contains(c) { c } else { '_' }).collect()
    };
    facts
        .iter()
        .filter_map(|f| {
            let value = f["value"].as_f64()?;
            let (metric, stat, entity) = (text_of(f, "metric"), text_of(f, "stat"), text_of(f, "entity"));
            let label = if ["data set", "dataset"].contains(&entity) {
                String::new()
            } else {
                format!("@config={}", keyed(entity))
            };
            Some(fact(&format!("{}.{stat}{label}", keyed(metric).to_lowercase()), value, text_of(f, "unit")))
        })
        .collect()
}

#[test]
fn few_wrong_numbers_pass_in_whole_reports() {
    let Some(file) = golden("claims.json") else { return };
    let (mut bad, mut passed, mut good, mut kept, mut labels, mut alarms) = (0, 0, 0, 0, 0, 0);
    for document in file["documents"].as_array().expect("documents") {
        let text = text_of(document, "text");
        let claims = check(text, &facts_of(document), &[]);
        for labeled in document["claims"].as_array().expect("claims") {
            let claim = claims.iter().find(|claim| overlaps(text, labeled, claim));
            let verdict = claim.map(|claim| claim.verdict);
            match text_of(labeled, "verdict") {
                "supported" => {
                    good += 1;
                    kept += usize::from(verdict == Some(Verdict::Found));
                    if std::env::var_os("SHOW_MISSES").is_some() && verdict != Some(Verdict::Found) {
                        println!(
                            "miss {} {:?}: {}",
                            text_of(labeled, "derivation"),
                            text_of(labeled, "surface"),
                            claim.map_or("", |c| &c.reason)
                        );
                    }
                }
                "not_a_claim" => {
                    labels += 1;
                    alarms += usize::from(verdict == Some(Verdict::NotFound));
                }
                _ => {
                    bad += 1;
                    passed += usize::from(verdict != Some(Verdict::NotFound));
                    if std::env::var_os("SHOW_MISSES").is_some() && verdict != Some(Verdict::NotFound) {
                        println!(
                            "pass {} {:?}: {}",
                            text_of(labeled, "error"),
                            text_of(labeled, "surface"),
                            claim.map_or("", |c| &c.reason)
                        );
                    }
                }
            }
        }
    }
    println!(
        "wrong numbers that passed: {passed} of {bad}; right numbers found: {kept} of {good}; alarms on what is no claim: {alarms} of {labels}"
    );
    assert!(passed * 50 < bad, "wrong numbers that passed: {passed} of {bad}");
    assert!(kept * 10 > good * 8, "right numbers found: {kept} of {good}");
}
