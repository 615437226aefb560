//! Fifty reports by a model with random weights on a real Ollama: how many of their numbers are wrong, and whether each keeps
//! the contract.
#![expect(clippy::print_stdout, reason = "a measurement is read where it was asked for")]

use anyhow::{Result, ensure};
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
    let (mut supported, mut unsupported, mut broken, mut by_model) = (0, 0, 0, 0);
    for seed in 0..REPORTS {
        let num_ctx = [None, Some(512), Some(1024), Some(2048)][seed as usize % 4];
        let report = write(&companion, MODEL, &summary, seed, num_ctx).await?;
        supported += report.supported;
        unsupported += report.unsupported;
        by_model += report.by_model;
        broken += usize::from(!report.breaches.is_empty());
        for breach in report.breaches {
            println!("seed {seed}: {breach}");
        }
    }
    println!(
        "{REPORTS} reports: {supported} numbers in the data, {unsupported} not; contract broken by {broken}; {by_model} of {} parts by the model",
        REPORTS * 5
    );
    ensure!(unsupported == 0 && broken == 0, "a report states what the data do not, or breaks the contract");
    Ok(())
}
