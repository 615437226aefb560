//! One number in its sentence or cell: which unit, limit and kind it has, and what it is held against.

use super::super::scanner::Quantity;
use super::super::written::{Dimension, Unit};
use super::attach::{Span, Tied};
use super::book::Book;
use super::compare::Compared;
use super::judge::{Derived, Judged, Limit, Written, count, derived, direct, pairs, stats_for};
use super::known::Stat;
use super::lexicon::{DIFFERENCE, RANGE, TOTAL};
use super::mention::Mentions;

/// A sentence, or a cell of a table, with what is named there.
pub(crate) struct Scene<'a> {
    pub(crate) book: &'a Book,
    pub(crate) text: &'a str,
    pub(crate) named: &'a Mentions,
    pub(crate) compared: &'a [Compared],
    pub(crate) spans: &'a [Span],
}

impl Scene<'_> {
    pub(super) fn before(&self, at: usize) -> &str {
        let from = if at == 0 { 0 } else { self.spans[at - 1].end };
        &self.text[from.min(self.spans[at].start)..self.spans[at].start]
    }

    pub(super) fn behind(&self, at: usize) -> &str {
        let until = self.spans.get(at + 1).map_or(self.text.len(), |next| next.start);
        &self.text[self.spans[at].end..until.max(self.spans[at].end)]
    }

    /// `10 ± 3`, and the two ends of an interval.
    pub(crate) fn range_and_spread(&self, at: usize, tied: &mut Tied) {
        let is_plus_minus = |gap: &str| matches!(gap.trim().trim_matches('*'), "±" | "+/-" | "+-" | "+/−");
        let say = |tied: &mut Tied, stat| {
            tied.stat = Some(stat);
            tied.stat_is_own = true;
        };
        if at > 0 && is_plus_minus(self.before(at)) {
            let is_error = self.named.stats.iter().any(|it| it.of == Stat::Error);
            return say(tied, if is_error { Stat::Error } else { Stat::Sd });
        }
        if is_plus_minus(self.behind(at)) && at + 1 < self.spans.len() && !matches!(tied.stat, Some(Stat::Median)) {
            return say(tied, Stat::Mean);
        }
        let is_joint = |gap: &str| {
            matches!(
                gap.trim().trim_matches('*'),
                "–" | "-" | "to" | "and" | "," | "—" | "…" | ".." | "‑" | "−" | ";" | "through"
            )
        };
        let has_interval = |gap: &str| {
            let words = super::words::spelled(gap);
            words.iter().any(|word| matches!(word.as_str(), "ci" | "interval" | "confidence" | "cis" | "intervals"))
        };
        let begins = at + 1 < self.spans.len() && is_joint(self.behind(at));
        let ends = at > 0 && is_joint(self.before(at));
        let is_range = |gap: &str| super::words::spelled(gap).iter().any(|word| RANGE.contains(&word.as_str()));
        if begins && is_range(self.before(at)) {
            return say(tied, Stat::Min);
        }
        if ends && is_range(self.before(at - 1)) {
            return say(tied, Stat::Max);
        }
        if begins
            && (has_interval(self.before(at)) || (at + 2 >= self.spans.len() && has_interval(self.behind(at + 1))))
        {
            return say(tied, Stat::Low);
        }
        if at > 0
            && is_joint(self.before(at))
            && (has_interval(self.before(at - 1)) || (at + 1 >= self.spans.len() && has_interval(self.behind(at))))
        {
            say(tied, Stat::High);
        }
    }

    fn limit(&self, at: usize) -> Limit {
        let before = self.before(at).trim_end_matches([' ', '*', '(']).to_lowercase();
        let ends = |words: &[&str]| {
            words.iter().any(|word| {
                before.strip_suffix(word).is_some_and(|rest| {
                    !word.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphanumeric)
                })
            })
        };
        if ends(&[
            "about",
            "around",
            "approximately",
            "roughly",
            "nearly",
            "almost",
            "some",
            "circa",
            "~",
            "≈",
            "close to",
            "approx.",
            "approx",
            "on the order of",
            "just under",
            "just over",
            "just above",
            "just below",
            "ca.",
            "an estimated",
            "slightly over",
            "slightly under",
            "slightly above",
            "slightly below",
            "a little over",
            "a little under",
            "well",
            "or so",
        ]) {
            Limit::About
        } else if ends(&[
            "at least",
            "over",
            "above",
            "more than",
            "exceeding",
            "exceeds",
            "≥",
            ">",
            ">=",
            "no less than",
            "greater than",
            "higher than",
            "not less than",
            "no fewer than",
            "in excess of",
        ]) {
            Limit::AtLeast
        } else if ends(&[
            "at most",
            "under",
            "below",
            "less than",
            "fewer than",
            "up to",
            "within",
            "≤",
            "<",
            "<=",
            "no more than",
            "not more than",
            "lower than",
            "not exceeding",
        ]) {
            Limit::AtMost
        } else {
            Limit::Exact
        }
    }

    /// The verdict on a number; none when it claims nothing.
    pub(crate) fn judge(&self, at: usize, quantity: &Quantity, tied: &Tied) -> Option<Judged> {
        let book = self.book;
        let written = Written { quantity, limit: self.limit(at) };
        let unit = self.unit(at, quantity);
        let dimension = unit.as_ref().map(|unit| unit.dimension.clone());
        let is_plain = matches!(dimension, None | Some(Dimension::Count));
        if is_plain && quantity.value.fract() == 0.0 {
            let entity = if tied.entity_is_own { tied.entity.flatten() } else { None };
            let each = self.named.has_word(&["each", "per", "every", "apiece"]);
            let (behind, before) = (self.nouns_behind(at), self.nouns_before(at));
            let is_size = behind.iter().take(3).any(|word| matches!(word.as_str(), "parameter" | "parameters"));
            if is_size || before.first().is_some_and(|word| word == "version") {
                return None;
            }
            let both = [before.clone(), behind.clone()].concat();
            let about = [self.subject(at), both.clone()].concat();
            let counted = [if about.len() > both.len() { about } else { Vec::new() }, both, behind, before];
            if let Some(judged) = counted
                .iter()
                .filter(|nouns| !nouns.is_empty())
                .find_map(|nouns| count(book, &written, nouns, entity, each))
            {
                return Some(judged);
            }
        }
        if quantity.spelled && is_plain {
            return None;
        }
        let metrics = self.metrics(tied, dimension.as_ref());
        if metrics.is_empty() {
            return Some(Judged { reason: "what it measures is not in the data".to_owned(), ..Judged::default() });
        }
        let kind = self.kind(at, dimension.as_ref(), tied, &metrics);
        let Some(kind) = kind else {
            let judged = direct(book, &written, unit.as_ref(), tied, &metrics);
            let is_whole = !tied.entity_is_own || tied.entity.flatten().is_some_and(|it| book.whole.contains(&it));
            let is_total = judged.verdict != Some(true) && is_whole && self.named.has_word(&TOTAL);
            return Some(if is_total {
                self.sum(&written, unit.as_ref(), tied, &metrics).unwrap_or(judged)
            } else {
                judged
            });
        };
        let here = self.spans[at];
        let compared =
            self.compared.iter().min_by_key(|it| it.start.abs_diff(here.end).min(here.start.abs_diff(it.end)));
        let entities = self.near_entities(at);
        let ordered = kind == Derived::Ratio && {
            let is_before = |it: &super::mention::Mention<Option<usize>>| it.start < here.start;
            let count_before = self.named.entities.iter().filter(|it| is_before(it)).count();
            count_before == 1 || self.named.has_word(&["ratio"])
        };
        let stats: Vec<Stat> = self.named.stats.iter().map(|it| it.of).collect();
        let pairs = pairs(book, tied, &metrics, &entities, compared, ordered, &stats);
        Some(derived(&written, unit.as_ref(), kind, &pairs))
    }

    /// The two entities a derived number is about: those of the sentence, the nearest when there are more.
    fn near_entities(&self, at: usize) -> Vec<usize> {
        let all = self.named.distinct();
        if all.len() <= 2 {
            return all;
        }
        let here = self.spans[at].start;
        let mut near: Vec<(usize, usize, usize)> = self
            .named
            .entities
            .iter()
            .filter_map(|it| it.of.map(|id| (it.start.abs_diff(here), it.start, id)))
            .collect();
        near.sort_unstable();
        let mut chosen: Vec<(usize, usize)> = Vec::new();
        for (_, start, id) in near {
            if chosen.len() < 2 && !chosen.iter().any(|(_, other)| *other == id) {
                chosen.push((start, id));
            }
        }
        chosen.sort_unstable();
        chosen.into_iter().map(|(_, id)| id).collect()
    }

    /// The written unit, one that only the facts have, or that of the next number of its list.
    fn unit(&self, at: usize, quantity: &Quantity) -> Option<Unit> {
        if let Some(unit) = &quantity.unit {
            return Some(unit.clone());
        }
        let behind = self.behind(at).trim_start_matches(['*', ' ']);
        let own = self
            .book
            .other_units
            .iter()
            .filter(|symbol| {
                behind.starts_with(symbol.as_str()) && !behind[symbol.len()..].starts_with(char::is_alphanumeric)
            })
            .max_by_key(|symbol| symbol.len());
        own.map(|symbol| Unit { dimension: Dimension::Unit(symbol.clone()), factor: 1.0 })
            .or_else(|| quantity.shared_unit.clone())
    }

    /// Metrics the number may be of: those named, or those with its unit.
    fn metrics(&self, tied: &Tied, dimension: Option<&Dimension>) -> Vec<usize> {
        match (&tied.metrics, dimension) {
            (Some(metrics), _) if metrics.len() < 2 => metrics.clone(),
            (Some(metrics), Some(dimension @ (Dimension::Unit(_) | Dimension::Percent))) => {
                let fit: Vec<usize> =
                    metrics.iter().copied().filter(|id| self.book.metrics[*id].unit.dimension == *dimension).collect();
                if fit.is_empty() { metrics.clone() } else { fit }
            }
            (Some(metrics), _) => metrics.clone(),
            (None, Some(dimension @ Dimension::Unit(_))) => {
                (0..self.book.metrics.len()).filter(|id| self.book.metrics[*id].unit.dimension == *dimension).collect()
            }
            (None, _) => Vec::new(),
        }
    }

    fn kind(&self, at: usize, dimension: Option<&Dimension>, _tied: &Tied, metrics: &[usize]) -> Option<Derived> {
        let is_own =
            |dimension: &Dimension| metrics.iter().any(|id| self.book.metrics[*id].unit.dimension == *dimension);
        let behind = super::words::spelled(self.behind(at));
        let compares = |words: &[String]| {
            words.iter().take(2).any(|word| super::lexicon::COMPARED.iter().any(|(compared, _)| compared == word))
        };
        let by_before = self.before(at).trim_end_matches([' ', '*']).to_lowercase();
        let is_by = [" by", " of about", " by about", " by around", " by roughly", " by approximately", " by nearly"]
            .iter()
            .any(|by| by_before.ends_with(by) && by.starts_with(" by"));
        let differs = self.named.has_word(&DIFFERENCE) || compares(&behind) || (is_by && !self.compared.is_empty());
        match dimension {
            Some(Dimension::Ratio) => Some(Derived::Ratio),
            Some(Dimension::Percent) if is_own(&Dimension::Percent) => {
                let is_points = self.text[self.spans[at].start..self.spans[at].end].contains(['p']);
                differs.then_some(if is_points { Derived::Difference } else { Derived::Change })
            }
            Some(Dimension::Percent) => Some(Derived::Change),
            _ => differs.then_some(Derived::Difference),
        }
    }

    fn sum(&self, written: &Written<'_>, unit: Option<&Unit>, tied: &Tied, metrics: &[usize]) -> Option<Judged> {
        let stats = stats_for(tied);
        metrics.iter().find_map(|metric| {
            let parts: Vec<_> =
                self.book.entities_of(*metric).filter_map(|entity| self.book.one(*metric, entity, &stats)).collect();
            let sum: f64 = parts.iter().map(|entry| entry.value).sum();
            let factor = unit.map_or(parts.first()?.unit.factor, |unit| unit.factor);
            let fits = parts.iter().all(|entry| unit.is_none_or(|unit| unit.dimension == entry.unit.dimension));
            (fits && parts.len() > 1 && written.is(sum, factor)).then(|| Judged {
                verdict: Some(true),
                keys: parts.iter().map(|entry| entry.key.clone()).collect(),
                derivation: Some("sum"),
                reason: "the sum over all".to_owned(),
            })
        })
    }
}
