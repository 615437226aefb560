//! Gaps between moments that stand in the same table: the moments say them already.

use super::look::{Look, all, says};
use super::{Trap, Warning, place};
use crate::dataset::Dataset;
use crate::role::Role;
use crate::shown::format_count;

/// Words of a gap.
const GAP: &[&str] = &["gap", "delta", "interval", "since", "between", "dt", "spacing"];
/// Rows that it takes.
const FEWEST: usize = 5;
/// What one unit of a moment may be, in seconds.
const SCALES: &[f64] = &[1.0, 1e-3, 1e-6, 1e-9];

/// Warns of columns that are the difference of each moment from the one before.
pub(super) fn gap(dataset: &Dataset) -> Vec<Warning> {
    let mut found = Vec::new();
    for look in all(dataset) {
        for (at, field) in look.fields() {
            if field.unit.symbol != "s" || !says(&field.written, GAP) {
                continue;
            }
            let moments = look.fields().filter(|(_, other)| other.role == Role::Time).map(|(moment, _)| moment);
            let Some((moment, rows)) = moments.filter_map(|moment| Some((moment, follows(look, at, moment)?))).next()
            else {
                continue;
            };
            let evidence = format!(
                "`{}` is the time since the row before of its kind, by `{}`, in {} rows",
                field.written,
                look.field(moment).written,
                format_count(rows as u64)
            );
            found.push(Warning::new(
                look.path(),
                Trap::DerivedIdentity,
                place::within(look.table, &place::names([field.written.as_str()])),
                evidence,
                "the gaps and the moments are one measurement, not two",
            ));
        }
    }
    found
}

/// In how many rows the column is the time since the row before, of all rows or of those that share a name.
fn follows(look: Look<'_>, column: usize, moment: usize) -> Option<usize> {
    let rows = look.rows();
    let names = look.fields().filter(|(_, field)| matches!(field.role, Role::Identifier | Role::Parameter));
    let groupings = std::iter::once(Vec::new()).chain(names.map(|(at, _)| vec![at]));
    for grouping in groupings {
        let groups = look.groups(&grouping, &rows);
        if groups.len() * FEWEST > rows.len() {
            continue;
        }
        for scale in SCALES {
            let (mut held, mut broken) = (0, 0);
            let pairs = groups.iter().flat_map(|(_, rows)| rows.windows(2));
            for pair in pairs {
                let said = look.number(column, pair[1]);
                let is = (look.number(moment, pair[1]) - look.number(moment, pair[0])) * scale;
                if !said.is_finite() || !is.is_finite() {
                    continue;
                }
                let agrees = (said - is).abs() <= 1e-6 + 1e-3 * said.abs();
                (held, broken) = (held + usize::from(agrees && is != 0.0), broken + usize::from(!agrees));
                if broken > 1 + held / 50 {
                    break;
                }
            }
            if held >= FEWEST && broken <= held / 50 {
                return Some(held);
            }
        }
    }
    None
}
