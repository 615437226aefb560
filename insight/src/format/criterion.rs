//! Criterion.rs: the files of `target/criterion`, what the terminal shows, and the messages of `cargo criterion`.
//!
//! <https://bheisler.github.io/criterion.rs/book/>. Times are nanoseconds of one iteration. A sample is a batch of iterations: its
//! time is divided by their number here. Intervals are bootstrapped, 95 % unless stated. The files of a benchmark name it in
//! `benchmark.json` beside them only. Fences of `tukey.json` are kept and not measured.

mod files;
mod terminal;
#[cfg(test)]
mod tests;

use super::{Format, Shape};
use crate::container::Content;
use crate::reading::Certainty;

/// Times of functions in Rust.
pub(super) struct Criterion;

impl Format for Criterion {
    fn id(&self) -> &'static str {
        "criterion"
    }

    fn name(&self) -> &'static str {
        "Criterion.rs"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        if let Some(reason) = files::recognize(shape) {
            return (Certainty::Sure, reason.to_owned());
        }
        match terminal::first(shape.text) {
            Some(line) => (Certainty::Sure, format!("three times in brackets after `time:` in line {line}")),
            None => {
                (Certainty::No, "no `iters` beside `times`, no `point_estimate` beside `standard_error`".to_owned())
            }
        }
    }

    fn read(&self, content: &mut Content) {
        if terminal::first(&content.text).is_some() {
            content.read_text(terminal::read);
        }
        files::read(content);
    }
}
