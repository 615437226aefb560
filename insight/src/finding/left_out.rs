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
    /// Of these, records of which either holds: they look like measurements.
    numbers: u64,
}

/// Failed records, how many of them look like measurements, and files that say the same again.
pub(super) fn left_out(studies: &[Analysis<'_>], dataset: &Dataset) -> Option<Finding> {
    let mut finding = super::empty(Tag::LeftOut);
    let requests = Counted::of(studies.iter().filter(|analysis| analysis.study.requests));
    let others = Counted::of(studies.iter().filter(|analysis| !analysis.study.requests));
    let words = if requests.all == 0 { ("records", "records") } else { ("records.others", "other records") };
    let failures = [("requests", "requests", requests), (words.0, words.1, others)];
    let failures = failures.into_iter().filter(|(.., counted)| counted.failed() > 0);
    let mut sentences: Vec<String> =
        failures.map(|(key, what, counted)| counted.sentence(key, what, &mut finding)).collect();
    // What is no request is hygiene: it is told where somebody looks.
    finding.evidence.extend(sentences.drain(1.min(sentences.len())..));
    // The line of counts says how many files; beside failures it is said there only.
    let files = files_left_out(dataset, &mut finding);
    if sentences.is_empty() {
        sentences = files;
    }
    if sentences.is_empty() {
        return None;
    }
    finding.text = sentences.join(" ");
    Some(finding)
}

/// Files that say what others say and files with nothing usable, a sentence each.
fn files_left_out(dataset: &Dataset, finding: &mut Finding) -> Vec<String> {
    let count = |is: fn(&Use) -> bool| dataset.files.iter().filter(|file| is(&file.used)).count() as u64;
    let repeats = count(|used| matches!(used, Use::Repeat { .. }));
    let unusable = count(|used| matches!(used, Use::Unusable { .. }));
    let mut sentences = Vec::new();
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
    sentences
}

/// Records of one kind, over all studies that hold such.
#[derive(Default)]
struct Counted<'a> {
    all: u64,
    by_file: BTreeMap<&'a str, Failed>,
}

impl<'a> Counted<'a> {
    fn of<'b>(studies: impl Iterator<Item = &'b Analysis<'a>>) -> Self
    where
        'a: 'b,
    {
        let mut counted = Self::default();
        for analysis in studies {
            counted.all += analysis.study.answered + analysis.study.failed;
            for source in &analysis.frame.sources {
                counted.all -= unanswered(*source);
                let found = failures_of(*source);
                let sum = counted.by_file.entry(source.file.reading.path.as_str()).or_default();
                sum.records += found.records;
                sum.zeros += found.zeros;
                sum.marked_success += found.marked_success;
                sum.numbers += found.numbers;
            }
        }
        counted
    }

    fn total(&self, of: fn(&Failed) -> u64) -> u64 {
        self.by_file.values().map(of).sum()
    }

    fn failed(&self) -> u64 {
        self.total(|failed| failed.records)
    }

    /// `86 of 289 requests failed; 80 were logged as numbers (75 zeros, 5 errors marked as a success).`
    fn sentence(&self, key: &str, what: &str, finding: &mut Finding) -> String {
        let (zeros, marked) = (self.total(|failed| failed.zeros), self.total(|failed| failed.marked_success));
        let failed = finding.figure(Fact::count(
            format!("{key}.failed"),
            self.failed(),
            format!("{what} that failed, repeats counted once"),
        ));
        let all = finding.figure(Fact::count(key, self.all, format!("answered and failed {what}")));
        let mut text =
            if failed == all { format!("All {all} {what} failed") } else { format!("{failed} of {all} {what} failed") };
        let mut figure = |name: &str, count: u64, source: &str| {
            finding.figure(Fact::count(format!("{key}.failed_{name}"), count, format!("failed {what} {source}")))
        };
        let is = |count: u64| if count == 1 { "was" } else { "were" };
        match (zeros, marked) {
            (0, 0) => {}
            (zeros, 0) => {
                let zeros_shown = figure("zeros", zeros, "whose measured cells are all zero");
                text.push_str(&format!(
                    "; {zeros_shown} {} logged as {}",
                    is(zeros),
                    if zeros == 1 { "zero" } else { "zeros" }
                ));
            }
            (0, marked) => {
                let marked_shown = figure("marked", marked, "that the file marks a success");
                text.push_str(&format!("; {marked_shown} {} marked as a success", is(marked)));
            }
            (zeros, marked) => {
                let both = self.total(|failed| failed.numbers);
                let both = figure("numbers", both, "that look like measurements");
                let zeros = figure("zeros", zeros, "whose measured cells are all zero");
                let marked = figure("marked", marked, "that the file marks a success");
                text.push_str(&format!(
                    "; {both} were logged as numbers ({zeros} zeros, {marked} marked as a success)"
                ));
            }
        }
        text.push('.');
        let line = |(path, failed): (&&str, &Failed)| {
            let zeros =
                if failed.zeros > 0 { format!(", {} of them logged as zeros", failed.zeros) } else { String::new() };
            format!("{path}: {} failed{zeros}", failed.records)
        };
        let failed = self.by_file.iter().filter(|(_, failed)| failed.records > 0);
        add_some(&mut finding.evidence, failed.map(line).collect());
        text
    }
}

/// The first lines; all of them stand in the list of files.
fn add_some(evidence: &mut Vec<String>, lines: Vec<String>) {
    let more = lines.len().saturating_sub(LINES);
    evidence.extend(lines.into_iter().take(LINES));
    if more > 0 {
        evidence.push(format!("... and {more} more"));
    }
}

/// Runs of which no request was answered: those requests are counted, not the runs.
fn unanswered(source: Source<'_>) -> u64 {
    source.sheet().map_or(0, |sheet| (0..source.rows()).filter(|row| sheet.unanswered(*row)).count() as u64)
}

fn failures_of(source: Source<'_>) -> Failed {
    let (Some(sheet), Some(table)) = (source.sheet(), source.file.reading.tables.get(source.table)) else {
        return Failed::default();
    };
    let mut found = Failed { records: sheet.failed_rows - unanswered(source), ..Failed::default() };
    let columns = || sheet.fields.iter().zip(&table.columns);
    for row in (0..table.rows).filter(|row| sheet.failed(*row) && !sheet.unanswered(*row)) {
        let measured = columns().filter(|(field, _)| is_measured(field)).map(|(_, column)| column.cell(row));
        let numbers: Vec<f64> =
            measured.filter_map(|cell| if let Cell::Number(number) = cell { Some(number) } else { None }).collect();
        let is_zero = !numbers.is_empty() && numbers.iter().all(|number| *number == 0.0);
        found.zeros += u64::from(is_zero);
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
        found.numbers += u64::from(is_zero || says_success);
    }
    found
}
