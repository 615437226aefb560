//! Jobs of the companion against a real Ollama: a whole report, every refusal, and a stop that reaches the model.

use anyhow::{Context, Result, bail, ensure};
use insight::brief::Brief;
use insight::dataset::Dataset;
use insight::fact::facts;
use insight::prompt::Voice;
use insight::reading::FileReader;
use insight::report::part::Part;
use insight::summary::Summary;
use insight::wire::{Hello, JobEvent, JobRequest, Metrics, Options, VERSION};
use std::time::Duration;
use tests::companion::{Companion, Job};
use tests::ollama::{ENDLESS, MODEL, RealOllama};
use tests::process::{client, free_port};
use tests::written::{samples, write};
use tokio::time::timeout;

fn request(model: &str, options: Options) -> JobRequest {
    let (summary, voice) = (Summary::of(&data()), Voice::default());
    let brief = Brief::of(&summary, &facts(&summary), &voice, options.num_ctx);
    JobRequest { version: VERSION, model: model.to_owned(), options, brief, voice, analysis: true }
}

fn data() -> Dataset {
    let mut file = FileReader::new("runs.csv");
    file.push(b"model,ttft_ms\nsmall,64\nsmall,66\nlarge,131\n");
    Dataset::of(vec![file.finish()])
}

/// What happened, in order; whether the model was in memory already and who else waits is up to the other tests.
fn names(events: &[JobEvent]) -> Vec<&'static str> {
    let by_chance = ["queue", "loading", "warning"];
    let mut names: Vec<&str> = events.iter().map(JobEvent::name).filter(|name| !by_chance.contains(name)).collect();
    names.dedup();
    names
}

fn written(events: &[JobEvent], in_stage: &str) -> String {
    let texts = events.iter().map(|event| match event {
        JobEvent::Token { stage, text } if stage == in_stage => text.as_str(),
        _ => "",
    });
    texts.collect()
}

fn metrics(events: &[JobEvent]) -> Result<&Metrics> {
    match events.last() {
        Some(JobEvent::Done { metrics }) => Ok(metrics),
        other => bail!("expected `done` at the end, but found {other:?}"),
    }
}

fn error(events: &[JobEvent]) -> Result<(&str, &str)> {
    match events.last() {
        Some(JobEvent::Error { code, message, .. }) => Ok((code, message)),
        other => bail!("expected `error` at the end, but found {other:?}"),
    }
}

#[tokio::test]
async fn a_report_is_streamed_from_accepted_to_done_with_its_metrics() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let options = Options { num_predict: Some(60), temperature: Some(0.5), seed: Some(7), ..Options::default() };
    let events = companion.job(&request(MODEL, options)).await?.rest().await?;

    ensure!(!written(&events, "analysis").is_empty() && !written(&events, "risks").is_empty(), "no text: {events:?}");
    let parts: Vec<Part> = events
        .iter()
        .filter_map(|event| if let JobEvent::Section(wrote) = event { Some(wrote.part) } else { None })
        .collect();
    assert_eq!(parts, Part::ALL);
    assert_eq!(names(&events)[..3], ["accepted", "stage", "token"]);

    let metrics = metrics(&events)?;
    let tokens = metrics.tokens.context("tokens")?;
    ensure!((2..=660).contains(&tokens), "{tokens} tokens were asked for in at most eleven calls of at most 60");
    let prompt = metrics.prompt_tokens.context("prompt tokens")?;
    ensure!((1000..8000).contains(&prompt), "{prompt} tokens in six to eleven prompts");
    for (name, millis) in [
        ("ttft", Some(metrics.ttft_ms)),
        ("total", Some(metrics.total_ms)),
        ("load", metrics.load_ms),
        ("prompt eval", metrics.prompt_eval_ms),
        ("eval", metrics.eval_ms),
    ] {
        let millis = millis.context(name)?;
        ensure!(millis > 0.0 && millis <= metrics.total_ms, "{name} took {millis} ms of {} ms", metrics.total_ms);
    }
    let rate = tokens as f64 / metrics.eval_ms.context("eval")? * 1e3;
    ensure!((metrics.tokens_per_s.context("rate")? / rate - 1.0).abs() < 1e-9, "{metrics:?}");
    assert_eq!(metrics.stages.iter().map(|(stage, _)| stage.as_str()).collect::<Vec<_>>(), ["analysis", "report"]);

    let option = |name: &str| metrics.options.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(option("temperature"), Some("0.5"));
    assert_eq!(option("num_predict"), Some("60"));
    assert_eq!(option("seed"), Some("7"));
    assert_eq!(option("top_p"), Some("default"));
    assert_eq!(option("truncate"), Some("false"));
    Ok(())
}

#[tokio::test]
async fn the_companion_says_which_models_ollama_has() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let hello: Hello = client()?.get(format!("{}/v1/hello", companion.url)).send().await?.json().await?;
    assert_eq!((hello.version, hello.backend.problem.as_deref()), (VERSION, None));
    let mut models = hello.backend.models;
    models.sort();
    assert_eq!(models, [ENDLESS, MODEL]);
    ensure!(hello.backend.version.is_some(), "the version of Ollama is not said");
    Ok(())
}

#[tokio::test]
async fn a_prompt_that_does_not_fit_is_refused_instead_of_cut() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let mut request = request(MODEL, Options { num_ctx: Some(2048), ..Options::default() });
    request.brief.lines = vec!["throughput and latency of the model in tokens per second".to_owned(); 400];
    let events = companion.job(&request).await?.rest().await?;
    let (code, message) = error(&events)?;
    assert_eq!(code, "prompt_too_long");
    ensure!(message.starts_with("the prompt does not fit the context window"), "{message}");
    ensure!(message.contains("`num_ctx`"), "{message}");
    Ok(())
}

#[tokio::test]
async fn a_missing_model_is_named_with_the_command_that_gets_it() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let events = companion.job(&request("gemma3:27b", Options::default())).await?.rest().await?;
    assert_eq!(
        error(&events)?,
        ("model_missing", "Ollama does not have the model `gemma3:27b`. Get it with `ollama pull gemma3:27b`")
    );
    Ok(())
}

/// What `chimera-insight report` writes and says about the sample data.
async fn report(arguments: &[&str]) -> Result<(String, String)> {
    let ollama = RealOllama::shared().await?;
    let samples = tests::workspace::root().join("app/samples");
    let samples = samples.to_str().context("a path that is text")?;
    let begin = ["chimera-insight", "report", samples, "--ollama", &ollama.url];
    let (mut out, mut err) = (Vec::new(), Vec::new());
    companion::cli::run(begin.iter().chain(arguments).map(Into::into), &mut out, &mut err).await;
    Ok((String::from_utf8(out)?, String::from_utf8(err)?))
}

#[tokio::test]
async fn the_command_line_writes_a_report_with_its_metrics() -> Result<()> {
    let (out, err) = report(&["--model", MODEL, "--num-predict", "60", "--seed", "7", "--pull"]).await?;
    ensure!(err.contains("\nWriting the conclusion\n") && !err.contains("error:"), "{err}");
    for line in [
        "Statements checked",
        "| Time to first token |",
        "| Prompt evaluation |",
        "| num_predict | 60 |",
        "| seed | 7 |",
    ] {
        ensure!(out.contains(line), "{line} is missing:\n{out}");
    }
    Ok(())
}

#[tokio::test]
async fn a_model_that_ollama_cannot_get_is_said() -> Result<()> {
    // A registry where nobody listens, whatever the network.
    let (_, err) = report(&["--model", "127.0.0.1:1/library/none", "--pull"]).await?;
    ensure!(err.contains("Getting `127.0.0.1:1/library/none`\n  pulling manifest\n"), "{err}");
    ensure!(err.contains("error: Ollama cannot get the model") && err.contains("connection refused"), "{err}");
    Ok(())
}

/// Reads up to the first text; gives the id of the job.
async fn until_it_writes(job: &mut Job) -> Result<String> {
    let mut id = String::new();
    while let Some(event) = job.next().await? {
        match event {
            JobEvent::Accepted { job } => id = job,
            JobEvent::Token { .. } => return Ok(id),
            JobEvent::Error { message, .. } => bail!(message),
            _ => {}
        }
    }
    bail!("the job ended without a text")
}

/// An answer that takes a minute or more when nobody stops it.
fn long() -> Options {
    Options { num_ctx: Some(65_536), num_predict: Some(32_768), ..Options::default() }
}

/// Ollama runs one request of a model at a time, so an answer to this shows that the one before has ended.
async fn model_is_free(companion: &Companion) -> Result<()> {
    let short = Options { num_predict: Some(4), ..long() };
    let events =
        timeout(Duration::from_secs(15), async { companion.job(&request(ENDLESS, short)).await?.rest().await });
    metrics(&events.await.context("the model still writes what nobody reads")??)?;
    Ok(())
}

#[tokio::test]
async fn stopping_a_job_stops_the_model() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let mut job = companion.job(&request(ENDLESS, long())).await?;
    let id = until_it_writes(&mut job).await?;
    companion.cancel(&id).await?;
    let events = timeout(Duration::from_secs(5), job.rest()).await.context("the job did not end")??;
    assert_eq!(error(&events)?.0, "cancelled");
    model_is_free(&companion).await
}

#[tokio::test]
async fn ollama_that_is_not_there_is_said_with_what_to_do() -> Result<()> {
    let nobody = format!("http://127.0.0.1:{}", free_port()?);
    let companion = Companion::start(&nobody)?;
    let hello: Hello = client()?.get(format!("{}/v1/hello", companion.url)).send().await?.json().await?;
    let problem = hello.backend.problem.context("no problem is said")?;
    ensure!(problem.contains("cannot reach Ollama") && problem.contains("`ollama serve`"), "{problem}");
    let events = companion.job(&request(MODEL, Options::default())).await?.rest().await?;
    assert_eq!(error(&events)?, ("unreachable", problem.as_str()));
    Ok(())
}

#[tokio::test]
async fn reports_by_random_weights_state_no_wrong_number_and_keep_the_contract() -> Result<()> {
    let ollama = RealOllama::shared().await?;
    let companion = Companion::start(&ollama.url)?;
    let summary = samples()?;
    let mut by_model = 0;
    for (seed, num_ctx) in [(1, None), (2, Some(512)), (3, Some(1024))] {
        let report = write(&companion, MODEL, &summary, seed, num_ctx).await?;
        let counts = report.counts;
        ensure!(counts.supported > 10 && counts.supported == counts.all(), "{counts}\n{}", report.markdown);
        ensure!(report.breaches.is_empty(), "{:?}\n{}", report.breaches, report.markdown);
        by_model += report.by_model;
    }
    ensure!(by_model > 0, "no part is the model's");
    Ok(())
}
