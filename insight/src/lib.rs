//! The brain of Chimera Insight: reads benchmark files and says what they show.
//!
//! Pure: knows no file, clock, thread, network or browser. The modules stand in the order in which data flows through them:
//!
//! ```
//! use insight::grounding::claims::{Stand, Verifier};
//! use insight::{dataset::Dataset, fact, reading::FileReader, report, summary::Summary};
//! let mut reader = FileReader::new("runs.csv");
//! reader.push(b"model,tokens_s,error\nsmall,290,\nsmall,294,\nlarge,46,\nlarge,48,\nlarge,0,timed out\n");
//! let dataset = Dataset::of(vec![reader.finish()]);
//! let summary = Summary::of(&dataset);
//! assert_eq!((summary.totals.answered, summary.totals.failed), (4, 1));
//! let facts = fact::facts(&summary);
//! assert!(facts.iter().any(|fact| fact.key == "s1.token_rate.median@model=large" && fact.shown == "47 tokens/s"));
//! let verifier = Verifier::of(&facts, &summary);
//! let checked = verifier.check("The large model writes 470 tokens/s.");
//! assert_eq!(checked.last().map(|item| item.verdict), Some(Stand::Contradicted));
//! println!("{}", report::deterministic(&summary));
//! ```
#![forbid(unsafe_code)]

pub mod container;
pub mod format;
mod moment;
pub mod number;
pub mod problem;
mod quantity;
pub mod quirk;
mod source;
pub mod table;

pub mod reading;

mod header;
pub mod metric;
pub mod role;
pub mod unit;

pub mod dataset;

pub mod golden;
pub mod profile;
pub mod statistics;

pub mod document;
mod finding;
pub mod serving;
pub mod study;
pub mod summary;
pub mod sweep;

pub mod compare;

pub mod audit;

pub mod record;

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
