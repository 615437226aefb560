//! What every command reads: paths, and what a person knows better than the files show.

use super::gather::gather;
use anyhow::{Context, bail};
use insight::dataset::{Correction, Dataset};
use insight::format::FORMATS;
use insight::reading::Reading;
use insight::statistics::Definition;
use std::fs;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Input {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) known: Known,
}

/// What a person knows better than the files show.
#[derive(Debug, clap::Args)]
pub(super) struct Known {
    /// Take every file for one of this format, whatever it looks like
    #[arg(long = "as", value_name = "FORMAT")]
    read_as: Option<String>,
    /// Corrections of columns, as the page saves them
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Definition of quantiles, in the numbering of Hyndman and Fan: 7 as NumPy and R, 6 as JMH, 8 as benchstat
    #[arg(long, value_name = "TYPE", default_value_t = 7, value_parser = clap::value_parser!(u8).range(1..=9))]
    quantiles: u8,
}

impl Input {
    /// Everything that was read, understood.
    ///
    /// # Errors
    ///
    /// As [`Known::read`] and [`Known::understood`].
    pub(super) fn dataset(&self) -> anyhow::Result<Dataset> {
        self.known.understood(self.known.read(&self.paths)?)
    }
}

impl Known {
    /// Reads files and folders.
    ///
    /// # Errors
    ///
    /// There is no such format, a path does not exist, or there is no file at all.
    pub(super) fn read(&self, paths: &[PathBuf]) -> anyhow::Result<Vec<Reading>> {
        let format = self.read_as.as_deref();
        if let Some(unknown) = format.filter(|id| FORMATS.iter().all(|format| format.id() != *id)) {
            bail!("there is no format `{unknown}`\nhint: `chimera-insight formats` lists them");
        }
        gather(paths, format)
    }

    /// Understands what was read.
    ///
    /// # Errors
    ///
    /// The corrections cannot be read.
    pub(super) fn understood(&self, readings: Vec<Reading>) -> anyhow::Result<Dataset> {
        let quantiles = Definition::numbered(self.quantiles).unwrap_or_default();
        let Some(path) = &self.corrections else { return Ok(Dataset { quantiles, ..Dataset::of(readings) }) };
        let json = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let corrections: Vec<Correction> = serde_json::from_str(&json)
            .with_context(|| format!("`{}` holds no corrections of columns", path.display()))?;
        Ok(Dataset { quantiles, ..Dataset::corrected(readings, &corrections) })
    }
}
