//! `llama-bench` of llama.cpp: JSON, JSON lines, CSV, SQL or Markdown (`-o json|jsonl|csv|sql|md`), also in the noise of a log.
//!
//! <https://github.com/ggml-org/llama.cpp/tree/master/tools/llama-bench>. A test reads a prompt (pp), writes an answer (tg) or does
//! both in one time, and these three are never one metric. In JSON the samples of each test stand beside their mean: they are
//! what counts. The deviation of the tool can be wrong (ggml-org/llama.cpp#24951), so it is computed again. Nothing is lost.

#[cfg(test)]
mod tests;
mod text;

use super::meaning::{Conventions, Meaning, OF_A_SAMPLE, aggregate, column, measured, state_as};
use super::reshape::{at, beside, carry, number, spread, text as text_of, words};
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::statistics;
use crate::table::{Cell, Table};

const KEYS: [&str; 4] = ["build_commit", "n_prompt", "n_gen", "avg_ts"];
const HEADINGS: [&str; 6] = ["model", "size", "params", "backend", "test", "t/s"];

/// What is told apart by the kind of its test.
const BY_TEST: [&str; 8] = ["avg_ts", "stddev_ts", "samples_ts", "avg_ns", "stddev_ns", "samples_ns", "t/s", "t/s ±"];

/// How far a deviation may be off before it is said, relative: the tool rounds what it writes.
const TOLERANCE: f64 = 0.01;

/// More wrong deviations than this are only counted.
const MOST_NAMED: usize = 5;

const CONVENTIONS: Conventions = Conventions { sd: OF_A_SAMPLE, percentile: "" };

const MEANINGS: &[Meaning] = &[
    aggregate("avg_ts [pp]", "prompt_rate", "mean", "tokens/s"),
    aggregate("avg_ts [tg]", "decode_rate", "mean", "tokens/s"),
    aggregate("avg_ts [pp+tg]", BOTH, "mean", "tokens/s").named(BOTH_NAME).defined(BOTH_IS),
    aggregate("stddev_ts [pp]", "prompt_rate", "sd", "tokens/s"),
    aggregate("stddev_ts [tg]", "decode_rate", "sd", "tokens/s"),
    aggregate("stddev_ts [pp+tg]", BOTH, "sd", "tokens/s").named(BOTH_NAME).defined(BOTH_IS),
    measured("samples_ts [pp]", "prompt_rate", "tokens/s"),
    measured("samples_ts [tg]", "decode_rate", "tokens/s"),
    measured("samples_ts [pp+tg]", BOTH, "tokens/s").named(BOTH_NAME).defined(BOTH_IS),
    aggregate("avg_ns [pp]", "prompt_eval_duration", "mean", "ns"),
    aggregate("avg_ns [tg]", "eval_duration", "mean", "ns"),
    aggregate("avg_ns [pp+tg]", "total_duration", "mean", "ns"),
    aggregate("stddev_ns [pp]", "prompt_eval_duration", "sd", "ns"),
    aggregate("stddev_ns [tg]", "eval_duration", "sd", "ns"),
    aggregate("stddev_ns [pp+tg]", "total_duration", "sd", "ns"),
    measured("samples_ns [pp]", "prompt_eval_duration", "ns"),
    measured("samples_ns [tg]", "eval_duration", "ns"),
    measured("samples_ns [pp+tg]", "total_duration", "ns"),
    aggregate("t/s [pp]", "prompt_rate", "mean", "tokens/s"),
    aggregate("t/s [tg]", "decode_rate", "mean", "tokens/s"),
    aggregate("t/s [pp+tg]", BOTH, "mean", "tokens/s").named(BOTH_NAME).defined(BOTH_IS),
    aggregate("t/s ± [pp]", "prompt_rate", "sd", "tokens/s"),
    aggregate("t/s ± [tg]", "decode_rate", "sd", "tokens/s"),
    aggregate("t/s ± [pp+tg]", BOTH, "sd", "tokens/s").named(BOTH_NAME).defined(BOTH_IS),
    column("model_type", Role::Parameter),
    column("model_size", Role::Environment).unit("B"),
    column("model_n_params", Role::Environment),
    column("model_filename", Role::Identifier),
    column("model", Role::Parameter),
    column("size", Role::Environment),
    column("params", Role::Environment),
    column("backends", Role::Parameter),
    column("backend", Role::Parameter),
    column("test", Role::Parameter),
    column("build_commit", Role::Identifier),
    column("build_number", Role::Identifier),
    column("test_time", Role::Time),
    column("*_info", Role::Environment),
    column("n_prompt", Role::Parameter).unit("tokens"),
    column("n_gen", Role::Parameter).unit("tokens"),
    column("n_depth", Role::Parameter).unit("tokens"),
    column("line", Role::Identifier),
    // Whatever else a version or a fork writes was set.
    column("*", Role::Parameter),
];

const BOTH: &str = "prompt_and_decode_rate";
const BOTH_NAME: &str = "prompt and decode";
const BOTH_IS: &str = "tokens of prompt and answer divided by the time of both";

/// Speed of a model on a machine, test by test.
pub(super) struct LlamaBench;

impl Format for LlamaBench {
    fn id(&self) -> &'static str {
        "llama-bench"
    }

    fn name(&self) -> &'static str {
        "llama-bench"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let missing = match shape.table_with(&KEYS) {
            Ok(table) => {
                return (Certainty::Sure, format!("`avg_ts` beside `build_commit`, tests: {}", table.rows));
            }
            Err(missing) => missing,
        };
        if let Ok(table) = shape.table_with(&HEADINGS) {
            return (Certainty::Sure, format!("`t/s` of a `test` beside its `backend`, tests: {}", table.rows));
        }
        match text::first(shape.text) {
            Some(line) => (Certainty::Sure, format!("a test with its `build_commit` in line {line}")),
            None => (Certainty::No, missing),
        }
    }

    fn read(&self, content: &mut Content) {
        let known = |table: &Table| has(table, &KEYS) || has(table, &HEADINGS);
        if !content.tables.iter().any(known) {
            content.read_text(text::read);
        }
        content.tables.iter_mut().filter(|table| has(table, &KEYS)).for_each(name_tests);
        let samples =
            content.tables.iter().map(|table| table.place.clone()).find(|place| place.ends_with("samples_ts"));
        if let Some(samples) = samples {
            let runs = at(&content.tables, &samples).and_then(|list| content.tables[list].parent.clone());
            let varying = runs.and_then(|parent| at(&content.tables, &parent.place)).map(|runs| {
                let table = &mut content.tables[runs];
                table.sums_up = Some(samples.clone());
                telling(table)
            });
            carry(&mut content.tables, &samples, |name| varying.iter().flatten().any(|known| known == name));
            beside(content, &samples, &samples.replace("samples_ts", "samples_ns"));
            deviations(content, &samples);
        }
        for table in &mut content.tables {
            BY_TEST.iter().for_each(|name| spread(table, name, kind));
        }
        state_as(&mut content.tables, MEANINGS, &CONVENTIONS);
    }
}

fn has(table: &Table, names: &[&str]) -> bool {
    names.iter().all(|name| table.column(name).is_some())
}

/// Gives every test the name that the tool's table has for it: `pp512`, `tg128`, `pp512+tg128`, `tg128 @ d4096`.
fn name_tests(table: &mut Table) {
    let name = |row: usize| {
        let count = |name: &str| number(table, name, row).filter(|count| *count > 0.0);
        let parts = [("pp", count("n_prompt")), ("tg", count("n_gen"))];
        let parts: Vec<String> =
            parts.iter().filter_map(|(kind, count)| Some(format!("{kind}{}", (*count)?))).collect();
        let depth = count("n_depth").map_or(String::new(), |depth| format!(" @ d{depth}"));
        (!parts.is_empty()).then(|| parts.join("+") + &depth)
    };
    let names = words("test", (0..table.rows).map(name));
    table.columns.insert(0, names);
}

/// `pp` reads a prompt, `tg` writes an answer, `pp+tg` does both in one time.
fn kind(table: &Table, row: usize) -> Option<String> {
    let (prompt, answer) = match text_of(table, "test", row) {
        Some(test) => (test.contains("pp"), test.contains("tg")),
        None => (number(table, "n_prompt", row)? > 0.0, number(table, "n_gen", row)? > 0.0),
    };
    let kind = match (prompt, answer) {
        (true, true) => "pp+tg",
        (true, false) => "pp",
        (false, _) => "tg",
    };
    Some(kind.to_owned())
}

/// What a sample must be told together with: model, size of the test, and every setting that is not the same in all tests.
fn telling(table: &Table) -> Vec<String> {
    const ALWAYS: [&str; 6] = ["test", "model_type", "backends", "n_prompt", "n_gen", "n_depth"];
    let results = |name: &str| BY_TEST.contains(&name) || name == "test_time";
    let varies = |column: &crate::table::Column| {
        let first = column.cell(0);
        column.cells().any(|cell| cell != first)
    };
    let told = table.columns.iter().filter(|column| {
        let name = column.name.as_str();
        ALWAYS.contains(&name) || (!results(name) && varies(column))
    });
    told.map(|column| column.name.clone()).collect()
}

/// Says where the deviation that the tool printed is not that of its samples.
fn deviations(content: &mut Content, samples: &str) {
    let Some(list) = at(&content.tables, samples) else { return };
    let Some(parent) = content.tables[list].parent.clone() else { return };
    let Some(runs) = at(&content.tables, &parent.place) else { return };
    let mut wrong = Vec::new();
    for (printed, values) in [("stddev_ts", "samples_ts"), ("stddev_ns", "samples_ns")] {
        let (Some(printed_column), Some(values)) =
            (content.tables[runs].column(printed), content.tables[list].column(values))
        else {
            continue;
        };
        let mut of_run: Vec<Vec<f64>> = vec![Vec::new(); content.tables[runs].rows];
        for (row, cell) in values.cells().enumerate() {
            if let (Cell::Number(value), Some(&run)) = (cell, parent.rows.get(row)) {
                of_run[run as usize].push(value);
            }
        }
        for (run, mut values) in of_run.into_iter().enumerate() {
            let (Cell::Number(said), Some(is)) = (printed_column.cell(run), statistics::describe(&mut values, 0, 0).sd)
            else {
                continue;
            };
            // Samples are written with six digits, so a deviation near nothing proves nothing.
            if (said - is).abs() > TOLERANCE * is.max(said) && said.max(is) > values[0].abs() * 1e-4 {
                wrong.push((run, format!("`{printed}` is {said}, its samples give {is:.6}")));
            }
        }
    }
    let hint = Some("the samples are used; the tool's own deviation can overflow");
    for (at, (run, what)) in wrong.into_iter().enumerate() {
        let what = if at < MOST_NAMED { what } else { "a deviation is not that of its samples".to_owned() };
        content.ledger.say(Spot::Pointer(format!("/{run}")), Severity::Doubt, &what, hint);
    }
}
