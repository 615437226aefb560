//! Text to [`Tree`]s, tolerant: what can be read is read, what cannot is named.
//!
//! Takes the whole text, gives every document in it and the faults. Accepts `NaN`, `Infinity`, trailing commas, several
//! documents in a row and a cut end. Every step takes at least one byte or goes up one level, so it ends.

#[cfg(test)]
mod tests;

use super::fault::{DEEPEST, Fault};
use super::text::{self, End};
use super::tree::{Inside, Tree};
use crate::number;
use std::borrow::Cow;

/// Calls `document` with every document in the text; gives the faults and where in the text each was found.
pub(crate) fn parse<'a>(text: &'a str, mut document: impl FnMut(Tree<'a>)) -> Vec<(Fault, usize)> {
    let mut parser = Parser { text, at: 0, faults: Vec::new(), maps: 0, lists: 0, tuples: 0 };
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
    /// Of the lists: those in round brackets.
    tuples: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
                self.at += 1;
            }
            match bytes.get(self.at) {
                Some(b'/' | b'#') if self.comment() => {}
                byte => return byte.copied(),
            }
        }
    }

    /// Passes over a comment, where one begins here and ends.
    fn comment(&mut self) -> bool {
        let Some(length) = text::comment(self.rest()) else { return false };
        self.loose(Fault::Comment);
        self.at += length;
        true
    }

    /// What is no damage is said once.
    fn loose(&mut self, fault: Fault) {
        if !self.faults.iter().any(|(known, _)| *known == fault) {
            self.fault(fault);
        }
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
            Some(b')') if self.tuples > 0 => None,
            Some(b'{' | b'[') if self.maps + self.lists >= DEEPEST => {
                self.fault(Fault::TooDeep);
                self.skip_nested();
                None
            }
            Some(b'{') => Some(self.map()),
            Some(b'[') => Some(self.list(b']')),
            Some(b'(') if self.maps + self.lists > 0 && self.maps + self.lists < DEEPEST => {
                self.loose(Fault::Loose);
                Some(self.list(b')'))
            }
            Some(b'"') => self.text().map(Tree::Text),
            Some(b'\'') => {
                self.loose(Fault::Loose);
                self.text().map(Tree::Text)
            }
            Some(_) => self.word(),
        }
    }

    /// A list up to its closing bracket, `]` or that of a tuple.
    fn list(&mut self, close: u8) -> Tree<'a> {
        let is_tuple = close == b')';
        let at = self.at;
        self.at += 1;
        self.lists += 1;
        self.tuples += usize::from(is_tuple);
        let mut items = Vec::new();
        let mut comma = true;
        loop {
            match self.peek() {
                None => {
                    self.fault(Fault::Cut);
                    break;
                }
                Some(byte) if byte == close => {
                    if comma && !items.is_empty() && !is_tuple {
                        self.fault(Fault::TrailingComma);
                    }
                    self.at += 1;
                    break;
                }
                Some(b')') if self.tuples > 0 => {
                    self.fault(Fault::Punctuation);
                    break;
                }
                Some(b'}' | b']') => {
                    self.fault(Fault::Punctuation);
                    if self.maps > 0 || is_tuple {
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
        self.tuples -= usize::from(is_tuple);
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
                Some(byte @ (b'"' | b'\'')) => {
                    if !comma {
                        self.fault(Fault::Punctuation);
                    }
                    if byte == b'\'' {
                        self.loose(Fault::Loose);
                    }
                    comma = false;
                    let key = self.text();
                    members.extend(key.and_then(|key| self.member(key)));
                }
                Some(_) if comma && text::bare_key(self.rest()).is_some() => {
                    self.loose(Fault::Loose);
                    comma = false;
                    let key = text::bare_key(self.rest()).unwrap_or_default();
                    self.at += key.len();
                    members.extend(self.member(Cow::Borrowed(key)));
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

    fn member(&mut self, key: Cow<'a, str>) -> Option<(Cow<'a, str>, Tree<'a>)> {
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
        let quote = self.text.as_bytes()[self.at];
        self.at += 1;
        let (text, length, end) = text::take(self.rest(), quote);
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
            "True" | "False" | "None" | "undefined" => {
                self.loose(Fault::Loose);
                Some(if word == "True" {
                    Tree::Flag(true)
                } else if word == "False" {
                    Tree::Flag(false)
                } else {
                    Tree::Null
                })
            }
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
                b'"' => self.at += text::take(self.rest(), b'"').1,
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
