//! `chimera-insight summarize`: what the data show, without a model.

use super::asked::Asked;
use super::input::Input;
use insight::report;
use insight::summary::Summary;
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

/// How the summary is written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// The first screen, for a terminal
    Text,
    /// The report, as Markdown
    Markdown,
    /// Files, metrics and everything that is known, as JSON
    Json,
    /// The report, as a page of its own
    Html,
}

pub(super) fn run(arguments: &Arguments, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let objectives = arguments.asked.objectives()?;
    let summary = Summary::judged(&arguments.input.dataset()?, &objectives);
    let text = match arguments.format {
        Format::Text => report::text(&summary),
        Format::Markdown => report::deterministic(&summary),
        Format::Html => report::html(&summary),
        Format::Json => serde_json::to_string_pretty(&report::listing(&summary))? + "\n",
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
