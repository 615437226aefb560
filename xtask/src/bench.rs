//! `cargo xtask bench`: measurements that a person reads, one function each.

use crate::plan::Plan;
use crate::process::cargo;
use crate::{Outcome, dist, system};

/// Runs the measurement of the given name.
pub(crate) fn bench(args: &[String]) -> Outcome {
    match args {
        [name] if name == "browser" => browser(),
        _ => Err("expected a measurement: cargo xtask bench browser".to_owned()),
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
