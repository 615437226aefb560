//! Bytes of a stream, split anywhere, become whole lines; on top of that, one JSON value a line.
//!
//! The same lines come out however the bytes were cut. UTF-8 is checked per line, never per chunk: a cut may lie inside a character.

use serde::de::DeserializeOwned;
use std::fmt;

/// Longest line accepted by default, in bytes.
pub const LINE_LIMIT: usize = 16 * 1024 * 1024;

/// Where a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// At LF; a CR before it belongs to the end.
    Lf,
    /// At LF, CR LF or a lone CR, as server-sent events have it.
    Any,
}

/// A line that could not be used; the lines around it are not touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Longer than the limit, in bytes; it was dropped without being kept in memory.
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Not UTF-8.
    NotUtf8,
    /// Not the JSON that was expected.
    NotJson {
        /// What the parser says.
        why: String,
        /// The first 80 characters of it.
        start: String,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(f, "a line of the stream is longer than {limit} bytes"),
            Self::NotUtf8 => f.write_str("a line of the stream is not UTF-8"),
            Self::NotJson { why, start } => write!(f, "unexpected JSON in the stream: {why}: `{start}`"),
        }
    }
}

impl std::error::Error for Broken {}

impl Broken {
    pub(super) fn not_json(line: &str, error: &serde_json::Error) -> Self {
        Self::NotJson { why: error.to_string(), start: line.chars().take(80).collect() }
    }
}

/// Collects bytes into lines.
#[derive(Clone, Debug)]
pub struct Lines {
    ends: Ends,
    limit: usize,
    pending: Vec<u8>,
    overlong: bool,
    after_cr: bool,
}

impl Lines {
    /// Lines of at most `limit` bytes.
    pub fn new(ends: Ends, limit: usize) -> Self {
        Self { ends, limit, pending: Vec::new(), overlong: false, after_cr: false }
    }

    /// Takes the next bytes and gives the lines that they complete, without their ends.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Result<String, Broken>> {
        let mut lines = Vec::new();
        if self.after_cr && !bytes.is_empty() {
            self.after_cr = false;
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        while let Some(at) = self.find_end(bytes) {
            let (line, rest) = bytes.split_at(at);
            self.keep(line);
            lines.push(self.take());
            bytes = match rest {
                [b'\r', b'\n', rest @ ..] => rest,
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [_, rest @ ..] => rest,
                [] => &[],
            };
        }
        self.keep(bytes);
        lines
    }

    /// The line that was begun and not ended, when the stream is over.
    pub fn finish(&mut self) -> Option<Result<String, Broken>> {
        (self.overlong || !self.pending.is_empty()).then(|| self.take())
    }

    fn find_end(&self, bytes: &[u8]) -> Option<usize> {
        match self.ends {
            Ends::Lf => memchr::memchr(b'\n', bytes),
            Ends::Any => memchr::memchr2(b'\n', b'\r', bytes),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        // One byte of room for the CR of a CR LF, which is not part of the line.
        if self.overlong || self.pending.len() + bytes.len() > self.limit + 1 {
            self.overlong = true;
            self.pending = Vec::new();
        } else {
            self.pending.extend_from_slice(bytes);
        }
    }

    fn take(&mut self) -> Result<String, Broken> {
        let mut line = std::mem::take(&mut self.pending);
        if self.ends == Ends::Lf && line.last() == Some(&b'\r') {
            line.pop();
        }
        if std::mem::take(&mut self.overlong) || line.len() > self.limit {
            return Err(Broken::TooLong { limit: self.limit });
        }
        String::from_utf8(line).map_err(|_| Broken::NotUtf8)
    }
}

/// Reads newline-delimited JSON, one value a line; empty lines are skipped.
#[derive(Clone, Debug)]
pub struct JsonLines(Lines);

impl JsonLines {
    /// Values of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self(Lines::new(Ends::Lf, limit))
    }

    /// Takes the next bytes and gives the values that they complete.
    pub fn push<T: DeserializeOwned>(&mut self, bytes: &[u8]) -> Vec<Result<T, Broken>> {
        self.0.push(bytes).into_iter().filter_map(value).collect()
    }

    /// The value on a last line without an end, when the stream is over; a cut value is an error.
    pub fn finish<T: DeserializeOwned>(&mut self) -> Option<Result<T, Broken>> {
        self.0.finish().and_then(value)
    }
}

impl Default for JsonLines {
    fn default() -> Self {
        Self::new(LINE_LIMIT)
    }
}

fn value<T: DeserializeOwned>(line: Result<String, Broken>) -> Option<Result<T, Broken>> {
    match line {
        Ok(line) if line.trim().is_empty() => None,
        Ok(line) => Some(serde_json::from_str(&line).map_err(|error| Broken::not_json(&line, &error))),
        Err(broken) => Some(Err(broken)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn lines(ends: Ends, limit: usize, chunks: &[&[u8]]) -> Vec<Result<String, Broken>> {
        let mut reader = Lines::new(ends, limit);
        let mut all: Vec<_> = chunks.iter().flat_map(|chunk| reader.push(chunk)).collect();
        all.extend(reader.finish());
        all
    }

    fn check(ends: Ends, bytes: &[u8], expected: &Expect) {
        let shown = |lines: Vec<Result<String, Broken>>| -> String {
            lines.iter().map(|line| line.as_ref().map_or_else(|e| format!("! {e}\n"), |l| format!("{l:?}\n"))).collect()
        };
        let whole = shown(lines(ends, 12, &[bytes]));
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(shown(lines(ends, 12, &[head, b"", tail])), whole, "cut at {cut}");
        }
        expected.assert_eq(&whole);
    }

    #[test]
    fn lines_end_at_lf_and_lose_the_cr_before_it() {
        check(
            Ends::Lf,
            b"a\r\nb\rc\n\nlast",
            &expect![[r#"
            "a"
            "b\rc"
            ""
            "last"
        "#]],
        );
    }

    #[test]
    fn lines_of_events_end_at_any_of_three_ends() {
        check(
            Ends::Any,
            b"a\r\nb\rc\n\r\n\r\rend",
            &expect![[r#"
            "a"
            "b"
            "c"
            ""
            ""
            ""
            "end"
        "#]],
        );
    }

    #[test]
    fn a_bad_line_spoils_no_other() {
        check(
            Ends::Lf,
            b"exactly 12 b\r\nmore than 12 bytes\n\xff\xfe\n\xc2\xb5s\n",
            &expect![[r#"
            "exactly 12 b"
            ! a line of the stream is longer than 12 bytes
            ! a line of the stream is not UTF-8
            "µs"
        "#]],
        );
    }

    #[test]
    fn json_lines_give_values_and_say_what_is_not_one() {
        let check = |bytes: &[u8], expected: &Expect| {
            let mut reader = JsonLines::new(64);
            let mut values: Vec<Result<serde_json::Value, Broken>> = reader.push(bytes);
            values.extend(reader.finish());
            let shown: String =
                values.iter().map(|v| v.as_ref().map_or_else(|e| format!("! {e}\n"), |v| format!("{v}\n"))).collect();
            expected.assert_eq(&shown);
        };
        check(
            b"{\"response\":\"12 \xc2\xb5s\"}\n\n{\"done\":true}",
            &expect![[r#"
            {"response":"12 µs"}
            {"done":true}
        "#]],
        );
        check(
            b"{\"a\":1}\n{\"a\":",
            &expect![[r#"
            {"a":1}
            ! unexpected JSON in the stream: EOF while parsing a value at line 1 column 5: `{"a":`
        "#]],
        );
    }

    proptest! {
        #[test]
        fn the_same_lines_come_out_however_the_bytes_are_split(
            pieces in prop::collection::vec(prop::sample::select(vec!["µ", "a", "\r", "\n", "\r\n", "長い", "𝛍"]), 0..40),
            cuts in prop::collection::vec(0usize..120, 0..12),
            any_end in any::<bool>(),
        ) {
            let text = pieces.concat();
            let ends = if any_end { Ends::Any } else { Ends::Lf };
            let chunks = super::super::split_at_each(text.as_bytes(), &cuts);
            prop_assert_eq!(lines(ends, 9, &chunks), lines(ends, 9, &[text.as_bytes()]));
        }
    }
}
