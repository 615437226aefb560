//! `chimera-insight load`: how much load a server takes, and whether it holds what a person asks for.

use super::asked::Asked;
use super::input::Input;
use insight::serving::{self, Load};
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
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
    let objectives = arguments.asked.objectives()?;
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
