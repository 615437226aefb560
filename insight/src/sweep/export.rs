//! Sweeps as HTML for the export: the same tables and pictures as on the page, no script.

use super::{Sweep, Table, design, effects, effects_of, front_of, head, heat_of, settings};
use crate::report::block::escape_html;
use std::fmt::Write;

/// Settings listed.
const ROWS: usize = 50;

/// All sweeps, one section each; empty without any.
pub(crate) fn html(sweeps: &[Sweep]) -> String {
    let mut out = String::new();
    for (at, sweep) in sweeps.iter().enumerate() {
        let (title, advice) = (escape_html(&head(sweep)), escape_html(&sweep.advice));
        let _ = writeln!(out, "<h2>Sweep {}: {title}</h2>\n<p>{advice}</p>", at + 1);
        table(&mut out, &design(sweep));
        for (number, objective) in sweep.objectives.iter().enumerate() {
            picture(&mut out, &effects_of(sweep, number));
            table(&mut out, &effects(objective));
            picture(&mut out, &heat_of(sweep, number));
        }
        picture(&mut out, &front_of(sweep));
        table(&mut out, &settings(sweep, ROWS));
    }
    out
}

fn picture(out: &mut String, svg: &str) {
    if !svg.is_empty() {
        let _ = writeln!(out, "<figure>{svg}</figure>");
    }
}

fn table(out: &mut String, table: &Table) {
    let row = |cells: &[String], tag: &str| {
        let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escape_html(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let _ = writeln!(out, "<h3>{}</h3>\n<table>\n{}", escape_html(&table.title), row(&table.columns, "th"));
    table.rows.iter().for_each(|cells| out.push_str(&row(cells, "td")));
    out.push_str("</table>\n<ul>\n");
    table.notes.iter().for_each(|note| out.push_str(&format!("<li>{}</li>\n", escape_html(note))));
    out.push_str("</ul>\n");
}
