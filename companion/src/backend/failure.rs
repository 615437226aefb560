//! Why a job ended without a report, said so that the reader knows what to do.

use insight::wire::JobEvent;

/// Why a job ended without a report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nothing answers at the backend's address.
    #[error("cannot reach Ollama at `{url}`: {why}. Start it with `ollama serve`, or say where it is with `--ollama`")]
    Unreachable {
        /// The address.
        url: String,
        /// What the system says.
        why: String,
    },
    /// The backend does not have the model.
    #[error("Ollama does not have the model `{model}`. Get it with `ollama pull {model}`")]
    ModelMissing {
        /// The model.
        model: String,
    },
    /// The backend refused the prompt because it does not fit.
    #[error("the prompt does not fit the context window: {why}. Choose a larger `num_ctx`, or drop fewer files")]
    PromptTooLong {
        /// What the backend says.
        why: String,
    },
    /// The stream stopped without its last message.
    #[error(
        "the answer stopped before its end{}. Either the connection to Ollama was lost, or the model repeated one token more \
         than 30 times, which Ollama ends without a word. The text so far is kept; try again, or raise `repeat_penalty`",
        .why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default()
    )]
    UpstreamEnded {
        /// What the connection says, when it says something.
        why: Option<String>,
    },
    /// The backend says that something is wrong, or says what nobody understands.
    #[error("{0}")]
    Backend(String),
    /// A person stopped the job, or everybody left.
    #[error("the job was stopped")]
    Cancelled,
    /// The companion stops.
    #[error("the companion is stopping. Start it again with `chimera-insight serve`, then ask again")]
    ShuttingDown,
}

impl Failure {
    /// Its code in the stream.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::ModelMissing { .. } => "model_missing",
            Self::PromptTooLong { .. } => "prompt_too_long",
            Self::UpstreamEnded { .. } => "upstream_ended",
            Self::Backend(_) => "backend",
            Self::Cancelled => "cancelled",
            Self::ShuttingDown => "shutting_down",
        }
    }

    /// Whether the same request may work later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::UpstreamEnded { .. } | Self::Backend(_) | Self::ShuttingDown => true,
            Self::ModelMissing { .. } | Self::PromptTooLong { .. } | Self::Cancelled => false,
        }
    }

    /// The last event of the job.
    pub fn event(&self) -> JobEvent {
        JobEvent::Error { code: self.code().to_owned(), message: self.to_string(), retryable: self.is_retryable() }
    }
}
