//! `chimera-insight formats`: what can be read, or what each format says of one file.

use super::gather::gather;
use insight::format::FORMATS;
use insight::reading::Certainty;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// How the formats are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// A line each, for a terminal
    Text,
    /// The table of the README
    Markdown,
}

/// Writes one line a format: its id and its name, or what it says of the file.
pub(super) fn run(file: Option<PathBuf>, format: Format, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    match file {
        Some(file) => judged(file, out)?,
        None => list(format, out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn list(format: Format, out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let widest = FORMATS.iter().map(|format| format.id().len()).max().unwrap_or_default();
    if let Format::Markdown = format {
        writeln!(out, "| format | what it is |\n|---|---|")?;
    }
    FORMATS.iter().try_for_each(|known| match format {
        Format::Text => writeln!(out, "{:widest$}  {}", known.id(), known.name()),
        Format::Markdown => writeln!(out, "| `{}` | {} |", known.id(), known.name()),
    })
}

fn judged(file: PathBuf, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    for reading in gather(&[file], None)? {
        writeln!(out, "{}", super::marked::plain(&reading.path))?;
        for known in reading.recognized.iter().chain(&reading.others) {
            let certainty = match known.certainty {
                Certainty::Sure => "sure  ",
                Certainty::Likely => "likely",
                Certainty::No => "no    ",
            };
            writeln!(out, "  {certainty}  {}: {}", known.format, super::marked::plain(&known.reason))?;
        }
    }
    Ok(())
}
