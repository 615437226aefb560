//! What the loads of a server show, among the other findings: it leads where the most important study is one of loads.

use super::MOST;
use crate::serving::Load;
use crate::study::Analysis;
use crate::summary::{Finding, Tag};

/// Findings of one kind.
const ORDER: [Tag; 6] = [Tag::Shown, Tag::NotShown, Tag::FalseTrail, Tag::LeftOut, Tag::RunNext, Tag::Note];

/// Puts both together, at most [`MOST`].
pub(super) fn join(mut found: Vec<Finding>, studies: &[Analysis<'_>], load: &Load) -> Vec<Finding> {
    // Of several the one of the most important study, so that what leads speaks of what stands below it.
    let first = studies.first().map_or(&[][..], |analysis| &analysis.study.files);
    let telling = load.of_files(first).or_else(|| load.first());
    let mut said = match telling {
        Some((at, _)) => crate::serving::findings(load, at),
        // One load says nothing of others, and what failed in it is left out all the same.
        None => (0..load.curves.len()).find_map(|at| crate::serving::failed(load, at)).into_iter().collect(),
    };
    // Times of loads that were not kept up are no trend, and repeating such a load settles nothing.
    let about: Vec<&str> =
        studies.iter().map(|it| &it.study).filter(|it| load.holds(&it.files)).map(|it| it.id.as_str()).collect();
    // Failed requests of the same files are counted once.
    let failed = |finding: &Finding| {
        let counts = finding.figures.iter().filter(|fact| fact.key.ends_with(".failed"));
        counts.map(|fact| fact.value).reduce(f64::max)
    };
    let counted = found.iter().filter(|it| it.tag == Tag::LeftOut).filter_map(failed).reduce(f64::max);
    said.retain(|finding| finding.tag != Tag::LeftOut || failed(finding) > counted || failed(finding).is_none());
    found.retain(|finding| {
        let of_loads = finding.facts.iter().filter_map(|key| key.split('.').next()).any(|id| about.contains(&id));
        !(of_loads && matches!(finding.tag, Tag::Shown | Tag::RunNext | Tag::NotShown))
    });
    let leads = studies.first().is_some_and(|analysis| about.contains(&analysis.study.id.as_str()));
    if let Some((_, curve)) = telling.filter(|_| !leads) {
        said.iter_mut().for_each(|finding| finding.text = format!("{}: {}", curve.name, finding.text));
    }
    let mut all = Vec::new();
    for tag in ORDER {
        let of = |findings: &[Finding]| findings.iter().filter(|it| it.tag == tag).cloned().collect::<Vec<_>>();
        let (first, second) = if leads { (of(&said), of(&found)) } else { (of(&found), of(&said)) };
        all.extend(kept(tag, first, second));
    }
    shortened(all)
}

/// Two that are shown, one of any other kind; what was left out is told in full.
fn kept(tag: Tag, first: Vec<Finding>, second: Vec<Finding>) -> Vec<Finding> {
    let mut all: Vec<Finding> = first.into_iter().chain(second).collect();
    match tag {
        Tag::Shown => all.truncate(2),
        Tag::LeftOut => {
            let joined = all.into_iter().reduce(|mut one, other| {
                one.text = format!("{} {}", one.text, other.text);
                one.evidence.extend(other.evidence);
                one.facts.extend(other.facts);
                one.figures.extend(other.figures);
                one
            });
            return joined.into_iter().collect();
        }
        Tag::NotShown | Tag::FalseTrail | Tag::RunNext | Tag::Note => all.truncate(1),
    }
    all
}

/// The least telling go first.
fn shortened(mut all: Vec<Finding>) -> Vec<Finding> {
    while all.len() > MOST {
        let shown = all.iter().filter(|finding| finding.tag == Tag::Shown).count();
        let last = match all.iter().rposition(|finding| finding.tag == Tag::Note) {
            Some(note) => note,
            None if shown > 1 => shown - 1,
            None => all.len() - 1,
        };
        all.remove(last);
    }
    all
}
