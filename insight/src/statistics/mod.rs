//! Samples described and compared: every formula with its source stands in docs/STATISTICS.md.
//!
//! Takes finite values, gives numbers and the doubts that travel with them. Knows no file and no metric.

mod bootstrap;
mod definition;
mod describe;
mod interval;
mod moment;
mod moments;
mod outlier;
mod philox;
mod quantile;
mod serial;
pub mod special;

pub use bootstrap::{Bootstrap, Corrected, Statistic, Studentized, every_resample, resampled_indices, studentized};
pub use definition::{Definition, harrell_davis, quantile_by};
pub use describe::describe;
pub use interval::{
    RankInterval, early_stopping, least_n_one_sided, least_n_two_sided, mean_interval, mean_interval_of, rank_interval,
    sd_interval,
};
pub use moment::{mean, sd};
pub use moments::Moments;
pub use outlier::{FAR_SCORE, MAD_TO_SD, Outliers, mad, trimmed_mean};
pub use philox::{Purpose, Stream, philox};
pub use quantile::{median, quantile, quantiles};
pub use serial::autocorrelations;
