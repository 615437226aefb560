//! The page's end of the companion: is it there, write a report, follow the stream, stop.
//!
//! Every address is relative: the companion is the server that the page came from.

use crate::browser::sleep;
use crate::desk::Desk;
use gloo_net::http::{Request, Response};
use insight::session::{Event, NoHello};
use insight::wire::job::{Ending, JobReader, Numbered};
use insight::wire::{Hello, JobEvent, JobRequest};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

/// Waits before each attempt to take up a lost stream again, milliseconds.
const RESUME_AFTER: [i32; 4] = [500, 1000, 2000, 4000];

thread_local! {
    /// Aborts the stream that is being read.
    static ABORT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

/// Asks whether a companion is there.
pub(crate) fn ask(desk: Desk) {
    desk.apply(Event::HelloAsked);
    spawn_local(async move {
        let answer = hello().await;
        desk.apply(Event::HelloAnswered(answer));
    });
}

async fn hello() -> Result<Hello, NoHello> {
    let response = Request::get("v1/hello").send().await.map_err(|_| NoHello::Unreachable)?;
    // A plain file server answers too, and knows no such file.
    if !response.ok() {
        return Err(NoHello::Unreachable);
    }
    response.json().await.map_err(|_| NoHello::Foreign)
}

/// Has a report written.
pub(crate) fn write(desk: Desk, request: JobRequest) {
    desk.apply(Event::ReportAsked { model: request.model.clone() });
    let Ok(abort) = AbortController::new() else { return desk.apply(Event::ConnectionLost) };
    let signal = abort.signal();
    ABORT.set(Some(abort));
    spawn_local(async move {
        let mut reader = JobReader::default();
        if let Ok(response) = begin(&request, &signal).await {
            follow(desk, response, &mut reader).await;
            for wait in RESUME_AFTER {
                if reader.ending() != Ending::Cut || signal.aborted() {
                    break;
                }
                sleep(wait).await;
                if let Some(response) = resume(desk, &reader, &signal).await {
                    follow(desk, response, &mut reader).await;
                }
            }
        }
        if reader.ending() == Ending::Cut && !signal.aborted() {
            desk.apply(Event::ConnectionLost);
            ask(desk);
        }
    });
}

async fn begin(request: &JobRequest, signal: &AbortSignal) -> Result<Response, gloo_net::Error> {
    Request::post("v1/jobs").abort_signal(Some(signal)).json(request)?.send().await
}

async fn resume(desk: Desk, reader: &JobReader, signal: &AbortSignal) -> Option<Response> {
    let job = desk.session.with_untracked(|session| session.job.id.clone())?;
    let request = Request::get(&format!("v1/jobs/{job}/events"))
        .header("Last-Event-ID", &reader.last_id().to_string())
        .abort_signal(Some(signal));
    request.send().await.ok()
}

/// Stops the report that is being written, down to the model.
pub(crate) fn stop(desk: Desk) {
    let (running, job) = desk.session.with_untracked(|session| (session.job.is_running(), session.job.id.clone()));
    if !running {
        return;
    }
    desk.apply(Event::Stopped);
    if let Some(abort) = ABORT.take() {
        abort.abort();
    }
    if let Some(job) = job {
        spawn_local(async move {
            let _ = Request::delete(&format!("v1/jobs/{job}")).send().await;
        });
    }
}

/// Reads one stream to its end, proper or not.
async fn follow(desk: Desk, response: Response, reader: &mut JobReader) {
    if !response.ok() {
        let status = response.status();
        let refused = response.json::<JobEvent>().await.ok().filter(JobEvent::is_last);
        // What answers a job in progress with something else than a job is no companion any more: the connection is lost.
        if refused.is_none() && reader.last_id() > 0 {
            return;
        }
        let event = refused.unwrap_or_else(|| JobEvent::Error {
            code: "backend".to_owned(),
            message: format!("the companion answers {status}"),
            retryable: status >= 500,
        });
        // Told through the reader, so that it knows the end too.
        let _ = reader.push(insight::wire::job::encode(reader.last_id() + 1, &event).as_bytes());
        return desk.apply(Event::Job(Numbered { id: 0, event }));
    }
    let Some(body) = response.body() else { return };
    let stream: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let Ok(read) = JsFuture::from(stream.read()).await else { return };
        let Ok(value) = Reflect::get(&read, &"value".into()) else { return };
        let Ok(bytes) = value.dyn_into::<Uint8Array>() else { return };
        let events = reader.push(&bytes.to_vec());
        let broken = events.iter().any(Result::is_err);
        for event in events.into_iter().flatten() {
            show(desk, event);
        }
        if broken || reader.ending() == Ending::Proper {
            flush(desk);
            let _ = stream.cancel();
            return;
        }
    }
}

thread_local! {
    /// Events that wait for the next frame.
    static PENDING: RefCell<Vec<Numbered>> = const { RefCell::new(Vec::new()) };
}

/// Shows an event with the next frame: a fast model must not cost a layout a token.
fn show(desk: Desk, event: Numbered) {
    let last = event.event.is_last();
    let first = PENDING.with_borrow_mut(|pending| {
        pending.push(event);
        pending.len() == 1
    });
    if last {
        flush(desk);
    } else if first {
        request_animation_frame(move || flush(desk));
    }
}

fn flush(desk: Desk) {
    let pending = PENDING.take();
    if !pending.is_empty() {
        desk.session.update(|session| pending.into_iter().for_each(|event| session.apply(Event::Job(event))));
    }
}
