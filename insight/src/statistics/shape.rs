//! What a sample looks like: normal, skewed, with more than one hill.

use super::special::{normal_quantile, normal_upper};
use super::{Moments, quantiles};
use std::f64::consts::PI;

/// The statistic of Jarque and Bera and its p value; `None` for equal values.
pub fn jarque_bera(values: &[f64]) -> Option<[f64; 2]> {
    let moments = Moments::of(values);
    let (skewness, kurtosis) = (moments.skewness?, moments.kurtosis?);
    let statistic = values.len() as f64 / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4.0);
    Some([statistic, libm::exp(-statistic / 2.0)])
}

/// Sarle's coefficient: over 5/9 hints at two hills or a long tail; `None` below four values and for equal ones.
pub fn bimodality_coefficient(values: &[f64]) -> Option<f64> {
    let moments = Moments::of(values);
    let n = values.len() as f64;
    let (skewness, kurtosis) = (moments.skewness_adjusted?, moments.kurtosis_adjusted?);
    let coefficient = (skewness * skewness + 1.0) / (kurtosis + 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)));
    coefficient.is_finite().then_some(coefficient)
}

/// The width over which a density is smoothed; `None` for equal values.
///
/// Source: Silverman, *Density Estimation* (1986), 3.31: `0.9 min(sd, IQR / 1.349) n^(-1/5)`.
pub fn silverman_width(values: &[f64]) -> Option<f64> {
    let sd = Moments::of(values).sd.filter(|sd| *sd > 0.0)?;
    let [q1, q3] = quantiles(&mut values.to_vec(), &[0.25, 0.75])[..] else { return None };
    let range = (q3 - q1) / 1.349;
    let spread = if range > 0.0 { sd.min(range) } else { sd };
    Some(0.9 * spread * libm::pow(values.len() as f64, -0.2)).filter(|width| width.is_finite() && *width > 0.0)
}

/// Where the smoothed density has its hills, on 512 places from three widths below the smallest to three above the largest value.
pub fn hills(values: &[f64]) -> Vec<f64> {
    const PLACES: usize = 512;
    let Some(width) = silverman_width(values) else { return Vec::new() };
    let (low, high) = super::moment::range(values);
    let (from, to) = (low - 3.0 * width, high + 3.0 * width);
    let step = (to - from) / (PLACES - 1) as f64;
    let place = |at: usize| from + step * at as f64;
    let bump = |x: f64, value: f64| {
        let z = (x - value) / width;
        libm::exp(-z * z / 2.0) / (2.0 * PI).sqrt()
    };
    let density: Vec<f64> = (0..PLACES).map(|at| values.iter().map(|value| bump(place(at), *value)).sum()).collect();
    (1..PLACES - 1).filter(|at| density[*at] > density[at - 1] && density[*at] > density[at + 1]).map(place).collect()
}

/// A hill of the smoothed density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hill {
    /// Where it is highest.
    pub place: f64,
    /// How many values lie between the valleys on both sides.
    pub values: usize,
}

/// The hills that hold at least a tenth of the values each; `None` unless there are two.
///
/// As [`hills`], but the values are counted into the places first: a sample costs no more than its places.
pub(super) fn large_hills(values: &[f64]) -> Option<Vec<Hill>> {
    const PLACES: usize = 512;
    let width = silverman_width(values)?;
    let (low, high) = super::moment::range(values);
    let step = (high - low + 6.0 * width) / (PLACES - 1) as f64;
    let first = low - 3.0 * width;
    let mut counts = vec![0_u32; PLACES];
    for value in values {
        let at = ((value - first) / step + 0.5) as usize;
        counts[at.min(PLACES - 1)] += 1;
    }
    // A hill is smooth beside places that are much narrower than the width; far values make them wide.
    let reach = ((4.0 * width / step).ceil() as usize).clamp(1, PLACES);
    let bumps: Vec<f64> = (0..=reach)
        .map(|away| {
            let z = away as f64 * step / width;
            libm::exp(-z * z / 2.0)
        })
        .collect();
    let mut density = vec![0.0_f64; PLACES];
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        for (place, density) in density.iter_mut().enumerate().take(at + reach + 1).skip(at.saturating_sub(reach)) {
            *density += f64::from(*count) * bumps[place.abs_diff(at)];
        }
    }
    let mut hills: Vec<Hill> = Vec::new();
    let (mut top, mut held, mut is_falling) = (0, 0_usize, false);
    for at in 0..PLACES {
        let is_lower = at > 0 && density[at] < density[at - 1];
        let is_higher = at > 0 && density[at] > density[at - 1];
        if is_falling && is_higher {
            hills.push(Hill { place: first + step * top as f64, values: held });
            (top, held) = (at, 0);
        }
        if density[at] > density[top] {
            top = at;
        }
        is_falling = is_lower || (is_falling && !is_higher);
        held += counts[at] as usize;
    }
    hills.push(Hill { place: first + step * top as f64, values: held });
    hills.retain(|hill| hill.values * 10 >= values.len());
    (hills.len() > 1).then_some(hills)
}

/// Shapiro and Wilk's W and its p value; `None` outside 3 to 5,000 values and for equal ones.
///
/// Source: Royston, *Remark AS R94*, Applied Statistics 44 (1995).
pub fn shapiro_wilk(values: &[f64]) -> Option<[f64; 2]> {
    let n = values.len();
    if !(3..=5000).contains(&n) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let range = sorted[n - 1] - sorted[0];
    if range <= 0.0 || !range.is_finite() {
        return None;
    }
    let pivot = sorted[n / 2];
    sorted.iter_mut().for_each(|value| *value = (*value - pivot) / range);
    let center = super::mean(&sorted)?;
    let squares: f64 = sorted.iter().map(|value| (value - center) * (value - center)).sum();
    let weights = shapiro_weights(n);
    let spread: f64 = weights.iter().enumerate().map(|(at, weight)| weight * (sorted[n - 1 - at] - sorted[at])).sum();
    let w = (spread * spread / squares).min(1.0);
    let p = shapiro_p(w, n as f64);
    (w.is_finite() && p.is_finite()).then_some([w, p])
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

fn shapiro_weights(n: usize) -> Vec<f64> {
    if n == 3 {
        return vec![std::f64::consts::FRAC_1_SQRT_2];
    }
    let size = n as f64;
    let scores: Vec<f64> = (1..=n / 2).map(|i| normal_quantile((i as f64 - 0.375) / (size + 0.25))).collect();
    let squares = 2.0 * scores.iter().map(|score| score * score).sum::<f64>();
    let inverse_root = 1.0 / size.sqrt();
    let first = polynomial(&[0.0, 0.221_157, -0.147_981, -2.071_19, 4.434_685, -2.706_056], inverse_root)
        - scores[0] / squares.sqrt();
    let (mut weights, rest) = if n > 5 {
        let second = polynomial(&[0.0, 0.042_981, -0.293_762, -1.752_461, 5.682_633, -3.582_633], inverse_root)
            - scores[1] / squares.sqrt();
        let left = squares - 2.0 * (scores[0] * scores[0] + scores[1] * scores[1]);
        (vec![first, second], (left / (1.0 - 2.0 * (first * first + second * second))).sqrt())
    } else {
        (vec![first], ((squares - 2.0 * scores[0] * scores[0]) / (1.0 - 2.0 * first * first)).sqrt())
    };
    weights.extend(scores[weights.len()..].iter().map(|score| -score / rest));
    weights
}

fn shapiro_p(w: f64, n: f64) -> f64 {
    if n == 3.0 {
        return (6.0 / PI * (libm::asin(w.sqrt()) - libm::asin(0.75_f64.sqrt()))).clamp(0.0, 1.0);
    }
    let y = libm::log(1.0 - w);
    if n <= 11.0 {
        let gamma = -2.273 + 0.459 * n;
        if y >= gamma {
            return 0.0;
        }
        let center = polynomial(&[0.544, -0.399_78, 0.025_054, -6.714e-4], n);
        let deviation = libm::exp(polynomial(&[1.382_2, -0.778_57, 0.062_767, -0.002_032_2], n));
        return normal_upper((-libm::log(gamma - y) - center) / deviation);
    }
    let x = libm::log(n);
    let center = polynomial(&[-1.586_1, -0.310_82, -0.083_751, 0.003_891_5], x);
    let deviation = libm::exp(polynomial(&[-0.480_3, -0.082_676, 0.003_030_2], x));
    normal_upper((y - center) / deviation)
}
