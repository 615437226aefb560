//! The command line: everything is in `companion::cli`, so that tests can call it.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    companion::cli::run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr()).await
}
