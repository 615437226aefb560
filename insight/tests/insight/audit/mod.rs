//! The data doctor against traps that people found by hand: what it finds, and what it warns of without cause.

mod consequence;
mod corpus;
mod dirty;
mod statistics;
