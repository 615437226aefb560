//! `chimera-insight formats`: what can be read.

use insight::format::FORMATS;
use std::io::Write;
use std::process::ExitCode;

/// Writes one line a format: its id and its name.
pub(super) fn run(out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let widest = FORMATS.iter().map(|format| format.id().len()).max().unwrap_or_default();
    for format in FORMATS {
        writeln!(out, "{:widest$}  {}", format.id(), format.name())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
