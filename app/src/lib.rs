//! The page and its worker: the page draws, the worker reads and computes, and neither sends a file anywhere.

#![expect(unreachable_pub, reason = "Leptos makes the properties of every component public")]
#![expect(clippy::needless_pass_by_value, reason = "components own their properties, listeners their events")]

mod browser;
mod cell;
mod chart_view;
mod columns;
mod compare_view;
mod desk;
mod documents_view;
mod drop;
mod files;
mod findings;
mod link;
mod load_view;
mod markdown;
mod metrics_view;
mod options;
pub mod page;
mod parts;
mod remembered;
mod report_view;
mod statistics_table;
mod study_table;
mod sweep_view;
mod toolbar;
mod walk;
mod windowed;
pub mod worker;
mod worker_link;
mod writer;
mod written;
