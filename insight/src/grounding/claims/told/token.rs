//! Words, numbers and signs of a sentence as they are compared with another, marks of Markdown left out.

/// Where a word, number or sign stands, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The tokens of a sentence; what numbers or ends it is none.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let begun = begin(text);
    let end = text.trim_end_matches(['.', ' ', '*', '\n', '\r']).len().max(begun);
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = ' ';
    let mut chars = text[begun..end].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let (start, behind) = (begun + at, begun + at + c.len_utf8());
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let is_point = matches!(c, '.' | ',') && before.is_ascii_digit() && next_is_digit;
        let is_word = c.is_alphanumeric() || c == '_' || is_point;
        match tokens.last_mut() {
            Some(last)
                if is_word && last.end == start && (before.is_alphanumeric() || matches!(before, '_' | '.' | ',')) =>
            {
                last.end = behind;
            }
            _ if c.is_whitespace() || matches!(c, '*' | '`' | '\\') => {}
            _ => tokens.push(Token { start, end: behind }),
        }
        before = c;
    }
    tokens
}

/// Where a sentence begins behind the mark or number of its list.
fn begin(text: &str) -> usize {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '-' | '#'));
    let digits = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let numbered = trimmed[digits..].strip_prefix(". ").filter(|_| digits > 0);
    text.len() - numbered.unwrap_or(trimmed).len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn a_sentence_is_parted_into_words_numbers_and_signs() {
        let check = |text: &str, expected: &str| {
            let shown: Vec<&str> = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        };
        check("1. **a:270m** is 1.31× as fast.", "a : 270m is 1.31 × as fast");
        check("- 1,234 of q4_0, 15 %;", "1,234 of q4_0 , 15 % ;");
        check("| `x` | **292.8** (27) |", "| x | 292.8 ( 27 ) |");
        check("", "");
    }
}
