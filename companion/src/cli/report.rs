//! `chimera-insight report`: the report, by fixed rules or by a model, streamed as it is written.

use super::asked::Asked;
use super::input::Input;
use super::marked::{Marked, plain};
use crate::backend::Ollama;
use crate::job::{Jobs, model, settings};
use anyhow::{Context, bail};
use insight::brief::{Brief, USUAL_CONTEXT};
use insight::fact::{Fact, facts};
use insight::grounding::claims::{Verifier, accepted};
use insight::prompt::{self, PERSONA, Voice};
use insight::report::writing::Writing;
use insight::report::{self, Wrote};
use insight::summary::Summary;
use insight::wire::{JobEvent, JobRequest, Metrics, Options, VERSION};
use std::io::Write;
use std::path::{Path, PathBuf};
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
    /// Who the model is told to be, from a text file; the rules about data and numbers stay
    #[arg(long, value_name = "FILE")]
    persona: Option<PathBuf>,
    /// What the model is asked for besides
    #[arg(long, value_name = "TEXT", default_value = "")]
    instructions: String,
    /// Let the model first choose what to tell, instead of taking the facts by rank
    #[arg(long, requires = "model")]
    analysis: bool,
    /// Show what would be sent first, how long it is and what was left out, and send nothing
    #[arg(long, requires = "model")]
    show_prompt: bool,
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
    let persona = arguments.persona.as_deref().map(read_persona).transpose()?;
    let voice = Voice { persona: persona.unwrap_or_else(|| PERSONA.to_owned()), instructions: arguments.instructions };
    let brief = Brief::of(&summary, &facts, &voice, options.num_ctx);
    let request = JobRequest { version: VERSION, model, options, brief, voice, analysis: arguments.analysis };
    settings::check(&request).map_err(anyhow::Error::msg)?;
    if arguments.show_prompt {
        out.write_all(plain(&shown_prompt(&request, &facts)).as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let ollama = Ollama::at(&arguments.ollama.address)?;
    if arguments.pull {
        get(&ollama, &request.model, err).await?;
    }
    let (brief, model) = (request.brief.clone(), request.model.clone());
    let mut wrote = Vec::new();
    let ended = write(ollama, request, &brief, &mut wrote, err).await;
    // What was decided before a failure is kept.
    if ended.is_err() && wrote.is_empty() {
        ended?;
        return Ok(ExitCode::FAILURE);
    }
    let verifier = Verifier::of(&facts, &summary);
    let written = report::written(&summary, &verifier, &brief, &model, &wrote);
    let mut text = Marked::new(&verifier);
    out.write_all((text.push(&written.markdown) + &text.finish()).as_bytes())?;
    writeln!(out, "\n{}\n{}", text.verdict(), written.told_by(&model))?;
    write_metrics(&ended?, ingest, analysis, out)?;
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

fn read_persona(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
}

/// The messages of the first call, how long they are, and which facts are not sent.
fn shown_prompt(request: &JobRequest, facts: &[Fact]) -> String {
    let num_ctx = request.options.num_ctx.unwrap_or(USUAL_CONTEXT);
    let writing = Writing::of(request.brief.clone(), request.voice.clone(), num_ctx);
    let mut writing = writing.with_analysis(request.analysis);
    let Some(call) = writing.next_call() else { return String::new() };
    let messages: Vec<String> =
        call.messages.iter().map(|message| format!("[{}]\n{}\n\n", message.role, message.content)).collect();
    let left_out = request.brief.left_out(facts);
    let keys: Vec<String> = left_out.iter().map(|key| format!("  {key}\n")).collect();
    format!(
        "{}About {} tokens; the longest prompt of a part has about {}\n{} of {} facts are not sent\n{}",
        messages.concat(),
        prompt::tokens(&call.messages),
        request.brief.tokens,
        left_out.len(),
        facts.len(),
        keys.concat()
    )
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

/// Has the model write: parts go to `wrote`, and to `err` what a person waits for, each part as soon as it is decided.
async fn write(
    ollama: Ollama,
    request: JobRequest,
    brief: &Brief,
    wrote: &mut Vec<Wrote>,
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
            JobEvent::Token { .. } => {}
            JobEvent::Section(section) => {
                let text = report::so_far(brief, std::slice::from_ref(&section), &[]);
                writeln!(err, "\n{}", plain(&text))?;
                wrote.push(section);
            }
            JobEvent::Warning { message } => writeln!(err, "warning: {message}")?,
            JobEvent::Done { metrics } => return Ok(*metrics),
            JobEvent::Error { message, .. } => {
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
