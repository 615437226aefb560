//! Two settings varied together: what each does, and whether one changes what the other does.

use super::regression::least_squares;
use super::special::f_upper;
use super::{mean, moment::sum};

/// One line of an analysis of variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Squares that it explains.
    pub squares: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// F against what is left; `None` where nothing repeats.
    pub f: Option<f64>,
    /// The probability of an F as large by chance.
    pub p_value: Option<f64>,
}

/// A table of two settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Factorial {
    /// The first setting, the second, both together.
    pub effects: [Effect; 3],
    /// What is left within the cells.
    pub left: Effect,
    /// Mean of each cell, as `(first level, second level, mean)`.
    pub cells: Vec<(usize, usize, f64)>,
    /// For each setting, the mean of its levels' cells, every cell counting the same.
    pub marginals: [Vec<f64>; 2],
}

/// Squares of the second type; `None` for no rows or a table that falls apart.
///
/// Takes level numbers counted from 0 and a value a row. Source: Langsrud, *ANOVA for Unbalanced Data: Use Type II Instead of
/// Type III Sums of Squares*, Statistics and Computing 13 (2003).
pub fn factorial(rows: &[(usize, usize, f64)]) -> Option<Factorial> {
    let pivot = rows.first()?.2;
    let y: Vec<f64> = rows.iter().map(|row| row.2 - pivot).collect();
    let levels = [rows.iter().map(|row| row.0).max()? + 1, rows.iter().map(|row| row.1).max()? + 1];
    let mut keys: Vec<(usize, usize)> = rows.iter().map(|row| (row.0, row.1)).collect();
    keys.sort_unstable();
    keys.dedup();
    let cell = |key: &(usize, usize)| {
        let values = rows.iter().filter(|row| (row.0, row.1) == *key).map(|row| row.2 - pivot).collect::<Vec<f64>>();
        mean(&values)
    };
    let means: Vec<f64> = keys.iter().map(cell).collect::<Option<_>>()?;
    let within = |row: &(usize, usize, f64)| {
        let at = keys.binary_search(&(row.0, row.1)).unwrap_or(0);
        (row.2 - pivot - means[at]) * (row.2 - pivot - means[at])
    };
    let left_squares = sum(rows.iter().map(within));
    let column = |is_in: &dyn Fn(&(usize, usize, f64)) -> bool| {
        rows.iter().map(|row| if is_in(row) { 1.0 } else { 0.0 }).collect::<Vec<f64>>()
    };
    let ones = column(&|_| true);
    let first: Vec<Vec<f64>> = (1..levels[0]).map(|level| column(&|row| row.0 == level)).collect();
    let second: Vec<Vec<f64>> = (1..levels[1]).map(|level| column(&|row| row.1 == level)).collect();
    let left_by = |parts: &[&[Vec<f64>]]| {
        let columns: Vec<Vec<f64>> = [vec![ones.clone()], parts.concat()].concat();
        least_squares(&columns, &y).map(|fit| fit.squares_left)
    };
    let both = left_by(&[&first, &second])?;
    let explained = [left_by(&[&second])? - both, left_by(&[&first])? - both, both - left_squares];
    let main = [levels[0] as f64 - 1.0, levels[1] as f64 - 1.0];
    let df = [main[0], main[1], keys.len() as f64 - 1.0 - main[0] - main[1]];
    let df_left = (rows.len() - keys.len()) as f64;
    let mean_left = left_squares / df_left;
    let effect = |at: usize| {
        let squares = explained[at].max(0.0);
        let f = (df_left > 0.0 && mean_left > 0.0 && df[at] > 0.0).then(|| squares / df[at] / mean_left);
        Effect { squares, df: df[at], f, p_value: f.map(|f| f_upper(f, df[at], df_left)) }
    };
    let marginal = |setting: usize, level: usize| {
        let cells = keys.iter().zip(&means).filter(|(key, _)| [key.0, key.1][setting] == level).map(|(_, mean)| *mean);
        mean(&cells.collect::<Vec<f64>>()).map(|mean| mean + pivot)
    };
    let marginals = [0, 1].map(|setting| (0..levels[setting]).filter_map(|level| marginal(setting, level)).collect());
    Some(Factorial {
        effects: [effect(0), effect(1), effect(2)],
        left: Effect { squares: left_squares, df: df_left, f: None, p_value: None },
        cells: keys.iter().zip(&means).map(|(key, mean)| (key.0, key.1, mean + pivot)).collect(),
        marginals,
    })
}
