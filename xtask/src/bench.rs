//! `cargo xtask bench`: measurements that a person reads, one function each.

use crate::plan::Plan;
use crate::process::cargo;
use crate::{Outcome, dist, ollama, python, system};
use std::process::Command;

/// Runs the measurement of the given name.
pub(crate) fn bench(args: &[String]) -> Outcome {
    match args {
        [name] if name == "browser" => browser(),
        [name] if name == "formats" => formats(),
        [name] if name == "statistics" => statistics(),
        [name] if name == "audit" => audit(),
        [name] if name == "grounding" => grounding(),
        _ => {
            Err("expected a measurement: cargo xtask bench browser | formats | statistics | audit | grounding"
                .to_owned())
        }
    }
}

/// From drop to shown statistics of a large file, as a multiple of `File.arrayBuffer()` on the main thread.
fn browser() -> Outcome {
    let mut plan = Plan::default();
    dist::install_tools(&mut plan);
    system::install(&mut plan, &[&system::CHROMIUM, &system::CHROMEDRIVER]);
    plan.work("Build the page", dist::build);
    plan.run("Drop a large file", cargo(&["run", "--quiet", "--package", "tests", "--bin", "bench_browser"]));
    plan.until_failure()
}

/// How much of the samples beside the repository is found, recognized and understood, and what is not.
fn formats() -> Outcome {
    let mut plan = Plan::default();
    plan.run("Read the samples", told_by(&["formats_truth::", "roles::", "raw_profile::"]));
    plan.until_failure()
}

/// How fast the statistics are beside NumPy and SciPy, in one run.
fn statistics() -> Outcome {
    let mut plan = Plan::default();
    python::install(&mut plan);
    let mut bench = cargo(&["bench", "--quiet", "--package", "insight", "--bench", "statistics", "--"]);
    bench.arg(python::binary());
    plan.run("Ask the same questions on both sides", bench);
    plan.until_failure()
}

/// Which traps of the samples beside the repository are found, and what is warned of without cause.
fn audit() -> Outcome {
    let mut plan = Plan::default();
    plan.run("Look for traps in the samples", told_by(&["audit::"]));
    plan.until_failure()
}

/// How many wrong numbers of reports the check finds, and how many right ones it leaves alone, beside the targets; and what
/// the worst writer there can be states in fifty reports.
fn grounding() -> Outcome {
    let mut plan = Plan::default();
    ollama::install(&mut plan);
    plan.run("Check reports that were judged by hand", told_by(&["claims_targets"]));
    let bench = ["bench", "--quiet", "--package", "insight", "--bench", "grounding"];
    plan.run("Measure how long a check takes", cargo(&bench));
    let mut reports = cargo(&["run", "--quiet", "--package", "tests", "--bin", "bench_written"]);
    reports.env("CHIMERA_INSIGHT_OLLAMA", ollama::binary());
    plan.run("Have a model with random weights write reports", reports);
    plan.until_failure()
}

/// Runs these tests of the library, which print what they measure.
fn told_by(tests: &[&str]) -> Command {
    let run = ["test", "--quiet", "--package", "insight", "--test", "insight", "--", "--nocapture"];
    cargo(&[&run, tests].concat())
}
