//! Samples of which only a summary is left: what can still be said, and what cannot.

use super::moment::sum;

/// A summary of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summarized {
    /// Number of values.
    pub n: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation (n - 1); `None` when unknown. That of one value is unknown, whatever is written.
    pub sd: Option<f64>,
}

/// The union of samples, exactly as if all values were there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Number of values.
    pub n: f64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation of the union; `None` where a spread is unknown.
    pub sd: Option<f64>,
    /// Standard deviation within the samples; `None` where nothing repeats.
    pub sd_within: Option<f64>,
}

/// Joins samples by their summaries; `None` for no values.
///
/// Source: Chan, Golub, LeVeque, *Updating Formulae and a Pairwise Algorithm for Computing Sample Variances* (1979).
pub fn pool(samples: &[Summarized]) -> Option<Pooled> {
    let pivot = samples.first()?.mean;
    let n = sum(samples.iter().map(|sample| sample.n));
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let center = sum(samples.iter().map(|sample| sample.n * (sample.mean - pivot))) / n;
    let squares = |sample: &Summarized| match sample.sd {
        _ if sample.n <= 1.0 => Some(0.0),
        sd => sd.map(|sd| (sample.n - 1.0) * sd * sd),
    };
    let within: Option<f64> = samples.iter().map(squares).collect::<Option<Vec<f64>>>().map(|all| sum(all.into_iter()));
    let between = sum(samples.iter().map(|sample| {
        let away = sample.mean - pivot - center;
        sample.n * away * away
    }));
    let repeats = n - samples.len() as f64;
    let root = |squares: f64, df: f64| (df > 0.0).then(|| (squares / df).sqrt()).filter(|sd| sd.is_finite());
    Some(Pooled {
        n,
        mean: pivot + center,
        sd: within.and_then(|within| root(within + between, n - 1.0)),
        sd_within: within.and_then(|within| root(within, repeats)),
    })
    .filter(|pooled| pooled.mean.is_finite())
}

/// The mean of several runs when they differ by more than chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetweenRuns {
    /// The mean if all runs had the same one, and its standard error.
    pub common: [f64; 2],
    /// The mean over runs that differ, and its standard error.
    pub varying: [f64; 2],
    /// Cochran's Q.
    pub q: f64,
    /// Variance between runs.
    pub tau_squared: f64,
    /// The share of the variation that lies between runs.
    pub share: f64,
}

/// `None` below two runs and where a spread is unknown or zero.
///
/// Source: DerSimonian, Laird, *Meta-Analysis in Clinical Trials*, Controlled Clinical Trials 7 (1986).
pub fn between_runs(samples: &[Summarized]) -> Option<BetweenRuns> {
    let variance =
        |sample: &Summarized| sample.sd.filter(|sd| sample.n > 1.0 && *sd > 0.0).map(|sd| sd * sd / sample.n);
    let variances: Vec<f64> = samples.iter().map(variance).collect::<Option<_>>()?;
    let pivot = samples.first().filter(|_| samples.len() > 1)?.mean;
    let weighted = |extra: f64| {
        let weights: Vec<f64> = variances.iter().map(|variance| 1.0 / (variance + extra)).collect();
        let all = sum(weights.iter().copied());
        let shift = sum(weights.iter().zip(samples).map(|(weight, sample)| weight * (sample.mean - pivot))) / all;
        (weights, all, shift)
    };
    let (weights, all, shift) = weighted(0.0);
    let away = |sample: &Summarized| (sample.mean - pivot - shift) * (sample.mean - pivot - shift);
    let q = sum(weights.iter().zip(samples).map(|(weight, sample)| weight * away(sample)));
    let df = samples.len() as f64 - 1.0;
    let squares = sum(weights.iter().map(|weight| weight * weight));
    let tau_squared = ((q - df) / (all - squares / all)).max(0.0);
    let share = if q > 0.0 { ((q - df) / q).max(0.0) } else { 0.0 };
    let (_, all_varying, shift_varying) = weighted(tau_squared);
    let found = BetweenRuns {
        common: [pivot + shift, 1.0 / all.sqrt()],
        varying: [pivot + shift_varying, 1.0 / all_varying.sqrt()],
        q,
        tau_squared,
        share,
    };
    [q, tau_squared, found.common[0], found.varying[0]].iter().all(|value| value.is_finite()).then_some(found)
}

/// Between which values a percentile of the union lies, from the percentiles of the samples; they are never averaged.
pub fn percentile_bounds(percentiles: &[f64]) -> Option<[f64; 2]> {
    let (low, high) = super::moment::range(percentiles);
    (!percentiles.is_empty() && low.is_finite() && high.is_finite()).then_some([low, high])
}

/// A rate over several runs: total over total; `None` for no time.
pub fn total_rate(amounts: &[f64], times: &[f64]) -> Option<f64> {
    let rate = sum(amounts.iter().copied()) / sum(times.iter().copied());
    Some(rate).filter(|rate| rate.is_finite())
}
