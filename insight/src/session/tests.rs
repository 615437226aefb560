//! Sequences of events and what a reader sees after each.

use super::*;
use crate::wire::{Backend, JobEvent, Metrics};
use expect_test::{Expect, expect};

fn shown(session: &Session) -> String {
    let mut lines = vec![format!("worker: {:?}", session.worker)];
    if let Some(p) = session.progress {
        let cancelling = if p.cancelling { ", cancelling" } else { "" };
        lines.push(format!(
            "reading: {}/{} files, {}/{} bytes{cancelling}",
            p.files_done, p.files, p.bytes_done, p.bytes
        ));
    }
    if let Some(data) = &session.data {
        lines.push(format!("data: {}{}", data.summary.title, if data.cancelled { " (cancelled)" } else { "" }));
    }
    let files: Vec<&str> = session.files().map(|file| file.path.as_str()).collect();
    if !files.is_empty() {
        lines.push(format!("files: {}", files.join(" ")));
    }
    if let Some(notice) = &session.notice {
        lines.push(format!("notice: {notice}"));
    }
    let link = format!("{:?}", session.link);
    lines.push(format!("link: {}", link.split([' ', '(']).next().unwrap_or("")));
    if let Some(notice) = session.link.notice() {
        lines.push(notice.to_string());
    }
    if let Some(notice) = session.link.model_notice("gemma3") {
        lines.push(notice.to_string());
    }
    if session.job.state != JobState::None {
        match &session.job.state {
            JobState::Done { metrics } => lines.push(format!("job: done, first text after {} ms", metrics.ttft_ms)),
            JobState::Failed { notice, retryable } => lines.push(format!("job: failed (again: {retryable}): {notice}")),
            state => lines.push(format!("job: {state:?}")),
        }
        lines.extend(session.job.warnings.iter().map(|warning| format!("warning: {warning}")));
        lines.extend(session.job.drafts.iter().map(|draft| format!("{}: {:?}", draft.stage, draft.text)));
        if session.job.outdated {
            lines.push("the data changed since".to_owned());
        }
    }
    if session.can_write() {
        lines.push("can write".to_owned());
    }
    lines.join("\n") + "\n"
}

fn check(events: Vec<Event>, expected: &Expect) {
    let mut session = Session::default();
    for event in events {
        session.apply(event);
    }
    expected.assert_eq(&shown(&session));
}

fn ready() -> Event {
    Event::FromWorker(FromWorker::Ready { version: VERSION })
}

fn file(path: &str) -> FileLine {
    let json = serde_json::json!({
        "path": path, "bytes": 1, "kind": "csv", "recognized": null, "role": {"use": "measured"},
        "rows": {"in_file": 0, "kept": 0, "reported": 0}, "read": 0, "failed": 0, "outcome": "", "problems": [],
    });
    serde_json::from_value(json).unwrap()
}

fn summary(title: &str, paths: &[&str], cancelled: bool) -> Event {
    let summary =
        Summary { title: title.to_owned(), files: paths.iter().map(|path| file(path)).collect(), ..Summary::default() };
    let summary = Box::new(summary);
    let report = "# Report".to_owned();
    Event::FromWorker(FromWorker::Summary { summary, report, ingest_ms: 1.0, analysis_ms: 2.0, cancelled, more: false })
}

/// The same summary, told before its sweeps were looked at.
fn at_once(event: Event) -> Event {
    match event {
        Event::FromWorker(FromWorker::Summary { summary, report, ingest_ms, analysis_ms, cancelled, .. }) => {
            Event::FromWorker(FromWorker::Summary { summary, report, ingest_ms, analysis_ms, cancelled, more: true })
        }
        other => other,
    }
}

fn hello(version: u32, models: &[&str], problem: Option<&str>) -> Event {
    Event::HelloAnswered(Ok(Hello {
        name: "chimera-insight".to_owned(),
        release: "0.1.0".to_owned(),
        version,
        backend: Backend {
            kind: "ollama".to_owned(),
            version: None,
            models: models.iter().map(|&model| model.to_owned()).collect(),
            problem: problem.map(str::to_owned),
        },
    }))
}

fn job(id: u64, event: JobEvent) -> Event {
    Event::Job(Numbered { id, event })
}

fn token(id: u64, stage: &str, text: &str) -> Event {
    job(id, JobEvent::Token { stage: stage.to_owned(), text: text.to_owned() })
}

fn failed(code: &str, message: &str) -> Vec<Event> {
    let ask = Event::ReportAsked { model: "gemma3".to_owned() };
    let event = JobEvent::Error { code: code.to_owned(), message: message.to_owned(), retryable: false };
    vec![ask, token(1, "report", "1. Exec"), job(2, event)]
}

/// A session in which a report can be written, and one is asked for.
fn asked() -> Vec<Event> {
    vec![
        ready(),
        summary("Two runs", &["a.csv", "b.csv"], false),
        hello(VERSION, &["gemma3:latest"], None),
        Event::ReportAsked { model: "gemma3".to_owned() },
    ]
}

fn then(mut events: Vec<Event>, more: Vec<Event>) -> Vec<Event> {
    events.extend(more);
    events
}

#[test]
fn reading_goes_from_drop_to_summary() {
    let progress = Event::FromWorker(FromWorker::Progress { files_done: 1, files: 2, bytes_done: 10, bytes: 30 });
    let reading = vec![
        ready(),
        Event::Dropped { files: 2, bytes: 30 },
        Event::FromWorker(FromWorker::File(Box::new(file("a.csv")))),
        progress,
    ];
    check(
        vec![],
        &expect![[r#"
        worker: Starting
        link: Unknown
    "#]],
    );
    check(
        vec![ready(), Event::Dropped { files: 0, bytes: 0 }],
        &expect![[r#"
        worker: Ready
        notice: there is no file in what was dropped
        hint: drop benchmark files or a folder that holds some
        link: Unknown
    "#]],
    );
    check(
        reading.clone(),
        &expect![[r#"
        worker: Ready
        reading: 1/2 files, 10/30 bytes
        files: a.csv
        link: Unknown
    "#]],
    );
    check(
        then(reading.clone(), vec![Event::ReadingCancelled]),
        &expect![[r#"
        worker: Ready
        reading: 1/2 files, 10/30 bytes, cancelling
        files: a.csv
        link: Unknown
    "#]],
    );
    check(
        then(reading.clone(), vec![summary("Two runs", &["a.csv", "b.csv"], false)]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Unknown
    "#]],
    );
    // Nobody can have a report written on half of what is known.
    check(
        then(reading.clone(), vec![at_once(summary("Two runs", &["a.csv", "b.csv"], false))]),
        &expect![[r#"
        worker: Ready
        reading: 1/2 files, 10/30 bytes
        data: Two runs
        files: a.csv b.csv
        link: Unknown
    "#]],
    );
    check(
        then(reading.clone(), vec![Event::ReadingCancelled, summary("One run", &["a.csv"], true)]),
        &expect![[r#"
        worker: Ready
        data: One run (cancelled)
        files: a.csv
        link: Unknown
    "#]],
    );
    check(
        then(reading, vec![Event::Cleared]),
        &expect![[r#"
        worker: Ready
        link: Unknown
    "#]],
    );
}

#[test]
fn a_worker_that_cannot_read_says_so_and_what_was_read_stays() {
    check(
        vec![Event::FromWorker(FromWorker::Ready { version: VERSION + 1 })],
        &expect![[r#"
            worker: WrongVersion { found: 3 }
            notice: the page and its reader are of different releases: 2 and 3
            hint: reload the page without the browser's cache (Ctrl+Shift+R)
            link: Unknown
        "#]],
    );
    check(
        vec![
            ready(),
            summary("Two runs", &["a.csv", "b.csv"], false),
            Event::Dropped { files: 1, bytes: 9 },
            Event::WorkerFailed { why: "unreachable executed".to_owned() },
        ],
        &expect![[r#"
            worker: Failed { why: "unreachable executed" }
            data: Two runs
            files: a.csv b.csv
            notice: the reader stopped, which is a bug: unreachable executed
            hint: what it was reading is left out, the other files are read again; please report the message with the file
            link: Unknown
        "#]],
    );
}

#[test]
fn each_state_of_the_companion_says_what_to_do() {
    check(
        vec![Event::HelloAsked],
        &expect![[r#"
        worker: Starting
        link: Checking
    "#]],
    );
    check(
        vec![Event::HelloAnswered(Err(NoHello::Unreachable))],
        &expect![[r#"
        worker: Starting
        link: Unreachable
        no companion answers
        hint: start it with `chimera-insight serve`, or `cargo xtask start` in the source folder, then check again
    "#]],
    );
    check(
        vec![Event::HelloAnswered(Err(NoHello::Foreign))],
        &expect![[r#"
        worker: Starting
        link: Foreign
        another program answers where the companion should
        hint: start it with `chimera-insight serve`, or `cargo xtask start` in the source folder, then check again
    "#]],
    );
    check(
        vec![hello(VERSION + 1, &[], None)],
        &expect![[r#"
            worker: Starting
            link: WrongVersion
            the page speaks version 2 and the companion version 3
            hint: reload the page
        "#]],
    );
    check(
        vec![hello(0, &[], None)],
        &expect![[r#"
            worker: Starting
            link: WrongVersion
            the page speaks version 2 and the companion version 0
            hint: start the newer companion
        "#]],
    );
    check(
        vec![hello(VERSION, &[], Some("Ollama does not answer at `http://127.0.0.1:11434`"))],
        &expect![[r#"
            worker: Starting
            link: BackendProblem
            Ollama does not answer at `http://127.0.0.1:11434`
        "#]],
    );
    check(
        vec![hello(VERSION, &[], None)],
        &expect![[r#"
        worker: Starting
        link: Ready
        the backend has no model `gemma3`
        hint: get it with `ollama pull gemma3`, or choose another model
    "#]],
    );
    check(
        vec![hello(VERSION, &["gemma3:latest"], None)],
        &expect![[r#"
        worker: Starting
        link: Ready
    "#]],
    );
}

#[test]
fn a_report_goes_from_asking_to_metrics() {
    let queue = job(2, JobEvent::Queue { ahead: 1 });
    let loading = job(3, JobEvent::Loading { model: "gemma3".to_owned() });
    let stage = job(4, JobEvent::Stage { stage: "report".to_owned() });
    let done = JobEvent::Done { metrics: Box::new(Metrics { ttft_ms: 12.5, ..Metrics::default() }) };
    let writing = vec![stage, token(5, "report", "1. Exec"), token(6, "report", "utive")];
    check(
        asked(),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Connecting
    "#]],
    );
    check(
        then(asked(), vec![job(1, JobEvent::Accepted { job: "j".to_owned() }), queue]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Queued { ahead: 1 }
    "#]],
    );
    check(
        then(asked(), vec![loading]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Loading { model: "gemma3" }
    "#]],
    );
    check(
        then(asked(), writing.clone()),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Writing { stage: "report" }
        report: "1. Executive"
    "#]],
    );
    let warning = job(7, JobEvent::Warning { message: "cut at 400 words".to_owned() });
    let finished = then(asked(), then(writing, vec![warning, job(8, done)]));
    check(
        finished.clone(),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: done, first text after 12.5 ms
        warning: cut at 400 words
        report: "1. Executive"
        can write
    "#]],
    );
    check(
        then(finished, vec![summary("Three runs", &["c.csv"], false)]),
        &expect![[r#"
        worker: Ready
        data: Three runs
        files: c.csv
        link: Ready
        job: done, first text after 12.5 ms
        warning: cut at 400 words
        report: "1. Executive"
        the data changed since
        can write
    "#]],
    );
}

#[test]
fn text_is_kept_when_a_report_ends_early_and_late_events_change_nothing() {
    let begun = then(asked(), vec![token(5, "analysis", "- a"), token(6, "report", "1.")]);
    check(
        then(begun.clone(), vec![Event::Stopped, token(7, "report", " late")]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Stopped
        analysis: "- a"
        report: "1."
        can write
    "#]],
    );
    check(
        then(begun.clone(), vec![Event::ConnectionLost, Event::Stopped]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: failed (again: true): the connection to the companion was lost before the report was finished
        hint: the text written so far is kept; check that the companion still runs, then write the report again
        analysis: "- a"
        report: "1."
        can write
    "#]],
    );
    check(
        then(asked(), vec![Event::ConnectionLost]),
        &expect![[r#"
            worker: Ready
            data: Two runs
            files: a.csv b.csv
            link: Ready
            job: failed (again: true): the companion did not answer when the report was asked for
            hint: check that it still runs, then write the report again
            can write
        "#]],
    );
    check(
        then(begun, vec![token(6, "report", "1."), token(7, "report", " once")]),
        &expect![[r#"
        worker: Ready
        data: Two runs
        files: a.csv b.csv
        link: Ready
        job: Writing { stage: "report" }
        analysis: "- a"
        report: "1. once"
    "#]],
    );
}

#[test]
fn each_failure_of_a_report_says_what_to_do() {
    check(
        failed("unreachable", "Ollama does not answer"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): Ollama does not answer
        hint: start Ollama with `ollama serve`, then write the report again
        report: "1. Exec"
    "#]],
    );
    check(
        failed("model_missing", "Ollama has no model `gemma3`"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): Ollama has no model `gemma3`
        hint: get it with `ollama pull gemma3`, or choose another model
        report: "1. Exec"
    "#]],
    );
    check(
        failed("prompt_too_long", "the prompt has 9000 tokens, the context 4096"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): the prompt has 9000 tokens, the context 4096
        hint: leave `num_ctx` at its default, or choose a larger one
        report: "1. Exec"
    "#]],
    );
    check(
        failed("upstream_ended", "the model stopped without finishing"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): the model stopped without finishing
        hint: the text written so far is kept; write the report again
        report: "1. Exec"
    "#]],
    );
    check(
        failed("backend", "something odd\nhint: look at its log"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): something odd
        hint: look at its log
        report: "1. Exec"
    "#]],
    );
    check(
        failed("cancelled", "cancelled"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: Stopped
        report: "1. Exec"
    "#]],
    );
    check(
        failed("shutting_down", "the companion is being stopped"),
        &expect![[r#"
        worker: Starting
        link: Unknown
        job: failed (again: false): the companion is being stopped
        hint: start it with `chimera-insight serve`, or `cargo xtask start` in the source folder, then check again
        report: "1. Exec"
    "#]],
    );
}

#[test]
fn a_second_look_keeps_what_was_asked_meanwhile_and_other_files_do_not() {
    let kept = |then: Vec<Event>| {
        let mut session = Session::default();
        let chart = FromWorker::Chart { study: "s1".to_owned(), metric: "ttft".to_owned(), svg: "<svg/>".to_owned() };
        let first = at_once(summary("Two runs", &["a.csv"], false));
        for event in [ready(), first, Event::FromWorker(chart)].into_iter().chain(then) {
            session.apply(event);
        }
        (session.charts.len(), session.data.is_some_and(|data| data.more))
    };
    let ended = || Event::WorkerFailed { why: "out of memory".to_owned() };
    assert_eq!(kept(vec![]), (1, true));
    assert_eq!(kept(vec![summary("Two runs", &["a.csv"], false)]), (1, false));
    assert_eq!(kept(vec![summary("Two runs", &["a.csv"], false), summary("Another", &["b.csv"], false)]), (0, false));
    assert_eq!(kept(vec![ended()]), (1, false));
    assert_eq!(kept(vec![ended(), summary("Another", &["b.csv"], false)]), (0, false));
}
