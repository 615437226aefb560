//! A report that a model writes: how far it is, and what it has written so far.

use super::Notice;
use crate::report::Wrote;
use crate::report::part::Part;
use crate::wire::job::Numbered;
use crate::wire::{JobEvent, Metrics};

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum JobState {
    /// None was asked for.
    #[default]
    None,
    /// Asked for; no answer yet.
    Connecting,
    /// Other jobs run first.
    Queued {
        /// How many.
        ahead: u64,
    },
    /// The model is being loaded.
    Loading {
        /// Its name.
        model: String,
    },
    /// The model reads the brief or writes; [`Job::drafts`] grows.
    Writing {
        /// The stage it is in.
        stage: String,
    },
    /// Finished.
    Done {
        /// Timing, counts, options.
        metrics: Box<Metrics>,
    },
    /// Ended without a report; what was written stays.
    Failed {
        /// What happened and what to do.
        notice: Notice,
        /// Whether the same request may work later.
        retryable: bool,
    },
    /// Stopped by the reader; what was written stays.
    Stopped,
}

/// The text of one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `analysis` or the name of a part.
    pub stage: String,
    /// What the model has written.
    pub text: String,
}

/// The job that was asked for last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Job {
    /// How far it is.
    pub state: JobState,
    /// Its id at the companion, for resume and cancel.
    pub id: Option<String>,
    /// Number of its last event.
    pub last_event: u64,
    /// Name of the model.
    pub model: String,
    /// Text by stage, in the order of writing; kept after a stop or a failure.
    pub drafts: Vec<Draft>,
    /// Parts that are decided, in the order of writing.
    pub sections: Vec<Wrote>,
    /// What the reader must know although the job went on.
    pub warnings: Vec<String>,
    /// Whether the data changed after it was asked for.
    pub outdated: bool,
}

impl Job {
    pub(super) fn asked(model: String) -> Self {
        Self { state: JobState::Connecting, model, ..Self::default() }
    }

    /// Whether events may still come.
    pub fn is_running(&self) -> bool {
        match self.state {
            JobState::Connecting | JobState::Queued { .. } | JobState::Loading { .. } | JobState::Writing { .. } => {
                true
            }
            JobState::None | JobState::Done { .. } | JobState::Failed { .. } | JobState::Stopped => false,
        }
    }

    /// What was written in a stage.
    pub fn text(&self, stage: &str) -> Option<&str> {
        self.drafts.iter().find(|draft| draft.stage == stage).map(|draft| draft.text.as_str())
    }

    /// What was written of the parts of the report so far, in the order of writing.
    pub fn parts(&self) -> Vec<(Part, &str)> {
        let part = |draft: &'_ Draft| Part::named(&draft.stage);
        self.drafts.iter().filter_map(|draft| Some((part(draft)?, draft.text.as_str()))).collect()
    }

    /// Takes the next event; one that comes after the end, or a second time after a resume, changes nothing.
    pub(super) fn apply(&mut self, Numbered { id, event }: Numbered) {
        if !self.is_running() || (id > 0 && id <= self.last_event) {
            return;
        }
        self.last_event = id;
        match event {
            JobEvent::Accepted { job } => self.id = Some(job),
            JobEvent::Queue { ahead } => self.state = JobState::Queued { ahead },
            JobEvent::Loading { model } => self.state = JobState::Loading { model },
            JobEvent::Stage { stage } => {
                self.draft(&stage).clear();
                self.state = JobState::Writing { stage };
            }
            JobEvent::Token { stage, text } => {
                self.draft(&stage).push_str(&text);
                self.state = JobState::Writing { stage };
            }
            JobEvent::Section(wrote) => self.sections.push(wrote),
            JobEvent::Warning { message } => self.warnings.push(message),
            JobEvent::Done { metrics } => self.state = JobState::Done { metrics },
            JobEvent::Error { code, .. } if code == "cancelled" => self.state = JobState::Stopped,
            JobEvent::Error { code, message, retryable } => {
                self.state = JobState::Failed { notice: Notice::job_failed(&code, &message, &self.model), retryable };
            }
        }
    }

    fn draft(&mut self, stage: &str) -> &mut String {
        let known = self.drafts.iter().position(|draft| draft.stage == stage);
        let at = known.unwrap_or_else(|| {
            self.drafts.push(Draft { stage: stage.to_owned(), text: String::new() });
            self.drafts.len() - 1
        });
        &mut self.drafts[at].text
    }

    pub(super) fn fail(&mut self, notice: Notice, retryable: bool) {
        if self.is_running() {
            self.state = JobState::Failed { notice, retryable };
        }
    }

    pub(super) fn stop(&mut self) {
        if self.is_running() {
            self.state = JobState::Stopped;
        }
    }
}
