//! The report that needs no model, written from the data alone.

use crate::browser::{copy, download};
use crate::desk::Known;
use crate::markdown;
use insight::grounding::claims;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The deterministic report of what is known.
#[component]
pub(crate) fn DataReport(known: Known) -> impl IntoView {
    let nodes = markdown::nodes(&known.report, &[], 3);
    let report = known.report.clone();
    view! {
        <article class="report" id="report" data-testid="report" aria-labelledby="report-title">
            <div class="section-head">
                <h2 id="report-title">"Report"</h2>
                <span class="quiet grow">"from the data alone, no model"</span>
                <Save text=Signal::derive(move || report.clone()) name="chimera-insight-report.md"/>
            </div>
            <div class="prose">{nodes}</div>
        </article>
    }
}

/// Copies or downloads Markdown, if no statement in it is contradicted or a reader takes it as it is, by name.
#[component]
pub(crate) fn Guarded(contradicted: Signal<usize>, text: Signal<String>, name: &'static str) -> impl IntoView {
    let reader = RwSignal::new(String::new());
    let refused = Memo::new(move |_| contradicted.get() > 0 && reader.with(|reader| reader.trim().is_empty()));
    let signed = Signal::derive(move || match (contradicted.get(), reader.get()) {
        (0, _) => text.get(),
        (count, reader) => claims::accepted(&text.get(), count, &reader),
    });
    let ask = move || {
        (contradicted.get() > 0).then(|| {
            let on_change = move |event| reader.set(event_target_value(&event));
            view! {
                <label class="quiet" data-testid="accept">
                    "The data contradict it: to export it all the same, give your name "
                    <input type="text" size="14" maxlength="80" autocomplete="name" on:change=on_change/>
                </label>
            }
        })
    };
    let save = move || (!refused.get()).then(|| view! { <Save text=signed name=name/> });
    view! {
        {ask}
        {save}
    }
}

/// Copies or downloads Markdown.
#[component]
pub(crate) fn Save(text: Signal<String>, name: &'static str) -> impl IntoView {
    let copied = RwSignal::new("Copy");
    let on_copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            copied.set(if copy(&text).await { "Copied" } else { "Not allowed" });
            crate::browser::sleep(1500).await;
            let _ = copied.try_set("Copy");
        });
    };
    let on_save = move |_| download(name, &text.get_untracked(), "text/markdown");
    view! {
        <button type="button" on:click=on_copy>{copied}</button>
        <button type="button" on:click=on_save>"Download"</button>
    }
}
