//! The data doctor against traps that people found by hand: what it finds, and what it warns of without cause.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it found and stops at what it did not expect"
)]

mod consequence;
mod corpus;
mod dirty;
mod statistics;
