//! `chimera-insight compare`: baseline against candidate, with an exit code for whoever asks by machine.

use super::gather::gather;
use anyhow::Context;
use insight::compare::{self, Comparison, Policy, Verdict};
use insight::dataset::Dataset;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What cannot be read leaves nothing to compare.
pub(super) const INPUT_ERROR: u8 = 3;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing is worse, 1 something is worse, 2 something is unknown, 3 the input cannot be used"
)]
pub(super) struct Arguments {
    /// Files and folders measured before
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    baseline: Vec<PathBuf>,
    /// Files and folders measured after
    #[arg(long, required = true, num_args = 1.., value_name = "PATH")]
    candidate: Vec<PathBuf>,
    /// A change below this share does not matter; 2% unless a policy says otherwise
    #[arg(long, value_name = "SHARE", value_parser = compare::parse_share)]
    threshold: Option<f64>,
    /// What a team has agreed on: metrics, directions, thresholds
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the comparison is written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// A table
    Markdown,
    /// Everything that is known
    Json,
    /// For a build server
    Junit,
}

pub(super) fn run(arguments: &Arguments, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> ExitCode {
    let done = compared(arguments).and_then(|(comparison, text)| {
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(comparison.verdict())
    });
    match done {
        Ok(Verdict::Better | Verdict::Equivalent) => ExitCode::SUCCESS,
        Ok(Verdict::Worse) => ExitCode::from(1),
        Ok(Verdict::Unknown) => ExitCode::from(2),
        Err(error) => {
            // Nobody is left to tell when this fails.
            let _ = writeln!(err, "error: {}", super::marked::plain(&format!("{error:#}")));
            ExitCode::from(INPUT_ERROR)
        }
    }
}

fn compared(arguments: &Arguments) -> anyhow::Result<(Comparison, String)> {
    let mut policy = arguments.policy.as_deref().map(policy).transpose()?.unwrap_or_default();
    if let Some(threshold) = arguments.threshold {
        policy.threshold = threshold;
    }
    let side = |paths: &[PathBuf]| Ok::<_, anyhow::Error>(Dataset::of(gather(paths, None)?));
    let comparison = Comparison::of(&side(&arguments.baseline)?, &side(&arguments.candidate)?, &policy);
    let text = match arguments.format {
        Format::Text => compare::text(&comparison),
        Format::Markdown => compare::markdown(&comparison),
        Format::Json => serde_json::to_string_pretty(&comparison)? + "\n",
        Format::Junit => compare::junit(&comparison),
    };
    Ok((comparison, text))
}

fn policy(path: &Path) -> anyhow::Result<Policy> {
    let text = std::fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    toml::from_str(&text).with_context(|| format!("`{}` is no policy", path.display()))
}
