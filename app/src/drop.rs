//! Dropping and pasting anywhere on the page, with an overlay that says so.

use crate::desk::Desk;
use crate::walk::Dropped;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DataTransfer, HtmlElement};

/// The overlay; listens on the whole window while it lives.
#[component]
pub(crate) fn DropZone() -> impl IntoView {
    let desk = Desk::here();
    let over = RwSignal::new(false);
    let enter = window_event_listener(leptos::ev::dragenter, move |event| {
        if event.data_transfer().is_some_and(|transfer| carries_files(&transfer)) {
            event.prevent_default();
            over.set(true);
        }
    });
    let stay = window_event_listener(leptos::ev::dragover, move |event| {
        if let Some(transfer) = event.data_transfer().filter(carries_files) {
            event.prevent_default();
            transfer.set_drop_effect("copy");
        }
    });
    let leave = window_event_listener(leptos::ev::dragleave, move |event| {
        // Only leaving the window has no element it goes to.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(leptos::ev::drop, move |event| {
        over.set(false);
        let Some(transfer) = event.data_transfer().filter(carries_files) else { return };
        event.prevent_default();
        let dropped = Dropped::of(&transfer);
        spawn_local(async move { desk.take(dropped.walk().await) });
    });
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        let in_field = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok())
            .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        let Some(transfer) = event.clipboard_data().filter(|_| !in_field) else { return };
        let dropped = Dropped::of(&transfer);
        if carries_files(&transfer) {
            spawn_local(async move { desk.take(dropped.walk().await) });
        } else if let Ok(text) = transfer.get_data("text/plain") {
            desk.take_text(&text);
        }
    });
    on_cleanup(move || {
        enter.remove();
        stay.remove();
        leave.remove();
        drop.remove();
        paste.remove();
    });
    view! {
        <div class="overlay" class:over=over data-testid="drop-zone" aria-hidden="true">
            <p>"Drop files or folders"<small>"They are read in this tab."</small></p>
        </div>
    }
}

fn carries_files(transfer: &DataTransfer) -> bool {
    transfer.types().includes(&"Files".into(), 0)
}
