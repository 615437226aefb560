//! JSON that is still being written: the strings in it so far, whatever is missing at the end.
//!
//! Takes text in pieces cut anywhere and gives named strings by item. Never fails: what is no JSON gives no strings.

/// One string of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Number of the object it stands in, from 0.
    pub item: usize,
    /// Its name; empty in a list of bare strings.
    pub name: String,
    /// The text so far, escapes resolved.
    pub text: String,
    /// Whether its closing quote was read.
    pub whole: bool,
}

/// Reads an answer as it is written.
#[derive(Clone, Debug, Default)]
pub struct Partial {
    fields: Vec<Field>,
    items: usize,
    name: Option<String>,
    begun: String,
    state: State,
    lone: Option<u16>,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum State {
    #[default]
    Between,
    Name,
    Value,
    Escape(bool),
    Unicode(bool, String),
}

/// More text than a section could ever need; the rest is left unread.
const LONGEST: usize = 64 * 1024;

impl Partial {
    /// What a text holds, all at once.
    pub fn of(text: &str) -> Self {
        let mut partial = Self::default();
        partial.push(text);
        partial
    }

    /// Takes the next piece.
    pub fn push(&mut self, text: &str) {
        for letter in text.chars() {
            self.take(letter);
        }
    }

    /// The strings so far, in order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn take(&mut self, letter: char) {
        match std::mem::take(&mut self.state) {
            State::Between => self.between(letter),
            State::Name | State::Value if letter == '\u{0}' => {}
            state @ (State::Name | State::Value) => {
                let in_value = state == State::Value;
                match letter {
                    '"' => self.close(in_value),
                    '\\' => self.state = State::Escape(in_value),
                    letter => {
                        self.state = state;
                        self.put(letter, in_value);
                    }
                }
            }
            State::Escape(in_value) => self.escape(letter, in_value),
            State::Unicode(in_value, mut digits) => {
                digits.push(letter);
                if digits.len() >= 4 || !letter.is_ascii_hexdigit() {
                    self.state = inside(in_value);
                    self.unicode(&digits, in_value);
                } else {
                    self.state = State::Unicode(in_value, digits);
                }
            }
        }
    }

    fn between(&mut self, letter: char) {
        match letter {
            '{' => {
                self.items += 1;
                self.name = None;
            }
            '}' => self.name = None,
            // A list of strings instead of objects: each is an item of its own.
            '[' => self.name = Some(String::new()),
            ':' => self.name = Some(std::mem::take(&mut self.begun)),
            ',' if self.name.as_deref() != Some("") => self.name = None,
            '"' => self.open(),
            _ => {}
        }
    }

    fn open(&mut self) {
        let Some(name) = self.name.clone() else {
            self.begun.clear();
            self.state = State::Name;
            return;
        };
        if name.is_empty() {
            self.items += 1;
        }
        self.fields.push(Field { item: self.items, name, text: String::new(), whole: false });
        self.state = State::Value;
    }

    fn close(&mut self, in_value: bool) {
        self.lone = None;
        if in_value && let Some(field) = self.fields.last_mut() {
            field.whole = true;
        }
    }

    fn escape(&mut self, letter: char, in_value: bool) {
        self.state = inside(in_value);
        match letter {
            'u' => self.state = State::Unicode(in_value, String::new()),
            'n' | 'r' | 't' | 'b' | 'f' => self.put(' ', in_value),
            letter => self.put(letter, in_value),
        }
    }

    fn unicode(&mut self, digits: &str, in_value: bool) {
        let Ok(unit) = u16::from_str_radix(digits, 16) else { return };
        let units: Vec<u16> = self.lone.take().into_iter().chain([unit]).collect();
        match char::decode_utf16(units.iter().copied()).last() {
            Some(Ok(letter)) => self.put(letter, in_value),
            _ if (0xd800..0xdc00).contains(&unit) => self.lone = Some(unit),
            _ => {}
        }
    }

    fn put(&mut self, letter: char, in_value: bool) {
        let text = match self.fields.last_mut() {
            Some(field) if in_value => &mut field.text,
            _ => &mut self.begun,
        };
        if text.len() < LONGEST {
            text.push(letter);
        }
    }
}

fn inside(in_value: bool) -> State {
    if in_value { State::Value } else { State::Name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: &Expect) {
        let shown: Vec<String> = Partial::of(text)
            .fields()
            .iter()
            .map(|field| {
                format!("{} {}: {:?}{}", field.item, field.name, field.text, if field.whole { "" } else { " …" })
            })
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    #[test]
    fn strings_are_known_before_the_json_is_whole() {
        check(
            r#"{"items":[{"finding":"Fast","evidence":"It takes {A1}."},{"finding":"Slo"#,
            &expect![[r#"
            2 finding: "Fast"
            2 evidence: "It takes {A1}."
            3 finding: "Slo" …"#]],
        );
        check(
            r#"{"items": ["One.", "Two\u00b5\ud83d\ude00 \"x\"\n."#,
            &expect![[r#"
            2 : "One."
            3 : "Twoµ😀 \"x\" ." …"#]],
        );
        check("no JSON at all", &expect![""]);
        check("```json\n{\"items\":[{\"text\":\"A\"}]}\n```", &expect![[r#"2 text: "A""#]]);
    }

    proptest! {
        #[test]
        fn however_the_text_is_split_the_same_strings_come_out_and_they_only_grow(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u00b5", "\\ud83d", "items", "text", "{A1}", " ", "µ", "😀", "\\\"", "1",
            ]), 0..40),
        ) {
            let text = pieces.concat();
            let whole = Partial::of(&text);
            let mut one_by_one = Partial::default();
            let mut before: Vec<Field> = Vec::new();
            for letter in text.chars() {
                one_by_one.push(&letter.to_string());
                let now = one_by_one.fields();
                prop_assert!(now.len() >= before.len());
                for (old, new) in before.iter().zip(now) {
                    prop_assert!(new.text.starts_with(&old.text) && (!old.whole || new == old));
                }
                before = now.to_vec();
            }
            prop_assert_eq!(one_by_one.fields(), whole.fields());
        }
    }
}
