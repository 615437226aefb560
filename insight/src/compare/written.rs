//! A comparison as text for a terminal, as Markdown and as JUnit's XML; as JSON it is what it is.

use super::effect::{Effect, Interval};
use super::load::{Told, told};
use super::{Compared, Comparison, Verdict};
use crate::report::block::{plain_line, table_cell};
use crate::shown::{format_share, format_value};
use std::fmt::Write;

/// For a terminal.
pub fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    for line in head(comparison) {
        let _ = writeln!(out, "{}", plain_line(&line));
    }
    for found in &comparison.loads {
        loads_text(&told(found), &mut out);
    }
    for it in &comparison.metrics {
        let _ = writeln!(out, "\n{}: {}", plain_line(&title(it)), it.verdict.word());
        for line in lines(it) {
            let _ = writeln!(out, "  {}", plain_line(&line));
        }
    }
    let _ = writeln!(out, "\n{}", total(comparison));
    out
}

/// As Markdown, a row a metric.
pub fn markdown(comparison: &Comparison) -> String {
    let mut out = String::new();
    for line in head(comparison) {
        let _ = writeln!(out, "{}\n", table_cell(&line));
    }
    for found in &comparison.loads {
        loads_markdown(&told(found), &mut out);
    }
    let _ = writeln!(out, "| {} |", COLUMNS.join(" | "));
    let _ = writeln!(out, "|---|---|---|---|---|---|---|");
    for it in &comparison.metrics {
        let _ = writeln!(out, "| {} |", cells(it).map(|text| table_cell(&text)).join(" | "));
    }
    let _ = writeln!(out, "\n{}", total(comparison));
    out
}

/// Runs of two servers, for a terminal.
fn loads_text(told: &Told, out: &mut String) {
    let _ = writeln!(out, "\nLoads: {}", plain_line(&told.title));
    for line in &told.about {
        let _ = writeln!(out, "  {}", plain_line(line));
    }
    let all: Vec<&Vec<String>> = std::iter::once(&told.heads).chain(&told.rows).collect();
    let width = |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..told.heads.len()).filter_map(width).collect();
    for row in all.iter().filter(|_| !told.rows.is_empty()) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(out, "  {}", plain_line(cells.collect::<Vec<_>>().join("  ").trim_end()));
    }
    for line in &told.below {
        let _ = writeln!(out, "  {}", plain_line(line));
    }
}

/// The same as Markdown.
fn loads_markdown(told: &Told, out: &mut String) {
    let _ = writeln!(out, "## Loads: {}\n", table_cell(&told.title));
    for line in &told.about {
        let _ = writeln!(out, "* {}", table_cell(line));
    }
    let row =
        |cells: &[String]| format!("| {} |", cells.iter().map(|text| table_cell(text)).collect::<Vec<_>>().join(" | "));
    if !told.rows.is_empty() {
        let _ = writeln!(out, "\n{}\n|{}", row(&told.heads), "---|".repeat(told.heads.len()));
        for cells in &told.rows {
            let _ = writeln!(out, "{}", row(cells));
        }
    }
    let _ = writeln!(out);
    for line in &told.below {
        let _ = writeln!(out, "{}\n", table_cell(line));
    }
}

/// What stands in the columns of a comparison.
pub const COLUMNS: [&str; 7] =
    ["metric", "baseline", "candidate", "change, 95 % interval", "p, adjusted", "verdict", "why"];

/// One metric in the columns of a comparison; text from files is as it is written there.
pub fn cells(it: &Compared) -> [String; 7] {
    let effect = it.effect.as_ref();
    let typical = |side: Option<&super::Side>| {
        side.and_then(|side| side.median.or(side.mean)).map_or("–".to_owned(), |m| format_value(m, &it.unit))
    };
    [
        title(it),
        typical(effect.map(|effect| &effect.baseline)),
        typical(effect.map(|effect| &effect.candidate)),
        effect.and_then(change).unwrap_or_else(|| "–".to_owned()),
        it.p_adjusted.map_or("–".to_owned(), p_shown),
        it.verdict.word().to_owned(),
        it.why.clone(),
    ]
}

/// As JUnit reads it: worse is a failure, unknown an error.
pub fn junit(comparison: &Comparison) -> String {
    let (failures, errors) = (comparison.count(Verdict::Worse), comparison.count(Verdict::Unknown));
    let tests = comparison.metrics.len();
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">");
    let _ =
        writeln!(out, "  <testsuite name=\"compare\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">");
    for it in &comparison.metrics {
        let _ = write!(out, "    <testcase classname=\"{}\" name=\"{}\">", xml(&it.metric), xml(&it.group));
        let body = xml(&lines(it).join("\n"));
        let _ = match it.verdict {
            Verdict::Worse => write!(out, "<failure type=\"worse\" message=\"{}\">{body}</failure>", xml(&it.why)),
            Verdict::Unknown => write!(out, "<error type=\"unknown\" message=\"{}\">{body}</error>", xml(&it.why)),
            Verdict::Better | Verdict::Equivalent => write!(out, "<system-out>{body}</system-out>"),
        };
        let _ = writeln!(out, "</testcase>");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// What holds for the whole comparison, a sentence each.
pub fn head(comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![format!("A change below {} does not matter.", format_share(comparison.threshold))];
    let said = |value: &str| if value.is_empty() { "not said".to_owned() } else { value.to_owned() };
    lines.extend(comparison.changed.iter().map(|change| {
        format!("Not the same on both sides: {}, {} → {}", change.what, said(&change.baseline), said(&change.candidate))
    }));
    lines.extend(comparison.not_compared.iter().map(|it| format!("Not compared, {it}")));
    let lists = [
        ("Only in the baseline", &comparison.only_baseline),
        ("Only in the candidate", &comparison.only_candidate),
        ("Not judged, nobody says which way is better", &comparison.without_direction),
    ];
    lines.extend(
        lists.iter().filter(|(_, names)| !names.is_empty()).map(|(what, names)| format!("{what}: {}", first_of(names))),
    );
    lines
}

/// A list that stays a line.
fn first_of(names: &[String]) -> String {
    const MOST: usize = 6;
    let more = names.len().saturating_sub(MOST);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

pub(super) fn title(it: &Compared) -> String {
    if it.group == "all" { it.name.clone() } else { format!("{} ({})", it.name, it.group) }
}

/// Effect first, p value last.
fn lines(it: &Compared) -> Vec<String> {
    let Some(effect) = &it.effect else { return vec![it.why.clone()] };
    let value = |value: f64| format_value(value, &it.unit);
    let median = |side: &super::Side| side.median.or(side.mean).map_or("–".to_owned(), value);
    let mut lines = vec![format!(
        "{}{} → {}{}",
        if effect.baseline.mean.is_some() { "mean " } else { "" },
        median(&effect.baseline),
        median(&effect.candidate),
        change(effect).map_or_else(String::new, |change| format!(", {change}"))
    )];
    if let Some(shift) = effect.shift {
        let ends = format!("{} to {}", signed(shift.low, value), signed(shift.high, value));
        let ends = format!(" ({ends}, covers {})", format_share(shift.coverage));
        let ends = if shift.coverage > 0.0 { ends } else { String::new() };
        lines.push(format!("shift {}{ends}", signed(shift.estimate, value)));
    }
    if let Some(delta) = effect.dominance {
        let ends =
            if delta.coverage > 0.0 { format!(" ({:+.2} to {:+.2})", delta.low, delta.high) } else { String::new() };
        lines.push(format!("Cliff's delta {:+.2}{ends}", delta.estimate));
    }
    let p = effect.p_value.map_or("no p value".to_owned(), |p| format!("p {} ({})", p_shown(p), effect.test));
    let adjusted = it.p_adjusted.map_or_else(String::new, |p| format!(", adjusted {}", p_shown(p)));
    let (m, n) = (effect.baseline.n, effect.candidate.n);
    let counted = match effect.paired_by.as_slice() {
        [] if effect.by_run && effect.baseline.mean.is_some() => format!("{m} and {n} means of runs"),
        [] if effect.by_run => format!("{m} and {n} medians of runs"),
        [] => format!("{m} and {n} values"),
        by => format!("{n} pairs with the same {}", by.join(", ")),
    };
    lines.push(format!("{p}{adjusted}, {counted}"));
    lines.push(it.why.clone());
    lines.extend(effect.notes.iter().cloned());
    lines
}

/// The relative change with its interval: `+3.1 % (+1.2 % to +5.0 %)`.
fn change(effect: &Effect) -> Option<String> {
    let Interval { estimate, low, high, .. } = effect.relative?;
    let share = |value: f64| match if effect.is_logarithm { libm::expm1(value) } else { value } {
        share if share.is_finite() => signed(share, format_share),
        _ => format!("+10^{:.0} times", value / std::f64::consts::LN_10),
    };
    let ends =
        if effect.is_covered() { format!("{} to {}", share(low), share(high)) } else { "no interval".to_owned() };
    Some(format!("{} ({ends})", share(estimate)))
}

fn signed(value: f64, shown: impl Fn(f64) -> String) -> String {
    let text = shown(value);
    if value > 0.0 { format!("+{text}") } else { text }
}

fn p_shown(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("= {p:.4}") }
}

/// How many metrics have each verdict.
pub fn total(comparison: &Comparison) -> String {
    let order = [Verdict::Worse, Verdict::Better, Verdict::Equivalent, Verdict::Unknown];
    if comparison.metrics.is_empty() {
        return "unknown: the two sides have no metric in common".to_owned();
    }
    order.map(|verdict| format!("{} {}", comparison.count(verdict), verdict.word())).join(", ")
}

fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
