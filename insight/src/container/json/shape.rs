//! What a JSON value is meant to be: rows, columns side by side, or the members of one kind under names of their own.
//!
//! Takes maps and lists, says what they are. Values decide where they can, names of columns where they must.

use super::tree::Tree;
use crate::header::Header;
use crate::metric::is_quantity;
use crate::role::vocabulary;
use std::borrow::Cow;

pub(super) type Members<'a> = [(Cow<'a, str>, Tree<'a>)];

/// A map with at least this many numbers and nothing else is a table of keys and values.
const MANY_NUMBERS: usize = 32;

/// Whether the values of a map are rows under names of their own: maps or lists of maps that share most of their keys, many
/// numbers, one map under the name of a model.
pub(super) fn is_keyed(members: &Members<'_>) -> bool {
    match members {
        [] => return false,
        [(key, Tree::Map(inner))] => return is_name(key) && !inner.is_empty(),
        _ => {}
    }
    let mut maps = members.iter().map(|(_, value)| shape_of(value));
    let Some(Some(first)) = maps.next() else {
        return members.len() >= MANY_NUMBERS && members.iter().all(|(_, value)| matches!(value, Tree::Number(_)));
    };
    let mut shared: Vec<&str> = first.iter().map(|(key, _)| key.as_ref()).collect();
    let mut widest = first.len();
    for map in maps {
        let Some(map) = map else { return false };
        shared.retain(|key| map.iter().any(|(other, _)| other == key));
        widest = widest.max(map.len());
    }
    members.len() >= 2 && shared.len() * 2 >= widest
}

/// The keys of a row, or of the first row of a list of rows.
fn shape_of<'t, 'a>(value: &'t Tree<'a>) -> Option<&'t Members<'a>> {
    match value {
        Tree::Map(inner) if !inner.is_empty() => Some(inner),
        Tree::List(items) => match &**items {
            [Tree::Map(inner), others @ ..] if !inner.is_empty() => {
                others.iter().all(|other| matches!(other, Tree::Map(_))).then_some(inner)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether the values below a name are numbers of that name for things that are named, and no quantities of their own:
/// `{"tokens_per_second": {"gemma3:1b": 50.5, "llama3": 40.5}}`, or lists of such numbers.
pub(super) fn is_named(name: &str, members: &Members<'_>) -> bool {
    let numbers = |value: &Tree<'_>| match value {
        Tree::Number(_) => true,
        Tree::List(items) => !items.is_empty() && items.iter().all(|item| matches!(item, Tree::Number(_))),
        _ => false,
    };
    // The values first: they are looked at in every row.
    members.len() >= 2 && members.iter().all(|(_, value)| numbers(value)) && {
        let named = members.iter().filter(|(key, _)| is_name(key)).count();
        named > 0 && (named * 2 >= members.len() || is_quantity(name)) && !members.iter().any(|(key, _)| is_field(key))
    }
}

/// Whether a key is the name of a model or a file and no word of a table: `gemma3:1b`, `meta-llama/Llama-3.2-1B`.
fn is_name(key: &str) -> bool {
    key.bytes().any(|byte| byte.is_ascii_digit())
        && key.bytes().any(|byte| byte.is_ascii_alphabetic())
        && key.contains([':', '/', '-', '.'])
        && !key.starts_with('/')
        && !is_field(key)
}

/// Whether a name is one of a column: a quantity, or a word of the vocabulary.
fn is_field(name: &str) -> bool {
    let words = Header::of(name).words;
    let all: Vec<&str> = words.iter().map(String::as_str).collect();
    let ends = |terms: &[&str]| terms.iter().any(|term| vocabulary::ends_in(&all, term));
    let chosen = vocabulary::PARAMETER.iter().any(|(term, _)| vocabulary::ends_in(&all, term));
    chosen
        || [vocabulary::IDENTIFIER, vocabulary::TIME, vocabulary::VALIDITY, vocabulary::TEXT, vocabulary::COUNT]
            .iter()
            .any(|terms| ends(terms))
        || words.iter().any(|word| vocabulary::statistic(word).is_some())
        || is_quantity(name)
}

/// The length of the lists of a map that holds nothing but columns: lists of values of one length, named as columns are.
pub(super) fn columns(members: &Members<'_>) -> Option<usize> {
    let mut length = None;
    let mut words = false;
    for (_, value) in members {
        let Tree::List(items) = value else { return None };
        if items.len() < 2 || length.is_some_and(|length| length != items.len()) || !items.iter().all(Tree::is_scalar) {
            return None;
        }
        length = Some(items.len());
        words |= items.iter().any(|item| matches!(item, Tree::Text(_)));
    }
    let named = members.iter().filter(|(key, _)| is_field(key)).count();
    length.filter(|_| members.len() >= 2 && (words && named > 0 || named * 2 > members.len()))
}

/// The columns of a map whose values all have the keys `0`, `1`, …: a table that was written column by column.
pub(super) fn numbered<'t, 'a>(members: &'t Members<'a>) -> Option<usize> {
    let rows = |value: &'t Tree<'a>| match value {
        Tree::Map(inner) if !inner.is_empty() => {
            let counts = inner.iter().enumerate().all(|(at, (key, value))| key.parse() == Ok(at) && value.is_scalar());
            counts.then_some(inner.len())
        }
        _ => None,
    };
    let (_, first) = members.first()?;
    let length = rows(first)?;
    (members.len() >= 2 && members.iter().all(|(_, value)| rows(value) == Some(length))).then_some(length)
}

/// Names and rows of `{"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}`.
pub(super) fn split<'t, 'a>(members: &'t Members<'a>) -> Option<(Vec<&'t str>, &'t [Tree<'a>])> {
    let list = |names: &[&str]| {
        members.iter().find(|(key, _)| names.contains(&key.as_ref())).and_then(|(_, value)| match value {
            Tree::List(items) => Some(&**items),
            _ => None,
        })
    };
    let names = texts(list(&["columns", "headers", "header"])?)?;
    let rows = list(&["data", "rows", "values"])?;
    (!rows.is_empty() && rows.iter().all(|row| is_row(row, names.len()))).then_some((names, rows))
}

/// Names and rows of a list of lists: the first one names the columns, or texts stand among the numbers.
pub(super) fn lists<'t, 'a>(items: &'t [Tree<'a>]) -> Option<(Vec<&'t str>, &'t [Tree<'a>])> {
    let Some((Tree::List(first), others)) = items.split_first() else { return None };
    let width = first.len();
    if width < 2 || others.is_empty() || !items.iter().all(|row| is_row(row, width)) {
        return None;
    }
    if let Some(names) = texts(first) {
        let number = |row: &Tree<'_>| matches!(row, Tree::List(items) if items.iter().any(|item| matches!(item, Tree::Number(_))));
        return others.iter().any(number).then_some((names, others));
    }
    let mixed = first.iter().any(|item| matches!(item, Tree::Text(_)));
    mixed.then(|| (vec![""; width], items))
}

fn texts<'t>(items: &'t [Tree<'_>]) -> Option<Vec<&'t str>> {
    items
        .iter()
        .map(|item| match item {
            Tree::Text(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect()
}

fn is_row(row: &Tree<'_>, width: usize) -> bool {
    matches!(row, Tree::List(items) if items.len() == width && items.iter().all(Tree::is_scalar))
}
