//! The check of numbers against hand-written cases that lie beside the workspace.

use super::given::shared;
use insight::grounding::{Number, numbers};
use serde_json::Value;

/// The cases of a file; `None` where they were not delivered, which is no excuse where everything is tested.
fn golden(name: &str) -> Option<Value> {
    let path = shared(&format!("golden/{name}"))?;
    Some(serde_json::from_str(&std::fs::read_to_string(path).expect(name)).expect(name))
}

fn cases(file: &Value) -> &[Value] {
    file["cases"].as_array().map_or(&[], Vec::as_slice)
}

/// Whether a text states that value of that unit, rounded as it is written and a share of it beside.
fn states(text: &str, value: f64, unit: &str, beside: f64) -> bool {
    let of = numbers(&format!("1 {unit}")).into_iter().find_map(|number| number.worth).expect("a unit");
    let (value, symbol) = (value * of.value, of.unit);
    numbers(text).iter().filter_map(|number| number.worth.as_ref()).any(|worth| {
        let room = worth.half * (1.0 + 1e-9) + worth.value.abs() * (beside + 1e-12);
        worth.unit == symbol && (worth.value - value).abs() <= room
    })
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
        let unit = text_of(input, "unit");
        let written = format!("{} {}", text_of(input, "claimed"), text_of(input, "claimed_unit"));
        let is_found = |beside: f64| states(written.trim(), value, unit, beside);
        let right = match &case["expect"]["match"] {
            Value::Bool(expected) => is_found(0.0) == *expected,
            _ => !is_found(0.0) && is_found(0.05),
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
        let claims = numbers(text);
        let tokens = case["expect"]["tokens"].as_array().expect("tokens");
        for token in tokens {
            all += 1;
            if let Some(why) = misread(text, token, &claims) {
                wrong.push(format!("{} {text:?}: {}: {why}", text_of(case, "id"), text_of(token, "surface")));
            }
        }
        let extra = claims.iter().filter(|claim| !tokens.iter().any(|token| overlaps(text, token, claim)));
        wrong.extend(extra.map(|claim| {
            format!("{} {text:?}: {} is no number there", text_of(case, "id"), &text[claim.start..claim.end])
        }));
    }
    floor("numbers in text", all - wrong.len().min(all), all, 40, &wrong);
}

/// Offsets of the cases count characters, ours bytes.
fn overlaps(text: &str, token: &Value, claim: &Number) -> bool {
    let bytes = |key: &str| {
        let chars = token[key].as_u64().unwrap_or(0) as usize;
        text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at)
    };
    claim.start < bytes("end") && bytes("start") < claim.end
}

const LABELS: [&str; 7] = ["date", "time", "version", "ordinal", "section", "identifier", "percentile_label"];

/// What is wrong with how a token was read: its kind, its value, or its rounding.
fn misread(text: &str, token: &Value, claims: &[Number]) -> Option<String> {
    let Some(claim) = claims.iter().find(|claim| overlaps(text, token, claim)) else {
        return Some("missed".to_owned());
    };
    let is_label = LABELS.contains(&text_of(token, "kind"));
    if is_label != claim.worth.is_none() {
        return Some(format!("{:?} ({})", claim.worth, claim.reason));
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
    let own = &text[claim.start..];
    let found = |shift: f64| values.iter().any(|value| states(own, value + shift, unit, 0.0));
    if !found(0.0) {
        return Some(format!("{values:?} {unit} is not what was read"));
    }
    let half = token["half"].as_f64()?;
    let is_wide = ["approx", "bound", "plusminus"].contains(&text_of(token, "kind"));
    (!is_wide && half > 0.0 && (!found(half * 0.99) || found(half * 1.2))).then(|| format!("half a unit is not {half}"))
}
