//! The model and its options as the reader sets them; an empty field means the backend's default.

use crate::desk::Desk;
use crate::remembered;
use insight::prompt::{LONGEST_VOICE, Voice};
use insight::session::Link;
use insight::wire::Options;
use leptos::prelude::*;

/// One option: name, what it does, smallest value, step.
const FIELDS: [(&str, &str, &str, &str); 7] = [
    ("num_gpu", "Layers on the GPU", "0", "1"),
    ("num_ctx", "Context window, tokens", "256", "1"),
    ("temperature", "Sampling temperature", "0", "any"),
    ("top_p", "Nucleus sampling", "0", "any"),
    ("top_k", "Top-k sampling", "1", "1"),
    ("repeat_penalty", "Repeat penalty", "0", "any"),
    ("num_predict", "Most tokens that a stage may write", "1", "1"),
];

/// What the form holds.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    chosen: RwSignal<Option<String>>,
    fields: [RwSignal<String>; FIELDS.len()],
    voice: RwSignal<Voice>,
    analysis: RwSignal<bool>,
}

impl Form {
    /// Nothing set.
    pub(crate) fn empty() -> Self {
        let fields = std::array::from_fn(|_| RwSignal::new(String::new()));
        Self {
            chosen: RwSignal::new(None),
            fields,
            voice: RwSignal::new(remembered::voice()),
            analysis: RwSignal::new(false),
        }
    }

    /// Whether the model first chooses what to tell.
    pub(crate) fn analysis(self) -> bool {
        self.analysis.get()
    }

    /// Who the model is and what it is asked for besides; an emptied persona is the usual one.
    pub(crate) fn voice(self) -> Voice {
        let mut voice = self.voice.get();
        if voice.persona.trim().is_empty() {
            voice.persona = Voice::default().persona;
        }
        voice
    }

    /// The model: the one chosen, else a `gemma3` that is there, else the first.
    pub(crate) fn model(self, link: &Link) -> String {
        let models = link.hello().map_or(&[][..], |hello| &hello.backend.models);
        let usual = || models.iter().find(|model| model.starts_with("gemma3")).or_else(|| models.first()).cloned();
        self.chosen.get().or_else(usual).unwrap_or_else(|| "gemma3:latest".to_owned())
    }

    /// The options.
    ///
    /// # Errors
    /// The name of the first field that holds no number it can take.
    pub(crate) fn options(self) -> Result<Options, &'static str> {
        fn parse<T: std::str::FromStr>(form: Form, at: usize) -> Result<Option<T>, &'static str> {
            let text = form.fields[at].get();
            match text.trim() {
                "" => Ok(None),
                number => number.parse().map(Some).map_err(|_| FIELDS[at].0),
            }
        }
        Ok(Options {
            num_gpu: parse(self, 0)?,
            num_ctx: parse(self, 1)?,
            temperature: parse(self, 2)?,
            top_p: parse(self, 3)?,
            top_k: parse(self, 4)?,
            repeat_penalty: parse(self, 5)?,
            num_predict: parse(self, 6)?,
            ..Options::default()
        })
    }
}

/// The fields.
#[component]
pub(crate) fn OptionsForm(form: Form) -> impl IntoView {
    let desk = Desk::here();
    let link = Memo::new(move |_| desk.session.with(|session| session.link.clone()));
    let models = move || link.with(|link| link.hello().map(|hello| hello.backend.models.clone()).unwrap_or_default());
    let model = Memo::new(move |_| link.with(|link| form.model(link)));
    let choices = move || {
        let mut names = models();
        if !names.contains(&model.get()) {
            names.insert(0, model.get());
        }
        let choice = |name: String| {
            let value = name.clone();
            let selected = model.get() == name;
            view! { <option value=value selected=selected>{name}</option> }
        };
        names.into_iter().map(choice).collect::<Vec<_>>()
    };
    let fields: Vec<_> = FIELDS
        .iter()
        .zip(form.fields)
        .map(|((name, what, min, step), field)| {
            view! {
                <label title=*what>
                    <span>{*name}</span>
                    <input type="number" name=*name min=*min step=*step placeholder="default" prop:value=field
                        on:input:target=move |event| field.set(event.target().value())/>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="options">
            <legend class="hidden">"Model and options"</legend>
            <label class="model">
                <span>"model"</span>
                <select name="model" on:change:target=move |event| form.chosen.set(Some(event.target().value()))>{choices}</select>
            </label>
            {fields}
        </fieldset>
        <label class="quiet" title="One call more: the model chooses among the facts instead of taking them by rank">
            <input type="checkbox" name="analysis" prop:checked=form.analysis
                on:change:target=move |event| form.analysis.set(event.target().checked())/>
            " let the model choose what to tell"
        </label>
        <VoiceForm voice=form.voice/>
    }
}

/// Who the model is told to be, and what it is asked for besides.
#[component]
fn VoiceForm(voice: RwSignal<Voice>) -> impl IntoView {
    let change = move |change: &dyn Fn(&mut Voice)| {
        voice.update(change);
        remembered::keep_voice(&voice.get_untracked());
    };
    let persona = move |text: String| change(&|voice: &mut Voice| voice.persona.clone_from(&text));
    let instructions = move |text: String| change(&|voice: &mut Voice| voice.instructions.clone_from(&text));
    view! {
        <details class="sent">
            <summary>"Persona and instructions"</summary>
            <label class="voice">
                <span>"persona"</span>
                <textarea name="persona" rows="3" maxlength=LONGEST_VOICE.to_string() prop:value=move || voice.get().persona
                    on:input:target=move |event| persona(event.target().value())></textarea>
            </label>
            <label class="voice">
                <span>"instructions"</span>
                <textarea name="instructions" rows="2" maxlength=LONGEST_VOICE.to_string() prop:value=move || voice.get().instructions
                    on:input:target=move |event| instructions(event.target().value())></textarea>
            </label>
            <p class="quiet">"The rules about data and numbers stay, whatever is written here."</p>
        </details>
    }
}
