//! Loads as text for a terminal and as Markdown; as JSON they are what they are.

use super::said::findings;
use super::table::table;
use super::{Curve, Load};
use crate::report::block::{plain_line, table_cell};
use crate::shown::format_count;
use crate::summary::{Finding, Tag};
use std::fmt::Write;

/// Rows of a table.
const ROWS: usize = 60;
/// Columns of times in it.
const TIMES: usize = 6;
/// Workloads with a table of their own.
const CURVES: usize = 12;

/// For a terminal.
pub fn text(load: &Load) -> String {
    let mut out = String::new();
    for line in head(load) {
        let _ = writeln!(out, "{}", plain_line(&line));
    }
    for (at, curve) in load.curves.iter().enumerate().take(CURVES) {
        let _ = writeln!(out, "\n{}", plain_line(&title(curve)));
        for finding in findings(load, at) {
            let _ = writeln!(out, "  {:12} {}", tag(&finding).to_uppercase(), plain_line(&finding.text));
        }
        let shown = table(curve, &load.objectives, ROWS, TIMES);
        let all: Vec<&Vec<String>> = std::iter::once(&shown.heads).chain(&shown.rows).collect();
        let widths: Vec<usize> = (0..shown.heads.len())
            .map(|at| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
            .collect();
        for row in all {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{}{cell}", " ".repeat(width.saturating_sub(cell.chars().count()))));
            let _ = writeln!(out, "  {}", plain_line(&cells.collect::<Vec<_>>().join("  ")));
        }
        for line in below(&shown) {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

/// As Markdown.
pub fn markdown(load: &Load) -> String {
    let mut out = String::new();
    for line in head(load) {
        let _ = writeln!(out, "{}\n", table_cell(&line));
    }
    for (at, curve) in load.curves.iter().enumerate().take(CURVES) {
        let _ = writeln!(out, "## {}\n", table_cell(&title(curve)));
        for finding in findings(load, at) {
            let _ = writeln!(out, "* **{}:** {}", tag(&finding), table_cell(&finding.text));
        }
        let shown = table(curve, &load.objectives, ROWS, TIMES);
        let row = |cells: &[String]| {
            format!("| {} |", cells.iter().map(|text| table_cell(text)).collect::<Vec<_>>().join(" | "))
        };
        let _ = writeln!(out, "\n{}", row(&shown.heads));
        let _ = writeln!(out, "|{}", "---|".repeat(shown.heads.len()));
        for cells in &shown.rows {
            let _ = writeln!(out, "{}", row(cells));
        }
        let _ = writeln!(out);
        for line in below(&shown) {
            let _ = writeln!(out, "{line}\n");
        }
    }
    out
}

/// What holds for all of them.
pub fn head(load: &Load) -> Vec<String> {
    if load.curves.is_empty() {
        return vec!["These files hold no run of a server: no latency beside a load or a rate of requests.".to_owned()];
    }
    let mut lines = Vec::new();
    if !load.objectives.is_empty() {
        let shown: Vec<String> = load.objectives.iter().map(super::Objective::shown).collect();
        lines.push(format!("Target: {}", shown.join(", ")));
    }
    let more = load.more + load.curves.len().saturating_sub(CURVES);
    if more > 0 {
        lines.push(format!("{} more workloads are not shown.", format_count(more as u64)));
    }
    lines
}

/// What a curve is called above its table.
pub fn title(curve: &Curve) -> String {
    let tool = if curve.tool.is_empty() { String::new() } else { format!("{}: ", curve.tool) };
    let runs = if curve.points.len() == 1 { "1 run".to_owned() } else { format!("{} runs", curve.points.len()) };
    format!("{tool}{}, {runs}", curve.name)
}

/// What must be said below a table.
pub fn below(table: &super::Table) -> Vec<String> {
    let mut lines = Vec::new();
    if table.in_brackets {
        lines.push(
            "In brackets: the queue grew, so that these times say how long the run was, not how long a user waits."
                .to_owned(),
        );
    }
    if table.more > 0 {
        lines.push(format!("{} more runs.", format_count(table.more as u64)));
    }
    lines
}

/// The tag of a finding in a sentence.
fn tag(finding: &Finding) -> &'static str {
    match finding.tag {
        Tag::Shown => "Shown",
        Tag::NotShown => "Not shown",
        Tag::FalseTrail => "False trail",
        Tag::LeftOut => "Left out",
        Tag::RunNext => "Run next",
        Tag::Note => "Note",
    }
}
