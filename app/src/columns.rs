//! One file looked into: what it was read as and why, its columns, and what the reader corrects.

use crate::browser::download;
use crate::desk::Desk;
use insight::dataset::Correction;
use insight::format::FORMATS;
use insight::reading::{Certainty, Recognized};
use insight::record::ColumnRole;
use insight::role::Role;
use insight::session::Understood;
use insight::summary::Better;
use leptos::prelude::*;

/// Columns shown; a file with more shows that it has more.
const MOST: usize = 300;

const ROLES: [Role; 10] = [
    Role::Measurement,
    Role::Aggregate,
    Role::Derived,
    Role::Fit,
    Role::Parameter,
    Role::Identifier,
    Role::Environment,
    Role::Validity,
    Role::Time,
    Role::Text,
];

const DIRECTIONS: [(Better, &str); 3] = [(Better::Higher, "more"), (Better::Lower, "less"), (Better::None, "neither")];

/// The file that is looked into.
#[component]
pub(crate) fn Columns() -> impl IntoView {
    let desk = Desk::here();
    // A new summary was made of new corrections or files: the answer is asked for again.
    Effect::new(move || {
        desk.known.track();
        if let Some(path) = desk.looked_into.get_untracked() {
            desk.look_into(&path);
        }
    });
    let understood = Memo::new(move |_| {
        let path = desk.looked_into.get()?;
        desk.session.with(|session| session.understood.clone().filter(|understood| understood.path == path))
    });
    // Where a reader asked for another file, the answer is brought into view; the same one again is left where it is.
    let seen = StoredValue::new(None::<String>);
    move || {
        understood.get().map(|understood| {
            let is_new = seen.with_value(|seen| seen.as_ref() != Some(&understood.path));
            seen.set_value(Some(understood.path.clone()));
            view! { <Panel understood=understood is_new=is_new/> }
        })
    }
}

#[component]
fn Panel(understood: Understood, is_new: bool) -> impl IntoView {
    let desk = Desk::here();
    let place = NodeRef::<leptos::html::Section>::new();
    if is_new {
        place.on_load(|section| section.scroll_into_view());
    }
    let Understood { path, others, columns } = understood;
    let recognized = desk.known.with_untracked(|known| {
        let file = known.as_ref()?.summary.files.iter().find(|file| file.path == path)?;
        file.recognized.clone()
    });
    let count = columns.len();
    let format = recognized.as_ref().map(|known| known.format.clone()).unwrap_or_default();
    let rows: Vec<_> = columns.into_iter().take(MOST).map(|column| row(desk, &format, column)).collect();
    let more = (count > MOST).then(|| format!("{} more columns are not shown. ", count - MOST));
    let corrections = move || {
        let count = desk.corrections.with(Vec::len);
        (count > 0).then(|| {
            let words =
                if count == 1 { "1 column is corrected".to_owned() } else { format!("{count} columns are corrected") };
            view! {
                <span data-testid="corrections">{words}", here and on later visits with this browser. "</span>
                <button type="button" class="plain" on:click=move |_| save(desk)>"Save them for the command line"</button>
                <button type="button" class="plain" on:click=move |_| desk.forget_corrections()>"Forget them"</button>
            }
        })
    };
    view! {
        <section class="columns" data-testid="columns" aria-labelledby="columns-title" node_ref=place>
            <div class="section-head">
                <h3 id="columns-title" class="grow">{path.clone()}</h3>
                {read_as(desk, &path, recognized.as_ref(), &others)}
                <button type="button" class="plain" aria-label="Close" on:click=move |_| desk.looked_into.set(None)>"×"</button>
            </div>
            {why(recognized, others)}
            <div class="scroll window">
                <table>
                    <caption class="hidden">{format!("Columns of {path}")}</caption>
                    <thead><tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"is"</th>
                        <th scope="col">"Unit"</th>
                        <th scope="col">"Better is"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="below quiet">{more}{corrections}</p>
        </section>
    }
}

/// Saves corrections as `--corrections` takes them.
fn save(desk: Desk) {
    if let Ok(json) = serde_json::to_string_pretty(&desk.corrections.get_untracked()) {
        download("chimera-insight-corrections.json", &json, "application/json");
    }
}

/// Has the file read as another format.
fn read_as(desk: Desk, path: &str, recognized: Option<&Recognized>, others: &[Recognized]) -> impl IntoView + use<> {
    let by_hand = recognized.is_some_and(|known| {
        known.certainty == Certainty::No
            || others.iter().any(|other| (other.certainty, &other.format) < (known.certainty, &known.format))
    });
    let now = recognized.map(|known| known.format.clone()).filter(|_| by_hand);
    let options: Vec<_> = FORMATS
        .iter()
        .map(|format| {
            let selected = now.as_deref() == Some(format.id());
            view! { <option value=format.id() selected=selected>{format.name()}</option> }
        })
        .collect();
    let path = path.to_owned();
    let choose = move |event: web_sys::Event| {
        let format = event_target_value(&event);
        desk.read_as(&path, (!format.is_empty()).then_some(format));
    };
    view! {
        <label>"Read as " <select name="format" on:change=choose><option value="">"what it looks like"</option>{options}</select></label>
    }
}

/// Why it was read as it was, and why not as something else.
fn why(recognized: Option<Recognized>, others: Vec<Recognized>) -> impl IntoView {
    let read = match recognized {
        Some(known) => format!("Read as {}: {}.", known.format, known.reason),
        None => "No format fits.".to_owned(),
    };
    let others: Vec<_> =
        others.into_iter().map(|other| view! { <li><code>{other.format}</code>" "{other.reason}</li> }).collect();
    view! { <p>{read}</p><details class="sent"><summary>"Why not as another format"</summary><ul>{others}</ul></details> }
}

/// What a column is, and fields to say it better.
fn row(desk: Desk, format: &str, column: ColumnRole) -> impl IntoView + use<> {
    let key = StoredValue::new((column.column.clone(), format.to_owned()));
    let said = move || {
        key.with_value(|(column, format)| {
            let known = desk.corrections.with_untracked(|all| {
                all.iter().find(|known| known.column == *column && known.format == *format).cloned()
            });
            let (column, format) = (column.clone(), format.clone());
            known.unwrap_or(Correction { column, format, role: None, unit: None, better: None })
        })
    };
    let now = said();
    let roles: Vec<_> = ROLES
        .iter()
        .map(|role| view! { <option value=word(*role) selected=*role == column.role>{word(*role)}</option> })
        .collect();
    let directions: Vec<_> = DIRECTIONS
        .iter()
        .map(|(better, word)| view! { <option value=*word selected=*better == column.better>{*word}</option> })
        .collect();
    let set_role = move |event: web_sys::Event| {
        let chosen = event_target_value(&event);
        desk.correct(Correction { role: ROLES.into_iter().find(|role| word(*role) == chosen), ..said() });
    };
    let set_unit = move |event: web_sys::Event| {
        let unit = event_target_value(&event).trim().to_owned();
        desk.correct(Correction { unit: (!unit.is_empty()).then_some(unit), ..said() });
    };
    let set_better = move |event: web_sys::Event| {
        let chosen = event_target_value(&event);
        let better = DIRECTIONS.into_iter().find(|(_, word)| *word == chosen).map(|(better, _)| better);
        desk.correct(Correction { better, ..said() });
    };
    let place = (!column.place.is_empty()).then(|| view! { <span class="quiet">{column.place}" "</span> });
    let name = column.column;
    view! {
        <tr class:corrected=!now.is_empty()>
            <th scope="row" class="path">{place}{name.clone()}</th>
            <td><select aria-label=format!("what {name} is") on:change=set_role>{roles}</select></td>
            <td><input type="text" size="8" aria-label=format!("unit of {name}") placeholder=column.unit prop:value=now.unit.clone().unwrap_or_default() on:change=set_unit/></td>
            <td><select aria-label=format!("which {name} is better") on:change=set_better>{directions}</select></td>
        </tr>
    }
}

/// The word for a role.
fn word(role: Role) -> &'static str {
    match role {
        Role::Measurement => "measurement",
        Role::Aggregate => "aggregate",
        Role::Derived => "derived",
        Role::Fit => "fit",
        Role::Parameter => "parameter",
        Role::Identifier => "identifier",
        Role::Environment => "environment",
        Role::Validity => "validity",
        Role::Time => "time",
        Role::Text => "text",
    }
}
