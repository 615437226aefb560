//! Who may ask: only this machine by its own names, and only the page that came from here.
//!
//! Checked in this order on every route, static files included: host, origin, content type; then the body limit.
//! A foreign site that resolves its name to this machine fails the first, one that posts across origins the second.

use super::Companion;
use super::refuse::Refuse;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The names under which this machine reaches itself.
const OWN_NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

pub(super) async fn check(
    State(companion): State<Arc<Companion>>,
    request: Request,
    next: Next,
) -> Result<Response, Refuse> {
    let host = own_host(&request, companion.port).ok_or_else(|| {
        Refuse::new(StatusCode::MISDIRECTED_REQUEST, "misdirected", "this server answers to its own names only")
    })?;
    if !same_origin(request.headers(), host) {
        return Err(Refuse::new(StatusCode::FORBIDDEN, "forbidden", "this server answers to its own page only"));
    }
    if request.method() == Method::POST && !is_json(request.headers()) {
        return Err(Refuse::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad_request", "expected `application/json`"));
    }
    Ok(next.run(request).await)
}

/// Headers that every answer carries.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        response.headers_mut().entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The host the request names, when it is one of ours with our port, letter by letter.
fn own_host(request: &Request, port: u16) -> Option<&str> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    let authority = request.uri().authority().map_or(host, |authority| authority.as_str());
    let own = OWN_NAMES.iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| match rest.strip_prefix(':') {
            Some(given) => given == port.to_string(),
            None => rest.is_empty() && port == 80,
        })
    });
    (own && hosts.next().is_none() && authority == host).then_some(host)
}

fn same_origin(headers: &HeaderMap, host: &str) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => true,
        (Some(origin), None) => {
            origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://")).is_some_and(|rest| rest == host)
        }
        (Some(_), Some(_)) => false,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
