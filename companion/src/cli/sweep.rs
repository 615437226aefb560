//! `chimera-insight sweep`: settings that were varied, what each does, and whether any can be recommended.

use super::input::Input;
use insight::summary::Summary;
use insight::sweep;
use std::io::Write;
use std::process::ExitCode;

/// How sweeps are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal
    Text,
    /// Tables
    Markdown,
    /// Everything that is known
    Json,
}

pub(super) fn run(input: &Input, format: Format, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let sweeps = Summary::of(&input.dataset()?).sweeps;
    let text = match format {
        Format::Text => sweep::text(&sweeps),
        Format::Markdown => sweep::markdown(&sweeps),
        Format::Json => serde_json::to_string_pretty(&sweeps)? + "\n",
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
