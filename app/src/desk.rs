//! What the page works with: the session as signals, and what the reader can make happen.

use crate::browser::Given;
use crate::link;
use crate::worker_link::{Heard, WorkerLink};
use insight::reading::{common_root, tell_apart};
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
            status: RwSignal::new(String::new()),
            worker: StoredValue::new_local(None),
            pasted: StoredValue::new(0),
            paths: StoredValue::default(),
        };
        let worker = WorkerLink::start(move |heard| match heard {
            Heard::Said(said) => desk.apply(Event::FromWorker(said)),
            Heard::Failed(why) => desk.apply(Event::WorkerFailed { why }),
        });
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

    fn with_worker(self, act: impl FnOnce(&Rc<WorkerLink>)) {
        if let Some(worker) = self.worker.get_value() {
            act(&worker);
        }
    }
}
