//! A companion without a socket, requests to it, and its events as text.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response};
use companion::backend::Ollama;
use companion::{Companion, Config, Page, router};
use insight::wire::JobEvent;
use insight::wire::job::{Ending, JobReader};
use serde_json::{Value, json};
use std::borrow::Cow;
use tower::ServiceExt;

/// Where no Ollama is: the port is reserved and nobody listens.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:1";

pub(crate) fn companion(ollama: &str, files: &[(&str, &'static str)]) -> Router {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes())));
    let config = Config { ollama: Ollama::at(ollama).unwrap(), page: Page::of(files) };
    router(Companion::new(([127, 0, 0, 1], 4173).into(), config))
}

/// A request from this machine; `headers` come after, and replace, `host`.
pub(crate) fn request(line: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let (method, path) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:4173");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

pub(crate) async fn send(companion: &Router, request: Request<Body>) -> Response<Body> {
    companion.clone().oneshot(request).await.unwrap()
}

pub(crate) async fn text(response: Response<Body>) -> String {
    let bytes: Bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn job() -> Value {
    let brief = json!({ "title": "Two models", "lines": ["One finding."], "facts": [], "names": [], "parts": [], "left_out": 0, "tokens": 300 });
    json!({ "version": insight::wire::VERSION, "model": "gemma3", "options": { "temperature": 0.5 }, "brief": brief })
}

pub(crate) fn post(job: &Value) -> Request<Body> {
    request("POST /v1/jobs", &[("content-type", "application/json")], job.to_string())
}

/// Events as they arrive from the body of a response.
pub(crate) struct Events {
    body: axum::body::BodyDataStream,
    reader: JobReader,
    ready: std::collections::VecDeque<(u64, JobEvent)>,
}

impl Events {
    pub(crate) fn of(response: Response<Body>) -> Self {
        assert_eq!(response.status(), 200);
        Self { body: response.into_body().into_data_stream(), reader: JobReader::default(), ready: <_>::default() }
    }

    pub(crate) async fn next(&mut self) -> Option<(u64, JobEvent)> {
        use futures_util::StreamExt;
        while self.ready.is_empty() {
            let bytes = self.body.next().await?.unwrap();
            self.ready.extend(self.reader.push(&bytes).into_iter().map(|read| {
                let read = read.unwrap();
                (read.id, read.event)
            }));
        }
        self.ready.pop_front()
    }

    /// Reads on until an event with this name.
    pub(crate) async fn until(&mut self, name: &str) -> JobEvent {
        loop {
            let (_, event) = self.next().await.unwrap();
            if event.name() == name {
                return event;
            }
        }
    }

    /// Everything to the end, one line an event; what differs from run to run is left out.
    pub(crate) async fn shown(mut self) -> String {
        let mut shown: Vec<String> = Vec::new();
        let mut writing = None;
        while let Some((_, event)) = self.next().await {
            // How text is cut into events depends on the clock.
            if let (JobEvent::Token { stage, text }, Some(before)) = (&event, &writing)
                && stage == before
            {
                shown.last_mut().unwrap().push_str(text);
                continue;
            }
            writing = match &event {
                JobEvent::Token { stage, .. } => Some(stage.clone()),
                _ => None,
            };
            shown.push(line(&event));
        }
        assert_eq!(self.reader.ending(), Ending::Proper);
        shown.join("\n")
    }
}

fn line(event: &JobEvent) -> String {
    match event {
        JobEvent::Accepted { job } => {
            assert_eq!((job.len(), job.bytes().all(|byte| byte.is_ascii_hexdigit())), (32, true), "{job}");
            "accepted".to_owned()
        }
        JobEvent::Queue { ahead } => format!("queue: {ahead} ahead"),
        JobEvent::Loading { model } => format!("loading: {model}"),
        JobEvent::Stage { stage } => format!("stage: {stage}"),
        JobEvent::Token { stage, text } => format!("{stage} writes: {text}"),
        JobEvent::Section(wrote) => {
            format!("section: {}, items {:?}", wrote.part.name(), wrote.items.as_ref().map(Vec::len))
        }
        JobEvent::Warning { message } => format!("warning: {message}"),
        JobEvent::Done { metrics } => {
            assert!(metrics.ttft_ms > 0.0 && metrics.total_ms >= metrics.ttft_ms, "{metrics:?}");
            let stages: Vec<&str> = metrics.stages.iter().map(|(stage, _)| stage.as_str()).collect();
            format!(
                "done: {} wrote {:?} tokens from {:?}, load {:?} ms, prompt {:?} ms, eval {:?} ms, {:?} tokens/s, {}, Ollama {:?}",
                metrics.model,
                metrics.tokens,
                metrics.prompt_tokens,
                metrics.load_ms,
                metrics.prompt_eval_ms,
                metrics.eval_ms,
                metrics.tokens_per_s,
                stages.join(" + "),
                metrics.backend_version
            )
        }
        JobEvent::Error { code, message, retryable } => {
            format!("error: {code}, {}: {message}", if *retryable { "retryable" } else { "final" })
        }
    }
}
