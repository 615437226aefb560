//! How a metric follows a number that was set: per step or per doubling, and where it stops following.

use crate::statistics::{kendall, least_squares, p_of_correlation, spearman, spearman_exact, theil_sen};
use serde::{Deserialize, Serialize};

/// Points above this are told by the means of their levels.
const MOST_POINTS: usize = 500;
/// Fewer levels than this bend by chance.
const LEAST_LEVELS: usize = 5;
/// A bend must beat a straight line by this much.
const BETTER: f64 = 6.0;
/// Steps differ by less than this share of their mean where they are even.
const EVEN: f64 = 0.5;
/// Share of the squares that a line with a bend must explain.
const EXPLAINED: f64 = 0.9;

/// How the levels of a numeric setting follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Each is as many times the one before: a slope is told per doubling.
    Doubling,
    /// By even steps: a slope is told per one.
    Step,
    /// Neither: a slope says little.
    Uneven,
}

/// The trend over the levels of one numeric setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Median slope of all pairs (Theil-Sen), in the metric's unit.
    pub slope: f64,
    /// Per what.
    pub per: Scale,
    /// The interval of the slope, where settings were repeated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interval: Option<[f64; 2]>,
    /// Spearman's correlation of levels and the means of their settings.
    pub rho: Option<f64>,
    /// Kendall's tau-b of the same.
    pub tau: Option<f64>,
    /// The two-sided p of the correlation where settings were repeated: over all orders up to seven levels.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub p_value: Option<f64>,
    /// The level from which on the line bends, where a bend beats a straight line by more than six in BIC.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub knee: Option<f64>,
}

/// Levels double where their logarithms lie evenly, and more evenly than they do.
pub(super) fn scale(levels: &[f64]) -> Scale {
    let uneven = |of: fn(f64) -> f64| -> f64 {
        let steps: Vec<f64> = levels.windows(2).map(|pair| of(pair[1]) - of(pair[0])).collect();
        crate::statistics::sd(&steps).zip(crate::statistics::mean(&steps)).map_or(f64::INFINITY, |(sd, mean)| sd / mean)
    };
    let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return Scale::Uneven };
    let linear = uneven(|value| value);
    if *first > 0.0 && last / first >= 4.0 && uneven(libm::log2) < EVEN.min(linear) {
        Scale::Doubling
    } else if linear < EVEN {
        Scale::Step
    } else {
        Scale::Uneven
    }
}

/// The trend of points `(level, value)`; `None` below three levels or without two different values.
///
/// Takes the means of settings, and with `values` every single value of settings that were repeated.
pub(super) fn trend(means: &[(f64, f64)], values: Option<&[(f64, f64)]>) -> Option<Trend> {
    let mut levels: Vec<f64> = means.iter().map(|point| point.0).collect();
    levels.sort_unstable_by(f64::total_cmp);
    levels.dedup();
    if levels.len() < 3 {
        return None;
    }
    let by_level: Vec<(f64, f64)> = levels
        .iter()
        .filter_map(|level| {
            let of: Vec<f64> = means.iter().filter(|point| point.0 == *level).map(|point| point.1).collect();
            Some((*level, crate::statistics::mean(&of)?))
        })
        .collect();
    let per = scale(&levels);
    let per_doubling = per == Scale::Doubling;
    let points = [values.unwrap_or(means), means].into_iter().find(|points| points.len() <= MOST_POINTS);
    let scaled = |points: &[(f64, f64)]| -> (Vec<f64>, Vec<f64>) {
        points.iter().map(|(x, y)| (if per_doubling { libm::log2(*x) } else { *x }, *y)).unzip()
    };
    let (x, y) = scaled(points.unwrap_or(&by_level));
    let line = theil_sen(&x, &y, 0.95)?;
    let (level, mean) = scaled(&by_level);
    let rho = spearman(&level, &mean);
    let repeated = values.is_some();
    let p_value = if level.len() <= 7 {
        spearman_exact(&level, &mean)
    } else {
        rho.and_then(|rho| p_of_correlation(rho, level.len()))
    };
    Some(Trend {
        slope: line.slope,
        per,
        interval: Some(line.ends).filter(|_| repeated),
        rho,
        tau: kendall(&level, &mean).map(|kendall| kendall.tau),
        p_value: p_value.filter(|_| repeated),
        knee: knee(&levels, per_doubling, &x, &y),
    })
}

/// The level at which a line with one bend beats a straight one by more than six in BIC.
///
/// Source: Schwarz, *Estimating the Dimension of a Model*, Annals of Statistics 6 (1978); the bend counts as two more parameters.
fn knee(levels: &[f64], per_doubling: bool, x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len();
    if levels.len() < LEAST_LEVELS || n <= LEAST_LEVELS {
        return None;
    }
    let center = crate::statistics::mean(y)?;
    let total: f64 = y.iter().map(|y| (y - center) * (y - center)).sum();
    let floor = total * 1e-9;
    let ones = vec![1.0; n];
    let straight = least_squares(&[ones.clone(), x.to_vec()], y)?.squares_left.max(floor);
    let bent = |level: &f64| {
        let at = if per_doubling { libm::log2(*level) } else { *level };
        let beyond = x.iter().map(|x| (x - at).max(0.0)).collect::<Vec<f64>>();
        Some((least_squares(&[ones.clone(), x.to_vec(), beyond], y)?.squares_left.max(floor), *level))
    };
    let inner = &levels[1..levels.len() - 1];
    let (left, level) = inner.iter().filter_map(bent).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let count = n as f64;
    let gained = count * libm::log(straight / left) - 2.0 * libm::log(count);
    (total > 0.0 && gained > BETTER && left <= (1.0 - EXPLAINED) * total).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(cases: &[&[(f64, f64)]], repeated: bool, expected: &Expect) {
        let line = |points: &&[(f64, f64)]| match trend(points, repeated.then_some(*points)) {
            None => "no trend".to_owned(),
            Some(it) => format!(
                "{:.3} per {:?}, rho {:.2}, p {:.3?}, knee {:?}",
                it.slope,
                it.per,
                it.rho.unwrap_or(f64::NAN),
                it.p_value,
                it.knee
            ),
        };
        expected.assert_eq(&cases.iter().map(line).collect::<Vec<String>>().join("\n"));
    }

    #[test]
    fn doubling_levels_are_told_per_doubling_and_a_bend_only_where_there_is_one() {
        let straight: Vec<(f64, f64)> = (0..7).map(|at| (f64::from(1 << at), 10.0 * f64::from(at))).collect();
        let bent: Vec<(f64, f64)> =
            (0..7).map(|at| (f64::from(1 << at), 10.0 * f64::from(at.min(4)) + 0.1 * f64::from(at % 2))).collect();
        let wavy: Vec<(f64, f64)> = (0..7).map(|at| (f64::from(at), f64::from(at * 5 % 7))).collect();
        check(
            &[&straight, &bent, &wavy, &[(1.0, 2.0), (2.0, 3.0)], &[(1.0, 5.0), (2.0, 5.0), (3.0, 5.0)]],
            true,
            &expect![[r#"
                10.000 per Doubling, rho 1.00, p Some(0.000), knee None
                8.020 per Doubling, rho 0.94, p Some(0.005), knee Some(16.0)
                0.333 per Step, rho 0.25, p Some(0.595), knee None
                no trend
                0.000 per Step, rho NaN, p None, knee None"#]],
        );
        check(&[&straight], false, &expect!["10.000 per Doubling, rho 1.00, p None, knee None"]);
    }

    #[test]
    fn levels_double_only_where_their_logarithms_lie_evenly() {
        let told = [
            &[1024.0, 2048.0, 4096.0][..],
            &[0.2, 0.4, 0.8],
            &[10.0, 20.0, 30.0, 40.0],
            &[40.0, 60.0, 80.0, 999.0],
            &[0.0, 1.0, 2.0],
            &[1.0, 4.0],
        ]
        .map(scale);
        expect!["[Doubling, Doubling, Step, Uneven, Step, Uneven]"].assert_eq(&format!("{told:?}"));
    }
}
