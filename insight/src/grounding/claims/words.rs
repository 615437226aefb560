//! Words of a piece of text, and phrases found in them.

use std::collections::BTreeMap;

/// A word in small letters, and where it stands in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

/// Letters and digits are words; a point between digits belongs to them; anything else parts words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let is_point =
            c == '.' && before.is_ascii_digit() && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if c.is_alphanumeric() || (is_point && start.is_some()) {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            words.push(Word { start, end: at, text: text[start..at].to_lowercase() });
        }
        before = c;
    }
    if let Some(start) = start {
        words.push(Word { start, end: text.len(), text: text[start..].to_lowercase() });
    }
    words
}

/// The words alone.
pub(crate) fn spelled(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.text).collect()
}

/// Phrases by their first word, each with what it means.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    by_first: BTreeMap<String, Vec<(Vec<String>, T)>>,
}

/// A phrase that was found: from which word to behind which, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit<T> {
    pub(crate) first: usize,
    pub(crate) behind: usize,
    pub(crate) means: T,
}

impl<T: Clone> Phrases<T> {
    pub(crate) fn new() -> Self {
        Self { by_first: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, phrase: Vec<String>, means: T) {
        if let Some(first) = phrase.first() {
            self.by_first.entry(first.clone()).or_default().push((phrase, means));
        }
    }

    /// The longest phrases, from left to right, none in another.
    pub(crate) fn find(&self, words: &[Word]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let starting = self.by_first.get(&word.text).map_or(&[][..], Vec::as_slice);
            let fits = |phrase: &[String]| {
                phrase.len() <= words.len() - at
                    && phrase.iter().zip(&words[at..]).all(|(spelled, word)| *spelled == word.text)
            };
            let longest = starting.iter().filter(|(phrase, _)| fits(phrase)).max_by_key(|(phrase, _)| phrase.len());
            match longest {
                Some((phrase, means)) => {
                    hits.push(Hit { first: at, behind: at + phrase.len(), means: means.clone() });
                    at += phrase.len();
                }
                None => at += 1,
            }
        }
        hits
    }
}
