//! What the data show, and what they do not: at most five sentences, each with what it rests on.

use crate::desk::Known;
use insight::summary::{Finding, Tag};
use leptos::prelude::*;

/// The findings of what is known.
#[component]
pub(crate) fn Findings(known: Known) -> impl IntoView {
    let findings: Vec<_> = known.summary.findings.iter().map(finding).collect();
    view! {
        <section class="findings" aria-label="Findings">
            <ol role="list">{findings}</ol>
        </section>
    }
}

fn finding(finding: &Finding) -> impl IntoView + use<> {
    let (class, tag) = match finding.tag {
        Tag::Shown => ("shown", "Shown"),
        Tag::NotShown => ("not-shown", "Not shown"),
        Tag::FalseTrail => ("false-trail", "False trail"),
        Tag::LeftOut => ("left-out", "Left out"),
        Tag::RunNext => ("run-next", "Run next"),
        Tag::Note => ("note", "Note"),
    };
    let evidence = (!finding.evidence.is_empty()).then(|| {
        let lines: Vec<_> = finding.evidence.iter().map(|line| view! { <li>{line.clone()}</li> }).collect();
        view! { <details><summary>"evidence"</summary><ul>{lines}</ul></details> }
    });
    view! {
        <li class=class data-testid="finding">
            <span class="tag">{tag}</span>
            <div class="sentence"><p>{finding.text.clone()}</p>{evidence}</div>
        </li>
    }
}
