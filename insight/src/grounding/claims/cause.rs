//! Causes: data that were compared show what goes together, never what causes what.

use super::wording::Said;
use super::words::{Phrases, spelled};
use super::{Item, Stand};
use std::sync::LazyLock;

/// Words that say why something is so.
#[rustfmt::skip]
const CAUSES: &[&str] = &[
    "because of", "because", "due to", "caused by", "causes", "caused", "causing", "leads to", "led to", "leading to", "results from",
    "resulted from", "resulting from", "as a result of", "thanks to", "owing to", "attributable to", "attributed to", "driven by",
    "stems from", "stemming from", "responsible for", "on account of", "is explained by", "are explained by",
];

static TABLE: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let mut table = Phrases::new();
    CAUSES.iter().for_each(|phrase| table.add(&spelled(phrase), ()));
    table
});

/// Words of change and of size, beside those that compare.
#[rustfmt::skip]
const EFFECTS: [&str; 26] = [
    "high", "low", "slow", "fast", "long", "short", "large", "small", "poor", "good", "increase", "increased", "increases", "decrease",
    "decreased", "decreases", "reduced", "reduces", "improved", "improves", "dropped", "drops", "rose", "fell", "spike", "degraded",
];

impl Said<'_> {
    /// Causes of what was measured.
    pub(super) fn causes(&self) -> Vec<Item> {
        let is_measured = self.named.metrics.iter().any(|mention| !mention.of.is_empty());
        let has_effect = self.has_number || self.compares().next().is_some() || self.named.has_word(&EFFECTS);
        if !is_measured || !has_effect {
            return Vec::new();
        }
        let hits = TABLE.find(&self.named.words).into_iter().filter(|hit| !self.is_denied(hit.first, 3));
        let told = "the data show what goes together, not what causes it";
        hits.map(|hit| self.item(hit.first, hit.behind, Stand::Unsupported, told.to_owned())).collect()
    }
}
