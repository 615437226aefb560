//! Everything that holds of the library as its users see it, in one program: it links once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test says what it found or left out, and stops at what it did not expect"
)]

mod acceptance_101;
mod aiperf_run;
mod any_drop;
mod any_input;
mod audit;
mod claims_golden;
mod claims_mutants;
mod claims_mutants_own;
mod claims_reports;
mod claims_seed;
mod claims_targets;
mod contract;
mod documents;
mod every_format;
mod failed_records;
mod few_conditions;
mod first_screen;
mod formats_truth;
mod given;
mod golden;
mod grounding_golden;
mod grounding_report;
mod home_made;
mod loads_compared;
mod loads_of_requests;
mod look_alikes;
mod no_settings;
mod one_word_many_meanings;
mod other_drops;
mod raw_profile;
mod roles;
mod samples;
mod seed_flow;
mod serving;
mod settings_told;
mod statistics;
mod statistics_any_input;
mod statistics_document;
mod sweep;
mod table_shapes;
mod told_comparisons;
mod told_statistics;
mod tools;
mod traps;
mod traps_serving;
mod unanswered;
mod uses;
mod writing;
mod writing_hostile;
