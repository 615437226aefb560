//! How good the best of many looks when nothing differs.

use super::cells::{Cells, Measured};
use super::find::Found;
use crate::statistics::special::{f_upper, normal_cdf, normal_quantile};
use crate::statistics::{mean, sd};
use crate::study::{Column, Frame, column_key, is_measured};
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// Fewest degrees of freedom left that tell whether a setting matters.
const LEAST_LEFT: f64 = 4.0;
/// Below this p value a setting seems to matter, and the best is no longer one of equals.
const MATTERS: f64 = 0.05;

/// The best of many single runs, held against chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Runs.
    pub runs: u64,
    /// The best of them.
    pub best: f64,
    /// The best that chance makes of as many equal ones, on average.
    pub expected: f64,
    /// The best that chance exceeds in one sweep of twenty.
    pub most: f64,
}

impl Chance {
    /// Whether the best is no better than chance makes it.
    pub fn is_chance(&self, higher: bool) -> bool {
        if higher { self.best <= self.most } else { self.best >= self.most }
    }
}

/// The expected largest of `n` draws from a normal distribution, in standard deviations.
///
/// Method: the integral of `1 - F^n` above zero less that of `F^n` below, by trapezoids. Source: Tippett, *On the Extreme Individuals
/// and the Range of Samples*, Biometrika 17 (1925).
pub fn expected_largest(n: u64) -> f64 {
    const STEP: f64 = 0.01;
    const STEPS: u32 = 900;
    let power = |z: f64| libm::pow(normal_cdf(z), n as f64);
    let side = |value: &dyn Fn(f64) -> f64| {
        let inner: f64 = (1..STEPS).map(|at| value(f64::from(at) * STEP)).sum();
        (value(0.0) / 2.0 + inner) * STEP
    };
    side(&|z| 1.0 - power(z)) - side(&|z| power(-z))
}

/// The best of single runs, those after a load included where the file says their speed.
pub(super) fn best_run(frame: &Frame<'_>, found: &Found, cells: &Cells, measured: &Measured<'_>) -> Option<Chance> {
    let column = measured.column;
    let raw = if column.selected && column.metric != "ttft" { as_read(frame, column) } else { None };
    let values = raw.as_ref().unwrap_or(&column.values);
    let mut rows: Vec<(&[usize], f64)> = Vec::new();
    for cell in cells.all.iter().filter(|cell| cell.at.len() == found.parameters.len()) {
        let of = cell.records.iter().map(|record| values[*record]).filter(|value| value.is_finite());
        rows.extend(of.map(|value| (cell.at.as_slice(), value)));
    }
    let levels: Vec<Vec<usize>> =
        (0..found.parameters.len()).map(|factor| rows.iter().map(|row| row.0[factor]).collect()).collect();
    let values: Vec<f64> = rows.iter().map(|row| row.1).collect();
    best_of(&values, &levels, column.better == Better::Higher)
}

/// A column before loads were split off it.
fn as_read(frame: &Frame<'_>, column: &Column) -> Option<Vec<f64>> {
    let mut values = vec![f64::NAN; frame.records.len()];
    let mut any = false;
    let mut first = 0;
    for records in frame.records.chunk_by(|a, b| a.0 == b.0) {
        let source = frame.sources[records[0].0 as usize];
        let fields = source.sheet().map_or(&[][..], |sheet| sheet.fields.as_slice());
        let same = |field: &crate::dataset::Field| {
            is_measured(field) && column_key(field) == column.key && field.unit.symbol == column.unit
        };
        if let Some(index) = fields.iter().position(same) {
            any = true;
            for (row, value) in source.file.values(source.table, index) {
                if let Ok(at) = records.binary_search(&(records[0].0, row as u32)) {
                    values[first + at] = value;
                }
            }
        }
        first += records.len();
    }
    any.then_some(values)
}

/// Holds the best of single runs against chance; `None` for too few of them, without spread, or where a setting seems to matter.
///
/// Takes the values and, for each setting, the level of each value: an additive analysis of variance must find nothing.
fn best_of(values: &[f64], levels: &[Vec<usize>], higher: bool) -> Option<Chance> {
    let n = values.len();
    let (center, spread) = (mean(values)?, sd(values)?);
    if !(spread > 0.0 && spread.is_finite()) || some_matters(values, levels) {
        return None;
    }
    let sign = if higher { 1.0 } else { -1.0 };
    let best = values.iter().copied().reduce(|best, value| if sign * value > sign * best { value } else { best })?;
    let most = normal_quantile(libm::pow(0.95, 1.0 / n as f64));
    let away = |deviations: f64| center + sign * spread * deviations;
    Some(Chance { runs: n as u64, best, expected: away(expected_largest(n as u64)), most: away(most) })
}

/// Whether the levels of any setting differ by more than what the others leave, each tested at a share of 5 %; too few runs
/// cannot tell that none does.
fn some_matters(values: &[f64], levels: &[Vec<usize>]) -> bool {
    let Some(center) = mean(values) else { return true };
    let square = |value: f64| value * value;
    let total: f64 = values.iter().map(|value| square(value - center)).sum();
    let parts: Vec<(f64, f64)> = levels
        .iter()
        .filter_map(|of| {
            let mut sums = vec![(0.0, 0.0); of.iter().max()? + 1];
            of.iter().zip(values).for_each(|(level, value)| {
                sums[*level].0 += value - center;
                sums[*level].1 += 1.0;
            });
            let filled = sums.iter().filter(|(_, n)| *n > 0.0);
            Some((filled.clone().map(|(sum, n)| sum * sum / n).sum(), filled.count() as f64 - 1.0))
        })
        .collect();
    let left = total - parts.iter().map(|part| part.0).sum::<f64>();
    let df = values.len() as f64 - 1.0 - parts.iter().map(|part| part.1).sum::<f64>();
    if left <= 0.0 || df < LEAST_LEFT {
        return true;
    }
    parts
        .iter()
        .filter(|part| part.1 > 0.0)
        .any(|(part, part_df)| f_upper(part / part_df / (left / df), *part_df, df) * (levels.len() as f64) < MATTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_largest_of_normal_draws_is_that_of_the_tables() {
        // Tippett (1925); Harter, Biometrika 48 (1961).
        for (n, expected) in
            [(1, 0.0), (2, 0.564_19), (3, 0.846_28), (10, 1.538_75), (30, 2.042_76), (40, 2.160_78), (100, 2.507_59)]
        {
            assert!((expected_largest(n) - expected).abs() < 6e-5, "{n}: {}", expected_largest(n));
        }
    }

    #[test]
    fn the_best_of_equal_runs_is_chance_and_that_of_a_real_setting_is_not_asked() {
        let noise = |at: usize| (at * 7 % 12) as f64;
        let levels = vec![(0..12).map(|at| at % 3).collect::<Vec<usize>>(), (0..12).map(|at| at / 3).collect()];
        let flat: Vec<f64> = (0..12).map(|at| 100.0 + noise(at)).collect();
        let chance = best_of(&flat, &levels, true).unwrap();
        assert!(chance.is_chance(true) && chance.best == 111.0 && chance.expected > 110.0, "{chance:?}");
        let steep: Vec<f64> = (0..12).map(|at| 100.0 + noise(at) + 100.0 * (at % 3) as f64).collect();
        assert_eq!(best_of(&steep, &levels, true), None);
        assert_eq!(best_of(&[5.0; 12], &levels, true), None);
        assert_eq!(best_of(&[1.0, 2.0], &[], true), None);
    }
}
