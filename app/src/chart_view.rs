//! The distribution of the chosen metric, drawn by the worker.

use crate::desk::Desk;
use insight::summary::Better;
use leptos::html::Figure;
use leptos::prelude::*;
use web_sys::{DomParser, SupportedType};

/// The picture of the metric that is chosen.
#[component]
pub(crate) fn Chart() -> impl IntoView {
    let desk = Desk::here();
    let place = NodeRef::<Figure>::new();
    // A picture of other files is no longer true: it is asked for again.
    Effect::new(move || {
        desk.known.track();
        if let Some(choice) = desk.choice.get_untracked() {
            desk.choose(&choice.study, &choice.metric);
        }
    });
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
    let about = move || {
        let (known, choice) = (desk.known.get()?, desk.choice.get()?);
        let study = known.summary.studies.iter().find(|study| study.id == choice.study)?;
        let metric = study.metrics.iter().find(|metric| metric.key == choice.metric)?;
        let better = match metric.better {
            Better::Higher => Some("more is better"),
            Better::Lower => Some("less is better"),
            Better::None => None,
        };
        let written = (!metric.written.is_empty()).then(|| format!("in the files: {}", metric.written.join(", ")));
        let definition = (!metric.definition.is_empty()).then(|| metric.definition.clone());
        let lines: Vec<_> = [definition, better.map(str::to_owned), written]
            .into_iter()
            .flatten()
            .map(|line| view! { <li>{line}</li> })
            .collect();
        Some(view! { <h3>{metric.name.clone()}</h3><ul>{lines}</ul> })
    };
    view! {
        <div class="picture">
            <figure class="chart" data-testid="chart" node_ref=place></figure>
            <div class="about quiet">{about}</div>
        </div>
    }
}

/// SVG text as nodes: parsed as XML, so nothing in it can become HTML or script.
pub(crate) fn parsed(svg: &str) -> Option<web_sys::Node> {
    let parsed = DomParser::new().ok()?.parse_from_string(svg, SupportedType::ImageSvgXml).ok()?;
    let root = parsed.document_element().filter(|root| root.tag_name() == "svg")?;
    document().import_node_with_deep(&root, true).ok()
}
