//! Jobs over HTTP: create one and follow it, follow it again after a lost connection, cancel it.

use super::Companion;
use super::refuse::Refuse;
use crate::job::{Follower, model, settings};
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use insight::wire::job::encode;
use insight::wire::sse::HEARTBEAT;
use insight::wire::{JobRequest, VERSION};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// A quiet stream says that it lives this often; the write also notices a reader that is gone.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(3);

/// `POST /v1/jobs`: starts a job and streams its events.
pub(super) async fn create(
    State(companion): State<Arc<Companion>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refuse> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refuse::new(rejection.status(), "bad_request", "the job is larger than 1 MiB"),
        status => Refuse::new(status, "bad_request", rejection.body_text()),
    })?;
    let request: JobRequest = serde_json::from_slice(&body).map_err(|error| bad(format!("unexpected job: {error}")))?;
    if request.version != VERSION {
        let message =
            format!("the page speaks version {} and the companion version {VERSION}: reload the page", request.version);
        return Err(bad(message));
    }
    settings::check(&request).map_err(bad)?;
    let ollama = companion.ollama.clone();
    let job = companion.jobs.start(async move |job| model::write(&ollama, &request, &job).await).ok_or_else(|| {
        Refuse::new(StatusCode::TOO_MANY_REQUESTS, "busy", "too many jobs wait already: try again in a moment")
    })?;
    Ok(stream(job.follow(0)))
}

/// `GET /v1/jobs/{id}/events`: the events after `Last-Event-ID`, then those to come.
pub(super) async fn events(
    State(companion): State<Arc<Companion>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refuse> {
    let job = companion.jobs.find(&id).ok_or_else(gone)?;
    let seen = match headers.get("last-event-id") {
        None => 0,
        Some(id) => id
            .to_str()
            .ok()
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| bad("expected a number in `Last-Event-ID`".to_owned()))?,
    };
    Ok(stream(job.follow(seen)))
}

/// `DELETE /v1/jobs/{id}`: stops the job, and the model with it.
pub(super) async fn cancel(
    State(companion): State<Arc<Companion>>,
    Path(id): Path<String>,
) -> Result<StatusCode, Refuse> {
    companion.jobs.find(&id).ok_or_else(gone)?.cancel();
    Ok(StatusCode::NO_CONTENT)
}

fn bad(message: String) -> Refuse {
    Refuse::new(StatusCode::BAD_REQUEST, "bad_request", message)
}

fn gone() -> Refuse {
    Refuse::new(
        StatusCode::NOT_FOUND,
        "not_found",
        "there is no such job: it ended long ago, or the companion was restarted",
    )
}

fn stream(follower: Follower) -> Response {
    let frames = unfold(follower, async |mut follower| {
        let frame = match tokio::time::timeout(HEARTBEAT_EVERY, follower.next()).await {
            Ok(None) => return None,
            Ok(Some((id, event))) => encode(id, &event),
            Err(_) => HEARTBEAT.to_owned(),
        };
        Some((Ok::<_, Infallible>(frame), follower))
    });
    let about = [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-cache, no-transform"),
        ("x-accel-buffering", "no"),
    ];
    (about, Body::from_stream(frames)).into_response()
}
