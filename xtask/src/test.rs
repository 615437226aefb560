//! `cargo xtask test`: every check and every test, whatever fails, and how many passed.

use crate::plan::Plan;
use crate::process::cargo;
use crate::{Outcome, check, dist, ollama, system};

/// Runs everything; the last line is `N passed, N failed`.
pub(crate) fn test() -> Outcome {
    let mut plan = Plan::default();
    dist::install_tools(&mut plan);
    system::install(&mut plan, &[&system::CHROMIUM, &system::CHROMEDRIVER]);
    ollama::install(&mut plan);
    // Before the tests: the companion that they start serves this page.
    plan.work("Build the page", dist::build);
    check::add_to(&mut plan);
    let mut tests = cargo(&["test", "--workspace", "--exclude", "app", "--no-fail-fast"]);
    tests.env("CHIMERA_INSIGHT_OLLAMA", ollama::binary());
    plan.tests("Tests, with a real Ollama and a real Chromium", tests);
    let count = plan.all();
    println!("{} passed, {} failed", count.passed, count.failed);
    if count.failed == 0 { Ok(()) } else { Err(String::new()) }
}
