//! What the page works with: the session as signals, and what the reader can make happen.

use crate::browser::Given;
use crate::link;
use crate::remembered;
use crate::worker_link::{Heard, WorkerLink};
use insight::compare::Chosen;
use insight::dataset::Correction;
use insight::reading::{common_root, tell_apart};
use insight::serving::{self, Objective};
use insight::session::{Data, Event, Progress, Session};
use insight::wire::ToWorker;
use leptos::prelude::*;
use std::collections::HashSet;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

/// What is known, compared by identity: a summary is never compared cell by cell.
#[derive(Clone)]
pub(crate) struct Known(Arc<Data>);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Known {
    type Target = Data;
    fn deref(&self) -> &Data {
        &self.0
    }
}

/// The metric that the reader looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// `Study::id`.
    pub(crate) study: String,
    /// `Metric::key`.
    pub(crate) metric: String,
}

/// Handles to everything that lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) session: RwSignal<Session>,
    pub(crate) known: Memo<Option<Known>>,
    pub(crate) progress: Memo<Option<Progress>>,
    pub(crate) choice: RwSignal<Option<Choice>>,
    /// Path of the file that the reader looks into.
    pub(crate) looked_into: RwSignal<Option<String>>,
    /// What the reader says of columns.
    pub(crate) corrections: RwSignal<Vec<Correction>>,
    /// What is asked of a server, as it was typed.
    pub(crate) target: RwSignal<String>,
    /// One sentence for readers of a screen.
    pub(crate) status: RwSignal<String>,
    worker: StoredValue<Option<Rc<WorkerLink>>, LocalStorage>,
    pasted: StoredValue<u32>,
    /// Paths of everything that was taken since the last clear.
    paths: StoredValue<HashSet<String>>,
}

impl Desk {
    /// Starts the worker and looks for the companion.
    pub(crate) fn open() -> Self {
        let session = RwSignal::new(Session::default());
        let desk = Self {
            session,
            known: Memo::new(move |_| session.with(|session| session.data.clone().map(Known))),
            progress: Memo::new(move |_| session.with(|session| session.progress)),
            choice: RwSignal::new(None),
            looked_into: RwSignal::new(None),
            corrections: RwSignal::new(remembered::corrections()),
            target: RwSignal::new(remembered::target()),
            status: RwSignal::new(String::new()),
            worker: StoredValue::new_local(None),
            pasted: StoredValue::new(0),
            paths: StoredValue::default(),
        };
        let worker = WorkerLink::start(move |heard| match heard {
            Heard::Said(said) => desk.apply(Event::FromWorker(said)),
            Heard::Failed(why) => desk.apply(Event::WorkerFailed { why }),
        });
        worker.correct(desk.corrections.get_untracked());
        worker.judge(serving::parse(&desk.target.get_untracked()).unwrap_or_default());
        desk.worker.set_value(Some(worker));
        link::ask(desk);
        desk
    }

    /// The desk of this page.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Something happened.
    pub(crate) fn apply(self, event: Event) {
        self.session.update(|session| session.apply(event));
    }

    /// Takes files that were dropped or chosen together.
    pub(crate) fn take(self, mut files: Vec<Given>) {
        let bytes = files.iter().map(Given::bytes).sum();
        self.apply(Event::Dropped { files: files.len() as u64, bytes });
        if files.is_empty() {
            return;
        }
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let root = common_root(&paths).len();
        for file in &mut files {
            file.path.drain(..root);
        }
        self.paths.update_value(|taken| tell_apart(taken, files.iter_mut().map(|file| &mut file.path)));
        self.with_worker(|worker| worker.read_files(files));
    }

    /// Takes text that was pasted; its first characters say what it is.
    pub(crate) fn take_text(self, text: &str) {
        let start = text.trim_start();
        let objects = start.lines().filter(|line| line.starts_with('{')).count();
        let ending = match start.chars().next() {
            None => return,
            Some('{') if objects > 1 => "jsonl",
            Some('{' | '[') => "json",
            Some('#' | '|') => "md",
            Some(_) => "csv",
        };
        self.pasted.update_value(|number| *number += 1);
        let path = format!("pasted-{}.{ending}", self.pasted.get_value());
        let blob = crate::browser::blob_of_text(text, "text/plain").ok_or_else(|| "the text is too long".to_owned());
        self.take(vec![Given { path, blob }]);
    }

    /// Stops reading.
    pub(crate) fn cancel(self) {
        self.apply(Event::ReadingCancelled);
        self.with_worker(|worker| worker.say(ToWorker::Cancel));
    }

    /// Forgets everything.
    pub(crate) fn clear(self) {
        crate::link::stop(self);
        self.with_worker(|worker| worker.clear());
        self.choice.set(None);
        self.looked_into.set(None);
        self.paths.set_value(HashSet::new());
        self.apply(Event::Cleared);
    }

    /// Shows a metric; its picture is asked for when it is not there.
    pub(crate) fn choose(self, study: &str, metric: &str) {
        let choice = Choice { study: study.to_owned(), metric: metric.to_owned() };
        let drawn = self
            .session
            .with_untracked(|session| session.charts.contains_key(&(choice.study.clone(), choice.metric.clone())));
        if !drawn {
            let message = ToWorker::Chart { study: choice.study.clone(), metric: choice.metric.clone() };
            self.with_worker(|worker| worker.say(message));
        }
        self.choice.set(Some(choice));
    }

    /// Has two sides compared; a smaller change than that share does not matter.
    pub(crate) fn compare(self, baseline: Chosen, candidate: Chosen, threshold: f64) {
        self.with_worker(|worker| worker.say(ToWorker::Compare { baseline, candidate, threshold }));
    }

    /// Has the loads of a server held against that, and remembers it.
    pub(crate) fn judge(self, typed: String, objectives: Vec<Objective>) {
        remembered::keep_target(&typed);
        self.target.set(typed);
        self.with_worker(|worker| worker.judge(objectives));
    }

    /// Looks into a file: its columns, and why it was read as it was.
    pub(crate) fn look_into(self, path: &str) {
        self.looked_into.set(Some(path.to_owned()));
        self.with_worker(|worker| worker.say(ToWorker::Understood { path: path.to_owned() }));
    }

    /// Has the text of a document fetched, unless it is there.
    pub(crate) fn open_document(self, path: &str) {
        if !self.session.with_untracked(|session| session.documents.contains_key(path)) {
            self.with_worker(|worker| worker.document(path));
        }
    }

    /// Reads a file again as a format, or as it was recognized.
    pub(crate) fn read_as(self, path: &str, format: Option<String>) {
        let known = self.known.get_untracked();
        let bytes =
            known.and_then(|known| known.summary.files.iter().find(|file| file.path == path).map(|file| file.bytes));
        self.apply(Event::Dropped { files: 1, bytes: bytes.unwrap_or(0) });
        self.with_worker(|worker| worker.read_as(path, format));
    }

    /// Takes what the reader says of a column, in place of what was said of it before, and remembers it.
    pub(crate) fn correct(self, correction: Correction) {
        self.corrections.update(|all| {
            all.retain(|known| known.column != correction.column || known.format != correction.format);
            if !correction.is_empty() {
                all.push(correction);
            }
        });
        self.corrected();
    }

    /// Forgets every correction.
    pub(crate) fn forget_corrections(self) {
        self.corrections.set(Vec::new());
        self.corrected();
    }

    fn corrected(self) {
        let corrections = self.corrections.get_untracked();
        remembered::keep(&corrections);
        self.with_worker(|worker| worker.correct(corrections));
    }

    fn with_worker(self, act: impl FnOnce(&Rc<WorkerLink>)) {
        if let Some(worker) = self.worker.get_value() {
            act(&worker);
        }
    }
}
