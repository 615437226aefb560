//! Samples that are cut or changed: what is left is read, what is lost is said, nothing is made up.

use super::sample::{Sample, all, read, written};
use super::token::Tokens;
use insight::reading::Reading;
use insight::record::Value;

/// Parts of a sample that are looked at: a cut after each.
const PARTS: usize = 20;

/// Of a sample of more bytes every fifth part is looked at.
const LARGE: usize = 48 << 10;

/// Larger samples are changed within these first bytes.
const CHANGED: usize = 16 << 10;

fn numbers(reading: Reading) -> Vec<f64> {
    let values = written(vec![reading]).into_iter().map(|line| line.as_written.value);
    values.filter_map(|value| if let Value::Number(number) = value { Some(number) } else { None }).collect()
}

#[test]
fn a_cut_sample_keeps_what_stands_before_the_cut() {
    let mut wrong = Vec::new();
    for Sample { path, bytes, .. } in all() {
        let whole = read("unknown", &bytes);
        let is_json = serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
        let known = |reading: &Reading| reading.recognized.as_ref().map(|it| it.format.clone());
        let known_whole = numbers(read("unknown", &bytes));
        let mut before = 0;
        let step = if bytes.len() > LARGE { 5 } else { 1 };
        for part in (1..PARTS).step_by(step) {
            let cut = &bytes[..bytes.len() * part / PARTS];
            let reading = read("unknown", cut);
            let kept = reading.rows.kept;
            // What begins a report may only be known by its end.
            if known(&reading) == known(&whole) {
                if kept > whole.rows.kept {
                    wrong.push(format!("{path} cut at {part}/{PARTS}: {kept} rows, {} in the whole", whole.rows.kept));
                }
                if kept < before {
                    wrong.push(format!("{path} cut at {part}/{PARTS}: {kept} rows, {before} in a shorter piece"));
                }
                before = kept;
            }
            let ends_clean = cut.ends_with(b"\n") || reading.tables.is_empty() || !is_json;
            if reading.problems.is_empty() && !ends_clean {
                wrong.push(format!("{path} cut at {part}/{PARTS}: nothing says that its end is lost"));
            }
            let text = String::from_utf8_lossy(cut);
            let tokens = Tokens::of(&text);
            let invented: Vec<f64> =
                numbers(reading).into_iter().filter(|it| !tokens.holds(*it, 0..usize::MAX)).collect();
            if known_whole.iter().filter(|it| invented.contains(it)).count() < invented.len() {
                wrong.push(format!("{path} cut at {part}/{PARTS}: {invented:?} do not stand in it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sample_with_a_byte_changed_is_read() {
    for Sample { path, bytes, .. } in all() {
        let end = bytes.len().min(CHANGED);
        let mut changed = bytes[..end].to_vec();
        for part in 0..PARTS {
            let at = end * part / PARTS;
            let was = changed[at];
            for byte in [b'"', b'\n', b'{', 0xff, was ^ 1] {
                changed[at] = byte;
                // Rows add up, or `read` stops.
                read(&path, &changed);
            }
            changed[at] = was;
        }
    }
}
