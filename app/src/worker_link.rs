//! The page's end of the worker: starts it, hands it files, hears it, and starts another when it ends by a bug.

use crate::browser::{Given, message_of};
use insight::dataset::Correction;
use insight::serving::Objective;
use insight::wire::{FromWorker, ToWorker, VERSION};
use js_sys::{Array, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

const LOADER: &str = "./worker_loader.js";

/// What the page hears from its worker.
pub(crate) enum Heard {
    /// A message.
    Said(FromWorker),
    /// It ended by a bug; another one is started and reads the other files again.
    Failed(String),
}

/// The worker, whichever instance it is.
pub(crate) struct WorkerLink {
    hear: Box<dyn Fn(Heard)>,
    running: RefCell<Option<Running>>,
    ready: Cell<bool>,
    /// Said before the worker listened.
    waiting: RefCell<Vec<(ToWorker, Vec<Given>)>>,
    /// Every file handed over since the last clear; a new worker must read them again.
    given: RefCell<Vec<Given>>,
    /// What a person says of columns; every new worker must know it.
    corrections: RefCell<Vec<Correction>>,
    /// What a person asks of a server; every new worker must know it.
    objectives: RefCell<Vec<Objective>>,
    /// How many of `given` were read when the worker last said so.
    read: Cell<usize>,
}

struct Running {
    worker: web_sys::Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl WorkerLink {
    /// Starts the worker.
    pub(crate) fn start(hear: impl Fn(Heard) + 'static) -> Rc<Self> {
        let link = Rc::new(Self {
            hear: Box::new(hear),
            running: RefCell::default(),
            ready: Cell::default(),
            waiting: RefCell::default(),
            given: RefCell::default(),
            corrections: RefCell::default(),
            objectives: RefCell::default(),
            read: Cell::default(),
        });
        link.spawn();
        link
    }

    fn spawn(self: &Rc<Self>) {
        self.ready.set(false);
        self.read.set(0);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match web_sys::Worker::new_with_options(LOADER, &options) {
            Ok(worker) => worker,
            Err(error) => return (self.hear)(Heard::Failed(message_of(&error))),
        };
        let link = Rc::downgrade(self);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let said = event.data().as_string().and_then(|json| serde_json::from_str::<FromWorker>(&json).ok());
            if let (Some(link), Some(said)) = (link.upgrade(), said) {
                link.heard(said);
            }
        });
        let link = Rc::downgrade(self);
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            if let Some(link) = link.upgrade() {
                link.failed(&event.message());
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.running.borrow_mut() = Some(Running { worker, _on_message: on_message, _on_error: on_error });
    }

    fn heard(&self, said: FromWorker) {
        match &said {
            FromWorker::Ready { version } => {
                self.ready.set(*version == VERSION);
                if self.ready.get() {
                    let corrections = self.corrections.borrow().clone();
                    if !corrections.is_empty() {
                        self.post(&ToWorker::Correct { corrections }, &[]);
                    }
                    let objectives = self.objectives.borrow().clone();
                    if !objectives.is_empty() {
                        self.post(&ToWorker::Judge { objectives }, &[]);
                    }
                    for (message, files) in self.waiting.take() {
                        self.post(&message, &files);
                    }
                }
            }
            FromWorker::File(_) => self.read.set(self.read.get() + 1),
            FromWorker::Summary { cancelled: true, .. } => {
                // What was not read is forgotten; the next worker must not read it either.
                self.given.borrow_mut().truncate(self.read.get());
            }
            FromWorker::Summary { .. }
            | FromWorker::Progress { .. }
            | FromWorker::Chart { .. }
            | FromWorker::Understood { .. }
            | FromWorker::Compared { .. }
            | FromWorker::Document { .. }
            | FromWorker::KnownAnswers { .. }
            | FromWorker::Profile { .. } => {}
        }
        (self.hear)(Heard::Said(said));
    }

    /// The file in work is left out, the others are read again by a new worker.
    fn failed(self: &Rc<Self>, why: &str) {
        let why = why.trim_start_matches("Uncaught ").trim_start_matches("Error: ");
        let first_line = why.lines().collect::<Vec<_>>().join(" ");
        *self.running.borrow_mut() = None;
        if !self.ready.get() {
            return (self.hear)(Heard::Failed(format!("it did not start: {first_line}")));
        }
        let at = self.read.get();
        let mut rest = self.given.take();
        let what = if at < rest.len() {
            format!("`{}`: {first_line}", rest.remove(at).path)
        } else {
            // Not a single file, but what they are together: reading them again would end the same way.
            rest.clear();
            format!("statistics: {first_line}")
        };
        (self.hear)(Heard::Failed(what));
        self.spawn();
        if !rest.is_empty() {
            self.read_files(rest);
        }
    }

    /// Hands files over, to be read and added to what is known.
    pub(crate) fn read_files(&self, files: Vec<Given>) {
        self.given.borrow_mut().extend(files.iter().cloned());
        let paths = files.iter().map(|file| file.path.clone()).collect();
        self.send(ToWorker::Read { paths }, files);
    }

    /// Has one file read again as a format, or as recognized.
    pub(crate) fn read_as(&self, path: &str, format: Option<String>) {
        let mut given = self.given.borrow_mut();
        let Some(at) = given.iter().position(|file| file.path == path) else { return };
        // It is read last now.
        let file = given.remove(at);
        if at < self.read.get() {
            self.read.set(self.read.get() - 1);
        }
        given.push(file.clone());
        drop(given);
        self.send(ToWorker::ReadAs { path: path.to_owned(), format }, vec![file]);
    }

    /// Has a document read once more, to be shown.
    pub(crate) fn document(&self, path: &str) {
        let known = self.given.borrow().iter().find(|file| file.path == path).cloned();
        if let Some(file) = known {
            self.send(ToWorker::Document { path: path.to_owned() }, vec![file]);
        }
    }

    /// Has columns understood as a person says.
    pub(crate) fn correct(&self, corrections: Vec<Correction>) {
        self.corrections.borrow_mut().clone_from(&corrections);
        if self.ready.get() {
            self.post(&ToWorker::Correct { corrections }, &[]);
        }
    }

    /// Has loads held against what a person asks for.
    pub(crate) fn judge(&self, objectives: Vec<Objective>) {
        self.objectives.borrow_mut().clone_from(&objectives);
        if self.ready.get() {
            self.post(&ToWorker::Judge { objectives }, &[]);
        }
    }

    /// Says something that needs no file.
    pub(crate) fn say(&self, message: ToWorker) {
        self.send(message, Vec::new());
    }

    /// Forgets everything: a new worker gives the memory back as well.
    pub(crate) fn clear(self: &Rc<Self>) {
        *self.running.borrow_mut() = None;
        self.given.borrow_mut().clear();
        self.waiting.borrow_mut().clear();
        self.spawn();
    }

    fn send(&self, message: ToWorker, files: Vec<Given>) {
        if self.ready.get() {
            self.post(&message, &files);
        } else {
            self.waiting.borrow_mut().push((message, files));
        }
    }

    fn post(&self, message: &ToWorker, files: &[Given]) {
        let Ok(json) = serde_json::to_string(message) else { return };
        let handles: Array = files
            .iter()
            .map(|file| match &file.blob {
                Ok(blob) => blob.into(),
                Err(why) => JsValue::from_str(why),
            })
            .collect();
        let envelope = Object::new();
        let _ = Reflect::set(&envelope, &"message".into(), &json.into());
        let _ = Reflect::set(&envelope, &"files".into(), &handles);
        if let Some(running) = &*self.running.borrow() {
            let _ = running.worker.post_message(&envelope);
        }
    }
}
