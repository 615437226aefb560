//! The brain of Chimera Insight: reads benchmark files and says what they show.
//!
//! Pure: knows no file, clock, thread, network or browser. The modules stand in the order in which data flows through them.
#![forbid(unsafe_code)]

pub mod container;
pub mod format;
mod moment;
pub mod number;
pub mod problem;
mod source;
pub mod table;

pub mod reading;

mod header;
pub mod metric;
pub mod role;
pub mod unit;

pub mod dataset;

pub mod profile;
pub mod statistics;

mod finding;
mod study;
pub mod summary;

pub mod chart;
pub mod fact;
pub mod shown;

pub mod report;

pub mod brief;
pub mod prompt;
pub mod token;

pub mod grounding;

pub mod session;

pub mod wire;
