//! Everything that powers of the deviations say about a sample.

use super::moment::{mean, range, sum};

/// Moments of a sample; what a sample cannot carry is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Sum; `None` past the range of a double.
    pub sum: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Sample variance (n - 1), in the unit squared; `None` past the range of a double.
    pub variance: Option<f64>,
    /// Sample standard deviation (n - 1).
    pub sd: Option<f64>,
    /// Standard deviation of the values as if they were all there are (n).
    pub sd_of_all: Option<f64>,
    /// Standard error of the mean, `sd / sqrt(n)`.
    pub standard_error: Option<f64>,
    /// Coefficient of variation, `sd / |mean|`; `None` for a mean of zero.
    pub variation: Option<f64>,
    /// Skewness `m3 / m2^1.5`; `None` for equal values.
    pub skewness: Option<f64>,
    /// Skewness adjusted for the size of the sample (three values or more).
    pub skewness_adjusted: Option<f64>,
    /// Excess kurtosis `m4 / m2^2 - 3`; `None` for equal values.
    pub kurtosis: Option<f64>,
    /// Excess kurtosis adjusted for the size of the sample (four values or more).
    pub kurtosis_adjusted: Option<f64>,
    /// Geometric mean of positive values.
    pub geometric_mean: Option<f64>,
    /// Harmonic mean of positive values.
    pub harmonic_mean: Option<f64>,
}

impl Moments {
    /// Moments of finite values.
    ///
    /// Method: values scaled by a power of two, a pivot subtracted, two passes (Chan, Golub, LeVeque 1983); adjusted skewness and
    /// kurtosis after Joanes and Gill, *Comparing Measures of Sample Skewness and Kurtosis*, The Statistician 47 (1998).
    pub fn of(values: &[f64]) -> Self {
        let Some(mean) = mean(values) else { return Self::default() };
        let n = values.len() as f64;
        let (low, high) = range(values);
        let exponent = libm::frexp(low.abs().max(high.abs())).1;
        let scaled: Vec<f64> = values.iter().map(|value| libm::scalbn(*value, -exponent)).collect();
        let back = |value: f64| Some(libm::scalbn(value, exponent)).filter(|value| value.is_finite());
        let Some(center) = super::mean(&scaled) else { return Self::default() };
        let total = sum(values.iter().copied());
        let mut moments = Self { sum: Some(total).filter(|sum| sum.is_finite()), mean: Some(mean), ..Self::default() };
        let (m2, m3, m4) = central(&scaled, center);
        moments.sd_of_all = back(m2.sqrt());
        if values.len() > 1 {
            let sd = (m2 * n / (n - 1.0)).sqrt();
            moments.sd = back(sd);
            moments.variance = back(sd).map(|sd| sd * sd).filter(|variance| variance.is_finite());
            moments.standard_error = back(sd / n.sqrt());
            moments.variation = (center != 0.0).then(|| sd / center.abs());
        }
        if low < high && m2 > 0.0 {
            let skewness = m3 / (m2 * m2.sqrt());
            let kurtosis = m4 / (m2 * m2) - 3.0;
            moments.skewness = Some(skewness);
            moments.kurtosis = Some(kurtosis);
            moments.skewness_adjusted = (n > 2.0).then(|| skewness * (n * (n - 1.0)).sqrt() / (n - 2.0));
            let adjusted = || (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * kurtosis + 6.0);
            moments.kurtosis_adjusted = (n > 3.0).then(adjusted);
        }
        if low > 0.0 {
            let logs = sum(scaled.iter().map(|value| libm::log(*value))) / n;
            moments.geometric_mean = back(libm::exp(logs));
            moments.harmonic_mean = back(n / sum(scaled.iter().map(|value| 1.0 / value)));
        }
        moments
    }
}

/// Second to fourth central moment (n), each deviation from a pivot first and corrected for the rounding of the center.
fn central(values: &[f64], center: f64) -> (f64, f64, f64) {
    let n = values.len() as f64;
    let rest = sum(values.iter().map(|value| value - center)) / n;
    let power = |k: i32| {
        let deviations = values.iter().map(|value| (value - center) - rest);
        sum(deviations.map(|deviation| (1..k).fold(deviation, |power, _| power * deviation))) / n
    };
    (power(2).max(0.0), power(3), power(4))
}
