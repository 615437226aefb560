//! A report as it is written, line by line, each statement that the data do not hold marked.
//!
//! A line is held until it is whole: what a number means is said by the words around it.

use insight::grounding::claims::{Counts, Item, Progress, Stand, Verifier};

/// Text of a model on its way to a terminal.
#[derive(Debug)]
pub(super) struct Marked<'a> {
    verifier: &'a Verifier,
    text: String,
    shown: usize,
    checked: Progress,
}

impl<'a> Marked<'a> {
    /// Checks with this verifier.
    pub(super) fn new(verifier: &'a Verifier) -> Self {
        Self { verifier, text: String::new(), shown: 0, checked: Progress::default() }
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

    /// How many statements hold and how many do not.
    pub(super) fn counts(&self) -> Counts {
        Counts::of(self.checked.items())
    }

    /// One sentence on what the check gave.
    pub(super) fn verdict(&self) -> String {
        let counts = self.counts();
        match counts.all() - counts.supported {
            0 => format!("Statements checked: all {} are supported by the data.", counts.supported),
            _ => format!("Statements checked: {counts}; those that are not supported are marked."),
        }
    }

    fn show_until(&mut self, end: usize) -> String {
        if end <= self.shown {
            return String::new();
        }
        let known = self.checked.items().len();
        self.verifier.go_on(&self.text, end, &mut self.checked);
        let text = &self.text[..end];
        let mut marked = String::with_capacity(end - self.shown);
        let mut wrong: Vec<(usize, &str)> =
            self.checked.items()[known..].iter().filter_map(|item| Some((item.bytes.end, mark(item)?))).collect();
        wrong.sort_unstable();
        for (behind, mark) in wrong {
            marked.push_str(&text[self.shown.min(behind)..behind]);
            marked.push_str(mark);
            self.shown = behind;
        }
        marked.push_str(&text[self.shown..]);
        self.shown = end;
        marked
    }
}

/// What stands behind a statement that does not hold.
fn mark(item: &Item) -> Option<&'static str> {
    match item.verdict {
        Stand::Contradicted => Some(" [contradicted by the data]"),
        Stand::Unsupported => Some(" [not in the data]"),
        Stand::Supported | Stand::NotAClaim => None,
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
    use insight::fact::Fact;
    use insight::grounding::claims::known;

    const TEXT: &str = "## 1. Summary\n\nThe median first token of small is **64 ms**, not 87 ms.\u{1b}[m\n\n\
        | model | median first token |\n| --- | --- |\n| small | 91 ms |\n\nThe end: 12 tokens/s";

    #[test]
    fn a_number_that_is_not_in_the_data_is_marked_however_the_text_arrives() {
        let fact = Fact::new("s1.ttft.median@model=small", 0.064, "s", "a.csv").of("small");
        let verifier = Verifier::new(&known(&[fact]));
        let in_pieces_of = |size: usize| {
            let mut marked = Marked::new(&verifier);
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

            The median first token of small is **64 ms**, not 87 ms [contradicted by the data].[m

            | model | median first token |
            | --- | --- |
            | small | 91 ms [contradicted by the data] |

            The end: 12 tokens/s [not in the data]
            Statements checked: 1 supported, 2 contradicted, 1 unsupported; those that are not supported are marked."#]]
        .assert_eq(&whole);
    }

    #[test]
    fn a_line_is_shown_as_soon_as_it_is_whole() {
        let verifier = Verifier::new(&[]);
        let mut marked = Marked::new(&verifier);
        assert_eq!(marked.push("first li"), "");
        assert_eq!(marked.push("ne\nsecond"), "first line\n");
        assert_eq!(marked.finish(), "second\n");
    }
}
