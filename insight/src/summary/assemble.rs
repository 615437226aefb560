//! From a dataset to what the reader is told: counts that add up, one line a file, studies, findings.

use super::{FileLine, KindTotal, Study, Summary, Totals, Uses};
use crate::audit::Warning;
use crate::dataset::{Dataset, File};
use crate::reading::{Kind, Moment, Rows};
use crate::serving::{Load, Objective};
use crate::study::Analysis;
use crate::summary::Use;
use crate::sweep::Sweep;
use std::collections::BTreeMap;

/// Looking at sweeps of more records than this takes longer than a person should wait for statistics.
const MANY_RECORDS: u64 = 100_000;
/// Paths named per kind of file.
const PATHS_NAMED: usize = 5;
/// Warnings kept of one file.
const WARNINGS: usize = 40;

impl Summary {
    /// Everything the reader is told about a dataset; the same for any order of files.
    pub fn of(dataset: &Dataset) -> Self {
        Self::judged(dataset, &[])
    }

    /// The same, with the loads of a server held against what a person asks for.
    pub fn judged(dataset: &Dataset, objectives: &[Objective]) -> Self {
        Self::in_two_looks(dataset, objectives, |_| ())
    }

    /// The same; of many records, what is known before large samples, sweeps and traps are looked at closely is given at once.
    pub fn in_two_looks(dataset: &Dataset, objectives: &[Objective], at_once: impl FnOnce(Self)) -> Self {
        let mut analyses = crate::study::studies(dataset);
        let load = Load::of(dataset, objectives);
        let records: u64 = dataset.files.iter().map(|file| file.reading.rows.kept).sum();
        if records > MANY_RECORDS {
            at_once(Self::assembled(dataset, &analyses, load.clone(), Vec::new(), Vec::new()));
        }
        analyses.iter_mut().for_each(Analysis::look_closer);
        let (sweeps, warnings) = (crate::sweep::sweeps(&analyses), crate::audit::audit(dataset));
        Self::assembled(dataset, &analyses, load, sweeps, warnings)
    }

    fn assembled(
        dataset: &Dataset,
        analyses: &[Analysis<'_>],
        load: Load,
        sweeps: Vec<Sweep>,
        warnings: Vec<Warning>,
    ) -> Self {
        let findings = crate::finding::findings(analyses, dataset, &load, &sweeps);
        // Documents wait for the sweeps, which say what they may be about.
        let has_documents = dataset.files.iter().any(crate::document::is_document);
        let trails = if has_documents { crate::finding::trails(analyses, &sweeps) } else { Vec::new() };
        let documents = crate::document::statements(dataset, &sweeps, &trails);
        let mut totals = totals(&dataset.files);
        totals.answered = analyses.iter().map(|analysis| analysis.study.answered).sum();
        totals.failed = analyses.iter().map(|analysis| analysis.study.failed).sum();
        let title = super::title::title(&totals, analyses, &dataset.files);
        let said = crate::finding::tellings(analyses).into_iter().zip(crate::finding::misleading(analyses, dataset));
        let told = |(analysis, (telling, misleading)): (&Analysis<'_>, _)| Study {
            telling,
            misleading,
            ..analysis.study.clone()
        };
        let studies = analyses.iter().zip(said).map(told).collect();
        let mut warnings = by_path(warnings);
        let mut line = |file: &File| file_line(file, warnings.remove(&file.reading.path).unwrap_or_default());
        let files = dataset.files.iter().map(&mut line).collect();
        Self { title, totals, files, studies, findings, load, sweeps, documents }
    }
}

/// Warnings of each file: what changes a figure first, what reading took care of last; of very many the first ones.
fn by_path(all: Vec<Warning>) -> BTreeMap<String, Vec<Warning>> {
    let mut by_path: BTreeMap<String, Vec<Warning>> = BTreeMap::new();
    for warning in all {
        by_path.entry(warning.path.clone()).or_default().push(warning);
    }
    for warnings in by_path.values_mut() {
        warnings.sort_by_key(|warning| warning.trap.is_handled());
        warnings.truncate(WARNINGS);
    }
    by_path
}

fn file_line(file: &File, warnings: Vec<Warning>) -> FileLine {
    let reading = &file.reading;
    FileLine {
        path: reading.path.clone(),
        bytes: reading.bytes,
        kind: reading.kind,
        recognized: reading.recognized.clone(),
        used: file.used.clone(),
        rows: reading.rows,
        failed: file.tables.iter().map(|sheet| sheet.failed_rows).sum(),
        read: super::outcome::read(file),
        outcome: super::outcome::outcome(file),
        problems: reading.problems.clone(),
        warnings,
    }
}

fn totals(files: &[File]) -> Totals {
    let mut totals = Totals { files: files.len() as u64, ..Totals::default() };
    let mut uses = Uses::default();
    let mut rows = Rows::default();
    for file in files {
        totals.bytes += file.reading.bytes;
        rows.in_file += file.reading.rows.in_file;
        rows.kept += file.reading.rows.kept;
        rows.reported += file.reading.rows.reported;
        match file.used {
            Use::Measured | Use::Part { .. } => uses.measured += 1,
            Use::Repeat { .. } => uses.repeats += 1,
            Use::Unusable { .. } => uses.unusable += 1,
            Use::Document => uses.documents += 1,
        }
    }
    totals.uses = uses;
    totals.rows = rows;
    totals.kinds = [Kind::Csv, Kind::Json, Kind::Jsonl, Kind::Markdown, Kind::Other]
        .into_iter()
        .filter_map(|kind| kind_total(kind, files))
        .collect();
    totals.measured = measured(files);
    totals
}

fn kind_total(kind: Kind, files: &[File]) -> Option<KindTotal> {
    let of_kind: Vec<&File> = files.iter().filter(|file| file.reading.kind == kind).collect();
    if of_kind.is_empty() {
        return None;
    }
    let paths: Vec<String> = of_kind.iter().take(PATHS_NAMED).map(|file| file.reading.path.clone()).collect();
    Some(KindTotal {
        kind,
        files: of_kind.len() as u64,
        more: (of_kind.len() - paths.len()) as u64,
        paths,
        newest: newest(of_kind.iter().filter_map(|file| file.reading.moments.as_ref().map(|(_, newest)| newest))),
    })
}

/// The newest moment: one with a zone where there is any, because times without one cannot be ordered against it.
fn newest<'a>(moments: impl Iterator<Item = &'a Moment>) -> Option<String> {
    moments.max_by_key(|moment| (moment.zoned, moment.epoch_secs, &moment.shown)).map(|moment| moment.shown.clone())
}

/// Oldest and newest moment inside the files; times with and without a zone are never ordered against each other.
fn measured(files: &[File]) -> Option<(String, String)> {
    let spans =
        || files.iter().filter(|file| file.used != Use::Document).filter_map(|file| file.reading.moments.as_ref());
    let zoned = spans().any(|(oldest, newest)| oldest.zoned && newest.zoned);
    let spans = || spans().filter(|(oldest, newest)| !zoned || (oldest.zoned && newest.zoned));
    let oldest = spans().map(|(oldest, _)| oldest).min_by_key(|moment| (moment.epoch_secs, &moment.shown))?;
    let newest = spans().map(|(_, newest)| newest).max_by_key(|moment| (moment.epoch_secs, &moment.shown))?;
    Some((oldest.shown.clone(), newest.shown.clone()))
}
