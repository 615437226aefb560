//! Reports that a model with random weights writes about the sample data, counted: the worst writer there can be.

use crate::companion::Companion;
use crate::workspace::root;
use anyhow::{Context, Result};
use insight::brief::Brief;
use insight::dataset::Dataset;
use insight::fact::{Fact, facts};
use insight::grounding::claims::{Counts, Verifier};
use insight::prompt::Voice;
use insight::reading::FileReader;
use insight::report::{Wrote, contract, written};
use insight::summary::Summary;
use insight::wire::{JobEvent, JobRequest, Options, VERSION};
use std::path::Path;

/// What became of one report.
#[derive(Debug, Default)]
pub struct Finished {
    /// The report.
    pub markdown: String,
    /// What it states, by verdict.
    pub counts: Counts,
    /// What it does not keep.
    pub breaches: Vec<String>,
    /// Parts that are the model's own.
    pub by_model: usize,
}

/// The sample data that the page offers.
///
/// # Errors
/// They cannot be read.
pub fn samples() -> Result<Summary> {
    let folder = root().join("app/samples");
    let mut paths = Vec::new();
    collect(&folder, &mut paths)?;
    paths.sort();
    let readings = paths.iter().map(|path| -> Result<_> {
        let mut reader = FileReader::new(&path.strip_prefix(&folder)?.to_string_lossy());
        reader.push(&std::fs::read(path)?);
        Ok(reader.finish())
    });
    Ok(Summary::of(&Dataset::of(readings.collect::<Result<_>>()?)))
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, paths)? } else { paths.push(path) }
    }
    Ok(())
}

/// Has a model write one report with that seed, and looks at it as a reader would.
///
/// # Errors
/// The job does not end as it should.
pub async fn write(
    companion: &Companion,
    model: &str,
    summary: &Summary,
    seed: i32,
    num_ctx: Option<u64>,
) -> Result<Finished> {
    let facts: Vec<Fact> = facts(summary);
    let voice = Voice::default();
    let brief = Brief::of(summary, &facts, &voice, num_ctx);
    let options = Options { seed: Some(seed), num_ctx, ..Options::default() };
    let request =
        JobRequest { version: VERSION, model: model.to_owned(), options, brief: brief.clone(), voice, analysis: false };
    let events = companion.job(&request).await?.rest().await?;
    let wrote: Vec<Wrote> = events
        .iter()
        .filter_map(|event| if let JobEvent::Section(wrote) = event { Some(wrote.clone()) } else { None })
        .collect();
    events.last().filter(|event| event.name() == "done").with_context(|| format!("no end: {:?}", events.last()))?;
    let verifier = Verifier::of(&facts, summary);
    let done = written(summary, &verifier, &brief, model, &wrote);
    let counts = Counts::of(&verifier.check(&done.markdown));
    let breaches = contract(&done.markdown).into_iter().map(|breach| format!("{}: {}", breach.place, breach.what));
    Ok(Finished { counts, breaches: breaches.collect(), by_model: 5 - done.replaced.len(), markdown: done.markdown })
}
