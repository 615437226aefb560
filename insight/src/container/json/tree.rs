//! A JSON value, borrowed from the text it stands in.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Deref;

/// A JSON value; numbers that are not finite (`NaN`, `Infinity`) are numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Flag(bool),
    Number(f64),
    /// A whole number that a double does not hold exactly.
    Long(&'a str),
    Text(Cow<'a, str>),
    List(Inside<Self>),
    Map(Inside<(Cow<'a, str>, Self)>),
}

/// What stands between two brackets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inside<T> {
    /// Where in the text the bracket opens, in bytes.
    pub(crate) at: usize,
    pub(crate) all: Vec<T>,
}

impl<T> Deref for Inside<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all
    }
}

impl Tree<'_> {
    /// Where in the text the value opens, where it has brackets.
    pub(super) fn at(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.at),
            Self::Map(members) => Some(members.at),
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Long(_) | Self::Text(_) => None,
        }
    }

    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_))
    }

    /// Whether a number stands in it at any depth.
    pub(super) fn holds_numbers(&self) -> bool {
        match self {
            Self::Number(_) | Self::Long(_) => true,
            Self::Null | Self::Flag(_) | Self::Text(_) => false,
            Self::List(items) => items.iter().any(Self::holds_numbers),
            Self::Map(members) => members.iter().any(|(_, value)| value.holds_numbers()),
        }
    }

    /// The value as JSON text on one line.
    pub(in crate::container) fn write(&self, into: &mut String) {
        match self {
            Self::Null => into.push_str("null"),
            Self::Flag(flag) => into.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => drop(write!(into, "{number}")),
            Self::Long(digits) => into.push_str(digits),
            Self::Text(text) => quote(text, into),
            Self::List(items) => {
                into.push('[');
                for (at, item) in items.iter().enumerate() {
                    into.push_str(if at == 0 { "" } else { ", " });
                    item.write(into);
                }
                into.push(']');
            }
            Self::Map(members) => {
                into.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    into.push_str(if at == 0 { "" } else { ", " });
                    quote(key, into);
                    into.push_str(": ");
                    value.write(into);
                }
                into.push('}');
            }
        }
    }
}

fn quote(text: &str, into: &mut String) {
    into.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => into.extend(['\\', c]),
            '\n' => into.push_str("\\n"),
            c if c.is_control() => drop(write!(into, "\\u{:04x}", c as u32)),
            c => into.push(c),
        }
    }
    into.push('"');
}
