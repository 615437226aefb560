//! `cargo xtask start`: builds the page and the companion, and serves them.

use crate::plan::Plan;
use crate::process::cargo;
use crate::{Outcome, dist, workspace};
use std::process::Command;

/// Builds what has changed and runs `chimera-insight serve` with the given options.
pub(crate) fn start(options: &[String]) -> Outcome {
    let mut plan = Plan::default();
    dist::install_tools(&mut plan);
    plan.work("Build the page", dist::build);
    plan.run("Build the companion", cargo(&["build", "--release", "--package", "companion"]));
    plan.until_failure()?;
    let mut serve = Command::new(workspace::target().join("release/chimera-insight"));
    serve.arg("serve").args(options);
    become_it(serve)
}

/// Gives our place to the program, so that Ctrl-C and signals reach it alone.
#[cfg(unix)]
fn become_it(mut command: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(format!("cannot run `{}`: {error}", command.get_program().to_string_lossy()))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Outcome {
    crate::process::run(&mut command)
}
