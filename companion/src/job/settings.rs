//! The options a model really runs with: what a person set, what is chosen here, and what stays the backend's default.

use crate::backend::Ollama;
use insight::prompt::LONGEST_VOICE;
use insight::token::{CONTEXTS, budget, context_for};
use insight::wire::{JobRequest, Options};

/// The options of every stage.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    given: Options,
    num_ctx: u64,
}

impl Settings {
    /// Chooses what was not set and must be.
    pub(super) async fn of(request: &JobRequest, ollama: &Ollama) -> Self {
        let given = request.options.clone();
        let num_ctx = match given.num_ctx {
            Some(num_ctx) => num_ctx,
            None => window(request.brief.tokens, ollama.context_length(&request.model).await),
        };
        Self { given, num_ctx }
    }

    /// The context window.
    pub(super) fn num_ctx(&self) -> u64 {
        self.num_ctx
    }

    /// What is sent with a call whose answer may take that many tokens.
    pub(super) fn options(&self, output_tokens: u64) -> Options {
        let most = self.given.num_predict.unwrap_or_else(|| i32::try_from(output_tokens).unwrap_or(i32::MAX));
        Options { num_ctx: Some(self.num_ctx), num_predict: Some(most), ..self.given.clone() }
    }

    /// Every option that is sent, as shown in the metrics.
    pub(super) fn shown(&self) -> Vec<(String, String)> {
        fn one<T: ToString>(name: &str, value: Option<T>) -> (String, String) {
            (name.to_owned(), value.map_or_else(|| "default".to_owned(), |value| value.to_string()))
        }
        let Options { num_gpu, num_ctx: _, temperature, top_p, top_k, repeat_penalty, num_predict, seed } = self.given;
        let by_call = || format!("up to {}", budget(self.num_ctx).1);
        vec![
            one("num_gpu", num_gpu),
            one("num_ctx", Some(self.num_ctx)),
            one("temperature", temperature),
            one("top_p", top_p),
            one("top_k", top_k),
            one("repeat_penalty", repeat_penalty),
            one("num_predict", Some(num_predict.map_or_else(by_call, |most| most.to_string()))),
            one("seed", seed),
            one("truncate", Some(false)),
            one("shift", Some(false)),
            one("think", Some(false)),
        ]
    }
}

/// The smallest window in which the longest prompt and its answer fit, within what the model was trained for.
fn window(prompt: u64, trained: Option<u64>) -> u64 {
    let chosen = context_for(prompt).unwrap_or(CONTEXTS[CONTEXTS.len() - 1]);
    trained.map_or(chosen, |trained| chosen.min(trained))
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
    for (name, text) in [("persona", &request.voice.persona), ("instructions", &request.voice.instructions)] {
        let length = text.chars().count();
        if length > LONGEST_VOICE {
            return Err(format!("expected `{name}` of at most {LONGEST_VOICE} characters, but found {length}"));
        }
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
    use insight::brief::Brief;
    use insight::prompt::Voice;
    use insight::wire::VERSION;

    #[test]
    fn the_window_is_the_smallest_step_that_holds_the_longest_prompt_and_its_answer() {
        for (brief, trained, chosen) in [
            (0, None, 2048),
            (3000, None, 4096),
            (3001, Some(131_072), 8192),
            (3000, Some(2048), 2048),
            (900_000, None, 8192),
        ] {
            assert_eq!(window(brief, trained), chosen, "{brief} {trained:?}");
        }
    }

    fn request(model: &str, options: Options) -> JobRequest {
        JobRequest {
            version: VERSION,
            model: model.to_owned(),
            options,
            brief: Brief::default(),
            voice: Voice::default(),
            analysis: false,
        }
    }

    #[test]
    fn what_no_model_can_take_is_refused_before_it_is_sent() {
        let unset = Options::default();
        for model in ["gemma3", "gemma3:latest", "hf.co/someone/model-GGUF:Q4_K_M"] {
            assert_eq!(check(&request(model, unset.clone())), Ok(()), "{model}");
        }
        for model in ["", "a b", "http://host/x", "../x y", "gemma3\n", "g`m"] {
            assert!(check(&request(model, unset.clone())).is_err(), "{model:?}");
        }
        for odd in [
            Options { temperature: Some(f32::NAN), ..unset.clone() },
            Options { temperature: Some(-1.0), ..unset.clone() },
            Options { top_p: Some(1.5), ..unset.clone() },
            Options { num_ctx: Some(u64::MAX), ..unset.clone() },
            Options { num_predict: Some(-1), ..unset.clone() },
            Options { repeat_penalty: Some(f32::INFINITY), ..unset.clone() },
        ] {
            assert!(check(&request("gemma3", odd.clone())).is_err(), "{odd:?}");
        }
    }

    #[test]
    fn every_option_is_shown_and_default_where_nobody_set_it() {
        let given = Options { temperature: Some(0.7), seed: Some(3), ..Options::default() };
        let shown = Settings { given, num_ctx: 4096 }.shown();
        let shown: Vec<String> = shown.into_iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        expect_test::expect![[r#"
            num_gpu = default
            num_ctx = 4096
            temperature = 0.7
            top_p = default
            top_k = default
            repeat_penalty = default
            num_predict = up to 950
            seed = 3
            truncate = false
            shift = false
            think = false
        "#]]
        .assert_eq(&shown.concat());
    }
}
