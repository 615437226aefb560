//! What a percentile says of requests: at p95, 95 % of them are at or below the value and 5 % above.

use super::super::scanner::Quantity;
use super::super::written::Dimension;
use super::attach::Tied;
use super::judge::Judged;
use super::known::Stat;
use super::scene::Scene;
use super::words::spelled;

/// What a percentile is taken over.
#[rustfmt::skip]
const ITEMS: [&str; 22] = [
    "requests", "users", "responses", "calls", "queries", "runs", "samples", "measurements", "values", "tokens", "cases", "time",
    "customers", "clients", "invocations", "iterations", "observations", "them", "prompts", "records", "generations", "answers",
];
/// Words that say which side of the value is meant.
#[rustfmt::skip]
const BELOW: [&str; 19] = [
    "below", "under", "within", "shorter", "lower", "less", "fewer", "most", "complete", "completed", "completes", "finish", "finished",
    "finishes", "return", "returned", "served", "answered", "beneath",
];
const ABOVE: [&str; 10] =
    ["above", "over", "exceed", "exceeds", "exceeded", "longer", "more", "higher", "greater", "beyond"];
const FASTER: [&str; 5] = ["faster", "quicker", "better", "sooner", "fastest"];
const SLOWER: [&str; 4] = ["slower", "worse", "slowest", "worst"];
/// Words that say who sees the value itself.
const SEEN: [&str; 11] = [
    "experience",
    "experienced",
    "experiences",
    "see",
    "saw",
    "face",
    "faced",
    "suffer",
    "suffered",
    "encounter",
    "encountered",
];

/// The verdict on a share of requests in a sentence that explains a percentile; none for any other number.
pub(super) fn explained(scene: &Scene<'_>, at: usize, quantity: &Quantity, tied: &Tied) -> Option<Judged> {
    if quantity.unit.as_ref()?.dimension != Dimension::Percent {
        return None;
    }
    let rank = scene.named.stats.iter().find_map(|mention| match mention.of {
        Stat::Percentile(tenths) => Some(f64::from(tenths) / 10.0),
        _ => None,
    })?;
    let behind = scene.behind(at);
    let behind = behind.split([';', '(']).next().unwrap_or(behind);
    let words = spelled(behind);
    let mut first = words.iter().skip_while(|word| matches!(word.as_str(), "of" | "the" | "all" | "our"));
    if words.first().is_none_or(|word| word != "of") || !ITEMS.contains(&first.next()?.as_str()) {
        return None;
    }
    let higher_is_better = tied.metrics.iter().flatten().find_map(|id| scene.book.metrics[*id].higher_is_better);
    let higher_is_better = higher_is_better.unwrap_or(false);
    let side = words.iter().find_map(|word| {
        let is_in = |list: &[&str]| list.contains(&word.as_str());
        if is_in(&BELOW) || is_in(if higher_is_better { &SLOWER } else { &FASTER }) {
            Some(true)
        } else if is_in(&ABOVE) || is_in(if higher_is_better { &FASTER } else { &SLOWER }) {
            Some(false)
        } else {
            None
        }
    });
    // Who sees a value alone sees it or worse.
    let before = spelled(scene.before(at));
    let mut near = words.iter().chain(before.iter().rev().take(2));
    let is_seen = near.any(|word| SEEN.contains(&word.as_str()));
    let is_below = side.or(is_seen.then_some(false))?;
    let truth = if is_below { rank } else { 100.0 - rank };
    let is_right = (quantity.value - truth).abs() <= quantity.half.max(0.05);
    let reason = format!("at p{rank}, {rank} % are at or below the value and {} % above", round(100.0 - rank));
    Some(Judged { verdict: Some(is_right), keys: Vec::new(), derivation: Some("share"), reason })
}

/// Without the noise of binary fractions.
fn round(value: f64) -> f64 {
    libm::round(value * 10.0) / 10.0
}
