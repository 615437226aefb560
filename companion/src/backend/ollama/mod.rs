//! The only folder that knows Ollama: where it is, what it has, how it is asked.
//!
//! Lists and request types come from ollama-rs. The answer is read by `chat`, because ollama-rs 0.3.6 drops what it cannot parse
//! without an error. The calls are a fixed set; no path or address ever comes from a request.

mod address;
mod chat;
mod pull;

pub use chat::Answer;

use super::Failure;
use crate::Error;
use insight::wire::Backend;
use reqwest::{Client, Url, redirect};
use serde_json::Value;
use std::time::Duration;

/// Ollama gives up on loading a model after five minutes; silence beyond that is a stall.
const SILENCE: Duration = Duration::from_secs(330);

/// A question about state is answered at once or not at all.
const PROMPT_ANSWER: Duration = Duration::from_secs(5);

/// One Ollama.
#[derive(Clone, Debug)]
pub struct Ollama {
    url: Url,
    http: Client,
    lists: ollama_rs::Ollama,
}

impl Ollama {
    /// The Ollama at this address, written as a URL or as in `OLLAMA_HOST`; nothing is asked yet.
    ///
    /// # Errors
    ///
    /// The address is not one of an HTTP server.
    pub fn at(address: &str) -> Result<Self, Error> {
        let url = address::parse(address).ok_or_else(|| Error::OllamaAddress { given: address.to_owned() })?;
        // A proxy from the environment would receive the brief, and so would the target of a redirect.
        let http = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .read_timeout(SILENCE)
            .build()?;
        let lists = ollama_rs::Ollama::builder().url(url.clone()).reqwest_client(http.clone()).build();
        Ok(Self { url, http, lists })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// What it can do now, for a person to read.
    pub async fn state(&self) -> Backend {
        let mut backend = Backend { kind: "ollama".to_owned(), version: None, models: Vec::new(), problem: None };
        match self.version().await {
            Ok(version) => backend.version = Some(version),
            Err(failure) => {
                backend.problem = Some(failure.to_string());
                return backend;
            }
        }
        match self.models().await {
            Ok(models) if models.is_empty() => {
                backend.problem = Some("Ollama has no model. Get one with `ollama pull gemma3`".to_owned());
            }
            Ok(models) => backend.models = models,
            Err(failure) => backend.problem = Some(failure.to_string()),
        }
        backend
    }

    /// Its version.
    ///
    /// # Errors
    ///
    /// It cannot be reached, or the server there is not Ollama.
    pub async fn version(&self) -> Result<String, Failure> {
        let answer = self.get("api/version").await?;
        answer.get("version").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| self.stranger())
    }

    /// Names of the models it has, in its order (newest first).
    ///
    /// # Errors
    ///
    /// It cannot be reached, or the server there is not Ollama.
    pub async fn models(&self) -> Result<Vec<String>, Failure> {
        let models = tokio::time::timeout(PROMPT_ANSWER, self.lists.list_local_models()).await;
        match models {
            Ok(Ok(models)) => Ok(models.into_iter().map(|model| model.name).collect()),
            Ok(Err(ollama_rs::error::OllamaError::ReqwestError(error))) => Err(self.lost(&error)),
            Ok(Err(error)) => Err(Failure::Backend(format!("Ollama did not list its models: {error}"))),
            Err(_) => Err(self.silent()),
        }
    }

    /// Largest context window the model was trained for, tokens, when Ollama says it.
    pub async fn context_length(&self, model: &str) -> Option<u64> {
        let asked = self.lists.show_model_info(model.to_owned());
        let shown = tokio::time::timeout(PROMPT_ANSWER, asked).await.ok()?.ok()?;
        shown.model_info.iter().find(|(key, _)| key.ends_with(".context_length"))?.1.as_u64()
    }

    /// Whether the model is in memory; `false` when Ollama does not say.
    pub async fn is_loaded(&self, model: &str) -> bool {
        let Ok(running) = self.get("api/ps").await else { return false };
        let named =
            |entry: &Value| entry.get("name").and_then(Value::as_str).is_some_and(|name| same_model(name, model));
        running.get("models").and_then(Value::as_array).is_some_and(|models| models.iter().any(named))
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        let asked = async {
            let answer = self.http.get(format!("{}{path}", self.url)).send().await?;
            answer.error_for_status()?.json::<Value>().await
        };
        match tokio::time::timeout(PROMPT_ANSWER, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.is_status() || error.is_decode() => Err(self.stranger()),
            Ok(Err(error)) => Err(self.lost(&error)),
            Err(_) => Err(self.silent()),
        }
    }

    fn lost(&self, error: &reqwest::Error) -> Failure {
        Failure::Unreachable { url: self.url.to_string(), why: cause(error) }
    }

    fn silent(&self) -> Failure {
        Failure::Unreachable { url: self.url.to_string(), why: "no answer within 5 seconds".to_owned() }
    }

    fn stranger(&self) -> Failure {
        Failure::Backend(format!(
            "the server at `{}` does not answer like Ollama. Say where Ollama is with `--ollama`",
            self.url
        ))
    }
}

/// Whether two names mean one model: a name without a tag means `latest`.
pub(super) fn same_model(one: &str, other: &str) -> bool {
    let full = |name: &str| if name.contains(':') { name.to_owned() } else { format!("{name}:latest") };
    full(one) == full(other)
}

/// The innermost cause, which is the one a person can act on: `Connection refused (os error 111)`.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
