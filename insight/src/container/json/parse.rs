//! Text to [`Tree`]s, tolerant: what can be read is read, what cannot is named.
//!
//! Takes the whole text, gives every document in it and the faults. Accepts `NaN`, `Infinity`, trailing commas, several
//! documents in a row and a cut end. Every step takes at least one byte or goes up one level, so it ends.

#[cfg(test)]
mod tests;

use super::text::{self, End};
use super::tree::{Inside, Tree};
use crate::container::Ledger;
use crate::number;
use crate::problem::{Severity, Spot};
use std::borrow::Cow;

/// Levels of nesting that are read.
const DEEPEST: usize = 128;

/// What is said of a cut file, and what to do.
const CUT: (&str, &str) = ("the file is cut, its end is lost", "copy the file again");

/// What is wrong with JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text ends inside a value.
    Cut,
    /// The text ends inside a row, which was left out.
    CutRow,
    /// Something that is not JSON.
    Garbage,
    /// A comma, colon, quote or bracket is missing or wrong.
    Punctuation,
    /// A comma before a closing bracket.
    TrailingComma,
    /// More than [`DEEPEST`] levels.
    TooDeep,
}

impl Fault {
    /// Whether what was read may not be what was written.
    pub(crate) fn is_damage(self) -> bool {
        self != Self::TrailingComma
    }

    pub(crate) fn say(self, spot: Spot, ledger: &mut Ledger) {
        if self == Self::CutRow {
            return ledger.drop_row(spot, CUT.0, Some(CUT.1));
        }
        let (severity, what, hint) = match self {
            Self::Cut | Self::CutRow => (Severity::Lost, CUT.0, Some(CUT.1)),
            Self::Garbage => (Severity::Lost, "something that is not JSON was left out", Some("write the file again")),
            Self::Punctuation => (Severity::Doubt, "a comma, colon, quote or bracket is missing or wrong", None),
            Self::TrailingComma => {
                (Severity::Note, "a comma before a closing bracket, read as if it were not there", None)
            }
            Self::TooDeep => (Severity::Lost, "values nested deeper than 128 levels were left out", None),
        };
        ledger.say(spot, severity, what, hint);
    }
}

/// Calls `document` with every document in the text; gives the faults and where in the text each was found.
pub(crate) fn parse<'a>(text: &'a str, mut document: impl FnMut(Tree<'a>)) -> Vec<(Fault, usize)> {
    let mut parser = Parser { text, at: 0, faults: Vec::new(), maps: 0, lists: 0 };
    while parser.peek().is_some() {
        let before = parser.at;
        if let Some(tree) = parser.value() {
            document(tree);
        }
        // A closing bracket that closes nothing.
        if parser.at == before {
            parser.fault(Fault::Punctuation);
            parser.at += parser.rest().chars().next().map_or(1, char::len_utf8);
        }
    }
    parser.faults
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    faults: Vec<(Fault, usize)>,
    /// Open maps and lists, so that a wrong bracket closes only what is open.
    maps: usize,
    lists: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn fault(&mut self, fault: Fault) {
        let cut_twice = fault == Fault::Cut
            && self.faults.last().is_some_and(|(last, _)| matches!(last, Fault::Cut | Fault::CutRow));
        if !cut_twice {
            self.faults.push((fault, self.at));
        }
    }

    /// The next value; `None` where there is none, and nothing is taken before a closing bracket.
    fn value(&mut self) -> Option<Tree<'a>> {
        match self.peek() {
            None => {
                self.fault(Fault::Cut);
                None
            }
            Some(b'}' | b']') => None,
            Some(b'{' | b'[') if self.maps + self.lists >= DEEPEST => {
                self.fault(Fault::TooDeep);
                self.skip_nested();
                None
            }
            Some(b'{') => Some(self.map()),
            Some(b'[') => Some(self.list()),
            Some(b'"') => self.text().map(Tree::Text),
            Some(_) => self.word(),
        }
    }

    fn list(&mut self) -> Tree<'a> {
        let at = self.at;
        self.at += 1;
        self.lists += 1;
        let mut items = Vec::new();
        let mut comma = true;
        loop {
            match self.peek() {
                None => {
                    self.fault(Fault::Cut);
                    break;
                }
                Some(b']') => {
                    if comma && !items.is_empty() {
                        self.fault(Fault::TrailingComma);
                    }
                    self.at += 1;
                    break;
                }
                Some(b'}') => {
                    self.fault(Fault::Punctuation);
                    if self.maps > 0 {
                        break;
                    }
                    self.at += 1;
                }
                Some(b',') => {
                    if comma {
                        self.fault(Fault::Punctuation);
                    }
                    comma = true;
                    self.at += 1;
                }
                Some(_) => {
                    if !comma {
                        self.fault(Fault::Punctuation);
                    }
                    comma = false;
                    let damage = self.faults.len();
                    if let Some(item) = self.value() {
                        let cut = self.faults[damage..].iter().any(|(fault, _)| *fault == Fault::Cut);
                        // A cut row is left out, unless rows of its own stand in it.
                        if cut && !items.is_empty() && is_flat(&item) {
                            self.faults.retain(|(fault, _)| *fault != Fault::Cut);
                            self.fault(Fault::CutRow);
                        } else {
                            items.push(item);
                        }
                    }
                }
            }
        }
        self.lists -= 1;
        Tree::List(Inside { at, all: items })
    }

    fn map(&mut self) -> Tree<'a> {
        let at = self.at;
        self.at += 1;
        self.maps += 1;
        let mut members = Vec::new();
        let mut comma = true;
        loop {
            match self.peek() {
                None => {
                    self.fault(Fault::Cut);
                    break;
                }
                Some(b'}') => {
                    if comma && !members.is_empty() {
                        self.fault(Fault::TrailingComma);
                    }
                    self.at += 1;
                    break;
                }
                Some(b']') => {
                    self.fault(Fault::Punctuation);
                    if self.lists > 0 {
                        break;
                    }
                    self.at += 1;
                }
                Some(b',') => {
                    if comma {
                        self.fault(Fault::Punctuation);
                    }
                    comma = true;
                    self.at += 1;
                }
                Some(b'"') => {
                    if !comma {
                        self.fault(Fault::Punctuation);
                    }
                    comma = false;
                    members.extend(self.member());
                }
                Some(_) => {
                    comma = false;
                    self.garbage();
                }
            }
        }
        self.maps -= 1;
        Tree::Map(Inside { at, all: members })
    }

    fn member(&mut self) -> Option<(Cow<'a, str>, Tree<'a>)> {
        let key = self.text()?;
        match self.peek() {
            Some(b':') => self.at += 1,
            None => {
                self.fault(Fault::Cut);
                return None;
            }
            Some(_) => {
                self.fault(Fault::Punctuation);
                return None;
            }
        }
        match self.peek() {
            Some(b',' | b'}' | b']') => {
                self.fault(Fault::Punctuation);
                None
            }
            _ => self.value().map(|value| (key, value)),
        }
    }

    /// The text at a quote; `None` when the file ends in it.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        self.at += 1;
        let (text, length, end) = text::take(self.rest());
        self.at += length;
        match end {
            End::Closed => Some(text),
            End::Line => {
                self.fault(Fault::Punctuation);
                Some(text)
            }
            End::File => {
                self.fault(Fault::Cut);
                None
            }
        }
    }

    /// A number, `true`, `null`, `NaN` and the like.
    fn word(&mut self) -> Option<Tree<'a>> {
        let rest = self.rest();
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_');
        let length = rest.bytes().position(|byte| !inside(byte)).unwrap_or(rest.len());
        let word = &rest[..length];
        let tree = match word {
            "true" => Some(Tree::Flag(true)),
            "false" => Some(Tree::Flag(false)),
            "null" => Some(Tree::Null),
            _ => number::plain(word.as_bytes()).map(|value| {
                let long = value.abs() >= number::EXACT && number::is_inexact(word, value);
                if long { Tree::Long(word) } else { Tree::Number(value) }
            }),
        };
        // A word at the very end of the file may be half a word.
        if length == rest.len() && self.maps + self.lists > 0 {
            self.at += length;
            self.fault(Fault::Cut);
            return None;
        }
        match tree {
            Some(tree) => {
                self.at += length;
                Some(tree)
            }
            None => {
                self.garbage();
                None
            }
        }
    }

    /// Leaves out what is not JSON, up to the next comma, bracket or line; takes at least one character.
    fn garbage(&mut self) {
        self.fault(Fault::Garbage);
        let rest = self.rest();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let stop = |byte: &u8| matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n');
        self.at += rest.bytes().skip(first).position(|byte| stop(&byte)).map_or(rest.len(), |at| first + at);
    }

    fn skip_nested(&mut self) {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => self.at += text::take(self.rest()).1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
        self.fault(Fault::Cut);
    }
}

/// Whether a value holds no list of values.
fn is_flat(tree: &Tree<'_>) -> bool {
    match tree {
        Tree::List(_) => false,
        Tree::Map(members) => members.iter().all(|(_, value)| is_flat(value)),
        Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Long(_) | Tree::Text(_) => true,
    }
}
