//! Our own facts, as the check takes them.

use super::super::written::{Dimension, unit_of_fact};
use super::known::Known;
use crate::fact::Fact;
use crate::summary::Better;

impl Known {
    /// A fact of ours; a count is in what it counts.
    pub fn of(fact: &Fact) -> Self {
        let counted = || fact.metric.split(' ').next().filter(|word| unit_of_fact(word).dimension == Dimension::Count);
        let is_count = fact.unit.is_empty() && fact.stat == "count";
        let unit = if is_count { counted().unwrap_or_default() } else { &fact.unit };
        let better = match fact.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::None => "",
        };
        Self {
            key: fact.key.clone(),
            value: Some(fact.value),
            unit: unit.to_owned(),
            metric: fact.metric.clone(),
            stat: fact.stat.clone(),
            entity: fact.entity.clone(),
            better: better.to_owned(),
            called: fact.called.clone(),
            study: fact.study.clone(),
            interval: fact.interval,
        }
    }
}

/// All of them, in their order.
pub fn known(facts: &[Fact]) -> Vec<Known> {
    facts.iter().map(Known::of).collect()
}
