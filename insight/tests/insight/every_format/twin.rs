//! The order of rows has no meaning: the same records in another order say the same.

use super::sample::{Sample, all, lines, read};
use insight::record::{Line, Origin, Value};
use serde_json::Value as Json;

/// The same records in the opposite order, where a file is a list of records; nothing for others.
fn turned(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Ok(mut tree) = serde_json::from_str::<Json>(text) {
        return turn(&mut tree).then(|| serde_json::to_vec(&tree).unwrap());
    }
    let mut lines: Vec<&str> = text.lines().collect();
    let is_lines = lines.len() > 1 && lines.iter().all(|line| line.starts_with('{'));
    // One header and a row a line.
    let head = usize::from(!is_lines);
    let reading = read("unknown", bytes);
    let is_table = || matches!(reading.tables.as_slice(), [table] if table.rows > 1 && table.rows + 1 == lines.len());
    if !is_lines && !is_table() {
        return None;
    }
    lines[head..].reverse();
    Some((lines.join("\n") + "\n").into_bytes())
}

/// Turns every list of maps; whether there was one.
fn turn(tree: &mut Json) -> bool {
    match tree {
        Json::Array(items) => {
            let records = items.len() > 1 && items.iter().all(Json::is_object);
            if records {
                items.reverse();
            }
            items.iter_mut().fold(records, |turned, item| turn(item) | turned)
        }
        Json::Object(members) => members.values_mut().fold(false, |turned, value| turn(value) | turned),
        _ => false,
    }
}

/// What was computed, in an order of its own; sums depend on the order in their last digits.
fn computed(bytes: &[u8]) -> Vec<String> {
    let shown = |line: &Line| {
        let value = match &line.value {
            Value::Number(number) => format!("{number:.9e}"),
            Value::Text(text) => text.clone(),
        };
        let labels: Vec<String> = line.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} {:?} = {value} n={:?} {}", line.metric, line.statistic, line.n, labels.join(" "))
    };
    let lines = lines(vec![read("unknown", bytes)]);
    let of_studies = lines.iter().filter(|line| line.origin == Origin::Computed && line.place.starts_with('s'));
    let mut shown: Vec<String> = of_studies.map(shown).collect();
    shown.sort();
    shown
}

#[test]
fn records_in_another_order_say_the_same() {
    let (mut turned_samples, mut wrong) = (0, Vec::new());
    for Sample { path, bytes, .. } in all() {
        let Some(other) = turned(&bytes) else { continue };
        turned_samples += 1;
        let (one, other) = (computed(&bytes), computed(&other));
        if one != other {
            let missing: Vec<&String> = one.iter().filter(|line| !other.contains(line)).take(3).collect();
            let new: Vec<&String> = other.iter().filter(|line| !one.contains(line)).take(3).collect();
            wrong.push(format!("{path}:\n  {missing:?}\n  became {new:?}"));
        }
    }
    println!("{turned_samples} samples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
