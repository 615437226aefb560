//! Sweeps: what was run, what each setting does, which settings stand out, each as a picture with its table.

use crate::chart_view::parsed;
use crate::desk::Known;
use insight::sweep::{self, Sweep, Table};
use leptos::html::Figure;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows of one table; the command line lists more.
const ROWS: usize = 50;

/// All sweeps of what is known, each a line that opens.
#[component]
pub(crate) fn SweepSection(known: Known) -> impl IntoView {
    let sweeps: Vec<Arc<Sweep>> = known.summary.sweeps.iter().cloned().map(Arc::new).collect();
    if sweeps.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = sweeps.into_iter().map(|sweep| view! { <SweepLine sweep=sweep/> }).collect();
    view! {
        <section id="sweeps" aria-labelledby="sweeps-title" tabindex="-1">
            <div class="section-head"><h2 id="sweeps-title">"Sweeps"</h2><span class="quiet">"settings that were varied on purpose"</span></div>
            {lines}
        </section>
    }
    .into_any()
}

/// One sweep: its sentence at once, the rest when it is opened.
#[component]
fn SweepLine(sweep: Arc<Sweep>) -> impl IntoView {
    let open = RwSignal::new(false);
    let (head, advice) = (sweep::head(&sweep), sweep.advice.clone());
    let body = move || open.get().then(|| view! { <SweepBody sweep=Arc::clone(&sweep)/> });
    view! {
        <details class="sweep" data-testid="sweep" on:toggle:target=move |event| open.set(event.target().open())>
            <summary><b>{head}</b>" "<span>{advice}</span></summary>
            {body}
        </details>
    }
}

#[component]
fn SweepBody(sweep: Arc<Sweep>) -> impl IntoView {
    let objective = RwSignal::new(0_usize);
    let names: Vec<_> = sweep
        .objectives
        .iter()
        .enumerate()
        .map(|(at, it)| view! { <option value=at.to_string()>{it.name.clone()}</option> })
        .collect();
    let choose = move |event: web_sys::Event| objective.set(event_target_value(&event).parse().unwrap_or(0));
    let choice = (names.len() > 1).then(
        || view! { <label>"Effects on " <select data-testid="sweep-metric" on:change=choose>{names}</select></label> },
    );
    let (effects, heat) = (Arc::clone(&sweep), Arc::clone(&sweep));
    let shown = Arc::clone(&sweep);
    let told = move || shown.objectives.get(objective.get()).map(|it| table(&sweep::effects(it)));
    view! {
        {table(&sweep::design(&sweep))}
        {choice}
        <Picture svg=Signal::derive(move || sweep::effects_of(&effects, objective.get())) name="sweep-effects"/>
        {told}
        <Picture svg=Signal::derive(move || sweep::heat_of(&heat, objective.get())) name="sweep-heat"/>
        <Picture svg=Signal::stored(sweep::front_of(&sweep)) name="sweep-front"/>
        {table(&sweep::settings(&sweep, ROWS))}
    }
}

/// SVG text as a picture; nothing where there is none.
#[component]
fn Picture(svg: Signal<String>, name: &'static str) -> impl IntoView {
    let place = NodeRef::<Figure>::new();
    Effect::new(move || {
        let Some(figure) = place.get() else { return };
        figure.replace_children_with_node_0();
        if let Some(picture) = svg.with(|svg| parsed(svg)) {
            let _ = figure.append_child(&picture);
        }
    });
    view! { <figure class="chart" data-testid=name node_ref=place></figure> }
}

fn table(table: &Table) -> impl IntoView + use<> {
    let is_figure =
        |cell: &String| cell.starts_with(|c: char| c.is_ascii_digit() || "+-−–=".contains(c)) && !cell.contains(", ");
    let is_number = |at: usize| table.rows.iter().filter_map(|row| row.get(at)).all(is_figure);
    let numbers: Vec<bool> = (0..table.columns.len()).map(is_number).collect();
    let columns: Vec<_> = table
        .columns
        .iter()
        .zip(&numbers)
        .map(|(name, number)| view! { <th scope="col" class:number=*number>{name.clone()}</th> })
        .collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row
                .iter()
                .zip(&numbers)
                .map(|(cell, number)| view! { <td class:number=*number>{cell.clone()}</td> })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let notes: Vec<_> = table.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect();
    view! {
        <h3>{table.title.clone()}</h3>
        // A wide table is scrolled by keys as well.
        <div class="scroll" tabindex="0" role="region" aria-label=table.title.clone()>
            <table class="comparison">
                <caption class="hidden">{table.title.clone()}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <ul class="quiet">{notes}</ul>
    }
}
