//! lm-evaluation-harness: `results_….json` of versions 0.3 and 0.4, and the table it prints.
//!
//! <https://github.com/EleutherAI/lm-evaluation-harness>. Scores are means over the samples of a task, `stderr` is their standard
//! error; most are shares of 1. Which way is better stands in `higher_is_better` where the version writes it. A group is a mean of
//! its tasks and is kept apart from them. Prompts and settings of tasks are not measured.

use super::meaning::{Meaning, column, counted, slug, state, subject};
use super::reshape::{at, rows, spread, text, words};
use super::rows::Rows;
use super::{Format, Shape};
use crate::container::Content;
use crate::problem::{Severity, Spot};
use crate::reading::Certainty;
use crate::role::Role;
use crate::summary::Better;
use crate::table::{Cell, Column, Stated, Table};
use std::collections::BTreeSet;

const RESULTS: &str = "/results";
const GROUPS: &str = "/groups";
const PRINTED: [&str; 5] = ["Tasks", "Version", "Metric", "Value", "Stderr"];

const MEANINGS: &[Meaning] = &[
    subject("key", "benchmark").named("task").at(RESULTS),
    subject("key", "benchmark").named("task").at("/results#groups"),
    subject("key", "benchmark").named("task").at(GROUPS),
    subject("Tasks", "benchmark").named("task"),
    column("alias", Role::Text),
    column("name", Role::Text),
    column("model", Role::Parameter),
    counted("sample_len", "samples"),
    counted("sample_count.*", "samples"),
    column("*", Role::Environment).at("/n-samples"),
    column("Metric", Role::Identifier),
    column("Filter", Role::Parameter),
    column("Version", Role::Environment),
    column("n-shot", Role::Parameter),
    column("config.model", Role::Environment),
    column("config.model_args", Role::Parameter),
    column("config.limit", Role::Parameter),
    column("config.num_fewshot", Role::Parameter),
    column("config.*", Role::Environment),
    column("model_name", Role::Parameter),
    column("date", Role::Time),
    column("n-samples.*", Role::Environment),
    column("group_subtasks.*", Role::Environment),
    column("model_name_sanitized", Role::Environment),
    column("total_evaluation_time_seconds", Role::Environment).unit("s"),
    column("*", Role::Environment).at("/versions"),
    column("*", Role::Environment).at("/n-shot"),
    column("*", Role::Environment).at("/higher_is_better"),
    column("*", Role::Environment).at("/group_subtasks"),
    column("*", Role::Environment).at("/configs*"),
    column("*", Role::Environment).at("/task_hashes"),
    column("versions.*", Role::Environment),
    column("n-shot.*", Role::Environment),
    column("configs.*", Role::Environment),
    column("higher_is_better.*", Role::Environment),
];

/// Scores of a model, task by task.
pub(super) struct LmEval;

impl Format for LmEval {
    fn id(&self) -> &'static str {
        "lm-eval"
    }

    fn name(&self) -> &'static str {
        "lm-evaluation-harness"
    }

    fn recognize(&self, shape: &Shape<'_>) -> (Certainty, String) {
        let has = |begin: &str| {
            let column = |table: &Table| table.columns.iter().any(|column| column.name.starts_with(&begin[1..]));
            shape.tables.iter().any(|table| table.place.starts_with(begin.trim_end_matches('.')) || column(table))
        };
        let filtered =
            |table: &Table| table.columns.iter().any(|column| is_filtered(&column.name) && of_results(table, column));
        if has("/results.") && shape.tables.iter().any(filtered) {
            return (Certainty::Sure, "a metric with its filter, as `acc,none`, among `results`".to_owned());
        }
        if has("/results.") && has("/versions.") && shape.table_with(&["config.model_args"]).is_ok() {
            return (Certainty::Sure, "`results` and `versions` beside `config.model_args`".to_owned());
        }
        match shape.table_with(&PRINTED) {
            Ok(table) => {
                (Certainty::Sure, format!("`Tasks`, `Metric` and `Stderr` in one table, rows: {}", table.rows))
            }
            Err(_) => (Certainty::No, "no `results` beside `config.model_args`, no metric with its filter".to_owned()),
        }
    }

    fn read(&self, content: &mut Content) {
        let lower = lower_is_better(&content.tables);
        for part in [RESULTS, GROUPS] {
            rows_of_tasks(content, part);
        }
        name_model(&mut content.tables);
        groups(&mut content.tables);
        for table in &mut content.tables {
            printed(table);
            let place = table.place.clone();
            for column in &mut table.columns {
                let name = column.name.clone();
                if place == RESULTS || place == GROUPS || place == "/results#groups" {
                    score(column, &name, &lower);
                }
            }
        }
        state(&mut content.tables, MEANINGS);
        let limited = content
            .tables
            .iter()
            .filter_map(|table| table.column("config.limit"))
            .any(|limit| limit.counts().numbers > 0);
        if limited {
            content.ledger.say(
                Spot::Whole,
                Severity::Doubt,
                "`limit` is set: not all samples of a task were evaluated",
                Some("evaluate without a limit"),
            );
        }
    }
}

/// Makes rows of tasks whose metrics differ so much that they stand as columns of the file: `results.arc.acc,none`.
fn rows_of_tasks(content: &mut Content, place: &str) {
    let Some(root) = at(&content.tables, "").filter(|_| at(&content.tables, place).is_none()) else { return };
    let begin = format!("{}.", &place[1..]);
    let root = &mut content.tables[root];
    let (own, of_tasks): (Vec<Column>, Vec<Column>) =
        std::mem::take(&mut root.columns).into_iter().partition(|column| !column.name.starts_with(&begin));
    root.columns = own;
    let mut made = Rows::default();
    let mut task = None;
    for column in &of_tasks {
        let name = &column.name[begin.len()..];
        let split =
            name.find(".sample_count.").map(|at| (&name[..at], &name[at + 1..])).or_else(|| name.rsplit_once('.'));
        let Some((key, metric)) = split else { continue };
        if task != Some(key) {
            task = Some(key);
            made.begin();
            made.written("key", key);
        }
        match column.written().cell(0) {
            Cell::Missing => {}
            Cell::Number(number) | Cell::NonFinite(number) => made.number(metric, number),
            Cell::Text(text) => made.text(metric, text),
        }
    }
    if task.is_some() {
        let table = made.finish(place);
        content.ledger.keep(table.rows as u64);
        content.tables.push(table);
    }
}

/// Names the model where only its arguments do: `pretrained=org/model,dtype=float16`.
fn name_model(tables: &mut [Table]) {
    let named = |table: &Table| table.column("model_name").is_some() || table.column("model").is_some();
    let Some(root) = at(tables, "").filter(|root| !named(&tables[*root])) else { return };
    let written = text(&tables[root], "config.model_args", 0)
        .and_then(|arguments| arguments.split(',').find_map(|argument| argument.trim().strip_prefix("pretrained=")));
    let written = written.or_else(|| text(&tables[root], "config.model_args.pretrained", 0));
    let Some(model) = written.map(str::to_owned) else { return };
    for table in tables.iter_mut().filter(|table| ["", RESULTS, GROUPS].contains(&table.place.as_str())) {
        table.columns.push(words("model", (0..table.rows).map(|_| Some(model.clone()))));
    }
}

/// `acc,none`: a metric and a filter, of a task.
fn is_filtered(name: &str) -> bool {
    let own = name.rsplit('.').next().unwrap_or(name);
    own.split(',').count() == 2 && !own.starts_with(',') && !own.ends_with(',') && !own.contains(' ')
}

fn of_results(table: &Table, column: &Column) -> bool {
    table.place == RESULTS || (table.place.is_empty() && column.name.starts_with("results."))
}

/// Metrics that the file says are better when lower.
fn lower_is_better(tables: &[Table]) -> BTreeSet<String> {
    let mut lower = BTreeSet::new();
    for table in tables {
        for column in &table.columns {
            let own = column.name.rsplit('.').next().unwrap_or_default();
            let stands = table.place == "/higher_is_better" || column.name.starts_with("higher_is_better.");
            if stands && column.cells().any(|cell| cell == Cell::Text("false")) {
                lower.insert(own.to_owned());
            }
        }
    }
    lower
}

/// Rows of groups stand among those of tasks too.
fn groups(tables: &mut Vec<Table>) {
    let names: BTreeSet<String> = match at(tables, GROUPS) {
        Some(own) => {
            (0..tables[own].rows).filter_map(|row| text(&tables[own], "key", row)).map(str::to_owned).collect()
        }
        None => return,
    };
    for table in tables.iter_mut().filter(|table| table.place == GROUPS) {
        table.sums_up = Some(RESULTS.to_owned());
    }
    let Some(own) = at(tables, RESULTS) else { return };
    let is_group = |row: &usize| text(&tables[own], "key", *row).is_some_and(|key| names.contains(key));
    let (of_groups, of_tasks): (Vec<usize>, Vec<usize>) = (0..tables[own].rows).partition(is_group);
    if of_groups.is_empty() || of_tasks.is_empty() {
        return;
    }
    let mut apart = rows(&tables[own], "/results#groups", &of_groups);
    apart.sums_up = Some(RESULTS.to_owned());
    let tasks = rows(&tables[own], RESULTS, &of_tasks);
    tables.splice(own..=own, [tasks, apart]);
}

/// The table that is printed has a row a metric.
fn printed(table: &mut Table) {
    if PRINTED.iter().any(|name| table.column(name).is_none()) {
        return;
    }
    let lower: BTreeSet<String> = (0..table.rows)
        .filter(|row| table.columns.iter().any(|column| column.cell(*row) == Cell::Text("↓")))
        .filter_map(|row| text(table, "Metric", row).map(str::to_owned))
        .collect();
    for name in ["Value", "Stderr"] {
        spread(table, name, |table, row| text(table, "Metric", row).map(str::to_owned));
        let begin = format!("{name} [");
        for column in &mut table.columns {
            let metric =
                column.name.strip_prefix(&begin).and_then(|metric| metric.strip_suffix(']')).map(str::to_owned);
            if let Some(metric) = metric {
                score(column, &if name == "Stderr" { format!("{metric}_stderr") } else { metric }, &lower);
            }
        }
    }
    // Arrows and signs stand in columns without a name.
    for column in table.columns.iter_mut().filter(|column| column.name.starts_with("column ")) {
        column.stated.role = Some(Role::Text);
    }
}

/// What a score means: `acc_norm,none`, `acc_norm_stderr,none`.
fn score(column: &mut Column, name: &str, lower: &BTreeSet<String>) {
    const LOWER: [&str; 5] = ["perplexity", "ppl", "bits_per_byte", "loss", "brier"];
    let beside = ["key", "alias", "name", "sample_len", "model"].contains(&name) || name.starts_with("sample_count.");
    let is_score = column.counts().numbers > 0 || is_filtered(name);
    if beside || !is_score || name.starts_with("config.") {
        return;
    }
    let (metric, filter) = name.split_once(',').unwrap_or((name, "none"));
    let (metric, statistic) = match metric.strip_suffix("_stderr") {
        Some(metric) => (metric, "sem"),
        None => (metric, "mean"),
    };
    let is_lower = lower.contains(metric) || LOWER.iter().any(|word| metric.contains(word));
    let key = match metric {
        "acc" => "accuracy",
        "ppl" => "perplexity",
        other => other,
    };
    // The same answers judged by another filter are another score.
    let key = if filter == "none" { key.to_owned() } else { slug(&format!("{key}_{filter}")) };
    // Shares, perplexities and bits a byte are pure numbers.
    column.unit_written = Some("x".to_owned());
    column.stated = Stated {
        role: Some(Role::Aggregate),
        metric: Some(key),
        statistic: Some(statistic.to_owned()),
        better: Some(if is_lower { Better::Lower } else { Better::Higher }),
        ..Stated::default()
    };
}

#[cfg(test)]
mod tests;
