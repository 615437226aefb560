//! Text that some program before took for another encoding: control characters where a dash was, `Âµ` where a `µ` was.
//!
//! Takes text piece by piece; where it is cut does not show.

use crate::quirk::{Quirk, QuirkKind};
use memchr::memchr2;

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Misread {
    controls: u64,
    first_control: Option<char>,
    twice: u64,
    first_twice: Option<[char; 2]>,
    /// The last letter of the piece before, where it may be the first half of a pair.
    before: Option<char>,
}

impl Misread {
    /// Looks at the next piece.
    pub(super) fn look(&mut self, piece: &str) {
        if let Some(letter) = piece.chars().next() {
            self.pair(letter);
        }
        let bytes = piece.as_bytes();
        let mut at = 0;
        // Both halves that matter begin with one of two bytes; most text has neither.
        while let Some(found) = memchr2(0xc2, 0xc3, &bytes[at..]).map(|found| at + found) {
            let mut letters = piece[found..].chars();
            let Some(letter) = letters.next() else { return };
            at = found + letter.len_utf8();
            if ('\u{80}'..='\u{9f}').contains(&letter) && letter != '\u{85}' {
                self.controls += 1;
                self.first_control.get_or_insert(letter);
            } else if matches!(letter, 'Â' | 'Ã' | 'â') {
                self.before = Some(letter);
                if let Some(next) = letters.next() {
                    self.pair(next);
                }
            }
        }
    }

    /// A letter after one that may be the first half.
    fn pair(&mut self, letter: char) {
        let Some(before) = self.before.take() else { return };
        let is_half = match before {
            'Â' | 'Ã' => ('\u{a0}'..='\u{bf}').contains(&letter),
            _ => letter == '€',
        };
        if is_half {
            self.twice += 1;
            self.first_twice.get_or_insert([before, letter]);
        }
    }

    /// What was seen.
    pub(super) fn quirks(&self) -> Vec<Quirk> {
        let mut seen = Vec::new();
        if let Some(first) = self.first_control {
            let sample = format!("U+{:04X}", u32::from(first));
            let quirk = Quirk::new(QuirkKind::ControlCharacters, None, &sample);
            seen.push(Quirk { count: self.controls, ..quirk });
        }
        if let Some(first) = self.first_twice {
            let quirk = Quirk::new(QuirkKind::DecodedTwice, None, &String::from_iter(first));
            seen.push(Quirk { count: self.twice, ..quirk });
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_taken_for_another_encoding_is_told_wherever_it_is_cut() {
        let check = |text: &str, expected: &[&str]| {
            for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
                let mut misread = Misread::default();
                let (first, second) = text.split_at(cut);
                misread.look(first);
                misread.look(second);
                let quirks = misread.quirks();
                let seen: Vec<String> =
                    quirks.iter().map(|quirk| format!("{:?} {} {}", quirk.kind, quirk.count, quirk.sample)).collect();
                assert_eq!(seen, expected, "{text} cut at {cut}");
            }
        };
        check("lessons \u{96} of \u{93}today\u{94}", &["ControlCharacters 3 U+0096"]);
        check("5 Âµs ± 1, caf\u{c3}\u{a9}", &["DecodedTwice 2 Âµ"]);
        check("it is whatâ€™s left", &["DecodedTwice 1 â€"]);
        check("µs, Größe, café, Ã, Â, São, 5 € – “ok”", &[]);
        check("", &[]);
    }
}
