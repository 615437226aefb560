//! Samples described: every formula with its source stands in docs/STATISTICS.md.
//!
//! Takes finite values in any order, gives numbers and the doubts that travel with them. Knows no file and no metric.

mod describe;
mod moment;
mod quantile;

pub use describe::describe;
pub use moment::{mean, sd};
pub use quantile::{median, quantile, quantiles};
