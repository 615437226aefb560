//! The sections of the report, each from counts, statistics and findings of a summary.

use super::block::{Block, Line};
use super::load;
use super::phrase::{counted, emphasized, first_sentence, group_names, group_of, kind_name, middle, tag_name};
use crate::fact::file_spread;
use crate::shown::{format_count, format_share, format_value, listed};
use crate::summary::{Better, Metric, Study, Summary, Tag, Typical};

/// Rows of the metric table; more groups are counted.
const ROWS: usize = 12;
/// Smaller sets named one by one.
const SETS_NAMED: usize = 7;

pub(super) fn header(summary: &Summary, writer: Option<&str>) -> Block {
    let totals = &summary.totals;
    let size = format!(" {}, {}", counted(totals.files, "file", "files"), format_value(totals.bytes as f64, "B"));
    let mut first = Line::default().bold("Data:").and(size);
    if let Some((from, to)) = &totals.measured {
        let span = if from == to { format!(" {from}") } else { format!(" {from} to {to}") };
        first = first.and(" · ").bold("Measured:").and(span);
    }
    let second = Line::default()
        .bold("Agent type:")
        .and(" Chimera Insight · ")
        .bold("Model:")
        .and(format!(" {}", writer.unwrap_or("none (deterministic report)")));
    Block::Paragraph(vec![first, second])
}

pub(super) fn executive(summary: &Summary) -> Vec<Block> {
    let mut line = Line::plain(format!("{} ", subject(summary)));
    for finding in summary.findings.iter().filter(|finding| matches!(finding.tag, Tag::Shown | Tag::NotShown)) {
        line = line.join(emphasized(summary, finding, first_sentence(&finding.text))).and(" ");
    }
    if let Some(study) = summary.studies.first()
        && generates_text(study)
        && !measures_quality(study)
    {
        line = line.and("Answer quality was not measured.");
    }
    vec![Block::Paragraph(vec![line])]
}

/// What was dropped, in one sentence.
fn subject(summary: &Summary) -> String {
    let Some(study) = summary.studies.iter().find(|study| study.metrics.iter().any(|metric| metric.headline)) else {
        return "No measurement was found in these files.".to_owned();
    };
    let groups = group_names(study).len() as u64;
    let conditions = match study.group_by.as_slice() {
        [] => String::new(),
        [by] => format!(", {}", counted(groups, by, &plural(by))),
        _ => format!(", {}", counted(groups, "condition", "conditions")),
    };
    let sets = (summary.sets().count() as u64).saturating_sub(1);
    let smaller =
        if sets == 0 { String::new() } else { format!("; {} beside it", counted(sets, "smaller set", "smaller sets")) };
    format!("{}: {}{conditions}{smaller}.", study.name, counted(summary.files_of(study), "file", "files"))
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if word.ends_with('s') => word.to_owned(),
        None => format!("{word}s"),
    }
}

pub(super) fn generates_text(study: &Study) -> bool {
    study
        .metrics
        .iter()
        .any(|metric| metric.headline && (metric.key.starts_with("ttft") || metric.key == "decode_rate"))
}

pub(super) fn measures_quality(study: &Study) -> bool {
    study.metrics.iter().any(Metric::is_quality)
}

pub(super) fn ingestion(summary: &Summary) -> Vec<Block> {
    let totals = &summary.totals;
    let kinds: Vec<String> =
        totals.kinds.iter().map(|kind| format!("{} {}", format_count(kind.files), kind_name(kind.kind))).collect();
    let mut lines = vec![
        Line::default()
            .bold(format!("{}:", counted(totals.files, "file", "files")))
            .and(format!(" {}.", listed(&kinds))),
    ];
    let uses = &totals.uses;
    let used: Vec<String> = [
        (uses.measured, "holds measurements", "hold measurements"),
        (uses.repeats, "repeats what another says", "repeat what others say"),
        (uses.unusable, "holds nothing usable", "hold nothing usable"),
        (uses.documents, "is a document", "are documents"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    if !used.is_empty() {
        lines.push(Line::default().bold("Use:").and(format!(" {}.", listed(&used))));
    }
    let requests = summary.requests();
    let others = (totals.answered - requests.0, totals.failed - requests.1);
    for ((answered, failed), what) in [(requests, "Requests:"), (others, "Other records:")] {
        if answered + failed == 0 {
            continue;
        }
        let what = if requests.0 + requests.1 == 0 { "Records:" } else { what };
        let said = format!(" {} of {} answered.", format_count(answered), format_count(answered + failed));
        let mut line = Line::default().bold(what).and(said);
        if failed > 0 {
            line = line.and(" ").bold(format!("{} failed", format_count(failed))).and(" and are never averaged.");
        }
        lines.push(line);
    }
    if totals.rows.reported > 0 {
        let rows = &totals.rows;
        let said = format!(
            " {} in the files: {} read, {} reported beside their file.",
            format_count(rows.in_file),
            format_count(rows.kept),
            format_count(rows.reported)
        );
        lines.push(Line::default().bold("Rows:").and(said));
    }
    vec![Block::List(lines)]
}

pub(super) fn performance(summary: &Summary) -> Vec<Block> {
    let told = |study: &&Study| study.metrics.iter().any(|metric| metric.headline);
    let mut studies = summary.sets().filter(told);
    let Some(first) = studies.next() else { return Vec::new() };
    let title = Line::default().bold(&first.name).and(format!(": {}", extent(summary, first)));
    // Times of loads that were not kept up stand in no table that does not say so.
    let mut blocks = vec![Block::Paragraph(vec![title])];
    blocks.extend(if summary.load.holds(&first.files) { Vec::new() } else { vec![table(first)] });
    blocks.extend(load::tables(summary));
    let mut notes: Vec<Line> = Vec::new();
    let rows = group_names(first).len();
    if rows > ROWS {
        notes.push(Line::plain(format!("The table holds the first of {} groups.", format_count(rows as u64))));
    }
    notes.extend(repeatability(first));
    notes.extend(definitions(first));
    let others: Vec<&Study> = studies.collect();
    notes.extend(others.iter().take(SETS_NAMED).map(|study| set_line(summary, study)));
    if others.len() > SETS_NAMED {
        let more = (others.len() - SETS_NAMED) as u64;
        notes
            .push(Line::plain(format!("{} in the list of sets.", counted(more, "more set stands", "more sets stand"))));
    }
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    blocks
}

/// `38 files, 197 of 274 answered; 17 to 25 tokens in`.
pub(super) fn extent(summary: &Summary, study: &Study) -> String {
    let files = counted(summary.files_of(study), "file", "files");
    let answered = if study.failed > 0 {
        format!("{} of {} answered", format_count(study.answered), format_count(study.answered + study.failed))
    } else {
        counted(study.answered, "record", "records")
    };
    let workload = if study.workload.is_empty() { String::new() } else { format!("; {}", study.workload) };
    format!("{files}, {answered}{workload}")
}

fn table(study: &Study) -> Block {
    let headlines: Vec<&Metric> = study.metrics.iter().filter(|metric| metric.headline).collect();
    let by = if study.group_by.is_empty() { "Group".to_owned() } else { capitalized(&study.group_by.join(", ")) };
    let mut header = vec![by];
    header.extend(headlines.iter().map(|metric| match metric.typical {
        Typical::Median => capitalized(&metric.name),
        Typical::Mean => format!("{}, mean", capitalized(&metric.name)),
    }));
    let rows = group_names(study).into_iter().take(ROWS).map(|name| {
        let mut cells = vec![Line::plain(name)];
        cells.extend(headlines.iter().enumerate().map(|(at, metric)| cell(metric, name, at == 0)));
        cells
    });
    Block::Table(header, rows.collect())
}

/// The median and, where there are several values, how many.
fn cell(metric: &Metric, name: &str, bold: bool) -> Line {
    let Some(group) = group_of(metric, name) else { return Line::plain("–") };
    let Some(shown) = middle(metric, group) else { return Line::plain("–") };
    let line = if bold { Line::default().bold(shown) } else { Line::plain(shown) };
    if group.statistics.n > 1 { line.and(format!(" ({})", format_count(group.statistics.n))) } else { line }
}

pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How much files of one condition differ in the first headline.
fn repeatability(study: &Study) -> Option<Line> {
    let metric = study.metrics.iter().find(|metric| metric.headline)?;
    let (least, most) = file_spread(metric)?;
    let range =
        if least == most { format_share(most) } else { format!("{} to {}", format_share(least), format_share(most)) };
    Some(
        Line::default()
            .bold("Repeatability:")
            .and(format!(" medians of files of one condition differ by {range} in {}.", metric.name)),
    )
}

/// What the columns are; a formula is worth a line, a dictionary entry is not.
fn definitions(study: &Study) -> Option<Line> {
    let formula = |metric: &&Metric| metric.headline && metric.definition.starts_with('=');
    let all: Vec<String> =
        study.metrics.iter().filter(formula).map(|metric| format!("{} {}", metric.name, metric.definition)).collect();
    let values = "Cells are medians where nothing else is said, with the number of values in brackets.".to_owned();
    let single = study.metrics.iter().flat_map(|metric| &metric.groups).all(|group| group.statistics.n <= 1);
    match (all.is_empty(), single) {
        (true, true) => Some(Line::plain("Every cell is one value: no spread can be told.")),
        (true, false) => Some(Line::plain(values)),
        (false, _) => Some(Line::plain(format!("{values} {}.", capitalized(&all.join("; "))))),
    }
}

/// One line for a smaller set: the best and the last of its first headline.
fn set_line(summary: &Summary, study: &Study) -> Line {
    let line = Line::default().bold(format!("{}:", study.name));
    match told_of(study) {
        Some(range) => line.and(format!(" {range}. Taken from {}.", extent(summary, study))),
        None => line.and(format!(" taken from {}.", extent(summary, study))),
    }
}

/// What a smaller set shows, else from where to where it goes; then what misleads in it.
pub(super) fn told_of(study: &Study) -> Option<String> {
    let shown = study.telling.as_ref().map(|telling| telling.text.trim_end_matches('.').to_owned());
    let misleading = study.misleading.as_ref().map(|finding| finding.text.clone());
    let told: Vec<String> = shown.or_else(|| range_line(study)).into_iter().chain(misleading).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// `decode from 46.7 tokens/s (q8_0) to 292.8 tokens/s (270m)`.
pub(super) fn range_line(study: &Study) -> Option<String> {
    let metric = study.metrics.iter().find(|metric| metric.headline)?;
    let groups = || metric.groups.iter().filter(|group| group.statistics.median.is_some());
    let by_median = |a: &&crate::summary::Group, b: &&crate::summary::Group| {
        a.statistics.median.unwrap_or(f64::NAN).total_cmp(&b.statistics.median.unwrap_or(f64::NAN))
    };
    let (least, most) = (groups().min_by(by_median)?, groups().max_by(by_median)?);
    let (first, last) = if metric.better == Better::Higher { (most, least) } else { (least, most) };
    let shown = |group| middle(metric, group).unwrap_or_default();
    if groups().count() == 1 {
        let s = &first.statistics;
        return Some(match (s.min, s.max) {
            (Some(min), Some(max)) if s.n > 1 && min < max => format!(
                "{} {}, from {} to {}",
                metric.name,
                shown(first),
                format_value(min, &metric.unit),
                format_value(max, &metric.unit)
            ),
            _ => format!("{} {}", metric.name, shown(first)),
        });
    }
    Some(format!("{} from {} ({}) to {} ({})", metric.name, shown(first), first.name, shown(last), last.name))
}

pub(super) fn findings(summary: &Summary) -> Vec<Block> {
    let mut lines: Vec<Line> = summary
        .findings
        .iter()
        .map(|finding| {
            Line::default().bold(format!("{}:", tag_name(finding.tag))).and(" ").join(emphasized(
                summary,
                finding,
                &finding.text,
            ))
        })
        .collect();
    lines.extend(crate::sweep::no_advice(summary).map(|why| Line::default().bold("Settings:").and(format!(" {why}"))));
    if lines.is_empty() {
        let none = " nothing in these files decides a comparison.";
        lines.push(Line::default().bold("None:").and(none));
    }
    vec![Block::List(lines)]
}

pub(super) fn conclusion(summary: &Summary) -> Vec<Block> {
    let Some(study) = summary.studies.iter().find(|study| study.metrics.iter().any(|metric| metric.headline)) else {
        return vec![Block::Paragraph(vec![Line::plain("Nothing can be concluded until measurements are dropped.")])];
    };
    let has = |tag: Tag| summary.findings.iter().any(|finding| finding.tag == tag);
    let by = study.group_by.first().map_or("condition", String::as_str);
    let compared = group_names(study).len() > 1;
    let mut said = Vec::new();
    if compared && generates_text(study) {
        let quality =
            if measures_quality(study) { " and quality" } else { " and measure quality before replacing one" };
        said.push(format!("Choose the {by} by what a user waits for{quality}."));
    } else if compared && has(Tag::Shown) {
        said.push(format!("The {by} decides the result; compare like with like."));
    }
    if has(Tag::NotShown) && !has(Tag::Shown) {
        said.push(format!("No {by} can be called better until repeated runs tell them apart."));
    } else if has(Tag::NotShown) {
        said.push("Keep the settings as they are until repeated runs show an effect.".to_owned());
    } else if !has(Tag::Shown) {
        said.push("These files describe what was measured; they do not decide a comparison.".to_owned());
    }
    if said.is_empty() {
        said.push("The values above describe these runs and nothing else.".to_owned());
    }
    vec![Block::Paragraph(vec![Line::plain(said.join(" "))])]
}

pub(super) fn workflow(summary: &Summary, writer: Option<&str>) -> Block {
    let analyzed = Line::plain(format!("Files analyzed: {}", format_count(summary.totals.files)));
    let studies = Line::plain(format!("Sets of measurements: {}", format_count(summary.sets().count() as u64)));
    let writer = writer.map_or_else(|| "none, no model was asked".to_owned(), str::to_owned);
    Block::List(vec![analyzed, studies, Line::plain(format!("Writer: {writer}"))])
}

pub(super) fn data(summary: &Summary) -> Vec<Block> {
    let mut blocks = Vec::new();
    for kind in &summary.totals.kinds {
        let title = format!("{} ({})", capitalized(kind_name(kind.kind)), counted(kind.files, "file", "files"));
        blocks.push(Block::Paragraph(vec![Line::default().bold(title)]));
        let mut lines: Vec<Line> = kind.paths.iter().map(|path| Line::default().code(path)).collect();
        if kind.more > 0 {
            lines.push(Line::plain(format!("... and {} more", format_count(kind.more))));
        }
        if let Some(newest) = &kind.newest {
            lines.push(Line::plain(format!("Newest time inside: {newest}")));
        }
        blocks.push(Block::List(lines));
    }
    blocks
}
