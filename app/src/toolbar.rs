//! The first line: what was read, where it went (nowhere), and the ways in.

use crate::browser::{Given, fetch_blob, message_of};
use crate::desk::Desk;
use crate::walk::chosen;
use insight::session::Link;
use insight::shown::{format_count, format_value};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// The header of the page.
#[component]
pub(crate) fn Toolbar() -> impl IntoView {
    let desk = Desk::here();
    let read = move || {
        desk.known.get().map(|known| {
            let totals = &known.summary.totals;
            let files = if totals.files == 1 { "file" } else { "files" };
            format!(
                "{} {files}, {}, read; nothing left this page",
                format_count(totals.files),
                format_value(totals.bytes as f64, "B")
            )
        })
    };
    let clear = move || {
        desk.known.get().is_some().then(|| {
            view! { <button type="button" class="plain" data-testid="clear" on:click=move |_| desk.clear()>"Clear"</button> }
        })
    };
    let jumps = move || {
        desk.known.get().map(|known| {
            let summary = &known.summary;
            let there = [
                ("#load", "Load", summary.load.curves.iter().any(|curve| curve.loads() > 0)),
                ("#documents", "Documents", !summary.documents.is_empty()),
                ("#sweeps", "Sweeps", !summary.sweeps.is_empty()),
            ];
            let jump = |at: usize| {
                let (to, name, is_there) = there[at];
                is_there.then(|| view! { <a href=to>{name}</a> })
            };
            view! {
                <nav class="jump" aria-label="Sections">
                    <a href="#main">"Findings"</a>
                    {jump(0)}
                    {jump(1)}
                    <a href="#report">"Report"</a>
                    {jump(2)}
                    <a href="#statistics">"Statistics"</a>
                    <a href="#compare">"Compare"</a>
                    <a href="#files">"Files"</a>
                </nav>
            }
        })
    };
    view! {
        <header class="top">
            <span class="mark">"Chimera Insight"</span>
            <span class="read">{read}</span>
            {jumps}
            <nav aria-label="Files">
                <OpenFiles/>
                <OpenFolder/>
                {clear}
            </nav>
            <CompanionState/>
        </header>
    }
}

/// A button that opens the browser's choice of files.
#[component]
fn OpenFiles() -> impl IntoView {
    view! {
        <label class="button" title="Open files (o)">"Open files"
            <input class="hidden" id="open-files" data-testid="open-files" type="file" multiple on:change=take/>
        </label>
    }
}

/// A button that opens the browser's choice of a folder.
#[component]
fn OpenFolder() -> impl IntoView {
    view! {
        <label class="button">"Open folder"
            <input class="hidden" data-testid="open-folder" type="file" multiple on:change={take}
                {..custom_attribute("webkitdirectory", "")}/>
        </label>
    }
}

fn take(event: web_sys::Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    if let Some(files) = input.files() {
        let files = chosen(&files);
        // Choosing the same files again must be heard again.
        input.set_value("");
        Desk::here().take(files);
    }
}

/// Reads the files that come with the page.
pub(crate) fn try_samples(desk: Desk) {
    spawn_local(async move {
        let paths = match fetch_blob("samples/index.json").await {
            Ok(list) => wasm_bindgen_futures::JsFuture::from(list.text()).await.ok().and_then(|text| text.as_string()),
            Err(_) => None,
        };
        let paths: Vec<String> = paths.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut files = Vec::new();
        for path in paths {
            let blob = fetch_blob(&format!("samples/{path}")).await.map_err(|error| message_of(&error));
            files.push(Given { path, blob });
        }
        desk.take(files);
    });
}

/// Whether a companion is there, in a few words.
#[component]
fn CompanionState() -> impl IntoView {
    let desk = Desk::here();
    let link = Memo::new(move |_| desk.session.with(|session| session.link.clone()));
    let class = move || match link.get() {
        Link::Ready(_) => "chip ready",
        Link::Unknown | Link::Checking | Link::Unreachable => "chip",
        Link::Foreign | Link::WrongVersion { .. } | Link::BackendProblem { .. } => "chip doubt",
    };
    let words = move || match link.get() {
        Link::Unknown | Link::Checking => "looking for a companion".to_owned(),
        Link::Unreachable => "no companion".to_owned(),
        Link::Foreign => "another program answers".to_owned(),
        Link::WrongVersion { .. } => "companion of another release".to_owned(),
        Link::BackendProblem { .. } => "companion ready, no model".to_owned(),
        Link::Ready(hello) => match hello.backend.models.len() {
            0 => "companion ready, no model".to_owned(),
            1 => "companion ready, 1 model".to_owned(),
            models => format!("companion ready, {models} models"),
        },
    };
    view! { <a class=class href="#writer" data-testid="companion-state">{words}</a> }
}
