//! `cargo xtask start | test | check | bench | dist`.
fn main() {}
