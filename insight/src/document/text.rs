//! A document as a person reads it: its lines, bounded, each judged statement marked in its place.
//!
//! Takes the bytes of the file and the statements about it. Lines far from any statement are folded; those beyond the bounds are counted.

use super::{Judgement, Statement};
use crate::report::block::plain_line;
use crate::source::Source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Bytes and lines kept of a document.
const BYTES: usize = 400_000;
const LINES: usize = 10_000;
/// Lines shown on both sides of a judged one.
const AROUND: u64 = 2;
/// So few lines are not worth folding.
const FEW: u64 = 3;

/// The lines of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// From the first on, without their ends; what cannot be seen is a space.
    pub lines: Vec<String>,
    /// How many follow that are not kept.
    pub left_out: u64,
}

/// Fed with the bytes of one document, gives its [`Text`].
pub struct TextReader {
    source: Source,
    kept: Kept,
}

/// The first lines, and a count of all.
#[derive(Default)]
struct Kept {
    text: String,
    ends: u64,
    is_ended: bool,
    is_full: bool,
}

/// A stretch of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Lines to show.
    Shown(Vec<Line>),
    /// Lines about which nothing is known, by number.
    Folded(RangeInclusive<u64>),
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, counted from 1.
    pub number: u64,
    /// Its text in parts.
    pub parts: Vec<Part>,
    /// What was judged on it: places in the statements that were given.
    pub statements: Vec<usize>,
}

/// A part of a line, with the verdict where it is a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words.
    pub text: String,
    /// What the data say of them.
    pub verdict: Option<Judgement>,
}

impl Default for TextReader {
    fn default() -> Self {
        Self { source: Source::new(), kept: Kept::default() }
    }
}

impl TextReader {
    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        let Self { source, kept } = self;
        source.push(chunk, &mut |text| kept.push(text));
    }

    /// The lines.
    pub fn finish(self) -> Text {
        let Self { source, mut kept } = self;
        source.finish("", &mut |text| kept.push(text));
        let all = kept.ends + u64::from(!kept.is_ended && !kept.text.is_empty());
        if kept.is_full {
            // Half a line could be taken for the whole of it.
            kept.text.truncate(kept.text.rfind('\n').map_or(0, |end| end + 1));
        }
        let lines: Vec<String> = kept.text.lines().take(LINES).map(plain_line).collect();
        let left_out = all - lines.len() as u64;
        Text { lines, left_out }
    }
}

impl Kept {
    fn push(&mut self, piece: &str) {
        let Some(last) = piece.chars().next_back() else { return };
        self.ends += piece.matches('\n').count() as u64;
        self.is_ended = last == '\n';
        if !self.is_full {
            let room = piece.floor_char_boundary(BYTES - self.text.len());
            self.text.push_str(&piece[..room]);
            self.is_full = room < piece.len();
        }
    }
}

/// The document around the statements about it.
///
/// What was judged on a line that was not kept stands at the end in its own words.
pub fn passages(text: &Text, statements: &[Statement]) -> Vec<Passage> {
    let count = text.lines.len() as u64;
    let mut judged: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, statement) in statements.iter().enumerate() {
        judged.entry(statement.line).or_default().push(at);
    }
    let mut passages = Vec::new();
    let mut shown = Vec::new();
    let mut next = 1;
    // Behind the last line stands nothing; it only ends the last fold.
    let ends =
        judged.keys().filter(|line| (1..=count).contains(*line)).map(|line| (line - line.min(&AROUND), line + AROUND));
    for (from, to) in ends.chain([(count + 1, count)]) {
        let from = from.max(next);
        if from - next > FEW {
            passages.extend((!shown.is_empty()).then(|| Passage::Shown(std::mem::take(&mut shown))));
            passages.push(Passage::Folded(next..=from - 1));
            next = from;
        }
        let to = to.min(count);
        shown.extend(lines(text, next..=to, statements, &judged));
        next = next.max(to + 1);
    }
    let beyond = judged.iter().filter(|(line, _)| !(1..=count).contains(*line));
    shown.extend(beyond.map(|(line, at)| Line {
        number: *line,
        parts: at.iter().map(|at| Part::judged(&statements[*at].says, statements[*at].verdict)).collect(),
        statements: at.clone(),
    }));
    passages.extend((!shown.is_empty()).then_some(Passage::Shown(shown)));
    passages
}

fn lines<'a>(
    text: &'a Text,
    numbers: RangeInclusive<u64>,
    statements: &'a [Statement],
    judged: &'a BTreeMap<u64, Vec<usize>>,
) -> impl Iterator<Item = Line> + 'a {
    numbers.filter_map(move |number| {
        let words = text.lines.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        let at = judged.get(&number).cloned().unwrap_or_default();
        let about: Vec<&Statement> = at.iter().map(|at| &statements[*at]).collect();
        Some(Line { number, parts: parts(words, &about), statements: at })
    })
}

/// A line with its statements marked where their words stand, else as a whole.
fn parts(line: &str, about: &[&Statement]) -> Vec<Part> {
    let Some(worst) = about.iter().map(|statement| statement.verdict).min() else { return vec![Part::plain(line)] };
    let mut found: Vec<(usize, &Statement)> =
        about.iter().filter_map(|it| Some((line.find(plain_line(&it.says).trim())?, *it))).collect();
    found.sort_by_key(|(at, statement)| (*at, statement.verdict));
    let trimmed = line.trim();
    let mut parts = Vec::new();
    let mut from = 0;
    if found.len() < about.len() {
        let at = line.find(trimmed).unwrap_or(0);
        parts.extend([Part::plain(&line[..at]), Part::judged(trimmed, worst)]);
        from = at + trimmed.len();
    } else {
        for (at, statement) in found.into_iter().filter(|(_, statement)| !statement.says.is_empty()) {
            if at >= from {
                let end = at + plain_line(&statement.says).trim().len();
                parts.extend([Part::plain(&line[from..at]), Part::judged(&line[at..end], statement.verdict)]);
                from = end;
            }
        }
    }
    parts.push(Part::plain(&line[from..]));
    parts.retain(|part| !part.text.is_empty());
    parts
}

impl Part {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), verdict: None }
    }

    fn judged(text: &str, verdict: Judgement) -> Self {
        Self { text: text.to_owned(), verdict: Some(verdict) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn statement(line: u64, says: &str, verdict: Judgement) -> Statement {
        Statement {
            path: "a.md".to_owned(),
            line,
            verdict,
            says: says.to_owned(),
            data: String::new(),
            files: Vec::new(),
        }
    }

    fn text(content: &str) -> Text {
        let mut reader = TextReader::default();
        reader.push(content.as_bytes());
        reader.finish()
    }

    fn check(content: &str, statements: &[Statement], expected: &Expect) {
        let mut shown = String::new();
        for passage in passages(&text(content), statements) {
            let lines = match passage {
                Passage::Folded(lines) => {
                    let _ = writeln!(shown, "… {} to {}", lines.start(), lines.end());
                    continue;
                }
                Passage::Shown(lines) => lines,
            };
            for line in lines {
                let _ = write!(shown, "{} ", line.number);
                for part in line.parts {
                    let _ = match part.verdict {
                        None => write!(shown, "{}", part.text),
                        Some(Judgement::Contradicted) => write!(shown, "[NO {}]", part.text),
                        Some(Judgement::Supported) => write!(shown, "[yes {}]", part.text),
                    };
                }
                shown += if line.statements.is_empty() { "\n" } else { " <\n" };
            }
        }
        expected.assert_eq(&shown);
    }

    /// A document whose lines say their number.
    fn numbered(lines: u32) -> String {
        (1..=lines).map(|line| format!("line {line}\n")).collect()
    }

    #[test]
    fn a_statement_is_marked_in_its_line_and_what_is_far_from_it_is_folded() {
        use Judgement::{Contradicted, Supported};
        check(
            &numbered(20),
            &[statement(8, "8", Contradicted), statement(9, "line 9", Supported), statement(16, "a row", Supported)],
            &expect![[r#"
                … 1 to 5
                6 line 6
                7 line 7
                8 line [NO 8] <
                9 [yes line 9] <
                10 line 10
                11 line 11
                12 line 12
                13 line 13
                14 line 14
                15 line 15
                16 [yes line 16] <
                17 line 17
                18 line 18
                19 line 19
                20 line 20
            "#]],
        );
    }

    #[test]
    fn several_statements_of_a_line_are_marked_each_or_the_worst_on_the_whole_line() {
        use Judgement::{Contradicted, Supported};
        let line = "  p50 is 3 ms, p99 is 9 ms\n";
        let found = [statement(1, "p50 is 3 ms", Supported), statement(1, "p99 is 9 ms", Contradicted)];
        check(
            line,
            &found,
            &expect![[r#"1   [yes p50 is 3 ms], [NO p99 is 9 ms] <
"#]],
        );
        let elsewhere = [statement(1, "p50 is 3 ms", Supported), statement(1, "small: p99 9 ms", Contradicted)];
        check(
            line,
            &elsewhere,
            &expect![[r#"1   [NO p50 is 3 ms, p99 is 9 ms] <
"#]],
        );
        let twice = [statement(1, "p50 is 3 ms", Supported), statement(1, "is 3 ms, p99", Contradicted)];
        check(
            line,
            &twice,
            &expect![[r#"1   [yes p50 is 3 ms], p99 is 9 ms <
"#]],
        );
    }

    #[test]
    fn a_document_without_statements_is_folded_and_one_that_is_short_is_not() {
        check(
            &numbered(5),
            &[],
            &expect![[r#"
            … 1 to 5
        "#]],
        );
        check(
            &numbered(3),
            &[],
            &expect![[r#"
            1 line 1
            2 line 2
            3 line 3
        "#]],
        );
        check("", &[], &expect![[""]]);
    }

    #[test]
    fn a_statement_beyond_what_is_kept_stands_at_the_end_in_its_own_words() {
        check(
            &numbered(2),
            &[statement(7, "more", Judgement::Contradicted)],
            &expect![[r#"
            1 line 1
            2 line 2
            7 [NO more] <
        "#]],
        );
    }

    #[test]
    fn every_line_is_kept_or_counted_however_the_bytes_are_cut() {
        let check = |content: &str, kept: usize, left_out: u64| {
            let whole = text(content);
            assert_eq!((whole.lines.len(), whole.left_out), (kept, left_out));
            for size in [1, 7, 4096, 100_000] {
                let mut reader = TextReader::default();
                content.as_bytes().chunks(size).for_each(|chunk| reader.push(chunk));
                assert_eq!(reader.finish(), whole, "in chunks of {size}");
            }
        };
        check("", 0, 0);
        check("one", 1, 0);
        check("one\ntwo\r\n", 2, 0);
        check(&"x\n".repeat(10_002), 10_000, 2);
        check(&("é".repeat(99) + "\n").repeat(3_000), 2_010, 990);
        check(&"é".repeat(300_000), 0, 1);
        check(&("x\n".to_owned() + &"é".repeat(300_000) + "\nend"), 1, 2);
    }

    #[test]
    fn what_cannot_be_seen_or_turns_text_around_is_a_space() {
        assert_eq!(text("a\u{202E}b\u{7}\tc\r\n").lines, ["a b  c"]);
    }
}
