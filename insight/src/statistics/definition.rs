//! Quantiles by each of the nine definitions in use, for whoever must agree with another tool.

use super::special::beta_cdf;

/// How a quantile between two order statistics is defined, in the numbering of Hyndman and Fan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Definition {
    /// Type 1: the smallest value whose share reaches `q`.
    InvertedCdf,
    /// Type 2: as type 1, the middle of two values at a step.
    AveragedInvertedCdf,
    /// Type 3: the nearest value, the even one at a tie.
    ClosestObservation,
    /// Type 4: linear between the steps of the distribution.
    InterpolatedInvertedCdf,
    /// Type 5: linear between the middles of the steps.
    Hazen,
    /// Type 6: linear, `n + 1` spaces.
    Weibull,
    /// Type 7: linear, `n - 1` spaces; what is shown unless another is asked for.
    #[default]
    Linear,
    /// Type 8: nearly unbiased for the median of an order statistic.
    MedianUnbiased,
    /// Type 9: nearly unbiased for normal samples.
    NormalUnbiased,
}

impl Definition {
    /// Every definition with its customary name.
    pub const ALL: [(&'static str, Self); 9] = [
        ("inverted_cdf", Self::InvertedCdf),
        ("averaged_inverted_cdf", Self::AveragedInvertedCdf),
        ("closest_observation", Self::ClosestObservation),
        ("interpolated_inverted_cdf", Self::InterpolatedInvertedCdf),
        ("hazen", Self::Hazen),
        ("weibull", Self::Weibull),
        ("linear", Self::Linear),
        ("median_unbiased", Self::MedianUnbiased),
        ("normal_unbiased", Self::NormalUnbiased),
    ];

    /// The definition of that number, 1 to 9.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).map(|(_, definition)| *definition)
    }

    /// The place among `n` ordered values counted from 1, before it is clamped to them; with its share of the upper neighbor.
    fn place(self, q: f64, n: f64) -> f64 {
        let (alpha, beta) = match self {
            Self::InvertedCdf
            | Self::AveragedInvertedCdf
            | Self::ClosestObservation
            | Self::InterpolatedInvertedCdf => (0.0, 1.0),
            Self::Hazen => (0.5, 0.5),
            Self::Weibull => (0.0, 0.0),
            Self::Linear => (1.0, 1.0),
            Self::MedianUnbiased => (1.0 / 3.0, 1.0 / 3.0),
            Self::NormalUnbiased => (3.0 / 8.0, 3.0 / 8.0),
        };
        n * q + (alpha + q * (1.0 - alpha - beta))
    }
}

/// One quantile of ordered values by a definition; `None` for no values or a `q` outside 0 to 1.
///
/// Source: Hyndman, Fan, *Sample Quantiles in Statistical Packages*, The American Statistician 50 (1996).
pub fn quantile_by(definition: Definition, sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&q) {
        return None;
    }
    let n = sorted.len() as f64;
    let at = |place: f64| sorted[((place - 1.0).max(0.0) as usize).min(last)];
    let steps = n * q;
    Some(match definition {
        Definition::InvertedCdf => at(steps.ceil()),
        Definition::AveragedInvertedCdf if steps == steps.floor() => middle(at(steps), at(steps + 1.0), 0.5),
        Definition::AveragedInvertedCdf => at(steps.ceil()),
        // Half to even counts from 1.
        Definition::ClosestObservation => at(libm::rint(steps)),
        _ => {
            let place = definition.place(q, n).clamp(1.0, n);
            middle(at(place.floor()), at(place.floor() + 1.0), place - place.floor())
        }
    })
}

fn middle(low: f64, high: f64, share: f64) -> f64 {
    let gap = high - low;
    if !gap.is_finite() {
        return low * (1.0 - share) + high * share;
    }
    if share < 0.5 { low + gap * share } else { high - gap * (1.0 - share) }
}

/// The quantile as a mean of all order statistics, weighted by how likely each of them is to be it.
///
/// Takes ordered values; `None` for no values or a `q` not strictly between 0 and 1.
/// Source: Harrell, Davis, *A New Distribution-Free Quantile Estimator*, Biometrika 69 (1982).
pub fn harrell_davis(sorted: &[f64], q: f64) -> Option<f64> {
    if sorted.is_empty() || !(q > 0.0 && q < 1.0) {
        return None;
    }
    let n = sorted.len() as f64;
    let (a, b) = (q * (n + 1.0), (1.0 - q) * (n + 1.0));
    let ends: Vec<f64> = (0..=sorted.len()).map(|i| beta_cdf(i as f64 / n, a, b)).collect();
    let pivot = sorted[sorted.len() / 2];
    let weighted = sorted.iter().zip(ends.windows(2)).map(|(value, ends)| (value - pivot) * (ends[1] - ends[0]));
    let found = pivot + super::moment::sum(weighted);
    found.is_finite().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_definition_stays_among_the_values(mut values in prop::collection::vec(-1e6_f64..1e6, 1..60), q in 0.0_f64..=1.0) {
            values.sort_unstable_by(f64::total_cmp);
            for (_, definition) in Definition::ALL {
                let found = quantile_by(definition, &values, q).unwrap();
                prop_assert!(values[0] <= found && found <= values[values.len() - 1]);
            }
        }
    }
}
