//! Slots: the only way for a model to state a number or a name of the data; what stands in them is written here.

use super::block::{Line, settled};
use crate::fact::Fact;
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// A fact under a short name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// A letter for the metric and a number: `A3`.
    pub alias: String,
    /// What the number is: `median first token, warm, of gemma3:latest`.
    pub words: String,
    /// A sentence of ours that states it.
    pub told: String,
    /// Which way is better.
    pub better: Better,
    /// The fact.
    pub fact: Fact,
}

/// A name of the data that no sentence may spell, because it has digits or signs in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// `N` and a number.
    pub alias: String,
    /// As it stands in the data.
    pub text: String,
}

/// Every slot of a brief.
#[derive(Clone, Copy, Debug)]
pub struct Slots<'a> {
    /// Facts.
    pub facts: &'a [Slot],
    /// Names.
    pub names: &'a [Name],
}

/// How much is said beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The value with its unit; where it has none, with what it counts.
    Bare,
    /// What it is behind it, in brackets.
    Worded,
}

/// A text whose slots were filled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled<'a> {
    /// The text; values are bold.
    pub line: Line,
    /// Facts that were used, in order.
    pub used: Vec<&'a Slot>,
    /// What stood in braces and is no slot.
    pub unknown: Vec<String>,
}

enum Meant<'a> {
    Fact(&'a Slot),
    Name(&'a Name),
}

impl<'a> Slots<'a> {
    /// Fills the slots of a text. Of an unfinished text a slot that was begun is held back, and signs that the next letter may
    /// change, so that more text only adds to it.
    pub fn fill(self, text: &str, manner: Manner, unfinished: bool) -> Filled<'a> {
        let mut filled = Filled::default();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            let Some(close) = from.find(['}', ' ']).filter(|close| from[*close..].starts_with('}')) else {
                if unfinished && !from.contains(' ') {
                    filled.add(before);
                    return filled;
                }
                // A brace that opens no slot is a character like others.
                let (brace, tail) = from.split_at(1);
                filled.add(before);
                filled.unknown.push(brace.to_owned());
                rest = tail;
                continue;
            };
            filled.add(before);
            let alias = &from[1..close];
            match self.meant(alias) {
                Some(Meant::Fact(slot)) => {
                    filled.line = std::mem::take(&mut filled.line).bold(&slot.fact.shown);
                    // A plain number says nothing alone.
                    if manner == Manner::Worded || slot.fact.unit.is_empty() {
                        filled.add(&format!(" ({})", slot.words));
                    }
                    filled.used.push(slot);
                }
                Some(Meant::Name(name)) => filled.add(&name.text),
                None => filled.unknown.push(alias.to_owned()),
            }
            rest = &from[close + 1..];
        }
        filled.add(if unfinished { settled(rest) } else { rest });
        filled
    }

    fn meant(self, alias: &str) -> Option<Meant<'a>> {
        let same = |known: &str| known.eq_ignore_ascii_case(alias);
        if let Some(slot) = self.facts.iter().find(|slot| same(&slot.alias)) {
            return Some(Meant::Fact(slot));
        }
        if let Some(name) = self.names.iter().find(|name| same(&name.alias)) {
            return Some(Meant::Name(name));
        }
        // A slip of the pen, when only one slot of the same metric is that near.
        let mut near = self.facts.iter().filter(|slot| metric_of(&slot.alias) == metric_of(alias));
        let mut near = near.by_ref().filter(|slot| one_edit_apart(&slot.alias, alias));
        match (near.next(), near.next()) {
            (Some(slot), None) => Some(Meant::Fact(slot)),
            _ => None,
        }
    }
}

impl Filled<'_> {
    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            self.line = std::mem::take(&mut self.line).and(text);
        }
    }
}

/// The letters of an alias.
fn metric_of(alias: &str) -> &str {
    alias.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Whether one insertion, deletion or replacement makes one of the other.
fn one_edit_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => short.get(same + 1..) == long.get(same + 1..),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::{Block, markdown};
    use super::*;
    use expect_test::{Expect, expect};

    fn slots() -> (Vec<Slot>, Vec<Name>) {
        let slot = |alias: &str, value: f64, words: &str| Slot {
            alias: alias.to_owned(),
            words: words.to_owned(),
            told: String::new(),
            better: Better::Lower,
            fact: Fact::new(alias, value, "s", "a.csv"),
        };
        let facts = vec![
            slot("A1", 0.064, "median first token of small"),
            slot("A2", 0.131, "median first token of large"),
            slot("B10", 5.1, "full answer"),
        ];
        (facts, vec![Name { alias: "N1".to_owned(), text: "gemma3:1b*".to_owned() }])
    }

    fn check(text: &str, manner: Manner, unfinished: bool, expected: &Expect) {
        let (facts, names) = slots();
        let filled = Slots { facts: &facts, names: &names }.fill(text, manner, unfinished);
        let shown = markdown(&[Block::Paragraph(vec![filled.line])]);
        let used: Vec<&str> = filled.used.iter().map(|slot| slot.alias.as_str()).collect();
        expected.assert_eq(&format!("{} {used:?} {:?}", shown.trim_end(), filled.unknown));
    }

    #[test]
    fn a_slot_becomes_the_value_with_its_unit_in_bold() {
        check(
            "{N1} needs {A1}, not {a2}.",
            Manner::Bare,
            false,
            &expect![[r#"gemma3:1b\* needs **64 ms**, not **131 ms**. ["A1", "A2"] []"#]],
        );
        check(
            "It takes {A1}.",
            Manner::Worded,
            false,
            &expect![[r#"It takes **64 ms** (median first token of small). ["A1"] []"#]],
        );
    }

    #[test]
    fn an_unknown_slot_is_mended_only_when_one_of_the_same_metric_is_one_slip_away() {
        check("{B1}", Manner::Bare, false, &expect![[r#"**5.1 s** ["B10"] []"#]]);
        check("{A3} {C1} {B2} {} { }", Manner::Bare, false, &expect![[r#"     } [] ["A3", "C1", "B2", "", "{"]"#]]);
    }

    #[test]
    fn of_an_unfinished_text_nothing_is_shown_that_more_text_could_change() {
        check("It takes {A", Manner::Bare, true, &expect!["It takes [] []"]);
        check("It takes {A1}", Manner::Bare, true, &expect![[r#"It takes **64 ms** ["A1"] []"#]]);
        check("It takes *", Manner::Bare, true, &expect!["It takes [] []"]);
        check("It *takes", Manner::Bare, true, &expect![[r"It \*takes [] []"]]);
    }
}
