//! `cargo xtask check`: format, lints, documentation, tidy.

use crate::plan::Plan;
use crate::process::cargo;
use crate::{Outcome, system};

/// Runs every check and says which failed.
pub(crate) fn check() -> Outcome {
    let mut plan = Plan::default();
    system::wasm_target(&mut plan);
    add_to(&mut plan);
    plan.tests("Tidy", cargo(&["test", "--workspace", "--exclude", "app", "--test", "tidy"]));
    match plan.all().failed {
        0 => Ok(()),
        1 => Err("1 check failed".to_owned()),
        failed => Err(format!("{failed} checks failed")),
    }
}

/// Plans the checks that compile no test.
pub(crate) fn add_to(plan: &mut Plan) {
    plan.run("Format", cargo(&["fmt", "--all", "--check"]));
    plan.run("Clippy, native", clippy(&["--workspace", "--exclude", "app", "--all-targets"]));
    plan.run(
        "Clippy, page",
        clippy(&["--package", "insight", "--package", "app", "--target", "wasm32-unknown-unknown"]),
    );
    let mut doc = cargo(&["doc", "--quiet", "--package", "insight", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    plan.run("Documentation", doc);
}

fn clippy(what: &[&str]) -> std::process::Command {
    let mut command = cargo(&["clippy"]);
    command.args(what).args(["--", "-D", "warnings"]);
    command
}
