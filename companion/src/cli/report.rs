//! `chimera-insight report`: the report, by fixed rules or by a model, streamed as it is written.

use super::asked::Asked;
use super::input::Input;
use super::marked::{Marked, plain};
use crate::backend::Ollama;
use crate::job::{Jobs, model, settings};
use anyhow::bail;
use insight::brief::{Brief, budget_for};
use insight::fact::facts;
use insight::grounding::claims::{Verifier, accepted};
use insight::prompt::Stage;
use insight::report;
use insight::summary::Summary;
use insight::wire::{JobEvent, JobRequest, Metrics, Options, VERSION};
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    /// Model that writes, like `gemma3`; without one the report is written by fixed rules
    #[arg(long)]
    model: Option<String>,
    /// Take the report although the data contradict it, by your name, which is written below it
    #[arg(long, requires = "model", value_name = "NAME")]
    accept: Option<String>,
    /// Have Ollama get the model first when it does not have it
    #[arg(long, requires = "model")]
    pull: bool,
    #[command(flatten)]
    ollama: super::OllamaAt,
    /// Layers on the GPU
    #[arg(long, value_name = "N")]
    num_gpu: Option<u32>,
    /// Context window, tokens
    #[arg(long, value_name = "N")]
    num_ctx: Option<u64>,
    /// Sampling temperature
    #[arg(long, value_name = "T")]
    temperature: Option<f32>,
    /// Nucleus sampling
    #[arg(long, value_name = "P")]
    top_p: Option<f32>,
    /// Top-k sampling
    #[arg(long, value_name = "K")]
    top_k: Option<u32>,
    /// Repeat penalty
    #[arg(long, value_name = "P")]
    repeat_penalty: Option<f32>,
    /// Most tokens to write in one stage
    #[arg(long, value_name = "N")]
    num_predict: Option<i32>,
    /// Seed of the sampler
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    seed: Option<i32>,
}

pub(super) async fn run(
    arguments: Arguments,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let objectives = arguments.asked.objectives()?;
    let begun = Instant::now();
    let Input { paths, known } = arguments.input;
    let readings = known.read(&paths)?;
    let ingest = begun.elapsed();
    let begun = Instant::now();
    let summary = Summary::judged(&known.understood(readings)?, &objectives);
    let analysis = begun.elapsed();
    let Some(model) = arguments.model else {
        out.write_all(report::deterministic(&summary).as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let options = Options {
        num_gpu: arguments.num_gpu,
        num_ctx: arguments.num_ctx,
        temperature: arguments.temperature,
        top_p: arguments.top_p,
        top_k: arguments.top_k,
        repeat_penalty: arguments.repeat_penalty,
        num_predict: arguments.num_predict,
        seed: arguments.seed,
    };
    let facts = facts(&summary);
    let brief = Brief::of(&summary, &facts, budget_for(options.num_ctx));
    let request = JobRequest { version: VERSION, model, options, brief };
    settings::check(&request).map_err(anyhow::Error::msg)?;
    let ollama = Ollama::at(&arguments.ollama.address)?;
    if arguments.pull {
        get(&ollama, &request.model, err).await?;
    }
    let verifier = Verifier::of(&facts, &summary);
    let mut text = Marked::new(&verifier);
    let metrics = write(ollama, request, &mut text, out, err).await?;
    writeln!(out, "\n{}", text.verdict())?;
    write_metrics(&metrics, ingest, analysis, out)?;
    let contradicted = text.counts().contradicted;
    match (contradicted, &arguments.accept) {
        (0, _) => Ok(ExitCode::SUCCESS),
        (_, Some(reader)) => {
            out.write_all(accepted("", contradicted, reader).trim_start().as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        (_, None) => {
            writeln!(
                err,
                "error: the data contradict {contradicted} of the statements\n\
                 hint: `--accept NAME` takes the report as it is, with your name in it"
            )?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Gets a model that is missing; says how far it is to `err`.
async fn get(ollama: &Ollama, model: &str, err: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    if ollama.has(model).await? {
        return Ok(());
    }
    writeln!(err, "Getting `{model}`")?;
    let mut written = Ok(());
    ollama.pull(model, |step| written = writeln!(err, "  {}", plain(step))).await?;
    Ok(written?)
}

/// Streams the report to `out`, and what a person waits for to `err`.
async fn write(
    ollama: Ollama,
    request: JobRequest,
    report: &mut Marked<'_>,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> anyhow::Result<Metrics> {
    let jobs = Jobs::default();
    let started = jobs.start(async move |job| model::write(&ollama, &request, &job).await);
    let Some(job) = started else { bail!("cannot start: the system gives no randomness") };
    let mut events = job.follow(0);
    while let Some((_, event)) = events.next().await {
        match event {
            JobEvent::Accepted { .. } | JobEvent::Queue { .. } => {}
            JobEvent::Loading { model } => writeln!(err, "Loading `{model}`")?,
            JobEvent::Stage { stage } => writeln!(err, "Writing the {stage}")?,
            JobEvent::Token { stage, text } if stage == Stage::Report.name() => {
                out.write_all(report.push(&text).as_bytes())?;
                out.flush()?;
            }
            JobEvent::Token { .. } => {}
            JobEvent::Warning { message } => writeln!(err, "warning: {message}")?,
            JobEvent::Done { metrics } => {
                out.write_all(report.finish().as_bytes())?;
                return Ok(*metrics);
            }
            JobEvent::Error { message, .. } => {
                out.write_all(report.finish().as_bytes())?;
                bail!("{message}\nhint: leave out `--model` for the report that needs no model")
            }
        }
    }
    bail!("the job ended without saying how")
}

fn write_metrics(
    metrics: &Metrics,
    ingest: Duration,
    analysis: Duration,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    writeln!(out, "\n## Metrics\n\n| metric | value | source |\n| --- | --- | --- |")?;
    let millis = |took: Duration| took.as_secs_f64() * 1e3;
    let before = [("ingest", millis(ingest)), ("statistics", millis(analysis))];
    for line in metrics.lines(&before, "measured by the command line") {
        writeln!(out, "| {} | {} | {} |", line.name, line.shown, line.source)?;
    }
    out.flush()
}
