//! What the page knows and how it changes, without a browser: the page draws a session and feeds it events.
//!
//! Takes what the worker and the companion say and what the reader does; gives the state to show. Decides nothing that
//! needs the outside: sending, reading and cancelling are the page's.

mod job;
mod notice;
#[cfg(test)]
mod tests;

pub use job::{Draft, Job, JobState};
pub use notice::Notice;

use crate::compare::{Chosen, Comparison};
use crate::document::Text;
use crate::profile::ColumnProfile;
use crate::reading::Recognized;
use crate::record::ColumnRole;
use crate::summary::{FileLine, Summary};
use crate::wire::job::Numbered;
use crate::wire::{FromWorker, Hello, VERSION};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the worker that reads files is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Worker {
    /// Not listening yet: messages would be lost.
    #[default]
    Starting,
    /// Listening.
    Ready,
    /// Of another release than the page.
    WrongVersion {
        /// The version it speaks.
        found: u32,
    },
    /// Ended by itself.
    Failed {
        /// What the browser says.
        why: String,
    },
}

/// How far reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub files_done: u64,
    /// Files to read.
    pub files: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes to read.
    pub bytes: u64,
    /// Whether the reader asked to stop reading.
    pub cancelling: bool,
}

/// Everything known from what was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// What is known.
    pub summary: Summary,
    /// The deterministic report, Markdown.
    pub report: String,
    /// Milliseconds spent reading, outside the compared text.
    pub ingest_ms: f64,
    /// Milliseconds spent on statistics and findings.
    pub analysis_ms: f64,
    /// Whether reading was cancelled before the last file.
    pub cancelled: bool,
    /// Whether sweeps are still looked at.
    pub more: bool,
}

/// How one file was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// Its path.
    pub path: String,
    /// What every other format said of it.
    pub others: Vec<Recognized>,
    /// Its columns.
    pub columns: Vec<ColumnRole>,
}

/// What two sides say about each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Measured before.
    pub baseline: Chosen,
    /// Measured after.
    pub candidate: Chosen,
    /// What both say about each other.
    pub comparison: Comparison,
    /// Its intervals as SVG text.
    pub svg: String,
}

/// How the companion is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Link {
    /// Not asked yet.
    #[default]
    Unknown,
    /// Asked, no answer yet.
    Checking,
    /// Nothing answers.
    Unreachable,
    /// Something else answers.
    Foreign,
    /// It speaks another version than the page.
    WrongVersion {
        /// What it says of itself.
        hello: Hello,
    },
    /// It answers, its backend does not.
    BackendProblem {
        /// What it says of itself.
        hello: Hello,
    },
    /// A report can be written.
    Ready(Hello),
}

/// Why there is no [`Hello`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHello {
    /// Nothing answers.
    Unreachable,
    /// What answers is no companion.
    Foreign,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The reader dropped or chose files.
    Dropped {
        /// How many.
        files: u64,
        /// Their size.
        bytes: u64,
    },
    /// The reader cancelled reading.
    ReadingCancelled,
    /// The reader cleared everything.
    Cleared,
    /// The worker said something.
    FromWorker(FromWorker),
    /// The worker ended by itself.
    WorkerFailed {
        /// What the browser says.
        why: String,
    },
    /// The companion is being asked.
    HelloAsked,
    /// The companion answered, or not.
    HelloAnswered(Result<Hello, NoHello>),
    /// The reader asked for a report.
    ReportAsked {
        /// Name of the model.
        model: String,
    },
    /// The job said something.
    Job(Numbered),
    /// The stream of the job ended without `done` or `error`, or could not be begun.
    ConnectionLost,
    /// The reader stopped the report.
    Stopped,
}

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The worker.
    pub worker: Worker,
    /// How far reading is; `None` when nothing is being read.
    pub progress: Option<Progress>,
    /// Files read since the last summary, their use not known yet.
    pub arriving: Vec<FileLine>,
    /// What is known.
    pub data: Option<Arc<Data>>,
    /// Pictures as SVG text, by study and metric.
    pub charts: BTreeMap<(String, String), String>,
    /// Columns of files as they stand there, by path; asked for one by one.
    pub profiles: BTreeMap<String, Vec<ColumnProfile>>,
    /// Texts of documents, by path, or why there is none; asked for one by one.
    pub documents: BTreeMap<String, Arc<Result<Text, String>>>,
    /// How the file that was asked for last was understood.
    pub understood: Option<Understood>,
    /// The comparison that was asked for last.
    pub compared: Option<Arc<Compared>>,
    /// The companion.
    pub link: Link,
    /// The report by a model.
    pub job: Job,
    /// What went wrong with the last drop or with the worker.
    pub notice: Option<Notice>,
}

impl Session {
    /// The session after the event.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Dropped { files: 0, .. } => self.notice = Some(Notice::nothing_dropped()),
            Event::Dropped { files, bytes } => {
                self.notice = None;
                // A drop during reading adds to what is still to be read.
                let progress = self.progress.get_or_insert_default();
                progress.files += files;
                progress.bytes += bytes;
                progress.cancelling = false;
            }
            Event::ReadingCancelled => self.progress.iter_mut().for_each(|progress| progress.cancelling = true),
            Event::Cleared => {
                let (worker, link) = (std::mem::take(&mut self.worker), std::mem::take(&mut self.link));
                *self = Self { worker, link, ..Self::default() };
            }
            Event::FromWorker(message) => self.hear(message),
            Event::WorkerFailed { why } => {
                self.progress = None;
                self.arriving.clear();
                // Who would have looked again is gone.
                self.data.iter_mut().filter(|data| data.more).for_each(|data| Arc::make_mut(data).more = false);
                self.notice = Some(Notice::worker_failed(&why));
                self.worker = Worker::Failed { why };
            }
            Event::HelloAsked => self.link = Link::Checking,
            Event::HelloAnswered(answer) => self.link = Link::of(answer),
            Event::ReportAsked { model } => self.job = Job::asked(model),
            Event::Job(numbered) => self.job.apply(numbered),
            Event::ConnectionLost if self.job.last_event == 0 => self.job.fail(Notice::not_begun(), true),
            Event::ConnectionLost => self.job.fail(Notice::connection_lost(), true),
            Event::Stopped => self.job.stop(),
        }
    }

    fn hear(&mut self, message: FromWorker) {
        match message {
            FromWorker::Ready { version: VERSION } => self.worker = Worker::Ready,
            FromWorker::Ready { version: found } => {
                self.worker = Worker::WrongVersion { found };
                self.notice = Some(Notice::worker_of_another_release(found));
            }
            FromWorker::Progress { files_done, files, bytes_done, bytes } => {
                let cancelling = self.progress.is_some_and(|progress| progress.cancelling);
                self.progress = Some(Progress { files_done, files, bytes_done, bytes, cancelling });
            }
            FromWorker::File(line) => self.arriving.push(*line),
            FromWorker::Summary { summary, report, ingest_ms, analysis_ms, cancelled, more } => {
                self.progress = self.progress.filter(|_| more);
                self.arriving.clear();
                // A second look at the same files changes no answer about them.
                if !self.data.as_ref().is_some_and(|data| data.more) {
                    self.charts.clear();
                    self.profiles.clear();
                    self.understood = None;
                    self.compared = None;
                    self.job.outdated = self.job.state != JobState::None;
                }
                self.data = Some(Arc::new(Data { summary: *summary, report, ingest_ms, analysis_ms, cancelled, more }));
            }
            FromWorker::Chart { study, metric, svg } => {
                self.charts.insert((study, metric), svg);
            }
            FromWorker::Understood { path, others, columns } => {
                self.understood = Some(Understood { path, others, columns });
            }
            FromWorker::Compared { baseline, candidate, comparison, svg } => {
                self.compared = Some(Arc::new(Compared { baseline, candidate, comparison: *comparison, svg }));
            }
            FromWorker::Document { path, text } => {
                self.documents.insert(path, Arc::new(text));
            }
            // Only a test asks for them.
            FromWorker::KnownAnswers { .. } => {}
            FromWorker::Profile { path, columns } => {
                self.profiles.insert(path, columns);
            }
        }
    }

    /// Files known so far: those of the summary, then those that arrived since.
    pub fn files(&self) -> impl Iterator<Item = &FileLine> {
        self.data.iter().flat_map(|data| &data.summary.files).chain(&self.arriving)
    }

    /// Whether a report by a model can be asked for now.
    pub fn can_write(&self) -> bool {
        self.data.is_some() && self.progress.is_none() && matches!(self.link, Link::Ready(_)) && !self.job.is_running()
    }
}

impl Link {
    fn of(answer: Result<Hello, NoHello>) -> Self {
        match answer {
            Err(NoHello::Unreachable) => Self::Unreachable,
            Err(NoHello::Foreign) => Self::Foreign,
            Ok(hello) if hello.version != VERSION => Self::WrongVersion { hello },
            Ok(hello) if hello.backend.problem.is_some() => Self::BackendProblem { hello },
            Ok(hello) => Self::Ready(hello),
        }
    }

    /// What the companion says of itself, when it answered.
    pub fn hello(&self) -> Option<&Hello> {
        match self {
            Self::WrongVersion { hello } | Self::BackendProblem { hello } | Self::Ready(hello) => Some(hello),
            Self::Unknown | Self::Checking | Self::Unreachable | Self::Foreign => None,
        }
    }

    /// What to do when the backend lacks this model; a name without a tag means `:latest`.
    pub fn model_notice(&self, model: &str) -> Option<Notice> {
        let Self::Ready(hello) = self else { return None };
        let full = if model.contains(':') { model.to_owned() } else { format!("{model}:latest") };
        let known = hello.backend.models.iter().any(|name| *name == full || name == model);
        (!known).then(|| Notice::model_missing(model))
    }
}
