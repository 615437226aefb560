//! How long a report took: every figure with its source, every option that was sent.

use crate::desk::Known;
use insight::shown::{format_count, format_value};
use insight::wire::Metrics;
use leptos::prelude::*;

const COMPANION: &str = "measured by the companion";
const BACKEND: &str = "reported by the backend";
const PAGE: &str = "measured by this page";

/// The table after a report; `known` gives the time that reading took.
pub(crate) fn table(metrics: &Metrics, known: Option<&Known>) -> impl IntoView + use<> {
    let ms = |ms: f64| format_value(ms / 1000.0, "s");
    let count = |count: u64| format_count(count);
    let mut rows: Vec<(String, Option<String>, &'static str)> = vec![
        ("Time to first token".to_owned(), Some(ms(metrics.ttft_ms)), COMPANION),
        ("Tokens/s".to_owned(), metrics.tokens_per_s.map(|rate| format_value(rate, "tokens/s")), "tokens / evaluation"),
        ("Total".to_owned(), Some(ms(metrics.total_ms)), COMPANION),
        ("Tokens written".to_owned(), metrics.tokens.map(count), BACKEND),
        ("Tokens of the prompts".to_owned(), metrics.prompt_tokens.map(count), BACKEND),
        ("Prompt evaluation".to_owned(), metrics.prompt_eval_ms.map(ms), BACKEND),
        ("Evaluation".to_owned(), metrics.eval_ms.map(ms), BACKEND),
        ("Load".to_owned(), metrics.load_ms.map(ms), BACKEND),
    ];
    if let Some(known) = known {
        rows.push(("Phase: ingest".to_owned(), Some(ms(known.ingest_ms)), PAGE));
        rows.push(("Phase: statistics".to_owned(), Some(ms(known.analysis_ms)), PAGE));
    }
    rows.extend(metrics.stages.iter().map(|(stage, took)| (format!("Phase: {stage}"), Some(ms(*took)), COMPANION)));
    rows.push(("Model".to_owned(), Some(metrics.model.clone()), "sent"));
    rows.extend(metrics.options.iter().map(|(name, value)| (name.clone(), Some(value.clone()), "sent")));
    rows.extend(metrics.backend_version.clone().map(|version| ("Backend".to_owned(), Some(version), BACKEND)));
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, value, source)| {
            let value = value.unwrap_or_else(|| "not reported".to_owned());
            view! { <tr><th scope="row">{name}</th><td class="number">{value}</td><td class="quiet">{source}</td></tr> }
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
