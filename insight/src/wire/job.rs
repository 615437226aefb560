//! The events of a job over server-sent events: numbered, a closed set, ended by `done` or `error`.

use super::JobEvent;
use super::lines::Broken;
use super::sse::{self, SseReader};

/// An event with its number in the job, which resumes the stream after it (`Last-Event-ID`).
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// The number; 0 when the stream states none.
    pub id: u64,
    /// The event.
    pub event: JobEvent,
}

/// How a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With `done` or `error`.
    Proper,
    /// Without either: the connection was lost.
    Cut,
}

/// Reads the events of one job.
#[derive(Clone, Debug, Default)]
pub struct JobReader {
    events: SseReader,
    last_id: u64,
    ended: bool,
}

impl JobReader {
    /// Takes the next bytes and gives the events that they complete; whatever follows `done` or `error` is ignored.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<Numbered, Broken>> {
        let mut read = Vec::new();
        for event in self.events.push(bytes) {
            if self.ended {
                break;
            }
            let numbered = event.and_then(|event| match serde_json::from_str::<JobEvent>(&event.data) {
                Ok(parsed) => Ok(Numbered { id: event.id.parse().unwrap_or(0), event: parsed }),
                Err(error) => Err(Broken::not_json(&event.data, &error)),
            });
            if let Ok(Numbered { id, event }) = &numbered {
                self.last_id = *id;
                self.ended = event.is_last();
            }
            read.push(numbered);
        }
        read
    }

    /// Number of the last event read; 0 before the first.
    pub fn last_id(&self) -> u64 {
        self.last_id
    }

    /// How the stream ended, asked when no more bytes come: a stream without `done` or `error` is a lost connection.
    pub fn ending(&self) -> Ending {
        if self.ended { Ending::Proper } else { Ending::Cut }
    }
}

/// Writes one event of a job.
pub fn encode(id: u64, event: &JobEvent) -> String {
    // The set is closed and has only string keys, so this cannot fail; `Null` would be refused by the reader.
    let data = serde_json::to_value(event).unwrap_or_default();
    sse::encode(id, event.name(), &data)
}

impl JobEvent {
    /// Its name in the stream, the same as its `type`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Queue { .. } => "queue",
            Self::Loading { .. } => "loading",
            Self::Stage { .. } => "stage",
            Self::Token { .. } => "token",
            Self::Section(_) => "section",
            Self::Warning { .. } => "warning",
            Self::Done { .. } => "done",
            Self::Error { .. } => "error",
        }
    }

    /// Whether no event follows it.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Done { .. } | Self::Error { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Metrics;
    use super::*;
    use crate::report::Wrote;
    use crate::report::part::{Item, Part};
    use proptest::prelude::*;

    fn one_of_each(text: &str) -> Vec<JobEvent> {
        let text = text.to_owned();
        vec![
            JobEvent::Accepted { job: text.clone() },
            JobEvent::Queue { ahead: 2 },
            JobEvent::Loading { model: "gemma3:latest".to_owned() },
            JobEvent::Stage { stage: "analysis".to_owned() },
            JobEvent::Token { stage: "analysis".to_owned(), text: text.clone() },
            JobEvent::Section(Wrote {
                part: Part::Risks,
                items: Some(vec![Item { lead: text.clone(), text: text.clone() }]),
            }),
            JobEvent::Warning { message: text.clone() },
            JobEvent::Done { metrics: Box::new(Metrics { ttft_ms: 0.1 + 0.2, ..Metrics::default() }) },
            JobEvent::Error { code: "backend".to_owned(), message: text, retryable: true },
        ]
    }

    #[test]
    fn the_name_of_an_event_is_its_type() {
        for event in one_of_each("x") {
            let data = serde_json::to_value(&event).unwrap();
            assert_eq!(data["type"], event.name());
        }
    }

    #[test]
    fn a_stream_without_done_or_error_is_a_lost_connection() {
        let ending = |events: &[JobEvent]| {
            let mut reader = JobReader::default();
            for (id, event) in events.iter().enumerate() {
                reader.push(encode(id as u64, event).as_bytes());
            }
            reader.ending()
        };
        let events = one_of_each("x");
        assert_eq!(ending(&[]), Ending::Cut);
        assert_eq!(ending(&events[..7]), Ending::Cut);
        assert_eq!(ending(&events[..8]), Ending::Proper);
        assert_eq!(ending(&events[8..]), Ending::Proper);
    }

    #[test]
    fn nothing_is_read_after_the_end_and_an_unknown_event_is_named() {
        let mut reader = JobReader::default();
        let read = reader.push(b"id: 4\ndata: {\"type\":\"party\"}\n\n");
        assert!(matches!(&read[..], [Err(Broken::NotJson { why, .. })] if why.contains("party")), "{read:?}");
        let error = JobEvent::Error { code: "backend".to_owned(), message: String::new(), retryable: false };
        let stream = encode(5, &error) + &encode(6, &JobEvent::Queue { ahead: 1 });
        assert_eq!(reader.push(stream.as_bytes()), [Ok(Numbered { id: 5, event: error })]);
        assert_eq!(reader.push(encode(7, &JobEvent::Queue { ahead: 1 }).as_bytes()), []);
        assert_eq!(reader.last_id(), 5);
    }

    proptest! {
        #[test]
        fn every_event_arrives_whole_however_the_bytes_are_split(
            text in any::<String>(),
            which in 0usize..9,
            cuts in prop::collection::vec(0usize..400, 0..10),
        ) {
            let event = one_of_each(&text).remove(which);
            let bytes = encode(9, &event);
            let mut reader = JobReader::default();
            let chunks = super::super::split_at_each(bytes.as_bytes(), &cuts);
            let read: Vec<_> = chunks.iter().flat_map(|chunk| reader.push(chunk)).collect();
            prop_assert_eq!(read, vec![Ok(Numbered { id: 9, event })]);
        }
    }
}
