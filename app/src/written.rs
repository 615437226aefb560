//! What a model has written: each line is checked as it is finished, and what became of it stands below.

use crate::desk::{Desk, Known};
use crate::markdown::{self, Mark};
use crate::metrics_view;
use crate::report_view::Guarded;
use crate::writer::{sentence, spelled};
use insight::brief::Brief;
use insight::fact::Fact;
use insight::grounding::claims::{Counts, Progress, Verifier};
use insight::report::{so_far, written};
use insight::session::{Job, JobState};
use leptos::prelude::*;
use std::sync::Arc;

/// What a report is checked against: the data it was asked for with, whatever was dropped since.
#[derive(Clone)]
pub(crate) struct Basis(Arc<Asked>);

struct Asked {
    known: Known,
    facts: Vec<Fact>,
    verifier: Verifier,
    brief: Brief,
    model: String,
}

impl Basis {
    /// What is known, and what of it was sent to which model.
    pub(crate) fn of(known: Known, facts: Vec<Fact>, brief: Brief, model: String) -> Self {
        let verifier = Verifier::beside(&facts, &known.summary, &known.report);
        Self(Arc::new(Asked { known, facts, verifier, brief, model }))
    }

    /// Every fact.
    pub(crate) fn facts(&self) -> &[Fact] {
        &self.0.facts
    }

    /// The parts that are being written, slots filled.
    fn so_far(&self, job: &Job) -> String {
        so_far(&self.0.brief, &job.sections, &job.parts())
    }

    /// The finished report, every sentence of the model held against the data.
    fn written(&self, job: &Job) -> String {
        let Asked { known, verifier, brief, model, .. } = &*self.0;
        written(&known.summary, verifier, brief, model, &job.sections).markdown
    }

    /// What a text states with the verdicts, and how many there are of each.
    fn marks(&self, text: &str) -> (Vec<Mark>, Counts) {
        let items = self.0.verifier.check(text);
        let counts = Counts::of(&items);
        (items.into_iter().filter_map(Mark::of).collect(), counts)
    }

    /// The same of a text that grows by lines, of which only the new ones are looked at; days are judged when it is whole.
    fn marks_so_far(&self, text: &str, growing: &mut Growing) -> (Vec<Mark>, Counts) {
        if !text.starts_with(&growing.text) {
            *growing = Growing::default();
        }
        self.0.verifier.go_on(text, text.len(), &mut growing.checked);
        growing.text.push_str(&text[growing.text.len()..]);
        let items = growing.checked.items();
        let mut marks: Vec<Mark> = items.iter().cloned().filter_map(Mark::of).collect();
        marks.sort_by_key(|mark| mark.at.start);
        (marks, Counts::of(items))
    }
}

/// A text while it is written, and how far it was checked.
#[derive(Default)]
struct Growing {
    text: String,
    checked: Progress,
}

/// The report so far or finished, its warnings, and its metrics.
#[component]
pub(crate) fn Written(state: Memo<JobState>, basis: RwSignal<Option<Basis>>) -> impl IntoView {
    let desk = Desk::here();
    let analysis = Memo::new(move |_| desk.session.with(|session| session.job.text("analysis").map(str::to_owned)));
    let report = Memo::new(move |_| {
        let basis = basis.get()?;
        let is_done = state.with(|state| matches!(state, JobState::Done { .. }));
        let text =
            desk.session.with(|session| if is_done { basis.written(&session.job) } else { basis.so_far(&session.job) });
        Some(text).filter(|text| !text.is_empty())
    });
    let running = Memo::new(move |_| desk.session.with(|session| session.job.is_running()));
    let done = Memo::new(move |_| state.with(|state| matches!(state, JobState::Done { .. })));
    let warnings = Memo::new(move |_| desk.session.with(|session| session.job.warnings.clone()));
    let outdated = Memo::new(move |_| desk.session.with(|session| session.job.outdated));
    let failed = move || match state.get() {
        JobState::Failed { notice, .. } => {
            Some(view! { <div class="notice" role="alert" data-testid="job-notice"><p>{sentence(notice)}</p></div> })
        }
        _ => None,
    };
    let metrics = move || match state.get() {
        JobState::Done { metrics } => Some(metrics_view::table(&metrics, desk.known.get_untracked().as_ref())),
        _ => None,
    };
    let has = Memo::new(move |_| (analysis.with(Option::is_some), report.with(Option::is_some)));
    let notes = move || {
        has.get().0.then(|| {
            let text = move || analysis.get();
            view! {
                <details class="sent" open=move || !has.get().1>
                    <summary>"What the model chose to tell"</summary>
                    <div class="draft" aria-busy=move || (running.get() && !has.get().1).to_string()>{text}</div>
                </details>
            }
        })
    };
    let text = move || has.get().1.then(|| view! { <Checked report=report running=running done=done basis=basis/> });
    let warn = |words: &str| view! { <div class="notice warn"><p>{spelled(words)}</p></div> };
    view! {
        {failed}
        {move || warnings.get().iter().map(|warning| warn(warning)).collect::<Vec<_>>()}
        {move || outdated.get().then(|| warn("The data changed after this report was asked for"))}
        {notes}
        {text}
        {metrics}
    }
}

/// The report with its numbers marked; the line that is being written is not checked yet.
#[component]
fn Checked(
    report: Memo<Option<String>>,
    running: Memo<bool>,
    done: Memo<bool>,
    basis: RwSignal<Option<Basis>>,
) -> impl IntoView {
    let split = move || {
        let text = report.get().unwrap_or_default();
        let cut = if running.get() { text.rfind('\n').map_or(0, |at| at + 1) } else { text.len() };
        (text, cut)
    };
    let finished = Memo::new(move |_| {
        let (mut text, cut) = split();
        text.truncate(cut);
        text
    });
    let tail = Memo::new(move |_| {
        let (text, cut) = split();
        text[cut..].to_owned()
    });
    let growing = StoredValue::new(Growing::default());
    let marks = Memo::new(move |_| {
        let Some(basis) = basis.get() else { return Default::default() };
        let so_far = |text: &str| growing.try_update_value(|growing| basis.marks_so_far(text, growing));
        finished.with(|text| if running.get() { so_far(text).unwrap_or_default() } else { basis.marks(text) })
    });
    let counted = move || {
        let counts = marks.with(|(_, counts)| *counts);
        match counts.all() {
            0 if running.get() => "statements checked: none so far".to_owned(),
            0 => "no statement in the text to check".to_owned(),
            _ => format!("statements checked: {counts}"),
        }
    };
    let nodes = move || finished.with(|text| marks.with(|(marks, _)| markdown::nodes(text, marks, 3)));
    let writing = move || running.get().then(|| view! { <p class="draft" aria-busy="true">{tail}</p> });
    let text = Signal::derive(move || report.get().unwrap_or_default());
    let contradicted = Signal::derive(move || marks.with(|(_, counts)| counts.contradicted));
    let save = move || {
        done.get().then(|| {
            view! { <Guarded contradicted=contradicted text=text name="chimera-insight-model-report.md"/> }
        })
    };
    view! {
        <div class="ways"><span class="verdict" data-testid="numbers-checked">{counted}</span>{save}</div>
        <div class="prose" data-testid="writer-text">{nodes}{writing}</div>
    }
}
