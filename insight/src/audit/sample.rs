//! Columns of numbers side by side, as identities between them are looked for: of a table, or of lists in the same records.

use super::look::{Look, tables};
use crate::dataset::{Field, File};
use crate::role::Role;

/// Columns looked at; of a wider table the first ones.
const MOST_COLUMNS: usize = 40;
/// Rows looked at, in even steps.
const MOST_ROWS: usize = 512;

/// The numbers of one column in its base unit.
pub(super) struct Numbers<'a> {
    pub(super) field: &'a Field,
    /// Row by row; NaN where there is none.
    pub(super) values: Vec<f64>,
    /// One unit of the last digit; 0 for counts.
    pub(super) step: f64,
    /// Whether all are whole.
    pub(super) whole: bool,
}

/// Columns of the same rows.
pub(super) struct Sample<'a> {
    pub(super) place: String,
    pub(super) columns: Vec<Numbers<'a>>,
    /// The rows of the table that the values stand in.
    pub(super) at: Vec<usize>,
}

/// The tables of a file, and the lists that its records hold.
pub(super) fn samples(file: &File) -> Vec<Sample<'_>> {
    let mut found: Vec<Sample<'_>> = Vec::new();
    let mut lists: Vec<(Look<'_>, usize)> = Vec::new();
    for look in tables(file) {
        let is_list = look.table.parent.as_ref().is_some_and(|parent| parent.samples);
        match look.fields().filter(|(at, _)| is_asked(look, *at)).last().filter(|_| is_list) {
            Some((own, _)) => lists.push((look, own)),
            None => found.extend((!is_list).then(|| of_table(look))),
        }
    }
    let above = |look: Look<'_>| look.table.parent.as_ref().map(|parent| (parent.place.clone(), parent.rows.clone()));
    for (at, (first, _)) in lists.iter().enumerate() {
        if lists[..at].iter().any(|(other, _)| above(*other) == above(*first)) {
            continue;
        }
        let beside: Vec<_> = lists.iter().filter(|(other, _)| above(*other) == above(*first)).collect();
        if beside.len() > 1 {
            let rows = spread(first.rows());
            let columns = beside.iter().map(|(look, own)| numbers(*look, *own, &rows)).collect();
            found.push(Sample { place: String::new(), columns, at: rows });
        }
    }
    found
}

fn of_table(look: Look<'_>) -> Sample<'_> {
    let rows = spread(look.rows());
    let asked = look.fields().map(|(at, _)| at).filter(|at| is_asked(look, *at)).take(MOST_COLUMNS);
    let columns = asked.map(|at| numbers(look, at, &rows)).collect();
    Sample { place: look.table.place.clone(), columns, at: rows }
}

/// Whether a column holds numbers that were measured or computed.
fn is_asked(look: Look<'_>, column: usize) -> bool {
    let role = look.field(column).role;
    let counts = look.column(column).counts();
    matches!(role, Role::Measurement | Role::Aggregate | Role::Derived)
        && counts.numbers > counts.text + counts.nonfinite
}

fn numbers<'a>(look: Look<'a>, column: usize, rows: &[usize]) -> Numbers<'a> {
    let values: Vec<f64> = rows.iter().map(|row| look.number(column, *row)).collect();
    let factor = look.field(column).unit.factor;
    let whole = values.iter().filter(|value| value.is_finite()).all(|value| (value / factor).fract() == 0.0);
    Numbers { field: look.field(column), values, step: look.step(column), whole }
}

fn spread(rows: Vec<usize>) -> Vec<usize> {
    let step = rows.len().div_ceil(MOST_ROWS).max(1);
    rows.into_iter().step_by(step).collect()
}
