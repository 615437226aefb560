//! What a statistic would have been with other values of the same kind: resampling with replacement, the same draws everywhere.

use super::philox::{Purpose, Stream};
use super::special::{normal_cdf, normal_quantile};
use super::{mean, median, quantile, quantiles, sd};

/// A statistic that can be resampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// The arithmetic mean.
    Mean,
    /// The median.
    Median,
    /// A quantile (type 7).
    Quantile(f64),
}

impl Statistic {
    fn of(self, values: &mut [f64]) -> Option<f64> {
        match self {
            Self::Mean => mean(values),
            Self::Median => median(values),
            Self::Quantile(q) => quantile(values, q),
        }
    }
}

/// The indices of every resample, one after another: resample `r`, place `i` uses number `r n + i` of the stream.
pub fn resampled_indices(n: usize, resamples: usize, seed: u64) -> impl Iterator<Item = usize> {
    let mut stream = Stream::new(seed, 0, Purpose::Resample);
    (0..n * resamples).map(move |_| stream.below(n))
}

/// A statistic of every resample.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the values themselves.
    pub estimate: f64,
    /// That of each resample, in the order of drawing.
    pub drawn: Vec<f64>,
    values: Vec<f64>,
    statistic: Statistic,
}

impl Bootstrap {
    /// Draws; `None` for no values.
    ///
    /// Source: Efron, Tibshirani, *An Introduction to the Bootstrap* (1993); draws by Philox 4x32-10 with the seed as key.
    pub fn of(values: &[f64], statistic: Statistic, resamples: usize, seed: u64) -> Option<Self> {
        let estimate = statistic.of(&mut values.to_vec())?;
        let mut indices = resampled_indices(values.len(), resamples, seed);
        let mut resample = vec![0.0; values.len()];
        let mut drawn = Vec::with_capacity(resamples);
        for _ in 0..resamples {
            for place in &mut resample {
                *place = values[indices.next()?];
            }
            drawn.push(statistic.of(&mut resample)?);
        }
        Some(Self { estimate, drawn, values: values.to_vec(), statistic })
    }

    /// Standard deviation of the drawn statistics.
    pub fn standard_error(&self) -> Option<f64> {
        sd(&self.drawn)
    }

    /// The interval between two quantiles of the drawn statistics; too narrow below ten values.
    pub fn percentile(&self, confidence: f64) -> Option<[f64; 2]> {
        let tail = (1.0 - confidence) / 2.0;
        self.between([tail, 1.0 - tail])
    }

    fn between(&self, shares: [f64; 2]) -> Option<[f64; 2]> {
        quantiles(&mut self.drawn.clone(), &shares).try_into().ok()
    }

    /// The interval corrected for bias and skewness; `None` for equal values or when every draw lies on one side.
    pub fn corrected(&self, confidence: f64) -> Option<Corrected> {
        let (low, high) = super::moment::range(&self.values);
        if low == high {
            return None;
        }
        let bias = self.bias()?;
        let acceleration = self.acceleration()?;
        let tail = (1.0 - confidence) / 2.0;
        let share = |p: f64| {
            let shifted = bias + normal_quantile(p);
            normal_cdf(bias + shifted / (1.0 - acceleration * shifted))
        };
        let shares = [share(tail), share(1.0 - tail)];
        Some(Corrected { bias, acceleration, shares, ends: self.between(shares)? })
    }

    /// How far the draws lean to one side, as a normal value.
    fn bias(&self) -> Option<f64> {
        let mut below = 0.0;
        for drawn in &self.drawn {
            let near = 8.0 * f64::EPSILON * drawn.abs().max(self.estimate.abs());
            if (drawn - self.estimate).abs() <= near {
                below += 0.5;
            } else if *drawn < self.estimate {
                below += 1.0;
            }
        }
        Some(normal_quantile(below / self.drawn.len() as f64)).filter(|bias| bias.is_finite())
    }

    /// How the spread changes with the value, by leaving out one value after another; `None` below two values.
    pub fn acceleration(&self) -> Option<f64> {
        let without = |at: usize| {
            let mut rest = self.values.clone();
            rest.remove(at);
            self.statistic.of(&mut rest)
        };
        let left: Vec<f64> = (0..self.values.len()).map(without).collect::<Option<_>>()?;
        let center = mean(&left)?;
        let total = |power: i32| {
            super::moment::sum(left.iter().map(|value| (1..power).fold(center - value, |p, _| p * (center - value))))
        };
        let squares = total(2);
        let scale = squares * squares.sqrt();
        Some(if scale > 0.0 { total(3) / (6.0 * scale) } else { 0.0 })
    }
}

/// An interval corrected for bias and skewness (BCa).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// `z0`.
    pub bias: f64,
    /// `a`.
    pub acceleration: f64,
    /// The quantiles of the draws that the ends are.
    pub shares: [f64; 2],
    /// The ends.
    pub ends: [f64; 2],
}

/// The studentized interval of the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Studentized {
    /// The ends.
    pub ends: [f64; 2],
    /// Resamples whose values were not all equal.
    pub used: usize,
}

/// The interval of the mean by resampling Student's t; `None` below three values and for equal ones.
///
/// Source: Efron, Tibshirani (1993), 12.5. Resamples whose values are all equal have no t and are left out.
pub fn studentized(values: &[f64], confidence: f64, resamples: usize, seed: u64) -> Option<Studentized> {
    let n = values.len() as f64;
    let center = mean(values)?;
    let error = sd(values)? / n.sqrt();
    if values.len() < 3 || error.is_nan() || error <= 0.0 || error.is_infinite() {
        return None;
    }
    // In units of the standard error around the mean, nothing overflows and nothing cancels.
    let scaled: Vec<f64> = values.iter().map(|value| (value - center) / error).collect();
    let mut stream = Stream::new(seed, 0, Purpose::Resample);
    let mut drawn = Vec::with_capacity(resamples);
    let mut places = vec![0; scaled.len()];
    for _ in 0..resamples {
        stream.fill_below(scaled.len(), &mut places);
        let first = scaled[places[0]];
        let is_equal = places.iter().all(|place| scaled[*place] == first);
        let [total, squares] = sums(&scaled, &places);
        let variance = (squares - total * total / n) / (n - 1.0);
        if !is_equal && variance > 0.0 {
            drawn.push(total / n / (variance / n).sqrt());
        }
    }
    let used = drawn.len();
    let tail = (1.0 - confidence) / 2.0;
    let [low, high] = quantiles(&mut drawn, &[tail, 1.0 - tail])[..] else { return None };
    let ends = [center - high * error, center - low * error];
    ends.iter().all(|end| end.is_finite()).then_some(Studentized { ends, used })
}

/// The sum and the sum of squares of the values at some places; added up in four lanes, of which none waits for another.
fn sums(values: &[f64], places: &[usize]) -> [f64; 2] {
    let (mut totals, mut squares) = ([0.0; 4], [0.0; 4]);
    let (fours, rest) = places.as_chunks::<4>();
    let mut add = |lane: usize, place: usize| {
        totals[lane] += values[place];
        squares[lane] += values[place] * values[place];
    };
    for four in fours {
        (0..4).for_each(|lane| add(lane, four[lane]));
    }
    rest.iter().for_each(|place| add(0, *place));
    [totals, squares].map(|lanes| (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
}

/// The statistic of every resample there is, ordered: `n^n` of them, for at most six values.
pub fn every_resample(values: &[f64], statistic: Statistic) -> Option<Vec<f64>> {
    let n = values.len();
    if !(1..=6).contains(&n) {
        return None;
    }
    let mut resample = vec![0.0; n];
    let one = |mut number: usize| {
        for place in &mut resample {
            *place = values[number % n];
            number /= n;
        }
        statistic.of(&mut resample)
    };
    let mut drawn: Vec<f64> = (0..(1..n).fold(n, |all, _| all * n)).map(one).collect::<Option<_>>()?;
    drawn.sort_unstable_by(f64::total_cmp);
    Some(drawn)
}
