//! Values far from the rest: labelled and counted, never dropped.

use super::{median, quantiles};

/// From a median absolute deviation to the standard deviation of a normal sample.
pub const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// A modified z score beyond which a value is far (Iglewicz and Hoaglin 1993).
pub const FAR_SCORE: f64 = 3.5;

/// Median absolute deviation from the median; `None` for no finite values.
///
/// Unit: that of the values.
pub fn mad(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let center = median(&mut values)?;
    let mut distances: Vec<f64> = values.iter().map(|value| (value - center).abs()).collect();
    median(&mut distances).filter(|mad| mad.is_finite())
}

/// Mean of the values without `share` of them at each end; `None` when none is left.
///
/// Method: the plain sum in order of size, so that it is the number that SciPy's `trim_mean` gives.
pub fn trimmed_mean(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let cut = (sorted.len() as f64 * share) as usize;
    let kept = sorted.get(cut..sorted.len().checked_sub(cut)?)?;
    let mean = kept.iter().sum::<f64>() / kept.len() as f64;
    if mean.is_finite() { Some(mean) } else { super::mean(kept) }
}

/// How many values lie far from the rest, and how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outliers {
    /// First and third quartile (type 7).
    pub quartiles: [f64; 2],
    /// Fences: low severe, low mild, high mild, high severe.
    pub fences: [f64; 4],
    /// Values strictly outside each fence; a severe one is not counted as mild.
    pub counts: [u64; 4],
    /// Values whose modified z score is over 3.5; `None` where more than half of the values are equal.
    pub far_by_score: Option<u64>,
    /// Largest modified z score; `None` where more than half of the values are equal.
    pub largest_score: Option<f64>,
}

impl Outliers {
    /// Labels finite values; `None` for none.
    ///
    /// Method: fences 1.5 and 3 interquartile ranges beyond the quartiles (Tukey 1977); modified z `|x - median| / (1.4826 MAD)`.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut copy = values.to_vec();
        let [q1, center, q3] = quantiles(&mut copy, &[0.25, 0.5, 0.75])[..] else { return None };
        let reach = q3 - q1;
        let fences = [q1 - 3.0 * reach, q1 - 1.5 * reach, q3 + 1.5 * reach, q3 + 3.0 * reach];
        let mut counts = [0; 4];
        for value in values {
            match value {
                value if *value < fences[0] => counts[0] += 1,
                value if *value < fences[1] => counts[1] += 1,
                value if *value > fences[3] => counts[3] += 1,
                value if *value > fences[2] => counts[2] += 1,
                _ => {}
            }
        }
        let spread = mad(values).map(|mad| mad * MAD_TO_SD).filter(|spread| *spread > 0.0);
        let scores = spread.map(|spread| values.iter().map(move |value| (value - center).abs() / spread));
        let far_by_score = scores.clone().map(|scores| scores.filter(|score| *score > FAR_SCORE).count() as u64);
        let largest_score = scores.map(|scores| scores.fold(0.0, f64::max));
        Some(Self { quartiles: [q1, q3], fences, counts, far_by_score, largest_score })
    }

    /// Values outside a fence, mild and severe.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}
