//! YAML to the same trees as JSON.
//!
//! Takes the whole text, gives tables and what could not be read; an alias repeats what it names, as far as [`MOST_REPEATED`].

use super::Ledger;
use super::json::{Inside, Origin, Tabulator, Tree};
use crate::problem::{Severity, Spot};
use crate::table::Table;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// Levels of nesting that are read.
const DEEPEST: usize = 128;

/// Values that aliases of one file may repeat, so that a few lines cannot stand for millions of values.
const MOST_REPEATED: usize = 100_000;

/// The tables of all documents.
pub(crate) fn tables(text: &str, ledger: &mut Ledger) -> Vec<Table> {
    let mut tables = Tabulator::default();
    tables.stand(Origin::Place);
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
                let line = error.marker().line() as u64;
                ledger.say(Spot::Line(line), Severity::Lost, &said(&error), Some("write the file again"));
                break;
            }
        }
    }
    if builder.lost > 0 {
        ledger.say(Spot::Whole, Severity::Lost, "values nested too deep or repeated too often were left out", None);
    }
    builder.documents().iter().for_each(|tree| tables.document(tree));
    // Rows are counted by the reader of the text.
    tables.finish(&mut ledger.fresh())
}

fn said(error: &ScanError) -> String {
    format!("not YAML, the rest of the file is lost: {}", error.info())
}

/// A map or a list that is being filled.
struct Open {
    line: usize,
    anchor: usize,
    /// For a map: the key whose value comes next.
    key: Option<Cow<'static, str>>,
    items: Filled,
}

enum Filled {
    List(Vec<Tree<'static>>),
    Map(Vec<(Cow<'static, str>, Tree<'static>)>),
}

/// Puts events together.
#[derive(Default)]
struct Builder {
    done: Vec<Tree<'static>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Tree<'static>>,
    repeated: usize,
    /// Levels that are open and not read.
    skipped: usize,
    lost: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let line = span.start.line();
        match event {
            Event::SequenceStart(anchor, _) => self.begin(line, anchor, Filled::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.begin(line, anchor, Filled::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd if self.skipped > 0 => self.skipped -= 1,
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            _ if self.skipped > 0 => {}
            Event::Scalar(text, style, anchor, tag) => {
                let named = tag.is_some_and(|tag| tag.suffix == "str");
                let tree = if style == ScalarStyle::Plain && !named { plain(&text) } else { quoted(&text) };
                self.put(anchor, tree);
            }
            Event::Alias(anchor) => {
                let tree = self.anchors.get(&anchor).cloned().unwrap_or(Tree::Null);
                self.repeated += size(&tree);
                if self.repeated <= MOST_REPEATED {
                    self.put(0, tree);
                } else {
                    self.lost += 1;
                    self.put(0, Tree::Null);
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn begin(&mut self, line: usize, anchor: usize, items: Filled) {
        if self.skipped > 0 || self.open.len() == DEEPEST {
            self.lost += 1;
            if self.skipped == 0 {
                self.put(0, Tree::Null);
            }
            self.skipped += 1;
            return;
        }
        self.open.push(Open { line, anchor, key: None, items });
    }

    fn end(&mut self) {
        let Some(Open { line, anchor, items, .. }) = self.open.pop() else { return };
        let tree = match items {
            Filled::List(all) => Tree::List(Inside { at: line, all }),
            Filled::Map(all) => Tree::Map(Inside { at: line, all }),
        };
        self.put(anchor, tree);
    }

    fn put(&mut self, anchor: usize, tree: Tree<'static>) {
        if anchor > 0 {
            self.anchors.insert(anchor, tree.clone());
        }
        let Some(open) = self.open.last_mut() else { return self.done.push(tree) };
        match &mut open.items {
            Filled::List(items) => items.push(tree),
            Filled::Map(members) => match open.key.take() {
                Some(key) => members.push((key, tree)),
                None => open.key = Some(key(tree)),
            },
        }
    }

    /// What was read, the maps and lists that a broken file leaves open closed.
    fn documents(mut self) -> Vec<Tree<'static>> {
        while !self.open.is_empty() {
            self.end();
        }
        self.done
    }
}

/// A value as the key of a map.
fn key(tree: Tree<'static>) -> Cow<'static, str> {
    if let Tree::Text(text) = tree {
        return text;
    }
    let mut text = String::new();
    tree.write(&mut text);
    Cow::Owned(text)
}

fn size(tree: &Tree<'_>) -> usize {
    match tree {
        Tree::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Tree::Map(members) => 1 + members.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Long(_) | Tree::Text(_) => 1,
    }
}

fn quoted(text: &str) -> Tree<'static> {
    Tree::Text(Cow::Owned(text.to_owned()))
}

/// A plain scalar by the core schema of YAML 1.2.
fn plain(text: &str) -> Tree<'static> {
    match text {
        "" | "null" | "Null" | "NULL" | "~" => Tree::Null,
        "true" | "True" | "TRUE" => Tree::Flag(true),
        "false" | "False" | "FALSE" => Tree::Flag(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" => Tree::Number(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Tree::Number(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Tree::Number(f64::NAN),
        text => match crate::number::plain(text.as_bytes()) {
            // A number beyond the digits of a double stays as it is written.
            Some(number) if number.is_finite() && !crate::number::is_inexact(text, number) => Tree::Number(number),
            Some(_) | None => quoted(text),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    fn trees(text: &str) -> String {
        let mut builder = Builder::default();
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            builder.take(event, span);
        }
        let documents = builder.documents();
        let mut shown = String::new();
        documents.iter().for_each(|tree| tree.write(&mut shown));
        shown
    }

    #[test]
    fn what_yaml_says_is_read() {
        let check = |text: &str, expected: &str| assert_eq!(trees(text), expected, "{text}");
        check(
            "a: 1 # one\nb:\n  c: 'x: y'\n  d: '#2'\ne: ~",
            r##"{"a": 1, "b": {"c": "x: y", "d": "#2"}, "e": null}"##,
        );
        check("a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\ne: 5", r#"{"a": [1, {"b": 2, "c": 3}, {"d": 4}], "e": 5}"#);
        check("- - 1\n  - 2\n- [3, {a: b}]", r#"[[1, 2], [3, {"a": "b"}]]"#);
        check("\"--a-b\": true\nt: |\n  one\n  two\nu: .inf", "{\"--a-b\": true, \"t\": \"one\\ntwo\\n\", \"u\": inf}");
        check("a: &x\n  b: 1\nc: *x\nd: !!str 5\n8: 007", r#"{"a": {"b": 1}, "c": {"b": 1}, "d": "5", "8": "007"}"#);
        check("a: 1\n---\na: 2\n", r#"{"a": 1}{"a": 2}"#);
        check("a: 10688027786191513374", r#"{"a": "10688027786191513374"}"#);
        check("a: [1, 2", r#"{"a": [1, 2]}"#);
        check("", "");
    }

    #[test]
    fn what_is_broken_costs_the_rest_and_says_so() {
        let mut ledger = Ledger::new("a.yaml");
        let tables = tables("runs:\n- {t: 1}\n- {t: 2}\nx: [1\ny: 2\n", &mut ledger);
        assert_eq!(tables[0].column("t").unwrap().cells().collect::<Vec<_>>(), [Cell::Number(1.0), Cell::Number(2.0)]);
        assert_eq!((tables[0].line(0), tables[0].line(1)), (Some(2), Some(3)));
        assert!(
            ledger.problems[0].to_string().contains("not YAML, the rest of the file is lost"),
            "{:?}",
            ledger.problems
        );
    }

    #[test]
    fn deep_and_swelling_texts_end() {
        let deep: String = (0..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        trees(&deep);
        trees(&"- ".repeat(500));
        trees(&"[".repeat(5000));
        let mut swelling = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n".to_owned();
        for level in b'b'..=b'j' {
            let (name, before) = (level as char, (level - 1) as char);
            swelling += &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "));
        }
        assert!(trees(&swelling).len() < 10_000_000);
    }
}
