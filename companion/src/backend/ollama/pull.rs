//! Getting a model that is missing: Ollama downloads it and says how far it is.

use super::Ollama;
use crate::backend::Failure;
use futures_util::StreamExt;
use ollama_rs::error::OllamaError;

/// A step is said again when this many percent more of it are done.
const STEP_PERCENT: u64 = 10;

impl Ollama {
    /// Whether it has the model.
    ///
    /// # Errors
    ///
    /// It cannot be reached, or the server there is not Ollama.
    pub async fn has(&self, model: &str) -> Result<bool, Failure> {
        Ok(self.models().await?.iter().any(|known| super::same_model(known, model)))
    }

    /// Has Ollama get a model; `say` is told each step and how far it is: `pulling 6f2a…, 40 %`.
    ///
    /// # Errors
    ///
    /// It cannot be reached, or it cannot get the model.
    pub async fn pull(&self, model: &str, mut say: impl FnMut(&str)) -> Result<(), Failure> {
        let failed = |error: OllamaError| match error {
            OllamaError::ReqwestError(error) => self.lost(&error),
            error => Failure::Backend(format!(
                "Ollama cannot get the model `{model}`: {}. Check its name and the connection to the internet",
                reason(&error)
            )),
        };
        let mut steps = self.lists.pull_model_stream(model.to_owned(), false).await.map_err(failed)?;
        let mut said = (String::new(), 0);
        while let Some(step) = steps.next().await {
            let step = step.map_err(failed)?;
            let percent = step.completed.zip(step.total).and_then(|(done, all)| (done * 100).checked_div(all));
            let now = (step.message, percent.map_or(0, |percent| percent / STEP_PERCENT));
            if now != said {
                let far = percent.map_or_else(String::new, |percent| format!(", {percent} %"));
                say(&format!("{}{far}", now.0));
                said = now;
            }
        }
        Ok(())
    }
}

/// What Ollama says went wrong, out of the JSON it stands in.
fn reason(error: &OllamaError) -> String {
    let said = error.to_string();
    let json = said.find('{').and_then(|at| serde_json::from_str::<serde_json::Value>(&said[at..]).ok());
    json.and_then(|json| json.get("error")?.as_str().map(str::to_owned)).unwrap_or(said)
}
