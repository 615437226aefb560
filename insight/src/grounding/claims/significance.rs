//! `Significant`: a word of tests, right only where an interval of the data carries it.

use super::book::Entry;
use super::known::Stat;
use super::wording::Said;
use super::{Item, Stand};

/// Behind `significant` they make a difference of it.
#[rustfmt::skip]
const DIFFERENCES: [&str; 22] = [
    "difference", "differences", "improvement", "improvements", "increase", "decrease", "reduction", "gain", "gains", "speedup",
    "slowdown", "gap", "change", "changes", "effect", "effects", "drop", "advantage", "rise", "decline", "regression", "boost",
];

/// Behind `significantly` they make a difference of it, beside words that compare.
#[rustfmt::skip]
const CHANGES: [&str; 21] = [
    "improves", "improved", "improve", "reduces", "reduced", "reduce", "increases", "increased", "increase", "decreases", "decreased",
    "decrease", "differs", "differ", "differed", "different", "affects", "affected", "degrades", "degraded", "exceeds",
];

impl Said<'_> {
    /// Claims that a difference is significant.
    pub(super) fn significances(&self) -> Vec<Item> {
        let words = &self.named.words;
        let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        let compares: Vec<usize> = self.compares().collect();
        let is_measured = !self.compared.is_empty() || self.named.metrics.iter().any(|mention| !mention.of.is_empty());
        let found = (0..words.len()).filter_map(|at| {
            let is_of_test = at > 0 && text(at - 1) == "statistically";
            let (is_noun, is_adverb) = (text(at) == "significant", text(at) == "significantly");
            let is_difference = is_of_test
                || (is_noun && (1..=2).any(|next| DIFFERENCES.contains(&text(at + next))))
                || (is_adverb
                    && (1..=2).any(|next| CHANGES.contains(&text(at + next)) || compares.contains(&(at + next))));
            let is_claimed = (is_noun || is_adverb) && is_difference && (is_measured || is_of_test);
            (is_claimed && !self.is_denied(at, 3)).then(|| {
                let (verdict, reason, keys) = self.carried();
                let mut item = self.item(if is_of_test { at - 1 } else { at }, at + 1, verdict, reason);
                item.fact_keys = keys;
                item
            })
        });
        found.collect()
    }

    /// Whether the intervals of the two things that are compared meet.
    fn carried(&self) -> (Stand, String, Vec<String>) {
        let none = "no interval or test of the data carries it".to_owned();
        let ids = self.named.distinct();
        let pair = self.compared.first().map(|it| (it.subject, it.object));
        let pair = pair.or_else(|| Some((*ids.first()?, *ids.get(1)?)).filter(|_| ids.len() == 2));
        let Some((subject, object)) = pair else { return (Stand::Unsupported, none, Vec::new()) };
        let named = self.named.metrics.iter().flat_map(|mention| mention.of.first());
        for metric in named.chain(self.before.metrics.iter().flatten().take(1)) {
            let both = self.interval(*metric, subject).zip(self.interval(*metric, object));
            let Some(((one, key), (other, other_key))) = both else { continue };
            let keys = vec![key, other_key];
            return match one.1 < other.0 || other.1 < one.0 {
                true => (Stand::Supported, "the intervals of the two do not meet".to_owned(), keys),
                false => (Stand::Unsupported, "the intervals of the two meet".to_owned(), keys),
            };
        }
        (Stand::Unsupported, none, Vec::new())
    }

    /// Between which values a metric of a thing lies, by the fact itself or by two that say so.
    fn interval(&self, metric: usize, entity: usize) -> Option<((f64, f64), String)> {
        let entry = self.book.one(metric, entity, &self.stats())?;
        let end = |stat: Stat| self.book.one(metric, entity, &[stat]).map(|entry: &Entry| entry.value);
        let interval = entry.interval.or_else(|| end(Stat::Low).zip(end(Stat::High)))?;
        Some((interval, entry.key.clone()))
    }
}
