//! A row of differences below the two rows it compares, as reports write it.

use super::look::Look;
use super::{Trap, Warning, place};
use crate::role::Role;

/// What a row of differences is called.
const DIFFERENCE: &[&str] = &["δ", "delta", "diff", "difference", "change", "% change"];

/// A row of differences that is taken one way in one column and the other way in another.
pub(super) fn rows(look: Look<'_>) -> Option<Warning> {
    let rows = look.table.rows;
    let names: Vec<usize> =
        look.fields().filter(|(at, _)| look.column(*at).counts().numbers == 0).map(|(at, _)| at).collect();
    let name = *names.first().filter(|_| (3..=12).contains(&rows))?;
    let is_difference = |row: &usize| DIFFERENCE.contains(&look.text(name, *row).trim().to_lowercase().as_str());
    let difference = (2..rows).find(is_difference)?;
    let sides: Vec<usize> = (0..difference).filter(|row| !look.text(name, *row).ends_with('±')).collect();
    let [first, second] = sides[..] else { return None };
    let mut taken: Vec<(usize, bool)> = Vec::new();
    for (at, field) in look.fields().filter(|(_, field)| !matches!(field.role, Role::Text)) {
        let factor = field.unit.factor;
        let value = |row: usize| leading(&look.text(at, row));
        let (Some(a), Some(b)) = (value(first), value(second)) else { continue };
        let text = look.text(at, difference);
        let Some(said) = leading(&text).filter(|said| *said != 0.0 && factor != 0.0) else { continue };
        let is = if text.contains('%') { 100.0 * (b - a) / a } else { b - a };
        if is != 0.0 && (is.abs() - said.abs()).abs() <= 0.06 + 0.02 * said.abs() {
            taken.push((at, (is > 0.0) == (said > 0.0)));
        }
    }
    let forth = taken.iter().find(|(_, forth)| *forth);
    let back = taken.iter().find(|(_, forth)| !forth)?;
    let said = |at: usize, way: &str| {
        let [a, b, d] = [first, second, difference].map(|row| look.text(at, row));
        format!("`{}` {a} and {b} give {d}, {way}", look.field(at).written)
    };
    let one = said(back.0, "the first less the second");
    let evidence = match forth {
        Some((at, _)) => format!("{one}; {}", said(*at, "the second less the first")),
        None => one,
    };
    let place = place::within(look.table, &place::names([look.field(back.0).written.as_str()]));
    let consequence =
        "a positive difference does not mean the same in all columns; read none before its order is known";
    Some(Warning::new(look.path(), Trap::SignConvention, place, evidence, consequence))
}

/// The number that a text begins with.
fn leading(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', "");
    let end = text.char_indices().find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || *at == 0 && "+-".contains(*c)));
    text[..end.map_or(text.len(), |(at, _)| at)].trim_start_matches('+').parse().ok()
}
