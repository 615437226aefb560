//! YAML as benchmark tools write it: maps, lists and scalars by their indent, to the same trees as JSON.
//!
//! Takes whole lines, gives tables. Anchors, tags and documents after the first are not read.

use super::Ledger;
use super::json::{Tabulator, Tree};
use crate::table::Table;
use std::borrow::Cow;

/// Levels of nesting that are read.
const DEEPEST: usize = 64;

/// A line without its comment, and how far it is set in.
type Line<'a> = (usize, &'a str);

/// The tables of a document.
pub(crate) fn tables(text: &str, ledger: &Ledger) -> Vec<Table> {
    let lines: Vec<Line<'_>> = text
        .lines()
        .map(|line| (line.len() - line.trim_start().len(), without_comment(line).trim()))
        .filter(|(_, line)| !line.is_empty() && *line != "---")
        .collect();
    let mut tabulator = Tabulator::default();
    let mut rest = lines.as_slice();
    tabulator.document(&block(&mut rest, 0));
    // Rows are counted by the reader of the text.
    tabulator.finish(&mut ledger.fresh())
}

/// A `#` after a blank begins a comment, unless it stands in quotes.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, '#') if before == ' ' => return &line[..at],
            _ => {}
        }
        before = letter;
    }
    line
}

/// The map or list that begins with the next line.
fn block(rest: &mut &[Line<'_>], depth: usize) -> Tree<'static> {
    let Some(&(indent, first)) = rest.first() else { return Tree::Null };
    if depth == DEEPEST {
        *rest = &[];
        return Tree::Null;
    }
    if item(first).is_some() { list(rest, indent, depth) } else { map(rest, indent, depth) }
}

/// What stands after the dash of a list, and how far behind it.
fn item(line: &str) -> Option<(usize, &str)> {
    let after = line.strip_prefix('-')?;
    let value = after.trim_start();
    (after.is_empty() || after.starts_with(' ')).then_some((line.len() - value.len(), value))
}

fn list(rest: &mut &[Line<'_>], indent: usize, depth: usize) -> Tree<'static> {
    let mut items = Vec::new();
    while let Some(&(own, line)) = rest.first() {
        let Some((behind, value)) = item(line).filter(|_| own == indent) else { break };
        *rest = &rest[1..];
        items.push(if value.is_empty() {
            nested(rest, indent, depth)
        } else if member(value).is_some() || item(value).is_some() {
            inline(rest, indent + behind, value, depth)
        } else {
            scalar(value)
        });
    }
    Tree::List(items)
}

/// A map or list that begins behind the dash of an item.
fn inline(rest: &mut &[Line<'_>], indent: usize, first: &str, depth: usize) -> Tree<'static> {
    let below = rest.iter().take_while(|(own, _)| *own >= indent).count();
    let mut own: Vec<Line<'_>> = vec![(indent, first)];
    own.extend_from_slice(&rest[..below]);
    *rest = &rest[below..];
    block(&mut own.as_slice(), depth + 1)
}

fn map(rest: &mut &[Line<'_>], indent: usize, depth: usize) -> Tree<'static> {
    let mut members = Vec::new();
    while let Some(&(own, line)) = rest.first() {
        if own < indent || (own == indent && item(line).is_some()) {
            break;
        }
        *rest = &rest[1..];
        // A line that is set in deeper than its neighbors, or that is no member, goes on what stands above it: it is no value.
        let Some((key, value)) = member(line).filter(|_| own == indent) else { continue };
        let value = match value {
            "" => nested(rest, indent, depth),
            "|" | ">" | "|-" | ">-" => folded(rest, indent),
            value => scalar(value),
        };
        members.push((Cow::Owned(key.to_owned()), value));
    }
    Tree::Map(members)
}

/// What stands below a key or a dash: set in deeper, or, for a list, just as deep.
fn nested(rest: &mut &[Line<'_>], indent: usize, depth: usize) -> Tree<'static> {
    match rest.first() {
        Some((own, _)) if *own > indent => block(rest, depth + 1),
        Some((own, line)) if *own == indent && item(line).is_some() => list(rest, indent, depth + 1),
        Some(_) | None => Tree::Null,
    }
}

/// Lines of text below a key.
fn folded(rest: &mut &[Line<'_>], indent: usize) -> Tree<'static> {
    let below = rest.iter().take_while(|(own, _)| *own > indent).count();
    let text: Vec<&str> = rest[..below].iter().map(|(_, line)| *line).collect();
    *rest = &rest[below..];
    Tree::Text(Cow::Owned(text.join("\n")))
}

/// Key and value of `key: value`.
fn member(line: &str) -> Option<(&str, &str)> {
    if let Some(quote) = line.chars().next().filter(|letter| matches!(letter, '"' | '\'')) {
        let (key, value) = line[1..].split_once(quote)?;
        return Some((key, value.strip_prefix(':')?.trim()));
    }
    match line.split_once(": ") {
        Some((key, value)) => Some((key.trim(), value.trim())),
        None => line.strip_suffix(':').map(|key| (key.trim(), "")),
    }
}

fn scalar(text: &str) -> Tree<'static> {
    let quoted = |quote: char| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    if quoted('"') || quoted('\'') {
        return Tree::Text(Cow::Owned(text[1..text.len() - 1].to_owned()));
    }
    match text {
        "null" | "~" | "[]" | "{}" => Tree::Null,
        "true" => Tree::Flag(true),
        "false" => Tree::Flag(false),
        ".inf" => Tree::Number(f64::INFINITY),
        "-.inf" => Tree::Number(f64::NEG_INFINITY),
        ".nan" => Tree::Number(f64::NAN),
        text => match crate::number::plain(text.as_bytes()).filter(|number| number.is_finite()) {
            Some(number) => Tree::Number(number),
            None => Tree::Text(Cow::Owned(text.to_owned())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let lines: Vec<Line<'_>> = text
            .lines()
            .map(|line| (line.len() - line.trim_start().len(), without_comment(line).trim()))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let mut written = String::new();
        block(&mut lines.as_slice(), 0).write(&mut written);
        written
    }

    #[test]
    fn indents_make_maps_and_lists() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("a: 1 # one\nb:\n  c: x: y\n  d: '#2'\ne: ~", r##"{"a": 1, "b": {"c": "x: y", "d": "#2"}, "e": null}"##);
        check("a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\ne: 5", r#"{"a": [1, {"b": 2, "c": 3}, {"d": 4}], "e": 5}"#);
        check("- - 1\n  - 2\n- [3]", r#"[[1, 2], "[3]"]"#);
        check("\"--a-b\": true\nt: |\n  one\n  two\nu: .inf", "{\"--a-b\": true, \"t\": \"one\\ntwo\", \"u\": inf}");
        check("a: 1\n   odd\nb: 2", r#"{"a": 1, "b": 2}"#);
        check("", "null");
    }

    #[test]
    fn deep_text_ends() {
        let deep: String = (0..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        shown(&deep);
        shown(&"- ".repeat(500));
    }
}
