//! What the worker has on its bench: files waiting, readings kept, and the dataset made of them.

use super::slices::Slices;
use super::{Handed, now, say};
use insight::compare::{Chosen, Comparison, Policy, intervals};
use insight::dataset::{Correction, Dataset};
use insight::profile::{ColumnProfile, profile};
use insight::reading::{FileReader, Reading};
use insight::record;
use insight::serving::Objective;
use insight::summary::{FileLine, Summary, Use, outcome};
use insight::wire::FromWorker;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// Progress is said at most this often, milliseconds.
const PROGRESS_EVERY: f64 = 100.0;
/// Files whose first bytes are asked for before their turn, so that many small files do not wait one by one.
const OPEN_AHEAD: usize = 8;

/// A file to read, the format that a person chose for it, and the round that it belongs to.
struct Turn {
    path: String,
    slices: Result<Slices, String>,
    format: Option<String>,
    round: u64,
}

/// Everything between the first message and the last.
#[derive(Default)]
pub(super) struct Bench {
    waiting: VecDeque<Handed>,
    open: VecDeque<(String, Result<Slices, String>)>,
    /// Raised by every cancel: what was in work before is dropped.
    round: u64,
    readings: Vec<Reading>,
    /// Formats that a person chose, by path.
    formats: BTreeMap<String, String>,
    corrections: Vec<Correction>,
    objectives: Vec<Objective>,
    dataset: Dataset,
    summary: Summary,
    running: bool,
    cancelled: bool,
    progress: Progress,
}

#[derive(Clone, Copy, Default)]
struct Progress {
    files_done: u64,
    files: u64,
    bytes_done: u64,
    bytes: u64,
    said_at: f64,
}

impl Bench {
    /// Adds files to those waiting; says whether [`run`] must be started.
    pub(super) fn queue(&mut self, handed: impl Iterator<Item = Handed>) -> bool {
        for (path, file) in handed {
            self.progress.files += 1;
            self.progress.bytes += file.as_ref().map_or(0, |blob| blob.size() as u64);
            self.waiting.push_back((path, file));
        }
        self.cancelled = false;
        !std::mem::replace(&mut self.running, true)
    }

    /// Stops reading; what was read stays.
    pub(super) fn cancel(&mut self) {
        self.waiting.clear();
        self.open.clear();
        self.round += 1;
        self.cancelled = self.running;
    }

    /// The distribution of one metric of one study, as SVG text.
    pub(super) fn chart(&self, study: &str, metric: &str) -> Option<String> {
        let study = self.summary.studies.iter().find(|known| known.id == study)?;
        let metric = study.metrics.iter().find(|known| known.key == metric)?;
        let title = format!("{}: {}", study.name, metric.name);
        let samples = insight::study::samples(&self.dataset, &study.id, &metric.key);
        Some(insight::chart::distribution(&title, &metric.unit, &samples))
    }

    /// What two sides of what was read say about each other.
    pub(super) fn compare(&self, baseline: Chosen, candidate: Chosen, threshold: f64) -> FromWorker {
        let policy = Policy { threshold, ..Policy::default() };
        let comparison = Box::new(Comparison::chosen(&self.dataset, &baseline, &candidate, &policy));
        let svg = intervals(&comparison);
        FromWorker::Compared { baseline, candidate, comparison, svg }
    }

    /// Every column of one file, once it was understood.
    pub(super) fn profile(&self, path: &str) -> Option<Vec<ColumnProfile>> {
        self.dataset.files.iter().map(|file| &file.reading).find(|reading| reading.path == path).map(profile)
    }

    /// Understands columns as a person corrects them, from now on.
    pub(super) fn correct(&mut self, corrections: Vec<Correction>) {
        self.corrections = corrections;
        if !self.running && !self.dataset.files.is_empty() {
            self.conclude(now());
        }
    }

    /// Holds loads against what a person asks for, from now on.
    pub(super) fn judge(&mut self, objectives: Vec<Objective>) {
        self.objectives = objectives;
        if !self.running && !self.dataset.files.is_empty() {
            self.conclude(now());
        }
    }

    /// Forgets what was read of a file, which comes again to be read as that format.
    pub(super) fn read_as(&mut self, path: &str, format: Option<String>) {
        self.dataset.files.retain(|file| file.reading.path != path);
        self.readings.retain(|reading| reading.path != path);
        match format {
            Some(format) => self.formats.insert(path.to_owned(), format),
            None => self.formats.remove(path),
        };
    }

    /// How one file and its columns were understood.
    pub(super) fn understood(&self, path: &str) -> Option<FromWorker> {
        let file = self.dataset.files.iter().find(|file| file.reading.path == path)?;
        let others = file.reading.others.clone();
        Some(FromWorker::Understood { path: path.to_owned(), others, columns: record::roles(file) })
    }

    /// The file whose turn it is; opens some of those that follow.
    fn next(&mut self) -> Option<Turn> {
        while self.open.len() < OPEN_AHEAD {
            let Some((path, file)) = self.waiting.pop_front() else { break };
            self.open.push_back((path, file.map(Slices::of)));
        }
        let (path, slices) = self.open.pop_front()?;
        let format = self.formats.get(&path).cloned();
        Some(Turn { path, slices, format, round: self.round })
    }

    fn say_progress(&mut self, at_once: bool) {
        let at = now();
        if at_once || at - self.progress.said_at >= PROGRESS_EVERY {
            self.progress.said_at = at;
            let Progress { files_done, files, bytes_done, bytes, .. } = self.progress;
            say(&FromWorker::Progress { files_done, files, bytes_done, bytes });
        }
    }

    fn keep(&mut self, reading: Reading) {
        say(&FromWorker::File(Box::new(line_of(&reading))));
        self.readings.push(reading);
        self.progress.files_done += 1;
        self.say_progress(false);
    }

    /// Understands everything that was read and says it.
    fn conclude(&mut self, began: f64) {
        self.say_progress(true);
        let ingested = now();
        let known = std::mem::take(&mut self.dataset).files.into_iter().map(|file| file.reading);
        let readings = known.chain(std::mem::take(&mut self.readings)).collect();
        self.dataset = Dataset::corrected(readings, &self.corrections);
        let cancelled = self.cancelled;
        let tell = |summary: &Summary, more| {
            say(&FromWorker::Summary {
                report: insight::report::deterministic(summary),
                summary: Box::new(summary.clone()),
                ingest_ms: ingested - began,
                analysis_ms: now() - ingested,
                cancelled,
                more,
            });
        };
        self.summary = Summary::in_two_looks(&self.dataset, &self.objectives, |early| tell(&early, true));
        tell(&self.summary, false);
        self.progress = Progress::default();
        self.running = false;
    }
}

/// Reads what waits, file by file, and concludes; files that are handed over meanwhile are read too.
pub(super) async fn run(bench: Rc<RefCell<Bench>>) {
    let began = now();
    let mut buffer = Vec::new();
    loop {
        let next = bench.borrow_mut().next();
        let Some(Turn { path, slices, format, round }) = next else { break };
        let reading = match slices {
            Ok(slices) => {
                let reader = FileReader::new(&path);
                let reader = if let Some(format) = format { reader.as_format(&format) } else { reader };
                read(&bench, round, &path, reader, slices, &mut buffer).await
            }
            Err(why) => Some(unreadable(&path, 0, &why)),
        };
        if let Some(reading) = reading {
            bench.borrow_mut().keep(reading);
        }
    }
    bench.borrow_mut().conclude(began);
}

/// One file; `None` when reading was cancelled meanwhile.
async fn read(
    bench: &RefCell<Bench>,
    round: u64,
    path: &str,
    mut reader: FileReader,
    mut slices: Slices,
    buffer: &mut Vec<u8>,
) -> Option<Reading> {
    loop {
        let length = match slices.next(buffer).await {
            Ok(Some(chunk)) => {
                reader.push(chunk);
                chunk.len() as u64
            }
            Ok(None) => return Some(reader.finish()),
            Err(why) => return Some(unreadable(path, slices.bytes(), &why)),
        };
        let mut bench = bench.borrow_mut();
        if bench.round != round {
            return None;
        }
        bench.progress.bytes_done += length;
        bench.say_progress(false);
    }
}

fn unreadable(path: &str, bytes: u64, why: &str) -> Reading {
    let what = format!("the browser cannot read this file: {}", why.trim_end_matches('.'));
    Reading::unreadable(path, bytes, &what, "check that it exists and may be read, then drop it again")
}

/// What is known of a file before the others are.
fn line_of(reading: &Reading) -> FileLine {
    FileLine {
        path: reading.path.clone(),
        bytes: reading.bytes,
        kind: reading.kind,
        recognized: reading.recognized.clone(),
        used: Use::Measured,
        rows: reading.rows,
        read: reading.rows.kept,
        failed: 0,
        outcome: outcome::told(reading.rows, &[]),
        problems: reading.problems.clone(),
        warnings: Vec::new(),
    }
}
