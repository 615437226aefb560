//! `chimera-insight roles`: what each column of a file is to its table.

use super::input::Known;
use anyhow::Context;
use insight::record;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How the columns are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// A JSON list
    Json,
}

pub(super) fn run(
    path: &Path,
    known: &Known,
    format: Format,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let dataset = known.understood(known.read(&[path.to_owned()])?)?;
    let file = dataset.files.first().with_context(|| format!("there is no file in `{}`", path.display()))?;
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&record::roles(file))?)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
