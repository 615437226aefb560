//! One thing the reader must know and what to do about it, in words.

use super::Link;
use crate::wire::VERSION;

/// What happened, then what to do; literals stand in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened, one sentence without a full stop.
    pub what: String,
    /// What the reader can do.
    pub hint: Option<String>,
}

const START: &str =
    "start it with `chimera-insight serve`, or `cargo xtask start` in the source folder, then check again";

impl Notice {
    /// What happened, with what to do.
    pub fn new(what: impl Into<String>, hint: &str) -> Self {
        Self { what: what.into(), hint: Some(hint.to_owned()) }
    }

    /// Nothing that can be read was dropped.
    pub fn nothing_dropped() -> Self {
        Self::new("there is no file in what was dropped", "drop benchmark files or a folder that holds some")
    }

    /// The worker is of another release than the page.
    pub fn worker_of_another_release(found: u32) -> Self {
        Self::new(
            format!("the page and its reader are of different releases: {VERSION} and {found}"),
            "reload the page without the browser's cache (Ctrl+Shift+R)",
        )
    }

    /// The worker ended by itself.
    pub fn worker_failed(why: &str) -> Self {
        Self::new(
            format!("the reader stopped, which is a bug: {why}"),
            "what it was reading is left out, the other files are read again; please report the message with the file",
        )
    }

    /// Nobody took the order for a report.
    pub fn not_begun() -> Self {
        Self::new(
            "the companion did not answer when the report was asked for",
            "check that it still runs, then write the report again",
        )
    }

    /// The stream of a report ended in the middle.
    pub fn connection_lost() -> Self {
        Self::new(
            "the connection to the companion was lost before the report was finished",
            "the text written so far is kept; check that the companion still runs, then write the report again",
        )
    }

    /// A job failed: the companion's message (its second line is the hint) or, without one, what its code suggests.
    pub fn job_failed(code: &str, message: &str, model: &str) -> Self {
        let (what, hint) = message.split_once('\n').unwrap_or((message, ""));
        let hint = hint.trim().trim_start_matches("hint:").trim();
        let hint = if hint.is_empty() { hint_of(code, model) } else { Some(hint.to_owned()) };
        Self { what: what.trim().to_owned(), hint }
    }

    /// The backend lacks the model that is chosen.
    pub fn model_missing(model: &str) -> Self {
        Self { what: format!("the backend has no model `{model}`"), hint: Some(pull(model)) }
    }
}

fn pull(model: &str) -> String {
    format!("get it with `ollama pull {model}`, or choose another model")
}

fn hint_of(code: &str, model: &str) -> Option<String> {
    let hint = match code {
        "unreachable" => "start Ollama with `ollama serve`, then write the report again",
        "model_missing" => return Some(pull(model)),
        "prompt_too_long" => "leave `num_ctx` at its default, or choose a larger one",
        "upstream_ended" => "the text written so far is kept; write the report again",
        "shutting_down" => START,
        "bad_request" => "reload the page: it may be of another release than the companion",
        _ => return None,
    };
    Some(hint.to_owned())
}

impl Link {
    /// What stands in the way of a report written by a model; `None` while nothing is known to.
    pub fn notice(&self) -> Option<Notice> {
        match self {
            Self::Unknown | Self::Checking | Self::Ready(_) => None,
            Self::Unreachable => Some(Notice::new("no companion answers", START)),
            Self::Foreign => Some(Notice::new("another program answers where the companion should", START)),
            Self::WrongVersion { hello } => {
                let hint = if hello.version < VERSION { "start the newer companion" } else { "reload the page" };
                let what = format!("the page speaks version {VERSION} and the companion version {}", hello.version);
                Some(Notice::new(what, hint))
            }
            Self::BackendProblem { hello } => {
                let problem = hello.backend.problem.as_deref().unwrap_or("the backend does not answer");
                // It says what to do itself.
                Some(Notice { what: problem.to_owned(), hint: None })
            }
        }
    }
}

impl std::fmt::Display for Notice {
    /// Writes what happened, then the hint on its own line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        self.hint.iter().try_for_each(|hint| write!(f, "\nhint: {hint}"))
    }
}
