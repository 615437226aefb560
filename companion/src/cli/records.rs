//! `chimera-insight records`: every value, one line each, as read and as computed.

use super::input::Input;
use insight::record;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

/// How the lines are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// One JSON object a line
    Jsonl,
}

pub(super) fn run(input: &Input, format: Format, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let dataset = input.dataset()?;
    let mut out = BufWriter::new(out);
    let mut written = Ok(());
    record::each(&dataset, &mut |line| {
        if written.is_ok() {
            written = match format {
                Format::Jsonl => write_line(&line, &mut out),
            };
        }
    });
    written?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_line(line: &record::Line, out: &mut impl Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
