//! A report written by a model, call by call: part after part, and before them what to tell where a person asks for that.
//!
//! Takes a brief and options, reports text as it comes, gives the metrics of all calls together. Which call comes next is
//! decided by `insight::report::writing`.

use super::Job;
use super::pace::Pace;
use super::settings::Settings;
use crate::backend::{Ask, Failure, Ollama, Piece, Usage};
use insight::prompt;
use insight::report::writing::{Call, Outcome, Writing};
use insight::wire::{JobEvent, JobRequest, Metrics};
use tokio::time::Instant;

/// Has the model write, and reports each event; ends with the metrics.
///
/// # Errors
///
/// The model could not finish; the text so far was reported.
pub async fn write(ollama: &Ollama, request: &JobRequest, job: &Job) -> Result<Metrics, Failure> {
    let begun = Instant::now();
    let version = ollama.version().await?;
    let settings = Settings::of(request, ollama).await;
    let mut metrics = Metrics {
        model: request.model.clone(),
        options: settings.shown(),
        backend_version: Some(version),
        ..Metrics::default()
    };
    if !ollama.is_loaded(&request.model).await {
        job.report(JobEvent::Loading { model: request.model.clone() });
    }
    let mut first_text = None;
    let writing = Writing::of(request.brief.clone(), request.voice.clone(), settings.num_ctx());
    let mut writing = writing.with_analysis(request.analysis);
    while let Some(Call { step, messages, schema, output_tokens }) = writing.next_call() {
        let call_begun = Instant::now();
        job.report(JobEvent::Stage { stage: step.name().to_owned() });
        let options = settings.options(output_tokens);
        let ask = Ask { model: request.model.clone(), messages, schema: Some(schema), options };
        let (text, usage) = listen(ollama, &ask, step.name(), job, &mut first_text).await?;
        for message in doubts(&ask, step.name(), &text, &usage) {
            job.report(JobEvent::Warning { message });
        }
        for outcome in writing.answered(&text, usage.prompt_tokens) {
            job.report(match outcome {
                Outcome::Settled(wrote) => JobEvent::Section(wrote),
                Outcome::Warning(message) => JobEvent::Warning { message },
            });
        }
        add(&mut metrics, &usage);
        let took = millis(call_begun);
        match metrics.stages.iter_mut().find(|(phase, _)| phase == step.phase()) {
            Some((_, total)) => *total += took,
            None => metrics.stages.push((step.phase().to_owned(), took)),
        }
    }
    metrics.ttft_ms = first_text.map_or(0.0, |first: Instant| (first - begun).as_secs_f64() * 1e3);
    metrics.total_ms = millis(begun);
    metrics.tokens_per_s = match (metrics.tokens, metrics.eval_ms) {
        (Some(tokens), Some(eval)) if eval > 0.0 => Some(tokens as f64 / eval * 1e3),
        _ => None,
    };
    Ok(metrics)
}

/// Asks and reports the answer at a readable pace; gives the whole text and what the backend counted.
async fn listen(
    ollama: &Ollama,
    ask: &Ask,
    stage: &str,
    job: &Job,
    first_text: &mut Option<Instant>,
) -> Result<(String, Usage), Failure> {
    let mut answer = ollama.chat(ask).await?;
    let mut text = String::new();
    let mut pace = Pace::default();
    let send = |pace: &mut Pace| {
        if let Some(text) = pace.take() {
            job.report(JobEvent::Token { stage: stage.to_owned(), text });
        }
    };
    loop {
        let due = pace.due();
        let pause = async {
            match due {
                Some(due) => tokio::time::sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        let piece = tokio::select! {
            biased;
            () = pause => {
                send(&mut pace);
                continue;
            }
            piece = answer.next() => piece,
        };
        match piece {
            Some(Ok(Piece::Text(more))) => {
                first_text.get_or_insert_with(Instant::now);
                text.push_str(&more);
                pace.add(&more);
            }
            Some(Ok(Piece::End(usage))) => {
                send(&mut pace);
                return Ok((text, usage));
            }
            Some(Err(failure)) => {
                send(&mut pace);
                return Err(failure);
            }
            None => return Err(Failure::UpstreamEnded { why: None }),
        }
    }
}

/// What the reader must know about an answer that ended properly.
fn doubts(ask: &Ask, stage: &str, text: &str, usage: &Usage) -> Vec<String> {
    let mut doubts = Vec::new();
    let sent = prompt::tokens(&ask.messages);
    // A backend that cuts keeps half of its window, and the estimate is less than twice too large.
    if let Some(read) = usage.prompt_tokens.filter(|read| read * 2 < sent) {
        doubts.push(format!(
            "The model read only {read} tokens of a prompt of about {sent}: the context was cut, so do not rely on the {stage}. \
             Choose a larger `num_ctx`."
        ));
    }
    if usage.cut {
        let most = ask.options.num_predict.map_or_else(String::new, |most| format!(" ({most} tokens)"));
        doubts.push(format!(
            "The {stage} reached its longest length{most} and was cut there. Choose a larger `num_predict`."
        ));
    }
    if text.trim().is_empty() {
        doubts.push(format!("The model wrote nothing for the {stage}."));
    }
    doubts
}

fn add(metrics: &mut Metrics, usage: &Usage) {
    fn sum<T: std::ops::Add<Output = T>>(total: Option<T>, more: Option<T>) -> Option<T> {
        match (total, more) {
            (Some(total), Some(more)) => Some(total + more),
            (one, other) => one.or(other),
        }
    }
    metrics.tokens = sum(metrics.tokens, usage.tokens);
    metrics.prompt_tokens = sum(metrics.prompt_tokens, usage.prompt_tokens);
    metrics.load_ms = sum(metrics.load_ms, usage.load_ms);
    metrics.prompt_eval_ms = sum(metrics.prompt_eval_ms, usage.prompt_eval_ms);
    metrics.eval_ms = sum(metrics.eval_ms, usage.eval_ms);
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
