//! A real Ollama with two tiny models, shared by the tests that run at the same time.

use crate::process::{Running, client, free_port, on_path};
use crate::tiny_model::{Ending, gguf};
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Weak};
use tokio::sync::Mutex;

/// A model whose texts end by themselves after some hundred tokens.
pub const MODEL: &str = "gemma3:tiny-test";

/// A model that writes until it is stopped.
pub const ENDLESS: &str = "gemma3:endless-test";

/// The template of gemma3. One thread: more of them spend their time waiting for each other on so small a model.
const MODELFILE: &str = r#"
PARAMETER num_thread 1
TEMPLATE """{{- range $i, $_ := .Messages }}
{{- $last := eq (len (slice $.Messages $i)) 1 }}
{{- if or (eq .Role "user") (eq .Role "system") }}<start_of_turn>user
{{ .Content }}<end_of_turn>
{{ if $last }}<start_of_turn>model
{{ end }}
{{- else if eq .Role "assistant" }}<start_of_turn>model
{{ .Content }}{{ if not $last }}<end_of_turn>
{{ end }}
{{- end }}
{{- end }}"""
"#;

static SHARED: Mutex<Weak<RealOllama>> = Mutex::const_new(Weak::new());

/// A running Ollama with a port and a folder of models of its own.
pub struct RealOllama {
    /// Where it listens.
    pub url: String,
    folder: PathBuf,
    running: Option<Running>,
}

impl RealOllama {
    /// The Ollama of the tests that run now; it ends with the last of them.
    ///
    /// # Errors
    /// There is none on this machine, or it does not start.
    pub async fn shared() -> Result<Arc<Self>> {
        let mut shared = SHARED.lock().await;
        if let Some(ollama) = shared.upgrade() {
            return Ok(ollama);
        }
        let ollama = Arc::new(Self::start().await?);
        *shared = Arc::downgrade(&ollama);
        Ok(ollama)
    }

    async fn start() -> Result<Self> {
        let program = binary()?;
        let port = free_port()?;
        let folder = crate::workspace::target().join("tests").join(format!("ollama-{port}"));
        std::fs::create_dir_all(&folder)?;
        let (host, home) = (format!("127.0.0.1:{port}"), folder.to_string_lossy().into_owned());
        let models = format!("{home}/models");
        // A home of its own: a person's keys and models stay untouched.
        let environment = [("OLLAMA_HOST", host.as_str()), ("OLLAMA_MODELS", &models), ("HOME", &home)];
        let running = Running::start(&program, &["serve"], &environment, &format!("ollama-{port}.log"))?;
        let url = format!("http://{host}");
        running.ready(&format!("{url}/api/version")).await?;

        // The last is the newest, which a page offers first.
        for (name, ending) in [(ENDLESS, Ending::Never), (MODEL, Ending::ByItself)] {
            let (weights, modelfile) = (folder.join("model.gguf"), folder.join("Modelfile"));
            std::fs::write(&weights, gguf(ending))?;
            std::fs::write(&modelfile, format!("FROM {}{MODELFILE}", weights.display()))?;
            let create =
                Command::new(&program).args(["create", name, "-f"]).arg(&modelfile).envs(environment).output()?;
            ensure!(create.status.success(), "`ollama create` failed: {}", String::from_utf8_lossy(&create.stderr));
        }
        Ok(Self { url, folder, running: Some(running) })
    }

    /// Names of the models in memory.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn loaded(&self) -> Result<Vec<String>> {
        let answer: serde_json::Value = client()?.get(format!("{}/api/ps", self.url)).send().await?.json().await?;
        let models = answer["models"].as_array().cloned().unwrap_or_default();
        Ok(models.iter().filter_map(|model| model["name"].as_str().map(str::to_owned)).collect())
    }
}

impl Drop for RealOllama {
    fn drop(&mut self) {
        drop(self.running.take());
        // What could not be removed is removed with the build folder.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `CHIMERA_INSIGHT_OLLAMA`, else the one on `PATH`, else the one that `cargo xtask test` built.
fn binary() -> Result<PathBuf> {
    let set = std::env::var_os("CHIMERA_INSIGHT_OLLAMA").map(PathBuf::from);
    let built = || {
        let cache = std::env::var_os("CHIMERA_INSIGHT_CACHE").map(PathBuf::from).or_else(|| {
            let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
            let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
            Some(cache.join("chimera-insight"))
        })?;
        let mut tools: Vec<PathBuf> =
            std::fs::read_dir(cache.join("tools")).ok()?.flatten().map(|tool| tool.path()).collect();
        tools.sort();
        tools.into_iter().map(|tool| tool.join("bin/ollama")).rfind(|file| file.is_file())
    };
    set.or_else(|| on_path("ollama"))
        .or_else(built)
        .context("there is no Ollama here\nhint: `cargo xtask test` builds one")
}
