//! Runs of a server at several loads: what is asked of it, the curve with that limit, and a table of the runs.

use crate::chart_view::parsed;
use crate::desk::{Desk, Known};
use insight::serving::{self, Curve, Objective};
use leptos::html::Figure;
use leptos::prelude::*;

/// Workloads with a table of their own.
const CURVES: usize = 6;
/// Rows of a table, and columns of times in it.
const ROWS: usize = 100;
const TIMES: usize = 6;

/// A field for the target, then workload by workload.
#[component]
pub(crate) fn LoadSection(known: Known) -> impl IntoView {
    let desk = Desk::here();
    let load = &known.summary.load;
    let told: Vec<&Curve> = load.curves.iter().filter(|curve| curve.tells()).take(CURVES).collect();
    // One load tells nothing until it is held against a target.
    if load.curves.iter().all(|curve| curve.loads() == 0) && load.objectives.is_empty() {
        return ().into_any();
    }
    let text = RwSignal::new(desk.target.get_untracked());
    let fault = RwSignal::new(None::<serving::Fault>);
    let judge = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked();
        match serving::parse(&typed) {
            Ok(objectives) => {
                fault.set(None);
                desk.judge(typed, objectives);
            }
            Err(found) => fault.set(Some(found)),
        }
    };
    let said = move || {
        fault.get().map(|fault| {
            view! { <p class="fault" role="alert" id="target-fault" data-testid="target-fault">{fault.what}<span class="hint">{fault.hint}</span></p> }
        })
    };
    let head: Vec<_> = serving::head(load).into_iter().map(|line| view! { <p class="quiet">{line}</p> }).collect();
    let curves: Vec<_> = told.into_iter().map(|curve| workload(curve, &load.objectives)).collect();
    view! {
        <section id="load" aria-labelledby="load-title">
            <form class="section-head" on:submit=judge>
                <h2 id="load-title">"Load"</h2>
                <label class="grow">"Target "
                    <input type="text" size="44" spellcheck="false" data-testid="target" placeholder="TTFT p99 <= 500 ms, TPOT p99 <= 50 ms"
                        aria-invalid=move || fault.with(Option::is_some).then_some("true")
                        aria-describedby=move || fault.with(Option::is_some).then_some("target-fault")
                        prop:value=text on:input:target=move |event| text.set(event.target().value())/>
                </label>
                <button type="submit" data-testid="judge">"Judge"</button>
            </form>
            {said}
            {head}
            {curves}
        </section>
    }
    .into_any()
}

/// Pictures and table of one workload.
fn workload(curve: &Curve, objectives: &[Objective]) -> impl IntoView + use<> {
    let pictures: Vec<_> =
        serving::pictures(curve, objectives).into_iter().map(|svg| view! { <Picture svg=svg/> }).collect();
    let table = serving::table(curve, objectives, ROWS, TIMES);
    let heads: Vec<_> =
        table.heads.iter().map(|head| view! { <th scope="col" class="number">{head.clone()}</th> }).collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let mut cells = row.iter().cloned();
            let first = cells.next().map(|cell| view! { <th scope="row" class="number">{cell}</th> });
            let rest: Vec<_> = cells.map(|cell| view! { <td class="number">{cell}</td> }).collect();
            view! { <tr>{first}{rest}</tr> }
        })
        .collect();
    let below: Vec<_> = serving::below(&table).into_iter().map(|line| view! { <p class="quiet">{line}</p> }).collect();
    view! {
        <h3>{serving::title(curve)}</h3>
        <div class="pictures">{pictures}</div>
        <div class="scroll" tabindex="0" role="region" aria-label="Runs by load">
            <table class="loads" data-testid="loads">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {below}
    }
}

/// One curve.
#[component]
fn Picture(svg: String) -> impl IntoView {
    let place = NodeRef::<Figure>::new();
    Effect::new(move || {
        let Some(figure) = place.get() else { return };
        figure.replace_children_with_node_0();
        if let Some(picture) = parsed(&svg) {
            let _ = figure.append_child(&picture);
        }
    });
    view! { <figure class="chart" data-testid="load-curve" node_ref=place></figure> }
}
