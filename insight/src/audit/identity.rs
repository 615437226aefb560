//! Columns that are a function of other columns, exact to the digits written.

use super::sample::{Numbers, Sample};
use crate::role::Role;

/// Digits that must agree, all rows together, before chance is ruled out.
const ENOUGH: f64 = 9.0;
/// Rows that it takes where a constant is read off the first of them, or where the name says already that it is computed.
const ROWS_OF_CONSTANT: usize = 4;
const ROWS_OF_DERIVED: usize = 5;
/// Digits that one value is worth at most.
const MOST_DIGITS: f64 = 12.0;
/// How far arithmetic alone moves a value, as a part of what it is made of.
const EXACT: f64 = 1e-12;
/// Factors between columns whose units are not written.
const FACTORS: &[f64] = &[1.0, 100.0, 1000.0, 60.0, 3600.0, 1e6, 0.001];

/// How a column follows from others, by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// `a + b`
    Sum(usize, usize),
    /// `a − b`
    Difference(usize, usize),
    /// `k · a / b`
    Ratio(f64, usize, usize),
    /// `100 · (a − b) / b`
    Change(usize, usize),
    /// `100 · (b − a) / b`: positive where `a` is the smaller.
    Saving(usize, usize),
    /// `k · a`
    Scaled(f64, usize),
    /// `k / a`
    Inverse(f64, usize),
    /// `a + k`
    Shifted(f64, usize),
    /// `k − a`
    Rest(f64, usize),
}

/// A column that follows from others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity {
    /// Its place among the columns of the sample.
    pub(super) result: usize,
    pub(super) form: Form,
    /// Rows in which it was seen.
    pub(super) rows: usize,
    /// Largest difference from what follows, as a part of the value.
    pub(super) worst: f64,
}

impl Form {
    /// The columns it takes.
    pub(super) fn takes(self) -> Vec<usize> {
        match self {
            Self::Sum(a, b)
            | Self::Difference(a, b)
            | Self::Ratio(_, a, b)
            | Self::Change(a, b)
            | Self::Saving(a, b) => {
                vec![a, b]
            }
            Self::Scaled(_, a) | Self::Inverse(_, a) | Self::Shifted(_, a) | Self::Rest(_, a) => vec![a],
        }
    }

    /// The size of what is added or taken away.
    fn size(self, columns: &[Numbers<'_>], row: usize) -> f64 {
        match self {
            Self::Sum(a, b) | Self::Difference(a, b) => columns[a].values[row].abs() + columns[b].values[row].abs(),
            _ => 0.0,
        }
    }

    /// What follows in a row, how far rounding may move it, and the least of what it is made of.
    fn at(self, columns: &[Numbers<'_>], row: usize) -> (f64, f64, f64) {
        let v = |at: usize| columns[at].values[row];
        let s = |at: usize| columns[at].step;
        match self {
            Self::Sum(a, b) => (v(a) + v(b), s(a) + s(b), v(a).abs().min(v(b).abs())),
            Self::Difference(a, b) => (v(a) - v(b), s(a) + s(b), f64::INFINITY),
            Self::Ratio(k, a, b) => {
                let is = k * v(a) / v(b);
                (is, (is * s(a) / v(a)).abs() + (is * s(b) / v(b)).abs(), f64::INFINITY)
            }
            Self::Change(a, b) => change(v(a), v(b), s(a), s(b)),
            Self::Saving(a, b) => {
                let (is, slack, least) = change(v(a), v(b), s(a), s(b));
                (-is, slack, least)
            }
            Self::Scaled(k, a) => (k * v(a), k.abs() * s(a), f64::INFINITY),
            Self::Inverse(k, a) => (k / v(a), (k / v(a) / v(a) * s(a)).abs(), f64::INFINITY),
            Self::Shifted(k, a) => (v(a) + k, s(a), f64::INFINITY),
            Self::Rest(k, a) => (k - v(a), s(a), f64::INFINITY),
        }
    }
}

fn change(a: f64, b: f64, step_a: f64, step_b: f64) -> (f64, f64, f64) {
    let is = 100.0 * (a - b) / b;
    (is, 100.0 * (step_a / b).abs() + 100.0 * (a * step_b / b / b).abs(), f64::INFINITY)
}

/// The identities of a sample, at most one a column.
pub(super) fn identities(sample: &Sample<'_>) -> Vec<Identity> {
    let columns = &sample.columns;
    let mut found: Vec<Identity> = Vec::new();
    for result in 0..columns.len() {
        // A coefficient of variation is computed by its name.
        let is_cv = columns[result].field.statistic.as_deref() == Some("cv");
        if is_cv || is_constant(&columns[result]) && sample.at.len() > 1 {
            continue;
        }
        let new = |form: &Form| {
            let mut triple = form.takes();
            // What is named as computed from others explains none of them.
            let derives = |at: usize| columns[at].field.role == Role::Derived;
            if !derives(result) && triple.iter().any(|at| derives(*at)) {
                return false;
            }
            triple.push(result);
            !found.iter().any(|known| triple.iter().all(|at| *at == known.result || known.form.takes().contains(at)))
        };
        let first = forms(columns, result).filter(new).find_map(|form| holds(columns, result, form));
        found.extend(first);
    }
    found
}

/// Whether a form gives the column in every row that has all values, and with enough digits to rule out chance.
fn holds(columns: &[Numbers<'_>], result: usize, form: Form) -> Option<Identity> {
    let own = &columns[result];
    let (mut rows, mut digits, mut worst) = (0, 0.0, 0.0_f64);
    let mut seen: Vec<f64> = Vec::new();
    for (row, said) in own.values.iter().enumerate() {
        let (is, slack, least) = form.at(columns, row);
        if !said.is_finite() || !is.is_finite() {
            continue;
        }
        let slack = 0.51 * (slack + own.step) + EXACT * (said.abs() + form.size(columns, row));
        if (said - is).abs() > slack {
            return None;
        }
        rows += 1;
        worst = worst.max(if *said == 0.0 { 0.0 } else { ((said - is) / said).abs() });
        if !seen.contains(said) && seen.len() < 64 {
            seen.push(*said);
            let fine = if own.whole { slack.max(0.5 * own.field.unit.factor) } else { slack };
            digits += libm::log10((said.abs().min(least) / fine).max(1.0)).min(MOST_DIGITS);
        }
    }
    let constant = matches!(form, Form::Scaled(..) | Form::Inverse(..) | Form::Shifted(..) | Form::Rest(..));
    let least_rows = if constant {
        ROWS_OF_CONSTANT
    } else if own.field.role == Role::Derived {
        ROWS_OF_DERIVED
    } else {
        1
    };
    (rows >= least_rows && seen.len() >= least_rows.min(3) && digits >= ENOUGH).then_some(Identity {
        result,
        form,
        rows,
        worst,
    })
}

/// The forms that the units of the columns allow.
fn forms<'a>(columns: &'a [Numbers<'a>], result: usize) -> impl Iterator<Item = Form> + 'a {
    let unit = |at: usize| columns[at].field.unit.symbol.as_str();
    let own = unit(result);
    let others = move || (0..columns.len()).filter(move |at| *at != result && !is_constant(&columns[*at]));
    let alike = move |at: &usize| unit(*at) == own;
    let sums = others()
        .filter(alike)
        .flat_map(move |a| others().filter(alike).filter(move |b| *b > a).map(move |b| Form::Sum(a, b)));
    let differences = move || {
        let derived = columns[result].field.role == Role::Derived;
        let pairs = others().filter(move |_| derived).flat_map(move |a| others().map(move |b| (a, b)));
        pairs.filter(move |(a, b)| a != b && unit(*a) == unit(*b))
    };
    let compared = differences().flat_map(move |(a, b)| {
        let same = (unit(a) == own).then_some(Form::Difference(a, b));
        let shares = own == "%" || own.is_empty();
        same.into_iter().chain(shares.then_some([Form::Change(a, b), Form::Saving(a, b)]).into_iter().flatten())
    });
    let ratios =
        others().flat_map(move |a| others().filter(move |b| *b != a).map(move |b| (a, b))).flat_map(move |(a, b)| {
            let factors = factors(own, unit(a), unit(b), columns[b].whole);
            factors.iter().map(move |k| Form::Ratio(*k, a, b))
        });
    let constants = others().flat_map(move |a| constants(columns, result, a));
    sums.chain(ratios).chain(compared).chain(constants)
}

/// The factors at which `a / b` may be in that unit.
fn factors(own: &str, a: &str, b: &str, counts: bool) -> &'static [f64] {
    let same = |one: &str, other: &str| one == other || one.trim_end_matches('s') == other.trim_end_matches('s');
    let bare = |unit: &str| unit.is_empty();
    match own.split_once('/') {
        Some((above, below)) if same(above, a) && same(below, b) => &FACTORS[..1],
        Some((above, _)) if same(above, a) && bare(b) => FACTORS,
        Some((_, below)) if bare(a) && same(below, b) => FACTORS,
        Some(_) => &[],
        None if bare(own) && a == b => &FACTORS[..2],
        None if own == "%" && a == b => &FACTORS[1..2],
        None if own == a && counts && !b.contains('/') && b != "s" && !own.is_empty() => &FACTORS[..1],
        None => &[],
    }
}

/// Forms of one column and a constant, which the first row with both gives.
fn constants(columns: &[Numbers<'_>], result: usize, a: usize) -> Vec<Form> {
    let (own, other) = (&columns[result], &columns[a]);
    let pair = own.values.iter().zip(&other.values).find(|(c, a)| c.is_finite() && a.is_finite() && **a != 0.0);
    let Some((c, v)) = pair.filter(|_| own.values.len() >= ROWS_OF_CONSTANT) else { return Vec::new() };
    // A column that says the same again is no function of it, and neither is one that counts it.
    if c == v || *c == 0.0 || own.whole || other.whole {
        return Vec::new();
    }
    let mut forms = vec![Form::Scaled(c / v, a), Form::Inverse(c * v, a)];
    if own.field.unit.symbol == other.field.unit.symbol {
        forms.extend([Form::Rest(c + v, a), Form::Shifted(c - v, a)]);
    }
    forms
}

/// Whether all values that there are are the same.
fn is_constant(numbers: &Numbers<'_>) -> bool {
    let mut finite = numbers.values.iter().filter(|value| value.is_finite());
    let Some(first) = finite.next() else { return true };
    numbers.values.len() > 1 && finite.all(|value| value == first)
}
