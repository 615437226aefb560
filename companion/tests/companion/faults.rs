//! What the reader is told when Ollama misbehaves; nothing is lost in silence.

use crate::fake::{self, WHOLE, answer, broken, refusal};
use crate::support::{Events, NOWHERE, companion, job, post, send};
use axum::response::Response;
use companion::backend::{Ask, Failure, Ollama, Piece};
use expect_test::{Expect, expect};
use insight::wire::Options;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// Runs one job against an Ollama that answers so, and compares the events.
async fn check(chat: impl Fn() -> Response + Clone + Send + Sync + 'static, expected: &Expect) {
    let (url, _) = fake::ollama(chat).await;
    let events = Events::of(send(&companion(&url, &[]), post(&job())).await);
    expected.assert_eq(&events.shown().await);
}

#[tokio::test]
async fn every_call_is_streamed_and_their_metrics_added_up() {
    check(|| answer(WHOLE.as_bytes()), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        executive summary writes: 64 µs.
        warning: The backend did not keep the model to the form that was asked for; its text is read as it is, and a sentence stays only when its numbers are in the data.
        stage: executive summary
        executive summary writes: 64 µs.
        warning: Neither answer of the model for the executive summary could be used: only 0 of 1 items held against the data, fewer than 2. The data tell it instead.
        section: executive summary, items None
        stage: findings
        findings writes: 64 µs.
        stage: findings
        findings writes: 64 µs.
        warning: Neither answer of the model for the findings could be used: it held no whole item. The data tell it instead.
        section: findings, items None
        stage: recommendations
        recommendations writes: 64 µs.
        stage: recommendations
        recommendations writes: 64 µs.
        warning: Neither answer of the model for the recommendations could be used: it held no whole item. The data tell it instead.
        section: recommendations, items None
        stage: risks
        risks writes: 64 µs.
        stage: risks
        risks writes: 64 µs.
        warning: Neither answer of the model for the risks could be used: it held no whole item. The data tell it instead.
        section: risks, items None
        stage: conclusion
        conclusion writes: 64 µs.
        stage: conclusion
        conclusion writes: 64 µs.
        warning: Neither answer of the model for the conclusion could be used: only 0 of 1 items held against the data, fewer than 1. The data tell it instead.
        section: conclusion, items None
        done: gemma3 wrote Some(200) tokens from Some(9000), load Some(10.0) ms, prompt Some(20.0) ms, eval Some(40.0) ms, Some(5000.0) tokens/s, report, Ollama Some("0.24.0")"#]]).await;
}

#[tokio::test]
async fn every_option_is_sent_and_a_prompt_is_never_cut_in_silence() {
    let (url, asked) = fake::ollama(|| answer(WHOLE.as_bytes())).await;
    Events::of(send(&companion(&url, &[]), post(&job())).await).shown().await;
    let mut asked = asked.lock().unwrap().clone();
    asked.truncate(1);
    for body in &mut asked {
        body["format"] = body["format"]["type"].clone();
        body["messages"] = body["messages"].as_array().unwrap().len().into();
    }
    let shown: Vec<String> = asked.iter().map(|body| format!("{body:#}\n")).collect();
    expect![[r#"
        {
          "model": "gemma3",
          "messages": 2,
          "options": {
            "num_ctx": 2048,
            "temperature": 0.5,
            "num_predict": 560
          },
          "stream": true,
          "truncate": false,
          "shift": false,
          "think": false,
          "format": "object"
        }
    "#]]
    .assert_eq(&shown.concat());
}

#[tokio::test]
async fn an_error_in_the_middle_of_the_answer_ends_the_job() {
    const OUT_OF_MEMORY: &str =
        "{\"message\":{\"content\":\"64 \"},\"done\":false}\n{\"error\":\"CUDA out of memory\"}\n";
    check(
        || answer(OUT_OF_MEMORY.as_bytes()),
        &expect![[r#"
            accepted
            loading: gemma3
            stage: executive summary
            executive summary writes: 64 
            error: backend, retryable: Ollama stopped: CUDA out of memory"#]],
    )
    .await;
}

#[tokio::test]
async fn an_answer_without_its_end_is_no_report() {
    const ENDLESS: &str = "{\"message\":{\"content\":\"the the\"},\"done\":false}\n";
    check(|| answer(ENDLESS.as_bytes()), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        executive summary writes: the the
        error: upstream_ended, retryable: the answer stopped before its end. Either the connection to Ollama was lost, or the model repeated one token more than 30 times, which Ollama ends without a word. The text so far is kept; try again, or raise `repeat_penalty`"#]]).await;
    check(|| answer(b""), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        error: upstream_ended, retryable: the answer stopped before its end. Either the connection to Ollama was lost, or the model repeated one token more than 30 times, which Ollama ends without a word. The text so far is kept; try again, or raise `repeat_penalty`"#]]).await;
}

#[tokio::test]
async fn a_line_that_is_no_json_is_said() {
    check(|| answer(b"<html>proxy error</html>\n"), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        error: backend, retryable: cannot read the answer of Ollama: unexpected JSON in the stream: expected value at line 1 column 1: `<html>proxy error</html>`"#]]).await;
}

#[tokio::test]
async fn a_refusal_says_what_to_do() {
    check(
        || refusal(404, r#"{"error":"model \"gemma3\" not found, try pulling it first"}"#),
        &expect![[r#"
            accepted
            loading: gemma3
            stage: executive summary
            error: model_missing, final: Ollama does not have the model `gemma3`. Get it with `ollama pull gemma3`"#]],
    )
    .await;
    check(|| refusal(400, r#"{"error":"the input length exceeds the context length"}"#), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        error: prompt_too_long, final: the prompt does not fit the context window: the input length exceeds the context length. Choose a larger `num_ctx`, or drop fewer files"#]]).await;
    check(
        || refusal(400, r#"{"error":"the prompt is longer than the context length currently available"}"#),
        &expect![[r#"
            accepted
            loading: gemma3
            stage: executive summary
            error: prompt_too_long, final: the prompt does not fit the context window: the prompt is longer than the context length currently available. Choose a larger `num_ctx`, or drop fewer files"#]],
    )
    .await;
    check(
        || refusal(503, r#"{"error":"server busy, please try again"}"#),
        &expect![[r#"
            accepted
            loading: gemma3
            stage: executive summary
            error: backend, retryable: Ollama answered `503 Service Unavailable`: server busy, please try again"#]],
    )
    .await;
    check(
        || refusal(404, "404 page not found"),
        &expect![[r#"
            accepted
            loading: gemma3
            stage: executive summary
            error: backend, retryable: Ollama answered `404 Not Found`: 404 page not found"#]],
    )
    .await;
    check(|| refusal(302, ""), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        error: backend, retryable: Ollama answered with a redirect, which is not followed. Say its final address with `--ollama`"#]]).await;
}

#[tokio::test]
async fn an_ollama_that_is_not_there_is_named_with_what_to_do() {
    let events = Events::of(send(&companion(NOWHERE, &[]), post(&job())).await);
    expect![[r#"
        accepted
        error: unreachable, retryable: cannot reach Ollama at `http://127.0.0.1:1/`: Connection refused (os error 111). Start it with `ollama serve`, or say where it is with `--ollama`"#]].assert_eq(&events.shown().await);
}

#[tokio::test]
async fn a_prompt_that_was_cut_or_an_answer_that_was_cut_is_doubted() {
    const CUT: &str = "{\"message\":{\"content\":\" \"},\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":12,\"eval_count\":500}\n";
    check(|| answer(CUT.as_bytes()), &expect![[r#"
        accepted
        loading: gemma3
        stage: executive summary
        executive summary writes:  
        warning: The model read only 12 tokens of a prompt of about 212: the context was cut, so do not rely on the executive summary. Choose a larger `num_ctx`.
        warning: The executive summary reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the executive summary.
        stage: executive summary
        executive summary writes:  
        warning: The model read only 12 tokens of a prompt of about 227: the context was cut, so do not rely on the executive summary. Choose a larger `num_ctx`.
        warning: The executive summary reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the executive summary.
        warning: Neither answer of the model for the executive summary could be used: it held no whole item. The data tell it instead.
        section: executive summary, items None
        stage: findings
        findings writes:  
        warning: The model read only 12 tokens of a prompt of about 230: the context was cut, so do not rely on the findings. Choose a larger `num_ctx`.
        warning: The findings reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the findings.
        stage: findings
        findings writes:  
        warning: The model read only 12 tokens of a prompt of about 245: the context was cut, so do not rely on the findings. Choose a larger `num_ctx`.
        warning: The findings reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the findings.
        warning: Neither answer of the model for the findings could be used: it held no whole item. The data tell it instead.
        section: findings, items None
        stage: recommendations
        recommendations writes:  
        warning: The model read only 12 tokens of a prompt of about 232: the context was cut, so do not rely on the recommendations. Choose a larger `num_ctx`.
        warning: The recommendations reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the recommendations.
        stage: recommendations
        recommendations writes:  
        warning: The model read only 12 tokens of a prompt of about 247: the context was cut, so do not rely on the recommendations. Choose a larger `num_ctx`.
        warning: The recommendations reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the recommendations.
        warning: Neither answer of the model for the recommendations could be used: it held no whole item. The data tell it instead.
        section: recommendations, items None
        stage: risks
        risks writes:  
        warning: The model read only 12 tokens of a prompt of about 221: the context was cut, so do not rely on the risks. Choose a larger `num_ctx`.
        warning: The risks reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the risks.
        stage: risks
        risks writes:  
        warning: The model read only 12 tokens of a prompt of about 236: the context was cut, so do not rely on the risks. Choose a larger `num_ctx`.
        warning: The risks reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the risks.
        warning: Neither answer of the model for the risks could be used: it held no whole item. The data tell it instead.
        section: risks, items None
        stage: conclusion
        conclusion writes:  
        warning: The model read only 12 tokens of a prompt of about 206: the context was cut, so do not rely on the conclusion. Choose a larger `num_ctx`.
        warning: The conclusion reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the conclusion.
        stage: conclusion
        conclusion writes:  
        warning: The model read only 12 tokens of a prompt of about 221: the context was cut, so do not rely on the conclusion. Choose a larger `num_ctx`.
        warning: The conclusion reached its longest length (560 tokens) and was cut there. Choose a larger `num_predict`.
        warning: The model wrote nothing for the conclusion.
        warning: Neither answer of the model for the conclusion could be used: it held no whole item. The data tell it instead.
        section: conclusion, items None
        done: gemma3 wrote Some(5000) tokens from Some(120), load None ms, prompt None ms, eval None ms, None tokens/s, report, Ollama Some("0.24.0")"#]]).await;
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_gives_a_prefix_of_the_text_and_never_an_end() {
    for breaks in [true, false] {
        let cut = Arc::new(AtomicUsize::new(0));
        let at = cut.clone();
        let (url, _) = fake::ollama(move || {
            let bytes = &WHOLE.as_bytes()[..at.load(SeqCst)];
            if breaks { broken(bytes) } else { answer(bytes) }
        })
        .await;
        let ollama = Ollama::at(&url).unwrap();
        let ask = Ask { model: "gemma3".to_owned(), messages: vec![], schema: None, options: Options::default() };
        for length in 0..WHOLE.len() {
            cut.store(length, SeqCst);
            let mut text = String::new();
            let end = match ollama.chat(&ask).await {
                Err(failure) => Some(Err(failure)),
                Ok(mut answer) => loop {
                    match answer.next().await {
                        Some(Ok(Piece::Text(more))) => text.push_str(&more),
                        end => break end,
                    }
                },
            };
            assert!("64 µs.".starts_with(&text), "{text}");
            let is_cut = matches!(end, Some(Err(Failure::UpstreamEnded { .. } | Failure::Unreachable { .. })));
            assert!(is_cut, "cut at {length}: {end:?}");
        }
    }
}
