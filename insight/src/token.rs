//! How many tokens a text takes, estimated without the model's vocabulary, and the context window that holds them.
//!
//! The rules are those of Gemma's tokenizer as far as they can be known without its 33 MB file (every digit is a token, runs
//! of spaces and of line ends are one), and err on the side of too many.

/// Context windows that are asked for, in tokens.
pub const CONTEXTS: [u64; 3] = [2048, 4096, 8192];

/// Tokens a chat template adds around each message.
pub const PER_MESSAGE: u64 = 16;

/// Tokens of a prompt and of its answer in a context window, by its size: small windows leave room for both.
const BUDGETS: [(u64, u64, u64); 5] =
    [(512, 300, 180), (1024, 640, 340), (2048, 1400, 560), (4096, 3000, 950), (8192, 6000, 1800)];

/// Most tokens that a prompt and an answer may take in a context window.
pub fn budget(context: u64) -> (u64, u64) {
    match BUDGETS.into_iter().rfind(|(least, ..)| *least <= context) {
        Some((_, prompt, answer)) => (prompt, answer),
        None => (context * 3 / 5, context * 7 / 20),
    }
}

/// Tokens of a text, estimated from above.
pub fn estimate_tokens(text: &str) -> u64 {
    let mut tokens = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = Kind::of(first);
        let run = match kind {
            Kind::Digit | Kind::Mark | Kind::Other => first.len_utf8(),
            Kind::Letter | Kind::Space | Kind::LineEnd => rest.find(|c| Kind::of(c) != kind).unwrap_or(rest.len()),
        };
        let (piece, tail) = rest.split_at(run);
        tokens += match kind {
            Kind::Letter => letters(piece),
            Kind::Digit | Kind::Mark | Kind::LineEnd => 1,
            // One space before a word is part of the word; Gemma has no piece for a space with a digit.
            Kind::Space if piece.len() == 1 && tail.starts_with(|c: char| c.is_ascii_alphabetic()) => 0,
            Kind::Space => 1,
            Kind::Other => first.len_utf8() as u64,
        };
        rest = tail;
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Space,
    LineEnd,
    Mark,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            ' ' | '\t' => Self::Space,
            '\n' | '\r' => Self::LineEnd,
            c if c.is_ascii() => Self::Mark,
            _ => Self::Other,
        }
    }
}

/// Words that look like words take a token for five letters, others for two and a half.
fn letters(run: &str) -> u64 {
    let length = run.len() as u64;
    let tail_is_lower = run.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    if tail_is_lower { length.div_ceil(5) } else { (2 * length).div_ceil(5) }
}

/// The smallest window whose budget holds a prompt; `None` when none does.
pub fn context_for(prompt_tokens: u64) -> Option<u64> {
    CONTEXTS.into_iter().find(|context| prompt_tokens <= budget(*context).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn digits_cost_one_each_and_words_a_token_for_five_letters() {
        let texts = [
            "",
            "word",
            "two words",
            "performance",
            "12",
            "tokens: 187.175",
            "s1.ttft.median@model=gemma3:270m = 64 ms",
            "TTFT",
            "gemma3_1b-it-qat_Q4_K_M",
            "a\n\n\nb",
            "    indented",
            "3.4 µs × 2",
            "長い",
        ];
        let shown: Vec<String> = texts.iter().map(|text| format!("{} {text:?}", estimate_tokens(text))).collect();
        expect![[r#"
            0 ""
            1 "word"
            2 "two words"
            3 "performance"
            2 "12"
            11 "tokens: 187.175"
            23 "s1.ttft.median@model=gemma3:270m = 64 ms"
            2 "TTFT"
            16 "gemma3_1b-it-qat_Q4_K_M"
            3 "a\n\n\nb"
            3 "    indented"
            12 "3.4 µs × 2"
            6 "長い""#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn prompt_and_answer_fit_every_window_and_the_smallest_that_holds_a_prompt_is_taken() {
        for context in [256, 512, 700, 1024, 2048, 4096, 8192, 32768] {
            let (prompt, answer) = budget(context);
            assert!(prompt + answer <= context, "{context}");
        }
        assert_eq!(context_for(1400), Some(2048));
        assert_eq!(context_for(1401), Some(4096));
        assert_eq!(context_for(6000), Some(8192));
        assert_eq!(context_for(6001), None);
    }
}
