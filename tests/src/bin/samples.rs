//! Makes the sample data of the page anew: a small sweep on a real Ollama with the tiny models, written to `app/samples/ollama`.
//!
//! `cargo run -p tests --bin samples`; the timings are those of the machine it runs on.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use tests::ollama::{ENDLESS, MODEL, RealOllama};

const PROMPTS: [&str; 3] =
    ["Name the slowest benchmark.", "Explain first token latency.", "Compare the mean with the median of a run."];
const HEADER: &str = "started,model,num_ctx,num_thread,temperature,prompt_index,ttft_s,tokens_s,load_s,prompt_eval_s,eval_s,prompt_eval_count,eval_count,error";

#[tokio::main]
async fn main() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut rows = format!("{HEADER}\n");
    let mut finals = String::new();
    let mut means: Vec<Value> = Vec::new();
    // The last model does not exist: its requests fail, as they do in real folders.
    for model in [MODEL, ENDLESS, "gemma3:absent"] {
        for num_thread in [1] {
            for num_ctx in [2048, 4096, 8192] {
                for temperature in [0.2, 0.8] {
                    let mut rates = Vec::new();
                    for (index, prompt) in PROMPTS.iter().enumerate() {
                        let options = json!({"num_ctx": num_ctx, "num_thread": num_thread, "temperature": temperature,
                            "num_predict": 120, "seed": index});
                        let request = json!({"model": model, "prompt": prompt, "stream": false, "options": options});
                        let response =
                            client.post(format!("{}/api/generate", ollama.url)).json(&request).send().await?;
                        let mut answer: Value = response.json().await?;
                        let run = Run::of(&answer);
                        if run.error.is_empty() {
                            rates.push(run.rate());
                        }
                        let started = answer["created_at"].as_str().unwrap_or_default();
                        writeln!(
                            rows,
                            "{started},{model},{num_ctx},{num_thread},{temperature},{index},{},\"{}\"",
                            run.cells(),
                            run.error.replace('"', "\"\"")
                        )?;
                        if num_thread == 1 && temperature < 0.5 && run.error.is_empty() {
                            let object = answer.as_object_mut().context("an answer is an object")?;
                            // The text says nothing, and the token ids say less.
                            object.retain(|key, _| key != "response" && key != "context");
                            writeln!(finals, "{answer}")?;
                        }
                    }
                    if !rates.is_empty() {
                        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
                        means.push(json!({"model": model, "num_ctx": num_ctx, "num_thread": num_thread,
                            "temperature": temperature, "completed": rates.len(), "mean_tokens_s": mean}));
                    }
                }
            }
        }
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/samples/ollama");
    std::fs::create_dir_all(&samples)?;
    std::fs::write(samples.join("sweep.csv"), rows)?;
    std::fs::write(samples.join("generate.jsonl"), finals)?;
    std::fs::write(samples.join("sweep_summary.json"), serde_json::to_string_pretty(&json!({"runs": means}))?)?;
    Ok(())
}

/// Timing of one answer, in seconds, as the engine reports it.
struct Run {
    load: f64,
    prompt_eval: f64,
    eval: f64,
    prompt_tokens: u64,
    tokens: u64,
    error: String,
}

impl Run {
    fn of(answer: &Value) -> Self {
        let seconds = |key: &str| answer[key].as_u64().unwrap_or_default() as f64 / 1e9;
        Self {
            load: seconds("load_duration"),
            prompt_eval: seconds("prompt_eval_duration"),
            eval: seconds("eval_duration"),
            prompt_tokens: answer["prompt_eval_count"].as_u64().unwrap_or_default(),
            tokens: answer["eval_count"].as_u64().unwrap_or_default(),
            error: answer["error"].as_str().unwrap_or_default().to_owned(),
        }
    }

    fn rate(&self) -> f64 {
        if self.eval > 0.0 { self.tokens as f64 / self.eval } else { 0.0 }
    }

    fn cells(&self) -> String {
        let Self { load, prompt_eval, eval, prompt_tokens, tokens, .. } = self;
        format!("{},{},{load},{prompt_eval},{eval},{prompt_tokens},{tokens}", load + prompt_eval, self.rate())
    }
}
