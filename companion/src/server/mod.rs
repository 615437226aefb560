//! The server: serves the page, says what the backend can do, runs jobs.
//!
//! Takes HTTP requests of this machine only, gives the page, `Hello`, or the events of a job.

mod guard;
mod hello;
mod jobs;
mod page;
mod refuse;

use crate::backend::Ollama;
use crate::{Error, job};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

pub use page::Page;

/// Largest body of a request, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// What the companion is told when it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// The Ollama that runs models.
    pub ollama: Ollama,
    /// The page that is served.
    pub page: Page,
}

impl Config {
    /// The page that was built in, and the Ollama at this address (`http://HOST:PORT`, or as in `OLLAMA_HOST`).
    ///
    /// # Errors
    ///
    /// The address is not one of an HTTP server.
    pub fn new(ollama: &str) -> Result<Self, Error> {
        Ok(Self { ollama: Ollama::at(ollama)?, page: Page::embedded() })
    }
}

/// What the routes share.
#[derive(Debug)]
pub struct Companion {
    port: u16,
    page: Page,
    ollama: Ollama,
    jobs: job::Jobs,
}

impl Companion {
    /// A companion that listens on this address.
    pub fn new(address: SocketAddr, config: Config) -> Arc<Self> {
        let Config { ollama, page } = config;
        Arc::new(Self { port: address.port(), page, jobs: job::Jobs::default(), ollama })
    }
}

/// Every route with its guards; tests call it in-process.
pub fn router(companion: Arc<Companion>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/v1/hello", get(hello::hello))
        .route("/v1/jobs", post(jobs::create))
        .route("/v1/jobs/{id}", axum::routing::delete(jobs::cancel))
        .route("/v1/jobs/{id}/events", get(jobs::events))
        .fallback(page::file)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(companion.clone(), guard::check))
        .layer(from_fn(guard::headers))
        .with_state(companion)
}

/// Serves until the process ends.
///
/// # Errors
///
/// The listener has no address or fails.
pub async fn serve(listener: TcpListener, config: Config) -> Result<(), Error> {
    serve_until(listener, config, std::future::pending()).await
}

/// Serves until `stop` is ready; running jobs then end with `shutting_down`.
///
/// # Errors
///
/// The listener has no address or fails.
pub async fn serve_until(
    listener: TcpListener,
    config: Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let companion = Companion::new(listener.local_addr()?, config);
    let routes = router(companion.clone());
    let stopped = async move {
        stop.await;
        companion.jobs.shut_down();
    };
    axum::serve(listener, routes).with_graceful_shutdown(stopped).await?;
    Ok(())
}
