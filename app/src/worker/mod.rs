//! The worker: reads the files it is handed, keeps the readings, and answers with what is known.
//!
//! It is disposable: a panic ends it, the page hears why and starts another.

mod bench;
mod document;
mod slices;
mod warm_up;

use bench::Bench;
use insight::wire::{FromWorker, ToWorker, VERSION};
use js_sys::{Array, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, PromiseRejectionEvent};

#[wasm_bindgen]
extern "C" {
    /// Raises the `error` event of the worker, which the page hears.
    #[wasm_bindgen(js_name = reportError)]
    fn report_error(error: &JsValue);
}

/// A path with its file, or with why the file cannot be opened.
type Handed = (String, Result<Blob, String>);

/// Listens for the page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| report_error(&js_sys::Error::new(&panic.to_string()))));
    let Some(scope) = scope() else { return };
    let bench = Rc::new(RefCell::new(Bench::default()));
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear(&bench, &event.data()));
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    // A trap inside a promise (out of memory, a stack too deep) would otherwise be heard by nobody.
    let rejected = Closure::<dyn Fn(PromiseRejectionEvent)>::new(|event: PromiseRejectionEvent| {
        report_error(&event.reason());
    });
    let _ = scope.add_event_listener_with_callback("unhandledrejection", rejected.as_ref().unchecked_ref());
    rejected.forget();
    say(&FromWorker::Ready { version: VERSION });
    spawn_local(async { warm_up::warm_up() });
}

fn hear(bench: &Rc<RefCell<Bench>>, message: &JsValue) {
    let json = Reflect::get(message, &"message".into()).ok().and_then(|json| json.as_string());
    let Some(Ok(message_to_worker)) = json.map(|json| serde_json::from_str::<ToWorker>(&json)) else {
        report_error(&js_sys::Error::new("the page sent a message that the worker does not know"));
        return;
    };
    match message_to_worker {
        ToWorker::Read { paths } => read(bench, paths, message),
        ToWorker::ReadAs { path, format } => {
            bench.borrow_mut().read_as(&path, format);
            read(bench, vec![path], message);
        }
        ToWorker::Correct { corrections } => bench.borrow_mut().correct(corrections),
        ToWorker::Judge { objectives } => bench.borrow_mut().judge(objectives),
        ToWorker::Understood { path } => bench.borrow().understood(&path).iter().for_each(say),
        ToWorker::Cancel => bench.borrow_mut().cancel(),
        ToWorker::Chart { study, metric } => {
            if let Some(svg) = bench.borrow().chart(&study, &metric) {
                say(&FromWorker::Chart { study, metric, svg });
            }
        }
        ToWorker::Compare { baseline, candidate, threshold } => {
            say(&bench.borrow().compare(baseline, candidate, threshold));
        }
        ToWorker::Document { path } => handed(vec![path], message).for_each(|handed| {
            spawn_local(async move { say(&document::read(handed).await) });
        }),
        ToWorker::KnownAnswers { cases } => {
            let lines = insight::golden::answers(&cases).unwrap_or_else(|why| vec![why]);
            say(&FromWorker::KnownAnswers { lines });
        }
        ToWorker::Profile { path } => {
            if let Some(columns) = bench.borrow().profile(&path) {
                say(&FromWorker::Profile { path, columns });
            }
        }
    }
}

/// Puts the files that travel beside a message on the bench.
fn read(bench: &Rc<RefCell<Bench>>, paths: Vec<String>, message: &JsValue) {
    if bench.borrow_mut().queue(handed(paths, message)) {
        spawn_local(bench::run(Rc::clone(bench)));
    }
}

/// Paths with the files that travel beside a message.
fn handed(paths: Vec<String>, message: &JsValue) -> impl Iterator<Item = Handed> + use<> {
    let files = Reflect::get(message, &"files".into()).map(|files| Array::from(&files)).unwrap_or_default();
    paths.into_iter().zip(files.to_vec()).map(|(path, file)| match file.dyn_into::<Blob>() {
        Ok(blob) => (path, Ok(blob)),
        Err(why) => (path, Err(why.as_string().unwrap_or_default())),
    })
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

fn say(message: &FromWorker) {
    let Ok(json) = serde_json::to_string(message) else { return };
    if let Some(scope) = scope() {
        let _ = scope.post_message(&json.into());
    }
}

/// Milliseconds since the worker began.
fn now() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |performance| performance.now())
}
