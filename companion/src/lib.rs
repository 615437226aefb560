//! The native side: a server beside the GPU that serves the page and runs the model, and the command line.
//!
//! Takes a brief over HTTP or files by path, gives a stream of events or text. It never takes a file over HTTP, and never asks
//! anything but the fixed set of calls in [`backend`].
#![forbid(unsafe_code)]

pub mod cli;

mod server;
pub use server::{Companion, Config, Page, router, serve, serve_until};

pub mod job;

pub mod backend;

mod error;
pub use error::Error;
