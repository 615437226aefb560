//! Long tables: above a few hundred rows only those in view exist.

use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Up to here every row exists and may be as tall as it likes.
const WINDOW_ABOVE: usize = 500;
/// Height of a row in a windowed table, pixels; style.css says the same.
const ROW: f64 = 28.0;
/// Rows drawn at once: more than fit the tallest window, with some on both sides.
const DRAWN: usize = 90;
/// The first drawn row moves in steps, so that scrolling rarely draws.
const STEP: usize = 20;

/// A body of rows, windowed when there are many; `scrolled` is how far the box around it is scrolled, in pixels.
pub(crate) fn body<T: Send + Sync + 'static>(
    rows: Signal<Arc<Vec<T>>>,
    scrolled: RwSignal<f64>,
    columns: usize,
    row: impl Fn(&T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let first = Memo::new(move |_| {
        let at = (scrolled.get() / ROW) as usize;
        at.saturating_sub(STEP) / STEP * STEP
    });
    let gap = move |rows: usize| {
        (rows > 0).then(|| {
            // Not a `style` attribute: the content security policy admits none.
            let height = format!("{}px", rows as f64 * ROW);
            view! { <tr aria-hidden="true"><td colspan=columns.to_string() style:height=height class="gap"></td></tr> }
        })
    };
    move || {
        let rows = rows.get();
        let all = !is_long(rows.len());
        let from = if all { 0 } else { first.get().min(rows.len().saturating_sub(DRAWN)) };
        let to = if all { rows.len() } else { (from + DRAWN).min(rows.len()) };
        let drawn: Vec<_> = rows.iter().take(to).skip(from).map(&row).collect();
        view! { <tbody>{gap(from)}{drawn}{gap(rows.len() - to)}</tbody> }
    }
}

/// Whether a table of so many rows is windowed.
pub(crate) fn is_long(rows: usize) -> bool {
    rows > WINDOW_ABOVE
}

/// How far the box that was scrolled is scrolled.
pub(crate) fn offset(event: &web_sys::Event) -> f64 {
    let target = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.map_or(0.0, |element| f64::from(element.scroll_top()))
}
