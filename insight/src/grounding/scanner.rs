//! Finds every number in a text and tells what states something from what does not.

use super::label::{date_at, is_percentile, label_before, list_number, name_at, ordinal_at, time_at, version_at};
use super::numeral::{Numeral, multiple_word, number_word, numeral_at};
use super::written::{Dimension, Unit, unit_at};

/// A number found in a text; offsets in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) what: What,
}

/// What a number is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// It states something.
    Quantity(Quantity),
    /// It states nothing about the data; the reason in words.
    Label(&'static str),
}

/// A stated number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// Value as written, in `unit`.
    pub(crate) value: f64,
    /// How far rounding may have moved it, in `unit`.
    pub(crate) half: f64,
    /// Unit written behind it.
    pub(crate) unit: Option<Unit>,
    /// Unit written behind a later number of the same list: `64 and 131 ms`.
    pub(crate) shared_unit: Option<Unit>,
    /// Whether it is spelled in letters.
    pub(crate) spelled: bool,
    /// The setting it is the value of, as in `num_gpu=60`.
    pub(crate) setting: Option<String>,
}

/// All numbers of a text, in order.
pub(crate) fn scan(text: &str) -> Vec<Found> {
    let mut scanner = Scanner { text, at: 0, found: Vec::new() };
    scanner.run();
    share_units(text, &mut scanner.found);
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Found>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            let at_line_start = self.at == 0 || self.text[..self.at].ends_with('\n');
            if at_line_start && self.list_number() {
                continue;
            }
            let rest = &self.text[self.at..];
            let next_is_digit = rest[c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
            match c {
                '`' => self.code(),
                c if c.is_ascii_digit() => self.number(),
                '.' if next_is_digit => self.number(),
                '-' | '−' | '+' if next_is_digit && self.sign_may_stand_here() => self.number(),
                c if c.is_alphabetic() || c == '_' => self.word(),
                c if is_other_digit(c) => self.other_digits(),
                c => self.at += c.len_utf8(),
            }
        }
    }

    fn label(&mut self, length: usize, why: &'static str) {
        self.found.push(Found { start: self.at, end: self.at + length, what: What::Label(why) });
        self.at += length;
    }

    fn list_number(&mut self) -> bool {
        let line = self.text[self.at..].lines().next().unwrap_or("");
        let Some((start, length)) = list_number(line) else { return false };
        self.at += start;
        self.label(length, "a number of a list or heading");
        true
    }

    fn sign_may_stand_here(&self) -> bool {
        !self.text[..self.at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '_' | '%'))
    }

    /// Digits of other scripts are numbers too, and none of ours.
    fn other_digits(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest.find(|c| !is_other_digit(c)).unwrap_or(rest.len());
        let what = What::Quantity(bare(f64::NAN));
        self.found.push(Found { start: self.at, end: self.at + length, what });
        self.at += length;
    }

    /// A code span is a name, unless it is nothing but a number or a setting with its value.
    fn code(&mut self) {
        let rest = &self.text[self.at..];
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let close =
            rest[ticks..].find(&rest[..ticks]).map(|at| at + ticks).filter(|close| ticks < 3 && *close < line_end);
        let Some(close) = close else {
            self.at += ticks;
            return;
        };
        let inside = &rest[ticks..close];
        let states_a_number = inside.contains('=')
            || scan(inside)
                .iter()
                .any(|found| found.start == 0 && found.end == inside.len() && matches!(found.what, What::Quantity(_)));
        if states_a_number || !inside.contains(|c: char| c.is_ascii_digit()) {
            self.at += if states_a_number { ticks } else { close + ticks };
            return;
        }
        self.at += ticks;
        self.label(inside.len(), "a name in code");
        self.at += ticks;
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(length) = date_at(rest) {
            return self.label(length, "a date");
        }
        let length = name_at(rest);
        let name = &rest[..length];
        if name.contains(|c: char| c.is_ascii_digit()) {
            // `TTFT:64ms` is a word and a number, `gemma3:270m` is a name.
            let after_colon = name.split_once(':').filter(|(head, tail)| {
                let bare = !head.contains(|c: char| c.is_ascii_digit());
                bare && numeral_at(tail)
                    .is_some_and(|n| unit_at(&tail[n.length..]).is_some_and(|(u, _)| n.length + u == tail.len()))
            });
            if let Some((head, _)) = after_colon {
                self.at += head.len() + 1;
                return;
            }
            return self.label(length, if is_percentile(name) { "a percentile" } else { "a name" });
        }
        let letters = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let multiple = multiple_word(&name[..letters]).map(|value| (letters, value));
        let Some((letters, value)) = number_word(name).or(multiple) else {
            self.at += length.max(1);
            return;
        };
        let start = self.at;
        let unit = match multiple {
            Some(_) => Some((letters, Unit { dimension: Dimension::Ratio, factor: 1.0 })),
            // What is counted is judged by the words behind; a unit makes it a quantity: `two seconds`.
            None => {
                let behind = self.unit_behind(letters).filter(|(_, unit)| unit.dimension != Dimension::Count);
                behind.map(|(length, unit)| (letters + length, unit))
            }
        };
        self.at += unit.as_ref().map_or(letters, |(length, _)| *length);
        let quantity = Quantity { half: 0.0, unit: unit.map(|(_, unit)| unit), spelled: true, ..bare(value) };
        self.found.push(Found { start, end: self.at, what: What::Quantity(quantity) });
    }

    fn number(&mut self) {
        let rest = &self.text[self.at..];
        let labels: [(&'static str, Option<usize>); 4] = [
            ("a date", date_at(rest)),
            ("a time", time_at(rest)),
            ("an ordinal", ordinal_at(rest)),
            ("a version", version_at(rest)),
        ];
        if let Some((why, length)) = labels.into_iter().find_map(|(why, length)| length.map(|length| (why, length))) {
            return self.label(length, if rest[..length].ends_with("percentile") { "a percentile" } else { why });
        }
        let Some(numeral) = numeral_at(rest) else {
            self.at += 1;
            return;
        };
        let unit = self.unit_behind(numeral.length);
        let after = &rest[numeral.length..];
        let run = name_at(rest);
        let is_stamp = numeral.plain && numeral.whole_digits >= 8 && after.starts_with(['-', '_']);
        let glued = unit.is_none() && numeral.plain && after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let hyphenated = unit.is_none()
            && after.starts_with('-')
            && (after.starts_with("-bit")
                || after[1..].starts_with(char::is_alphabetic) && rest[..run].ends_with(|c: char| c.is_ascii_digit()));
        if is_stamp || glued || hyphenated {
            return self.label(run.max(numeral.length), "a name");
        }
        let is_year = numeral.plain && (1990.0..=2040.0).contains(&numeral.value) && unit.is_none();
        let is_percent = unit.as_ref().is_some_and(|(_, unit)| unit.dimension == Dimension::Percent);
        let is_plain_number = unit.is_none() && !after.starts_with(['–', '-']);
        if let Some(why) = label_before(&self.text[..self.at], is_year).filter(|_| is_plain_number) {
            return self.label(numeral.length, why);
        }
        if is_percent && let Some((length, _)) = unit {
            let behind = after[length..].trim_start().to_ascii_lowercase();
            if ["ci", "confidence", "credible", "prediction"].iter().any(|word| behind.starts_with(word)) {
                return self.label(numeral.length + length, "a confidence level");
            }
        }
        self.quantity(numeral, unit);
    }

    fn quantity(&mut self, numeral: Numeral, unit: Option<(usize, Unit)>) {
        let start = self.at;
        let setting = setting_before(&self.text[..start]);
        let mut quantity = Quantity { value: numeral.value, half: numeral.half, setting, ..bare(0.0) };
        self.at += numeral.length;
        if let Some((length, unit)) = unit {
            self.at += length;
            quantity.unit = Some(unit);
        }
        self.smaller_unit_behind(&mut quantity);
        self.found.push(Found { start, end: self.at, what: What::Quantity(quantity) });
    }

    /// The unit behind a numeral of that length, glued, after a space, a hyphen or the end of bold text.
    fn unit_behind(&self, numeral: usize) -> Option<(usize, Unit)> {
        let rest = &self.text[self.at + numeral..];
        let trimmed = rest.trim_start_matches('*');
        let spaced = trimmed.strip_prefix([' ', '\u{a0}', '\u{2009}', '\u{202f}', '-']).unwrap_or(trimmed);
        let gap = rest.len() - spaced.len();
        let (length, unit) = unit_at(spaced)?;
        // `8B` names the size of a model, `8 B` is eight bytes.
        if gap == 0 && &spaced[..length] == "B" {
            return None;
        }
        // `x` behind a space multiplies only before a word: `4 x 8` is a shape.
        let is_shape = spaced.starts_with("x ") && spaced[2..].starts_with(|c: char| c.is_ascii_digit());
        (!is_shape).then_some((gap + length, unit))
    }

    /// `1 h 5 min` is one quantity in the smaller unit.
    fn smaller_unit_behind(&mut self, quantity: &mut Quantity) {
        let is_time = |unit: &Unit| unit.dimension == Dimension::Unit("s".to_owned());
        let Some(larger) = quantity.unit.clone().filter(is_time) else { return };
        let Some(rest) = self.text[self.at..].strip_prefix(' ') else { return };
        let Some(numeral) =
            numeral_at(rest).filter(|numeral| numeral.value >= 0.0 && rest.starts_with(|c: char| c.is_ascii_digit()))
        else {
            return;
        };
        let spaced = rest[numeral.length..].trim_start_matches(' ');
        let gap = rest.len() - numeral.length - spaced.len();
        let Some((length, smaller)) = unit_at(spaced).filter(|(_, unit)| is_time(unit) && unit.factor < larger.factor)
        else {
            return;
        };
        quantity.value = quantity.value * larger.factor / smaller.factor + numeral.value;
        quantity.half = numeral.half;
        quantity.unit = Some(smaller);
        self.at += 1 + numeral.length + gap + length;
    }
}

/// Whether a character is a digit that is not one of `0` to `9`; raised ones are notes and powers.
fn is_other_digit(c: char) -> bool {
    c.is_numeric() && !c.is_ascii() && !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)
}

fn bare(value: f64) -> Quantity {
    Quantity { value, half: 0.5, unit: None, shared_unit: None, spelled: false, setting: None }
}

/// The name before `=`, unless it is one of the letters that stand for a statistic.
fn setting_before(before: &str) -> Option<String> {
    let name = before.trim_end_matches(' ').strip_suffix('=')?.trim_end_matches([' ', '`']);
    let start = name
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8));
    let name = &name[start..];
    (name.len() > 1).then(|| name.to_owned())
}

/// What stands between numbers that share a unit: `64, 91 and 131 ms`, `40–50 tok/s`, `0.138 ± 0.03 s`.
const JOINTS: [&str; 20] = [
    ", ",
    " and ",
    ", and ",
    " or ",
    " vs ",
    " vs. ",
    " versus ",
    " against ",
    "/",
    " / ",
    " to ",
    "–",
    " – ",
    "-",
    " - ",
    "±",
    " ± ",
    " +/- ",
    "‑",
    " between ",
];

/// Gives a number without a unit the unit of the next one in its list or range.
fn share_units(text: &str, found: &mut [Found]) {
    let mut next: Option<(usize, Option<Unit>)> = None;
    for number in found.iter_mut().rev() {
        let What::Quantity(quantity) = &mut number.what else {
            next = None;
            continue;
        };
        if let Some((start, unit)) = &next
            && quantity.unit.is_none()
            && JOINTS.contains(&text[number.end..*start].trim_matches('*'))
        {
            quantity.shared_unit.clone_from(unit);
        }
        next = Some((number.start, quantity.unit.clone().or_else(|| quantity.shared_unit.clone())));
    }
}
