//! Every file that was dropped: what it was recognized as, what it is used for, its rows, and what is wrong with it.

use crate::columns::Columns;
use crate::desk::{Desk, Known};
use crate::windowed::{body, offset};
use insight::audit::Warning;
use insight::problem::{Problem, Severity, Spot};
use insight::reading::{Certainty, Kind};
use insight::shown::{format_count, format_value};
use insight::summary::{FileLine, Totals, Use};
use leptos::prelude::*;
use std::sync::Arc;

/// Files whose rows may be tall; of more only those in view are drawn.
const MOST: usize = 300;

/// The counts that add up, in one line.
#[component]
pub(crate) fn Counts(known: Known) -> impl IntoView {
    let totals = &known.summary.totals;
    view! {
        <p class="counts">
            <span>{uses(totals)}</span>
            <span>{kinds(totals)}</span>
            <span>{records(totals)}</span>
            <a href="#files">"files"</a>
        </p>
    }
}

fn uses(totals: &Totals) -> String {
    let uses = totals.uses;
    let parts: Vec<String> = [
        (uses.measured, "measured"),
        (uses.repeats, "the same again"),
        (uses.unusable, "nothing usable"),
        (uses.documents, if uses.documents == 1 { "document" } else { "documents" }),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", format_count(*count)))
    .collect();
    let files = if totals.files == 1 { "file" } else { "files" };
    format!("{} {files} = {}", format_count(totals.files), parts.join(" + "))
}

fn kinds(totals: &Totals) -> String {
    let parts: Vec<String> =
        totals.kinds.iter().map(|kind| format!("{} {}", format_count(kind.files), kind_name(kind.kind))).collect();
    parts.join(", ")
}

fn records(totals: &Totals) -> String {
    let rows = totals.rows;
    let reported = match rows.reported {
        0 => String::new(),
        reported => format!(" ({} kept, {} reported)", format_count(rows.kept), format_count(reported)),
    };
    format!("{} rows{reported}", format_count(rows.in_file))
}

/// The name of a kind of file.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Csv => "CSV",
        Kind::Json => "JSON",
        Kind::Jsonl => "JSONL",
        Kind::Markdown => "Markdown",
        Kind::Other => "other",
    }
}

/// The list with its filter.
#[component]
pub(crate) fn Files() -> impl IntoView {
    let desk = Desk::here();
    let filter = RwSignal::new(String::new());
    let only_problems = RwSignal::new(false);
    let scrolled = RwSignal::new(0.0);
    let lines = Memo::new(move |_| Lines::of(desk.known.get(), &filter.get(), only_problems.get()));
    let count = move || lines.with(|lines| format!("{} of {} files", lines.shown.len(), lines.all));
    let with_problems =
        move || desk.known.get().map_or(0, |known| known.summary.files.iter().filter(|file| is_doubtful(file)).count());
    let shown = Signal::derive(move || lines.get().shown);
    let is_long = move || shown.with(|shown| shown.len() > MOST);
    view! {
        <section id="files" aria-labelledby="files-title">
            <div class="section-head">
                <h2 id="files-title">"Files"</h2>
                <label class="grow">
                    <span class="hidden">"Filter files"</span>
                    <input type="search" id="filter-files" placeholder="Filter by path, format, use or problem   /"
                        on:input:target=move |event| filter.set(event.target().value())/>
                </label>
                <label>
                    <input type="checkbox" on:change:target=move |event| only_problems.set(event.target().checked())/>
                    {move || format!(" only the {} with problems or warnings", format_count(with_problems() as u64))}
                </label>
                <span class="quiet" role="status">{count}</span>
            </div>
            <div class="scroll window" class:windowed=is_long
                on:scroll=move |event| scrolled.set(offset(&event))>
                <table class="files">
                    <caption class="hidden">"Files that were read"</caption>
                    <thead><tr>
                        <th scope="col">"File"</th>
                        <th scope="col">"Used as"</th>
                        <th scope="col">"Recognized as"</th>
                        <th scope="col">"Rows"</th>
                        <th scope="col" class="number">"Size"</th>
                    </tr></thead>
                    {body(shown, scrolled, 5, MOST, move |(known, at): &(Known, usize)| row(desk, &known.summary.files[*at]))}
                </table>
            </div>
            <Columns/>
        </section>
    }
}

/// Whether something is wrong with it or misleads in it.
fn is_doubtful(file: &FileLine) -> bool {
    !file.problems.is_empty() || file.misleads()
}

/// The lines that pass the filter.
#[derive(Clone)]
struct Lines {
    shown: Arc<Vec<(Known, usize)>>,
    all: usize,
}

impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shown, &other.shown)
    }
}

impl Lines {
    fn of(known: Option<Known>, filter: &str, only_problems: bool) -> Self {
        let Some(known) = known else { return Self { shown: Arc::default(), all: 0 } };
        let filter = filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let passes = |file: &FileLine| {
            let warned = || file.warnings.iter().map(|it| it.trap.words()).collect::<Vec<_>>().join(" ");
            let text = || {
                format!("{} {} {} {:?} {}", file.path, used(&file.used), recognized(file).0, file.problems, warned())
            };
            (!only_problems || is_doubtful(file))
                && (words.is_empty() || {
                    let text = text().to_lowercase();
                    words.iter().all(|word| text.contains(word))
                })
        };
        let files = &known.summary.files;
        let shown = files.iter().enumerate().filter(|(_, file)| passes(file)).map(|(at, _)| (known.clone(), at));
        Self { shown: Arc::new(shown.collect()), all: files.len() }
    }
}

fn row(desk: Desk, file: &FileLine) -> AnyView {
    let (folder, name) = file
        .path
        .rsplit_once('/')
        .map_or(("", file.path.as_str()), |(_, name)| (&file.path[..file.path.len() - name.len()], name));
    let (format, reason) = recognized(file);
    let problems = (!file.problems.is_empty()).then(|| {
        let lines: Vec<_> = file.problems.iter().map(problem).collect();
        view! { <ul class="problems">{lines}</ul> }
    });
    let warnings = warnings(file);
    let rows = if file.outcome.is_empty() { "–" } else { &file.outcome }.to_owned();
    let path = file.path.clone();
    let look = move |_| desk.look_into(&path);
    view! {
        <tr data-testid="file-row">
            <th scope="row" class="path">
                <button type="button" class="choose" title="its columns, and why it was read so" on:click=look><span class="quiet">{folder.to_owned()}</span>{name.to_owned()}</button>
                {problems}
                {warnings}
            </th>
            <td class=use_class(&file.used)>{used(&file.used)}</td>
            <td class="quiet" title=reason>{format}</td>
            <td class="quiet">{rows}</td>
            <td class="number" title=format!("{} bytes", format_count(file.bytes))>{format_value(file.bytes as f64, "B")}</td>
        </tr>
    }
    .into_any()
}

/// What misleads in a file: its kinds in a line, each with place, what shows it and what one would get wrong below.
fn warnings(file: &FileLine) -> Option<impl IntoView + use<>> {
    let mut kinds: Vec<&str> = file.warnings.iter().map(|warning| warning.trap.words()).collect();
    kinds.dedup();
    let class = if file.misleads() { "warnings" } else { "warnings quiet" };
    // Hundreds of files have thousands of lines, of which a reader opens a few.
    let (all, opened) = (file.warnings.clone(), RwSignal::new(false));
    let lines = move || opened.get().then(|| all.iter().map(warning).collect::<Vec<_>>());
    (!kinds.is_empty()).then(|| {
        view! {
            <details class=class data-testid="warnings" on:toggle:target=move |event| opened.set(event.target().open())>
                <summary>{kinds.join(" · ")}</summary>
                <ul class="problems">{lines}</ul>
            </details>
        }
    })
}

fn warning(warning: &Warning) -> impl IntoView + use<> {
    let class = if warning.trap.is_handled() { "note" } else { "doubt" };
    let with = (!warning.with.is_empty()).then(|| format!(" with {}", warning.with.join(", ")));
    view! {
        <li class=class>
            <b>{warning.trap.words()}</b>" "{plain(&warning.place)}": "{plain(&warning.evidence)}<span class="quiet">{with}</span>
            <span class="hint">{warning.consequence.clone()}</span>
        </li>
    }
}

/// Names stand between back ticks; a page needs none.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn recognized(file: &FileLine) -> (String, String) {
    match &file.recognized {
        Some(recognized) => {
            let doubt = if recognized.certainty == Certainty::Sure { "" } else { "likely " };
            (format!("{doubt}{}", recognized.format), recognized.reason.clone())
        }
        None => ("nothing known".to_owned(), String::new()),
    }
}

fn used(used: &Use) -> String {
    match used {
        Use::Measured => "measured".to_owned(),
        Use::Part { of } => format!("part of {of}"),
        Use::Repeat { of, how } => format!("{how} of {of}"),
        Use::Unusable { why } => format!("unusable: {why}"),
        Use::Document => "document".to_owned(),
    }
}

fn use_class(used: &Use) -> &'static str {
    match used {
        Use::Measured => "use",
        Use::Part { .. } | Use::Repeat { .. } | Use::Unusable { .. } | Use::Document => "use quiet",
    }
}

fn problem(problem: &Problem) -> impl IntoView + use<> {
    let (class, word) = match problem.severity {
        Severity::Lost => ("lost", "lost"),
        Severity::Doubt => ("doubt", "doubt"),
        Severity::Note => ("note", "note"),
    };
    let place = match &problem.spot {
        Spot::Whole => String::new(),
        Spot::Line(line) => format!("line {}", format_count(*line)),
        Spot::Pointer(pointer) => format!("at {pointer}"),
    };
    let times = if problem.count > 1 { format!("{} times", format_count(problem.count)) } else { String::new() };
    let place = [place, times].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let place = (!place.is_empty()).then(|| format!(" ({place})"));
    let hint = problem.hint.clone().map(|hint| view! { <span class="hint">{hint}</span> });
    view! { <li class=class><b>{word}</b>" "{problem.what.clone()}{place}{hint}</li> }
}
