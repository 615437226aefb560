//! The report by a model: what is sent, the text as it is written, and what became of its numbers.

use crate::desk::Desk;
use crate::link;
use crate::markdown;
use crate::metrics_view;
use crate::options::{Form, OptionsForm};
use crate::report_view::Save;
use insight::brief::{Brief, budget_for};
use insight::fact::facts;
use insight::session::{JobState, Link, Notice};
use insight::wire::{JobRequest, VERSION};
use leptos::prelude::*;

/// The panel beside the report from the data.
#[component]
pub(crate) fn Writer() -> impl IntoView {
    let desk = Desk::here();
    let form = Form::empty();
    let can_write = Memo::new(move |_| desk.session.with(|session| session.can_write()));
    let running = Memo::new(move |_| desk.session.with(|session| session.job.is_running()));
    let state = Memo::new(move |_| desk.session.with(|session| session.job.state.clone()));
    Effect::new(move || {
        if let Some(words) = state.with(words_of) {
            desk.status.set(words);
        }
    });
    let write = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Ok(request) = request(desk, form) {
            link::write(desk, request);
        }
    };
    view! {
        <article class="writer" id="writer" aria-labelledby="writer-title">
            <div class="section-head">
                <h2 id="writer-title">"Report by a model"</h2>
                <span class="quiet grow">"optional; every number is checked"</span>
            </div>
            <LinkNotice form=form/>
            <form on:submit=write>
                <OptionsForm form=form/>
                <div class="ways">
                    <button type="submit" class="primary" data-testid="write-report" disabled=move || !can_write.get()>"Write report"</button>
                    <button type="button" data-testid="stop" disabled=move || !running.get() on:click=move |_| link::stop(desk)>"Stop"</button>
                    <span class="quiet">{move || state.with(words_of)}</span>
                </div>
            </form>
            <Sent form=form/>
            <Outcome state=state/>
        </article>
    }
}

/// What will be posted.
fn request(desk: Desk, form: Form) -> Result<JobRequest, String> {
    let options = form.options().map_err(|field| format!("`{field}` is not a number it can take"))?;
    let known = desk.known.get().ok_or("nothing was read yet")?;
    let model = desk.session.with(|session| form.model(&session.link));
    let brief = Brief::of(&known.summary, &facts(&known.summary), budget_for(options.num_ctx));
    Ok(JobRequest { version: VERSION, model, options, brief })
}

/// How far the report is, in words.
fn words_of(state: &JobState) -> Option<String> {
    Some(match state {
        JobState::None | JobState::Failed { .. } => return None,
        JobState::Connecting => "asking the companion".to_owned(),
        JobState::Queued { ahead: 1 } => "waiting for another report".to_owned(),
        JobState::Queued { ahead } => format!("waiting for {ahead} other reports"),
        JobState::Loading { model } => format!("loading {model}"),
        JobState::Writing { stage } => format!("writing, stage {stage}"),
        JobState::Done { .. } => "finished".to_owned(),
        JobState::Stopped => "stopped; the text so far is kept".to_owned(),
    })
}

/// What stands in the way, and what to do.
#[component]
fn LinkNotice(form: Form) -> impl IntoView {
    let desk = Desk::here();
    let notice = Memo::new(move |_| {
        desk.session
            .with(|session| session.link.notice().or_else(|| session.link.model_notice(&form.model(&session.link))))
    });
    let alone = Memo::new(move |_| desk.session.with(|session| session.link == Link::Unreachable));
    let remark =
        move || alone.get().then(|| view! { <span class="hint">"The report from the data needs none."</span> });
    move || {
        notice.get().map(|notice| {
            view! {
                <div class="notice warn">
                    <p>{sentence(notice)}{remark}</p>
                    <button type="button" on:click=move |_| link::ask(desk)>"Check again"</button>
                </div>
            }
        })
    }
}

/// A notice with its hint on a line of its own.
fn sentence(notice: Notice) -> impl IntoView {
    view! { {spelled(&notice.what)}{notice.hint.map(|hint| view! { <span class="hint">{spelled(&hint)}</span> })} }
}

/// Text whose literals stand in backticks.
pub(crate) fn spelled(text: &str) -> Vec<AnyView> {
    let parts = text.split('`').enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => part.to_owned().into_any(),
            _ => view! { <code>{part.to_owned()}</code> }.into_any(),
        })
        .collect()
}

/// Exactly what is sent, computed when someone looks.
#[component]
fn Sent(form: Form) -> impl IntoView {
    let desk = Desk::here();
    let open = RwSignal::new(false);
    let text = move || {
        open.get().then(|| match request(desk, form) {
            Ok(request) => serde_json::to_string_pretty(&request).unwrap_or_default(),
            Err(why) => why,
        })
    };
    view! {
        <details class="sent" on:toggle:target=move |event| open.set(event.target().open())>
            <summary>"See exactly what is sent"</summary>
            <pre><code>{text}</code></pre>
        </details>
    }
}

/// The text so far, or the checked report with its metrics.
#[component]
fn Outcome(state: Memo<JobState>) -> impl IntoView {
    let desk = Desk::here();
    let text = move |stage: &'static str| {
        Memo::new(move |_| desk.session.with(|session| session.job.text(stage).map(str::to_owned)))
    };
    let (analysis, report) = (text("analysis"), text("report"));
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
    let done = Memo::new(move |_| state.with(|state| matches!(state, JobState::Done { .. })));
    let written = move || {
        if done.get() {
            return report.get().map(|text| checked(desk, &text).into_any());
        }
        let shown = move || report.get().or_else(|| analysis.get());
        let any = Memo::new(move |_| report.with(Option::is_some) || analysis.with(Option::is_some));
        any.get().then(|| {
            view! {
                <p class="quiet">"As it is written; its numbers are checked at the end."</p>
                <div class="draft" data-testid="writer-text" aria-busy="true">{shown}</div>
            }
            .into_any()
        })
    };
    let notes = move || {
        done.get().then(|| analysis.get()).flatten().map(|text| {
            view! {
                <details class="sent"><summary>"Notes of the analysis stage"</summary><div class="draft">{text}</div></details>
            }
        })
    };
    view! {
        {failed}
        {move || warnings.get().into_iter().map(|warning| view! { <div class="notice warn"><p>{spelled(&warning)}</p></div> }).collect::<Vec<_>>()}
        {move || outdated.get().then(|| view! { <div class="notice warn"><p>"The data changed after this report was asked for."</p></div> })}
        {written}
        {notes}
        {metrics}
    }
}

/// The finished report with its numbers marked.
fn checked(_desk: Desk, text: &str) -> impl IntoView + use<> {
    let nodes = markdown::nodes(text, &[], 3);
    let text = text.to_owned();
    view! {
        <div class="ways"><Save text=Signal::derive(move || text.clone()) name="chimera-insight-model-report.md"/></div>
        <div class="prose" data-testid="writer-text">{nodes}</div>
    }
}
