//! The first screen as plain text: findings, the top study's table, a line a smaller set, counts that add up.

use super::block::plain_line;
use super::phrase::{counted, group_names, group_of, kind_name, middle, tag_name};
use super::section::{extent, told_of};
use super::warned::on_screen;
use crate::serving::{self, Curve};
use crate::shown::{format_count, format_value, listed};
use crate::summary::{FileLine, Metric, Study, Summary, Use};
use std::collections::BTreeSet;

/// Columns of a terminal that is not narrow.
const WIDTH: usize = 110;
/// Where the text beside a tag begins.
const INDENT: usize = 13;
/// Rows of the table.
const ROWS: usize = 8;
/// Columns of times in a table of loads.
const TIMES: usize = 2;
/// Smaller sets with a line of their own.
const SETS: usize = 7;
/// Words of the whole screen, as far as the lines of smaller sets can keep to them.
const WORDS: usize = 320;
/// Lines of the whole screen, as far as those of smaller sets can keep to them.
const LINES: usize = 45;
/// Longest name in the table.
const NAME: usize = 40;

/// The first screen as plain text for a terminal; control characters of file names and cells never reach it.
pub fn text(summary: &Summary) -> String {
    let mut lines = vec![summary.title.clone(), String::new()];
    for finding in &summary.findings {
        let tag = tag_name(finding.tag).to_uppercase();
        for (at, line) in wrapped(&finding.text, WIDTH - INDENT).iter().enumerate() {
            lines.push(format!("{:INDENT$}{line}", if at == 0 { tag.as_str() } else { "" }));
        }
    }
    if !summary.findings.is_empty() {
        lines.push(String::new());
    }
    if let Some(study) = summary.studies.first() {
        lines.push(format!("1  {}", study.name.to_uppercase()));
        lines.extend(wrapped(&extent(summary, study), WIDTH - 3).into_iter().map(|line| format!("   {line}")));
        match summary.load.of_files(&study.files) {
            Some((_, curve)) => lines.extend(loads(curve, summary)),
            None => lines.extend(table(study)),
        }
        lines.push(String::new());
    }
    let last: Vec<String> = more_sets(summary)
        .into_iter()
        .chain(no_benchmarks(summary))
        .chain(on_screen(summary))
        .chain(documents(summary))
        .chain([counts(summary)])
        .collect();
    let sets: Vec<(String, Vec<String>)> =
        summary.sets().enumerate().skip(1).take(SETS).map(|(at, study)| set_line(summary, at, study)).collect();
    let said = lines.iter().chain(&last).chain(sets.iter().map(|(name, _)| name));
    let mut spent = said.map(|line| words(line)).sum::<usize>();
    let mut room = LINES.saturating_sub(lines.len() + last.len() + sets.len());
    for (name, told) in sets {
        // What a smaller set shows is told whole or left to its own place.
        let more = |told: &str| hanging(&format!("{name}{told}")).len() - 1;
        let fits = |told: &String| spent + words(told) <= WORDS && more(told) <= room;
        let told = told.into_iter().find(fits).unwrap_or_default();
        room = room.saturating_sub(more(&told));
        spent += words(&told);
        lines.extend(hanging(&(name + &told)));
    }
    lines.extend(last);
    let clean = lines.iter().map(|line| plain_line(line).trim_end().to_owned());
    clean.collect::<Vec<String>>().join("\n") + "\n"
}

/// A line for a smaller set: its name and files; what it shows, else from where to where it goes, with what misleads in it, and
/// what misleads alone where there is no room for both.
fn set_line(summary: &Summary, at: usize, study: &Study) -> (String, Vec<String>) {
    let misleading = study.misleading.as_ref().map(|finding| finding.text.clone());
    let told = told_of(study).into_iter().chain(misleading).map(|told| format!("   {told}")).collect();
    let files = counted(summary.files_of(study), "file", "files");
    (format!("{}  {}   {files}", at + 1, study.name), told)
}

fn more_sets(summary: &Summary) -> Option<String> {
    let more = (summary.sets().count() as u64).saturating_sub(SETS as u64 + 1);
    (more > 0).then(|| format!("   {}", counted(more, "smaller set", "smaller sets")))
}

/// Words of a text; a number alone is none.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// `6 files are no benchmarks`
fn no_benchmarks(summary: &Summary) -> Option<String> {
    let of_sets: BTreeSet<&String> = summary.studies.iter().flat_map(|study| &study.others).collect();
    let apart = |file: &&FileLine| matches!(file.used, Use::Unusable { .. }) && !of_sets.contains(&file.path);
    let count = summary.files.iter().filter(apart).count() as u64;
    let measured = !summary.studies.is_empty();
    (count > 0 && measured).then(|| format!("   {}", counted(count, "file is no benchmark", "files are no benchmarks")))
}

/// `   15 statements of documents checked: 10 contradicted, 5 supported`
fn documents(summary: &Summary) -> Option<String> {
    crate::document::told::line(&summary.documents).map(|line| format!("   {line}"))
}

/// `101 files = 37 measured + 24 the same again + 21 nothing usable + 19 documents; 28 CSV, 44 JSON, 29 Markdown`.
fn counts(summary: &Summary) -> String {
    let totals = &summary.totals;
    let uses = [
        (totals.uses.measured, "measured"),
        (totals.uses.repeats, "the same again"),
        (totals.uses.unusable, "nothing usable"),
        (totals.uses.documents, if totals.uses.documents == 1 { "document" } else { "documents" }),
    ];
    let uses =
        uses.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", format_count(*count)));
    let kinds: Vec<String> =
        totals.kinds.iter().map(|kind| format!("{} {}", format_count(kind.files), kind_name(kind.kind))).collect();
    let files = counted(totals.files, "file", "files");
    let sum = uses.collect::<Vec<String>>().join(" + ");
    if sum.is_empty() { files } else { format!("{files} = {sum}; {}", listed(&kinds)) }
}

fn table(study: &Study) -> Vec<String> {
    let headlines: Vec<&Metric> = study.metrics.iter().filter(|metric| metric.headline).collect();
    let Some(first) = headlines.first() else { return Vec::new() };
    let by_file = first.groups.iter().any(|group| group.by_file.is_some());
    let mut rows = vec![vec![study.group_by.join(", ")]];
    for (at, metric) in headlines.iter().enumerate() {
        rows[0].push(metric.name.clone());
        if at == 0 && by_file {
            rows[0].push("by file".to_owned());
        }
        if at == 0 {
            rows[0].push("n".to_owned());
        }
    }
    let names = group_names(study);
    for name in names.iter().take(ROWS) {
        let mut row = vec![shortened(name, NAME)];
        for (at, metric) in headlines.iter().enumerate() {
            let group = group_of(metric, name);
            row.push(group.and_then(|group| middle(metric, group)).unwrap_or_else(|| "–".to_owned()));
            if at == 0 && by_file {
                let range = group.and_then(|group| group.by_file);
                row.push(range.map_or_else(String::new, |(least, most)| number_range(least, most, &metric.unit)));
            }
            if at == 0 {
                row.push(group.map_or_else(String::new, |group| format_count(group.statistics.n)));
            }
        }
        rows.push(row);
    }
    let mut lines = aligned(&rows);
    if names.len() > ROWS {
        lines.push(format!("   and {} more", format_count((names.len() - ROWS) as u64)));
    }
    lines
}

/// A row a load.
fn loads(curve: &Curve, summary: &Summary) -> Vec<String> {
    let table = serving::table(curve, &summary.load.objectives, ROWS, TIMES);
    let rows: Vec<Vec<String>> = std::iter::once(table.heads.clone()).chain(table.rows.iter().cloned()).collect();
    let below =
        serving::below(&table).into_iter().flat_map(|line| wrapped(&line, WIDTH - 3)).map(|line| format!("   {line}"));
    aligned(&rows).into_iter().chain(below).collect()
}

/// `291.6–295.5`: both values, the unit only once where both have the same.
fn number_range(least: f64, most: f64, unit: &str) -> String {
    let (least, most) = (format_value(least, unit), format_value(most, unit));
    match (least.rsplit_once(' '), most.rsplit_once(' ')) {
        (Some((number, a)), Some((other, b))) if a == b => format!("{number}–{other}"),
        _ => format!("{least}–{most}"),
    }
}

/// The first column to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let width =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                if at == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
            });
            format!("   {}", cells.collect::<Vec<String>>().join("  "))
        })
        .collect()
}

/// The text in lines of at most that many characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text in lines, the further ones below the words of the first.
fn hanging(text: &str) -> Vec<String> {
    if text.chars().count() <= WIDTH {
        return vec![text.to_owned()];
    }
    let at = text.char_indices().take(WIDTH + 1).filter(|(_, letter)| *letter == ' ').last().map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(at);
    let below = wrapped(second, WIDTH - 3).into_iter().map(|line| shortened(&format!("   {line}"), WIDTH));
    std::iter::once(first.trim_end().to_owned()).chain(below).collect()
}

/// The text, cut with an ellipsis where it is longer.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
