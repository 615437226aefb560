//! One sample in a handful of numbers, with how sure they are and the doubts that travel with them.

use serde::{Deserialize, Serialize};

/// An interval between two values of the sample, valid for any distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MedianInterval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The probability that it holds the median.
    pub coverage: f64,
}

/// Where the mean of many such values lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeanInterval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How it was found: `t`, `bootstrap t`, `t of 12 independent values`.
    pub method: String,
}

/// How sure a percentile is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tail {
    /// The percentile: 90, 95 or 99.
    pub percentile: u8,
    /// Between which values it lies and with what probability; `None` where the sample has no value above it for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<MedianInterval>,
    /// It is at most this with 99 %, as MLPerf ends a run early; `None` where the sample is too small.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}

/// All values behind several means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// How many values.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation (n - 1); `None` where one behind a mean is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
}

/// Describes one sample. All values in the metric's unit; a value that the sample cannot carry is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// Values.
    pub n: u64,
    /// Answered records without a value.
    pub missing: u64,
    /// Failed records, left out.
    pub failed: u64,
    /// Answered records that hold NaN or an infinity instead of a value; counted in `missing`.
    #[serde(default)]
    pub non_finite: u64,
    /// Distinct values; `None` above 20,000 values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique: Option<u64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Between which values the mean of many such values lies with 95 %; `None` below two values and for equal ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_interval: Option<MeanInterval>,
    /// Sample standard deviation (n - 1); `None` below two values.
    pub sd: Option<f64>,
    /// Median absolute deviation from the median; `None` below two and above 20,000 values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mad: Option<f64>,
    /// Mean without the lowest and the highest fifth; `None` below five and above 20,000 values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trimmed_mean: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Between which values the median lies with at least 95 %; `None` below six values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_interval: Option<MedianInterval>,
    /// Percentiles by linear interpolation (type 7).
    pub p25: Option<f64>,
    /// See `p25`.
    pub p75: Option<f64>,
    /// See `p25`; `None` below 10 values, which hold no tenth.
    pub p90: Option<f64>,
    /// See `p25`; `None` below 20 values.
    pub p95: Option<f64>,
    /// See `p25`; `None` below 100 values.
    pub p99: Option<f64>,
    /// How sure the percentiles above the median are, those that the sample carries; empty above 20,000 values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tails: Vec<Tail>,
    /// Of a rate: all that was done over all the time it took, never a mean of rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_rate: Option<f64>,
    /// Of means with their n: the mean and deviation of all values behind them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pooled: Option<Pooled>,
    /// Doubts that travel with the numbers: "p95 of 9 values is close to the largest".
    pub notes: Vec<String>,
}

impl Statistics {
    /// Standard deviation over the size of the mean; `None` for a mean of zero.
    pub fn cv(&self) -> Option<f64> {
        self.sd.zip(self.mean).map(|(sd, mean)| sd / mean.abs()).filter(|cv| cv.is_finite())
    }
}
