//! The companion from outside: its routes in-process, and what it makes of an Ollama that misbehaves.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod cancel;
mod check;
mod command_line;
mod fake;
mod faults;
mod guards;
mod loads_and_sweeps;
mod page;
mod shutdown;
mod support;
mod values;
