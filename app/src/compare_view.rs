//! Baseline against candidate among what was read: two choices, a picture of the intervals, and a table of what they say.

use crate::chart_view::parsed;
use crate::desk::{Desk, Known};
use insight::compare::{self, Chosen, Verdict};
use insight::session::Compared;
use leptos::html::Figure;
use leptos::prelude::*;
use std::sync::Arc;

/// Shares below which a change does not matter.
const THRESHOLDS: [(&str, f64); 4] = [("1 %", 0.01), ("2 %", 0.02), ("5 %", 0.05), ("10 %", 0.1)];
/// The one that is chosen at first.
const USUAL: usize = 1;
/// Columns of numbers in the table.
const NUMBERS: std::ops::Range<usize> = 1..5;

/// The two sides, and what they say about each other.
#[component]
pub(crate) fn CompareSection(known: Known) -> impl IntoView {
    let desk = Desk::here();
    let choices = Arc::new(compare::choices(&known.summary));
    if choices.len() < 2 {
        return ().into_any();
    }
    let [baseline, candidate] = usual(&choices).map(RwSignal::new);
    let threshold = RwSignal::new(USUAL);
    let (list, ask) = (Arc::clone(&choices), choices);
    let side = move |id: &'static str, name: &'static str, chosen: RwSignal<usize>| {
        let options: Vec<_> = list
            .iter()
            .enumerate()
            .map(|(at, choice)| {
                let selected = at == chosen.get_untracked();
                view! { <option value=at.to_string() selected=selected>{choice.shown()}</option> }
            })
            .collect();
        view! {
            <label>{name}" "
                <select data-testid=id on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or(0))>{options}</select>
            </label>
        }
    };
    let thresholds: Vec<_> = THRESHOLDS
        .iter()
        .enumerate()
        .map(|(at, (name, _))| view! { <option value=at.to_string() selected=at == USUAL>{*name}</option> })
        .collect();
    let is_same = Memo::new(move |_| baseline.get() == candidate.get());
    let compare = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let side = |chosen: RwSignal<usize>| ask.get(chosen.get_untracked()).cloned();
        let (Some(old), Some(new)) = (side(baseline), side(candidate)) else { return };
        let (_, share) = THRESHOLDS[threshold.get_untracked().min(THRESHOLDS.len() - 1)];
        desk.compare(old, new, share);
    };
    view! {
        <section id="compare" aria-labelledby="compare-title">
            <form class="section-head" on:submit=compare>
                <h2 id="compare-title">"Compare"</h2>
                {side("baseline", "Baseline", baseline)}
                {side("candidate", "Candidate", candidate)}
                <label>"Matters from "
                    <select data-testid="threshold" on:change:target=move |event| threshold.set(event.target().value().parse().unwrap_or(USUAL))>{thresholds}</select>
                </label>
                <button type="submit" data-testid="compare" disabled=is_same>"Compare"</button>
            </form>
            <Result/>
        </section>
    }
    .into_any()
}

/// The first two choices of one kind: a model is compared with a model, a folder with a folder.
fn usual(choices: &[Chosen]) -> [usize; 2] {
    let alike = |a: &Chosen, b: &Chosen| match (a, b) {
        (Chosen::Label { name, .. }, Chosen::Label { name: other, .. }) => name == other,
        (Chosen::Folder { .. }, Chosen::Folder { .. }) | (Chosen::File { .. }, Chosen::File { .. }) => true,
        _ => false,
    };
    // Choices are sorted: those of one kind stand beside each other.
    choices.windows(2).position(|pair| alike(&pair[0], &pair[1])).map_or([0, 1], |at| [at, at + 1])
}

/// What was asked for last.
#[component]
fn Result() -> impl IntoView {
    let desk = Desk::here();
    let compared = Memo::new(move |_| desk.session.with(|session| session.compared.clone()));
    let place = NodeRef::<Figure>::new();
    Effect::new(move || {
        let Some(figure) = place.get() else { return };
        figure.replace_children_with_node_0();
        // Nothing in common leaves no picture, and a browser draws what it cannot parse.
        if let Some(picture) =
            compared.with(|it| parsed(it.as_ref().map(|it| it.svg.as_str()).filter(|svg| !svg.is_empty())?))
        {
            let _ = figure.append_child(&picture);
        }
    });
    let words = move || {
        compared.get().map(|it| {
            let total = compare::total(&it.comparison);
            desk.status.set(format!("compared: {total}"));
            table(&it, total)
        })
    };
    view! {
        <figure class="chart" data-testid="intervals" node_ref=place></figure>
        {words}
    }
}

fn table(compared: &Compared, total: String) -> impl IntoView + use<> {
    let Compared { baseline, candidate, comparison, .. } = compared;
    let shown = |side: &Chosen| side.shown();
    let caption = format!("{} → {}", shown(baseline), shown(candidate));
    let about: Vec<_> = compare::head(comparison).into_iter().map(|line| view! { <li>{line}</li> }).collect();
    let columns: Vec<_> = compare::COLUMNS
        .iter()
        .enumerate()
        .map(|(at, name)| view! { <th scope="col" class:number=NUMBERS.contains(&at)>{*name}</th> })
        .collect();
    let rows: Vec<_> = comparison
        .metrics
        .iter()
        .map(|it| {
            let class = match it.verdict {
                Verdict::Better => "good",
                Verdict::Worse => "bad",
                Verdict::Equivalent | Verdict::Unknown => "quiet",
            };
            let notes = it.effect.as_ref().map(|effect| effect.notes.join("; "));
            let [metric, old, new, change, p, verdict, why] = compare::cells(it);
            view! {
                <tr title=notes>
                    <th scope="row">{metric}</th>
                    <td class="number">{old}</td>
                    <td class="number">{new}</td>
                    <td class="number">{change}</td>
                    <td class="number">{p}</td>
                    <td class=class>{verdict}</td>
                    <td class="why">{why}</td>
                </tr>
            }
        })
        .collect();
    let loads: Vec<_> = comparison.loads.iter().map(|found| loads(&compare::told(found))).collect();
    view! {
        <p data-testid="verdicts"><b>{total}</b></p>
        <ul class="quiet">{about}</ul>
        {loads}
        // A wide table is scrolled by keys as well.
        <div class="scroll" tabindex="0" role="region" aria-label="Comparison">
            <table class="comparison" data-testid="comparison">
                <caption class="hidden">{caption}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Runs of two servers at the loads that both were asked for.
fn loads(told: &compare::Told) -> impl IntoView + use<> {
    let lines = |all: &[String]| all.iter().map(|line| view! { <li>{line.clone()}</li> }).collect::<Vec<_>>();
    let heads: Vec<_> =
        told.heads.iter().map(|head| view! { <th scope="col" class="number">{head.clone()}</th> }).collect();
    let rows: Vec<_> = told
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row.iter().map(|cell| view! { <td class="number">{cell.clone()}</td> }).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Loads of both sides">
                <table class="comparison" data-testid="compared-loads">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <h3>{told.title.clone()}</h3>
        <ul class="quiet">{lines(&told.about)}</ul>
        {table}
        <ul class="quiet">{lines(&told.below)}</ul>
    }
}
