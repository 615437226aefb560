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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_first_text_goes_at_once_and_then_at_most_thirty_times_a_second() {
        let mut pace = Pace::default();
        assert_eq!((pace.due(), pace.take()), (None, None));
        let begun = Instant::now();
        let mut sent = Vec::new();
        for token in 0..1000 {
            pace.add(&format!("{token} "));
            if pace.due().is_some_and(|due| due <= Instant::now()) {
                sent.extend(pace.take());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        sent.extend(pace.take());
        assert_eq!(sent[0], "0 ");
        let seconds = begun.elapsed().as_secs_f64();
        assert!((25.0..=31.0).contains(&(sent.len() as f64 / seconds)), "{} events in {seconds} s", sent.len());
        let whole: String = (0..1000).map(|token| format!("{token} ")).collect();
        assert_eq!(sent.concat(), whole);
    }
}
