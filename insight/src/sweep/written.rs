//! Sweeps as tables: for the page, as text for a terminal, and as Markdown.

use super::{Advice, Effect, Objective, Scale, Status, Sweep};
use crate::report::block::plain_line;
use crate::shown::{format_count, format_share, format_value};
use std::fmt::Write;

/// Settings in a table of text.
const ROWS: usize = 12;
/// Missing settings named.
const NAMED: usize = 3;

/// A table with its title; cells are as the files have them.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What stands in it.
    pub title: String,
    /// Headers of the columns.
    pub columns: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// What must be known to read it, a line each.
    pub notes: Vec<String>,
}

/// For a terminal.
pub fn text(sweeps: &[Sweep]) -> String {
    let mut out = String::new();
    for (at, sweep) in sweeps.iter().enumerate() {
        let _ = writeln!(out, "{}SWEEP {}  {}", if at > 0 { "\n" } else { "" }, at + 1, plain_line(&head(sweep)));
        let _ = writeln!(out, "{}", plain_line(&sweep.advice));
        for table in tables(sweep, ROWS) {
            let _ = writeln!(out, "\n{}", plain_line(&table.title));
            aligned(&mut out, &table);
            for note in &table.notes {
                let _ = writeln!(out, "  {}", plain_line(note));
            }
        }
    }
    if sweeps.is_empty() { NONE.to_owned() + "\n" } else { out }
}

/// As Markdown.
pub fn markdown(sweeps: &[Sweep]) -> String {
    let mut out = "# Sweeps\n".to_owned();
    for sweep in sweeps {
        let _ = write!(out, "\n## {}\n\n{}\n", safe(&head(sweep)), safe(&sweep.advice));
        for table in tables(sweep, usize::MAX) {
            let _ = writeln!(out, "\n### {}\n", safe(&table.title));
            let line =
                |cells: &[String]| format!("| {} |", cells.iter().map(|it| safe(it)).collect::<Vec<_>>().join(" | "));
            let _ = writeln!(out, "{}\n|{}", line(&table.columns), "---|".repeat(table.columns.len()));
            table.rows.iter().for_each(|row| out.push_str(&(line(row) + "\n")));
            table.notes.iter().for_each(|note| out.push_str(&format!("\n{}\n", safe(note))));
        }
    }
    if sweeps.is_empty() { format!("{out}\n{NONE}\n") } else { out }
}

const NONE: &str = "No sweep: nothing here varies at least 4 settings of one subject on purpose.";

/// What is measured and where: `gemma3:latest, runs/a.csv`.
pub fn head(sweep: &Sweep) -> String {
    let files = match sweep.files.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    if sweep.name == "all" { files } else { format!("{}, {files}", sweep.name) }
}

fn tables(sweep: &Sweep, rows: usize) -> Vec<Table> {
    let effects = sweep.objectives.iter().filter(|objective| objective.n > 0).map(effects);
    [design(sweep)].into_iter().chain(effects).chain([settings(sweep, rows)]).collect()
}

/// What was run.
pub fn design(sweep: &Sweep) -> Table {
    let design = &sweep.design;
    let rows = design.factors.iter().map(|factor| vec![factor.name.clone(), factor.levels.join(", ")]).collect();
    let count =
        |count: u64, one: &str, many: &str| format!("{} {}", format_count(count), if count == 1 { one } else { many });
    let [least, most] = design.replicates;
    let runs = match (least, most) {
        (1, 1) => "one run each".to_owned(),
        (least, most) if least == most => format!("{} each", count(least, "run", "runs")),
        (least, most) => format!("{} to {} each", format_count(least), count(most, "run", "runs")),
    };
    let mut notes = vec![format!(
        "{} of {} were run, {runs}: {} answered, {} failed",
        format_count(design.settings),
        count(design.possible, "setting", "settings"),
        count(design.runs, "run", "runs"),
        format_count(design.failed)
    )];
    if design.missing > 0 {
        let named: Vec<String> = design.missing_settings.iter().take(NAMED).map(|levels| levels.join(" · ")).collect();
        notes.push(format!(
            "not run: {}, {}",
            count(design.missing, "setting", "settings"),
            first_of(&named, design.missing)
        ));
    }
    notes.extend(
        design.confounded.iter().map(|[a, b]| format!("{a} and {b} always moved together: they cannot be told apart")),
    );
    if !design.fixed.is_empty() {
        notes.push(format!("the same in all runs: {}", design.fixed.join(", ")));
    }
    notes.extend(sweep.incidents.iter().map(|incident| {
        let levels: Vec<String> = incident.levels.iter().map(|(name, level)| format!("{name} {level}")).collect();
        format!(
            "incident at {}: {} in a row, {}",
            levels.join(", "),
            count(incident.failed, "failed run", "failed runs"),
            incident.place
        )
    }));
    Table { title: "Design".to_owned(), columns: vec!["setting".to_owned(), "levels".to_owned()], rows, notes }
}

fn first_of(named: &[String], all: u64) -> String {
    let more = all.saturating_sub(named.len() as u64);
    let shown = named.join("; ");
    if more == 0 { shown } else { format!("{shown} and {} more", format_count(more)) }
}

/// What each setting does to one metric.
pub fn effects(objective: &Objective) -> Table {
    let value = |value: f64| format_value(value, &objective.unit);
    let columns = ["setting", "level", "mean of settings", "95 % interval", "median", "settings", "runs"];
    let mut rows = Vec::new();
    for effect in &objective.effects {
        for level in &effect.levels {
            let ends =
                level.interval.map_or("–".to_owned(), |[low, high]| format!("{} to {}", value(low), value(high)));
            let shown = |it: Option<f64>| it.map_or("–".to_owned(), value);
            rows.push(vec![
                effect.setting.clone(),
                level.level.clone(),
                shown(level.mean),
                ends,
                shown(level.median),
                format_count(level.settings),
                format_count(level.runs),
            ]);
        }
    }
    let mut notes: Vec<String> = objective.effects.iter().map(|effect| judged(effect, objective)).collect();
    notes.extend(objective.interactions.iter().map(|it| {
        let verdict = if it.p_value <= 0.05 { "depends on" } else { "is not shown to depend on" };
        format!("what {} does {verdict} {}, {}", it.settings[0], it.settings[1], p_shown(it.p_value))
    }));
    if objective.interactions.is_empty() && objective.effects.len() > 1 {
        notes.push(
            "whether one setting changes what another does is not told: that needs two runs of every setting"
                .to_owned(),
        );
    }
    let median = objective.median.map_or_else(String::new, |median| format!(", median {}", value(median)));
    Table {
        title: format!("Effects on {}{median}, n = {}", objective.name, format_count(objective.n)),
        columns: columns.map(str::to_owned).to_vec(),
        rows,
        notes,
    }
}

/// One effect in a sentence.
fn judged(effect: &Effect, objective: &Objective) -> String {
    let size = effect.size.map_or_else(String::new, |size| format!(" {}", format_share(size)));
    let matched = effect.size_matched.map_or_else(String::new, |size| {
        format!(" ({} over the combinations that hold every level)", format_share(size))
    });
    let p = effect.p_value.map_or_else(String::new, |p| format!(", {}", p_shown(p)));
    let known = match effect.status {
        Status::Shown => format!("{size}{matched}, shown{p}"),
        Status::NotShown => format!("{size}{matched}, not shown{p}"),
        Status::OneRun => format!("{size}{matched}, one run each: no p value"),
        Status::Confounded => format!("{size}{matched}, not to be told apart"),
        Status::NotMeasured => " fewer than two levels have a value".to_owned(),
    };
    let trend = effect.trend.as_ref().filter(|it| it.slope != 0.0 && it.per != Scale::Uneven).map_or_else(
        String::new,
        |trend| {
            let sign = if trend.slope > 0.0 { "+" } else { "" };
            let per = if trend.per == Scale::Doubling { "doubling" } else { "1" };
            let knee = trend.knee.map_or_else(String::new, |knee| format!(", bends at {}", format_value(knee, "")));
            format!("; {sign}{} per {per}{knee}", format_value(trend.slope, &objective.unit))
        },
    );
    let ranked = effect.ranked.as_ref().map_or_else(String::new, |it| {
        let apart: Vec<String> = it.apart.iter().take(NAMED).map(|pair| pair.levels.join(" and ")).collect();
        let apart =
            if apart.is_empty() { "no two levels apart".to_owned() } else { format!("apart: {}", apart.join("; ")) };
        format!("; ranks: {}, ε² {}, {apart}", p_shown(it.p_value), format_value(it.effect, ""))
    });
    let notes = effect.notes.iter().map(|note| format!("; {note}")).collect::<String>();
    format!("{}:{known}{trend}{ranked}{notes}", effect.setting)
}

fn p_shown(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".to_owned() } else { format!("p = {p:.4}") }
}

/// The settings, best first.
pub fn settings(sweep: &Sweep, most: usize) -> Table {
    let first = sweep.objectives.first();
    let has = |of: fn(&super::Setting) -> bool| sweep.settings.iter().any(of);
    let (drawn, front) = (has(|setting| setting.p_best.is_some()), sweep.front.is_some());
    let mut columns: Vec<String> = sweep.design.factors.iter().map(|factor| factor.name.clone()).collect();
    columns.extend(sweep.objectives.iter().map(|objective| objective.name.clone()));
    columns.extend(["runs".to_owned(), "failed".to_owned()]);
    columns.extend(drawn.then(|| "P(best)".to_owned()));
    columns.extend(front.then(|| "front".to_owned()));
    let row = |setting: &super::Setting| {
        let medians = setting.medians.iter().zip(&sweep.objectives);
        let mut cells = setting.levels.clone();
        cells.extend(medians.map(|(median, of)| median.map_or("–".to_owned(), |it| format_value(it, &of.unit))));
        cells.extend([format_count(setting.runs), format_count(setting.failed)]);
        cells.extend(drawn.then(|| setting.p_best.map_or("–".to_owned(), format_share)));
        let place = match (setting.front, setting.may_be_front) {
            (true, _) => "front",
            (false, true) => "may be",
            (false, false) => "",
        };
        cells.extend(front.then(|| place.to_owned()));
        cells
    };
    let rows: Vec<Vec<String>> = sweep.settings.iter().take(most).map(row).collect();
    let mut notes = Vec::new();
    if first.is_some_and(|objective| objective.advice == Advice::OneRun) {
        notes.push("a ranking without uncertainty: one run each".to_owned());
    }
    if let Some(front) = &sweep.front {
        let possible = front.possible.map_or_else(String::new, |may| format!(", {} may be", format_count(may)));
        let incomplete = match front.incomplete {
            0 => String::new(),
            count => format!("; {} left out, a value is missing", format_count(count)),
        };
        notes.push(format!("front: {} no other beats in everything{possible}{incomplete}", format_count(front.size)));
    }
    let more = sweep.design.settings.saturating_sub(rows.len() as u64);
    if more > 0 {
        notes.push(format!("and {} more", format_count(more)));
    }
    let by = first.map_or_else(String::new, |objective| format!(", best {} first", objective.name));
    Table { title: format!("Settings{by}"), columns, rows, notes }
}

fn aligned(out: &mut String, table: &Table) {
    let rows = || [&table.columns].into_iter().chain(&table.rows);
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| rows().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    for row in rows() {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{:width$}", plain_line(cell), width = *width));
        let _ = writeln!(out, "  {}", cells.collect::<Vec<String>>().join("  ").trim_end());
    }
}

/// Text inside Markdown that stays text.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in plain_line(text).chars() {
        match c {
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
