//! Server-sent events (HTML standard, "Event stream interpretation"): read from bytes split anywhere, and written.
//!
//! Comments serve as heartbeats. Reconnection times (`retry`) are not used: a job is resumed by its id.

use super::lines::{Broken, Ends, LINE_LIMIT, Lines};
use serde_json::Value;

/// A comment that keeps a quiet connection alive.
pub const HEARTBEAT: &str = ":\n\n";

/// One event as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SseEvent {
    /// The last id seen up to here; empty when there was none.
    pub id: String,
    /// Name of the event; `message` when it has none.
    pub event: String,
    /// Data, its lines joined by LF.
    pub data: String,
}

/// Reads events.
#[derive(Clone, Debug)]
pub struct SseReader {
    lines: Lines,
    limit: usize,
    begun: bool,
    id: String,
    event: String,
    data: Option<String>,
    spoiled: bool,
}

impl SseReader {
    /// Events whose lines, and whose data altogether, have at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            lines: Lines::new(Ends::Any, limit),
            limit,
            begun: false,
            id: String::new(),
            event: String::new(),
            data: None,
            spoiled: false,
        }
    }

    /// Takes the next bytes and gives the events that they complete; an event with a broken line is dropped and said once.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<SseEvent, Broken>> {
        let lines = self.lines.push(bytes);
        lines.into_iter().filter_map(|line| self.line(line)).collect()
    }

    fn line(&mut self, line: Result<String, Broken>) -> Option<Result<SseEvent, Broken>> {
        let first = !std::mem::replace(&mut self.begun, true);
        let line = match line {
            Ok(line) => line,
            Err(broken) => return self.spoil(broken),
        };
        let line = if first { line.strip_prefix('\u{feff}').unwrap_or(&line) } else { &line };
        if line.is_empty() {
            return self.dispatch().map(Ok);
        }
        // A line that begins with a colon has an empty field name: a comment.
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                let length = self.data.as_ref().map_or(0, |data| data.len() + 1) + value.len();
                if length > self.limit {
                    return self.spoil(Broken::TooLong { limit: self.limit });
                }
                match &mut self.data {
                    Some(data) => {
                        data.push('\n');
                        data.push_str(value);
                    }
                    None => self.data = Some(value.to_owned()),
                }
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            _ => {}
        }
        None
    }

    fn spoil(&mut self, broken: Broken) -> Option<Result<SseEvent, Broken>> {
        self.data = None;
        (!std::mem::replace(&mut self.spoiled, true)).then_some(Err(broken))
    }

    fn dispatch(&mut self) -> Option<SseEvent> {
        let event = std::mem::take(&mut self.event);
        let data = self.data.take();
        if std::mem::take(&mut self.spoiled) {
            return None;
        }
        let event = if event.is_empty() { "message".to_owned() } else { event };
        data.filter(|data| !data.is_empty()).map(|data| SseEvent { id: self.id.clone(), event, data })
    }
}

impl Default for SseReader {
    fn default() -> Self {
        Self::new(LINE_LIMIT)
    }
}

/// Writes one event; JSON holds no raw line end, so its data is one line.
pub fn encode(id: u64, event: &str, data: &Value) -> String {
    debug_assert!(!event.contains(['\n', '\r']), "the name of an event is one line");
    format!("id: {id}\nevent: {event}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn read(chunks: &[&[u8]]) -> String {
        let mut reader = SseReader::new(40);
        let events = chunks.iter().flat_map(|chunk| reader.push(chunk));
        events
            .map(|event| match event {
                Ok(SseEvent { id, event, data }) => format!("{id:?} {event} {data:?}\n"),
                Err(broken) => format!("! {broken}\n"),
            })
            .collect()
    }

    fn check(bytes: &[u8], expected: &Expect) {
        let whole = read(&[bytes]);
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(read(&[head, tail]), whole, "cut at {cut}");
        }
        let bytewise: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&bytewise), whole, "byte by byte");
        expected.assert_eq(&whole);
    }

    #[test]
    fn events_are_read_as_the_standard_says() {
        check(
            "\u{feff}id: 1\nevent: token\ndata: {\"text\":\"µs\"}\n\n".as_bytes(),
            &expect![[r#"
            "1" token "{\"text\":\"µs\"}"
        "#]],
        );
        check(
            b"data: a\r\ndata:b\r\ndata:  c\r\n\r\n",
            &expect![[r#"
            "" message "a\nb\n c"
        "#]],
        );
        check(
            b": heartbeat\n\n:\n\nretry: 5\nnonsense\ndata: x\r\rdata\n\n",
            &expect![[r#"
            "" message "x"
        "#]],
        );
        check(
            b"id: 7\ndata: a\n\ndata: b\n\nid: 8\0\ndata: c\n\nid\ndata: d\n\n",
            &expect![[r#"
            "7" message "a"
            "7" message "b"
            "7" message "c"
            "" message "d"
        "#]],
        );
    }

    #[test]
    fn an_event_that_was_cut_before_its_empty_line_is_no_event() {
        check(
            b"data: whole\n\ndata: cut\n",
            &expect![[r#"
            "" message "whole"
        "#]],
        );
    }

    #[test]
    fn a_broken_event_is_said_once_and_the_next_one_is_read() {
        check(
            b"data: \xff\ndata: \xff\n\ndata: next\n\n",
            &expect![[r#"
            ! a line of the stream is not UTF-8
            "" message "next"
        "#]],
        );
        check(
            b"data: 0123456789012345678\ndata: 01234567890123456789\nid: 3\n\ndata: next\n\n",
            &expect![[r#"
                "3" message "0123456789012345678\n01234567890123456789"
                "3" message "next"
            "#]],
        );
        check(
            b"data: 01234567890123456789\ndata: 01234567890123456789\nid: 3\n\ndata: next\n\n",
            &expect![[r#"
            ! a line of the stream is longer than 40 bytes
            "3" message "next"
        "#]],
        );
    }

    proptest! {
        #[test]
        fn the_same_events_come_out_however_the_bytes_are_split(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["data: ", "data:µ", "id: 4", "event: token", ":", "\n", "\r", "\r\n", "\n\n", "長い", "\u{feff}"]),
                0..60,
            ),
            cuts in prop::collection::vec(0usize..300, 0..20),
        ) {
            let text = pieces.concat();
            let chunks = super::super::split_at_each(text.as_bytes(), &cuts);
            prop_assert_eq!(read(&chunks), read(&[text.as_bytes()]));
        }

        #[test]
        fn what_is_written_is_what_is_read(id in any::<u64>(), event in "[a-z_]{1,12}", text in any::<String>()) {
            let data = serde_json::json!({ "text": text });
            let events = SseReader::default().push(encode(id, &event, &data).as_bytes());
            let expected = SseEvent { id: id.to_string(), event, data: data.to_string() };
            prop_assert_eq!(events, vec![Ok(expected)]);
        }
    }
}
