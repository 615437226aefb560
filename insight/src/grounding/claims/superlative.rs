//! Superlatives: `the fastest of all` is right only of what is the fastest of those that were measured together.

use super::book::{Book, Entry};
use super::lexicon::Says;
use super::wording::Said;
use super::words::{Phrases, spelled};
use super::{Comparison, Item, Stand};
use std::sync::LazyLock;

/// Words that set one above all others.
#[rustfmt::skip]
const SUPERLATIVES: &[(&str, Says)] = &[
    ("fastest", Says::Better), ("quickest", Says::Better), ("swiftest", Says::Better), ("snappiest", Says::Better),
    ("best", Says::Better), ("most efficient", Says::Better), ("most responsive", Says::Better), ("leanest", Says::Better),
    ("most economical", Says::Better), ("cheapest", Says::Better),
    ("slowest", Says::Worse), ("worst", Says::Worse), ("least efficient", Says::Worse), ("least responsive", Says::Worse),
    ("highest", Says::Higher), ("largest", Says::Higher), ("greatest", Says::Higher), ("longest", Says::Higher),
    ("biggest", Says::Higher), ("the most", Says::Higher),
    ("lowest", Says::Lower), ("smallest", Says::Lower), ("shortest", Says::Lower), ("fewest", Says::Lower), ("the least", Says::Lower),
];

static TABLE: LazyLock<Phrases<Says>> = LazyLock::new(|| {
    let mut table = Phrases::new();
    SUPERLATIVES.iter().for_each(|(phrase, says)| table.add(&spelled(phrase), *says));
    table
});

/// Of these words speed itself is said, whatever metric is named.
const SPEED: [&str; 5] = ["fastest", "quickest", "swiftest", "snappiest", "slowest"];
/// Before a superlative they make something else of it: `one of the fastest`, `the second fastest`, `at best`.
const OTHERS: [&str; 11] =
    ["of", "among", "second", "third", "fourth", "fifth", "next", "at", "nearly", "almost", "possible"];
/// Between a thing and what it is said to be.
#[rustfmt::skip]
const VERBS: [&str; 41] = [
    "is", "was", "are", "were", "has", "had", "have", "shows", "showed", "achieves", "achieved", "reaches", "reached", "delivers",
    "delivered", "offers", "offered", "provides", "provided", "gives", "gave", "uses", "used", "needs", "needed", "takes", "took",
    "consumes", "consumed", "remains", "records", "recorded", "exhibits", "exhibited", "demonstrates", "posts", "runs", "ran",
    "generates", "produces", "with",
];
/// Words between a thing and its superlative.
const APART: usize = 6;

impl Said<'_> {
    /// Superlatives of a metric and a thing that are both named.
    pub(super) fn superlatives(&self) -> Vec<Item> {
        let words = &self.named.words;
        let hits = TABLE.find(words);
        let found = hits.iter().filter_map(|hit| {
            let is_other = |word: &super::words::Word| OTHERS.contains(&word.text.as_str());
            let before =
                words[..hit.first].iter().rev().take(3).take_while(|word| word.text != "is" && word.text != "was");
            if self.is_denied(hit.first, 3) || before.clone().any(is_other) {
                return None;
            }
            let (start, end) = (words[hit.first].start, words[hit.behind - 1].end);
            let subject = self.subject(start, end)?;
            let text = words[hit.behind - 1].text.as_str();
            let metrics = self.metric_of(text, end)?;
            let judged = metrics.iter().filter_map(|metric| self.extreme(*metric, subject, hit.means));
            // Of several metrics that may be meant, one that is right is.
            let best = judged.min_by_key(|judged| !judged.is_right)?;
            let verdict = if best.is_right { Stand::Supported } else { Stand::Contradicted };
            let mut item = self.item(hit.first, hit.behind, verdict, best.reason);
            item.fact_keys = best.keys;
            item.compared = Some(best.compared);
            Some(item)
        });
        found.collect()
    }

    /// The thing of which a superlative between two bytes is said.
    fn subject(&self, start: usize, end: usize) -> Option<usize> {
        let known = || self.named.entities.iter().filter_map(|it| Some((it.start, it.end, it.of?)));
        let has_verb = |gap: &str| spelled(gap).iter().any(|word| VERBS.contains(&word.as_str()));
        let is_near = |gap: &str| !gap.contains([';', '|']) && spelled(gap).len() <= APART;
        let before = known().rfind(|(_, to, _)| *to <= start).filter(|(_, to, _)| {
            let gap = &self.text[*to..start];
            let is_apposed = spelled(gap).iter().all(|word| matches!(word.as_str(), "the" | "by" | "far"));
            is_near(gap) && (is_apposed || has_verb(gap)) && !spelled(gap).iter().any(|word| word == "than")
        });
        let after = known().find(|(from, ..)| *from >= end).filter(|(from, ..)| {
            let gap = &self.text[end..*from];
            is_near(gap) && (gap.trim_end_matches(['*', ' ', '`']).ends_with(':') || has_verb(gap))
        });
        before.or(after).map(|(_, _, id)| id)
    }

    /// The metric that is named behind the word, else anywhere, else any rate where the word says speed.
    fn metric_of(&self, word: &str, end: usize) -> Option<Vec<usize>> {
        let named = &self.named.metrics;
        let behind = named.iter().find(|mention| mention.start >= end);
        let is_speed = SPEED.contains(&word);
        match behind.or(named.last()) {
            Some(mention) => (!mention.of.is_empty()).then(|| mention.of.clone()),
            None if is_speed => {
                let is_rate = |id: &usize| {
                    let metric = &self.book.metrics[*id];
                    matches!(&metric.unit.dimension, super::super::written::Dimension::Unit(symbol) if symbol == "tokens/s")
                        && metric.higher_is_better == Some(true)
                };
                Some((0..self.book.metrics.len()).filter(is_rate).collect())
            }
            None => None,
        }
    }

    /// Whether a thing is the first or last of all that were measured with it; none where it alone was.
    fn extreme(&self, metric: usize, subject: usize, says: Says) -> Option<Judged> {
        let book: &Book = self.book;
        let better = book.metrics[metric].higher_is_better;
        let (up, claimed) = match says {
            Says::Higher => (true, "highest"),
            Says::Lower => (false, "lowest"),
            Says::Better => (better?, "best"),
            Says::Worse => (!better?, "worst"),
        };
        let own = book.one(metric, subject, &self.stats())?;
        let same = |entry: &&Entry| entry.stat == own.stat && entry.study == own.study;
        let others = book.entities_of(metric).filter(|id| *id != subject && !book.whole.contains(id));
        let others = others.filter_map(|id| book.at(metric, id).find(same));
        let sided = |entry: &Entry| if up { entry.value } else { -entry.value };
        let first = others.max_by(|a, b| sided(a).total_cmp(&sided(b)))?;
        let is_right = sided(own) >= sided(first) - 1e-9 * first.value.abs();
        let value = |entry: &Entry| entry.value / entry.unit.factor;
        let compared = Comparison {
            metric: book.metrics[metric].name.clone(),
            subject: book.entities[subject].clone(),
            object: book.entities[first.entity].clone(),
            claimed,
        };
        let keys = vec![own.key.clone(), first.key.clone()];
        let reason = format!("{} against {} of {}", value(own), value(first), compared.object);
        Some(Judged { is_right, keys, reason, compared })
    }
}

struct Judged {
    is_right: bool,
    keys: Vec<String>,
    reason: String,
    compared: Comparison,
}
