//! What travels between page and worker, and between page and companion.
//!
//! Control messages are JSON. Events of a job are a closed set and travel as server-sent events over `fetch`.

pub mod job;
pub mod lines;
pub mod metrics;
pub mod sse;

use crate::brief::Brief;
use crate::compare::{Chosen, Comparison};
use crate::dataset::Correction;
use crate::document::Text;
use crate::profile::ColumnProfile;
use crate::prompt::Voice;
use crate::reading::Recognized;
use crate::record::ColumnRole;
use crate::report::Wrote;
use crate::serving::Objective;
use crate::summary::{FileLine, Summary};
use serde::{Deserialize, Serialize};

/// Raised when a message changes its meaning; page, worker and companion compare it.
pub const VERSION: u32 = 2;

/// From the page to its worker. `File` handles travel beside `Read`, in the order of `paths`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ToWorker {
    /// Read these files and add them to what was read before.
    Read {
        /// Path of each file, relative to what was dropped.
        paths: Vec<String>,
    },
    /// Stop reading; what was read stays.
    Cancel,
    /// Draw the distribution of one metric of one study.
    Chart {
        /// `Study::id`.
        study: String,
        /// `Metric::key`.
        metric: String,
    },
    /// From now on understand columns as a person corrects them; replaces what was said before.
    Correct {
        /// Every correction.
        corrections: Vec<Correction>,
    },
    /// Read a file again as that format, or as recognized. Its `File` handle travels beside.
    ReadAs {
        /// Path of the file.
        path: String,
        /// Id of the format; `None` takes the choice back.
        format: Option<String>,
    },
    /// Say how one file and its columns were understood.
    Understood {
        /// Path of the file.
        path: String,
    },
    /// Describe every column of one file as it stands there.
    Profile {
        /// Path of the file.
        path: String,
    },
    /// Compare two sides of what was read.
    Compare {
        /// Measured before.
        baseline: Chosen,
        /// Measured after.
        candidate: Chosen,
        /// A change below this share does not matter.
        threshold: f64,
    },
    /// From now on hold the loads of a server against this; replaces what was asked before.
    Judge {
        /// What a person asks for.
        objectives: Vec<Objective>,
    },
    /// Say what stands in a document. Its `File` handle travels beside.
    Document {
        /// Path of the file.
        path: String,
    },
    /// Answer cases whose answers are known elsewhere, so that a test can hold them against those of native code.
    KnownAnswers {
        /// The text of a file of cases.
        cases: String,
    },
}

/// From the worker to its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FromWorker {
    /// The worker listens; messages before this are lost.
    Ready {
        /// [`VERSION`] of the worker.
        version: u32,
    },
    /// How far reading is; sent at most every 100 ms.
    Progress {
        /// Files read.
        files_done: u64,
        /// Files to read.
        files: u64,
        /// Bytes read.
        bytes_done: u64,
        /// Bytes to read.
        bytes: u64,
    },
    /// Everything known now; `files` are in the summary.
    Summary {
        /// What is known.
        summary: Box<Summary>,
        /// The deterministic report, Markdown.
        report: String,
        /// Milliseconds spent reading and analyzing, outside the compared text.
        ingest_ms: f64,
        /// Milliseconds spent on statistics and findings.
        analysis_ms: f64,
        /// Whether reading was cancelled before the last file.
        cancelled: bool,
        /// Whether sweeps are still looked at, and another summary follows.
        #[serde(default)]
        more: bool,
    },
    /// One file was read (before its role is known).
    File(Box<FileLine>),
    /// A picture, as SVG text made by `insight::chart`.
    Chart {
        /// `Study::id`.
        study: String,
        /// `Metric::key`.
        metric: String,
        /// SVG text.
        svg: String,
    },
    /// The answer to [`ToWorker::Understood`].
    Understood {
        /// Path of the file.
        path: String,
        /// What every other format said of it.
        others: Vec<Recognized>,
        /// Its columns.
        columns: Vec<ColumnRole>,
    },
    /// The answer to [`ToWorker::Compare`].
    Compared {
        /// Measured before.
        baseline: Chosen,
        /// Measured after.
        candidate: Chosen,
        /// What both say about each other.
        comparison: Box<Comparison>,
        /// Its intervals, as SVG text made by `insight::compare`.
        svg: String,
    },
    /// The answer to [`ToWorker::Document`].
    Document {
        /// Path of the file.
        path: String,
        /// Its lines, or why it cannot be read any more.
        text: Result<Text, String>,
    },
    /// The answer to [`ToWorker::KnownAnswers`]: a line a case with every number that was found.
    KnownAnswers {
        /// The lines.
        lines: Vec<String>,
    },
    /// Every column of one file, over every row.
    Profile {
        /// Path of the file.
        path: String,
        /// Its columns, in file order.
        columns: Vec<ColumnProfile>,
    },
}

/// What the companion says of itself: `GET /v1/hello`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// `chimera-insight`.
    pub name: String,
    /// Version of the companion.
    pub release: String,
    /// [`VERSION`] it speaks.
    pub version: u32,
    /// The backend behind it.
    pub backend: Backend,
}

/// State of the backend that runs models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backend {
    /// `ollama`.
    pub kind: String,
    /// Version, when reachable.
    pub version: Option<String>,
    /// Names of the models it has, when reachable.
    pub models: Vec<String>,
    /// What is wrong and what to do, one sentence; `None` when it is ready.
    pub problem: Option<String>,
}

/// Options of a model run; `None` means the backend's default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Layers on the GPU.
    pub num_gpu: Option<u32>,
    /// Context window, tokens.
    pub num_ctx: Option<u64>,
    /// Sampling temperature.
    pub temperature: Option<f32>,
    /// Nucleus sampling.
    pub top_p: Option<f32>,
    /// Top-k sampling.
    pub top_k: Option<u32>,
    /// Repeat penalty.
    pub repeat_penalty: Option<f32>,
    /// Most tokens to write in one stage.
    pub num_predict: Option<i32>,
    /// Seed of the sampler.
    pub seed: Option<i32>,
}

/// `POST /v1/jobs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobRequest {
    /// [`VERSION`] the page speaks.
    pub version: u32,
    /// Name of the model.
    pub model: String,
    /// Options.
    #[serde(default)]
    pub options: Options,
    /// What the model is told.
    pub brief: Brief,
    /// Who the model is and what it is asked for besides.
    #[serde(default)]
    pub voice: Voice,
    /// Whether the model first chooses what to tell; otherwise the facts are told by rank.
    #[serde(default)]
    pub analysis: bool,
}

/// One event of a job; the set is closed. Its number is the `id:` of the server-sent event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum JobEvent {
    /// The job exists.
    Accepted {
        /// Its id, for resume and cancel.
        job: String,
    },
    /// Another job runs first.
    Queue {
        /// Jobs ahead.
        ahead: u64,
    },
    /// The model is being loaded.
    Loading {
        /// Its name.
        model: String,
    },
    /// A stage begins: `analysis`, then a part of the report; what was written in it before is taken back.
    Stage {
        /// Its name.
        stage: String,
    },
    /// Text as it is written: JSON with slots still open.
    Token {
        /// The stage it belongs to.
        stage: String,
        /// The text.
        text: String,
    },
    /// A part of the report is decided.
    Section(Wrote),
    /// Something the reader must know; the job goes on.
    Warning {
        /// One sentence.
        message: String,
    },
    /// The job is finished.
    Done {
        /// Timing, counts, options.
        metrics: Box<Metrics>,
    },
    /// The job ended without a report.
    Error {
        /// `unreachable`, `model_missing`, `prompt_too_long`, `upstream_ended`, `cancelled`, `bad_request`, `backend`, `shutting_down`.
        code: String,
        /// What happened and what to do, one or two sentences.
        message: String,
        /// Whether the same request may work later.
        retryable: bool,
    },
}

/// Timing of a job. Every duration in milliseconds, each with its source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Model that wrote.
    pub model: String,
    /// Request to first text, measured by the companion.
    pub ttft_ms: f64,
    /// Request to end, measured by the companion.
    pub total_ms: f64,
    /// Tokens written, as the backend reports them.
    pub tokens: Option<u64>,
    /// Tokens of the prompt, as the backend reports them.
    pub prompt_tokens: Option<u64>,
    /// Loading the model, as the backend reports it.
    pub load_ms: Option<f64>,
    /// Reading the prompt, as the backend reports it.
    pub prompt_eval_ms: Option<f64>,
    /// Writing, as the backend reports it.
    pub eval_ms: Option<f64>,
    /// `tokens / eval`, derived.
    pub tokens_per_s: Option<f64>,
    /// Per phase: `analysis` and `report`, wall-clock milliseconds measured by the companion.
    pub stages: Vec<(String, f64)>,
    /// Every option sent, `default` where unset, in the order shown.
    pub options: Vec<(String, String)>,
    /// Version of the backend.
    pub backend_version: Option<String>,
}

/// Cuts bytes at each of these places that lies inside them, in order.
#[cfg(test)]
fn split_at_each<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let mut rest = bytes;
    let mut chunks = Vec::new();
    for cut in cuts {
        let (head, tail) = rest.split_at(cut - (bytes.len() - rest.len()));
        chunks.push(head);
        rest = tail;
    }
    chunks.push(rest);
    chunks
}
