//! NOT SHOWN: that anything was measured, where a file says of itself that nothing was run.

use crate::audit::is_pretended;
use crate::study::Analysis;
use crate::summary::{Finding, Tag};

/// The findings without what studies show of which nothing was run; of the most important study that is said.
pub(super) fn without(mut found: Vec<Finding>, studies: &[Analysis<'_>]) -> Vec<Finding> {
    let of = |(at, analysis): (usize, &Analysis<'_>)| {
        let source = analysis.frame.sources.iter().find(|source| is_pretended(source.file))?;
        Some((at, source.file.reading.path.clone()))
    };
    let pretended: Vec<(usize, String)> = studies.iter().enumerate().filter_map(of).collect();
    if pretended.is_empty() {
        return found;
    }
    let ids: Vec<String> = pretended.iter().map(|(at, _)| format!("{}.", studies[*at].study.id)).collect();
    found.retain(|finding| {
        let keys = finding.facts.iter().chain(finding.figures.iter().map(|fact| &fact.key));
        let is_about = keys.into_iter().any(|key| ids.iter().any(|id| key.starts_with(id)));
        !(is_about && matches!(finding.tag, Tag::Shown | Tag::NotShown | Tag::RunNext))
    });
    let Some((_, path)) = pretended.iter().find(|(at, _)| *at == 0) else { return found };
    let at = found.iter().position(|finding| finding.tag != Tag::Shown).unwrap_or(found.len());
    let mut finding = super::empty(Tag::NotShown);
    finding.text = "That anything was measured: the file says of itself that nothing was run.".to_owned();
    finding.evidence.push(path.clone());
    found.insert(at, finding);
    found.truncate(super::MOST);
    found
}
