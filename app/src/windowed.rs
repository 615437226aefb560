//! Long tables: only the rows in view exist.

use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Height of a row in a windowed table, pixels; style.css says the same.
const ROW: f64 = 28.0;
/// The first drawn row moves in steps, so that scrolling rarely draws; so many rows are drawn beyond what is seen.
const STEP: usize = 10;

/// A body of rows, of which only those in view are drawn when there are more than `most`; up to there every row may be as tall as it likes.
/// `scrolled` is how far the box around it is scrolled, in pixels.
pub(crate) fn body<T: Send + Sync + 'static>(
    rows: Signal<Arc<Vec<T>>>,
    scrolled: RwSignal<f64>,
    columns: usize,
    most: usize,
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
        let drawn = if rows.len() > most { in_view() + 3 * STEP } else { rows.len() };
        let from = if rows.len() > most { first.get().min(rows.len().saturating_sub(drawn)) } else { 0 };
        let to = (from + drawn).min(rows.len());
        let drawn: Vec<_> = rows.iter().take(to).skip(from).map(&row).collect();
        view! { <tbody>{gap(from)}{drawn}{gap(rows.len() - to)}</tbody> }
    }
}

/// Rows that fit the tallest box, which is no taller than the screen.
fn in_view() -> usize {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64());
    (height.unwrap_or(1200.0) / ROW) as usize + 1
}

/// How far the box that was scrolled is scrolled.
pub(crate) fn offset(event: &web_sys::Event) -> f64 {
    let target = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.map_or(0.0, |element| f64::from(element.scroll_top()))
}
