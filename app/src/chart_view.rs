//! The distribution of the chosen metric, drawn by the worker.

use crate::desk::Desk;
use leptos::html::Figure;
use leptos::prelude::*;
use web_sys::{DomParser, SupportedType};

/// The picture of the metric that is chosen.
#[component]
pub(crate) fn Chart() -> impl IntoView {
    let desk = Desk::here();
    let place = NodeRef::<Figure>::new();
    let svg = Memo::new(move |_| {
        let choice = desk.choice.get()?;
        desk.session.with(|session| session.charts.get(&(choice.study, choice.metric)).cloned())
    });
    Effect::new(move || {
        let Some(figure) = place.get() else { return };
        figure.replace_children_with_node_0();
        if let Some(picture) = svg.with(|svg| parsed(svg.as_deref()?)) {
            let _ = figure.append_child(&picture);
        }
    });
    view! { <figure class="chart" data-testid="chart" node_ref=place></figure> }
}

/// SVG text as nodes: parsed as XML, so nothing in it can become HTML or script.
fn parsed(svg: &str) -> Option<web_sys::Node> {
    let parsed = DomParser::new().ok()?.parse_from_string(svg, SupportedType::ImageSvgXml).ok()?;
    let root = parsed.document_element().filter(|root| root.tag_name() == "svg")?;
    document().import_node_with_deep(&root, true).ok()
}
