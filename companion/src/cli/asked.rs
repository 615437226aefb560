//! What a person asks of a server, as the commands take it.

use anyhow::bail;
use insight::serving::{self, Objective};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Asked {
    /// What is asked of a server, like `TTFT p99 <= 500 ms`; may be given several times
    #[arg(long = "objective", value_name = "TEXT")]
    texts: Vec<String>,
}

impl Asked {
    /// # Errors
    ///
    /// One of the texts is no objective.
    pub(super) fn objectives(&self) -> anyhow::Result<Vec<Objective>> {
        match serving::parse(&self.texts.join("; ")) {
            Ok(objectives) => Ok(objectives),
            Err(fault) => bail!("{}\nhint: {}", fault.what, fault.hint),
        }
    }
}
