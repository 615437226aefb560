//! `chimera-insight audit`: what in these files misleads who reads them.

use super::input::Input;
use super::marked::plain;
use insight::audit::{Warning, audit};
use std::io::Write;
use std::process::ExitCode;

/// How the warnings are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal, file by file
    Text,
    /// A JSON list
    Json,
}

pub(super) fn run(input: &Input, format: Format, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let dataset = input.dataset()?;
    let warnings = audit(&dataset);
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&warnings)?)?,
        Format::Text => out.write_all(plain(&text(&warnings, dataset.files.len())).as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn text(warnings: &[Warning], files: usize) -> String {
    if warnings.is_empty() {
        return format!("Nothing misleads in {files} {}.\n", if files == 1 { "file" } else { "files" });
    }
    let mut text = String::new();
    let mut before = None;
    for warning in warnings {
        if before != Some(&warning.path) {
            let gap = if before.is_some() { "\n" } else { "" };
            text += &format!("{gap}{}\n", warning.path);
            before = Some(&warning.path);
        }
        text += &format!("  {}, {}: {}\n", warning.trap.slug(), warning.place, warning.evidence);
        text += &format!("    so: {}\n", warning.consequence);
        warning.with.iter().for_each(|other| text += &format!("    with: {other}\n"));
    }
    text
}
