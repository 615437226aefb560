//! Holds one number against the facts it is tied to, and against what follows from two of them.

use super::super::scanner::Quantity;
use super::super::written::Unit;
use super::attach::Tied;
use super::book::{Book, Entry, counted};
use super::compare::Compared;
use super::known::Stat;
use super::lexicon::Says;

/// What the check says of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Judged {
    pub(crate) verdict: Option<bool>,
    pub(crate) keys: Vec<String>,
    pub(crate) derivation: Option<&'static str>,
    pub(crate) reason: String,
}

/// A written number and the room it leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    pub(crate) quantity: &'a Quantity,
    pub(crate) limit: Limit,
}

/// What words before a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Exact,
    About,
    AtLeast,
    AtMost,
}

impl Written<'_> {
    /// Whether the true value, in base units, is what is written in a unit.
    pub(crate) fn is(&self, truth: f64, factor: f64) -> bool {
        let claimed = self.quantity.value * factor;
        let half = self.quantity.half * factor;
        // A bit of room for the rounding of binary fractions.
        let room = half * (1.0 + 1e-9) + claimed.abs() * 1e-12;
        match self.limit {
            Limit::Exact => (truth - claimed).abs() <= room,
            Limit::About => (truth - claimed).abs() <= room.max(claimed.abs() * 0.05),
            Limit::AtLeast => truth >= claimed - room,
            Limit::AtMost => truth <= claimed + room,
        }
    }
}

/// Statistics that a value may be when none is named.
const USUAL: [Stat; 5] = [Stat::Mean, Stat::Median, Stat::Value, Stat::Total, Stat::Count];

pub(crate) fn stats_for(tied: &Tied) -> Vec<Stat> {
    match tied.stat {
        Some(stat) if tied.stat_is_own => vec![stat],
        // Named for a number before: this one may have it or, as nothing else is said, the usual.
        Some(stat) => vec![stat],
        None => USUAL.to_vec(),
    }
}

/// Entities that a value may belong to.
fn entities_for(book: &Book, metric: usize, tied: &Tied) -> Vec<usize> {
    let known: Vec<usize> = book.entities_of(metric).collect();
    match tied.entity {
        Some(Some(entity)) if known.contains(&entity) => vec![entity],
        Some(Some(_)) if known.iter().all(|it| book.whole.contains(it)) => known,
        // The extremes of the whole are those of a part.
        Some(Some(entity)) if book.whole.contains(&entity) && matches!(tied.stat, Some(Stat::Min | Stat::Max)) => known,
        Some(_) => Vec::new(),
        // What is said of nothing in particular is said of the whole, where the whole is known.
        None if known.iter().any(|it| book.whole.contains(it)) => {
            known.into_iter().filter(|it| book.whole.contains(it)).collect()
        }
        None => known,
    }
}

/// A value as it stands in the facts.
pub(crate) fn direct(
    book: &Book,
    written: &Written<'_>,
    unit: Option<&Unit>,
    tied: &Tied,
    metrics: &[usize],
) -> Judged {
    let stats = stats_for(tied);
    let mut near: Vec<&Entry> = Vec::new();
    let mut elsewhere = None;
    for metric in metrics {
        for entity in entities_for(book, *metric, tied) {
            for entry in book.at(*metric, entity).filter(|entry| stats.contains(&entry.stat)) {
                let factor = match unit {
                    Some(unit) if unit.dimension == entry.unit.dimension => unit.factor,
                    Some(unit) => {
                        elsewhere.get_or_insert_with(|| (entry, unit.clone()));
                        continue;
                    }
                    None => entry.unit.factor,
                };
                if written.is(entry.value, factor) {
                    return Judged {
                        verdict: Some(true),
                        keys: vec![entry.key.clone()],
                        derivation: None,
                        reason: format!("`{}`", entry.key),
                    };
                }
                near.push(entry);
            }
        }
    }
    let keys: Vec<String> = near.iter().take(3).map(|entry| entry.key.clone()).collect();
    match (near.as_slice(), elsewhere) {
        ([], Some((entry, _))) => Judged {
            verdict: Some(false),
            keys: vec![entry.key.clone()],
            derivation: None,
            reason: format!("`{}` has another unit", entry.key),
        },
        ([], None) => Judged { reason: "no fact is about this".to_owned(), ..Judged::default() },
        ([one, ..], _) => Judged {
            verdict: Some(false),
            keys,
            derivation: None,
            reason: format!("`{}` is {}", one.key, one.value / one.unit.factor),
        },
    }
}

/// What a number derived from two facts can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    Ratio,
    Change,
    Difference,
}

impl Derived {
    fn name(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Change => "pct_change",
            Self::Difference => "difference",
        }
    }
}

/// Two facts, and what is said of the first.
pub(crate) struct Pair<'a> {
    pub(crate) first: &'a Entry,
    pub(crate) second: &'a Entry,
    pub(crate) says: Option<Says>,
    /// Whether the order is known.
    pub(crate) ordered: bool,
    pub(crate) higher_is_better: Option<bool>,
}

impl Pair<'_> {
    /// Values that the words allow, in base units or as a pure number.
    fn values(&self, kind: Derived) -> Vec<f64> {
        let (a, b) = (self.first.value, self.second.value);
        let up = match self.says {
            Some(Says::Higher) => Some(true),
            Some(Says::Lower) => Some(false),
            Some(Says::Better) => self.higher_is_better,
            Some(Says::Worse) => self.higher_is_better.map(|better| !better),
            None => None,
        };
        let is_quality = matches!(self.says, Some(Says::Better | Says::Worse));
        let ratio = |x: f64, y: f64| if y == 0.0 { f64::NAN } else { x / y };
        match (kind, up) {
            (Derived::Ratio, Some(true)) => vec![ratio(a, b)],
            (Derived::Ratio, Some(false)) => {
                vec![ratio(b, a), ratio(a, b)].into_iter().filter(|it| *it > 1.0 || b > a).collect()
            }
            (Derived::Ratio, None) if self.ordered => vec![ratio(a, b)],
            (Derived::Ratio, None) => vec![ratio(a, b), ratio(b, a)],
            (Derived::Change, Some(true)) => vec![100.0 * (ratio(a, b) - 1.0)],
            // Less time is said as a share of the time or as a gain in speed.
            (Derived::Change, Some(false)) if is_quality && self.says == Some(Says::Better) => {
                vec![100.0 * (1.0 - ratio(a, b)), 100.0 * (ratio(b, a) - 1.0)]
            }
            (Derived::Change, Some(false)) => vec![100.0 * (1.0 - ratio(a, b))],
            (Derived::Change, None) => {
                vec![100.0 * (ratio(a, b) - 1.0).abs(), 100.0 * (ratio(b, a) - 1.0).abs()]
            }
            (Derived::Difference, Some(true)) => vec![a - b],
            (Derived::Difference, Some(false)) => vec![b - a],
            (Derived::Difference, None) => vec![(a - b).abs()],
        }
    }
}

/// A value that follows from two facts.
pub(crate) fn derived(written: &Written<'_>, unit: Option<&Unit>, kind: Derived, pairs: &[Pair<'_>]) -> Judged {
    let mut last = Judged { reason: "no two facts are about this".to_owned(), ..Judged::default() };
    for pair in pairs {
        let factor = match (kind, unit) {
            (Derived::Difference, Some(unit)) if unit.dimension == pair.first.unit.dimension => unit.factor,
            (Derived::Difference, None) => pair.first.unit.factor,
            (Derived::Difference, Some(_)) => f64::NAN,
            (Derived::Ratio | Derived::Change, _) => 1.0,
        };
        let keys = vec![pair.first.key.clone(), pair.second.key.clone()];
        let values = pair.values(kind);
        let signed = Written {
            quantity: &Quantity { value: written.quantity.value.abs(), ..written.quantity.clone() },
            limit: written.limit,
        };
        if values.iter().any(|truth| signed.is(*truth, factor) || written.is(*truth, factor)) {
            let reason = format!("follows from `{}` and `{}`", keys[0], keys[1]);
            return Judged { verdict: Some(true), keys, derivation: Some(kind.name()), reason };
        }
        if last.verdict.is_none() {
            let truth = values.first().copied().unwrap_or(f64::NAN);
            let reason = format!("`{}` and `{}` give {truth}", keys[0], keys[1]);
            last = Judged { verdict: Some(false), keys, derivation: Some(kind.name()), reason };
        }
    }
    last
}

/// Pairs of facts that a derived number may be about, most likely first.
pub(crate) fn pairs<'b>(
    book: &'b Book,
    tied: &Tied,
    metrics: &[usize],
    entities: &[usize],
    compared: Option<&Compared>,
    ordered: bool,
    stats: &[Stat],
) -> Vec<Pair<'b>> {
    let mut pairs = Vec::new();
    let said = stats_for(tied);
    for metric in metrics {
        let higher_is_better = book.metrics[*metric].higher_is_better;
        let mut push = |first: Option<&'b Entry>, second: Option<&'b Entry>, says: Option<Says>, ordered: bool| {
            if let (Some(first), Some(second)) = (first, second) {
                pairs.push(Pair { first, second, says, ordered, higher_is_better });
            }
        };
        let others: Vec<usize> = book.entities_of(*metric).filter(|id| !book.whole.contains(id)).collect();
        for stat in &said {
            let one = |entity: usize| book.one(*metric, entity, &[*stat]);
            match (compared, entities) {
                (Some(compared), _) => push(one(compared.subject), one(compared.object), Some(compared.says), true),
                (None, [first, second]) => push(one(*first), one(*second), None, ordered),
                (None, [first]) if others.len() == 2 => {
                    let second = others.iter().find(|other| *other != first);
                    push(one(*first), second.and_then(|second| one(*second)), None, false);
                }
                (None, []) if others.len() == 2 => push(one(others[0]), one(others[1]), None, false),
                _ => {}
            }
        }
        // `p95 is 2.3x the median`
        if let (true, [first, second, ..], Some(Some(entity))) = (entities.len() < 2, stats, tied.entity) {
            push(book.one(*metric, entity, &[*first]), book.one(*metric, entity, &[*second]), None, true);
        }
    }
    pairs
}

/// Counts: the words behind or before a number say what it counts.
pub(crate) fn count(
    book: &Book,
    written: &Written<'_>,
    nouns: &[String],
    entity: Option<usize>,
    each: bool,
) -> Option<Judged> {
    let nouns: Vec<String> = nouns.iter().map(|noun| counted(noun)).collect();
    let fillers = ["total", "all", "count", "number", "n"];
    let fit = |metric: &super::book::Metric, unit: &str| {
        let own: Vec<String> = metric
            .words
            .iter()
            .map(|word| counted(word))
            .filter(|word| !fillers.contains(&word.as_str()) && word != unit)
            .collect();
        match own.is_empty() {
            true => nouns
                .iter()
                .any(|noun| noun == unit || metric.words.iter().any(|word| counted(word) == *noun))
                .then_some(0),
            false => own.iter().all(|word| nouns.contains(word)).then_some(own.len()),
        }
    };
    let best = book
        .metrics
        .iter()
        .enumerate()
        .filter(|(_, metric)| metric.is_count)
        .filter_map(|(id, metric)| fit(metric, &counted(&metric.counts)).map(|score| (score, id)))
        .max_by_key(|(score, id)| (*score, usize::MAX - id));
    let Some((_, metric)) = best else {
        let things = ["config", "model", "system", "candidate", "entity", "option", "server", "engine"];
        let is_things = nouns.first().is_some_and(|noun| things.contains(&noun.as_str()));
        let several = book.entities.len() - book.whole.len();
        return is_things.then(|| match written.is(several as f64, 1.0) {
            true => Judged {
                verdict: Some(true),
                derivation: Some("count"),
                reason: "as many are compared".to_owned(),
                ..Judged::default()
            },
            false => Judged { reason: format!("{several} are compared"), ..Judged::default() },
        });
    };
    let of = |entity: usize| {
        book.at(metric, entity).find(|entry| matches!(entry.stat, Stat::Count | Stat::Value | Stat::Total))
    };
    let own: Vec<&Entry> = entity.and_then(of).into_iter().collect();
    let whole: Vec<&Entry> = book.whole.iter().filter_map(|id| of(*id)).collect();
    let all: Vec<&Entry> = book.entities_of(metric).filter_map(of).collect();
    let candidates = if !own.is_empty() { own } else { whole };
    let keys = |entries: &[&Entry]| entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    if !candidates.is_empty() {
        let right = candidates.iter().find(|entry| written.is(entry.value, 1.0));
        return Some(match right {
            Some(entry) => Judged {
                verdict: Some(true),
                keys: vec![entry.key.clone()],
                derivation: None,
                reason: format!("`{}`", entry.key),
            },
            None => Judged {
                verdict: Some(false),
                keys: keys(&candidates),
                derivation: None,
                reason: format!("`{}` is {}", candidates[0].key, candidates[0].value),
            },
        });
    }
    let sum: f64 = all.iter().map(|entry| entry.value).sum();
    if each && all.iter().all(|entry| written.is(entry.value, 1.0)) {
        return Some(Judged {
            verdict: Some(true),
            keys: keys(&all),
            derivation: None,
            reason: "each has as many".to_owned(),
        });
    }
    let right = !each && written.is(sum, 1.0);
    Some(Judged {
        verdict: Some(right),
        keys: keys(&all),
        derivation: Some("sum"),
        reason: format!("the sum is {sum}"),
    })
}
