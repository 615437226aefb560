//! `chimera-insight load`: how much load a server takes, and whether it holds what a person asks for.

use super::input::Input;
use anyhow::bail;
use insight::serving::{self, Load, Objective};
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// What is asked of the server, like `TTFT p99 <= 500 ms`; may be given several times
    #[arg(long = "objective", value_name = "TEXT")]
    objectives: Vec<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the loads are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// Tables
    Markdown,
    /// Everything that is known
    Json,
}

pub(super) fn run(arguments: &Arguments, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let objectives = objectives(&arguments.objectives)?;
    let load = Load::of(&arguments.input.dataset()?, &objectives);
    let text = match arguments.format {
        Format::Text => serving::text(&load),
        Format::Markdown => serving::markdown(&load),
        Format::Json => serde_json::to_string_pretty(&load)? + "\n",
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// # Errors
///
/// One of the texts is no objective.
fn objectives(texts: &[String]) -> anyhow::Result<Vec<Objective>> {
    match serving::parse(&texts.join("; ")) {
        Ok(objectives) => Ok(objectives),
        Err(fault) => bail!("{}\nhint: {}", fault.what, fault.hint),
    }
}
