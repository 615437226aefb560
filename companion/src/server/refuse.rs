//! A refusal: a status and the same JSON as an `error` event, so that the page reads one shape.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use insight::wire::JobEvent;

/// Why a request was not served.
#[derive(Debug)]
pub(super) struct Refuse {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refuse {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here")
    }
}

impl IntoResponse for Refuse {
    fn into_response(self) -> Response {
        let retryable = self.status == StatusCode::TOO_MANY_REQUESTS;
        let body = JobEvent::Error { code: self.code.to_owned(), message: self.message, retryable };
        let mut response = (self.status, Json(body)).into_response();
        if retryable {
            response.headers_mut().insert("retry-after", axum::http::HeaderValue::from_static("10"));
        }
        response
    }
}
