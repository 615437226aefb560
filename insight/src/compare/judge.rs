//! From an effect to a verdict: better, worse, equivalent, or unknown with what would settle it.

use super::Compared;
use super::effect::Effect;
use crate::shown::format_share;
use crate::statistics::runs_for_rank_test;
use crate::summary::Better;
use serde::{Deserialize, Serialize};

/// A p value above this is no evidence of a difference.
const ALPHA: f64 = 0.05;
/// A question is settled when it would be answered this often.
const POWER: f64 = 0.8;
/// More runs than this nobody measures.
const MOST_RUNS: u64 = 100_000;

/// What follows from a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A change for the better that matters.
    Better,
    /// A change for the worse that matters.
    Worse,
    /// No change that matters: the whole interval lies within the threshold.
    Equivalent,
    /// The data cannot say.
    Unknown,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Equivalent => "equivalent",
            Self::Unknown => "unknown",
        }
    }
}

/// Writes verdict and reason.
pub(super) fn judge(compared: &mut Compared) {
    let (verdict, why) = match &compared.effect {
        None => (Verdict::Unknown, "not measured on both sides".to_owned()),
        Some(effect) => verdict(compared, effect),
    };
    (compared.verdict, compared.why) = (verdict, why);
}

fn verdict(compared: &Compared, effect: &Effect) -> (Verdict, String) {
    let (m, n) = (effect.baseline.n, effect.candidate.n);
    if effect.is_identical {
        return (Verdict::Equivalent, "no change: the same values on both sides".to_owned());
    }
    if m.min(n) < effect.least_n {
        return (Verdict::Unknown, format!("{m} and {n} values, the policy asks for {}", effect.least_n));
    }
    let Some(relative) = effect.relative else {
        if effect.baseline.mean.is_some() {
            return (Verdict::Unknown, "neither side varies, so that nothing says how sure the means are".to_owned());
        }
        return (Verdict::Unknown, "the values have no size to compare a change with".to_owned());
    };
    if !effect.is_covered() {
        if let Some(statistic) = compared.statistic.as_deref().filter(|_| m.max(n) == 1) {
            let why = format!("one {statistic} a side, and nothing says how much it varies");
            return (Verdict::Unknown, why);
        }
        let runs = effect.unit_of_n();
        return (Verdict::Unknown, format!("{m} and {n} {runs} carry no 95 % interval, 4 and 4 do"));
    }
    // Both ways alike: a factor of 1.02 one way is a factor of 1.02 the other way.
    let reach = if effect.is_logarithm { libm::log1p(compared.threshold) } else { compared.threshold };
    let share = format_share(compared.threshold);
    if relative.low >= -reach && relative.high <= reach {
        return (Verdict::Equivalent, format!("the interval lies within {share} of no change"));
    }
    let is_beyond =
        (relative.low > 0.0 && relative.estimate > reach) || (relative.high < 0.0 && relative.estimate < -reach);
    if is_beyond && compared.p_adjusted.is_some_and(|p| p <= ALPHA) {
        let is_up = relative.estimate > 0.0;
        let is_better = is_up == (compared.better == Better::Higher);
        return (if is_better { Verdict::Better } else { Verdict::Worse }, format!("a change of more than {share}"));
    }
    if is_beyond {
        return (Verdict::Unknown, "the difference does not outlast the number of tests".to_owned());
    }
    (Verdict::Unknown, settled_by(effect, reach, &share))
}

/// How many more runs would tell.
fn settled_by(effect: &Effect, reach: f64, share: &str) -> String {
    let have = effect.baseline.n.min(effect.candidate.n);
    let runs = effect.unit_of_n();
    let needed = effect
        .spread
        .filter(|spread| *spread > 0.0)
        .and_then(|spread| runs_for_rank_test(reach / spread, ALPHA, POWER));
    match needed {
        Some(needed) if needed > have && needed <= MOST_RUNS => {
            let side = if effect.paired_by.is_empty() { " a side" } else { "" };
            format!("about {} more {runs}{side} settle {share}", needed - have)
        }
        Some(needed) if needed > MOST_RUNS => format!("the values vary too much to settle {share}"),
        _ => format!("the interval holds no change and changes of more than {share}"),
    }
}
