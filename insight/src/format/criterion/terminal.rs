//! What Criterion.rs prints: `name  time:   [16.652 µs 18.019 µs 19.562 µs]`.

use crate::container::{Ledger, Text};
use crate::format::rows::Rows;
use crate::table::Table;
use crate::unit::Unit;

/// The line of the first result, counted from 1.
pub(super) fn first(text: &Text) -> Option<u64> {
    text.lines().find(|(_, line)| result(line).is_some()).map(|(line, _)| line)
}

/// What stands before `time:` or `thrpt:`, what was measured, and three figures in the base unit.
fn result(line: &str) -> Option<(&str, &str, [f64; 3])> {
    let (before, figures) = line.split_once(": ").filter(|_| line.trim_end().ends_with(']'))?;
    let kind = ["time", "thrpt"].into_iter().find(|kind| before.ends_with(kind))?;
    let words: Vec<&str> = figures.trim().strip_prefix('[')?.strip_suffix(']')?.split_whitespace().collect();
    let [low, low_unit, middle, middle_unit, high, high_unit] = words.as_slice() else { return None };
    let base = |figure: &str, unit: &str| {
        let figure = figure.parse::<f64>().ok()?;
        // A picosecond is divided for, so that its decimals stay.
        if unit == "ps" { Some(figure / 1e3) } else { Some(figure * factor(unit)?) }
    };
    let what = match kind {
        "time" => kind,
        _ if middle_unit.ends_with("elem/s") => "elements",
        _ => "bytes",
    };
    Some((
        before.strip_suffix(kind)?.trim(),
        what,
        [base(low, low_unit)?, base(middle, middle_unit)?, base(high, high_unit)?],
    ))
}

/// Nanoseconds, bytes a second or elements a second of what the terminal shows.
fn factor(unit: &str) -> Option<f64> {
    const ELEMENTS: [(&str, f64); 4] = [("elem/s", 1.0), ("Kelem/s", 1e3), ("Melem/s", 1e6), ("Gelem/s", 1e9)];
    let known = Unit::stated(unit).filter(|unit| unit.symbol == "s").map(|unit| (unit.factor * 1e9).round());
    let bytes = || Unit::stated(unit).filter(|unit| unit.symbol == "B/s").map(|unit| unit.factor);
    known.or_else(bytes).or_else(|| ELEMENTS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor))
}

/// One row a benchmark; a name too long for its line stands in the line above.
pub(super) fn read(text: &Text, _: &mut Ledger) -> Vec<Table> {
    let mut rows = Rows::default();
    let mut above = "";
    for (line, text) in text.lines() {
        let Some((name, kind, figures)) = result(text) else {
            above = text.trim();
            continue;
        };
        if kind == "time" {
            rows.begin_at(line);
            rows.written("benchmark", if name.is_empty() { above } else { name });
        }
        for (end, figure) in ["low", "estimate", "high"].into_iter().zip(figures) {
            rows.number(&format!("{kind} {end}"), figure);
        }
    }
    vec![rows.finish("")]
}
