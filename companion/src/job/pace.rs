//! Holds text back for a moment, so that a fast model does not flood the reader with an event per token.

use std::time::Duration;
use tokio::time::Instant;

/// At most 30 events a second.
const BETWEEN: Duration = Duration::from_millis(34);

/// Text that waits to be sent.
#[derive(Debug, Default)]
pub(super) struct Pace {
    waiting: String,
    sent: Option<Instant>,
}

impl Pace {
    /// Takes text as it comes.
    pub(super) fn add(&mut self, text: &str) {
        self.waiting.push_str(text);
    }

    /// When the waiting text is due; `None` when nothing waits.
    pub(super) fn due(&self) -> Option<Instant> {
        let now = Instant::now();
        (!self.waiting.is_empty()).then(|| self.sent.map_or(now, |sent| now.max(sent + BETWEEN)))
    }

    /// What waits, due or not; `None` when nothing does.
    pub(super) fn take(&mut self) -> Option<String> {
        if self.waiting.is_empty() {
            return None;
        }
        self.sent = Some(Instant::now());
        Some(std::mem::take(&mut self.waiting))
    }
}
