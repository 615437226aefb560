//! Does one number go with another?

use super::moment::{mean, sum};
use super::rank::Ranks;
use super::special::{normal_quantile, normal_upper, t_two_sided};

/// Deviations of each from its mean, both divided by their largest.
fn deviations(values: &[f64]) -> Option<Vec<f64>> {
    let center = mean(values)?;
    let rest = sum(values.iter().map(|value| value - center)) / values.len() as f64;
    let mut deviations: Vec<f64> = values.iter().map(|value| (value - center) - rest).collect();
    let largest = deviations.iter().fold(0.0_f64, |largest, it| largest.max(it.abs()));
    if largest.is_nan() || largest <= 0.0 || largest.is_infinite() {
        return None;
    }
    deviations.iter_mut().for_each(|it| *it /= largest);
    Some(deviations)
}

/// Pearson's correlation; `None` for fewer than two pairs or when one side is constant.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let (dx, dy) = (deviations(x)?, deviations(y)?);
    let product = |a: &[f64], b: &[f64]| sum(a.iter().zip(b).map(|(a, b)| a * b));
    let r = product(&dx, &dy) / (product(&dx, &dx).sqrt() * product(&dy, &dy).sqrt());
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

/// The two-sided p of a correlation by Student's t; `None` below three pairs.
pub fn p_of_correlation(r: f64, n: usize) -> Option<f64> {
    let df = n as f64 - 2.0;
    (df > 0.0).then(|| t_two_sided(r * (df / ((1.0 - r) * (1.0 + r)).max(0.0)).sqrt(), df))
}

/// The interval of Pearson's correlation by Fisher's z; `None` below four pairs.
pub fn pearson_interval(r: f64, n: usize, confidence: f64) -> Option<[f64; 2]> {
    if n < 4 {
        return None;
    }
    let half = normal_quantile(0.5 + confidence / 2.0) / (n as f64 - 3.0).sqrt();
    let z = libm::atanh(r);
    Some([libm::tanh(z - half), libm::tanh(z + half)])
}

/// Spearman's correlation, that of the midranks.
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&Ranks::new(x).of, &Ranks::new(y).of)
}

/// The share of all orders of `y` whose Spearman correlation is at least as far from zero; `None` above seven pairs.
pub fn spearman_exact(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() > 7 {
        return None;
    }
    let observed = spearman(x, y)?.abs();
    let (fixed, mut order) = (Ranks::new(x).of, Ranks::new(y).of);
    let (mut as_far, mut all) = (0_u32, 0_u32);
    every_order(&mut order, 0, &mut |order| {
        all += 1;
        as_far += u32::from(pearson(&fixed, order).is_some_and(|r| r.abs() >= observed - 1e-12));
    });
    Some(f64::from(as_far) / f64::from(all))
}

fn every_order(values: &mut [f64], from: usize, visit: &mut impl FnMut(&[f64])) {
    if from + 1 >= values.len() {
        return visit(values);
    }
    for at in from..values.len() {
        values.swap(from, at);
        every_order(values, from + 1, visit);
        values.swap(from, at);
    }
}

/// Kendall's tau-b with both of its p values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kendall {
    /// From -1 to 1.
    pub tau: f64,
    /// Two-sided, by the normal distribution with ties; `None` below three pairs.
    pub p_normal: Option<f64>,
    /// Two-sided, over all orders; `None` with ties.
    pub p_exact: Option<f64>,
}

/// `None` for fewer than two pairs or when one side is constant.
///
/// Source: Kendall, *The Treatment of Ties in Ranking Problems*, Biometrika 33 (1945).
pub fn kendall(x: &[f64], y: &[f64]) -> Option<Kendall> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let n = x.len() as f64;
    let (mut score, mut discordant) = (0_i64, 0_usize);
    for i in 0..x.len() {
        for j in 0..i {
            let agrees = (order(x[i], x[j])) * order(y[i], y[j]);
            score += agrees;
            discordant += usize::from(agrees < 0);
        }
    }
    let (tx, ty) = (Ranks::new(x), Ranks::new(y));
    let pairs = n * (n - 1.0) / 2.0;
    let tied = |ranks: &Ranks| ranks.over_ties(|t| t * (t - 1.0) / 2.0);
    let whole = (pairs - tied(&tx)).sqrt() * (pairs - tied(&ty)).sqrt();
    if whole <= 0.0 {
        return None;
    }
    let cubic = |ranks: &Ranks| ranks.over_ties(|t| t * (t - 1.0) * (t - 2.0));
    let linear = |ranks: &Ranks| ranks.over_ties(|t| t * (t - 1.0) * (2.0 * t + 5.0));
    let m = n * (n - 1.0);
    let variance = (m * (2.0 * n + 5.0) - linear(&tx) - linear(&ty)) / 18.0
        + 2.0 * tied(&tx) * tied(&ty) / m
        + cubic(&tx) * cubic(&ty) / (9.0 * m * (n - 2.0));
    let z = score as f64 / variance.sqrt();
    let p_normal = (n > 2.0 && z.is_finite()).then(|| (2.0 * normal_upper(z.abs())).min(1.0));
    let p_exact = (!tx.has_ties() && !ty.has_ties()).then(|| kendall_exact(x.len(), discordant));
    Some(Kendall { tau: (score as f64 / whole).clamp(-1.0, 1.0), p_normal, p_exact })
}

fn order(a: f64, b: f64) -> i64 {
    i64::from(a > b) - i64::from(a < b)
}

/// Twice the share of orders with at most this many discordant pairs, from the nearer end.
fn kendall_exact(n: usize, discordant: usize) -> f64 {
    let pairs = n * (n - 1) / 2;
    let least = discordant.min(pairs - discordant);
    let mut shares = vec![0.0; least + 1];
    shares[0] = 1.0;
    for size in 2..=n {
        // A new last value stands before 0 to size - 1 of the others, each as likely.
        let mut window = 0.0_f64;
        let old = shares.clone();
        for at in 0..=least {
            window += old[at];
            if at >= size {
                window -= old[at - size];
            }
            shares[at] = window.max(0.0) / size as f64;
        }
    }
    (2.0 * shares.iter().sum::<f64>()).min(1.0)
}

/// The median slope of all pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    /// The median slope.
    pub slope: f64,
    /// `median(y) - slope * median(x)`.
    pub intercept: f64,
    /// The interval of the slope.
    pub ends: [f64; 2],
}

/// `None` when no two x differ.
///
/// Source: Sen, *Estimates of the Regression Coefficient Based on Kendall's Tau*, JASA 63 (1968).
pub fn theil_sen(x: &[f64], y: &[f64], confidence: f64) -> Option<TheilSen> {
    let mut slopes = Vec::new();
    for i in 0..x.len().min(y.len()) {
        slopes.extend((0..i).filter(|j| x[*j] != x[i]).map(|j| (y[i] - y[j]) / (x[i] - x[j])));
    }
    slopes.retain(|slope| slope.is_finite());
    slopes.sort_unstable_by(f64::total_cmp);
    let slope = super::median(&mut slopes.clone())?;
    let intercept = super::median(&mut y.to_vec())? - slope * super::median(&mut x.to_vec())?;
    let n = x.len() as f64;
    let ties = |values: &[f64]| Ranks::new(values).over_ties(|t| t * (t - 1.0) * (2.0 * t + 5.0));
    let variance = ((n * (n - 1.0) * (2.0 * n + 5.0) - ties(x) - ties(y)) / 18.0).max(0.0);
    let half = normal_quantile(0.5 + confidence / 2.0) * variance.sqrt();
    let count = slopes.len() as f64;
    let low = (libm::rint((count - half) / 2.0) - 1.0).max(0.0) as usize;
    let high = libm::rint((count + half) / 2.0).min(count - 1.0) as usize;
    intercept.is_finite().then(|| TheilSen { slope, intercept, ends: [slopes[low], slopes[high]] })
}
