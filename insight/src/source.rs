//! Bytes to text: compression, encoding, size and hash of one file.
//!
//! Takes chunks as they come, gives UTF-8 text; the only place that decodes text. Valid UTF-8 passes without a copy.

mod encoding;
mod gzip;
mod misread;

use crate::problem::{Problem, Severity, Spot};
use crate::quirk::{Quirk, QuirkKind};
use encoding::Decoder;
use gzip::Gunzip;
use misread::Misread;

/// First bytes by which compression and encoding are told.
const HEAD_BYTES: usize = 4096;

/// The bytes of one file on their way to text.
pub(crate) struct Source {
    hash: xxhash_rust::xxh3::Xxh3,
    bytes: u64,
    stage: Stage,
    /// What went wrong, at most one of each kind.
    faults: Vec<Fault>,
    misread: Misread,
}

enum Stage {
    /// Fewer bytes than the head so far.
    Raw(Vec<u8>),
    /// Inflating, then decoding.
    Gzip(Box<Gunzip>, Inner),
    /// Decoding.
    Plain(Inner),
}

enum Inner {
    Head(Vec<u8>),
    Text(Decoder),
    Binary,
}

/// What can be wrong with the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    NotText,
    /// The text is marked as UTF-8 by its first bytes.
    Marked,
    Utf16,
    MarkEncodedTwice,
    NotUtf8,
    Broken,
    GzipCut,
    GzipBroken,
    GzipTooLarge,
}

impl Fault {
    /// What it is where the text can be read all the same.
    fn quirk(self) -> Option<QuirkKind> {
        match self {
            Self::Marked => Some(QuirkKind::ByteOrderMark),
            Self::Utf16 => Some(QuirkKind::Utf16),
            Self::MarkEncodedTwice => Some(QuirkKind::MarkEncodedTwice),
            Self::NotUtf8 => Some(QuirkKind::Windows1252),
            Self::Broken => Some(QuirkKind::BrokenCharacters),
            Self::NotText | Self::GzipCut | Self::GzipBroken | Self::GzipTooLarge => None,
        }
    }

    fn problem(self, file: &str) -> Option<Problem> {
        let (severity, what, hint) = match self {
            Self::Marked | Self::Utf16 | Self::MarkEncodedTwice => return None,
            Self::NotText => (Severity::Lost, "not text", Some("drop the text file that the tool writes beside it")),
            Self::NotUtf8 => (Severity::Doubt, "not UTF-8, read as Windows-1252", Some("save the file as UTF-8")),
            Self::Broken => (Severity::Doubt, "some characters are broken and were replaced by `\u{fffd}`", None),
            Self::GzipCut => (Severity::Lost, "the compressed file is cut, its end is lost", Some("copy it again")),
            Self::GzipBroken => {
                (Severity::Lost, "the compressed file is damaged, the rest is lost", Some("copy it again"))
            }
            Self::GzipTooLarge => (
                Severity::Lost,
                "the compressed file unpacks to more than can be read, the rest is lost",
                Some("unpack it first"),
            ),
        };
        let problem = Problem::new(file, Spot::Whole, severity, what);
        Some(match hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        })
    }
}

impl Source {
    pub(crate) fn new() -> Self {
        Self {
            hash: xxhash_rust::xxh3::Xxh3::new(),
            bytes: 0,
            stage: Stage::Raw(Vec::new()),
            faults: Vec::new(),
            misread: Misread::default(),
        }
    }

    /// Takes the next bytes and hands on the text they complete.
    pub(crate) fn push(&mut self, chunk: &[u8], text: &mut dyn FnMut(&str)) {
        self.looking(text, |this, text| this.take(chunk, text));
    }

    /// Does its work with each piece of text looked at on its way.
    fn looking(&mut self, text: &mut dyn FnMut(&str), work: impl FnOnce(&mut Self, &mut dyn FnMut(&str))) {
        let mut misread = std::mem::take(&mut self.misread);
        work(self, &mut |piece| {
            misread.look(piece);
            text(piece);
        });
        self.misread = misread;
    }

    fn take(&mut self, chunk: &[u8], text: &mut dyn FnMut(&str)) {
        self.hash.update(chunk);
        self.bytes += chunk.len() as u64;
        if let Stage::Raw(head) = &mut self.stage {
            head.extend_from_slice(chunk);
            if head.len() >= 2 {
                let head = std::mem::take(head);
                self.open(&head, text);
            }
            return;
        }
        self.feed(chunk, text);
    }

    fn open(&mut self, head: &[u8], text: &mut dyn FnMut(&str)) {
        let inner = Inner::Head(Vec::new());
        self.stage = if head.starts_with(&[0x1f, 0x8b]) {
            Stage::Gzip(Box::new(Gunzip::new()), inner)
        } else {
            Stage::Plain(inner)
        };
        self.feed(head, text);
    }

    fn feed(&mut self, chunk: &[u8], text: &mut dyn FnMut(&str)) {
        let faults = &mut self.faults;
        match &mut self.stage {
            Stage::Raw(_) => {}
            Stage::Plain(inner) => inner.push(chunk, faults, text),
            Stage::Gzip(gunzip, inner) => {
                let result = gunzip.push(chunk, &mut |bytes| inner.push(bytes, faults, text));
                note(&mut self.faults, result);
            }
        }
    }

    fn end(&mut self, text: &mut dyn FnMut(&str)) {
        if let Stage::Raw(head) = &mut self.stage {
            let head = std::mem::take(head);
            self.open(&head, text);
        }
        let faults = &mut self.faults;
        match &mut self.stage {
            Stage::Raw(_) => {}
            Stage::Plain(inner) => inner.finish(faults, text),
            Stage::Gzip(gunzip, inner) => {
                let result = gunzip.finish(&mut |bytes| inner.push(bytes, faults, text));
                note(faults, result);
                inner.finish(faults, text);
            }
        }
    }

    /// Hands on the rest of the text; gives size, hash and what went wrong.
    pub(crate) fn finish(mut self, file: &str, text: &mut dyn FnMut(&str)) -> Taken {
        self.looking(text, Self::end);
        let seen = self.faults.iter().filter_map(|fault| fault.quirk()).map(|kind| Quirk::new(kind, None, ""));
        Taken {
            quirks: seen.chain(self.misread.quirks()).collect(),
            bytes: self.bytes,
            hash: format!("{:032x}", self.hash.digest128()),
            is_text: !self.faults.contains(&Fault::NotText),
            problems: self.faults.iter().filter_map(|fault| fault.problem(file)).collect(),
        }
    }
}

/// What is known of a file's bytes when all were taken.
pub(crate) struct Taken {
    pub(crate) bytes: u64,
    pub(crate) hash: String,
    pub(crate) is_text: bool,
    pub(crate) problems: Vec<Problem>,
    pub(crate) quirks: Vec<Quirk>,
}

fn note(faults: &mut Vec<Fault>, fault: Option<Fault>) {
    if let Some(fault) = fault
        && !faults.contains(&fault)
    {
        faults.push(fault);
    }
}

impl Inner {
    fn push(&mut self, chunk: &[u8], faults: &mut Vec<Fault>, text: &mut dyn FnMut(&str)) {
        match self {
            Self::Head(head) => {
                let rest = chunk.split_at(chunk.len().min(HEAD_BYTES.saturating_sub(head.len())));
                head.extend_from_slice(rest.0);
                if head.len() >= HEAD_BYTES {
                    self.decide(faults, text);
                    self.push(rest.1, faults, text);
                }
            }
            Self::Text(decoder) => note(faults, decoder.push(chunk, text)),
            Self::Binary => {}
        }
    }

    fn decide(&mut self, faults: &mut Vec<Fault>, text: &mut dyn FnMut(&str)) {
        let Self::Head(head) = self else { return };
        let head = std::mem::take(head);
        match Decoder::of(&head) {
            Some((mut decoder, mark, fault)) => {
                note(faults, fault);
                note(faults, decoder.push(&head[mark..], text));
                *self = Self::Text(decoder);
            }
            None => {
                note(faults, Some(Fault::NotText));
                *self = Self::Binary;
            }
        }
    }

    fn finish(&mut self, faults: &mut Vec<Fault>, text: &mut dyn FnMut(&str)) {
        self.decide(faults, text);
        if let Self::Text(decoder) = self {
            note(faults, decoder.finish(text));
        }
    }
}
