//! Straight lines and polynomials through points, in twice the digits of a double.

use super::pair::Pair;

/// A least squares fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Their standard errors; empty without a degree of freedom left.
    pub errors: Vec<f64>,
    /// Squares that the fit leaves.
    pub squares_left: f64,
    /// Rows less columns.
    pub df: usize,
}

impl Fit {
    /// The standard deviation of what is left; `None` without a degree of freedom.
    pub fn deviation(&self) -> Option<f64> {
        (self.df > 0).then(|| (self.squares_left / self.df as f64).sqrt())
    }
}

/// Fits `y` to columns; `None` when the columns depend on each other or there are fewer rows than columns.
///
/// Method: normal equations with scaled columns, in pairs of doubles (Dekker 1971), which lose what they square and still keep the
/// digits of a double.
pub fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<Fit> {
    let exact = |values: &Vec<f64>| values.iter().map(|value| Pair::from(*value)).collect::<Vec<Pair>>();
    fit(&columns.iter().map(exact).collect::<Vec<_>>(), y)
}

/// Fits a polynomial; coefficients from the constant upwards.
pub fn polynomial(x: &[f64], y: &[f64], degree: usize) -> Option<Fit> {
    let power = |k: usize| {
        x.iter().map(|x| (0..k).fold(Pair::from(1.0), |power, _| power * Pair::from(*x))).collect::<Vec<Pair>>()
    };
    fit(&(0..=degree).map(power).collect::<Vec<_>>(), y)
}

fn fit(columns: &[Vec<Pair>], y: &[f64]) -> Option<Fit> {
    let (k, n) = (columns.len(), y.len());
    if k == 0 || n < k || columns.iter().any(|column| column.len() != n) {
        return None;
    }
    let product = |a: &[Pair], b: &[Pair]| a.iter().zip(b).fold(Pair::from(0.0), |sum, (a, b)| sum + *a * *b);
    // Powers of two scale without rounding.
    let exponent = |column: &Vec<Pair>| libm::frexp(product(column, column).value().sqrt()).1;
    let exponents: Vec<i32> = columns.iter().map(exponent).collect();
    let scaled: Vec<Vec<Pair>> = columns
        .iter()
        .zip(&exponents)
        .map(|(column, e)| column.iter().map(|value| value.scaled(-e)).collect())
        .collect();
    let y: Vec<Pair> = y.iter().map(|value| Pair::from(*value)).collect();
    // The matrix of products beside the products with y and the unit matrix: elimination gives coefficients and inverse at once.
    let unit = |i: usize, j: usize| Pair::from(if i == j { 1.0 } else { 0.0 });
    let row = |i: usize| {
        let products = scaled.iter().map(|other| product(&scaled[i], other));
        products.chain([product(&scaled[i], &y)]).chain((0..k).map(|j| unit(i, j))).collect::<Vec<Pair>>()
    };
    let mut rows: Vec<Vec<Pair>> = (0..k).map(row).collect();
    for at in 0..k {
        let pivot = (at..k).max_by(|a, b| rows[*a][at].value().abs().total_cmp(&rows[*b][at].value().abs()))?;
        rows.swap(at, pivot);
        if rows[at][at].value().abs() < 1e-26 {
            return None;
        }
        let divisor = rows[at][at];
        rows[at].iter_mut().for_each(|cell| *cell = *cell / divisor);
        let top = rows[at].clone();
        for (other, cells) in rows.iter_mut().enumerate() {
            if other != at {
                let factor = cells[at];
                cells.iter_mut().zip(&top).for_each(|(cell, top)| *cell = *cell - factor * *top);
            }
        }
    }
    let solution: Vec<Pair> = rows.iter().map(|row| row[k]).collect();
    let left = |i: usize| (0..k).fold(y[i], |left, j| left - scaled[j][i] * solution[j]);
    let squares_left = (0..n).fold(Pair::from(0.0), |sum, i| sum + left(i) * left(i)).value().max(0.0);
    let df = n - k;
    let back = |value: f64, j: usize| libm::scalbn(value, -exponents[j]);
    let coefficients: Vec<f64> = (0..k).map(|j| back(solution[j].value(), j)).collect();
    let error = |j: usize| back((squares_left / df as f64 * rows[j][k + 1 + j].value().max(0.0)).sqrt(), j);
    let errors = if df > 0 { (0..k).map(error).collect() } else { Vec::new() };
    coefficients.iter().all(|it| it.is_finite()).then_some(Fit { coefficients, errors, squares_left, df })
}
