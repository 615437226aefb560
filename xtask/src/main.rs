//! `cargo xtask start | test | check | bench | dist`: installs what is missing, builds, runs, and says how far it is.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "progress is what a person reads while waiting")]

mod bench;
mod check;
mod dist;
mod ollama;
mod plan;
mod process;
mod python;
mod start;
mod system;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

/// What a task answers: nothing, or one sentence that says what went wrong and what to do.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
cargo xtask start [OPTIONS OF serve]   build the page and the companion, and serve them
cargo xtask test                       every check and every test: real Chromium, real Ollama
cargo xtask check                      format, lints, documentation, tidy
cargo xtask bench browser              how fast a large file is read in a real browser
cargo xtask bench formats              how much of the samples is found, recognized and understood
cargo xtask bench statistics           how fast the statistics are beside NumPy and SciPy
cargo xtask bench audit                which traps of the samples are found, and what is warned of without cause
cargo xtask dist                       the static page alone, into dist/";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = match args.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("", [].as_slice()),
    };
    let outcome = match task {
        "start" => start::start(rest),
        "test" => test::test(),
        "check" => check::check(),
        "bench" => bench::bench(rest),
        "dist" => dist::dist(),
        _ => Err(format!("expected a task, but found `{task}`\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) if what.is_empty() => ExitCode::FAILURE,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
