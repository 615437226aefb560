//! Steps that are run one after another, each with its number, its name and how long it took.

use crate::Outcome;
use crate::process;
use std::process::Command;
use std::time::Instant;

/// Tests that passed and failed, summed over every runner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    /// Adds what a line of a test runner says; other lines say nothing.
    fn see(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let number_before = |word: &str| {
            let end = counts.find(word)?;
            counts[..end].split_whitespace().next_back()?.parse::<u64>().ok()
        };
        self.passed += number_before(" passed").unwrap_or(0);
        self.failed += number_before(" failed").unwrap_or(0);
    }
}

type Work = Box<dyn FnOnce(&mut Count) -> Outcome>;

/// Steps to run, in order.
#[derive(Default)]
pub(crate) struct Plan {
    steps: Vec<(String, Work)>,
}

impl Plan {
    /// Appends a step that is a program.
    pub(crate) fn run(&mut self, title: &str, mut command: Command) {
        self.work(title, move || process::run(&mut command));
    }

    /// Appends a step that is a program which runs tests; it prints `test result:` lines.
    pub(crate) fn tests(&mut self, title: &str, mut command: Command) {
        let work = move |count: &mut Count| {
            let before = count.failed;
            let outcome = process::run_seeing(&mut command, |line| count.see(line));
            // Failed tests are counted one by one; anything else that ends a runner is one failure.
            if count.failed > before { Ok(()) } else { outcome }
        };
        self.steps.push((title.to_owned(), Box::new(work)));
    }

    /// Appends a step that is a function.
    pub(crate) fn work(&mut self, title: &str, work: impl FnOnce() -> Outcome + 'static) {
        self.steps.push((title.to_owned(), Box::new(move |_: &mut Count| work())));
    }

    /// Runs the steps up to the first that fails.
    pub(crate) fn until_failure(self) -> Outcome {
        let total = self.steps.len();
        for (index, (title, work)) in self.steps.into_iter().enumerate() {
            step(index, total, &title, || work(&mut Count::default()))?;
        }
        Ok(())
    }

    /// Runs every step, whatever fails; a failed step counts as one failed test.
    pub(crate) fn all(self) -> Count {
        let total = self.steps.len();
        let mut count = Count::default();
        for (index, (title, work)) in self.steps.into_iter().enumerate() {
            if let Err(what) = step(index, total, &title, || work(&mut count)) {
                println!("FAILED: {title}: {what}");
                count.failed += 1;
            }
        }
        count
    }
}

fn step(index: usize, total: usize, title: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    let number = index + 1;
    println!("[{number}/{total}] {title} …");
    let began = Instant::now();
    let outcome = work();
    let end = if outcome.is_ok() { "" } else { "  failed" };
    println!("[{number}/{total}] {title}  {} s{end}", began.elapsed().as_secs());
    outcome
}

#[cfg(test)]
mod tests {
    use super::{Count, Plan};

    fn seen(lines: &[&str]) -> (u64, u64) {
        let mut count = Count::default();
        lines.iter().for_each(|line| count.see(line));
        (count.passed, count.failed)
    }

    #[test]
    fn the_result_lines_of_every_runner_are_summed() {
        let ok = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured";
        assert_eq!(seen(&[ok, "running 5 tests", bad]), (15, 2));
    }

    #[test]
    fn a_line_that_only_looks_like_a_result_counts_nothing() {
        assert_eq!(seen(&["7 passed; 1 failed", "test result", "test result: ok."]), (0, 0));
    }

    #[test]
    fn a_failed_step_counts_as_one_and_does_not_stop_the_others() {
        let mut plan = Plan::default();
        plan.work("breaks", || Err("broken".to_owned()));
        plan.tests("counts", crate::process::program("echo", &["test result: ok. 4 passed; 0 failed;"]));
        assert_eq!(plan.all(), Count { passed: 4, failed: 1 });
    }

    #[test]
    fn a_failed_step_stops_a_plan_that_needs_every_step() {
        let mut plan = Plan::default();
        plan.work("breaks", || Err("broken".to_owned()));
        plan.work("is never reached", || Err("reached".to_owned()));
        assert_eq!(plan.until_failure(), Err("broken".to_owned()));
    }
}
