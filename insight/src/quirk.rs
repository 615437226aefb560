//! How a file is written where no cell tells: its encoding, quoted numbers, a row of units, lines that were glued together.
//!
//! A reader sees these things and reads on; whether they mislead is for `audit` to say.

/// Lines kept one by one.
const LINES: usize = 8;

/// Letters kept of what was seen.
const SAMPLE: usize = 60;

/// One way of writing, seen in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quirk {
    /// Which.
    pub kind: QuirkKind,
    /// The first lines it was seen at, counted from 1; empty where it concerns the bytes.
    pub lines: Vec<u64>,
    /// How many times it was seen.
    pub count: u64,
    /// What was seen first, cut short.
    pub sample: String,
}

/// Ways of writing that a plain reader stumbles over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuirkKind {
    /// The bytes begin with the mark of UTF-8.
    ByteOrderMark,
    /// The text is UTF-16.
    Utf16,
    /// The byte order mark was taken for letters and encoded once more.
    MarkEncodedTwice,
    /// The bytes are no UTF-8.
    Windows1252,
    /// Some bytes are no text in the encoding of the rest.
    BrokenCharacters,
    /// Characters that no text holds: bytes of Windows-1252 that were taken for Latin-1.
    ControlCharacters,
    /// UTF-8 that was taken for Windows-1252 and encoded once more: `Âµs`.
    DecodedTwice,
    /// A row below the header holds units.
    UnitsRow,
    /// A list holds nothing; its pointer is the sample.
    EmptyList,
    /// The text is an error message or a page of the web, and no data.
    ErrorText,
    /// A table stands in one line with other text.
    GluedTable,
    /// A heading stands in one line with other text.
    GluedHeading,
}

impl Quirk {
    /// A quirk seen once.
    pub(crate) fn new(kind: QuirkKind, line: Option<u64>, sample: &str) -> Self {
        let sample: String = sample.chars().take(SAMPLE).collect();
        Self { kind, lines: line.into_iter().collect(), count: 1, sample }
    }
}

/// Adds one to what was seen, or counts it where the same is known.
pub(crate) fn see(seen: &mut Vec<Quirk>, quirk: Quirk) {
    let same = |known: &&mut Quirk| {
        known.kind == quirk.kind && (known.kind != QuirkKind::EmptyList || known.sample == quirk.sample)
    };
    let Some(known) = seen.iter_mut().find(same) else { return seen.push(quirk) };
    known.count += quirk.count;
    for line in quirk.lines {
        if known.lines.len() < LINES && !known.lines.contains(&line) {
            known.lines.push(line);
        }
    }
}
