//! An Ollama that answers as told: only for faults that a real one does not produce on demand.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, http};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// What Ollama was asked in `POST /api/chat`.
pub(crate) type Asked = Arc<Mutex<Vec<Value>>>;

/// Starts one; gives its address and what it is asked.
pub(crate) async fn ollama(chat: impl Fn() -> Response + Clone + Send + Sync + 'static) -> (String, Asked) {
    let asked = Asked::default();
    let noted = asked.clone();
    let routes = Router::new()
        .route("/api/version", get(async || Json(json!({ "version": "0.24.0" }))))
        .route("/api/ps", get(async || Json(json!({ "models": [] }))))
        .route(
            "/api/tags",
            get(async || Json(json!({ "models": [{ "name": "gemma3:latest", "modified_at": "", "size": 1 }] }))),
        )
        .route("/api/show", post(async || Json(json!({ "model_info": { "gemma3.context_length": 131_072 } }))))
        .route("/api/pull", post(async || PULLED))
        .route(
            "/api/chat",
            post(async move |Json(body): Json<Value>| {
                noted.lock().unwrap().push(body);
                chat()
            }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, asked)
}

/// A download that goes well.
const PULLED: &str = r#"{"status":"pulling manifest"}
{"status":"pulling 6f2a","digest":"sha256:6f2a","total":200}
{"status":"pulling 6f2a","digest":"sha256:6f2a","total":200,"completed":10}
{"status":"pulling 6f2a","digest":"sha256:6f2a","total":200,"completed":90}
{"status":"pulling 6f2a","digest":"sha256:6f2a","total":200,"completed":200}
{"status":"success"}
"#;

/// A whole answer: two tokens, one with a character of two bytes, then the metrics.
pub(crate) const WHOLE: &str = concat!(
    r#"{"model":"gemma3","message":{"role":"assistant","content":"64 "},"done":false}"#,
    "\n",
    r#"{"model":"gemma3","message":{"role":"assistant","content":"µs."},"done":false}"#,
    "\n",
    r#"{"model":"gemma3","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","#,
    r#""total_duration":9000000,"load_duration":1000000,"prompt_eval_count":900,"prompt_eval_duration":2000000,"#,
    r#""eval_count":20,"eval_duration":4000000}"#,
    "\n",
);

/// An answer that ends properly after these bytes.
pub(crate) fn answer(bytes: &'static [u8]) -> Response {
    Body::from(bytes).into_response()
}

/// An answer whose connection breaks after these bytes.
pub(crate) fn broken(bytes: &'static [u8]) -> Response {
    let pieces = [Ok(Bytes::from_static(bytes)), Err(io::Error::other("broken on purpose"))];
    Body::from_stream(stream::iter(pieces)).into_response()
}

/// A refusal.
pub(crate) fn refusal(status: u16, body: &'static str) -> Response {
    (http::StatusCode::from_u16(status).unwrap(), [("location", "http://127.0.0.1:1/")], body).into_response()
}

/// An answer that stays open after these bytes; tells when its connection is closed.
pub(crate) fn endless(bytes: &'static [u8], closed: oneshot::Sender<()>) -> Response {
    struct Closed(Option<oneshot::Sender<()>>);
    impl Drop for Closed {
        fn drop(&mut self) {
            let _ = self.0.take().unwrap().send(());
        }
    }
    let closed = Closed(Some(closed));
    let rest = stream::once(async move {
        std::future::pending::<()>().await;
        drop(closed);
        Ok(Bytes::new())
    });
    Body::from_stream(stream::iter([Ok::<_, io::Error>(Bytes::from_static(bytes))]).chain(rest)).into_response()
}
