//! `cargo xtask bench`: measurements that a person reads, one function each.

use crate::Outcome;

/// Runs the measurement of the given name.
pub(crate) fn bench(args: &[String]) -> Outcome {
    match args {
        [name] if name == "browser" => browser(),
        _ => Err("expected a measurement: cargo xtask bench browser".to_owned()),
    }
}

/// From drop to shown statistics of a large file, as a multiple of `File.arrayBuffer()` on the main thread.
fn browser() -> Outcome {
    Err("`bench browser` is not built yet".to_owned())
}
