//! Documents of the drop, held against its data: each opens into its text, where what was judged is marked in place.

use crate::desk::{Desk, Known};
use insight::document::{Judgement, Line, Part, Passage, Statement, Text, passages};
use insight::shown::format_count;
use leptos::prelude::*;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Documents shown before a reader asks for all.
const SHOWN: usize = 8;
/// Folded lines that one press unfolds: more would be felt.
const UNFOLDED: u64 = 400;

/// A document with what was judged in it.
#[derive(Clone)]
struct Judged {
    path: String,
    statements: Arc<Vec<Statement>>,
}

impl Judged {
    fn count(&self, verdict: Judgement) -> usize {
        self.statements.iter().filter(|statement| statement.verdict == verdict).count()
    }

    /// The documents of a summary, those that are contradicted most often first.
    fn all(statements: &[Statement]) -> Vec<Self> {
        let mut all: Vec<Self> = statements
            .chunk_by(|a, b| a.path == b.path)
            .map(|of| Self { path: of[0].path.clone(), statements: Arc::new(of.to_vec()) })
            .collect();
        all.sort_by_key(|document| std::cmp::Reverse(document.count(Judgement::Contradicted)));
        all
    }
}

/// The documents of what is known; nothing where no statement was judged.
#[component]
pub(crate) fn DocumentsSection(known: Known) -> impl IntoView {
    let all = Judged::all(&known.summary.documents);
    if all.is_empty() {
        return None;
    }
    let count = |verdict| all.iter().map(|document| document.count(verdict)).sum::<usize>();
    let (wrong, right) = (count(Judgement::Contradicted), count(Judgement::Supported));
    let statements = if wrong + right == 1 { "statement" } else { "statements" };
    let words = format!("{} {statements} checked, {wrong} contradicted, {right} supported", wrong + right);
    let mut lines: Vec<_> = all.into_iter().map(|document| view! { <Document document=document/> }).collect();
    let rest = lines.split_off(lines.len().min(SHOWN));
    let more = (!rest.is_empty()).then(|| {
        view! { <details class="smaller"><summary>{format!("{} more documents", rest.len())}</summary>{rest}</details> }
    });
    Some(view! {
        <section class="documents" id="documents" aria-labelledby="documents-title" data-testid="documents">
            <div class="section-head">
                <h2 id="documents-title">"What documents state"</h2>
                <span class="quiet grow" data-testid="documents-checked">{words}</span>
            </div>
            {lines}
            {more}
        </section>
    })
}

/// One document: how much of it holds, and when it is opened its text.
#[component]
fn Document(document: Judged) -> impl IntoView {
    let desk = Desk::here();
    let opened = RwSignal::new(false);
    let (folder, name) = document
        .path
        .rsplit_once('/')
        .map_or(("", document.path.as_str()), |(_, name)| (&document.path[..document.path.len() - name.len()], name));
    let said = |verdict, class, word| {
        let count = document.count(verdict);
        (count > 0).then(|| view! { <span class=class>{format!("{count} {word}")}</span> })
    };
    let counts = view! {
        {said(Judgement::Contradicted, "bad", "contradicted")}
        {said(Judgement::Supported, "good", "supported")}
    };
    let heading =
        view! { <span class="name"><span class="quiet">{folder.to_owned()}</span>{name.to_owned()}</span>{counts} };
    let path = document.path.clone();
    let on_toggle = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlDetailsElement>| {
        if event.target().open() {
            desk.open_document(&path);
            opened.set(true);
        }
    };
    let body = move || opened.get().then(|| view! { <Body document=document.clone()/> });
    view! {
        <details class="study document" data-testid="document" on:toggle:target=on_toggle>
            <summary>{heading}</summary>
            {body}
        </details>
    }
}

/// The text around what was judged, once the worker has sent it.
#[component]
fn Body(document: Judged) -> impl IntoView {
    let desk = Desk::here();
    let Judged { path, statements } = document;
    let answer = Memo::new(move |_| desk.session.with(|session| session.documents.get(&path).cloned()));
    move || {
        let Some(answer) = answer.get() else {
            return view! { <p class="below quiet" aria-busy="true">"reading the document"</p> }.into_any();
        };
        let fault = answer.as_ref().as_ref().err().map(|why| {
            let why = format!("the browser cannot read this file any more: {}", why.trim_end_matches('.'));
            view! { <p class="fault" role="alert">{why}<span class="hint">"drop it again to see its text"</span></p> }
        });
        let text = lines_of(&answer);
        let left_out = (text.left_out > 0)
            .then(|| view! { <p class="below quiet">{format!("{} more lines are not shown", format_count(text.left_out))}</p> });
        let passages: Vec<_> = passages(text, &statements)
            .into_iter()
            .map(|passage| match passage {
                Passage::Shown(lines) => {
                    lines.iter().map(|line| self::line(desk, line, &statements)).collect::<Vec<_>>().into_any()
                }
                Passage::Folded(lines) => view! { <Fold lines=lines answer=answer.clone()/> }.into_any(),
            })
            .collect();
        view! { {fault}<ol class="text" role="list" data-testid="document-text">{passages}</ol>{left_out} }.into_any()
    }
}

/// What the worker sent; no line where it could not.
fn lines_of(answer: &Result<Text, String>) -> &Text {
    static NONE: Text = Text { lines: Vec::new(), left_out: 0 };
    answer.as_ref().unwrap_or(&NONE)
}

/// Lines about which nothing is known, shown on demand.
#[component]
fn Fold(lines: RangeInclusive<u64>, answer: Arc<Result<Text, String>>) -> impl IntoView {
    let unfolded = RwSignal::new(0);
    let (first, count) = (*lines.start(), lines.end() - lines.start() + 1);
    let shown = move || {
        let words = |number: u64| lines_of(&answer).lines.get(usize::try_from(number - 1).ok()?);
        let numbers = first..first + unfolded.get();
        numbers.filter_map(|number| Some(plain(number, words(number)?))).collect::<Vec<_>>()
    };
    let rest = move || {
        let left = count - unfolded.get();
        let words = if left == 1 { "1 line".to_owned() } else { format!("{} lines", format_count(left)) };
        let more = move |_| unfolded.update(|shown| *shown = (*shown + UNFOLDED).min(count));
        (left > 0).then(|| {
            view! { <li class="fold"><button type="button" class="choose" title="show them" on:click=more>{words}</button></li> }
        })
    };
    view! { {shown}{rest} }
}

/// A line that was not judged.
fn plain(number: u64, words: &str) -> impl IntoView + use<> {
    view! { <li class:heading=words.starts_with('#')><span class="ordinal">{number}</span><span>{words.to_owned()}</span></li> }
}

/// A line; one with statements opens into what the data say of them.
fn line(desk: Desk, line: &Line, statements: &[Statement]) -> AnyView {
    let about: Vec<&Statement> = line.statements.iter().filter_map(|at| statements.get(*at)).collect();
    if about.is_empty() {
        let words: String = line.parts.iter().map(|part| part.text.as_str()).collect();
        return plain(line.number, &words).into_any();
    }
    let is_wrong = about.iter().any(|statement| statement.verdict == Judgement::Contradicted);
    let parts: Vec<_> = line.parts.iter().map(part).collect();
    let reasons: Vec<_> = about.into_iter().map(|statement| reason(desk, statement)).collect();
    view! {
        <li class="judged">
            <details open=is_wrong data-testid="statement">
                <summary title="what the data say"><span class="ordinal">{line.number}</span><span>{parts}</span></summary>
                <ul>{reasons}</ul>
            </details>
        </li>
    }
    .into_any()
}

fn part(part: &Part) -> AnyView {
    let words = part.text.clone();
    match part.verdict {
        None => words.into_any(),
        Some(Judgement::Supported) => view! { <mark class="found">{words}</mark> }.into_any(),
        Some(Judgement::Contradicted) => view! { <mark class="not-found">{words}</mark> }.into_any(),
    }
}

/// What the data say of a statement, and the files where that stands.
fn reason(desk: Desk, statement: &Statement) -> impl IntoView + use<> {
    let (class, verdict) = match statement.verdict {
        Judgement::Contradicted => ("bad", "contradicted"),
        Judgement::Supported => ("good", "supported"),
    };
    let link = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_alone = statement.files.iter().filter(|other| other.rsplit('/').next() == Some(name)).count() == 1;
        let (shown, path) = (if is_alone { name } else { path }.to_owned(), path.clone());
        let title = path.clone();
        view! { <a href="#files" title=title on:click=move |_| desk.look_into(&path)>{shown}</a> }
    };
    // Where the sentence names a file its name is the link; the others follow.
    let mut words: Vec<AnyView> = Vec::new();
    let mut rest = statement.data.as_str();
    while let Some((at, path)) = statement
        .files
        .iter()
        .filter_map(|path| Some((rest.find(path.as_str())?, path)))
        .min_by_key(|(at, path)| (*at, usize::MAX - path.len()))
    {
        words.push(rest[..at].to_owned().into_any());
        words.push(link(path).into_any());
        rest = &rest[at + path.len()..];
    }
    words.push(rest.to_owned().into_any());
    let others: Vec<_> = statement
        .files
        .iter()
        .filter(|path| !statement.data.contains(path.as_str()))
        .map(|path| view! { <span class="source">{link(path)}</span> })
        .collect();
    view! { <li><b class=class>{verdict}</b>" "{words}{others}</li> }
}
