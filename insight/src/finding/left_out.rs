//! LEFT OUT: what was not counted, and why.

use crate::dataset::Dataset;
use crate::fact::Fact;
use crate::role::Role;
use crate::study::{Analysis, Source, is_measured};
use crate::summary::{Finding, Tag, Use};
use crate::table::Cell;
use std::collections::BTreeMap;

/// Lines of evidence of one kind.
const LINES: usize = 20;

/// Failed records of one file.
#[derive(Clone, Copy, Default)]
struct Failed {
    records: u64,
    /// Of these, records whose measured cells are all zero.
    zeros: u64,
    /// Of these, records that the file itself marks a success.
    marked_success: u64,
}

/// Failed records, how many of them look like measurements, and files that say the same again.
pub(super) fn left_out(studies: &[Analysis<'_>], dataset: &Dataset) -> Option<Finding> {
    let mut finding = super::empty(Tag::LeftOut);
    let mut sentences = Vec::new();
    let failed: u64 = studies.iter().map(|analysis| analysis.study.failed).sum();
    if failed > 0 {
        sentences.push(failures(studies, failed, &mut finding));
    }
    let count = |is: fn(&Use) -> bool| dataset.files.iter().filter(|file| is(&file.used)).count() as u64;
    let repeats = count(|used| matches!(used, Use::Repeat { .. }));
    let unusable = count(|used| matches!(used, Use::Unusable { .. }));
    if repeats > 0 {
        let shown = finding.figure(Fact::count("files.repeats", repeats, "files that say again what another says"));
        sentences.push(format!(
            "{shown} {} again what others say and {} not counted.",
            if repeats == 1 { "file says" } else { "files say" },
            if repeats == 1 { "is" } else { "are" }
        ));
        let again = dataset.files.iter().filter_map(|file| match &file.used {
            Use::Repeat { of, how } => Some(format!("{}: {how} of {of}", file.reading.path)),
            Use::Measured | Use::Part { .. } | Use::Unusable { .. } | Use::Document => None,
        });
        add_some(&mut finding.evidence, again.collect());
    }
    if unusable > 0 {
        let shown = finding.figure(Fact::count("files.unusable", unusable, "files with nothing that can be measured"));
        sentences.push(format!("{shown} {} nothing usable.", if unusable == 1 { "file holds" } else { "files hold" }));
        let why = dataset.files.iter().filter_map(|file| match &file.used {
            Use::Unusable { why } => Some(format!("{}: {why}", file.reading.path)),
            Use::Measured | Use::Part { .. } | Use::Repeat { .. } | Use::Document => None,
        });
        add_some(&mut finding.evidence, why.collect());
    }
    if sentences.is_empty() {
        return None;
    }
    finding.text = sentences.join(" ");
    Some(finding)
}

fn failures(studies: &[Analysis<'_>], failed: u64, finding: &mut Finding) -> String {
    let answered: u64 = studies.iter().map(|analysis| analysis.study.answered).sum();
    let mut by_file: BTreeMap<&str, Failed> = BTreeMap::new();
    for source in studies.iter().flat_map(|analysis| &analysis.frame.sources) {
        let found = failures_of(*source);
        let sum = by_file.entry(source.file.reading.path.as_str()).or_default();
        sum.records += found.records;
        sum.zeros += found.zeros;
        sum.marked_success += found.marked_success;
    }
    let total = |of: fn(&Failed) -> u64| by_file.values().map(of).sum::<u64>();
    let (zeros, marked) = (total(|failed| failed.zeros), total(|failed| failed.marked_success));
    let failed_shown =
        finding.figure(Fact::count("records.failed", failed, "records that failed, repeats counted once"));
    let all_shown = finding.figure(Fact::count("records", answered + failed, "answered and failed records"));
    let mut text = format!("{failed_shown} of {all_shown} records failed");
    let mut logged = Vec::new();
    if zeros > 0 {
        let shown = finding.figure(Fact::count(
            "records.failed_zeros",
            zeros,
            "failed records whose measured cells are all zero",
        ));
        logged.push(format!("{shown} were logged as zeros"));
    }
    if marked > 0 {
        let shown = finding.figure(Fact::count(
            "records.failed_marked",
            marked,
            "failed records that the file marks a success",
        ));
        logged.push(format!("{shown} marked as a success"));
    }
    if !logged.is_empty() {
        text.push_str(&format!("; {}", logged.join(", ")));
    }
    text.push('.');
    let line = |(path, failed): (&&str, &Failed)| {
        let zeros =
            if failed.zeros > 0 { format!(", {} of them logged as zeros", failed.zeros) } else { String::new() };
        format!("{path}: {} failed{zeros}", failed.records)
    };
    add_some(&mut finding.evidence, by_file.iter().filter(|(_, failed)| failed.records > 0).map(line).collect());
    text
}

/// The first lines; all of them stand in the list of files.
fn add_some(evidence: &mut Vec<String>, lines: Vec<String>) {
    let more = lines.len().saturating_sub(LINES);
    evidence.extend(lines.into_iter().take(LINES));
    if more > 0 {
        evidence.push(format!("... and {more} more"));
    }
}

fn failures_of(source: Source<'_>) -> Failed {
    let (Some(sheet), Some(table)) = (source.sheet(), source.file.reading.tables.get(source.table)) else {
        return Failed::default();
    };
    let mut found = Failed { records: sheet.failed_rows, ..Failed::default() };
    let columns = || sheet.fields.iter().zip(&table.columns);
    for row in (0..table.rows).filter(|row| sheet.failed(*row)) {
        let measured = columns().filter(|(field, _)| is_measured(field)).map(|(_, column)| column.cell(row));
        let numbers: Vec<f64> =
            measured.filter_map(|cell| if let Cell::Number(number) = cell { Some(number) } else { None }).collect();
        if !numbers.is_empty() && numbers.iter().all(|number| *number == 0.0) {
            found.zeros += 1;
        }
        let says_success = columns().filter(|(field, _)| field.role == Role::Validity).any(|(field, column)| {
            let named = ["success", "ok", "passed"].iter().any(|word| field.metric.contains(word));
            named
                && match column.cell(row) {
                    Cell::Text(text) => ["true", "yes", "ok"].iter().any(|word| text.eq_ignore_ascii_case(word)),
                    Cell::Number(number) => number == 1.0,
                    Cell::Missing | Cell::NonFinite(_) => false,
                }
        });
        found.marked_success += u64::from(says_success);
    }
    found
}
