//! Words of a piece of text, and phrases found in them.

use std::collections::{BTreeMap, BTreeSet};

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

/// Phrases, each with what it means; looked up by the words of a text in time that does not grow with their number.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    /// Lengths of the phrases that begin with a word.
    lengths: BTreeMap<String, BTreeSet<usize>>,
    /// By their words, a space between.
    meanings: BTreeMap<String, T>,
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
        Self { lengths: BTreeMap::new(), meanings: BTreeMap::new() }
    }

    /// Adds a phrase; one that is there already means this from now on.
    pub(crate) fn add(&mut self, phrase: &[String], means: T) {
        if let Some(first) = phrase.first() {
            self.lengths.entry(first.clone()).or_default().insert(phrase.len());
            self.meanings.insert(phrase.join(" "), means);
        }
    }

    /// What a phrase means.
    pub(crate) fn get_mut(&mut self, phrase: &[String]) -> Option<&mut T> {
        self.meanings.get_mut(&phrase.join(" "))
    }

    /// The longest phrases, from left to right, none in another.
    pub(crate) fn find(&self, words: &[Word]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let lengths = self.lengths.get(&word.text).into_iter().flatten().rev();
            let longest = lengths.filter(|length| at + **length <= words.len()).find_map(|length| {
                let spelled: Vec<&str> = words[at..at + length].iter().map(|word| word.text.as_str()).collect();
                self.meanings.get(&spelled.join(" ")).map(|means| (*length, means))
            });
            match longest {
                Some((length, means)) => {
                    hits.push(Hit { first: at, behind: at + length, means: means.clone() });
                    at += length;
                }
                None => at += 1,
            }
        }
        hits
    }
}
