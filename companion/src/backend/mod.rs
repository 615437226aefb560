//! What a backend is asked and what it answers, in words no backend owns; one folder each knows a backend.

mod failure;
mod ollama;

pub use failure::Failure;
pub use ollama::{Answer, Ollama};

use insight::prompt::Message;
use insight::wire::Options;
use serde_json::Value;

/// One question to a model.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Name of the model.
    pub model: String,
    /// What it is told, in order.
    pub messages: Vec<Message>,
    /// JSON schema the answer must obey.
    pub schema: Option<Value>,
    /// Options; `None` means the backend's default.
    pub options: Options,
}

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text, never empty.
    Text(String),
    /// The proper end.
    End(Usage),
}

/// What the backend reports at the end; durations in milliseconds. It may leave out any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// Tokens written.
    pub tokens: Option<u64>,
    /// Tokens of the prompt.
    pub prompt_tokens: Option<u64>,
    /// Loading the model.
    pub load_ms: Option<f64>,
    /// Reading the prompt; tokens known from before are not in it.
    pub prompt_eval_ms: Option<f64>,
    /// Writing.
    pub eval_ms: Option<f64>,
    /// Whether the text was cut because it reached the most tokens it may have.
    pub cut: bool,
}
