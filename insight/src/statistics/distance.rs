//! How far two distributions lie apart: Kolmogorov and Smirnov's largest gap, Wasserstein's area.

/// The largest gap between two distribution functions, with p values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KolmogorovSmirnov {
    /// The largest gap, 0 to 1.
    pub gap: f64,
    /// Over all orders of the values, as if there were no ties.
    pub p_exact: f64,
    /// By the distribution of one sample of the same weight.
    pub p_one_sample: f64,
}

/// `None` when a sample is empty.
///
/// Source: Hodges, *The Significance Probability of the Smirnov Two-Sample Test*, Arkiv för Matematik 3 (1958).
pub fn kolmogorov_smirnov(x: &[f64], y: &[f64]) -> Option<KolmogorovSmirnov> {
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let (m, n) = (x.len(), y.len());
    // In whole steps of 1 / (m n), where nothing rounds.
    let largest = steps(x, y).map(|(_, _, below_x, below_y)| (below_x * n).abs_diff(below_y * m)).max().unwrap_or(0);
    let gap = largest as f64 / (m * n) as f64;
    let weight = libm::rint((m * n) as f64 / (m + n) as f64);
    Some(KolmogorovSmirnov { gap, p_exact: p_of_paths(m, n, largest), p_one_sample: one_sample_upper(gap, weight) })
}

/// The area between two distribution functions, in the unit of the values; `None` when a sample is empty.
pub fn wasserstein(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let (m, n) = (x.len() as f64, y.len() as f64);
    let areas =
        steps(x, y).map(|(from, to, below_x, below_y)| (to - from) * (below_x as f64 / m - below_y as f64 / n).abs());
    Some(super::moment::sum(areas)).filter(|area| area.is_finite())
}

/// The steps of both distribution functions: from one value to the next, with how many of each sample are at most the first.
fn steps(x: &[f64], y: &[f64]) -> impl Iterator<Item = (f64, f64, usize, usize)> {
    let mut all: Vec<(f64, bool)> =
        x.iter().map(|value| (*value, true)).chain(y.iter().map(|value| (*value, false))).collect();
    all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below_x, mut below_y) = (0, 0);
    (0..all.len()).filter_map(move |at| {
        let (value, is_x) = all[at];
        if is_x {
            below_x += 1
        } else {
            below_y += 1
        }
        let next = all.get(at + 1)?.0;
        (value != next).then_some((value, next, below_x, below_y))
    })
}

/// The share of orders of `m` and `n` values whose gap reaches `largest` steps: one minus the paths that stay inside.
fn p_of_paths(m: usize, n: usize, largest: usize) -> f64 {
    if largest == 0 {
        return 1.0;
    }
    let mut row = vec![0.0_f64; n + 1];
    for i in 0..=m {
        for j in 0..=n {
            let arrived = match (i, j) {
                (0, 0) => 1.0,
                (0, _) => row[j - 1],
                (_, 0) => row[0],
                _ => (row[j] * i as f64 + row[j - 1] * j as f64) / (i + j) as f64,
            };
            row[j] = if (i * n).abs_diff(j * m) < largest { arrived } else { 0.0 };
        }
    }
    (1.0 - row[n]).clamp(0.0, 1.0)
}

/// Probability of a gap of at least `d` in one sample of `n` values.
///
/// Source: Marsaglia, Tsang, Wang, *Evaluating Kolmogorov's Distribution*, J. Statistical Software 8 (2003).
fn one_sample_upper(d: f64, n: f64) -> f64 {
    if d <= 0.0 || n < 1.0 {
        return 1.0;
    }
    if d >= 1.0 {
        return 0.0;
    }
    let k = (n * d).floor() as usize + 1;
    let size = 2 * k - 1;
    if size > 400 {
        // Far beyond any doubt either way: the limit of large samples.
        let z = d * n.sqrt();
        let terms = (1..100)
            .map(f64::from)
            .map(|j| (if j % 2.0 == 0.0 { -2.0 } else { 2.0 }) * libm::exp(-2.0 * j * j * z * z));
        return terms.sum::<f64>().clamp(0.0, 1.0);
    }
    let h = k as f64 - n * d;
    let mut step = vec![vec![0.0; size]; size];
    for (i, row) in step.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell = if i + 1 >= j { 1.0 } else { 0.0 };
        }
    }
    for (i, row) in step.iter_mut().enumerate() {
        row[0] -= libm::pow(h, (i + 1) as f64);
    }
    for (i, cell) in step[size - 1].iter_mut().enumerate() {
        *cell -= libm::pow(h, (size - i) as f64);
    }
    step[size - 1][0] += if 2.0 * h - 1.0 > 0.0 { libm::pow(2.0 * h - 1.0, size as f64) } else { 0.0 };
    for (i, row) in step.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            for g in 1..=(i + 1).saturating_sub(j) {
                *cell /= g as f64;
            }
        }
    }
    // One vector through n steps, scaled on the way by the i / n of n! / n^n.
    let mut state = vec![0.0; size];
    state[k - 1] = 1.0;
    for i in 1..=n as usize {
        let next = |row: usize| (0..size).map(|from| step[row][from] * state[from]).sum::<f64>() * i as f64 / n;
        state = (0..size).map(next).collect();
    }
    (1.0 - state[k - 1]).clamp(0.0, 1.0)
}
