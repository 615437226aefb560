//! The options a model really runs with: what a person set, what is chosen here, and what stays the backend's default.

use crate::backend::Ollama;
use insight::wire::{JobRequest, Options};

/// Context windows to choose from, tokens; few, because Ollama loads the model anew for each.
const LADDER: [u64; 6] = [4096, 8192, 16_384, 32_768, 65_536, 131_072];

/// Most tokens of one stage where nobody says otherwise: a report of 400 words is about 600 tokens.
const NUM_PREDICT: i32 = 1536;

/// Room for the rules of the prompt and the marks of the chat template, tokens.
const MARGIN: u64 = 1024;

/// Options, and the same as shown in the metrics.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) options: Options,
    pub(super) shown: Vec<(String, String)>,
}

/// Chooses what was not set and must be.
pub(super) async fn settle(ollama: &Ollama, request: &JobRequest) -> Settings {
    let mut options = request.options.clone();
    let num_predict = *options.num_predict.get_or_insert(NUM_PREDICT);
    if options.num_ctx.is_none() {
        let trained = ollama.context_length(&request.model).await;
        options.num_ctx = Some(window(request.brief.tokens, num_predict, trained));
    }
    let shown = show(&options);
    Settings { options, shown }
}

/// The smallest window in which the brief, the analysis and the report fit, within what the model was trained for.
fn window(brief: u64, num_predict: i32, trained: Option<u64>) -> u64 {
    let needed = brief + 2 * u64::try_from(num_predict).unwrap_or(0) + MARGIN;
    let largest = LADDER[LADDER.len() - 1];
    let chosen = LADDER.into_iter().find(|step| *step >= needed).unwrap_or(largest);
    trained.map_or(chosen, |trained| chosen.min(trained))
}

fn show(options: &Options) -> Vec<(String, String)> {
    fn one<T: ToString>(name: &str, value: Option<T>) -> (String, String) {
        (name.to_owned(), value.map_or_else(|| "default".to_owned(), |value| value.to_string()))
    }
    vec![
        one("num_gpu", options.num_gpu),
        one("num_ctx", options.num_ctx),
        one("temperature", options.temperature),
        one("top_p", options.top_p),
        one("top_k", options.top_k),
        one("repeat_penalty", options.repeat_penalty),
        one("num_predict", options.num_predict),
        one("seed", options.seed),
        one("truncate", Some(false)),
        one("shift", Some(false)),
        one("think", Some(false)),
    ]
}

/// What is wrong with a request, before it takes a place in line.
///
/// # Errors
///
/// A name or an option that no model can take: these numbers reach native code behind the backend.
pub fn check(request: &JobRequest) -> Result<(), String> {
    let model = &request.model;
    let odd = |byte: u8| !(byte.is_ascii_alphanumeric() || b"._-:/".contains(&byte));
    if model.is_empty() || model.len() > 256 || model.bytes().any(odd) || model.contains("//") {
        return Err("expected the name of a model, like `gemma3:latest`".to_owned());
    }
    let Options { num_gpu, num_ctx, temperature, top_p, top_k, repeat_penalty, num_predict, seed: _ } = request.options;
    within("num_gpu", num_gpu.map(f64::from), 0.0, 1000.0)?;
    within("num_ctx", num_ctx.map(|tokens| tokens as f64), 256.0, 1_048_576.0)?;
    within("temperature", temperature.map(f64::from), 0.0, 10.0)?;
    within("top_p", top_p.map(f64::from), 0.0, 1.0)?;
    within("top_k", top_k.map(f64::from), 0.0, 1_000_000.0)?;
    within("repeat_penalty", repeat_penalty.map(f64::from), 0.0, 10.0)?;
    within("num_predict", num_predict.map(f64::from), 1.0, 32_768.0)
}

fn within(name: &str, value: Option<f64>, least: f64, most: f64) -> Result<(), String> {
    match value {
        Some(value) if !(least..=most).contains(&value) => {
            Err(format!("expected `{name}` from {least} to {most}, but found {value}"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_the_smallest_step_that_holds_brief_analysis_and_report() {
        for (brief, num_predict, trained, chosen) in [
            (0, 1536, None, 4096),
            (1, 1536, None, 8192),
            (3000, 1536, Some(131_072), 8192),
            (3000, 1536, Some(2048), 2048),
            (10_000, 1536, None, 16_384),
            (900_000, 1536, None, 131_072),
            (100, -1, None, 4096),
        ] {
            assert_eq!(window(brief, num_predict, trained), chosen, "{brief} {num_predict} {trained:?}");
        }
    }
}
