//! The page from top to bottom.

use crate::compare_view::CompareSection;
use crate::desk::{Desk, Known};
use crate::documents_view::DocumentsSection;
use crate::drop::DropZone;
use crate::files::{Counts, Files};
use crate::findings::Findings;
use crate::load_view::LoadSection;
use crate::parts::parts;
use crate::report_view::DataReport;
use crate::statistics_table::StatisticsSection;
use crate::study_table::{self, Studies};
use crate::sweep_view::SweepSection;
use crate::toolbar::{Toolbar, try_samples};
use crate::writer::Writer;
use insight::compare;
use insight::session::Progress;
use insight::shown::{format_count, format_value};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Draws the page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| failed(&panic.to_string())));
    leptos::mount::mount_to_body(Page);
}

/// The page itself has met a bug: it says so without any of its own parts.
fn failed(why: &str) {
    leptos::logging::error!("{why}");
    let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body()) else {
        return;
    };
    let Some(note) = body.owner_document().and_then(|document| document.create_element("pre").ok()) else { return };
    note.set_class_name("failed");
    let _ = note.set_attribute("role", "alert");
    note.set_text_content(Some(&format!("The page has failed; this is a bug. Reload it, and please report:\n{why}")));
    let _ = body.prepend_with_node_1(&note);
}

#[component]
fn Page() -> impl IntoView {
    let desk = Desk::open();
    provide_context(desk);
    let keys = window_event_listener(leptos::ev::keydown, on_key);
    on_cleanup(move || keys.remove());
    let loaded = Memo::new(move |_| desk.known.with(Option::is_some));
    let empty = Memo::new(move |_| desk.known.with(Option::is_none) && desk.progress.with(Option::is_none));
    view! {
        <a class="skip" href="#main">"Skip to the results"</a>
        <Toolbar/>
        <p class="hidden" role="status" aria-live="polite">{desk.status}</p>
        <Notice/>
        <Reading/>
        <main id="main" tabindex="-1">
            <Show when=move || empty.get()><Empty/></Show>
            <Show when=move || loaded.get()><Loaded/></Show>
        </main>
        <footer>{concat!("Chimera Insight ", env!("CARGO_PKG_VERSION"))}<span>"Files are read in this tab. Only “Write report” sends anything: the brief shown beside it."</span></footer>
        <DropZone/>
    }
}

/// Everything about what was read, most important first.
#[component]
fn Loaded() -> impl IntoView {
    let desk = Desk::here();
    // In the order of turns; what needs nothing of the data is always the same.
    let [findings, studies, load, documents, counts, report, writer, sweeps, statistics, sides, files] = parts(
        desk,
        [
            |a, b| a.summary.findings == b.summary.findings,
            |a, b| study_table::is_same(&a.summary, &b.summary),
            |a, b| a.summary.load == b.summary.load,
            |a, b| a.summary.documents == b.summary.documents,
            |a, b| a.summary.totals == b.summary.totals,
            |a, b| a.report == b.report,
            |_, _| true,
            |a, b| a.summary.sweeps == b.summary.sweeps,
            |a, b| a.summary.studies == b.summary.studies,
            |a, b| compare::choices(&a.summary) == compare::choices(&b.summary),
            |_, _| true,
        ],
    );
    Effect::new(move || {
        if let Some(known) = desk.known.get() {
            desk.status.set(format!(
                "{} files read, {} findings",
                known.summary.totals.files,
                known.summary.findings.len()
            ));
        }
    });
    view! {
        {move || desk.known.get().map(|known| title(&known))}
        {move || findings.get().map(|known| view! { <Findings known=known/> })}
        {move || studies.get().map(|known| view! { <Studies known=known/> })}
        {move || load.get().map(|known| view! { <LoadSection known=known/> })}
        {move || documents.get().map(|known| view! { <DocumentsSection known=known/> })}
        {move || counts.get().map(|known| view! { <Counts known=known/> })}
        <div class="reports">
            {move || report.get().map(|known| view! { <DataReport known=known/> })}
            {move || writer.get().map(|_| view! { <Writer/> })}
        </div>
        {move || sweeps.get().map(|known| view! { <SweepSection known=known/> })}
        {move || statistics.get().map(|known| view! { <StatisticsSection known=known/> })}
        {move || sides.get().map(|known| view! { <CompareSection known=known/> })}
        {move || files.get().map(|_| view! { <Files/> })}
    }
}

/// What this is, and how long it took.
fn title(known: &Known) -> impl IntoView + use<> {
    let measured = known
        .summary
        .totals
        .measured
        .clone()
        .map(|(from, to)| if from == to { from } else { format!("{from} to {to}") });
    let stopped = known.cancelled.then_some("Reading was stopped: what follows holds the files read until then.");
    let more = known.more.then_some("; sweeps are still looked at");
    let took = format!(
        "read in {}, analyzed in {}",
        format_value(known.ingest_ms / 1000.0, "s"),
        format_value(known.analysis_ms / 1000.0, "s")
    );
    view! {
        <div class="title">
            <h1 data-testid="summary-title">{known.summary.title.clone()}</h1>
            <p class="quiet">{measured.map(|measured| format!("measured {measured} · "))}{took}{more}</p>
        </div>
        {stopped.map(|stopped| view! { <p class="notice">{stopped}</p> })}
    }
}

/// How far reading is, with a way to stop.
#[component]
fn Reading() -> impl IntoView {
    let desk = Desk::here();
    let words = |progress: Progress| {
        if progress.files_done == progress.files {
            return "computing statistics".to_owned();
        }
        let bytes = |bytes: u64| format_value(bytes as f64, "B");
        format!(
            "{} of {} files, {} of {}",
            format_count(progress.files_done),
            format_count(progress.files),
            bytes(progress.bytes_done),
            bytes(progress.bytes)
        )
    };
    let share = move || {
        desk.progress.get().map_or(0.0, |progress| {
            if progress.bytes == 0 { 0.0 } else { progress.bytes_done as f64 / progress.bytes as f64 }
        })
    };
    view! {
        <Show when=move || desk.progress.with(Option::is_some)>
            <div class="progress" data-testid="progress">
                <progress max="1" prop:value=share aria-label="Reading"></progress>
                <span>{move || desk.progress.get().map(words)}</span>
                <button type="button" data-testid="cancel" disabled=move || desk.progress.get().is_some_and(|p| p.cancelling)
                    on:click=move |_| desk.cancel()>"Stop reading"</button>
            </div>
        </Show>
    }
}

/// What went wrong, in one sentence and a hint.
#[component]
fn Notice() -> impl IntoView {
    let desk = Desk::here();
    let notice = Memo::new(move |_| desk.session.with(|session| session.notice.clone()));
    let close = move |_| desk.session.update(|session| session.notice = None);
    move || {
        notice.get().map(|notice| {
            view! {
                <div class="notice" role="alert" data-testid="notice">
                    <p>{notice.what}{notice.hint.map(|hint| view! { <span class="hint">{hint}</span> })}</p>
                    <button type="button" class="plain" aria-label="Close" on:click=close>"×"</button>
                </div>
            }
        })
    }
}

/// Before the first drop: what this is, what it reads, where it goes.
#[component]
fn Empty() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <div class="empty">
            <h1>"Drop benchmark files"</h1>
            <p>"CSV, JSON, JSONL and Markdown tables, single files or whole folders, up to hundreds of megabytes. "
               "What the data show, what they do not, every statistic with its source, and a report: at once, in this tab."</p>
            <div class="ways">
                <label class="button primary" for="open-files">"Open files"</label>
                <button type="button" data-testid="sample-button" on:click=move |_| try_samples(desk)>"Try with sample data"</button>
                <span class="quiet">"or paste a table with Ctrl+V"</span>
            </div>
            <dl>
                <dt>"Nothing is uploaded"</dt>
                <dd>"Files are read by a worker of this page. It works with the network off."</dd>
                <dt>"Every number is checked"</dt>
                <dd>"Statistics come from every row; failed rows are counted, never averaged; one value never gets a spread."</dd>
                <dt>"A model is optional"</dt>
                <dd>"With the companion and Ollama a local model writes a report too, from a brief that you can read first."</dd>
            </dl>
        </div>
    }
}

/// `o` opens files, `/` goes to the filter.
fn on_key(event: KeyboardEvent) {
    let in_field = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    if in_field || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let find = |id| document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    match event.key().as_str() {
        "o" => find("open-files").iter().for_each(HtmlElement::click),
        "/" => {
            event.prevent_default();
            if let Some(field) = find("filter-files") {
                field.scroll_into_view();
                let _ = field.focus();
            }
        }
        _ => {}
    }
}
