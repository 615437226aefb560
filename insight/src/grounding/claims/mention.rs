//! What a piece of text names: metrics, statistics, entities, each with its place.

use super::super::numeral::numeral_at;
use super::super::written::unit_at;
use super::book::{Book, Name};
use super::known::Stat;
use super::lexicon::{HEADS, NEUTRAL, OPENERS};
use super::words::{Hit, Word, words};

/// Something named, and where, in bytes of the piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention<T> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) of: T,
}

/// All that a piece names, each list from left to right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentions {
    /// None for a thing that the facts do not know.
    pub(crate) entities: Vec<Mention<Option<usize>>>,
    /// Empty for something that was not measured.
    pub(crate) metrics: Vec<Mention<Vec<usize>>>,
    pub(crate) stats: Vec<Mention<Stat>>,
    pub(crate) words: Vec<Word>,
}

impl Mentions {
    pub(crate) fn of(book: &Book, text: &str) -> Self {
        let words = words(text);
        let span = |hit: &Hit<_>| (words[hit.first].start, words[hit.behind - 1].end);
        let mut found = Self::default();
        let names = book.names.find(&words);
        for hit in &names {
            if let Name::Entity(id) = hit.means {
                let (start, end) = span(hit);
                let of = (!is_longer_name(text, start, end)).then_some(id);
                found.entities.push(Mention { start, end, of });
            }
        }
        found.entities.extend(unknown_names(text, &found.entities));
        found.entities.sort_by_key(|mention| mention.start);
        let in_entity = |word: &Word| found.entities.iter().any(|it| it.start <= word.start && word.end <= it.end);
        let stats = book.stats.find(&words);
        for hit in &stats {
            let (start, end) = (words[hit.first].start, words[hit.behind - 1].end);
            if !in_entity(&words[hit.first]) {
                found.stats.push(Mention { start, end, of: hit.means });
            }
        }
        let kind = |at: usize| -> Kind {
            let Some(word) = words.get(at) else { return Kind::Edge };
            if in_entity(word) {
                Kind::Entity
            } else if OPENERS.contains(&word.text.as_str())
                || stats.iter().any(|hit| hit.first <= at && at < hit.behind)
            {
                Kind::Opener
            } else if word.text.starts_with(|c: char| c.is_ascii_digit()) {
                Kind::Entity
            } else {
                Kind::Other
            }
        };
        let mut covered = vec![false; words.len()];
        for hit in &names {
            let Name::Metric(metrics) = &hit.means else { continue };
            covered[hit.first..hit.behind].iter_mut().for_each(|covered| *covered = true);
            if in_entity(&words[hit.first]) {
                continue;
            }
            let next_is_head = words.get(hit.behind).is_some_and(|next| {
                HEADS.contains(&next.text.as_str()) && is_joined(text, words[hit.behind - 1].end, next.start)
            });
            let is_other = next_is_head || is_modified(text, &words, hit.first, &kind);
            let of = if is_other { Vec::new() } else { metrics.clone() };
            found.metrics.push(Mention { start: words[hit.first].start, end: words[hit.behind - 1].end, of });
        }
        for (at, word) in words.iter().enumerate() {
            let is_head = HEADS.contains(&word.text.as_str()) && !covered[at] && !in_entity(word);
            if is_head && is_modified(text, &words, at, &kind) {
                found.metrics.push(Mention { start: word.start, end: word.end, of: Vec::new() });
            }
        }
        found.metrics.sort_by_key(|mention| mention.start);
        found.words = words;
        found
    }

    /// Entities, each once, in order.
    pub(crate) fn distinct(&self) -> Vec<usize> {
        let mut seen = Vec::new();
        for id in self.entities.iter().filter_map(|mention| mention.of) {
            if !seen.contains(&id) {
                seen.push(id);
            }
        }
        seen
    }

    pub(crate) fn has_word(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.text.as_str()))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// No word: the piece begins or ends.
    Edge,
    /// A name may begin behind it.
    Opener,
    /// Nothing can be told behind it.
    Entity,
    Other,
}

fn is_joined(text: &str, end: usize, start: usize) -> bool {
    matches!(text.get(end..start), Some(" " | "-" | "_"))
}

/// Whether words before a metric make another metric of it: `cache hit latency`, `the queue time`.
fn is_modified(text: &str, words: &[Word], first: usize, kind: &impl Fn(usize) -> Kind) -> bool {
    let mut modifiers = 0;
    let mut at = first;
    while at > 0 && first - at < 5 {
        if !is_joined(text, words[at - 1].end, words[at].start) {
            return modifiers > 0;
        }
        match kind(at - 1) {
            Kind::Opener | Kind::Edge => return modifiers > 0,
            Kind::Entity => return false,
            Kind::Other => modifiers += usize::from(!NEUTRAL.contains(&words[at - 1].text.as_str())),
        }
        at -= 1;
    }
    at == 0 && modifiers > 0
}

/// Whether a name goes on: `gemma3:1b-it` is not `gemma3:1b`.
fn is_longer_name(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| matches!(c, '-' | ':' | '.' | '/' | '_' | '=' | '@');
    let mut after = text[end..].chars();
    let goes_on = after.next().is_some_and(joins) && after.next().is_some_and(char::is_alphanumeric);
    let mut before = text[..start].chars().rev();
    let comes_before = before.next().is_some_and(joins) && before.next().is_some_and(char::is_alphanumeric);
    goes_on || comes_before
}

/// Names such as `llama3:70b` or `num_gpu=99` that the facts do not know.
fn unknown_names(text: &str, known: &[Mention<Option<usize>>]) -> Vec<Mention<Option<usize>>> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in
        text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '|' | '(' | ')' | ',' | ';' | '*' | '`' | '"'))
    {
        let start = at;
        at += part.len();
        let name = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let Some(mark) = name.find([':', '=']) else { continue };
        let (left, right) = (&name[..mark], &name[mark + 1..]);
        let is_value = numeral_at(right).is_some_and(|numeral| {
            let rest = &right[numeral.length..];
            rest.is_empty() || unit_at(rest).is_some_and(|(length, _)| length == rest.len())
        });
        let named =
            left.starts_with(|c: char| c.is_ascii_alphabetic()) && right.starts_with(|c: char| c.is_alphanumeric());
        let end = start + name.len();
        let is_known = known.iter().any(|it| it.start < end && start < it.end);
        if named && !is_value && !is_known && name.contains(|c: char| c.is_ascii_digit()) {
            found.push(Mention { start, end, of: None });
        }
    }
    found
}
