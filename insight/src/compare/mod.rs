//! Baseline against candidate: what changed, by how much, and whether the data can say so.
//!
//! Takes two datasets and a policy, gives a comparison a metric and condition: effect with interval first, p value last.
//! Swapped sides give the same comparison with every sign turned. Does not write it; see `written`.

mod chosen;
mod definition;
mod effect;
mod environment;
mod judge;
mod load;
mod pair;
mod picture;
mod policy;
mod side;
mod summed;
mod written;

pub use chosen::{Chosen, choices};
pub use effect::{Effect, Interval, Side};
pub use environment::Change;
pub use judge::Verdict;
pub use load::{AtLoad, Fit, Matched, Ratio, Told, Workloads, told};
pub use picture::intervals;
pub use policy::{Direction, Policy, Rule, parse_share};
pub use written::{COLUMNS, cells, head, junit, markdown, text, total};

use crate::dataset::Dataset;
use crate::statistics::{Adjustment, adjusted};
use crate::summary::Better;
use serde::{Deserialize, Serialize};
use side::Cell;

/// Everything that two sets of measurements say about each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// A change below this share does not matter, unless a rule of the policy says otherwise.
    pub threshold: f64,
    /// What is not the same on both sides besides the measurements: driver, device, digest of the model.
    pub changed: Vec<Change>,
    /// One entry a metric and condition that both sides have, in the order of the baseline.
    pub metrics: Vec<Compared>,
    /// What goes by one name on both sides and is not the same, with the reason.
    #[serde(default)]
    pub not_compared: Vec<String>,
    /// Runs of servers side by side, workload by workload.
    #[serde(default)]
    pub loads: Vec<Workloads>,
    /// What only the baseline has.
    pub only_baseline: Vec<String>,
    /// What only the candidate has.
    pub only_candidate: Vec<String>,
    /// What both have and nobody said which way is better.
    pub without_direction: Vec<String>,
}

/// One metric under one condition on both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Canonical key.
    pub metric: String,
    /// Words to show.
    pub name: String,
    /// Base unit of every value.
    pub unit: String,
    /// The condition: `gemma3:4b · 8`; `all` where there is one.
    pub group: String,
    /// Which way is better.
    pub better: Better,
    /// The statistic that each value is: `mean`, `p95`; `None` for observations.
    pub statistic: Option<String>,
    /// A change below this share does not matter.
    pub threshold: f64,
    /// Whether it is among what the comparison is about, so that its p value is adjusted by Holm; else by Benjamini and Hochberg.
    pub primary: bool,
    /// The effect; `None` where a side has no value.
    pub effect: Option<Effect>,
    /// The p value after adjustment for all tests of its family.
    pub p_adjusted: Option<f64>,
    /// What follows.
    pub verdict: Verdict,
    /// Why, in a few words.
    pub why: String,
}

impl Comparison {
    /// Compares what both sides measured.
    pub fn of(baseline: &Dataset, candidate: &Dataset, policy: &Policy) -> Self {
        let changed = environment::changes(baseline, candidate);
        let [old, new] = [baseline, candidate].map(|side| crate::serving::Load::of(side, &[]));
        let compared = Self::of_cells(&side::cells(baseline), &side::cells(candidate), changed, policy);
        Self { loads: load::workloads(&old, &new), ..compared }
    }

    fn of_cells(old: &[Cell], new: &[Cell], mut changed: Vec<Change>, policy: &Policy) -> Self {
        let (mut metrics, mut without_direction, mut taken) = (Vec::new(), Vec::new(), vec![false; new.len()]);
        let (mut only_baseline, mut not_compared, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for cell in old {
            let Some(at) = side::partner(cell, old, new) else {
                only_baseline.push(cell.shown());
                alone.push(cell);
                continue;
            };
            taken[at] = true;
            if let Some(why) = cell.measured.unlike(&new[at].measured) {
                not_compared.push(format!("another definition: {}: {why}", cell.shown()));
                continue;
            }
            if let Some(why) = side::other_work(cell, &new[at]) {
                not_compared.push(format!("{why}: {}", cell.shown()));
                continue;
            }
            environment::add_labels(&mut changed, cell, &new[at]);
            match compared(cell, &new[at], policy) {
                Some(compared) => metrics.push(compared),
                None => without_direction.push(cell.shown()),
            }
        }
        metrics.extend(missing(&metrics, policy));
        adjust(&mut metrics);
        metrics.iter_mut().for_each(judge::judge);
        let others: Vec<&Cell> = new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(cell, _)| cell).collect();
        let unlike = definition::unlike(&alone, &others);
        not_compared.extend(unlike.into_iter().map(|it| format!("another definition: {it}")));
        let only_candidate =
            new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(cell, _)| cell.shown()).collect();
        Self {
            threshold: policy.threshold,
            changed,
            metrics,
            not_compared,
            loads: Vec::new(),
            only_baseline,
            only_candidate,
            without_direction,
        }
    }

    /// The verdict over everything: worse if anything is, else unknown if anything is or nothing was compared.
    pub fn verdict(&self) -> Verdict {
        let any = |verdict: Verdict| self.metrics.iter().any(|it| it.verdict == verdict);
        if any(Verdict::Worse) {
            Verdict::Worse
        } else if self.metrics.is_empty() || any(Verdict::Unknown) {
            Verdict::Unknown
        } else if any(Verdict::Better) {
            Verdict::Better
        } else {
            Verdict::Equivalent
        }
    }

    /// How many have that verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.metrics.iter().filter(|it| it.verdict == verdict).count()
    }
}

/// `None` where nobody says which way is better.
fn compared(old: &Cell, new: &Cell, policy: &Policy) -> Option<Compared> {
    let rule = policy.rule(&old.metric);
    let better = rule.and_then(|rule| rule.direction).map_or(old.better, Direction::better);
    if better == Better::None {
        return None;
    }
    Some(Compared {
        metric: old.metric.clone(),
        name: old.name.clone(),
        unit: old.unit.clone(),
        group: old.group.clone(),
        better,
        statistic: old.statistic.clone(),
        threshold: rule.and_then(|rule| rule.threshold).unwrap_or(policy.threshold),
        primary: if policy.metric.is_empty() { old.headline } else { rule.is_some() },
        effect: Effect::of(old, new, rule.and_then(|rule| rule.least_n).unwrap_or(0)),
        p_adjusted: None,
        verdict: Verdict::Unknown,
        why: String::new(),
    })
}

/// What the policy names and nothing measured: it is not silently passed over.
fn missing(metrics: &[Compared], policy: &Policy) -> Vec<Compared> {
    let is_absent = |rule: &&Rule| !metrics.iter().any(|it| it.metric == rule.name);
    let absent = policy.metric.iter().filter(is_absent).map(|rule| Compared {
        metric: rule.name.clone(),
        name: rule.name.clone(),
        unit: String::new(),
        group: "all".to_owned(),
        better: rule.direction.map_or(Better::None, Direction::better),
        statistic: None,
        threshold: rule.threshold.unwrap_or(policy.threshold),
        primary: true,
        effect: None,
        p_adjusted: None,
        verdict: Verdict::Unknown,
        why: String::new(),
    });
    absent.collect()
}

/// Each family of tests pays for its size.
fn adjust(metrics: &mut [Compared]) {
    for (primary, adjustment) in [(true, Adjustment::Holm), (false, Adjustment::BenjaminiHochberg)] {
        let p_of =
            |it: &Compared| it.effect.as_ref().and_then(|effect| effect.p_value).filter(|_| it.primary == primary);
        let places: Vec<usize> = (0..metrics.len()).filter(|at| p_of(&metrics[*at]).is_some()).collect();
        let p_values: Vec<f64> = places.iter().filter_map(|at| p_of(&metrics[*at])).collect();
        for (at, p) in places.into_iter().zip(adjusted(&p_values, adjustment)) {
            metrics[at].p_adjusted = Some(p);
        }
    }
}

#[cfg(test)]
mod tests;
