//! What documents of the drop state, held against its data: verdict, line, words, and what the data hold.

use crate::desk::Known;
use insight::document::{Judgement, Statement};
use leptos::prelude::*;

/// Statements shown before a reader asks for all.
const SHOWN: usize = 12;

/// The documents of what is known; nothing where no statement was judged.
#[component]
pub(crate) fn DocumentsSection(known: Known) -> impl IntoView {
    let all = known.summary.documents.clone();
    if all.is_empty() {
        return None;
    }
    let count = |verdict| all.iter().filter(|statement| statement.verdict == verdict).count();
    let (wrong, right) = (count(Judgement::Contradicted), count(Judgement::Supported));
    let words = format!("{} statements checked, {wrong} contradicted, {right} supported", all.len());
    let mut sorted: Vec<Statement> = all;
    sorted.sort_by_key(|statement| statement.verdict);
    let rest: Vec<_> = sorted.iter().skip(SHOWN).map(row).collect();
    let first: Vec<_> = sorted.iter().take(SHOWN).map(row).collect();
    let more = (!rest.is_empty()).then(|| {
        view! { <details><summary>{format!("{} more", rest.len())}</summary><ul>{rest}</ul></details> }
    });
    Some(view! {
        <section class="documents" aria-labelledby="documents-title" data-testid="documents">
            <div class="section-head">
                <h2 id="documents-title">"Documents"</h2>
                <span class="quiet grow" data-testid="documents-checked">{words}</span>
            </div>
            <ul>{first}</ul>
            {more}
        </section>
    })
}

fn row(statement: &Statement) -> impl IntoView + use<> {
    let (class, verdict) = match statement.verdict {
        Judgement::Contradicted => ("not-found", "contradicted"),
        Judgement::Supported => ("found", "supported"),
    };
    let place = format!("{} line {}", statement.path, statement.line);
    let data = format!("{} ({})", statement.data, statement.files.join(", "));
    view! {
        <li data-testid="statement">
            <span class="quiet">{place}</span>" "
            <mark class=class>{statement.says.clone()}<sup>{verdict}</sup></mark>" "
            <span>{data}</span>
        </li>
    }
}
