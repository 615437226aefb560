//! One question and its answer: `POST /api/chat`, read line by line however the network cut it.

use super::{Ollama, SILENCE, cause};
use crate::backend::{Ask, Failure, Piece, Usage};
use insight::wire::lines::{JsonLines, LINE_LIMIT};
use ollama_rs::generation::chat::request::ChatMessageRequest;
use ollama_rs::generation::chat::{ChatMessage, MessageRole};
use ollama_rs::models::ModelOptions;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;

impl Ollama {
    /// Asks, and gives the answer piece by piece; dropping it closes the connection, which stops the model.
    ///
    /// # Errors
    ///
    /// Ollama cannot be reached, does not have the model, or refuses the prompt.
    pub async fn chat(&self, ask: &Ask) -> Result<Answer, Failure> {
        let sent = self.http.post(format!("{}api/chat", self.url)).json(&body(ask)).send().await;
        let response = sent.map_err(|error| self.lost(&error))?;
        match response.status() {
            StatusCode::OK => {
                Ok(Answer { response, lines: JsonLines::new(LINE_LIMIT), ready: VecDeque::new(), ended: false })
            }
            status => Err(refusal(status, &text_of(response).await, &ask.model)),
        }
    }
}

/// The text of a refusal, as far as it is worth reading.
async fn text_of(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 64 * 1024 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let said = serde_json::from_str::<Value>(&text).ok().and_then(|body| body.get("error").map(words));
    said.unwrap_or_else(|| text.trim().chars().take(200).collect())
}

fn words(error: &Value) -> String {
    error.as_str().map_or_else(|| error.to_string(), str::to_owned)
}

fn refusal(status: StatusCode, text: &str, model: &str) -> Failure {
    if status == StatusCode::NOT_FOUND && text.contains("model") {
        return Failure::ModelMissing { model: model.to_owned() };
    }
    if status.is_redirection() {
        return Failure::Backend(
            "Ollama answered with a redirect, which is not followed. Say its final address with `--ollama`".to_owned(),
        );
    }
    said(text).unwrap_or_else(|| Failure::Backend(format!("Ollama answered `{status}`: {text}")))
}

/// What an error text of Ollama means, when it means something of its own.
fn said(text: &str) -> Option<Failure> {
    let too_long = text.contains("context") && (text.contains("exceed") || text.contains("longer than"));
    too_long.then(|| Failure::PromptTooLong { why: text.to_owned() })
}

/// The request; whatever ollama-rs has no field for is set on the JSON.
fn body(ask: &Ask) -> Value {
    let messages = ask.messages.iter().map(|message| {
        let role = if message.role == "system" { MessageRole::System } else { MessageRole::User };
        ChatMessage::new(role, message.content.clone())
    });
    let request = ChatMessageRequest::new(ask.model.clone(), messages.collect()).options(options(ask));
    let mut body = serde_json::to_value(request).unwrap_or_default();
    body["stream"] = json!(true);
    // A prompt that does not fit is refused instead of losing its beginning in silence.
    body["truncate"] = json!(false);
    body["shift"] = json!(false);
    body["think"] = json!(false);
    if let Some(schema) = &ask.schema {
        body["format"] = schema.clone();
    }
    body
}

fn options(ask: &Ask) -> ModelOptions {
    let given = &ask.options;
    let mut options = ModelOptions::default();
    if let Some(value) = given.num_gpu {
        options = options.num_gpu(value);
    }
    if let Some(value) = given.num_ctx {
        options = options.num_ctx(value);
    }
    if let Some(value) = given.temperature {
        options = options.temperature(value);
    }
    if let Some(value) = given.top_p {
        options = options.top_p(value);
    }
    if let Some(value) = given.top_k {
        options = options.top_k(value);
    }
    if let Some(value) = given.repeat_penalty {
        options = options.repeat_penalty(value);
    }
    if let Some(value) = given.num_predict {
        options = options.num_predict(value);
    }
    if let Some(value) = given.seed {
        options = options.seed(value);
    }
    options
}

/// An answer as it arrives.
#[derive(Debug)]
pub struct Answer {
    response: Response,
    lines: JsonLines,
    ready: VecDeque<Result<Piece, Failure>>,
    ended: bool,
}

impl Answer {
    /// The next piece; `None` after the end or a failure. Nothing is lost when the future is dropped before it is ready.
    pub async fn next(&mut self) -> Option<Result<Piece, Failure>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                if !matches!(piece, Ok(Piece::Text(_))) {
                    self.ended = true;
                    self.ready.clear();
                }
                return Some(piece);
            }
            if self.ended {
                return None;
            }
            match self.response.chunk().await {
                Ok(Some(bytes)) => {
                    for line in self.lines.push::<Line>(&bytes) {
                        match line {
                            Ok(line) => self.ready.extend(line.pieces()),
                            Err(broken) => self.ready.push_back(Err(Failure::Backend(format!(
                                "cannot read the answer of Ollama: {broken}"
                            )))),
                        }
                    }
                }
                // A line that was cut holds nothing that may be trusted.
                Ok(None) => self.ready.push_back(Err(Failure::UpstreamEnded { why: None })),
                Err(error) if error.is_timeout() => {
                    let why = format!("nothing came for {} seconds", SILENCE.as_secs());
                    self.ready.push_back(Err(Failure::UpstreamEnded { why: Some(why) }));
                }
                Err(error) => self.ready.push_back(Err(Failure::UpstreamEnded { why: Some(cause(&error)) })),
            }
        }
    }
}

/// One line of the answer; Ollama leaves out whatever is zero.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    error: Option<Value>,
    message: Message,
    done: bool,
    done_reason: Option<String>,
    load_duration: Option<f64>,
    prompt_eval_count: Option<u64>,
    prompt_eval_duration: Option<f64>,
    eval_count: Option<u64>,
    eval_duration: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    content: Option<String>,
}

impl Line {
    fn pieces(self) -> Vec<Result<Piece, Failure>> {
        if let Some(error) = &self.error {
            let text = words(error);
            return vec![Err(said(&text).unwrap_or_else(|| Failure::Backend(format!("Ollama stopped: {text}"))))];
        }
        let text = self.message.content.filter(|text| !text.is_empty()).map(|text| Ok(Piece::Text(text)));
        let millis = |nanos: Option<f64>| nanos.map(|nanos| nanos / 1e6);
        let end = self.done.then(|| {
            Ok(Piece::End(Usage {
                tokens: self.eval_count,
                prompt_tokens: self.prompt_eval_count,
                load_ms: millis(self.load_duration),
                prompt_eval_ms: millis(self.prompt_eval_duration),
                eval_ms: millis(self.eval_duration),
                cut: self.done_reason.as_deref() == Some("length"),
            }))
        });
        text.into_iter().chain(end).collect()
    }
}
