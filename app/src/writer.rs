//! The report by a model.

use leptos::prelude::*;

/// The panel.
#[component]
pub(crate) fn Writer() -> impl IntoView {
    view! { <article class="writer" id="writer"></article> }
}
