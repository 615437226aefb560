//! What the data say, in at most five sentences: what is shown, what is not, what misleads, what was left out, what to run next.
//!
//! Takes the studies with their records, gives findings in a fixed order. Each comes from a general rule and only where the
//! data carry it: few data give few findings, never invented ones.

mod alike;
mod alone;
mod apart;
mod documented;
mod false_trail;
mod left_out;
mod not_shown;
mod pretended;
mod refuted;
mod rests_on;
mod run_next;
mod serving;
mod shown;
mod shuffle;
mod sweep;

pub(crate) use rests_on::calls_slow;

use crate::audit::saying;
use crate::dataset::{Dataset, File};
use crate::document::Trail;
use crate::serving::Load;
use crate::study::Analysis;
use crate::summary::{Finding, Tag};
use std::collections::BTreeMap;

/// Most findings of a summary.
const MOST: usize = 5;

/// The findings of these studies, in the order of [`Tag`].
pub(crate) fn findings(
    studies: &[Analysis<'_>],
    dataset: &Dataset,
    load: &Load,
    told: &[crate::sweep::Sweep],
) -> Vec<Finding> {
    let sweeps = sweep::sweeps(studies, told);
    let mut shown = shown::shown(studies, &sweeps);
    shown.extend(sweep::recommended(told));
    if shown.is_empty() {
        shown.extend(alone::shown(studies));
    }
    let is_open = shown.is_empty();
    let open = || is_open.then(|| alike::not_shown(studies)).flatten();
    let rest: Vec<Finding> = [
        not_shown::not_shown(studies, &sweeps).or_else(open),
        false_trail::false_trail(studies, &sweeps, dataset).or_else(|| refuted::refuted(dataset, told)),
        left_out::left_out(studies, dataset),
        run_next::run_next(studies, &sweeps, &shown, dataset)
            .or_else(|| alike::run_next(studies))
            .or_else(|| alone::run_next(studies)),
    ]
    .into_iter()
    .flatten()
    .collect();
    shown.truncate(MOST.saturating_sub(rest.len()).min(2));
    shown.extend(rest);
    let shown = pretended::without(shown, studies);
    serving::join(shown, studies, load)
}

/// Settings that look slow only because their records waited for a load.
pub(crate) fn trails(studies: &[Analysis<'_>], told: &[crate::sweep::Sweep]) -> Vec<Trail> {
    false_trail::trails(studies, &sweep::sweeps(studies, told))
}

/// Smaller sets of which it is said what they show.
const TOLD: usize = 12;

/// What each study but the first shows, in a sentence; nothing for those that show nothing and for those far below.
pub(crate) fn tellings(studies: &[Analysis<'_>]) -> Vec<Option<Finding>> {
    let of = |(at, study)| if (1..=TOLD).contains(&at) { shown::telling(study) } else { None };
    studies.iter().enumerate().map(of).collect()
}

/// What misleads most in the files of each study but the first, in half a sentence.
pub(crate) fn misleading(studies: &[Analysis<'_>], dataset: &Dataset) -> Vec<Option<Finding>> {
    let place: BTreeMap<&str, &File> = dataset.files.iter().map(|file| (file.reading.path.as_str(), file)).collect();
    let of = |(at, analysis): (usize, &Analysis<'_>)| {
        let files = analysis.study.files.iter().filter_map(|path| place.get(path.as_str()).copied());
        (1..=TOLD).contains(&at).then(|| saying(&analysis.study.id, files.collect())).flatten()
    };
    studies.iter().enumerate().map(of).collect()
}

/// A finding without text yet.
pub(crate) fn empty(tag: Tag) -> Finding {
    Finding { tag, text: String::new(), evidence: Vec::new(), facts: Vec::new(), figures: Vec::new() }
}

/// How many times as large; `None` where that means nothing.
fn ratio(larger: f64, smaller: f64) -> Option<f64> {
    (smaller > 0.0 && larger.is_finite()).then(|| larger / smaller)
}
