//! The report by a model: what is sent, the text as it is written, and what became of its numbers.

use crate::desk::Desk;
use crate::link;
use crate::options::{Form, OptionsForm};
use crate::written::{Basis, Written};
use insight::brief::{Brief, USUAL_CONTEXT};
use insight::fact::{Fact, facts};
use insight::prompt;
use insight::report::writing::Writing;
use insight::session::{JobState, Link, Notice};
use insight::wire::{JobRequest, VERSION};
use leptos::prelude::*;

/// The panel beside the report from the data.
#[component]
pub(crate) fn Writer() -> impl IntoView {
    let desk = Desk::here();
    let form = Form::empty();
    let basis = RwSignal::new(None);
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
        if let Ok((request, data)) = request(desk, form) {
            basis.set(Some(data));
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
            <Written state=state basis=basis/>
        </article>
    }
}

/// What will be posted, and the facts it rests on.
fn request(desk: Desk, form: Form) -> Result<(JobRequest, Basis), String> {
    let options = form.options().map_err(|field| format!("`{field}` is not a number it can take"))?;
    let known = desk.known.get().ok_or("nothing was read yet")?;
    let model = desk.session.with(|session| form.model(&session.link));
    let voice = form.voice();
    let facts = facts(&known.summary);
    let brief = Brief::of(&known.summary, &facts, &voice, options.num_ctx);
    let basis = Basis::of(known, facts, brief.clone(), model.clone());
    Ok((JobRequest { version: VERSION, model, options, brief, voice, analysis: form.analysis() }, basis))
}

/// How far the report is, in words.
fn words_of(state: &JobState) -> Option<String> {
    Some(match state {
        JobState::None | JobState::Failed { .. } => return None,
        JobState::Connecting => "asking the companion".to_owned(),
        JobState::Queued { ahead: 1 } => "waiting for another report".to_owned(),
        JobState::Queued { ahead } => format!("waiting for {ahead} other reports"),
        JobState::Loading { model } => format!("loading {model}"),
        JobState::Writing { stage } => format!("writing the {stage}"),
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
pub(crate) fn sentence(notice: Notice) -> impl IntoView {
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

/// The messages of the first call, how long they are, and what is not sent.
fn first_call(request: &JobRequest, facts: &[Fact]) -> String {
    let num_ctx = request.options.num_ctx.unwrap_or(USUAL_CONTEXT);
    let writing = Writing::of(request.brief.clone(), request.voice.clone(), num_ctx);
    let mut writing = writing.with_analysis(request.analysis);
    let Some(call) = writing.next_call() else { return String::new() };
    let messages: Vec<String> =
        call.messages.iter().map(|message| format!("[{}]\n{}\n\n", message.role, message.content)).collect();
    let left_out = request.brief.left_out(facts);
    format!(
        "{}About {} tokens; the longest prompt of a part has about {}\n{} of {} facts are not sent: {}\n",
        messages.concat(),
        prompt::tokens(&call.messages),
        request.brief.tokens,
        left_out.len(),
        facts.len(),
        left_out.join(" ")
    )
}

/// Exactly what is sent, computed when someone looks.
#[component]
fn Sent(form: Form) -> impl IntoView {
    let desk = Desk::here();
    let open = RwSignal::new(false);
    let text = move || {
        open.get().then(|| match request(desk, form) {
            Ok((request, basis)) => first_call(&request, basis.facts()),
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
