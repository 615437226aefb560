//! Stop, resume, and waiting in line.

use crate::fake::{self, WHOLE, answer, endless};
use crate::support::{Events, companion, job, post, request, send, text};
use axum::Router;
use axum::response::Response;
use insight::wire::JobEvent;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

const FIRST: &[u8] = b"{\"message\":{\"content\":\"so far\"},\"done\":false}\n";

/// A companion whose Ollama never ends its first answer, and when that connection was closed.
async fn stuck() -> (Router, oneshot::Receiver<()>) {
    let (sender, closed) = oneshot::channel();
    let sender = Arc::new(Mutex::new(Some(sender)));
    let chat = move || -> Response {
        match sender.lock().unwrap().take() {
            Some(sender) => endless(FIRST, sender),
            None => answer(WHOLE.as_bytes()),
        }
    };
    let (url, _) = fake::ollama(chat).await;
    (companion(&url, &[]), closed)
}

async fn accepted(events: &mut Events) -> String {
    match events.next().await {
        Some((1, JobEvent::Accepted { job })) => job,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn stop_closes_the_connection_to_the_model_and_lets_the_next_job_run() {
    let (companion, closed) = stuck().await;
    let mut events = Events::of(send(&companion, post(&job())).await);
    let id = accepted(&mut events).await;
    events.until("token").await;

    let mut next = Events::of(send(&companion, post(&job())).await);
    accepted(&mut next).await;
    assert_eq!(next.next().await, Some((2, JobEvent::Queue { ahead: 1 })));

    let stopped = send(&companion, request(&format!("DELETE /v1/jobs/{id}"), &[], "")).await;
    assert_eq!(stopped.status(), 204);
    closed.await.unwrap();
    let JobEvent::Error { code, retryable, .. } = events.until("error").await else { unreachable!() };
    assert_eq!((code.as_str(), retryable), ("cancelled", false));
    assert_eq!(events.next().await, None);
    next.until("done").await;
}

#[tokio::test]
async fn a_reader_who_lost_the_connection_gets_what_came_after_the_last_event_it_saw() {
    let (companion, _closed) = stuck().await;
    let mut events = Events::of(send(&companion, post(&job())).await);
    let id = accepted(&mut events).await;
    let before = events.next().await.unwrap();
    let after = events.next().await.unwrap();
    drop(events);

    let path = format!("GET /v1/jobs/{id}/events");
    let again = request(&path, &[("last-event-id", &before.0.to_string())], "");
    assert_eq!(Events::of(send(&companion, again).await).next().await, Some(after));
    let whole = send(&companion, request(&path, &[], "")).await;
    assert_eq!(Events::of(whole).next().await, Some((1, JobEvent::Accepted { job: id.clone() })));
    let odd = send(&companion, request(&path, &[("last-event-id", "seven")], "")).await;
    assert_eq!(odd.status(), 400);
}

#[tokio::test]
async fn a_stream_passes_proxies_unbuffered() {
    let (companion, _closed) = stuck().await;
    let response = send(&companion, post(&job())).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-cache, no-transform");
    assert_eq!(header("x-accel-buffering"), "no");
    assert_eq!(header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_line_that_is_too_long_sends_the_next_one_away() {
    let (companion, _closed) = stuck().await;
    let mut waiting = Vec::new();
    for ahead in 0..=16 {
        let mut events = Events::of(send(&companion, post(&job())).await);
        accepted(&mut events).await;
        if ahead > 0 {
            assert_eq!(events.next().await, Some((2, JobEvent::Queue { ahead })));
        }
        waiting.push(events);
    }
    let refused = send(&companion, post(&job())).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "10");
    assert!(text(refused).await.contains("\"code\":\"busy\""));
}
