//! A report as it is written, line by line, each number that the data do not have marked.
//!
//! A line is held until it is whole: what a number means is said by the words around it.

use insight::fact::Fact;
use insight::grounding::{Checker, Verdict, counts};

/// Stands behind a number that was not found.
const MARK: &str = " [not in the data]";

/// Text of a model on its way to a terminal.
#[derive(Debug)]
pub(super) struct Marked<'a> {
    checker: Checker<'a>,
    text: String,
    shown: usize,
}

impl<'a> Marked<'a> {
    /// Checks against these facts, and against what was said without a model.
    pub(super) fn new(facts: &'a [Fact], said: &[String]) -> Self {
        Self { checker: Checker::new(facts, said), text: String::new(), shown: 0 }
    }

    /// Takes more text and gives the lines that it completes.
    pub(super) fn push(&mut self, more: &str) -> String {
        self.text.push_str(&plain(more));
        let whole = self.text.rfind('\n').map_or(0, |end| end + 1);
        self.show_until(whole)
    }

    /// The last line, ended, when the text is over or was cut.
    pub(super) fn finish(&mut self) -> String {
        let mut rest = self.show_until(self.text.len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.shown = self.text.len();
            rest.push('\n');
        }
        rest
    }

    /// One sentence on what the check gave.
    pub(super) fn verdict(&self) -> String {
        match counts(&self.checker.check(&self.text)) {
            (found, 0) => format!("Numbers checked: all {found} are in the data."),
            (found, missing) => format!("Numbers checked: {found} are in the data, {missing} are not and are marked."),
        }
    }

    fn show_until(&mut self, end: usize) -> String {
        if end <= self.shown {
            return String::new();
        }
        let text = &self.text[..end];
        let mut marked = String::with_capacity(end - self.shown);
        for claim in self.checker.check(text) {
            if claim.verdict == Verdict::NotFound && claim.start >= self.shown {
                marked.push_str(&text[self.shown..claim.end]);
                marked.push_str(MARK);
                self.shown = claim.end;
            }
        }
        marked.push_str(&text[self.shown..]);
        self.shown = end;
        marked
    }
}

/// Text without what steers a terminal: colors, cursor moves, titles.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| *letter == '\n' || *letter == '\t' || !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    const TEXT: &str = "## 1. Summary\n\nThe median of small is **64 ms**, not 87 ms.\u{1b}[m\n\n\
        | model | median |\n| --- | --- |\n| small | 91 ms |\n\nThe end: 12 tokens/s";

    #[test]
    fn a_number_that_is_not_in_the_data_is_marked_however_the_text_arrives() {
        let facts = [Fact::new("s1.ttft.median@model=small", 0.064, "s", "a.csv")];
        let in_pieces_of = |size: usize| {
            let mut marked = Marked::new(&facts, &[]);
            let letters: Vec<char> = TEXT.chars().collect();
            let pieces = letters.chunks(size).map(|piece| piece.iter().collect::<String>());
            let mut shown: String = pieces.map(|piece| marked.push(&piece)).collect();
            shown += &marked.finish();
            assert_eq!(marked.finish(), "");
            shown + &marked.verdict()
        };
        let whole = in_pieces_of(TEXT.len());
        for size in 1..60 {
            assert_eq!(in_pieces_of(size), whole, "in pieces of {size}");
        }
        expect![[r#"
            ## 1. Summary

            The median of small is **64 ms**, not 87 ms [not in the data].[m

            | model | median |
            | --- | --- |
            | small | 91 ms [not in the data] |

            The end: 12 tokens/s [not in the data]
            Numbers checked: 1 are in the data, 3 are not and are marked."#]]
        .assert_eq(&whole);
    }

    #[test]
    fn a_line_is_shown_as_soon_as_it_is_whole() {
        let mut marked = Marked::new(&[], &[]);
        assert_eq!(marked.push("first li"), "");
        assert_eq!(marked.push("ne\nsecond"), "first line\n");
        assert_eq!(marked.finish(), "second\n");
    }
}
