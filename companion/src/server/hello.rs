//! What the companion says of itself.

use super::Companion;
use axum::Json;
use axum::extract::State;
use insight::wire::{Hello, VERSION};
use std::sync::Arc;

pub(super) async fn hello(State(companion): State<Arc<Companion>>) -> Json<Hello> {
    Json(Hello {
        name: "chimera-insight".to_owned(),
        release: env!("CARGO_PKG_VERSION").to_owned(),
        version: VERSION,
        backend: companion.ollama.state().await,
    })
}
