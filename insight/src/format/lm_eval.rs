//! lm-evaluation-harness: `results_….json` of versions 0.3 and 0.4, and the table it prints.
//!
//! <https://github.com/EleutherAI/lm-evaluation-harness>. Scores are means over the samples of a task, `stderr` is their standard
//! error; most are shares of 1. Which way is better stands in `higher_is_better` where the version writes it. A group is a mean of
//! its tasks and is kept apart from them. Prompts and settings of tasks are not measured.

use super::meaning::{Meaning, column, counted, state, subject};
use super::reshape::{at, rows, spread, text};
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
    column("Metric", Role::Identifier),
    column("Filter", Role::Identifier),
    column("Version", Role::Environment),
    column("n-shot", Role::Parameter),
    column("config.model", Role::Environment),
    column("config.model_args", Role::Parameter),
    column("config.limit", Role::Parameter),
    column("config.num_fewshot", Role::Parameter),
    column("config.*", Role::Environment),
    column("model_name", Role::Parameter),
    column("date", Role::Time),
    counted("original", "samples"),
    counted("effective", "samples_used"),
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
        groups(&mut content.tables);
        for table in &mut content.tables {
            printed(table);
            let place = table.place.clone();
            for column in &mut table.columns {
                let name = if place.is_empty() {
                    column.name.strip_prefix("results.").and_then(|name| name.rsplit_once('.'))
                } else {
                    None
                };
                let name = match name {
                    Some((_, metric)) => metric.to_owned(),
                    None if place == RESULTS || place == GROUPS || place == "/results#groups" => column.name.clone(),
                    None => continue,
                };
                score(column, &name, &lower);
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
    if ["key", "alias"].contains(&name) || column.counts().numbers == 0 || name.starts_with("config.") {
        return;
    }
    let metric = name.split(',').next().unwrap_or(name);
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
    column.stated = Stated {
        role: Some(Role::Aggregate),
        metric: Some(key.to_owned()),
        statistic: Some(statistic.to_owned()),
        better: Some(if is_lower { Better::Lower } else { Better::Higher }),
        ..Stated::default()
    };
}

#[cfg(test)]
mod tests {
    use crate::format::check::check;
    use expect_test::expect;

    #[test]
    fn trap_20_a_group_is_kept_apart_from_its_tasks() {
        check(
            "{\"results\": {\"mmlu\": {\"alias\": \"mmlu\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}, \
             \"mmlu_law\": {\"alias\": \" - law\", \"acc,none\": 0.25, \"acc_stderr,none\": 0.125}, \
             \"mmlu_art\": {\"alias\": \" - art\", \"acc,none\": 0.75, \"acc_stderr,none\": \"N/A\"}}, \
             \"groups\": {\"mmlu\": {\"alias\": \"mmlu\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}, \
             \"all\": {\"alias\": \"all\", \"acc,none\": 0.5, \"acc_stderr,none\": 0.25}}, \
             \"higher_is_better\": {\"mmlu\": {\"acc\": true}, \"mmlu_law\": {\"acc\": true}}, \
             \"config\": {\"model\": \"hf\", \"model_args\": \"pretrained=m\", \"limit\": 10}, \"date\": 1700000000.5}",
            &expect![[r#"
                lm-eval Sure: a metric with its filter, as `acc,none`, among `results`
                Doubt: `limit` is set: not all samples of a task were evaluated; hint: evaluate without a limit
                [] 0 of 1 rows failed
                  config.model: model Environment = `hf`
                  config.model_args: model_args Parameter = `pretrained=m`
                  config.limit: limit Parameter = 10
                  date: date Time = 1700000000.5
                [/results] 0 of 2 rows failed
                  config.model: model Environment = `hf`, `hf`
                  config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
                  key: benchmark Parameter = `mmlu_law`, `mmlu_art`
                  alias: alias Text = ` - law`, ` - art`
                  acc,none: accuracy mean Aggregate Higher = 0.25, 0.75
                  acc_stderr,none: accuracy sem Aggregate Higher = 0.125, -
                [/results#groups] 0 of 1 rows failed
                  config.model: model Environment = `hf`
                  config.model_args: model_args Parameter = `pretrained=m`
                  key: benchmark Parameter = `mmlu`
                  alias: alias Text = `mmlu`
                  acc,none: accuracy mean Aggregate Higher = 0.5
                  acc_stderr,none: accuracy sem Aggregate Higher = 0.25
                [/groups] 0 of 2 rows failed
                  config.model: model Environment = `hf`, `hf`
                  config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
                  key: benchmark Parameter = `mmlu`, `all`
                  alias: alias Text = `mmlu`, `all`
                  acc,none: accuracy mean Aggregate Higher = 0.5, 0.5
                  acc_stderr,none: accuracy sem Aggregate Higher = 0.25, 0.25
                [/higher_is_better] 0 of 2 rows failed
                  config.model: model Environment = `hf`, `hf`
                  config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
                  key: key Environment = `mmlu`, `mmlu_law`
                  acc: acc Environment = `true`, `true`
            "#]],
        );
    }

    #[test]
    fn trap_27_the_printed_table_names_a_task_once() {
        check(
            "| Tasks |Version|Filter|n-shot|    Metric     |   |Value |   |Stderr|\n|-------|------:|------|-----:|---------------|---|-----:|---|------|\n\
             |wikitext|      2|none  |     0|word_perplexity|↓  |15.5000|±  |   N/A|\n|arc    |      1|none  |     0|acc            |↑  |0.5000|±  |0.0250|\n\
             |       |       |none  |     0|acc_norm       |↑  |0.6250|±  |0.0125|\n",
            &expect![[r#"
                lm-eval Sure: `Tasks`, `Metric` and `Stderr` in one table, rows: 3
                Note: a name in `Tasks` holds for the rows below it that have none, or are parts of it
                [] 0 of 3 rows failed
                  Tasks: benchmark Parameter = `wikitext`, `arc`, `arc`
                  Version: version Environment = 2, 1, -
                  Filter: filter Identifier = `none`, `none`, `none`
                  n-shot: n_shot Parameter = 0, 0, 0
                  Metric: metric Identifier = `word_perplexity`, `acc`, `acc_norm`
                  column 6: column_6 Text = `↓`, `↑`, `↑`
                  Value [acc]: accuracy mean Aggregate Higher = -, 0.5, -
                  Value [acc_norm]: acc_norm mean Aggregate Higher = -, -, 0.625
                  Value [word_perplexity]: word_perplexity mean Aggregate Lower = 15.5, -, -
                  column 8: column_8 Text = `±`, `±`, `±`
                  Stderr [acc]: accuracy sem Aggregate Higher = -, 0.025, -
                  Stderr [acc_norm]: acc_norm sem Aggregate Higher = -, -, 0.0125
                  Stderr [word_perplexity]: value Text = `N/A`, -, -
            "#]],
        );
    }

    #[test]
    fn version_0_3_has_metrics_without_filters() {
        check(
            "{\"results\": {\"arc\": {\"acc\": 0.25, \"acc_stderr\": 0.125}, \"lambada\": {\"acc\": 0.5, \"acc_stderr\": 0.125, \
             \"ppl\": 5.5, \"ppl_stderr\": 0.5}}, \"versions\": {\"arc\": 0, \"lambada\": 0}, \
             \"config\": {\"model\": \"hf-causal\", \"model_args\": \"pretrained=m\", \"limit\": null}}",
            &expect![[r#"
                lm-eval Sure: `results` and `versions` beside `config.model_args`
                [] 0 of 1 rows failed
                  versions.arc: arc Environment = 0
                  versions.lambada: lambada Environment = 0
                  config.model: model Environment = `hf-causal`
                  config.model_args: model_args Parameter = `pretrained=m`
                  config.limit: limit Parameter = -
                [/results] 0 of 2 rows failed
                  config.model: model Environment = `hf-causal`, `hf-causal`
                  config.model_args: model_args Parameter = `pretrained=m`, `pretrained=m`
                  key: benchmark Parameter = `arc`, `lambada`
                  acc: accuracy mean Aggregate Higher = 0.25, 0.5
                  acc_stderr: accuracy sem Aggregate Higher = 0.125, 0.125
                  ppl: perplexity mean Aggregate Lower = -, 5.5
                  ppl_stderr: perplexity sem Aggregate Lower = -, 0.5
            "#]],
        );
    }
}
