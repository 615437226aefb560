//! How long a report took: every figure with its source, every option that was sent.

use crate::desk::Known;
use insight::wire::Metrics;
use leptos::prelude::*;

/// The table after a report; `known` gives the time that reading took.
pub(crate) fn table(metrics: &Metrics, known: Option<&Known>) -> impl IntoView + use<> {
    let phases = known.map(|known| [("ingest", known.ingest_ms), ("statistics", known.analysis_ms)]);
    let before = phases.as_ref().map_or(&[][..], |phases| &phases[..]);
    let rows: Vec<_> = metrics
        .lines(before, "measured by this page")
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{line.name}</th>
                    <td class="number">{line.shown}</td>
                    <td class="quiet">{line.source}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="metrics" data-testid="metrics">
            <caption class="hidden">"How the report was made"</caption>
            <thead><tr><th scope="col">"Measure"</th><th scope="col" class="number">"Value"</th><th scope="col">"Source"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
