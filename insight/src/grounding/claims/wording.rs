//! What the words of a sentence claim beside its numbers: comparisons, held against the two facts they name, and what more there is.

use super::attach::Tied;
use super::book::{Book, Entry};
use super::compare::Compared;
use super::known::Stat;
use super::lexicon::Says;
use super::mention::Mentions;
use super::{Comparison, Item, Sort, Stand};

/// A sentence with what is named and compared there.
pub(crate) struct Said<'a> {
    pub(crate) book: &'a Book,
    pub(crate) text: &'a str,
    pub(crate) offset: usize,
    pub(crate) named: &'a Mentions,
    pub(crate) compared: &'a [Compared],
    pub(crate) before: &'a Tied,
    /// Whether it states a number with a unit.
    pub(crate) has_number: bool,
}

/// Words that make a guess of a sentence: it says what may be, not what is.
#[rustfmt::skip]
const GUESSES: [&str; 32] = [
    "may", "might", "could", "can", "likely", "probably", "possibly", "perhaps", "suspected", "suspect", "suggest", "suggests",
    "suggesting", "appear", "appears", "seem", "seems", "hypothesis", "hypothesized", "potential", "potentially", "would", "if",
    "whether", "expected", "expect", "should", "assume", "assumed", "presumably", "plausible", "unclear",
];

impl Said<'_> {
    /// What the words claim beside the numbers.
    pub(crate) fn judge(&self, items: &mut Vec<Item>) {
        self.comparisons(items);
        let is_asked = self.text.trim_end().ends_with('?');
        if !is_asked && !self.named.has_word(&GUESSES) {
            items.extend(self.superlatives());
            items.extend(self.causes());
            items.extend(self.significances());
        }
    }

    /// The comparisons in words.
    fn comparisons(&self, items: &mut Vec<Item>) {
        for it in self.compared {
            let nearest = self
                .named
                .metrics
                .iter()
                .min_by_key(|mention| mention.start.abs_diff(it.end).min(it.start.abs_diff(mention.end)));
            let metrics: Vec<usize> = match (nearest, self.compared.len()) {
                (Some(_), 1) => self.named.metrics.iter().flat_map(|mention| mention.of.first().copied()).collect(),
                (Some(mention), _) => mention.of.first().copied().into_iter().collect(),
                (None, _) => self.before.metrics.iter().flatten().copied().take(1).collect(),
            };
            let mut done: Vec<usize> = Vec::new();
            for metric in metrics {
                if !done.contains(&metric) {
                    done.push(metric);
                    items.push(wording(self.book, self.text, self.offset, it, metric, self.stat()));
                }
            }
        }
    }

    /// The statistic that the sentence names, ends of intervals left out.
    pub(crate) fn stat(&self) -> Option<Stat> {
        self.named.stats.iter().map(|it| it.of).find(|stat| !matches!(stat, Stat::Low | Stat::High))
    }

    /// Statistics that a comparison may be of, the first that there is.
    pub(crate) fn stats(&self) -> Vec<Stat> {
        self.stat().map_or_else(|| USUAL.to_vec(), |stat| vec![stat])
    }

    /// Words of comparison with their place in the words of the sentence.
    pub(crate) fn compares(&self) -> impl Iterator<Item = usize> {
        let hits = self.book.compared.find(&self.named.words).into_iter();
        hits.chain(self.book.comparing.find(&self.named.words)).map(|hit| hit.first)
    }

    /// Whether one of so many words before a word denies it.
    pub(crate) fn is_denied(&self, word: usize, reach: usize) -> bool {
        let denies = ["not", "no", "never", "nor", "without", "neither", "nothing", "hardly", "cannot", "t"];
        self.named.words[..word].iter().rev().take(reach).any(|it| denies.contains(&it.text.as_str()))
    }

    /// What is said of words from one to behind another.
    pub(crate) fn item(&self, first: usize, behind: usize, verdict: Stand, reason: String) -> Item {
        let (start, end) = (self.named.words[first].start, self.named.words[behind - 1].end);
        Item {
            kind: Sort::Wording,
            start: self.offset + start,
            end: self.offset + end,
            surface: self.text[start..end].to_owned(),
            verdict,
            fact_keys: Vec::new(),
            derivation: None,
            reason,
            compared: None,
            bytes: 0..0,
        }
    }
}

/// Statistics that are compared when none is named.
const USUAL: [Stat; 4] = [Stat::Mean, Stat::Median, Stat::Value, Stat::Total];

fn wording(book: &Book, text: &str, offset: usize, it: &Compared, metric: usize, stat: Option<Stat>) -> Item {
    let stats = stat.map_or_else(|| USUAL.to_vec(), |stat| vec![stat]);
    let pair =
        stats.iter().find_map(|stat| book.one(metric, it.subject, &[*stat]).zip(book.one(metric, it.object, &[*stat])));
    let better = book.metrics[metric].higher_is_better;
    let (claimed, up) = match it.says {
        Says::Higher => ("higher", Some(true)),
        Says::Lower => ("lower", Some(false)),
        Says::Better => ("better", better),
        Says::Worse => ("worse", better.map(|better| !better)),
    };
    let (verdict, fact_keys, reason) = match (pair, up) {
        (Some((subject, object)), Some(up)) => {
            let is_right = if up { subject.value > object.value } else { subject.value < object.value };
            let verdict = if is_right { Stand::Supported } else { Stand::Contradicted };
            let value = |entry: &Entry| entry.value / entry.unit.factor;
            (
                verdict,
                vec![subject.key.clone(), object.key.clone()],
                format!("{} against {}", value(subject), value(object)),
            )
        }
        _ => (Stand::Unsupported, Vec::new(), "no two facts are about this".to_owned()),
    };
    Item {
        kind: Sort::Wording,
        start: offset + it.start,
        end: offset + it.end,
        surface: text[it.start..it.end].to_owned(),
        verdict,
        fact_keys,
        derivation: None,
        reason,
        compared: Some(Comparison {
            metric: book.metrics[metric].name.clone(),
            subject: book.entities[it.subject].clone(),
            object: book.entities[it.object].clone(),
            claimed,
        }),
        bytes: 0..0,
    }
}
