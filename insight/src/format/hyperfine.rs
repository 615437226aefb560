//! `hyperfine`: times of commands as JSON, CSV or Markdown (`--export-json`, `--export-csv`, `--export-markdown`).
//!
//! <https://github.com/sharkdp/hyperfine>. JSON and CSV are always seconds; only Markdown follows `--time-unit`, and says so in
//! its header. The standard deviation is that of a sample (n − 1). Version 2 writes other keys; see `second`. Nothing is lost.

mod second;

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
        if let Some(reason) = second::recognize(shape) {
            return (Certainty::Sure, reason);
        }
        match shape.tables.iter().find(|table| is_markdown(table)) {
            Some(table) => {
                (Certainty::Sure, format!("`Relative` beside the mean of a `Command`, commands: {}", table.rows))
            }
            None => (Certainty::No, "no `user` and `system` beside the mean of a `command`".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        if second::recognize(&Shape::of(content)).is_some() {
            second::settle(content);
            return state_as(&mut content.tables, second::MEANINGS, &CONVENTIONS);
        }
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

    #[test]
    fn version_2_has_a_record_a_run() {
        let run = |time: f64, code: &str| {
            format!(
                "{{\"time_wall_clock\": {{\"value\": {time}, \"unit\": \"second\"}}, \"memory_peak_resident\": {{\"value\": 1024.0, \
                 \"unit\": \"byte\"}}, \"instructions\": {{\"value\": 7}}, \"exit_code\": {code}}}"
            )
        };
        let summary = |name: &str, unit: &str, mean: f64| {
            format!(
                "\"{name}\": {{{unit}\"count\": 2, \"mean\": {mean}, \"stddev\": 0.5, \"median\": {mean}, \"min\": 1.0, \"max\": 3.0}}"
            )
        };
        check(
            &format!(
                "{{\"schema_version\": 2, \"metadata\": {{\"hyperfine_version\": \"2.0.0\", \"start_time\": \"2026-10-06T12:00:00Z\"}}, \
                 \"primary_metric\": \"time_wall_clock\", \"results\": [{{\"command\": \"sleep 1\", \"name\": \"one\", \
                 \"parameters\": {{\"n\": {{\"value\": \"1\"}}}}, \"measurements\": [{}, {}], \"summary\": {{{}, {}}}}}]}}",
                run(1.5, "0"),
                run(2.5, "null"),
                summary("instructions", "", 2.0),
                summary("time_wall_clock", "\"unit\": \"second\", ", 2.0)
            ),
            &expect![[r#"
                hyperfine Sure: `time_wall_clock` beside the `exit_code` of a `command`, runs: 2
                Doubt: `summary.instructions.max` is 3.00000 in the file, its 1 value gives 7.00000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                Doubt: `summary.instructions.mean` is 2.00000 in the file, its 1 value gives 7.00000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                Doubt: `summary.instructions.median` is 2.00000 in the file, its 1 value gives 7.00000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                Doubt: `summary.instructions.min` is 1.00000 in the file, its 1 value gives 7.00000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                Doubt: `summary.time_wall_clock.max` is 3.00000 in the file, its 1 value gives 1.50000 (line 1); hint: trust what was computed from the values, unless some of them were left out of the file
                [] 0 of 1 rows failed
                  schema_version: schema_version Environment = 2
                  metadata.hyperfine_version: hyperfine_version Environment = `2.0.0`
                  metadata.start_time: start_time Time = `2026-10-06T12:00:00Z`
                  primary_metric: primary_metric Environment = `time_wall_clock`
                [/results] 0 of 1 rows failed
                  primary_metric: primary_metric Environment = `time_wall_clock`
                  metadata.hyperfine_version: hyperfine_version Environment = `2.0.0`
                  command: benchmark Parameter = `sleep 1`
                  name: name Text = `one`
                  parameters.n.value: benchmark_n Parameter = 1
                  summary.instructions.count: instructions_count n Measurement = 2
                  summary.instructions.mean: instructions mean Aggregate Lower = 2
                  summary.instructions.stddev: instructions sd Aggregate Lower = 0.5
                  summary.instructions.median: instructions median Aggregate Lower = 2
                  summary.instructions.min: instructions min Aggregate Lower = 1
                  summary.instructions.max: instructions max Aggregate Lower = 3
                  summary.instructions.unit: summary_instructions_unit Text = -
                  summary.time_wall_clock.count: time_wall_clock_count n Measurement = 2
                  summary.time_wall_clock.mean: duration mean Aggregate s Lower = 2
                  summary.time_wall_clock.stddev: duration sd Aggregate s Lower = 0.5
                  summary.time_wall_clock.median: duration median Aggregate s Lower = 2
                  summary.time_wall_clock.min: duration min Aggregate s Lower = 1
                  summary.time_wall_clock.max: duration max Aggregate s Lower = 3
                  summary.time_wall_clock.unit: summary_time_wall_clock_unit Text = `second`
                [/results/*/measurements] 1 of 2 rows failed
                  command: benchmark Parameter = `sleep 1`, `sleep 1`
                  name: name Text = `one`, `one`
                  parameters.n.value: benchmark_n Parameter = 1, 1
                  primary_metric: primary_metric Environment = `time_wall_clock`, `time_wall_clock`
                  metadata.hyperfine_version: hyperfine_version Environment = `2.0.0`, `2.0.0`
                  time_wall_clock.value: duration Measurement s Lower = 1.5, 2.5
                  time_wall_clock.unit: time_wall_clock_unit Text = `second`, `second`
                  memory_peak_resident.value: memory Measurement B Lower = 1024, 1024
                  memory_peak_resident.unit: memory_peak_resident_unit Text = `byte`, `byte`
                  instructions.value: instructions Measurement Lower = 7, 7
                  exit_code: exit_code Validity = 0, `killed`
            "#]],
        );
    }

    #[test]
    fn version_2_states_the_unit_of_each_metric_in_csv_and_markdown() {
        check(
            "command,time_wall_clock_unit,time_wall_clock_mean,time_wall_clock_stddev,time_wall_clock_median,time_wall_clock_min,\
             time_wall_clock_max,memory_peak_resident_unit,memory_peak_resident_mean,memory_peak_resident_stddev,\
             memory_peak_resident_median,memory_peak_resident_min,memory_peak_resident_max,parameter_n\n\
             a 1,ms,1.25,0.5,1.25,1.0,1.5,MiB,2.5,0,2.5,2.5,2.5,1\na 2,ms,2.25,,2.25,2.0,2.5,MiB,2.5,0,2.5,2.5,2.5,2\n",
            &expect![[r#"
                hyperfine Sure: statistics of a metric with its unit beside a `command`, commands: 2
                [] 0 of 2 rows failed
                  command: benchmark Parameter = `a 1`, `a 2`
                  time_wall_clock_unit: time_wall_clock_unit Text = `ms`, `ms`
                  time_wall_clock_mean: duration mean Aggregate s Lower = 1.25, 2.25
                  time_wall_clock_stddev: duration sd Aggregate s Lower = 0.5, -
                  time_wall_clock_median: duration median Aggregate s Lower = 1.25, 2.25
                  time_wall_clock_min: duration min Aggregate s Lower = 1, 2
                  time_wall_clock_max: duration max Aggregate s Lower = 1.5, 2.5
                  memory_peak_resident_unit: memory_peak_resident_unit Text = `MiB`, `MiB`
                  memory_peak_resident_mean: memory mean Aggregate B Lower = 2.5, 2.5
                  memory_peak_resident_stddev: memory sd Aggregate B Lower = 0, 0
                  memory_peak_resident_median: memory median Aggregate B Lower = 2.5, 2.5
                  memory_peak_resident_min: memory min Aggregate B Lower = 2.5, 2.5
                  memory_peak_resident_max: memory max Aggregate B Lower = 2.5, 2.5
                  parameter_n: benchmark_n Parameter = 1, 2
            "#]],
        );
        check(
            "| Command | Mean Wall Time [ms] | Change | Factor |\n|:---|---:|---:|:---|\n| `a` | 1.5 ± 0.5 |  |  |\n\
             | `b` | 3.0 ± 0.5 | +100.0% | (2.0x slower) |\n",
            &expect![[r#"
                hyperfine Sure: `Change` and `Factor` beside the mean of a `Command`, commands: 2
                [] 0 of 2 rows failed
                  Command: benchmark Parameter = `a`, `b`
                  Mean Wall Time [ms]: duration mean Aggregate s Lower = 1.5, 3
                  Mean Wall Time [ms] ±: duration sd Aggregate s Lower = 0.5, 0.5
                  Change: change Derived % = -, 100
                  Factor: factor Derived = -, `(2.0x slower)`
            "#]],
        );
    }
}
