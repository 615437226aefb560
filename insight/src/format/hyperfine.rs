//! `hyperfine`: times of commands as JSON, CSV or Markdown (`--export-json`, `--export-csv`, `--export-markdown`).
//!
//! <https://github.com/sharkdp/hyperfine>. JSON and CSV are always seconds; only Markdown follows `--time-unit`, and says so in
//! its header. The standard deviation is that of a sample (n − 1). Nothing is lost.

use super::meaning::{Conventions, Meaning, OF_A_SAMPLE, aggregate, column, measured, state_as, subject};
use super::reshape::{beside, fill};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::Table;

/// Where the runs of each command stand in JSON.
const TIMES: &str = "/results/*/times";

/// Columns of a command, in JSON and in CSV.
const KEYS: [&str; 8] = ["command", "mean", "stddev", "median", "user", "system", "min", "max"];

const MEANINGS: &[Meaning] = &[
    aggregate("mean", "duration", "mean", "s").defined(WHOLE),
    aggregate("stddev", "duration", "sd", "s").defined("0 or nothing where there was one run"),
    aggregate("median", "duration", "median", "s").defined(WHOLE),
    aggregate("min", "duration", "min", "s").defined(WHOLE),
    aggregate("max", "duration", "max", "s").defined(WHOLE),
    aggregate("user", "user_time", "mean", "s")
        .named("user time")
        .defined("time on the processor in the program")
        .better(Better::Lower),
    aggregate("system", "system_time", "mean", "s")
        .named("system time")
        .defined("time on the processor in the kernel")
        .better(Better::Lower),
    measured("times", "duration", "s").defined(WHOLE),
    measured("memory_usage_byte", "memory", "B"),
    subject("command", "benchmark").named("command"),
    subject("parameters.*", "benchmark_*").named("*"),
    subject("parameter_*", "benchmark_*").named("*"),
    column("exit_codes", Role::Validity),
    subject("Command", "benchmark").named("command"),
    aggregate("Mean [*]", "duration", "mean", "s").defined(WHOLE),
    aggregate("Mean [*] ±", "duration", "sd", "s"),
    aggregate("Min [*]", "duration", "min", "s").defined(WHOLE),
    aggregate("Max [*]", "duration", "max", "s").defined(WHOLE),
    column("Relative", Role::Derived),
    column("Relative ±", Role::Derived),
];

const WHOLE: &str =
    "from the start of the command to its end; the start of the shell, where there is one, is taken off";

/// Columns of the Markdown table; the first letters of each, because a unit follows.
const HEADINGS: [&str; 5] = ["Command", "Mean [", "Min [", "Max [", "Relative"];

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: "" };

/// Times of commands.
pub(super) struct Hyperfine;

impl Format for Hyperfine {
    fn id(&self) -> &'static str {
        "hyperfine"
    }

    fn name(&self) -> &'static str {
        "hyperfine"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        if let Ok(table) = shape.table_with(&KEYS) {
            return (
                Certainty::Sure,
                format!("`user` and `system` beside the mean of a `command`, commands: {}", table.rows),
            );
        }
        match shape.tables.iter().find(|table| is_markdown(table)) {
            Some(table) => {
                (Certainty::Sure, format!("`Relative` beside the mean of a `Command`, commands: {}", table.rows))
            }
            None => (Certainty::No, "no `user` and `system` beside the mean of a `command`".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        for list in ["exit_codes", "memory_usage_byte"] {
            beside(content, TIMES, &format!("/results/*/{list}"));
        }
        // Killed by a signal, a command has no exit code.
        fill(&mut content.tables, "exit_codes", "killed");
        too_short(content);
        for table in content.tables.iter_mut().filter(|table| table.place == "/results") {
            table.sums_up = Some(TIMES.to_owned());
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

/// The start of the shell is taken off each time, so that a command faster than its shell took no time at all.
fn too_short(content: &mut Content) {
    let times = content.tables.iter().filter(|table| table.place == TIMES).filter_map(|table| table.column("times"));
    if times.flat_map(|column| column.numbers()).any(|time| time <= 0.0) {
        let hint = "run hyperfine with `--shell=none`";
        content.ledger.say(
            Spot::Whole,
            Severity::Doubt,
            "a time is 0: the command is faster than the shell that starts it",
            Some(hint),
        );
    }
}

fn is_markdown(table: &Table) -> bool {
    table.columns.len() >= HEADINGS.len()
        && HEADINGS.iter().all(|heading| table.columns.iter().any(|column| column.name.starts_with(heading)))
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn json_and_csv_are_seconds() {
        check(
            "{\"results\": [{\"command\": \"a\", \"mean\": 0.25, \"stddev\": null, \"median\": 0.25, \"user\": 0.1, \
             \"system\": 0.05, \"min\": 0.2, \"max\": 0.3, \"times\": [0.2, 0.3], \"exit_codes\": [0, 0], \
             \"parameters\": {\"n\": \"1\"}}]}",
            &expect![[r#"
                hyperfine Sure: `user` and `system` beside the mean of a `command`, commands: 1
                [/results] 0 of 1 rows failed
                  command: benchmark Parameter = `a`
                  mean: duration mean Aggregate s Lower = 0.25
                  stddev: duration sd Aggregate s Lower = -
                  median: duration median Aggregate s Lower = 0.25
                  user: user_time mean Aggregate s Lower = 0.1
                  system: system_time mean Aggregate s Lower = 0.05
                  min: duration min Aggregate s Lower = 0.2
                  max: duration max Aggregate s Lower = 0.3
                  parameters.n: benchmark_n Parameter = 1
                [/results/*/times] 0 of 2 rows failed
                  command: benchmark Parameter = `a`, `a`
                  parameters.n: benchmark_n Parameter = 1, 1
                  times: duration Measurement s Lower = 0.2, 0.3
                  exit_codes: exit_codes Validity = 0, 0
            "#]],
        );
        check(
            "command,mean,stddev,median,user,system,min,max,parameter_n\na 1,0.25,0,0.25,0.1,0.05,0.25,0.25,1\n\
             a 2,0.5,0,0.5,0.2,0.1,0.5,0.5,2\n",
            &expect![[r#"
                hyperfine Sure: `user` and `system` beside the mean of a `command`, commands: 2
                [] 0 of 2 rows failed
                  command: benchmark Parameter = `a 1`, `a 2`
                  mean: duration mean Aggregate s Lower = 0.25, 0.5
                  stddev: duration sd Aggregate s Lower = 0, 0
                  median: duration median Aggregate s Lower = 0.25, 0.5
                  user: user_time mean Aggregate s Lower = 0.1, 0.2
                  system: system_time mean Aggregate s Lower = 0.05, 0.1
                  min: duration min Aggregate s Lower = 0.25, 0.5
                  max: duration max Aggregate s Lower = 0.25, 0.5
                  parameter_n: benchmark_n Parameter = 1, 2
            "#]],
        );
    }

    #[test]
    fn trap_8_failed_runs_and_runs_of_no_time_are_told() {
        check(
            "{\"results\": [{\"command\": \"a\", \"mean\": 0.25, \"stddev\": 0.1, \"median\": 0.25, \"user\": 0.1, \
             \"system\": 0.05, \"min\": 0.0, \"max\": 0.5, \"times\": [0.5, 0.25, 0.0], \"exit_codes\": [0, 1, null]}]}",
            &expect![[r#"
                hyperfine Sure: `user` and `system` beside the mean of a `command`, commands: 1
                Doubt: a time is 0: the command is faster than the shell that starts it; hint: run hyperfine with `--shell=none`
                Doubt: `mean` is 0.250000 in the file, its 1 value gives 0.500000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                Doubt: `median` is 0.250000 in the file, its 1 value gives 0.500000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                [/results] 0 of 1 rows failed
                  command: benchmark Parameter = `a`
                  mean: duration mean Aggregate s Lower = 0.25
                  stddev: duration sd Aggregate s Lower = 0.1
                  median: duration median Aggregate s Lower = 0.25
                  user: user_time mean Aggregate s Lower = 0.1
                  system: system_time mean Aggregate s Lower = 0.05
                  min: duration min Aggregate s Lower = 0
                  max: duration max Aggregate s Lower = 0.5
                [/results/*/times] 2 of 3 rows failed
                  command: benchmark Parameter = `a`, `a`, `a`
                  times: duration Measurement s Lower = 0.5, 0.25, 0
                  exit_codes: exit_codes Validity = 0, 1, `killed`
            "#]],
        );
    }

    #[test]
    fn markdown_has_the_unit_of_its_header() {
        check(
            "| Command | Mean [s] | Min [s] | Max [s] | Relative |\n|:---|---:|---:|---:|---:|\n\
             | `a` | 1.250 ± 0.010 | 1.200 | 1.300 | 1.00 |\n| `b` | 2.500 ± 0.010 | 2.400 | 2.600 | 2.00 ± 0.02 |\n",
            &expect![[r#"
                hyperfine Sure: `Relative` beside the mean of a `Command`, commands: 2
                [] 0 of 2 rows failed
                  Command: benchmark Parameter = `a`, `b`
                  Mean [s]: duration mean Aggregate s Lower = 1.25, 2.5
                  Mean [s] ±: duration sd Aggregate s Lower = 0.01, 0.01
                  Min [s]: duration min Aggregate s Lower = 1.2, 2.4
                  Max [s]: duration max Aggregate s Lower = 1.3, 2.6
                  Relative: relative Derived = 1, 2
                  Relative ±: relative_7 Derived = -, 0.02
            "#]],
        );
    }
}
