//! `chimera-insight doctor`: what is missing here, and how to get it.

use crate::Page;
use crate::backend::Ollama;
use std::io::Write;
use std::process::ExitCode;

/// Writes one line a check; succeeds when nothing is missing.
pub(super) async fn run(ollama: &str, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let mut missing = 0;
    let mut say = |name: &str, check: Result<String, String>| {
        let (mark, said) = match check {
            Ok(said) => ("ok     ", said),
            Err(said) => {
                missing += 1;
                ("missing", said)
            }
        };
        writeln!(out, "{mark}  {name}: {said}")
    };
    let page = Page::embedded();
    say(
        "page",
        if page.is_built() {
            Ok("built into this program".to_owned())
        } else {
            Err("not built into this program. Build both with `cargo xtask start`".to_owned())
        },
    )?;
    let ollama = Ollama::at(ollama)?;
    let state = ollama.state().await;
    match (state.version, state.problem) {
        (Some(version), problem) => {
            say("Ollama", Ok(format!("version {version} at {}", ollama.url())))?;
            say("models", problem.map_or_else(|| Ok(state.models.join(", ")), Err))?;
        }
        (None, problem) => say("Ollama", Err(problem.unwrap_or_default()))?,
    }
    writeln!(out, "Statistics and the report without a model need neither page nor Ollama.")?;
    Ok(if missing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
