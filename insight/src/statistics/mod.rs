//! Samples described: every formula with its source stands in docs/STATISTICS.md.

pub mod describe;

pub use describe::{describe, mean, median, quantile, sd};
