//! Fifty reports by a model with random weights on a real Ollama: how many of their numbers are wrong, and whether each keeps
//! the contract.
#![expect(clippy::print_stdout, reason = "a measurement is read where it was asked for")]

use anyhow::{Result, ensure};
use insight::grounding::claims::Counts;
use tests::companion::Companion;
use tests::ollama::{MODEL, RealOllama};
use tests::written::{samples, write};

/// Reports.
const REPORTS: i32 = 50;

#[tokio::main]
async fn main() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let summary = samples()?;
    let (mut all, mut broken, mut by_model) = (Counts::default(), 0, 0);
    for seed in 0..REPORTS {
        let num_ctx = [None, Some(512), Some(1024), Some(2048)][seed as usize % 4];
        let report = write(&companion, MODEL, &summary, seed, num_ctx).await?;
        all.supported += report.counts.supported;
        all.contradicted += report.counts.contradicted;
        all.unsupported += report.counts.unsupported;
        by_model += report.by_model;
        broken += usize::from(!report.breaches.is_empty());
        for breach in report.breaches {
            println!("seed {seed}: {breach}");
        }
    }
    println!("{REPORTS} reports: {all}; contract broken by {broken}; {by_model} of {} parts by the model", REPORTS * 5);
    ensure!(
        all.contradicted + all.unsupported + broken == 0,
        "a report states what the data do not, or breaks the contract"
    );
    Ok(())
}
