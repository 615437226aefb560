//! Requests that hold every objective at once, counted request by request.

use super::objective::Objective;
use super::run::Run;
use serde::{Deserialize, Serialize};

/// How many requests of a run hold every objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goodput {
    /// Requests that hold all of them.
    pub good: u64,
    /// All requests; those that failed hold none.
    pub all: u64,
    /// Good requests a second; `None` where the length of the run is not known.
    pub rate: Option<f64>,
    /// Whether times per output token were computed from the full answer, the first token and the tokens.
    pub recomputed: bool,
}

/// Counts the requests of a run.
///
/// # Errors
///
/// Why that cannot be done, as words that end a sentence: the files hold no single requests, or not the time that is bounded.
pub(super) fn goodput(run: &Run<'_>, objectives: &[Objective]) -> Result<Goodput, String> {
    let Some(requests) = &run.requests else { return Err("these files hold no single requests".to_owned()) };
    let bounds: Vec<&Objective> = objectives.iter().filter(|objective| objective.is_of_requests()).collect();
    if bounds.is_empty() {
        return Err("no objective bounds a time of single requests".to_owned());
    }
    let mut good = 0;
    for request in &requests.all {
        let mut holds = !request.failed;
        for bound in bounds.iter().filter(|_| !request.failed) {
            let time = request.time(&bound.metric);
            // An answer of one token has no time between tokens.
            let has_none = bound.metric == "tpot" && request.tokens < 2.0;
            if time.is_nan() && !has_none {
                return Err(format!("the requests in these files hold no {}", bound.named_metric()));
            }
            holds &= has_none || bound.holds(time);
        }
        good += u64::from(holds);
    }
    let rate = run.duration.filter(|duration| *duration > 0.0).map(|duration| good as f64 / duration);
    let recomputed = requests.is_recomputed && bounds.iter().any(|bound| bound.metric == "tpot");
    Ok(Goodput { good, all: requests.all.len() as u64, rate, recomputed })
}
